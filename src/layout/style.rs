//! What pages look like: sizes, distances and colours. A theme is mapped onto [`PageStyle`].

use super::geom::{Color, MM, Pt, Size};
use crate::document::CalloutKind;
use crate::font::Family;
use crate::highlight::Class;
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
    /// Colours.
    pub colors: Colors,
}

/// The colours of the pages.
#[derive(Debug, Clone, PartialEq)]
pub struct Colors {
    /// Running text.
    pub text: Color,
    /// Headings.
    pub heading: Color,
    /// Running heads, captions, labels: grey that still reads.
    pub muted: Color,
    /// Links.
    pub link: Color,
    /// Hairlines.
    pub rule: Color,
    /// Ground of code and table heads.
    pub tint: Color,
    /// Outline of the word across the pages of a draft.
    pub watermark: Color,
    /// Dots between a heading and its page.
    pub leader: Color,
    /// Bar of each callout, in the order of [`CalloutKind`].
    pub callout_bars: [Color; 5],
    /// Ground of each callout, in the order of [`CalloutKind`].
    pub callout_tints: [Color; 5],
    /// Code by class, in the order of [`Class`].
    pub syntax: [Color; 9],
}

impl Default for Colors {
    fn default() -> Self {
        let c = Color::rgb;
        Colors {
            text: c(0x1f, 0x23, 0x28),
            heading: c(0x12, 0x16, 0x1c),
            muted: c(0x62, 0x66, 0x6e),
            link: c(0x1a, 0x56, 0xa8),
            rule: c(0xd5, 0xd3, 0xcf),
            tint: c(0xf6, 0xf5, 0xf3),
            watermark: c(0xdd, 0xdb, 0xd8),
            leader: c(0xb4, 0xb1, 0xac),
            callout_bars: [
                c(0x2f, 0x6f, 0xb7),
                c(0x2a, 0x7d, 0x4f),
                c(0x6c, 0x4b, 0xb5),
                c(0xa8, 0x68, 0x0a),
                c(0xb4, 0x2f, 0x2f),
            ],
            callout_tints: [
                c(0xf1, 0xf6, 0xfc),
                c(0xf0, 0xf8, 0xf3),
                c(0xf6, 0xf3, 0xfc),
                c(0xfd, 0xf6, 0xe9),
                c(0xfd, 0xf2, 0xf1),
            ],
            syntax: [
                c(0x1f, 0x23, 0x28),
                c(0x66, 0x6b, 0x73),
                c(0x1f, 0x6b, 0x45),
                c(0x8a, 0x4b, 0x08),
                c(0x7a, 0x2e, 0x8c),
                c(0x12, 0x4f, 0x9c),
                c(0x9c, 0x2f, 0x4f),
                c(0x0b, 0x5c, 0x73),
                c(0x4a, 0x50, 0x5a),
            ],
        }
    }
}

impl Colors {
    /// Bar and ground of a callout.
    pub fn callout(&self, kind: CalloutKind) -> (Color, Color) {
        let at = kind as usize;
        let pick = |from: &[Color; 5]| from.get(at).copied().unwrap_or(self.muted);
        (pick(&self.callout_bars), pick(&self.callout_tints))
    }

    /// Colour of a piece of code.
    pub fn code(&self, class: Class) -> Color {
        self.syntax.get(class as usize).copied().unwrap_or(self.text)
    }
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
            colors: Colors::default(),
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
    /// Names the first field that is out of its range and the range.
    pub fn check(&self) -> Result<(), String> {
        let checks: [(&str, Pt, RangeInclusive<Pt>); 19] = [
            ("paper.width", self.paper.width, 200.0..=14_400.0),
            ("paper.height", self.paper.height, 200.0..=14_400.0),
            ("margin_side", self.margin_side, 0.0..=self.paper.width * 0.4),
            ("margin_top", self.margin_top, 20.0..=self.paper.height * 0.4),
            ("margin_bottom", self.margin_bottom, 20.0..=self.paper.height * 0.4),
            ("text_width", self.text_width(), 120.0..=14_400.0),
            ("text_height", self.text_height(), 160.0..=14_400.0),
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
        ];
        for (name, value, range) in checks {
            // A value that is not a number is in no range.
            if !range.contains(&value) {
                let (low, high) = (range.start(), range.end());
                return Err(format!("`{name}` is {value}; possible are {low} to {high}"));
            }
        }
        Ok(())
    }
}

/// How a stretch of text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextStyle {
    /// Family of the face.
    pub family: Family,
    /// CSS weight, 100 to 900.
    pub weight: u16,
    /// Whether slanted.
    pub italic: bool,
    /// Size in points.
    pub size: Pt,
    /// Colour.
    pub color: Color,
    /// Whether figures all have the same width.
    pub tabular: bool,
    /// Whether it is code: no ligatures, no hyphens.
    pub code: bool,
    /// Whether it stands on a light ground, as code within text does.
    pub ground: bool,
    /// Shift upwards in points, for marks of footnotes.
    pub rise: Pt,
    /// Whether struck through.
    pub strike: bool,
    /// Space between letters in units of the em, for small labels.
    pub tracking: f32,
}

impl TextStyle {
    /// Upright text of a family.
    pub fn new(family: Family, weight: u16, size: Pt, color: Color) -> Self {
        TextStyle {
            family,
            weight,
            italic: false,
            size,
            color,
            tabular: false,
            code: false,
            ground: false,
            rise: 0.0,
            strike: false,
            tracking: 0.0,
        }
    }
}
