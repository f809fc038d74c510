//! A theme's `pdf.toml` becomes faces and page styles.
//!
//! [`Look`] lists the keys, each with a `Slot` for its value, so that reading the
//! file, its documentation and the test of both stand on one list.

mod fonts;
mod look;
mod reader;
mod reference;
mod slot;

pub use fonts::unusable;
pub use look::Look;
pub use reference::{Documented, reference};

use crate::diag::{Diagnostic, Sink, SourceId, Sources, Span};
use crate::font::Book;
use crate::layout::PageStyle;
use crate::workspace::{Node, Table, parse_toml};
use reader::Reader;
use std::collections::BTreeMap;

/// What a theme says about PDFs.
pub struct PdfTheme {
    /// The faces.
    pub book: Book,
    /// The pages.
    pub look: Look,
}

impl PdfTheme {
    /// Reads `pdf.toml` and the font files it names; mistakes are reported and give `None`.
    pub fn load(
        name: &str,
        files: &BTreeMap<String, Vec<u8>>,
        sources: &mut Sources,
        sink: &mut Sink,
    ) -> Option<Self> {
        let path = format!("themes/{name}/pdf.toml");
        let Some(text) = files.get("pdf.toml") else {
            sink.report(Diagnostic::error("PP0401", format!("the theme has no `{path}`")).hint(
                "copy it from a theme that works, or run `pilotpack init` in an empty folder",
            ));
            return None;
        };
        let Ok(text) = crate::workspace::root::decode_text(text) else {
            sink.report(
                Diagnostic::error("PP0401", format!("`{path}` is not UTF-8 text"))
                    .hint("save the file as UTF-8"),
            );
            return None;
        };
        let source = sources.add(path, text);
        let table = parse_toml(source, sources, sink)?;
        let mut own = Sink::new();
        let look = look(source, &table, &mut own);
        let fonts = table.get("fonts").and_then(Node::as_table).cloned().unwrap_or_default();
        let book = Reader { source, sink: &mut own }.fonts(&fonts, files);
        let failed = own.has_errors();
        sink.append(own);
        (!failed).then_some(PdfTheme { book, look })
    }
}

/// Reads every section but `[fonts]`.
fn look(source: SourceId, table: &Table, sink: &mut Sink) -> Look {
    let mut reader = Reader { source, sink };
    let mut look = Look::default();
    let mut known: Vec<(&str, Vec<&str>)> = vec![("fonts", fonts::ROLES.to_vec())];
    look.each(&mut |section, name, slot| {
        match known.last_mut() {
            Some((last, names)) if *last == section => names.push(name),
            _ => known.push((section, vec![name])),
        }
        let node = table.get(section).and_then(Node::as_table).and_then(|table| table.get(name));
        if let Some(node) = node {
            reader.read(name, node, slot);
        }
    });
    look.share();
    let sections: Vec<&str> = known.iter().map(|(section, _)| *section).collect();
    reader.unknown(table, "at the top of this file", &sections);
    for (section, node) in table {
        let names = known.iter().find(|(known, _)| known == section);
        match (node.as_table(), names) {
            (Some(table), Some((_, names))) => {
                reader.unknown(table, &format!("in [{section}]"), names);
            }
            (None, _) => reader.wrong(section, node, "a table"),
            _ => {}
        }
    }
    // Numbers that are possible, each for itself, need not be so together.
    if !reader.sink.has_errors() {
        for (section, style) in [("guide", &look.guide), ("legal", &look.legal)] {
            check(source, table, section, style, look.paper.sizes(), reader.sink);
        }
    }
    look
}

fn check(
    source: SourceId,
    table: &Table,
    section: &str,
    style: &PageStyle,
    papers: &[crate::layout::geom::Size],
    sink: &mut Sink,
) {
    let problem =
        papers.iter().find_map(|paper| PageStyle { paper: *paper, ..style.clone() }.check().err());
    let Some(problem) = problem else { return };
    // The message starts with the name of the key in backticks.
    let named = problem.split('`').nth(1).unwrap_or_default();
    let place = [section, "page", "cover"]
        .into_iter()
        .find_map(|section| table.get(section)?.as_table()?.get(named).map(|node| node.span));
    let whole = || table.get(section).map_or(Span::new(source, 0, 0), |node| node.key);
    sink.report(
        Diagnostic::error("PP0402", format!("the page style of [{section}]: {problem}"))
            .at(place.unwrap_or_else(whole), "")
            .hint("what is possible follows from the paper, the margins and the size of text"),
    );
}
