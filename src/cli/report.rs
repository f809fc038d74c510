//! The only place that prints: data on standard output, everything else on standard error.

use crate::diag::{Severity, Sink, Sources, render};
use std::io::Write;
use std::process::ExitCode;

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

/// Prints for one run of the program.
#[derive(Debug, Clone, Copy)]
pub struct Reporter {
    /// Whether to use colours on standard error.
    pub color: bool,
    /// Whether to print errors and warnings only.
    pub quiet: bool,
}

impl Reporter {
    /// Prints findings, most severe first, and a line that counts them. Returns how many errors
    /// there were.
    pub fn findings(self, sink: Sink, sources: &Sources) -> usize {
        let grouped = sink.into_grouped();
        let errors = grouped.iter().filter(|d| d.severity == Severity::Error).count();
        let warnings = grouped.len() - errors;
        let mut text = String::new();
        for diagnostic in &grouped {
            text.push_str(&render::human(diagnostic, sources, self.color));
            text.push('\n');
        }
        if errors + warnings > 0 {
            text.push_str(&format!(
                "{}{}\n",
                count(errors, "error"),
                match warnings {
                    0 => String::new(),
                    n => format!(", {}", count(n, "warning")),
                }
            ));
        }
        stderr(&text);
        errors
    }

    /// One line of progress or summary, unless quiet.
    pub fn note(self, line: &str) {
        if !self.quiet {
            stderr(&format!("{line}\n"));
        }
    }

    /// A question, or what is wrong with an answer: shown also when quiet.
    pub fn ask(self, text: &str) {
        stderr(text);
    }

    /// One line of data.
    pub fn data(self, line: &str) {
        stdout(&format!("{line}\n"));
    }

    /// Ends the program.
    pub fn finish(self, result: Result<(), Failure>) -> ExitCode {
        match result {
            Ok(()) => ExitCode::from(DONE),
            Err(failure) => {
                if !failure.message.is_empty() {
                    let (red, reset) =
                        if self.color { ("\x1b[1;91m", "\x1b[0m") } else { ("", "") };
                    let mut text = format!("{red}error{reset}: {}\n", failure.message);
                    if let Some(hint) = failure.hint {
                        text.push_str(&format!("hint: {hint}\n"));
                    }
                    stderr(&text);
                }
                ExitCode::from(failure.code)
            }
        }
    }
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
