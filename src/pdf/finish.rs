//! From printpdf's document to the file: what it lacks is added, what nothing refers to is dropped,
//! objects are numbered and compressed, and the file's identity is made from its bytes.

use super::PdfError;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Document, Object, ObjectId, SaveOptions, StringFormat};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Write;

/// Flate level: above 6 the file hardly shrinks and the time doubles.
const LEVEL: u32 = 6;

/// Bytes of an identifier, as in a file whose identifier is an MD5 sum.
const ID_LENGTH: usize = 16;

/// Gives a document's dictionary object.
pub(super) fn dictionary<'a>(
    document: &'a mut Document,
    id: ObjectId,
    what: &'static str,
) -> Result<&'a mut Dictionary, PdfError> {
    document.get_object_mut(id).and_then(Object::as_dict_mut).map_err(|_| PdfError::Skeleton(what))
}

/// Writes a complete document.
///
/// # Errors
/// If the document cannot be written as it is.
pub(super) fn write(mut document: Document) -> Result<Vec<u8>, PdfError> {
    document.version = String::from("1.7");
    drop_unreachable(&mut document);
    compress(&mut document);
    // The identifier is the digest of the file with zeros in its place.
    let blank = Object::String(vec![0; ID_LENGTH], StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![blank.clone(), blank]);
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(200)
        .compression_level(LEVEL)
        .build();
    let mut file = Vec::with_capacity(256 * 1024);
    document.save_with_options(&mut file, options).map_err(|_| PdfError::Skeleton("file"))?;
    file.push(b'\n');
    identify(&mut file)?;
    Ok(file)
}

/// Puts the digest of the file in the place of the blank identifier.
fn identify(file: &mut [u8]) -> Result<(), PdfError> {
    let digit = "00".repeat(ID_LENGTH);
    let blank = format!("/ID[<{digit}><{digit}>]");
    let at = file
        .windows(blank.len())
        .rposition(|window| window == blank.as_bytes())
        .ok_or(PdfError::Skeleton("identifier"))?;
    let digest: String =
        Sha256::digest(&*file).iter().take(ID_LENGTH).map(|byte| format!("{byte:02X}")).collect();
    let id = format!("/ID[<{digest}><{digest}>]");
    if let Some(place) = file.get_mut(at..at + id.len()) {
        place.copy_from_slice(id.as_bytes());
    }
    Ok(())
}

/// Drops what the trailer does not lead to and numbers the rest from 1, in the order it has.
fn drop_unreachable(document: &mut Document) {
    let mut numbers: BTreeMap<ObjectId, ObjectId> = BTreeMap::new();
    let mut found: Vec<ObjectId> = Vec::new();
    references(&mut document.trailer, &mut |id| found.push(*id));
    while let Some(id) = found.pop() {
        if let Some(object) = document.objects.get_mut(&id)
            && numbers.insert(id, id).is_none()
        {
            references_of(object, &mut |id| found.push(*id));
        }
    }
    for (new, number) in numbers.values_mut().zip(1..) {
        *new = (number, 0);
    }
    let mut renumber = |id: &mut ObjectId| *id = numbers.get(id).copied().unwrap_or(*id);
    references(&mut document.trailer, &mut renumber);
    document.objects = std::mem::take(&mut document.objects)
        .into_iter()
        .filter_map(|(id, mut object)| {
            let id = *numbers.get(&id)?;
            let mut renumber = |id: &mut ObjectId| *id = numbers.get(id).copied().unwrap_or(*id);
            references_of(&mut object, &mut renumber);
            Some((id, object))
        })
        .collect();
    document.max_id = document.objects.len() as u32;
}

/// Calls `visit` with every reference inside a dictionary.
fn references(dictionary: &mut Dictionary, visit: &mut dyn FnMut(&mut ObjectId)) {
    dictionary.iter_mut().for_each(|(_, value)| references_of(value, visit));
}

/// Calls `visit` with every reference inside an object.
fn references_of(object: &mut Object, visit: &mut dyn FnMut(&mut ObjectId)) {
    match object {
        Object::Reference(id) => visit(id),
        Object::Array(array) => array.iter_mut().for_each(|value| references_of(value, visit)),
        Object::Dictionary(dictionary) => references(dictionary, visit),
        Object::Stream(stream) => references(&mut stream.dict, visit),
        _ => {}
    }
}

/// Compresses every stream that wants it and gains from it.
fn compress(document: &mut Document) {
    let mut streams: Vec<_> = document
        .objects
        .values_mut()
        .filter_map(|object| object.as_stream_mut().ok())
        .filter(|stream| stream.allows_compression && !stream.dict.has(b"Filter"))
        .collect();
    streams.par_iter_mut().for_each(|stream| {
        if let Some(small) = deflate(&stream.content)
            && small.len() < stream.content.len()
        {
            stream.set_content(small);
            stream.dict.set("Filter", "FlateDecode");
        }
    });
}

fn deflate(data: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(data.len() / 2), Compression::new(LEVEL));
    encoder.write_all(data).ok()?;
    encoder.finish().ok()
}
