//! `completions SHELL`.

use super::args::Arguments;
use super::report::stdout;
use clap::CommandFactory;

/// Prints the completion script of a shell.
pub fn run(shell: clap_complete::Shell) {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "pilotpack", &mut script);
    stdout(&String::from_utf8_lossy(&script));
}
