//! Columns of tables: how wide the cells are, and the widths that make the table shortest.

use super::flow::Flow;
use super::geom::Pt;
use super::inline::Rich;
use super::strip::Area;
use crate::document::{Alignment, Inline, Table, plain_text};

/// Space at the left and right of a cell's text, in points.
const CELL_PADDING: Pt = 6.0;
/// The same where words would be divided otherwise.
const TIGHT_PADDING: Pt = 3.0;
/// Smallest text of a table that is too wide, relative to its normal size.
pub const SMALLEST: f32 = 0.7;

/// Columns of a table as set.
pub struct Columns {
    /// Left edge in points from the text edge.
    pub left: Pt,
    /// Widths in points, padding included.
    pub widths: Vec<Pt>,
    /// How cells are aligned.
    pub alignments: Vec<Alignment>,
    /// Space at the left and right of a cell's text, in points.
    pub padding: Pt,
    /// Size of the text in points.
    pub size: Pt,
    /// Distance of baselines in points.
    pub leading: Pt,
    /// Whether words are divided that should be whole.
    pub divided: bool,
}

/// How wide the cells of a table are, in points.
pub struct Measures {
    /// Of each column, the widest piece that does not break.
    least: Vec<Pt>,
    /// Of each column, the longest line.
    natural: Vec<Pt>,
    /// Of each row, the lines of its cells; the head comes last.
    cells: Vec<Vec<Pt>>,
}

impl Columns {
    /// Right edge in points from the text edge.
    pub fn right(&self) -> Pt {
        self.left + self.widths.iter().sum::<Pt>()
    }
}

impl Flow<'_, '_> {
    /// How wide the cells are.
    pub fn measures(&self, heads: &[Rich], rows: &[Vec<Rich>]) -> Measures {
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
        Measures { least, natural, cells }
    }

    /// Columns in the room of an area: text is made smaller before words are divided.
    pub fn columns(&self, table: &Table, measures: &Measures, area: Area) -> Columns {
        let style = self.style();
        let Measures { least, natural, cells } = measures;
        let count = least.len();
        let available = area.wide - area.left;
        let size = self.size * style.table_scale;
        let needed: Pt = least.iter().sum();
        let room = |padding: Pt| available - 2.0 * padding * count as f32;
        let padding = CELL_PADDING.min(available / count as f32 * 0.12);
        // Whole words before white space.
        let tight = room(padding) < needed * SMALLEST;
        let padding = if tight { padding.min(TIGHT_PADDING) } else { padding };
        let room = room(padding);
        let scale = (room / needed.max(1.0)).clamp(SMALLEST, 1.0);
        let times = |widths: &[Pt]| widths.iter().map(|w| w * scale).collect::<Vec<_>>();
        let (mut least, natural) = (times(least), times(natural));
        let divided = least.iter().sum::<Pt>() > room + 0.01;
        if divided {
            // Even small words do not fit: they are divided anywhere.
            let share = room / count as f32;
            least = least.iter().map(|w| w.min(share)).collect();
        }
        let alignments = alignments(table);
        let widths = distribute(&least, &natural, &alignments, room)
            .unwrap_or_else(|| share(&least, &natural, cells, room));
        Columns {
            left: area.left,
            widths: widths.iter().map(|w| w + 2.0 * padding).collect(),
            alignments,
            padding,
            size: size * scale,
            leading: self.leading * style.table_scale * scale,
            divided,
        }
    }
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
