//! Numbers of headings and clauses, and their anchors.

use super::block::{Block, BlockKind, List};
use super::{Document, OutlineEntry, plain_text};
use crate::diag::{Diagnostic, Sink, Span};
use std::collections::BTreeMap;

/// Characters a heading may have: it is printed in the contents, in running heads and bookmarks too.
const MAX_HEADING: usize = 1000;

/// Numbers headings and list items, gives every heading and clause an anchor, and collects both.
pub(super) fn number(document: &mut Document, sink: &mut Sink) {
    let mut numbering = Numbering {
        clauses: document.meta.clauses,
        clause: 0,
        annex: 0,
        inside: Section::Front,
        sub: 0,
        ids: BTreeMap::new(),
        slugs: BTreeMap::new(),
        anchors: BTreeMap::new(),
        headings: Vec::new(),
        level: 1,
        sink,
    };
    let mut blocks = std::mem::take(&mut document.blocks);
    numbering.claim(&blocks);
    for footnote in &document.footnotes {
        numbering.claim(&footnote.blocks);
    }
    numbering.blocks(&mut blocks, true);
    for footnote in &mut document.footnotes {
        numbering.blocks(&mut footnote.blocks, false);
    }
    document.blocks = blocks;
    document.headings = numbering.headings;
    document.anchors = numbering.anchors;
}

#[derive(Clone, PartialEq)]
enum Section {
    /// Before the first numbered heading, or below an unnumbered one.
    Front,
    /// Below the numbered heading with this anchor.
    Clause(String),
    /// In an annex.
    Annex,
}

struct Numbering<'a> {
    clauses: bool,
    clause: usize,
    annex: usize,
    inside: Section,
    /// Last sub-clause of the current clause.
    sub: usize,
    /// Anchors that authors wrote → where.
    ids: BTreeMap<String, Span>,
    /// How often a generated anchor was wanted.
    slugs: BTreeMap<String, usize>,
    anchors: BTreeMap<String, String>,
    headings: Vec<OutlineEntry>,
    level: u8,
    sink: &'a mut Sink,
}

