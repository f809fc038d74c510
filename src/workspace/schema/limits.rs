//! `min`, `max` and `pattern` of a declaration: whether they fit its type and each other.

use super::{Entry, Measure, Pattern};
use crate::diag::{Diagnostic, Sink};
use crate::workspace::check::bounds;
use crate::workspace::table::{Node, Table};
use std::cmp::Ordering;

/// Reads the three keys into `entry`, whose kind is known; mistakes are reported.
pub(super) fn read(name: &str, entry: &mut Entry, table: &Table, sink: &mut Sink) {
    entry.min = bound(name, "min", entry, table, sink);
    entry.max = bound(name, "max", entry, table, sink);
    if let (Some(measure), Some(min), Some(max)) = (entry.kind.measure(), &entry.min, &entry.max) {
        let message = match bounds::compare(measure, min, max) {
            Some(Ordering::Greater) => "nothing is between",
            Some(_) => "",
            None => "different currencies are in",
        };
        if !message.is_empty() {
            sink.report(
                Diagnostic::error("PP0110", format!("{message} `min` and `max` of `{name}`"))
                    .at(max.span, "")
                    .related(min.span, "`min` is here"),
            );
            entry.max = None;
        }
    }
    if let Some(node) = table.get("pattern") {
        entry.pattern = pattern(name, entry, node, sink);
    }
}

fn bound(name: &str, key: &str, entry: &Entry, table: &Table, sink: &mut Sink) -> Option<Node> {
    let node = table.get(key)?;
    let Some(measure) = entry.kind.measure() else {
        sink.report(
            Diagnostic::error(
                "PP0110",
                format!("`{name}` is of the type `{}`, which has no `{key}`", entry.kind.name()),
            )
            .at(node.key, "")
            .hint("numbers, amounts, dates, durations, texts and lists have bounds"),
        );
        return None;
    };
    if bounds::is_bound(measure, node) {
        return Some(node.clone());
    }
    if let Some(fault) = bounds::fault(measure, &format!("`{key}` of `{name}`"), node) {
        sink.report(Diagnostic { code: "PP0110", ..fault });
        return None;
    }
    let expected = match measure {
        Measure::Integer => "a whole number",
        Measure::Decimal => "a number such as 99.5",
        Measure::Money => "a number, or an amount such as \"1490.00 EUR\"",
        Measure::Date => "a date without quotes such as 2027-01-11",
        Measure::Duration => "a number and a unit such as \"4 weeks\"",
        Measure::Characters => "a number of characters",
        Measure::Elements => "a number of elements",
    };
    sink.report(
        Diagnostic::error("PP0110", format!("`{key}` of `{name}` must be {expected}"))
            .at(node.span, format!("this is {}", node.value.kind())),
    );
    None
}

fn pattern(name: &str, entry: &Entry, node: &Node, sink: &mut Sink) -> Option<Pattern> {
    if !entry.kind.takes_pattern() {
        sink.report(
            Diagnostic::error(
                "PP0110",
                format!("`{name}` is of the type `{}`, which has no `pattern`", entry.kind.name()),
            )
            .at(node.key, "")
            .hint("text, multiline, host, url and email can have a pattern"),
        );
        return None;
    }
    let wrong = |label: String| {
        Diagnostic::error("PP0110", format!("`pattern` of `{name}` must be a regular expression"))
            .at(node.span, label)
            .hint(
                "put it into single quotes, where a backslash is a backslash: pattern = 'HRB \\d+'",
            )
    };
    let Some(text) = node.as_text() else {
        sink.report(wrong(format!("this is {}", node.value.kind())));
        return None;
    };
    Pattern::new(text).map_err(|error| sink.report(wrong(error))).ok()
}
