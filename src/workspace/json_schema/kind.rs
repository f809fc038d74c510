//! The schema of one value, by its type.
//!
//! A pattern stands only where it says exactly, or wider than exactly, what the check of types
//! accepts: an editor may let a wrong value pass that the build finds, never the other way round.

use super::{object, with};
use crate::workspace::schema::{Entry, Kind};
use crate::workspace::table::{Node, Value};
use crate::workspace::{check, scaffold};
use serde_json::{Map, Value as Json, json};

/// One line: no control characters, not blank. Without look-ahead, which not every engine has.
const LINE: &str = r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$";
/// The same with line breaks.
const LINES: &str = r"^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u0009\u000b-\u001f\u007f-\u009f]*$";
const EMAIL: &str = r#"^[^\s@<>(),;:"]+@[^\s@.]+(\.[^\s@.]+)+$"#;
const PHONE: &str = r"^\+[0-9 ]{7,}$";
const URL: &str = r"^[hH][tT][tT][pP][sS]?://[^\s]*[^\s/]$";
const HOST: &str = r"^[^\s./:@]+(\.[^\s./:@]+)*$";
const DURATION: &str = r"^\+?[0-9]+ (hour|day|week|month|year)s?$";
const MONEY: &str = r"^-?[0-9]+(\.[0-9]+)? [A-Z]{3}$";
const LANGUAGE: &str = r"^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$";
const COLOR: &str = r"^#[0-9A-Fa-f]{6}$";

/// The schema of a variable or a column: its type, description, default and example.
pub fn of_entry(entry: &Entry) -> Json {
    let mut schema = of_kind(&entry.kind);
    let mut documentation = entry.description.clone();
    if !entry.description.is_empty() {
        schema = with(schema, "description", entry.description.clone());
    }
    if let Some(default) = &entry.default {
        schema = with(schema, "default", json(default));
        documentation.push_str(&note("Without it", default));
    }
    if let Some(example) = &entry.example {
        schema = with(schema, "examples", vec![json(example)]);
        if entry.default.as_ref().is_none_or(|default| default.value != example.value) {
            documentation.push_str(&note("For example", example));
        }
    }
    if documentation != entry.description {
        schema = with(schema, "x-taplo", json!({"docs": {"main": documentation.trim_start()}}));
    }
    schema
}

/// A line of documentation in Markdown. Backquotes end code, so a value with them is left out.
fn note(what: &str, node: &Node) -> String {
    let value = crate::workspace::literal::inline(node);
    if value.contains('`') { String::new() } else { format!("\n\n{what}: `{value}`") }
}

fn of_kind(kind: &Kind) -> Json {
    let text = |pattern: &str| json!({"type": "string", "pattern": pattern});
    match kind {
        Kind::Text => text(LINE),
        Kind::Multiline => text(LINES),
        Kind::Email => with(text(EMAIL), "format", "email"),
        Kind::Phone => text(PHONE),
        Kind::Url => with(text(URL), "format", "uri"),
        Kind::Host => text(HOST),
        Kind::Date => json!({"type": "string", "format": "date"}),
        Kind::Duration => text(DURATION),
        Kind::Money => text(MONEY),
        Kind::Decimal | Kind::Percent => json!({"type": "number"}),
        Kind::Integer { min, max } => {
            let mut schema = json!({"type": "integer"});
            if *min > i64::MIN {
                schema = with(schema, "minimum", *min);
            }
            if *max < i64::MAX {
                schema = with(schema, "maximum", *max);
            }
            schema
        }
        Kind::Enum(words) => json!({"enum": words}),
        Kind::Boolean => json!({"type": "boolean"}),
        Kind::Country => json!({"enum": check::countries().collect::<Vec<_>>()}),
        Kind::Language => text(LANGUAGE),
        Kind::Color => text(COLOR),
        Kind::File => json!({"type": "string", "minLength": 1}),
        Kind::List => json!({"type": "array", "items": text(r"\S")}),
        Kind::TableList(_) => {
            let mut properties = Map::new();
            let mut required = Vec::new();
            for (name, column) in scaffold::columns(kind) {
                properties.insert(name.to_owned(), of_entry(column));
                if column.required {
                    required.push(name);
                }
            }
            let row = Json::Object(object(properties));
            let row = if required.is_empty() { row } else { with(row, "required", required) };
            json!({"type": "array", "items": row})
        }
    }
}

/// A value of TOML as Taplo hands it to its validator: a date is a string.
pub(super) fn json(node: &Node) -> Json {
    match &node.value {
        Value::Text(text) | Value::Date(text) | Value::DateTime(text) => json!(text),
        Value::Integer(number) => json!(number),
        Value::Decimal(digits) => json!(digits.parse::<f64>().unwrap_or_default()),
        Value::Boolean(value) => json!(value),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Table(table) => {
            table.iter().map(|(key, node)| (key.clone(), json(node))).collect::<Map<_, _>>().into()
        }
    }
}
