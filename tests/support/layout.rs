//! Documents built by hand, and the fonts of the default theme.

#![allow(dead_code)]

use pilotpack::diag::{Sink, SourceId, Span};
use pilotpack::document::*;
use pilotpack::font::{Book, Family};
use pilotpack::image::Picture;
use pilotpack::layout::frame::Pages;
use pilotpack::layout::geom::Color;
use pilotpack::layout::{Cover, Esign, Input, PageStyle, WordCache, layout};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// The faces of the default theme, read once.
pub fn book() -> &'static Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    BOOK.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/fonts");
        let mut names: Vec<_> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".ttf") || name.ends_with(".woff2"))
            .collect();
        names.sort();
        let mut book = Book::new();
        for name in names {
            let family = match &name {
                n if n.starts_with("Inter") => Family::Sans,
                n if n.starts_with("Source") => Family::Serif,
                n if n.starts_with("JetBrains") => Family::Mono,
                n if n.starts_with("Noto") => Family::Other,
                _ => Family::Emoji,
            };
            book.add(family, &name, std::fs::read(folder.join(&name)).unwrap()).unwrap();
        }
        book
    })
}

pub fn words() -> &'static WordCache {
    static WORDS: OnceLock<WordCache> = OnceLock::new();
    WORDS.get_or_init(WordCache::new)
}

pub fn span(at: usize) -> Span {
    Span::new(SourceId(0), at, at + 1)
}

pub fn block(kind: BlockKind) -> Block {
    Block { span: span(7), kind }
}

pub fn text(words: &str) -> Vec<Inline> {
    vec![Inline::Text(words.to_owned())]
}

pub fn paragraph(words: &str) -> Block {
    block(BlockKind::Paragraph(text(words)))
}

pub fn heading(level: u8, number: &str, words: &str) -> Block {
    let id = words.to_lowercase().replace(' ', "-");
    let annex = number.starts_with("Annex");
    block(BlockKind::Heading(Heading {
        level,
        id,
        number: number.to_owned(),
        annex,
        content: text(words),
    }))
}

pub fn item(label: &str, checked: Option<bool>, blocks: Vec<Block>) -> Item {
    Item { span: span(9), label: label.to_owned(), checked, id: None, blocks }
}

pub fn list(labels: &[&str], items: Vec<Vec<Block>>) -> Block {
    let label = |at: usize| labels.get(at).copied().unwrap_or_default();
    let items: Vec<Item> =
        items.into_iter().enumerate().map(|(at, blocks)| item(label(at), None, blocks)).collect();
    block(BlockKind::List(List { ordered: !labels.is_empty(), clauses: false, tight: true, items }))
}

pub fn clauses(items: Vec<(&str, Vec<Block>)>) -> Block {
    let items = items.into_iter().map(|(label, blocks)| item(label, None, blocks)).collect();
    block(BlockKind::List(List { ordered: true, clauses: true, tight: false, items }))
}

pub fn table(head: &[&str], rows: &[&[&str]]) -> Block {
    block(BlockKind::Table(Table {
        alignments: vec![Alignment::Start; head.len()],
        head: head.iter().map(|c| text(c)).collect(),
        rows: rows.iter().map(|row| row.iter().map(|c| text(c)).collect()).collect(),
    }))
}

pub fn code(language: &str, title: &str, text: &str) -> Code {
    Code { language: language.to_owned(), title: title.to_owned(), text: text.to_owned() }
}

/// A document of these blocks without a contents list.
pub fn document(blocks: Vec<Block>) -> Document {
    let headings = blocks
        .iter()
        .filter_map(|b| match &b.kind {
            BlockKind::Heading(h) => Some(OutlineEntry {
                level: h.level,
                id: h.id.clone(),
                number: h.number.clone(),
                text: plain_text(&h.content),
            }),
            _ => None,
        })
        .collect();
    let meta = Meta {
        title: String::from("Sample"),
        short_title: String::from("Sample"),
        language: String::from("en"),
        ..Meta::default()
    };
    Document { id: String::from("sample"), meta, blocks, headings, ..Document::default() }
}

pub fn cover() -> Cover {
    Cover {
        vendor: String::from("Wardline"),
        vendor_mark: None,
        customer: String::from("Alder Energy B.V."),
        customer_mark: None,
        confidentiality: String::from("Confidential – prepared for Alder Energy B.V."),
        draft: false,
        esign: Esign::None,
        accent: Color::rgb(0x1f, 0x5f, 0x5b),
        customer_color: Color::rgb(0xd9, 0x7b, 0x29),
    }
}

pub fn lay_out_with(
    document: &Document,
    style: &PageStyle,
    cover: &Cover,
) -> (Option<Pages>, Sink) {
    let pictures: BTreeMap<String, Arc<Picture>> = BTreeMap::new();
    let input = Input { document, style, book: book(), words: words(), pictures: &pictures, cover };
    let mut sink = Sink::new();
    let pages = layout(&input, &mut sink);
    (pages, sink)
}

pub fn lay_out(document: &Document) -> Pages {
    let (pages, sink) = lay_out_with(document, &PageStyle::guide(), &cover());
    pages.unwrap_or_else(|| panic!("{:?}", sink.diagnostics()))
}
