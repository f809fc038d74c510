//! Lists: labels hang in a column of their own and line up.

use super::checkbox::SIDE;
use super::flow::Flow;
use super::frame::{FrameItem, Shape};
use super::geom::{Color, Point, Pt, Size};
use super::inline::plain;
use super::line::Line;
use super::line::Mark;
use super::strip::{Area, Placed, put};
use super::structure::{ElementId, Numbering, Role};
use super::style::TextStyle;
use crate::document::{Block, BlockKind, Item, List};

/// Elements of an item.
struct Parts {
    /// Of its label.
    label: ElementId,
    /// Of its box.
    tick: Option<ElementId>,
    /// Of what it says.
    body: ElementId,
}

impl Flow<'_, '_> {
    /// Lays out a list.
    pub fn list(&mut self, list: &List, area: Area) {
        let gap = self.paragraph_gap();
        // Clauses stand apart like paragraphs, so that a number is found at a glance.
        let between = if list.tight && !list.clauses { self.list_gap() } else { gap };
        let elements = self.list_elements(list);
        let labels: Vec<Option<Line>> = list
            .items
            .iter()
            .zip(&elements)
            .map(|(item, parts)| self.label_line(item, list, parts.label))
            .collect();
        let mut widest = labels.iter().flatten().map(|l| l.width).fold(0.0, Pt::max);
        if list.items.iter().any(|i| i.checked.is_some() && !i.label.is_empty()) {
            // A box beside a number.
            widest += self.size * 0.55 + SIDE;
        }
        let marks = list.items.iter().any(|i| i.label.is_empty());
        let boxes = list.items.iter().any(|i| i.checked.is_some());
        let room = if widest > 0.0 {
            (widest + self.size * 0.55).max(self.size * 1.9)
        } else if boxes {
            SIDE + 8.0
        } else {
            self.size * 1.5
        };
        let room = if marks && widest > 0.0 { room.max(SIDE + 8.0) } else { room };
        // Numbers of clauses hang at the left of the running text, all others within it.
        let hangs = list.clauses && area.hang > 0.0 && widest + 4.0 <= area.hang;
        let inner = if hangs { Area { hang: 0.0, ..area } } else { area.indent(room) };
        let at = if hangs {
            area.left - area.hang
        } else {
            inner.left - room.min(inner.left - area.left)
        };
        self.space_between();
        let first_gap = if self.headed() { self.asked() } else { gap };
        let items = list.items.iter().zip(labels).zip(elements);
        for (index, ((item, label), parts)) in items.enumerate() {
            if index > 0 {
                self.space(between);
            }
            self.span = Some(item.span);
            self.start_group();
            if let Some(id) = &item.id {
                self.anchor(id);
            }
            let from = self.strips.len();
            self.boxes += usize::from(item.checked.is_some());
            let number = self.boxes;
            if let [Block { kind: BlockKind::Paragraph(_), .. }] = item.blocks.as_slice() {
                // One paragraph is what the item says, not a part of it.
                self.lone = Some(parts.body);
            }
            self.inside(parts.body, |flow| flow.item(item, inner, list.tight));
            if self.strips.len() == from {
                // An item that says nothing still shows its label.
                self.push(super::strip::strip(
                    Line::default(),
                    inner.left,
                    self.size,
                    self.leading,
                ));
            }
            let Some(baseline) = self.strips.get(from).map(|first| first.baseline) else {
                continue;
            };
            let before = match item.checked.zip(parts.tick) {
                Some((checked, tick)) => {
                    let x = if label.is_some() { at + widest - SIDE } else { at };
                    let corner = Point::new(x, baseline - self.size * 0.35 - SIDE / 2.0);
                    self.check_box(item, checked, corner, (number, tick))
                }
                None if label.is_none() => {
                    vec![bullet(at, baseline, self.size, self.style().colors.muted, parts.label)]
                }
                None => Vec::new(),
            };
            if let Some(first) = self.strips.get_mut(from) {
                let gap = if index == 0 { first_gap } else { between };
                if list.tight || index == 0 {
                    first.gap = first.gap.min(gap.max(between));
                }
                let text = std::mem::take(&mut first.items);
                if let Some(label) = label {
                    put(first, label, at, first.baseline);
                }
                first.items.extend(before);
                if let Some(cell) = first.cells.first_mut() {
                    *cell += first.items.len();
                }
                first.items.extend(text);
            }
        }
        self.space(gap);
    }

    /// Space between the items of a list of short items, in points.
    fn list_gap(&self) -> Pt {
        self.leading * self.style().spacing.list
    }

    fn item(&mut self, item: &Item, area: Area, tight: bool) {
        if tight {
            let outer = self.strips.len();
            self.blocks(&item.blocks, area);
            let (tight, paragraph) = (self.list_gap(), self.paragraph_gap());
            for strip in self.strips.iter_mut().skip(outer + 1) {
                if strip.grounds.is_empty() && strip.gap <= paragraph + 0.01 {
                    strip.gap = strip.gap.min(tight);
                }
            }
            self.close_up();
        } else {
            self.blocks(&item.blocks, area);
        }
    }

    /// Elements of a list's labels and of what its items say.
    fn list_elements(&mut self, list: &List) -> Vec<Parts> {
        let first = list.items.first();
        let boxes = list.items.iter().any(|item| item.checked.is_some());
        let numbering = match first {
            Some(first) if !boxes => Numbering::of(&first.label),
            _ => Numbering::None,
        };
        let element = self.element(Role::List(numbering));
        let mut elements = Vec::with_capacity(list.items.len());
        for item in &list.items {
            let one = self.structure.add(element, Role::Item);
            let numbered = !item.label.is_empty();
            let label = match item.checked {
                None if !numbered => self.structure.add_standing_for(one, Role::Label, "•"),
                _ => self.structure.add(one, Role::Label),
            };
            let tick = item.checked.map(|checked| self.box_element(label, checked, numbered));
            elements.push(Parts { label, tick, body: self.structure.add(one, Role::ItemBody) });
        }
        elements
    }

    fn label_line(&mut self, item: &Item, list: &List, element: ElementId) -> Option<Line> {
        if item.label.is_empty() {
            return None;
        }
        self.span = Some(item.span);
        let style = self.style();
        // In a contract people cite (a) as they cite 1.1.
        let cited = list.clauses || style.column > 0.0;
        let color = if cited { self.text().color } else { style.colors.muted };
        let style = TextStyle { tabular: true, color, ..self.text() };
        Some(self.one_line(&plain(&item.label, style, element)))
    }
}

/// A bullet beside the first line of an item.
fn bullet(x: Pt, baseline: Pt, size: Pt, color: Color, element: ElementId) -> Placed {
    let side = size * 0.36;
    let at = Point::new(x + size * 0.32, baseline - size * 0.27 - side / 2.0);
    let dot = Shape::rounded(Size::new(side, side), side / 2.0, color);
    (at, FrameItem::Shape(dot), Mark::Content(element))
}
