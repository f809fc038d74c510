//! Dates and time zones.

use super::fault::Fault;
use super::number::unquoted;
use crate::workspace::table::{Node, Value};

/// Checks a date; TOML itself refuses days that do not exist.
pub(super) fn date(node: &Node) -> Result<(), Fault> {
    match &node.value {
        Value::Date(_) => Ok(()),
        _ => Err(unquoted("a date without quotes such as 2027-01-11", node)),
    }
}

/// A date as `YYYY-MM-DD`, which sorts by time.
pub(super) fn day(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Date(date) => Some(date),
        _ => None,
    }
}
