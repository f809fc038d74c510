//! `new ID`: the file of a new customer, with exactly the values the documents need.

mod ask;
mod draft;
mod given;
mod lines;
mod live;

use super::args::New;
use super::build::load;
use super::report::{Failure, Reporter, count};
use super::resolved::Resolved;
use crate::diag::Sink;
use crate::workspace::root::{check_ids, create};
use crate::workspace::scaffold::{plain_example, table_of};
use crate::workspace::{Customer, Entry, Workspace};
use ask::{Asks, Choice};
use draft::Draft;
use std::io::{ErrorKind, IsTerminal};

/// Asks on a terminal, takes flags otherwise, and writes `customers/<id>.toml`.
pub fn run(flags: &New, resolved: &Resolved, reporter: Reporter<'_>) -> Result<(), Failure> {
    // Mistakes in other customers' files are theirs; those in shared files end `load`.
    let workspace = load(resolved, reporter, &mut Sink::new())?;
    let path = format!("customers/{}.toml", flags.id);
    check_name(&workspace, flags, &path)?;
    let mut draft = Draft::given(flags, &workspace, reporter)?;
    let mut asks = asks(reporter);
    if let Some(asks) = asks.as_deref_mut() {
        choose(asks, &mut draft, &workspace)?;
    }
    let given = draft.len();
    while let Some(group) = draft.open(reporter)? {
        let Some(asks) = asks.as_deref_mut() else {
            return Err(not_given(flags, &draft, reporter)?);
        };
        asks.heading(&group.name)?;
        for (name, entry) in &group.entries {
            let node = ask::answer(asks, name, entry)?;
            draft.set(name, node);
        }
    }
    let (text, customer) = draft.finish(reporter)?;
    create(&workspace.root.path().join(&path), text.as_bytes()).map_err(|e| match e.kind() {
        ErrorKind::AlreadyExists => taken(&path),
        _ => Failure::machine(format!("cannot write {path}: {e}")),
    })?;
    reporter.note(&format!("wrote {path}"));
    reporter.note(&summary(&customer, given, draft.len() - given));
    reporter.note(&format!("next: pilotpack build {}", flags.id));
    Ok(())
}

fn taken(path: &str) -> Failure {
    Failure::usage(format!("{path} is there already"))
        .hint("edit it, or choose another id; nothing was written")
}

fn check_name(workspace: &Workspace, flags: &New, path: &str) -> Result<(), Failure> {
    if workspace.customers.iter().any(|c| c.id == flags.id) {
        return Err(taken(path));
    }
    let mut ids: Vec<(String, String)> =
        workspace.customers.iter().map(|c| (c.id.clone(), c.path.clone())).collect();
    ids.push((flags.id.clone(), path.to_owned()));
    match check_ids(&ids).into_iter().find(|p| p.id == flags.id) {
        Some(problem) => Err(Failure::usage(problem.message).hint(problem.hint)),
        None => Ok(()),
    }
}

