//! Questions, however they are asked.

use crate::cli::report::Failure;
use crate::diag::{Sink, SourceId, Sources, Span};
use crate::workspace::scaffold::{self, columns};
use crate::workspace::{Entry, Kind, Node, Table, Value, check, parse_toml};

/// Somebody to ask.
pub trait Asks {
    /// Announces the questions of a table.
    fn heading(&mut self, table: &str) -> Result<(), Failure>;
    /// Asks for a value until it is right; `None` if it may be left out and was.
    fn value(&mut self, question: &Question) -> Result<Option<Node>, Failure>;
    /// One of some words.
    fn choose(&mut self, name: &str, said: &str, choices: &[Choice]) -> Result<String, Failure>;
    /// Some of some words, in the order of the choices.
    fn choose_many(
        &mut self,
        name: &str,
        said: &str,
        choices: &[Choice],
    ) -> Result<Vec<String>, Failure>;
    /// Yes or no.
    fn more(&mut self, question: &str) -> Result<bool, Failure>;
}

/// A word that can be chosen.
pub struct Choice {
    /// The word.
    pub value: String,
    /// What it stands for; may be empty.
    pub hint: String,
}

impl Choice {
    /// A word that says it all.
    pub fn new(value: &str) -> Self {
        Choice { value: value.to_owned(), hint: String::new() }
    }
}

/// What is asked for.
#[derive(Clone)]
pub struct Question {
    /// Dotted name, or the name of a column.
    pub name: String,
    /// Its declaration.
    pub entry: Entry,
    /// Whether an empty answer leaves it out.
    pub optional: bool,
}

impl Question {
    /// The value that an answer stands for, or what is wrong with it.
    pub fn read(&self, text: &str) -> Result<Node, String> {
        let (mut sources, mut sink) = (Sources::new(), Sink::new());
        let literal = scaffold::answer(&self.entry.kind, text);
        let source = sources.add("answer", format!("value = {literal}\n"));
        let node = parse_toml(source, &sources, &mut sink).and_then(|mut t| t.remove("value"));
        if let Some(node) = &node {
            check::check(&self.name, &self.entry, node, &mut sink);
        }
        match (node, sink.diagnostics().first()) {
            (Some(node), None) => Ok(node),
            (_, Some(diagnostic)) => Err(diagnostic.message.clone()),
            (None, None) => Err(format!("`{}` needs a value", self.name)),
        }
    }

    /// The words that can be chosen, if the type has no others.
    pub fn words(&self) -> Option<Vec<Choice>> {
        match &self.entry.kind {
            Kind::Enum(words) => Some(words.iter().map(|word| Choice::new(word)).collect()),
            Kind::Boolean => Some(vec![Choice::new("true"), Choice::new("false")]),
            _ => None,
        }
    }

    /// The words of a list, if its elements can be no others.
    pub fn words_of_list(&self) -> Option<Vec<Choice>> {
        match &self.entry.kind {
            Kind::List(element) => match &**element {
                Kind::Enum(words) => Some(words.iter().map(|word| Choice::new(word)).collect()),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Asks for a variable; a table column by column, a list of tables row by row.
pub fn answer(asks: &mut dyn Asks, name: &str, entry: &Entry) -> Result<Node, Failure> {
    match entry.kind {
        Kind::Table(_) => row(asks, entry),
        Kind::TableList(_) => {
            let mut rows = vec![row(asks, entry)?];
            while asks.more(&format!("another row of `{name}`?"))? {
                rows.push(row(asks, entry)?);
            }
            Ok(nowhere(Value::List(rows)))
        }
        _ => required(asks, name, entry),
    }
}

fn row(asks: &mut dyn Asks, entry: &Entry) -> Result<Node, Failure> {
    let mut row = Table::new();
    for (column, declared) in columns(&entry.kind) {
        let node = if declared.required {
            Some(required(asks, column, declared)?)
        } else {
            ask(asks, column, declared, true)?
        };
        if let Some(node) = node {
            row.insert(column.to_owned(), node);
        }
    }
    Ok(nowhere(Value::Table(row)))
}

fn required(asks: &mut dyn Asks, name: &str, entry: &Entry) -> Result<Node, Failure> {
    loop {
        if let Some(node) = ask(asks, name, entry, false)? {
            return Ok(node);
        }
    }
}

fn ask(
    asks: &mut dyn Asks,
    name: &str,
    entry: &Entry,
    optional: bool,
) -> Result<Option<Node>, Failure> {
    let question = Question { name: name.to_owned(), entry: entry.clone(), optional };
    asks.value(&question)
}

/// A value that stands in no file.
pub fn nowhere(value: Value) -> Node {
    let span = Span::new(SourceId(0), 0, 0);
    Node { value, span, key: span }
}

/// Stops because the person who is asked wants to.
pub fn cancelled() -> Failure {
    Failure::usage("cancelled").hint("nothing was written")
}
