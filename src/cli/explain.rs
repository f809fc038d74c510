//! `explain ID [KEY]`: where a customer's values come from and where they go to. `explain CODE`: what
//! a message means.

mod detail;
mod listing;
mod table;

use super::build::{load, select};
use super::report::{FINDINGS, Failure, Reporter};
use super::resolved::Resolved;
use crate::diag::{Sink, codes, suggest};
use crate::pack::Explanation;
use crate::workspace::{Kind, Workspace};
use serde_json::json;

/// Prints the section of a code, or the values of a customer.
///
/// # Errors
/// Wrong usage: an unknown code, customer or key; findings in the customer's file, after its values
/// were printed.
pub fn run(
    what: &str,
    key: Option<&str>,
    resolve: impl FnOnce() -> Result<Resolved, Failure>,
    reporter: Reporter<'_>,
) -> Result<(), Failure> {
    let is_code = key.is_none() && codes::is_code(what);
    if let Some(entry) = codes::find(what).filter(|_| is_code) {
        let parts = ["Cause", "Example", "Fix"].map(|part| entry.part(part));
        let [cause, example, fix] = parts;
        let (code, title) = (entry.code, entry.title);
        let data = json!({
            "code": code, "title": title, "cause": cause, "example": example, "fix": fix
        });
        reporter.answer(entry.plain().trim_end(), data);
        return Ok(());
    }
    let unknown_code = || {
        let failure = Failure::usage(format!("there is no code `{what}`"));
        match codes::nearest(what) {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure.hint("codes stand in brackets at the head of a message"),
        }
    };
    let resolved = match resolve() {
        Err(_) if is_code => return Err(unknown_code()),
        other => other?,
    };
    let mut sink = Sink::new();
    let workspace = load(&resolved, reporter, &mut sink)?;
    if is_code && workspace.customers.iter().all(|file| file.id != what) {
        return Err(unknown_code());
    }
    let selected = select(&workspace, &[what.to_owned()])?;
    let Some(file) = selected.first() else { return Ok(()) };
    let chosen = [file.id.as_str()].into();
    let mut sink = super::build::of_chosen(&sink, &chosen);
    if file.table.is_none() {
        reporter.findings(sink, &workspace.sources);
        return Err(Failure::reported(FINDINGS));
    }
    let explanation = Explanation::of(&workspace, file, &mut sink);
    let key = key.map(|key| written(key, &workspace));
    if let Some(key) = &key
        && workspace.schema.entry(key).is_none()
        && !workspace.schema.is_table(key)
    {
        return Err(unknown_key(key, &workspace));
    }
    let width = reporter.width();
    let table = |key: &String| {
        let entry = workspace.schema.entry(key);
        entry.is_none_or(|entry| matches!(entry.kind, Kind::Table(_)))
    };
    let text = match key.as_ref() {
        None => listing::print(&explanation, &explanation.in_force(), width),
        Some(key) if table(key) => listing::print(&explanation, &explanation.of_key(key), width),
        Some(key) => detail::print(&explanation, key, width),
    };
    reporter.answer(text.trim_end(), explanation.to_json(key.as_deref()));
    match reporter.findings(sink, &workspace.sources) {
        0 => Ok(()),
        _ => Err(Failure::reported(FINDINGS)),
    }
}

/// The key as the schema writes it: `sla.response` is the column `sla[].response`.
fn written(key: &str, workspace: &Workspace) -> String {
    let list = key.rsplit_once('.').filter(|(list, _)| {
        let entry = workspace.schema.entries.get(*list);
        entry.is_some_and(|entry| matches!(entry.kind, Kind::TableList(_)))
    });
    list.map_or_else(|| key.to_owned(), |(list, column)| format!("{list}[].{column}"))
}

fn unknown_key(key: &str, workspace: &Workspace) -> Failure {
    let schema = &workspace.schema;
    let failure = Failure::usage(format!("`{key}` is not declared in content/schema.toml"));
    if let Some(name) = key.strip_prefix("registers.") {
        let name = name.split(['.', '[']).next().unwrap_or_default();
        if workspace.registers.contains_key(name) {
            return failure.hint(format!(
                "it is the register content/registers/{name}.toml, the same for every customer"
            ));
        }
    }
    // Names of variables, of the tables they are in, and of columns.
    let mut known: Vec<String> = Vec::new();
    for (name, entry) in &schema.entries {
        known
            .extend(name.match_indices('.').filter_map(|(at, _)| Some(name.get(..at)?.to_owned())));
        known.push(name.clone());
        let columns = entry.kind.columns().into_iter().flatten();
        known.extend(columns.map(|(column, _)| format!("{name}[].{column}")));
    }
    if let Some(near) = suggest::nearest(key, known.iter().map(String::as_str)) {
        return failure.hint(format!("did you mean `{near}`?"));
    }
    let last = key.rsplit('.').next().unwrap_or_default();
    match known.iter().find(|name| name.rsplit('.').next() == Some(last)) {
        Some(full) => failure.hint(format!("did you mean `{full}`?")),
        None => failure.hint(format!("tables: {}", schema.keys_of("").join(", "))),
    }
}
