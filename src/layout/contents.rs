//! The contents pages: two levels, dotted leaders, numbers at the right.

use super::Input;
use super::flow::Flow;
use super::frame::{FrameItem, LinkTarget, Shape, Stroke};
use super::geom::{Point, Pt, Size};
use super::inline::plain;
use super::line::Mark;
use super::paragraph::Setting;
use super::strip::{Strip, put};
use super::structure::{ElementId, Role};
use super::style::TextStyle;
use super::words::Words;
use crate::document::heading_prefix;
use std::collections::BTreeMap;

/// Room for the page numbers at the right, in points.
const NUMBER: Pt = 34.0;
/// Distance of the leaders' dots, in points.
const DOTS: Pt = 4.5;

/// Builds the contents in a flow. `pages` tells the printed page number of each anchor: pages of the
/// body are counted for themselves, however long the contents are. `tight` (0.8 to 1) draws the lines
/// together.
pub fn contents(
    flow: &mut Flow<'_, '_>,
    input: &Input<'_>,
    pages: &BTreeMap<String, usize>,
    tight: f32,
) {
    let style = input.style;
    let words = Words::of(&input.document.meta.language);
    let width = style.text_width();
    let (size, leading) = (style.size * style.scale.powi(3), style.leading * 1.5);
    let title = TextStyle::new(style.headings, style.heading_weight, size, style.colors.heading);
    let caption = flow.structure.add(ElementId::CONTENTS, Role::Caption);
    let line = flow.one_line(&plain(words.contents, title, caption));
    let mut strip = super::strip::strip(line, 0.0, size, leading);
    strip.keep = true;
    flow.push(strip);
    flow.space(style.leading);
    let entries = input.document.headings.iter().filter(|h| h.level <= 3);
    let numbered =
        input.document.headings.iter().any(|h| h.number.starts_with(|c: char| c.is_ascii_digit()));
    for (at, entry) in entries.enumerate() {
        flow.start_group();
        let top = entry.level <= 2;
        if at > 0 {
            flow.space(style.leading * tight * if top { 0.45 } else { 0.08 });
        }
        let weight = if top { 600 } else { 400 };
        let text = TextStyle::new(style.interface, weight, style.size * 0.96, style.colors.text);
        let text = TextStyle { tabular: true, ..text };
        let column = if numbered { 24.0 } else { 0.0 };
        let indent = if top {
            0.0
        } else if numbered {
            column
        } else {
            16.0
        };
        let prefix = heading_prefix(&entry.number);
        let hangs = prefix.starts_with(|c: char| c.is_ascii_digit());
        let x = if hangs { indent + column } else { indent };
        let label = if hangs { entry.text.clone() } else { format!("{prefix}{}", entry.text) };
        let setting = Setting::ragged(width - x - NUMBER);
        let item = flow.structure.add(ElementId::CONTENTS, Role::TocItem);
        let reference = flow.structure.add(item, Role::Reference);
        let element = flow.structure.add(reference, Role::Link);
        let from = flow.strips.len();
        let lines = flow.set(&plain(&label, text, element), &setting).lines;
        let end = lines.last().map_or(x, |line| x + line.width);
        flow.lines(lines, x, text.size, style.leading * tight, false);
        if hangs {
            let number = flow.one_line(&plain(&prefix, text, element));
            if let Some(first) = flow.strips.get_mut(from) {
                let label = std::mem::take(&mut first.items);
                put(first, number, indent, first.baseline);
                first.items.extend(label);
            }
        }
        let number = pages.get(&entry.id).map(ToString::to_string).unwrap_or_default();
        let quiet = TextStyle { weight: 400, ..text };
        let number = flow.one_line(&plain(&number, quiet, element));
        let count = flow.strips.len();
        for (nth, strip) in flow.strips.iter_mut().enumerate().skip(from) {
            strip.keep = nth + 1 < count;
            let area = Size::new(width, strip.height);
            if nth + 1 == count {
                let number_width = number.width;
                leader(strip, end + 6.0, width - number_width.max(6.0) - 6.0, style.colors.leader);
                let y = strip.baseline;
                put(strip, number.clone(), width - number_width, y);
            }
            let link = FrameItem::Link(area, LinkTarget::Anchor(entry.id.clone()), element);
            strip.items.push((Point::new(0.0, 0.0), link, Mark::Content(element)));
        }
    }
}

fn leader(strip: &mut Strip, from: Pt, to: Pt, color: super::geom::Color) {
    // Dots of all lines stand below each other.
    let from = (from / DOTS).ceil() * DOTS;
    let to = (to / DOTS).floor() * DOTS;
    if to - from < 2.0 * DOTS {
        return;
    }
    let stroke = Stroke { color, width: 0.9, dash: Some((0.0, DOTS)) };
    let line = Shape::line(Point::new(to - from, 0.0), stroke);
    strip.back.push((Point::new(from, strip.baseline - 1.0), FrameItem::Shape(line)));
}
