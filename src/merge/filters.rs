//! The filters of the template language. They see real values, because only the final print makes
//! a token.

use super::arithmetic::{date, decimal, invalid, set, shown};
use super::calendar::Calendars;
use super::limits::{charge, charge_reading, unprinted};
use super::locale::Formats;
use minijinja::value::{Kwargs, Value, ValueKind};
use minijinja::{Environment, Error, State};
use std::sync::Arc;

/// Bytes a filter may return.
const MAX_TEXT: usize = 1 << 20;

type Result<T> = std::result::Result<T, Error>;

/// Adds all filters, with the formats of one locale.
pub fn add(
    environment: &mut Environment<'static>,
    formats: &Arc<Formats>,
    calendars: &Arc<Calendars>,
) {
    add_dates(environment, formats, calendars);
    add_numbers(environment, formats);
    add_texts(environment, formats);
}

fn add_dates(
    environment: &mut Environment<'static>,
    formats: &Arc<Formats>,
    calendars: &Arc<Calendars>,
) {
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
    let c = Arc::clone(calendars);
    environment.add_filter(
        "add_business_days",
        move |state: &mut State<'_, '_>,
              value: Value,
              days: i64,
              calendar: Option<String>|
              -> Result<String> {
            charge_reading(state, Calendars::work(days))?;
            Ok(c.add(date(&value)?, days, calendar.as_deref())?.to_string())
        },
    );
}

fn add_numbers(environment: &mut Environment<'static>, formats: &Arc<Formats>) {
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
        let amount = set(&value)?.as_str().ok_or_else(|| {
            invalid(format!(
                "{} is not an amount; an amount is a text such as \"1490.00 EUR\"",
                shown(&value)
            ))
        })?;
        match style.as_deref() {
            None => f.money(amount, false).map_err(invalid),
            Some("short") => f.money(amount, true).map_err(invalid),
            Some(other) => {
                Err(invalid(format!("there is no money style \"{other}\"; use \"short\", or none")))
            }
        }
    });
    let f = Arc::clone(formats);
    environment.add_filter(
        "plural",
        move |count: Value, one: String, other: String, more: Kwargs| -> Result<String> {
            let form = |name: &str| more.get::<Option<String>>(name);
            let (zero, two, few, many) = (form("zero")?, form("two")?, form("few")?, form("many")?);
            more.assert_all_used()?;
            let category = f.plural(&digits(&count)?).map_err(invalid)?;
            let form = match category {
                "one" => Some(one),
                "zero" => zero,
                "two" => two,
                "few" => few,
                "many" => many,
                _ => None,
            };
            Ok(form.unwrap_or(other))
        },
    );
    environment.add_test("zero", |value: Value| -> Result<bool> {
        let number = decimal(set(&value)?).ok_or_else(|| {
            invalid(format!("{} is not a number; ask this of a number or an amount", shown(&value)))
        })?;
        Ok(number.is_zero())
    });
}

fn add_texts(environment: &mut Environment<'static>, formats: &Arc<Formats>) {
    let f = Arc::clone(formats);
    environment.add_filter(
        "join_and",
        move |state: &mut State<'_, '_>, value: Value| -> Result<String> {
            let items = texts(state, &value, "")?;
            Ok(f.join_and(&items))
        },
    );
    environment.add_filter(
        "join",
        |state: &mut State<'_, '_>, value: Value, between: Option<String>| -> Result<String> {
            let between = between.unwrap_or_default();
            Ok(texts(state, &value, &between)?.join(&between))
        },
    );
    environment.add_filter(
        "replace",
        |state: &mut State<'_, '_>, value: String, from: String, to: String| -> Result<String> {
            unprinted(&value)?;
            let times = if from.is_empty() {
                value.chars().count() + 1
            } else {
                value.matches(&from).count()
            };
            let length = times.saturating_mul(to.len()).saturating_add(value.len());
            if length > MAX_TEXT {
                return Err(invalid("this would be longer than 1 MiB; replace less"));
            }
            charge(state, length)?;
            Ok(value.replace(&from, &to))
        },
    );
    environment.add_filter(
        "markdown",
        |state: &mut State<'_, '_>, value: Value| -> Result<Value> {
            let text = text(&value)?;
            charge(state, text.len())?;
            unprinted(text)?;
            Ok(Value::from_safe_string(text.to_owned()))
        },
    );
    // A number is read as one word, so it is never divided between lines.
    environment.add_filter("phone", |state: &mut State<'_, '_>, value: Value| -> Result<String> {
        let text = text(&value)?;
        charge(state, text.len())?;
        Ok(text.replace(' ', "\u{A0}"))
    });
    environment.add_filter("host", |state: &mut State<'_, '_>, value: Value| -> Result<String> {
        let value = text(&value)?;
        charge(state, value.len())?;
        let address = url::Url::parse(value).map_err(|e| invalid(format!("\"{value}\": {e}")))?;
        let host = address.host_str().map(str::to_owned);
        host.ok_or_else(|| invalid(format!("\"{value}\" has no host")))
    });
}

/// The texts of a list, counted with what stands between them.
fn texts(state: &mut State<'_, '_>, list: &Value, between: &str) -> Result<Vec<String>> {
    let mut items = Vec::new();
    let wrong =
        || invalid(format!("{} is not a list; put this filter on a list of texts", shown(list)));
    if !matches!(set(list)?.kind(), ValueKind::Seq | ValueKind::Iterable) {
        return Err(wrong());
    }
    for item in list.try_iter().map_err(|_| wrong())? {
        let text = text(&item)?;
        charge(state, text.len() + between.len())?;
        items.push(text.to_owned());
    }
    Ok(items)
}

fn text(value: &Value) -> Result<&str> {
    set(value)?.as_str().ok_or_else(|| {
        invalid(format!("{} is not a text; numbers are printed with | number", shown(value)))
    })
}

/// The decimal digits of a whole number or of an exact decimal.
fn digits(value: &Value) -> Result<String> {
    if set(value)?.kind() == ValueKind::Number && !value.is_integer() {
        return Err(invalid(
            "this is the result of a division, which is not exact; divide whole numbers with //",
        ));
    }
    match decimal(value).filter(|number| number.currency.is_none()) {
        Some(number) => Ok(number.to_string()),
        None => Err(invalid(format!(
            "{} is not a number; amounts are printed with | money, dates with | date",
            shown(value)
        ))),
    }
}

fn shift(value: &Value, span: std::result::Result<jiff::Span, jiff::Error>) -> Result<String> {
    let wrong = |_| invalid("this date is not within the years 1 to 9999; write a smaller number");
    let moved = date(value)?.checked_add(span.map_err(wrong)?).map_err(wrong)?;
    Ok(moved.to_string())
}
