//! What pages look like: sizes, distances and colours. A theme is mapped onto [`PageStyle`].

mod colors;
mod furniture;
mod running;
mod spacing;
mod text;

pub use colors::Colors;
pub use furniture::{CoverStyle, DraftStyle};
pub use running::{Field, RunningLine, RunningText};
pub use spacing::Spacing;
pub use text::TextStyle;

use super::geom::{MM, Pt, Size};
use crate::font::Family;
use std::ops::RangeInclusive;

/// The look of the pages of one kind of document.
#[derive(Debug, Clone, PartialEq)]
pub struct PageStyle {
    /// Paper, in points.
    pub paper: Size,
    /// Left and right margin, in points.
    pub margin_side: Pt,
    /// Top margin, in points: the first line of text starts below it, the running head stands in it.
    pub margin_top: Pt,
    /// Bottom margin, in points: footnotes end above it, the foot line stands in it.
    pub margin_bottom: Pt,
    /// Width of the column at the left in which clause numbers hang, in points; 0 for none.
    pub column: Pt,
    /// Widest line of running text, in points; tables and code may use the whole width.
    pub measure: Pt,
    /// Family of running text.
    pub body: Family,
    /// Family of headings and of the title.
    pub headings: Family,
    /// Family of labels, running heads, table heads and captions.
    pub interface: Family,
    /// Size of running text, in points.
    pub size: Pt,
    /// Distance of baselines in running text, in points.
    pub leading: Pt,
    /// Ratio of a step of the type scale to the one below, 1.0 to 2.0.
    pub scale: f32,
    /// Size of tables' text relative to running text.
    pub table_scale: f32,
    /// Size of code, in points.
    pub code_size: Pt,
    /// Distance of baselines in code, in points.
    pub code_leading: Pt,
    /// Size of code within text relative to the text around it.
    pub inline_code_scale: f32,
    /// Size of small labels, running heads and feet, in points.
    pub small: Pt,
    /// Size of the title on the cover, in points.
    pub title: Pt,
    /// Weight of strong text, 100 to 900.
    pub strong: u16,
    /// Weight of headings, 100 to 900.
    pub heading_weight: u16,
    /// Whether lines of running text end at the same place.
    pub justify: bool,
    /// Whether words of running text may be divided.
    pub hyphenate: bool,
    /// How far the spaces of a line may grow before dividing a word is better, as a multiple of
    /// what is usual; for ragged lines, how far they may stay behind the margin.
    pub tolerance: f32,
    /// Space between blocks.
    pub spacing: Spacing,
    /// Colours.
    pub colors: Colors,
    /// The cover.
    pub cover: CoverStyle,
    /// The line above the text of every page but the cover.
    pub head: RunningLine,
    /// The line below it.
    pub foot: RunningLine,
    /// The mark of a draft.
    pub draft: DraftStyle,
}

impl Default for PageStyle {
    fn default() -> Self {
        PageStyle::guide()
    }
}

impl PageStyle {
    /// A guide: sans, ragged right.
    pub fn guide() -> Self {
        PageStyle {
            paper: Size::A4,
            margin_side: 24.0 * MM,
            margin_top: 26.0 * MM,
            margin_bottom: 28.0 * MM,
            column: 0.0,
            measure: 408.0,
            body: Family::Sans,
            headings: Family::Sans,
            interface: Family::Sans,
            size: 9.8,
            leading: 14.5,
            scale: 1.2,
            table_scale: 0.918,
            code_size: 8.6,
            code_leading: 12.6,
            inline_code_scale: 0.9,
            small: 8.0,
            title: 30.0,
            strong: 600,
            heading_weight: 600,
            justify: false,
            hyphenate: false,
            tolerance: 1.0,
            spacing: Spacing::guide(),
            colors: Colors::default(),
            cover: CoverStyle::default(),
            head: RunningLine::head(),
            foot: RunningLine::foot(),
            draft: DraftStyle::default(),
        }
    }

    /// A legal text: serif, justified and hyphenated, clause numbers hanging at the left.
    pub fn legal() -> Self {
        PageStyle {
            column: 36.0,
            measure: 380.0,
            body: Family::Serif,
            headings: Family::Serif,
            size: 10.2,
            leading: 14.6,
            inline_code_scale: 0.86,
            justify: true,
            hyphenate: true,
            spacing: Spacing::legal(),
            ..PageStyle::guide()
        }
    }

