//! A file that travels in the PDF (ISO 32000-1, 7.11.4; ISO 19005-3, 6.8).

use super::metadata::Metadata;
use lopdf::{Document, Object, ObjectId, Stream, dictionary, text_string};

/// A file that a PDF carries: what its pages were made from. A PDF with one is PDF/A-3, which is the
/// part that allows files of any kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// File name, without a folder.
    pub name: String,
    /// Media type, such as `application/json`.
    pub media_type: String,
    /// What is in it, for people.
    pub description: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// Adds a file; returns its specification, which the catalog has to name.
pub(super) fn add(
    document: &mut Document,
    attachment: &Attachment,
    metadata: &Metadata,
) -> ObjectId {
    let mut parameters = dictionary! { "Size" => attachment.bytes.len() as i64 };
    // Without a date of issue nothing in the file has one.
    if let Some(date) = metadata.date() {
        parameters.set("ModDate", Object::string_literal(date));
    }
    let dictionary = dictionary! {
        "Type" => "EmbeddedFile",
        "Subtype" => attachment.media_type.as_str(),
        "Params" => parameters,
    };
    let file = document.add_object(Stream::new(dictionary, attachment.bytes.clone()));
    document.add_object(dictionary! {
        "Type" => "Filespec",
        "F" => text_string(&attachment.name),
        "UF" => text_string(&attachment.name),
        "Desc" => text_string(&attachment.description),
        "AFRelationship" => "Source",
        "EF" => dictionary! { "F" => file, "UF" => file },
    })
}
