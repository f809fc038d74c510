//! Customers: one file each, layers below it.

use super::table::{Node, Table};
use super::variables::{Missing, Variables, check_file, missing};
use super::workspace_files::Workspace;
use crate::diag::{Diagnostic, Sink, SourceId, Span, suggest};

/// Keys at the top of a customer's file that are not variables.
pub const CUSTOMER_KEYS: &[&str] = &["layers", "pack"];

/// A customer's file as parsed.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerFile {
    /// File stem: names the pack.
    pub id: String,
    /// Path relative to the workspace.
    pub path: String,
    /// Its text in the table of sources.
    pub source: SourceId,
    /// What it says; `None` if it is not valid TOML, which has been reported.
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

impl Workspace {
    /// Puts the values of one customer together and checks the customer's own file.
    ///
    /// Returns `None` once an error was reported.
    pub fn customer(&self, file: &CustomerFile, sink: &mut Sink) -> Option<Customer> {
        let table = file.table.as_ref()?;
        let mut own = Sink::new();
        check_file(table, &self.schema, CUSTOMER_KEYS, &mut own);
        let mut variables = Variables::defaults(&self.schema);
        variables.overlay(&self.config.values);
        let mut layers = vec![(String::from("pilotpack.toml"), self.config_source)];
        for layer in self.layers_of(table, &mut own) {
            variables.overlay(layer.2);
            layers.push((layer.0, layer.1));
        }
        layers.push((file.path.clone(), file.source));
        let mut values = table.clone();
        for key in CUSTOMER_KEYS {
            values.remove(*key);
        }
        variables.overlay(&values);
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

    fn layers_of<'a>(
        &'a self,
        table: &Table,
        sink: &mut Sink,
    ) -> Vec<(String, SourceId, &'a Table)> {
        let Some(node) = table.get("layers") else { return Vec::new() };
        let names = node.as_list().unwrap_or_default();
        if node.as_list().is_none() {
            sink.report(
                Diagnostic::error("PP0103", "`layers` must be a list of names")
                    .at(node.span, format!("this is {}", node.value.kind()))
                    .hint("write layers = [\"region/eu\", \"plan/pilot\"]"),
            );
        }
        let mut found = Vec::new();
        for item in names {
            let Some(name) = item.as_text() else {
                sink.report(must_be_text("a layer", item));
                continue;
            };
            match self.layers.get(name) {
                Some((source, table)) => {
                    found.push((format!("customers/_layers/{name}.toml"), *source, table));
                }
                None => {
                    let mut diagnostic =
                        Diagnostic::error("PP0105", format!("there is no layer `{name}`"))
                            .at(item.span, "");
                    diagnostic =
                        match suggest::nearest(name, self.layers.keys().map(String::as_str)) {
                            Some(near) => diagnostic.hint(format!("did you mean \"{near}\"?")),
                            None => diagnostic.hint(format!(
                                "layers are files below customers/_layers: {}",
                                self.layers.keys().cloned().collect::<Vec<_>>().join(", ")
                            )),
                        };
                    sink.report(diagnostic);
                }
            }
        }
        found
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

fn must_be_text(what: &str, node: &Node) -> Diagnostic {
    Diagnostic::error("PP0103", format!("{what} must be a name in quotes"))
        .at(node.span, format!("this is {}", node.value.kind()))
}

impl Customer {
    /// The node of a table or value in the customer's own file that is nearest to a variable: the
    /// place to add it.
    pub fn nearest_place(&self, table: Option<&Table>, name: &str) -> Span {
        let mut span = Span::new(self.source, 0, 0);
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

    /// A text value, or nothing.
    pub fn text(&self, name: &str) -> &str {
        self.variables.get(name).and_then(Node::as_text).unwrap_or_default()
    }
}
