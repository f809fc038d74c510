//! minijinja's own filters and tests, as far as templates have them: what they read and make is
//! counted.
//!
//! To minijinja a filter is one step, on a word as on a megabyte. Those that are not here print what
//! is no text (`string`, `format`, `pprint`), escape what is escaped where it is known how, or make
//! lists whose size their arguments say (`batch`, `slice`, `zip`).

use super::limits::{charge, charge_reading, made, weigh};
use minijinja::value::{Rest, Value, ValueKind, ValueOrKwargs};
use minijinja::{Environment, Error, State, filters, tests};

/// Adds the filters and tests, in the place of minijinja's.
pub fn add(environment: &mut Environment<'static>) {
    for filter in [
        "attr",
        "batch",
        "bool",
        "chain",
        "e",
        "escape",
        "float",
        "format",
        "indent",
        "join",
        "pprint",
        "safe",
        "slice",
        "string",
        "sum",
        "tojson",
        "urlencode",
        "zip",
    ] {
        environment.remove_filter(filter);
    }
    let mut add = |name: &'static str, filter: Value| meter(environment, name, filter);
    add("abs", Value::from_function(filters::abs));
    add("capitalize", Value::from_function(filters::capitalize));
    add("count", Value::from_function(filters::length));
    add("d", Value::from_function(filters::default));
    add("default", Value::from_function(filters::default));
    add("dictsort", Value::from_function(filters::dictsort));
    add("first", Value::from_function(filters::first));
    add("groupby", Value::from_function(filters::groupby));
    add("int", Value::from_function(filters::int));
    add("items", Value::from_function(filters::items));
    add("last", Value::from_function(filters::last));
    add("length", Value::from_function(filters::length));
    add("lines", Value::from_function(filters::lines));
    add("list", Value::from_function(filters::list));
    add("lower", Value::from_function(filters::lower));
    add("map", Value::from_function(filters::map));
    add("max", Value::from_function(filters::max));
    add("min", Value::from_function(filters::min));
    add("reject", Value::from_function(filters::reject));
    add("rejectattr", Value::from_function(filters::rejectattr));
    add("reverse", Value::from_function(filters::reverse));
    add("round", Value::from_function(filters::round));
    add("select", Value::from_function(filters::select));
    add("selectattr", Value::from_function(filters::selectattr));
    add("sort", Value::from_function(filters::sort));
    add("split", Value::from_function(filters::split));
    add("title", Value::from_function(filters::title));
    add("trim", Value::from_function(filters::trim));
    add("unique", Value::from_function(filters::unique));
    add("upper", Value::from_function(filters::upper));
    let mut add = |name: &'static str, test: Value| meter_test(environment, name, test);
    for name in ["eq", "equalto", "=="] {
        add(name, Value::from_function(tests::is_eq));
    }
    for name in ["ne", "!="] {
        add(name, Value::from_function(tests::is_ne));
    }
    for name in ["lt", "lessthan", "<"] {
        add(name, Value::from_function(tests::is_lt));
    }
    for name in ["le", "<="] {
        add(name, Value::from_function(tests::is_le));
    }
    for name in ["gt", "greaterthan", ">"] {
        add(name, Value::from_function(tests::is_gt));
    }
    for name in ["ge", ">="] {
        add(name, Value::from_function(tests::is_ge));
    }
    add("in", Value::from_function(tests::is_in));
    add("lower", Value::from_function(tests::is_lower));
    add("upper", Value::from_function(tests::is_upper));
    add("startingwith", Value::from_function(tests::is_startingwith));
    add("endingwith", Value::from_function(tests::is_endingwith));
}

fn meter_test(environment: &mut Environment<'static>, name: &'static str, test: Value) {
    environment.add_test(
        name,
        move |state: &mut State<'_, '_>, arguments: Rest<Value>| -> Result<bool, Error> {
            for argument in arguments.iter() {
                let bytes = weigh(argument)?;
                charge_reading(state, bytes)?;
            }
            Ok(test.call(state, &arguments)?.is_true())
        },
    );
}

fn meter(environment: &mut Environment<'static>, name: &'static str, filter: Value) {
    environment.add_filter(
        name,
        move |state: &mut State<'_, '_>, arguments: Rest<ValueOrKwargs>| -> Result<Value, Error> {
            let arguments: Vec<Value> =
                arguments.0.into_iter().map(ValueOrKwargs::into_value).collect();
            let (first, rest) = match arguments.split_first() {
                Some((first, rest)) => (weigh(first)?, rest),
                None => (0, &[][..]),
            };
            // A filter such as `select` reads its other arguments once for every element.
            let rounds = arguments.first().and_then(elements).unwrap_or(1).max(1);
            let mut others = 0_usize;
            for argument in rest {
                others = others.saturating_add(weigh(argument)?);
            }
            charge_reading(state, first.saturating_add(others.saturating_mul(rounds)))?;
            let result = filter.call(state, &arguments)?;
            if elements(&result).is_none() {
                made(state, &result)?;
                return Ok(result);
            }
            // The pieces of a text are copies of it.
            if arguments.first().is_some_and(|argument| argument.kind() == ValueKind::String) {
                charge(state, first)?;
            }
            // What is worked out only when it is read would be worked out again each time.
            let result = match result.kind() {
                ValueKind::Iterable => result.try_iter()?.collect(),
                _ => result,
            };
            made(state, &result)?;
            Ok(result)
        },
    );
}

/// How many elements a list has.
fn elements(value: &Value) -> Option<usize> {
    match value.kind() {
        ValueKind::Seq | ValueKind::Iterable => Some(value.len().unwrap_or(0)),
        _ => None,
    }
}
