//! `type`, `values`, `items` and `columns` of a declaration.

use super::reading::{Place, entry, wrong};
use super::{Columns, Kind};
use crate::diag::{Diagnostic, Sink, suggest};
use crate::workspace::table::{Node, Table};
use std::collections::BTreeMap;

/// Types an element of a list cannot have.
const COMPOUND: &[&str] = &["list", "table", "table_list"];

/// Reads the type of `name`, which is declared at `node` by `table`; `None` after a mistake.
pub(super) fn kind(name: &str, node: &Node, table: &Table, sink: &mut Sink) -> Option<Kind> {
    let word = match table.get("type").map(|n| (n, n.as_text())) {
        Some((_, Some(word))) => word,
        Some((node, None)) => {
            sink.report(
                wrong("`type` must be a string", node)
                    .at(node.span, format!("this is {}", node.value.kind()))
                    .hint(format!("one of: {}", Kind::NAMES.join(", "))),
            );
            return None;
        }
        None => {
            sink.report(
                Diagnostic::error("PP0110", format!("the schema of `{name}` has no `type`"))
                    .at(node.key, "")
                    .hint(format!("one of: {}", Kind::NAMES.join(", "))),
            );
            return None;
        }
    };
    let items = table.get("items");
    let element = items.and_then(Node::as_text);
    let is_enum = word == "enum" || (word == "list" && element == Some("enum"));
    for (key, belongs, to) in [
        ("values", is_enum, "an enum"),
        ("items", word == "list", "a list"),
        ("columns", matches!(word, "table" | "table_list"), "a table or a table_list"),
    ] {
        if let (false, Some(node)) = (belongs, table.get(key)) {
            sink.report(
                wrong(format!("`{key}` belongs to {to}, `{name}` is of the type `{word}`"), node)
                    .at(node.key, ""),
            );
        }
    }
    let kind = match word {
        "list" => Kind::List(Box::new(match items {
            None => Kind::Text,
            Some(items) => match items.as_text() {
                Some(word) if !COMPOUND.contains(&word) => scalar(name, word, items, table, sink)?,
                _ => {
                    sink.report(
                        wrong("`items` must be a type other than list and table", items)
                            .hint("a list of tables is a table_list with columns"),
                    );
                    return None;
                }
            },
        })),
        "table" => Kind::Table(columns(name, ".", table.get("columns"), sink)),
        "table_list" => Kind::TableList(columns(name, "[].", table.get("columns"), sink)),
        _ => scalar(name, word, table.get("type").unwrap_or(node), table, sink)?,
    };
    let wanted = match &kind {
        Kind::Table(columns) | Kind::TableList(columns) if columns.is_empty() => {
            Some("columns, each with its own type")
        }
        Kind::Enum(values) if values.is_empty() => Some("values = [\"eu\", \"uk\"]"),
        Kind::List(item) if matches!(&**item, Kind::Enum(values) if values.is_empty()) => {
            Some("values = [\"eu\", \"uk\"]")
        }
        _ => None,
    };
    if let Some(wanted) = wanted {
        sink.report(
            Diagnostic::error("PP0110", format!("the {word} `{name}` allows nothing"))
                .at(node.key, "")
                .hint(format!("add {wanted}")),
        );
        return None;
    }
    Some(kind)
}

/// A type that is neither a list nor a table; `at` is where `word` stands.
fn scalar(name: &str, word: &str, at: &Node, table: &Table, sink: &mut Sink) -> Option<Kind> {
    Some(match word {
        "text" => Kind::Text,
        "multiline" => Kind::Multiline,
        "markdown" => Kind::Markdown,
        "email" => Kind::Email,
        "phone" => Kind::Phone,
        "url" => Kind::Url,
        "host" => Kind::Host,
        "date" => Kind::Date,
        "duration" => Kind::Duration,
        "money" => Kind::Money,
        "decimal" => Kind::Decimal,
        "integer" => Kind::Integer,
        "percent" => Kind::Percent,
        "boolean" => Kind::Boolean,
        "country" => Kind::Country,
        "language" => Kind::Language,
        "timezone" => Kind::Timezone,
        "color" => Kind::Color,
        "file" => Kind::File,
        "enum" => Kind::Enum(words(table.get("values"), sink)),
        other => {
            let diagnostic = wrong(format!("`{name}` has an unknown type `{other}`"), at);
            sink.report(match suggest::nearest(other, Kind::NAMES.iter().copied()) {
                Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
                None => diagnostic.hint(format!("one of: {}", Kind::NAMES.join(", "))),
            });
            return None;
        }
    })
}

fn words(node: Option<&Node>, sink: &mut Sink) -> Vec<String> {
    let Some(node) = node else { return Vec::new() };
    let mut words: Vec<String> = Vec::new();
    for item in node.as_list().unwrap_or_default() {
        match item.as_text() {
            Some(word) if word.trim().is_empty() => {
                sink.report(wrong("a word of an enum is blank", item));
            }
            Some(word) if words.iter().any(|known| known == word) => {
                sink.report(wrong(format!("the word \"{word}\" is listed twice"), item));
            }
            Some(word) => words.push(word.to_owned()),
            None => sink.report(
                wrong("the words of an enum are strings", item)
                    .at(item.span, format!("this is {}", item.value.kind())),
            ),
        }
    }
    words
}

fn columns(name: &str, joint: &str, node: Option<&Node>, sink: &mut Sink) -> Columns {
    let Some(table) = node.and_then(Node::as_table) else { return BTreeMap::new() };
    table
        .iter()
        .filter_map(|(column, node)| {
            let full = format!("{name}{joint}{column}");
            let entry = entry(&full, node, Place::Column, sink)?;
            if matches!(entry.kind, Kind::Table(_) | Kind::TableList(_)) {
                sink.report(
                    Diagnostic::error("PP0110", format!("the column `{full}` is a table"))
                        .at(node.key, "")
                        .hint("a column holds a single value or a list"),
                );
                return None;
            }
            Some((column.clone(), entry))
        })
        .collect()
}
