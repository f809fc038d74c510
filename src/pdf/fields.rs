//! Fields to fill in and to sign: each is its own widget with an appearance, as PDF/A asks for
//! (ISO 19005-2, 6.4), and without scripts.

use super::annotations::PRINT;
use super::number;
use crate::layout::frame::{Field, FieldKind};
use lopdf::{
    Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary, text_string,
};

/// What a viewer sets text with that somebody types in: the size in points and black.
const APPEARANCE: &str = "/Helv 10 Tf 0 g";

/// Adds a field over an area (left, top, right and bottom in thousandths of a point).
pub(super) fn add(
    document: &mut Document,
    field: &Field,
    [left, top, right, bottom]: [i64; 4],
    page: ObjectId,
) -> ObjectId {
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
    match field.kind {
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
        FieldKind::Box(ticked) => {
            let state = if ticked { "Yes" } else { "Off" };
            widget.set("FT", "Btn");
            widget.set("V", state);
            widget.set("AS", state);
            let yes = appearance(document, width, height, &tick(width, height));
            let off = appearance(document, width, height, "");
            widget.set("AP", dictionary! { "N" => dictionary! { "Yes" => yes, "Off" => off } });
        }
    }
    document.add_object(widget)
}

/// A tick in a box of this size in thousandths of a point.
fn tick(width: i64, height: i64) -> String {
    let mut out = b"0.12 0.14 0.16 RG 1.3 w ".to_vec();
    for (x, y, operator) in [(20, 48, "m "), (42, 26, "l "), (82, 74, "l S\n")] {
        for value in [width * x / 100, height * y / 100] {
            number::push(&mut out, value);
            out.push(b' ');
        }
        out.extend(operator.as_bytes());
    }
    String::from_utf8(out).unwrap_or_default()
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
    let font = document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type1",
        "BaseFont" => "Helvetica",
        "Encoding" => "WinAnsiEncoding",
    });
    let fields: Vec<Object> = fields.into_iter().map(Object::Reference).collect();
    let form = dictionary! {
        "Fields" => fields,
        // There are fields to sign.
        "SigFlags" => 1,
        "DR" => dictionary! { "Font" => dictionary! { "Helv" => font } },
        "DA" => Object::String(APPEARANCE.as_bytes().to_vec(), StringFormat::Literal),
    };
    Some(Object::Reference(document.add_object(form)))
}
