//! The values of one customer, laid over each other.

use super::check;
use super::schema::{Kind, Schema};
use super::table::{Node, Table, Value};
use crate::diag::{Diagnostic, Sink, Span, suggest};

/// The effective values; each node still knows the file it came from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Variables {
    /// Tables and values by key.
    pub root: Table,
}

impl Variables {
    /// The schema's defaults.
    pub fn defaults(schema: &Schema) -> Self {
        let mut variables = Variables::default();
        for (name, entry) in &schema.entries {
            // Every declared table is there, so that text can ask whether its values are defined.
            if let Some((table, _)) = name.rsplit_once('.') {
                reserve(&mut variables.root, table, entry.span);
            }
            if let Some(default) = &entry.default {
                insert(&mut variables.root, name, default.clone());
            }
        }
        variables
    }

    /// Lays a table over the values: tables merge key by key, everything else is replaced.
    pub fn overlay(&mut self, upper: &Table) {
        overlay(&mut self.root, upper);
    }

    /// The value with this dotted name.
    pub fn get(&self, name: &str) -> Option<&Node> {
        let (first, rest) = split(name);
        let mut node = self.root.get(first)?;
        let mut rest = rest;
        while let Some(path) = rest {
            let (next, after) = split(path);
            node = node.as_table()?.get(next)?;
            rest = after;
        }
        Some(node)
    }

    /// The text with this dotted name.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    /// All dotted names of values that are not tables.
    pub fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        collect(&self.root, "", &mut names);
        names
    }
}

fn split(name: &str) -> (&str, Option<&str>) {
    match name.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (name, None),
    }
}

fn collect(table: &Table, prefix: &str, names: &mut Vec<String>) {
    for (key, node) in table {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match &node.value {
            Value::Table(inner) => collect(inner, &name, names),
            _ => names.push(name),
        }
    }
}

fn insert(table: &mut Table, name: &str, node: Node) {
    let (first, rest) = split(name);
    match rest {
        None => {
            table.insert(first.to_owned(), node);
        }
        Some(rest) => {
            let (span, key) = (node.span, node.key);
            let entry = table.entry(first.to_owned()).or_insert_with(|| Node {
                value: Value::Table(Table::new()),
                span,
                key,
            });
            if let Value::Table(inner) = &mut entry.value {
                insert(inner, rest, node);
            }
        }
    }
}

/// Makes sure that there is a table with this dotted name.
fn reserve(table: &mut Table, name: &str, span: Span) {
    let (first, rest) = split(name);
    let entry = table.entry(first.to_owned()).or_insert_with(|| Node {
        value: Value::Table(Table::new()),
        span,
        key: span,
    });
    if let (Value::Table(inner), Some(rest)) = (&mut entry.value, rest) {
        reserve(inner, rest, span);
    }
}

fn overlay(lower: &mut Table, upper: &Table) {
    for (key, node) in upper {
        match (lower.get_mut(key).map(|n| &mut n.value), &node.value) {
            (Some(Value::Table(below)), Value::Table(above)) => {
                overlay(below, above);
                if let Some(slot) = lower.get_mut(key) {
                    slot.span = node.span;
                    slot.key = node.key;
                }
            }
            _ => {
                lower.insert(key.clone(), node.clone());
            }
        }
    }
}

/// Adds to errors of a file the place in a lower file that made a table of its value, or a value of
/// its table. `lower` are the tables below, lowest first, `upper` is what the file says.
///
/// Such a clash is always an error of one of the two files, because the schema says which of them
/// has the wrong type: there is nothing to look for in a file without errors.
pub fn show_lower<'a>(
    found: Sink,
    lower: impl IntoIterator<Item = &'a Table>,
    upper: &Table,
) -> Sink {
    if !found.has_errors() {
        return found;
    }
    let mut clashes = Vec::new();
    for table in lower {
        clashing(table, upper, &mut clashes);
    }
    let mut shown = Sink::new();
    for diagnostic in found.diagnostics() {
        let lower = clashes.iter().rev().find(|(upper, _)| diagnostic.span == Some(upper.span));
        shown.report(match lower {
            Some((_, lower)) => diagnostic
                .clone()
                .related(lower.key, format!("below this file it is {}", lower.value.kind())),
            None => diagnostic.clone(),
        });
    }
    shown
}

