//! What minijinja reports, put in the author's terms: the shared file's line and column, the key,
//! the customer's file.

use super::environment::Merger;
use super::uses::names;
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
    let mut diagnostic = Diagnostic::error("PP0206", format!("template syntax: {}", words(inner)));
    if let Some(span) = span {
        diagnostic = diagnostic.at(span, "");
    }
    diagnostic
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
    let text = span.and_then(|span| slice(&workspace.sources, span)).unwrap_or_default();
    let diagnostic = match inner.kind() {
        ErrorKind::UndefinedError => match missing_name(&text, customer) {
            Some((offset, name)) => {
                let span = span.map(|s| {
                    let start = s.start as usize + offset;
                    Span::new(s.source, start, start + name.len())
                });
                return missing(&name, span, customer, workspace);
            }
            None => Diagnostic::error("PP0202", format!("`{}` is not defined", text.trim())),
        },
        ErrorKind::TemplateNotFound => {
            let detail = inner.detail().unwrap_or_default();
            let wanted = detail.split('"').nth(1).unwrap_or(detail);
            let diagnostic =
                Diagnostic::error("PP0207", format!("there is no partial `{wanted}` to include"));
            match suggest::nearest(wanted, merger.paths()) {
                Some(near) => diagnostic.hint(format!("did you mean \"{near}\"?")),
                None => diagnostic.hint("partials are files below content/_partials"),
            }
        }
        ErrorKind::OutOfFuel => Diagnostic::error("PP0205", "the template does not come to an end")
            .hint("a loop over too many rows, or a partial that includes itself"),
        _ => Diagnostic::error("PP0208", words(inner)),
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
    if inner.kind() == ErrorKind::UndefinedError
        && let Some((_, name)) = missing_name(node.as_text().unwrap_or_default(), customer)
    {
        return missing(&name, Some(node.span), customer, workspace);
    }
    Diagnostic::error("PP0208", words(inner)).at(node.span, "").customer(&customer.id)
}

fn words(error: &Error) -> String {
    let text = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    text.trim_end_matches('.').to_owned()
}

fn slice(sources: &Sources, span: Span) -> Option<String> {
    let text = &sources.get(span.source)?.text;
    text.get(span.start as usize..span.end as usize).map(str::to_owned)
}

/// The first name in a piece of template that the customer has no value for.
fn missing_name(text: &str, customer: &Customer) -> Option<(usize, String)> {
    const WORDS: &[&str] = &[
        "if", "else", "elif", "for", "in", "is", "not", "and", "or", "set", "defined", "loop",
        "true", "false", "none", "endif", "endfor", "include",
    ];
    let found = names(text);
    let own = |name: &str| {
        !WORDS.contains(&name)
            && !name.starts_with("loop.")
            && !name.starts_with("registers.")
            && customer.variables.get(name).is_none()
    };
    found.iter().find(|(_, name)| own(name)).map(|(offset, name)| (*offset, (*name).to_owned()))
}

/// The error for a variable that shared text uses and nothing sets.
pub fn missing(
    name: &str,
    span: Option<Span>,
    customer: &Customer,
    workspace: &Workspace,
) -> Diagnostic {
    let schema = &workspace.schema;
    let entry = schema.entries.get(name);
    let mut diagnostic =
        Diagnostic::error("PP0202", format!("`{name}` is not set for `{}`", customer.id))
            .customer(&customer.id);
    if let Some(span) = span {
        diagnostic = diagnostic.at(span, "used here");
    }
    let table = workspace
        .customers
        .iter()
        .find(|file| file.id == customer.id)
        .and_then(|file| file.table.as_ref());
    let (group, key) = name.rsplit_once('.').unwrap_or(("", name));
    match entry {
        Some(entry) => {
            let example = crate::workspace::scaffold::example(entry);
            let place = customer.nearest_place(table, group);
            let header = if group.is_empty() { String::new() } else { format!(" to [{group}]") };
            diagnostic = diagnostic
                .related(place, format!("add `{key} = {example}`{header}"))
                .hint(format!("in {}, {key}: {}", customer.path, entry.description));
        }
        None => {
            let known = schema.entries.keys().map(String::as_str);
            diagnostic = match suggest::nearest(name, known) {
                Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
                None => diagnostic.hint(format!("`{name}` is not declared in content/schema.toml")),
            };
        }
    }
    let searched: Vec<&str> = customer.layers.iter().map(|(path, _)| path.as_str()).collect();
    diagnostic.hint(format!("searched: {}", searched.join(", ")))
}

impl Merger {
    /// Reports every required variable that nothing sets, at the place where shared text uses it.
    pub fn report_missing(
        &self,
        customer: &Customer,
        workspace: &Workspace,
        sink: &mut crate::diag::Sink,
    ) {
        for gap in &customer.missing {
            let used = self.uses(&gap.name).first().copied();
            let mut diagnostic = missing(&gap.name, used, customer, workspace);
            if let Some(place) = gap.place {
                let key = gap.name.rsplit('.').next().unwrap_or_default();
                diagnostic = diagnostic.related(
                    place,
                    format!("this row has no `{key}`: add `{key} = {}`", gap.example),
                );
                diagnostic.hints.retain(|hint| !hint.contains("schema.toml"));
            } else if used.is_none() {
                diagnostic = diagnostic.hint("no document uses it yet, but the schema requires it");
            }
            sink.report(diagnostic);
        }
    }
}
