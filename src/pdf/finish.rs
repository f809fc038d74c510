//! From printpdf's document to the file: what nothing refers to is dropped, objects are numbered,
//! packed and compressed, and the file's identity is made from its bytes.

use super::PdfError;
use super::serial::{self, Numbers};
use super::structure::Tree;
use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::cell::RefCell;

/// Flate level: of the terms, 6 takes half as long again for 9 % less, 1 half as long for 30 % more.
const LEVEL: u32 = 2;

/// Objects packed into one stream (ISO 32000-1, 7.5.7): fewer compress worse, a reader unpacks all.
const PACKED: usize = 200;

/// Bytes of an identifier, as in a file whose identifier is an MD5 sum.
const ID_LENGTH: usize = 16;

/// First bytes: the version, and a comment that says the file is binary (7.5.2).
const HEADER: &[u8] = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";

/// Gives a document's dictionary object.
pub(super) fn dictionary<'a>(
    document: &'a mut Document,
    id: ObjectId,
    what: &'static str,
) -> Result<&'a mut Dictionary, PdfError> {
    document.get_object_mut(id).and_then(Object::as_dict_mut).map_err(|_| PdfError::Skeleton(what))
}

/// Where an object is.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// At a byte of the file.
    At(usize),
    /// In a stream of objects: the stream's number and the place in it.
    Packed(u32, usize),
}

/// What goes into streams of objects.
#[derive(Debug, Clone, Copy)]
enum Packed<'a> {
    /// An object of the document.
    Object(&'a Object),
    /// An element of the structure tree, by its index.
    Element(usize),
}

