//! `build [ID…]`: packs of all customers, or of those named.

use super::report::{FINDINGS, Failure, Reporter, USAGE, count};
use super::resolved::Resolved;
use crate::artifact::{Output, WriteError};
use crate::diag::{Sink, suggest};
use crate::pack::{Builder, Built, Settings, Stage};
use crate::workspace::{CustomerFile, LoadError, Workspace};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// Reads the workspace; findings in shared files are printed here.
///
/// # Errors
/// Findings in shared files (exit code 2), a machine that failed (3).
pub fn load(
    resolved: &Resolved,
    reporter: Reporter,
    sink: &mut Sink,
) -> Result<Workspace, Failure> {
    match Workspace::load(&resolved.workspace, sink) {
        Ok(workspace) => Ok(workspace),
        Err((LoadError::Machine(message), _)) => Err(Failure::machine(message)),
        Err((_, sources)) => {
            reporter.findings(std::mem::take(sink), &sources);
            Err(Failure::reported(USAGE))
        }
    }
}

/// The customers' files with these ids, all of them if none is named.
///
/// # Errors
/// Names the first id that is not a customer.
pub fn select<'a>(
    workspace: &'a Workspace,
    ids: &[String],
) -> Result<Vec<&'a CustomerFile>, Failure> {
    if ids.is_empty() {
        return Ok(workspace.customers.iter().collect());
    }
    let known = || workspace.customers.iter().map(|c| c.id.as_str());
    for id in ids {
        if !known().any(|k| k == id) {
            let failure = Failure::usage(format!("there is no customer `{id}`"));
            return Err(match suggest::nearest(id, known()) {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None => {
                    failure.hint(format!("customers: {}", known().collect::<Vec<_>>().join(", ")))
                }
            });
        }
    }
    Ok(workspace.customers.iter().filter(|c| ids.contains(&c.id)).collect())
}

/// The findings that concern a chosen customer or all of them. Files of the others were read too.
pub fn of_chosen(found: &Sink, chosen: &BTreeSet<&str>) -> Sink {
    let mut all = Sink::new();
    for diagnostic in found.diagnostics() {
        let customers = &diagnostic.customers;
        if customers.is_empty() || customers.iter().any(|id| chosen.contains(id.as_str())) {
            all.report(diagnostic.clone());
        }
    }
    all
}

/// What became of one customer.
struct Outcome {
    id: String,
    sink: Sink,
    built: Option<Summary>,
    machine: Option<WriteError>,
    time: Duration,
}

struct Summary {
    documents: usize,
    pages: usize,
    files: usize,
    unchanged: bool,
}

/// Builds and prints one line for each customer.
pub fn run(
    ids: &[String],
    draft: bool,
    timings: bool,
    resolved: &Resolved,
    reporter: Reporter,
) -> Result<(), Failure> {
    let start = Instant::now();
    let mut sink = Sink::new();
    let mut workspace = load(resolved, reporter, &mut sink)?;
    let reading = start.elapsed();
    let mut sources = std::mem::take(&mut workspace.sources);
    let settings = Settings { date: resolved.date, draft };
    let builder = Builder::prepare(workspace, &mut sources, settings, &mut sink);
    let Some(builder) = builder else {
        reporter.findings(sink, &sources);
        return Err(Failure::reported(USAGE));
    };
    builder.timings().add(Stage::Read, reading);
    let selected = select(builder.workspace(), ids)?;
    if selected.is_empty() {
        reporter.note("no customers yet; write the first with pilotpack new ID");
        return Ok(());
    }
    let output =
        Output::open(&resolved.output, &resolved.workspace).map_err(|e| Failure::from_write(&e))?;
    let threads = resolved.threads()?;
    let outcomes: Vec<Outcome> =
        threads.install(|| selected.par_iter().map(|file| one(&builder, file, &output)).collect());
    let mut failed = 0;
    let mut machine = None;
    let width = outcomes.iter().map(|o| o.id.chars().count()).max().unwrap_or(0);
    let chosen: BTreeSet<&str> = selected.iter().map(|file| file.id.as_str()).collect();
    let mut all = of_chosen(&sink, &chosen);
    let mut lines = Vec::new();
    for outcome in outcomes {
        let name = format!("{:width$}", outcome.id);
        match (&outcome.built, &outcome.machine) {
            (Some(built), _) => lines.push(format!(
                "{name}  {}, {}, {}, {} ms{}",
                count(built.documents, "document"),
                count(built.pages, "page"),
                count(built.files, "file"),
                outcome.time.as_millis(),
                if built.unchanged { ", unchanged" } else { "" }
            )),
            (None, Some(_)) => lines.push(format!("{name}  not written")),
            (None, None) => {
                failed += 1;
                let kept = if resolved.output.join(&outcome.id).exists() {
                    "the pack built before is kept"
                } else {
                    "nothing was written"
                };
                lines.push(format!("{name}  failed, {kept}"));
            }
        }
        all.append(outcome.sink);
        if machine.is_none() {
            machine = outcome.machine;
        }
    }
    reporter.findings(all, &sources);
    lines.iter().for_each(|line| reporter.note(line));
    if timings {
        builder.timings().lines().iter().for_each(|line| reporter.asked(line));
    }
    let total = lines.len();
    if failed == 0 && machine.is_none() {
        reporter.note(&format!(
            "{} in {} ms; open {}",
            count(total, "pack"),
            start.elapsed().as_millis(),
            resolved.output.join("<customer>/site/index.html").display()
        ));
        return Ok(());
    }
    if let Some(error) = machine {
        return Err(Failure::from_write(&error));
    }
    reporter.note(&format!(
        "{failed} of {} failed; mend the errors above and build again",
        count(total, "pack")
    ));
    Err(Failure::reported(FINDINGS))
}

fn one(builder: &Builder, file: &CustomerFile, output: &Output) -> Outcome {
    let start = Instant::now();
    let mut sink = Sink::new();
    let mut machine = None;
    let built = builder.build(file, &mut sink).and_then(|built: Built| {
        let Built { artifacts, documents, .. } = &built;
        let swap = || output.swap(&file.id, artifacts);
        match builder.timings().measure(Stage::Write, swap) {
            Ok(written) => Some(Summary {
                documents: documents.len(),
                pages: documents.iter().map(|d| d.pages).sum(),
                files: artifacts.len(),
                unchanged: written.unchanged,
            }),
            Err(error) => {
                machine = Some(error);
                None
            }
        }
    });
    Outcome { id: file.id.clone(), sink, built, machine, time: start.elapsed() }
}
