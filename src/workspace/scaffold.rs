//! A new customer's file, written from the schema.

use super::schema::{Entry, Kind, Schema};
use super::table::{Node, Value};
use super::variables::Variables;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// An example value of a variable, as TOML.
pub fn example(entry: &Entry) -> String {
    entry.example.as_ref().map_or_else(|| String::from(stand_in(&entry.kind)), toml)
}

/// A value of a type that has no example.
const fn stand_in(kind: &Kind) -> &'static str {
    match kind {
        Kind::Date => "2027-01-11",
        Kind::Integer => "1",
        Kind::Decimal | Kind::Percent => "99.5",
        Kind::Boolean => "true",
        Kind::List(_) => "[\"…\"]",
        Kind::Table(_) => "{ … }",
        Kind::TableList(_) => "[…]",
        _ => "\"…\"",
    }
}

/// A value as TOML on one line.
pub fn toml(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => quoted(text),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(digits) => digits.clone(),
        Value::Boolean(value) => value.to_string(),
        Value::Date(date) | Value::DateTime(date) => date.clone(),
        Value::List(items) => {
            format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", "))
        }
        Value::Table(table) => {
            let entries: Vec<String> =
                table.iter().map(|(key, node)| format!("{key} = {}", toml(node))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

/// A TOML basic string.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// How an answer typed for a variable is written as TOML, by its type.
pub fn answer(kind: &Kind, text: &str) -> String {
    let plain = match kind {
        Kind::Date | Kind::Integer | Kind::Decimal | Kind::Percent | Kind::Boolean => true,
        Kind::Table(_) => true,
        Kind::List(_) | Kind::TableList(_) => text.trim_start().starts_with('['),
        _ => false,
    };
    if plain {
        text.trim().to_owned()
    } else if matches!(kind, Kind::List(_)) {
        let items: Vec<String> = text.split(',').map(|t| quoted(t.trim())).collect();
        format!("[{}]", items.join(", "))
    } else {
        quoted(text)
    }
}

/// The variables a new customer's file has to set: required, and set by nothing below it; in the
/// order in which the schema declares them.
pub fn wanted<'a>(schema: &'a Schema, below: &Variables) -> Vec<(&'a str, &'a Entry)> {
    let mut wanted: Vec<(&str, &Entry)> = schema
        .entries
        .iter()
        .filter(|(name, entry)| {
            entry.required && below.get(name).is_none() && name.as_str() != "customer.id"
        })
        .map(|(name, entry)| (name.as_str(), entry))
        .collect();
    wanted.sort_by_key(|(_, entry)| entry.span);
    wanted
}

/// The text of a new customer's file: comments from the schema, one table for each group.
///
/// `answers` are TOML values by dotted name.
pub fn customer_file(
    id: &str,
    pack: &str,
    layers: &[String],
    schema: &Schema,
    answers: &BTreeMap<String, String>,
) -> String {
    let list: Vec<String> = layers.iter().map(|l| quoted(l)).collect();
    let mut text = format!(
        "# Values of one customer. Lower layers are named first; what is set here wins.\n\nlayers = [{}]\npack = {}\n",
        list.join(", "),
        quoted(pack)
    );
    let id_value = quoted(id);
    let mut values = vec![("customer.id", id_value.as_str())];
    values.extend(answers.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    values.sort_by_key(|(name, _)| schema.entries.get(*name).map(|entry| entry.span));
    let table_of =
        |name: &'_ str| name.rfind('.').map_or("", |at| name.get(..at).unwrap_or("")).to_owned();
    // Keys without a table must stand before the first table header.
    let mut tables: Vec<String> = vec![String::new()];
    for (name, _) in &values {
        let table = table_of(name);
        if !tables.contains(&table) {
            tables.push(table);
        }
    }
    for table in tables {
        let mut own = values.iter().filter(|(name, _)| table_of(name) == table).peekable();
        if own.peek().is_none() {
            continue;
        }
        text.push('\n');
        if !table.is_empty() {
            let _ = writeln!(text, "[{table}]");
        }
        for (name, value) in own {
            if let Some(entry) = schema.entries.get(*name).filter(|e| !e.description.is_empty()) {
                let _ = writeln!(text, "# {}", entry.description);
            }
            let _ = writeln!(text, "{} = {value}", name.rsplit('.').next().unwrap_or(name));
        }
    }
    text
}
