//! A document with every kind of block, the pack around it, and the words it must print.

use pilotpack::diag::{SourceId, Span};
use pilotpack::document::*;
use pilotpack::image::{Picture, Raster, Vector};
use pilotpack::site::{Brand, Contact, Entry, Pack, Pdf, Theme};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Characters that mean something to HTML, CSS, JavaScript or a browser.
pub const HOSTILE: &str = "<script>alert(1)</script> & \"quotes\" 'too' </title> <!-- ]]> \u{2028}";

const SPAN: Span = Span { source: SourceId(0), start: 0, end: 0 };

pub fn theme() -> Theme {
    fn walk(folder: &Path, root: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, files);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
    let mut files = BTreeMap::new();
    walk(&root, &root, &mut files);
    Theme::load(&files).unwrap()
}

pub fn text(words: &str) -> Vec<Inline> {
    vec![Inline::Text(words.into())]
}

pub fn block(kind: BlockKind) -> Block {
    Block { span: SPAN, kind }
}

pub fn paragraph(words: &str) -> Block {
    block(BlockKind::Paragraph(text(words)))
}

pub fn heading(level: u8, id: &str, number: &str, words: &str) -> Block {
    let heading = Heading {
        level,
        id: id.into(),
        number: number.into(),
        annex: number.starts_with("Annex"),
        content: text(words),
    };
    block(BlockKind::Heading(heading))
}

fn item(label: &str, checked: Option<bool>, id: Option<&str>, blocks: Vec<Block>) -> Item {
    Item { span: SPAN, label: label.into(), checked, id: id.map(Into::into), blocks }
}

fn list(ordered: bool, clauses: bool, items: Vec<Item>) -> Block {
    block(BlockKind::List(List { ordered, clauses, tight: true, items }))
}

fn code(language: &str, title: &str, text: &str) -> Code {
    Code { language: language.into(), title: title.into(), text: text.into() }
}

fn link(target: Target, words: &str) -> Inline {
    Inline::Link { target, title: "a \"title\"".into(), content: text(words) }
}

/// One of everything.
pub fn document(id: &str, clauses: bool) -> Document {
    let blocks = vec![
        heading(2, "scope", "1", "Scope & <purpose>"),
        block(BlockKind::Paragraph(vec![
            Inline::Text(HOSTILE.into()),
            Inline::SoftBreak,
            Inline::Emphasis(text("stressed")),
            Inline::Text(" and ".into()),
            Inline::Strong(vec![Inline::Code("a  b</code>".into())]),
            Inline::Footnote { index: 0, mark: 0 },
            Inline::LineBreak,
            link(Target::Anchor("clause-1-1".into()), "1.1"),
            Inline::Text(" ".into()),
            link(Target::Url("https://a.example/?x=\"&y=<".into()), "outside"),
            Inline::Text(" ".into()),
            link(
                Target::Document { document: "second".into(), anchor: Some("scope".into()) },
                "the other",
            ),
            Inline::Footnote { index: 0, mark: 1 },
            Inline::Language { tag: "de".into(), content: text(" Vertrag") },
        ])),
        list(
            true,
            true,
            vec![item(
                "1.1",
                None,
                Some("clause-1-1"),
                vec![
                    paragraph("A clause."),
                    list(true, true, vec![item("(a)", None, None, vec![paragraph("A part.")])]),
                ],
            )],
        ),
        list(
            false,
            false,
            vec![
                item("", Some(true), None, vec![paragraph("Done")]),
                item("", Some(false), None, vec![paragraph("Open"), paragraph("More")]),
            ],
        ),
        list(false, false, vec![item("", None, None, vec![paragraph("Bullet")])]),
        block(BlockKind::Definitions(vec![Definition {
            term: text("Term"),
            details: vec![paragraph("Meaning")],
        }])),
        block(BlockKind::Table(Table {
            alignments: vec![Alignment::Start, Alignment::End],
            head: vec![text("Key"), vec![]],
            rows: vec![vec![text("a|b"), text("1 | 2")]],
        })),
        block(BlockKind::Code(code("bash\" onload=\"x", "", "echo '<b>' # \"x\"\n\n  two"))),
        block(BlockKind::Code(code("json", "200 <OK>", "{ \"a\": \"</script>\" }"))),
        block(BlockKind::Tabs(vec![
            code("bash", "curl", "curl -sS \"$URL\""),
            code("python", "Python", "print('ö')"),
        ])),
        block(BlockKind::Quote(vec![paragraph("Quoted")])),
        block(BlockKind::Callout(Callout {
            kind: CalloutKind::Warning,
            title: "Look <out>".into(),
            blocks: vec![paragraph("Danger")],
        })),
        heading(2, "annex", "Annex I", "Measures"),
        block(BlockKind::Figure {
            source: "pixels.png".into(),
            alt: "An \"alt\" <text>".into(),
            caption: "Caption & more".into(),
        }),
        block(BlockKind::Rule),
        block(BlockKind::PageBreak),
        block(BlockKind::Signature(vec![Party {
            name: "Acme & Söhne".into(),
            fields: vec![("Name".into(), "Jo <Doe>".into()), ("Date".into(), String::new())],
        }])),
    ];
    let headings = blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Heading(heading) => Some(OutlineEntry {
                level: heading.level,
                id: heading.id.clone(),
                number: heading.number.clone(),
                text: plain_text(&heading.content),
            }),
            _ => None,
        })
        .collect();
    Document {
        anchors: Default::default(),
        id: id.into(),
        meta: Meta {
            title: format!("Title {HOSTILE}"),
            short_title: "Short".into(),
            summary: format!("Summary {HOSTILE}"),
            action: "sign".into(),
            version: "1.0".into(),
            language: "en-GB".into(),
            toc: true,
            clauses,
            facts: vec![("Prepared for".into(), "Acme & Söhne".into())],
            ..Meta::default()
        },
        blocks,
        footnotes: vec![Footnote {
            name: "n".into(),
            marks: 2,
            blocks: vec![paragraph("A note.")],
        }],
        headings,
    }
}

