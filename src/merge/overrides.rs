//! One customer's own sections in a shared document.
//!
//! `customers/<id>/<document>.md` starts with `[replaces]`, which records for every section it
//! replaces a digest of the shared text at the time of writing. When the shared section changes,
//! the digest no longer fits and the build warns: the override may lack what the change brought.

use super::front_matter;
use super::lexer::{Piece, inner, pieces};
use super::section::{Section, sections};
use crate::diag::{Diagnostic, Sink, SourceId, Span, suggest};
use crate::workspace::literal::key;
use crate::workspace::{Node, Override, Table, Workspace, unknown_key};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::ops::Range;

/// Hexadecimal digits of a digest: enough to notice a change, short enough to read.
const DIGITS: usize = 16;

/// A piece of a file, in bytes of the whole file.
pub type FilePiece = (SourceId, Range<usize>);

/// The pieces of shared document and override that make the customer's document; `None` once an
/// error was reported. `base` is where the Markdown of the shared document starts.
pub fn apply(
    own: &Override,
    base: usize,
    workspace: &Workspace,
    sink: &mut Sink,
) -> Option<Vec<FilePiece>> {
    let shared = workspace.content.get(&own.document).filter(|file| file.is_document());
    let Some(shared) = shared else {
        let known = workspace.content.values().filter(|f| f.is_document()).map(|f| f.path.as_str());
        let diagnostic = Diagnostic::error(
            "PP0211",
            format!("there is no document `{}` to override", own.document),
        )
        .at(Span::new(own.source, 0, 0), "")
        .customer(&own.customer);
        sink.report(match suggest::nearest(&own.document, known.clone()) {
            Some(near) => {
                diagnostic.hint(format!("did you mean customers/{}/{near}?", own.customer))
            }
            None => diagnostic.hint(format!("documents: {}", known.collect::<Vec<_>>().join(", "))),
        });
        return None;
    };
    let mut found = Sink::new();
    let example = "[replaces]";
    let read = front_matter::split(own.source, &workspace.sources, example, &mut found);
    let parts = read.and_then(|(table, body)| {
        let mut reader =
            Reader { own, workspace, shared: shared.source, base, body, sink: &mut found };
        reader.parts(&table)
    });
    let failed = found.has_errors();
    for diagnostic in found.diagnostics() {
        sink.report(diagnostic.clone().customer(&own.customer));
    }
    parts.filter(|_| !failed)
}

struct Reader<'a> {
    own: &'a Override,
    workspace: &'a Workspace,
    shared: SourceId,
    base: usize,
    body: usize,
    sink: &'a mut Sink,
}

