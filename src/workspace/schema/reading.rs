//! Declarations as they are written: the keys below one name, read into an [`Entry`].

use super::typing::kind;
use super::{Entry, Kind, REGISTERS, Schema, limits};
use crate::diag::{Diagnostic, Sink};
use crate::workspace::table::{Node, Table, Value};
use crate::workspace::variables::unknown_key;

/// Keys of a declaration.
const KEYS: &[&str] = &[
    "type",
    "required",
    "required_when",
    "default",
    "min",
    "max",
    "pattern",
    "values",
    "items",
    "columns",
    "identifying",
    "description",
    "example",
];

/// First parts of names that mean something else in a customer's file, in `pilotpack.toml` or in
/// templates.
const RESERVED: &[&str] = &["layers", "pack", "packs", "theme", "calendars", "registers"];

/// What is declared: decides which keys make sense.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    Variable,
    Register,
    Column,
}

impl Schema {
    /// Reads the declarations; mistakes in them are reported.
    pub fn read(table: &Table, sink: &mut Sink) -> Self {
        let mut schema = Schema::default();
        for (name, node) in table {
            match name.strip_prefix(REGISTERS) {
                Some(register) => {
                    if let Some(entry) = entry(name, node, Place::Register, sink)
                        && is_register(name, &entry, sink)
                    {
                        schema.registers.insert(register.to_owned(), entry);
                    }
                }
                None => {
                    if let Some(entry) = entry(name, node, Place::Variable, sink) {
                        schema.entries.insert(name.clone(), entry);
                    }
                }
            }
        }
        schema.report_nested(sink);
        schema
    }

    /// Reports variables whose name goes on below another variable, which can never be set both.
    fn report_nested(&self, sink: &mut Sink) {
        for (name, entry) in &self.entries {
            let above = name.match_indices('.').find_map(|(at, _)| {
                let above = name.get(..at)?;
                Some((above, self.entries.get(above)?))
            });
            if let Some((above, upper)) = above {
                sink.report(
                    Diagnostic::error(
                        "PP0110",
                        format!("`{name}` is declared below `{above}`, which is a variable itself"),
                    )
                    .at(entry.span, "")
                    .related(upper.span, format!("this is a {}", upper.kind.name()))
                    .hint("rename one of them, or make it a column of a table"),
                );
            }
        }
    }
}

/// A register is a list of tables; anything else is reported.
fn is_register(name: &str, entry: &Entry, sink: &mut Sink) -> bool {
    let ok = matches!(entry.kind, Kind::TableList(_));
    if !ok {
        sink.report(
            Diagnostic::error("PP0110", format!("the register `{name}` must be a table_list"))
                .at(entry.span, format!("this is a {}", entry.kind.name()))
                .hint("write type = \"table_list\" and declare its columns"),
        );
    }
    ok
}

pub(super) fn wrong(message: impl Into<String>, node: &Node) -> Diagnostic {
    Diagnostic::error("PP0110", message).at(node.span, "")
}

