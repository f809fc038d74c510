//! Pieces become text runs: neighbours of one face, size and colour join, emoji are painted in layers.

use super::frame::{FrameItem, Glyph, Tag, TextRun};
use super::geom::{Color, Point, Pt};
use super::inline::{Rich, Styled};
use super::line::{Content, Line, Mark, Piece};
use super::paragraph::Setter;
use super::shape::{Part, Shaped, Word};
use super::structure::ElementId;
use super::style::TextStyle;

/// Writes pieces of a line one after the other, in reading order.
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
    element: ElementId,
}

impl Open {
    fn goes_on(&self, new: &TextRun, at: Point, level: u8, element: ElementId) -> bool {
        self.run.face == new.face
            && self.run.size == new.size
            && self.run.color == new.color
            && self.at.y == at.y
            && self.level == level
            && self.element == element
    }
}

impl Writer {
    /// Goes on with a line.
    pub fn new(line: Line) -> Self {
        Writer { line, open: None }
    }

    /// Writes a piece at `x`.
    pub fn piece(&mut self, setter: &Setter<'_>, rich: &Rich, span: &Styled, piece: &Piece, x: Pt) {
        let style = &span.style;
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
                self.word(setter, word, span, text.unwrap_or(" "), piece, x);
            }
            Content::Picture { picture, size, alt } => {
                self.flush();
                let seen = alt.is_empty();
                let mark = if seen { Mark::Artifact } else { Mark::Content(span.element) };
                let at = Point::new(x, -size.height);
                self.line.rise = self.line.rise.max(size.height);
                let stands = (!seen).then(|| alt.clone());
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
        span: &Styled,
        text: &str,
        piece: &Piece,
        mut x: Pt,
    ) {
        let style = &span.style;
        let space = matches!(piece.content, Content::Space(_));
        let rtl = piece.level % 2 == 1;
        // From right to left the first part stands at the right.
        let mut right = x + piece.width;
        for part in &word.parts {
            let width = if space { piece.width } else { 0.0 };
            let piece_text = text.get(part.start..part.end).unwrap_or(text);
            if part.color && !space {
                self.flush();
                let advance = part.glyphs.iter().map(|g| g.advance).sum::<f32>() * style.size;
                right -= advance;
                self.emoji(setter, part, span, piece_text, if rtl { right } else { x });
                x += advance;
                continue;
            }
            let new = run(part, style, piece_text, part.start, width, space);
            let advance = new.width();
            right -= advance;
            let at = Point::new(if rtl { right } else { x }, -style.rise);
            x += advance;
            let (level, element) = (piece.level, span.element);
            match &mut self.open {
                Some(open) if open.goes_on(&new, at, level, element) => {
                    if rtl && (open.at.x - at.x - advance).abs() < 0.01 {
                        prepend(&mut open.run, new);
                        open.at.x = at.x;
                        continue;
                    }
                    if !rtl && (open.end - at.x).abs() < 0.01 {
                        append(&mut open.run, new);
                        open.end = at.x + advance;
                        continue;
                    }
                    self.start(at, new, level, element);
                }
                _ => self.start(at, new, level, element),
            }
        }
    }

    fn start(&mut self, at: Point, run: TextRun, level: u8, element: ElementId) {
        self.flush();
        let end = at.x + run.width();
        self.open = Some(Open { at, run, end, level, element });
    }

    /// Paints an emoji in layers.
    fn emoji(&mut self, setter: &Setter<'_>, part: &Part, span: &Styled, text: &str, x: Pt) {
        let style = &span.style;
        let mark = Mark::Content(span.element);
        let mut pen = x;
        let tag = Tag::ActualText(text.to_owned());
        let at = Point::new(x, -style.rise);
        self.line.items.push((at, FrameItem::Begin(tag), mark));
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
                self.line.items.push((at, FrameItem::Text(run), mark));
            }
            pen += shaped.advance * style.size;
        }
        self.line.items.push((at, FrameItem::End, mark));
    }

    /// Ends the run being written.
    pub fn flush(&mut self) {
        if let Some(mut open) = self.open.take() {
            // Glyphs are most of what a laid-out document takes, and it is there to the end.
            open.run.glyphs.shrink_to_fit();
            open.run.text.shrink_to_fit();
            let mark = Mark::Content(open.element);
            self.line.items.push((open.at, FrameItem::Text(open.run), mark));
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

/// Puts a run to the right of another.
fn append(run: &mut TextRun, mut new: TextRun) {
    shift(&mut new.glyphs, run.text.len());
    run.text.push_str(&new.text);
    run.glyphs.extend(new.glyphs);
}

/// Puts a run to the left of another that is read before it. Glyphs are in visual order, text in
/// logical order.
fn prepend(run: &mut TextRun, mut new: TextRun) {
    shift(&mut new.glyphs, run.text.len());
    run.text.push_str(&new.text);
    new.glyphs.append(&mut run.glyphs);
    run.glyphs = new.glyphs;
}

fn shift(glyphs: &mut [Glyph], by: usize) {
    let by = u32::try_from(by).unwrap_or(u32::MAX);
    for glyph in glyphs {
        glyph.start = glyph.start.saturating_add(by);
        glyph.end = glyph.end.saturating_add(by);
    }
}
