//! What minijinja reports, put in the author's terms: the shared file's line and column, the key,
//! the customer's file.

use super::instrument::Instrumented;
use super::limits::{TOO_LONG, TOO_MUCH};
use super::merger::{Merger, Template};
use super::undefined::{missing, undefined};
use crate::diag::{Diagnostic, Sources, Span, suggest};
use crate::workspace::{Customer, Node, Workspace};
use minijinja::{Error, ErrorKind};

/// The innermost error that knows a place: an error in an include is wrapped by the include's.
fn innermost(error: &Error) -> &Error {
    let mut found = error;
    let mut next = std::error::Error::source(error);
    while let Some(source) = next {
        if let Some(inner) = source.downcast_ref::<Error>()
            && inner.range().is_some()
        {
            found = inner;
        }
        next = source.source();
    }
    found
}

/// Whether macros or partials called each other too often: what reports it may know no place.
fn too_deep(error: &Error) -> bool {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = next {
        let detail = error.downcast_ref::<Error>().and_then(Error::detail);
        if detail.is_some_and(|detail| detail.contains("recursion limit")) {
            return true;
        }
        next = error.source();
    }
    false
}

/// The place of an error in the shared file, or in the customer's own section of it.
fn place(error: &Error, merger: &Merger, own: Option<&Template>) -> Option<Span> {
    let template = own_or_shared(error, merger, own)?;
    let Some(range) = error.range() else {
        // An error without a range still knows its line: lines are the same in both texts.
        let line = error.line()?.checked_sub(1)?;
        let prepared = template.marked.text.split_inclusive('\n').take(line).map(str::len).sum();
        let (source, start) = template.marked.original(prepared)?;
        return Some(Span::new(source, start, start));
    };
    let (source, start) = template.marked.original(range.start)?;
    // A range ends behind its last byte, which may be the last of its file.
    let last = range.end.saturating_sub(1).max(range.start);
    let (_, last) = template.marked.original(last).filter(|(other, _)| *other == source)?;
    // A range that covers what was planted is longer in the prepared text than in the file.
    let length = range.end.saturating_sub(range.start);
    Some(Span::new(source, start, (last + 1).clamp(start, start + length)))
}

/// A place that starts at a line end, because something is planted there, is the line before it.
fn on_one_line(span: Span, sources: &Sources) -> Span {
    let Some(file) = sources.get(span.source) else { return span };
    let start = span.start as usize;
    if !file.text.get(start..).is_some_and(|rest| rest.starts_with('\n')) {
        return span;
    }
    let line = file.line_range(file.line_column(start).0);
    Span::new(span.source, line.start, line.end)
}

/// The template that an error is in: partials are shared, whoever includes them.
fn own_or_shared<'a>(
    error: &Error,
    merger: &'a Merger,
    own: Option<&'a Template>,
) -> Option<&'a Template> {
    let shared = merger.template(error.name()?);
    match (own, shared) {
        (Some(own), Some(shared)) if own.source == shared.source => Some(own),
        (own, shared) => shared.or(own),
    }
}

/// A template that cannot be compiled.
pub fn template(
    error: &Error,
    merger: &Merger,
    own: Option<&Template>,
    sources: &Sources,
) -> Diagnostic {
    let inner = innermost(error);
    let span = place(inner, merger, own).or_else(|| {
        let template = own_or_shared(inner, merger, own)?;
        let line = sources.get(template.source)?.line_range(inner.line()?);
        Some(Span::new(template.source, line.start, line.end))
    });
    let words = words(inner);
    let mut diagnostic = Diagnostic::error("PP0206", format!("template syntax: {words}"));
    if words.contains("expected end of block") {
        diagnostic = diagnostic.hint("a {% if … %} or {% for … %} has no end");
    } else if words.starts_with("unknown statement `end") {
        diagnostic = diagnostic.hint("nothing is open that this could end");
    }
    match span {
        Some(span) => diagnostic.at(span, ""),
        None => diagnostic,
    }
}

