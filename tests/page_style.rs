//! `pdf.toml`: every key is documented, spelled out in the default theme, and checked.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use pilotpack::diag::{Sink, Sources};
use pilotpack::layout::geom::Color;
use pilotpack::pack::style::{Documented, Look, PdfTheme, reference};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

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

#[test]
fn every_key_changes_the_look() {
    for Documented { section, name, default, .. } in reference() {
        let other = match default.as_str() {
            "true" => "false".to_owned(),
            "false" => "true".to_owned(),
            "\"auto\"" => "\"letter\"".to_owned(),
            "\"sans\"" | "\"serif\"" => "\"mono\"".to_owned(),
            "600" => "700".to_owned(),
            list if list.starts_with('[') && list.contains('#') => {
                "[\"#010203\", \"#040506\"]".to_owned()
            }
            list if list.starts_with('[') => "[0.1, 0.2, 0.3]".to_owned(),
            color if color.starts_with("\"#") => "\"#010203\"".to_owned(),
            text if text.starts_with('"') => "\"{page}\"".to_owned(),
            number => (number.parse::<f64>().unwrap() * 1.02 + 0.01).to_string(),
        };
        let look = with(&format!("[{section}]\n{name} = {other}")).unwrap().look;
        assert_ne!(look, Look::default(), "[{section}] {name} = {other}");
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
