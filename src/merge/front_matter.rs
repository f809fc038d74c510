//! The TOML between `+++` lines at the head of a document.

use crate::diag::{Diagnostic, Sink, SourceId, Sources, Span};
use crate::workspace::{Node, Table, Value, parse_toml, unknown_key};

/// Front matter as written: strings may hold template expressions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FrontMatter {
    /// The keys.
    pub table: Table,
    /// Byte offset in the file at which the Markdown starts.
    pub body: usize,
}

const KEYS: &[&str] = &[
    "title",
    "short_title",
    "summary",
    "audience",
    "action",
    "formats",
    "version",
    "effective_date",
    "approvals",
    "when",
    "numbering",
    "toc",
    "checkboxes",
    "attach",
    "language",
];

/// The table between the `+++` lines at the head of a file, and where the text below it starts, in
/// bytes. `example` is a line to start with, for the hint.
pub(super) fn split(
    source: SourceId,
    sources: &Sources,
    example: &str,
    sink: &mut Sink,
) -> Option<(Table, usize)> {
    let file = sources.get(source)?;
    let text = file.text.as_ref();
    let Some(after) = text.strip_prefix("+++\n") else {
        sink.report(
            Diagnostic::error("PP0201", "the document has no front matter")
                .at(Span::new(source, 0, text.find('\n').unwrap_or(0)), "")
                .hint(format!("start the file with +++, {example}, and +++ on lines of their own")),
        );
        return None;
    };
    let Some(end) =
        after.find("\n+++\n").map(|i| i + 1).or(after.starts_with("+++\n").then_some(0))
    else {
        sink.report(
            Diagnostic::error("PP0201", "the front matter is not closed")
                .at(Span::new(source, 0, 3), "opened here")
                .hint("write +++ on a line of its own before the Markdown"),
        );
        return None;
    };
    // The TOML is parsed at its own place in the file: what stands before it is blanked out, so
    // that every span fits the file.
    let mut blanked = Sources::new();
    let toml = format!("   \n{}", after.get(..end).unwrap_or_default());
    let id = blanked.add("front matter", toml);
    let mut own = Sink::new();
    let table = parse_toml(id, &blanked, &mut own);
    let moved = |span: Span| Span { source, ..span };
    for diagnostic in own.diagnostics() {
        let mut diagnostic = diagnostic.clone();
        diagnostic.span = diagnostic.span.map(moved);
        sink.report(diagnostic);
    }
    let mut table = table?;
    for node in table.values_mut() {
        relocate(node, source);
    }
    Some((table, 4 + end + 4))
}

/// Splits and checks the front matter of a document.
pub fn read(source: SourceId, sources: &Sources, sink: &mut Sink) -> Option<FrontMatter> {
    let (table, body) = split(source, sources, "title = \"…\"", sink)?;
    let mut own = Sink::new();
    for (key, node) in table.iter().filter(|(key, _)| !KEYS.contains(&key.as_str())) {
        own.report(unknown_key(key, node, KEYS.iter().copied(), "in the front matter"));
    }
    words(&table, "audience", &["customer", "public", "internal"], &mut own);
    words(&table, "action", &["read", "sign", "accept", "publish"], &mut own);
    words(&table, "numbering", &["clauses", "none"], &mut own);
    let hint = "leave it out to print boxes; \"form\" makes them fields to tick";
    choice(&table, "checkboxes", &["print", "form"], hint, &mut own);
    let hint = "leave it out for a PDF that carries no file; \"sources\" adds the digests of what it was made from";
    choice(&table, "attach", &["none", "sources"], hint, &mut own);
    list_of_words(&table, "formats", &["html", "pdf"], &mut own);
    if let Some(node) = table.get("formats").filter(|n| n.as_list().is_none_or(<[Node]>::is_empty))
    {
        own.report(
            Diagnostic::error("PP0103", "`formats` must be a list that is not empty")
                .at(node.span, "")
                .hint("write formats = [\"html\", \"pdf\"], or leave it out for both"),
        );
    }
    if table.get("title").is_none_or(|n| n.as_text().is_some_and(|t| t.trim().is_empty())) {
        own.report(
            Diagnostic::error("PP0201", "the document has no `title`")
                .at(Span::new(source, 0, 3), "in this front matter")
                .hint("add title = \"Data Processing Agreement\""),
        );
    }
    for key in ["title", "short_title", "summary", "version", "effective_date", "when", "language"]
    {
        if let Some(node) = table.get(key).filter(|n| n.as_text().is_none()) {
            own.report(
                Diagnostic::error("PP0103", format!("`{key}` must be a string"))
                    .at(node.span, format!("this is {}", node.value.kind())),
            );
        }
    }
    if let Some(node) = table.get("toc").filter(|n| !matches!(n.value, Value::Boolean(_))) {
        own.report(
            Diagnostic::error("PP0103", "`toc` must be true or false")
                .at(node.span, format!("this is {}", node.value.kind())),
        );
    }
    let failed = own.has_errors();
    sink.append(own);
    (!failed).then_some(FrontMatter { table, body })
}

fn relocate(node: &mut Node, source: SourceId) {
    node.span.source = source;
    node.key.source = source;
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|n| relocate(n, source)),
        Value::Table(table) => table.values_mut().for_each(|n| relocate(n, source)),
        _ => {}
    }
}

fn words(table: &Table, key: &str, allowed: &[&str], sink: &mut Sink) {
    choice(table, key, allowed, "", sink);
}

/// Like [`words`], with what to do if no allowed word is near.
fn choice(table: &Table, key: &str, allowed: &[&str], hint: &str, sink: &mut Sink) {
    if let Some(node) = table.get(key) {
        word(key, node, allowed, hint, sink);
    }
}

fn list_of_words(table: &Table, key: &str, allowed: &[&str], sink: &mut Sink) {
    let Some(node) = table.get(key) else { return };
    match node.as_list() {
        Some(items) => items.iter().for_each(|n| word(key, n, allowed, "", sink)),
        None => word(key, node, allowed, "", sink),
    }
}

fn word(key: &str, node: &Node, allowed: &[&str], hint: &str, sink: &mut Sink) {
    if node.as_text().is_some_and(|t| allowed.contains(&t)) {
        return;
    }
    let list = allowed.iter().map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(", ");
    let mut diagnostic =
        Diagnostic::error("PP0103", format!("`{key}` must be one of {list}")).at(node.span, "");
    if let Some(near) =
        node.as_text().and_then(|t| crate::diag::suggest::nearest(t, allowed.iter().copied()))
    {
        diagnostic = diagnostic.hint(format!("did you mean \"{near}\"?"));
    } else if !hint.is_empty() {
        diagnostic = diagnostic.hint(hint);
    }
    sink.report(diagnostic);
}

impl FrontMatter {
    /// The text of a key as written.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.table.get(key).and_then(Node::as_text)
    }

    /// Whether a flag is on.
    pub fn flag(&self, key: &str) -> bool {
        matches!(self.table.get(key).map(|n| &n.value), Some(Value::Boolean(true)))
    }

    /// Whether an output format is asked for; without `formats` all are.
    pub fn has_format(&self, format: &str) -> bool {
        match self.table.get("formats").and_then(Node::as_list) {
            Some(items) => items.iter().any(|n| n.as_text() == Some(format)),
            None => true,
        }
    }
}
