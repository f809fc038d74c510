//! `pdf.toml`: every key is documented, spelled out in the default theme, and checked.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/layout.rs"]
mod support;

use pilotpack::diag::{Sink, Sources};
use pilotpack::document::*;
use pilotpack::image::{Picture, decode};
use pilotpack::layout::frame::Pages;
use pilotpack::layout::geom::Color;
use pilotpack::layout::{Cover, Input, PageStyle, layout};
use pilotpack::pack::style::{Documented, Look, PdfTheme, reference};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use support::*;

/// A sentence of a few lines.
const LONG: &str = "The Processor shall process Personal Data only on documented instructions from \
    the Controller, including with regard to transfers of personal data to a third country.";

fn theme() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default")
}

fn default_file() -> String {
    fs::read_to_string(theme().join("pdf.toml")).unwrap()
}

/// Reads a `pdf.toml` with the fonts of the default theme: the theme, or what is wrong.
fn load(text: &str) -> Result<PdfTheme, String> {
    let mut files = BTreeMap::from([("pdf.toml".to_owned(), text.as_bytes().to_vec())]);
    for entry in fs::read_dir(theme().join("fonts")).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("fonts/{}", path.file_name().unwrap().to_str().unwrap());
        files.insert(name, fs::read(path).unwrap());
    }
    let (mut sources, mut sink) = (Sources::new(), Sink::new());
    let theme = PdfTheme::load("default", &files, &mut sources, &mut sink);
    let findings: Vec<String> = sink
        .diagnostics()
        .iter()
        .map(|found| format!("{} {} | {}", found.code, found.message, found.hints.join(" | ")))
        .collect();
    assert_eq!(theme.is_some(), findings.is_empty(), "{findings:?}");
    theme.ok_or_else(|| findings.join("\n"))
}

/// The `[fonts]` of the default theme and these sections.
fn with(sections: &str) -> Result<PdfTheme, String> {
    let text = default_file();
    let fonts = text.split("[page]").next().unwrap();
    load(&format!("{fonts}\n{sections}"))
}

#[track_caller]
fn refused(sections: &str, what: &str) {
    match with(sections) {
        Ok(_) => panic!("accepted: {sections}"),
        Err(found) => assert!(found.contains(what), "{found}"),
    }
}

#[test]
fn the_default_theme_spells_out_every_default() {
    assert_eq!(load(&default_file()).unwrap().look, Look::default());
    assert_eq!(with("").unwrap().look, Look::default());
    let text = default_file();
    let mut section = "";
    let mut lines = BTreeSet::new();
    for line in text.lines() {
        match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            Some(name) if !name.contains('"') => section = name,
            _ => {
                lines.insert((section, line));
            }
        }
    }
    for Documented { section, name, default, .. } in reference() {
        let line = format!("{name} = {default}");
        assert!(lines.contains(&(section, line.as_str())), "[{section}] lacks {line}");
    }
}

#[test]
fn the_page_on_styles_has_every_key_and_no_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/page-style.md")).unwrap();
    let mut documented = BTreeSet::new();
    let mut section = "";
    for line in page.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            section = title;
        }
        if let Some(row) = line.strip_prefix("| `") {
            documented.insert((section, row.rsplit_once(" | ").unwrap().0.to_owned()));
        }
    }
    let keys = reference();
    let titles = ["page", "colors", "callouts", "syntax", "cover", "head", "foot", "draft"]
        .map(|name| (name, format!("[{name}]")));
    let titles: BTreeMap<&str, &str> = titles.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let mut expected = BTreeSet::new();
    for Documented { section, name, possible, default } in &keys {
        let row = |defaults: &str| format!("{name}` | {possible} | {defaults}");
        match *section {
            "guide" => {
                let legal = keys.iter().find(|k| k.section == "legal" && k.name == *name).unwrap();
                let defaults = format!("`{default}` | `{}`", legal.default);
                expected.insert(("[guide] and [legal]", row(&defaults)));
            }
            "legal" => {}
            other => {
                expected.insert((titles[other], row(&format!("`{default}`"))));
            }
        }
    }
    documented.retain(|(section, _)| section.starts_with('[') && *section != "[fonts]");
    assert_eq!(documented, expected);
    for field in pilotpack::layout::Field::ALL {
        assert!(page.contains(&format!("| `{{{}}}` |", field.name())), "{}", field.name());
    }
}

