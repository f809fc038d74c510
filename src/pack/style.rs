//! A theme's `pdf.toml` becomes faces and page styles.

use crate::diag::{Diagnostic, Sink, SourceId, Sources, Span};
use crate::font::{Book, Family};
use crate::layout::PageStyle;
use crate::layout::geom::{Color, MM};
use crate::workspace::{Node, Table, Value, parse_toml, unknown_key};
use std::collections::BTreeMap;

/// What a theme says about PDFs.
pub struct PdfTheme {
    /// The faces.
    pub book: Book,
    /// Style of documents without clause numbers.
    pub guide: PageStyle,
    /// Style of legal texts.
    pub legal: PageStyle,
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
        let mut reader = Reader { source, sink: &mut own };
        let known = ["fonts", "page", "guide", "legal", "colors"];
        reader.unknown(&table, "at the top of this file", &known);
        for (key, node) in table.iter().filter(|(_, node)| node.as_table().is_none()) {
            reader.wrong(key, node, "a table");
        }
        let section =
            |key: &str| table.get(key).and_then(Node::as_table).cloned().unwrap_or_default();
        let mut guide = PageStyle::guide();
        let mut legal = PageStyle::legal();
        for style in [&mut guide, &mut legal] {
            reader.page(&section("page"), style);
            reader.colors(&section("colors"), style);
        }
        reader.text("guide", &section("guide"), &mut guide);
        reader.text("legal", &section("legal"), &mut legal);
        let book = reader.fonts(&section("fonts"), files);
        for (key, style) in [("guide", &guide), ("legal", &legal)] {
            if let Err(problem) = style.check() {
                // The message starts with the name of the key in backticks.
                let named = problem.split('`').nth(1).unwrap_or_default();
                let place = [key, "page"].into_iter().find_map(|section| {
                    table.get(section)?.as_table()?.get(named).map(|node| node.span)
                });
                let section = || table.get(key).map_or(Span::new(source, 0, 0), |n| n.key);
                let span = place.unwrap_or_else(section);
                own.report(
                    Diagnostic::error("PP0402", format!("the page style of [{key}]: {problem}"))
                        .at(span, "")
                        .hint("margins are millimetres in the file and points, 72 to the inch, in this message"),
                );
            }
        }
        let failed = own.has_errors();
        sink.append(own);
        (!failed).then_some(PdfTheme { book, guide, legal })
    }
}

struct Reader<'a> {
    source: SourceId,
    sink: &'a mut Sink,
}

