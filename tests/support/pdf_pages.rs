//! Pages built by hand from the real faces, for the tests of the PDF stage.
#![allow(dead_code)]

use harfrust::{Buffer, ShapeOptions, ShaperFont};
use pilotpack::font::{Book, FaceId, Family};
use pilotpack::image::Raster;
use pilotpack::layout::frame::*;
use pilotpack::layout::geom::{Color, Point, Size};
use pilotpack::layout::structure::{ElementId, Role, Structure};
use pilotpack::pdf::Info;
use skrifa::raw::TableProvider;
use std::sync::Arc;

pub const SANS: FaceId = FaceId(0);
pub const ITALIC: FaceId = FaceId(1);
pub const SERIF: FaceId = FaceId(2);
pub const MONO: FaceId = FaceId(3);
pub const EMOJI: FaceId = FaceId(4);

/// The theme's faces under the ids above.
pub fn book() -> Book {
    let mut book = Book::new();
    for (family, name) in [
        (Family::Sans, "Inter_400Regular.ttf"),
        (Family::Sans, "Inter_400Regular_Italic.ttf"),
        (Family::Serif, "SourceSerif4_400Regular.ttf"),
        (Family::Mono, "JetBrainsMono_400Regular.ttf"),
        (Family::Emoji, "twemoji.woff2"),
    ] {
        let path = format!("{}/themes/default/fonts/{name}", env!("CARGO_MANIFEST_DIR"));
        book.add(family, name, std::fs::read(path).unwrap()).unwrap();
    }
    book
}

pub fn info() -> Info {
    Info {
        title: "Prüfung <1> & more".into(),
        author: "Example Ltd".into(),
        subject: "Test pages".into(),
        keywords: vec!["one".into(), "two".into()],
        language: "en-GB".into(),
        creator: "pilotpack 0.1.0".into(),
        date: Some((2026, 11, 20)),
        attachment: None,
    }
}

/// Shapes a run.
pub fn run(book: &Book, face: FaceId, size: f32, text: &str) -> TextRun {
    let font = book.face(face).unwrap();
    let data: Arc<dyn AsRef<[u8]> + Send + Sync> = font.data.clone();
    let shaper = harfrust::Font::new(data, 0).unwrap();
    let mut buffer = Buffer::new();
    for (at, character) in text.char_indices() {
        buffer.push(u32::from(character), at as u32);
    }
    buffer.guess_segment_properties();
    harfrust::shape(&ShaperFont::new(&shaper), &mut buffer, ShapeOptions::new()).unwrap();
    let scale = size / f32::from(font.units_per_em);
    let mut starts: Vec<u32> = buffer.glyph_infos().iter().map(|info| info.cluster).collect();
    starts.sort_unstable();
    let mut last = None;
    let glyphs = buffer
        .glyph_infos()
        .iter()
        .zip(buffer.glyph_positions())
        .map(|(info, position)| {
            let next = starts.iter().find(|s| **s > info.cluster);
            let end = next.copied().unwrap_or(text.len() as u32);
            let first = last.replace(info.cluster) != Some(info.cluster);
            Glyph {
                id: info.glyph_id as u16,
                advance: position.x_advance as f32 * scale,
                dx: position.x_offset as f32 * scale,
                dy: position.y_offset as f32 * scale,
                start: info.cluster,
                end: if first { end } else { info.cluster },
            }
        })
        .collect();
    TextRun { face, size, color: Color::BLACK, glyphs, text: text.into() }
}

/// Items of one emoji, drawn in layers.
pub fn emoji(book: &Book, at: Point, size: f32, character: char) -> Vec<(Point, FrameItem)> {
    let face = book.face(EMOJI).unwrap();
    let font = face.font().unwrap();
    let colr = font.colr().unwrap();
    let cpal = font.cpal().unwrap();
    let colors = cpal.color_records_array().unwrap().unwrap();
    let base = face.glyph(character).unwrap();
    let mut items = vec![(at, FrameItem::Begin(Tag::ActualText(character.to_string())))];
    for layer in colr.v0_base_glyph(base.into()).unwrap() {
        let (glyph, palette) = colr.v0_layer(layer).unwrap();
        let color = &colors[usize::from(palette)];
        let glyph = Glyph { id: glyph.to_u16(), advance: size, dx: 0.0, dy: 0.0, start: 0, end: 0 };
        let color = Color::rgb(color.red(), color.green(), color.blue());
        let run = TextRun { face: EMOJI, size, color, glyphs: vec![glyph], text: String::new() };
        items.push((at, FrameItem::Text(run)));
    }
    items.push((at, FrameItem::End));
    items
}

/// Text lines of the sample's first page.
pub const LINES: [(FaceId, &str); 6] = [
    (SERIF, "Office ﬁles: affinity, flow, fjord, waffle – “quoted” (50 %) \\ end"),
    (SANS, "Größe, Übung, naïve, Ελληνικά, Русский, 10\u{a0}000\u{a0}€"),
    (ITALIC, "AVATAR Type To Wa; kerning moves the pen"),
    (MONO, "let x = a -> b; // ├── tree"),
    (SERIF, "e\u{301}galite\u{301} with combining marks"),
    (SANS, "A line\u{2011}break stays here"),
];

