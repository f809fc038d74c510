//! `min` and `max`: exact comparison of a value with a bound.

use super::number::{self, Decimal};
use super::{calendar, duration};
use crate::workspace::schema::Measure;
use crate::workspace::table::{Node, Value};
use std::borrow::Cow;
use std::cmp::Ordering;

/// Whether a node can be a bound of values measured so.
pub fn is_bound(measure: Measure, node: &Node) -> bool {
    compare(measure, node, node).is_some()
        && match (measure, &node.value) {
            (Measure::Characters | Measure::Elements, Value::Integer(number)) => *number >= 0,
            _ => true,
        }
}

/// How a bound stands to another; `None` if they cannot be compared.
pub fn compare(measure: Measure, left: &Node, right: &Node) -> Option<Ordering> {
    match measure {
        Measure::Integer | Measure::Characters | Measure::Elements => {
            match (&left.value, &right.value) {
                (Value::Integer(left), Value::Integer(right)) => Some(left.cmp(right)),
                _ => None,
            }
        }
        Measure::Decimal => {
            Some(Decimal::parse(&digits(left)?)?.cmp(&Decimal::parse(&digits(right)?)?))
        }
        Measure::Money => {
            let (left, right) = (money(left)?, money(right)?);
            let same = left.1.is_none() || right.1.is_none() || left.1 == right.1;
            same.then_some(Decimal::parse(&left.0)?.cmp(&Decimal::parse(&right.0)?))
        }
        Measure::Date => Some(calendar::day(left)?.cmp(calendar::day(right)?)),
        Measure::Duration => Some(duration::seconds(left)?.cmp(&duration::seconds(right)?)),
    }
}

/// The digits of a number.
fn digits(node: &Node) -> Option<Cow<'_, str>> {
    match &node.value {
        Value::Integer(number) => Some(Cow::Owned(number.to_string())),
        Value::Decimal(digits) => Some(Cow::Borrowed(digits)),
        _ => None,
    }
}

/// The digits of an amount and its currency, which a bound may leave out.
fn money(node: &Node) -> Option<(Cow<'_, str>, Option<&str>)> {
    match node.as_text() {
        Some(text) => {
            let (amount, code) = number::money(text).ok()?;
            Some((Cow::Borrowed(amount), Some(code)))
        }
        None => Some((digits(node)?, None)),
    }
}