impl Numbering<'_> {
    /// Takes note of every anchor that authors wrote, so that no generated one can clash.
    fn claim(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Heading(heading) if !heading.id.starts_with('?') => {
                    self.claim_one(&heading.id, block.span);
                }
                BlockKind::List(list) => {
                    for item in &list.items {
                        if let Some(id) = &item.id {
                            self.claim_one(id, item.span);
                        }
                        self.claim(&item.blocks);
                    }
                }
                BlockKind::Quote(blocks) => self.claim(blocks),
                BlockKind::Callout(callout) => self.claim(&callout.blocks),
                BlockKind::Definitions(definitions) => {
                    definitions.iter().for_each(|definition| self.claim(&definition.details));
                }
                _ => {}
            }
        }
    }

    fn claim_one(&mut self, id: &str, span: Span) {
        if let Some(first) = self.ids.insert(id.to_owned(), span) {
            self.sink.report(
                Diagnostic::error("PP0308", format!("the id `{id}` is used twice"))
                    .at(span, "second use")
                    .related(first, "first use")
                    .on("{", format!("#{id}"))
                    .hint("every id is a link target and must be unique in the document"),
            );
        }
    }

    /// An anchor that nothing else has, made from `wanted`.
    fn unique(&mut self, wanted: &str) -> String {
        let wanted = if wanted.is_empty() { "section" } else { wanted };
        let count = self.slugs.entry(wanted.to_owned()).or_insert(0);
        loop {
            *count += 1;
            let id = if *count == 1 { wanted.to_owned() } else { format!("{wanted}-{count}") };
            if !self.ids.contains_key(&id) && !self.anchors.contains_key(&id) {
                return id;
            }
        }
    }

    fn blocks(&mut self, blocks: &mut [Block], top: bool) {
        for block in blocks {
            let span = block.span;
            match &mut block.kind {
                BlockKind::Heading(heading) => self.heading(heading, span, top),
                BlockKind::List(list) => self.list(list, top),
                BlockKind::Quote(blocks) => self.blocks(blocks, false),
                BlockKind::Callout(callout) => self.blocks(&mut callout.blocks, false),
                BlockKind::Definitions(definitions) => {
                    for definition in definitions {
                        self.blocks(&mut definition.details, false);
                    }
                }
                _ => {}
            }
        }
    }

    /// Only headings of the text itself, not those in lists or quotations, are numbered.
    fn heading(&mut self, heading: &mut super::Heading, span: Span, top: bool) {
        let length = plain_text(&heading.content).chars().count();
        if length > MAX_HEADING {
            self.sink.report(
                Diagnostic::error("PP0317", format!("a heading of {length} characters"))
                    .at(span, "")
                    .hint(format!(
                        "{MAX_HEADING} are the most: put the text below the heading, or print a shorter value"
                    )),
            );
            heading.content.clear();
        }
        if heading.level > self.level + 1 {
            self.sink.report(
                Diagnostic::error(
                    "PP0309",
                    format!("heading of level {} after level {}", heading.level, self.level),
                )
                .at(span, "")
                .on("", "#".repeat(usize::from(heading.level)))
                .hint(format!("write {} and a space", "#".repeat(usize::from(self.level) + 1))),
            );
        }
        self.level = heading.level;
        let text = plain_text(&heading.content);
        let unnumbered = heading.number == "-" || !top;
        heading.annex &= top;
        heading.number = String::new();
        if heading.annex && heading.level == 2 {
            self.annex += 1;
            heading.number = format!("Annex {}", roman(self.annex));
            self.inside = Section::Annex;
        } else if heading.level == 2 && self.clauses && !unnumbered {
            self.clause += 1;
            self.sub = 0;
            heading.number = self.clause.to_string();
        }
        if let Some(words) = heading.id.strip_prefix('?') {
            heading.id = self.unique(&slug(words));
        }
        if heading.level == 2 && !heading.annex && top {
            self.inside = if heading.number.is_empty() {
                Section::Front
            } else {
                Section::Clause(heading.id.clone())
            };
        }
        let reference =
            if heading.number.is_empty() { text.clone() } else { heading.number.clone() };
        self.anchors.insert(heading.id.clone(), reference);
        self.headings.push(OutlineEntry {
            level: heading.level,
            id: heading.id.clone(),
            number: heading.number.clone(),
            text,
        });
    }

    fn list(&mut self, list: &mut List, top: bool) {
        match self.inside.clone() {
            Section::Clause(section) if list.ordered && top && self.clauses => {
                list.clauses = true;
                for item in &mut list.items {
                    self.sub += 1;
                    item.label = format!("{}.{}", self.clause, self.sub);
                    let id = match item.id.take() {
                        Some(id) => id,
                        None => self.unique(&format!("{section}-{}", self.sub)),
                    };
                    self.anchors.insert(id.clone(), item.label.clone());
                    let label = item.label.clone();
                    self.nested(&mut item.blocks, 1, Some((&id, &label)));
                    item.id = Some(id);
                }
            }
            Section::Clause(_) if self.clauses => self.plain(list, 1),
            _ => self.plain(list, 0),
        }
    }

    /// Lists in items of a clause: (a), (i), (A) with anchors and full references.
    fn nested(&mut self, blocks: &mut [Block], depth: usize, parent: Option<(&str, &str)>) {
        for block in blocks {
            match &mut block.kind {
                BlockKind::List(list) if list.ordered => {
                    for item in &mut list.items {
                        let position = item.label.parse().unwrap_or(1);
                        item.label = legal_label(depth, position);
                        let bare = item.label.trim_matches(['(', ')']);
                        let mut inner = None;
                        if let Some((id, reference)) = parent {
                            let own = match item.id.take() {
                                Some(own) => own,
                                None => self.unique(&format!("{id}-{}", bare.to_lowercase())),
                            };
                            let full = format!("{reference}{}", item.label);
                            self.anchors.insert(own.clone(), full.clone());
                            item.id = Some(own.clone());
                            inner = Some((own, full));
                        }
                        let inner = inner.as_ref().map(|(id, full)| (id.as_str(), full.as_str()));
                        self.nested(&mut item.blocks, depth + 1, inner);
                    }
                }
                BlockKind::List(list) => {
                    for item in &mut list.items {
                        self.named(item);
                        self.nested(&mut item.blocks, depth, None);
                    }
                }
                BlockKind::Quote(blocks) => self.nested(blocks, depth, None),
                BlockKind::Callout(callout) => self.nested(&mut callout.blocks, depth, None),
                BlockKind::Definitions(definitions) => {
                    for definition in definitions {
                        self.nested(&mut definition.details, depth, None);
                    }
                }
                BlockKind::Heading(heading) => self.heading(heading, block.span, false),
                _ => {}
            }
        }
    }

    /// Ordinary lists: 1., (a), (i) by depth.
    fn plain(&mut self, list: &mut List, depth: usize) {
        for item in &mut list.items {
            if list.ordered {
                let position = item.label.parse().unwrap_or(1);
                item.label = match depth {
                    0 => format!("{position}."),
                    _ => legal_label(depth, position),
                };
            }
            self.named(item);
            for block in &mut item.blocks {
                match &mut block.kind {
                    BlockKind::List(inner) => {
                        let deeper = if list.ordered { depth + 1 } else { depth };
                        self.plain(inner, deeper);
                    }
                    _ => self.blocks(std::slice::from_mut(block), false),
                }
            }
        }
    }

    fn named(&mut self, item: &super::Item) {
        if let Some(id) = &item.id {
            let reference = if item.label.is_empty() {
                item.blocks.first().map_or_else(String::new, |b| match &b.kind {
                    BlockKind::Paragraph(content) => plain_text(content),
                    _ => String::new(),
                })
            } else {
                item.label.trim_end_matches('.').to_owned()
            };
            self.anchors.insert(id.clone(), reference);
        }
    }
}

