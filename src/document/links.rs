//! Where links lead: every target exists, every scheme is safe, `[§](#id)` prints the number,
//! `[§p](#id)` that of the page too.

use super::block::{Block, BlockKind, Footnote};
use super::{Document, Inline, Target, plain_text};
use crate::diag::{Diagnostic, Sink, Span, suggest};
use std::collections::BTreeMap;

/// Stands for the number of the target until the numbers are known. No file and no value holds
/// this character, so that a value that reads `§` stays one.
pub(super) const REFERENCE: &str = "\u{E00F}";
/// The same for the number of the target and that of its page.
pub(super) const PAGE_REFERENCE: &str = "\u{E00F}p";

/// Classifies and checks every link of a document.
pub(super) fn resolve(document: &mut Document, documents: &[&str], sink: &mut Sink) {
    let mut anchors = std::mem::take(&mut document.anchors);
    if document.headings.iter().any(|heading| heading.text.contains(REFERENCE)) {
        // What refers to a heading without a number prints its words, and those may hold a number.
        let blocks = (document.blocks.clone(), document.footnotes.clone());
        let printed = all(blocks, &anchors, documents, &mut Sink::new()).2;
        for (id, text) in printed {
            if let Some(words) = anchors.get_mut(&id).filter(|words| words.contains(REFERENCE)) {
                // Headings that refer to each other in a ring print no number there.
                *words = text.replace(PAGE_REFERENCE, "").replace(REFERENCE, "");
            }
        }
    }
    let blocks = (std::mem::take(&mut document.blocks), std::mem::take(&mut document.footnotes));
    let (blocks, footnotes, mut printed) = all(blocks, &anchors, documents, sink);
    for heading in &mut document.headings {
        if let Some(text) = printed.remove(&heading.id) {
            heading.text = text;
        }
    }
    (document.blocks, document.footnotes, document.anchors) = (blocks, footnotes, anchors);
}

/// Resolves the links of blocks and footnotes; with the words of the headings that print numbers, by
/// anchor.
fn all(
    (mut blocks, mut footnotes): (Vec<Block>, Vec<Footnote>),
    anchors: &BTreeMap<String, String>,
    documents: &[&str],
    sink: &mut Sink,
) -> (Vec<Block>, Vec<Footnote>, BTreeMap<String, String>) {
    let notes = footnotes.len();
    let mut links = Links { anchors, documents, notes, sink, printed: BTreeMap::new() };
    links.blocks(&mut blocks);
    for footnote in &mut footnotes {
        links.blocks(&mut footnote.blocks);
    }
    (blocks, footnotes, links.printed)
}

struct Links<'a> {
    anchors: &'a BTreeMap<String, String>,
    documents: &'a [&'a str],
    notes: usize,
    sink: &'a mut Sink,
    /// Words of the headings that print numbers, by anchor.
    printed: BTreeMap<String, String>,
}

