//! Printed values take the places of their tokens, where the context is known: a value is text in
//! every one of them.

use super::block::{Block, BlockKind, Party};
use super::{Document, Inline, Target};
use crate::merge::Printed;
use crate::merge::token::replace;

/// Replaces every token of a document by its value.
pub(super) fn substitute(document: &mut Document, values: &[Printed]) {
    let values = Values(values);
    values.blocks(&mut document.blocks);
    for footnote in &mut document.footnotes {
        values.blocks(&mut footnote.blocks);
    }
}

struct Values<'a>(&'a [Printed]);

impl Values<'_> {
    fn text(&self, text: &mut String) {
        *text = replace(text, |index| {
            self.0.get(index).map(|printed| printed.text.clone()).unwrap_or_default()
        });
    }

    /// An address: characters of a value that have a meaning in addresses are percent-encoded
    /// unless the address begins with the value.
    fn address(&self, address: &mut String) {
        let mut whole = address.starts_with(crate::merge::token::VALUE_OPEN);
        let mail = address.starts_with("mailto:") || address.starts_with("tel:");
        *address = replace(address, |index| {
            let text = self.0.get(index).map(|p| p.text.as_str()).unwrap_or_default();
            if std::mem::take(&mut whole) {
                text.trim().to_owned()
            } else if mail {
                let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
                encode(&text, b"@+")
            } else {
                encode(text, b"")
            }
        });
    }

    fn blocks(&self, blocks: &mut [Block]) {
        for block in blocks {
            self.block(&mut block.kind);
        }
    }

    fn block(&self, kind: &mut BlockKind) {
        match kind {
            BlockKind::Heading(heading) => self.inlines(&mut heading.content),
            BlockKind::Paragraph(content) => self.inlines(content),
            BlockKind::List(list) => {
                for item in &mut list.items {
                    self.blocks(&mut item.blocks);
                }
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    self.inlines(&mut definition.term);
                    self.blocks(&mut definition.details);
                }
            }
            BlockKind::Table(table) => {
                for cell in table.head.iter_mut().chain(table.rows.iter_mut().flatten()) {
                    self.inlines(cell);
                }
            }
            BlockKind::Code(code) => {
                self.text(&mut code.language);
                self.text(&mut code.text);
                self.text(&mut code.title);
            }
            BlockKind::Quote(blocks) => self.blocks(blocks),
            BlockKind::Callout(callout) => {
                self.text(&mut callout.title);
                self.blocks(&mut callout.blocks);
            }
            BlockKind::Tabs(panes) => {
                for pane in panes {
                    self.text(&mut pane.language);
                    self.text(&mut pane.text);
                    self.text(&mut pane.title);
                }
            }
            BlockKind::Signature(parties) => {
                for Party { name, fields } in parties {
                    self.text(name);
                    for (label, value) in fields {
                        self.text(label);
                        self.text(value);
                    }
                }
            }
            BlockKind::Figure { source, alt, caption } => {
                self.text(source);
                self.text(alt);
                self.text(caption);
            }
            BlockKind::Rule | BlockKind::PageBreak => {}
        }
    }

    fn inlines(&self, content: &mut [Inline]) {
        for inline in content {
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.text(text),
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Strikethrough(content)
                | Inline::Language { content, .. } => self.inlines(content),
                Inline::Link { target, title, content } => {
                    if let Target::Url(url) = target {
                        self.address(url);
                    }
                    self.text(title);
                    self.inlines(content);
                }
                Inline::Image { source, alt, title } => {
                    self.text(source);
                    self.text(alt);
                    self.text(title);
                }
                Inline::Footnote { .. }
                | Inline::Page { .. }
                | Inline::SoftBreak
                | Inline::LineBreak => {}
            }
        }
    }
}

/// Percent-encodes everything but unreserved characters (RFC 3986, 2.3) and those in `kept`.
fn encode(text: &str, kept: &[u8]) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || kept.contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
