//! The text of a new customer's file.

use super::{columns, example, key_of, table_of};
use crate::diag::{SourceId, Span};
use crate::workspace::literal::{
    WIDTH, assignment, comment, dotted, inline, inline_table, key, quoted,
};
use crate::workspace::schema::{Entry, Kind, Schema};
use crate::workspace::table::{Node, Table, Value};
use crate::workspace::variables::Variables;

/// The most values of a small table that is written on one line.
const INLINE: usize = 3;

/// What a new customer's file is made of.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// Name of the file and the folder.
    pub id: &'a str,
    /// Name of the pack.
    pub pack: &'a str,
    /// Layers, lowest first.
    pub layers: &'a [String],
    /// The values of the file, as its tables will hold them.
    pub answers: &'a Table,
    /// Values in force below the file: defaults, `pilotpack.toml`, layers.
    pub below: &'a Variables,
    /// Tables of `pilotpack.toml`: values that are the vendor's business.
    pub shared: &'a Table,
}

/// How a variable is written.
enum Line {
    /// With its value.
    Set(Node),
    /// As a comment: a value that can be set.
    Offered(String),
}

/// One variable that is written.
struct Item<'a> {
    name: &'a str,
    entry: &'a Entry,
    line: Line,
}

/// The text of a new customer's file.
///
/// One table for each group in the order of the schema, with the description above each value.
/// Optional values that nothing sets stand there as comments with their example, and so do
/// defaults of tables that are written anyway.
pub fn customer_file(draft: &Draft<'_>, schema: &Schema) -> String {
    let items = items(draft, schema);
    let mut text = String::from("#:schema ../schemas/customer.schema.json\n\n");
    text.push_str(&comment(
        "Values of one customer. What layers and pilotpack.toml set is in force without standing here; \
         what stands here wins. A line such as `# phone = …` is a value that can be set: take away `# `.",
    ));
    text.push_str("\n# Layers, lowest first\n");
    let layers = draft.layers.iter().map(|name| node(Value::Text(name.clone()))).collect();
    text.push_str(&assignment("layers", &node(Value::List(layers))));
    text.push_str(&format!("\npack = {}\n", quoted(draft.pack)));
    for group in groups(&items) {
        let own: Vec<&Item<'_>> = items.iter().filter(|item| group_of(item) == group).collect();
        if inlined(group, &items).is_some() {
            continue;
        }
        text.push('\n');
        if let [item] = own.as_slice()
            && is_rows(item)
        {
            text.push_str(&rows(item));
            continue;
        }
        if !group.is_empty() {
            text.push_str(&format!("[{}]\n", dotted(group)));
        }
        let mut written: Vec<&str> = Vec::new();
        for item in items.iter().filter(|item| !is_rows(item)) {
            let table = table_of(item.name);
            if table == group {
                text.push_str(&comment(&item.entry.description));
                text.push_str(&line(item));
            } else if table_of(table) == group
                && !table.is_empty()
                && !written.contains(&table)
                && let Some(small) = inlined(table, &items)
            {
                written.push(table);
                text.push_str(&small);
            }
        }
    }
    text
}

/// A value that stands nowhere yet.
fn node(value: Value) -> Node {
    let span = Span::new(SourceId(0), 0, 0);
    Node { value, span, key: span }
}

/// What is written, in the order in which the schema declares it.
fn items<'a>(draft: &Draft<'_>, schema: &'a Schema) -> Vec<Item<'a>> {
    let answers = Variables { root: draft.answers.clone() };
    let mut items: Vec<Item<'a>> = Vec::new();
    for (name, entry) in &schema.entries {
        let set = if name == "customer.id" {
            Some(node(Value::Text(draft.id.to_owned())))
        } else {
            answers.get(name).cloned()
        };
        let shared = name.split('.').next().is_some_and(|first| draft.shared.contains_key(first));
        let line = match (set, draft.below.get(name)) {
            (Some(node), _) => Line::Set(node),
            (None, None) if !shared => Line::Offered(example(entry)),
            _ => continue,
        };
        items.push(Item { name, entry, line });
    }
    // A default is worth a line only where its table is there.
    let tables: Vec<String> = items.iter().map(|item| table_of(item.name).to_owned()).collect();
    for (name, entry) in &schema.entries {
        let in_force = draft.below.get(name);
        if let (Some(default), None) = (&entry.default, entry.kind.columns())
            && in_force == Some(default)
            && tables.iter().any(|table| table == table_of(name))
            && !items.iter().any(|item| item.name == name)
        {
            let line = Line::Offered(inline(default));
            items.push(Item { name, entry, line });
        }
    }
    items.sort_by_key(|item| item.entry.span);
    items
}

