//! Customers: one file each, layers below it.

use super::layers::{self, LAYERS_KEY};
use super::table::{Node, Table};
use super::variables::{Missing, Variables, check_file, missing, show_lower};
use super::workspace_files::Workspace;
use crate::diag::{Diagnostic, Sink, SourceId, Span, suggest};
use std::borrow::Cow;

/// Keys at the top of a customer's file that are not variables.
pub const CUSTOMER_KEYS: &[&str] = &[LAYERS_KEY, "pack"];

/// A customer's file as parsed.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerFile {
    /// File stem: names the pack.
    pub id: String,
    /// Path relative to the workspace.
    pub path: String,
    /// Its text in the table of sources.
    pub source: SourceId,
    /// What it says; `None` if it is not valid TOML, or if another file of the customer cannot be
    /// read, which has been reported.
    pub table: Option<Table>,
}

/// A customer with the values that are in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Customer {
    /// Names the pack.
    pub id: String,
    /// Path of the file relative to the workspace.
    pub path: String,
    /// The file.
    pub source: SourceId,
    /// Name of the pack in `pilotpack.toml`.
    pub pack: String,
    /// Files whose values are used, lowest first: `pilotpack.toml`, layers, the customer's own.
    pub layers: Vec<(String, SourceId)>,
    /// The values in force.
    pub variables: Variables,
    /// Required variables that nothing sets. The merge reports each with the place where shared
    /// text prints it.
    pub missing: Vec<Missing>,
}

/// What set a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin<'a> {
    /// The default in `content/schema.toml`.
    Default,
    /// `pilotpack.toml`.
    Config,
    /// The layer of this name.
    Layer(&'a str),
    /// The customer's own file.
    Customer,
}

/// One of the files whose values a customer has.
#[derive(Debug, Clone, Copy)]
pub struct Level<'a> {
    /// Which of them.
    pub origin: Origin<'a>,
    /// Path relative to the workspace.
    pub path: &'a str,
    /// Its text in the table of sources.
    pub source: SourceId,
    /// What it says; a customer's file also holds [`CUSTOMER_KEYS`].
    table: &'a Table,
}

impl<'a> Level<'a> {
    /// The values it sets, at the top of the file.
    pub fn entries(&self) -> impl Iterator<Item = (&'a String, &'a Node)> + use<'a> {
        let own = self.origin == Origin::Customer;
        self.table.iter().filter(move |(key, _)| !own || !CUSTOMER_KEYS.contains(&key.as_str()))
    }

    fn values(&self) -> Cow<'a, Table> {
        match self.origin {
            Origin::Customer => {
                Cow::Owned(self.entries().map(|(k, v)| (k.clone(), v.clone())).collect())
            }
            _ => Cow::Borrowed(self.table),
        }
    }
}

impl Workspace {
    /// Puts the values of one customer together and checks the customer's own file.
    ///
    /// Returns `None` once an error was reported.
    pub fn customer(&self, file: &CustomerFile, sink: &mut Sink) -> Option<Customer> {
        let table = file.table.as_ref()?;
        let mut own = Sink::new();
        check_file(table, &self.schema, CUSTOMER_KEYS, &mut own);
        let levels = self.levels(file, &mut own);
        let below = levels.iter().filter(|level| level.origin != Origin::Customer);
        let mut own = show_lower(own, below.map(|level| level.table), table);
        let mut variables = Variables::defaults(&self.schema);
        for level in &levels {
            variables.overlay(&level.values());
        }
        let layers = levels.iter().map(|level| (level.path.to_owned(), level.source)).collect();
        self.check_id(file, &variables, &mut own);
        let pack = self.pack_of(file, table, &mut own);
        let missing = missing(&variables, &self.schema);
        let failed = own.has_errors();
        for diagnostic in own.diagnostics() {
            let mut diagnostic = diagnostic.clone();
            diagnostic.customers = vec![file.id.clone()];
            sink.report(diagnostic);
        }
        if failed {
            return None;
        }
        Some(Customer {
            id: file.id.clone(),
            path: file.path.clone(),
            source: file.source,
            pack: pack?,
            layers,
            variables,
            missing,
        })
    }

