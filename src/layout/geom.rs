//! Lengths and places on a page. The y axis points down; only `pdf` turns it round.

/// A length in PostScript points, 1/72 inch.
pub type Pt = f32;

/// One millimetre in points.
pub const MM: Pt = 72.0 / 25.4;

/// A place: distance from the left and from the top edge.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// From the left edge, in points.
    pub x: Pt,
    /// From the top edge, in points.
    pub y: Pt,
}

impl Point {
    /// The place `x`, `y`.
    pub const fn new(x: Pt, y: Pt) -> Self {
        Point { x, y }
    }
}

/// Width and height.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Size {
    /// Width in points.
    pub width: Pt,
    /// Height in points.
    pub height: Pt,
}

impl Size {
    /// The size `width` × `height`.
    pub const fn new(width: Pt, height: Pt) -> Self {
        Size { width, height }
    }

    /// ISO 216 A4.
    pub const A4: Size = Size::new(210.0 * MM, 297.0 * MM);
    /// US Letter, ANSI A.
    pub const LETTER: Size = Size::new(612.0, 792.0);
}

/// A colour in sRGB, eight bits a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Color {
    /// Red.
    pub r: u8,
    /// Green.
    pub g: u8,
    /// Blue.
    pub b: u8,
}

impl Color {
    /// Black.
    pub const BLACK: Color = Color::rgb(0, 0, 0);
    /// White.
    pub const WHITE: Color = Color::rgb(255, 255, 255);

    /// A colour from its channels.
    pub const fn rgb(r: u8, g: u8, b: u8) -> Self {
        Color { r, g, b }
    }

    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('#').filter(|h| h.len() == 6 && h.is_ascii())?;
        let channel = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
        Some(Color::rgb(channel(0)?, channel(2)?, channel(4)?))
    }
}
