//! Where the values of one customer come from, and where they go to.

mod json;

use crate::diag::{Sink, Span};
use crate::merge::{Place, Usage};
use crate::workspace::{
    CustomerFile, Entry, Kind, Node, Origin, Provenance, Setting, Workspace, known,
};
use std::collections::BTreeSet;

/// All values of one customer.
pub struct Explanation<'a> {
    /// The workspace.
    pub workspace: &'a Workspace,
    /// The customer.
    pub file: &'a CustomerFile,
    /// In the order of the schema: every variable, and every column that some row lacks.
    pub rows: Vec<Row<'a>>,
    usage: Usage,
}

/// One variable.
pub struct Row<'a> {
    /// Dotted name; `sla[].response` only for a column that some row lacks and must have.
    pub name: String,
    /// Its declaration.
    pub entry: &'a Entry,
    /// The files that set it, lowest first; the last is in force. Empty if nothing sets it.
    pub chain: Vec<Setting<'a>>,
    /// Where to add it, if nothing sets it.
    pub place: Option<Span>,
    /// Whether nothing sets it and something must.
    pub missing: bool,
    /// Whether neither text nor the program reads it.
    pub unused: bool,
}

/// A place of the content that uses a value.
pub struct UsePlace<'a> {
    /// The place.
    pub place: &'a Place,
    /// The documents that include the file, if it is none itself.
    pub documents: Vec<&'a str>,
    /// The line, without white space around it.
    pub line: &'a str,
    /// Where in `line` the place begins, in bytes.
    pub at: usize,
}

impl<'a> Explanation<'a> {
    /// Looks through the files of a customer and through all shared text. What is wrong with the
    /// customer's file is reported; values are explained all the same.
    pub fn of(workspace: &'a Workspace, file: &'a CustomerFile, sink: &mut Sink) -> Self {
        let usage = Usage::of(workspace);
        let provenance = Provenance::of(workspace, file);
        let customer = workspace.customer(file, sink);
        let gaps = customer.map(|customer| customer.missing).unwrap_or_default();
        let schema = &workspace.schema;
        let mut entries: Vec<(&String, &Entry)> = schema.entries.iter().collect();
        entries.sort_by_key(|(_, entry)| entry.span);
        let mut rows = Vec::new();
        let mut listed: BTreeSet<String> = BTreeSet::new();
        for (name, entry) in entries {
            let keys: Vec<(String, &Entry)> = match &entry.kind {
                // Keys of such a table come from different files.
                Kind::Table(columns) => {
                    columns.iter().map(|(key, entry)| (format!("{name}.{key}"), entry)).collect()
                }
                _ => vec![(name.clone(), entry)],
            };
            for (name, entry) in keys {
                let chain = provenance.chain(&name).to_vec();
                let gap = gaps.iter().find(|gap| gap.name == name);
                // A key of a table must be there only if the table is, which the gaps know.
                let required = entry.required && schema.entries.contains_key(&name);
                let missing = chain.is_empty() && (required || gap.is_some());
                let place = gap.and_then(|gap| gap.place);
                let place = place.unwrap_or_else(|| workspace.place_to_add(file, &name));
                let place = chain.is_empty().then_some(place);
                let unused = !read(&usage, &name);
                listed.insert(name.clone());
                rows.push(Row { name, entry, chain, place, missing, unused });
            }
            for gap in &gaps {
                let inside = gap.name.strip_prefix(name.as_str());
                if inside.is_some_and(|rest| rest.starts_with("[].") || rest.starts_with('.'))
                    && let Some(entry) = schema.entry(&gap.name)
                    && listed.insert(gap.name.clone())
                {
                    let place = gap.place.or_else(|| Some(workspace.place_to_add(file, name)));
                    let (name, unused) = (gap.name.clone(), !read(&usage, &gap.name));
                    let (chain, missing) = (Vec::new(), true);
                    rows.push(Row { name, entry, chain, place, missing, unused });
                }
            }
        }
        Explanation { workspace, file, rows, usage }
    }

    /// The variables that are set, and those that should be.
    pub fn in_force(&self) -> Vec<&Row<'a>> {
        self.rows.iter().filter(|row| row.missing || !row.chain.is_empty()).collect()
    }

    /// The variables that a key means: those of this name, those below it (`contacts` for
    /// `contacts.privacy.name`), and the list of a column.
    pub fn of_key(&self, key: &str) -> Vec<&Row<'a>> {
        self.rows.iter().filter(|row| covers(&row.name, key)).collect()
    }

    /// Every place of the content that uses a value or something below it; not what other customers
    /// have in place of shared sections.
    pub fn uses(&self, name: &str) -> Vec<UsePlace<'_>> {
        let others = self.workspace.overrides_of_others(&self.file.id);
        let others: BTreeSet<_> = others.map(|own| own.source).collect();
        let places = self.usage.places(name).into_iter();
        let places = places.filter(|place| !others.contains(&place.span.source));
        places
            .map(|place| {
                let (line, at) = self.line(place.span);
                let documents = self.usage.documents(place.span.source).collect();
                UsePlace { place, documents, line, at }
            })
            .collect()
    }

    /// What the program itself does with a value.
    pub fn reader(&self, name: &str) -> Option<&'static str> {
        known::reader(name)
    }

    /// The line of a place without white space around it, and where in it the place begins.
    fn line(&self, span: Span) -> (&str, usize) {
        let Some(file) = self.workspace.sources.get(span.source) else { return ("", 0) };
        let start = span.start as usize;
        let range = file.line_range(file.line_column(start).0);
        let line = file.text.get(range.clone()).unwrap_or_default();
        let space = line.len() - line.trim_start().len();
        (line.trim(), start.saturating_sub(range.start + space))
    }
}

impl Row<'_> {
    /// The value in force.
    pub fn value(&self) -> Option<&Node> {
        self.chain.last().map(|setting| setting.node)
    }

    /// How many settings the one in force was laid over.
    pub fn overrides(&self) -> usize {
        self.chain.len().saturating_sub(1)
    }

    /// Whether the schema's default is in force.
    pub fn is_default(&self) -> bool {
        self.chain.last().is_some_and(|setting| setting.origin == Origin::Default)
    }
}

fn read(usage: &Usage, name: &str) -> bool {
    usage.is_read(name) || known::reader(name).is_some()
}

/// Whether a key means a variable, see [`Explanation::of_key`].
fn covers(name: &str, key: &str) -> bool {
    is_below(name, key) || key.starts_with(&format!("{name}[]."))
}

/// Whether a dotted name is another one or stands below it.
fn is_below(name: &str, other: &str) -> bool {
    name.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}
