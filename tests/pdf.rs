//! The PDF stage, read back with lopdf.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

#[path = "support/pdf_pages.rs"]
mod pdf_pages;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use pdf_pages::{ITALIC, MONO, SANS, SERIF, book, emoji, info, raster, run, sample};
use pilotpack::font::Book;
use pilotpack::layout::frame::*;
use pilotpack::layout::geom::{Color, Point, Size};
use pilotpack::layout::structure::{ElementId, Role};
use pilotpack::pdf::{Attachment, Info, PdfError, write};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

fn load(bytes: &[u8]) -> Document {
    Document::load_mem(bytes).unwrap()
}

fn written(pages: &Pages, book: &Book) -> Document {
    written_with(pages, &info(), book)
}

fn written_with(pages: &Pages, info: &Info, book: &Book) -> Document {
    load(&write(pages, info, book).unwrap())
}

/// One A4 page with these items.
fn page(items: Vec<(Point, FrameItem)>) -> Pages {
    Pages { pages: vec![Page { size: Size::A4, items }], ..Pages::default() }
}

fn text(book: &Book, text: &str) -> (Point, FrameItem) {
    (Point::new(50.0, 100.0), FrameItem::Text(run(book, SERIF, 10.0, text)))
}

fn content(document: &Document, page: u32) -> String {
    let id = document.get_pages()[&page];
    String::from_utf8_lossy(&document.get_page_content(id)).into_owned()
}

fn catalog(document: &Document) -> &Dictionary {
    document.catalog().unwrap()
}

fn follow<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &str) -> &'a Dictionary {
    dictionary.get_deref(key.as_bytes(), document).unwrap().as_dict().unwrap()
}

fn words(object: &Object) -> String {
    lopdf::decode_text_string(object).unwrap()
}

/// The font dictionaries of the first page by resource name.
fn fonts(document: &Document) -> BTreeMap<String, Dictionary> {
    let page = document.get_dictionary(document.get_pages()[&1]).unwrap();
    let fonts = follow(document, follow(document, page, "Resources"), "Font");
    let name = |key: &[u8]| String::from_utf8(key.to_vec()).unwrap();
    fonts.iter().map(|(key, _)| (name(key), follow(document, fonts, &name(key)).clone())).collect()
}

/// Code → text of a font.
fn unicode(document: &Document, font: &Dictionary) -> BTreeMap<u32, String> {
    let stream = font.get_deref(b"ToUnicode", document).unwrap().as_stream().unwrap();
    let map = String::from_utf8(stream.decompressed_content().unwrap()).unwrap();
    let hex = |text: &str| -> Vec<u16> {
        let digits = text.trim_matches(['<', '>']).as_bytes();
        digits
            .chunks(4)
            .map(|d| u16::from_str_radix(str::from_utf8(d).unwrap(), 16).unwrap())
            .collect()
    };
    map.lines()
        .filter(|line| line.starts_with('<') && line.ends_with('>') && *line != "<0000> <FFFF>")
        .map(|line| line.split_once(' ').unwrap())
        .map(|(code, text)| (u32::from(hex(code)[0]), String::from_utf16(&hex(text)).unwrap()))
        .collect()
}

/// Code → width in thousandths of the font size.
fn widths(document: &Document, font: &Dictionary) -> BTreeMap<u32, f64> {
    let descendant =
        font.get(b"DescendantFonts").unwrap().as_array().unwrap()[0].as_dict().unwrap();
    let mut widths = BTreeMap::new();
    let array = descendant.get_deref(b"W", document).unwrap().as_array().unwrap();
    for pair in array.chunks(2) {
        let first = pair[0].as_i64().unwrap() as u32;
        for (code, width) in (first..).zip(pair[1].as_array().unwrap()) {
            widths.insert(code, f64::from(width.as_float().unwrap()));
        }
    }
    widths
}

#[test]
fn the_file_begins_and_ends_as_pdf_1_7() {
    let book = book();
    let bytes = write(&sample(&book), &info(), &book).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.7\n%"));
    assert!(bytes[10..14].iter().all(|byte| *byte > 127));
    assert!(bytes.ends_with(b"%%EOF\n"));
    assert_eq!(bytes.windows(5).filter(|window| *window == b"%%EOF").count(), 1);
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    let book = book();
    let pages = sample(&book);
    let first = write(&pages, &info(), &book).unwrap();
    // Another document in between moves every counter there may be.
    write(&page(vec![text(&book, "another")]), &info(), &book).unwrap();
    assert!(first == write(&pages, &info(), &book).unwrap());
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| write(&sample(&pdf_pages::book()), &info(), &book).unwrap()))
            .collect();
        for writer in writers {
            assert!(first == writer.join().unwrap());
        }
    });
}

#[test]
fn the_identifier_is_the_content() {
    let book = book();
    let id = |words| {
        let document = written(&page(vec![text(&book, words)]), &book);
        let id = document.trailer.get(b"ID").unwrap().as_array().unwrap().clone();
        assert_eq!(id[0], id[1]);
        id[0].as_str().unwrap().to_vec()
    };
    assert_eq!(id("one"), id("one"));
    assert_ne!(id("one"), id("eno"));
    assert_eq!(id("one").len(), 16);
}

