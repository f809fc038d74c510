//! Tables: no cell that is written is dropped.

use super::Inline;
use super::block::{Alignment, BlockKind, Table};
use super::parse::Parser;
use crate::diag::Diagnostic;
use comrak::nodes::{Node, NodeValue, TableAlignment};

impl Parser<'_> {
    /// A table with as many cells in every row as its head has.
    pub fn table<'n>(&mut self, node: Node<'n>, alignments: &[TableAlignment]) -> BlockKind {
        let mut head = Vec::new();
        let mut rows = Vec::new();
        for row in node.children() {
            let header = matches!(row.data().value, NodeValue::TableRow(true));
            let cells: Vec<Vec<Inline>> = row.children().map(|cell| self.inlines(cell)).collect();
            if header {
                head = cells;
            } else {
                let start = row.data().sourcepos.start;
                let written = self
                    .lines
                    .get(start.line.saturating_sub(1))
                    .and_then(|line| line.get(start.column.saturating_sub(1)..))
                    .map_or(0, cell_count);
                if written > head.len() {
                    let span = self.span(row);
                    self.sink.report(
                        Diagnostic::error(
                            "PP0313",
                            "a row of a table has more cells than its head",
                        )
                        .at(span, format!("{written} cells, the head has {}", head.len()))
                        .hint("add a column to the head; a | that is text is written \\|"),
                    );
                }
                let mut cells = cells;
                cells.resize_with(head.len(), Vec::new);
                rows.push(cells);
            }
        }
        let alignments = alignments
            .iter()
            .map(|alignment| match alignment {
                TableAlignment::Center => Alignment::Center,
                TableAlignment::Right => Alignment::End,
                TableAlignment::None | TableAlignment::Left => Alignment::Start,
            })
            .collect();
        BlockKind::Table(Table { alignments, head, rows })
    }
}

/// How many cells a line of a table has: Markdown drops those that the head has no column for.
fn cell_count(line: &str) -> usize {
    let line = line.trim();
    let mut bars = 0;
    let mut escaped = false;
    for character in line.chars() {
        bars += usize::from(character == '|' && !escaped);
        escaped = character == '\\' && !escaped;
    }
    let first = usize::from(line.starts_with('|'));
    let last = usize::from(line.ends_with('|') && !line.ends_with("\\|"));
    (bars + 1).saturating_sub(first + last)
}
