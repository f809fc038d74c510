//! Blocks that have no file of their own.

use super::address;
use super::body::Writer;
use crate::document::{Block, BlockKind, Callout, Definition, Heading, heading_prefix};

impl<'a> Writer<'a, '_> {
    /// Blocks, one after the other.
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            let before = self.span.replace(block.span);
            self.block(block);
            self.html.line_end();
            self.span = before;
        }
    }

    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Heading(heading) => self.heading(heading),
            BlockKind::Paragraph(content) => {
                self.html.open("p", &[]);
                self.inlines(content);
                self.html.close("p");
            }
            BlockKind::List(list) => self.list(list),
            BlockKind::Definitions(definitions) => self.definitions(definitions),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Code(code) => self.code(code),
            BlockKind::Quote(blocks) => {
                self.html.open("blockquote", &[]);
                self.html.line_end();
                self.blocks(blocks);
                self.html.close("blockquote");
            }
            BlockKind::Callout(callout) => self.callout(callout),
            BlockKind::Tabs(panes) => self.tabs(panes),
            BlockKind::Signature(parties) => self.signature(parties),
            BlockKind::Figure { source, alt, caption } => {
                self.html.open("figure", &[("class", "picture")]);
                self.image(source, alt, "", "block");
                if !caption.is_empty() {
                    self.element("figcaption", &[], caption);
                }
                self.html.close("figure");
            }
            BlockKind::Rule => self.html.open("hr", &[]),
            BlockKind::PageBreak => self.html.element("div", &[("class", "page-break")], ""),
        }
    }

    /// A heading and, beside it, a link to itself that holds no words.
    fn heading(&mut self, heading: &Heading) {
        let name = match heading.level {
            ..=2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            6.. => "h6",
        };
        let class = if heading.annex { "heading annex" } else { "heading" };
        self.html.open("div", &[("class", class)]);
        self.html.open(name, &[("id", &heading.id)]);
        let prefix = heading_prefix(&heading.number);
        if !prefix.is_empty() {
            self.element("span", &[("class", "number")], &prefix);
        }
        self.inlines(&heading.content);
        self.html.close(name);
        let label = format!("Link to {prefix}{}", crate::document::plain_text(&heading.content));
        let target = address::fragment(&heading.id);
        let attributes = [("class", "anchor"), ("href", &*target), ("aria-label", &*label)];
        self.html.element("a", &attributes, "");
        self.html.close("div");
    }

    fn definitions(&mut self, definitions: &'a [Definition]) {
        self.html.open("dl", &[("class", "definitions")]);
        for definition in definitions {
            self.html.line_end();
            self.html.open("div", &[]);
            self.html.open("dt", &[]);
            self.inlines(&definition.term);
            self.html.close("dt");
            self.html.line_end();
            self.html.open("dd", &[]);
            self.blocks(&definition.details);
            self.html.close("dd");
            self.html.close("div");
        }
        self.html.close("dl");
    }

    fn callout(&mut self, callout: &'a Callout) {
        let class = format!("callout {}", callout.kind.name());
        self.html.open("div", &[("class", &class), ("role", "note")]);
        self.element("p", &[("class", "callout-title")], &callout.title);
        self.html.line_end();
        self.blocks(&callout.blocks);
        self.html.close("div");
    }
}
