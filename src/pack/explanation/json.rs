//! An explanation as data.

use super::{Explanation, Row, UsePlace};
use crate::diag::{Sources, Span};
use crate::merge::Use;
use crate::workspace::{Node, Origin, Setting, Value};
use serde_json::{Map, Value as Json, json};

impl Explanation<'_> {
    /// The values as one object: `customer`, and `values` in the order of the schema, those that
    /// are set and those that are missing. With a key, all it means, each with its `uses`.
    pub fn to_json(&self, key: Option<&str>) -> Json {
        let rows = key.map_or_else(|| self.in_force(), |key| self.of_key(key));
        let values: Vec<Json> = rows
            .into_iter()
            .map(|row| {
                let mut object = self.row(row);
                if let (Some(key), Some(map)) = (key, object.as_object_mut()) {
                    // A key that names a column asks for the uses of that column alone.
                    let name = if super::is_below(&row.name, key) { &row.name } else { key };
                    let uses: Vec<Json> =
                        self.uses(name).iter().map(|u| self.place_of_use(u)).collect();
                    map.insert("uses".into(), uses.into());
                    map.insert("read_by_program".into(), self.reader(&row.name).into());
                }
                object
            })
            .collect();
        json!({ "customer": self.file.id, "values": values })
    }

    fn row(&self, row: &Row<'_>) -> Json {
        let sources = &self.workspace.sources;
        let chain: Vec<Json> =
            row.chain.iter().map(|setting| setting_json(setting, sources)).collect();
        json!({
            "name": row.name,
            "type": row.entry.kind.name(),
            "description": row.entry.description,
            "required": row.entry.required,
            "identifying": row.entry.identifying,
            "missing": row.missing,
            "value": row.value().map(|node| value(&node.value)),
            "chain": chain,
            "add_at": row.place.map(|place| position(place, sources)),
            "unused": row.unused,
        })
    }

    fn place_of_use(&self, found: &UsePlace<'_>) -> Json {
        let mut object = position(found.place.span, &self.workspace.sources);
        let what = match found.place.what {
            Use::Printed => "printed",
            Use::Tested => "tested",
            Use::Looped => "looped",
            Use::Used => "used",
        };
        if let Some(map) = object.as_object_mut() {
            map.insert("what".into(), what.into());
            map.insert("name".into(), found.place.name.as_str().into());
            map.insert("through".into(), found.place.through.as_deref().into());
            map.insert("line_text".into(), found.line.into());
            map.insert("documents".into(), found.documents.clone().into());
        }
        object
    }
}

/// `path`, `line` and `column`, counted from 1.
fn position(span: Span, sources: &Sources) -> Json {
    match sources.position(span) {
        Some((path, line, column)) => json!({ "path": path, "line": line, "column": column }),
        None => Json::Null,
    }
}

fn setting_json(setting: &Setting<'_>, sources: &Sources) -> Json {
    let (origin, layer) = match setting.origin {
        Origin::Default => ("default", None),
        Origin::Config => ("pilotpack.toml", None),
        Origin::Layer(name) => ("layer", Some(name)),
        Origin::Customer => ("customer", None),
    };
    let mut object = position(setting.node.span, sources);
    if let Some(map) = object.as_object_mut() {
        map.insert("origin".into(), origin.into());
        map.insert("layer".into(), layer.into());
        map.insert("value".into(), value(&setting.node.value));
    }
    object
}

/// A value; numbers with a point are strings, because they are exact.
fn value(value: &Value) -> Json {
    match value {
        Value::Text(text) | Value::Decimal(text) | Value::Date(text) | Value::DateTime(text) => {
            text.as_str().into()
        }
        Value::Integer(number) => (*number).into(),
        Value::Boolean(flag) => (*flag).into(),
        Value::List(items) => items.iter().map(|item: &Node| self::value(&item.value)).collect(),
        Value::Table(table) => {
            let entries = table.iter().map(|(key, node)| (key.clone(), self::value(&node.value)));
            Json::Object(entries.collect::<Map<_, _>>())
        }
    }
}
