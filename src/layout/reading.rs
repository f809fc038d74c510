//! Reading order: which content of which page belongs to each element, and in what order.

use super::frame::{FrameItem, Pages, Tag};
use super::structure::{ElementId, Role};

/// A part of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kid {
    /// Another element.
    Element(ElementId),
    /// Marked content: page index from 0 and its number on the page, counting from 0 every
    /// [`FrameItem::Begin`] of an element.
    Content(usize, u32),
    /// All rectangles on this page that lead where this link leads.
    Link(usize),
    /// The field with this index among the fields of a page.
    Field(usize, usize),
}

/// The parts of every element that is on the pages, by element.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Parts in reading order; empty for an element that nothing on the pages belongs to.
    pub kids: Vec<Vec<Kid>>,
    /// Whether an element is in the tree: something on the pages belongs to it, or it is an empty
    /// cell, label or item of something that is.
    pub kept: Vec<bool>,
}

impl Reading {
    /// Follows the pages.
    pub fn of(pages: &Pages) -> Self {
        let count = pages.structure.elements().len();
        let mut reading = Reading { kids: vec![Vec::new(); count], kept: vec![false; count] };
        reading.visit(pages, ElementId::ROOT);
        for (at, page) in pages.pages.iter().enumerate() {
            let (mut number, mut fields) = (0, 0);
            for (_, item) in &page.items {
                match item {
                    FrameItem::Begin(Tag::Element(id)) => {
                        reading.add(pages, *id, Kid::Content(at, number));
                        number += 1;
                    }
                    FrameItem::Link(_, _, id) => reading.add(pages, *id, Kid::Link(at)),
                    FrameItem::Field(_, _, id) => {
                        reading.add(pages, *id, Kid::Field(at, fields));
                        fields += 1;
                    }
                    _ => {}
                }
            }
        }
        reading.complete(pages);
        reading
    }

    fn add(&mut self, pages: &Pages, id: ElementId, kid: Kid) {
        self.visit(pages, id);
        if let Some(kids) = self.kids.get_mut(id.index())
            && !(matches!(kid, Kid::Link(_)) && kids.contains(&kid))
        {
            kids.push(kid);
        }
    }

    /// Puts an element and those around it into the tree.
    fn visit(&mut self, pages: &Pages, mut id: ElementId) {
        while let Some(kept) = self.kept.get_mut(id.index())
            && !std::mem::replace(kept, true)
            && let Some(element) = pages.structure.get(id)
            && element.parent != id
        {
            // The first content of its first part puts an element in its place among the others.
            if let Some(kids) = self.kids.get_mut(element.parent.index()) {
                kids.push(Kid::Element(id));
            }
            id = element.parent;
        }
    }

    /// Elements without content of their own keep the order in which they were made; footnotes, for
    /// example, come after their paragraph though they stand at the foot of the page.
    fn complete(&mut self, pages: &Pages) {
        // Parents come before their parts.
        for (at, element) in pages.structure.elements().iter().enumerate() {
            if self.kept.get(at) != Some(&true) {
                continue;
            }
            for kid in &element.kids {
                let needed = pages.structure.get(*kid).is_some_and(|kid| {
                    matches!(
                        kid.role,
                        Role::Cell
                            | Role::ColumnHead
                            | Role::RowHead
                            | Role::ItemBody
                            | Role::TableBody
                    )
                });
                if needed && let Some(kept) = self.kept.get_mut(kid.index()) {
                    *kept = true;
                }
            }
            let Some(kids) = self.kids.get_mut(at) else { continue };
            if kids.iter().all(|kid| matches!(kid, Kid::Element(_))) {
                let kept = |id: &&ElementId| self.kept.get(id.index()) == Some(&true);
                *kids = element.kids.iter().filter(kept).map(|id| Kid::Element(*id)).collect();
            }
        }
    }
}