/// Two pages with something of everything.
pub fn sample(book: &Book) -> Pages {
    let mut first: Vec<(Point, FrameItem)> = Vec::new();
    let at = Point::new;
    first.push((at(0.0, 0.0), FrameItem::Begin(Tag::Artifact)));
    let band = Shape::rect(Size::new(595.276, 40.0), Color::rgb(0x0b, 0x5f, 0xff));
    first.push((at(0.0, 0.0), FrameItem::Shape(band)));
    first.push((at(0.0, 0.0), FrameItem::End));
    first.push((at(0.0, 0.0), FrameItem::Begin(Tag::Element(ElementId::BODY))));
    for (line, (face, text)) in LINES.iter().enumerate() {
        let place = at(60.0, 90.0 + 22.0 * line as f32);
        first.push((place, FrameItem::Text(run(book, *face, 12.0, text))));
    }
    let mut x = 60.0;
    for character in ['🔴', '🟠', '🟡', '🟢', '🚀'] {
        first.extend(emoji(book, at(x, 240.0), 16.0, character));
        x += 22.0;
    }
    first.push((at(0.0, 0.0), FrameItem::End));
    first.push((at(0.0, 0.0), FrameItem::Begin(Tag::Artifact)));
    let stroke = |dash| Stroke { color: Color::rgb(200, 30, 30), width: 2.0, dash };
    for (row, dash) in [None, Some((6.0, 3.0)), Some((0.0, 4.0))].into_iter().enumerate() {
        let line = Shape::line(Point::new(200.0, 0.0), stroke(dash));
        first.push((at(60.0, 270.0 + 12.0 * row as f32), FrameItem::Shape(line)));
    }
    let card = Shape::rounded(Size::new(120.0, 60.0), 8.0, Color::rgb(230, 240, 255));
    first.push((at(300.0, 260.0), FrameItem::Shape(card)));
    let mut ring = Shape::rect(Size::new(60.0, 60.0), Color::rgb(20, 120, 60));
    ring.path.extend(rect_path(Size::new(60.0, 60.0), 20.0));
    ring.even_odd = true;
    first.push((at(440.0, 260.0), FrameItem::Shape(ring)));
    first.push((at(0.0, 0.0), FrameItem::End));
    first.push((at(60.0, 340.0), FrameItem::Image(Arc::new(raster(true)), Size::new(96.0, 48.0))));
    first
        .push((at(180.0, 340.0), FrameItem::Image(Arc::new(raster(false)), Size::new(96.0, 48.0))));
    first.push((at(300.0, 340.0), FrameItem::Image(Arc::new(raster(true)), Size::new(48.0, 24.0))));
    let mut structure = Structure::default();
    let mut link = |target| {
        let element = structure.add(ElementId::BODY, Role::Link);
        FrameItem::Link(Size::new(100.0, 16.0), target, element)
    };
    first.push((at(60.0, 80.0), link(LinkTarget::Url("https://a.example/x?y=1".into()))));
    first.push((at(60.0, 102.0), link(LinkTarget::Anchor("second".into()))));

    let mut second: Vec<(Point, FrameItem)> = Vec::new();
    let title = structure.add(ElementId::BODY, Role::Heading(2));
    second.push((at(0.0, 0.0), FrameItem::Begin(Tag::Element(title))));
    let heading = FrameItem::Text(run(book, SERIF, 24.0, "2 Second chapter"));
    second.push((at(60.0, 100.0), heading));
    second.push((at(0.0, 0.0), FrameItem::End));
    let node =
        |title: &str, page, y, children| OutlineNode { title: title.into(), page, y, children };
    Pages {
        pages: vec![
            Page { size: Size::A4, items: first },
            Page { size: Size::LETTER, items: second },
        ],
        outline: vec![
            node(
                "1 Erstes",
                0,
                60.0,
                vec![node("1.1 Größe", 0, 100.0, vec![node("1.1.1 Deep", 0, 120.0, vec![])])],
            ),
            node("2 Second chapter", 1, 70.0, vec![]),
        ],
        anchors: [
            ("first".to_owned(), (0, at(60.0, 60.0))),
            ("second".to_owned(), (1, at(60.0, 70.0))),
        ]
        .into(),
        front: 1,
        structure,
    }
}

/// A small image: a gradient, with holes if `alpha`.
pub fn raster(alpha: bool) -> Raster {
    let (width, height) = (16_u32, 8_u32);
    let pixels = || (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    Raster {
        width,
        height,
        rgb: pixels().flat_map(|(x, y)| [(x * 16) as u8, (y * 32) as u8, 128]).collect(),
        alpha: alpha.then(|| pixels().map(|(x, y)| ((x + y) % 2 * 255) as u8).collect()),
    }
}
