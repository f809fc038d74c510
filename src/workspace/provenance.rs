//! Which files set a value, and which of them is in force.
//!
//! Built for `explain` and `check` when they ask; a build keeps only the values in force.

use super::customer::{CustomerFile, Origin};
use super::table::{Node, Value};
use super::workspace_files::Workspace;
use crate::diag::Sink;
use std::collections::BTreeMap;

/// One file's say on a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting<'a> {
    /// Which file.
    pub origin: Origin<'a>,
    /// The value, with its place and that of its key.
    pub node: &'a Node,
}

/// For every value of a customer the files that set it.
///
/// A list is one value, whatever it holds: arrays replace each other whole, so every row and column
/// of a list of tables comes from the file that set the list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Provenance<'a> {
    chains: BTreeMap<String, Vec<Setting<'a>>>,
}

impl<'a> Provenance<'a> {
    /// Looks through the schema's defaults, `pilotpack.toml`, the layers and the customer's file.
    /// Without a readable file of the customer, those below all customers.
    pub fn of(workspace: &'a Workspace, file: &'a CustomerFile) -> Self {
        let mut provenance = Provenance::default();
        for (name, entry) in &workspace.schema.entries {
            if let Some(node) = &entry.default {
                provenance.set(name.clone(), Setting { origin: Origin::Default, node });
            }
        }
        // What is wrong with the names of layers was reported when the values were put together.
        for level in workspace.levels(file, &mut Sink::new()) {
            for (key, node) in level.entries() {
                provenance.lay(key.clone(), level.origin, node);
            }
        }
        provenance
    }

    fn lay(&mut self, name: String, origin: Origin<'a>, node: &'a Node) {
        match &node.value {
            Value::Table(table) => {
                // A table takes the place of a value.
                self.chains.remove(&name);
                for (key, node) in table {
                    self.lay(format!("{name}.{key}"), origin, node);
                }
            }
            _ => {
                // A value takes the place of a table.
                let below = format!("{name}.");
                let inside: Vec<String> = self
                    .chains
                    .range(below.clone()..)
                    .map(|(other, _)| other.clone())
                    .take_while(|other| other.starts_with(&below))
                    .collect();
                for other in inside {
                    self.chains.remove(&other);
                }
                self.set(name, Setting { origin, node });
            }
        }
    }

    fn set(&mut self, name: String, setting: Setting<'a>) {
        self.chains.entry(name).or_default().push(setting);
    }

    /// The files that set a value, lowest first: the last one is in force. Empty if none does.
    pub fn chain(&self, name: &str) -> &[Setting<'a>] {
        self.chains.get(name).map_or(&[], Vec::as_slice)
    }

    /// All values by dotted name, each with the files that set it, lowest first.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Setting<'a>])> {
        self.chains.iter().map(|(name, chain)| (name.as_str(), chain.as_slice()))
    }
}
