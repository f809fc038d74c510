//! What every page carries: running head and foot, with the page's number.

use super::flow::Flow;
use super::frame::{FrameItem, Shape};
use super::geom::{Point, Pt, Size};
use super::inline::plain;
use super::line::Line;
use super::number::PageNumber;
use super::pages::Canvas;
use super::strip::{Strip, put_artifact};
use super::structure::ElementId;
use super::style::{Field, PageStyle, RunningLine, RunningText, TextStyle};
use super::words::Words;

/// Space between the parts of a head or foot, in points.
const BETWEEN: Pt = 20.0;

/// Adds head and foot to a page.
pub fn head_and_foot(
    flow: &mut Flow<'_, '_>,
    style: &PageStyle,
    canvas: &mut Canvas,
    section: &str,
    number: PageNumber,
) {
    let input = flow.input;
    let (meta, cover) = (&input.document.meta, input.cover);
    let words = Words::of(&meta.language);
    let value = |field: Field| match field {
        Field::Document => meta.short_title.clone(),
        Field::Section => section.to_owned(),
        Field::Vendor => cover.vendor.clone(),
        Field::Customer => cover.customer.clone(),
        Field::Confidential => cover.confidentiality.clone(),
        Field::Page => number.page(),
        Field::Pages => number.pages(),
        Field::PageOfPages => number.page_of_pages(&words),
        Field::Version => meta.version.clone(),
        Field::Date => meta.effective_date.clone(),
    };
    let fill = |text: &RunningText| text.fill(value);
    let RunningLine { left, center, right, rule } = &style.head;
    let mut strip = Strip::default();
    let (y, rule_y) = head(style);
    line(flow, style, &mut strip, [fill(left), fill(center), fill(right)], y);
    if *rule {
        strip.back.push(hairline(style, rule_y));
    }
    let RunningLine { left, center, right, rule } = &style.foot;
    let (rule_y, y) = foot(style);
    if *rule {
        strip.back.push(hairline(style, rule_y));
    }
    let mut left = fill(left);
    if let Some(word) = super::draft::said(input) {
        left = if left.is_empty() { word.to_owned() } else { format!("{word}  ·  {left}") };
    }
    line(flow, style, &mut strip, [left, fill(center), fill(right)], y);
    canvas.front.append(&mut strip.back);
}

/// Where the head stands: its baseline and its hairline, in points from the top edge.
fn head(style: &PageStyle) -> (Pt, Pt) {
    let y = style.margin_top * 0.58;
    (y, y + style.small * 0.9)
}

/// Where the foot stands: its hairline and its baseline, in points from the top edge.
pub fn foot(style: &PageStyle) -> (Pt, Pt) {
    let rule = style.paper.height - style.margin_bottom * 0.6;
    // In a narrow margin it comes nearer to the hairline rather than off the paper.
    (rule, (rule + style.small * 1.9).min(style.paper.height - style.small * 0.5))
}

fn hairline(style: &PageStyle, y: Pt) -> (Point, FrameItem) {
    let rule = Shape::rect(Size::new(style.text_width(), 0.5), style.colors.rule);
    (Point::new(style.margin_side, y), FrameItem::Shape(rule))
}

/// Three texts at the left, in the middle and at the right; the right one has the first claim to the
/// room, the left one the last.
fn line(
    flow: &mut Flow<'_, '_>,
    style: &PageStyle,
    strip: &mut Strip,
    [left, center, right]: [String; 3],
    y: Pt,
) {
    let (x, width) = (style.margin_side, style.text_width());
    let beside = |taken: Pt| if taken > 0.0 { taken + BETWEEN } else { 0.0 };
    let text = flow.label(400);
    let figures = TextStyle { tabular: true, ..text };
    let right = shortened(flow, &right, figures, width);
    let mut taken = beside(right.width);
    let center = shortened(flow, &center, figures, width - 2.0 * taken);
    if center.width > 0.0 {
        taken = beside((width + center.width) / 2.0);
    }
    let left = shortened(flow, &left, text, width - taken);
    let at = [x, x + (width - center.width) / 2.0, x + width - right.width];
    for (line, x) in [left, center, right].into_iter().zip(at) {
        put_artifact(strip, line, x, y);
    }
}

/// A line of small text, cut with an ellipsis if it is too long; empty if there is hardly any room.
fn shortened(flow: &mut Flow<'_, '_>, text: &str, style: TextStyle, room: Pt) -> Line {
    if text.is_empty() || room < 3.0 * style.size {
        return Line::default();
    }
    flow.span = None;
    let mut line = flow.bare_line(&plain(text, style, ElementId::ROOT));
    let mut end = text.len();
    while line.width > room {
        let Some((at, _)) = text.get(..end).and_then(|t| t.char_indices().next_back()) else {
            break;
        };
        // Far too long: cut in proportion first.
        let guess = (end as f32 * room / line.width) as usize;
        end = if line.width > room * 1.3 { floor(text, guess) } else { at };
        let cut = format!("{}…", text.get(..end).unwrap_or_default().trim_end());
        line = flow.bare_line(&plain(&cut, style, ElementId::ROOT));
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
