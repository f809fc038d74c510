//! One value: what it is, who set it, where it is used.

use super::listing::{place, shown};
use super::table::{Table, cut};
use crate::diag::visible::visible;
use crate::merge::Use;
use crate::pack::{Explanation, Row, UsePlace};
use crate::workspace::{Entry, Node, Origin, Setting};

/// Everything about the variable or column `key`, in lines of at most about `width` columns.
pub fn print(explanation: &Explanation<'_>, key: &str, width: usize) -> String {
    let list = key.split_once("[].");
    let rows = explanation.of_key(key);
    let row = rows.iter().find(|row| row.name == list.map_or(key, |(list, _)| list));
    let mut text = String::new();
    let value = row.and_then(|row| row.value()).map_or_else(|| String::from("not set"), shown);
    text.push_str(&cut(&format!("{key} = {value}"), width));
    text.push('\n');
    if let Some(entry) = explanation.workspace.schema.entry(key) {
        text.push('\n');
        text.push_str(&about(entry, width));
    }
    if let Some(row) = row {
        if let Some(node) = row.value() {
            text.push_str(&elements(explanation, node, list.map(|(_, column)| column), width));
        }
        text.push_str(&settings(explanation, row, width));
    }
    for open in rows.iter().filter(|row| row.chain.is_empty()) {
        let Some(span) = open.place else { continue };
        let words = if open.missing { "add it to" } else { "it is optional and belongs to" };
        let place = place(explanation, span);
        text.push_str(&format!("\nnothing sets `{}`; {words} {place}\n", open.name));
    }
    text.push_str(&uses(explanation, key, width));
    text
}

fn about(entry: &Entry, width: usize) -> String {
    let mut words = vec![entry.kind.name()];
    words.push(if entry.required { "required" } else { "optional" });
    if entry.identifying {
        words.push("names the customer");
    }
    let mut table = Table::default();
    table.line([String::from("type"), words.join(", ")]);
    if let crate::workspace::Kind::Enum(values) = &entry.kind {
        table.line([String::from("one of"), values.join(", ")]);
    }
    if !entry.description.is_empty() {
        table.line([String::from("description"), entry.description.clone()]);
    }
    if let Some(example) = &entry.example {
        table.line([String::from("example"), shown(example)]);
    }
    table.print("  ", 1, width)
}

/// The lines of a long text, the elements of a list, the rows of a list of tables, or one column of
/// every row.
fn elements(
    explanation: &Explanation<'_>,
    node: &Node,
    column: Option<&str>,
    width: usize,
) -> String {
    let mut table = Table::default();
    if let Some(text) = node.as_text().filter(|text| text.trim_end().contains('\n')) {
        for line in text.trim_end().lines() {
            table.line([visible(line).into_owned()]);
        }
        return format!("\nvalue\n{}", table.print("  ", 0, width));
    }
    let rows = node.as_list().unwrap_or_default();
    if rows.iter().all(|row| row.as_table().is_none()) {
        return String::new();
    }
    for (number, row) in rows.iter().enumerate() {
        let cell = match column {
            None => Some(row),
            Some(column) => row.as_table().and_then(|table| table.get(column)),
        };
        table.line([
            (number + 1).to_string(),
            cell.map_or_else(|| String::from("not set"), shown),
            explanation.workspace.sources.location(cell.unwrap_or(row).span),
        ]);
    }
    format!("\nrows\n{}", table.print("  ", 1, width))
}

fn settings(explanation: &Explanation<'_>, row: &Row<'_>, width: usize) -> String {
    if row.chain.is_empty() {
        return String::new();
    }
    let mut table = Table::default();
    for (at, setting) in row.chain.iter().enumerate() {
        let mark = if at + 1 == row.chain.len() { "in force" } else { "" };
        table.line([
            mark.to_owned(),
            shown(setting.node),
            explanation.workspace.sources.location(setting.node.span),
            origin(setting),
        ]);
    }
    format!("\nset in\n{}", table.print("  ", 1, width))
}

fn origin(setting: &Setting<'_>) -> String {
    match setting.origin {
        Origin::Default => String::from("default"),
        Origin::Config => String::from("pilotpack.toml"),
        Origin::Layer(name) => format!("layer {name}"),
        Origin::Customer => String::from("customer"),
    }
}

fn uses(explanation: &Explanation<'_>, key: &str, width: usize) -> String {
    let found = explanation.uses(key);
    let reader = explanation.reader(key);
    let mut text = String::new();
    if let Some(reader) = reader {
        text.push_str(&format!("\nread by pilotpack for {reader}\n"));
    }
    if found.is_empty() {
        if reader.is_none() {
            text.push_str("\nnobody reads it\n");
        }
        return text;
    }
    let sources = &explanation.workspace.sources;
    let mut table = Table::default();
    let mut parts = Table::default();
    let mut last = None;
    for found in &found {
        table.focused(
            [
                what(found),
                sources.location(found.place.span),
                reached(found, key),
                visible(found.line).into_owned(),
            ],
            found.at,
        );
        let source = found.place.span.source;
        if last.replace(source) != Some(source)
            && !found.documents.is_empty()
            && let Some(file) = sources.get(source)
        {
            parts.line([file.path.clone(), format!("is part of {}", found.documents.join(", "))]);
        }
    }
    text.push_str(&format!("\nused in\n{}", table.print("  ", 3, width)));
    if !parts.is_empty() {
        text.push_str(&format!("\n{}", parts.print("  ", 1, width)));
    }
    text
}

/// `printed`, or `printed as day` for a value that the text gave the name `day`.
fn what(found: &UsePlace<'_>) -> String {
    let what = match found.place.what {
        Use::Printed => "printed",
        Use::Tested => "tested",
        Use::Looped => "looped",
        Use::Used => "used",
    };
    match &found.place.through {
        Some(name) => format!("{what} as {name}"),
        None => what.to_owned(),
    }
}

/// The name under which the value is reached there, if it is not the one asked for.
fn reached(found: &UsePlace<'_>, key: &str) -> String {
    if found.place.name == key { String::new() } else { found.place.name.clone() }
}