impl Links<'_> {
    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            let span = block.span;
            match &mut block.kind {
                BlockKind::Heading(heading) => {
                    let refers = plain_text(&heading.content).contains(REFERENCE);
                    self.inlines(&mut heading.content, span);
                    if refers {
                        let text = plain_text(&heading.content);
                        self.printed.insert(heading.id.clone(), text);
                    }
                }
                BlockKind::Paragraph(content) => self.inlines(content, span),
                BlockKind::List(list) => {
                    for item in &mut list.items {
                        self.blocks(&mut item.blocks);
                    }
                }
                BlockKind::Definitions(definitions) => {
                    for definition in definitions {
                        self.inlines(&mut definition.term, span);
                        self.blocks(&mut definition.details);
                    }
                }
                BlockKind::Table(table) => {
                    for cell in table.head.iter_mut().chain(table.rows.iter_mut().flatten()) {
                        self.inlines(cell, span);
                    }
                }
                BlockKind::Quote(blocks) => self.blocks(blocks),
                BlockKind::Callout(callout) => self.blocks(&mut callout.blocks),
                _ => {}
            }
        }
    }

    fn inlines(&mut self, content: &mut [Inline], span: Span) {
        for inline in content {
            match inline {
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Strikethrough(content)
                | Inline::Language { content, .. } => self.inlines(content, span),
                Inline::Link { target, content, .. } => {
                    if let Target::Url(url) = target {
                        *target = self.classify(url, span);
                    }
                    match content.as_slice() {
                        [Inline::Text(text)] if text == REFERENCE => {
                            *content = vec![Inline::Text(self.reference(target, "[§]", span))];
                        }
                        [Inline::Text(text)] if text == PAGE_REFERENCE => {
                            *content = vec![Inline::Text(self.reference(target, "[§p]", span))];
                            if let Target::Anchor(id) = target {
                                content.push(Inline::Page { anchor: id.clone() });
                            }
                        }
                        _ => {}
                    }
                    self.inlines(content, span);
                }
                Inline::Footnote { index, .. } if *index >= self.notes => {
                    self.sink.report(
                        Diagnostic::error("PP0306", "a footnote mark without its footnote")
                            .at(span, "")
                            .hint("write the footnote as [^name]: text on a line of its own"),
                    );
                }
                _ => {}
            }
        }
    }

    /// What a cross-reference prints.
    fn reference(&mut self, target: &Target, written: &str, span: Span) -> String {
        match target {
            Target::Anchor(id) => self.anchors.get(id).cloned().unwrap_or_default(),
            _ => {
                self.sink.report(
                    Diagnostic::error(
                        "PP0310",
                        format!("`{written}` prints numbers of the same document only"),
                    )
                    .at(span, "")
                    .on("", written)
                    .hint("write the words of the link in place of §"),
                );
                String::new()
            }
        }
    }

    fn classify(&mut self, url: &str, span: Span) -> Target {
        if let Some(id) = url.strip_prefix('#') {
            if !self.anchors.contains_key(id) {
                let diagnostic = Diagnostic::error(
                    "PP0310",
                    format!("nothing in this document has the id `{id}`"),
                )
                .at(span, "")
                .on("](", url);
                let near = suggest::nearest(id, self.anchors.keys().map(String::as_str));
                self.sink.report(match near {
                    Some(near) => diagnostic.hint(format!("did you mean `#{near}`?")),
                    None => diagnostic.hint(format!(
                        "write {{#{id}}} after the heading or the item that it should lead to"
                    )),
                });
            }
            return Target::Anchor(id.to_owned());
        }
        let lower = url.to_ascii_lowercase();
        if ["https://", "http://", "mailto:", "tel:"].iter().any(|s| lower.starts_with(s)) {
            if url::Url::parse(url).is_err() {
                self.sink.report(
                    Diagnostic::error("PP0311", format!("`{url}` is not an address"))
                        .at(span, "")
                        .on("](", url)
                        .hint("write it as a browser shows it: https://host/path, without spaces"),
                );
            }
            return Target::Url(url.to_owned());
        }
        if let Some((local, host)) = url.split_once('@')
            && !local.is_empty()
            && host.contains('.')
            && !url.contains(['/', ':', ' '])
        {
            return Target::Url(format!("mailto:{url}"));
        }
        let (path, anchor) = url.split_once('#').map_or((url, None), |(p, a)| (p, Some(a)));
        if let Some(document) = path.strip_suffix(".md")
            && !document.is_empty()
            && !document.contains(':')
        {
            if !self.documents.contains(&document) {
                let mut diagnostic = Diagnostic::error(
                    "PP0310",
                    format!("the pack has no document `{document}` to link to"),
                )
                .at(span, "")
                .on("](", path);
                diagnostic = match suggest::nearest(document, self.documents.iter().copied()) {
                    Some(near) => diagnostic.hint(format!("did you mean `{near}.md`?")),
                    None => diagnostic
                        .hint(format!("documents of this pack: {}", self.documents.join(", "))),
                };
                self.sink.report(diagnostic);
            }
            return Target::Document {
                document: document.to_owned(),
                anchor: anchor.filter(|anchor| !anchor.is_empty()).map(str::to_owned),
            };
        }
        self.sink.report(
            Diagnostic::error(
                "PP0311",
                match url {
                    "" => String::from("a link that leads nowhere"),
                    _ => format!("`{}` cannot be linked to", url.escape_debug()),
                },
            )
            .at(span, "")
            .on("](", url)
            .hint("links lead to https, http, mailto or tel addresses, to #id, or to name.md#id"),
        );
        Target::Url(String::new())
    }
}
