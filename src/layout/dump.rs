//! Pages as text that a reviewer can read: one line for each text run and for each change of
//! marked content.

use super::frame::{FrameItem, LinkTarget, OutlineNode, Pages, Tag};
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
                FrameItem::Link(_, target) => {
                    let target = match target {
                        LinkTarget::Url(url) => url.clone(),
                        LinkTarget::Anchor(anchor) => format!("#{anchor}"),
                    };
                    let _ = writeln!(out, "{pad}link {target}");
                }
                FrameItem::Begin(tag) => {
                    let _ = writeln!(out, "{pad}{}", name(tag));
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

fn name(tag: &Tag) -> String {
    match tag {
        Tag::ActualText(text) => format!("actual text {text:?}"),
        other => format!("{other:?}").to_lowercase(),
    }
}

/// The words of one kind of content in reading order. A divided word is whole again: its hyphen is
/// an artifact between its halves.
pub fn text(pages: &Pages, tag: &Tag) -> String {
    let mut out = String::new();
    // A divided word may go on on the next page.
    let mut broken = false;
    for page in &pages.pages {
        let mut stack: Vec<&Tag> = Vec::new();
        for (_, item) in &page.items {
            match item {
                FrameItem::Begin(inner) => {
                    if inner == tag && stack.is_empty() {
                        if !broken && !out.is_empty() && !out.ends_with(char::is_whitespace) {
                            out.push('\n');
                        }
                        broken = false;
                    }
                    if let (Tag::ActualText(actual), Some(true)) =
                        (inner, stack.last().map(|t| *t == tag))
                    {
                        out.push_str(actual);
                    }
                    stack.push(inner);
                }
                FrameItem::End => {
                    stack.pop();
                }
                FrameItem::Text(run) if stack.last() == Some(&tag) => out.push_str(&run.text),
                FrameItem::Text(run) if stack.last() == Some(&&Tag::Artifact) => {
                    broken |= run.text == "-";
                }
                _ => {}
            }
        }
    }
    out
}
