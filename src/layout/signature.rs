//! Signature blocks: two columns, lines with labels under them, together on one page.

use super::flow::{Area, Flow, Strip, put};
use super::frame::{FrameItem, Shape};
use super::geom::{MM, Point, Pt, Size};
use super::inline::plain;
use super::paragraph::Setting;
use super::style::TextStyle;
use crate::document::{Alignment, Party};

/// Height for the signature itself, in points.
const SIGNATURE: Pt = 14.0 * MM;
/// Height of every other line, in points.
const FIELD: Pt = 10.5 * MM;
/// Space between the columns, in points.
const GUTTER: Pt = 28.0;

impl Flow<'_, '_> {
    /// Lays out a signature block.
    pub fn signature(&mut self, parties: &[Party], area: Area) {
        let style = self.style();
        self.space(style.leading * 1.5);
        // As wide as tables: names of companies are long.
        let left = area.left;
        let width = ((area.wide - left - GUTTER) / 2.0).max(40.0);
        let rows = parties.chunks(2).count();
        for (at, row) in parties.chunks(2).enumerate() {
            self.start_group();
            let mut strip = Strip { keep: at + 1 < rows, ..Strip::default() };
            // The names may take different numbers of lines; what is below them lines up.
            let names: Vec<_> = row.iter().map(|party| self.name(party, width)).collect();
            let head = names.iter().map(Vec::len).max().unwrap_or(1) as f32 * self.leading;
            let rooms = self.rooms(row, width);
            let mut x = left;
            for (party, lines) in row.iter().zip(names) {
                let before = strip.items.len();
                let mut y = 0.0;
                for line in lines {
                    put(&mut strip, line, x, y + (self.leading + 0.7 * self.size) / 2.0);
                    y += self.leading;
                }
                let y = self.fields(&mut strip, party, Point::new(x, head), width, &rooms);
                strip.height = strip.height.max(y);
                strip.cells.push(strip.items.len() - before);
                x += width + GUTTER;
            }
            self.push(strip);
            self.space(style.leading * 1.5);
        }
    }

    fn name(&mut self, party: &Party, width: Pt) -> Vec<super::line::Line> {
        let style = self.style();
        let name = TextStyle::new(style.headings, 600, self.size, style.colors.heading);
        let setting = Setting { width, justify: false, hyphenate: false, align: Alignment::Start };
        self.set(&plain(&party.name, name), &setting).lines
    }

    /// Height above each line, in points: that of the party whose value needs most, so that the
    /// lines of all parties stand side by side.
    fn rooms(&mut self, row: &[Party], width: Pt) -> Vec<Pt> {
        let mut rooms = vec![SIGNATURE];
        for party in row {
            for (at, (_, value)) in party.fields.iter().enumerate() {
                let lines = self.value(value, width).len() as f32;
                let room = FIELD.max(lines * self.leading + 4.0);
                match rooms.get_mut(at + 1) {
                    Some(widest) => *widest = widest.max(room),
                    None => rooms.push(room),
                }
            }
        }
        rooms
    }

    fn value(&mut self, value: &str, width: Pt) -> Vec<super::line::Line> {
        let setting = Setting { width, justify: false, hyphenate: false, align: Alignment::Start };
        self.set(&plain(value, self.text()), &setting).lines
    }

    fn fields(
        &mut self,
        strip: &mut Strip,
        party: &Party,
        place: Point,
        width: Pt,
        rooms: &[Pt],
    ) -> Pt {
        let Point { x, y: top } = place;
        let style = self.style();
        let label_leading = style.small * 1.35;
        let signature = [(String::from("Signature"), String::new())];
        let mut y = top;
        for (at, (label, value)) in signature.iter().chain(&party.fields).enumerate() {
            let setting =
                Setting { width, justify: false, hyphenate: false, align: Alignment::Start };
            let values = self.value(value, width);
            let line = y + rooms.get(at).copied().unwrap_or(FIELD);
            let labels = self.set(&plain(label, self.label(400)), &setting).lines;
            let mut below = line;
            for label in labels {
                put(strip, label, x, below + style.small * 1.15);
                below += label_leading;
            }
            let above = values.len();
            for (nth, value) in values.into_iter().enumerate() {
                let up = (above - 1 - nth) as f32 * self.leading + 3.5;
                put(strip, value, x, line - up);
            }
            let rule = Shape::rect(Size::new(width, 0.5), style.colors.muted);
            strip.back.push((Point::new(x, line), FrameItem::Shape(rule)));
            y = below + 2.0;
        }
        y
    }
}
