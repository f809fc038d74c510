//! Values that nobody reads.

use super::{Place, Settings};
use crate::diag::{Diagnostic, Sink, Span, suggest};
use crate::merge::Usage;
use crate::workspace::{Node, Workspace, known};
use std::collections::BTreeSet;

/// Most places that one message shows.
const MAX_PLACES: usize = 4;

/// Whether text, a condition or the program itself reads a value.
pub fn is_read(usage: &Usage, name: &str) -> bool {
    usage.is_read(name) || known::reader(name).is_some()
}

/// Reports values that `pilotpack.toml`, a layer or a chosen customer sets and nobody reads.
pub fn values(
    workspace: &Workspace,
    usage: &Usage,
    settings: &Settings<'_>,
    chosen: &BTreeSet<&str>,
    sink: &mut Sink,
) {
    for name in settings.names() {
        let list = name.split_once("[].").map(|(list, _)| list);
        if is_read(usage, name) || list.is_some_and(|list| !is_read(usage, list)) {
            continue;
        }
        let mut places: Vec<Place<'_>> = settings
            .of_name(name)
            .filter(|place| place.customer.is_none_or(|id| chosen.contains(id)))
            .collect();
        if places.is_empty() {
            continue;
        }
        // A shared file concerns everybody.
        let customers: Option<Vec<String>> =
            places.iter().map(|place| place.customer.map(str::to_owned)).collect();
        let more = places.len().saturating_sub(MAX_PLACES);
        places.truncate(MAX_PLACES);
        let mut places = places.into_iter();
        let Some(first) = places.next() else { continue };
        let mut diagnostic = Diagnostic::warning("PP0130", format!("nobody reads `{name}`"))
            .at(first.key, "set here");
        for place in places {
            diagnostic = diagnostic.related(place.key, "and here");
        }
        diagnostic.customers = customers.unwrap_or_default();
        diagnostic = match near(workspace, usage, settings, name) {
            Some(near) => diagnostic.hint(format!("did you mean `{near}`, which is read?")),
            None => diagnostic
                .hint("print it in a document, or remove it here and from content/schema.toml"),
        };
        if more > 0 {
            diagnostic = diagnostic.hint(format!("{more} more places set it"));
        }
        sink.report(diagnostic);
    }
}

/// The value of the same table that is read and that nothing sets, if its name is near.
fn near(
    workspace: &Workspace,
    usage: &Usage,
    settings: &Settings<'_>,
    name: &str,
) -> Option<String> {
    let (table, key) = name.rsplit_once('.')?;
    let keys = workspace.schema.keys_of(table).into_iter().filter(|other| {
        let other = format!("{table}.{other}");
        is_read(usage, &other) && settings.of_name(&other).next().is_none()
    });
    suggest::nearest(key, keys).map(|near| format!("{table}.{near}"))
}

/// Reports registers and columns of registers that nobody reads.
pub fn registers(workspace: &Workspace, usage: &Usage, sink: &mut Sink) {
    for (register, node) in &workspace.registers {
        let name = format!("registers.{register}");
        if !usage.is_read(&name) {
            sink.report(
                Diagnostic::warning("PP0130", format!("nobody reads the register `{register}`"))
                    .at(node.key, "")
                    .hint(format!("go through it with {{% for row in {name} %}}, or remove it")),
            );
            continue;
        }
        let rows = node.as_list().unwrap_or_default().iter().filter_map(Node::as_table);
        let mut seen = BTreeSet::new();
        for (column, value) in rows.flatten() {
            if seen.insert(column) && !usage.is_read(&format!("{name}[].{column}")) {
                sink.report(
                    Diagnostic::warning(
                        "PP0130",
                        format!("nobody reads the column `{column}` of the register `{register}`"),
                    )
                    .at(value.key, "")
                    .hint("print it in a document, or remove it from every row"),
                );
            }
        }
    }
}

/// Reports variables and columns that the schema declares, and nobody sets or reads.
pub fn declarations(
    workspace: &Workspace,
    usage: &Usage,
    settings: &Settings<'_>,
    sink: &mut Sink,
) {
    let mut report = |name: &str, span: Span| {
        if is_read(usage, name) || settings.of_name(name).next().is_some() {
            return false;
        }
        sink.report(
            Diagnostic::warning("PP0134", format!("nobody sets or reads `{name}`"))
                .at(span, "declared here")
                .hint("print it in a document, or remove the declaration"),
        );
        true
    };
    for (name, entry) in &workspace.schema.entries {
        if report(name, entry.span) {
            continue;
        }
        let joint = match entry.kind {
            crate::workspace::Kind::TableList(_) => "[].",
            _ => ".",
        };
        for (column, declared) in entry.kind.columns().into_iter().flatten() {
            report(&format!("{name}{joint}{column}"), declared.span);
        }
    }
}
