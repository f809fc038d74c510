//! Whether a value is what its declaration says.
//!
//! [`check`] walks lists and tables, asks the file of a family of types about every single value,
//! and then holds the value against `min`, `max` and `pattern`, against dummies and against letters
//! that look like others. Families know no names and no places: they answer with a `Fault`, which
//! becomes a diagnostic here.

mod address;
pub(super) mod bounds;
mod calendar;
mod color;
mod dummy;
mod duration;
mod fault;
mod host;
mod number;
mod phone;
mod place;
mod script;
mod text;

use super::schema::{Columns, Entry, Kind};
use super::table::{Node, Table, Value};
use super::variables::unknown_key;
use crate::diag::{Diagnostic, Sink};
use fault::Fault;
pub(super) use place::countries;

/// Reports what is wrong with a value of the variable `name`. Required columns that a row lacks
/// are for `variables::missing`, because a layer may hold half of a table.
pub fn check(name: &str, entry: &Entry, node: &Node, sink: &mut Sink) {
    let subject = || format!("`{name}`");
    let before = sink.len();
    match &entry.kind {
        Kind::TableList(columns) => rows(name, columns, node, sink),
        Kind::Table(columns) => match node.as_table() {
            Some(table) => {
                row(&format!("{name}."), columns, table, &format!("in `{name}`"), sink);
            }
            None => sink.report(
                Fault::other_type("a table", node)
                    .hint(format!("write [{name}] and its keys below"))
                    .diagnostic(&subject(), node),
            ),
        },
        Kind::List(item) => list(name, item, node, sink),
        kind => {
            if let Err(fault) = scalar(kind, node) {
                sink.report(fault.diagnostic(&subject(), node));
            }
        }
    }
    if sink.len() > before {
        return;
    }
    if let Some(fault) = bounds::check(entry, node) {
        sink.report(fault.diagnostic(&subject(), node));
    } else if let (Some(pattern), Some(text)) = (&entry.pattern, node.as_text())
        && !pattern.matches(text)
    {
        let mut fault =
            Fault::new(format!("a text that matches `{}`", pattern.as_str())).label("no match");
        if let Some(example) = entry.example.as_ref().filter(|example| *example != node) {
            fault = fault.hint(format!("for example {}", super::literal::inline(example)));
        }
        sink.report(fault.diagnostic(&subject(), node));
    } else if dummy::is_wanted(entry) && dummy::is_dummy(&entry.kind, node) {
        sink.report(
            Diagnostic::error("PP0111", format!("`{name}` holds a dummy in place of a value"))
                .at(node.span, "this says nothing")
                .hint("write the real value, or remove the line until it is known"),
        );
    } else if entry.identifying {
        warn_of_scripts(name, node, sink);
    }
}

/// Whether a text is the tag of a language (BCP 47), in canonical form.
///
/// # Errors
/// What was meant, as a hint, if that can be told.
pub fn language(text: &str) -> Result<(), Option<String>> {
    place::language(text).map_err(Fault::into_hint)
}

/// Checks a table whose keys are columns. `prefix` goes before a key in messages, `place` after it.
pub(super) fn row(prefix: &str, columns: &Columns, row: &Table, place: &str, sink: &mut Sink) {
    for (key, value) in row {
        match columns.get(key) {
            Some(column) => check(&format!("{prefix}{key}"), column, value, sink),
            None => {
                sink.report(unknown_key(key, value, columns.keys().map(String::as_str), place));
            }
        }
    }
}

fn rows(name: &str, columns: &Columns, node: &Node, sink: &mut Sink) {
    let Some(rows) = node.as_list() else {
        sink.report(
            Fault::other_type("an array of tables", node)
                .hint(format!("start each row with [[{name}]]"))
                .diagnostic(&format!("`{name}`"), node),
        );
        return;
    };
    let prefix = format!("{name}[].");
    let place = format!("in a row of `{name}`");
    for node in rows {
        match node.as_table() {
            Some(table) => row(&prefix, columns, table, &place, sink),
            None => sink.report(
                Fault::other_type("a table", node).diagnostic(&format!("a row of `{name}`"), node),
            ),
        }
    }
}

fn list(name: &str, item: &Kind, node: &Node, sink: &mut Sink) {
    let Some(items) = node.as_list() else {
        sink.report(
            Fault::other_type("a list such as [\"one\", \"two\"]", node)
                .diagnostic(&format!("`{name}`"), node),
        );
        return;
    };
    for node in items {
        if let Err(fault) = scalar(item, node) {
            sink.report(fault.diagnostic(&format!("an element of `{name}`"), node));
        }
    }
}

/// Checks a single value by the file of its family.
fn scalar(kind: &Kind, node: &Node) -> Result<(), Fault> {
    let text = |expected: &'static str, check: fn(&str) -> Result<(), Fault>| match &node.value {
        Value::Text(text) if text.trim().is_empty() => {
            Err(Fault::new(expected).label("this is blank"))
        }
        Value::Text(text) => check(text),
        _ => Err(Fault::other_type(expected, node)),
    };
    match kind {
        Kind::Text => text(text::LINE, text::line),
        Kind::Multiline => text(text::LINES, text::lines),
        Kind::Markdown => text(text::MARKDOWN, text::markdown),
        Kind::Email => text(address::EMAIL, address::email),
        Kind::Url => text(address::URL, address::url),
        Kind::Host => text(host::HOST, host::check),
        Kind::Phone => text(phone::PHONE, phone::check),
        Kind::Duration => text(duration::DURATION, duration::check),
        Kind::Money => text(number::MONEY, |text| number::money(text).map(|_| ())),
        Kind::Country => text(place::COUNTRY, place::country),
        Kind::Language => text(place::LANGUAGE, place::language),
        Kind::Timezone => text(calendar::TIMEZONE, calendar::timezone),
        Kind::Color => text(color::COLOR, color::check),
        Kind::File => text(text::FILE, text::file),
        Kind::Enum(words) => text::word(words, node),
        Kind::Date => calendar::date(node),
        Kind::Integer => number::integer(node),
        Kind::Decimal => number::decimal("a number such as 12.5", node),
        Kind::Percent => number::decimal("a number of per cent such as 99.5", node),
        Kind::Boolean if matches!(node.value, Value::Boolean(_)) => Ok(()),
        Kind::Boolean => Err(number::unquoted("true or false", node)),
        // Walked by `check`; a list of them cannot be declared.
        Kind::List(_) | Kind::Table(_) | Kind::TableList(_) => Ok(()),
    }
}

/// Warns of names made of letters of several scripts. An e-mail address or a host cannot get here
/// with them: there they are errors.
fn warn_of_scripts(name: &str, node: &Node, sink: &mut Sink) {
    match &node.value {
        Value::Text(text) => {
            if let Some(odd) = script::odd(text) {
                let span = node.part(odd.part).unwrap_or(node.span);
                sink.report(
                    Diagnostic::warning(
                        "PP0112",
                        format!("`{name}` holds a character that looks like another"),
                    )
                    .at(span, odd.label)
                    .hint("type the word anew on one keyboard"),
                );
            }
        }
        Value::List(items) => items.iter().for_each(|node| warn_of_scripts(name, node, sink)),
        _ => {}
    }
}
