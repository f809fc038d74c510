//! The pack's documents as navigation: sidebar, cards, steps, previous and next.

use super::address;
use super::pack::{Entry, Pack, Pdf};
use crate::document::Document;
use serde::Serialize;

/// A document as the navigation shows it.
#[derive(Debug, Serialize)]
pub(super) struct Card<'a> {
    address: String,
    title: &'a str,
    short_title: &'a str,
    summary: &'a str,
    /// `read`, `sign`, `accept` or `publish`.
    action: &'a str,
    /// The action as a word; empty if there is nothing to do.
    verb: &'static str,
    version: &'a str,
    effective_date: &'a str,
    pdf: Option<Download>,
    current: bool,
}

/// A PDF file as a link.
#[derive(Debug, Serialize)]
pub(super) struct Download {
    address: String,
    pages: usize,
    size: String,
}

/// One line of the contents list of a page.
#[derive(Debug, Serialize)]
pub(super) struct Line<'a> {
    level: u8,
    address: String,
    number: &'a str,
    text: &'a str,
    label: String,
}

/// Every document in order; `current` is the one being shown.
pub(super) fn cards<'a>(pack: &Pack<'a>, current: Option<usize>) -> Vec<Card<'a>> {
    pack.documents.iter().enumerate().map(|(at, entry)| card(entry, current == Some(at))).collect()
}

/// A document as the navigation shows it.
pub(super) fn card<'a>(entry: &Entry<'a>, current: bool) -> Card<'a> {
    let document: &'a Document = entry.document;
    let meta = &document.meta;
    Card {
        address: entry.address(),
        title: &meta.title,
        short_title: if meta.short_title.is_empty() { &meta.title } else { &meta.short_title },
        summary: &meta.summary,
        action: &meta.action,
        verb: match meta.action.as_str() {
            "read" => "Read",
            "sign" => "Sign",
            "accept" => "Accept",
            _ => "",
        },
        version: &meta.version,
        effective_date: &meta.effective_date,
        pdf: entry.pdf.as_ref().map(download),
        current,
    }
}

fn download(pdf: &Pdf) -> Download {
    Download { address: address::path(&pdf.path), pages: pdf.pages, size: size(pdf.bytes) }
}

/// Bytes as people say them: `340 kB`, `1.2 MB`.
fn size(bytes: usize) -> String {
    let kilobytes = bytes.div_ceil(1000).max(1);
    if kilobytes < 1000 {
        format!("{kilobytes}\u{a0}kB")
    } else {
        let tenths = kilobytes.div_ceil(100);
        format!("{}.{}\u{a0}MB", tenths / 10, tenths % 10)
    }
}

/// Headings of the first two levels.
pub(super) fn contents(document: &Document) -> Vec<Line<'_>> {
    if !document.meta.toc {
        return Vec::new();
    }
    document
        .headings
        .iter()
        .filter(|heading| heading.level <= 3)
        .map(|heading| Line {
            level: heading.level,
            address: address::fragment(&heading.id),
            number: &heading.number,
            text: &heading.text,
            label: heading.label(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_rounded_up_to_what_people_say() {
        assert_eq!(size(0), "1\u{a0}kB");
        assert_eq!(size(339_001), "340\u{a0}kB");
        assert_eq!(size(999_001), "1.0\u{a0}MB");
        assert_eq!(size(1_234_567), "1.3\u{a0}MB");
    }
}
