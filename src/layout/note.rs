//! Footnotes: a number at the left, the text beside it.

use super::flow::Flow;
use super::inline::{note_anchor, plain};
use super::line::Line;
use super::strip::{Area, Strip, put, strip};
use super::structure::{ElementId, Role};
use super::style::TextStyle;
use crate::document::Footnote;

impl Flow<'_, '_> {
    /// Lays out a footnote at the end of the flow.
    pub fn note(&mut self, index: usize, note: &Footnote) {
        let style = self.style();
        let width = style.line_width() + style.column;
        let area = Area { left: 0.0, right: width, wide: style.text_width(), hang: 0.0 };
        let from = self.strips.len();
        self.close_up();
        self.anchor(&note_anchor(index));
        self.span = note.blocks.first().map(|b| b.span);
        let number = TextStyle { color: style.colors.muted, tabular: true, ..self.text() };
        let element = self.structure.note(index, ElementId::BODY);
        let label = self.structure.add(element, Role::Label);
        let line = self.one_line(&plain(&(index + 1).to_string(), number, label));
        self.start_group();
        let indent = (line.width + 5.0).max(14.0);
        self.inside(element, |flow| flow.blocks(&note.blocks, area.indent(indent)));
        self.close_up();
        if self.strips.len() == from {
            let empty: Strip = strip(Line::default(), 0.0, self.size, self.leading);
            self.push(empty);
        }
        if let Some(first) = self.strips.get_mut(from) {
            let text = std::mem::take(&mut first.items);
            put(first, line, 0.0, first.baseline);
            if let Some(cell) = first.cells.first_mut() {
                *cell += first.items.len();
            }
            first.items.extend(text);
            first.gap = 2.0;
        }
    }
}
