//! `new ID`: the file of a new customer, with exactly the values the documents need.

use super::args::New;
use super::build::load;
use super::report::{FINDINGS, Failure, Reporter};
use super::resolved::Resolved;
use crate::diag::{Sink, Sources};
use crate::workspace::root::check_ids;
use crate::workspace::scaffold::{answer, customer_file, example, toml, wanted};
use crate::workspace::{CustomerFile, Entry, Node, Table, Value, Variables, Workspace, parse_toml};
use std::collections::BTreeMap;
use std::io::{BufRead, IsTerminal, Write};

/// Asks on a terminal, takes flags otherwise, and writes `customers/<id>.toml`.
pub fn run(flags: &New, resolved: &Resolved, reporter: Reporter) -> Result<(), Failure> {
    let mut sink = Sink::new();
    let workspace = load(resolved, reporter, &mut sink)?;
    let path = format!("customers/{}.toml", flags.id);
    check_name(&workspace, flags, &path)?;
    let from = from_file(flags, reporter)?;
    let pack = flags
        .pack
        .clone()
        .or_else(|| from.get("pack")?.as_text().map(str::to_owned))
        .or_else(|| workspace.config.packs.keys().next().cloned())
        .unwrap_or_default();
    let asks = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    let layers = layers(flags, &from, &workspace, asks)?;
    let mut answers = given(flags, &from, &workspace)?;

    let mut below = Variables::defaults(&workspace.schema);
    below.overlay(&workspace.config.values);
    for name in &layers {
        if let Some(layer) = workspace.layers.get(name) {
            below.overlay(&layer.values);
        }
    }
    let mut open: Vec<(&str, &Entry)> = wanted(&workspace.schema, &below);
    open.retain(|(name, _)| !answers.contains_key(*name));
    if !open.is_empty() && !asks {
        let list: Vec<String> = open
            .iter()
            .map(|(name, entry)| {
                format!("  --set '{name}={}'  {}", plain_example(entry), entry.description)
            })
            .collect();
        return Err(Failure::usage(format!(
            "{} needs {} more values:\n{}",
            flags.id,
            open.len(),
            list.join("\n")
        ))
        .hint(layer_hint(&workspace, &layers)));
    }
    for (name, entry) in open {
        let value = ask(name, entry)?;
        answers.insert(name.to_owned(), value);
    }
    let text = customer_file(&flags.id, &pack, &layers, &workspace.schema, &answers);
    validate(&workspace, flags, &path, &text, reporter)?;
    let file = workspace.root.path().join(&path);
    let written = std::fs::create_dir_all(workspace.root.path().join("customers"))
        .and_then(|()| std::fs::File::create_new(&file))
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|e| Failure::machine(format!("cannot write {path}: {e}")))?;
    reporter.note(&format!("wrote {path}"));
    reporter.note(&format!("next: pilotpack build {}", flags.id));
    Ok(())
}

fn check_name(workspace: &Workspace, flags: &New, path: &str) -> Result<(), Failure> {
    if workspace.customers.iter().any(|c| c.id == flags.id) {
        return Err(Failure::usage(format!("{path} is there already"))
            .hint("edit it, or choose another id; nothing was written"));
    }
    let mut ids: Vec<(String, String)> =
        workspace.customers.iter().map(|c| (c.id.clone(), c.path.clone())).collect();
    ids.push((flags.id.clone(), path.to_owned()));
    match check_ids(&ids).into_iter().find(|p| p.id == flags.id) {
        Some(problem) => Err(Failure::usage(problem.message).hint(problem.hint)),
        None => Ok(()),
    }
}

/// Layers named by flags, else by the file of values, else on the terminal.
fn layers(
    flags: &New,
    from: &Table,
    workspace: &Workspace,
    asks: bool,
) -> Result<Vec<String>, Failure> {
    let listed = from.get("layers").and_then(Node::as_list).unwrap_or_default();
    let listed: Vec<String> =
        listed.iter().filter_map(|layer| layer.as_text().map(str::to_owned)).collect();
    let known: Vec<&str> = workspace.layers.keys().map(String::as_str).collect();
    let chosen = if flags.layers.is_empty() && !listed.is_empty() {
        listed
    } else if flags.layers.is_empty() && asks && !known.is_empty() {
        let line = prompt(&format!(
            "layers, lowest first, separated by commas\n  known: {}\n> ",
            known.join(", ")
        ))?;
        line.split(',').map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect()
    } else {
        flags.layers.clone()
    };
    for name in &chosen {
        if !workspace.layers.contains_key(name) {
            return Err(Failure::usage(format!("there is no layer `{name}`"))
                .hint(format!("known layers: {}", known.join(", "))));
        }
    }
    Ok(chosen)
}

fn layer_hint(workspace: &Workspace, layers: &[String]) -> String {
    let unused: Vec<String> = workspace
        .layers
        .keys()
        .filter(|l| !layers.contains(*l))
        .map(|l| format!("--layer {l}"))
        .collect();
    if layers.is_empty() && !unused.is_empty() {
        format!("layers set many of them: {}", unused.join(", "))
    } else {
        String::from("or put them into a TOML file and name it with --from FILE")
    }
}

