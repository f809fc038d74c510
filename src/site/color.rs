//! Typed colours, contrast, and shades of a brand colour that can be read.
//!
//! Shades are taken in OKLab along the line of constant hue: scaling both colour axes by the same
//! factor is the chroma of OKLCH without trigonometry, so results do not depend on the platform's
//! sine.

use std::fmt;

/// An opaque sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Color(pub(super) [u8; 3]);

impl fmt::Display for Color {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(out, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Color {
    /// White.
    pub(super) const WHITE: Color = Color([255; 3]);

    /// Reads `#rrggbb` and nothing else.
    pub(super) fn parse(text: &str) -> Option<Color> {
        let digits = text.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        Some(Color([red, green, blue]))
    }

    fn linear(self) -> [f64; 3] {
        self.0.map(|channel| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// WCAG's relative luminance.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// WCAG's contrast ratio, 1 to 21.
    pub(super) fn contrast(self, other: Color) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The shade nearest to this colour, darker or lighter, that has the contrast on every ground.
    pub(super) fn readable(self, grounds: &[Color], contrast: f64, lighter: bool) -> Color {
        let passes = |color: Color| grounds.iter().all(|g| color.contrast(*g) >= contrast);
        let lab = Lab::of(self);
        let mut lightness = lab.lightness;
        let mut color = self;
        while !passes(color) && (0.0..=1.0).contains(&lightness) {
            lightness += if lighter { 0.01 } else { -0.01 };
            color = lab.shade(lightness, 1.0);
        }
        color
    }

    /// The same hue at a lightness of 0 to 1, with its chroma at most `chroma`.
    pub(super) fn tint(self, lightness: f64, chroma: f64) -> Color {
        let lab = Lab::of(self);
        let own = lab.chroma();
        lab.shade(lightness, if own > chroma { chroma / own } else { 1.0 })
    }
}

/// Björn Ottosson's OKLab.
#[derive(Debug, Clone, Copy)]
struct Lab {
    lightness: f64,
    a: f64,
    b: f64,
}

impl Lab {
    fn of(color: Color) -> Lab {
        let [r, g, b] = color.linear();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        Lab {
            lightness: 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            a: 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            b: 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        }
    }

    fn chroma(self) -> f64 {
        (self.a * self.a + self.b * self.b).sqrt()
    }

    /// Another lightness; the chroma is scaled, then lowered until sRGB can show it.
    fn shade(self, lightness: f64, chroma: f64) -> Color {
        let lightness = lightness.clamp(0.0, 1.0);
        let mut factor = chroma;
        for _ in 0..64 {
            let lab = Lab { lightness, a: self.a * factor, b: self.b * factor };
            if let Some(color) = lab.color() {
                return color;
            }
            factor *= 0.94;
        }
        Lab { lightness, a: 0.0, b: 0.0 }.clipped()
    }

    fn rgb(self) -> [f64; 3] {
        let cube = |x: f64| x * x * x;
        let l = cube(self.lightness + 0.396_337_777_4 * self.a + 0.215_803_757_3 * self.b);
        let m = cube(self.lightness - 0.105_561_345_8 * self.a - 0.063_854_172_8 * self.b);
        let s = cube(self.lightness - 0.089_484_177_5 * self.a - 1.291_485_548_0 * self.b);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ]
    }

    /// `None` outside sRGB.
    fn color(self) -> Option<Color> {
        self.rgb().iter().all(|c| (-0.001..=1.001).contains(c)).then(|| self.clipped())
    }

    fn clipped(self) -> Color {
        Color(self.rgb().map(|c| {
            let c = c.clamp(0.0, 1.0);
            let c = if c <= 0.003_130_8 { c * 12.92 } else { 1.055 * c.powf(1.0 / 2.4) - 0.055 };
            // In range by the clamp above.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let channel = (c * 255.0).round() as u8;
            channel
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::Color;

    #[test]
    fn only_six_hexadecimal_digits_are_a_colour() {
        assert_eq!(Color::parse("#0F4c5c"), Some(Color([15, 76, 92])));
        for bad in ["0f4c5c", "#fff", "#0f4c5c;", "#+f4c5c", "#0f4c5g", "red", "#fff;}*{x:y}"] {
            assert_eq!(Color::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let grey = Color([0x76; 3]);
        assert!((grey.contrast(Color::WHITE) - 4.54).abs() < 0.01);
        assert!((Color([0; 3]).contrast(Color::WHITE) - 21.0).abs() < 0.01);
    }

    #[test]
    fn a_readable_colour_stays_and_any_other_becomes_readable() {
        let teal = Color([15, 76, 92]);
        assert_eq!(teal.readable(&[Color::WHITE], 4.5, false), teal);
        let night = Color([0x14; 3]);
        for value in [[255, 255, 0], [255, 255, 255], [0, 0, 0], [0, 0, 255], [255, 0, 255]] {
            let color = Color(value);
            assert!(color.readable(&[Color::WHITE], 4.5, false).contrast(Color::WHITE) >= 4.5);
            assert!(color.readable(&[night], 4.5, true).contrast(night) >= 4.5);
        }
    }
}
