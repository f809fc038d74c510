//! How much text one rendering may make.
//!
//! minijinja bounds steps and recursion, not memory: forty doublings of a text are forty steps.
//! Everything that makes text is therefore counted here: printed values, joined and kept texts,
//! and the template's own text each time it is copied.

use super::token::is_printed;
use minijinja::value::{Rest, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, State};

/// Bytes of text one rendering may make: more than ten times what a long contract has.
pub const MAX_TEXT: usize = 16 << 20;
/// Elements a list made by a template may have.
pub const MAX_LIST: usize = 10_000;
/// What the error of too much text says.
pub const TOO_MUCH: &str = "the template makes more than 16 MiB of text";

/// Bytes made so far, kept in the state of a rendering.
#[derive(Default)]
struct Meter(usize);

/// Counts bytes of text that are about to be made.
///
/// # Errors
/// Once they are too many.
pub fn charge(state: &mut State<'_, '_>, bytes: usize) -> Result<(), Error> {
    let meter = state.get_or_insert_extension_with(Meter::default);
    meter.0 = meter.0.saturating_add(bytes);
    if meter.0 > MAX_TEXT {
        return Err(Error::new(ErrorKind::InvalidOperation, TOO_MUCH));
    }
    Ok(())
}

/// Adds the functions that `operators` and `instrument` write into templates.
pub fn add(environment: &mut Environment<'static>) {
    environment.add_function("__text", |state: &mut State<'_, '_>, bytes: usize| {
        charge(state, bytes).map(|()| Value::from(""))
    });
    environment.add_function("__keep", keep);
    environment.add_function("__join", join);
}

/// What is set to a name counts: a text with its bytes, a list with its elements.
fn keep(state: &mut State<'_, '_>, value: Value) -> Result<Value, Error> {
    let bytes = match value.kind() {
        ValueKind::String => value.as_str().map_or(0, str::len),
        ValueKind::Seq | ValueKind::Iterable => {
            let length = value.len().unwrap_or(0);
            if length > MAX_LIST {
                return Err(too_long());
            }
            length * size_of::<Value>()
        }
        _ => 0,
    };
    charge(state, bytes)?;
    Ok(value)
}

/// The error of a list with too many elements.
pub fn too_long() -> Error {
    Error::new(ErrorKind::InvalidOperation, format!("a list of more than {MAX_LIST} elements"))
}

/// `a ~ b`: texts and whole numbers, side by side.
fn join(state: &mut State<'_, '_>, parts: Rest<Value>) -> Result<Value, Error> {
    let mut joined = String::new();
    for part in parts.iter() {
        let refuse = |what: &str| {
            let hint = "texts and whole numbers can be joined, a list is printed with | join_and";
            let message = format!("{what}, which `~` cannot join; {hint}");
            Err(Error::new(ErrorKind::InvalidOperation, message))
        };
        match part.kind() {
            ValueKind::Undefined => return Err(ErrorKind::UndefinedError.into()),
            ValueKind::None => return refuse("this has no value"),
            ValueKind::Bool => return refuse("this is true or false"),
            ValueKind::Seq | ValueKind::Iterable => return refuse("this is a list"),
            ValueKind::Map => return refuse("this is a table"),
            ValueKind::Number if !part.is_integer() => {
                return refuse("this is the result of a division, which is not exact");
            }
            ValueKind::Number => joined.push_str(&part.to_string()),
            ValueKind::String => {
                let text = part.as_str().unwrap_or_default();
                charge(state, text.len())?;
                joined.push_str(text);
            }
            _ => return refuse("this is no text"),
        }
    }
    charge(state, joined.len())?;
    Ok(Value::from(joined))
}

/// Refuses text that was put together from printed values already: a filter that takes text apart
/// would take the values' tokens apart.
///
/// # Errors
/// Says what to do in its place.
pub fn unprinted(text: &str) -> Result<(), Error> {
    if is_printed(text) {
        return Err(Error::new(
            ErrorKind::InvalidOperation,
            "this text was put together before; use the filter on its values",
        ));
    }
    Ok(())
}
