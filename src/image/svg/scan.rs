//! A look at the tags of an SVG file before an XML parser sees it.
//!
//! XML parsers take quadratic time for many attributes of one tag and much stack for deep trees.

use crate::image::ImageFault;

/// The most bytes an SVG file may have.
const MAX_BYTES: usize = 4 << 20;
/// The most attributes of one tag.
const MAX_ATTRIBUTES: usize = 250;
/// The deepest nesting of elements.
const MAX_DEPTH: usize = 100;

/// Refuses oversized files, long tags, deep nesting and declared entities.
pub(super) fn scan(text: &str) -> Result<(), ImageFault> {
    if text.len() > MAX_BYTES {
        return Err(ImageFault::TooLarge(format!("more than {} MiB of SVG", MAX_BYTES >> 20)));
    }
    let mut rest = text;
    let mut depth = 0_usize;
    while let Some((_, tag)) = rest.split_once('<') {
        let line = || {
            let before = text.get(..text.len() - tag.len()).unwrap_or_default();
            u32::try_from(before.matches('\n').count() + 1).ok()
        };
        if let Some((open, close)) = skipped(tag) {
            let body = tag.get(open..).unwrap_or_default();
            rest = body.split_once(close).map_or("", |(_, after)| after);
            continue;
        }
        if tag.starts_with('!') {
            // A document type without declarations of its own is a habit of drawing programs.
            let end = tag.find(['>', '[']).unwrap_or(tag.len());
            let doctype = tag.get(1..8).is_some_and(|name| name.eq_ignore_ascii_case("DOCTYPE"));
            if !doctype || tag.get(end..).is_some_and(|end| end.starts_with('[')) {
                return Err(ImageFault::feature("declarations of entities (DTD)", line()));
            }
            rest = tag.get(end..).unwrap_or_default();
            continue;
        }
        let (length, attributes) = measure(tag);
        if attributes > MAX_ATTRIBUTES {
            let what = format!("a tag with more than {MAX_ATTRIBUTES} attributes");
            return Err(ImageFault::feature(what, line()));
        }
        let inside = tag.get(..length).unwrap_or_default();
        if inside.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !inside.ends_with('/') {
            depth += 1;
        }
        if depth > MAX_DEPTH {
            let what = format!("elements nested more than {MAX_DEPTH} deep");
            return Err(ImageFault::feature(what, line()));
        }
        rest = tag.get(length..).unwrap_or_default();
    }
    Ok(())
}

/// Comments, CDATA and instructions: how much to skip at first, and what ends them.
fn skipped(tag: &str) -> Option<(usize, &'static str)> {
    [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")]
        .into_iter()
        .find(|(open, _)| tag.starts_with(open))
        .map(|(open, close)| (open.len(), close))
}

/// How long a tag is up to its `>`, and how many attributes it has.
fn measure(tag: &str) -> (usize, usize) {
    let mut quote = None;
    let mut attributes = 0;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return (at, attributes),
            (None, b'"' | b'\'') => {
                quote = Some(byte);
                attributes += 1;
            }
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    (tag.len(), attributes)
}
