//! Random stacks of layers: what is in force, and what comes to light when it is taken away.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use pilotpack::diag::Sink;
use pilotpack::workspace::{Node, Origin, Provenance, Value, Workspace};
use std::collections::BTreeMap;
use support::Project;
use support::random::Random;

/// Variables, their type, and the default some have.
const VARIABLES: &[(&str, &str, Option<&str>)] = &[
    ("any.number", "integer", Some("7")),
    ("any.text", "text", None),
    ("any.deep.text", "text", Some("\"deep\"")),
    ("any.deep.list", "list", None),
    ("rows", "table_list", None),
];

/// A file: the layers it names, and its values as TOML by the name of a variable.
#[derive(Clone, Default)]
struct File {
    layers: Vec<usize>,
    values: BTreeMap<usize, String>,
}

struct Model {
    config: File,
    /// Each names only layers with a smaller number.
    layers: Vec<File>,
    customer: File,
    names: Vec<String>,
}

fn value(random: &mut Random, variable: usize) -> String {
    let number = random.below(4);
    match VARIABLES[variable].1 {
        "integer" => number.to_string(),
        "list" => format!("[\"a{number}\", \"b\"]"),
        "table_list" => format!("[{{ cell = \"c{number}\" }}, {{ cell = \"d\" }}]"),
        _ => format!("\"t{number}\""),
    }
}

fn file(random: &mut Random, layers: usize) -> File {
    let mut file = File::default();
    for _ in 0..random.below(4).min(layers) {
        let layer = random.below(layers);
        if !file.layers.contains(&layer) {
            file.layers.push(layer);
        }
    }
    for variable in 0..VARIABLES.len() {
        if random.below(3) == 0 {
            file.values.insert(variable, value(random, variable));
        }
    }
    file
}

impl Model {
    fn random(random: &mut Random) -> Self {
        let count = random.below(6);
        let layers = (0..count).map(|number| file(random, number)).collect();
        // The order of names has nothing to do with the order in which layers stand.
        let names = (0..count)
            .map(|number| format!("{}{}", random.choose(&["z/", "", "a/b/", "m-"]), 9 - number))
            .collect();
        let (mut config, customer) = (file(random, 0), file(random, count));
        config.layers.clear();
        Model { config, layers, customer, names }
    }

    fn text(&self, file: &File) -> String {
        let names: Vec<String> =
            file.layers.iter().map(|layer| format!("\"{}\"", self.names[*layer])).collect();
        let mut text = String::new();
        if !names.is_empty() {
            text.push_str(&format!("layers = [{}]\n", names.join(", ")));
        }
        for (variable, value) in &file.values {
            text.push_str(&format!("{} = {value}\n", VARIABLES[*variable].0));
        }
        text
    }

    fn project(&self) -> Project {
        let mut schema = String::new();
        for (name, kind, default) in VARIABLES {
            schema.push_str(&format!("[\"{name}\"]\ntype = \"{kind}\"\n"));
            if let Some(default) = default {
                schema.push_str(&format!("default = {default}\n"));
            }
            if *kind == "table_list" {
                schema.push_str(&format!("[\"{name}\".columns.cell]\ntype = \"text\"\n"));
            }
        }
        let plain = Project::new();
        let before = plain.text("content/schema.toml");
        let config = self.text(&self.config) + &plain.text("pilotpack.toml");
        let customer = self.text(&self.customer) + &plain.text("customers/acme.toml");
        let mut project = plain
            .file("content/schema.toml", before + &schema)
            .file("pilotpack.toml", config)
            .customer("acme", &customer);
        for (name, layer) in self.names.iter().zip(&self.layers) {
            project = project.file(&format!("customers/_layers/{name}.toml"), self.text(layer));
        }
        project
    }

    /// Layers, lowest first: the rule once more, as the documentation says it.
    fn order(&self, named: &[usize], order: &mut Vec<usize>) {
        for layer in named {
            if !order.contains(layer) {
                self.order(&self.layers[*layer].layers, order);
                if !order.contains(layer) {
                    order.push(*layer);
                }
            }
        }
    }

    /// The files that set a variable, lowest first: `None` for the default.
    fn chain(&self, variable: usize) -> Vec<(Option<Place>, String)> {
        let mut chain = Vec::new();
        if let Some(default) = VARIABLES[variable].2 {
            chain.push((None, default.to_owned()));
        }
        let mut order = Vec::new();
        self.order(&self.customer.layers, &mut order);
        let layers = order.into_iter().map(Place::Layer);
        for place in [Place::Config].into_iter().chain(layers).chain([Place::Customer]) {
            if let Some(value) = self.at(place).values.get(&variable) {
                chain.push((Some(place), value.clone()));
            }
        }
        chain
    }

    fn at(&self, place: Place) -> &File {
        match place {
            Place::Config => &self.config,
            Place::Layer(layer) => &self.layers[layer],
            Place::Customer => &self.customer,
        }
    }