/// Whether a variable is written below a header of its own: a table as `[name]`, a list of tables as
/// `[[name]]` for each row. An empty list has no row to write and is a value like others.
fn is_rows(item: &Item<'_>) -> bool {
    let empty =
        matches!(&item.line, Line::Set(node) if node.as_list().is_some_and(<[_]>::is_empty));
    item.entry.kind.columns().is_some() && !empty
}

/// The table that a variable is written in; a list of tables is a group of its own.
fn group_of<'a>(item: &Item<'a>) -> &'a str {
    if is_rows(item) { item.name } else { table_of(item.name) }
}

/// The groups in the order of the schema. Keys without a table must stand before the first header.
fn groups<'a>(items: &[Item<'a>]) -> Vec<&'a str> {
    let mut groups: Vec<&str> = Vec::new();
    for item in items {
        let group = group_of(item);
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    groups.sort_by_key(|group| !group.is_empty());
    groups
}

/// A small table as one line of the table above it: all its values are set, few and short, and the
/// table above is written too.
fn inlined(table: &str, items: &[Item<'_>]) -> Option<String> {
    let above = table_of(table);
    let stands = |item: &Item<'_>| !is_rows(item) && table_of(item.name) == above;
    if above.is_empty() || !items.iter().any(stands) {
        return None;
    }
    let below = format!("{table}.");
    if items.iter().any(|item| item.name.starts_with(&below) && table_of(item.name) != table) {
        return None;
    }
    let own: Vec<&Item<'_>> = items.iter().filter(|item| table_of(item.name) == table).collect();
    let mut pairs = Vec::new();
    for item in &own {
        match &item.line {
            Line::Set(node) if !matches!(node.value, Value::List(_) | Value::Table(_)) => {
                pairs.push((key_of(item.name), node));
            }
            _ => return None,
        }
    }
    if pairs.is_empty() || pairs.len() > INLINE {
        return None;
    }
    let line = format!("{} = {}\n", key(key_of(table)), inline_table(pairs.into_iter()));
    if line.chars().count() > WIDTH + 1 {
        return None;
    }
    let mut text = String::new();
    for item in own.iter().filter(|item| !item.entry.description.is_empty()) {
        text.push_str(&comment(&format!("{}: {}", key_of(item.name), item.entry.description)));
    }
    Some(text + &line)
}

fn line(item: &Item<'_>) -> String {
    let name = key_of(item.name);
    match &item.line {
        Line::Set(node) => format!("{}\n", assignment(name, node)),
        Line::Offered(value) => format!("# {} = {value}\n", key(name)),
    }
}

/// A table or a list of tables: `[sla]`, or `[[sla]]` for each row.
fn rows(item: &Item<'_>) -> String {
    let mut text = comment(&item.entry.description);
    let header = match item.entry.kind {
        Kind::Table(_) => format!("[{}]", dotted(item.name)),
        _ => format!("[[{}]]", dotted(item.name)),
    };
    let Line::Set(node) = &item.line else {
        text.push_str(&format!("# {header}\n"));
        for (column, declared) in columns(&item.entry.kind) {
            text.push_str(&format!("# {} = {}\n", key(column), example(declared)));
        }
        return text;
    };
    let rows = node.as_list().unwrap_or_else(|| std::slice::from_ref(node));
    for (number, row) in rows.iter().filter_map(Node::as_table).enumerate() {
        if number > 0 {
            text.push('\n');
        }
        text.push_str(&format!("{header}\n"));
        for (column, declared) in columns(&item.entry.kind) {
            let Some(value) = row.get(column) else { continue };
            if number == 0 {
                text.push_str(&comment(&declared.description));
            }
            text.push_str(&format!("{}\n", assignment(column, value)));
        }
    }
    text
}
