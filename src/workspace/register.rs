//! Registers: tables of rows, one file each, that several documents print.

use super::check::check;
use super::schema::Entry;
use super::table::{Node, Table, Value};
use crate::diag::{Diagnostic, Sink, SourceId, Span};

/// Checks one register, the parsed file `registers/<name>.toml`, and returns its rows.
///
/// The file holds one array of tables of the register's own name. If the schema declares the
/// register, `declared`, its rows have the columns of the declaration; else every row has the same
/// keys.
pub fn read(
    name: &str,
    source: SourceId,
    table: &Table,
    declared: Option<&Entry>,
    sink: &mut Sink,
) -> Option<Node> {
    for (key, node) in table {
        if key != name {
            sink.report(
                Diagnostic::error(
                    "PP0102",
                    format!("unknown key `{key}` in the register `{name}`"),
                )
                .at(node.key, "")
                .hint(format!("every row starts with [[{name}]]")),
            );
        }
    }
    let Some(node) = table.get(name) else {
        if !table.is_empty() {
            return None;
        }
        sink.report(
            Diagnostic::error("PP0104", format!("the register `{name}` has no rows"))
                .at(Span::new(source, 0, 0), "")
                .hint(format!("start each row with [[{name}]]")),
        );
        return None;
    };
    let Value::List(rows) = &node.value else {
        sink.report(
            Diagnostic::error("PP0103", format!("`{name}` must be an array of tables"))
                .at(node.span, format!("this is {}", node.value.kind()))
                .hint(format!("start each row with [[{name}]]")),
        );
        return None;
    };
    match declared {
        Some(entry) => {
            check(name, entry, node, sink);
            let columns = entry.kind.columns().into_iter().flatten();
            let required: Vec<&str> = columns
                .filter(|(_, column)| column.required)
                .map(|(key, _)| key.as_str())
                .collect();
            complete(name, rows, &required, "the schema requires it in every row", sink);
        }
        None => {
            let mut keys: Vec<&str> = rows
                .iter()
                .filter_map(Node::as_table)
                .flat_map(|row| row.keys().map(String::as_str))
                .collect();
            keys.sort_unstable();
            keys.dedup();
            let why = "every row of a register has the same keys, so that every table is complete";
            complete(name, rows, &keys, why, sink);
        }
    }
    Some(node.clone())
}

/// Reports rows that lack one of `keys`.
fn complete(name: &str, rows: &[Node], keys: &[&str], why: &str, sink: &mut Sink) {
    for row in rows {
        let Some(table) = row.as_table() else { continue };
        for key in keys.iter().filter(|key| !table.contains_key(**key)) {
            let who = table.get("id").and_then(Node::as_text).unwrap_or("a row");
            sink.report(
                Diagnostic::error(
                    "PP0104",
                    format!("`{who}` in the register `{name}` has no `{key}`"),
                )
                .at(row.span, "this row")
                .hint(why),
            );
        }
    }
}

/// The error for a register that the schema requires and no file holds.
pub fn absent(name: &str, declared: &Entry) -> Diagnostic {
    Diagnostic::error("PP0104", format!("there is no register `{name}`"))
        .at(declared.span, "required here")
        .hint(format!("write content/registers/{name}.toml with a row [[{name}]]"))
}
