//! TOML as a tree whose keys and values know their place in the file.

use crate::diag::{Diagnostic, Sink, SourceId, Sources, Span};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Lines with a syntax error that are reported; after so many the file is something else.
const MAX_ERRORS: usize = 20;

/// Keys in alphabetical order with their values.
pub type Table = BTreeMap<String, Node>;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where the value stands; for a `[table]`, its header.
    pub span: Span,
    /// Where its key stands; for an element of an array, the same as `span`.
    pub key: Span,
}

/// A TOML value. Numbers with a point keep their digits: an amount is never a binary float.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A string.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction, as written, underscores removed.
    Decimal(String),
    /// `true` or `false`.
    Boolean(bool),
    /// A calendar date as `YYYY-MM-DD`.
    Date(String),
    /// A time or a date with a time, which nothing accepts.
    DateTime(String),
    /// An array.
    List(Vec<Node>),
    /// A table.
    Table(Table),
}

impl Value {
    /// What it is, for messages.
    pub const fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) => "a string",
            Value::Integer(_) => "an integer",
            Value::Decimal(_) => "a decimal number",
            Value::Boolean(_) => "a boolean",
            Value::Date(_) => "a date",
            Value::DateTime(_) => "a date with a time",
            Value::List(_) => "an array",
            Value::Table(_) => "a table",
        }
    }

    /// Whether two values are the same, wherever they stand.
    pub fn same(&self, other: &Value) -> bool {
        let tables = |a: &Table, b: &Table| {
            a.len() == b.len()
                && a.iter().all(|(key, node)| {
                    b.get(key).is_some_and(|other| node.value.same(&other.value))
                })
        };
        match (self, other) {
            (Value::List(a), Value::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.value.same(&b.value))
            }
            (Value::Table(a), Value::Table(b)) => tables(a, b),
            _ => self == other,
        }
    }
}

impl Node {
    /// The text of a string value.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Where bytes of a string stand in the file; `None` if the string is written with escapes or
    /// over several lines.
    ///
    /// An escape is longer than what it stands for, so a string between two quotes that is as long
    /// as its text has none.
    pub fn part(&self, part: Range<usize>) -> Option<Span> {
        let text = self.as_text()?;
        let (start, end) = (self.span.start as usize, self.span.end as usize);
        (end - start == text.len() + 2 && part.end <= text.len())
            .then(|| Span::new(self.span.source, start + 1 + part.start, start + 1 + part.end))
    }

    /// The elements of an array.
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The entries of a table.
    pub fn as_table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }
}

/// What to do about a syntax error, by words of the parser's message.
const HINTS: &[(&str, &str)] = &[
    (
        "invalid basic string",
        "close the text with \" on the same line; several lines stand in \"\"\"",
    ),
    ("invalid literal string", "close the text with ' on the same line"),
    ("key with no value", "write the key, = and its value on one line"),
    ("invalid date", "write a day that exists as year-month-day, without quotes: 2027-01-11"),
    ("unclosed table", "close the name with ] on the same line"),
    ("unclosed array", "close the list with ]"),
    ("missing comma", "put a comma between the values, or close the list with ] first"),
    ("max recursion depth", "lists and tables cannot be nested that deeply"),
    ("invalid unquoted key", "put a name with other characters in quotes: \"a b\" = 1"),
];

/// Reads TOML text that is already in `sources`.
///
/// Every line with a syntax error is reported, with a caret; so is text that cannot be printed.
/// `None` if there was an error.
pub fn parse(id: SourceId, sources: &Sources, sink: &mut Sink) -> Option<Table> {
    let file = sources.get(id)?;
    let text = &file.text;
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut last = None;
    let mut reported = 0;
    for error in &errors {
        let range = error.span().unwrap_or(0..0);
        // What follows a mistake on its line is seldom another one.
        let (line, _) = file.line_column(range.start);
        if last.replace(line) == Some(line) {
            continue;
        }
        reported += 1;
        if reported > MAX_ERRORS {
            break;
        }
        // A caret on a line end would underline the next line too.
        let at_end = text.get(range.start..).is_none_or(|t| t.is_empty() || t.starts_with('\n'));
        let end = if at_end { range.start } else { range.end.max(range.start + 1) };
        let mut message = error.message().lines();
        let first = message.next().unwrap_or("syntax error");
        let quotes = first.contains("must be quoted");
        let first = if quotes && at_end { "there is no value after `=`" } else { first };
        let mut diagnostic = Diagnostic::error("PP0101", format!("not valid TOML: {first}"))
            .at(Span::new(id, range.start, end), "");
        for hint in message {
            diagnostic = diagnostic.hint(hint);
        }
        if first.contains("duplicate key") {
            diagnostic = diagnostic.hint("remove one of the two, a key can be set once in a file");
        } else if quotes {
            diagnostic = diagnostic.hint("write text in straight quotes: name = \"Acme\"");
        } else if let Some((_, hint)) = HINTS.iter().find(|(words, _)| first.contains(words)) {
            diagnostic = diagnostic.hint(*hint);
        }
        sink.report(diagnostic);
    }
    if !errors.is_empty() {
        return None;
    }
    let table = convert_table(id, table.get_ref());
    let before = sink.len();
    table.values().for_each(|node| check_text(node, sink));
    (sink.len() == before).then_some(table)
}

/// Reports characters that nobody sees, also where an escape such as `\u202E` brings them in.
fn check_text(node: &Node, sink: &mut Sink) {
    match &node.value {
        Value::Text(text) => {
            if let Some((at, found)) = super::invisible::first(text) {
                let part = node.part(at..at + found.len_utf8()).unwrap_or(node.span);
                sink.report(
                    Diagnostic::error(
                        "PP0109",
                        format!(
                            "this text holds the character U+{:04X}, which nobody sees",
                            u32::from(found)
                        ),
                    )
                    .at(part, "")
                    .hint("remove the character"),
                );
            }
        }
        Value::List(items) => items.iter().for_each(|node| check_text(node, sink)),
        Value::Table(table) => table.values().for_each(|node| check_text(node, sink)),
        _ => {}
    }
}

fn convert_table(id: SourceId, table: &DeTable<'_>) -> Table {
    table
        .iter()
        .map(|(key, value)| {
            let key_span = Span::new(id, key.span().start, key.span().end);
            let mut node = convert(id, value);
            node.key = key_span;
            (key.get_ref().to_string(), node)
        })
        .collect()
}

fn convert(id: SourceId, value: &toml::Spanned<DeValue<'_>>) -> Node {
    let span = Span::new(id, value.span().start, value.span().end);
    let converted = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Value::Decimal(number.to_string()), Value::Integer),
        DeValue::Float(number) => Value::Decimal(number.as_str().replace('_', "")),
        DeValue::Boolean(value) => Value::Boolean(*value),
        DeValue::Datetime(value) => match (value.date, value.time, value.offset) {
            (Some(date), None, None) => Value::Date(date.to_string()),
            _ => Value::DateTime(value.to_string()),
        },
        DeValue::Array(items) => Value::List(items.iter().map(|item| convert(id, item)).collect()),
        DeValue::Table(table) => Value::Table(convert_table(id, table)),
    };
    Node { value: converted, span, key: span }
}
