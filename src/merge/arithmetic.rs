//! Sums and products in templates: whole numbers, exact decimals, amounts, and days added to dates.

use super::calendar::Calendars;
use super::decimal::Decimal;
use super::limits::{self, MAX_LIST};
use minijinja::value::{Object, ObjectRepr, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, State};
use std::fmt;
use std::sync::Arc;

type Result<T> = std::result::Result<T, Error>;

pub(super) fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.into())
}

/// The error that leads to the name of a variable that nothing sets.
pub(super) fn set(value: &Value) -> Result<&Value> {
    if value.is_undefined() { Err(ErrorKind::UndefinedError.into()) } else { Ok(value) }
}

/// A length of time such as `14 days`, to be added to a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeSpan {
    count: i64,
    unit: String,
    calendar: Option<String>,
}

impl Object for TimeSpan {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.count, self.unit.replace('_', " "))
    }
}

impl TimeSpan {
    /// The date this long after another, or before it.
    fn shift(&self, date: jiff::civil::Date, back: bool, calendars: &Calendars) -> Result<Value> {
        let count = if back { self.count.checked_neg() } else { Some(self.count) };
        let count = count.ok_or_else(|| invalid("this is too long ago; write a smaller number"))?;
        let span = jiff::Span::new();
        let span = match self.unit.trim_end_matches('s') {
            "day" => span.try_days(count),
            "week" => span.try_weeks(count),
            "month" => span.try_months(count),
            "year" => span.try_years(count),
            _ => return calendars.add(date, count, self.calendar.as_deref()).map(text_of),
        };
        let moved = span.and_then(|span| date.checked_add(span));
        moved.map(text_of).map_err(|_| {
            invalid("this date is not within the years 1 to 9999; write a smaller number")
        })
    }
}

fn text_of(date: jiff::civil::Date) -> Value {
    Value::from(date.to_string())
}

/// Adds the functions that `operators` writes into templates.
pub fn add(environment: &mut Environment<'static>, calendars: &Arc<Calendars>) {
    environment.add_function("__span", |count: Value, unit: String, calendar: Option<String>| {
        let count = set(&count)?.as_i64().ok_or_else(|| {
            invalid(format!(
                "{} is not a number of {unit}; write a whole number such as 14, or the name of one",
                shown(&count)
            ))
        })?;
        Ok::<_, Error>(Value::from_object(TimeSpan { count, unit, calendar }))
    });
    let own = Arc::clone(calendars);
    environment.add_function("__add", move |state: &mut State<'_, '_>, a: Value, b: Value| {
        sum(state, set(&a)?, set(&b)?, &own)
    });
    let own = Arc::clone(calendars);
    environment.add_function("__sub", move |state: &mut State<'_, '_>, a: Value, b: Value| {
        difference(state, set(&a)?, set(&b)?, &own)
    });
    environment.add_function("__mul", |a: Value, b: Value| product(set(&a)?, set(&b)?));
}

fn sum(state: &mut State<'_, '_>, a: &Value, b: &Value, calendars: &Calendars) -> Result<Value> {
    if let Some(span) = span(b).or_else(|| span(a)) {
        let other = if self::span(b).is_some() { a } else { b };
        limits::charge_reading(state, Calendars::work(span.count))?;
        return span.shift(date(other)?, false, calendars);
    }
    if let Some(total) = numbers(a, b, i64::checked_add, |a, b| a + b, Decimal::add)? {
        return Ok(total);
    }
    let list = |value: &Value| matches!(value.kind(), ValueKind::Seq | ValueKind::Iterable);
    if list(a) && list(b) {
        let items: Vec<Value> = a.try_iter()?.chain(b.try_iter()?).take(MAX_LIST + 1).collect();
        if items.len() > MAX_LIST {
            return Err(limits::too_long());
        }
        limits::charge(state, items.len() * size_of::<Value>())?;
        return Ok(Value::from(items));
    }
    Err(match (a.kind(), b.kind()) {
        (ValueKind::String, _) | (_, ValueKind::String) => invalid(format!(
            "{} and {} cannot be added; join texts with ~, move a date with + 14 days",
            shown(a),
            shown(b)
        )),
        _ => invalid(format!(
            "{} and {} cannot be added; numbers, amounts, lists, and days to a date can",
            shown(a),
            shown(b)
        )),
    })
}

