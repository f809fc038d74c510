//! Text runs: one `TJ` per run with adjustments where the pen leaves the font's own widths.

use super::content::Content;
use super::fonts::Font;
use super::number;
use crate::layout::frame::{Glyph, TextRun};
use crate::layout::geom::Point;

/// How far a glyph may be from its place before an adjustment is written, in thousandths of the
/// font size: a hundredth of a point at ten points. The distance is carried on, never lost.
const TOLERANCE: f64 = 1.0;

/// The show operator being collected.
#[derive(Default)]
struct Show {
    /// Strings and adjustments.
    array: Vec<u8>,
    /// Whether the last string is still open.
    open: bool,
    /// Whether there is any adjustment.
    adjusted: bool,
}

impl Show {
    fn code(&mut self, code: u16) {
        if !self.open {
            self.array.push(b'(');
            self.open = true;
        }
        // A literal string is never longer than a hexadecimal one: at worst every byte is escaped.
        for byte in code.to_be_bytes() {
            match byte {
                b'(' | b')' | b'\\' => self.array.extend([b'\\', byte]),
                // An unescaped carriage return would be read as a line feed.
                b'\r' => self.array.extend(b"\\r"),
                _ => self.array.push(byte),
            }
        }
    }

    fn close(&mut self) {
        if self.open {
            self.array.push(b')');
            self.open = false;
        }
    }

    /// Moves the pen to the right by thousandths of the font size.
    fn adjust(&mut self, distance: i64) {
        self.close();
        number::push(&mut self.array, -distance * 1000);
        self.adjusted = true;
    }

    fn write(&mut self, content: &mut Content) {
        self.close();
        if self.array.is_empty() {
            return;
        }
        if self.adjusted {
            content.out.push(b'[');
            content.out.append(&mut self.array);
            content.operator("]TJ");
        } else {
            content.out.append(&mut self.array);
            content.operator("Tj");
        }
        *self = Show { array: std::mem::take(&mut self.array), ..Show::default() };
    }
}

/// Shows a run with the start of its baseline at `at`; `replaced` if a replacement text is open, so
/// that what the glyphs say by themselves does not matter.
///
/// Returns `None` if a glyph is not in the font or points outside the run's text.
pub(super) fn show(
    content: &mut Content,
    at: Point,
    run: &TextRun,
    font: &Font<'_>,
    replaced: bool,
) -> Option<()> {
    if run.glyphs.is_empty() {
        return Some(());
    }
    let size = content.milli(run.size);
    if size <= 0 {
        content.broken = true;
        return Some(());
    }
    let mut pen = Pen { per_point: 1.0e6 / size as f64, asked: 0.0, real: 0.0, rise: 0 };
    let (x, y) = content.place(at, Point::default());
    content.begin_text();
    content.fill_color(run.color);
    content.set_font(&font.name, size);
    // Also where the last run started: it has moved the pen.
    let (line_x, line_y) = content.line.replace((x, y)).unwrap_or_default();
    content.numbers(&[x - line_x, y - line_y]);
    content.operator("Td");
    let mut show = Show { array: std::mem::take(&mut content.array), ..Show::default() };
    // Glyphs are shown from left to right, which readers expect of all text; for those that follow the
    // tags, text that is read the other way says so (ISO 32000-1, 14.8.2.3.3).
    let reversed = runs_left(&run.glyphs);
    if reversed {
        content.operator("/ReversedChars BMC");
    }
    let mut rest = run.glyphs.as_slice();
    while let Some((first, tail)) = rest.split_first() {
        let more = tail.iter().take_while(|glyph| glyph.start >= glyph.end).count();
        let (cluster, others) = rest.split_at_checked(more + 1)?;
        let text = run.text.get(first.start as usize..first.end as usize)?;
        let said = replaced || says(cluster, font, text)?;
        if !said {
            show.write(content);
            content.actual_text(text);
        }
        for glyph in cluster {
            pen.show(content, &mut show, glyph, font)?;
        }
        if !said {
            show.write(content);
            content.operator("EMC");
        }
        rest = others;
    }
    show.write(content);
    content.array = show.array;
    if reversed {
        content.operator("EMC");
    }
    if pen.rise != 0 {
        content.operator("0 Ts");
    }
    Some(())
}

/// Whether later text stands further to the left.
fn runs_left(glyphs: &[Glyph]) -> bool {
    let mut starts = glyphs.iter().filter(|glyph| glyph.start < glyph.end).map(|glyph| glyph.start);
    let first = starts.next();
    first.zip(starts.next_back()).is_some_and(|(first, last)| last < first)
}

/// Whether the glyphs of a cluster say its text by themselves. Characters for private use do not:
/// PDF/A wants a replacement text for each (ISO 19005-2, 6.2.11.7.3).
fn says(cluster: &[Glyph], font: &Font<'_>, text: &str) -> Option<bool> {
    if text.chars().any(is_private) {
        return Some(false);
    }
    let mut expected = text;
    for glyph in cluster {
        if font.glyph(glyph.id)?.text != expected {
            return Some(false);
        }
        expected = "";
    }
    Some(true)
}

/// Whether Unicode leaves a character to private use.
const fn is_private(character: char) -> bool {
    matches!(
        character,
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}'
    )
}

/// Where the next glyph is asked to be and where the file's widths put it.
struct Pen {
    /// Thousandths of the font size in a point.
    per_point: f64,
    /// In thousandths of the font size from the start of the run.
    asked: f64,
    real: f64,
    /// Current rise in thousandths of a point.
    rise: i64,
}

impl Pen {
    fn show(
        &mut self,
        content: &mut Content,
        show: &mut Show,
        glyph: &Glyph,
        font: &Font<'_>,
    ) -> Option<()> {
        let known = font.glyph(glyph.id)?;
        let rise = content.milli(glyph.dy);
        if rise != self.rise {
            show.write(content);
            content.numbers(&[rise]);
            content.operator("Ts");
            self.rise = rise;
        }
        if !(glyph.advance + glyph.dx).is_finite() {
            content.broken = true;
            return Some(());
        }
        let per_em = |points: f32| f64::from(points) * self.per_point;
        let distance = self.asked + per_em(glyph.dx) - self.real;
        if distance.abs() >= TOLERANCE {
            let distance = number::round(distance);
            show.adjust(distance);
            self.real += distance as f64;
        }
        show.code(known.code);
        self.real += known.width as f64 / 1000.0;
        self.asked += per_em(glyph.advance);
        Some(())
    }
}
