//! Pieces become text runs: neighbours of one face, size and colour join, emoji are painted in layers.

use super::frame::{FrameItem, Glyph, Tag, TextRun};
use super::geom::{Color, Point, Pt};
use super::inline::Rich;
use super::line::{Content, Line, Mark, Piece};
use super::paragraph::Setter;
use super::shape::{Part, Shaped, Word};
use super::style::TextStyle;

/// Writes pieces of a line one after the other.
pub struct Writer {
    /// The line so far.
    pub line: Line,
    open: Option<Open>,
}

struct Open {
    at: Point,
    run: TextRun,
    end: Pt,
    level: u8,
}

impl Writer {
    /// Goes on with a line.
    pub fn new(line: Line) -> Self {
        Writer { line, open: None }
    }

    /// Writes a piece at `x`.
    pub fn piece(
        &mut self,
        setter: &Setter<'_>,
        rich: &Rich,
        style: &TextStyle,
        piece: &Piece,
        x: Pt,
    ) {
        match &piece.content {
            Content::Word(word) if piece.hyphen => {
                self.flush();
                for part in &word.parts {
                    let run = run(part, style, "-", 0, piece.width, false);
                    let at = Point::new(x, -style.rise);
                    self.line.items.push((at, FrameItem::Text(run), Mark::Artifact));
                }
            }
            Content::Word(word) | Content::Space(word) => {
                let text = rich.text.get(piece.range.clone()).filter(|t| !t.is_empty());
                self.word(setter, word, style, text.unwrap_or(" "), piece, x);
            }
            Content::Picture { picture, size, alt } => {
                self.flush();
                let mark = if alt.is_empty() { Mark::Artifact } else { Mark::Content };
                let at = Point::new(x, -size.height);
                self.line.rise = self.line.rise.max(size.height);
                let stands = (mark == Mark::Content).then(|| alt.clone());
                for (at, item) in super::image::place(&setter.rasters, picture, at, *size, stands) {
                    self.line.items.push((at, item, mark));
                }
            }
            Content::Break => {}
        }
    }

    fn word(
        &mut self,
        setter: &Setter<'_>,
        word: &Word,
        style: &TextStyle,
        text: &str,
        piece: &Piece,
        mut x: Pt,
    ) {
        let space = matches!(piece.content, Content::Space(_));
        let rtl = piece.level % 2 == 1;
        let parts: Vec<&Part> =
            if rtl { word.parts.iter().rev().collect() } else { word.parts.iter().collect() };
        for part in parts {
            let width = if space { piece.width } else { 0.0 };
            let piece_text = text.get(part.start..part.end).unwrap_or(text);
            if part.color && !space {
                self.flush();
                x += self.emoji(setter, part, style, piece_text, x);
                continue;
            }
            let new = run(part, style, piece_text, part.start, width, space);
            let advance = new.width();
            let at = Point::new(x, -style.rise);
            match &mut self.open {
                Some(open)
                    if open.run.face == new.face
                        && open.run.size == new.size
                        && open.run.color == new.color
                        && open.at.y == at.y
                        && open.level == piece.level
                        && (open.end - x).abs() < 0.01 =>
                {
                    append(&mut open.run, new, rtl);
                    open.end = x + advance;
                }
                _ => {
                    self.flush();
                    self.open = Some(Open { at, run: new, end: x + advance, level: piece.level });
                }
            }
            x += advance;
        }
    }

    /// Paints an emoji in layers; returns its width.
    fn emoji(
        &mut self,
        setter: &Setter<'_>,
        part: &Part,
        style: &TextStyle,
        text: &str,
        x: Pt,
    ) -> Pt {
        let mut pen = x;
        let tag = Tag::ActualText(text.to_owned());
        let at = Point::new(x, -style.rise);
        self.line.items.push((at, FrameItem::Begin(tag), Mark::Content));
        for shaped in &part.glyphs {
            let mut layers =
                setter.book.face(part.face).map(|f| f.layers(shaped.id)).unwrap_or_default();
            if layers.is_empty() {
                layers.push(crate::font::Layer { glyph: shaped.id, color: None });
            }
            for layer in layers {
                let color = layer.color.map_or(style.color, |[r, g, b]| Color::rgb(r, g, b));
                let glyph = Glyph {
                    id: layer.glyph,
                    advance: shaped.advance * style.size,
                    dx: shaped.dx * style.size,
                    dy: shaped.dy * style.size,
                    start: 0,
                    end: 0,
                };
                let run = TextRun {
                    face: part.face,
                    size: style.size,
                    color,
                    glyphs: vec![glyph],
                    text: String::new(),
                };
                let at = Point::new(pen, -style.rise);
                self.line.items.push((at, FrameItem::Text(run), Mark::Content));
            }
            pen += shaped.advance * style.size;
        }
        self.line.items.push((at, FrameItem::End, Mark::Content));
        pen - x
    }

    /// Ends the run being written.
    pub fn flush(&mut self) {
        if let Some(open) = self.open.take() {
            self.line.items.push((open.at, FrameItem::Text(open.run), Mark::Content));
        }
    }
}

/// One part of a word as a run of its own.
fn run(
    part: &Part,
    style: &TextStyle,
    text: &str,
    offset: usize,
    width: Pt,
    fixed: bool,
) -> TextRun {
    let shift = u32::try_from(offset).unwrap_or(u32::MAX);
    let glyph = |g: &Shaped| Glyph {
        id: g.id,
        advance: if fixed { width } else { (g.advance + style.tracking) * style.size },
        dx: g.dx * style.size,
        dy: g.dy * style.size,
        start: g.start.saturating_sub(shift),
        end: g.end.saturating_sub(shift),
    };
    TextRun {
        face: part.face,
        size: style.size,
        color: style.color,
        glyphs: part.glyphs.iter().map(glyph).collect(),
        text: text.to_owned(),
    }
}

/// Puts a run to the right of another. Text stays in logical order: from right to left what is seen
/// first comes last.
fn append(run: &mut TextRun, mut new: TextRun, rtl: bool) {
    let shift = |glyphs: &mut [Glyph], by: usize| {
        let by = u32::try_from(by).unwrap_or(u32::MAX);
        for glyph in glyphs {
            glyph.start = glyph.start.saturating_add(by);
            glyph.end = glyph.end.saturating_add(by);
        }
    };
    if rtl {
        shift(&mut run.glyphs, new.text.len());
        new.text.push_str(&run.text);
        run.text = new.text;
    } else {
        shift(&mut new.glyphs, run.text.len());
        run.text.push_str(&new.text);
    }
    run.glyphs.extend(new.glyphs);
}
