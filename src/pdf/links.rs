//! Links and the places they lead to.

use super::{PdfError, number};
use crate::layout::frame::{FrameItem, LinkTarget, OutlineNode, Page, Pages};
use crate::layout::geom::{Point, Pt, Size};
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary, text_string};

/// Space left above a place when a viewer jumps to it, in points.
const AIR: Pt = 6.0;

/// Names in one leaf of the tree of destinations: a viewer reads only the leaf it needs.
const LEAF: usize = 64;

/// Flag of an annotation that is printed (ISO 32000-1, table 165).
const PRINT: i64 = 4;

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
fn name(anchor: &str) -> Object {
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

/// Adds a page's link annotations; `number` counts from 1.
///
/// # Errors
/// A link to an address of another kind or to an anchor that does not exist.
pub(super) fn annotations(
    document: &mut Document,
    pages: &Pages,
    page: &Page,
    number: usize,
) -> Result<Vec<Object>, PdfError> {
    let mut annotations = Vec::new();
    for (at, item) in &page.items {
        let FrameItem::Link(size, target) = item else { continue };
        let (action, contents) = match target {
            LinkTarget::Url(url) => {
                let uri =
                    uri(url).ok_or_else(|| PdfError::Scheme { page: number, url: url.clone() })?;
                let uri = Object::String(uri.into_bytes(), StringFormat::Literal);
                (dictionary! { "S" => "URI", "URI" => uri }, url.clone())
            }
            LinkTarget::Anchor(anchor) => {
                let place = pages
                    .anchors
                    .get(anchor)
                    .ok_or_else(|| PdfError::Anchor { page: number, anchor: anchor.clone() })?;
                let contents = heading(&pages.outline, place).unwrap_or_else(|| anchor.clone());
                (dictionary! { "S" => "GoTo", "D" => name(anchor) }, contents)
            }
        };
        let mut annotation = area(page, *at, *size).ok_or(PdfError::Number { page: number })?;
        annotation.set("Contents", text_string(&contents));
        annotation.set("A", action);
        annotations.push(Object::Reference(document.add_object(annotation)));
    }
    Ok(annotations)
}

/// An annotation over a rectangle, without its target.
fn area(page: &Page, at: Point, size: Size) -> Option<Dictionary> {
    let left = number::milli(at.x)?;
    let right = number::milli(at.x + size.width)?;
    let top = number::milli(page.size.height)? - number::milli(at.y)?;
    let bottom = number::milli(page.size.height)? - number::milli(at.y + size.height)?;
    let numbers = |values: &[i64]| values.iter().copied().map(number::object).collect::<Vec<_>>();
    Some(dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => numbers(&[left, bottom, right, top]),
        // The order that viewers follow, which is not the one that the standard draws.
        "QuadPoints" => numbers(&[left, top, right, top, left, bottom, right, bottom]),
        "Border" => numbers(&[0, 0, 0]),
        "F" => PRINT,
    })
}

/// The bookmark of an anchor's heading: the one on its page that starts where the anchor is.
fn heading(nodes: &[OutlineNode], place: &(usize, Point)) -> Option<String> {
    nodes.iter().find_map(|node| {
        let here = node.page == place.0 && (node.y - place.1.y).abs() < 1.0;
        if here { Some(node.title.clone()) } else { heading(&node.children, place) }
    })
}

/// An address in the seven bits a PDF allows; `None` if its kind is not allowed or it holds a control
/// character.
fn uri(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once(':')?;
    let allowed =
        ["https", "http", "mailto", "tel"].iter().any(|known| known.eq_ignore_ascii_case(scheme));
    if !allowed || rest.is_empty() || url.chars().any(char::is_control) {
        return None;
    }
    let mut uri = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_cannot_run_anything() {
        assert_eq!(uri("HTTPS://a.example/").as_deref(), Some("HTTPS://a.example/"));
        assert_eq!(uri("tel:+49 30 1").as_deref(), Some("tel:+49%2030%201"));
        assert_eq!(uri("https://a.example/ä").as_deref(), Some("https://a.example/%C3%A4"));
        for bad in
            ["javascript:alert(1)", "file:///etc/passwd", "//a", "https:", "data:x", "http://a\nb"]
        {
            assert_eq!(uri(bad), None, "{bad}");
        }
    }
}
