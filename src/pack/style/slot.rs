//! Where the value of a key goes, and what it may be.

use crate::font::Family;
use crate::layout::geom::{Color, MM, Pt};
use crate::layout::{RunningText, Spacing};
use crate::pack::paper::Paper;
use std::ops::RangeInclusive;

/// What a number in the file counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Millimetres.
    Millimetre,
    /// Points, 72 to the inch.
    Point,
    /// Nothing: a share or a multiple.
    One,
}

impl Unit {
    /// How many points one of it is; 1 for shares.
    pub(super) fn factor(self) -> f32 {
        if self == Unit::Millimetre { MM } else { 1.0 }
    }

    /// As it follows a number.
    pub(super) fn name(self) -> &'static str {
        match self {
            Unit::Millimetre => " mm",
            Unit::Point => " pt",
            Unit::One => "",
        }
    }
}

/// Weights of faces, as in CSS.
pub(super) const WEIGHTS: RangeInclusive<f32> = 100.0..=900.0;
/// Most characters of a text on a page: more would never fit.
pub(super) const LONGEST: usize = 200;

/// Where the value of a key goes.
pub(super) enum Slot<'a> {
    Number { at: &'a mut Pt, unit: Unit, range: RangeInclusive<f32> },
    Gaps(&'a mut [f32; 3]),
    Weight(&'a mut u16),
    Flag(&'a mut bool),
    Family(&'a mut Family),
    Paper(&'a mut Paper),
    Color(&'a mut Color),
    Pair(&'a mut Color, &'a mut Color),
    Line(&'a mut RunningText),
    Word(&'a mut String),
}

impl<'a> Slot<'a> {
    pub(super) fn number(at: &'a mut f32, unit: Unit, range: RangeInclusive<f32>) -> Self {
        Slot::Number { at, unit, range }
    }

    pub(super) fn gap(at: &'a mut f32) -> Self {
        Slot::number(at, Unit::One, Spacing::RANGE)
    }

    /// What is possible, in a word or two for a table.
    pub(super) fn possible(&self) -> String {
        let span = |range: &RangeInclusive<f32>, unit: Unit| {
            format!("{} to {}{}", range.start(), range.end(), unit.name())
        };
        match self {
            Slot::Number { unit, range, .. } => span(range, *unit),
            Slot::Gaps(_) => format!("three of {}", span(&Spacing::RANGE, Unit::One)),
            Slot::Weight(_) => span(&WEIGHTS, Unit::One),
            Slot::Flag(_) => "`true`, `false`".to_owned(),
            Slot::Family(_) => "`\"sans\"`, `\"serif\"`, `\"mono\"`".to_owned(),
            Slot::Paper(_) => {
                let names: Vec<String> =
                    Paper::ALL.iter().map(|(name, _)| format!("`\"{name}\"`")).collect();
                names.join(", ")
            }
            Slot::Color(_) => "a colour".to_owned(),
            Slot::Pair(..) => "bar and ground".to_owned(),
            Slot::Line(_) => "a template".to_owned(),
            Slot::Word(_) => "text".to_owned(),
        }
    }

    /// The value in it, as a file spells it.
    pub(super) fn spelled(&self) -> String {
        let color = |c: &Color| format!("\"#{:02x}{:02x}{:02x}\"", c.r, c.g, c.b);
        match self {
            Slot::Number { at, unit, .. } => thousandths(**at / unit.factor()),
            Slot::Gaps([a, b, c]) => format!("[{a}, {b}, {c}]"),
            Slot::Weight(weight) => weight.to_string(),
            Slot::Flag(flag) => flag.to_string(),
            Slot::Family(family) => format!("\"{}\"", name_of(**family)),
            Slot::Paper(paper) => {
                let name = Paper::ALL.iter().find(|(_, p)| p == *paper).map_or("", |(n, _)| n);
                format!("\"{name}\"")
            }
            Slot::Color(one) => color(one),
            Slot::Pair(bar, ground) => format!("[{}, {}]", color(bar), color(ground)),
            Slot::Line(text) => format!("\"{text}\""),
            Slot::Word(text) => format!("\"{text}\""),
        }
    }
}

/// A number with what the conversion of units left taken off.
pub(super) fn thousandths(value: f32) -> String {
    ((f64::from(value) * 1000.0).round() / 1000.0).to_string()
}

/// The families, with their names in files.
const FAMILIES: [(&str, Family); 5] = [
    ("sans", Family::Sans),
    ("serif", Family::Serif),
    ("mono", Family::Mono),
    ("emoji", Family::Emoji),
    ("other", Family::Other),
];

/// The family of this name.
pub(super) fn family(name: &str) -> Option<Family> {
    FAMILIES.iter().find(|(known, _)| *known == name).map(|(_, family)| *family)
}

fn name_of(family: Family) -> &'static str {
    FAMILIES.iter().find(|(_, known)| *known == family).map_or("", |(name, _)| name)
}
