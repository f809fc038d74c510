//! Every place where shared text uses a value, through loops, names, macros and partials.

use super::front_matter;
use super::lexer::{Piece, pieces};
use super::mentions::{Argument, Found, Use, condition, print, statement};
use super::scope::Scope;
use crate::diag::{Sink, SourceId, Span};
use crate::workspace::{Node, Workspace};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// How often a partial may be read for the places that include it, all in all. A partial that two
/// others include, and those two others, and so on, would be read without end.
const MAX_READS: usize = 10_000;
/// How deep files that include each other are followed.
const MAX_DEPTH: usize = 50;
/// Most values that one parameter is taken to stand for, those on the way to them counted: a macro
/// may call itself.
const MAX_VALUES: usize = 256;

/// One place that uses a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Where.
    pub span: Span,
    /// What is done with the value.
    pub what: Use,
    /// The value as it is reached there, such as `sla[].response`.
    pub name: String,
    /// The name that the text gave to it, such as `day` for a date that was made a text before.
    pub through: Option<String>,
    /// Whether everything below the name is used.
    whole: bool,
}

/// All uses of values in the content, the front matter, the packs and the schema's conditions.
#[derive(Debug, Clone, Default)]
pub struct Usage {
    places: BTreeSet<Place>,
    names: BTreeSet<String>,
    /// Names below which everything is used.
    whole: BTreeSet<String>,
    /// Names with a step that is computed, such as `contacts.*.name`.
    computed: Vec<(String, bool)>,
    /// The documents that include each file below `_partials` and the like.
    included: BTreeMap<SourceId, BTreeSet<String>>,
}

impl Usage {
    /// Reads the whole workspace.
    pub fn of(workspace: &Workspace) -> Self {
        let mut reader = Reader::new(workspace);
        for file in workspace.content.values().filter(|file| file.is_document()) {
            reader.front(file.source);
            reader.template(&file.path, file.id(), &Scope::default());
            // A customer's own section stands in the document, whose names it sees.
            let scope = std::mem::take(&mut reader.last);
            for own in workspace.overrides.iter().filter(|own| own.document == file.path) {
                if let Some(text) = reader.text(own.source) {
                    let start = Span::new(own.source, 0, 0);
                    reader.tags(&text, start, file.id(), &mut scope.clone());
                }
            }
        }
        if reader.any_template {
            // A name that is computed may include any of them.
            for file in workspace.content.values().filter(|file| !file.is_document()) {
                reader.template(&file.path, "", &Scope::default());
            }
        }
        reader.packs();
        reader.schema();
        reader.finish()
    }

    /// Whether anything uses the value, or something below it.
    pub fn is_read(&self, name: &str) -> bool {
        let parts = split(name);
        let below = |other: &String| {
            let rest = other.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        let mut prefix = String::new();
        let inside = parts.iter().any(|part| {
            join(&mut prefix, part);
            self.whole.contains(&prefix)
        });
        inside
            || self.names.range(name.to_owned()..).take_while(|n| n.starts_with(name)).any(below)
            || self.computed.iter().any(|(pattern, whole)| covers(&split(pattern), &parts, *whole))
    }

    /// Every place that uses the value or something below it, sorted by file and line.
    pub fn places(&self, name: &str) -> Vec<&Place> {
        let parts = split(name);
        self.places
            .iter()
            .filter(|place| covers(&split(&place.name), &parts, place.whole))
            .collect()
    }

    /// The documents that include a file, if it is no document itself.
    pub fn documents(&self, source: SourceId) -> impl Iterator<Item = &str> {
        self.included.get(&source).into_iter().flatten().map(String::as_str)
    }
}

/// The steps of a name: `sla`, `[]`, `response`.
fn split(name: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for part in name.split('.') {
        let list = part.find('[').unwrap_or(part.len());
        let (key, rows) = part.split_at(list);
        if !key.is_empty() {
            parts.push(key);
        }
        parts.extend(rows.split_inclusive(']'));
    }
    parts
}

fn join(prefix: &mut String, part: &str) {
    if !prefix.is_empty() && part != "[]" {
        prefix.push('.');
    }
    prefix.push_str(part);
}

/// Whether a name with `*` for any step covers a name; if one of them goes on below the other, the
/// longer one is covered if it is the pattern or everything below the pattern is used.
fn covers(pattern: &[&str], name: &[&str], whole: bool) -> bool {
    let fits = pattern.iter().zip(name).all(|(a, b)| a == b || *a == "*");
    fits && (pattern.len() >= name.len() || whole)
}

struct Reader<'a> {
    workspace: &'a Workspace,
    /// Place and the macro or function that the value is handed to.
    places: BTreeSet<(Place, Option<String>)>,
    arguments: Vec<Argument>,
    macros: BTreeMap<String, Vec<String>>,
    renamed: BTreeMap<String, String>,
    included: BTreeMap<SourceId, BTreeSet<String>>,
    any_template: bool,
    /// The names in force at the end of the file read last.
    last: Scope,
    /// Files that are being read, one included by the other.
    depth: usize,
    /// Files that were read, for which document and with which names.
    seen: BTreeSet<(String, String, Scope)>,
}