/// The file named with `--from`, parsed; an empty table without one.
fn from_file(flags: &New, reporter: Reporter) -> Result<Table, Failure> {
    let Some(file) = &flags.from else { return Ok(Table::new()) };
    let failed = |error: &dyn std::fmt::Display| {
        Failure::usage(format!("cannot read {}: {error}", file.display()))
    };
    let bytes = crate::workspace::root::read_outside(file).map_err(|e| failed(&e))?;
    let text = crate::workspace::root::decode_text(&bytes).map_err(|e| failed(&e))?;
    let (mut sources, mut sink) = (Sources::new(), Sink::new());
    let id = sources.add(file.display().to_string(), text);
    parse_toml(id, &sources, &mut sink).ok_or_else(|| {
        reporter.findings(sink, &sources);
        Failure::reported(FINDINGS)
    })
}

/// Values from `--from` and `--set`, as TOML by dotted name.
fn given(
    flags: &New,
    from: &Table,
    workspace: &Workspace,
) -> Result<BTreeMap<String, String>, Failure> {
    let mut answers = BTreeMap::new();
    flatten(from, "", &mut answers);
    for key in ["layers", "pack", "customer.id"] {
        answers.remove(key);
    }
    for pair in &flags.set {
        let Some((name, value)) = pair.split_once('=') else {
            return Err(Failure::usage(format!("--set {pair} has no `=`"))
                .hint("write --set customer.name=\"Acme Robotics\""));
        };
        if name == "customer.id" {
            return Err(Failure::usage("the id is the name of the customer's file")
                .hint(format!("run pilotpack new {value}")));
        }
        let Some(entry) = workspace.schema.entries.get(name) else {
            let known = workspace.schema.entries.keys().map(String::as_str);
            let failure =
                Failure::usage(format!("`{name}` is not declared in content/schema.toml"));
            return Err(match crate::diag::suggest::nearest(name, known) {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None => failure,
            });
        };
        answers.insert(name.to_owned(), answer(&entry.kind, value));
    }
    Ok(answers)
}

fn flatten(table: &Table, prefix: &str, answers: &mut BTreeMap<String, String>) {
    for (key, node) in table {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match &node.value {
            Value::Table(inner) => flatten(inner, &name, answers),
            _ => {
                answers.insert(name, toml(node));
            }
        }
    }
}

/// Asks until the answer fits the type.
fn ask(name: &str, entry: &Entry) -> Result<String, Failure> {
    loop {
        let line = prompt(&format!(
            "{name}: {}\n  example: {}\n> ",
            entry.description,
            plain_example(entry)
        ))?;
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let value = answer(&entry.kind, line);
        match problem(name, entry, &value) {
            None => return Ok(value),
            Some(problem) => {
                let _ = std::io::stderr().write_all(format!("  {problem}\n").as_bytes());
            }
        }
    }
}

/// What is wrong with one answer.
fn problem(name: &str, entry: &Entry, value: &str) -> Option<String> {
    let (mut sources, mut sink) = (Sources::new(), Sink::new());
    let id = sources.add("answer", format!("value = {value}\n"));
    if let Some(node) = parse_toml(id, &sources, &mut sink).and_then(|mut t| t.remove("value")) {
        crate::workspace::check::check(name, entry, &node, &mut sink);
    }
    sink.diagnostics().first().map(|d| d.message.clone())
}

fn prompt(question: &str) -> Result<String, Failure> {
    let _ = std::io::stderr().write_all(question.as_bytes());
    let mut line = String::new();
    let read = std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|e| Failure::machine(format!("cannot read the answer: {e}")))?;
    if read == 0 {
        return Err(Failure::usage("the answers ended early; nothing was written"));
    }
    Ok(line)
}

/// The example without the quotes of a string: as it is typed.
fn plain_example(entry: &Entry) -> String {
    match entry.example.as_ref() {
        Some(node) => node.as_text().map_or_else(|| toml(node), str::to_owned),
        None => example(entry),
    }
}

/// Reads the new file as a build would; findings are printed and nothing is written.
fn validate(
    workspace: &Workspace,
    flags: &New,
    path: &str,
    text: &str,
    reporter: Reporter,
) -> Result<(), Failure> {
    let mut sources = workspace.sources.clone();
    let mut sink = Sink::new();
    let source = sources.add(path, text);
    let table = parse_toml(source, &sources, &mut sink);
    let file = CustomerFile { id: flags.id.clone(), path: path.to_owned(), source, table };
    let customer = workspace.customer(&file, &mut sink);
    if let Some(customer) = customer {
        for gap in &customer.missing {
            sink.report(
                crate::diag::Diagnostic::error("PP0202", format!("`{}` is not set", gap.name))
                    .hint(gap.description.clone()),
            );
        }
    }
    match reporter.findings(sink, &sources) {
        0 => Ok(()),
        _ => Err(Failure::reported(FINDINGS).hint("nothing was written")),
    }
}
