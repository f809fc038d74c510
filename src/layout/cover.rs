//! The cover: whose document it is, for whom, what it is, and the facts.

use super::flow::Flow;
use super::frame::{FrameItem, Shape, Stroke};
use super::geom::{Point, Pt, Size};
use super::image;
use super::inline::plain;
use super::pages::Canvas;
use super::paragraph::Setting;
use super::strip::{Strip, put, put_artifact};
use super::structure::{ElementId, Role};
use super::style::TextStyle;
use crate::document::Alignment;
use crate::font::Family;

/// Height of the band at the top edge, in points.
const BAND: Pt = 7.0;
/// The customer's box, in points.
const BOX: Size = Size::new(148.0, 62.0);
/// Widest line of the title and summary, in points.
const MEASURE: Pt = 400.0;
/// Height of a line of the facts, in points.
const FACT: Pt = 23.0;

/// Draws the cover.
pub fn cover(flow: &mut Flow<'_, '_>) -> Canvas {
    let input = flow.input;
    let (style, cover, meta) = (input.style, input.cover, &input.document.meta);
    let mut canvas = Canvas::default();
    let x = style.margin_side;
    let width = style.text_width();
    flow.span = None;
    let mut strip = Strip::default();
    band(&mut strip, style.paper.width, cover);
    brands(flow, &mut strip, x, width);
    let measure = width.min(MEASURE);
    let setting =
        |width| Setting { width, justify: false, hyphenate: false, align: Alignment::Start };

    let mut y = style.paper.height * 0.34;
    let accent = Shape::rect(Size::new(40.0, 3.0), cover.accent);
    strip.back.push((Point::new(x, y - 18.0), FrameItem::Shape(accent)));
    let title =
        TextStyle::new(style.headings, style.heading_weight, style.title, style.colors.heading);
    let leading = style.title * 1.2;
    let element = flow.structure.add(ElementId::COVER, Role::Heading(1));
    for line in
        flow.balanced(&plain(&meta.title, title, element), setting(width.min(MEASURE + 40.0)))
    {
        y += leading;
        put(&mut strip, line, x, y - style.title * 0.1);
    }
    y += 12.0;
    let (size, leading) = (style.size * style.scale.powi(1), style.leading * style.scale);
    let summary = TextStyle::new(style.interface, 400, size, style.colors.muted);
    let element = flow.structure.add(ElementId::COVER, Role::Paragraph);
    for line in flow.balanced(&plain(&meta.summary, summary, element), setting(measure)) {
        y += leading;
        put(&mut strip, line, x, y);
    }
    y += 2.0 * style.leading;
    facts(flow, &mut strip, x, width, y);
    if !cover.confidentiality.is_empty() {
        let line =
            flow.bare_line(&plain(&cover.confidentiality, flow.label(400), ElementId::COVER));
        let y = style.paper.height - style.margin_bottom * 0.6 + style.small * 1.9;
        put_artifact(&mut strip, line, x, y);
    }
    canvas.strip(&mut strip, Point::default());
    canvas
}

fn band(strip: &mut Strip, width: Pt, cover: &super::Cover) {
    let share = width * 0.82;
    let vendor = Shape::rect(Size::new(share, BAND), cover.accent);
    let customer = Shape::rect(Size::new(width - share, BAND), cover.customer_color);
    strip.back.push((Point::default(), FrameItem::Shape(vendor)));
    strip.back.push((Point::new(share, 0.0), FrameItem::Shape(customer)));
}

