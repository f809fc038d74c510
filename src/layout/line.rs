//! One line: its pieces in visual order become text runs, links and grounds.

use super::frame::{FrameItem, LinkTarget, Shape};
use super::geom::{Color, Point, Pt, Size};
use super::inline::Rich;
use super::paragraph::Setter;
use super::shape::Word;
use super::structure::ElementId;
use super::writer::Writer;
use crate::image::Picture;
use std::ops::Range;
use std::sync::Arc;
use unicode_bidi::{BidiInfo, Level};

/// A piece of text that is set as a whole unless it is divided.
#[derive(Debug, Clone)]
pub struct Atom {
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
    /// Index of its style.
    pub span: usize,
    /// What it is.
    pub content: Content,
    /// Width in points.
    pub width: Pt,
    /// Whether a line may end after it.
    pub breaks: bool,
    /// Embedding level; odd ones run right to left.
    pub level: u8,
    /// Level of the paragraph.
    pub base: u8,
}

/// What an atom is.
#[derive(Debug, Clone)]
pub enum Content {
    /// Glyphs.
    Word(Arc<Word>),
    /// A space.
    Space(Arc<Word>),
    /// A picture.
    Picture {
        /// The picture.
        picture: Arc<Picture>,
        /// Size in points.
        size: Size,
        /// Text that stands for it.
        alt: String,
    },
    /// End of the line.
    Break,
}

/// Part of a line.
#[derive(Debug, Clone)]
pub struct Piece {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Where its atom starts and ends.
    pub atom_start: usize,
    /// First byte after its atom.
    pub atom_end: usize,
    /// Index of its style.
    pub span: usize,
    /// What it is.
    pub content: Content,
    /// Width in points, as set on the line.
    pub width: Pt,
    /// Embedding level.
    pub level: u8,
    /// Level of the paragraph.
    pub base: u8,
    /// Whether it is the hyphen of a divided word.
    pub hyphen: bool,
    /// Whether it is the space at the line's end, which takes no room.
    pub trailing: bool,
}

impl Piece {
    /// A piece of an atom.
    pub fn new(atom: &Atom, range: Range<usize>, width: Pt) -> Self {
        Piece {
            range,
            atom_start: atom.start,
            atom_end: atom.end,
            span: atom.span,
            content: atom.content.clone(),
            width,
            level: atom.level,
            base: atom.base,
            hyphen: false,
            trailing: false,
        }
    }
}

/// Whether something is read or only seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Content of an element.
    Content(ElementId),
    /// Page furniture.
    Artifact,
}

/// One set line; places are relative to the start of its baseline.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// Text, pictures and links in reading order.
    pub items: Vec<(Point, FrameItem, Mark)>,
    /// What is painted under them.
    pub back: Vec<(Point, FrameItem)>,
    /// Width in points, without the space at the end.
    pub width: Pt,
    /// How far a picture or a large face rises above the baseline, in points.
    pub rise: Pt,
    /// Footnotes whose marks are on the line.
    pub notes: Vec<usize>,
    /// Whether a word goes on in the next line.
    pub divided: bool,
    end: Option<(Piece, Pt)>,
}

impl Line {
    /// Forgets what only [`Line::end_word`] needs.
    pub(super) fn close(&mut self) {
        self.end = None;
    }

    /// Adds the space that ends a paragraph, so that its last word is not glued to the next.
    pub(super) fn end_word(&mut self, setter: &Setter<'_>, rich: &Rich) {
        let Some((last, x)) = self.end.take() else { return };
        if last.trailing {
            return;
        }
        let atom = Atom {
            start: last.atom_start,
            end: last.atom_end,
            span: last.span,
            content: Content::Break,
            width: 0.0,
            breaks: true,
            level: last.base,
            base: last.base,
        };
        if let (Some(space), Some(span)) = (setter.space(rich, &atom), rich.spans.get(last.span)) {
            let mut writer = Writer::new(std::mem::take(self));
            writer.piece(setter, rich, span, &space, x);
            writer.flush();
            *self = writer.line;
        }
    }
}