/// Writes a complete document with its structure tree.
///
/// # Errors
/// If the document has no catalog, or an element refers to what is missing.
pub(super) fn write(mut document: Document, tree: &Tree<'_>) -> Result<Vec<u8>, PdfError> {
    compress(&mut document);
    let (mut numbers, kept) = reachable(&document);
    let mut packed: Vec<(u32, Packed<'_>)> = kept
        .iter()
        .filter(|(_, object)| object.as_stream().is_err())
        .map(|(number, object)| (*number, Packed::Object(object)))
        .collect();
    let mut first = kept.len() + 1;
    for (at, id) in tree.elements() {
        let number = u32::try_from(first).unwrap_or(u32::MAX);
        numbers.set(id, number);
        packed.push((number, Packed::Element(at)));
        first += 1;
    }
    let streams: Vec<Vec<u8>> = packed
        .par_chunks(PACKED)
        .map(|chunk| pack(chunk, tree, &numbers))
        .collect::<Result<_, _>>()?;
    let total = first + streams.len();
    let mut places: Vec<Option<Place>> = vec![None; total];
    let mut set = |number: u32, place| {
        if let Some(slot) = places.get_mut(number as usize) {
            *slot = Some(place);
        }
    };
    let mut file = Vec::with_capacity(512 * 1024);
    file.extend(HEADER);
    for (number, object) in &kept {
        if let Object::Stream(stream) = object {
            set(*number, Place::At(file.len()));
            push_stream(&mut file, *number, &stream.dict, &stream.content, &numbers);
        }
    }
    for ((nth, stream), objects) in streams.iter().enumerate().zip(packed.chunks(PACKED)) {
        let number = u32::try_from(first + nth).unwrap_or(u32::MAX);
        for (at, (object, _)) in objects.iter().enumerate() {
            set(*object, Place::Packed(number, at));
        }
        set(number, Place::At(file.len()));
        file.extend(stream_head(number));
        file.extend(stream);
    }
    cross_reference(&mut file, &document, &numbers, &places);
    identify(&mut file)?;
    Ok(file)
}

fn stream_head(number: u32) -> Vec<u8> {
    let mut head = Vec::new();
    serial::push_integer(&mut head, i64::from(number));
    head.extend(b" 0 obj\n");
    head
}

fn push_stream(
    file: &mut Vec<u8>,
    number: u32,
    dict: &Dictionary,
    content: &[u8],
    numbers: &Numbers,
) {
    file.extend(stream_head(number));
    serial::push_dictionary(file, dict, numbers);
    push_content(file, content);
}

fn push_content(file: &mut Vec<u8>, content: &[u8]) {
    file.extend(b"\nstream\n");
    file.extend(content);
    file.extend(b"\nendstream\nendobj\n");
}

/// A stream of objects, from its dictionary on.
fn pack(
    objects: &[(u32, Packed<'_>)],
    tree: &Tree<'_>,
    numbers: &Numbers,
) -> Result<Vec<u8>, PdfError> {
    let (mut index, mut body) = (Vec::new(), Vec::with_capacity(objects.len() * 80));
    for (number, object) in objects {
        for value in [i64::from(*number), body.len() as i64] {
            serial::push_integer(&mut index, value);
            index.push(b' ');
        }
        match object {
            Packed::Object(object) => serial::push(&mut body, object, numbers),
            Packed::Element(at) => tree.push(&mut body, *at, numbers)?,
        }
        body.push(b'\n');
    }
    let start = index.len();
    index.append(&mut body);
    let mut dict = dictionary! {
        "Type" => "ObjStm",
        "N" => objects.len() as i64,
        "First" => start as i64,
    };
    let content = compressed(&mut dict, index);
    let mut out = Vec::with_capacity(content.len() + 120);
    serial::push_dictionary(&mut out, &dict, numbers);
    push_content(&mut out, &content);
    Ok(out)
}

/// Compresses content if it gains from it, and completes its dictionary.
fn compressed(dict: &mut Dictionary, content: Vec<u8>) -> Vec<u8> {
    let small = deflate(&content).filter(|small| small.len() < content.len());
    if small.is_some() {
        dict.set("Filter", "FlateDecode");
    }
    let content = small.unwrap_or(content);
    dict.set("Length", content.len() as i64);
    content
}

/// Writes the cross-reference stream (7.5.8) with the trailer's entries, and the end of the file.
fn cross_reference(
    file: &mut Vec<u8>,
    document: &Document,
    numbers: &Numbers,
    places: &[Option<Place>],
) {
    let start = file.len();
    let own = u32::try_from(places.len()).unwrap_or(u32::MAX);
    // Rows of type, offset or stream, and place in the stream.
    let mut rows: Vec<[u8; 6]> = Vec::with_capacity(places.len() + 1);
    let row = |kind: u8, long: usize, short: usize| {
        let [a, b, c, d] = u32::try_from(long).unwrap_or(u32::MAX).to_be_bytes();
        [kind, a, b, c, d, u8::try_from(short).unwrap_or(u8::MAX)]
    };
    for place in places {
        rows.push(match place {
            None => row(0, 0, 0),
            Some(Place::At(offset)) => row(1, *offset, 0),
            Some(Place::Packed(stream, at)) => row(2, *stream as usize, *at),
        });
    }
    rows.push(row(1, start, 0));
    // Each row as what it adds to the one above: most bytes are nought then (PNG's filter 2).
    let mut content = Vec::with_capacity(rows.len() * 7);
    let mut above = [0_u8; 6];
    for row in &rows {
        content.push(2);
        content.extend(row.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
        above = *row;
    }
    // The identifier is the digest of the file with zeros in its place.
    let blank = Object::String(vec![0; ID_LENGTH], StringFormat::Hexadecimal);
    let mut dict = dictionary! {
        "Type" => "XRef",
        "Size" => rows.len() as i64,
        "W" => vec![1.into(), 4.into(), 1.into()],
    };
    for key in ["Root", "Info"] {
        if let Ok(value) = document.trailer.get(key.as_bytes()) {
            dict.set(key, value.clone());
        }
    }
    dict.set("ID", vec![blank.clone(), blank]);
    if let Some(small) = deflate(&content) {
        content = small;
        dict.set("Filter", "FlateDecode");
        dict.set("DecodeParms", dictionary! { "Predictor" => 12, "Columns" => 6 });
    }
    dict.set("Length", content.len() as i64);
    push_stream(file, own, &dict, &content, numbers);
    file.extend(b"startxref\n");
    serial::push_integer(file, start as i64);
    file.extend(b"\n%%EOF\n");
}

/// Puts the digest of the file in the place of the blank identifier.
fn identify(file: &mut [u8]) -> Result<(), PdfError> {
    let digit = "00".repeat(ID_LENGTH);
    let blank = format!("/ID[<{digit}> <{digit}>]");
    let at = file
        .windows(blank.len())
        .rposition(|window| window == blank.as_bytes())
        .ok_or(PdfError::Skeleton("identifier"))?;
    let digest: String =
        Sha256::digest(&*file).iter().take(ID_LENGTH).map(|byte| format!("{byte:02X}")).collect();
    let id = format!("/ID[<{digest}> <{digest}>]");
    if let Some(place) = file.get_mut(at..at + id.len()) {
        place.copy_from_slice(id.as_bytes());
    }
    Ok(())
}

/// What the trailer leads to, numbered from 1 in the order it has.
fn reachable(document: &Document) -> (Numbers, Vec<(u32, &Object)>) {
    let mut found = vec![false; document.max_id as usize + 1];
    let mut open: Vec<&Object> = document.trailer.iter().map(|(_, value)| value).collect();
    while let Some(object) = open.pop() {
        match object {
            Object::Reference(id) => {
                if let Some(slot) = found.get_mut(id.0 as usize)
                    && !std::mem::replace(slot, true)
                {
                    open.extend(document.objects.get(id));
                }
            }
            Object::Array(array) => open.extend(array),
            Object::Dictionary(dictionary) => open.extend(dictionary.iter().map(|(_, v)| v)),
            Object::Stream(stream) => open.extend(stream.dict.iter().map(|(_, v)| v)),
            _ => {}
        }
    }
    let mut numbers = Numbers(vec![0; found.len()]);
    let mut kept = Vec::new();
    let reached = |id: &ObjectId| found.get(id.0 as usize) == Some(&true);
    for ((id, object), number) in document.objects.iter().filter(|(id, _)| reached(id)).zip(1_u32..)
    {
        numbers.set(*id, number);
        kept.push((number, object));
    }
    (numbers, kept)
}

/// Compresses every stream that wants it and gains from it.
fn compress(document: &mut Document) {
    let mut streams: Vec<&mut Stream> =
        document.objects.values_mut().filter_map(|object| object.as_stream_mut().ok()).collect();
    streams.par_iter_mut().for_each(|stream| {
        if stream.allows_compression && !stream.dict.has(b"Filter") {
            let content = std::mem::take(&mut stream.content);
            stream.content = compressed(&mut stream.dict, content);
        }
        stream.dict.set("Length", stream.content.len() as i64);
    });
}

thread_local! {
    /// A new state clears a quarter of a megabyte, which costs as much as compressing a page with it.
    static STATE: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(LEVEL), true));
}

/// The data as a zlib stream (RFC 1950).
fn deflate(data: &[u8]) -> Option<Vec<u8>> {
    STATE.with_borrow_mut(|state| {
        state.reset();
        let mut out = Vec::with_capacity(data.len() / 2 + 64);
        loop {
            let done = usize::try_from(state.total_in()).ok()?;
            let rest = data.get(done..)?;
            match state.compress_vec(rest, &mut out, FlushCompress::Finish).ok()? {
                Status::StreamEnd => return Some(out),
                Status::Ok | Status::BufError => out.reserve(data.len() / 4 + 64),
            }
        }
    })
}
