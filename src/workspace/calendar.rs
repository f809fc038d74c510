//! `[calendars.<name>]` in `pilotpack.toml`: days on which nobody works.

use super::table::{Node, Value};
use super::variables::unknown_key;
use crate::diag::{Diagnostic, Sink};
use jiff::civil::{Date, Weekday};
use std::collections::{BTreeMap, BTreeSet};

/// Days of the week and dates that are no business days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Days of every week.
    weekend: Vec<Weekday>,
    /// Dates.
    holidays: BTreeSet<Date>,
}

impl Default for Calendar {
    /// Saturdays and Sundays.
    fn default() -> Self {
        Calendar { weekend: vec![Weekday::Saturday, Weekday::Sunday], holidays: BTreeSet::new() }
    }
}

impl Calendar {
    /// Whether people work on this day.
    pub fn is_business_day(&self, day: Date) -> bool {
        !self.weekend.contains(&day.weekday()) && !self.holidays.contains(&day)
    }

    /// Whether the holidays of a year are listed; a calendar without any holiday has none to list.
    pub fn knows(&self, year: i16) -> bool {
        self.holidays.is_empty() || self.holidays.iter().any(|day| day.year() == year)
    }
}

const DAYS: &[(&str, Weekday)] = &[
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// The words for the days of the week.
pub fn days() -> impl Iterator<Item = &'static str> {
    DAYS.iter().map(|(word, _)| *word)
}

/// Reads the table `calendars`; mistakes are reported.
pub fn read(node: &Node, sink: &mut Sink) -> BTreeMap<String, Calendar> {
    let Some(table) = node.as_table() else {
        sink.report(
            Diagnostic::error("PP0103", "`calendars` must be a table")
                .at(node.span, format!("this is {}", node.value.kind()))
                .hint("write [calendars.dublin] and below it holidays = [2027-01-01]"),
        );
        return BTreeMap::new();
    };
    table.iter().map(|(name, node)| (name.clone(), calendar(name, node, sink))).collect()
}

fn calendar(name: &str, node: &Node, sink: &mut Sink) -> Calendar {
    let mut calendar = Calendar::default();
    let Some(table) = node.as_table() else {
        sink.report(
            Diagnostic::error("PP0103", format!("`calendars.{name}` must be a table"))
                .at(node.span, format!("this is {}", node.value.kind()))
                .hint("write holidays = [2027-01-01, 2027-12-25] below its header"),
        );
        return calendar;
    };
    let known = ["holidays", "weekend"];
    for (key, value) in table {
        let items = value.as_list();
        match key.as_str() {
            "holidays" => {
                for item in items.unwrap_or_default() {
                    match &item.value {
                        Value::Date(date) => calendar.holidays.extend(date.parse::<Date>().ok()),
                        _ => sink.report(
                            Diagnostic::error("PP0103", "a holiday must be a date")
                                .at(item.span, format!("this is {}", item.value.kind()))
                                .hint("write a date without quotes such as 2027-12-25"),
                        ),
                    }
                }
            }
            "weekend" => {
                calendar.weekend.clear();
                for item in items.unwrap_or_default() {
                    let day = item.as_text().unwrap_or_default();
                    match DAYS.iter().find(|(word, _)| *word == day) {
                        Some((_, weekday)) => calendar.weekend.push(*weekday),
                        None => sink.report(
                            Diagnostic::error("PP0103", format!("`{day}` is no day of the week"))
                                .at(item.span, "")
                                .hint("days are \"monday\" to \"sunday\""),
                        ),
                    }
                }
                if calendar.weekend.len() > 6 {
                    sink.report(
                        Diagnostic::error(
                            "PP0103",
                            format!("the calendar `{name}` has no business day"),
                        )
                        .at(value.span, "every day of the week is named")
                        .hint("leave out the days on which people work"),
                    );
                }
            }
            _ => {
                sink.report(unknown_key(key, value, known, &format!("in [calendars.{name}]")));
                continue;
            }
        }
        if items.is_none() {
            sink.report(
                Diagnostic::error("PP0103", format!("`{key}` must be a list"))
                    .at(value.span, format!("this is {}", value.value.kind()))
                    .hint("write holidays = [2027-12-25] and weekend = [\"saturday\", \"sunday\"]"),
            );
        }
    }
    calendar
}
