//! How a stretch of text is set.

use crate::font::Family;
use crate::layout::geom::{Color, Pt};

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
    /// The light ground it stands on, as code within text does.
    pub ground: Option<Color>,
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
            ground: None,
            rise: 0.0,
            strike: false,
            tracking: 0.0,
        }
    }
}