/// A template that fails for a customer.
pub fn render(
    error: &Error,
    merger: &Merger,
    own: Option<&Template>,
    customer: &Customer,
    workspace: &Workspace,
) -> Diagnostic {
    let inner = innermost(error);
    let span = place(inner, merger, own).map(|span| on_one_line(span, &workspace.sources));
    let diagnostic = match inner.kind() {
        ErrorKind::UndefinedError => {
            let text = span.and_then(|s| workspace.sources.get(s.source)).map(|file| &*file.text);
            match text.zip(span).and_then(|(text, span)| {
                undefined(text, span.start as usize..span.end as usize, customer, workspace)
            }) {
                Some(found) => {
                    let span =
                        span.map(|s| Span::new(s.source, found.place.start, found.place.end));
                    return missing(&found.name, span, customer, workspace);
                }
                None => argument(text.zip(span)),
            }
        }
        ErrorKind::TemplateNotFound => {
            let detail = inner.detail().unwrap_or_default();
            let wanted = detail.split(['"', '\'']).nth(1).unwrap_or(detail);
            let diagnostic =
                Diagnostic::error("PP0207", format!("there is no partial `{wanted}` to include"));
            match suggest::nearest(wanted, merger.paths()) {
                Some(near) => diagnostic.hint(format!("did you mean \"{near}\"?")),
                None => diagnostic.hint("partials are files below content/_partials"),
            }
        }
        ErrorKind::OutOfFuel => Diagnostic::error("PP0205", "the template does not come to an end")
            .hint("a loop over too many rows, or a partial that includes itself"),
        _ if inner.detail().is_some_and(|detail| detail.starts_with("a list of more than")) => {
            Diagnostic::error("PP0205", words(inner))
                .hint("loop over the parts in place of adding them up")
        }
        _ if inner.detail() == Some(TOO_LONG) => Diagnostic::error("PP0205", TOO_LONG).hint(
            "set what a filter gives before the loop, in place of asking again in every round",
        ),
        _ if inner.detail() == Some(TOO_MUCH) => Diagnostic::error("PP0205", TOO_MUCH).hint(
            "a loop over too many rows, or a text that is copied into itself again and again",
        ),
        _ if too_deep(error) => Diagnostic::error("PP0205", "the template does not come to an end")
            .hint("a partial that includes itself, or a macro that calls itself"),
        _ => unknown(inner),
    };
    let diagnostic = diagnostic.customer(&customer.id);
    match span {
        Some(span) => diagnostic.at(span, ""),
        None => diagnostic,
    }
}

/// A name of the template's own that has no value: an argument that a macro was not given.
fn argument(place: Option<(&str, Span)>) -> Diagnostic {
    let written = place.and_then(|(text, span)| text.get(span.start as usize..span.end as usize));
    let message = match written.filter(|name| !name.is_empty() && !name.contains(['(', ' '])) {
        Some(name) => format!("`{name}` has no value here"),
        None => String::from("something here has no value"),
    };
    Diagnostic::error("PP0202", message).hint(
        "give a macro every argument, or the argument a default: {% macro name(argument=\"…\") %}",
    )
}

/// A string of the front matter, or of `pilotpack.toml`, that fails for a customer.
pub fn front(
    error: &Error,
    node: &Node,
    prepared: &Instrumented,
    customer: &Customer,
    workspace: &Workspace,
) -> Diagnostic {
    let inner = innermost(error);
    let text = node.as_text().unwrap_or_default();
    let original = |offset: usize| prepared.original(offset).map_or(0, |(_, at)| at);
    if inner.kind() == ErrorKind::UndefinedError
        && let Some(range) = inner.range()
        && let Some(found) =
            undefined(text, original(range.start)..original(range.end), customer, workspace)
    {
        let written = text.get(found.place).unwrap_or_default();
        return missing(&found.name, Some(within(node, written, workspace)), customer, workspace);
    }
    unknown(inner).at(node.span, "").customer(&customer.id)
}

