//! The command line: one file per subcommand.
//!
//! [`args`] holds the flags as typed, [`resolved`] what they mean, [`report`] is the only place
//! that prints. Exit codes: 0 all done, 1 a build said no, 2 wrong usage or configuration, 3 the
//! machine failed.

pub mod args;
mod build;
mod clean;
mod completions;
mod init;
mod list;
mod new;
pub mod report;
pub mod resolved;
mod schema;

use args::{Arguments, Command};
use clap::Parser;
use report::Reporter;
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
    let reporter =
        Reporter { color: resolved::color(&arguments.global), quiet: arguments.global.quiet };
    let global = &arguments.global;
    let result = match &arguments.command {
        Command::Init { folder } => init::run(folder.as_deref(), reporter),
        Command::New(new) => resolved::resolve(global).and_then(|r| new::run(new, &r, reporter)),
        Command::Build { customers, draft } => {
            resolved::resolve(global).and_then(|r| build::run(customers, *draft, &r, reporter))
        }
        Command::List => resolved::resolve(global).and_then(|r| list::run(&r, reporter)),
        Command::Schema { file, write } => {
            resolved::resolve(global).and_then(|r| schema::run(*file, *write, &r, reporter))
        }
        Command::Clean { customers } => {
            resolved::resolve(global).and_then(|r| clean::run(customers, &r, reporter))
        }
        Command::Completions { shell } => {
            completions::run(*shell);
            Ok(())
        }
    };
    reporter.finish(result)
}
