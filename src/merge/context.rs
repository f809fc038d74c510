//! A customer's values as templates see them.

use crate::diag::Span;
use crate::workspace::{Kind, Node, Schema, Table, Value as NodeValue};
use minijinja::value::Value;
use std::collections::BTreeMap;

/// Where Markdown values stand in the customer's files, by text.
pub type Places = BTreeMap<String, Span>;

/// A table of values. `prefix` is its dotted name with a dot behind it, empty for the root.
///
/// Dates, amounts and decimals are texts: filters read them exactly. A value that the schema
/// declares as Markdown is a text with a mark that joining and cutting drop: only a whole value is
/// Markdown.
pub fn context(table: &Table, prefix: &str, schema: &Schema) -> Value {
    let entry = |(key, node): (&String, &Node)| {
        (key.clone(), value(node, &format!("{prefix}{key}"), schema))
    };
    Value::from(table.iter().map(entry).collect::<BTreeMap<String, Value>>())
}

fn value(node: &Node, name: &str, schema: &Schema) -> Value {
    match &node.value {
        NodeValue::Text(text) if is_markdown(name, schema) => Value::from_safe_string(text.clone()),
        NodeValue::Text(text) => Value::from(text.as_str()),
        NodeValue::Integer(number) => Value::from(*number),
        NodeValue::Decimal(digits) => Value::from(digits.as_str()),
        NodeValue::Boolean(flag) => Value::from(*flag),
        NodeValue::Date(date) | NodeValue::DateTime(date) => Value::from(date.as_str()),
        NodeValue::List(items) => {
            let row = format!("{name}[]");
            Value::from(items.iter().map(|item| value(item, &row, schema)).collect::<Vec<_>>())
        }
        NodeValue::Table(table) => context(table, &format!("{name}."), schema),
    }
}

/// Whether a variable, or a column such as `sla[].note`, is declared as Markdown.
pub fn is_markdown(name: &str, schema: &Schema) -> bool {
    matches!(kind(name, schema), Some(Kind::Markdown))
}

/// The declared type of a variable, of a column such as `sla[].note`, or of a key of a table that
/// is declared as one variable.
pub fn kind<'a>(name: &str, schema: &'a Schema) -> Option<&'a Kind> {
    if let Some(entry) = schema.entries.get(name) {
        return Some(&entry.kind);
    }
    let (table, column) = name.split_once("[].").or_else(|| name.rsplit_once('.'))?;
    let columns = schema.entries.get(table)?.kind.columns()?;
    columns.get(column).map(|entry| &entry.kind)
}

/// The places of all Markdown values.
pub fn places(root: &Table, schema: &Schema) -> Places {
    let mut found = Places::new();
    collect(root, "", schema, &mut found);
    found
}

fn collect(table: &Table, prefix: &str, schema: &Schema, found: &mut Places) {
    for (key, node) in table {
        let name = format!("{prefix}{key}");
        match &node.value {
            NodeValue::Text(text) if is_markdown(&name, schema) => {
                found.insert(text.clone(), node.span);
            }
            NodeValue::Table(inner) => collect(inner, &format!("{name}."), schema, found),
            NodeValue::List(rows) => {
                for row in rows.iter().filter_map(Node::as_table) {
                    collect(row, &format!("{name}[]."), schema, found);
                }
            }
            _ => {}
        }
    }
}