fn brands(flow: &mut Flow<'_, '_>, strip: &mut Strip, x: Pt, width: Pt) {
    let input = flow.input;
    let (style, cover) = (input.style, input.cover);
    let top = style.margin_top * 0.8;
    let centre = top + BOX.height / 2.0;
    let mut left = x;
    let mut named = false;
    if let Some(mark) = &cover.vendor_mark {
        let size = image::fill(mark, 150.0, 34.0);
        let at = Point::new(x, centre - size.height / 2.0);
        strip.back.extend(image::place(&flow.setter.rasters, mark, at, size, None));
        left += size.width + 10.0;
        // A wide mark is a word mark: it says the name itself.
        named = size.width > size.height * 1.8;
    }
    if !named {
        let name = TextStyle::new(Family::Sans, 600, style.size * 1.44, style.colors.heading);
        let line = flow.bare_line(&plain(&cover.vendor, name, ElementId::COVER));
        put_artifact(strip, line, left, centre + name.size * 0.35);
    }
    if cover.customer_mark.is_none() && cover.customer.is_empty() {
        return;
    }
    let left = x + width - BOX.width;
    let frame = Shape::rounded(BOX, 4.0, super::geom::Color::WHITE);
    let stroke = Some(Stroke { color: style.colors.rule, width: 0.6, dash: None });
    let frame = Shape { stroke, ..frame };
    strip.back.push((Point::new(left, top), FrameItem::Shape(frame)));
    let inner = Size::new(BOX.width - 28.0, BOX.height - 24.0);
    if let Some(mark) = &cover.customer_mark {
        let size = image::fill(mark, inner.width, inner.height);
        let at = Point::new(
            left + (BOX.width - size.width) / 2.0,
            top + (BOX.height - size.height) / 2.0,
        );
        strip.back.extend(image::place(&flow.setter.rasters, mark, at, size, None));
        return;
    }
    let setting =
        Setting { width: inner.width, justify: false, hyphenate: false, align: Alignment::Center };
    // A long name gets smaller letters rather than an end of its own; the facts have it in full.
    let mut name = TextStyle::new(Family::Sans, 600, style.size, style.colors.muted);
    let mut lines = flow.set(&plain(&cover.customer, name, ElementId::COVER), &setting).lines;
    while lines.len() as f32 * name.size * 1.3 > BOX.height - 12.0 && name.size > style.size * 0.6 {
        name.size *= 0.85;
        lines = flow.set(&plain(&cover.customer, name, ElementId::COVER), &setting).lines;
    }
    let leading = name.size * 1.3;
    let mut y = centre - leading * lines.len() as f32 / 2.0 + name.size * 1.0;
    for line in lines {
        put_artifact(strip, line, left + 14.0, y);
        y += leading;
    }
}

/// The facts, a line each, near the foot of the page; longer ones grow upwards to `top`.
fn facts(flow: &mut Flow<'_, '_>, strip: &mut Strip, x: Pt, width: Pt, top: Pt) {
    let style = flow.style();
    let facts = &flow.input.document.meta.facts;
    let label = TextStyle { tracking: 0.0, ..flow.label(600) };
    let value = TextStyle::new(style.interface, 400, style.size, style.colors.text);
    let column = 132.0_f32.min(width * 0.35);
    let leading = style.size * 1.4;
    let setting =
        |width| Setting { width, justify: false, hyphenate: false, align: Alignment::Start };
    let table = flow.structure.add(ElementId::COVER, Role::Table);
    let body = flow.structure.add(table, Role::TableBody);
    let mut rows = Vec::new();
    for (name, text) in facts {
        let row = flow.structure.add(body, Role::Row);
        let [head, cell] = [Role::RowHead, Role::Cell].map(|role| flow.structure.add(row, role));
        let names = flow.set(&plain(name, label, head), &setting(column - 10.0)).lines;
        let values = flow.set(&plain(text, value, cell), &setting(width - column)).lines;
        let lines = names.len().max(values.len()).max(1);
        rows.push((names, values, FACT + (lines - 1) as f32 * leading));
    }
    let height: Pt = rows.iter().map(|row| row.2).sum();
    let bottom = style.paper.height - style.margin_bottom - 6.0;
    let mut y = (bottom - height).max(top);
    if y + height > style.paper.height - style.margin_bottom * 0.6 {
        let message = String::from("title, summary and facts do not fit on the cover");
        flow.error("PP0603", message, "shorten the title or the summary");
        return;
    }
    let hairline = |y: Pt| {
        let line = Shape::rect(Size::new(width, 0.5), style.colors.rule);
        (Point::new(x, y), FrameItem::Shape(line))
    };
    for (names, values, height) in rows {
        strip.back.push(hairline(y));
        let baseline = y + FACT / 2.0 + style.size * 0.35;
        for (nth, line) in names.into_iter().enumerate() {
            put(strip, line, x, baseline + nth as f32 * leading);
        }
        for (nth, line) in values.into_iter().enumerate() {
            put(strip, line, x + column, baseline + nth as f32 * leading);
        }
        y += height;
    }
    if height > 0.0 {
        strip.back.push(hairline(y));
    }
}
