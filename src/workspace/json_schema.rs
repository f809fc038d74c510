//! JSON Schema of the workspace's TOML files, for editors that complete and check while people
//! type.
//!
//! Made for Taplo, the language server behind Even Better TOML, and its command `taplo lint`
//! (`site/site/configuration/developing-schemas.md` in its repository): all of draft 4 and, in its
//! validator, draft 7; dates of TOML reach it as strings, so `format: date` checks them; a
//! description beside a `$ref` is lost, so nothing is shared by reference; `x-taplo.docs.main` is
//! what it shows for a key.
//!
//! A JSON Schema sees one file. What a customer's file must hold depends on the layers it names,
//! so only what no layer of the workspace and not `pilotpack.toml` sets is required there; the rest
//! is found by a build.

mod config;
mod kind;

use super::schema::Schema;
use super::variables::Variables;
use super::workspace_files::Workspace;
use serde_json::{Map, Value, json};

/// The draft that the schemas are written in.
pub const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// The file of the workspace that a schema is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// `customers/<id>.toml`.
    Customer,
    /// `customers/_layers/**/<name>.toml`.
    Layer,
    /// `pilotpack.toml`.
    Config,
}

impl File {
    /// All of them.
    pub const ALL: [File; 3] = [File::Customer, File::Layer, File::Config];

    /// Where its schema is kept in the workspace; `.taplo.toml` names these paths.
    pub const fn path(self) -> &'static str {
        match self {
            File::Customer => "schemas/customer.schema.json",
            File::Layer => "schemas/layer.schema.json",
            File::Config => "schemas/workspace.schema.json",
        }
    }
}

/// What of the workspace goes into its schemas.
pub struct Facts<'a> {
    /// Declared variables.
    pub schema: &'a Schema,
    /// Names of layers.
    pub layers: Vec<&'a str>,
    /// Names of packs.
    pub packs: Vec<&'a str>,
    /// Ids of documents.
    pub documents: Vec<&'a str>,
    /// Dotted names of variables that a layer or `pilotpack.toml` sets.
    pub set: Vec<String>,
}

impl<'a> Facts<'a> {
    /// The facts of a workspace.
    pub fn of(workspace: &'a Workspace) -> Self {
        let tables = workspace.layers.values().map(|layer| &layer.values);
        let set = tables.chain([&workspace.config.values]);
        let documents = workspace.content.values().filter(|file| file.is_document());
        Facts {
            schema: &workspace.schema,
            layers: workspace.layers.keys().map(String::as_str).collect(),
            packs: workspace.config.packs.keys().map(String::as_str).collect(),
            documents: documents.map(|file| file.id()).collect(),
            set: set.flat_map(|table| Variables { root: table.clone() }.names()).collect(),
        }
    }

    /// The schema of a file.
    pub fn schema_of(&self, file: File) -> Value {
        let (title, described) = match file {
            File::Customer => ("A customer", "Values of one customer: customers/<id>.toml"),
            File::Layer => {
                ("A layer", "Values that several customers share: customers/_layers/<name>.toml")
            }
            File::Config => {
                ("The workspace", "The vendor, and what a customer can be given: pilotpack.toml")
            }
        };
        let mut root = self.table("", file);
        for (key, value) in self.own_keys(file) {
            property(&mut root, key, value);
        }
        let mut required: Vec<Value> = match file {
            File::Customer => vec![json!("pack")],
            File::Config => vec![json!("packs")],
            File::Layer => Vec::new(),
        };
        required
            .extend(root.get("required").and_then(Value::as_array).cloned().unwrap_or_default());
        if !required.is_empty() {
            root.insert("required".into(), required.into());
        }
        root.insert("$schema".into(), json!(DRAFT));
        root.insert("title".into(), json!(title));
        root.insert("description".into(), json!(described));
        Value::Object(root)
    }

    /// Keys at the top of a file that are no variables.
    fn own_keys(&self, file: File) -> Vec<(&'static str, Value)> {
        match file {
            File::Customer => {
                let pack = self.one_of(&self.packs);
                let said = "The pack of pilotpack.toml to build";
                vec![("layers", self.below()), ("pack", with(pack, "description", said))]
            }
            File::Layer => vec![("layers", self.below())],
            File::Config => config::keys(&self.documents),
        }
    }

    /// The layers that a file stands on.
    fn below(&self) -> Value {
        json!({
            "type": "array",
            "description": "Layers below this file, lowest first: files below customers/_layers",
            "items": self.one_of(&self.layers),
        })
    }

    /// One of these names; any text while there are none.
    fn one_of(&self, names: &[&str]) -> Value {
        if names.is_empty() { json!({"type": "string"}) } else { json!({"enum": names}) }
    }

    /// Whether a layer or `pilotpack.toml` sets a variable, or a key of one that is a table.
    fn is_set(&self, name: &str) -> bool {
        self.set.iter().any(|set| {
            set.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }

    /// A table of variables.
    fn table(&self, path: &str, file: File) -> Map<String, Value> {
        let mut table = object(Map::new());
        let mut required: Vec<String> = Vec::new();
        for key in self.schema.keys_of(path) {
            let name = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
            let (value, needed) = match self.schema.entries.get(&name) {
                Some(entry) => {
                    let open = entry.required && entry.default.is_none() && !self.is_set(&name);
                    (kind::of_entry(entry), name == "customer.id" || open)
                }
                None => {
                    let inner = self.table(&name, file);
                    let needed = inner.contains_key("required");
                    (Value::Object(inner), needed)
                }
            };
            property(&mut table, key, value);
            if needed && file == File::Customer {
                required.push(key.to_owned());
            }
        }
        if !required.is_empty() {
            table.insert("required".into(), required.into());
        }
        table
    }
}

/// A table with these keys and no others.
fn object(properties: Map<String, Value>) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("type".into(), json!("object"));
    object.insert("additionalProperties".into(), json!(false));
    object.insert("properties".into(), Value::Object(properties));
    object
}

fn property(object: &mut Map<String, Value>, key: &str, value: Value) {
    if let Some(Value::Object(properties)) = object.get_mut("properties") {
        properties.insert(key.to_owned(), value);
    }
}

/// A schema with one keyword more.
fn with(mut schema: Value, keyword: &str, value: impl Into<Value>) -> Value {
    if let Value::Object(map) = &mut schema {
        map.insert(keyword.to_owned(), value.into());
    }
    schema
}

/// A schema as the text of its file. Keys are in alphabetical order, so that the same workspace
/// gives the same bytes.
pub fn text(schema: &Value) -> String {
    format!("{schema:#}\n")
}