/// Who asks: prompts that check while people type, plain lines on a terminal that cannot move its
/// cursor, nobody without a terminal.
fn asks(reporter: Reporter<'_>) -> Option<Box<dyn Asks + '_>> {
    if !std::io::stdin().is_terminal() {
        return None;
    }
    let term = std::env::var_os("TERM");
    let moves = term.map_or(cfg!(windows), |term| term != "dumb");
    if moves && std::io::stderr().is_terminal() {
        Some(Box::new(live::Live::new(reporter.color)))
    } else {
        Some(Box::new(lines::Lines::new(reporter)))
    }
}

/// Layers and pack, where neither flags nor a file name them.
fn choose(
    asks: &mut dyn Asks,
    draft: &mut Draft<'_>,
    workspace: &Workspace,
) -> Result<(), Failure> {
    let names = by_folder(workspace);
    if !draft.has("layers") && !names.is_empty() {
        let choices: Vec<Choice> = names.iter().map(|name| layer(workspace, name)).collect();
        let said = "Values shared with other customers; a lower line wins over those above it";
        let chosen = asks.choose_many("layers", said, &choices)?;
        draft.set_layers(&chosen);
    }
    let packs: Vec<Choice> = workspace
        .config
        .packs
        .iter()
        .map(|(name, pack)| Choice { value: name.clone(), hint: pack.title.clone() })
        .collect();
    if !draft.has("pack") && packs.len() > 1 {
        draft.set_pack(&asks.choose("pack", "What the customer is given", &packs)?);
    }
    Ok(())
}

/// A layer and what its file says of itself: the comment on its first line.
fn layer(workspace: &Workspace, name: &str) -> Choice {
    let file = workspace.layers.get(name).and_then(|layer| workspace.sources.get(layer.source));
    let hint = file.and_then(|file| file.text.lines().next()?.strip_prefix('#'));
    Choice { value: name.to_owned(), hint: hint.unwrap_or_default().trim().to_owned() }
}

/// Layers grouped by folder. Folders stand in the order in which customers' files name them, so
/// that a new customer lays its layers as the others do; then in alphabetical order.
fn by_folder(workspace: &Workspace) -> Vec<&str> {
    let folder = |name: &str| name.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let mut folders: Vec<String> = Vec::new();
    let tables = workspace.customers.iter().filter_map(|customer| customer.table.as_ref());
    let named = tables.filter_map(|table| table.get("layers")?.as_list()).flatten();
    for name in named.filter_map(|node| node.as_text()) {
        if !folders.contains(&folder(name)) {
            folders.push(folder(name));
        }
    }
    let mut names: Vec<&str> = workspace.layers.keys().map(String::as_str).collect();
    names.sort_by_key(|name| {
        folders.iter().position(|known| *known == folder(name)).unwrap_or(folders.len())
    });
    names
}

/// What to say where nobody can be asked: every value that is needed, ready to be copied.
fn not_given(flags: &New, draft: &Draft<'_>, reporter: Reporter<'_>) -> Result<Failure, Failure> {
    let open = draft.wanted(reporter)?;
    for (name, entry) in &open {
        let value = plain_example(entry).replace('\'', "'\\''");
        reporter.ask(&format!("  --set '{name}={value}'  {}\n", entry.description));
    }
    let failure = Failure::usage(format!("{} needs {}", flags.id, count(open.len(), "more value")));
    Ok(failure.hint(draft.layer_hint()))
}

/// Where the values of the new customer come from.
fn summary(customer: &Customer, given: usize, asked: usize) -> String {
    let mut parts = Vec::new();
    if asked > 0 {
        parts.push(format!("{} asked for", count(asked, "value")));
    }
    if given > 0 {
        parts.push(format!("{} given", count(given, "value")));
    }
    let names = customer.variables.names();
    for (path, source) in customer.layers.iter().filter(|(path, _)| *path != customer.path) {
        let from = |name: &&String| {
            customer.variables.get(name).is_some_and(|node| node.span.source == *source)
        };
        parts.push(format!("{} from {path}", names.iter().filter(from).count()));
    }
    parts.join(", ")
}

/// The variables of one table that are asked for together.
pub(super) struct Group {
    /// Name of the table, or of the list of tables.
    pub name: String,
    /// Names and declarations.
    pub entries: Vec<(String, Entry)>,
}

impl Group {
    /// The first group of what is wanted.
    fn first_of(wanted: &[(&str, &Entry)]) -> Option<Group> {
        let group = |name: &str, entry: &Entry| match entry.kind.columns() {
            Some(_) => name.to_owned(),
            None => table_of(name).to_owned(),
        };
        let (name, entry) = wanted.first()?;
        let first = group(name, entry);
        let own = wanted.iter().filter(|(name, entry)| group(name, entry) == first);
        let entries = own.map(|(name, entry)| ((*name).to_owned(), (*entry).clone())).collect();
        Some(Group { name: first, entries })
    }
}
