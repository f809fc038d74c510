//! Space between blocks.

use std::ops::RangeInclusive;

/// Space between blocks, in multiples of the leading of running text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spacing {
    /// Between paragraphs, above and below lists and quotes.
    pub paragraph: f32,
    /// Between the items of a list whose items are a line or two.
    pub list: f32,
    /// Above headings of level 2, of level 3 and below.
    pub above: [f32; 3],
    /// Below headings of level 2, of level 3 and below.
    pub below: [f32; 3],
    /// Above and below code.
    pub code: f32,
    /// Above and below tables.
    pub table: f32,
    /// Above and below callouts.
    pub callout: f32,
    /// Above and below pictures.
    pub figure: f32,
}

impl Spacing {
    /// What every one of them may be.
    pub const RANGE: RangeInclusive<f32> = 0.0..=4.0;

    /// Of a guide.
    pub fn guide() -> Self {
        Spacing {
            paragraph: 0.5,
            list: 0.14,
            above: [1.75, 1.0, 0.75],
            below: [0.5; 3],
            code: 0.6,
            table: 0.7,
            callout: 0.75,
            figure: 1.0,
        }
    }

    /// Of a legal text.
    pub fn legal() -> Self {
        Spacing { above: [1.5, 1.0, 0.75], ..Spacing::guide() }
    }

    /// Space above and below a heading of this level.
    pub fn heading(&self, level: u8) -> (f32, f32) {
        let ([a2, a3, a4], [b2, b3, b4]) = (self.above, self.below);
        match level {
            0..=2 => (a2, b2),
            3 => (a3, b3),
            _ => (a4, b4),
        }
    }

    /// Each with the name of its key.
    pub(super) fn each(&self) -> impl Iterator<Item = (&'static str, f32)> {
        let single = [
            ("paragraph_gap", self.paragraph),
            ("list_gap", self.list),
            ("code_gap", self.code),
            ("table_gap", self.table),
            ("callout_gap", self.callout),
            ("figure_gap", self.figure),
        ];
        let above = self.above.map(|value| ("heading_above", value));
        let below = self.below.map(|value| ("heading_below", value));
        single.into_iter().chain(above).chain(below)
    }
}
