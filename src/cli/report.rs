//! The only place that prints: data on standard output, everything else on standard error.
//!
//! With a format for programs, standard output holds the one document of findings and nothing
//! else; it is printed at the end, even if there are none, and data go to standard error. A
//! failure that is no finding (wrong usage, the disk) is printed on standard error and is in the
//! document too, so that a job that reads only the document does not take it for a success.
//! Flags that cannot be read name no format: their message is all there is.

use super::args::Format;
use crate::diag::render::{self, sarif};
use crate::diag::visible::{visible, visible_lines};
use crate::diag::{Diagnostic, Finding, Severity, Sink, Sources};
use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

/// Findings that are printed for people in one run; the rest are counted.
const PRINTED: usize = 100;

/// Nothing more to say.
pub const DONE: u8 = 0;
/// A build or check said no.
pub const FINDINGS: u8 = 1;
/// Wrong usage or configuration.
pub const USAGE: u8 = 2;
/// The machine failed: disk, permission.
pub const MACHINE: u8 = 3;

/// Why a command stops, with its exit code.
#[derive(Debug)]
pub struct Failure {
    code: u8,
    message: String,
    hint: Option<String>,
}

impl Failure {
    /// Wrong usage or configuration.
    pub fn usage(message: impl Into<String>) -> Self {
        Failure { code: USAGE, message: message.into(), hint: None }
    }

    /// The machine failed.
    pub fn machine(message: impl Into<String>) -> Self {
        Failure { code: MACHINE, message: message.into(), hint: None }
    }

    /// The output folder could not be used.
    pub fn from_write(error: &crate::artifact::WriteError) -> Self {
        let failure = if error.is_machine() {
            Self::machine(error.to_string())
        } else {
            Self::usage(error.to_string())
        };
        match error.hint() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }

    /// Findings were printed already; stops with this exit code.
    pub fn reported(code: u8) -> Self {
        Failure { code, message: String::new(), hint: None }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// What a run has found so far, for a format that is printed at its end.
#[derive(Debug, Default)]
pub struct Collected {
    findings: Mutex<Vec<Finding>>,
    folder: Mutex<String>,
    data: Mutex<Option<serde_json::Value>>,
}

/// Prints for one run of the program.
#[derive(Debug, Clone, Copy)]
pub struct Reporter<'a> {
    /// Whether to use colours on standard error.
    pub color: bool,
    /// Whether to print errors and warnings only.
    pub quiet: bool,
    /// The form of findings.
    pub format: Format,
    /// Findings of the run.
    pub collected: &'a Collected,
}

impl Reporter<'_> {
    /// Names the folder that comes before the paths of findings in formats for programs: empty, or
    /// the way from the current folder to the workspace with a `/` at its end.
    pub fn folder(self, folder: String) {
        *self.collected.folder.lock().unwrap_or_else(PoisonError::into_inner) = folder;
    }

    /// Prints findings, most severe first, and lines that count and explain them. Returns how many
    /// errors there were.
    pub fn findings(self, sink: Sink, sources: &Sources) -> usize {
        let grouped = sink.into_grouped(sources);
        let errors = grouped.iter().filter(|d| d.severity == Severity::Error).count();
        let mut text = String::new();
        match self.format {
            Format::Human => {
                for diagnostic in grouped.iter().take(PRINTED) {
                    text.push_str(&render::human(diagnostic, sources, self.color));
                    text.push('\n');
                }
                text.push_str(&summary(&grouped, errors));
            }
            Format::Json | Format::Github | Format::Sarif => {
                self.collect(grouped.iter().map(|d| Finding::new(d, sources)));
                if !self.quiet {
                    text = summary(&grouped, errors);
                }
            }
        }
        stderr(&text);
        errors
    }

    /// One line of progress or summary, unless quiet.
    pub fn note(self, line: &str) {
        if !self.quiet {
            stderr(&format!("{}\n", visible_lines(line)));
        }
    }

