//! Printing: every value becomes a token, and is kept.

use super::arithmetic::TimeSpan;
use super::limits::{OVERHEAD, charge, cost};
use super::token::{is_printed, token};
use minijinja::value::{Value, ValueKind};
use minijinja::{Error, ErrorKind};

/// Bytes one printed value may have.
const MAX_VALUE: usize = 1 << 20;

/// A printed value: its text, and whether it is Markdown.
#[derive(Debug, Clone)]
pub(super) struct Recorded {
    pub text: String,
    pub markdown: bool,
}

/// Values printed in one rendering, kept in the state of that rendering.
#[derive(Default)]
pub(super) struct Recorder {
    pub values: Vec<Recorded>,
}

/// Prints a value as a token; refuses what is not one text.
pub(super) fn print(
    out: &mut minijinja::Output<'_>,
    state: &mut minijinja::State<'_, '_>,
    value: &Value,
) -> Result<(), Error> {
    let refuse = |message: &str| Err(Error::new(ErrorKind::InvalidOperation, message.to_owned()));
    let text = match value.kind() {
        ValueKind::String => match value.as_str() {
            Some(text) if is_printed(text) => {
                charge(state, OVERHEAD + cost(text))?;
                return out.write_str(text).map_err(Error::from);
            }
            Some(text) => text.to_owned(),
            None => value.to_string(),
        },
        ValueKind::Number if value.is_integer() && value.as_i64().is_none() => {
            return refuse("this whole number is too large to be meant");
        }
        ValueKind::Number if value.is_integer() => value.to_string(),
        ValueKind::Number => {
            return refuse(
                "this is the result of a division, which is not exact; divide with // or print a number as the customer's file writes it",
            );
        }
        ValueKind::Undefined => {
            return refuse("an inline `if` without `else` gives nothing to print; add else \"…\"");
        }
        ValueKind::None => return refuse("this has no value to print"),
        ValueKind::Bool => {
            return refuse("this is true or false; print words with {% if … %}");
        }
        ValueKind::Seq | ValueKind::Iterable => {
            return refuse("this is a list; print its elements in a loop or with | join_and");
        }
        ValueKind::Map => return refuse("this is a table; print one of its keys"),
        ValueKind::Plain if value.downcast_object_ref::<TimeSpan>().is_some() => {
            return refuse("this is a length of time; add it to a date, as in start + 14 days");
        }
        _ => return refuse("this cannot be printed"),
    };
    if text.len() > MAX_VALUE {
        return refuse("this is longer than 1 MiB");
    }
    if text.trim().is_empty() {
        return refuse("this is empty; test it with {% if … %} before printing");
    }
    charge(state, OVERHEAD + cost(&text))?;
    let recorder = state.get_or_insert_extension_with(Recorder::default);
    recorder.values.push(Recorded { text, markdown: value.is_safe() });
    let index = recorder.values.len() - 1;
    out.write_str(&token(index)).map_err(Error::from)
}
