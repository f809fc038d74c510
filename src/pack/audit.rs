//! What is not wrong and still not as it should be: values nobody reads, values set twice, layers
//! and folders of nobody, text that no customer gets.
//!
//! [`audit`] looks at the whole workspace, because only all customers together can say that nobody
//! uses something; it reports what concerns the customers chosen and the shared files.

mod repeated;
mod shared;
mod shown;
mod unread;

use crate::diag::{Sink, Span};
use crate::merge::{Merger, Usage};
use crate::workspace::{Node, Origin, Schema, Table, Workspace};
use std::collections::BTreeSet;

/// Reports warnings about shared files and the files of the customers `chosen`.
///
/// Errors in files were reported when the customers were built; what a file with errors says is
/// passed over here.
pub fn audit(workspace: &Workspace, merger: &Merger, chosen: &BTreeSet<&str>, sink: &mut Sink) {
    let usage = Usage::of(workspace);
    let settings = Settings::of(workspace);
    unread::values(workspace, &usage, &settings, chosen, sink);
    unread::registers(workspace, &usage, sink);
    unread::declarations(workspace, &usage, &settings, sink);
    repeated::check(workspace, chosen, sink);
    shared::layers(workspace, sink);
    shared::folders(workspace, sink);
    shown::check(workspace, merger, sink);
}

/// A place that sets a value.
#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    /// Its key.
    key: Span,
    /// The customer whose file it is in; `None` in a shared file.
    customer: Option<&'a str>,
}

/// Every declared value with the places that set it: `pilotpack.toml`, layers that a customer has,
/// customers' files. A column such as `sla[].response` counts once a file.
struct Settings<'a> {
    places: Vec<(String, Place<'a>)>,
}

impl<'a> Settings<'a> {
    fn of(workspace: &'a Workspace) -> Self {
        let mut settings = Settings { places: Vec::new() };
        settings.add(&workspace.config.values, None, &workspace.schema);
        let used = workspace.layers_in_use();
        for (_, layer) in workspace.layers.iter().filter(|(name, _)| used.contains(name.as_str())) {
            settings.add(&layer.values, None, &workspace.schema);
        }
        for file in &workspace.customers {
            if let Some(table) = &file.table {
                settings.add(table, Some(&file.id), &workspace.schema);
            }
        }
        // Stable: places of one name stay in the order of the files.
        settings.places.sort_by(|a, b| a.0.cmp(&b.0));
        settings
    }

    fn add(&mut self, table: &'a Table, customer: Option<&'a str>, schema: &Schema) {
        let mut seen = BTreeSet::new();
        walk(table, "", schema, &mut |name, node| {
            if seen.insert(name.clone()) {
                self.places.push((name, Place { key: node.key, customer }));
            }
        });
    }

    /// The places that set a value.
    fn of_name(&self, name: &str) -> impl Iterator<Item = Place<'a>> {
        let from = self.places.partition_point(|(other, _)| other.as_str() < name);
        let rest = self.places.get(from..).unwrap_or_default();
        let count = rest.partition_point(|(other, _)| other == name);
        rest.iter().take(count).map(|(_, place)| *place)
    }

    /// All names, sorted.
    fn names(&self) -> BTreeSet<&str> {
        self.places.iter().map(|(name, _)| name.as_str()).collect()
    }
}

/// Calls `found` for every declared value in a table, and for every column of a list of tables.
fn walk<'a>(
    table: &'a Table,
    path: &str,
    schema: &Schema,
    found: &mut impl FnMut(String, &'a Node),
) {
    for (key, node) in table {
        let name = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        if let Some(inner) = node.as_table() {
            walk(inner, &name, schema, found);
        } else if schema.entry(&name).is_some() {
            for row in node.as_list().unwrap_or_default().iter().filter_map(Node::as_table) {
                walk(row, &format!("{name}[]"), schema, found);
            }
            found(name, node);
        }
    }
}

impl Workspace {
    /// The layers that the values of some customer come from.
    fn layers_in_use(&self) -> BTreeSet<&str> {
        let levels = self.customers.iter().flat_map(|file| self.levels(file, &mut Sink::new()));
        let names = levels.filter_map(|level| match level.origin {
            Origin::Layer(name) => Some(name),
            _ => None,
        });
        names.collect()
    }
}
