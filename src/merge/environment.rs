//! Strict minijinja: values as tokens, bounded steps, no function that prints what is not a text.

use super::arithmetic;
use super::calendar::Calendars;
use super::filters;
use super::limits;
use super::locale::Formats;
use super::recorder::print;
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use std::sync::Arc;

/// Steps a rendering may take: about a hundred times what a long contract needs.
pub const FUEL: u64 = 5_000_000;
/// How deep macros and partials may call each other, in minijinja's units (a macro is 5, a partial
/// 10 of them).
const DEPTH: usize = 100;

/// Built-in filters that make text of what is none, or escape what is escaped where it is known
/// how. The functions `debug` and `namespace` are gone too: one prints every value, the other
/// lets a loop collect text without end.
const REMOVED_FILTERS: &[&str] =
    &["attr", "e", "escape", "float", "format", "indent", "pprint", "safe", "string", "urlencode"];

/// The environment of all templates, without the filters that depend on a locale.
pub fn strict(calendars: &Arc<Calendars>) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_debug(true);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(DEPTH);
    environment.set_formatter(print);
    for filter in REMOVED_FILTERS {
        environment.remove_filter(filter);
    }
    for function in ["debug", "namespace"] {
        environment.remove_global(function);
    }
    if let Ok(syntax) = SyntaxConfig::builder()
        .comment_delimiters("{##", "##}")
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
    {
        environment.set_syntax(syntax);
    }
    limits::add(&mut environment);
    arithmetic::add(&mut environment, calendars);
    environment
}

/// The environment with the filters of a locale.
///
/// # Errors
/// As [`Formats::new`].
pub fn localised(
    strict: &Environment<'static>,
    tag: &str,
    calendars: &Arc<Calendars>,
) -> Result<Environment<'static>, String> {
    let mut environment = strict.clone();
    filters::add(&mut environment, &Arc::new(Formats::new(tag)?), calendars);
    Ok(environment)
}
