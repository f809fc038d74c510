//! Places that links and bookmarks lead to.

use super::{PdfError, number};
use crate::layout::frame::Pages;
use crate::layout::geom::{Point, Pt};
use lopdf::{Document, Object, ObjectId, StringFormat, dictionary};

/// Space left above a place when a viewer jumps to it, in points.
const AIR: Pt = 6.0;

/// Names in one leaf of the tree of destinations: a viewer reads only the leaf it needs.
const LEAF: usize = 64;

/// The place `y` points below the top of a page; `None` if there is no such page.
pub(super) fn place(pages: &Pages, ids: &[ObjectId], page: usize, y: Pt) -> Option<Object> {
    destination(pages, ids, page, Point::new(0.0, y))
}

fn destination(pages: &Pages, ids: &[ObjectId], page: usize, at: Point) -> Option<Object> {
    let size = pages.pages.get(page)?.size;
    let left = number::milli(at.x.max(0.0))?;
    let top = number::milli(size.height)? - number::milli((at.y - AIR).max(0.0))?;
    Some(Object::Array(vec![
        Object::Reference(*ids.get(page)?),
        "XYZ".into(),
        number::object(left),
        number::object(top.max(0)),
        // Keeps the reader's zoom.
        Object::Null,
    ]))
}

/// A destination's name as a string object.
pub(super) fn name(anchor: &str) -> Object {
    Object::String(anchor.as_bytes().to_vec(), StringFormat::Literal)
}

/// Adds the tree of named destinations; `None` if there are no anchors.
///
/// # Errors
/// An anchor on a page that does not exist.
pub(super) fn destinations(
    document: &mut Document,
    pages: &Pages,
    ids: &[ObjectId],
) -> Result<Option<ObjectId>, PdfError> {
    // The map is sorted by bytes, which is the order the tree asks for.
    let mut named: Vec<(&str, Object)> = Vec::with_capacity(pages.anchors.len());
    for (anchor, (page, at)) in &pages.anchors {
        let place = destination(pages, ids, *page, *at)
            .ok_or_else(|| PdfError::Place(format!("#{anchor}")))?;
        named.push((anchor, place));
    }
    let names = |leaf: &[(&str, Object)]| -> Vec<Object> {
        leaf.iter().flat_map(|(anchor, place)| [name(anchor), place.clone()]).collect()
    };
    let root = match named.len() {
        0 => return Ok(None),
        1..=LEAF => dictionary! { "Names" => names(&named) },
        _ => {
            let mut kids: Vec<Object> = Vec::new();
            for leaf in named.chunks(LEAF) {
                let (Some((first, _)), Some((last, _))) = (leaf.first(), leaf.last()) else {
                    continue;
                };
                kids.push(Object::Reference(document.add_object(dictionary! {
                    "Limits" => vec![name(first), name(last)],
                    "Names" => names(leaf),
                })));
            }
            dictionary! { "Kids" => kids }
        }
    };
    Ok(Some(document.add_object(root)))
}
