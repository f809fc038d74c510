//! Layers: files below `customers/_layers` with values that several customers share.
//!
//! A customer's file, and a layer too, names the layers it stands on with `layers = ["base/common"]`.
//! They are laid over each other in the order named, each layer's own layers before it, depth first.
//! A layer that is reached twice counts once, at its first and so lowest place. The order depends on
//! what the files say and never on their order on disk.

use super::customer::must_be_text;
use super::root::{fold, portable};
use super::schema::Schema;
use super::table::{Node, Table};
use super::variables::{check_file, show_lower};
use crate::diag::{Diagnostic, Sink, SourceId, Span, suggest};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

/// Layers by name: the path below `customers/_layers` without its ending, in Unicode form C.
pub type Layers = BTreeMap<String, Layer>;

/// The key that names layers, in a layer's file and in a customer's.
pub const LAYERS_KEY: &str = "layers";

/// One layer as read.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Path relative to the workspace.
    pub path: String,
    /// Its text in the table of sources.
    pub source: SourceId,
    /// The values it sets.
    pub values: Table,
    /// The layers it stands on, lowest first.
    pub below: Vec<Link>,
}

/// A place that names a layer which is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The layer.
    pub name: String,
    /// Where it is named.
    pub span: Span,
}

/// A layer's file.
pub struct LayerFile {
    /// Path relative to the workspace.
    pub path: String,
    /// Its text in the table of sources.
    pub source: SourceId,
    /// What it says; `None` if it is not valid TOML, which has been reported.
    pub table: Option<Table>,
}

/// The name of the layer in a file, from the file's path relative to the workspace.
pub fn name_of(path: &str) -> Option<String> {
    let name = path.strip_prefix("customers/_layers/")?.strip_suffix(".toml")?;
    Some(name.nfc().collect())
}

/// Checks the files of all layers: names, values, and that no layer stands on itself.
///
/// `config` are the values of `pilotpack.toml`, below every layer.
pub fn read(files: Vec<LayerFile>, schema: &Schema, config: &Table, sink: &mut Sink) -> Layers {
    let names: BTreeMap<String, ()> =
        files.iter().filter_map(|file| Some((name_of(&file.path)?, ()))).collect();
    let mut layers = Layers::new();
    let mut faults: Vec<(String, Sink)> = Vec::new();
    for file in files {
        let Some(name) = name_of(&file.path) else { continue };
        check_name(&name, &file.path, sink);
        let Some(mut values) = file.table else { continue };
        let below = links(&values, &names, sink);
        let mut own = Sink::new();
        check_file(&values, schema, &[LAYERS_KEY], &mut own);
        faults.push((name.clone(), own));
        values.remove(LAYERS_KEY);
        layers.insert(name, Layer { path: file.path, source: file.source, values, below });
    }
    for (name, own) in faults {
        let Some(layer) = layers.get(&name) else { continue };
        let below = stack(&layers, &layer.below);
        let below = below.iter().filter(|(other, _)| *other != name).map(|(_, l)| &l.values);
        sink.append(show_lower(own, std::iter::once(config).chain(below), &layer.values));
    }
    check_circles(&layers, sink);
    layers
}

/// Refuses names that some system cannot keep.
fn check_name(name: &str, path: &str, sink: &mut Sink) {
    if let Some(fault) = name.split('/').find_map(|part| portable(part).err()) {
        sink.report(
            Diagnostic::error("PP0108", format!("the layer `{name}` cannot be used: {fault}"))
                .hint(format!("rename `{path}`, for example with small letters, digits and `-`")),
        );
    }
}

/// The layers that a file names. What is wrong with the list is reported: its type, a layer that is
/// not there, a layer that is named twice.
///
/// `known` has the names of all layers.
pub fn links<T>(table: &Table, known: &BTreeMap<String, T>, sink: &mut Sink) -> Vec<Link> {
    let Some(node) = table.get(LAYERS_KEY) else { return Vec::new() };
    let Some(items) = node.as_list() else {
        sink.report(
            Diagnostic::error("PP0103", "`layers` must be a list of names")
                .at(node.span, format!("this is {}", node.value.kind()))
                .hint("write layers = [\"region/eu\", \"plan/pilot\"]"),
        );
        return Vec::new();
    };
    let mut found: Vec<Link> = Vec::new();
    for item in items {
        let Some(text) = item.as_text() else {
            sink.report(must_be_text("a layer", item).hint("write layers = [\"region/eu\"]"));
            continue;
        };
        let name: String = text.nfc().collect();
        if !known.contains_key(&name) {
            sink.report(unknown(text, item, known));
        } else if let Some(first) = found.iter().find(|link| link.name == name) {
            sink.report(
                Diagnostic::warning("PP0137", format!("the layer `{name}` is named twice"))
                    .at(item.span, "named again")
                    .related(first.span, "counts here")
                    .hint("remove the second: a layer counts once, at its lowest place"),
            );
        } else {
            found.push(Link { name, span: item.span });
        }
    }
    found
}