/// A value that a key may have and by default has not.
fn another(key: &Documented) -> String {
    match (key.name, key.default.as_str()) {
        // Small differences need not move a line.
        ("tolerance", _) => "4".to_owned(),
        ("title_measure", _) => "200".to_owned(),
        ("column", "0") => "40".to_owned(),
        (_, "true") => "false".to_owned(),
        (_, "false") => "true".to_owned(),
        (_, "\"auto\"") => "\"letter\"".to_owned(),
        (_, "\"sans\"" | "\"serif\"") => "\"mono\"".to_owned(),
        (_, "600") => "400".to_owned(),
        (_, list) if list.starts_with('[') && list.contains('#') => {
            "[\"#010203\", \"#040506\"]".to_owned()
        }
        (_, list) if list.starts_with('[') => "[0.1, 0.2, 0.3]".to_owned(),
        (_, color) if color.starts_with("\"#") => "\"#010203\"".to_owned(),
        (_, text) if text.starts_with('"') => "\"Page\"".to_owned(),
        (_, number) => (number.parse::<f64>().unwrap() * 0.9).to_string(),
    }
}

fn changed(key: &Documented) -> Look {
    let (section, name, other) = (key.section, key.name, another(key));
    with(&format!("[{section}]\n{name} = {other}")).unwrap().look
}

#[test]
fn every_key_changes_the_look() {
    for key in reference() {
        let (section, name) = (key.section, key.name);
        let look = changed(&key);
        assert_ne!(look, Look::default(), "[{section}] {name}");
        if !matches!(section, "guide" | "legal") && name != "paper" {
            let (guide, legal) = (&look.guide, &look.legal);
            assert_eq!((&guide.colors, guide.cover), (&legal.colors, legal.cover));
            assert_eq!((&guide.head, &guide.foot), (&legal.head, &legal.foot));
            assert_eq!((&guide.draft, guide.margin_top), (&legal.draft, legal.margin_top));
        }
    }
    let look = with("[callouts]\nnote = [\"#010203\", \"#040506\"]").unwrap().look;
    assert_eq!(look.legal.colors.callout_bars[0], Color::rgb(1, 2, 3));
    assert_eq!(look.legal.colors.callout_tints[0], Color::rgb(4, 5, 6));
}

/// A document with something for each key to change.
fn everything() -> Document {
    let inline = |content| block(BlockKind::Paragraph(content));
    let callout = |(at, kind)| {
        let title = format!("Callout {at}");
        block(BlockKind::Callout(Callout { kind, title, blocks: vec![paragraph(LONG)] }))
    };
    let kinds = [
        CalloutKind::Note,
        CalloutKind::Tip,
        CalloutKind::Important,
        CalloutKind::Warning,
        CalloutKind::Caution,
    ];
    let shell = "# all\nif true; then\n  curl -H \"A: $TOKEN\" https://a.example | jq 1\nfi";
    let mut blocks = vec![
        heading(2, "1", "First part"),
        paragraph(&[LONG; 4].join(" ")),
        // Ragged lines are divided only where they would fall far short.
        paragraph(&["antidisestablishmentarianism"; 30].join(" ")),
        paragraph(&["well-documented-and-understood"; 30].join(" ")),
        heading(3, "", "Second level"),
        paragraph(LONG),
        heading(4, "", "Third level"),
        inline(vec![
            Inline::Strong(text("Strong words")),
            Inline::Text(" and ".into()),
            Inline::Code("code".into()),
            Inline::Text(" and ".into()),
            Inline::Link {
                target: Target::Url("https://a.example".into()),
                title: String::new(),
                content: text("a link"),
            },
        ]),
        list(&[], vec![vec![paragraph("One.")], vec![paragraph("Two.")]]),
        clauses(vec![("1.1", vec![paragraph(LONG)]), ("1.2", vec![paragraph(LONG)])]),
        paragraph("A table:"),
        table(&["Key", "Value"], &[&["one", "1"], &["two", "2"]]),
        block(BlockKind::Figure {
            source: "wide".into(),
            alt: "A picture".into(),
            caption: "What it shows".into(),
        }),
        paragraph("Code:"),
        block(BlockKind::Code(code("bash", "Shell", shell))),
        paragraph("And:"),
        block(BlockKind::Code(code("json", "", "{\"key\": true}"))),
        block(BlockKind::Code(code("", "", "plain"))),
        heading(2, "2", "Second part"),
        paragraph("Callouts:"),
    ];
    blocks.extend(kinds.into_iter().enumerate().map(callout));
    blocks.push(paragraph("The end."));
    let mut document = document(blocks);
    document.meta.toc = true;
    document.meta.title = "A title of so many words that it takes more lines than one".into();
    document.meta.summary = "What it is for".into();
    document.meta.facts = vec![("Version".into(), "1".into())];
    document
}