pub fn pictures() -> BTreeMap<String, Arc<Picture>> {
    let raster = Raster { width: 2, height: 1, rgb: vec![255, 0, 0, 0, 0, 255], alpha: None };
    BTreeMap::from([(String::from("pixels.png"), Arc::new(Picture::Raster(raster)))])
}

pub fn mark() -> Picture {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"/>".into();
    Picture::Vector(Vector { width: 8.0, height: 8.0, paths: vec![], svg })
}

pub fn pack<'a>(
    documents: &'a [Document],
    pictures: &'a BTreeMap<String, Arc<Picture>>,
    mark: &'a Picture,
) -> Pack<'a> {
    let pdf = Pdf { path: "../pdf/größe 1.pdf".into(), pages: 3, bytes: 120_500 };
    Pack {
        title: "Pilot pack",
        vendor: Brand {
            name: "Wardline",
            legal_name: "Wardline, Inc.",
            color: "#0f4c5c",
            mark: Some(mark),
        },
        customer: Brand { name: HOSTILE, legal_name: HOSTILE, color: "#ffe600", mark: None },
        language: "en-GB",
        documents: documents
            .iter()
            .map(|document| Entry { document, pdf: Some(pdf.clone()), page: true })
            .collect(),
        pictures,
        timeline: vec![("1 March".into(), HOSTILE.into())],
        contacts: vec![Contact {
            group: HOSTILE.into(),
            role: "Lead".into(),
            name: HOSTILE.into(),
            email: "a\"b@example.com".into(),
            phone: "+49 (30) 1".into(),
        }],
        links: vec![("Status".into(), "https://status.example/?a&b".into())],
        intro: HOSTILE.into(),
        draft: true,
    }
}

/// The words of a document in the order in which every output prints them.
pub fn words(document: &Document) -> String {
    let meta = &document.meta;
    let mut out = vec![meta.title.clone(), meta.summary.clone()];
    for (label, value) in &meta.facts {
        out.extend([label.clone(), value.clone()]);
    }
    blocks(&document.blocks, &mut out);
    for (at, footnote) in document.footnotes.iter().enumerate() {
        out.push((at + 1).to_string());
        blocks(&footnote.blocks, &mut out);
    }
    out.join(" ")
}

fn blocks(list: &[Block], out: &mut Vec<String>) {
    for block in list {
        match &block.kind {
            BlockKind::Heading(h) => out.push(heading_label(&h.number, &plain_text(&h.content))),
            BlockKind::Paragraph(content) => out.push(inlines(content)),
            BlockKind::List(list) => {
                for item in &list.items {
                    out.push(item.label.clone());
                    blocks(&item.blocks, out);
                }
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    out.push(inlines(&definition.term));
                    blocks(&definition.details, out);
                }
            }
            BlockKind::Table(table) => {
                out.extend(
                    table.head.iter().chain(table.rows.iter().flatten()).map(|c| inlines(c)),
                );
            }
            BlockKind::Code(code) => out.extend([code.title.clone(), code.text.clone()]),
            BlockKind::Tabs(panes) => {
                out.extend(panes.iter().flat_map(|code| [code.title.clone(), code.text.clone()]));
            }
            BlockKind::Quote(list) => blocks(list, out),
            BlockKind::Callout(callout) => {
                out.push(callout.title.clone());
                blocks(&callout.blocks, out);
            }
            BlockKind::Signature(parties) => {
                for party in parties {
                    out.extend([party.name.clone(), "Signature".into()]);
                    out.extend(party.fields.iter().flat_map(|(l, v)| [l.clone(), v.clone()]));
                }
            }
            BlockKind::Figure { caption, .. } => out.push(caption.clone()),
            BlockKind::Rule | BlockKind::PageBreak => {}
        }
    }
}

fn inlines(list: &[Inline]) -> String {
    list.iter()
        .map(|inline| match inline {
            Inline::Text(words) | Inline::Code(words) => words.clone(),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Language { content, .. }
            | Inline::Link { content, .. } => inlines(content),
            Inline::Image { .. } | Inline::Page { .. } => String::new(),
            Inline::Footnote { index, .. } => (index + 1).to_string(),
            Inline::SoftBreak | Inline::LineBreak => " ".into(),
        })
        .collect()
}
