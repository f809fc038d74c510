//! The cover: whose document it is, for whom, what it is, and the facts.

use super::draft;
use super::flow::Flow;
use super::frame::{FrameItem, Shape, Stroke};
use super::furniture::foot;
use super::geom::{Point, Pt, Size};
use super::image;
use super::inline::plain;
use super::pages::Canvas;
use super::paragraph::Setting;
use super::strip::{Strip, put, put_artifact};
use super::structure::{ElementId, Role};
use super::style::{PageStyle, TextStyle};
use crate::document::Alignment;

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
    band(&mut strip, style, cover);
    let below = brands(flow, &mut strip, x, width);
    // The summary is set in smaller letters and a little narrower.
    let title_width = width.min(style.cover.title_measure);
    let measure = title_width.min(style.cover.title_measure * 10.0 / 11.0);

    // Tall marks push the title down rather than stand on it.
    let mut y = (style.paper.height * style.cover.title_at).max(below + 36.0);
    let accent = Shape::rect(Size::new(40.0, 3.0), cover.accent);
    strip.back.push((Point::new(x, y - 18.0), FrameItem::Shape(accent)));
    let title =
        TextStyle::new(style.headings, style.heading_weight, style.title, style.colors.heading);
    let leading = style.title * 1.2;
    let element = flow.structure.add(ElementId::COVER, Role::Heading(1));
    for line in flow.balanced(&plain(&meta.title, title, element), Setting::ragged(title_width)) {
        y += leading;
        put(&mut strip, line, x, y - style.title * 0.1);
    }
    y += 12.0;
    let (size, leading) = (style.size * style.scale.powi(1), style.leading * style.scale);
    let summary = TextStyle::new(style.interface, 400, size, style.colors.muted);
    let element = flow.structure.add(ElementId::COVER, Role::Paragraph);
    for line in flow.balanced(&plain(&meta.summary, summary, element), Setting::ragged(measure)) {
        y += leading;
        put(&mut strip, line, x, y);
    }
    y += 2.0 * style.leading;
    facts(flow, &mut strip, x, width, y);
    let confidential = Some(cover.confidentiality.as_str())
        .filter(|line| style.cover.confidential && !line.is_empty());
    let last: Vec<&str> = draft::said(input).into_iter().chain(confidential).collect();
    if !last.is_empty() {
        let text = plain(&last.join("  ·  "), flow.label(400), ElementId::COVER);
        let line = flow.bare_line(&text);
        let (_, y) = foot(style);
        put_artifact(&mut strip, line, x, y);
    }
    canvas.strip(&mut strip, Point::default());
    canvas
}

fn band(strip: &mut Strip, style: &PageStyle, cover: &super::Cover) {
    let (width, height) = (style.paper.width, style.cover.band);
    if height <= 0.0 {
        return;
    }
    let share = width * 0.82;
    let vendor = Shape::rect(Size::new(share, height), cover.accent);
    let customer = Shape::rect(Size::new(width - share, height), cover.customer_color);
    strip.back.push((Point::default(), FrameItem::Shape(vendor)));
    strip.back.push((Point::new(share, 0.0), FrameItem::Shape(customer)));
}

/// The marks of vendor and customer, side by side; returns where they end, in points.
fn brands(flow: &mut Flow<'_, '_>, strip: &mut Strip, x: Pt, width: Pt) -> Pt {
    let input = flow.input;
    let (style, cover) = (input.style, input.cover);
    let top = style.margin_top * 0.8;
    let (size, most) = (style.cover.customer_size, style.cover.vendor_size);
    let nobody = cover.customer_mark.is_none() && cover.customer.is_empty();
    let boxed = style.cover.customer_box && !nobody;
    let tallest = if boxed { size.height.max(most.height) } else { most.height };
    let centre = top + if boxed { tallest } else { size.height } / 2.0;
    let mut left = x;
    let mut named = false;
    if let Some(mark) = cover.vendor_mark.as_ref().filter(|_| style.cover.vendor_mark) {
        let taken = if boxed { size.width + 12.0 } else { 0.0 };
        let widest = most.width.min(width - taken).max(12.0);
        let size = image::fill(mark, widest, most.height);
        let at = Point::new(x, centre - size.height / 2.0);
        strip.back.extend(image::place(&flow.setter.rasters, mark, at, size, None));
        left += size.width + 10.0;
        // A wide mark is a word mark: it says the name itself.
        named = size.width > size.height * 1.8;
    }
    if !named {
        let name = TextStyle::new(style.interface, 600, style.size * 1.44, style.colors.heading);
        let line = flow.bare_line(&plain(&cover.vendor, name, ElementId::COVER));
        put_artifact(strip, line, left, centre + name.size * 0.35);
    }
    let below = top + tallest;
    if !boxed {
        return below;
    }
    let left = x + width - size.width;
    let top = centre - size.height / 2.0;
    let frame = Shape::rounded(size, 4.0, super::geom::Color::WHITE);
    let stroke = Some(Stroke { color: style.colors.rule, width: 0.6, dash: None });
    let frame = Shape { stroke, ..frame };
    strip.back.push((Point::new(left, top), FrameItem::Shape(frame)));
    let room = |side: Pt, edge: Pt| side - edge.min(side * 0.4);
    let inner = Size::new(room(size.width, 28.0), room(size.height, 24.0));
    if let Some(mark) = &cover.customer_mark {
        let fill = image::fill(mark, inner.width, inner.height);
        let at = Point::new(
            left + (size.width - fill.width) / 2.0,
            top + (size.height - fill.height) / 2.0,
        );
        strip.back.extend(image::place(&flow.setter.rasters, mark, at, fill, None));
        return below;
    }
    let setting = Setting { align: Alignment::Center, ..Setting::ragged(inner.width) };
    // A long name gets smaller letters rather than an end of its own; the facts have it in full.
    let mut name = TextStyle::new(style.interface, 600, style.size, style.colors.muted);
    let mut lines = flow.set(&plain(&cover.customer, name, ElementId::COVER), &setting).lines;
    while lines.len() as f32 * name.size * 1.3 > size.height - 12.0 && name.size > style.size * 0.6
    {
        name.size *= 0.85;
        lines = flow.set(&plain(&cover.customer, name, ElementId::COVER), &setting).lines;
    }
    let leading = name.size * 1.3;
    let mut y = centre - leading * lines.len() as f32 / 2.0 + name.size * 1.0;
    for line in lines {
        put_artifact(strip, line, left + (size.width - inner.width) / 2.0, y);
        y += leading;
    }
    below
}

/// The facts, a line each, near the foot of the page; longer ones grow upwards to `top`.
fn facts(flow: &mut Flow<'_, '_>, strip: &mut Strip, x: Pt, width: Pt, top: Pt) {
    let style = flow.style();
    let facts = &flow.input.document.meta.facts;
    let label = TextStyle { tracking: 0.0, ..flow.label(600) };
    let value = TextStyle::new(style.interface, 400, style.size, style.colors.text);
    let column = 132.0_f32.min(width * 0.35);
    let leading = style.size * 1.4;
    let table = flow.structure.add(ElementId::COVER, Role::Table);
    let body = flow.structure.add(table, Role::TableBody);
    let mut rows = Vec::new();
    for (name, text) in facts {
        let row = flow.structure.add(body, Role::Row);
        let [head, cell] = [Role::RowHead, Role::Cell].map(|role| flow.structure.add(row, role));
        let names = flow.set(&plain(name, label, head), &Setting::ragged(column - 10.0)).lines;
        let values = flow.set(&plain(text, value, cell), &Setting::ragged(width - column)).lines;
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
