//! Sheets become pages: grounds under text, marked content, running heads, feet and numbers.

use super::Input;
use super::flow::Flow;
use super::frame::{FrameItem, OutlineNode, Page, Shape, Tag};
use super::geom::{Point, Pt, Size};
use super::line::Mark;
use super::paginate::{NOTE_GAP, Paginator, Sheet};
use super::strip::{Ground, Strip};
use std::collections::BTreeMap;

/// Content of a page under construction.
#[derive(Debug, Default)]
pub struct Canvas {
    /// Whether the page is turned to landscape.
    pub turned: bool,
    /// Painted first, never read.
    pub back: Vec<(Point, FrameItem)>,
    /// Read in order: block and cell, mark, place and item.
    pub items: Vec<((usize, usize), Mark, Point, FrameItem)>,
    /// Painted last, never read.
    pub front: Vec<(Point, FrameItem)>,
}

impl Canvas {
    /// The page, with every stretch of one element in marked content of its own.
    pub fn page(self, size: Size) -> Page {
        let mut items = Vec::with_capacity(self.items.len() + self.back.len() + 8);
        artifact(&mut items, self.back);
        let mut open: Option<(usize, Mark)> = None;
        for ((group, _), mark, at, item) in self.items {
            // Links and fields lie over the page; they are no content of it. A line of code is content
            // of its own: no space at its end says that it ends.
            let over = matches!(item, FrameItem::Link(..) | FrameItem::Field(..));
            if !over && open != Some((group, mark)) {
                if open.is_some() {
                    items.push((Point::default(), FrameItem::End));
                }
                let tag = match mark {
                    Mark::Artifact => Tag::Artifact,
                    Mark::Content(element) => Tag::Element(element),
                };
                items.push((at, FrameItem::Begin(tag)));
                open = Some((group, mark));
            }
            items.push((at, item));
        }
        if open.is_some() {
            items.push((Point::default(), FrameItem::End));
        }
        artifact(&mut items, self.front);
        Page { size, items }
    }

    /// Moves what is on a strip to the page, in reading order.
    pub fn strip(&mut self, strip: &mut Strip, origin: Point) {
        self.back.extend(strip.back.drain(..).map(|(p, item)| (shift(p, origin), item)));
        let mut cells = strip.cells.iter();
        let (mut cell, mut left) = (0, cells.next().copied().unwrap_or(usize::MAX));
        for (at, item, mark) in strip.items.drain(..) {
            while left == 0 {
                cell += 1;
                left = cells.next().copied().unwrap_or(usize::MAX);
            }
            left -= 1;
            self.items.push(((strip.group, cell), mark, shift(at, origin), item));
        }
    }
}

fn artifact(items: &mut Vec<(Point, FrameItem)>, content: Vec<(Point, FrameItem)>) {
    if content.is_empty() {
        return;
    }
    items.push((Point::default(), FrameItem::Begin(Tag::Artifact)));
    items.extend(content);
    items.push((Point::default(), FrameItem::End));
}

fn shift(p: Point, by: Point) -> Point {
    Point::new(p.x + by.x, p.y + by.y)
}

/// Body pages before heads and feet.
pub struct Body {
    /// The pages.
    pub canvases: Vec<Canvas>,
    /// Anchors: page from 0 and place.
    pub anchors: BTreeMap<String, (usize, Point)>,
    /// Headings: page from 0, y, level and label.
    pub headings: Vec<(usize, Pt, u8, String)>,
    /// Section that each page is in.
    pub sections: Vec<String>,
}