/// Reads one declaration; `None` after a mistake that leaves no type.
pub(super) fn entry(name: &str, node: &Node, place: Place, sink: &mut Sink) -> Option<Entry> {
    let Some(table) = node.as_table() else {
        sink.report(
            wrong(format!("`{name}` must be a table that declares a variable"), node)
                .hint(format!("write [\"{name}\"] and below it type = \"text\"")),
        );
        return None;
    };
    if !table.contains_key("type") && looks_unquoted(table) {
        let inner = table.keys().next().map_or("name", String::as_str);
        sink.report(
            Diagnostic::error("PP0110", format!("the schema of `{name}` has no `type`"))
                .at(node.key, "")
                .hint(format!("a name with points is quoted: [\"{name}.{inner}\"]")),
        );
        return None;
    }
    for (key, value) in table.iter().filter(|(key, _)| !KEYS.contains(&key.as_str())) {
        let place = format!("in the schema of `{name}`");
        sink.report(unknown_key(key, value, KEYS.iter().copied(), &place));
    }
    check_name(name, node, place, sink);
    let kind = kind(name, node, table, sink)?;
    let flag = |key: &str, sink: &mut Sink| match table.get(key).map(|n| (n, &n.value)) {
        Some((_, Value::Boolean(value))) => *value,
        Some((node, value)) => {
            let message = format!("`{key}` must be true or false");
            sink.report(
                Diagnostic::error("PP0110", message)
                    .at(node.span, format!("this is {}", value.kind())),
            );
            false
        }
        None => false,
    };
    let mut entry = Entry::new(kind, node.key);
    entry.required = flag("required", sink);
    entry.identifying = flag("identifying", sink);
    if let Some(node) = table.get("description") {
        match node.as_text() {
            Some(text) => text.clone_into(&mut entry.description),
            None => sink.report(
                wrong("`description` must be a string", node)
                    .at(node.span, format!("this is {}", node.value.kind())),
            ),
        }
    }
    entry.required_when = condition(&entry, place, table, sink);
    limits::read(name, &mut entry, table, sink);
    for key in ["default", "example"] {
        let Some(value) = table.get(key) else { continue };
        if key == "default" && place != Place::Variable {
            let what = if place == Place::Column { "a column" } else { "a register" };
            sink.report(
                wrong(format!("{what} has no `default`"), value)
                    .at(value.key, "")
                    .hint("leave it out and set the value in every row"),
            );
            continue;
        }
        let mut own = Sink::new();
        crate::workspace::check::check(&format!("{key} of {name}"), &entry, value, &mut own);
        for diagnostic in own.diagnostics() {
            sink.report(Diagnostic { code: "PP0110", ..diagnostic.clone() });
        }
    }
    if let (true, Some(value)) = (entry.required, table.get("default")) {
        sink.report(
            wrong(format!("`{name}` is required and has a default"), value)
                .at(value.key, "")
                .hint("remove one of them: what has a default need not be set"),
        );
    }
    entry.default = table.get("default").filter(|_| place == Place::Variable).cloned();
    entry.example = table.get("example").cloned();
    Some(entry)
}

/// `[customer.name]` without quotes is a table `customer` that holds a declaration.
fn looks_unquoted(table: &Table) -> bool {
    !table.is_empty()
        && table.iter().all(|(key, node)| {
            !KEYS.contains(&key.as_str())
                && node
                    .as_table()
                    .is_some_and(|inner| inner.keys().any(|key| KEYS.contains(&key.as_str())))
        })
}

/// Names are printed with `{{ name }}`: parts of small letters, digits and `_` with points between.
fn check_name(name: &str, node: &Node, place: Place, sink: &mut Sink) {
    let own = match place {
        Place::Column => name.rsplit('.').next().unwrap_or(name),
        _ => name,
    };
    let bad = own.split('.').find(|part| {
        !part.starts_with(|c: char| c.is_ascii_lowercase())
            || !part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    });
    if let Some(bad) = bad {
        sink.report(
            Diagnostic::error("PP0110", format!("`{name}` is no name of a variable"))
                .at(node.key, format!("`{bad}` cannot be printed"))
                .hint(
                    "a name is made of small letters, digits and `_`, with points between tables",
                ),
        );
    } else if place == Place::Register && name.matches('.').count() != 1 {
        sink.report(
            Diagnostic::error("PP0110", format!("`{name}` is no name of a register"))
                .at(node.key, "")
                .hint("a register is a file right below content/registers/: registers.NAME"),
        );
    } else if let (Place::Variable, Some(first)) = (place, own.split('.').next())
        && RESERVED.contains(&first)
    {
        sink.report(
            Diagnostic::error("PP0110", format!("`{first}` cannot hold variables"))
                .at(node.key, "")
                .hint("the word has a meaning of its own in TOML files or templates"),
        );
    }
}

/// `required_when`, if it makes sense beside the other keys.
fn condition(entry: &Entry, place: Place, table: &Table, sink: &mut Sink) -> Option<Node> {
    let node = table.get("required_when")?;
    let (message, hint) = if place != Place::Variable {
        ("only a variable has `required_when`", "remove it, or write required = true")
    } else if entry.required {
        ("`required_when` beside `required = true` decides nothing", "remove one of the two")
    } else if table.contains_key("default") {
        ("`required_when` beside a default decides nothing", "remove one of the two")
    } else if node.as_text().is_none_or(|text| text.trim().is_empty()) {
        (
            "`required_when` must be an expression in a string",
            "write required_when = \"customer.region == 'eu'\"",
        )
    } else {
        return Some(node.clone());
    };
    sink.report(wrong(message, node).at(node.key, "").hint(hint));
    None
}