    /// One line that the command line asked for: shown also when quiet.
    pub fn asked(self, line: &str) {
        stderr(&format!("{}\n", visible_lines(line)));
    }

    /// A question, or what is wrong with an answer: shown also when quiet.
    pub fn ask(self, text: &str) {
        stderr(&visible_lines(text));
    }

    /// One line of data.
    pub fn data(self, line: &str) {
        let line = format!("{}\n", visible_lines(line));
        match self.format {
            Format::Human => stdout(&line),
            Format::Json | Format::Github | Format::Sarif => stderr(&line),
        }
    }

    /// The answer to a question: the text as data, or, in JSON, the key `data` of the document.
    pub fn answer(self, text: &str, data: serde_json::Value) {
        match self.format {
            Format::Json => {
                *self.collected.data.lock().unwrap_or_else(PoisonError::into_inner) = Some(data);
            }
            Format::Human | Format::Github | Format::Sarif => self.data(text),
        }
    }

    /// Columns that data on standard output have: those of the terminal, or 100 where it is none.
    pub fn width(self) -> usize {
        terminal_size::terminal_size_of(std::io::stdout())
            .map_or(100, |(width, _)| usize::from(width.0))
    }

    /// Ends the program.
    pub fn finish(self, result: Result<(), Failure>) -> ExitCode {
        let failure = result.err();
        let code = failure.as_ref().map_or(DONE, |failure| failure.code);
        let failure = failure.filter(|failure| !failure.message.is_empty());
        if let Some(Failure { message, hint, .. }) = &failure {
            let (red, reset) = if self.color { ("\x1b[1;91m", "\x1b[0m") } else { ("", "") };
            let mut text = format!("{red}error{reset}: {}\n", visible(message));
            if let Some(hint) = hint {
                text.push_str(&format!("hint: {}\n", visible(hint)));
            }
            stderr(&text);
            let named = if code == MACHINE { "PP0002" } else { "PP0001" };
            self.collect([Finding::failure(named, message, hint.as_deref())]);
        }
        let findings = self.collected.findings.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = self.collected.folder.lock().unwrap_or_else(PoisonError::into_inner);
        let data = self.collected.data.lock().unwrap_or_else(PoisonError::into_inner);
        stdout(&match self.format {
            Format::Human => String::new(),
            Format::Json => render::json::with_data(&findings, &folder, data.as_ref()),
            Format::Github => render::github::github(&findings, &folder),
            Format::Sarif => {
                let outcome = sarif::Outcome { exit_code: code, successful: failure.is_none() };
                sarif::sarif(&findings, &folder, outcome)
            }
        });
        ExitCode::from(code)
    }

    fn collect(self, findings: impl IntoIterator<Item = Finding>) {
        let mut all = self.collected.findings.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend(findings);
    }
}

/// `3 errors, 1 warning` and which code to look up first; nothing without findings.
fn summary(findings: &[Diagnostic], errors: usize) -> String {
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        *codes.entry(finding.code).or_default() += 1;
    }
    // Of codes as frequent as each other, the one that was printed first.
    let most = codes.values().max().copied().unwrap_or_default();
    let Some(first) = findings.iter().find(|f| codes.get(f.code) == Some(&most)) else {
        return String::new();
    };
    let mut counts = Vec::new();
    if errors > 0 {
        counts.push(count(errors, "error"));
    }
    if findings.len() > errors {
        counts.push(count(findings.len() - errors, "warning"));
    }
    let mut text = counts.join(", ");
    if let Some(more) = findings.len().checked_sub(PRINTED).filter(|more| *more > 0) {
        text.push_str(&format!("; {more} are not shown, --format json has all"));
    }
    format!("{text}\nhint: pilotpack explain {}\n", first.code)
}

/// `1 error`, `2 errors`.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Writes to standard output. A reader that went away (`| head -1`) is no failure.
pub fn stdout(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

fn stderr(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}
