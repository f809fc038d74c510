//! Lists: labels hang in a column of their own and line up.

use super::flow::Flow;
use super::frame::{FrameItem, PathSegment, Shape, Stroke};
use super::geom::{Color, Point, Pt, Size};
use super::inline::plain;
use super::line::Line;
use super::line::Mark;
use super::strip::{Area, Strip, put};
use super::structure::{ElementId, Numbering, Role};
use super::style::TextStyle;
use crate::document::{Block, BlockKind, Item, List};

/// Side of a box to tick, in points.
const BOX: Pt = 9.0;

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
            .map(|(item, (label, _))| self.label_line(item, list, *label))
            .collect();
        let widest = labels.iter().flatten().map(|l| l.width).fold(0.0, Pt::max);
        let marks = list.items.iter().any(|i| i.label.is_empty());
        let boxes = list.items.iter().any(|i| i.checked.is_some());
        let room = if widest > 0.0 {
            (widest + self.size * 0.55).max(self.size * 1.9)
        } else if boxes {
            BOX + 8.0
        } else {
            self.size * 1.5
        };
        let room = if marks && widest > 0.0 { room.max(BOX + 8.0) } else { room };
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
        for (index, ((item, label), (mark_of, body))) in items.enumerate() {
            if index > 0 {
                self.space(between);
            }
            self.span = Some(item.span);
            self.start_group();
            if let Some(id) = &item.id {
                self.anchor(id);
            }
            let from = self.strips.len();
            let wanted = self.strips.len();
            if let [Block { kind: BlockKind::Paragraph(_), .. }] = item.blocks.as_slice() {
                // One paragraph is what the item says, not a part of it.
                self.lone = Some(body);
            }
            self.inside(body, |flow| flow.item(item, inner, list.tight));
            if self.strips.len() == wanted {
                // An item that says nothing still shows its label.
                self.push(super::strip::strip(
                    Line::default(),
                    inner.left,
                    self.size,
                    self.leading,
                ));
            }
            let color = self.style().colors.muted;
            if let Some(first) = self.strips.get_mut(from) {
                let gap = if index == 0 { first_gap } else { between };
                if list.tight || index == 0 {
                    first.gap = first.gap.min(gap.max(between));
                }
                match label {
                    Some(label) => {
                        let text = std::mem::take(&mut first.items);
                        put(first, label, at, first.baseline);
                        first.items.extend(text);
                    }
                    None => mark(first, item.checked, at, self.size, color, mark_of),
                }
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
    fn list_elements(&mut self, list: &List) -> Vec<(ElementId, ElementId)> {
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
            let label = match (item.label.is_empty(), item.checked) {
                (false, _) => self.structure.add(one, Role::Label),
                (true, None) => self.structure.add_standing_for(one, Role::Label, "•"),
                (true, Some(false)) => self.structure.add_standing_for(one, Role::Label, "☐"),
                (true, Some(true)) => self.structure.add_standing_for(one, Role::Label, "☑"),
            };
            elements.push((label, self.structure.add(one, Role::ItemBody)));
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

/// Draws a bullet or a box beside the first line of an item.
fn mark(
    strip: &mut Strip,
    checked: Option<bool>,
    x: Pt,
    size: Pt,
    color: Color,
    element: ElementId,
) {
    let baseline = strip.baseline;
    let mut put = |at: Point, shape: Shape, nth: usize| {
        strip.items.insert(nth, (at, FrameItem::Shape(shape), Mark::Content(element)));
    };
    let stroke = |color, width| Some(Stroke { color, width, dash: None });
    let Some(checked) = checked else {
        let side = size * 0.36;
        let at = Point::new(x + size * 0.32, baseline - size * 0.27 - side / 2.0);
        let dot = Shape::rounded(Size::new(side, side), side / 2.0, color);
        put(at, dot, 0);
        return;
    };
    let at = Point::new(x, baseline - size * 0.35 - BOX / 2.0);
    let frame = Shape::rounded(Size::new(BOX, BOX), 1.5, Color::WHITE);
    let frame = Shape { stroke: stroke(color, 0.8), ..frame };
    put(at, frame, 0);
    if checked {
        let p = |x: Pt, y: Pt| Point::new(x * BOX, y * BOX);
        let path = vec![
            PathSegment::Move(p(0.2, 0.52)),
            PathSegment::Line(p(0.42, 0.74)),
            PathSegment::Line(p(0.82, 0.26)),
        ];
        let tick = Shape { path, fill: None, stroke: stroke(color, 1.3), even_odd: false };
        put(at, tick, 1);
    }
}
