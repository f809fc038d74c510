//! The command line: one file per subcommand.
//!
//! [`args`] holds the flags as typed, [`resolved`] what they mean, [`report`] is the only place
//! that prints. Exit codes: 0 all done, 1 a build said no, 2 wrong usage or configuration, 3 the
//! machine failed.

pub mod args;
mod build;
mod check;
mod clean;
mod completions;
mod explain;
mod init;
mod list;
mod new;
pub mod report;
pub mod resolved;
mod schema;

use args::{Arguments, Command};
use clap::Parser;
use report::{Collected, Reporter};
use std::process::ExitCode;

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { report::USAGE } else { report::DONE });
        }
    };
    let global = &arguments.global;
    let collected = Collected::default();
    let reporter = Reporter {
        color: resolved::color(global),
        quiet: global.quiet,
        format: global.format,
        collected: &collected,
    };
    let resolve = |global| {
        let resolved = resolved::resolve(global)?;
        reporter.folder(resolved::below_here(&resolved.workspace));
        Ok(resolved)
    };
    let result = match &arguments.command {
        Command::Init { folder } => init::run(folder.as_deref(), reporter),
        Command::New(new) => resolve(global).and_then(|r| new::run(new, &r, reporter)),
        Command::Build { customers, draft, timings } => {
            resolve(global).and_then(|r| build::run(customers, *draft, *timings, &r, reporter))
        }
        Command::Check { customers } => {
            resolve(global).and_then(|r| check::run(customers, &r, reporter))
        }
        Command::Explain { what, key } => {
            explain::run(what, key.as_deref(), || resolve(global), reporter)
        }
        Command::List => resolve(global).and_then(|r| list::run(&r, reporter)),
        Command::Schema { file, write } => {
            resolve(global).and_then(|r| schema::run(*file, *write, &r, reporter))
        }
        Command::Clean { customers } => {
            resolve(global).and_then(|r| clean::run(customers, &r, reporter))
        }
        // A script and nothing else: no document of findings follows it.
        Command::Completions { shell } => {
            completions::run(*shell);
            return ExitCode::from(report::DONE);
        }
    };
    reporter.finish(result)
}