/// Breaks a flow into pages and puts everything in its place.
pub fn body(flow: &mut Flow<'_, '_>, notes: &mut [Vec<Strip>]) -> Body {
    let style = flow.style();
    let heights = [style.text_height(), style.turned().text_height()];
    let paginator = Paginator::new(&flow.strips, &flow.grounds, &flow.heads, notes, heights);
    let (sheets, too_tall) = paginator.run();
    for at in too_tall {
        flow.span = flow.strips.get(at).and_then(|s| s.span);
        flow.error("PP0603", String::from("this is taller than a page"), "divide it");
    }
    let mut strips = std::mem::take(&mut flow.strips);
    let origin = Point::new(style.margin_side, style.margin_top);
    let mut body = Body {
        canvases: Vec::new(),
        anchors: BTreeMap::new(),
        headings: Vec::new(),
        sections: Vec::new(),
    };
    let mut section = String::new();
    for (page, sheet) in sheets.iter().enumerate() {
        let mut canvas = Canvas { turned: sheet.turned, ..Canvas::default() };
        grounds(&mut canvas, sheet, &strips, flow, origin);
        let mut first = true;
        let mut named = None;
        for row in &sheet.rows {
            let Some(strip) = strips.get_mut(row.strip) else { continue };
            let at = Point::new(origin.x, origin.y + row.y);
            if let Some(part) = row.head {
                let head = strip.head.and_then(|h| flow.heads.get(h)).and_then(|h| h.get(part));
                if let Some(head) = head {
                    repeat(&mut canvas, head, at);
                }
                continue;
            }
            let place = Point::new(origin.x, origin.y + row.y);
            for anchor in &strip.anchors {
                body.anchors.entry(anchor.clone()).or_insert((page, place));
            }
            if let Some((level, label)) = &strip.heading {
                body.headings.push((page, place.y, *level, label.clone()));
                if *level <= 2 {
                    if first {
                        named = Some(label.clone());
                    }
                    section.clone_from(label);
                }
            }
            if first && named.is_none() {
                named = Some(section.clone());
            }
            first = false;
            canvas.strip(strip, at);
        }
        notes_on(&mut canvas, &mut body, page, sheet, notes, flow, origin);
        regroup(&mut canvas);
        body.sections.push(named.unwrap_or_else(|| section.clone()));
        body.canvases.push(canvas);
    }
    body
}

/// Brings the lines of a divided table row into reading order: cell by cell.
fn regroup(canvas: &mut Canvas) {
    // Blocks keep their order and items theirs; a block without cells has only cell 0.
    for block in canvas.items.chunk_by_mut(|(a, ..), (b, ..)| a.0 == b.0) {
        block.sort_by_key(|(key, ..)| *key);
    }
}

fn grounds(
    canvas: &mut Canvas,
    sheet: &Sheet,
    strips: &[Strip],
    flow: &Flow<'_, '_>,
    origin: Point,
) {
    let mut extents: BTreeMap<usize, (Pt, Pt)> = BTreeMap::new();
    for row in &sheet.rows {
        let Some(strip) = strips.get(row.strip) else { continue };
        let (mut top, mut bottom) =
            (row.y, row.y + if row.head.is_some() { 0.0 } else { strip.height });
        for at in strip.grounds.iter().rev() {
            let Some(ground) = flow.grounds.get(*at) else { continue };
            top -= ground.top;
            bottom += ground.bottom;
            let extent = extents.entry(*at).or_insert((top, bottom));
            *extent = (extent.0.min(top), extent.1.max(bottom));
        }
    }
    for (at, (top, bottom)) in extents {
        if let Some(ground) = flow.grounds.get(at) {
            paint(canvas, ground, origin, top, bottom);
        }
    }
}

fn paint(canvas: &mut Canvas, ground: &Ground, origin: Point, top: Pt, bottom: Pt) {
    let at = Point::new(origin.x + ground.left, origin.y + top);
    let size = Size::new((ground.right - ground.left).max(0.0), (bottom - top).max(0.0));
    if let Some(tint) = ground.tint {
        let shape = match ground.bar {
            Some(_) => Shape::rect(size, tint),
            None => Shape::rounded(size, ground.radius, tint),
        };
        canvas.back.push((at, FrameItem::Shape(shape)));
    }
    if let Some((color, width)) = ground.bar {
        let bar = Shape::rect(Size::new(width, size.height), color);
        canvas.back.push((at, FrameItem::Shape(bar)));
    }
}