/// The condition of a document that cannot be decided for a customer.
pub fn when(error: &Error, node: &Node, customer: &Customer, workspace: &Workspace) -> Diagnostic {
    let inner = innermost(error);
    // An expression is what stands in a tag.
    let text = format!("{{{{{}}}}}", node.as_text().unwrap_or_default());
    if inner.kind() == ErrorKind::UndefinedError
        && let Some(found) = undefined(&text, 0..0, customer, workspace)
    {
        let written = text.get(found.place).unwrap_or_default();
        return missing(&found.name, Some(within(node, written, workspace)), customer, workspace);
    }
    Diagnostic::error("PP0203", format!("`when` cannot be decided: {}", words(inner)))
        .at(node.span, "")
        .hint("write a condition such as customer.region == 'eu'")
        .customer(&customer.id)
}

/// A locale that has no formats.
pub fn locale(error: &Error, customer: &Customer) -> Diagnostic {
    let diagnostic = Diagnostic::error("PP0204", words(error))
        .hint("locales are a language and a country, such as en-GB, en-US, de-DE, fr-FR, es-ES or el-GR")
        .customer(&customer.id);
    match customer.variables.get("customer.locale") {
        Some(node) => diagnostic.at(node.span, ""),
        None => diagnostic,
    }
}

/// A `required_when` of the schema that cannot be decided.
pub fn required_when(error: &Error, name: &str, node: &Node) -> Diagnostic {
    let words = match error.kind() {
        ErrorKind::UndefinedError => String::from("a value it asks for is not set"),
        _ => words(innermost(error)),
    };
    Diagnostic::error("PP0110", format!("`required_when` of `{name}` cannot be decided: {words}"))
        .at(node.span, "")
        .hint("write a condition such as customer.region == 'eu'; ask `x is defined` for what may be unset")
}

/// The place of some words in a string, or the whole string.
fn within(node: &Node, words: &str, workspace: &Workspace) -> Span {
    let (start, end) = (node.span.start as usize, node.span.end as usize);
    workspace
        .sources
        .get(node.span.source)
        .and_then(|file| file.text.get(start..end)?.find(words))
        .map_or(node.span, |at| Span::new(node.span.source, start + at, start + at + words.len()))
}

/// What minijinja says, with names in backticks.
fn words(error: &Error) -> String {
    let text = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    let text = text.trim_end_matches('.');
    match text.strip_prefix("unknown statement ") {
        Some(name) => format!("unknown statement `{name}`"),
        None => text.to_owned(),
    }
}

/// An error of a filter, or a filter, test or function that does not exist.
fn unknown(error: &Error) -> Diagnostic {
    const FILTERS: &[&str] = &[
        "date",
        "markdown",
        "add_days",
        "add_months",
        "add_business_days",
        "number",
        "percent",
        "money",
        "join_and",
        "join",
        "plural",
        "phone",
        "host",
        "upper",
        "lower",
        "title",
        "length",
        "first",
        "last",
        "sort",
        "default",
        "replace",
        "trim",
        "round",
        "abs",
        "unique",
        "list",
    ];
    const TESTS: &[&str] =
        &["zero", "defined", "undefined", "none", "odd", "even", "in", "divisibleby"];
    let text = words(error);
    let Some(what) = text.strip_suffix(" is unknown") else {
        // Our own functions say what to do next behind a semicolon.
        return match text.split_once("; ") {
            Some((message, hint)) => Diagnostic::error("PP0208", message).hint(hint),
            None => Diagnostic::error("PP0208", text),
        };
    };
    let (what, name, known) = match what.split_once(' ') {
        Some(("filter", name)) => ("filter", name, FILTERS),
        Some(("test", name)) => ("test", name, TESTS),
        _ => ("function", what, &["range"][..]),
    };
    let diagnostic = Diagnostic::error("PP0208", format!("there is no {what} `{name}`"));
    match suggest::nearest(name, known.iter().copied()) {
        Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
        None => diagnostic.hint(format!("known {what}s: {}", known.join(", "))),
    }
}
