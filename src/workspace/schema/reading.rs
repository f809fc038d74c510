//! Declarations as they are written: the keys below one name, read into an [`Entry`].

use super::{Columns, Entry, Kind, REGISTERS, Schema, limits};
use crate::diag::{Diagnostic, Sink, suggest};
use crate::workspace::table::{Node, Table, Value};
use crate::workspace::variables::unknown_key;
use std::collections::BTreeMap;

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

/// Types an element of a list cannot have.
const COMPOUND: &[&str] = &["list", "table", "table_list"];

/// What is declared: decides which keys make sense.
#[derive(Clone, Copy, PartialEq)]
enum Place {
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
                    if let Some(entry) = entry(name, node, Place::Register, sink) {
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

fn wrong(message: impl Into<String>, node: &Node) -> Diagnostic {
    Diagnostic::error("PP0110", message).at(node.span, "")
}

fn entry(name: &str, node: &Node, place: Place, sink: &mut Sink) -> Option<Entry> {
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
    } else if place == Place::Variable && matches!(name, "layers" | "pack" | "packs" | "theme") {
        sink.report(
            Diagnostic::error("PP0110", format!("`{name}` cannot be a variable"))
                .at(node.key, "")
                .hint(
                    "the word has a meaning of its own in a customer's file or in pilotpack.toml",
                ),
        );
    }
}

fn kind(name: &str, node: &Node, table: &Table, sink: &mut Sink) -> Option<Kind> {
    let word = match table.get("type").map(|n| (n, n.as_text())) {
        Some((_, Some(word))) => word,
        Some((node, None)) => {
            sink.report(
                wrong("`type` must be a string", node)
                    .at(node.span, format!("this is {}", node.value.kind()))
                    .hint(format!("one of: {}", Kind::NAMES.join(", "))),
            );
            return None;
        }
        None => {
            sink.report(
                Diagnostic::error("PP0110", format!("the schema of `{name}` has no `type`"))
                    .at(node.key, "")
                    .hint(format!("one of: {}", Kind::NAMES.join(", "))),
            );
            return None;
        }
    };
    let items = table.get("items");
    let element = items.and_then(Node::as_text);
    let is_enum = word == "enum" || (word == "list" && element == Some("enum"));
    for (key, belongs, to) in [
        ("values", is_enum, "an enum"),
        ("items", word == "list", "a list"),
        ("columns", matches!(word, "table" | "table_list"), "a table or a table_list"),
    ] {
        if let (false, Some(node)) = (belongs, table.get(key)) {
            sink.report(
                wrong(format!("`{key}` belongs to {to}, `{name}` is of the type `{word}`"), node)
                    .at(node.key, ""),
            );
        }
    }
    let kind = match word {
        "list" => Kind::List(Box::new(match items {
            None => Kind::Text,
            Some(items) => match items.as_text() {
                Some(word) if !COMPOUND.contains(&word) => scalar(name, word, items, table, sink)?,
                _ => {
                    sink.report(wrong("`items` must be a type other than list and table", items));
                    return None;
                }
            },
        })),
        "table" => Kind::Table(columns(name, ".", table.get("columns"), sink)),
        "table_list" => Kind::TableList(columns(name, "[].", table.get("columns"), sink)),
        _ => scalar(name, word, table.get("type").unwrap_or(node), table, sink)?,
    };
    let wanted = match &kind {
        Kind::Table(columns) | Kind::TableList(columns) if columns.is_empty() => {
            Some("columns, each with its own type")
        }
        Kind::Enum(values) if values.is_empty() => Some("values = [\"eu\", \"uk\"]"),
        Kind::List(item) if matches!(&**item, Kind::Enum(values) if values.is_empty()) => {
            Some("values = [\"eu\", \"uk\"]")
        }
        _ => None,
    };
    if let Some(wanted) = wanted {
        sink.report(
            Diagnostic::error("PP0110", format!("the {word} `{name}` allows nothing"))
                .at(node.key, "")
                .hint(format!("add {wanted}")),
        );
        return None;
    }
    Some(kind)
}

/// A type that is neither a list nor a table; `at` is where `word` stands.
fn scalar(name: &str, word: &str, at: &Node, table: &Table, sink: &mut Sink) -> Option<Kind> {
    Some(match word {
        "text" => Kind::Text,
        "multiline" => Kind::Multiline,
        "markdown" => Kind::Markdown,
        "email" => Kind::Email,
        "phone" => Kind::Phone,
        "url" => Kind::Url,
        "host" => Kind::Host,
        "date" => Kind::Date,
        "duration" => Kind::Duration,
        "money" => Kind::Money,
        "decimal" => Kind::Decimal,
        "integer" => Kind::Integer,
        "percent" => Kind::Percent,
        "boolean" => Kind::Boolean,
        "country" => Kind::Country,
        "language" => Kind::Language,
        "timezone" => Kind::Timezone,
        "color" => Kind::Color,
        "file" => Kind::File,
        "enum" => Kind::Enum(words(table.get("values"), sink)),
        other => {
            let diagnostic = wrong(format!("`{name}` has an unknown type `{other}`"), at);
            sink.report(match suggest::nearest(other, Kind::NAMES.iter().copied()) {
                Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
                None => diagnostic.hint(format!("one of: {}", Kind::NAMES.join(", "))),
            });
            return None;
        }
    })
}

fn words(node: Option<&Node>, sink: &mut Sink) -> Vec<String> {
    let Some(node) = node else { return Vec::new() };
    let mut words: Vec<String> = Vec::new();
    for item in node.as_list().unwrap_or_default() {
        match item.as_text() {
            Some(word) if word.trim().is_empty() => {
                sink.report(wrong("a word of an enum is blank", item));
            }
            Some(word) if words.iter().any(|known| known == word) => {
                sink.report(wrong(format!("the word \"{word}\" is listed twice"), item));
            }
            Some(word) => words.push(word.to_owned()),
            None => sink.report(
                wrong("the words of an enum are strings", item)
                    .at(item.span, format!("this is {}", item.value.kind())),
            ),
        }
    }
    words
}

fn columns(name: &str, joint: &str, node: Option<&Node>, sink: &mut Sink) -> Columns {
    let Some(table) = node.and_then(Node::as_table) else { return BTreeMap::new() };
    table
        .iter()
        .filter_map(|(column, node)| {
            let full = format!("{name}{joint}{column}");
            let entry = entry(&full, node, Place::Column, sink)?;
            if matches!(entry.kind, Kind::Table(_) | Kind::TableList(_)) {
                sink.report(
                    Diagnostic::error("PP0110", format!("the column `{full}` is a table"))
                        .at(node.key, "")
                        .hint("a column holds a single value or a list"),
                );
                return None;
            }
            Some((column.clone(), entry))
        })
        .collect()
}

/// `required_when`, if it makes sense beside the other keys.
fn condition(entry: &Entry, place: Place, table: &Table, sink: &mut Sink) -> Option<Node> {
    let node = table.get("required_when")?;
    let problem = if place != Place::Variable {
        Some("only a variable has `required_when`".to_owned())
    } else if entry.required {
        Some(String::from("`required_when` beside `required = true` decides nothing"))
    } else if table.contains_key("default") {
        Some(String::from("`required_when` beside a default decides nothing"))
    } else if node.as_text().is_none_or(|text| text.trim().is_empty()) {
        Some(String::from("`required_when` must be an expression in a string"))
    } else {
        None
    };
    match problem {
        Some(message) => {
            sink.report(
                wrong(message, node)
                    .at(node.key, "")
                    .hint("write required_when = \"customer.region == 'eu'\", or remove it"),
            );
            None
        }
        None => Some(node.clone()),
    }
}
