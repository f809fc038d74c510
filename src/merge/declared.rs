//! Names in shared text that nothing declares, in branches that no customer takes too.
//!
//! minijinja only finds a misspelt name when it gets there: the mistake hides in a branch until
//! the next customer takes it.

use super::operators::UNITS;
use crate::diag::{Diagnostic, Sink, SourceId, Span, suggest};
use crate::workspace::{Node, Workspace};
use std::collections::{BTreeMap, BTreeSet};

/// Words of the language and functions that are no variables.
const WORDS: &[&str] = &[
    "and",
    "as",
    "autoescape",
    "block",
    "call",
    "caller",
    "dict",
    "do",
    "elif",
    "else",
    "endautoescape",
    "endblock",
    "endcall",
    "endfilter",
    "endfor",
    "endif",
    "endmacro",
    "endraw",
    "endset",
    "endwith",
    "extends",
    "false",
    "False",
    "filter",
    "for",
    "from",
    "if",
    "ignore",
    "import",
    "in",
    "include",
    "is",
    "loop",
    "macro",
    "missing",
    "none",
    "None",
    "not",
    "or",
    "range",
    "raw",
    "recursive",
    "self",
    "set",
    "super",
    "true",
    "True",
    "with",
];

/// Reports names that are neither declared in the schema, nor registers, nor given a value by a
/// template. `uses` are the names of one file with their places, `assigned` the names that any
/// template gives a value: a partial may use those of the text that includes it.
pub(super) fn undeclared(
    uses: &BTreeMap<String, Vec<Span>>,
    assigned: &BTreeSet<String>,
    workspace: &Workspace,
    sink: &mut Sink,
) {
    for (name, places) in uses {
        let first = name.split(['.', '[']).next().unwrap_or_default();
        if first.starts_with("__")
            || WORDS.contains(&first)
            || UNITS.contains(&first)
            || assigned.contains(first)
        {
            continue;
        }
        // What is looped over is told where it stands, not once more for every column.
        if name.split_once("[]").is_some_and(|(list, _)| declared(list, workspace).is_err()) {
            continue;
        }
        let Err(known) = declared(name, workspace) else { continue };
        for place in places.iter().filter(|place| is_value(**place, workspace)) {
            let message = format!("`{name}` is not declared");
            let diagnostic = Diagnostic::error("PP0215", message).at(*place, "");
            sink.report(match suggest::nearest(name, known.iter().map(String::as_str)) {
                Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
                None => diagnostic.hint(
                    "declare it in content/schema.toml, or give it a value with {% set … %} first",
                ),
            });
        }
    }
}

/// Whether a name stands for something; if not, the names that it could have been.
fn declared(name: &str, workspace: &Workspace) -> Result<(), Vec<String>> {
    let schema = &workspace.schema;
    let (name, column) = match name.split_once("[]") {
        Some((list, column)) => (list, column.trim_start_matches('.')),
        None => (name, ""),
    };
    if let Some(register) = name.strip_prefix("registers.") {
        let Some(node) = workspace.registers.get(register) else {
            return Err(workspace.registers.keys().map(|r| format!("registers.{r}")).collect());
        };
        return columns(name, column, register_columns(name, node, workspace));
    }
    if name == "registers" {
        return Ok(());
    }
    if let Some(entry) = schema.entries.get(name) {
        let columns_of = entry.kind.columns().map(|c| c.keys().cloned().collect());
        return columns(name, column, columns_of);
    }
    if schema.is_table(name) {
        return Ok(());
    }
    // A key of a table that is declared as one variable.
    if let Some((table, key)) = name.rsplit_once('.')
        && let Some(known) = schema.entries.get(table).and_then(|entry| entry.kind.columns())
    {
        let found = known.contains_key(key);
        return if found {
            Ok(())
        } else {
            Err(known.keys().map(|k| format!("{table}.{k}")).collect())
        };
    }
    Err(schema.entries.keys().cloned().collect())
}

fn columns(list: &str, column: &str, known: Option<Vec<String>>) -> Result<(), Vec<String>> {
    match known {
        Some(known) if !column.is_empty() && !known.iter().any(|c| c == column) => {
            Err(known.into_iter().map(|c| format!("{list}[].{c}")).collect())
        }
        _ => Ok(()),
    }
}

/// The columns of a register: those that the schema declares, else those of its rows.
fn register_columns(name: &str, node: &Node, workspace: &Workspace) -> Option<Vec<String>> {
    if let Some(columns) = workspace.schema.entries.get(name).and_then(|e| e.kind.columns()) {
        return Some(columns.keys().cloned().collect());
    }
    let rows = node.as_list().unwrap_or_default().iter().filter_map(Node::as_table);
    let found: BTreeSet<String> = rows.flat_map(|row| row.keys().cloned()).collect();
    Some(found.into_iter().collect())
}

/// Whether the name at a place is a value: not the name of an argument (`role=…`), of a test
/// (`is defined`) or of a function.
fn is_value(place: Span, workspace: &Workspace) -> bool {
    let Some(file) = workspace.sources.get(place.source) else { return false };
    let (start, end) = (place.start as usize, place.end as usize);
    let before = file.text.get(..start).unwrap_or_default().trim_end();
    let after = file.text.get(end..).unwrap_or_default().trim_start();
    // A function that does not exist is told with those that do when it is called.
    let argument = after.starts_with('=') && !after.starts_with("==") || after.starts_with('(');
    let before = before.strip_suffix(" not").unwrap_or(before).trim_end();
    !argument && !before.ends_with(" is")
}

/// The names that the templates of a workspace give values.
pub(super) fn assigned_anywhere(workspace: &Workspace) -> BTreeSet<String> {
    let shared = workspace.content.values().map(|file| file.source);
    let own = workspace.overrides.iter().map(|own| own.source);
    let text = |source: SourceId| workspace.sources.get(source).map(|file| &*file.text);
    let found = shared.chain(own).filter_map(text).flat_map(super::assigned::assigned);
    found.map(str::to_owned).collect()
}
