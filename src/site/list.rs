//! Lists, numbered clauses and checklists.

use super::address;
use super::body::Writer;
use crate::document::{Block, BlockKind, Item, List};

impl<'a> Writer<'a, '_> {
    /// A list. Numbers are words of the document, so they are text and not made by the browser.
    pub(super) fn list(&mut self, list: &'a List) {
        let name = if list.ordered { "ol" } else { "ul" };
        let mut class = String::from(match (list.clauses, list.ordered) {
            (true, _) => "clauses",
            (false, true) => "numbered",
            (false, false) if list.items.iter().any(|item| item.checked.is_some()) => "checklist",
            (false, false) => "bullets",
        });
        if list.tight {
            class.push_str(" tight");
        }
        self.html.open(name, &[("class", &class)]);
        self.html.line_end();
        for item in &list.items {
            let before = self.span.replace(item.span);
            self.item(item);
            self.html.line_end();
            self.span = before;
        }
        self.html.close(name);
    }

    fn item(&mut self, item: &'a Item) {
        match &item.id {
            Some(id) => self.html.open("li", &[("id", id)]),
            None => self.html.open("li", &[]),
        }
        if !item.label.is_empty() {
            match &item.id {
                Some(id) => {
                    let target = address::fragment(id);
                    self.element("a", &[("class", "label"), ("href", &target)], &item.label);
                }
                None => self.element("span", &[("class", "label")], &item.label),
            }
            self.html.text(" ");
        }
        match item.checked {
            Some(checked) => self.tick(checked, &item.blocks),
            None => self.item_blocks(&item.blocks),
        }
        self.html.close("li");
    }

    fn item_blocks(&mut self, blocks: &'a [Block]) {
        self.html.open("div", &[]);
        self.blocks(blocks);
        self.html.close("div");
    }

    /// A box to tick and the words it stands for. A script enables it and keeps the tick.
    fn tick(&mut self, checked: bool, blocks: &'a [Block]) {
        self.ticks += 1;
        let name = format!("tick-{}", self.ticks);
        let mut attributes = vec![("type", "checkbox"), ("name", name.as_str()), ("disabled", "")];
        if checked {
            attributes.push(("checked", ""));
        }
        let (first, rest) = match blocks {
            [Block { kind: BlockKind::Paragraph(words), .. }, rest @ ..] => (Some(words), rest),
            rest => (None, rest),
        };
        self.html.open("div", &[]);
        match first {
            Some(words) => {
                self.html.open("label", &[]);
                self.html.open("input", &attributes);
                self.html.open("span", &[]);
                self.inlines(words);
                self.html.close("span");
                self.html.close("label");
            }
            None => {
                attributes.push(("aria-label", "Done"));
                self.html.open("input", &attributes);
            }
        }
        if !rest.is_empty() {
            self.html.line_end();
            self.blocks(rest);
        }
        self.html.close("div");
    }
}
