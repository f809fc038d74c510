//! Aligned columns.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Spaces between two columns.
const GAP: usize = 2;
/// Columns of the terminal that the flexible column keeps at least.
const LEAST: usize = 20;

/// Lines of cells; all lines have as many.
#[derive(Default)]
pub struct Table {
    lines: Vec<Line>,
}

struct Line {
    cells: Vec<String>,
    /// Byte of the flexible cell that must be seen.
    focus: usize,
}

impl Table {
    /// Adds a line.
    pub fn line(&mut self, cells: impl IntoIterator<Item = String>) {
        self.focused(cells, 0);
    }

    /// Adds a line in whose flexible cell the byte `focus` must be seen.
    pub fn focused(&mut self, cells: impl IntoIterator<Item = String>, focus: usize) {
        self.lines.push(Line { cells: cells.into_iter().collect(), focus });
    }

    /// Whether there is no line.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The lines as text, each starting with `indent`. The cells of column `flexible` are cut so
    /// that a line fits into `width` columns, if the other cells leave room.
    pub fn print(&self, indent: &str, flexible: usize, width: usize) -> String {
        let columns = self.lines.iter().map(|line| line.cells.len()).max().unwrap_or(0);
        let widest = |column: usize| {
            let cells = self.lines.iter().filter_map(|line| line.cells.get(column));
            cells.map(|cell| cell.width()).max().unwrap_or(0)
        };
        let mut widths: Vec<usize> = (0..columns).map(widest).collect();
        let used = widths.iter().filter(|width| **width > 0).count().saturating_sub(1) * GAP;
        let others: usize =
            widths.iter().enumerate().filter(|(at, _)| *at != flexible).map(|(_, w)| w).sum();
        let room = width.saturating_sub(others + used + indent.width()).max(LEAST);
        if let Some(width) = widths.get_mut(flexible) {
            *width = (*width).min(room);
        }
        let mut text = String::new();
        for line in &self.lines {
            let mut shown = String::from(indent);
            let cells = line.cells.iter().zip(&widths).enumerate();
            for (column, (cell, width)) in cells.filter(|(_, (_, width))| **width > 0) {
                let focus = if column == flexible { line.focus } else { 0 };
                let cell = cut_around(cell, focus, *width);
                shown.push_str(&cell);
                shown.push_str(&" ".repeat(width.saturating_sub(cell.width()) + GAP));
            }
            text.push_str(shown.trim_end());
            text.push('\n');
        }
        text
    }
}

/// A text in at most so many columns, with `…` where it was cut.
pub fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1;
    for character in text.chars() {
        used += character.width().unwrap_or(0);
        if used > width {
            break;
        }
        kept.push(character);
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// A text in at most so many columns: its start, or, if the byte `focus` would be cut off, a part
/// that begins a little before it.
fn cut_around(text: &str, focus: usize, width: usize) -> String {
    let before = text.get(..focus).unwrap_or_default();
    let lead = width / 4;
    if text.width() <= width || before.width() <= width / 2 {
        return cut(text, width);
    }
    // What is to be seen, and some columns of what stands before it.
    let mut from = focus;
    let mut used = 0;
    for (at, character) in before.char_indices().rev() {
        used += character.width().unwrap_or(0);
        if used > lead {
            break;
        }
        from = at;
    }
    let tail = text.get(from..).unwrap_or_default().trim_start();
    format!("…{}", cut(tail, width.saturating_sub(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_are_counted_as_two() {
        assert_eq!(cut("abcdef", 6), "abcdef");
        assert_eq!(cut("abcdef", 5), "abcd…");
        assert_eq!(cut("日本語", 5), "日本…");
        assert_eq!(cut("ab  cdef", 5), "ab…");
    }

    #[test]
    fn what_matters_is_seen() {
        let text = "a long line of words before {{ the.tag }} and after";
        assert_eq!(cut_around(text, 28, 24), "…efore {{ the.tag }} an…");
        assert_eq!(cut_around(text, 28, 80), text);
        assert_eq!(cut_around(text, 0, 10), "a long li…");
    }

    #[test]
    fn columns_stand_below_each_other() {
        let mut table = Table::default();
        table.line(["a", "日本語日本語日本語日本語", "x"].map(str::to_owned));
        table.line(["long", "b", ""].map(str::to_owned));
        assert_eq!(table.print(" ", 1, 30), " a     日本語日本語日本語…   x\n long  b\n");
    }
}
