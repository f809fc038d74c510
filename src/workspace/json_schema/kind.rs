//! The schema of one value, by its type.
//!
//! A pattern stands only where it says exactly, or wider than exactly, what the check of types
//! accepts: an editor may let a wrong value pass that the build finds, never the other way round.

use super::{object, with};
use crate::workspace::schema::{Entry, Kind, Measure};
use crate::workspace::table::{Node, Value};
use crate::workspace::{check, scaffold};
use serde_json::{Map, Value as Json, json};

/// One line: no control characters, not blank. Without look-ahead, which not every engine has.
const LINE: &str = r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$";
/// The same with line breaks.
const LINES: &str = r"^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u0009\u000b-\u001f\u007f-\u009f]*$";
const EMAIL: &str = r#"^[^\s@<>(),;:"]+@[^\s@.]+(\.[^\s@.]+)+$"#;
const PHONE: &str = r"^\+[0-9]+( [0-9]+)*$";
const URL: &str = r"^https?://[^\s]*[^\s/]$";
const HOST: &str = r"^[^\s./:@]+(\.[^\s./:@]+)*$";
const DURATION: &str = r"^(0|[1-9][0-9]*) (second|minute|hour|day|business day|week|month|year)s?$";
const MONEY: &str = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)? [A-Z]{3}$";
const TIMEZONE: &str = r"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$";
const LANGUAGE: &str = r"^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$";
const COLOR: &str = r"^#[0-9A-Fa-f]{6}$";

/// The schema of a variable or a column: its type, description, default and example.
pub fn of_entry(entry: &Entry) -> Json {
    let mut schema = narrowed(of_kind(&entry.kind), entry);
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
    if let Some(Value::Text(condition)) = entry.required_when.as_ref().map(|node| &node.value) {
        documentation.push_str(&code("Required when", condition));
    }
    if documentation != entry.description {
        schema = with(schema, "x-taplo", json!({"docs": {"main": documentation.trim_start()}}));
    }
    schema
}

fn note(what: &str, node: &Node) -> String {
    code(&format!("{what}:"), &crate::workspace::literal::inline(node))
}

/// A line of documentation in Markdown. Backquotes end code, so a value with them is left out.
fn code(what: &str, value: &str) -> String {
    if value.contains('`') { String::new() } else { format!("\n\n{what} `{value}`") }
}

/// A schema with the bounds and the pattern of a declaration, as far as JSON Schema has them: it
/// compares neither dates nor amounts nor spans of time.
fn narrowed(mut schema: Json, entry: &Entry) -> Json {
    let keywords = match entry.kind.measure() {
        Some(Measure::Integer | Measure::Decimal) => Some(("minimum", "maximum")),
        Some(Measure::Characters) => Some(("minLength", "maxLength")),
        Some(Measure::Elements) => Some(("minItems", "maxItems")),
        Some(Measure::Money | Measure::Date | Measure::Duration) | None => None,
    };
    if let Some((least, most)) = keywords {
        for (keyword, bound) in [(least, &entry.min), (most, &entry.max)] {
            if let Some(bound) = bound {
                schema = with(schema, keyword, json(bound));
            }
        }
    }
    match &entry.pattern {
        Some(pattern) if is_portable(pattern.as_str()) => {
            let whole = format!("^(?:{})$", pattern.as_str());
            with(schema, "allOf", json!([{"pattern": whole}]))
        }
        _ => schema,
    }
}

/// Whether every engine of JSON Schema reads a pattern as `regex-lite` does. One that it cannot
/// read would take the whole schema down.
fn is_portable(pattern: &str) -> bool {
    let groups = pattern.matches("(?").count() == pattern.matches("(?:").count();
    let own =
        ["[[:", "[[", "&&", "--", "~~", r"\A", r"\z", r"\x", r"\u", r"\U", r"\<", r"\>", r"\b{"];
    groups && !own.iter().any(|word| pattern.contains(word))
}

fn of_kind(kind: &Kind) -> Json {
    let text = |pattern: &str| json!({"type": "string", "pattern": pattern});
    match kind {
        Kind::Text | Kind::File => text(LINE),
        Kind::Multiline | Kind::Markdown => text(LINES),
        Kind::Email => with(text(EMAIL), "format", "email"),
        Kind::Phone => text(PHONE),
        Kind::Url => with(text(URL), "format", "uri"),
        Kind::Host => text(HOST),
        Kind::Date => json!({"type": "string", "format": "date"}),
        Kind::Duration => text(DURATION),
        Kind::Money => text(MONEY),
        Kind::Decimal | Kind::Percent => json!({"type": "number"}),
        Kind::Integer => json!({"type": "integer"}),
        Kind::Enum(words) => json!({"enum": words}),
        Kind::Boolean => json!({"type": "boolean"}),
        Kind::Country => json!({"enum": check::countries().collect::<Vec<_>>()}),
        Kind::Language => text(LANGUAGE),
        Kind::Timezone => text(TIMEZONE),
        Kind::Color => text(COLOR),
        Kind::List(element) => json!({"type": "array", "items": of_kind(element)}),
        Kind::Table(_) => row(kind),
        Kind::TableList(_) => json!({"type": "array", "items": row(kind)}),
    }
}

/// A table with the columns of a type.
fn row(kind: &Kind) -> Json {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (name, column) in scaffold::columns(kind) {
        properties.insert(name.to_owned(), of_entry(column));
        if column.required {
            required.push(name);
        }
    }
    let row = Json::Object(object(properties));
    if required.is_empty() { row } else { with(row, "required", required) }
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
