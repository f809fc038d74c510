//! How long the PDF stage takes: `cargo test --release --test pdf_speed -- --ignored --nocapture`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

#[path = "support/pdf_pages.rs"]
mod pdf_pages;

use pdf_pages::{ITALIC, MONO, SERIF, book, info, run};
use pilotpack::layout::frame::{FrameItem, Page, Pages, Tag};
use pilotpack::layout::geom::{Point, Size};
use pilotpack::layout::structure::ElementId;
use std::time::{Duration, Instant};

/// Sixteen pages of three faces, justified, with 78,000 glyphs.
#[test]
#[ignore = "a measurement, only of use in release"]
fn sixteen_full_pages_take_forty_milliseconds() {
    let book = book();
    // Words of random letters: real text shrinks better and takes less time.
    let mut state = 1_u32;
    let mut random = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % below
    };
    let mut word = || -> String {
        let letters: Vec<char> = "eeettaaoinnshrdlufficmwg".chars().collect();
        (0..2 + random(8)).map(|_| letters[random(letters.len() as u32) as usize]).collect()
    };
    let mut glyphs = 0;
    let mut pages = Pages::default();
    for _ in 0..16 {
        let mut items = vec![(Point::default(), FrameItem::Begin(Tag::Element(ElementId::BODY)))];
        for line in 0..52_usize {
            let face = [SERIF, SERIF, ITALIC, MONO][(line / 4) % 4];
            let text: Vec<String> = (0..15).map(|_| word()).collect();
            let mut run = run(&book, face, 9.0, &text.join(" "));
            for glyph in &mut run.glyphs {
                let text = run.text.get(glyph.start as usize..glyph.end as usize);
                glyph.advance += if text == Some(" ") { 0.317 } else { 0.0 };
            }
            glyphs += run.glyphs.len();
            items.push((Point::new(50.0, 50.0 + 14.0 * line as f32), FrameItem::Text(run)));
        }
        items.push((Point::default(), FrameItem::End));
        pages.pages.push(Page { size: Size::A4, items });
    }
    let mut times: Vec<Duration> = Vec::new();
    let mut size = 0;
    for _ in 0..40 {
        let start = Instant::now();
        size = pilotpack::pdf::write(&pages, &info(), &book).unwrap().len();
        times.push(start.elapsed());
    }
    times.sort();
    println!("{glyphs} glyphs, {size} bytes, best {:?}, median {:?}", times[0], times[20]);
    assert!(times[20] < Duration::from_millis(40), "{:?}", times[20]);
}
