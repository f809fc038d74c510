//! The search index: the words of every section, as a script that fills one variable.

use super::address;
use super::pack::Pack;
use crate::document::{Block, BlockKind, Document, Inline, heading_label, plain_text};

/// A script, because `file://` pages may load scripts and nothing else.
///
/// `packSearch` is a list of sections: address, document, heading, words.
pub(super) fn index(pack: &Pack<'_>) -> String {
    let mut sections: Vec<[String; 4]> = Vec::new();
    for entry in pack.documents.iter().filter(|entry| entry.page) {
        let document = entry.document;
        let mut collector = Collector::new(document);
        collector.blocks(&document.blocks);
        collector.finish();
        for footnote in &document.footnotes {
            collector.blocks(&footnote.blocks);
        }
        collector.finish();
        sections.append(&mut collector.sections);
    }
    let json = serde_json::to_string(&sections).unwrap_or_else(|_| String::from("[]"));
    // Harmless wherever the script is read: no tag can start, no line can end.
    let json =
        json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    format!("var packSearch={json};\n")
}

struct Collector<'a> {
    document: &'a Document,
    sections: Vec<[String; 4]>,
    address: String,
    heading: String,
    words: String,
}

impl<'a> Collector<'a> {
    fn new(document: &'a Document) -> Self {
        Collector {
            document,
            sections: Vec::new(),
            address: address::path(&address::page(&document.id)),
            heading: String::new(),
            words: document.meta.summary.clone(),
        }
    }

    fn finish(&mut self) {
        let words = std::mem::take(&mut self.words);
        if words.trim().is_empty() && self.heading.is_empty() {
            return;
        }
        self.sections.push([
            self.address.clone(),
            self.document.meta.title.clone(),
            std::mem::take(&mut self.heading),
            words.split_whitespace().collect::<Vec<_>>().join(" "),
        ]);
    }

    fn add(&mut self, words: &str) {
        self.words.push(' ');
        self.words.push_str(words);
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        self.add(&plain_text(inlines));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading(heading) => {
                self.finish();
                self.address = address::path(&address::page(&self.document.id))
                    + &address::fragment(&heading.id);
                self.heading = heading_label(&heading.number, &plain_text(&heading.content));
            }
            BlockKind::Paragraph(content) => self.inlines(content),
            BlockKind::List(list) => {
                for item in &list.items {
                    self.add(&item.label);
                    self.blocks(&item.blocks);
                }
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    self.inlines(&definition.term);
                    self.blocks(&definition.details);
                }
            }
            BlockKind::Table(table) => {
                for cell in table.head.iter().chain(table.rows.iter().flatten()) {
                    self.inlines(cell);
                }
            }
            BlockKind::Code(code) => self.add(&code.text),
            BlockKind::Tabs(panes) => {
                // The panes say the same thing; the first is enough to find it.
                if let Some(code) = panes.first() {
                    self.add(&code.text);
                }
            }
            BlockKind::Quote(blocks) => self.blocks(blocks),
            BlockKind::Callout(callout) => {
                self.add(&callout.title);
                self.blocks(&callout.blocks);
            }
            BlockKind::Signature(parties) => {
                for party in parties {
                    self.add(&party.name);
                }
            }
            BlockKind::Figure { alt, caption, .. } => {
                self.add(alt);
                self.add(caption);
            }
            BlockKind::Rule | BlockKind::PageBreak => {}
        }
    }
}