impl<'a> Reader<'a> {
    fn new(workspace: &'a Workspace) -> Self {
        Reader {
            workspace,
            places: BTreeSet::new(),
            arguments: Vec::new(),
            macros: BTreeMap::new(),
            renamed: BTreeMap::new(),
            included: BTreeMap::new(),
            any_template: false,
            last: Scope::default(),
            depth: 0,
            seen: BTreeSet::new(),
        }
    }

    fn text(&self, source: SourceId) -> Option<Arc<str>> {
        self.workspace.sources.get(source).map(|file| Arc::clone(&file.text))
    }

    /// Reads a file below `content/` as a part of a document.
    fn template(&mut self, path: &str, document: &str, scope: &Scope) {
        let key = (path.to_owned(), document.to_owned(), scope.clone());
        let full = self.seen.len() >= MAX_READS || self.depth >= MAX_DEPTH;
        if full || !self.seen.insert(key) {
            return;
        }
        let Some(file) = self.workspace.content.get(path) else { return };
        let Some(text) = self.text(file.source) else { return };
        if !file.is_document() && !document.is_empty() {
            self.included.entry(file.source).or_default().insert(document.to_owned());
        }
        self.depth += 1;
        let mut scope = scope.clone();
        self.tags(&text, Span::new(file.source, 0, 0), document, &mut scope);
        self.last = scope;
        self.depth -= 1;
    }

    /// Reads the tags of a text that starts at `start`.
    fn tags(&mut self, text: &str, start: Span, document: &str, scope: &mut Scope) {
        for piece in pieces(text) {
            let (at, found) = match piece {
                Piece::Print(range) => {
                    (range.start, print(text.get(range).unwrap_or_default(), scope))
                }
                Piece::Tag(range) => {
                    (range.start, statement(text.get(range).unwrap_or_default(), scope))
                }
                Piece::Text(_) | Piece::Comment(_) => continue,
            };
            let templates = self.take(found, start.source, start.start as usize + at);
            for path in templates {
                self.template(&path, document, scope);
            }
        }
    }

    /// Keeps what a tag at `offset` of a file mentions. Returns the files it includes.
    fn take(&mut self, found: Found, source: SourceId, offset: usize) -> Vec<String> {
        for mention in found.mentions {
            let range = mention.range;
            let place = Place {
                span: Span::new(source, offset + range.start, offset + range.end),
                what: mention.what,
                name: mention.name,
                through: mention.through,
                whole: mention.whole,
            };
            self.places.insert((place, mention.handed_to));
        }
        self.arguments.extend(found.arguments);
        self.macros.extend(found.macros);
        self.renamed.extend(found.renamed);
        self.any_template |= found.any_template;
        found.templates
    }

    /// The condition under which a document is included. Its other texts are read with the body.
    fn front(&mut self, source: SourceId) {
        let front = front_matter::read(source, &self.workspace.sources, &mut Sink::new());
        if let Some(when) = front.as_ref().and_then(|front| front.table.get("when")) {
            self.condition(when);
        }
    }

