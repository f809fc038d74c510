//! Tables: columns as wide as their words ask for, hairlines between rows, heads that repeat.

use super::columns::{Columns, SMALLEST};
use super::flow::Flow;
use super::frame::{FrameItem, Shape};
use super::geom::{Color, Point, Pt, Size};
use super::inline::{Rich, plain};
use super::line::Line;
use super::paragraph::Setting;
use super::strip::{Area, Strip, put};
use super::structure::{ElementId, Role};
use super::style::TextStyle;
use super::words::Words;
use crate::document::{Inline, Table};

/// Space above and below a cell's text, in points.
const ROW_PADDING: Pt = 4.0;
/// Tallest row that is never divided, as a share of the page.
const WHOLE_ROW: f32 = 0.34;

/// How the strips of a row look.
#[derive(Clone, Copy)]
struct Look {
    ground: Option<Color>,
    line: Color,
    weight: Pt,
}

impl Flow<'_, '_> {
    /// Lays out a table.
    pub fn table(&mut self, table: &Table, area: Area) {
        let style = self.style();
        let gap = self.leading * style.spacing.table;
        let size = self.size * style.table_scale;
        let count = table.head.len().max(1);
        let across = self.style().turned().text_width();
        let may_turn = !self.upright() && !self.turned && across > area.wide - area.left;
        let widest = if may_turn { across } else { area.wide - area.left };
        if widest < count as f32 * (size * SMALLEST + 2.0) {
            let message = format!("a table of {count} columns does not fit on the page");
            self.error("PP0603", message, "divide the table, or turn rows into columns");
            return;
        }
        let body = TextStyle { size, tabular: true, ..self.text() };
        let head = TextStyle { weight: 600, color: style.colors.heading, ..body };
        let element = self.element(Role::Table);
        let parts =
            [Role::TableHead, Role::TableBody].map(|part| self.structure.add(element, part));
        let [top, rest] = parts;
        let heads = self.cells(&table.head, head, top, Role::ColumnHead);
        let rows: Vec<Vec<Rich>> =
            table.rows.iter().map(|row| self.cells(row, body, rest, Role::Cell)).collect();
        let measures = self.measures(&heads, &rows);
        let mut columns = self.columns(table, &measures, area);
        let outer = self.turned;
        if may_turn && columns.divided {
            let wide = Area { left: 0.0, right: across, wide: across, hang: 0.0 };
            columns = self.columns(table, &measures, wide);
            let message = format!("a table of {count} columns stands on pages turned to landscape");
            self.warning("PP0608", message, "fewer columns or shorter words keep the page upright");
            self.turn();
        }
        let scale = columns.size / size;
        let shrink = |rich: &Rich| scaled(rich, scale);
        let rule = style.colors.rule;
        self.space(gap);
        let look = Look { ground: Some(style.colors.tint), line: rule, weight: 0.75 };
        let from = self.strips.len();
        self.start_group();
        self.row(&heads.iter().map(shrink).collect::<Vec<_>>(), &columns, look, true, None);
        let head = self.repeated(from, &columns);
        let look = Look { ground: None, line: rule, weight: 0.5 };
        let last = rows.len().saturating_sub(1);
        for (at, row) in rows.iter().enumerate() {
            self.start_group();
            // One row is not left alone on the next page.
            let keep = rows.len() > 2 && at + 1 == last;
            self.row(&row.iter().map(shrink).collect::<Vec<_>>(), &columns, look, keep, Some(head));
        }
        self.keep_small(from);
        self.turned = outer;
        self.space(gap + 2.0);
    }

    /// The cells of a row, which is part of a table's head or body.
    fn cells(
        &mut self,
        cells: &[Vec<Inline>],
        style: TextStyle,
        part: ElementId,
        role: Role,
    ) -> Vec<Rich> {
        let row = self.structure.add(part, Role::Row);
        let mut rich = Vec::with_capacity(cells.len());
        for cell in cells {
            let element = self.structure.add(row, role);
            rich.push(breaks_addresses(self.flatten(cell, style, element)));
        }
        rich
    }

    /// Keeps a small table on one page, and the head of a large one with two rows.
    fn keep_small(&mut self, from: usize) {
        let tall = self.text_height();
        let Some(strips) = self.strips.get_mut(from..) else { return };
        let height: Pt = strips.iter().map(|s| s.height).sum();
        let whole = height <= tall * 0.3;
        let count = strips.len();
        for (at, strip) in strips.iter_mut().enumerate() {
            strip.keep = at + 1 < count && (strip.keep || whole || (at < 2 && count > 3));
        }
    }

