//! Annotations: links and the fields of a form.

use super::places::name;
use super::{PdfError, fields, number};
use crate::layout::frame::{FrameItem, LinkTarget, OutlineNode, Page, Pages};
use crate::layout::geom::{Point, Size};
use crate::layout::structure::ElementId;
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary, text_string};

/// Flag of an annotation that is printed (ISO 32000-1, table 165).
pub(super) const PRINT: i64 = 4;

/// The annotations of a page, in reading order.
#[derive(Debug, Default)]
pub(super) struct Annotations {
    /// All of them.
    pub all: Vec<ObjectId>,
    /// Links with their elements; one a page for each element, however many lines it is on.
    pub links: Vec<(ElementId, ObjectId)>,
    /// Fields.
    pub fields: Vec<ObjectId>,
}

/// A link being collected.
struct Link<'a> {
    element: ElementId,
    target: &'a LinkTarget,
    /// Left, top, right and bottom of each of its rectangles, in thousandths of a point.
    areas: Vec<[i64; 4]>,
}

/// Adds a page's annotations; `number` counts from 1, `page_id` is the page's object.
///
/// # Errors
/// A link to an address of another kind or to an anchor that does not exist.
pub(super) fn add(
    document: &mut Document,
    pages: &Pages,
    page: &Page,
    page_id: ObjectId,
    number: usize,
    looks: &mut fields::Looks,
) -> Result<Annotations, PdfError> {
    enum Found<'a> {
        Link(Link<'a>),
        Field(ObjectId),
    }
    let mut found: Vec<Found<'_>> = Vec::new();
    for (at, item) in &page.items {
        match item {
            FrameItem::Link(size, target, element) => {
                let area = area(page, *at, *size).ok_or(PdfError::Number { page: number })?;
                let same = found.iter_mut().rev().find_map(|found| match found {
                    Found::Link(link) if link.element == *element => Some(link),
                    _ => None,
                });
                match same {
                    Some(link) => link.areas.push(area),
                    None => {
                        let areas = vec![area];
                        found.push(Found::Link(Link { element: *element, target, areas }));
                    }
                }
            }
            FrameItem::Field(size, field, _) => {
                let area = area(page, *at, *size).ok_or(PdfError::Number { page: number })?;
                let field = fields::add(document, field, area, page_id, looks);
                found.push(Found::Field(field.ok_or(PdfError::Number { page: number })?));
            }
            _ => {}
        }
    }
    let mut annotations = Annotations::default();
    for one in found {
        match one {
            Found::Link(link) => {
                let id = add_link(document, pages, &link, number)?;
                annotations.links.push((link.element, id));
                annotations.all.push(id);
            }
            Found::Field(id) => {
                annotations.fields.push(id);
                annotations.all.push(id);
            }
        }
    }
    Ok(annotations)
}

fn add_link(
    document: &mut Document,
    pages: &Pages,
    link: &Link<'_>,
    number: usize,
) -> Result<ObjectId, PdfError> {
    let (action, contents) = match link.target {
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
            let contents = match anchor.strip_prefix("footnote:") {
                Some(mark) => Some(mark.to_owned()),
                None => section(&pages.outline, place).map(str::to_owned),
            };
            let contents = contents.unwrap_or_else(|| anchor.clone());
            (dictionary! { "S" => "GoTo", "D" => name(anchor) }, contents)
        }
    };
    let mut annotation = rectangles(&link.areas);
    annotation.set("Contents", text_string(&contents));
    annotation.set("A", action);
    Ok(document.add_object(annotation))
}

/// An annotation over rectangles, without its target.
fn rectangles(areas: &[[i64; 4]]) -> Dictionary {
    let numbers =
        |values: &[i64]| values.iter().copied().map(number::object).collect::<Vec<Object>>();
    let (mut bounds, mut points) = ([i64::MAX, i64::MAX, i64::MIN, i64::MIN], Vec::new());
    for &[left, top, right, bottom] in areas {
        let [x0, y0, x1, y1] = bounds;
        bounds = [x0.min(left), y0.min(bottom), x1.max(right), y1.max(top)];
        // The order that viewers follow, which is not the one that the standard draws.
        points.extend([left, top, right, top, left, bottom, right, bottom]);
    }
    dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => numbers(&bounds),
        "QuadPoints" => numbers(&points),
        "Border" => numbers(&[0, 0, 0]),
        "F" => PRINT,
    }
}

/// Left, top, right and bottom of a rectangle, in thousandths of a point from the page's lower left
/// corner.
fn area(page: &Page, at: Point, size: Size) -> Option<[i64; 4]> {
    let height = number::milli(page.size.height)?;
    let left = number::milli(at.x)?;
    let right = number::milli(at.x + size.width)?;
    let top = height - number::milli(at.y)?;
    let bottom = height - number::milli(at.y + size.height)?;
    Some([left, top, right, bottom])
}

/// The bookmark of the section that an anchor is in, or opens.
fn section<'a>(nodes: &'a [OutlineNode], place: &(usize, Point)) -> Option<&'a str> {
    let before = |node: &OutlineNode| {
        node.page < place.0 || node.page == place.0 && node.y < place.1.y + 1.0
    };
    // The headings of a level stand in order, and those below one come after it.
    let node = nodes.get(nodes.partition_point(before).checked_sub(1)?)?;
    section(&node.children, place).or(Some(&node.title))
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
    fn a_link_says_the_section_it_leads_to() {
        let node = |title: &str, page, y, children| OutlineNode {
            title: title.to_owned(),
            page,
            y,
            children,
        };
        let inner = vec![node("1.1", 2, 300.0, vec![]), node("1.2", 3, 80.0, vec![])];
        let nodes = [node("1", 2, 80.0, inner), node("2", 5, 80.0, vec![])];
        let said = |page, y| section(&nodes, &(page, Point::new(70.0, y)));
        // A heading itself, a clause below it, on later pages, before all of them.
        assert_eq!(said(2, 80.0), Some("1"));
        assert_eq!(said(2, 200.0), Some("1"));
        assert_eq!(said(2, 300.4), Some("1.1"));
        assert_eq!(said(4, 500.0), Some("1.2"));
        assert_eq!(said(9, 80.0), Some("2"));
        assert_eq!(said(1, 80.0), None);
    }

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
