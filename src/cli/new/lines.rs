//! Questions and answers line by line, for terminals that cannot move their cursor.

use super::ask::{Asks, Choice, Question};
use crate::cli::report::{Failure, Reporter};
use crate::diag::suggest;
use crate::workspace::scaffold::plain_example;
use crate::workspace::{Kind, Node};
use std::io::BufRead;

/// Asks in plain lines.
pub struct Lines<'a> {
    reporter: Reporter<'a>,
}

impl<'a> Lines<'a> {
    /// Asks on standard error.
    pub fn new(reporter: Reporter<'a>) -> Self {
        Lines { reporter }
    }

    /// The next line, without its end.
    fn line(&self, prompt: &str) -> Result<String, Failure> {
        self.reporter.ask(prompt);
        let mut line = String::new();
        let read = std::io::stdin()
            .lock()
            .read_line(&mut line)
            .map_err(|e| Failure::machine(format!("cannot read the answer: {e}")))?;
        if read == 0 {
            return Err(Failure::usage("the answers ended early").hint("nothing was written"));
        }
        Ok(line.trim().to_owned())
    }

    /// Lines up to an empty one.
    fn paragraph(&self) -> Result<String, Failure> {
        let mut text = self.line("  end with an empty line\n> ")?;
        while !text.is_empty() {
            let line = self.line("> ")?;
            if line.is_empty() {
                break;
            }
            text.push('\n');
            text.push_str(&line);
        }
        Ok(text)
    }

    fn wrong(&self, problem: &str) {
        self.reporter.ask(&format!("  {problem}\n"));
    }
}

impl Asks for Lines<'_> {
    fn heading(&mut self, table: &str) -> Result<(), Failure> {
        self.reporter.ask(&format!("\n[{table}]\n"));
        Ok(())
    }

    fn value(&mut self, question: &Question) -> Result<Option<Node>, Failure> {
        let entry = &question.entry;
        self.reporter.ask(&format!("{}: {}\n", question.name, entry.description));
        let help = match question.words().or_else(|| question.words_of_list()) {
            Some(words) => format!("  one of: {}\n", list(&words)),
            None => format!("  example: {}\n", plain_example(entry)),
        };
        self.reporter.ask(&help);
        if question.optional {
            self.reporter.ask("  an empty answer leaves it out\n");
        }
        loop {
            let text = match entry.kind {
                Kind::Multiline | Kind::Markdown => self.paragraph()?,
                _ => self.line("> ")?,
            };
            if text.is_empty() && question.optional {
                return Ok(None);
            }
            if text.is_empty() {
                continue;
            }
            match question.read(&text) {
                Ok(node) => return Ok(Some(node)),
                Err(problem) => self.wrong(&problem),
            }
        }
    }

    fn choose(&mut self, name: &str, said: &str, choices: &[Choice]) -> Result<String, Failure> {
        self.reporter.ask(&format!("{name}: {said}\n  one of: {}\n", list(choices)));
        loop {
            let line = self.line("> ")?;
            match known(&line, choices) {
                Ok(()) => return Ok(line),
                Err(problem) => self.wrong(&problem),
            }
        }
    }

    fn choose_many(
        &mut self,
        name: &str,
        said: &str,
        choices: &[Choice],
    ) -> Result<Vec<String>, Failure> {
        let known_words = list(choices);
        self.reporter.ask(&format!(
            "{name}: {said}\n  known: {known_words}\n  separate them by commas; an empty answer chooses none\n"
        ));
        loop {
            let line = self.line("> ")?;
            let words = line.split(',').map(str::trim).filter(|word| !word.is_empty());
            let chosen: Vec<&str> = words.collect();
            match chosen.iter().try_for_each(|word| known(word, choices)) {
                Ok(()) => return Ok(chosen.into_iter().map(str::to_owned).collect()),
                Err(problem) => self.wrong(&problem),
            }
        }
    }

    fn more(&mut self, question: &str) -> Result<bool, Failure> {
        loop {
            match self.line(&format!("{question} (y or n)\n> "))?.as_str() {
                "y" | "yes" => return Ok(true),
                "n" | "no" => return Ok(false),
                _ => self.wrong("answer y or n"),
            }
        }
    }
}

fn list(choices: &[Choice]) -> String {
    choices.iter().map(|choice| choice.value.as_str()).collect::<Vec<_>>().join(", ")
}

/// Whether a word can be chosen, and if not what to say.
fn known(word: &str, choices: &[Choice]) -> Result<(), String> {
    let words = || choices.iter().map(|choice| choice.value.as_str());
    if words().any(|known| known == word) {
        return Ok(());
    }
    Err(match suggest::nearest(word, words()) {
        Some(near) => format!("there is no `{word}`: did you mean `{near}`?"),
        None => format!("there is no `{word}`: choose from {}", list(choices)),
    })
}