    /// Keeps the head just set for the pages the table goes on to.
    fn repeated(&mut self, from: usize, columns: &Columns) -> usize {
        let style = self.style();
        let words = Words::of(&self.input.document.meta.language);
        let line = self.bare_line(&plain(words.continued, self.label(400), self.parent));
        let height = style.small * 1.6;
        let mut note = Strip { height, baseline: style.small, ..Strip::default() };
        let x = columns.right() - columns.padding - line.width;
        put(&mut note, line, x, style.small);
        let mut head = vec![note];
        head.extend(self.strips.iter().skip(from).cloned());
        self.heads.push(head);
        self.heads.len() - 1
    }

    fn row(
        &mut self,
        cells: &[Rich],
        columns: &Columns,
        look: Look,
        keep: bool,
        head: Option<usize>,
    ) {
        let mut set: Vec<(Pt, Vec<Line>)> = Vec::new();
        let mut x = columns.left;
        for ((rich, width), align) in cells.iter().zip(&columns.widths).zip(&columns.alignments) {
            let room = (width - 2.0 * columns.padding).max(1.0);
            let setting = Setting { align: *align, ..Setting::ragged(room) };
            set.push((x + columns.padding, self.set(rich, &setting).lines));
            x += width;
        }
        let count = set.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0).max(1);
        let height = count as f32 * columns.leading + 2.0 * ROW_PADDING;
        if height <= self.text_height() * WHOLE_ROW {
            let mut strip = Strip { height, keep, head, ..Strip::default() };
            strip.baseline = ROW_PADDING + middle(columns);
            for (x, lines) in set {
                let before = strip.items.len();
                let mut y = ROW_PADDING;
                for line in lines {
                    let more = (line.rise + 2.0 - middle(columns)).max(0.0);
                    strip.notes.extend(&line.notes);
                    put(&mut strip, line, x, y + more + middle(columns));
                    y += more + columns.leading;
                }
                strip.cells.push(strip.items.len() - before);
                strip.height = strip.height.max(y + ROW_PADDING);
            }
            paint(&mut strip, columns, look, true);
            self.push(strip);
            return;
        }
        let mut cells: Vec<(Pt, std::vec::IntoIter<Line>)> =
            set.into_iter().map(|(x, lines)| (x, lines.into_iter())).collect();
        for at in 0..count {
            let top = if at == 0 { ROW_PADDING } else { 0.0 };
            let last = at + 1 == count;
            let mut strip = Strip { head, ..Strip::default() };
            let lines: Vec<(Pt, Option<Line>)> =
                cells.iter_mut().map(|(x, lines)| (*x, lines.next())).collect();
            let rise =
                lines.iter().filter_map(|(_, l)| l.as_ref().map(|l| l.rise)).fold(0.0, Pt::max);
            let more = (rise + 2.0 - middle(columns)).max(0.0);
            strip.baseline = top + more + middle(columns);
            strip.height = top + more + columns.leading + if last { ROW_PADDING } else { 0.0 };
            for (x, line) in lines {
                let before = strip.items.len();
                if let Some(line) = line {
                    strip.notes.extend(&line.notes);
                    let y = strip.baseline;
                    put(&mut strip, line, x, y);
                }
                strip.cells.push(strip.items.len() - before);
            }
            strip.keep = if last { keep } else { at == 0 || at + 2 == count };
            paint(&mut strip, columns, look, last);
            self.push(strip);
        }
    }
}

fn middle(columns: &Columns) -> Pt {
    (columns.leading + 0.7 * columns.size) / 2.0
}

fn paint(strip: &mut Strip, columns: &Columns, look: Look, last: bool) {
    let width = columns.right() - columns.left;
    let mut under = Vec::new();
    if let Some(color) = look.ground {
        let ground = Shape::rect(Size::new(width, strip.height), color);
        under.push((Point::new(columns.left, 0.0), FrameItem::Shape(ground)));
    }
    if last {
        let at = Point::new(columns.left, strip.height - look.weight);
        let line = Shape::rect(Size::new(width, look.weight), look.line);
        under.push((at, FrameItem::Shape(line)));
    }
    strip.back.splice(0..0, under);
}

/// Lets an e-mail address end a line before its `@`: it would make its column too wide.
fn breaks_addresses(mut rich: Rich) -> Rich {
    let places: Vec<usize> = rich.text.match_indices('@').map(|(at, _)| at).collect();
    rich.soft_breaks.extend(places);
    rich.soft_breaks.sort_unstable();
    rich
}

fn scaled(rich: &Rich, scale: f32) -> Rich {
    let mut rich = rich.clone();
    for span in &mut rich.spans {
        span.style.size *= scale;
        span.style.rise *= scale;
    }
    rich
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_soft_breaks_are_in_order() {
        let text = String::from("ada@alder.example ab");
        let rich = Rich { soft_breaks: vec![text.len() - 1], text, ..Rich::default() };
        assert_eq!(breaks_addresses(rich).soft_breaks, [3, 19]);
    }
}