impl Reader<'_> {
    fn text(&self, source: SourceId, from: usize) -> String {
        let file = self.workspace.sources.get(source);
        file.and_then(|file| file.text.get(from..)).unwrap_or_default().to_owned()
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.sink.report(diagnostic);
    }

    fn own_span(&self, range: &Range<usize>) -> Span {
        Span::new(self.own.source, self.body + range.start, self.body + range.end)
    }

    fn parts(&mut self, table: &Table) -> Option<Vec<FilePiece>> {
        for (key, node) in table.iter().filter(|(key, _)| *key != "replaces") {
            self.report(unknown_key(key, node, ["replaces"], "in the front matter of an override"));
        }
        let empty = Table::new();
        let recorded = match table.get("replaces") {
            Some(node) => node.as_table().or_else(|| {
                self.sink.report(
                    Diagnostic::error("PP0103", "`replaces` must be a table")
                        .at(node.span, format!("this is {}", node.value.kind()))
                        .hint("write [replaces] and below it security = \"sha256:…\""),
                );
                None
            })?,
            None => &empty,
        };
        let shared_text = self.text(self.shared, self.base);
        let shared: Vec<Section> = sections(&shared_text);
        let text = self.text(self.own.source, self.body);
        let written = sections(&text);
        let mut replaced: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        let mut at = 0;
        for section in &written {
            // Headings below one that is replaced belong to it.
            if section.range.start < at {
                continue;
            }
            self.only_space(&text, at..section.range.start);
            at = section.range.end;
            let Some(target) = self.target(section, &shared) else { continue };
            self.check_digest(section, target, &shared_text, recorded);
            replaced.push((target.range.clone(), section.range.clone()));
        }
        self.only_space(&text, at..text.len());
        for (id, node) in recorded {
            if !written.iter().any(|section| section.id.as_ref() == Some(id)) {
                let message = format!("the override has no section `{id}`");
                let hint = format!("write a heading that ends with {{#{id}}}, or remove the line");
                self.report(Diagnostic::error("PP0211", message).at(node.key, "").hint(hint));
            }
        }
        if written.is_empty() {
            let span = Span::new(self.own.source, self.body, self.body);
            self.report(
                Diagnostic::error("PP0211", "the override replaces nothing")
                    .at(span, "")
                    .hint("start it with the heading of a section of the shared text, such as ## Security {#security}"),
            );
        }
        replaced.sort_by_key(|(shared, _)| shared.start);
        let mut pieces = Vec::new();
        let mut from = 0;
        for (shared, own) in replaced {
            if shared.start < from {
                let message = "a section is replaced twice, by itself and by the one around it";
                self.report(
                    Diagnostic::error("PP0211", message)
                        .at(self.own_span(&own), "")
                        .hint("put the inner section into the outer one"),
                );
                return None;
            }
            pieces.push((self.shared, self.base + from..self.base + shared.start));
            pieces.push((self.own.source, self.body + own.start..self.body + own.end));
            from = shared.end;
        }
        pieces.push((self.shared, self.base + from..self.base + shared_text.len()));
        Some(pieces)
    }

    fn only_space(&mut self, text: &str, range: Range<usize>) {
        let piece = text.get(range.clone()).unwrap_or_default();
        if piece.trim().is_empty() {
            return;
        }
        let start = range.start + (piece.len() - piece.trim_start().len());
        let line = text.get(start..).and_then(|t| t.find('\n')).map_or(text.len(), |i| start + i);
        self.report(
            Diagnostic::error("PP0211", "text of an override that belongs to no section")
                .at(self.own_span(&(start..line)), "")
                .hint("put it below the heading of the section it replaces"),
        );
    }

    fn target<'s>(&mut self, section: &Section, shared: &'s [Section]) -> Option<&'s Section> {
        let place = self.own_span(&section.heading);
        let Some(id) = &section.id else {
            self.report(
                Diagnostic::error("PP0211", "a heading of an override without an id")
                    .at(place, "")
                    .hint(
                        "end it with the id of the shared section it replaces, such as {#security}",
                    ),
            );
            return None;
        };
        let Some(target) = shared.iter().find(|other| other.id.as_ref() == Some(id)) else {
            let known = shared.iter().filter_map(|other| other.id.as_deref());
            let message = format!("`{}` has no section `{id}` to replace", self.own.document);
            let diagnostic = Diagnostic::error("PP0211", message).at(place, "");
            self.report(match suggest::nearest(id, known.clone()) {
                Some(near) => diagnostic.hint(format!("did you mean {{#{near}}}?")),
                None => {
                    diagnostic.hint(format!("sections: {}", known.collect::<Vec<_>>().join(", ")))
                }
            });
            return None;
        };
        if target.level != section.level {
            let message = format!(
                "the heading of `{id}` has {} `#`, in the shared text {}",
                section.level, target.level
            );
            let shared = Span::new(
                self.shared,
                self.base + target.heading.start,
                self.base + target.heading.end,
            );
            self.report(
                Diagnostic::error("PP0211", message)
                    .at(place, "")
                    .related(shared, "the section it replaces")
                    .hint("use the same level, so that numbers and contents stay right"),
            );
        }
        Some(target)
    }

    fn check_digest(
        &mut self,
        section: &Section,
        target: &Section,
        shared: &str,
        recorded: &Table,
    ) {
        let Some(id) = &section.id else { return };
        let text = shared.get(target.range.clone()).unwrap_or_default();
        let now = digest(text, self.workspace);
        let heading = Span::new(
            self.shared,
            self.base + target.heading.start,
            self.base + target.heading.end,
        );
        match recorded.get(id) {
            None => {
                let message = format!("the override does not record what `{id}` replaces");
                let place = self.own_span(&section.heading);
                self.report(
                    Diagnostic::error("PP0211", message)
                        .at(place, "")
                        .related(heading, "this section")
                        .hint(format!("add {} = \"{now}\" to [replaces]", key(id))),
                );
            }
            Some(node) if node.as_text() == Some(&now) => {}
            Some(node) if is_digest(node) => {
                let message =
                    format!("the shared section `{id}` has changed since its override was written");
                self.report(
                    Diagnostic::warning("PP0212", message)
                        .at(heading, "this text was replaced")
                        .related(node.span, "recorded here")
                        .hint(format!(
                            "compare the two, then record the new text: {} = \"{now}\"",
                            key(id)
                        )),
                );
            }
            Some(node) => {
                let message = format!("`{id}` must be a digest such as \"{now}\"");
                self.report(
                    Diagnostic::error("PP0103", message)
                        .at(node.span, format!("this is {}", node.value.kind()))
                        .hint("record the digest of the shared section as it is now"),
                );
            }
        }
    }
}

fn is_digest(node: &Node) -> bool {
    node.as_text().and_then(|text| text.strip_prefix("sha256:")).is_some_and(|digits| {
        digits.len() == DIGITS && digits.bytes().all(|b| b.is_ascii_hexdigit())
    })
}

/// The first half of the SHA-256 of a section and of the partials it includes, each named before
/// its text.
fn digest(section: &str, workspace: &Workspace) -> String {
    let mut partials = BTreeMap::new();
    collect(section, workspace, &mut partials);
    let mut hash = Sha256::new();
    hash.update(section.trim_end());
    for (path, text) in partials {
        hash.update(format!("\0{path}\0"));
        hash.update(text.trim_end());
    }
    let hash = hash.finalize();
    let digits: String = hash.iter().take(DIGITS / 2).map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{digits}")
}

/// The partials that a text includes, and those that they include.
fn collect<'a>(text: &str, workspace: &'a Workspace, partials: &mut BTreeMap<String, &'a str>) {
    for piece in pieces(text) {
        let Piece::Tag(range) = piece else { continue };
        let tag = inner(text.get(range).unwrap_or_default());
        if !["include", "import", "from"].iter().any(|word| tag.starts_with(word)) {
            continue;
        }
        for path in tag.split(['"', '\'']).skip(1).step_by(2) {
            let file = workspace.content.get(path).and_then(|f| workspace.sources.get(f.source));
            if let Some(file) = file.filter(|_| !partials.contains_key(path)) {
                partials.insert(path.to_owned(), &file.text);
                collect(&file.text, workspace, partials);
            }
        }
    }
}
