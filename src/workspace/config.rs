//! `pilotpack.toml`: the vendor and what a customer can be given.

use super::table::{Node, Table};
use super::variables::{check_file, unknown_key};
use super::schema::Schema;
use crate::diag::{Diagnostic, Sink, Span};
use std::collections::BTreeMap;

/// What the workspace's own file says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// Packs by name.
    pub packs: BTreeMap<String, Pack>,
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
}

impl Config {
    /// Reads the parsed file; unknown keys and wrong values are reported.
    pub fn read(table: &Table, schema: &Schema, sink: &mut Sink) -> Self {
        check_file(table, schema, &["packs", "theme"], sink);
        let mut config = Config { theme: String::from("default"), ..Config::default() };
        for (key, node) in table {
            match key.as_str() {
                "packs" => config.packs = packs(node, sink),
                "theme" => match node.as_text() {
                    Some(name) => config.theme = name.to_owned(),
                    None => sink.report(must_be("theme", node, "the name of a folder below themes/")),
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
        sink.report(must_be("packs", node, "a table"));
        return BTreeMap::new();
    };
    table.iter().filter_map(|(name, node)| Some((name.clone(), pack(name, node, sink)?))).collect()
}

fn pack(name: &str, node: &Node, sink: &mut Sink) -> Option<Pack> {
    let Some(table) = node.as_table() else {
        sink.report(must_be(&format!("packs.{name}"), node, "a table"));
        return None;
    };
    for (key, value) in table {
        if !["title", "documents"].contains(&key.as_str()) {
            let place = format!("[packs.{name}]");
            sink.report(unknown_key(key, value, ["title", "documents"], &place));
        }
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
    let documents: Vec<(String, Span)> = items
        .iter()
        .filter_map(|n| Some((n.as_text()?.to_owned(), n.span)))
        .collect();
    if documents.is_empty() || documents.len() != items.len() {
        sink.report(
            Diagnostic::error("PP0104", format!("the pack `{name}` names no documents"))
                .at(table.get("documents").map_or(node.key, |n| n.span), "")
                .hint("add documents = [\"integration-guide\", \"dpa\", \"terms\"]"),
        );
        return None;
    }
    Some(Pack { title, documents })
}
