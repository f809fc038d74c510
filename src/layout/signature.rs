//! Signature blocks: two columns, lines with labels under them and fields over them, together on one
//! page.

use super::field::{self, Asked, Place};
use super::flow::Flow;
use super::frame::{FieldKind, FrameItem, Shape};
use super::geom::{Color, MM, Point, Pt, Size};
use super::inline::plain;
use super::line::{Line, Mark};
use super::paragraph::Setting;
use super::strip::{Area, Strip, put};
use super::structure::{ElementId, Role};
use super::style::TextStyle;
use crate::document::Party;

/// Height for the signature itself, in points.
const SIGNATURE: Pt = 14.0 * MM;
/// Height of every other line, in points.
const FIELD: Pt = 10.5 * MM;
/// Space between the columns, in points.
const GUTTER: Pt = 28.0;
/// Greatest height of a field for a line of text, in points.
const TALLEST: Pt = 20.0;
/// Size of a tag for a signing service, in points.
const TAG: Pt = 4.0;

/// The column of one party.
struct Column<'a> {
    party: &'a Party,
    /// Element of the party.
    element: ElementId,
    /// Left edge and width, in points.
    x: Pt,
    width: Pt,
    /// Block and signer, from 1.
    block: usize,
    signer: usize,
}

impl Flow<'_, '_> {
    /// Lays out a signature block.
    pub fn signature(&mut self, parties: &[Party], area: Area) {
        let style = self.style();
        self.space(style.leading * 1.5);
        self.signatures += 1;
        let group = self.element(Role::Div);
        // As wide as tables: names of companies are long.
        let left = area.left;
        let width = ((area.wide - left - GUTTER) / 2.0).max(40.0);
        let columns: Vec<Column<'_>> = parties
            .iter()
            .enumerate()
            .map(|(at, party)| Column {
                party,
                element: self.structure.add(group, Role::Div),
                x: if at % 2 == 0 { left } else { left + width + GUTTER },
                width,
                block: self.signatures,
                signer: at + 1,
            })
            .collect();
        let rows = columns.chunks(2).count();
        for (at, row) in columns.chunks(2).enumerate() {
            self.start_group();
            let mut strip = Strip { keep: at + 1 < rows, ..Strip::default() };
            // The names may take different numbers of lines; what is below them lines up.
            let names: Vec<_> = row.iter().map(|column| self.name(column)).collect();
            let head = names.iter().map(Vec::len).max().unwrap_or(1) as f32 * self.leading;
            let rooms = self.rooms(row);
            for (column, lines) in row.iter().zip(names) {
                let before = strip.items.len();
                let mut y = 0.0;
                for line in lines {
                    put(&mut strip, line, column.x, y + (self.leading + 0.7 * self.size) / 2.0);
                    y += self.leading;
                }
                let y = self.fields(&mut strip, column, head, &rooms);
                strip.height = strip.height.max(y);
                strip.cells.push(strip.items.len() - before);
            }
            self.push(strip);
            self.space(style.leading * 1.5);
        }
    }

    fn name(&mut self, column: &Column<'_>) -> Vec<Line> {
        let style = self.style();
        let name = TextStyle::new(style.headings, 600, self.size, style.colors.heading);
        let element = self.structure.add(column.element, Role::Paragraph);
        self.column_lines(&column.party.name, name, column.width, element)
    }

    fn column_lines(
        &mut self,
        text: &str,
        style: TextStyle,
        width: Pt,
        element: ElementId,
    ) -> Vec<Line> {
        self.set(&plain(text, style, element), &Setting::ragged(width)).lines
    }

    /// Height above each line, in points: that of the party whose value needs most, so that the
    /// lines of all parties stand side by side.
    fn rooms(&mut self, row: &[Column<'_>]) -> Vec<Pt> {
        let mut rooms = vec![SIGNATURE];
        for column in row {
            for (at, (_, value)) in column.party.fields.iter().enumerate() {
                let value = self.column_lines(value, self.text(), column.width, column.element);
                let room = FIELD.max(value.len() as f32 * self.leading + 4.0);
                match rooms.get_mut(at + 1) {
                    Some(widest) => *widest = widest.max(room),
                    None => rooms.push(room),
                }
            }
        }
        rooms
    }

    /// Adds the lines of a party below `top`; returns where they end, in points.
    fn fields(&mut self, strip: &mut Strip, column: &Column<'_>, top: Pt, rooms: &[Pt]) -> Pt {
        let style = self.style();
        let Column { party, element, x, width, block, signer } = *column;
        let label_leading = style.small * 1.35;
        let signature = [(String::from("Signature"), String::new())];
        let mut y = top;
        for (at, (label, value)) in signature.iter().chain(&party.fields).enumerate() {
            let room = rooms.get(at).copied().unwrap_or(FIELD);
            let line = y + room;
            let paragraph = self.structure.add(element, Role::Paragraph);
            let labels = self.column_lines(label, self.label(400), width, paragraph);
            let mut below = line;
            for label in labels {
                put(strip, label, x, below + style.small * 1.15);
                below += label_leading;
            }
            let rule = Shape::rect(Size::new(width, 0.5), style.colors.muted);
            strip.back.push((Point::new(x, line), FrameItem::Shape(rule)));
            if value.is_empty() {
                let asked = if at == 0 { Asked::Signature } else { Asked::of(label) };
                let place = Place { block, signer, line: at };
                let over = Point::new(x, line);
                self.field(strip, over, column, (asked, place, label), room);
            } else {
                let paragraph = self.structure.add(element, Role::Paragraph);
                let values = self.column_lines(value, self.text(), width, paragraph);
                let above = values.len();
                for (nth, value) in values.into_iter().enumerate() {
                    let up = (above - 1 - nth) as f32 * self.leading + 3.5;
                    put(strip, value, x, line - up);
                }
            }
            y = below + 2.0;
        }
        y
    }

    /// Adds the field that stands on a line, whose left end is `at`.
    fn field(
        &mut self,
        strip: &mut Strip,
        at: Point,
        column: &Column<'_>,
        (asked, place, label): (Asked, Place, &str),
        room: Pt,
    ) {
        let esign = self.input.cover.esign;
        let field = field::field(esign, asked, place, &column.party.name, label);
        let tallest = if field.kind == FieldKind::Signature { room - 4.0 } else { TALLEST };
        let size = Size::new(column.width, tallest.min(room - 4.0).max(8.0));
        let form = self.structure.add(column.element, Role::Form);
        let corner = Point::new(at.x, at.y - size.height - 0.5);
        strip.items.push((corner, FrameItem::Field(size, field, form), Mark::Content(form)));
        if let Some(tag) = field::tag(esign, asked, place, label) {
            // Unseen and unread: only the service looks for it.
            let style = TextStyle::new(self.style().interface, 400, TAG, Color::WHITE);
            let style = TextStyle { code: true, ..style };
            let line = self.bare_line(&plain(&tag, style, form));
            super::strip::put_artifact(strip, line, at.x, at.y - 3.0);
        }
    }
}
