//! Pieces become text runs: neighbours of one face, size and colour join, emoji are painted in layers.

use super::frame::{FrameItem, Glyph, Tag, TextRun};
use super::geom::{Color, Point, Pt};
use super::inline::{Rich, Styled};
use super::line::{Content, Line, Mark, Piece};
use super::paragraph::Setter;
use super::shape::{Part, Shaped, Word};
use super::structure::ElementId;
use super::style::TextStyle;

/// Glyphs of a line of text, about.
const LINE: usize = 96;

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
    fn goes_on(
        &self,
        part: &Part,
        style: &TextStyle,
        at: Point,
        level: u8,
        element: ElementId,
    ) -> bool {
        self.run.face == part.face
            && self.run.size == style.size
            && self.run.color == style.color
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
                    let run = run(part, style, "-", 0, None);
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
            let fixed = space.then_some(width);
            let advance = part.glyphs.iter().map(|g| advance(g, style, fixed)).sum::<Pt>();
            right -= advance;
            let at = Point::new(if rtl { right } else { x }, -style.rise);
            x += advance;
            let (level, element) = (piece.level, span.element);
            let goes_on = |open: &&mut Open| open.goes_on(part, style, at, level, element);
            match self.open.as_mut().filter(goes_on) {
                Some(open) if rtl && (open.at.x - at.x - advance).abs() < 0.01 => {
                    prepend(&mut open.run, run(part, style, piece_text, part.start, fixed));
                    open.at.x = at.x;
                }
                Some(open) if !rtl && (open.end - at.x).abs() < 0.01 => {
                    append(&mut open.run, part, style, piece_text, fixed);
                    open.end = at.x + advance;
                }
                _ => {
                    let new = run(part, style, piece_text, part.start, fixed);
                    self.start(at, new, level, element);
                }
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

/// How far the pen moves after a glyph, in points; `fixed` for spaces as wide as their line needs.
fn advance(glyph: &Shaped, style: &TextStyle, fixed: Option<Pt>) -> Pt {
    fixed.unwrap_or((glyph.advance + style.tracking) * style.size)
}

/// A glyph on paper, whose text starts at another byte than in its word.
fn set(glyph: &Shaped, style: &TextStyle, fixed: Option<Pt>, less: u32, more: u32) -> Glyph {
    Glyph {
        id: glyph.id,
        advance: advance(glyph, style, fixed),
        dx: glyph.dx * style.size,
        dy: glyph.dy * style.size,
        start: glyph.start.saturating_sub(less).saturating_add(more),
        end: glyph.end.saturating_sub(less).saturating_add(more),
    }
}

/// One part of a word as a run of its own, with room for those that follow.
fn run(part: &Part, style: &TextStyle, text: &str, offset: usize, fixed: Option<Pt>) -> TextRun {
    let mut run = TextRun {
        face: part.face,
        size: style.size,
        color: style.color,
        glyphs: Vec::with_capacity(part.glyphs.len().max(LINE)),
        text: String::with_capacity(text.len().max(LINE)),
    };
    let less = u32::try_from(offset).unwrap_or(u32::MAX);
    run.glyphs.extend(part.glyphs.iter().map(|g| set(g, style, fixed, less, 0)));
    run.text.push_str(text);
    run
}

/// Puts a part of a word to the right of a run.
fn append(run: &mut TextRun, part: &Part, style: &TextStyle, text: &str, fixed: Option<Pt>) {
    let less = u32::try_from(part.start).unwrap_or(u32::MAX);
    let more = u32::try_from(run.text.len()).unwrap_or(u32::MAX);
    run.glyphs.extend(part.glyphs.iter().map(|g| set(g, style, fixed, less, more)));
    run.text.push_str(text);
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
