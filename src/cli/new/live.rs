//! Prompts that say what is wrong with an answer while it is typed.

use super::ask::{Asks, Choice, Question, cancelled};
use crate::cli::report::Failure;
use crate::workspace::literal::{quoted, wrap};
use crate::workspace::scaffold::plain_example;
use crate::workspace::{Kind, Node};
use std::io::{self, ErrorKind};

/// Columns that the frame of a prompt takes.
const FRAME: usize = 4;

/// Asks on a terminal that can move its cursor.
pub struct Live;

impl Live {
    /// Asks with or without colours.
    pub fn new(color: bool) -> Self {
        console::set_colors_enabled(color);
        console::set_colors_enabled_stderr(color);
        Live
    }
}

impl Asks for Live {
    fn heading(&mut self, table: &str) -> Result<(), Failure> {
        cliclack::log::step(console::style(format!("[{table}]")).bold()).map_err(failed)
    }

    fn value(&mut self, question: &Question) -> Result<Option<Node>, Failure> {
        let entry = &question.entry;
        if let Some(words) = question.words_of_list() {
            return self.list(question, &words);
        }
        let text = match question.words() {
            Some(words) => {
                let mut words: Vec<Choice> = words;
                if question.optional {
                    words.insert(0, Choice { value: String::new(), hint: "left out".into() });
                }
                self.choose(&question.name, &entry.description, &words)?
            }
            None => {
                let mut input = cliclack::input(title(&question.name, &entry.description))
                    .placeholder(&format!("such as {}", plain_example(entry)))
                    .required(!question.optional);
                if matches!(entry.kind, Kind::Multiline | Kind::Markdown) {
                    input = input.multiline();
                }
                let checked = question.clone();
                input
                    .validate_interactively(move |text: &String| {
                        // The prompt itself refuses an empty answer; nobody has typed one yet.
                        if text.is_empty() { Ok(()) } else { checked.read(text).map(drop) }
                    })
                    .interact::<String>()
                    .map_err(failed)?
            }
        };
        if text.is_empty() {
            return Ok(None);
        }
        // A multi-line prompt ends with the line break that was typed last.
        question.read(text.trim_end_matches('\n')).map(Some).map_err(Failure::usage)
    }

    fn choose(&mut self, name: &str, said: &str, choices: &[Choice]) -> Result<String, Failure> {
        let mut select = cliclack::select(title(name, said)).max_rows(12);
        for choice in choices {
            select = select.item(choice.value.clone(), &choice.value, &choice.hint);
        }
        select.interact().map_err(failed)
    }

    fn choose_many(
        &mut self,
        name: &str,
        said: &str,
        choices: &[Choice],
    ) -> Result<Vec<String>, Failure> {
        let said = format!("{said}. Space chooses, Enter goes on");
        let mut select = cliclack::multiselect(title(name, &said)).required(false).max_rows(12);
        for choice in choices {
            select = select.item(choice.value.clone(), &choice.value, &choice.hint);
        }
        select.interact().map_err(failed)
    }

    fn more(&mut self, question: &str) -> Result<bool, Failure> {
        cliclack::confirm(question).initial_value(false).interact().map_err(failed)
    }
}

impl Live {
    /// Some words of a list, chosen until they fit the bounds of the list.
    fn list(&mut self, question: &Question, words: &[Choice]) -> Result<Option<Node>, Failure> {
        loop {
            let chosen = self.choose_many(&question.name, &question.entry.description, words)?;
            if chosen.is_empty() && question.optional {
                return Ok(None);
            }
            let list: Vec<String> = chosen.iter().map(|word| quoted(word)).collect();
            match question.read(&format!("[{}]", list.join(", "))) {
                Ok(_) if chosen.is_empty() => warn("choose at least one")?,
                Ok(node) => return Ok(Some(node)),
                Err(problem) => warn(&problem)?,
            }
        }
    }
}

fn warn(problem: &str) -> Result<(), Failure> {
    cliclack::log::warning(problem).map_err(failed)
}

/// The name, and below it the description in lines that fit the terminal.
fn title(name: &str, said: &str) -> String {
    let (_, columns) = console::Term::stderr().size();
    let mut lines = vec![console::style(name).bold().to_string()];
    lines.extend(wrap(said, usize::from(columns).saturating_sub(FRAME).max(20)));
    lines.join("\n")
}

fn failed(error: io::Error) -> Failure {
    match error.kind() {
        ErrorKind::Interrupted => cancelled(),
        _ => Failure::machine(format!("cannot ask on this terminal: {error}")),
    }
}