    /// The same page turned to landscape.
    pub fn turned(&self) -> PageStyle {
        let paper = Size::new(self.paper.height, self.paper.width);
        PageStyle { paper, ..self.clone() }
    }

    /// Width between the side margins, in points.
    pub fn text_width(&self) -> Pt {
        self.paper.width - 2.0 * self.margin_side
    }

    /// Height between top and bottom margin, in points.
    pub fn text_height(&self) -> Pt {
        self.paper.height - self.margin_top - self.margin_bottom
    }

    /// Width of a line of running text at the outermost level, in points.
    pub fn line_width(&self) -> Pt {
        self.measure.min(self.text_width() - self.column)
    }

    /// Size and leading of a heading of this level (2 to 6), in points.
    pub fn heading(&self, level: u8, annex: bool) -> (Pt, Pt) {
        let steps = match (level, self.column > 0.0) {
            (0..=2, true) if annex => 3,
            (0..=2, true) => 1,
            (0..=2, false) => 3,
            (3, true) => 0,
            (3, false) => 1,
            _ => 0,
        };
        let size = self.size * self.scale.powi(steps);
        (size, if steps >= 3 { self.leading * 1.5 } else { self.leading * 1.1_f32.powi(steps) })
    }

    /// Checks the ranges, so that nothing below needs to.
    ///
    /// # Errors
    /// Names the first field that is out of its range and the range, margins and paper in
    /// millimetres and the rest as the field has it.
    pub fn check(&self) -> Result<(), String> {
        let (paper, page) = (self.paper, 200.0..=14_400.0);
        let lengths: [(&str, Pt, RangeInclusive<Pt>); 8] = [
            ("paper.width", paper.width, page.clone()),
            ("paper.height", paper.height, page),
            ("margin_side", self.margin_side, 0.0..=paper.width * 0.4),
            ("margin_top", self.margin_top, 20.0..=paper.height * 0.4),
            ("margin_bottom", self.margin_bottom, 20.0..=paper.height * 0.4),
            ("text_width", self.text_width(), 120.0..=14_400.0),
            ("text_height", self.text_height(), 160.0..=14_400.0),
            ("band", self.cover.band, 0.0..=paper.height * 0.2),
        ];
        let others: [(&str, f32, RangeInclusive<f32>); 16] = [
            ("column", self.column, 0.0..=self.text_width() * 0.4),
            ("measure", self.measure, 100.0..=14_400.0),
            ("size", self.size, 4.0..=36.0),
            ("leading", self.leading, self.size..=self.size * 3.0),
            ("scale", self.scale, 1.0..=2.0),
            ("table_scale", self.table_scale, 0.5..=1.5),
            ("code_size", self.code_size, 4.0..=36.0),
            ("code_leading", self.code_leading, self.code_size..=self.code_size * 3.0),
            ("inline_code_scale", self.inline_code_scale, 0.5..=1.5),
            ("small", self.small, 4.0..=18.0),
            ("title", self.title, 8.0..=72.0),
            ("strong", f32::from(self.strong), 100.0..=900.0),
            ("heading_weight", f32::from(self.heading_weight), 100.0..=900.0),
            ("tolerance", self.tolerance, 0.25..=4.0),
            ("title_at", self.cover.title_at, 0.15..=0.6),
            ("width", self.draft.width, 0.2..=0.8),
        ];
        for (name, value, range) in lengths {
            within(name, value / MM, range.start() / MM..=range.end() / MM, " mm")?;
        }
        for (name, value, range) in others {
            within(name, value, range, "")?;
        }
        for (name, value) in self.spacing.each() {
            within(name, value, Spacing::RANGE, "")?;
        }
        Ok(())
    }
}

fn within(name: &str, value: f32, range: RangeInclusive<f32>, unit: &str) -> Result<(), String> {
    // A value that is not a number is in no range. A hair beside it is one that was converted.
    let slack = range.end() * 1e-5;
    if (range.start() - slack..=range.end() + slack).contains(&value) {
        return Ok(());
    }
    let tenths = |value: f32| (f64::from(value) * 100.0).round() / 100.0;
    let (value, low, high) = (tenths(value), tenths(*range.start()), tenths(*range.end()));
    Err(format!("`{name}` is {value}{unit}; possible are {low} to {high}{unit}"))
}