/// A table's head on a page that the table goes on to: seen again, read once.
fn repeat(canvas: &mut Canvas, head: &Strip, at: Point) {
    let back = head.back.iter().map(|(p, item)| (shift(*p, at), item.clone()));
    let items = head.items.iter().filter(|(_, item, _)| {
        matches!(item, FrameItem::Text(_) | FrameItem::Shape(_) | FrameItem::Image(..))
    });
    canvas.back.extend(back);
    canvas.back.extend(items.map(|(p, item, _)| (shift(*p, at), item.clone())));
}

fn notes_on(
    canvas: &mut Canvas,
    body: &mut Body,
    page: usize,
    sheet: &Sheet,
    notes: &mut [Vec<Strip>],
    flow: &Flow<'_, '_>,
    origin: Point,
) {
    let Some((top, ..)) = sheet.notes.first() else { return };
    let style = flow.style();
    let rule = Shape::rect(Size::new(60.0, 0.5), style.colors.muted);
    let at = Point::new(origin.x, origin.y + top - NOTE_GAP / 2.0);
    canvas.back.push((at, FrameItem::Shape(rule)));
    for (y, note, strip) in &sheet.notes {
        let Some(strip) = notes.get_mut(*note).and_then(|n| n.get_mut(*strip)) else { continue };
        let place = Point::new(origin.x, origin.y + y);
        for anchor in &strip.anchors {
            body.anchors.entry(anchor.clone()).or_insert((page, place));
        }
        canvas.strip(strip, place);
    }
}

/// Bookmarks, nested by level.
pub fn outline(headings: &[(usize, Pt, u8, String)]) -> Vec<OutlineNode> {
    let mut roots: Vec<OutlineNode> = Vec::new();
    let mut path: Vec<u8> = Vec::new();
    for (page, y, level, title) in headings {
        while path.last().is_some_and(|last| last >= level) {
            path.pop();
        }
        let mut siblings = &mut roots;
        for _ in &path {
            // Every level on the path has a last node.
            if siblings.last().is_none() {
                break;
            }
            let Some(last) = siblings.last_mut() else { return Vec::new() };
            siblings = &mut last.children;
        }
        let node = OutlineNode { title: title.clone(), page: *page, y: *y, children: Vec::new() };
        siblings.push(node);
        path.push(*level);
    }
    roots
}

/// Whether all text of a page is on the paper; the place of what is not.
pub fn outside(page: &Page) -> Option<Point> {
    let inside = |x: Pt, low: Pt, high: Pt| x >= low - 0.5 && x <= high + 0.5;
    page.items.iter().find_map(|(at, item)| {
        let FrameItem::Text(run) = item else { return None };
        let space = run.text.chars().last().is_some_and(|c| c == ' ');
        let end = at.x + run.width() - if space { run.size } else { 0.0 };
        let fits = inside(at.x, 0.0, page.size.width)
            && inside(end, 0.0, page.size.width)
            && inside(at.y, 0.0, page.size.height);
        (!fits).then_some(*at)
    })
}

/// Lays out the footnotes, each a flow of its own.
pub fn notes(flow: &mut Flow<'_, '_>, input: &Input<'_>) -> Vec<Vec<Strip>> {
    let style = flow.style();
    let factor = (style.size / style.scale).max(style.small) / style.size;
    let (size, leading) = (flow.size, flow.leading);
    flow.size = size * factor;
    flow.leading = leading * factor;
    flow.in_note = true;
    let mut notes = Vec::new();
    for (index, note) in input.document.footnotes.iter().enumerate() {
        let from = flow.strips.len();
        flow.note(index, note);
        notes.push(flow.strips.split_off(from));
    }
    flow.size = size;
    flow.leading = leading;
    flow.in_note = false;
    notes
}
