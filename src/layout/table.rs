//! Tables: columns as wide as their words ask for, hairlines between rows, heads that repeat.

use super::flow::Flow;
use super::frame::{FrameItem, Shape};
use super::geom::{Color, Point, Pt, Size};
use super::inline::{Rich, plain};
use super::line::Line;
use super::paragraph::Setting;
use super::strip::{Area, Strip, put};
use super::structure::{ElementId, Role};
use super::style::TextStyle;
use crate::document::{Alignment, Inline, Table, plain_text};

/// Space above and below a cell's text, in points.
const ROW_PADDING: Pt = 4.0;
/// Space at the left and right of a cell's text, in points.
const CELL_PADDING: Pt = 6.0;
/// Smallest text of a table that is too wide, relative to its normal size.
const SMALLEST: f32 = 0.7;
/// Tallest row that is never divided, as a share of the page.
const WHOLE_ROW: f32 = 0.34;

/// Columns of a table as set.
struct Columns {
    left: Pt,
    widths: Vec<Pt>,
    alignments: Vec<Alignment>,
    padding: Pt,
    size: Pt,
    leading: Pt,
}

impl Columns {
    fn right(&self) -> Pt {
        self.left + self.widths.iter().sum::<Pt>()
    }
}

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
        if area.wide - area.left < count as f32 * (size * SMALLEST + 2.0) {
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
        let columns = self.columns(table, &heads, &rows, area);
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
        let Some(strips) = self.strips.get_mut(from..) else { return };
        let height: Pt = strips.iter().map(|s| s.height).sum();
        let whole = height <= self.input.style.text_height() * 0.3;
        let count = strips.len();
        for (at, strip) in strips.iter_mut().enumerate() {
            strip.keep = at + 1 < count && (strip.keep || whole || (at < 2 && count > 3));
        }
    }

    /// Keeps the head just set for the pages the table goes on to.
    fn repeated(&mut self, from: usize, columns: &Columns) -> usize {
        let style = self.style();
        let line = self.bare_line(&plain("continued", self.label(400), self.parent));
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
        if height <= self.style().text_height() * WHOLE_ROW {
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

    fn columns(
        &mut self,
        table: &Table,
        heads: &[Rich],
        rows: &[Vec<Rich>],
        area: Area,
    ) -> Columns {
        let style = self.style();
        let count = heads.len().max(1);
        let (mut least, mut natural) = (vec![0.0_f32; count], vec![0.0_f32; count]);
        let mut cells: Vec<Vec<Pt>> = Vec::with_capacity(rows.len() + 1);
        for row in rows.iter().map(Vec::as_slice).chain([heads]) {
            let mut lines = Vec::with_capacity(count);
            for ((cell, least), natural) in row.iter().zip(&mut least).zip(&mut natural) {
                let (word, line) = self.setter.widths(cell);
                *least = least.max(word);
                *natural = natural.max(line);
                lines.push(line);
            }
            cells.push(lines);
        }
        let available = area.wide - area.left;
        let size = self.size * style.table_scale;
        let padding = CELL_PADDING.min(available / count as f32 * 0.12);
        let room = available - 2.0 * padding * count as f32;
        let needed: Pt = least.iter().sum();
        let scale = (room / needed.max(1.0)).clamp(SMALLEST, 1.0);
        let times = |widths: &[Pt]| widths.iter().map(|w| w * scale).collect::<Vec<_>>();
        let (mut least, natural) = (times(&least), times(&natural));
        if least.iter().sum::<Pt>() > room {
            // Even small words do not fit: they are divided anywhere.
            let share = room / count as f32;
            least = least.iter().map(|w| w.min(share)).collect();
        }
        let alignments = alignments(table);
        let widths = distribute(&least, &natural, &alignments, room)
            .unwrap_or_else(|| share(&least, &natural, &cells, room));
        Columns {
            left: area.left,
            widths: widths.iter().map(|w| w + 2.0 * padding).collect(),
            alignments,
            padding,
            size: size * scale,
            leading: self.leading * style.table_scale * scale,
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

/// Rows that are looked at to find the widths of columns: the fullest ones.
const SAMPLE: usize = 60;
/// Widest column that is set on one line whatever else is in the table, as a share of the room.
const SHORT: f32 = 0.17;
/// Steps in which spare room is given out.
const STEPS: usize = 80;

/// Gives each column its natural width if all fit; room that nobody needs goes to the columns of
/// text in proportion, so that numbers stand at the right edge.
fn distribute(least: &[Pt], natural: &[Pt], alignments: &[Alignment], room: Pt) -> Option<Vec<Pt>> {
    let total: Pt = natural.iter().sum();
    if total > room {
        return None;
    }
    let text = |a: &Alignment| *a == Alignment::Start;
    let grows = |a: &Alignment| text(a) || !alignments.iter().any(text);
    let growing: Pt =
        natural.iter().zip(alignments).filter(|(_, a)| grows(a)).map(|(w, _)| *w).sum();
    let more = (room - total) / growing.max(1.0);
    let widen = |(w, a): (&Pt, &Alignment)| if grows(a) { w * (1.0 + more) } else { *w };
    let widths: Vec<Pt> = natural.iter().zip(alignments).map(widen).collect();
    Some(widths.iter().zip(least).map(|(w, l)| w.max(*l)).collect())
}

/// Columns that do not all fit: each starts as wide as its longest word, and the room left goes,
/// step by step, to the column whose widening makes the table shortest.
fn share(least: &[Pt], natural: &[Pt], rows: &[Vec<Pt>], room: Pt) -> Vec<Pt> {
    let mut widths: Vec<Pt> = least.iter().map(|w| w.max(1.0)).collect();
    let mut spare = room - widths.iter().sum::<Pt>();
    // Dates, periods and short words are not broken for the sake of long texts beside them.
    for (width, natural) in widths.iter_mut().zip(natural) {
        let more = natural - *width;
        if *natural <= room * SHORT && more <= spare * 0.5 {
            *width += more.max(0.0);
            spare -= more.max(0.0);
        }
    }
    if spare <= 0.0 {
        return widths;
    }
    let mut sample: Vec<&Vec<Pt>> = rows.iter().collect();
    sample.sort_by(|a, b| b.iter().sum::<Pt>().total_cmp(&a.iter().sum::<Pt>()));
    sample.truncate(SAMPLE);
    let step = spare / STEPS as f32;
    // How many lines the rows take, in fractions: the tallest cell counts, the others a little, so
    // that two tall columns of one row are both widened.
    let height = |widths: &[Pt]| -> Pt {
        sample
            .iter()
            .map(|row| {
                let lines = row.iter().zip(widths).map(|(cell, width)| (cell / width).max(1.0));
                lines.clone().fold(0.0, Pt::max) + 0.15 * lines.sum::<Pt>()
            })
            .sum()
    };
    for _ in 0..STEPS {
        let mut best: Option<(usize, Pt)> = None;
        for at in 0..widths.len() {
            let (Some(own), Some(wide)) = (widths.get(at).copied(), natural.get(at)) else {
                continue;
            };
            if own >= *wide {
                continue;
            }
            if let Some(width) = widths.get_mut(at) {
                *width = own + step;
            }
            let tall = height(&widths);
            if best.is_none_or(|(_, least)| tall < least) {
                best = Some((at, tall));
            }
            if let Some(width) = widths.get_mut(at) {
                *width = own;
            }
        }
        let Some(width) = best.and_then(|(at, _)| widths.get_mut(at)) else { break };
        *width += step;
    }
    widths
}

/// Lets an e-mail address end a line before its `@`: it would make its column too wide.
fn breaks_addresses(mut rich: Rich) -> Rich {
    let places: Vec<usize> = rich.text.match_indices('@').map(|(at, _)| at).collect();
    rich.soft_breaks.extend(places);
    rich
}

/// The author's alignments; a column of nothing but numbers is set at the right.
fn alignments(table: &Table) -> Vec<Alignment> {
    let mut numbers = vec![!table.rows.is_empty(); table.head.len()];
    for row in &table.rows {
        for (cell, number) in row.iter().zip(&mut numbers) {
            *number = *number && is_number(cell);
        }
    }
    let alignment = |(at, number): (usize, bool)| match table.alignments.get(at) {
        Some(Alignment::Start) | None if number => Alignment::End,
        Some(alignment) => *alignment,
        None => Alignment::Start,
    };
    numbers.into_iter().enumerate().map(alignment).collect()
}

fn is_number(cell: &[Inline]) -> bool {
    let text = plain_text(cell);
    // A telephone number is not a quantity.
    if text.starts_with('+') && text.chars().filter(char::is_ascii_digit).count() > 6 {
        return false;
    }
    let text = text.trim().trim_start_matches(['-', '−', '+', '€', '$', '£', '≤', '≥', '<', '>']);
    let rest = text.trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}' | '\'')
    });
    text.starts_with(|c: char| c.is_ascii_digit() || c == ' ')
        && matches!(rest, "" | "%" | "€" | "ms" | "s")
}

fn scaled(rich: &Rich, scale: f32) -> Rich {
    let mut rich = rich.clone();
    for span in &mut rich.spans {
        span.style.size *= scale;
        span.style.rise *= scale;
    }
    rich
}
