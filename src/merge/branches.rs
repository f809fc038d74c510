//! Parts of shared text that no customer ever shows.

use super::lexer::{Piece, inner, pieces};
use super::merger::{Merger, Source};
use crate::diag::{Diagnostic, Sink, SourceId, Span};
use crate::workspace::Workspace;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The places of shared text that came out for some customer.
#[derive(Debug, Clone, Default)]
pub struct Shown(BTreeSet<(SourceId, u32)>);

impl Shown {
    /// Adds what a merged document shows.
    pub fn add(&mut self, source: &Source) {
        self.0.extend(source.marks.iter().map(|span| (span.source, span.start)));
    }

    /// Adds what other customers showed.
    pub fn append(&mut self, mut other: Shown) {
        self.0.append(&mut other.0);
    }

    fn any(&self, source: SourceId, range: &Range<usize>) -> bool {
        let offset = |at: usize| (source, u32::try_from(at).unwrap_or(u32::MAX));
        self.0.range(offset(range.start)..offset(range.end)).next().is_some()
    }
}

/// What stands between two tags of an `if` or a `for`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Branch {
    /// The tag that opens it; of an `else`, also what it is the other case of.
    tag: String,
    /// Where the tag stands, in bytes of the text.
    place: Range<usize>,
    /// What is shown if the branch is taken, in bytes of the text.
    body: Range<usize>,
}

/// The branches of a template that hold text or print something, outer ones first.
fn branches(text: &str) -> Vec<Branch> {
    let mut found = Vec::new();
    let mut open: Vec<(String, Range<usize>)> = Vec::new();
    let mut prints: Vec<usize> = Vec::new();
    for piece in pieces(text) {
        match piece {
            Piece::Text(range) => {
                let words = text.get(range.clone()).unwrap_or_default();
                if let Some(at) = words.find(|c: char| !c.is_whitespace()) {
                    prints.push(range.start + at);
                }
            }
            Piece::Print(range) => prints.push(range.start),
            Piece::Comment(_) => {}
            Piece::Tag(range) => {
                let tag = inner(text.get(range.clone()).unwrap_or_default());
                let word = tag.split_whitespace().next().unwrap_or_default();
                let mut name = format!("{{% {tag} %}}");
                if matches!(word, "elif" | "else" | "endif" | "endfor")
                    && let Some((opening, place)) = open.pop()
                {
                    // An `else` is told by what it is the other case of.
                    if word == "else" {
                        name = format!("{name} of {}", opening.replace("{% elif", "{% if"));
                    }
                    let body = place.end..range.start;
                    found.push(Branch { tag: opening, body, place });
                }
                if matches!(word, "if" | "for" | "elif" | "else") {
                    open.push((name, range));
                }
            }
        }
    }
    found.retain(|branch| prints.iter().any(|at| branch.body.contains(at)));
    found.sort_by_key(|branch| (branch.body.start, std::cmp::Reverse(branch.body.end)));
    found
}

impl Merger {
    /// Reports branches of shared text, whole partials and documents of packs, that nothing of
    /// `shown` comes from: one warning for each condition, with all its places.
    pub fn report_unshown(&self, shown: &Shown, workspace: &Workspace, sink: &mut Sink) {
        let mut conditions: BTreeMap<String, Vec<Span>> = BTreeMap::new();
        let in_packs: BTreeSet<&str> = workspace
            .config
            .packs
            .values()
            .flat_map(|pack| pack.documents.iter().map(|(id, _)| id.as_str()))
            .collect();
        for file in workspace.content.values() {
            let Some(template) = self.template(&file.path) else { continue };
            let text = workspace.sources.get(file.source).map(|file| &*file.text);
            let Some(body) = text.and_then(|text| text.get(template.base..)) else { continue };
            let whole = template.base..template.base + body.len();
            if !shown.any(file.source, &whole) {
                let what = if file.is_document() { "document" } else { "partial" };
                if !file.is_document() || in_packs.contains(file.id()) {
                    sink.report(
                        Diagnostic::warning(
                            "PP0214",
                            format!("no customer gets the {what} `{}`", file.path),
                        )
                        .at(Span::new(file.source, 0, 0), "")
                        .hint("remove it if nobody will; add a sample customer if somebody might"),
                    );
                }
                continue;
            }
            let mut inside = 0;
            for branch in branches(body) {
                let range = template.base + branch.body.start..template.base + branch.body.end;
                if range.start < inside || shown.any(file.source, &range) {
                    continue;
                }
                inside = range.end;
                let place = Span::new(
                    file.source,
                    template.base + branch.place.start,
                    template.base + branch.place.end,
                );
                conditions.entry(branch.tag).or_default().push(place);
            }
        }
        for (tag, places) in conditions {
            let Some((first, more)) = places.split_first() else { continue };
            let mut diagnostic = Diagnostic::warning(
                "PP0214",
                format!("no customer shows what follows {{% {tag} %}}"),
            )
            .at(*first, "")
            .hint("remove it if nobody will; add a sample customer if somebody might");
            for place in more {
                diagnostic = diagnostic.related(*place, "");
            }
            sink.report(diagnostic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_with_something_to_show() {
        let text = "{% if a %}x{% if b %}{{ y }}{% endif %}{% elif c %}{% set d = 1 %}{% else %}z{% endif %}{% for e in f %}g{% endfor %}";
        let found: Vec<(String, &str)> =
            branches(text).into_iter().map(|b| (b.tag, &text[b.body])).collect();
        assert_eq!(
            found,
            [
                (String::from("{% if a %}"), "x{% if b %}{{ y }}{% endif %}"),
                (String::from("{% if b %}"), "{{ y }}"),
                (String::from("{% else %} of {% if c %}"), "z"),
                (String::from("{% for e in f %}"), "g"),
            ]
        );
    }
}
