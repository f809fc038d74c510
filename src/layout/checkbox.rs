//! Boxes of task lists: painted on the page, or fields to tick that look the same.

use super::flow::Flow;
use super::frame::{CheckBox, Field, FieldKind, FrameItem, PathSegment, Shape, Stroke};
use super::geom::{Color, Point, Pt, Size};
use super::line::Mark;
use super::strip::Placed;
use super::structure::{ElementId, Role};
use crate::document::{Block, BlockKind, Item, plain_text};

/// Side of a box, in points.
pub const SIDE: Pt = 9.0;
/// Width of its frame, in points: half of it stands out on every side.
const FRAME: Pt = 0.8;
/// Width of the tick, in points.
const TICK: Pt = 1.3;
/// Most characters of an item that a field's hint repeats.
const HINT: usize = 100;

impl Flow<'_, '_> {
    /// The element of an item's box: below a number, the box is a part of the label.
    pub fn box_element(&mut self, label: ElementId, checked: bool, numbered: bool) -> ElementId {
        if self.input.document.meta.form_boxes {
            return self.structure.add(label, Role::Form);
        }
        let text = if checked { "☑" } else { "☐" };
        if numbered {
            return self.structure.add_standing_for(label, Role::Span, text);
        }
        if let Some(label) = self.structure.get_mut(label) {
            text.clone_into(&mut label.actual);
        }
        label
    }

    /// The box of an item, whose upper left corner is `at`; the number among all boxes counts from 1.
    pub fn check_box(
        &mut self,
        item: &Item,
        checked: bool,
        at: Point,
        (number, element): (usize, ElementId),
    ) -> Vec<Placed> {
        let color = self.style().colors.muted;
        let mark = Mark::Content(element);
        if !self.input.document.meta.form_boxes {
            let shapes = shapes(checked, color).into_iter();
            return shapes.map(|shape| (at, FrameItem::Shape(shape), mark)).collect();
        }
        // A field shows nothing beyond its edges: it has room for the whole frame.
        let edge = FRAME / 2.0;
        let look = |checked| {
            let shapes = shapes(checked, color).into_iter();
            shapes.map(|shape| (Point::new(edge, edge), shape)).collect()
        };
        let kind = FieldKind::Box(CheckBox { checked, off: look(false), on: look(true) });
        let field = Field { kind, name: name(item, number), tooltip: hint(item, number) };
        let size = Size::new(SIDE + FRAME, SIDE + FRAME);
        let corner = Point::new(at.x - edge, at.y - edge);
        vec![(corner, FrameItem::Field(size, field, element), mark)]
    }
}

/// A box, ticked or not, from its upper left corner.
fn shapes(checked: bool, color: Color) -> Vec<Shape> {
    let stroke = |width| Some(Stroke { color, width, dash: None });
    let frame = Shape::rounded(Size::new(SIDE, SIDE), 1.5, Color::WHITE);
    let mut shapes = vec![Shape { stroke: stroke(FRAME), ..frame }];
    if checked {
        let p = |x: Pt, y: Pt| Point::new(x * SIDE, y * SIDE);
        let path = vec![
            PathSegment::Move(p(0.2, 0.52)),
            PathSegment::Line(p(0.42, 0.74)),
            PathSegment::Line(p(0.82, 0.26)),
        ];
        shapes.push(Shape { path, fill: None, stroke: stroke(TICK), even_odd: false });
    }
    shapes
}

/// The name of a field: by the item's id, which stays when items before it come or go, else by the
/// number of the box. No id makes the name of a number: one has `_` after `task`, the other a digit.
fn name(item: &Item, number: usize) -> String {
    match item.id.as_deref().filter(|id| !id.contains('.')) {
        Some(id) => format!("task_{id}"),
        None => format!("task{number}"),
    }
}

/// The hint of a field: what the item says, cut after a word.
fn hint(item: &Item, number: usize) -> String {
    let said = said(&item.blocks);
    let words: Vec<&str> = said.split_whitespace().collect();
    let mut text = String::new();
    for word in &words {
        // One is left for the mark that says that something was cut.
        if text.chars().count() + 1 + word.chars().count() > HINT - 1 {
            break;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    match (text.is_empty(), words.first()) {
        (false, _) if text.len() == words.join(" ").len() => text,
        (false, _) => text + "…",
        (true, Some(word)) => word.chars().take(HINT - 1).chain(['…']).collect(),
        // A field must not be without a hint.
        (true, None) => format!("☐ {number}"),
    }
}

/// The first words of blocks.
fn said(blocks: &[Block]) -> String {
    let texts = blocks.iter().map(|block| match &block.kind {
        BlockKind::Heading(heading) => plain_text(&heading.content),
        BlockKind::Paragraph(content) => plain_text(content),
        BlockKind::List(list) => list.items.first().map_or(String::new(), |i| said(&i.blocks)),
        BlockKind::Definitions(definitions) => {
            definitions.first().map_or(String::new(), |d| plain_text(&d.term))
        }
        BlockKind::Table(table) => {
            table.head.iter().map(|cell| plain_text(cell)).collect::<Vec<_>>().join(" ")
        }
        BlockKind::Code(code) => format!("{} {}", code.title, code.text),
        BlockKind::Quote(blocks) => said(blocks),
        BlockKind::Callout(callout) => format!("{} {}", callout.title, said(&callout.blocks)),
        BlockKind::Tabs(panes) => panes.first().map_or(String::new(), |pane| pane.text.clone()),
        BlockKind::Signature(parties) => {
            parties.first().map_or(String::new(), |party| party.name.clone())
        }
        BlockKind::Figure { alt, caption, .. } => format!("{alt} {caption}"),
        BlockKind::Rule | BlockKind::PageBreak => String::new(),
    });
    texts.map(|text| text.trim().to_owned()).find(|text| !text.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{SourceId, Span};
    use crate::document::Inline;

    fn item(id: Option<&str>, words: &str) -> Item {
        let kind = BlockKind::Paragraph(vec![Inline::Text(words.to_owned())]);
        let span = Span::new(SourceId(0), 0, 0);
        let blocks = vec![Block { span, kind }];
        let id = id.map(str::to_owned);
        Item { span, label: String::new(), checked: Some(false), id, blocks }
    }

    #[test]
    fn names_come_from_ids_or_numbers_and_never_meet() {
        assert_eq!(name(&item(Some("roof-2"), ""), 7), "task_roof-2");
        assert_eq!(name(&item(None, ""), 7), "task7");
        assert_eq!(name(&item(Some("a.b"), ""), 7), "task7");
    }

    #[test]
    fn hints_end_after_a_word() {
        assert_eq!(hint(&item(None, " Check\n the  roof "), 1), "Check the roof");
        let long = "seventeen letters ".repeat(9);
        let cut = hint(&item(None, &long), 1);
        assert!(cut.ends_with(" seventeen…") && cut.chars().count() == HINT, "{cut}");
        let word = hint(&item(None, &"x".repeat(400)), 1);
        assert_eq!((word.chars().count(), word.ends_with("x…")), (HINT, true));
        assert_eq!(hint(&item(None, " "), 3), "☐ 3");
    }
}
