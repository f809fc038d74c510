//! The colours of the pages.

use crate::document::CalloutKind;
use crate::highlight::Class;
use crate::layout::geom::Color;

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
    /// Ground of code within text: a little darker than that of blocks, for it is small.
    pub fn inline_code(&self) -> Color {
        let darker = |value: u8| (f32::from(value) * 0.975).round() as u8;
        Color::rgb(darker(self.tint.r), darker(self.tint.g), darker(self.tint.b))
    }

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