/// (a), (i), (A), (1) and round again.
fn legal_label(depth: usize, position: usize) -> String {
    match (depth + 3) % 4 {
        0 => format!("({})", letters(position)),
        1 => format!("({})", roman(position).to_lowercase()),
        2 => format!("({})", letters(position).to_uppercase()),
        _ => format!("({position})"),
    }
}

/// a … z, aa, ab …
fn letters(position: usize) -> String {
    let mut rest = position.max(1);
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'a' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.into_iter().rev().collect()
}

/// Roman numerals, for 1 to 3999.
fn roman(number: usize) -> String {
    const STEPS: &[(usize, &str)] = &[
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = number.min(3999);
    let mut numeral = String::new();
    for (value, letters) in STEPS {
        while rest >= *value {
            numeral.push_str(letters);
            rest -= value;
        }
    }
    numeral
}

/// Lower-case words with hyphens.
fn slug(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut slug = String::new();
    for character in text.replace('ß', "ss").nfd().flat_map(char::to_lowercase) {
        if character.is_ascii_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') && !is_mark(character) {
            slug.push('-');
        }
        if slug.len() > 60 {
            break;
        }
    }
    let slug = slug.trim_matches('-').to_owned();
    if slug.starts_with(|c: char| c.is_ascii_digit()) { format!("s-{slug}") } else { slug }
}

fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
        || character == '’'
        || character == '\''
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_count_on() {
        assert_eq!(legal_label(1, 1), "(a)");
        assert_eq!(legal_label(1, 28), "(ab)");
        assert_eq!(legal_label(2, 4), "(iv)");
        assert_eq!(legal_label(3, 2), "(B)");
        assert_eq!(legal_label(4, 2), "(2)");
        assert_eq!(legal_label(5, 1), "(a)");
    }

    #[test]
    fn slugs_are_plain_words() {
        assert_eq!(slug("Your first five minutes"), "your-first-five-minutes");
        assert_eq!(slug("Größe"), "grosse");
        assert_eq!(slug("Customer’s Prüfung — 2"), "customers-prufung-2");
    }
}
