//! `schema`: JSON Schema of the workspace's TOML files, for editors.

use super::args::SchemaFile;
use super::build::load;
use super::report::{Failure, Reporter};
use super::resolved::Resolved;
use crate::diag::Sink;
use crate::workspace::Workspace;
use crate::workspace::json_schema::{Facts, File, text};
use crate::workspace::root::replace;

/// Prints the schema of one file, or writes those of all files into the workspace.
pub fn run(
    file: SchemaFile,
    write_all: bool,
    resolved: &Resolved,
    reporter: Reporter<'_>,
) -> Result<(), Failure> {
    // Mistakes in customers' files change nothing here; those in shared files end `load`.
    let workspace = load(resolved, reporter, &mut Sink::new())?;
    if !write_all {
        let file = match file {
            SchemaFile::Customer => File::Customer,
            SchemaFile::Layer => File::Layer,
            SchemaFile::Config => File::Config,
        };
        let schema = Facts::of(&workspace).schema_of(file);
        reporter.answer(text(&schema).trim_end(), schema);
        return Ok(());
    }
    let written = write(&workspace)?;
    for file in File::ALL {
        let path = file.path();
        let said = if written.contains(&file) { "wrote" } else { "nothing new for" };
        reporter.note(&format!("{said} {path}"));
    }
    Ok(())
}

/// Writes the schemas that are not up to date; tells which they were.
///
/// # Errors
/// The machine failed.
pub fn write(workspace: &Workspace) -> Result<Vec<File>, Failure> {
    let facts = Facts::of(workspace);
    let mut written = Vec::new();
    for file in File::ALL {
        let path = workspace.root.path().join(file.path());
        let changed = replace(&path, text(&facts.schema_of(file)).as_bytes())
            .map_err(|e| Failure::machine(format!("cannot write {}: {e}", file.path())))?;
        if changed {
            written.push(file);
        }
    }
    Ok(written)
}
