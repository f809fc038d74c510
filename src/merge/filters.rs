//! The filters of the template language. They see real values, because only the final print makes
//! a token.

use super::locale::Formats;
use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind};
use std::sync::Arc;

/// Bytes a filter may return.
const MAX_TEXT: usize = 1 << 20;

type Result<T> = std::result::Result<T, Error>;

fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.into())
}

/// Adds all filters, with the formats of one locale.
pub fn add(environment: &mut Environment<'static>, formats: &Arc<Formats>) {
    let f = Arc::clone(formats);
    environment.add_filter("date", move |value: Value, style: Option<String>| -> Result<String> {
        f.date(date(&value)?, style.as_deref().unwrap_or("long")).map_err(invalid)
    });
    environment.add_filter("add_days", |value: Value, days: i64| {
        shift(&value, jiff::Span::new().try_days(days))
    });
    environment.add_filter("add_months", |value: Value, months: i64| {
        shift(&value, jiff::Span::new().try_months(months))
    });
    environment.add_filter("add_business_days", add_business_days);
    let f = Arc::clone(formats);
    environment.add_filter("number", move |value: Value| -> Result<String> {
        f.number(&digits(&value)?).map_err(invalid)
    });
    let f = Arc::clone(formats);
    environment.add_filter("percent", move |value: Value| -> Result<String> {
        f.percent(&digits(&value)?).map_err(invalid)
    });
    let f = Arc::clone(formats);
    environment.add_filter("money", move |value: Value, style: Option<String>| -> Result<String> {
        let amount = set(&value)?.as_str().ok_or_else(|| invalid("this is not an amount"))?;
        match style.as_deref() {
            None => f.money(amount, false).map_err(invalid),
            Some("short") => f.money(amount, true).map_err(invalid),
            Some(other) => {
                Err(invalid(format!("there is no money style \"{other}\"; use \"short\"")))
            }
        }
    });
    let f = Arc::clone(formats);
    environment.add_filter("join_and", move |value: Value| -> Result<String> {
        let mut items = Vec::new();
        for item in set(&value)?.try_iter()? {
            items.push(text(&item)?.to_owned());
        }
        Ok(f.join_and(&items))
    });
    environment.add_filter("join", |value: Value, between: Option<String>| -> Result<String> {
        let mut items = Vec::new();
        for item in set(&value)?.try_iter()? {
            items.push(text(&item)?.to_owned());
        }
        Ok(items.join(between.as_deref().unwrap_or_default()))
    });
    environment.add_filter(
        "replace",
        |value: String, from: String, to: String| -> Result<String> {
            let times = value.matches(&from).count();
            if times.saturating_mul(to.len()).saturating_add(value.len()) > MAX_TEXT {
                return Err(invalid("this would be longer than 1 MiB"));
            }
            Ok(value.replace(&from, &to))
        },
    );
    environment.add_filter("plural", |count: Value, one: String, many: String| {
        let one_only = digits(&count)? == "1";
        Ok::<_, Error>(if one_only { one } else { many })
    });
    // A number is read as one word, so it is never divided between lines.
    environment.add_filter("phone", |value: String| value.replace(' ', "\u{A0}"));
    environment.add_test("zero", |value: Value| -> Result<bool> {
        let digits = digits(&value)?;
        let amount = digits.split_once(' ').map_or(digits.as_str(), |(amount, _)| amount);
        Ok(amount.bytes().all(|b| matches!(b, b'0' | b'.' | b'-')))
    });
    environment.add_filter("host", |value: Value| -> Result<String> {
        let value = text(&value)?;
        let address = url::Url::parse(value).map_err(|e| invalid(format!("\"{value}\": {e}")))?;
        let host = address.host_str().map(str::to_owned);
        host.ok_or_else(|| invalid(format!("\"{value}\" has no host")))
    });
}

/// The error that leads to the name of a variable that nothing sets.
fn set(value: &Value) -> Result<&Value> {
    if value.is_undefined() { Err(ErrorKind::UndefinedError.into()) } else { Ok(value) }
}

fn text(value: &Value) -> Result<&str> {
    set(value)?;
    value.as_str().ok_or_else(|| invalid("this is not a text"))
}

/// The decimal digits of a whole number or of an exact decimal.
fn digits(value: &Value) -> Result<String> {
    match (set(value)?.kind(), value.as_str()) {
        (ValueKind::Number, _) if value.is_integer() => Ok(value.to_string()),
        (ValueKind::Number, _) => Err(invalid(
            "this is the result of a division, which is not exact; divide whole numbers with //",
        )),
        (_, Some(text)) => Ok(text.to_owned()),
        _ => Err(invalid("this is not a number")),
    }
}

fn date(value: &Value) -> Result<jiff::civil::Date> {
    let text = set(value)?.as_str().ok_or_else(|| invalid("this is not a date"))?;
    text.parse().map_err(|_| invalid(format!("\"{text}\" is not a date")))
}

fn shift(value: &Value, span: std::result::Result<jiff::Span, jiff::Error>) -> Result<String> {
    let span = span.map_err(|e| invalid(e.to_string()))?;
    let moved = date(value)?.checked_add(span).map_err(|e| invalid(e.to_string()))?;
    Ok(moved.to_string())
}

/// Days that are neither Saturday nor Sunday.
fn add_business_days(value: Value, days: i64) -> Result<String> {
    use jiff::civil::Weekday::{Saturday, Sunday};
    if !(0..=3660).contains(&days) {
        return Err(invalid("0 to 3660 business days can be added"));
    }
    let mut day = date(&value)?;
    let mut left = days;
    while left > 0 {
        day = day.tomorrow().map_err(|e| invalid(e.to_string()))?;
        if !matches!(day.weekday(), Saturday | Sunday) {
            left -= 1;
        }
    }
    Ok(day.to_string())
}
