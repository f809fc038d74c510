//! Fields to fill in and to sign: each is its own widget with an appearance, as PDF/A asks for
//! (ISO 19005-2, 6.4), and without scripts.

use super::annotations::PRINT;
use super::content::Content;
use super::number;
use crate::layout::frame::{Field, FieldKind, Shape};
use crate::layout::geom::Point;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary, text_string};
use std::collections::BTreeMap;

/// What a viewer sets text with that somebody types in: the size in points and black.
const APPEARANCE: &str = "/Helv 10 Tf 0 g";

/// Looks of boxes by width, height and content: a list of a thousand boxes has a few.
#[derive(Debug, Default)]
pub(super) struct Looks(BTreeMap<(i64, i64, String), ObjectId>);

impl Looks {
    fn get(&mut self, document: &mut Document, size: (i64, i64), content: String) -> ObjectId {
        let (width, height) = size;
        let key = (width, height, content);
        *self
            .0
            .entry(key)
            .or_insert_with_key(|(_, _, content)| appearance(document, width, height, content))
    }
}

/// Adds a field over an area (left, top, right and bottom in thousandths of a point); `None` if its
/// look cannot be written.
pub(super) fn add(
    document: &mut Document,
    field: &Field,
    [left, top, right, bottom]: [i64; 4],
    page: ObjectId,
    looks: &mut Looks,
) -> Option<ObjectId> {
    let (width, height) = (right - left, top - bottom);
    let rect: Vec<Object> = [left, bottom, right, top].map(number::object).into();
    let mut widget = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Widget",
        "Rect" => rect,
        "F" => PRINT,
        "P" => page,
        "T" => text_string(&field.name),
        "TU" => text_string(&field.tooltip),
    };
    match &field.kind {
        FieldKind::Signature => {
            widget.set("FT", "Sig");
            let normal = appearance(document, width, height, "");
            widget.set("AP", dictionary! { "N" => normal });
        }
        FieldKind::Text => {
            widget.set("FT", "Tx");
            widget.set("DA", Object::string_literal(APPEARANCE));
            let normal = appearance(document, width, height, "/Tx BMC\nEMC\n");
            widget.set("AP", dictionary! { "N" => normal });
        }
        FieldKind::Box(check) => {
            let state = if check.checked { "Yes" } else { "Off" };
            widget.set("FT", "Btn");
            widget.set("V", state);
            widget.set("AS", state);
            let on = looks.get(document, (width, height), look(&check.on, height)?);
            let off = looks.get(document, (width, height), look(&check.off, height)?);
            widget.set("AP", dictionary! { "N" => dictionary! { "Yes" => on, "Off" => off } });
        }
    }
    Some(document.add_object(widget))
}

/// Shapes in a field of this height in thousandths of a point.
fn look(shapes: &[(Point, Shape)], height: i64) -> Option<String> {
    let mut content = Content::new(height as f32 / 1000.0);
    for (at, shape) in shapes {
        content.shape(*at, shape);
    }
    if content.broken { None } else { String::from_utf8(content.finish()).ok() }
}

/// What a field looks like; its size in thousandths of a point.
fn appearance(document: &mut Document, width: i64, height: i64, content: &str) -> ObjectId {
    let bounds: Vec<Object> = [0, 0, width, height].map(number::object).into();
    let dictionary = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => bounds,
        "Resources" => Dictionary::new(),
    };
    document.add_object(Stream::new(dictionary, content.as_bytes().to_vec()))
}

/// The form that all fields belong to; `None` without fields.
pub(super) fn form(document: &mut Document, fields: Vec<ObjectId>) -> Option<Object> {
    if fields.is_empty() {
        return None;
    }
    let has = |kind: &[u8]| {
        fields.iter().any(|id| {
            let field = document.get_dictionary(*id).and_then(|field| field.get(b"FT"));
            field.and_then(Object::as_name).is_ok_and(|name| name == kind)
        })
    };
    let (signatures, texts) = (has(b"Sig"), has(b"Tx"));
    let fields: Vec<Object> = fields.into_iter().map(Object::Reference).collect();
    let mut form = dictionary! { "Fields" => fields };
    if signatures {
        form.set("SigFlags", 1);
    }
    if texts {
        let font = document.add_object(dictionary! {
            "Type" => "Font",
            "Subtype" => "Type1",
            "BaseFont" => "Helvetica",
            "Encoding" => "WinAnsiEncoding",
        });
        form.set("DR", dictionary! { "Font" => dictionary! { "Helv" => font } });
        form.set("DA", Object::string_literal(APPEARANCE));
    }
    Some(Object::Reference(document.add_object(form)))
}
