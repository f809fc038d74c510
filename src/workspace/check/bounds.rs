//! `min` and `max`: exact comparison of a value with a bound.

use super::fault::Fault;
use super::number::{self, Decimal};
use super::{calendar, duration};
use crate::diag::Diagnostic;
use crate::workspace::literal;
use crate::workspace::schema::{Entry, Kind, Measure};
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

/// What is wrong with a string that should be the bound `subject`; `None` for what strings cannot be.
pub fn fault(measure: Measure, subject: &str, node: &Node) -> Option<Diagnostic> {
    let fault = match measure {
        Measure::Money => number::money(node.as_text()?).err()?,
        Measure::Duration => duration::check(node.as_text()?).err()?,
        _ => return None,
    };
    Some(fault.diagnostic(subject, node))
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

/// What is wrong with a value whose type is right and that has bounds.
pub(super) fn check(entry: &Entry, node: &Node) -> Option<Fault> {
    let measure = entry.kind.measure()?;
    let (min, max) = (entry.min.as_ref(), entry.max.as_ref());
    if min.is_none() && max.is_none() {
        return None;
    }
    let count = match (measure, &node.value) {
        (Measure::Characters, Value::Text(text)) => Some(text.chars().count()),
        (Measure::Elements, Value::List(items)) => Some(items.len()),
        _ => None,
    };
    let counted = count.map(|count| Node {
        value: Value::Integer(i64::try_from(count).unwrap_or(i64::MAX)),
        ..node.clone()
    });
    let value = counted.as_ref().unwrap_or(node);
    let outside = |bound: Option<&Node>, wrong: Ordering| {
        bound.is_some_and(|bound| compare(measure, value, bound).is_none_or(|order| order == wrong))
    };
    let (low, high) = (outside(min, Ordering::Less), outside(max, Ordering::Greater));
    if !low && !high {
        return None;
    }
    let fault = Fault::new(range(&entry.kind, measure, min, max));
    Some(match (measure, count) {
        (Measure::Characters, Some(count)) => {
            let fault = fault.label(format!("this has {}", plural(count, "character")));
            let most = max.and_then(|max| match max.value {
                Value::Integer(most) => usize::try_from(most).ok(),
                _ => None,
            });
            match (high, most, node.as_text()) {
                // The characters too many.
                (true, Some(most), Some(text)) => match text.char_indices().nth(most) {
                    Some((at, _)) => fault.part(at..text.len()),
                    None => fault,
                },
                _ => fault,
            }
        }
        (Measure::Elements, Some(count)) => {
            fault.label(format!("this has {}", plural(count, "element")))
        }
        (Measure::Money, _) if other_currency(node, min.or(max)) => fault.label("another currency"),
        (Measure::Date, _) => fault.label(if low { "too early" } else { "too late" }),
        (Measure::Duration, _) => fault.label(if low { "too short" } else { "too long" }),
        _ => fault.label(if low { "too little" } else { "too much" }),
    })
}

fn other_currency(node: &Node, bound: Option<&Node>) -> bool {
    bound.is_some_and(|bound| compare(Measure::Money, node, bound).is_none())
}

fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The bounds in words that follow "must be".
fn range(kind: &Kind, measure: Measure, min: Option<&Node>, max: Option<&Node>) -> String {
    let show = |node: &Node| match node.as_text() {
        Some(text) => text.to_owned(),
        None => literal::inline(node),
    };
    let (noun, unit) = match (measure, kind) {
        (Measure::Integer, _) => ("a whole number", ""),
        (Measure::Decimal, Kind::Percent) => ("a number of per cent", ""),
        (Measure::Decimal, _) => ("a number", ""),
        (Measure::Money, _) => ("an amount", ""),
        (Measure::Date, _) => ("a date", ""),
        (Measure::Duration, _) => ("a duration", ""),
        (Measure::Characters, _) => ("a text", " characters"),
        (Measure::Elements, _) => ("a list", " elements"),
    };
    let counts = !unit.is_empty();
    match (min.map(show), max.map(show)) {
        (Some(min), Some(max)) if counts && min == max => format!("{noun} of {min}{unit}"),
        (Some(min), Some(max)) if counts => format!("{noun} of {min} to {max}{unit}"),
        (Some(min), Some(max)) => format!("{noun} from {min} to {max}"),
        (Some(min), None) if measure == Measure::Date => format!("{noun} not before {min}"),
        (None, Some(max)) if measure == Measure::Date => format!("{noun} not after {max}"),
        (Some(min), None) if counts => format!("{noun} of {min} or more{unit}"),
        (None, Some(max)) if counts => format!("{noun} of {max} or fewer{unit}"),
        (Some(min), None) => format!("{noun} of {min} or more"),
        (None, Some(max)) => format!("{noun} of {max} or less"),
        (None, None) => noun.to_owned(),
    }
}
