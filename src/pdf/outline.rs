//! What a viewer shows beside the pages: bookmarks and page labels.

use super::{PdfError, places};
use crate::layout::frame::{OutlineNode, Pages};
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary, text_string};

/// Levels that are open when the document is opened: chapters show their sections.
const OPEN_LEVELS: usize = 1;

/// Adds the bookmarks; `None` if there are none.
///
/// # Errors
/// A bookmark on a page that does not exist.
pub(super) fn add(
    document: &mut Document,
    pages: &Pages,
    ids: &[ObjectId],
) -> Result<Option<ObjectId>, PdfError> {
    if pages.outline.is_empty() {
        return Ok(None);
    }
    let root = document.new_object_id();
    let (mut dictionary, shown) = level(document, pages, ids, &pages.outline, root, 0)?;
    dictionary.set("Type", "Outlines");
    dictionary.set("Count", shown);
    document.set_object(root, dictionary);
    Ok(Some(root))
}

/// Adds the bookmarks of one level; returns the parent's `First` and `Last` and how many lines the
/// level takes up when its parent is open.
fn level(
    document: &mut Document,
    pages: &Pages,
    ids: &[ObjectId],
    nodes: &[OutlineNode],
    parent: ObjectId,
    depth: usize,
) -> Result<(Dictionary, i64), PdfError> {
    let items: Vec<ObjectId> = nodes.iter().map(|_| document.new_object_id()).collect();
    let mut shown = 0;
    for (at, (node, id)) in nodes.iter().zip(&items).enumerate() {
        let place = places::place(pages, ids, node.page, node.y)
            .ok_or_else(|| PdfError::Place(node.title.clone()))?;
        let mut item = dictionary! {
            "Title" => text_string(&node.title),
            "Parent" => parent,
            "Dest" => place,
        };
        if let Some(previous) = at.checked_sub(1).and_then(|at| items.get(at)) {
            item.set("Prev", *previous);
        }
        if let Some(next) = items.get(at + 1) {
            item.set("Next", *next);
        }
        shown += 1;
        if !node.children.is_empty() {
            let (ends, below) = level(document, pages, ids, &node.children, *id, depth + 1)?;
            item.extend(&ends);
            let open = depth < OPEN_LEVELS;
            // A negative count closes the bookmark.
            item.set("Count", if open { below } else { -below });
            shown += if open { below } else { 0 };
        }
        document.set_object(*id, item);
    }
    let mut ends = Dictionary::new();
    if let (Some(first), Some(last)) = (items.first(), items.last()) {
        ends.set("First", *first);
        ends.set("Last", *last);
    }
    Ok((ends, shown))
}

/// Page labels: i, ii, iii for the front, then 1, 2, 3.
pub(super) fn labels(pages: &Pages) -> Dictionary {
    let front = pages.front.min(pages.pages.len());
    let mut numbers: Vec<Object> = Vec::new();
    let mut add = |from: usize, style: &str| {
        numbers.push(Object::Integer(from as i64));
        numbers.push(Object::Dictionary(dictionary! { "S" => style }));
    };
    if front > 0 {
        add(0, "r");
    }
    if front < pages.pages.len() {
        add(front, "D");
    }
    dictionary! { "Nums" => numbers }
}