impl Reader<'_> {
    fn unknown(&mut self, table: &Table, place: &str, known: &[&str]) {
        for (key, node) in table.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
            self.sink.report(unknown_key(key, node, known.iter().copied(), place));
        }
    }

    fn wrong(&mut self, key: &str, node: &Node, expected: &str) {
        self.sink.report(
            Diagnostic::error("PP0103", format!("`{key}` must be {expected}"))
                .at(node.span, format!("this is {}", node.value.kind())),
        );
    }

    fn number(&mut self, table: &Table, key: &str, slot: &mut f32, unit: f32) {
        let Some(node) = table.get(key) else { return };
        let number = match &node.value {
            Value::Integer(n) => n.to_string().parse::<f32>().ok(),
            Value::Decimal(digits) => digits.parse::<f32>().ok(),
            _ => None,
        };
        match number.filter(|n| n.is_finite()) {
            Some(number) => *slot = number * unit,
            None => self.wrong(key, node, "a number"),
        }
    }

    fn flag(&mut self, table: &Table, key: &str, slot: &mut bool) {
        match table.get(key).map(|n| (&n.value, n)) {
            Some((Value::Boolean(flag), _)) => *slot = *flag,
            Some((_, node)) => self.wrong(key, node, "true or false"),
            None => {}
        }
    }

    fn family(&mut self, table: &Table, key: &str, slot: &mut Family) {
        let Some(node) = table.get(key) else { return };
        match node.as_text().and_then(family) {
            Some(family) => *slot = family,
            None => self.wrong(key, node, "\"sans\", \"serif\" or \"mono\""),
        }
    }

    fn page(&mut self, table: &Table, style: &mut PageStyle) {
        self.unknown(table, "in [page]", &["margin_side", "margin_top", "margin_bottom"]);
        self.number(table, "margin_side", &mut style.margin_side, MM);
        self.number(table, "margin_top", &mut style.margin_top, MM);
        self.number(table, "margin_bottom", &mut style.margin_bottom, MM);
    }

    fn text(&mut self, name: &str, table: &Table, style: &mut PageStyle) {
        let known = [
            "body",
            "headings",
            "interface",
            "size",
            "leading",
            "scale",
            "table_scale",
            "code_size",
            "code_leading",
            "small",
            "title",
            "measure",
            "column",
            "justify",
            "hyphenate",
        ];
        self.unknown(table, &format!("in [{name}]"), &known);
        self.family(table, "body", &mut style.body);
        self.family(table, "headings", &mut style.headings);
        self.family(table, "interface", &mut style.interface);
        for (key, slot) in [
            ("size", &mut style.size),
            ("leading", &mut style.leading),
            ("scale", &mut style.scale),
            ("table_scale", &mut style.table_scale),
            ("code_size", &mut style.code_size),
            ("code_leading", &mut style.code_leading),
            ("small", &mut style.small),
            ("title", &mut style.title),
            ("measure", &mut style.measure),
            ("column", &mut style.column),
        ] {
            self.number(table, key, slot, 1.0);
        }
        self.flag(table, "justify", &mut style.justify);
        self.flag(table, "hyphenate", &mut style.hyphenate);
    }

    fn colors(&mut self, table: &Table, style: &mut PageStyle) {
        let colors = &mut style.colors;
        let slots = [
            ("text", &mut colors.text),
            ("heading", &mut colors.heading),
            ("muted", &mut colors.muted),
            ("link", &mut colors.link),
            ("rule", &mut colors.rule),
            ("tint", &mut colors.tint),
            ("watermark", &mut colors.watermark),
            ("leader", &mut colors.leader),
        ];
        let known: Vec<&str> = slots.iter().map(|(key, _)| *key).collect();
        self.unknown(table, "in [colors]", &known);
        for (key, slot) in slots {
            let Some(node) = table.get(key) else { continue };
            match node.as_text().and_then(Color::parse) {
                Some(color) => *slot = color,
                None => self.wrong(key, node, "a colour such as \"#1f2328\""),
            }
        }
    }

    fn fonts(&mut self, table: &Table, files: &BTreeMap<String, Vec<u8>>) -> Book {
        let roles = ["sans", "serif", "mono", "emoji", "other"];
        self.unknown(table, "in [fonts]", &roles);
        let mut book = Book::new();
        for role in roles {
            let Some(family) = family(role) else { continue };
            let Some(node) = table.get(role) else {
                if !matches!(role, "emoji" | "other") {
                    self.sink.report(
                        Diagnostic::error("PP0403", format!("[fonts] names no file for `{role}`"))
                            .at(Span::new(self.source, 0, 0), "")
                            .hint(format!("add {role} = [\"fonts/….ttf\"]")),
                    );
                }
                continue;
            };
            let list = node.as_list().unwrap_or_default();
            if list.is_empty() || list.iter().any(|file| file.as_text().is_none()) {
                self.wrong(role, node, "a list of font files such as [\"fonts/Inter.ttf\"]");
                continue;
            }
            for file in list {
                let path = file.as_text().unwrap_or_default();
                let Some(data) = files.get(path) else {
                    let near =
                        crate::diag::suggest::nearest(path, files.keys().map(String::as_str));
                    let mut diagnostic =
                        Diagnostic::error("PP0403", format!("the theme has no file `{path}`"))
                            .at(file.span, "");
                    if let Some(near) = near {
                        diagnostic = diagnostic.hint(format!("did you mean \"{near}\"?"));
                    }
                    self.sink.report(diagnostic);
                    continue;
                };
                if let Err(error) = book.add(family, path, data.clone()) {
                    self.sink.report(
                        Diagnostic::error("PP0403", format!("the font `{path}` {}", error.reason))
                            .at(file.span, "")
                            .hint("use a TrueType or OpenType font that may be embedded"),
                    );
                }
            }
        }
        book
    }
}

fn family(role: &str) -> Option<Family> {
    match role {
        "sans" => Some(Family::Sans),
        "serif" => Some(Family::Serif),
        "mono" => Some(Family::Mono),
        "emoji" => Some(Family::Emoji),
        "other" => Some(Family::Other),
        _ => None,
    }
}
