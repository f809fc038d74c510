//! `check`: whole outputs, `tests/cases/check/*.md`, and what the sample workspace and the code say.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "support/command.rs"]
mod command;
#[path = "support/commands.rs"]
mod commands;
mod support;

use pilotpack::diag::Sink;
use pilotpack::merge::Merger;
use pilotpack::pack::audit;
use pilotpack::workspace::Workspace;
use pilotpack::workspace::known::READ_BY_NAME;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use support::cases::walk;

#[test]
fn outputs() {
    let count = walk("check", &["output"], |case| vec![commands::output(case, true)]);
    assert!(count >= 12, "only {count} cases");
}

/// Nothing in this repository is read by nobody, or set twice. A region and its wording may wait for
/// their first customer.
#[test]
fn the_sample_workspace_is_clean() {
    let mut sink = Sink::new();
    let workspace = Workspace::load(Path::new(env!("CARGO_MANIFEST_DIR")), &mut sink).unwrap();
    let merger = Merger::new(&workspace, &mut sink);
    let all: BTreeSet<&str> = workspace.customers.iter().map(|file| file.id.as_str()).collect();
    audit(&workspace, &merger, &all, &mut sink);
    let found: Vec<String> = sink
        .into_grouped(&workspace.sources)
        .into_iter()
        .filter(|d| d.code != "PP0214" && !(d.code == "PP0132" && d.message.contains("`region/")))
        .map(|d| format!("{}: {}", d.code, d.message))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// Names of variables in strings of the code, that of the list itself apart.
fn names_in_code(folder: &Path, declared: &BTreeSet<String>, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            names_in_code(&path, declared, found);
        } else if !path.ends_with("workspace/known.rs") {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            let strings = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            let strings = strings.flat_map(|line| line.split('"').skip(1).step_by(2));
            found.extend(strings.filter(|s| declared.contains(*s)).map(str::to_owned));
        }
    }
}

#[test]
fn what_the_program_reads_by_name_is_listed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = Workspace::load(root, &mut Sink::new()).unwrap();
    let declared: BTreeSet<String> = workspace.schema.entries.keys().cloned().collect();
    let mut found = BTreeSet::new();
    names_in_code(&root.join("src"), &declared, &mut found);
    let listed: BTreeSet<String> =
        READ_BY_NAME.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(found, listed);
    assert!(READ_BY_NAME.is_sorted_by_key(|(name, _)| name));
}