    fn at_mut(&mut self, place: Place) -> &mut File {
        match place {
            Place::Config => &mut self.config,
            Place::Layer(layer) => &mut self.layers[layer],
            Place::Customer => &mut self.customer,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    Config,
    Layer(usize),
    Customer,
}

/// A value as TOML, written as the model writes it.
fn toml(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => format!("\"{text}\""),
        Value::Integer(number) => number.to_string(),
        Value::List(items) => {
            format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", "))
        }
        Value::Table(table) => {
            let entries = table.iter().map(|(key, node)| format!("{key} = {}", toml(node)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
        other => panic!("{other:?}"),
    }
}

/// What the workspace says of a variable, held against the model: the chain and the value in force.
fn check(model: &Model) {
    let project = model.project();
    let mut sink = Sink::new();
    let workspace = Workspace::load(project.path(), &mut sink).unwrap();
    let file = &workspace.customers[0];
    let customer = workspace.customer(file, &mut sink).unwrap();
    assert!(sink.is_empty(), "{sink:#?}");
    let provenance = Provenance::of(&workspace, file);
    for (variable, (name, _, _)) in VARIABLES.iter().enumerate() {
        let expected = model.chain(variable);
        let chain = provenance.chain(name);
        let found: Vec<(Option<Place>, String)> = chain
            .iter()
            .map(|setting| {
                let place = match setting.origin {
                    Origin::Default => None,
                    Origin::Config => Some(Place::Config),
                    Origin::Customer => Some(Place::Customer),
                    Origin::Layer(layer) => {
                        Some(Place::Layer(model.names.iter().position(|n| n == layer).unwrap()))
                    }
                };
                (place, toml(setting.node))
            })
            .collect();
        assert_eq!(found, expected, "{name}");
        let in_force = customer.variables.get(name);
        assert_eq!(in_force, chain.last().map(|setting| setting.node), "{name}");
    }
    let all: Vec<&str> = provenance.iter().map(|(name, _)| name).collect();
    assert_eq!(all, customer.variables.names());
}

#[test]
fn the_winner_is_in_force_and_the_next_one_without_it() {
    let mut random = Random::new(3);
    let (mut layered, mut overridden) = (0, 0);
    for _ in 0..150 {
        let mut model = Model::random(&mut random);
        check(&model);
        layered += usize::from(model.layers.iter().any(|layer| !layer.layers.is_empty()));
        // One variable is taken away file by file, from the top down to its default.
        let variable = random.below(VARIABLES.len());
        let mut before = model.chain(variable);
        overridden += usize::from(before.len() > 2);
        while let Some((Some(place), _)) = before.pop() {
            model.at_mut(place).values.remove(&variable);
            assert_eq!(model.chain(variable), before);
            check(&model);
        }
    }
    assert!(layered > 50 && overridden > 20, "{layered} {overridden}");
}

/// A table and a value of one name cannot both be in force, whichever is an error.
#[test]
fn tables_and_values_take_each_others_place() {
    let project = Project::new()
        .customer("acme", "layers = [\"one\"]\npack = \"pilot\"\ncustomer = \"Acme\"\n")
        .file("customers/_layers/one.toml", "[customer]\nname = \"One\"\n");
    let mut sink = Sink::new();
    let workspace = Workspace::load(project.path(), &mut sink).unwrap();
    assert!(workspace.customer(&workspace.customers[0], &mut sink).is_none());
    let provenance = Provenance::of(&workspace, &workspace.customers[0]);
    let names: Vec<&str> = provenance.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["customer", "vendor.name"]);
    assert_eq!(provenance.chain("customer").len(), 1);
    assert!(provenance.chain("customer.name").is_empty());
}

/// Many layers, each on the next, are put in order without recursion.
#[test]
fn long_chains_of_layers_end() {
    let mut project = Project::new();
    for layer in 0..300 {
        let next = format!("layers = [\"l{}\"]\n", layer + 1);
        project = project.file(&format!("customers/_layers/l{layer}.toml"), next);
    }
    let last = "[customer]\nlocale = \"el-GR\"\n";
    let acme = String::from("layers = [\"l0\"]\n") + &project.text("customers/acme.toml");
    let whole = project.file("customers/_layers/l300.toml", last).customer("acme", &acme);
    let mut sink = Sink::new();
    let workspace = Workspace::load(whole.path(), &mut sink).unwrap();
    let customer = workspace.customer(&workspace.customers[0], &mut sink).unwrap();
    assert_eq!(customer.text("customer.locale"), "el-GR");
    assert_eq!(customer.layers.len(), 303);
    let closed = whole.file("customers/_layers/l300.toml", "layers = [\"l0\"]\n");
    let (_, sources) = Workspace::load(closed.path(), &mut sink).unwrap_err();
    assert_eq!(sink.into_grouped(&sources)[0].related.len(), 300);
}
