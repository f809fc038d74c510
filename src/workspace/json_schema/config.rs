//! Keys of `pilotpack.toml` that are no variables.

use super::{object, with};
use crate::workspace::calendar;
use serde_json::{Map, Value, json};

/// The keys, each with its schema.
pub(super) fn keys(documents: &[&str]) -> Vec<(&'static str, Value)> {
    vec![
        ("packs", described("What a customer can be given", packs(documents))),
        ("calendars", described("Days on which nobody works, by name", calendars())),
        (
            "theme",
            json!({
                "type": "string",
                "minLength": 1,
                "default": "default",
                "description": "Folder below themes/",
            }),
        ),
    ]
}

fn packs(documents: &[&str]) -> Value {
    let items = if documents.is_empty() {
        json!({"type": "string", "minLength": 1})
    } else {
        json!({"enum": documents})
    };
    let documents = json!({
        "type": "array",
        "minItems": 1,
        "items": items,
        "description": "Documents in the order they are read: Markdown files below content/",
    });
    let pack = table(
        &[
            ("title", described("Title of the site", template())),
            ("documents", documents),
            ("intro", described("A sentence or two for the landing page", template())),
            (
                "timeline",
                rows(
                    "Dates on the landing page",
                    &[("date", "When"), ("text", "What happens")],
                    &["date", "text"],
                ),
            ),
            (
                "contacts",
                rows(
                    "People and desks on the landing page",
                    &[
                        ("group", "Company or team under which the contact is listed"),
                        ("role", "What for"),
                        ("name", "Name"),
                        ("email", "E-mail address"),
                        ("phone", "Telephone number; left out if it comes out blank"),
                    ],
                    &["role", "name"],
                ),
            ),
            (
                "links",
                rows(
                    "Pages elsewhere",
                    &[("label", "Words of the link"), ("url", "Address")],
                    &["label", "url"],
                ),
            ),
        ],
        &["title", "documents"],
    );
    json!({"type": "object", "minProperties": 1, "additionalProperties": pack})
}

fn calendars() -> Value {
    let list = |description: &str, items: Value| json!({"type": "array", "description": description, "items": items});
    let days: Vec<&str> = calendar::days().collect();
    let calendar = table(
        &[
            ("holidays", list("Dates", json!({"type": "string", "format": "date"}))),
            ("weekend", list("Days of every week", json!({"enum": days}))),
        ],
        &[],
    );
    json!({"type": "object", "additionalProperties": calendar})
}

/// Text that may hold template expressions, so that nothing can be said about it.
fn template() -> Value {
    json!({"type": "string"})
}

fn described(description: &str, schema: Value) -> Value {
    with(schema, "description", description)
}

fn table(keys: &[(&str, Value)], required: &[&str]) -> Value {
    let properties: Map<String, Value> =
        keys.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
    let table = Value::Object(object(properties));
    if required.is_empty() { table } else { with(table, "required", required.to_vec()) }
}

fn rows(description: &str, keys: &[(&str, &str)], required: &[&str]) -> Value {
    let keys: Vec<(&str, Value)> =
        keys.iter().map(|(key, said)| (*key, described(said, template()))).collect();
    json!({"type": "array", "description": description, "items": table(&keys, required)})
}
