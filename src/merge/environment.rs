//! Strict minijinja: values as tokens, bounded steps, no function that prints what is not a text.

use super::arithmetic;
use super::calendar::Calendars;
use super::filters;
use super::limits;
use super::locale::Formats;
use super::metered;
use super::recorder::print;
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use std::sync::Arc;

/// Steps a rendering may take: about forty times what a long contract needs.
pub const FUEL: u64 = 2_000_000;
/// How deep macros and partials may call each other, in minijinja's units (a macro is 5, a partial
/// 10 of them).
const DEPTH: usize = 100;

/// Functions that are gone: `debug` prints every value, `namespace` lets a loop collect text without
/// end, `dict` makes tables that are not counted as those in braces are.
const REMOVED_FUNCTIONS: &[&str] = &["debug", "dict", "namespace"];

/// The environment of all templates, without the filters that depend on a locale.
pub fn strict(calendars: &Arc<Calendars>) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_debug(true);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(DEPTH);
    environment.set_formatter(print);
    metered::add(&mut environment);
    for function in REMOVED_FUNCTIONS {
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
