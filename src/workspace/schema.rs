//! `content/schema.toml`: every variable that content may use and a customer file may hold.

use super::table::{Node, Table, Value};
use crate::diag::{Diagnostic, Sink, Span, suggest};
use std::collections::BTreeMap;

/// The type of a variable.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// One line of text.
    Text,
    /// Text of several lines.
    Multiline,
    /// An e-mail address.
    Email,
    /// A telephone number in international form (ITU-T E.164 with spaces).
    Phone,
    /// An `https` or `http` address.
    Url,
    /// A host name.
    Host,
    /// A calendar date.
    Date,
    /// A number and a unit of time, such as `4 weeks`.
    Duration,
    /// An exact amount and an ISO 4217 code, such as `1490.00 EUR`.
    Money,
    /// An exact number.
    Decimal,
    /// A whole number.
    Integer {
        /// Least value.
        min: i64,
        /// Greatest value.
        max: i64,
    },
    /// An exact number of hundredths.
    Percent,
    /// One of the words listed.
    Enum(Vec<String>),
    /// `true` or `false`.
    Boolean,
    /// An ISO 3166-1 alpha-2 code.
    Country,
    /// A BCP 47 language tag.
    Language,
    /// `#rrggbb`.
    Color,
    /// The path of a file of the workspace.
    File,
    /// A list of texts.
    List,
    /// A list of tables with the same columns.
    TableList(BTreeMap<String, Entry>),
}

/// One declared variable or column.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Type.
    pub kind: Kind,
    /// Whether something must set it.
    pub required: bool,
    /// Value if nothing sets it.
    pub default: Option<Node>,
    /// What it is for.
    pub description: String,
    /// A value that would do, as TOML.
    pub example: Option<Node>,
    /// Whether it names one customer.
    pub identifying: bool,
    /// Where it is declared.
    pub span: Span,
}

/// All declared variables by dotted name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    /// The variables.
    pub entries: BTreeMap<String, Entry>,
}

const KINDS: &[&str] = &[
    "text",
    "multiline",
    "email",
    "phone",
    "url",
    "host",
    "date",
    "duration",
    "money",
    "decimal",
    "integer",
    "percent",
    "enum",
    "boolean",
    "country",
    "language",
    "color",
    "file",
    "list",
    "table_list",
];

impl Schema {
    /// Reads the declarations; mistakes in them are reported.
    pub fn read(table: &Table, sink: &mut Sink) -> Self {
        let entries = table
            .iter()
            .filter_map(|(name, node)| Some((name.clone(), entry(name, node, sink)?)))
            .collect();
        Schema { entries }
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

fn entry(name: &str, node: &Node, sink: &mut Sink) -> Option<Entry> {
    let Some(table) = node.as_table() else {
        sink.report(
            Diagnostic::error(
                "PP0110",
                format!("`{name}` must be a table that declares a variable"),
            )
            .at(node.span, "")
            .hint(format!("write [\"{name}\"] and below it type = \"text\"")),
        );
        return None;
    };
    let known = [
        "type",
        "required",
        "default",
        "min",
        "max",
        "values",
        "columns",
        "identifying",
        "description",
        "example",
    ];
    for (key, value) in table {
        if !known.contains(&key.as_str()) {
            let place = format!("in the schema of `{name}`");
            sink.report(super::variables::unknown_key(key, value, known, &place));
        }
    }
    let text = |key: &str| table.get(key).and_then(Node::as_text);
    let flag = |key: &str| matches!(table.get(key).map(|n| &n.value), Some(Value::Boolean(true)));
    for key in ["required", "identifying"] {
        if let Some(node) = table.get(key).filter(|n| !matches!(n.value, Value::Boolean(_))) {
            sink.report(
                Diagnostic::error("PP0110", format!("`{key}` must be true or false"))
                    .at(node.span, format!("this is {}", node.value.kind())),
            );
        }
    }
    let Some(kind_name) = text("type") else {
        sink.report(
            Diagnostic::error("PP0110", format!("the schema of `{name}` has no `type`"))
                .at(node.key, "")
                .hint(format!("one of: {}", KINDS.join(", "))),
        );
        return None;
    };
    let bound = |key: &str, none: i64| match table.get(key).map(|n| &n.value) {
        Some(Value::Integer(number)) => *number,
        _ => none,
    };
    let kind = match kind_name {
        "text" => Kind::Text,
        "multiline" => Kind::Multiline,
        "email" => Kind::Email,
        "phone" => Kind::Phone,
        "url" => Kind::Url,
        "host" => Kind::Host,
        "date" => Kind::Date,
        "duration" => Kind::Duration,
        "money" => Kind::Money,
        "decimal" => Kind::Decimal,
        "integer" => Kind::Integer { min: bound("min", i64::MIN), max: bound("max", i64::MAX) },
        "percent" => Kind::Percent,
        "boolean" => Kind::Boolean,
        "country" => Kind::Country,
        "language" => Kind::Language,
        "color" => Kind::Color,
        "file" => Kind::File,
        "list" => Kind::List,
        "enum" => Kind::Enum(words(table.get("values"))),
        "table_list" => Kind::TableList(columns(name, table.get("columns"), sink)),
        other => {
            let mut diagnostic =
                Diagnostic::error("PP0110", format!("`{name}` has an unknown type `{other}`"))
                    .at(table.get("type").map_or(node.span, |n| n.span), "");
            diagnostic = match suggest::nearest(other, KINDS.iter().copied()) {
                Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
                None => diagnostic.hint(format!("one of: {}", KINDS.join(", "))),
            };
            sink.report(diagnostic);
            return None;
        }
    };
    let empty = match &kind {
        Kind::Enum(values) if values.is_empty() => Some("values = [\"eu\", \"uk\"]"),
        Kind::TableList(columns) if columns.is_empty() => Some("columns, each with its own type"),
        _ => None,
    };
    if let Some(wanted) = empty {
        sink.report(
            Diagnostic::error("PP0110", format!("the {kind_name} `{name}` allows nothing"))
                .at(node.key, "")
                .hint(format!("add {wanted}")),
        );
        return None;
    }
    for key in ["default", "example"] {
        if let Some(value) = table.get(key) {
            super::check::check(&format!("{key} of {name}"), &kind, value, sink);
        }
    }
    Some(Entry {
        kind,
        required: flag("required"),
        default: table.get("default").cloned(),
        description: text("description").unwrap_or_default().to_owned(),
        example: table.get("example").cloned(),
        identifying: flag("identifying"),
        span: node.key,
    })
}

fn words(node: Option<&Node>) -> Vec<String> {
    node.and_then(Node::as_list)
        .unwrap_or_default()
        .iter()
        .filter_map(|n| n.as_text().map(str::to_owned))
        .collect()
}

fn columns(name: &str, node: Option<&Node>, sink: &mut Sink) -> BTreeMap<String, Entry> {
    let Some(table) = node.and_then(Node::as_table) else {
        return BTreeMap::new();
    };
    table
        .iter()
        .filter_map(|(column, node)| {
            Some((column.clone(), entry(&format!("{name}[].{column}"), node, sink)?))
        })
        .collect()
}
