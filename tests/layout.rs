//! Layout: one test for each rule of the pages.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

#[path = "support/layout.rs"]
mod support;

use pilotpack::diag::Severity;
use pilotpack::document::*;
use pilotpack::layout::frame::{
    Field, FieldKind, FrameItem, LinkTarget, Page, Pages, PathSegment, Shape, TextRun,
};
use pilotpack::layout::geom::{Point, Size};
use pilotpack::layout::structure::Part;
use pilotpack::layout::{Cover, Esign, PageStyle, dump};
use std::collections::BTreeSet;
use support::*;

const LONG: &str = "The Processor shall process Personal Data only on documented instructions from \
    the Controller, including with regard to transfers of personal data to a third country or an \
    international organisation, unless required to do so by law to which it is subject.";

fn runs(pages: &Pages, page: usize) -> Vec<(Point, &TextRun, Part)> {
    let mut open: Vec<Part> = Vec::new();
    let mut runs = Vec::new();
    for (at, item) in &pages.pages[page].items {
        match item {
            FrameItem::Begin(tag) => open.push(pages.part(tag)),
            FrameItem::End => {
                open.pop().unwrap();
            }
            FrameItem::Text(run) => runs.push((*at, run, *open.last().unwrap())),
            _ => {}
        }
    }
    assert!(open.is_empty());
    runs
}

fn page_of(pages: &Pages, words: &str) -> usize {
    (0..pages.pages.len())
        .find(|page| {
            let text: String = runs(pages, *page)
                .into_iter()
                .filter(|(_, _, tag)| *tag == Part::Body || *tag == Part::Note)
                .map(|(_, run, _)| run.text.clone())
                .collect();
            text.contains(words)
        })
        .unwrap_or_else(|| panic!("no page says {words}"))
}

/// Left and right end of words on the first page of text, wherever their glyphs stand.
fn extent(pages: &Pages, words: &str) -> (f32, f32) {
    let (mut left, mut right) = (f32::MAX, f32::MIN);
    let all = runs(pages, 1);
    let (at, run, range) = all
        .iter()
        .filter(|(_, _, part)| *part == Part::Body)
        .find_map(|(at, run, _)| {
            let start = run.text.find(words)?;
            Some((at, run, start..start + words.len()))
        })
        .unwrap_or_else(|| panic!("no run has {words}"));
    let mut x = at.x;
    for glyph in &run.glyphs {
        if range.contains(&(glyph.start as usize)) && glyph.advance > 0.0 {
            left = left.min(x);
            right = right.max(x + glyph.advance);
        }
        x += glyph.advance;
    }
    (left, right)
}

