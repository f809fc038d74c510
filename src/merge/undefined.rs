//! Names without a value: which one it is, and where it should have been set.

use super::assigned::assigned;
use super::operators::UNITS;
use super::uses::{names, resolve, tag_at};
use crate::diag::{Diagnostic, Span, suggest};
use crate::workspace::{Customer, Kind, Node, Table, Workspace};
use std::ops::Range;

/// A name that the customer has no value for.
pub struct Undefined {
    /// What it stands for, such as `sla[].response`.
    pub name: String,
    /// Where it is written.
    pub place: Range<usize>,
}

/// The name in the tag around a place of a template that the customer has no value for: one at
/// the place, if there is one.
pub fn undefined(
    template: &str,
    place: Range<usize>,
    customer: &Customer,
    workspace: &Workspace,
) -> Option<Undefined> {
    let (range, loops) = tag_at(template, place.start)?;
    let tag = template.get(range.clone())?;
    let assigned = assigned(template);
    let unset: Vec<Undefined> = names(tag)
        .into_iter()
        .map(|(offset, name)| {
            let start = range.start + offset;
            Undefined { name: resolve(name, &loops), place: start..start + name.len() }
        })
        .filter(|found| {
            let first = found.name.split('.').next().unwrap_or_default();
            !assigned.contains(first) && !is_set(&found.name, customer, workspace)
        })
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
    if WORDS.contains(&name) || UNITS.contains(&name) || name.starts_with("loop.") {
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
    let Some(entry) = schema.entry(name) else {
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
    if !entry.required && entry.required_when.is_none() {
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
    let declared = match workspace.schema.entry(list).map(|entry| &entry.kind) {
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
    let mut known: Vec<&str> = match workspace.schema.entry(list).map(|entry| &entry.kind) {
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
