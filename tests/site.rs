//! The site as a whole: what its pages hold and what they must never hold.

// A helper of a test fails like the test itself.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::expect_used)]

#[path = "cases/site/sample.rs"]
mod sample;

use pilotpack::document::{BlockKind, Document, Inline, Target};
use pilotpack::site::{self, File, RenderError, Theme};
use std::collections::{BTreeMap, BTreeSet};

fn documents() -> [Document; 2] {
    [sample::document("first", false), sample::document("second", true)]
}

fn render(documents: &[Document]) -> Result<Vec<File>, Vec<RenderError>> {
    let (pictures, mark) = (sample::pictures(), sample::mark());
    site::render(&sample::theme(), &sample::pack(documents, &pictures, &mark))
}

fn pages(files: &[File]) -> Vec<(&str, &str)> {
    let html = files.iter().filter(|file| file.path.ends_with(".html"));
    html.map(|file| (&*file.path, std::str::from_utf8(&file.bytes).unwrap())).collect()
}

/// A page as a browser's tokeniser sees it: each start tag with its attributes, and the text.
#[derive(Default)]
struct Parsed {
    tags: Vec<(String, Vec<(String, String)>)>,
    text: String,
}

fn parse(html: &str) -> Parsed {
    let mut parsed = Parsed::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        parsed.text.push_str(&decode(&rest[..at]));
        rest = &rest[at + 1..];
        let name = rest.split(|c: char| c.is_whitespace() || c == '>').next().unwrap().to_owned();
        rest = &rest[name.len()..];
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix('>') {
                rest = after;
                break;
            }
            let end = rest.find(|c: char| c == '=' || c == '>' || c.is_whitespace()).unwrap();
            let key = rest[..end].to_owned();
            rest = &rest[end..];
            let mut value = String::new();
            if let Some(after) = rest.strip_prefix("=\"") {
                let end = after.find('"').unwrap();
                value = decode(&after[..end]);
                rest = &after[end + 1..];
            } else {
                assert!(!rest.starts_with('='), "attribute `{key}` is not quoted");
            }
            attributes.push((key, value));
        }
        parsed.tags.push((name, attributes));
    }
    parsed.text.push_str(&decode(rest));
    parsed
}

fn decode(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#10;", "\n")
        .replace("&amp;", "&")
}

