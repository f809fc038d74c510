//! The mark of a draft: a word across every page.

use super::Input;
use super::flow::Flow;
use super::frame::{FrameItem, PathSegment, Shape, Stroke};
use super::geom::{Color, Point};
use super::inline::plain;
use super::structure::ElementId;
use super::style::{PageStyle, TextStyle};
use super::words::Words;
use crate::font::OutlineSegment;

/// Weight of the word.
const WEIGHT: u16 = 700;

/// The word of a document: the theme's, or that of the document's language.
fn word<'a>(input: &Input<'a>) -> &'a str {
    match input.style.draft.text.as_str() {
        "" => Words::of(&input.document.meta.language).draft,
        text => text,
    }
}

/// The word where nothing stands across the pages of a draft, which have to say it elsewhere.
pub fn said<'a>(input: &Input<'a>) -> Option<&'a str> {
    (input.cover.draft && !input.style.draft.watermark).then(|| word(input))
}

/// What is painted under the text of every page of a draft: the word, as an outline that text stays
/// readable on.
pub fn mark(flow: &mut Flow<'_, '_>, style: &PageStyle) -> Vec<(Point, FrameItem)> {
    let input = flow.input;
    if !input.cover.draft || !input.style.draft.watermark {
        return Vec::new();
    }
    flow.span = None;
    let text = TextStyle { weight: WEIGHT, ..flow.label(400) };
    // Reports what no face has.
    flow.bare_line(&plain(word(input), text, ElementId::ROOT));
    outline(input, style).into_iter().flatten().collect()
}

fn outline(input: &Input<'_>, style: &PageStyle) -> Option<[(Point, FrameItem); 2]> {
    let text = TextStyle::new(style.interface, WEIGHT, 1.0, style.colors.watermark);
    let shaped = input.words.word(input.book, &text, false, word(input));
    let paper = style.paper;
    let diagonal = paper.width.hypot(paper.height);
    let (sin, cos) = (paper.height / diagonal, paper.width / diagonal);
    // A word of few letters would be taller than the page.
    let size = (diagonal * style.draft.width / shaped.width.max(0.1)).min(paper.width * 0.5);
    let (mut path, mut pen) = (Vec::new(), -shaped.width / 2.0);
    for part in &shaped.parts {
        let face = input.book.face(part.face)?;
        for glyph in &part.glyphs {
            let at = |[x, y]: [f32; 2]| {
                let (x, y) = ((pen + glyph.dx + x) * size, (y - 0.36) * size);
                Point::new(x * cos - y * sin, -(x * sin + y * cos))
            };
            let mut from = [0.0, 0.0];
            for segment in face.outline(glyph.id) {
                path.push(match segment {
                    OutlineSegment::Move(p) => {
                        from = p;
                        PathSegment::Move(at(p))
                    }
                    OutlineSegment::Line(p) => {
                        from = p;
                        PathSegment::Line(at(p))
                    }
                    OutlineSegment::Quad(c, p) => {
                        // A quadratic curve as a cubic one.
                        let near = |a: [f32; 2]| {
                            [a[0] + (c[0] - a[0]) * 2.0 / 3.0, a[1] + (c[1] - a[1]) * 2.0 / 3.0]
                        };
                        let (a, b) = (near(from), near(p));
                        from = p;
                        PathSegment::Cubic(at(a), at(b), at(p))
                    }
                    OutlineSegment::Cubic(a, b, p) => {
                        from = p;
                        PathSegment::Cubic(at(a), at(b), at(p))
                    }
                    OutlineSegment::Close => PathSegment::Close,
                });
            }
            pen += glyph.advance;
        }
    }
    // Contours overlap within a glyph; the white fill hides the lines inside.
    let stroke = Some(Stroke { color: style.colors.watermark, width: 1.8, dash: None });
    let outline = Shape { path: path.clone(), fill: None, stroke, even_odd: false };
    let inside = Shape { path, fill: Some(Color::WHITE), stroke: None, even_odd: false };
    let centre = Point::new(paper.width / 2.0, paper.height / 2.0);
    Some([outline, inside].map(|shape| (centre, FrameItem::Shape(shape))))
}