/// Collects tables over values and values over tables: upper node, lower node.
fn clashing<'a>(lower: &'a Table, upper: &'a Table, found: &mut Vec<(&'a Node, &'a Node)>) {
    for (key, above) in upper {
        let Some(below) = lower.get(key) else { continue };
        match (&below.value, &above.value) {
            (Value::Table(below), Value::Table(above)) => clashing(below, above, found),
            (Value::Table(_), _) | (_, Value::Table(_)) => found.push((above, below)),
            _ => {}
        }
    }
}

/// Reports keys the schema does not declare and values of the wrong type in one file.
///
/// `extra` are keys at the top of the file that are not variables, such as `layers`.
pub fn check_file(table: &Table, schema: &Schema, extra: &[&str], sink: &mut Sink) {
    check_table(table, "", schema, extra, sink);
}

fn check_table(table: &Table, path: &str, schema: &Schema, extra: &[&str], sink: &mut Sink) {
    for (key, node) in table {
        if path.is_empty() && extra.contains(&key.as_str()) {
            continue;
        }
        let name = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        if let Some(entry) = schema.entries.get(&name) {
            check::check(&name, entry, node, sink);
        } else if schema.is_table(&name) {
            match node.as_table() {
                Some(inner) => check_table(inner, &name, schema, &[], sink),
                None => sink.report(
                    Diagnostic::error("PP0103", format!("`{name}` must be a table"))
                        .at(node.span, format!("this is {}", node.value.kind()))
                        .hint(format!("write [{name}] and its keys below")),
                ),
            }
        } else {
            let known = schema.keys_of(path);
            let place = if path.is_empty() {
                "at the top of this file".into()
            } else {
                format!("in [{path}]")
            };
            let candidates = known.into_iter().chain(extra.iter().copied());
            let mut diagnostic = unknown_key(key, node, candidates, &place);
            if let Some(full) = schema
                .entries
                .keys()
                .find(|n| n.rsplit('.').next() == Some(key.as_str()) && diagnostic.hints.len() == 1)
            {
                diagnostic = diagnostic.hint(format!("`{full}` is declared: wrong table?"));
            }
            sink.report(diagnostic);
        }
    }
}

/// The error for a key that nothing declares, with the nearest known key. `place` follows the key,
/// such as `in [customer]`.
pub fn unknown_key<'a>(
    key: &str,
    node: &Node,
    known: impl IntoIterator<Item = &'a str> + Clone,
    place: &str,
) -> Diagnostic {
    let diagnostic = Diagnostic::error("PP0102", format!("unknown key `{key}` {place}"))
        .at(node.key, "not declared");
    match suggest::nearest(key, known.clone()) {
        Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
        None => {
            let known: Vec<&str> = known.into_iter().collect();
            diagnostic.hint(format!("known keys here: {}", known.join(", ")))
        }
    }
}

/// A required variable that nothing set.
#[derive(Debug, Clone, PartialEq)]
pub struct Missing {
    /// Dotted name; a column is `sla[].response`.
    pub name: String,
    /// Where it should have been set: the row that lacks a column, or the innermost table of the
    /// customer's file that exists.
    pub place: Option<Span>,
    /// How to write an example of it.
    pub example: String,
    /// What it is for.
    pub description: String,
}

/// The required variables that are not set.
pub fn missing(variables: &Variables, schema: &Schema) -> Vec<Missing> {
    let mut list = Vec::new();
    for (name, entry) in &schema.entries {
        match variables.get(name) {
            None if entry.required => list.push(Missing {
                name: name.clone(),
                place: None,
                example: super::scaffold::example(entry),
                description: entry.description.clone(),
            }),
            Some(node) => missing_columns(name, &entry.kind, node, &mut list),
            None => {}
        }
    }
    list
}

/// The required columns that a table or a row of a list of tables lacks.
fn missing_columns(name: &str, kind: &Kind, node: &Node, list: &mut Vec<Missing>) {
    let (columns, joint) = match kind {
        Kind::Table(columns) => (columns, "."),
        Kind::TableList(columns) => (columns, "[]."),
        _ => return,
    };
    let rows = match &node.value {
        Value::Table(_) => std::slice::from_ref(node),
        _ => node.as_list().unwrap_or_default(),
    };
    for row in rows {
        let Some(table) = row.as_table() else { continue };
        for (column, declared) in columns {
            if declared.required && !table.contains_key(column) {
                list.push(Missing {
                    name: format!("{name}{joint}{column}"),
                    place: Some(row.span),
                    example: super::scaffold::example(declared),
                    description: declared.description.clone(),
                });
            }
        }
    }
}
