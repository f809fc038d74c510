//! Each value that a sample customer's file sets is taken away, one at a time.
//!
//! What nothing sets any more must be reported where shared text uses it, with the key and the
//! customer's file. The cases are generated from the real content and customers, so that a new
//! variable is covered as soon as it exists.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use pilotpack::diag::Sink;
use pilotpack::merge::Merger;
use pilotpack::workspace::{Entry, Kind, Node, Table, Value, Workspace};
use std::ops::Range;
use std::path::Path;
use support::Project;

/// One value in a customer's file.
struct Removal {
    /// Dotted name; a column is `sla[].response`.
    name: String,
    /// What to take out of the file.
    range: Range<usize>,
}

/// The values of a file with the bytes of their assignments.
fn removals(text: &str, table: &Table, prefix: &str, inline: bool, found: &mut Vec<Removal>) {
    for (key, node) in table {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        let (start, end) = (node.key.start as usize, node.span.end as usize);
        match &node.value {
            Value::Table(inner) => {
                let braces = text[node.span.start as usize..].starts_with('{');
                removals(text, inner, &name, inline || braces, found);
            }
            Value::List(items) => {
                for row in items.iter().filter_map(Node::as_table) {
                    let braces =
                        items.iter().any(|i| text[i.span.start as usize..].starts_with('{'));
                    removals(text, row, &format!("{name}[]"), inline || braces, found);
                }
                if items.iter().all(|item| item.as_table().is_none()) {
                    found.push(Removal { name, range: line(text, start, end) });
                }
            }
            _ if inline => found.push(Removal { name, range: entry(text, start, end) }),
            _ => found.push(Removal { name, range: line(text, start, end) }),
        }
    }
}

fn line(text: &str, start: usize, end: usize) -> Range<usize> {
    let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let to = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    from..to
}

/// An entry of an inline table with the comma behind it, or the one before it if it is the last.
fn entry(text: &str, start: usize, end: usize) -> Range<usize> {
    let after = &text[end..];
    let space = after.len() - after.trim_start().len();
    if after[space..].starts_with(',') {
        return start..end + space + 1;
    }
    let before = text[..start].trim_end();
    before.len() - usize::from(before.ends_with(','))..end
}

/// The declaration of a variable or column.
fn declared<'a>(workspace: &'a Workspace, name: &str) -> &'a Entry {
    let entries = &workspace.schema.entries;
    match name.split_once("[].") {
        Some((list, column)) => match &entries[list].kind {
            Kind::TableList(columns) => &columns[column],
            _ => panic!("{name}"),
        },
        None => &entries[name],
    }
}

#[test]
fn every_value_that_content_needs_is_missed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sink = Sink::new();
    let workspace = Workspace::load(root, &mut sink).unwrap();
    let merger = Merger::new(&workspace, &mut sink);
    assert!(sink.is_empty(), "{sink:#?}");
    let (mut missed, mut kept) = (0, 0);
    for file in &workspace.customers {
        let text = workspace.sources.get(file.source).unwrap().text.to_string();
        let mut table = file.table.clone().unwrap();
        table.remove("layers");
        table.remove("pack");
        let mut list = Vec::new();
        removals(&text, &table, "", false, &mut list);
        let mut project = Project::copy(root);
        for other in workspace.customers.iter().filter(|other| other.id != file.id) {
            std::fs::remove_file(project.path().join(&other.path)).unwrap();
        }
        for Removal { name, range } in list {
            let mut changed = text.clone();
            changed.replace_range(range, "");
            project = project.file(&file.path, &changed);
            let mut sink = Sink::new();
            let without = Workspace::load(project.path(), &mut sink).unwrap();
            assert!(sink.is_empty(), "{name}: {sink:#?}\n{changed}");
            let customer = without.customer(&without.customers[0], &mut sink).unwrap();
            let outcome = project.run();
            let still = match name.split_once("[].") {
                Some(_) => customer.missing.iter().all(|gap| gap.name != name),
                None => customer.variables.get(&name).is_some(),
            };
            let entry = declared(&workspace, &name);
            if still || !(entry.required || entry.required_when.is_some()) {
                // A layer or a default sets it, or text asks whether it is there.
                assert_eq!(outcome.messages(), "", "{}: {name}", file.id);
                kept += 1;
                continue;
            }
            let messages = outcome.messages();
            if entry.required_when.is_some() && messages.is_empty() {
                kept += 1;
                continue;
            }
            assert!(outcome.documents.is_empty(), "{}: {name} is not missed", file.id);
            assert!(messages.contains(&format!("`{name}` is not set")), "{name}\n{messages}");
            assert!(messages.contains(&format!("customer: {}", file.id)), "{name}\n{messages}");
            assert!(messages.contains(&file.path), "{name}\n{messages}");
            if let Some(used) = merger.uses(&name).first() {
                let place = workspace.sources.location(*used);
                assert!(place.starts_with("content/"), "{place}");
                assert!(messages.contains(&format!("--> {place}\n")), "{place}\n{messages}");
                missed += 1;
            }
        }
    }
    assert!(missed >= 80, "{missed} cases, {kept} values that are set elsewhere or optional");
}
