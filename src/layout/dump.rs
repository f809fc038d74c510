//! Pages as text that a reviewer can read: one line for each text run and for each change of
//! marked content.

use super::frame::{CheckBox, FieldKind, FrameItem, LinkTarget, OutlineNode, Pages, Tag};
use super::reading::{Kid, Reading};
use super::structure::{ElementId, Part};
use crate::font::Book;
use std::fmt::Write as _;

/// The dump: place, face, size and text of every run, in painting order. Shapes are only counted.
pub fn dump(pages: &Pages, book: &Book) -> String {
    let mut out = String::new();
    for (number, page) in pages.pages.iter().enumerate() {
        let size = page.size;
        let _ = writeln!(out, "page {} {:.1}x{:.1}", number + 1, size.width, size.height);
        let mut depth = 1;
        let mut shapes = 0;
        for (at, item) in &page.items {
            if !matches!(item, FrameItem::Shape(_)) && shapes > 0 {
                let _ = writeln!(out, "{}{shapes} shapes", "  ".repeat(depth));
                shapes = 0;
            }
            let pad = "  ".repeat(depth);
            match item {
                FrameItem::Text(run) => {
                    let face = book.face(run.face).map_or("?", |f| f.postscript_name.as_str());
                    let (x, y, text) = (at.x, at.y, &run.text);
                    let _ = writeln!(out, "{pad}{x:.1} {y:.1} {face} {:.1} {text:?}", run.size);
                }
                FrameItem::Shape(_) => shapes += 1,
                FrameItem::Image(_, size) => {
                    let _ = writeln!(out, "{pad}image {:.1}x{:.1}", size.width, size.height);
                }
                FrameItem::Link(_, target, _) => {
                    let target = match target {
                        LinkTarget::Url(url) => url.clone(),
                        LinkTarget::Anchor(anchor) => format!("#{anchor}"),
                    };
                    let _ = writeln!(out, "{pad}link {target}");
                }
                FrameItem::Field(_, field, _) => {
                    let kind = match &field.kind {
                        FieldKind::Signature => "Signature",
                        FieldKind::Text => "Text",
                        FieldKind::Box(CheckBox { checked: true, .. }) => "Box ticked",
                        FieldKind::Box(_) => "Box",
                    };
                    let _ = writeln!(out, "{pad}field {kind} {}", field.name);
                }
                FrameItem::Begin(tag) => {
                    let _ = writeln!(out, "{pad}{}", name(pages, tag));
                    depth += 1;
                }
                FrameItem::End => depth = depth.saturating_sub(1).max(1),
            }
        }
        if shapes > 0 {
            let _ = writeln!(out, "{}{shapes} shapes", "  ".repeat(depth));
        }
    }
    nodes(&pages.outline, 0, &mut out);
    out
}

fn nodes(outline: &[OutlineNode], depth: usize, out: &mut String) {
    for node in outline {
        let pad = "  ".repeat(depth);
        let _ = writeln!(out, "{pad}- {} … {}", node.title, node.page + 1);
        nodes(&node.children, depth + 1, out);
    }
}

fn name(pages: &Pages, tag: &Tag) -> String {
    match tag {
        Tag::ActualText(text) => format!("actual text {text:?}"),
        Tag::Artifact => String::from("artifact"),
        Tag::Element(id) => pages.structure.get(*id).map_or("?", |e| e.role.name()).to_owned(),
    }
}

/// The words of one part of the document in the order of the pages. A divided word is whole again:
/// its hyphen is an artifact between its halves.
pub fn text(pages: &Pages, part: Part) -> String {
    let mut out = String::new();
    // A divided word may go on on the next page.
    let mut broken = false;
    let mut block = None;
    for page in &pages.pages {
        let mut stack: Vec<(&Tag, Part)> = Vec::new();
        for (_, item) in &page.items {
            match item {
                FrameItem::Begin(tag) => {
                    let own = pages.part(tag);
                    if let Tag::Element(id) = tag
                        && own == part
                    {
                        let around = Some(pages.structure.block(*id));
                        let new = std::mem::replace(&mut block, around) != around;
                        if new && !broken && !out.is_empty() && !out.ends_with(char::is_whitespace)
                        {
                            out.push('\n');
                        }
                        broken = false;
                    }
                    if let (Tag::ActualText(actual), Some((_, outer))) = (tag, stack.last())
                        && *outer == part
                    {
                        out.push_str(actual);
                    }
                    stack.push((tag, own));
                }
                FrameItem::End => {
                    stack.pop();
                }
                FrameItem::Text(run) => match stack.last() {
                    Some((Tag::Element(_), own)) if *own == part => out.push_str(&run.text),
                    Some((Tag::Artifact, _)) => broken |= run.text == "-",
                    _ => {}
                },
                _ => {}
            }
        }
    }
    out
}

/// The structure tree: one line for each element, with the words of its content.
pub fn structure(pages: &Pages) -> String {
    let contents: Vec<Vec<String>> = pages.pages.iter().map(contents_of).collect();
    let reading = Reading::of(pages);
    let mut out = String::new();
    // Depth and what stands there, the next last.
    let mut open = vec![(0, Kid::Element(ElementId::ROOT))];
    while let Some((depth, kid)) = open.pop() {
        let pad = "  ".repeat(depth);
        let _ = match kid {
            Kid::Element(id) => {
                let Some(element) = pages.structure.get(id) else { continue };
                let kids = reading.kids.get(id.index()).map(Vec::as_slice).unwrap_or_default();
                open.extend(kids.iter().rev().map(|kid| (depth + 1, *kid)));
                let mut line = element.role.name().to_owned();
                for (key, value) in
                    [("alt", &element.alt), ("for", &element.actual), ("lang", &element.language)]
                {
                    if !value.is_empty() {
                        let _ = write!(line, " {key}={value:?}");
                    }
                }
                writeln!(out, "{pad}{line}")
            }
            Kid::Content(page, number) => {
                let words = contents.get(page).and_then(|page| page.get(number as usize));
                writeln!(out, "{pad}{:?}", words.map(String::as_str).unwrap_or_default())
            }
            Kid::Link(page) => writeln!(out, "{pad}link on page {}", page + 1),
            Kid::Field(page, _) => writeln!(out, "{pad}field on page {}", page + 1),
        };
    }
    out
}

/// The words of each piece of marked content of a page.
fn contents_of(page: &super::frame::Page) -> Vec<String> {
    let mut contents: Vec<String> = Vec::new();
    let mut stack: Vec<&Tag> = Vec::new();
    for (_, item) in &page.items {
        match item {
            FrameItem::Begin(tag) => {
                match tag {
                    Tag::Element(_) => contents.push(String::new()),
                    Tag::ActualText(text) if matches!(stack.last(), Some(Tag::Element(_))) => {
                        contents.last_mut().into_iter().for_each(|last| last.push_str(text));
                    }
                    _ => {}
                }
                stack.push(tag);
            }
            FrameItem::End => drop(stack.pop()),
            FrameItem::Text(run) if matches!(stack.last(), Some(Tag::Element(_))) => {
                contents.last_mut().into_iter().for_each(|last| last.push_str(&run.text));
            }
            _ => {}
        }
    }
    contents
}