    /// What stands in a string of a TOML file, with the place of its first character.
    fn inside(&self, node: &Node) -> Option<(Arc<str>, std::ops::Range<usize>)> {
        let text = self.text(node.span.source)?;
        let (start, end) = (node.span.start as usize, node.span.end as usize);
        let written = text.get(start..end).filter(|_| node.as_text().is_some())?;
        let quotes = if written.len() >= 6
            && (written.starts_with("\"\"\"") || written.starts_with("'''"))
        {
            3
        } else {
            1
        };
        Some((text, start + quotes..end.saturating_sub(quotes)))
    }

    fn condition(&mut self, node: &Node) {
        let Some((text, range)) = self.inside(node) else { return };
        let found = condition(text.get(range.clone()).unwrap_or_default(), &Scope::default());
        self.take(found, node.span.source, range.start);
    }

    fn string(&mut self, node: &Node) {
        let Some((text, range)) = self.inside(node) else { return };
        let start = Span::new(node.span.source, range.start, range.start);
        let text = text.get(range).unwrap_or_default();
        self.tags(text, start, "", &mut Scope::default());
    }

    /// The texts of the packs in `pilotpack.toml`.
    fn packs(&mut self) {
        for pack in self.workspace.config.packs.values() {
            let pairs = pack.timeline.iter().chain(&pack.links).flat_map(|(a, b)| [a, b]);
            let contacts = pack.contacts.iter().flat_map(|contact| {
                let optional = [&contact.group, &contact.email, &contact.phone];
                [&contact.role, &contact.name].into_iter().chain(optional.into_iter().flatten())
            });
            for node in pack.intro.iter().chain(pairs).chain(contacts) {
                self.string(node);
            }
        }
    }

    /// The conditions under which the schema requires a variable.
    fn schema(&mut self) {
        let entries = self.workspace.schema.entries.values();
        for condition in entries.filter_map(|entry| entry.required_when.as_ref()) {
            self.condition(condition);
        }
    }

    /// Puts values in the place of the parameters of macros.
    fn finish(mut self) -> Usage {
        let mut handed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for argument in &self.arguments {
            let callee = self.renamed.get(&argument.callee).unwrap_or(&argument.callee);
            let Some(parameters) = self.macros.get(callee) else { continue };
            let parameter = match &argument.parameter {
                Ok(place) => parameters.get(*place),
                Err(name) => Some(name),
            };
            if let Some(parameter) = parameter {
                let names = handed.entry(format!("{callee}({parameter})")).or_default();
                names.extend(argument.names.iter().cloned());
            }
        }
        let mut usage = Usage { included: self.included, ..Usage::default() };
        for (place, handed_to) in std::mem::take(&mut self.places) {
            let to_macro = handed_to.is_some_and(|name| {
                self.macros.contains_key(self.renamed.get(&name).unwrap_or(&name))
            });
            for name in values(&place.name, &handed) {
                let whole = place.whole && !to_macro;
                usage.add(Place { name, whole, ..place.clone() });
            }
        }
        usage
    }
}

/// The values that a name stands for once parameters are filled in: `a.b.name` for
/// `card(who).name` if somewhere `a.b` is handed over for `who`.
fn values(name: &str, handed: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    // The nearest first: what a macro hands to itself has no end.
    let mut open = VecDeque::from([name.to_owned()]);
    while let Some(name) = open.pop_front() {
        if seen.len() >= MAX_VALUES || !seen.insert(name.clone()) {
            continue;
        }
        let Some(close) = name.find(')') else {
            found.insert(name);
            continue;
        };
        let (parameter, rest) = name.split_at(close + 1);
        let names = handed.get(parameter).into_iter().flatten();
        open.extend(names.map(|name| format!("{name}{rest}")));
    }
    found
}

impl Usage {
    fn add(&mut self, place: Place) {
        if place.name.contains('*') {
            let entry = (place.name.clone(), place.whole);
            if !self.computed.contains(&entry) {
                self.computed.push(entry);
            }
        } else {
            self.names.insert(place.name.clone());
            if place.whole {
                self.whole.insert(place.name.clone());
            }
        }
        self.places.insert(place);
    }
}
