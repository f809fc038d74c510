//! What minijinja reports, put in the author's terms: the shared file's line and column, the key,
//! the customer's file.

use super::environment::Merger;
use super::uses::{names, resolve, tag_at};
use crate::diag::{Diagnostic, Sources, Span, suggest};
use crate::workspace::{Customer, Kind, Node, Table, Workspace};
use minijinja::{Error, ErrorKind};
use std::ops::Range;

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

/// The place of an error in the shared file.
fn place(error: &Error, merger: &Merger) -> Option<Span> {
    let template = merger.template(error.name()?)?;
    let range = error.range()?;
    let start = template.base + template.marked.original(range.start);
    let length = range.end.saturating_sub(range.start);
    let end = template.base + template.marked.original(range.end);
    // A range that covers a mark is longer in the marked text than in the file.
    Some(Span::new(template.source, start, end.clamp(start, start + length)))
}

/// A template that cannot be compiled.
pub fn template(error: &Error, merger: &Merger, sources: &Sources) -> Diagnostic {
    let inner = innermost(error);
    let span = place(inner, merger).or_else(|| {
        let template = merger.template(inner.name()?)?;
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
    customer: &Customer,
    workspace: &Workspace,
) -> Diagnostic {
    let inner = innermost(error);
    let span = place(inner, merger);
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
                None => Diagnostic::error("PP0202", words(inner)),
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
        _ if inner.detail().is_some_and(|detail| detail.contains("recursion limit")) => {
            Diagnostic::error("PP0205", "the template does not come to an end")
                .hint("a partial that includes itself, or a macro that calls itself")
        }
        _ => unknown(inner),
    };
    let diagnostic = diagnostic.customer(&customer.id);
    match span {
        Some(span) => diagnostic.at(span, ""),
        None => diagnostic,
    }
}

/// A string of the front matter that fails for a customer.
pub fn front(error: &Error, node: &Node, customer: &Customer, workspace: &Workspace) -> Diagnostic {
    let inner = innermost(error);
    let text = node.as_text().unwrap_or_default();
    if inner.kind() == ErrorKind::UndefinedError
        && let Some(range) = inner.range()
        && let Some(found) = undefined(text, range, customer, workspace)
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
        return Diagnostic::error("PP0208", text);
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

/// A name that the customer has no value for.
struct Undefined {
    /// What it stands for, such as `sla[].response`.
    name: String,
    /// Where it is written.
    place: Range<usize>,
}

/// The name in the tag around a place of a template that the customer has no value for: one at
/// the place, if there is one.
fn undefined(
    template: &str,
    place: Range<usize>,
    customer: &Customer,
    workspace: &Workspace,
) -> Option<Undefined> {
    let (range, loops) = tag_at(template, place.start)?;
    let tag = template.get(range.clone())?;
    let unset: Vec<Undefined> = names(tag)
        .into_iter()
        .map(|(offset, name)| {
            let start = range.start + offset;
            Undefined { name: resolve(name, &loops), place: start..start + name.len() }
        })
        .filter(|found| !is_set(&found.name, customer, workspace))
        .collect();
    let near = unset.iter().position(|u| u.place.start < place.end && u.place.end > place.start);
    unset.into_iter().nth(near.unwrap_or(0))
}

/// Whether a name has a value, in every row if it is a column; words of the language count as set.
fn is_set(name: &str, customer: &Customer, workspace: &Workspace) -> bool {
    const WORDS: &[&str] = &[
        "if", "else", "elif", "for", "in", "is", "not", "and", "or", "set", "defined", "loop",
        "true", "false", "none", "endif", "endfor", "include", "range", "zero",
    ];
    if WORDS.contains(&name) || name.starts_with("loop.") {
        return true;
    }
    match name.split_once("[]") {
        Some((list, column)) => {
            let column = column.trim_start_matches('.');
            column.is_empty()
                || rows(list, customer, workspace).iter().all(|row| row.1.contains_key(column))
        }
        None => match name.strip_prefix("registers.") {
            Some(register) => workspace.registers.contains_key(register),
            None => customer.variables.get(name).is_some(),
        },
    }
}

/// The rows of a list of tables or of a register, with their places.
fn rows<'a>(
    list: &str,
    customer: &'a Customer,
    workspace: &'a Workspace,
) -> Vec<(Span, &'a Table)> {
    let node = match list.strip_prefix("registers.") {
        Some(register) => workspace.registers.get(register),
        None => customer.variables.get(list),
    };
    let items = node.and_then(Node::as_list).unwrap_or_default();
    items.iter().filter_map(|row| Some((row.span, row.as_table()?))).collect()
}

/// The error for a variable that shared text uses and nothing sets.
pub fn missing(
    name: &str,
    span: Option<Span>,
    customer: &Customer,
    workspace: &Workspace,
) -> Diagnostic {
    let mut diagnostic =
        Diagnostic::error("PP0202", format!("`{name}` is not set")).customer(&customer.id);
    if let Some(span) = span {
        diagnostic = diagnostic.at(span, "used here");
    }
    if let Some((list, column)) = name.split_once("[].") {
        return missing_column(diagnostic, list, column, customer, workspace);
    }
    if let Some(register) = name.strip_prefix("registers.") {
        let known = workspace.registers.keys().map(String::as_str);
        return match suggest::nearest(register, known) {
            Some(near) => diagnostic.hint(format!("did you mean `registers.{near}`?")),
            None => diagnostic.hint("registers are files below content/registers"),
        };
    }
    let schema = &workspace.schema;
    let Some(entry) = schema.entries.get(name) else {
        let known = schema.entries.keys().map(String::as_str);
        return match suggest::nearest(name, known) {
            Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
            None => diagnostic.hint(format!("`{name}` is not declared in content/schema.toml")),
        };
    };
    let (group, key) = name.rsplit_once('.').unwrap_or(("", name));
    let example = crate::workspace::scaffold::example(entry);
    let header = if group.is_empty() { String::new() } else { format!(" to [{group}]") };
    diagnostic = diagnostic
        .related(place_for(group, customer, workspace), format!("add `{key} = {example}`{header}"));
    if !entry.description.is_empty() {
        diagnostic = diagnostic.hint(format!("{key}: {}", entry.description));
    }
    if !entry.required {
        diagnostic =
            diagnostic.hint(format!("it is optional: ask {{% if {name} is defined %}} first"));
    }
    let searched: Vec<&str> = customer.layers.iter().map(|(path, _)| path.as_str()).collect();
    diagnostic.hint(format!("searched: {}", searched.join(", ")))
}

/// Where a value of a table should be added: the customer's file, unless only `pilotpack.toml`
/// has the table.
fn place_for(group: &str, customer: &Customer, workspace: &Workspace) -> Span {
    let table = workspace
        .customers
        .iter()
        .find(|file| file.id == customer.id)
        .and_then(|file| file.table.as_ref());
    let first = group.split('.').next().unwrap_or_default();
    match workspace.config.values.get(first) {
        Some(node) if table.is_none_or(|table| !table.contains_key(first)) => node.key,
        _ => customer.nearest_place(table, group),
    }
}

fn missing_column(
    mut diagnostic: Diagnostic,
    list: &str,
    column: &str,
    customer: &Customer,
    workspace: &Workspace,
) -> Diagnostic {
    let rows = rows(list, customer, workspace);
    let declared = match workspace.schema.entries.get(list).map(|entry| &entry.kind) {
        Some(Kind::TableList(columns)) => columns.get(column),
        _ => None,
    };
    let lacking: Vec<Span> =
        rows.iter().filter(|row| !row.1.contains_key(column)).map(|row| row.0).collect();
    if let Some(entry) = declared {
        let example = crate::workspace::scaffold::example(entry);
        for span in lacking {
            diagnostic = diagnostic
                .related(span, format!("this row has no `{column}`: add `{column} = {example}`"));
        }
        if !entry.description.is_empty() {
            diagnostic = diagnostic.hint(format!("{column}: {}", entry.description));
        }
        return diagnostic;
    }
    let mut known: Vec<&str> = match workspace.schema.entries.get(list).map(|entry| &entry.kind) {
        Some(Kind::TableList(columns)) => columns.keys().map(String::as_str).collect(),
        _ => rows.iter().flat_map(|row| row.1.keys().map(String::as_str)).collect(),
    };
    known.sort_unstable();
    known.dedup();
    match suggest::nearest(column, known.iter().copied()) {
        Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
        None => diagnostic.hint(format!("columns of `{list}`: {}", known.join(", "))),
    }
}

impl Merger {
    /// Reports every required variable that nothing sets, at the place where shared text uses it.
    pub fn report_missing(
        &self,
        customer: &Customer,
        workspace: &Workspace,
        sink: &mut crate::diag::Sink,
    ) {
        let mut reported = std::collections::BTreeSet::new();
        // Rows that lack the same column are named in one message.
        for gap in customer.missing.iter().filter(|gap| reported.insert(gap.name.as_str())) {
            let used = self.uses(&gap.name).first().copied();
            let mut diagnostic = missing(&gap.name, used, customer, workspace);
            if used.is_none() {
                diagnostic = diagnostic.hint("no document uses it yet, but the schema requires it");
            }
            sink.report(diagnostic);
        }
    }
}
