//! All values of a customer, or those of one table.

use super::table::Table;
use crate::diag::visible::visible;
use crate::pack::{Explanation, Row};
use crate::workspace::{Node, Value};

/// One line for each variable: name, type, value, place, and what is worth knowing; a blank line
/// between tables.
pub fn print(explanation: &Explanation<'_>, rows: &[&Row<'_>], width: usize) -> String {
    let mut table = Table::default();
    let mut breaks = Vec::new();
    let mut group = None;
    for (at, row) in rows.iter().enumerate() {
        // The column of a list stands with the list.
        let name = row.name.split("[]").next().unwrap_or_default();
        let own = name.rsplit_once('.').map_or("", |(group, _)| group);
        if group.replace(own).is_some_and(|before| before != own) {
            breaks.push(at);
        }
        let (value, place) = match row.value() {
            Some(node) => (shown(node), self::place(explanation, node.span)),
            None => {
                let place = row.place.filter(|_| row.missing);
                let place = place.map(|span| format!("add to {}", self::place(explanation, span)));
                (String::from("not set"), place.unwrap_or_default())
            }
        };
        table.line([row.name.clone(), row.entry.kind.name().to_owned(), value, place, marks(row)]);
    }
    let text = table.print("", 2, width);
    let mut grouped = String::new();
    for (at, line) in text.lines().enumerate() {
        if breaks.contains(&at) {
            grouped.push('\n');
        }
        grouped.push_str(line);
        grouped.push('\n');
    }
    grouped
}

/// `file:line`.
pub fn place(explanation: &Explanation<'_>, span: crate::diag::Span) -> String {
    match explanation.workspace.sources.position(span) {
        Some((path, line, _)) => format!("{path}:{line}"),
        None => String::new(),
    }
}

fn marks(row: &Row<'_>) -> String {
    let mut marks = Vec::new();
    if row.chain.is_empty() && !row.missing {
        marks.push(String::from("optional"));
    }
    if row.is_default() {
        marks.push(String::from("default"));
    }
    if row.unused {
        marks.push(String::from("unused"));
    }
    if row.overrides() > 0 {
        marks.push(format!("overrides {}", row.overrides()));
    }
    marks.join(", ")
}

/// A value on one line.
pub fn shown(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => {
            let mut lines = text.trim_end_matches('\n').lines();
            let first = lines.next().unwrap_or_default();
            match lines.count() {
                0 => visible(first).into_owned(),
                more => format!("{} … ({} lines)", visible(first), more + 1),
            }
        }
        Value::Integer(number) => number.to_string(),
        Value::Decimal(text) | Value::Date(text) | Value::DateTime(text) => text.clone(),
        Value::Boolean(flag) => flag.to_string(),
        Value::List(items) => match items.iter().filter(|item| item.as_table().is_some()).count() {
            0 => items.iter().map(shown).collect::<Vec<_>>().join(", "),
            1 => String::from("1 row"),
            rows => format!("{rows} rows"),
        },
        Value::Table(table) => {
            // As written, and not by the alphabet.
            let mut entries: Vec<(&String, &Node)> = table.iter().collect();
            entries.sort_by_key(|(_, node)| node.key);
            let entries = entries.iter().map(|(key, node)| format!("{key} = {}", shown(node)));
            entries.collect::<Vec<_>>().join(", ")
        }
    }
}