    /// The files whose values a customer has, lowest first: `pilotpack.toml`, layers, its own.
    ///
    /// Names of layers that are wrong are reported.
    pub fn levels<'a>(&'a self, file: &'a CustomerFile, sink: &mut Sink) -> Vec<Level<'a>> {
        let mut levels = vec![Level {
            origin: Origin::Config,
            path: "pilotpack.toml",
            source: self.config_source,
            table: &self.config.values,
        }];
        let Some(table) = &file.table else { return levels };
        let named = layers::links(table, &self.layers, sink);
        levels.extend(layers::stack(&self.layers, &named).into_iter().map(|(name, layer)| Level {
            origin: Origin::Layer(name),
            path: &layer.path,
            source: layer.source,
            table: &layer.values,
        }));
        levels.push(Level {
            origin: Origin::Customer,
            path: &file.path,
            source: file.source,
            table,
        });
        levels
    }

    fn check_id(&self, file: &CustomerFile, variables: &Variables, sink: &mut Sink) {
        let Some(node) = variables.get("customer.id") else { return };
        if node.as_text() != Some(&file.id) {
            sink.report(
                Diagnostic::error(
                    "PP0106",
                    format!("`customer.id` is not the name of its file `{}`", file.path),
                )
                .at(node.span, "")
                .hint(format!(
                    "write id = \"{}\" or rename the file: a copied file must not build another customer's pack",
                    file.id
                )),
            );
        }
    }

    fn pack_of(&self, file: &CustomerFile, table: &Table, sink: &mut Sink) -> Option<String> {
        let packs = || self.config.packs.keys().map(String::as_str);
        let list = || packs().map(|p| format!("\"{p}\"")).collect::<Vec<_>>().join(", ");
        let Some(node) = table.get("pack") else {
            sink.report(
                Diagnostic::error(
                    "PP0104",
                    "the customer's file does not say which `pack` to build",
                )
                .at(Span::new(file.source, 0, 0), "")
                .hint(format!("add a line pack = … with one of {}", list())),
            );
            return None;
        };
        let Some(name) = node.as_text() else {
            sink.report(must_be_text("`pack`", node).hint(format!("one of {}", list())));
            return None;
        };
        if self.config.packs.contains_key(name) {
            return Some(name.to_owned());
        }
        let mut diagnostic =
            Diagnostic::error("PP0105", format!("there is no pack `{name}`")).at(node.span, "");
        diagnostic = match suggest::nearest(name, packs()) {
            Some(near) => diagnostic.hint(format!("did you mean \"{near}\"?")),
            None => diagnostic.hint(format!("packs in pilotpack.toml: {}", list())),
        };
        sink.report(diagnostic);
        None
    }
}

pub(super) fn must_be_text(what: &str, node: &Node) -> Diagnostic {
    Diagnostic::error("PP0103", format!("{what} must be a name in quotes"))
        .at(node.span, format!("this is {}", node.value.kind()))
}

/// The key of the innermost table of a file that is there and could hold a variable; the start of
/// the file if there is none.
fn nearest_place(source: SourceId, table: Option<&Table>, name: &str) -> Span {
    let mut span = Span::new(source, 0, 0);
    let mut table = table;
    for part in name.split('.') {
        let Some(node) = table.and_then(|t| t.get(part)) else { break };
        if !matches!(node.value, super::table::Value::Table(_)) {
            break;
        }
        span = node.key;
        table = node.as_table();
    }
    span
}

impl Workspace {
    /// Where to add a variable that nothing sets: the customer's file, unless `pilotpack.toml` alone
    /// has values of the kind.
    pub fn place_to_add(&self, file: &CustomerFile, name: &str) -> Span {
        let first = name.split(['.', '[']).next().unwrap_or_default();
        match self.config.values.get(first) {
            Some(node) if file.table.as_ref().is_none_or(|table| !table.contains_key(first)) => {
                nearest_place(node.key.source, Some(&self.config.values), name)
            }
            _ => nearest_place(file.source, file.table.as_ref(), name),
        }
    }
}

impl Customer {
    /// The node of a table or value in the customer's own file that is nearest to a variable: the
    /// place to add it.
    pub fn nearest_place(&self, table: Option<&Table>, name: &str) -> Span {
        nearest_place(self.source, table, name)
    }

    /// A text value, or nothing.
    pub fn text(&self, name: &str) -> &str {
        self.variables.get(name).and_then(Node::as_text).unwrap_or_default()
    }
}