#[test]
fn every_object_is_reachable() {
    let book = book();
    let document = written(&sample(&book), &book);
    let mut seen: BTreeSet<ObjectId> = BTreeSet::new();
    let mut open: Vec<&Object> = document.trailer.iter().map(|(_, value)| value).collect();
    while let Some(object) = open.pop() {
        match object {
            Object::Reference(id) if seen.insert(*id) => open.push(&document.objects[id]),
            Object::Array(array) => open.extend(array),
            Object::Dictionary(dictionary) => {
                open.extend(dictionary.iter().map(|(_, value)| value))
            }
            Object::Stream(stream) => open.extend(stream.dict.iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    // The containers of the file itself are no part of the document.
    let objects = document.objects.iter();
    let document: BTreeSet<ObjectId> = objects
        .filter(|(_, object)| !matches!(object.type_name(), Ok(b"ObjStm" | b"XRef")))
        .map(|(id, _)| *id)
        .collect();
    assert_eq!(seen, document);
}

#[test]
fn nothing_in_the_file_can_act() {
    let book = book();
    let document = written(&sample(&book), &book);
    let forbidden = [
        "JS",
        "JavaScript",
        "AA",
        "OpenAction",
        "Launch",
        "GoToR",
        "GoToE",
        "SubmitForm",
        "ImportData",
        "RichMedia",
        "Movie",
        "Rendition",
        "EmbeddedFile",
        "EmbeddedFiles",
        "XFA",
    ];
    let mut found: BTreeSet<String> = BTreeSet::new();
    for object in document.objects.values() {
        // Debug prints names with their slash.
        let said = match object {
            Object::Stream(stream) => format!("{:?}", stream.dict),
            other => format!("{other:?}"),
        };
        let names = said.split('/').skip(1);
        let end = |c: char| !c.is_ascii_alphanumeric();
        found.extend(names.filter_map(|name| name.split(end).next().map(str::to_owned)));
    }
    assert!(found.contains("GoTo") && found.contains("URI"), "{found:?}");
    for name in forbidden {
        assert!(!found.contains(name), "{name}");
    }
}

#[test]
fn a_subset_speaks_only_of_the_document() {
    let book = book();
    let said = "Only these letters, office ﬁ";
    let document = written(&page(vec![text(&book, said)]), &book);
    let fonts = fonts(&document);
    assert_eq!(fonts.len(), 1);
    let mapped = unicode(&document, &fonts["F0"]);
    let characters: BTreeSet<char> = mapped.values().flat_map(|text| text.chars()).collect();
    assert_eq!(characters, said.chars().collect());
    assert!(
        mapped.values().any(|text| text == "ffi"),
        "a ligature maps to its letters: {mapped:?}"
    );
    // As many glyphs as texts, besides `.notdef` and the parts of composed glyphs.
    let descendant = &fonts["F0"].get(b"DescendantFonts").unwrap().as_array().unwrap()[0];
    let descriptor = follow(&document, descendant.as_dict().unwrap(), "FontDescriptor");
    let program = descriptor.get_deref(b"FontFile2", &document).unwrap().as_stream().unwrap();
    let program = program.decompressed_content().unwrap();
    let font = skrifa::FontRef::new(&program).unwrap();
    use skrifa::raw::TableProvider;
    assert_eq!(usize::from(font.maxp().unwrap().num_glyphs()), mapped.len() + 1);
}

#[test]
fn glyphs_stand_where_layout_put_them() {
    let book = book();
    let mut placed = run(&book, SERIF, 11.0, "AVATAR: justified text wants wide spaces, Type");
    for (at, glyph) in placed.glyphs.iter_mut().enumerate() {
        glyph.advance += if at % 5 == 0 { 1.234 } else { 0.003 };
        glyph.dx += if at % 7 == 0 { 0.77 } else { 0.0 };
        glyph.dy += if at % 11 == 3 { 2.5 } else { 0.0 };
    }
    let mut expected = Vec::new();
    let mut pen = 50.0;
    for glyph in &placed.glyphs {
        expected.push((pen + f64::from(glyph.dx), f64::from(glyph.dy)));
        pen += f64::from(glyph.advance);
    }
    let place = Point::new(50.0, 100.0);
    let document = written(&page(vec![(place, FrameItem::Text(placed))]), &book);
    let widths = widths(&document, &fonts(&document)["F0"]);
    let id = document.get_pages()[&1];
    let content = Content::decode(&document.get_page_content(id)).unwrap();
    let (mut x, mut rise, mut found) = (0.0, 0.0, Vec::new());
    for operation in &content.operations {
        let number = |at: usize| f64::from(operation.operands[at].as_float().unwrap());
        match operation.operator.as_str() {
            "Td" => x += number(0),
            "Ts" => rise = number(0),
            "Tj" | "TJ" => {
                let items = match &operation.operands[0] {
                    Object::Array(items) => items.clone(),
                    one => vec![one.clone()],
                };
                for item in items {
                    if let Ok(codes) = item.as_str() {
                        for code in codes.chunks(2) {
                            found.push((x, rise));
                            let code = u32::from(u16::from_be_bytes([code[0], code[1]]));
                            x += widths[&code] * 11.0 / 1000.0;
                        }
                    } else {
                        x -= f64::from(item.as_float().unwrap()) * 11.0 / 1000.0;
                    }
                }
            }
            _ => {}
        }
    }
    assert_eq!(found.len(), expected.len());
    for ((x, rise), (asked, dy)) in found.iter().zip(&expected) {
        assert!((x - asked).abs() < 0.015, "{x} instead of {asked}");
        assert_eq!(rise, dy);
    }
}

#[test]
fn a_glyph_with_another_text_says_so() {
    let book = book();
    let mut greek = run(&book, SERIF, 10.0, "A");
    greek.text = "Α".into();
    greek.glyphs[0].end = 2;
    let items = vec![text(&book, "ABA"), (Point::new(50.0, 120.0), FrameItem::Text(greek))];
    let document = written(&page(items), &book);
    let content = content(&document, 1);
    assert_eq!(content.matches("ActualText").count(), 1, "{content}");
    assert!(content.contains("/Span<</ActualText<FEFF0391>>>BDC"), "{content}");
}

#[test]
fn glyphs_that_are_read_from_the_right_say_so() {
    let book = book();
    // As the shaper leaves a word from right to left: its last letter stands first.
    let mut word = run(&book, SANS, 10.0, "cba");
    word.text = "abc".into();
    for (glyph, start) in word.glyphs.iter_mut().zip([2, 1, 0]) {
        (glyph.start, glyph.end) = (start, start + 1);
    }
    let items = vec![text(&book, "abc"), (Point::new(50.0, 120.0), FrameItem::Text(word))];
    let document = written(&page(items), &book);
    let content = content(&document, 1);
    assert_eq!(content.matches("/ReversedChars BMC").count(), 1, "{content}");
    // Each glyph still says its own letter, and what is left to right says nothing.
    assert!(!content.contains("ActualText"), "{content}");
    let (before, inside) = content.split_once("/ReversedChars BMC").unwrap();
    assert!(before.contains("Tj") && inside.contains("TJ"), "{content}");
    assert_eq!(content.matches(" BMC").count(), content.matches("EMC").count(), "{content}");
}

#[test]
fn a_character_for_private_use_has_a_replacement_text() {
    let book = book();
    // Inter has arrows and numbers in circles there.
    let private = run(&book, SANS, 10.0, "a\u{E081}b");
    let items = vec![(Point::new(50.0, 120.0), FrameItem::Text(private))];
    let document = written(&page(items), &book);
    assert_eq!(content(&document, 1).matches("/ActualText").count(), 1);
    assert!(content(&document, 1).contains("/Span<</ActualText<FEFFE081>>>BDC"));
}

#[test]
fn every_layer_of_an_emoji_has_some_text() {
    let book = book();
    let at = Point::new(50.0, 50.0);
    let mut items = emoji(&book, at, 12.0, '🔴');
    items.extend(emoji(&book, at, 12.0, '🟢'));
    items.extend(emoji(&book, at, 12.0, '🚀'));
    let layers = items.iter().filter(|(_, item)| matches!(item, FrameItem::Text(_))).count();
    let document = written(&page(items), &book);
    let mapped = unicode(&document, &fonts(&document)["F0"]);
    // Both circles are one glyph, which must not be copied as either colour.
    assert_eq!(mapped.len(), layers - 1);
    assert!(!mapped.values().any(|text| text.contains(['🔴', '🟢'])), "{mapped:?}");
    assert_eq!(mapped.values().filter(|text| *text == "🚀").count(), 1, "{mapped:?}");
    let content = content(&document, 1);
    // Each layer starts where the one before it started.
    assert_eq!(content.matches("0 0 Td").count(), layers - 3, "{content}");
}

#[test]
fn bookmarks_are_nested_in_document_order() {
    let book = book();
    let document = written(&sample(&book), &book);
    let outlines = follow(&document, catalog(&document), "Outlines");
    let mut lines = Vec::new();
    fn walk(document: &Document, parent: &Dictionary, depth: usize, lines: &mut Vec<String>) {
        let mut next = parent.get(b"First").ok();
        while let Some(item) = next {
            let item = document.dereference(item).unwrap().1.as_dict().unwrap();
            let count = item.get(b"Count").map_or(0, |count| count.as_i64().unwrap());
            let dest = item.get(b"Dest").unwrap().as_array().unwrap();
            let page =
                document.get_pages().values().position(|id| *id == dest[0].as_reference().unwrap());
            let top = dest[3].as_float().unwrap();
            let title = words(item.get(b"Title").unwrap());
            lines.push(format!("{depth} {title} ({count}) page {} top {top}", page.unwrap()));
            walk(document, item, depth + 1, lines);
            next = item.get(b"Next").ok();
        }
    }
    walk(&document, outlines, 0, &mut lines);
    assert_eq!(
        lines,
        [
            "0 1 Erstes (1) page 0 top 787.89",
            "1 1.1 Größe (-1) page 0 top 747.89",
            "2 1.1.1 Deep (0) page 0 top 727.89",
            "0 2 Second chapter (0) page 1 top 728",
        ]
    );
    assert_eq!(outlines.get(b"Count").unwrap().as_i64().unwrap(), 3);
    assert_eq!(catalog(&document).get(b"PageMode").unwrap().as_name().unwrap(), b"UseOutlines");
}

#[test]
fn the_catalog_tells_a_reader_what_it_needs() {
    let book = book();
    let document = written(&sample(&book), &book);
    let catalog = catalog(&document);
    assert_eq!(words(catalog.get(b"Lang").unwrap()), "en-GB");
    let preferences = follow(&document, catalog, "ViewerPreferences");
    assert!(preferences.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    let labels = follow(&document, catalog, "PageLabels").get(b"Nums").unwrap().as_array().unwrap();
    let style = |at: usize| labels[at].as_dict().unwrap().get(b"S").unwrap().as_name().unwrap();
    assert_eq!((labels[0].as_i64().unwrap(), style(1)), (0, b"r".as_slice()));
    assert_eq!((labels[2].as_i64().unwrap(), style(3)), (1, b"D".as_slice()));
    for (page, bounds) in [(1, "[0 0 595.276 841.89]"), (2, "[0 0 612 792]")] {
        let page = document.get_dictionary(document.get_pages()[&page]).unwrap();
        for key in ["MediaBox", "CropBox"] {
            let numbers = page.get(key.as_bytes()).unwrap().as_array().unwrap();
            let numbers: Vec<String> =
                numbers.iter().map(|n| n.as_float().unwrap().to_string()).collect();
            assert_eq!(format!("[{}]", numbers.join(" ")), bounds);
        }
        assert_eq!(page.get(b"Tabs").unwrap().as_name().unwrap(), b"S");
    }
}

#[test]
fn both_forms_of_the_metadata_agree() {
    let book = book();
    let document = written(&sample(&book), &book);
    let stream = catalog(&document).get_deref(b"Metadata", &document).unwrap().as_stream().unwrap();
    let xmp = String::from_utf8(stream.content.clone()).unwrap();
    let dictionary = follow(&document, &document.trailer, "Info");
    for (key, open) in [
        ("Title", "x-default\">"),
        ("Author", "<dc:creator><rdf:Seq><rdf:li>"),
        ("Subject", "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">"),
        ("Keywords", "<pdf:Keywords>"),
        ("Producer", "<pdf:Producer>"),
        ("Creator", "<xmp:CreatorTool>"),
    ] {
        let value = words(dictionary.get(key.as_bytes()).unwrap());
        let value = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        assert!(xmp.contains(&format!("{open}{value}<")), "{key} {value}: {xmp}");
    }
    assert_eq!(words(dictionary.get(b"ModDate").unwrap()), "D:20261120000000Z");
    assert!(xmp.contains("<xmp:ModifyDate>2026-11-20T00:00:00Z<"));
    let undated = write(&sample(&book), &Info { date: None, ..info() }, &book).unwrap();
    assert!(!String::from_utf8_lossy(&undated).contains("Date>"));
}

#[test]
fn links_lead_somewhere_and_say_where() {
    let book = book();
    let document = written(&sample(&book), &book);
    let annotations = document.get_page_annotations(document.get_pages()[&1]).unwrap();
    let said: Vec<String> =
        annotations.iter().map(|link| words(link.get(b"Contents").unwrap())).collect();
    assert_eq!(said, ["https://a.example/x?y=1", "2 Second chapter"]);
    for link in &annotations {
        assert_eq!(link.get(b"F").unwrap().as_i64().unwrap(), 4);
        assert_eq!(link.get(b"QuadPoints").unwrap().as_array().unwrap().len(), 8);
    }
    let names = follow(&document, catalog(&document), "Names");
    let names = follow(&document, names, "Dests").get(b"Names").unwrap().as_array().unwrap();
    let goal = annotations[1].get(b"A").unwrap().as_dict().unwrap().get(b"D").unwrap();
    assert!(names.contains(goal));
}

#[test]
fn many_anchors_make_a_tree_in_order() {
    let book = book();
    let mut pages = page(vec![text(&book, "x")]);
    let anchors = (0..200).map(|n| (format!("a{n}"), (0, Point::new(0.0, n as f32))));
    pages.anchors = anchors.collect();
    let document = written(&pages, &book);
    let tree = follow(&document, follow(&document, catalog(&document), "Names"), "Dests");
    let mut all = Vec::new();
    for kid in tree.get(b"Kids").unwrap().as_array().unwrap() {
        let kid = document.dereference(kid).unwrap().1.as_dict().unwrap();
        let names = kid.get(b"Names").unwrap().as_array().unwrap();
        let names: Vec<&[u8]> =
            names.iter().step_by(2).map(|name| name.as_str().unwrap()).collect();
        let limits = kid.get(b"Limits").unwrap().as_array().unwrap();
        assert_eq!(limits[0].as_str().unwrap(), names[0]);
        assert_eq!(limits[1].as_str().unwrap(), *names.last().unwrap());
        all.extend(names);
    }
    assert_eq!(all.len(), 200);
    assert!(all.is_sorted());
}

#[test]
fn equal_images_are_stored_once() {
    let book = book();
    let document = written(&sample(&book), &book);
    let page = document.get_dictionary(document.get_pages()[&1]).unwrap();
    let images = follow(&document, follow(&document, page, "Resources"), "XObject");
    assert_eq!(images.len(), 2);
    let image = images.get_deref(b"Im0", &document).unwrap().as_stream().unwrap();
    assert_eq!(image.decompressed_content().unwrap(), raster(true).rgb);
    let mask = image.dict.get_deref(b"SMask", &document).unwrap().as_stream().unwrap();
    assert_eq!(Some(mask.decompressed_content().unwrap()), raster(true).alpha);
    let content = content(&document, 1);
    let drawn = |name: &str| content.matches(&format!("/{name} Do")).count();
    assert_eq!((drawn("Im0"), drawn("Im1")), (2, 1));
}

#[test]
fn colours_and_fonts_are_set_when_they_change() {
    let book = book();
    let items = (0..5).map(|line| {
        let at = Point::new(50.0, 50.0 + 12.0 * line as f32);
        (at, FrameItem::Text(run(&book, MONO, 9.5, "same")))
    });
    let document = written(&page(items.collect()), &book);
    let content = content(&document, 1);
    for (operator, times) in [("Tf\n", 1), ("rg\n", 1), ("BT\n", 1), ("0 -12 Td\n", 4), ("Tj\n", 5)]
    {
        assert_eq!(content.matches(operator).count(), times, "{operator:?} in {content}");
    }
    assert!(content.contains("/F0 9.5 Tf"));
}

#[test]
fn all_faces_share_one_resource_dictionary() {
    let book = book();
    let items = [SANS, ITALIC, SERIF, MONO]
        .into_iter()
        .map(|face| (Point::new(50.0, 50.0), FrameItem::Text(run(&book, face, 10.0, "abc"))));
    let document = written(&page(items.collect()), &book);
    let names: BTreeSet<String> = fonts(&document)
        .values()
        .map(|font| {
            let name = font.get(b"BaseFont").unwrap().as_name().unwrap();
            let (tag, name) = str::from_utf8(name).unwrap().split_once('+').unwrap();
            assert!(tag.len() == 6 && tag.bytes().all(|byte| byte.is_ascii_uppercase()), "{tag}");
            name.to_owned()
        })
        .collect();
    let expected =
        ["Inter-Italic", "Inter-Regular", "JetBrainsMono-Regular", "SourceSerif4-Regular"];
    assert_eq!(names, expected.map(String::from).into());
}

#[test]
fn what_a_pdf_cannot_hold_is_refused() {
    let book = book();
    let at = Point::new(50.0, 50.0);
    let refused = |items: Vec<(Point, FrameItem)>| write(&page(items), &info(), &book).unwrap_err();
    let link = |target| (at, FrameItem::Link(Size::new(10.0, 10.0), target, ElementId::BODY));

    let anchor = LinkTarget::Anchor("nowhere".into());
    let expected = PdfError::Anchor { page: 1, anchor: "nowhere".into() };
    assert_eq!(refused(vec![link(anchor)]), expected);
    let url = "javascript:alert(1)".to_owned();
    let expected = PdfError::Scheme { page: 1, url: url.clone() };
    assert_eq!(refused(vec![link(LinkTarget::Url(url))]), expected);

    let mut broken = run(&book, SERIF, 10.0, "abc");
    broken.glyphs[1].id = 0;
    let expected = PdfError::Glyph { page: 1, text: "abc".into() };
    assert_eq!(refused(vec![(at, FrameItem::Text(broken))]), expected);
    let mut broken = run(&book, SERIF, 10.0, "äb");
    broken.glyphs[0].end = 1;
    let expected = PdfError::Text { page: 1, text: "äb".into() };
    assert_eq!(refused(vec![(at, FrameItem::Text(broken))]), expected);
    let mut broken = run(&book, SERIF, 10.0, "abc");
    broken.glyphs[0].id = u16::MAX;
    assert!(matches!(refused(vec![(at, FrameItem::Text(broken))]), PdfError::Font { .. }));
    let mut broken = run(&book, SERIF, 10.0, "abc");
    broken.face = pilotpack::font::FaceId(99);
    assert_eq!(refused(vec![(at, FrameItem::Text(broken))]), PdfError::Face { page: 1 });

    let number = PdfError::Number { page: 1 };
    for size in [f32::NAN, f32::INFINITY, 0.0, -1.0] {
        let broken = TextRun { size, ..run(&book, SERIF, 10.0, "abc") };
        assert_eq!(refused(vec![(at, FrameItem::Text(broken))]), number);
    }
    let line = Shape::rect(Size::new(f32::NAN, 1.0), pilotpack::layout::geom::Color::BLACK);
    assert_eq!(refused(vec![(at, FrameItem::Shape(line))]), number);
    let sizeless = Pages { pages: vec![Page::default()], ..Pages::default() };
    assert_eq!(write(&sizeless, &info(), &book).unwrap_err(), number);

    let marks = PdfError::Marks { page: 1 };
    assert_eq!(refused(vec![(at, FrameItem::Begin(Tag::Element(ElementId::BODY)))]), marks);
    assert_eq!(refused(vec![(at, FrameItem::End)]), marks);

    let mut image = raster(true);
    image.alpha = Some(vec![0; 3]);
    let item = FrameItem::Image(Arc::new(image), Size::new(10.0, 10.0));
    assert_eq!(refused(vec![(at, item)]), PdfError::Image { page: 1 });

    let mut lost = page(vec![text(&book, "x")]);
    lost.anchors.insert("far".into(), (7, at));
    assert_eq!(write(&lost, &info(), &book).unwrap_err(), PdfError::Place("#far".into()));
    assert_eq!(write(&Pages::default(), &info(), &book).unwrap_err(), PdfError::NoPages);
    let untitled = Info { title: " \n".into(), ..info() };
    assert_eq!(write(&sample(&book), &untitled, &book).unwrap_err(), PdfError::NoTitle);
}

#[test]
fn a_page_without_text_is_a_page() {
    let book = book();
    let document = written(&page(Vec::new()), &book);
    assert_eq!(document.get_pages().len(), 1);
    assert_eq!(content(&document, 1).trim(), "");
    let page = document.get_dictionary(document.get_pages()[&1]).unwrap();
    assert!(follow(&document, page, "Resources").is_empty());
}

/// Elements of the structure tree below one, as `(type, words of Alt)`, in reading order.
fn elements(document: &Document, from: &Dictionary, out: &mut Vec<(String, String)>) {
    let kids = match from.get_deref(b"K", document) {
        Ok(Object::Array(kids)) => kids.clone(),
        Ok(kid) => vec![kid.clone()],
        Err(_) => Vec::new(),
    };
    for kid in kids {
        let Ok(kid) = document.dereference(&kid).unwrap().1.as_dict() else { continue };
        if let Ok(role) = kid.get(b"S").and_then(Object::as_name) {
            let alt = kid.get(b"Alt").map(words).unwrap_or_default();
            out.push((String::from_utf8_lossy(role).into_owned(), alt));
            elements(document, kid, out);
        }
    }
}

/// Objects of the parent tree by key.
fn parents(document: &Document) -> BTreeMap<i64, Object> {
    let tree =
        follow(document, follow(document, catalog(document), "StructTreeRoot"), "ParentTree");
    let mut parents = BTreeMap::new();
    for leaf in tree.get(b"Kids").unwrap().as_array().unwrap() {
        let leaf = document.dereference(leaf).unwrap().1.as_dict().unwrap();
        for pair in leaf.get(b"Nums").unwrap().as_array().unwrap().chunks(2) {
            parents.insert(pair[0].as_i64().unwrap(), pair[1].clone());
        }
    }
    parents
}

#[test]
fn content_annotations_and_elements_lead_to_each_other() {
    let book = book();
    let mut pages = page(Vec::new());
    let part = pages.structure.add(ElementId::BODY, Role::Paragraph);
    let link = pages.structure.add(part, Role::Link);
    let figure = pages.structure.add_figure(ElementId::BODY, "A lighthouse");
    let form = pages.structure.add(ElementId::BODY, Role::Form);
    let unused = pages.structure.add(ElementId::BODY, Role::Quote);
    let at = Point::new(50.0, 100.0);
    let begin = |id| (at, FrameItem::Begin(Tag::Element(id)));
    let end = || (at, FrameItem::End);
    let url = |at, id| {
        (at, FrameItem::Link(Size::new(9.0, 9.0), LinkTarget::Url("https://a.example".into()), id))
    };
    let field = Field {
        kind: FieldKind::Signature,
        name: String::from("signer1_signature"),
        tooltip: String::from("Signature – A"),
    };
    pages.pages[0].items = vec![
        begin(part),
        text(&book, "before "),
        end(),
        begin(link),
        text(&book, "link"),
        end(),
        url(at, link),
        url(Point::new(50.0, 120.0), link),
        begin(figure),
        text(&book, "x"),
        end(),
        (at, FrameItem::Field(Size::new(90.0, 20.0), field, form)),
    ];
    let document = written(&pages, &book);
    let mut found = Vec::new();
    let root = follow(&document, catalog(&document), "StructTreeRoot");
    elements(&document, root, &mut found);
    let names: Vec<&str> = found.iter().map(|(role, _)| role.as_str()).collect();
    assert_eq!(names, ["Document", "Part", "P", "Link", "Figure", "Form"]);
    assert_eq!(found[4].1, "A lighthouse");
    assert!(pages.structure.get(unused).is_some());

    let page = document.get_dictionary(document.get_pages()[&1]).unwrap();
    let parents = parents(&document);
    let marked = &parents[&page.get(b"StructParents").unwrap().as_i64().unwrap()];
    let marked = document.dereference(marked).unwrap().1.as_array().unwrap();
    let role = |object: &Object| {
        let element = document.dereference(object).unwrap().1.as_dict().unwrap();
        String::from_utf8_lossy(element.get(b"S").unwrap().as_name().unwrap()).into_owned()
    };
    assert_eq!(marked.iter().map(role).collect::<Vec<_>>(), ["P", "Link", "Figure"]);
    for number in 0..3 {
        assert!(content(&document, 1).contains(&format!("/MCID {number}>>BDC")));
    }
    let annotations = document.get_page_annotations(document.get_pages()[&1]).unwrap();
    // Two lines of one link are one annotation.
    assert_eq!(annotations.len(), 2);
    assert_eq!(annotations[0].get(b"QuadPoints").unwrap().as_array().unwrap().len(), 16);
    for (annotation, expected) in annotations.iter().zip(["Link", "Form"]) {
        let key = annotation.get(b"StructParent").unwrap().as_i64().unwrap();
        assert_eq!(role(&parents[&key]), expected);
    }
}

#[test]
fn words_in_another_language_carry_its_tag() {
    let book = book();
    let mut pages = page(Vec::new());
    let part = pages.structure.add(ElementId::BODY, Role::Paragraph);
    let span = pages.structure.add_language(part, "pt-BR");
    let at = Point::new(50.0, 100.0);
    let begin = (at, FrameItem::Begin(Tag::Element(span)));
    pages.pages[0].items = vec![begin, text(&book, "palavras"), (at, FrameItem::End)];
    let document = written(&pages, &book);
    let found = document.objects.values().filter_map(|object| object.as_dict().ok()).find(|d| {
        let role = d.get(b"S").and_then(Object::as_name);
        role.is_ok_and(|role| role == b"Span")
    });
    assert_eq!(words(found.unwrap().get(b"Lang").unwrap()), "pt-BR");
}

#[test]
fn fields_have_names_hints_and_looks() {
    let book = book();
    let mut pages = page(Vec::new());
    let kinds = [FieldKind::Signature, FieldKind::Text, FieldKind::Box(check_box(true))];
    for (nth, kind) in kinds.into_iter().enumerate() {
        let form = pages.structure.add(ElementId::BODY, Role::Form);
        let field = Field { kind, name: format!("field{nth}"), tooltip: format!("Field {nth}") };
        let at = Point::new(50.0, 100.0 + 40.0 * nth as f32);
        pages.pages[0].items.push((at, FrameItem::Field(Size::new(90.0, 20.0), field, form)));
    }
    let document = written(&pages, &book);
    let form = follow(&document, catalog(&document), "AcroForm");
    assert!(form.get(b"NeedAppearances").is_err() && form.get(b"XFA").is_err());
    let fields = form.get(b"Fields").unwrap().as_array().unwrap();
    let types: Vec<&[u8]> = fields
        .iter()
        .map(|field| {
            let field = document.dereference(field).unwrap().1.as_dict().unwrap();
            assert!(words(field.get(b"TU").unwrap()).starts_with("Field "));
            assert!(!words(field.get(b"T").unwrap()).contains('.'));
            assert!(
                field.get(b"V").is_err() || field.get(b"FT").unwrap().as_name().unwrap() == b"Btn"
            );
            let looks = follow(&document, field, "AP").get(b"N").unwrap();
            assert!(looks.as_reference().is_ok() || looks.as_dict().is_ok());
            field.get(b"FT").unwrap().as_name().unwrap()
        })
        .collect();
    assert_eq!(types, [&b"Sig"[..], b"Tx", b"Btn"]);
}

/// A box of 10 points with a dot that shows the tick.
fn check_box(checked: bool) -> CheckBox {
    let shape = |side, color| Shape::rect(Size::new(side, side), color);
    let frame = (Point::default(), shape(10.0, Color::WHITE));
    let dot = (Point::new(2.0, 1.0), shape(4.0, Color::rgb(0, 0, 0)));
    CheckBox { checked, off: vec![frame.clone()], on: vec![frame, dot] }
}

#[test]
fn a_box_to_tick_has_a_look_and_a_value_for_each_state() {
    let book = book();
    let mut pages = page(Vec::new());
    for (nth, checked) in [false, true].into_iter().enumerate() {
        let label = pages.structure.add(ElementId::BODY, Role::Label);
        let form = pages.structure.add(label, Role::Form);
        let name = format!("task{}", nth + 1);
        let field = Field { kind: FieldKind::Box(check_box(checked)), name, tooltip: "T".into() };
        let at = Point::new(50.0, 100.0 + 40.0 * nth as f32);
        pages.pages[0].items.push((at, FrameItem::Field(Size::new(10.0, 10.0), field, form)));
    }
    let document = written(&pages, &book);
    let form = follow(&document, catalog(&document), "AcroForm");
    // Nothing to sign and nothing to write in: no flag that says so, no font.
    for key in ["SigFlags", "DR", "DA", "NeedAppearances"] {
        assert!(form.get(key.as_bytes()).is_err(), "{key}");
    }
    let fields = form.get(b"Fields").unwrap().as_array().unwrap();
    for (field, (name, state)) in fields.iter().zip([("task1", "Off"), ("task2", "Yes")]) {
        let field = document.dereference(field).unwrap().1.as_dict().unwrap();
        assert_eq!(words(field.get(b"T").unwrap()), name);
        for key in [b"V", &b"AS"[..]] {
            assert_eq!(field.get(key).unwrap().as_name().unwrap(), state.as_bytes());
        }
        let normal = follow(&document, follow(&document, field, "AP"), "N");
        let look = |state: &str| {
            let stream = normal.get_deref(state.as_bytes(), &document).unwrap().as_stream();
            let content = stream.unwrap().get_plain_content().unwrap();
            String::from_utf8(content).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(normal.len(), 2);
        assert_eq!(look("Off"), "1 1 1 rg 0 0 10 10 re f");
        assert_eq!(look("Yes"), "1 1 1 rg 0 0 10 10 re f 0 0 0 rg 2 5 4 4 re f");
    }
    assert_eq!(fields.len(), 2);
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let looks = streams.filter(|stream| stream.dict.get(b"BBox").is_ok());
    assert_eq!(looks.count(), 2, "boxes that look the same share their looks");
}

/// The file that a PDF carries: its specification and its stream.
fn attached(document: &Document) -> Option<(&Dictionary, &lopdf::Stream)> {
    let names = follow(document, catalog(document), "Names");
    let files = names.get_deref(b"EmbeddedFiles", document).ok()?.as_dict().unwrap();
    let files = files.get(b"Names").unwrap().as_array().unwrap();
    assert_eq!(files.len(), 2);
    let associated = catalog(document).get(b"AF").unwrap().as_array().unwrap();
    assert_eq!(associated, &files[1..]);
    let specification = document.dereference(&files[1]).unwrap().1.as_dict().unwrap();
    assert_eq!(words(&files[0]), words(specification.get(b"UF").unwrap()));
    let file = follow(document, specification, "EF").get_deref(b"F", document).unwrap();
    Some((specification, file.as_stream().unwrap()))
}

#[test]
fn a_file_in_the_pdf_is_found_and_makes_it_part_3() {
    let book = book();
    let attachment = Some(Attachment {
        name: "sources.json".into(),
        media_type: "application/json".into(),
        description: "Où".into(),
        bytes: b"{\"a\": 1}\n".repeat(40),
    });
    let info = Info { attachment, ..info() };
    let bytes = write(&sample(&book), &info, &book).unwrap();
    assert!(bytes == write(&sample(&book), &info, &book).unwrap());
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("<pdfaid:part>3</pdfaid:part>"));
    assert!(text.contains("/Subtype/application#2Fjson"));
    let document = load(&bytes);
    let (specification, file) = attached(&document).unwrap();
    assert_eq!(specification.get(b"AFRelationship").unwrap().as_name().unwrap(), b"Source");
    assert_eq!(words(specification.get(b"F").unwrap()), "sources.json");
    assert_eq!(words(specification.get(b"Desc").unwrap()), "Où");
    assert_eq!(file.dict.get(b"Subtype").unwrap().as_name().unwrap(), b"application/json");
    assert_eq!(file.get_plain_content().unwrap(), info.attachment.as_ref().unwrap().bytes);
    let parameters = follow(&document, &file.dict, "Params");
    assert_eq!(parameters.get(b"Size").unwrap().as_i64().unwrap(), 360);
    let date = parameters.get(b"ModDate").unwrap().as_str().unwrap();
    assert_eq!(date, b"D:20261120000000Z");
    // The anchors are still there.
    assert!(follow(&document, catalog(&document), "Names").get(b"Dests").is_ok());
    let undated = written_with(&sample(&book), &Info { date: None, ..info }, &book);
    let (_, file) = attached(&undated).unwrap();
    assert!(follow(&undated, &file.dict, "Params").get(b"ModDate").is_err());
    let plain = written(&sample(&book), &book);
    assert!(attached(&plain).is_none() && catalog(&plain).get(b"AF").is_err());
}

#[test]
fn the_file_says_that_it_is_pdf_a_and_pdf_ua() {
    let book = book();
    let bytes = write(&sample(&book), &info(), &book).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    for claim in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>",
    ] {
        assert!(text.contains(claim), "{claim}");
    }
    let document = load(&bytes);
    assert!(
        follow(&document, catalog(&document), "MarkInfo")
            .get(b"Marked")
            .unwrap()
            .as_bool()
            .unwrap()
    );
}