/// Sets the pieces of a line one after the other; `slack` is the shift for the line's width.
pub fn compose(
    setter: &Setter<'_>,
    rich: &Rich,
    pieces: Vec<Piece>,
    base: u8,
    slack: impl Fn(Pt) -> Pt,
) -> Line {
    let natural: Pt = pieces.iter().filter(|p| !p.trailing).map(|p| p.width).sum();
    let logical = pieces.last().cloned();
    let divided = logical.as_ref().is_some_and(|piece| piece.hyphen);
    let mut line = Line { width: natural, divided, ..Line::default() };
    for piece in &pieces {
        let first = rich.notes.partition_point(|(at, _)| *at < piece.range.start);
        let notes = rich.notes.get(first..).unwrap_or_default();
        let on_line = notes.iter().take_while(|(at, _)| *at < piece.range.end);
        line.notes.extend(on_line.map(|(_, index)| *index));
    }
    let mut start = slack(natural);
    if base % 2 == 1 {
        // The space at the end of a line from right to left hangs out at the left.
        start -= pieces.iter().filter(|p| p.trailing).map(|p| p.width).sum::<Pt>();
    }
    let (places, right) = places(&pieces, base, start);
    let mut writer = Writer::new(line);
    let mut links: Vec<(usize, Pt, Pt, Pt)> = Vec::new();
    let mut grounds: Vec<(Pt, Pt, Pt, Color)> = Vec::new();
    let mut last_code = None;
    // In the order of reading, wherever each is seen.
    for (at, (piece, x)) in pieces.iter().zip(places).enumerate() {
        let Some(span) = rich.spans.get(piece.span) else { continue };
        writer.piece(setter, rich, span, piece, x);
        let end = x + piece.width;
        if let Some(link) = span.link.filter(|_| !piece.trailing) {
            match links.last_mut() {
                Some(last) if last.0 == link && (last.2 - x).abs() < 0.01 => last.2 = end,
                Some(last) if last.0 == link && (last.1 - end).abs() < 0.01 => last.1 = x,
                _ => links.push((link, x, end, span.style.size)),
            }
        }
        if let Some(color) = span.style.ground.filter(|_| !piece.trailing) {
            // No comma stands on the ground.
            let beside = |at: Option<usize>| {
                at.and_then(|at| pieces.get(at)).is_some_and(|other| {
                    other.span != piece.span && matches!(other.content, Content::Word(_))
                })
            };
            let side = |word: bool| if word { BESIDE_WORD } else { BESIDE_SPACE };
            let (start, after) = (side(beside(at.checked_sub(1))), side(beside(Some(at + 1))));
            // What runs from right to left ends at the left.
            let (from, to) = match piece.level % 2 == 1 {
                true => (x - after, end + start),
                false => (x - start, end + after),
            };
            match grounds.last_mut() {
                Some(last) if last_code == Some(piece.span) => {
                    *last = (last.0.min(from), last.1.max(to), last.2, color);
                }
                _ => grounds.push((from, to, span.style.size, color)),
            }
            last_code = Some(piece.span);
        } else {
            last_code = None;
        }
        if span.style.strike && !piece.trailing {
            let size = Size::new(piece.width, 0.6);
            let at = Point::new(x, -span.style.size * 0.28);
            writer.line.back.push((at, FrameItem::Shape(Shape::rect(size, span.style.color))));
        }
    }
    writer.flush();
    let mut line = writer.line;
    for (from, to, size, color) in grounds {
        let at = Point::new(from, -size * 0.98);
        let ground = Size::new(to - from, size * 1.32);
        let shape = Shape::rounded(ground, 2.0, color);
        line.back.insert(0, (at, FrameItem::Shape(shape)));
    }
    for (link, from, to, size) in links {
        if let Some((target, element)) = rich.links.get(link) {
            let at = Point::new(from, -size * 0.9);
            let area = Size::new(to - from, size * 1.2);
            let link = FrameItem::Link(area, target.clone(), *element);
            line.items.push((at, link, Mark::Content(*element)));
        }
    }
    line.end = logical.map(|piece| (piece, right));
    line
}

/// How far the ground of code within text goes beyond it where a space is beside it, in points.
pub const BESIDE_SPACE: Pt = 1.5;
/// How far it goes where a word or comma is. No room is made there: since the face changes, pdftotext
/// takes a gap of 0.03 em for a space.
const BESIDE_WORD: Pt = 0.4;

/// Where each piece starts when they are seen in visual order (UAX #9, rule L2), and where the line
/// ends.
fn places(pieces: &[Piece], base: u8, start: Pt) -> (Vec<Pt>, Pt) {
    let mut places = vec![start; pieces.len()];
    let mut x = start;
    let mut place = |at: usize| {
        if let (Some(slot), Some(piece)) = (places.get_mut(at), pieces.get(at)) {
            *slot = x;
            x += piece.width;
        }
    };
    if base == 0 && pieces.iter().all(|p| p.level == 0) {
        (0..pieces.len()).for_each(&mut place);
    } else {
        let levels: Vec<Level> =
            pieces.iter().map(|p| Level::new(p.level).unwrap_or(Level::ltr())).collect();
        BidiInfo::reorder_visual(&levels).into_iter().for_each(&mut place);
    }
    (places, x)
}

/// The anchor that a link leads to, if it leads within the document.
pub fn anchor(target: &LinkTarget) -> Option<&str> {
    match target {
        LinkTarget::Anchor(anchor) => Some(anchor),
        LinkTarget::Url(_) => None,
    }
}
