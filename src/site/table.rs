//! Tables.

use super::body::Writer;
use crate::document::{Alignment, Inline, Table};

/// From this many rows on, the head of a table stays in sight.
const LONG: usize = 8;

impl Writer<'_, '_> {
    /// A table in a box of its own, so that a wide one scrolls and the page does not.
    pub(super) fn table(&mut self, table: &Table) {
        let before = std::mem::replace(&mut self.table, true);
        let class = if table.rows.len() >= LONG { "table long" } else { "table" };
        self.html.open("div", &[("class", class)]);
        self.html.open("table", &[]);
        if table.head.iter().any(|cell| !cell.is_empty()) {
            self.html.open("thead", &[]);
            self.html.open("tr", &[]);
            for (at, cell) in table.head.iter().enumerate() {
                // An empty cell heads nothing.
                let name = if cell.is_empty() { "td" } else { "th" };
                self.cell(name, table.alignments.get(at), cell);
            }
            self.html.close("tr");
            self.html.close("thead");
            self.html.line_end();
        }
        self.html.open("tbody", &[]);
        for row in &table.rows {
            self.html.open("tr", &[]);
            for (at, cell) in row.iter().enumerate() {
                self.cell("td", table.alignments.get(at), cell);
            }
            self.html.close("tr");
            self.html.line_end();
        }
        self.html.close("tbody");
        self.html.close("table");
        self.html.close("div");
        self.table = before;
    }

    fn cell(&mut self, name: &'static str, alignment: Option<&Alignment>, content: &[Inline]) {
        let mut attributes = Vec::new();
        if name == "th" {
            attributes.push(("scope", "col"));
        }
        match alignment {
            Some(Alignment::Center) => attributes.push(("class", "center")),
            Some(Alignment::End) => attributes.push(("class", "end")),
            Some(Alignment::Start) | None => {}
        }
        self.html.open(name, &attributes);
        self.inlines(content);
        self.html.close(name);
        self.html.line_end();
    }
}