/// The error for a layer that is not there.
fn unknown<T>(text: &str, item: &Node, known: &BTreeMap<String, T>) -> Diagnostic {
    let diagnostic =
        Diagnostic::error("PP0105", format!("there is no layer `{text}`")).at(item.span, "");
    let folded = fold(text);
    if let Some(same) = known.keys().find(|name| fold(name) == folded) {
        return diagnostic
            .hint(format!("write \"{same}\": capital and small letters must be as in its path"));
    }
    // The path of a file in place of the name of its layer.
    let short = text.strip_suffix(".toml").unwrap_or(text);
    let short = short.rsplit_once("_layers/").map_or(short, |(_, name)| name);
    if let Some(near) = suggest::nearest(short, known.keys().map(String::as_str)) {
        return diagnostic.hint(format!("did you mean \"{near}\"?"));
    }
    let list: Vec<&str> = known.keys().map(String::as_str).collect();
    diagnostic.hint(if list.is_empty() {
        format!("write customers/_layers/{short}.toml, or remove the name")
    } else {
        format!("layers are files below customers/_layers: {}", list.join(", "))
    })
}

/// The layers that stand below whoever names `named`, lowest first.
pub fn stack<'a>(layers: &'a Layers, named: &[Link]) -> Vec<(&'a str, &'a Layer)> {
    let mut order = Vec::new();
    let mut seen = BTreeSet::new();
    for link in named {
        // Layers whose own layers are being put down, and how many of those are done.
        let mut open: Vec<(&str, &Layer, usize)> = Vec::new();
        let enter = |name: &str, seen: &mut BTreeSet<&'a str>| {
            let (name, layer) = layers.get_key_value(name)?;
            seen.insert(name).then_some((name.as_str(), layer, 0))
        };
        open.extend(enter(&link.name, &mut seen));
        while let Some((name, layer, done)) = open.pop() {
            match layer.below.get(done) {
                Some(next) => {
                    open.push((name, layer, done + 1));
                    open.extend(enter(&next.name, &mut seen));
                }
                None => order.push((name, layer)),
            }
        }
    }
    order
}

/// Reports every layer that stands on itself, with the whole way round.
fn check_circles(layers: &Layers, sink: &mut Sink) {
    let mut finished: BTreeSet<&str> = BTreeSet::new();
    for (start, layer) in layers {
        if finished.contains(start.as_str()) {
            continue;
        }
        let mut open: Vec<(&str, &Layer, usize)> = vec![(start, layer, 0)];
        let mut depth: BTreeMap<&str, usize> = BTreeMap::from([(start.as_str(), 0)]);
        while let Some((name, layer, done)) = open.pop() {
            let Some(link) = layer.below.get(done) else {
                finished.insert(name);
                depth.remove(name);
                continue;
            };
            open.push((name, layer, done + 1));
            if let Some(from) = depth.get(link.name.as_str()) {
                sink.report(circle(open.get(*from..).unwrap_or_default()));
            } else if !finished.contains(link.name.as_str())
                && let Some((next, layer)) = layers.get_key_value(&link.name)
            {
                depth.insert(next, open.len());
                open.push((next, layer, 0));
            }
        }
    }
}

/// The error for layers each of which names the next, the last the first.
fn circle(way: &[(&str, &Layer, usize)]) -> Diagnostic {
    let names: Vec<&str> = way.iter().chain(way.first()).map(|(name, _, _)| *name).collect();
    let message = match way {
        [(only, _, _)] => format!("the layer `{only}` names itself"),
        _ => format!("layers stand on each other: `{}`", names.join(" → ")),
    };
    let mut diagnostic = Diagnostic::error("PP0113", message);
    let links = way.iter().filter_map(|(_, layer, done)| layer.below.get(done.checked_sub(1)?));
    for (link, name) in links.zip(&names) {
        let label =
            if way.len() == 1 { String::new() } else { format!("`{name}` names `{}`", link.name) };
        diagnostic = match diagnostic.span {
            None => diagnostic.at(link.span, label),
            Some(_) => diagnostic.related(link.span, label),
        };
    }
    diagnostic.hint(match way {
        [_] => "remove the name",
        _ => "remove one of these names: a layer that others stand on cannot stand on them",
    })
}
