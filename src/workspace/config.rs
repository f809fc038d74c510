//! `pilotpack.toml`: the vendor and what a customer can be given.

use super::calendar::{self, Calendar};
use super::layers::LAYERS_KEY;
use super::schema::Schema;
use super::table::{Node, Table};
use super::variables::{check_file, unknown_key};
use crate::diag::{Diagnostic, Sink, Span};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What the workspace's own file says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// Packs by name.
    pub packs: BTreeMap<String, Pack>,
    /// Days without business by the name of a calendar.
    pub calendars: BTreeMap<String, Calendar>,
    /// Theme folder below `themes/`.
    pub theme: String,
    /// Values of variables, the vendor's among them.
    pub values: Table,
}

/// The documents a customer can be given.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    /// Title of the site.
    pub title: String,
    /// Ids of the documents in the order they are read: file stems below `content/`.
    pub documents: Vec<(String, Span)>,
    /// A sentence or two for the landing page; may hold template expressions, as all below may.
    pub intro: Option<Node>,
    /// Dates on the landing page: when, and what happens.
    pub timeline: Vec<(Node, Node)>,
    /// People and desks on the landing page.
    pub contacts: Vec<PackContact>,
    /// Pages elsewhere: label and address.
    pub links: Vec<(Node, Node)>,
}

/// Somebody to write to or call.
#[derive(Debug, Clone, PartialEq)]
pub struct PackContact {
    /// Company or team under which the contact is listed.
    pub group: Option<Node>,
    /// What for.
    pub role: Node,
    /// Name.
    pub name: Node,
    /// E-mail address.
    pub email: Option<Node>,
    /// Telephone number; left out if it comes out blank.
    pub phone: Option<Node>,
}

impl Config {
    /// Reads the parsed file; unknown keys and wrong values are reported.
    pub fn read(table: &Table, schema: &Schema, sink: &mut Sink) -> Self {
        let mut table = Cow::Borrowed(table);
        if let Some(node) = table.get(LAYERS_KEY) {
            sink.report(
                Diagnostic::error("PP0102", "`pilotpack.toml` cannot name layers")
                    .at(node.key, "")
                    .hint("it is below every layer: name them in a customer's file or in a layer"),
            );
            table.to_mut().remove(LAYERS_KEY);
        }
        check_file(&table, schema, &["packs", "theme", "calendars"], sink);
        let mut config = Config { theme: String::from("default"), ..Config::default() };
        for (key, node) in &*table {
            match key.as_str() {
                "packs" => config.packs = packs(node, sink),
                "calendars" => config.calendars = calendar::read(node, sink),
                "theme" => match node.as_text() {
                    Some(name) => config.theme = name.to_owned(),
                    None => {
                        sink.report(must_be("theme", node, "the name of a folder below themes/"))
                    }
                },
                _ => {
                    config.values.insert(key.clone(), node.clone());
                }
            }
        }
        config
    }
}

fn must_be(name: &str, node: &Node, expected: &str) -> Diagnostic {
    Diagnostic::error("PP0103", format!("`{name}` must be {expected}"))
        .at(node.span, format!("this is {}", node.value.kind()))
}

fn packs(node: &Node, sink: &mut Sink) -> BTreeMap<String, Pack> {
    let Some(table) = node.as_table() else {
        sink.report(
            must_be("packs", node, "a table").hint("write [packs.pilot] and its keys below"),
        );
        return BTreeMap::new();
    };
    table.iter().filter_map(|(name, node)| Some((name.clone(), pack(name, node, sink)?))).collect()
}

fn pack(name: &str, node: &Node, sink: &mut Sink) -> Option<Pack> {
    let Some(table) = node.as_table() else {
        let key = format!("packs.{name}");
        sink.report(
            must_be(&key, node, "a table").hint(format!("write [{key}] and its keys below")),
        );
        return None;
    };
    let known = ["title", "documents", "intro", "timeline", "contacts", "links"];
    let place = format!("in [packs.{name}]");
    for (key, value) in table.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
        sink.report(unknown_key(key, value, known, &place));
    }
    let title = match table.get("title").map(|n| (n, n.as_text())) {
        Some((_, Some(title))) => title.to_owned(),
        Some((node, None)) => {
            sink.report(must_be("title", node, "a string"));
            return None;
        }
        None => {
            sink.report(
                Diagnostic::error("PP0104", format!("the pack `{name}` has no `title`"))
                    .at(node.key, "")
                    .hint("add title = \"Pilot documentation pack\""),
            );
            return None;
        }
    };
    let items = table.get("documents").and_then(Node::as_list).unwrap_or_default();
    let documents: Vec<(String, Span)> =
        items.iter().filter_map(|n| Some((n.as_text()?.to_owned(), n.span))).collect();
    if documents.is_empty() || documents.len() != items.len() {
        sink.report(
            Diagnostic::error("PP0104", format!("the pack `{name}` names no documents"))
                .at(table.get("documents").map_or(node.key, |n| n.span), "")
                .hint("add documents = [\"integration-guide\", \"dpa\", \"terms\"]"),
        );
        return None;
    }
    let mut timeline = Vec::new();
    for row in rows(table, "timeline", &["date", "text"], &["date", "text"], name, sink) {
        if let (Some(date), Some(text)) = (row.get("date"), row.get("text")) {
            timeline.push((date.clone(), text.clone()));
        }
    }
    let mut contacts = Vec::new();
    let known = ["group", "role", "name", "email", "phone"];
    for row in rows(table, "contacts", &known, &["role", "name"], name, sink) {
        if let (Some(role), Some(name)) = (row.get("role"), row.get("name")) {
            contacts.push(PackContact {
                group: row.get("group").cloned(),
                role: role.clone(),
                name: name.clone(),
                email: row.get("email").cloned(),
                phone: row.get("phone").cloned(),
            });
        }
    }
    let mut links = Vec::new();
    for row in rows(table, "links", &["label", "url"], &["label", "url"], name, sink) {
        if let (Some(label), Some(url)) = (row.get("label"), row.get("url")) {
            links.push((label.clone(), url.clone()));
        }
    }
    let intro = table.get("intro").cloned();
    if let Some(node) = intro.as_ref().filter(|n| n.as_text().is_none()) {
        sink.report(must_be("intro", node, "a string"));
    }
    Some(Pack { title, documents, intro, timeline, contacts, links })
}

/// The rows of an array of tables of strings, keys checked.
fn rows<'a>(
    table: &'a Table,
    key: &str,
    known: &[&str],
    required: &[&str],
    pack: &str,
    sink: &mut Sink,
) -> Vec<&'a Table> {
    let Some(node) = table.get(key) else { return Vec::new() };
    let Some(items) = node.as_list() else {
        sink.report(must_be(key, node, "an array of tables"));
        return Vec::new();
    };
    let header = format!("[[packs.{pack}.{key}]]");
    let place = format!("in {header}");
    let mut rows = Vec::new();
    for item in items {
        let Some(row) = item.as_table() else {
            sink.report(must_be(key, item, "an array of tables"));
            continue;
        };
        for (key, value) in row {
            if !known.contains(&key.as_str()) {
                sink.report(unknown_key(key, value, known.iter().copied(), &place));
            } else if value.as_text().is_none() {
                sink.report(must_be(key, value, "a string"));
            }
        }
        for key in required.iter().filter(|key| !row.contains_key(**key)) {
            sink.report(
                Diagnostic::error("PP0104", format!("{header} has no `{key}`"))
                    .at(item.span, "this row")
                    .hint(format!("add {key} = \"…\" below it")),
            );
        }
        rows.push(row);
    }
    rows
}
