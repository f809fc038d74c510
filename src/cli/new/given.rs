//! What flags and a file of values give.

use crate::cli::report::{FINDINGS, Failure, Reporter};
use crate::diag::{Sink, SourceId, Sources, suggest};
use crate::workspace::root::{MAX_BYTES, decode_text, read_outside};
use crate::workspace::{Table, parse_toml};
use std::io::Read;
use std::path::Path;

/// Prints findings that end the command.
pub fn refused(sink: Sink, sources: &Sources, reporter: Reporter<'_>) -> Failure {
    reporter.findings(sink, sources);
    reporter.note("nothing was written");
    Failure::reported(FINDINGS)
}

/// The only one of some names.
pub fn only<'n>(mut names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let first = names.next();
    if names.next().is_some() { None } else { first }
}

/// A flag's name must be one of those known.
pub fn known<'n>(
    what: &str,
    name: &str,
    names: impl Iterator<Item = &'n str> + Clone,
) -> Result<(), Failure> {
    if names.clone().any(|known| known == name) {
        return Ok(());
    }
    let failure = Failure::usage(format!("there is no {what} `{name}`"));
    Err(match suggest::nearest(name, names.clone()) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None => failure.hint(format!("known: {}", names.collect::<Vec<_>>().join(", "))),
    })
}

/// Reads the file of values, `-` from standard input.
pub fn read_values(
    file: &Path,
    sources: &mut Sources,
    reporter: Reporter<'_>,
) -> Result<(SourceId, Table), Failure> {
    let shown =
        if file == Path::new("-") { "standard input".into() } else { file.display().to_string() };
    let failed = |error: &dyn std::fmt::Display| {
        Failure::usage(format!("cannot read {shown}: {error}")).hint("nothing was written")
    };
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().take(MAX_BYTES).read_to_end(&mut bytes);
        read.map_err(|e| failed(&e))?;
        bytes
    } else {
        read_outside(file).map_err(|e| failed(&e))?
    };
    let text = decode_text(&bytes).map_err(|e| failed(&e))?;
    let source = sources.add(shown.clone(), text);
    let mut sink = Sink::new();
    match parse_toml(source, sources, &mut sink) {
        Some(table) => Ok((source, table)),
        None => Err(refused(sink, sources, reporter)),
    }
}
