//! What every page carries: running head, foot with the page's number, and the word DRAFT.

use super::Input;
use super::flow::Flow;
use super::frame::{FrameItem, PathSegment, Shape, Stroke};
use super::geom::{Color, Point, Pt, Size};
use super::inline::plain;
use super::line::Line;
use super::pages::Canvas;
use super::strip::Strip;
use super::strip::put_artifact;
use super::structure::ElementId;
use super::style::PageStyle;
use super::words::Words;
use crate::font::{OutlineSegment, Style};

/// Adds head and foot to a page; `number` counts from 1.
pub fn head_and_foot(
    flow: &mut Flow<'_, '_>,
    style: &PageStyle,
    canvas: &mut Canvas,
    section: &str,
    number: usize,
    count: usize,
) {
    let input = flow.input;
    let words = Words::of(&input.document.meta.language);
    let title = &input.document.meta.short_title;
    let head = if section.is_empty() || title.is_empty() {
        format!("{title}{section}")
    } else {
        format!("{title}  ·  {section}")
    };
    let width = style.text_width();
    let x = style.margin_side;
    let mut strip = Strip::default();
    let line = shortened(flow, &head, width);
    put_artifact(&mut strip, line, x, style.margin_top * 0.58);
    let rule_y = style.paper.height - style.margin_bottom * 0.6;
    let rule = Shape::rect(Size::new(width, 0.5), style.colors.rule);
    strip.back.push((Point::new(x, rule_y), FrameItem::Shape(rule)));
    let y = rule_y + style.small * 1.9;
    let page = words.page_of(number, count);
    let page = flow.bare_line(&plain(
        &page,
        crate::layout::style::TextStyle { tabular: true, ..flow.label(400) },
        ElementId::ROOT,
    ));
    let room = width - page.width - 20.0;
    put_artifact(&mut strip, page.clone(), x + width - page.width, y);
    let cover = input.cover;
    let parts = [cover.vendor.as_str(), cover.confidentiality.as_str()];
    let foot = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("  ·  ");
    let line = shortened(flow, &foot, room);
    put_artifact(&mut strip, line, x, y);
    canvas.front.append(&mut strip.back);
}

/// A line of small grey text, cut with an ellipsis if it is too long.
fn shortened(flow: &mut Flow<'_, '_>, text: &str, room: Pt) -> Line {
    let label = flow.label(400);
    flow.span = None;
    let mut line = flow.bare_line(&plain(text, label, ElementId::ROOT));
    let mut end = text.len();
    while line.width > room {
        let Some((at, _)) = text.get(..end).and_then(|t| t.char_indices().next_back()) else {
            break;
        };
        // Far too long: cut in proportion first.
        let guess = (end as f32 * room / line.width) as usize;
        end = if line.width > room * 1.3 { floor(text, guess) } else { at };
        let cut = format!("{}…", text.get(..end).unwrap_or_default().trim_end());
        line = flow.bare_line(&plain(&cut, label, ElementId::ROOT));
        if end == 0 {
            break;
        }
    }
    line
}

fn floor(text: &str, mut at: usize) -> usize {
    while at > 0 && !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The word DRAFT across a page, as an outline that text stays readable on.
pub fn watermark(
    input: &Input<'_>,
    style: &PageStyle,
    word: &str,
) -> Option<[(Point, FrameItem); 2]> {
    let face = Style { family: style.interface, weight: 700, italic: false };
    let id = input.book.select(face)?;
    let face = input.book.face(id)?;
    let text = super::style::TextStyle::new(style.interface, 700, 1.0, style.colors.watermark);
    let shaped = input.words.word(input.book, &text, false, word);
    let paper = style.paper;
    let diagonal = paper.width.hypot(paper.height);
    let (sin, cos) = (paper.height / diagonal, paper.width / diagonal);
    let size = diagonal * 0.62 / shaped.width.max(0.1);
    let (mut path, mut pen) = (Vec::new(), -shaped.width / 2.0);
    for part in shaped.parts.iter().filter(|part| part.face == id) {
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