/// The text of the body's lines, by their baselines.
fn lines_of(pages: &Pages, page: usize) -> Vec<String> {
    let mut lines: Vec<(f32, String)> = Vec::new();
    for (at, run, tag) in runs(pages, page) {
        if tag != Part::Body {
            continue;
        }
        match lines.last_mut() {
            Some((y, line)) if (*y - at.y).abs() < 0.5 => line.push_str(&run.text),
            _ => lines.push((at.y, run.text.clone())),
        }
    }
    lines.into_iter().map(|(_, line)| squeeze(&line)).collect()
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn body(pages: &Pages) -> String {
    squeeze(&dump::text(pages, Part::Body))
}

fn assert_on_paper(pages: &Pages) {
    for (number, page) in pages.pages.iter().enumerate() {
        for (at, run, tag) in runs(pages, number) {
            let trailing = if run.text.ends_with(' ') { run.size } else { 0.0 };
            let end = at.x + run.width() - trailing;
            let inside =
                at.x >= 0.0 && end <= page.size.width && at.y > 0.0 && at.y < page.size.height;
            assert!(inside, "page {number}: {:?} at {at:?} to {end} ({tag:?})", run.text);
            for glyph in &run.glyphs {
                assert_ne!(glyph.id, 0, "{:?}", run.text);
            }
        }
    }
}

#[test]
fn every_word_is_printed_once_and_in_order() {
    let words: Vec<String> = (0..900).map(|n| format!("documentation{n}")).collect();
    for style in [PageStyle::guide(), PageStyle::legal()] {
        let blocks = vec![
            heading(2, "1", "First part"),
            paragraph(&words.join(" ")),
            list(&["(a)", "(b)"], vec![vec![paragraph("alpha beta")], vec![paragraph("gamma")]]),
            block(BlockKind::Quote(vec![paragraph("quoted words")])),
            block(BlockKind::Tabs(vec![
                code("sh", "Shell", "one two"),
                code("", "Plain", "x\n  y"),
            ])),
            block(BlockKind::Callout(Callout {
                kind: CalloutKind::Tip,
                title: String::from("Tip"),
                blocks: vec![paragraph("callout words")],
            })),
        ];
        let (pages, sink) = lay_out_with(&document(blocks), &style, &cover());
        assert!(sink.is_empty(), "{:?}", sink.diagnostics());
        let pages = pages.unwrap();
        let expected = format!(
            "1. First part {} (a) alpha beta (b) gamma quoted words Shell one two Plain x y Tip callout words",
            words.join(" ")
        );
        assert_eq!(body(&pages), expected);
        assert_on_paper(&pages);
    }
}

#[test]
fn divided_words_are_whole_when_read() {
    let text = [LONG; 12].join(" ");
    let (pages, _) = lay_out_with(&document(vec![paragraph(&text)]), &PageStyle::legal(), &cover());
    let pages = pages.unwrap();
    let hyphens = (0..pages.pages.len())
        .flat_map(|page| runs(&pages, page))
        .filter(|(_, run, tag)| run.text == "-" && *tag == Part::Artifact)
        .count();
    assert!(hyphens > 0, "nothing was divided");
    assert_eq!(body(&pages), squeeze(&text));
}

#[test]
fn light_punctuation_stands_out_into_the_margin() {
    let style = PageStyle::legal();
    let edge = style.margin_side + style.column + style.line_width();
    let text = [LONG; 12].join(" ");
    let (pages, _) = lay_out_with(&document(vec![paragraph(&text)]), &style, &cover());
    let pages = pages.unwrap();
    let mut ends: Vec<(f32, f32, String)> = Vec::new();
    for page in 1..pages.pages.len() {
        for (at, run, tag) in runs(&pages, page) {
            let hyphen = tag == Part::Artifact && run.text == "-";
            // The space at a line's end is not seen.
            if !(tag == Part::Body || hyphen) || run.text.trim().is_empty() {
                continue;
            }
            let space =
                if run.text.ends_with(' ') { run.glyphs.last().unwrap().advance } else { 0.0 };
            let end = at.x + run.width() - space;
            let sign = String::from(run.text.trim_end());
            match ends.last_mut() {
                Some(last) if (last.0 - at.y).abs() < 0.5 => *last = (at.y, end, sign),
                _ => ends.push((at.y, end, sign)),
            }
        }
    }
    ends.pop();
    let (light, plain): (Vec<_>, Vec<_>) =
        ends.iter().partition(|(_, _, text)| text.ends_with([',', '.', '-']));
    assert!(light.len() > 3 && plain.len() > 3, "{ends:?}");
    for (_, end, text) in light {
        assert!((0.5..4.0).contains(&(end - edge)), "{text}: {}", end - edge);
    }
    for (_, end, text) in plain {
        assert!((end - edge).abs() < 0.1, "{text}: {}", end - edge);
    }
}

#[test]
fn words_are_seldom_divided_after_two_letters() {
    let (mut stumps, mut divided) = (0, 0);
    // So many words before that each line end falls on every place once.
    for before in 0..60 {
        let text = format!("{} {}", "ab ".repeat(before), [LONG; 3].join(" "));
        let document = document(vec![paragraph(&text)]);
        let (pages, _) = lay_out_with(&document, &PageStyle::legal(), &cover());
        let pages = pages.unwrap();
        let runs = runs(&pages, 1);
        for (part, _) in runs.iter().zip(&runs[1..]).filter(|(_, next)| next.1.text == "-") {
            let letters = part.1.text.rsplit(' ').next().map_or(0, |w| w.chars().count());
            divided += 1;
            stumps += usize::from(letters < 3);
        }
    }
    println!("{stumps} of {divided}");
    assert!(divided > 50 && stumps * 12 < divided, "{stumps} of {divided}");
}

#[test]
fn a_300_character_word_is_broken_and_stays_on_the_paper() {
    let word = "x".repeat(300);
    let pages = lay_out(&document(vec![paragraph(&format!("before {word} after"))]));
    assert_on_paper(&pages);
    let style = PageStyle::guide();
    for (at, run, tag) in runs(&pages, 1) {
        if tag == Part::Body {
            let trailing = if run.text.ends_with(' ') { run.size } else { 0.0 };
            assert!(at.x + run.width() - trailing <= style.margin_side + style.line_width() + 0.1);
        }
    }
    assert_eq!(body(&pages).replace(' ', ""), format!("before{word}after"));
}

#[test]
fn references_and_groups_of_figures_stay_on_one_line() {
    // So many words before that each possible line end falls on every place of the phrase once.
    for phrase in ["(Article 27", "“Section 4.2", "(Annex IV)", "7 402 115 EUR", "12 months"] {
        for before in 0..40 {
            let words = format!("{} {phrase} and so on", "ab ".repeat(20 + before));
            let pages = lay_out(&document(vec![paragraph(&words)]));
            let lines: Vec<String> = (0..pages.pages.len())
                .flat_map(|page| lines_of(&pages, page))
                .filter(|line| !line.is_empty())
                .collect();
            assert!(lines.iter().any(|line| line.contains(phrase)), "{phrase}: {lines:?}");
        }
    }
}

#[test]
fn the_second_of_two_numbers_stays_with_its_conjunction() {
    for (phrase, whole) in [("3 and 4", "and 4"), ("II und III", "und III"), ("1 to 200", "to 200")]
    {
        for before in 0..40 {
            let words = format!("{} {phrase} and so on", "ab ".repeat(20 + before));
            let pages = lay_out(&document(vec![paragraph(&words)]));
            let lines: Vec<String> =
                (0..pages.pages.len()).flat_map(|page| lines_of(&pages, page)).collect();
            assert!(lines.iter().any(|line| line.contains(whole)), "{phrase}: {lines:?}");
        }
    }
}

#[test]
fn a_row_of_words_that_must_not_break_is_broken_rather_than_lost() {
    let words = "word\u{A0}".repeat(300);
    let pages = lay_out(&document(vec![paragraph(&words)]));
    assert_on_paper(&pages);
    assert_eq!(body(&pages).matches("word").count(), 300);
}

#[test]
fn words_of_a_table_cell_are_not_broken_while_they_fit() {
    let words = ["identifier", "Umsatzsteuer-Identifikationsnummer", "anticonstitutionnellement"];
    let long = [LONG; 3].join(" ");
    let row: &[&str] = &[words[0], words[1], words[2], &long];
    let pages = lay_out(&document(vec![table(&["A", "B", "C", "D"], &[row])]));
    let body = body(&pages);
    for word in words.iter().flat_map(|w| w.split_inclusive('-')) {
        let whole = runs(&pages, 1).into_iter().any(|(_, run, _)| run.text.contains(word));
        assert!(whole && body.contains(word), "{word}");
    }
}

#[test]
fn what_announces_a_table_stays_with_it() {
    for before in 20..45 {
        let mut blocks: Vec<Block> = (0..before).map(|_| paragraph("line")).collect();
        blocks.push(paragraph("The fields are:"));
        blocks.push(table(&["Name", "Type"], &[&["first field", "x"], &["second", "y"]]));
        let pages = lay_out(&document(blocks));
        assert_eq!(page_of(&pages, "fields are"), page_of(&pages, "first field"), "{before}");
    }
}

#[test]
fn the_meaning_of_a_term_is_its_next_line() {
    let definition = Definition { term: text("Controller"), details: vec![paragraph("decides")] };
    for style in [PageStyle::guide(), PageStyle::legal()] {
        let blocks = vec![block(BlockKind::Definitions(vec![definition.clone()]))];
        let (pages, _) = lay_out_with(&document(blocks), &style, &cover());
        let pages = pages.unwrap();
        let runs = runs(&pages, 1);
        let y =
            |words: &str| runs.iter().find(|(_, run, _)| run.text.starts_with(words)).unwrap().0.y;
        assert!((y("decides") - y("Controller") - style.leading).abs() < 0.01);
    }
}

#[test]
fn a_table_repeats_its_head_as_an_artifact() {
    let rows: Vec<[&str; 2]> = (0..80).map(|_| ["row", "some words"]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(|r| r.as_slice()).collect();
    let pages = lay_out(&document(vec![table(&["Headword", "Second"], &rows)]));
    assert!(pages.pages.len() > 3);
    for page in 2..pages.pages.len() {
        let head = runs(&pages, page).into_iter().find(|(_, run, _)| run.text.contains("Headword"));
        assert_eq!(head.map(|(_, _, tag)| tag), Some(Part::Artifact), "page {page}");
        let again = runs(&pages, page).into_iter().any(|(_, run, _)| run.text == "continued");
        assert!(again, "page {page}");
    }
    assert_eq!(body(&pages).matches("Headword").count(), 1);
    assert_eq!(body(&pages).matches("some words").count(), 80);
}

#[test]
fn a_row_taller_than_a_page_is_divided_without_loss() {
    let cell: String = (0..1500).map(|n| format!("w{n} ")).collect();
    let rows: [&[&str]; 2] = [&["first", &cell], &["second", "short"]];
    let pages = lay_out(&document(vec![table(&["A", "B"], &rows)]));
    assert!(pages.pages.len() > 2);
    let text = body(&pages);
    for n in 0..1500 {
        assert_eq!(text.matches(&format!("w{n} ")).count(), 1, "w{n}");
    }
    assert_on_paper(&pages);
}

#[test]
fn forty_columns_fit_and_lose_nothing() {
    let head: Vec<String> = (0..40).map(|n| format!("column{n}")).collect();
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let row: Vec<&str> = vec!["value"; 40];
    let pages = lay_out(&document(vec![table(&head, &[&row])]));
    assert_on_paper(&pages);
    assert_eq!(body(&pages).replace(' ', ""), format!("{}{}", head.concat(), row.concat()));
}

#[test]
fn a_table_wider_than_an_upright_page_stands_on_turned_pages() {
    let head: Vec<String> = (10..22).map(|n| format!("Subprocessor{n}")).collect();
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let row: Vec<&str> = vec!["confirmed"; 12];
    let rows: Vec<&[&str]> = vec![&row; 60];
    let blocks = vec![
        paragraph("Text before"),
        heading(2, "1", "Wide things"),
        paragraph("These are:"),
        table(&head, &rows),
        paragraph("Text after"),
    ];
    for style in [PageStyle::guide(), PageStyle::legal()] {
        let (pages, sink) = lay_out_with(&document(blocks.clone()), &style, &cover());
        let found: Vec<_> = sink.diagnostics().iter().map(|d| (d.code, d.severity)).collect();
        assert_eq!(found, [("PP0608", Severity::Warning)]);
        let pages = pages.unwrap();
        assert_on_paper(&pages);
        let turned = |page: usize| pages.pages[page].size.width > pages.pages[page].size.height;
        let (before, after) = (page_of(&pages, "before"), page_of(&pages, "after"));
        assert!(!turned(before) && !turned(after) && after > before + 2);
        // What stays with the table goes with it; the head is there again on each page.
        assert_eq!(page_of(&pages, "Wide"), before + 1);
        for page in before + 1..after {
            assert!(turned(page), "{page}");
            // No word is divided.
            assert!(runs(&pages, page).iter().any(|(_, run, _)| run.text == "Subprocessor10"));
            // Head and foot have the width of their page.
            let far = |(at, run, part): &(Point, &TextRun, Part)| {
                *part == Part::Artifact && at.x + run.width() > style.paper.height - 80.0
            };
            assert!(runs(&pages, page).iter().any(far), "{page}");
        }
        assert_eq!(body(&pages).matches("confirmed").count(), 720);
    }
}

#[test]
fn a_wide_table_in_a_quotation_stays_upright() {
    let head: Vec<String> = (10..22).map(|n| format!("Subprocessor{n}")).collect();
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let quote = block(BlockKind::Quote(vec![table(&head, &[&head])]));
    let pages = lay_out(&document(vec![quote]));
    assert!(pages.pages.iter().all(|page| page.size == PageStyle::guide().paper));
    assert_on_paper(&pages);
    assert_eq!(body(&pages).replace(' ', ""), head.concat().repeat(2));
}

#[test]
fn a_wide_table_in_a_footnote_stays_on_the_page_of_its_mark() {
    let head: Vec<String> = (10..22).map(|n| format!("Subprocessor{n}")).collect();
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let mark = Inline::Footnote { index: 0, mark: 0 };
    let mut document = document(vec![block(BlockKind::Paragraph(vec![mark]))]);
    let blocks = vec![table(&head, &[&head])];
    document.footnotes = vec![Footnote { name: String::from("a"), marks: 1, blocks }];
    let (pages, sink) = lay_out_with(&document, &PageStyle::guide(), &cover());
    assert!(sink.diagnostics().is_empty(), "{:?}", sink.diagnostics());
    let pages = pages.unwrap();
    assert!(pages.pages.iter().all(|page| page.size == PageStyle::guide().paper));
    assert_on_paper(&pages);
    let text = dump::text(&pages, Part::Note).replace(char::is_whitespace, "");
    assert_eq!(text, format!("1{}", head.concat().repeat(2)));
}

#[test]
fn a_divided_row_of_a_footnote_is_read_cell_by_cell() {
    let cell = |name: &str| (0..120).map(|n| format!("{name}{n}")).collect::<Vec<_>>().join(" ");
    let (left, right) = (cell("left"), cell("right"));
    let mark = Inline::Footnote { index: 0, mark: 0 };
    let mut document = document(vec![block(BlockKind::Paragraph(vec![mark]))]);
    let blocks = vec![table(&["A", "B"], &[&[&left, &right]])];
    document.footnotes = vec![Footnote { name: String::from("a"), marks: 1, blocks }];
    let pages = lay_out(&document);
    assert_eq!(pages.pages.len(), 2);
    let text = dump::text(&pages, Part::Note).replace(char::is_whitespace, "");
    assert_eq!(text, format!("1AB{left}{right}").replace(' ', ""));
}

#[test]
fn signatures_after_a_table_on_turned_pages_are_upright() {
    let head: Vec<String> = (10..22).map(|n| format!("Subprocessor{n}")).collect();
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let party = |name: &str| Party {
        name: name.to_owned(),
        fields: vec![(String::from("Name"), String::new()); 3],
    };
    let parties = ["Alder", "Wardline", "Third"].map(party).to_vec();
    let blocks = vec![table(&head, &[&head]), block(BlockKind::Signature(parties))];
    let pages = lay_out(&document(blocks));
    let turned = |page: usize| pages.pages[page].size.width > pages.pages[page].size.height;
    assert!(turned(page_of(&pages, "Subprocessor10")));
    for name in ["Alder", "Wardline", "Third"] {
        assert!(!turned(page_of(&pages, name)), "{name}");
    }
}

#[test]
fn a_repeated_head_says_so_in_the_language_of_the_document() {
    let rows: Vec<[&str; 1]> = vec![["Zeile"]; 80];
    let rows: Vec<&[&str]> = rows.iter().map(|r| r.as_slice()).collect();
    let mut document = document(vec![table(&["Kopf"], &rows)]);
    document.meta.language = String::from("de");
    let pages = lay_out(&document);
    let says = |words| runs(&pages, 2).into_iter().any(|(_, run, _)| run.text == words);
    assert!(says("Fortsetzung") && !says("continued"));
}

#[test]
fn too_many_columns_are_an_error() {
    let head = vec!["c"; 5_000];
    let (pages, sink) =
        lay_out_with(&document(vec![table(&head, &[&head])]), &PageStyle::guide(), &cover());
    assert!(pages.is_none());
    assert_eq!(sink.diagnostics()[0].code, "PP0603");
}

#[test]
fn no_page_ends_with_a_heading_or_a_single_line() {
    for before in 30..60 {
        let mut blocks: Vec<Block> = (0..before).map(|_| paragraph("line")).collect();
        blocks.push(heading(2, "", "Target heading"));
        blocks.push(paragraph(&format!("Opening {LONG} {LONG}")));
        let pages = lay_out(&document(blocks));
        let page = page_of(&pages, "Target heading");
        assert_eq!(page, page_of(&pages, "Opening"), "{before}");
        // At least two lines of the paragraph on each page it is on.
        for page in 1..pages.pages.len() {
            let mut lines: Vec<i32> = runs(&pages, page)
                .into_iter()
                .filter(|(_, run, tag)| *tag == Part::Body && run.text.len() > 30)
                .map(|(at, _, _)| (at.y * 10.0) as i32)
                .collect();
            lines.dedup();
            assert_ne!(lines.len(), 1, "{before}: one line alone on page {page}");
        }
    }
}

#[test]
fn a_long_code_line_wraps_without_loss() {
    let line = "curl --data-urlencode \"scope=deliveries:write recipients:read\" ".repeat(6);
    let text = format!("first\n    {line}\nlast");
    let pages = lay_out(&document(vec![block(BlockKind::Code(code("bash", "", &text)))]));
    assert_on_paper(&pages);
    assert_eq!(body(&pages).replace(' ', ""), squeeze(&text).replace(' ', ""));
    let wrapped: Vec<_> =
        runs(&pages, 1).into_iter().filter(|(_, _, tag)| *tag == Part::Body).collect();
    assert!(wrapped.len() > 4);
}

#[test]
fn code_within_text_leaves_word_spaces_their_width() {
    let words = |text: &str| Inline::Text(text.to_owned());
    let coded = |text: &str| Inline::Code(text.to_owned());
    let content = vec![words("get "), coded("curl"), words(", or "), coded("wget"), words(" then")];
    let pages = lay_out(&document(vec![block(BlockKind::Paragraph(content))]));
    let space = runs(&lay_out(&document(vec![paragraph("a b")])), 1)
        .into_iter()
        .find(|(_, run, _)| run.text.starts_with("a b"))
        .map(|(_, run, _)| run.glyphs[1].advance)
        .unwrap();
    let gap = |before: &str, after: &str| extent(&pages, after).0 - extent(&pages, before).1;
    assert!((gap("get", "curl") - space - 1.5).abs() < 0.01, "{}", gap("get", "curl"));
    assert!((gap("wget", "then") - space - 1.5).abs() < 0.01, "{}", gap("wget", "then"));
    // With a gap, pdftotext would read `curl ,`.
    assert!(gap("curl", ",").abs() < 0.01, "{}", gap("curl", ","));
    // The ground of `curl` ends before the words beside it and before the ink of the comma.
    let (from, to) = extent(&pages, "curl");
    let grounds: Vec<(f32, f32)> = (pages.pages[1].items.iter())
        .filter_map(|(at, item)| match item {
            FrameItem::Shape(shape) => Some((at.x, at.x + right_end(shape))),
            _ => None,
        })
        .collect();
    let ground =
        grounds.iter().find(|(left, right)| *left < from && *right > to && *left > from - 9.0);
    let (left, right) = *ground.unwrap_or_else(|| panic!("{grounds:?}"));
    assert!((from - left - 1.5).abs() < 0.01, "{left} {from}");
    assert!(right < to + 0.5, "{right} {to}");
}

fn right_end(shape: &Shape) -> f32 {
    let ends = shape.path.iter().map(|segment| match segment {
        PathSegment::Move(p) | PathSegment::Line(p) => p.x,
        PathSegment::Cubic(_, _, p) => p.x,
        PathSegment::Close => 0.0,
    });
    ends.fold(0.0, f32::max)
}

/// Pages of code of so many lines after short paragraphs and other blocks; how many of its lines are
/// on each page that has any, and the page it starts on.
fn code_after(before: usize, blocks: &[Block], lines: usize) -> (Pages, Vec<usize>, usize) {
    let text = (0..lines).map(|n| format!("line{n};")).collect::<Vec<_>>().join("\n");
    let mut all: Vec<Block> = (0..before).map(|_| paragraph("words")).collect();
    all.extend_from_slice(blocks);
    all.push(block(BlockKind::Code(code("", "", &text))));
    let pages = lay_out(&document(all));
    let on = |page: usize| {
        runs(&pages, page).iter().filter(|(_, run, _)| run.text.starts_with("line")).count()
    };
    let parts = (0..pages.pages.len()).map(on).filter(|n| *n > 0).collect();
    let page = page_of(&pages, "line0;");
    (pages, parts, page)
}

/// The share of a page's text height that is white below its last line.
fn white(pages: &Pages, page: usize) -> f32 {
    let style = PageStyle::guide();
    let lines = runs(pages, page).into_iter().filter(|(_, _, part)| *part == Part::Body);
    let last = lines.map(|(at, _, _)| at.y).fold(0.0, f32::max);
    (style.margin_top + style.text_height() - last) / style.text_height()
}

#[test]
fn short_code_is_never_divided() {
    for before in 20..48 {
        assert_eq!(code_after(before, &[], 8).1, [8], "{before}");
    }
}

#[test]
fn longer_code_is_divided_rather_than_leave_a_page_white() {
    for lines in [9, 12, 16, 19] {
        let mut divided = 0;
        for before in 10..40 {
            let (pages, parts, page) = code_after(before, &[], lines);
            assert_eq!(parts.iter().sum::<usize>(), lines);
            assert!(parts.iter().all(|lines| *lines >= 3), "{before}: {parts:?}");
            assert!(parts.len() < 2 || parts[0] >= 4, "{before}: {parts:?}");
            divided += usize::from(parts.len() > 1);
            let start = if parts.len() > 1 { page } else { page - 1 };
            if start > 0 {
                assert!(white(&pages, start) < 0.14, "{lines} {before}: {}", white(&pages, start));
            }
        }
        assert!(divided > 1, "{lines}: {divided}");
    }
}

#[test]
fn code_of_middling_length_stays_whole_where_that_leaves_little_white() {
    let whole = (10..40).filter(|before| {
        let (pages, parts, page) = code_after(*before, &[], 12);
        parts.len() == 1 && page > 1 && white(&pages, page - 1) > 0.08
    });
    assert!(whole.count() > 0);
}

#[test]
fn what_introduces_long_code_does_not_leave_a_page_white() {
    let intro = [heading(3, "", "Target"), paragraph(&format!("Opening {}", &LONG[..150]))];
    let mut alone = 0;
    for before in 10..44 {
        let (pages, parts, page) = code_after(before, &intro, 14);
        let target = page_of(&pages, "Target");
        assert_eq!(target, page_of(&pages, "Opening"), "{before}");
        assert!(parts.iter().all(|lines| *lines >= 3), "{before}: {parts:?}");
        alone += usize::from(target < page);
        if page > 1 {
            assert!(white(&pages, page - 1) < 0.16, "{before}: {}", white(&pages, page - 1));
        }
    }
    assert!(alone > 0);
}

#[test]
fn code_is_divided_at_an_empty_line_if_one_is_near() {
    let line = |n: usize| if n == 9 || n == 10 { String::new() } else { format!("line{n};") };
    let text = (0..24).map(line).collect::<Vec<_>>().join("\n");
    let mut starts = Vec::new();
    for before in 10..44 {
        let mut blocks: Vec<Block> = (0..before).map(|_| paragraph("words")).collect();
        blocks.push(block(BlockKind::Code(code("", "", &text))));
        let pages = lay_out(&document(blocks));
        let first = |page: usize| {
            let runs = runs(&pages, page);
            runs.iter().find(|(_, run, _)| run.text.starts_with("line")).map(|r| r.1.text.clone())
        };
        starts.extend((0..pages.pages.len()).filter_map(first).filter(|line| line != "line0;"));
    }
    // After the empty lines, or so far behind them that the page would be left white.
    assert!(starts.iter().any(|line| line == "line11;"), "{starts:?}");
    for near in 12..=16 {
        assert!(!starts.contains(&format!("line{near};")), "{starts:?}");
    }
}

#[test]
fn a_language_that_the_title_names_is_not_said_twice() {
    for (title, times) in [("Bash", 1), ("curl", 2)] {
        let pages = lay_out(&document(vec![block(BlockKind::Code(code("bash", title, "ls -l")))]));
        let labels = runs(&pages, 1);
        let labels = labels
            .iter()
            .filter(|(_, run, _)| matches!(run.text.as_str(), "Bash" | "bash" | "curl"));
        assert_eq!(labels.count(), times, "{title}");
    }
}

#[test]
fn letters_of_a_contract_are_as_dark_as_its_text() {
    let blocks = vec![paragraph("words"), list(&["(a)"], vec![vec![paragraph("words")]])];
    for (style, dark) in [(PageStyle::legal(), true), (PageStyle::guide(), false)] {
        let (pages, _) = lay_out_with(&document(blocks.clone()), &style, &cover());
        let pages = pages.unwrap();
        let label =
            runs(&pages, 1).into_iter().find(|(_, run, _)| run.text.starts_with("(a)")).unwrap();
        assert_eq!(label.1.color == style.colors.text, dark);
    }
}

#[test]
fn a_footnote_is_on_the_page_of_its_mark() {
    for before in 20..60 {
        let mut blocks: Vec<Block> = (0..before).map(|_| paragraph("line")).collect();
        blocks.push(block(BlockKind::Paragraph(vec![
            Inline::Text(String::from("Marked")),
            Inline::Footnote { index: 0, mark: 0 },
        ])));
        let mut document = document(blocks);
        document.footnotes = vec![Footnote {
            name: String::from("a"),
            marks: 1,
            blocks: vec![paragraph("At the foot")],
        }];
        let pages = lay_out(&document);
        assert_eq!(page_of(&pages, "Marked"), page_of(&pages, "At the foot"), "{before}");
    }
}

#[test]
fn a_footnote_longer_than_a_page_goes_on_without_loss() {
    let mut document = document(vec![
        block(BlockKind::Paragraph(vec![
            Inline::Text(String::from("Marked")),
            Inline::Footnote { index: 0, mark: 0 },
        ])),
        paragraph("After"),
    ]);
    let words: Vec<String> = (0..1800).map(|n| format!("note{n}")).collect();
    let blocks = vec![paragraph(&words.join(" "))];
    document.footnotes = vec![Footnote { name: String::from("a"), marks: 1, blocks }];
    let pages = lay_out(&document);
    assert_on_paper(&pages);
    let text = squeeze(&dump::text(&pages, Part::Note));
    assert_eq!(text, format!("1 {}", words.join(" ")));
}

#[test]
fn a_list_twenty_levels_deep_stays_on_the_paper() {
    let mut block = paragraph("deepest words of all");
    for _ in 0..20 {
        block = list(&["(a)"], vec![vec![paragraph("outer words"), block]]);
    }
    let pages = lay_out(&document(vec![block]));
    assert_on_paper(&pages);
    assert!(body(&pages).ends_with("deepest words of all"));
}

#[test]
fn nesting_without_end_is_an_error() {
    let mut deep = paragraph("words");
    for _ in 0..300 {
        deep = block(BlockKind::Quote(vec![deep]));
    }
    let (pages, sink) = lay_out_with(&document(vec![deep]), &PageStyle::guide(), &cover());
    assert!(pages.is_none());
    assert_eq!(sink.diagnostics()[0].code, "PP0602");
}

#[test]
fn a_character_that_no_face_has_is_an_error_with_its_place() {
    let (pages, sink) = lay_out_with(
        &document(vec![paragraph("so \u{12A0} it is")]),
        &PageStyle::guide(),
        &cover(),
    );
    assert!(pages.is_none());
    let error = &sink.diagnostics()[0];
    assert_eq!((error.code, error.span), ("PP0601", Some(span(7))));
    assert!(error.message.contains("U+12A0"), "{}", error.message);
}

#[test]
fn an_emoji_is_painted_in_layers_and_read_as_itself() {
    let pages = lay_out(&document(vec![paragraph("red 🔴 family 👩‍💻 warn ⚠️ end")]));
    assert_eq!(body(&pages), "red 🔴 family 👩‍💻 warn ⚠️ end");
    let layers = runs(&pages, 1).into_iter().filter(|(_, run, _)| run.text.is_empty()).count();
    assert!(layers >= 4, "{layers}");
}

#[test]
fn ligatures_read_as_their_letters() {
    let (pages, _) = lay_out_with(
        &document(vec![paragraph("office affluent fjord")]),
        &PageStyle::legal(),
        &cover(),
    );
    assert_eq!(body(&pages.unwrap()), "office affluent fjord");
}

#[test]
fn soft_hyphens_and_zero_width_spaces_are_not_printed() {
    let pages = lay_out(&document(vec![paragraph("pro\u{AD}cess a\u{200B}b")]));
    assert_eq!(body(&pages), "process ab");
}

#[test]
fn links_have_a_rectangle_on_every_line_they_touch() {
    let link = Inline::Link {
        target: Target::Url(String::from("https://example.com")),
        title: String::new(),
        content: text(LONG),
    };
    let pages = lay_out(&document(vec![block(BlockKind::Paragraph(vec![link]))]));
    let links = pages.pages[1]
        .items
        .iter()
        .filter(|(_, item)| matches!(item, FrameItem::Link(_, LinkTarget::Url(_), _)))
        .count();
    assert!(links >= 3, "{links}");
}

#[test]
fn a_link_to_an_anchor_on_no_page_is_an_error() {
    let link = Inline::Link {
        target: Target::Anchor(String::from("gone")),
        title: String::new(),
        content: text("there"),
    };
    let (pages, sink) = lay_out_with(
        &document(vec![block(BlockKind::Paragraph(vec![link]))]),
        &PageStyle::guide(),
        &cover(),
    );
    assert!(pages.is_none());
    assert_eq!(sink.diagnostics()[0].code, "PP0605");
}

#[test]
fn contents_numbers_are_those_printed_at_the_foot() {
    let mut blocks = Vec::new();
    for n in 0..40 {
        blocks.push(heading(2, "", &format!("Part {n}")));
        blocks.extend((0..8).map(|_| paragraph(LONG)));
    }
    let mut document = document(blocks);
    document.meta.toc = true;
    let pages = lay_out(&document);
    let contents = squeeze(&dump::text(&pages, Part::Contents));
    for n in 0..40 {
        let (page, _) = pages.anchors[&format!("part-{n}")];
        let (number, count) = (page + 1 - pages.front, pages.pages.len() - pages.front);
        let entry = format!("Part {n} {number}");
        assert!(contents.contains(&entry), "{entry} in {contents}");
        let foot = format!("Page {number} of {count}");
        assert!(runs(&pages, page).iter().any(|(_, run, _)| run.text == foot), "{foot}");
    }
    // The cover, which has no foot, is i.
    assert_eq!(pages.front, 3);
    for (page, number) in [(1, "ii"), (2, "iii")] {
        assert!(runs(&pages, page).iter().any(|(_, run, _)| run.text == number), "{number}");
    }
    assert_eq!(pages.anchors["part-0"].0, pages.front, "the body starts with its first heading");
    assert_eq!(pages.outline.len(), 40);
}

#[test]
fn cross_references_print_the_page_of_their_target() {
    let refer = |anchor: &str| {
        let content =
            vec![Inline::Text(String::from("Annex 1")), Inline::Page { anchor: anchor.to_owned() }];
        let target = Target::Anchor(anchor.to_owned());
        let link = Inline::Link { target, title: String::new(), content };
        block(BlockKind::Paragraph(vec![Inline::Text(String::from("See ")), link]))
    };
    // The target stands on pages of one and of two digits, before and after the reference.
    for filler in [1, 60, 300, 700] {
        let mut blocks = vec![refer("target"), heading(2, "1", "First")];
        blocks.extend((0..filler).map(|_| paragraph("line")));
        blocks.push(heading(2, "2", "Target"));
        blocks.push(refer("first"));
        let pages = lay_out(&document(blocks));
        let printed = |anchor: &str| {
            let page = pages.anchors[anchor].0;
            let foot = runs(&pages, page).into_iter().find_map(|(_, run, _)| {
                let rest = run.text.strip_prefix("Page ")?;
                Some(rest.split(' ').next().unwrap().to_owned())
            });
            format!("See Annex 1 (page\u{a0}{})", foot.unwrap())
        };
        let text = dump::text(&pages, Part::Body);
        for anchor in ["first", "target"] {
            assert!(text.contains(&printed(anchor)), "{filler}: {}", printed(anchor));
        }
    }
}

#[test]
fn a_signature_block_is_one_piece_in_reading_order() {
    let fields = |n: &str| {
        vec![(String::from("Name"), n.to_owned()), (String::from("Title"), String::new())]
    };
    let parties = vec![
        Party { name: String::from("Alder"), fields: fields("Anneke Dahl") },
        Party { name: String::from("Wardline"), fields: fields("") },
    ];
    for before in 20..40 {
        let mut blocks: Vec<Block> = (0..before).map(|_| paragraph("line")).collect();
        blocks.push(block(BlockKind::Signature(parties.clone())));
        let pages = lay_out(&document(blocks));
        let text = body(&pages);
        let order = "Alder Signature Name Anneke Dahl Title Wardline Signature Name Title";
        assert!(text.ends_with(order), "{text}");
        assert_eq!(page_of(&pages, "Alder"), page_of(&pages, "Wardline"));
    }
}

#[test]
fn a_word_from_right_to_left_is_an_error_without_a_face_for_it() {
    let (pages, sink) =
        lay_out_with(&document(vec![paragraph("see ܫܠܡܐ here")]), &PageStyle::guide(), &cover());
    assert!(pages.is_none() && sink.has_errors());
}

#[test]
fn text_from_right_to_left_starts_at_the_right_and_reads_in_order() {
    let style = PageStyle::guide();
    for words in [
        "ההסכם נכנס לתוקף ביום 12 בינואר 2027 ומסתיים אחרי 90 ימים",
        "يبدأ سريان الاتفاق في 12 يناير 2027 وينتهي بعد 90 يومًا",
    ] {
        let (pages, sink) = lay_out_with(&document(vec![paragraph(words)]), &style, &cover());
        assert!(sink.is_empty(), "{:?}", sink.diagnostics());
        let pages = pages.unwrap();
        assert_eq!(body(&pages), words);
        assert_on_paper(&pages);
        // The first word starts at the right end of the line, each further one is left of it; figures
        // read from left to right.
        let (first, last) = (words.chars().next().unwrap(), words.split(' ').next_back().unwrap());
        let right = style.margin_side + style.line_width();
        let end = extent(&pages, &first.to_string()).1;
        assert!((right - end).abs() < 0.5, "{end} and {right}");
        for pair in [["12", "2027"], ["2027", "90"], ["90", last]] {
            let [before, after] = pair.map(|word| extent(&pages, word));
            assert!(after.1 < before.0, "{pair:?}: {before:?} and {after:?}");
        }
        assert!(extent(&pages, "20").1 <= extent(&pages, "27").0 + 0.1, "{words}");
    }
}

#[test]
fn scripts_of_both_directions_share_a_line_in_reading_order() {
    let words = "The party שלום עולם signs (article 7) مرحبا بالعالم and Ltd. goes on";
    let pages = lay_out(&document(vec![paragraph(words)]));
    assert_eq!(body(&pages), words);
    let order =
        ["party", "עולם", "שלום", "signs", "(article", "7)", "بالعالم", "مرحبا", "and", "on"];
    let places = order.map(|word| extent(&pages, word));
    for (pair, words) in places.windows(2).zip(order.windows(2)) {
        assert!(pair[0].1 < pair[1].0, "{words:?}: {pair:?}");
    }
}

#[test]
fn an_impossible_page_is_an_error() {
    let mut style = PageStyle::guide();
    for paper in [Size::new(1.0, 1.0), Size::new(f32::NAN, 800.0), Size::new(1e9, 800.0)] {
        style.paper = paper;
        let (pages, sink) = lay_out_with(&document(vec![paragraph("x")]), &style, &cover());
        assert!(pages.is_none());
        assert_eq!(sink.diagnostics()[0].code, "PP0606");
    }
}

#[test]
fn twice_the_text_is_twice_the_pages() {
    let count =
        |n: usize| lay_out(&document((0..n).map(|_| paragraph(LONG)).collect())).pages.len() - 1;
    let (one, two) = (count(400), count(800));
    assert!((two as f32 / one as f32 - 2.0).abs() < 0.1, "{one} and {two}");
}

#[test]
fn the_same_document_gives_the_same_pages() {
    let document = document((0..50).map(|_| paragraph(LONG)).collect());
    let (a, b) = (lay_out(&document), lay_out(&document));
    assert_eq!(dump::dump(&a, book()), dump::dump(&b, book()));
}

#[test]
fn the_dump_of_a_small_document_is_as_accepted() {
    let blocks = vec![
        heading(2, "1", "Subject matter"),
        clauses(vec![
            ("1.1", vec![paragraph(LONG)]),
            ("1.2", vec![list(&["(a)"], vec![vec![paragraph("first point")]])]),
        ]),
        table(&["Name", "Amount"], &[&["Fee", "1,200.00"]]),
        block(BlockKind::Code(code("bash", "Example", "curl -H \"X: 1\""))),
    ];
    let (pages, _) = lay_out_with(&document(blocks), &PageStyle::legal(), &cover());
    golden("clauses-table-code", &dump::dump(&pages.unwrap(), book()));
}

fn golden(name: &str, actual: &str) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/layout");
    let path = folder.join(format!("{name}.txt"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(actual, expected, "run with UPDATE=1 to accept {}", path.display());
}

#[test]
fn a_draft_is_marked_on_every_page() {
    let words: Vec<String> = (0..900).map(|n| format!("word{n}")).collect();
    let document = document(vec![heading(2, "1", "Part"), paragraph(&words.join(" "))]);
    let shapes = |draft| {
        let cover = Cover { draft, ..cover() };
        let (pages, _) = lay_out_with(&document, &PageStyle::legal(), &cover);
        let count = |page: &Page| {
            page.items.iter().filter(|(_, item)| matches!(item, FrameItem::Shape(_))).count()
        };
        pages.unwrap().pages.iter().map(count).collect::<Vec<_>>()
    };
    let (clean, draft) = (shapes(false), shapes(true));
    assert!(clean.len() > 2, "{clean:?}");
    assert_eq!(clean.len(), draft.len(), "the mark takes no room");
    assert!(clean.iter().zip(&draft).all(|(clean, draft)| draft > clean), "{clean:?} {draft:?}");
}

/// The tree of the body, without cover and contents.
fn tree(document: &Document) -> String {
    let pages = lay_out(document);
    let all = dump::structure(&pages);
    let body = all.split("\n  Part\n").last().unwrap_or_default();
    body.lines().map(|line| format!("{}\n", line.strip_prefix("    ").unwrap())).collect()
}

#[test]
fn blocks_become_elements_in_reading_order() {
    let inline = vec![
        Inline::Text("See ".into()),
        Inline::Link {
            target: Target::Url("https://a.example".into()),
            title: String::new(),
            content: text("the site"),
        },
        Inline::Text(" and".into()),
        Inline::Footnote { index: 0, mark: 0 },
        Inline::Text(" ".into()),
        Inline::Code("run".into()),
        Inline::Text(".".into()),
    ];
    let blocks = vec![
        heading(2, "1", "Part"),
        block(BlockKind::Paragraph(inline)),
        heading(4, "", "Deep"),
        list(&["(a)"], vec![vec![paragraph("first"), list(&[], vec![vec![paragraph("dot")]])]]),
        table(&["Key", "Value"], &[&["one", ""]]),
        heading(2, "2", "Next"),
        block(BlockKind::Quote(vec![paragraph("quoted")])),
        block(BlockKind::Code(code("", "", "a\nb"))),
    ];
    let footnotes =
        vec![Footnote { name: "n".into(), marks: 1, blocks: vec![paragraph("the note")] }];
    let expected = r#"Sect
  H2
    "1. Part "
  P
    "See "
    Link
      "the site"
      link on page 2
    " and"
    Reference
      Link
        "1"
        link on page 2
    " "
    Code
      "run"
    ". "
  Note
    Lbl
      "1 "
    P
      "the note "
  Sect
    H3
      "Deep "
    L
      LI
        Lbl
          "(a) "
        LBody
          P
            "first "
          L
            LI
              Lbl for="•"
                ""
              LBody
                "dot "
    Table
      THead
        TR
          TH
            "Key "
          TH
            "Value "
      TBody
        TR
          TD
            "one "
          TD
Sect
  H2
    "2. Next "
  BlockQuote
    P
      "quoted "
  P
    Code
      "a"
      "b"
"#;
    assert_eq!(tree(&Document { footnotes, ..document(blocks) }), expected);
}

#[test]
fn a_signature_block_has_one_field_a_line_and_one_to_sign_a_party() {
    let party = |name: &str| Party {
        name: name.into(),
        fields: vec![("Name".into(), "Ada".into()), ("Date".into(), String::new())],
    };
    let parties = vec![party("Alder (Controller)"), party("Wardline (Processor)")];
    let pages = lay_out(&document(vec![block(BlockKind::Signature(parties))]));
    let fields: Vec<Field> =
        fields(&pages).into_iter().map(|(_, _, field)| field.clone()).collect();
    let field = |kind, name: &str, tooltip: &str| {
        let (name, tooltip) = (name.to_owned(), tooltip.to_owned());
        Field { kind, name, tooltip }
    };
    assert_eq!(
        fields,
        [
            field(FieldKind::Signature, "signer1_signature", "Signature – Alder (Controller)"),
            field(FieldKind::Text, "signer1_date2", "Date – Alder (Controller)"),
            field(FieldKind::Signature, "signer2_signature", "Signature – Wardline (Processor)"),
            field(FieldKind::Text, "signer2_date2", "Date – Wardline (Processor)"),
        ]
    );
}

/// All fields with their pages and places.
fn fields(pages: &Pages) -> Vec<(usize, Point, &Field)> {
    let items = pages.pages.iter().enumerate().flat_map(|(at, page)| {
        page.items.iter().filter_map(move |(place, item)| match item {
            FrameItem::Field(_, field, _) => Some((at, *place, field)),
            _ => None,
        })
    });
    items.collect()
}

/// A task list on a page that has little room left for it.
fn tasks(form_boxes: bool) -> Document {
    let mut blocks: Vec<Block> = (0..9).map(|_| paragraph(LONG)).collect();
    let nested = List {
        ordered: false,
        clauses: false,
        tight: true,
        items: vec![item("", Some(false), vec![paragraph("nested")])],
    };
    let named = Item { id: Some("roof".into()), ..item("", Some(true), vec![paragraph(LONG)]) };
    let mut items = vec![
        item("", Some(false), vec![paragraph("Order the key")]),
        item("", Some(true), vec![paragraph("outer"), block(BlockKind::List(nested))]),
        named,
        item("1.", Some(false), vec![paragraph("numbered")]),
    ];
    items.extend((0..30).map(|at| item("", Some(at % 2 == 0), vec![paragraph(LONG)])));
    blocks.push(block(BlockKind::List(List {
        ordered: false,
        clauses: false,
        tight: false,
        items,
    })));
    let mut document = document(blocks);
    document.meta.form_boxes = form_boxes;
    document
}

#[test]
fn boxes_of_a_form_are_named_and_know_their_state() {
    let document = tasks(true);
    let pages = lay_out(&document);
    let fields = fields(&pages);
    assert_eq!(fields.len(), 35);
    let found: Vec<(&str, &str, bool)> = fields
        .iter()
        .map(|(_, _, field)| {
            let FieldKind::Box(check) = &field.kind else { panic!("{field:?}") };
            assert_ne!(check.off, check.on);
            (field.name.as_str(), field.tooltip.as_str(), check.checked)
        })
        .take(5)
        .collect();
    let hint = fields[3].2.tooltip.as_str();
    assert_eq!(
        found,
        [
            ("task1", "Order the key", false),
            ("task2", "outer", true),
            ("task3", "nested", false),
            ("task_roof", hint, true),
            ("task5", "numbered", false),
        ]
    );
    let kept = hint.strip_suffix('…').unwrap();
    assert!(LONG.starts_with(kept) && kept.len() > 60 && hint.chars().count() <= 100, "{hint}");
    let names: BTreeSet<&str> = fields.iter().map(|field| field.2.name.as_str()).collect();
    assert_eq!(names.len(), fields.len());
    let tree = tree(&document);
    assert!(tree.contains("    Lbl\n      Form\n        field on page"), "{tree}");
    assert!(tree.contains("    Lbl\n      \"1. \"\n      Form\n"), "{tree}");
    assert!(!tree.contains('☐') && !tree.contains('☑'), "a reader hears the field");
}

#[test]
fn boxes_of_a_form_stand_where_printed_ones_would() {
    let (form, print) = (lay_out(&tasks(true)), lay_out(&tasks(false)));
    assert_eq!(form.pages.len(), print.pages.len());
    assert!(fields(&print).is_empty());
    // A printed box is the only shape with a frame of this width.
    let framed = |pages: &Pages| -> Vec<(usize, Point)> {
        let items = pages.pages.iter().enumerate().flat_map(|(at, page)| {
            page.items.iter().filter_map(move |(place, item)| match item {
                FrameItem::Shape(Shape { fill: Some(_), stroke: Some(stroke), .. })
                    if stroke.width == 0.8 =>
                {
                    Some((at, *place))
                }
                _ => None,
            })
        });
        items.collect()
    };
    assert!(framed(&form).is_empty());
    let fields = fields(&form);
    let pages: BTreeSet<usize> = fields.iter().map(|field| field.0).collect();
    assert!(pages.len() > 1, "the list goes over a page");
    let mut printed = framed(&print).into_iter();
    for (page, place, field) in fields {
        let FieldKind::Box(check) = &field.kind else { panic!("{field:?}") };
        let (edge, _) = &check.off[0];
        let (on, at) = printed.next().unwrap();
        let off = ((place.x + edge.x - at.x).abs(), (place.y + edge.y - at.y).abs());
        assert!(page == on && off.0 < 0.01 && off.1 < 0.01, "{field:?} {place:?} {at:?}");
        // The first line of the item is on its page, beside it.
        let beside = runs(&form, page)
            .iter()
            .any(|(run, _, _)| run.x > place.x && run.y > place.y && run.y < place.y + 12.0);
        assert!(beside, "{field:?}");
    }
    assert_eq!(printed.next(), None);
}

#[test]
fn a_box_beside_a_number_is_read_after_it() {
    let items = vec![item("1.", Some(true), vec![paragraph("done")])];
    let list = List { ordered: true, clauses: false, tight: true, items };
    let tree = tree(&document(vec![block(BlockKind::List(list))]));
    let expected =
        "    Lbl\n      \"1. \"\n      Span for=\"☑\"\n        \"\"\n    LBody\n      \"done \"\n";
    assert!(tree.contains(expected), "{tree}");
}

#[test]
fn paragraphs_set_before_have_the_same_lines_and_their_own_elements() {
    let blocks = |first: &str| {
        let link = Inline::Link {
            target: Target::Url("https://a.example".into()),
            title: String::new(),
            content: text("a link that is long enough to be broken between two lines"),
        };
        vec![
            paragraph(first),
            block(BlockKind::Paragraph(vec![
                Inline::Text(LONG.into()),
                link,
                Inline::Code("x".into()),
            ])),
            block(BlockKind::Quote(vec![paragraph(LONG)])),
        ]
    };
    let style = PageStyle::legal();
    let pictures = Default::default();
    let cover = cover();
    let dumps = |words: &pilotpack::layout::WordCache, document: &Document| {
        let input = pilotpack::layout::Input {
            document,
            style: &style,
            book: book(),
            words,
            pictures: &pictures,
            cover: &cover,
        };
        let pages = pilotpack::layout::layout(&input, &mut pilotpack::diag::Sink::new()).unwrap();
        dump::dump(&pages, book()) + &dump::structure(&pages)
    };
    let fleet = pilotpack::layout::WordCache::new();
    for name in ["One customer.", "Another one with a `longer` name.", "A third.", "A fourth."] {
        let mut document = document(blocks(name));
        // Other elements before them, so that the same paragraphs have other numbers.
        document.blocks.insert(0, list(&[], vec![vec![paragraph(name)]; name.len() % 5]));
        let alone = dumps(&pilotpack::layout::WordCache::new(), &document);
        assert_eq!(dumps(&fleet, &document), alone, "{name}");
    }
}

#[test]
fn words_in_another_language_are_divided_and_tagged_as_such() {
    let said = |tag: &str| {
        let word = "Datenschutzgrundverordnungsanforderungen";
        let words = [format!("{word} ").repeat(40), "the end".into()].concat();
        let content = text(&words);
        let language = Inline::Language { tag: tag.into(), content };
        let blocks = vec![block(BlockKind::Paragraph(vec![language, Inline::Code("x".into())]))];
        let pages = lay_out_with(&document(blocks), &PageStyle::legal(), &cover()).0.unwrap();
        assert_eq!(body(&pages), format!("{}x", squeeze(&words)));
        let tree = dump::structure(&pages);
        let element = format!("    P\n      Span lang={tag:?}\n");
        assert!(tree.contains(&element), "{tree}");
        let after = tree.split_once(&element).unwrap().1.lines().rev().collect::<Vec<_>>();
        assert_eq!(after[..2], ["        \"x \"", "      Code"], "{tree}");
        let runs: Vec<_> = runs(&pages, 1).into_iter().collect();
        let divided = runs.windows(2).filter(|pair| pair[1].1.text == "-");
        divided.map(|pair| pair[0].1.text.clone()).collect::<Vec<_>>()
    };
    let ends = |parts: &[String], end: &str| parts.iter().any(|part| part.ends_with(end));
    let (german, english) = (said("de"), said("en"));
    assert!(ends(&german, "Datenschutz") || ends(&german, "Datenschutzgrund"), "{german:?}");
    assert_ne!(german, english);
    // Nobody knows how to divide these.
    assert!(said("ja").is_empty() && said("den").is_empty());
}

#[test]
fn a_signing_service_changes_the_names_of_fields_or_adds_tags_and_nothing_else() {
    let fields = vec![("Name".into(), String::new()), ("Date".into(), String::new())];
    let parties = vec![Party { name: "Alder".into(), fields }];
    let document = document(vec![block(BlockKind::Signature(parties))]);
    let pages = |esign| {
        let cover = Cover { esign, ..cover() };
        lay_out_with(&document, &PageStyle::legal(), &cover).0.unwrap()
    };
    let names = |pages: &Pages| -> Vec<String> {
        let items = pages.pages.iter().flat_map(|page| &page.items);
        let field = |(_, item): &(Point, FrameItem)| match item {
            FrameItem::Field(_, field, _) => Some(field.name.clone()),
            _ => None,
        };
        items.filter_map(field).collect()
    };
    let plain = pages(Esign::None);
    assert_eq!(names(&plain), ["signer1_signature", "signer1_name1", "signer1_date2"]);
    for (esign, expected) in [
        (
            Esign::DocuSign,
            [
                "signer1_DocuSignSignHere",
                "signer1_DocuSignFullName1",
                "signer1_DocuSignDateSigned2",
            ],
        ),
        (
            Esign::Adobe,
            ["Sig_es_:signer1:signature", "Name1_es_:signer1:fullname", "Dte2_es_:signer1:date"],
        ),
    ] {
        let named = pages(esign);
        assert_eq!(names(&named), expected);
        assert_eq!(body(&named), body(&plain));
    }
    let tagged = pages(Esign::DropboxSign);
    assert_eq!(names(&tagged), names(&plain));
    // Seen by the service alone, each on one line and once.
    assert_eq!(body(&tagged), body(&plain));
    let tags: Vec<String> = runs(&tagged, 1)
        .into_iter()
        .filter(|(_, run, part)| run.text.starts_with('[') && *part == Part::Artifact)
        .map(|(_, run, _)| run.text.clone())
        .collect();
    assert_eq!(
        tags,
        [
            "[sig|req|signer1|Signature|signer1_signature]",
            "[text|req|signer1|Name|signer1_name1]",
            "[date|req|signer1|Date|signer1_date2]",
        ]
    );
}
