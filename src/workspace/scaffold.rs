//! What a new customer's file has to hold, and how an answer becomes a value in it.

mod file;

pub use file::{Draft, customer_file};

use super::literal::{self, quoted};
use super::schema::{Entry, Kind, Schema};
use super::table::parse;
use super::variables::Variables;
use crate::diag::{Sink, Sources};

/// An example value of a variable, as TOML.
pub fn example(entry: &Entry) -> String {
    entry.example.as_ref().map_or_else(|| String::from(stand_in(&entry.kind)), literal::inline)
}

/// An example as people type it: without the quotes of a string.
pub fn plain_example(entry: &Entry) -> String {
    match entry.example.as_ref() {
        Some(node) => node.as_text().map_or_else(|| literal::inline(node), str::to_owned),
        None => stand_in(&entry.kind).trim_matches('"').to_owned(),
    }
}

/// A value of a type that has no example.
const fn stand_in(kind: &Kind) -> &'static str {
    match kind {
        Kind::Date => "2027-01-11",
        Kind::Integer => "1",
        Kind::Decimal | Kind::Percent => "99.5",
        Kind::Boolean => "true",
        Kind::Email => "\"privacy@acme.example\"",
        Kind::Phone => "\"+49 30 23125 100\"",
        Kind::Url => "\"https://acme.example\"",
        Kind::Host => "\"acme.example\"",
        Kind::Duration => "\"4 weeks\"",
        Kind::Money => "\"1490.00 EUR\"",
        Kind::Country => "\"DE\"",
        Kind::Language => "\"en-GB\"",
        Kind::Timezone => "\"Europe/Berlin\"",
        Kind::Color => "\"#0b5fff\"",
        Kind::File => "\"acme/logo.svg\"",
        Kind::List(_) => "[\"…\"]",
        Kind::Table(_) => "{ … }",
        Kind::TableList(_) => "[…]",
        Kind::Text | Kind::Multiline | Kind::Markdown | Kind::Enum(_) => "\"…\"",
    }
}

/// How an answer typed for a variable is written as TOML, by its type.
///
/// An answer that is no value of its type becomes a string, so that the check of types says what
/// was expected.
pub fn answer(kind: &Kind, text: &str) -> String {
    let opens = |bracket: char| text.trim_start().starts_with(bracket);
    match kind {
        Kind::Date | Kind::Integer | Kind::Decimal | Kind::Percent | Kind::Boolean => {
            value(text).unwrap_or_else(|| quoted(text.trim()))
        }
        Kind::List(_) | Kind::TableList(_) if opens('[') => {
            value(text).unwrap_or_else(|| quoted(text))
        }
        Kind::Table(_) if opens('{') => value(text).unwrap_or_else(|| quoted(text)),
        Kind::List(element) => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            format!("[{}]", items.map(|item| answer(element, item)).collect::<Vec<_>>().join(", "))
        }
        _ => quoted(text),
    }
}

/// A text that is one TOML value, written on one line.
fn value(text: &str) -> Option<String> {
    let (mut sources, mut sink) = (Sources::new(), Sink::new());
    let source = sources.add("answer", format!("value = {}", text.trim()));
    let mut table = parse(source, &sources, &mut sink)?;
    let node = table.remove("value")?;
    table.is_empty().then(|| literal::inline(&node))
}

/// The variables a new customer's file has to set: those that `required` names and nothing in
/// `below` sets; in the order in which the schema declares them.
///
/// `below` are the values in force so far: defaults, `pilotpack.toml`, layers, answers.
pub fn wanted<'a>(
    schema: &'a Schema,
    below: &Variables,
    required: impl Fn(&str, &Entry) -> bool,
) -> Vec<(&'a str, &'a Entry)> {
    let mut wanted: Vec<(&str, &Entry)> = schema
        .entries
        .iter()
        .filter(|(name, entry)| {
            below.get(name).is_none() && name.as_str() != "customer.id" && required(name, entry)
        })
        .map(|(name, entry)| (name.as_str(), entry))
        .collect();
    wanted.sort_by_key(|(_, entry)| entry.span);
    wanted
}

/// The table a variable stands in: `contacts.privacy` for `contacts.privacy.email`.
pub fn table_of(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(table, _)| table)
}

/// The last part of a variable's name: its key in the table.
pub fn key_of(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(_, key)| key)
}

/// The columns of a table or a list of tables in the order in which the schema declares them.
pub fn columns(kind: &Kind) -> Vec<(&str, &Entry)> {
    let columns = kind.columns().into_iter().flatten();
    let mut columns: Vec<_> = columns.map(|(name, entry)| (name.as_str(), entry)).collect();
    columns.sort_by_key(|(_, entry)| entry.span);
    columns
}

#[cfg(test)]
mod tests {
    use super::{Kind, answer};

    #[test]
    fn an_answer_is_one_value_of_its_type() {
        assert_eq!(answer(&Kind::Date, " 2027-01-11 "), "2027-01-11");
        assert_eq!(answer(&Kind::Date, "soon"), "\"soon\"");
        assert_eq!(answer(&Kind::Boolean, "true\n[x]"), "\"true\\n[x]\"");
        let texts = Kind::List(Box::new(Kind::Text));
        assert_eq!(answer(&texts, "a, b,"), "[\"a\", \"b\"]");
        assert_eq!(answer(&texts, "[\"a, b\"]"), "[\"a, b\"]");
        assert_eq!(answer(&Kind::List(Box::new(Kind::Integer)), "1, 2"), "[1, 2]");
        assert_eq!(answer(&Kind::Text, "2027-01-11"), "\"2027-01-11\"");
    }
}
