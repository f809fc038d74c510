//! `content/schema.toml`: every variable that content may use and a customer file may hold.
//!
//! [`Schema::read`] turns the file into [`Entry`]s; `super::check` holds values against them.

mod entry;
mod kind;
mod limits;
mod reading;
mod typing;

pub use entry::{Entry, Pattern};
pub use kind::{Kind, Measure};

use std::collections::BTreeMap;

/// Typed keys of a table, by name.
pub type Columns = BTreeMap<String, Entry>;

/// Before the name of a register in a schema: `["registers.subprocessors"]`.
pub const REGISTERS: &str = "registers.";

/// All declared variables by dotted name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    /// The variables.
    pub entries: BTreeMap<String, Entry>,
    /// The registers below `content/registers/` whose columns are declared, by their own name;
    /// each a [`Kind::TableList`].
    pub registers: BTreeMap<String, Entry>,
}

impl Schema {
    /// The declaration of a variable, of a register (`registers.subprocessors`), of a key of a table
    /// (`customer.bank.iban`) or of a column (`sla[].response`).
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        let whole = |name: &str| match name.strip_prefix(REGISTERS) {
            Some(register) => self.registers.get(register),
            None => self.entries.get(name),
        };
        if let Some(entry) = whole(name) {
            return Some(entry);
        }
        let (table, column) = name.split_once("[].").or_else(|| name.rsplit_once('.'))?;
        whole(table)?.kind.columns()?.get(column)
    }

    /// Whether `path` is a table that holds declared variables.
    pub fn is_table(&self, path: &str) -> bool {
        let prefix = format!("{path}.");
        self.entries.range(prefix.clone()..).next().is_some_and(|(k, _)| k.starts_with(&prefix))
    }

    /// The keys that may stand in the table `path` (empty for the top of a file).
    pub fn keys_of(&self, path: &str) -> Vec<&str> {
        let prefix = if path.is_empty() { String::new() } else { format!("{path}.") };
        let mut keys: Vec<&str> = self
            .entries
            .keys()
            .filter_map(|name| name.strip_prefix(&prefix)?.split('.').next())
            .collect();
        keys.dedup();
        keys
    }
}