fn difference(
    state: &mut State<'_, '_>,
    a: &Value,
    b: &Value,
    calendars: &Calendars,
) -> Result<Value> {
    if let Some(span) = span(b) {
        limits::charge_reading(state, Calendars::work(span.count))?;
        return span.shift(date(a)?, true, calendars);
    }
    if let (Ok(from), Ok(to)) = (date(b), date(a)) {
        let days = from.until(to).map_err(|e| invalid(e.to_string()))?.get_days();
        return Ok(Value::from(days));
    }
    numbers(a, b, i64::checked_sub, |a, b| a - b, Decimal::sub)?.ok_or_else(|| {
        invalid(format!(
            "{} cannot be taken from {}; numbers, amounts, dates, and days from a date can",
            shown(b),
            shown(a)
        ))
    })
}

fn product(a: &Value, b: &Value) -> Result<Value> {
    numbers(a, b, i64::checked_mul, |a, b| a * b, Decimal::mul)?.ok_or_else(|| {
        invalid(format!(
            "{} and {} cannot be multiplied; two numbers can, and an amount with a number",
            shown(a),
            shown(b)
        ))
    })
}

/// The result for two numbers of whatever kind; `None` if one of them is none.
fn numbers(
    a: &Value,
    b: &Value,
    whole: fn(i64, i64) -> Option<i64>,
    float: fn(f64, f64) -> f64,
    exact: fn(&Decimal, &Decimal) -> Option<Decimal>,
) -> Result<Option<Value>> {
    let too_large =
        || invalid("the result has more digits than a number may have; 30 digits are the most");
    if a.is_integer() && b.is_integer() {
        let (Some(a), Some(b)) = (a.as_i64(), b.as_i64()) else { return Err(too_large()) };
        return whole(a, b).map(|n| Some(Value::from(n))).ok_or_else(too_large);
    }
    if let (Some(first), Some(second)) = (decimal(a), decimal(b)) {
        if first.currency.is_some()
            && second.currency.is_some()
            && first.currency != second.currency
        {
            return Err(invalid(format!(
                "{} and {} are of two currencies; calculate with amounts of one currency",
                shown(a),
                shown(b)
            )));
        }
        return match exact(&first, &second) {
            Some(result) => Ok(Some(Value::from(result.to_string()))),
            None if first.currency == second.currency && first.currency.is_none() => {
                Err(too_large())
            }
            None => Ok(None),
        };
    }
    // The result of a division is a float: it can be calculated with, not printed.
    if a.kind() == ValueKind::Number && b.kind() == ValueKind::Number {
        let float_of = |value: &Value| f64::try_from(value.clone());
        return Ok(Some(Value::from(float(float_of(a)?, float_of(b)?))));
    }
    Ok(None)
}

/// A value as an exact number or amount.
pub(super) fn decimal(value: &Value) -> Option<Decimal> {
    match value.as_str() {
        Some(text) => Decimal::read(text),
        None if value.is_integer() => Decimal::read(&value.to_string()),
        None => None,
    }
}

fn span(value: &Value) -> Option<&TimeSpan> {
    value.downcast_object_ref::<TimeSpan>()
}

/// A value as a date.
pub(super) fn date(value: &Value) -> Result<jiff::civil::Date> {
    let text = set(value)?.as_str().ok_or_else(|| {
        invalid(format!("{} is not a date; a date is written as 2027-01-11", shown(value)))
    })?;
    // jiff also reads times of day and week dates; customers' files hold calendar dates only.
    let plain = text.len() == 10 && text.bytes().filter(|b| *b == b'-').count() == 2;
    let parsed = plain.then(|| text.parse().ok()).flatten();
    parsed.ok_or_else(|| {
        invalid(format!("{} is not a date; a date is written as 2027-01-11", shown(value)))
    })
}

/// A value in a message, cut.
pub(super) fn shown(value: &Value) -> String {
    match value.kind() {
        ValueKind::String => {
            let text = value.as_str().unwrap_or_default();
            match text.char_indices().nth(40) {
                Some((end, _)) => format!("\"{}…\"", text.get(..end).unwrap_or_default()),
                None => format!("\"{text}\""),
            }
        }
        ValueKind::Number if value.is_integer() => value.to_string(),
        ValueKind::Number => String::from("the result of a division"),
        ValueKind::Bool => String::from("true or false"),
        ValueKind::None => String::from("nothing"),
        ValueKind::Seq | ValueKind::Iterable => String::from("a list"),
        ValueKind::Map => String::from("a table"),
        _ => match span(value) {
            Some(span) => format!("{} {}", span.count, span.unit.replace('_', " ")),
            None => String::from("this"),
        },
    }
}