fn normal(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[test]
fn main_holds_exactly_the_words_of_the_document() {
    let documents = documents();
    let files = render(&documents).unwrap();
    for document in &documents {
        let path = format!("{}.html", document.id);
        let page = pages(&files).into_iter().find(|(name, _)| *name == path).unwrap().1;
        let main = page.split_once("<main").unwrap().1.split_once('>').unwrap().1;
        let main = parse(main.split_once("</main>").unwrap().0).text;
        assert_eq!(normal(&main), normal(&sample::words(document)));
    }
}

#[test]
fn words_in_another_language_say_so() {
    let files = render(&documents()).unwrap();
    let said = pages(&files)
        .iter()
        .filter(|(_, page)| page.contains("<span lang=\"de\"> Vertrag</span>"))
        .count();
    assert_eq!(said, 2);
}

#[test]
fn nothing_is_inline_and_nothing_comes_from_elsewhere() {
    let documents = documents();
    let files = render(&documents).unwrap();
    for (path, page) in pages(&files) {
        let parsed = parse(page);
        for (name, attributes) in &parsed.tags {
            assert_ne!(name, "style", "{path}");
            for (key, value) in attributes {
                assert!(!key.starts_with("on") && key != "style", "{path}: {name} {key}");
                let loads = matches!(key.as_str(), "src" | "srcset" | "poster" | "data")
                    || (key == "href" && name == "link");
                if loads {
                    assert!(value.starts_with("assets/"), "{path}: {value}");
                    assert!(files.iter().any(|file| file.path == *value), "{path}: {value}");
                }
            }
            if name == "script" {
                assert!(attributes.iter().any(|(key, _)| key == "src"), "{path}");
            }
        }
        let scripts = parsed.tags.iter().filter(|(name, _)| name == "script").count();
        assert_eq!(scripts, 3, "{path}: a value became a script");
        assert!(page.contains("script-src &#39;self&#39;") && page.contains("noindex"));
    }
    for file in files.iter().filter(|file| file.path.ends_with(".css")) {
        let css = std::str::from_utf8(&file.bytes).unwrap();
        for address in css.split("url(").skip(1) {
            let local =
                address.starts_with("\"data:image/svg+xml,") || address.starts_with("\"fonts/");
            assert!(local, "{}: {}", file.path, &address[..40]);
        }
    }
}

#[test]
fn ids_are_unique_and_every_internal_link_leads_somewhere() {
    let documents = documents();
    let files = render(&documents).unwrap();
    let ids: BTreeMap<&str, BTreeSet<String>> = pages(&files)
        .into_iter()
        .map(|(path, page)| {
            let mut ids = BTreeSet::new();
            for (_, attributes) in parse(page).tags {
                for (key, value) in attributes {
                    assert!(key != "id" || ids.insert(value.clone()), "{path}: `{value}` twice");
                }
            }
            (path, ids)
        })
        .collect();
    for (path, page) in pages(&files) {
        for (name, attributes) in parse(page).tags {
            for (_, target) in attributes.iter().filter(|(key, _)| name == "a" && key == "href") {
                if target.contains("://") || target.contains("mailto:") || target.contains("tel:") {
                    continue;
                }
                let (file, id) = target.split_once('#').unwrap_or((target, ""));
                let file = if file.is_empty() { path } else { file };
                if file.starts_with("../pdf/") {
                    assert_eq!(file, "../pdf/größe%201.pdf");
                    continue;
                }
                assert!(id.is_empty() || ids[file].contains(id), "{path}: {target}");
            }
        }
    }
}

#[test]
fn equal_packs_give_equal_bytes_sorted_by_path() {
    let documents = documents();
    let (first, second) = (render(&documents).unwrap(), render(&documents).unwrap());
    assert_eq!(first, second);
    assert!(first.is_sorted_by(|a, b| a.path < b.path));
}

#[test]
fn a_pack_ships_the_fonts_its_words_use() {
    let fonts = |documents: &[Document]| -> Vec<String> {
        let files = render(documents).unwrap();
        let fonts = files.iter().filter(|file| file.path.ends_with(".woff2"));
        let names = fonts.map(|f| f.path.rsplit('/').next().unwrap().replace(".woff2", ""));
        names.collect()
    };
    let only = |document: Document| {
        let mut documents = documents();
        documents[0] = document;
        fonts(&documents[..1])
    };
    let mut plain = sample::document("second", false);
    plain.blocks = vec![sample::heading(2, "scope", "", "Scope")];
    plain.footnotes.clear();
    assert_eq!(only(plain.clone()), ["inter-latin-wght-normal"]);

    plain.blocks.push(sample::paragraph("Θάλασσα, Łódź"));
    assert_eq!(
        only(plain.clone()),
        ["inter-greek-wght-normal", "inter-latin-ext-wght-normal", "inter-latin-wght-normal"]
    );

    plain.meta.clauses = true;
    plain.blocks = vec![pilotpack::document::Block {
        span: plain.blocks[0].span,
        kind: BlockKind::Paragraph(vec![
            Inline::Emphasis(sample::text("shall")),
            Inline::Code("api".into()),
        ]),
    }];
    plain.headings.clear();
    assert_eq!(
        only(plain),
        [
            "inter-latin-wght-normal",
            "jetbrains-mono-latin-wght-normal",
            "source-serif-4-latin-wght-italic",
            "source-serif-4-latin-wght-normal",
        ]
    );
}

#[test]
fn what_cannot_be_shown_is_an_error_and_all_are_reported() {
    let mut documents = documents();
    let link = |target| {
        let mut block = sample::paragraph("");
        let content = sample::text("x");
        block.kind =
            BlockKind::Paragraph(vec![Inline::Link { target, title: String::new(), content }]);
        block
    };
    documents[0].blocks.extend([
        link(Target::Url("javascript:alert(1)".into())),
        link(Target::Document { document: "third".into(), anchor: None }),
    ]);
    let pictures = BTreeMap::new();
    let mark = sample::mark();
    let mut pack = sample::pack(&documents, &pictures, &mark);
    pack.links.push(("x".into(), "javascript:alert(1)".into()));
    pack.customer.color = "#fff;}*{background:url(//x)}";
    let errors = site::render(&sample::theme(), &pack).unwrap_err();
    let kinds: Vec<&str> = errors
        .iter()
        .map(|error| match error {
            RenderError::Link { .. } => "link",
            RenderError::Picture { .. } => "picture",
            RenderError::Color { .. } => "color",
            RenderError::Address { .. } => "address",
            other => panic!("{other}"),
        })
        .collect();
    assert_eq!(kinds, ["address", "picture", "link", "link", "picture", "color"]);
}

#[test]
fn a_broken_theme_is_told_by_file_line_and_column() {
    let files = BTreeMap::from([
        ("templates/index.html".into(), b"a\n{% if %}".to_vec()),
        ("templates/page.html".into(), b"ok".to_vec()),
        ("theme.toml".into(), b"[site.colors]\npaper = [\"#fff\", \"#000000\"]\n".to_vec()),
    ]);
    let errors = Theme::load(&files).unwrap_err();
    let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert!(told[0].starts_with("templates/index.html:2:"), "{told:?}");
    assert!(told[1].starts_with("theme.toml:2:9: expected two colours"), "{told:?}");
}

#[test]
fn the_search_index_cannot_leave_its_script() {
    let documents = documents();
    let files = render(&documents).unwrap();
    let index = files.iter().find(|file| file.path == "assets/search-index.js").unwrap();
    let script = std::str::from_utf8(&index.bytes).unwrap();
    assert!(!script.contains('<') && !script.contains('\u{2028}'));
    let json =
        script.trim_end().strip_prefix("var packSearch=").unwrap().strip_suffix(';').unwrap();
    let sections: Vec<[String; 4]> = serde_json::from_str(json).unwrap();
    assert!(sections.iter().any(|[address, ..]| address == "second.html#annex"));
    assert!(sections.iter().any(|[.., words]| words.contains("<script>alert(1)</script>")));
}