/// The pages of a document of each kind in a theme.
fn pages(look: &Look, document: &Document, cover: &Cover) -> [Pages; 2] {
    let pictures = BTreeMap::from([("wide".to_owned(), drawing(200.0, 50.0))]);
    [&look.guide, &look.legal].map(|style| {
        let style = &PageStyle { paper: look.paper.size("DE"), ..style.clone() };
        let words = words();
        let input = Input { document, style, book: book(), words, pictures: &pictures, cover };
        let mut sink = Sink::new();
        let pages = layout(&input, &mut sink);
        pages.unwrap_or_else(|| panic!("{:?}", sink.diagnostics()))
    })
}

fn drawing(width: f32, height: f32) -> Arc<Picture> {
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'>\
         <rect width='{width}' height='{height}' fill='#123456'/></svg>"
    );
    Arc::new(decode("drawing.svg", svg.as_bytes()).unwrap())
}

#[test]
fn every_key_changes_the_pages_it_is_for_and_no_others() {
    let document = everything();
    // A mark is as wide or as high as it may be, not both.
    let covers = [200.0, 20.0].map(|width| Cover {
        vendor_mark: Some(drawing(width, 20.0)),
        draft: true,
        ..cover()
    });
    let printed = |look: &Look| {
        let [wide, tall] = covers.each_ref().map(|cover| pages(look, &document, cover));
        [0, 1].map(|kind| format!("{:?} {:?}", wide[kind], tall[kind]))
    };
    let before = printed(&Look::default());
    assert_eq!(printed(&Look::default()), before);
    for key in reference() {
        let after = printed(&changed(&key));
        let differ = [0, 1].map(|kind: usize| after[kind] != before[kind]);
        let expected = [key.section != "legal", key.section != "guide"];
        assert_eq!(differ, expected, "[{}] {}", key.section, key.name);
    }
}

#[test]
fn what_cannot_be_is_said_with_what_can() {
    refused(
        "[page]\npaper = \"A4\"",
        "must be \"auto\", \"a4\" or \"letter\" | did you mean \"a4\"?",
    );
    refused("[page]\npaper = \"legal\"", "usual in the customer's country");
    refused("[page]\nmargin_side = 90", "PP0402 `margin_side` is 90 mm; possible are 0 to 84 mm");
    refused("[page]\nmargin_top = \"2\"", "PP0103 `margin_top` must be a number");
    // 80 mm at both sides leave 50 of A4; less than 42 would be too little.
    assert!(with("[page]\nmargin_side = 80").is_ok());
    refused("[page]\nmargin_side = 84", "`text_width` is 42 mm; possible are 42.33");
    refused("[guide]\nsize = 3", "`size` is 3 pt; possible are 4 to 36 pt");
    refused("[legal]\nleading = 9", "the page style of [legal]: `leading` is 9; possible are 10.2");
    refused("[guide]\nstrong = 1000", "`strong` is 1000; possible are 100 to 900");
    refused("[guide]\nbody = \"emoji\"", "\"sans\", \"serif\" or \"mono\"");
    refused("[guide]\nheading_above = [1, 2]", "three numbers, for levels 2, 3 and below");
    refused("[guide]\nheading_above = [1, 2, 9]", "`heading_above` is 9; possible are 0 to 4");
    refused("[colors]\ntext = \"red\"", "a colour such as");
    refused("[callouts]\nnote = \"#010203\"", "two colours");
    refused(
        "[foot]\nright = \"{paeg}\"",
        "asks for `{paeg}`, which no page knows | did you mean `{page}`?",
    );
    refused("[foot]\nright = \"{page\"", "a brace without its other");
    refused("[foot]\nmiddle = \"\"", "PP0102 unknown key `middle` in [foot]");
    refused("[covers]\nband = 1", "did you mean `cover`?");
    refused("[draft]\ntext = \"a\\nb\"", "one line of at most 200 characters");
    let found = load(&format!("cover = true\n{}", default_file().split("[cover]").next().unwrap()));
    assert_eq!(found.err().unwrap(), "PP0103 `cover` must be a table | ");
}
