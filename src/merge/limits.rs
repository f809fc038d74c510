//! How much text one rendering may make.
//!
//! minijinja bounds steps and recursion, not memory: forty doublings of a text are forty steps.
//! Everything that makes text is therefore counted here: printed values, joined and kept texts,
//! and the template's own text each time it is copied. Nor does it bound what one step reads: a
//! filter on a long text is one step. That is counted too.
//!
//! Values that a template puts into each other are followed no deeper than [`MAX_DEPTH`]: dropping
//! and comparing them calls itself for each level, and a stack that is used up ends the process.

use super::token::is_printed;
use minijinja::value::{Rest, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, State};

/// Bytes of text one rendering may make besides the text of its document's own file: several times
/// what a long contract has. What a document takes in memory is a hundred times its text.
pub const MAX_TEXT: usize = 2 << 20;
/// Bytes that the filters of one rendering may read.
const MAX_READ: usize = 256 << 20;
/// Elements a list made by a template may have.
pub const MAX_LIST: usize = 10_000;
/// Elements it may have with those of the lists and tables in it.
const MAX_ELEMENTS: usize = 100_000;
/// How deep lists and tables may stand in each other.
const MAX_DEPTH: usize = 32;
/// What a link takes besides.
const LINK: usize = 512;
/// What a printed value or a line takes in bytes besides its text, until the document is made.
pub const OVERHEAD: usize = 64;
/// What the error of too much text says.
pub const TOO_MUCH: &str = "the template makes more than 2 MiB of text";
/// What the error of too much reading says.
pub const TOO_LONG: &str = "the filters of the template read more than 256 MiB";

/// Bytes made and read so far, kept in the state of a rendering.
#[derive(Default)]
struct Meter {
    /// Whether the document itself has started.
    started: bool,
    made: usize,
    read: usize,
}

/// Bytes that text with its lines takes, and with what may become an element of the document.
pub fn cost(text: &str) -> usize {
    let lines = text.bytes().filter(|b| *b == b'\n').count();
    let marks = text.bytes().filter(|b| b"*_`|[<~".contains(b)).count();
    let links: usize = ["](", "://", "www.", "@"].iter().map(|l| text.matches(l).count()).sum();
    text.len() + OVERHEAD * lines + OVERHEAD / 2 * marks + LINK * links
}

/// Counts bytes of text that are about to be made.
///
/// # Errors
/// Once they are too many.
pub fn charge(state: &mut State<'_, '_>, bytes: usize) -> Result<(), Error> {
    let meter = state.get_or_insert_extension_with(Meter::default);
    meter.made = meter.made.saturating_add(bytes);
    if meter.made > MAX_TEXT {
        return Err(Error::new(ErrorKind::InvalidOperation, TOO_MUCH));
    }
    Ok(())
}

/// Counts the text of a file each time it starts. A document is as long as its author wrote it: only
/// what is made besides it counts, the document among it when it includes itself.
fn file(state: &mut State<'_, '_>, bytes: usize) -> Result<Value, Error> {
    let meter = state.get_or_insert_extension_with(Meter::default);
    if std::mem::replace(&mut meter.started, true) {
        charge(state, bytes)?;
    }
    Ok(Value::from(""))
}

/// Counts bytes that are about to be read.
///
/// # Errors
/// Once they are too many.
pub fn charge_reading(state: &mut State<'_, '_>, bytes: usize) -> Result<(), Error> {
    let meter = state.get_or_insert_extension_with(Meter::default);
    meter.read = meter.read.saturating_add(bytes);
    if meter.read > MAX_READ {
        return Err(Error::new(ErrorKind::InvalidOperation, TOO_LONG));
    }
    Ok(())
}

/// Adds the functions that `operators` and `instrument` write into templates.
pub fn add(environment: &mut Environment<'static>) {
    environment.add_function("__text", |state: &mut State<'_, '_>, bytes: usize| {
        charge(state, bytes).map(|()| Value::from(""))
    });
    environment.add_function("__file", file);
    environment.add_function("__keep", keep);
    environment.add_function("__index", index);
    environment.add_function("__read", |state: &mut State<'_, '_>, value: Value| {
        charge_reading(state, weigh(&value)?).map(|()| value)
    });
    environment.add_function("__join", join);
}

/// What a template makes and keeps counts: a text with its bytes, a list with its elements.
/// Several values are a tuple, which is a list.
fn keep(state: &mut State<'_, '_>, values: Rest<Value>) -> Result<Value, Error> {
    let value = match values.0.as_slice() {
        [value] => value.clone(),
        _ => Value::from(values.0),
    };
    made(state, &value)?;
    Ok(value)
}

/// `a[i]`: a text and what is worked out while it is read are gone through up to the place.
fn index(state: &mut State<'_, '_>, value: Value) -> Result<Value, Error> {
    let bytes = match value.kind() {
        ValueKind::String => value.as_str().map_or(0, str::len),
        ValueKind::Iterable => value.len().unwrap_or(0) * size_of::<Value>(),
        _ => 0,
    };
    charge_reading(state, bytes).map(|()| value)
}

/// Counts a value that was made.
///
/// # Errors
/// Once too much was made, or if the value has too many elements or levels.
pub fn made(state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.kind() {
        ValueKind::String => charge(state, value.as_str().map_or(0, str::len)),
        ValueKind::Seq | ValueKind::Iterable => {
            let length = value.len().unwrap_or(0);
            if length > MAX_LIST {
                return Err(too_long());
            }
            charge(state, length * size_of::<Value>())?;
            weigh(value).and_then(|bytes| charge_reading(state, bytes))
        }
        ValueKind::Map => weigh(value).and_then(|bytes| charge_reading(state, bytes)),
        _ => Ok(()),
    }
}

/// About how many bytes there are to read in a value.
///
/// # Errors
/// If it has too many elements or levels.
pub fn weigh(value: &Value) -> Result<usize, Error> {
    let mut elements = 0;
    weigh_at(value, 0, &mut elements)
}

fn weigh_at(value: &Value, depth: usize, elements: &mut usize) -> Result<usize, Error> {
    let list = match value.kind() {
        ValueKind::String => return Ok(value.as_str().map_or(0, str::len)),
        ValueKind::Seq | ValueKind::Iterable => true,
        ValueKind::Map => false,
        _ => return Ok(size_of::<Value>()),
    };
    if depth == MAX_DEPTH {
        let words = format!("a list of more than {MAX_DEPTH} lists, each in the next");
        return Err(Error::new(ErrorKind::InvalidOperation, words));
    }
    let mut bytes = 0;
    for item in value.try_iter()? {
        *elements += 1;
        if *elements > MAX_ELEMENTS {
            let words = format!("a list of more than {MAX_ELEMENTS} elements, with those in them");
            return Err(Error::new(ErrorKind::InvalidOperation, words));
        }
        let item = if list {
            item
        } else {
            bytes += item.as_str().map_or(0, str::len);
            value.get_item(&item)?
        };
        bytes += size_of::<Value>() + weigh_at(&item, depth + 1, elements)?;
    }
    Ok(bytes)
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
