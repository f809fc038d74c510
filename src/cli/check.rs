//! `check [ID…]`: everything a build finds and what nobody needs, without writing anything.

use super::build::{load, of_chosen, select};
use super::report::{FINDINGS, Failure, Reporter, USAGE, count};
use super::resolved::Resolved;
use crate::diag::{Diagnostic, Severity, Sink};
use crate::pack::{Builder, Settings, audit};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Builds the customers in memory and prints a line for each.
pub fn run(ids: &[String], resolved: &Resolved, reporter: Reporter<'_>) -> Result<(), Failure> {
    let mut sink = Sink::new();
    let mut workspace = load(resolved, reporter, &mut sink)?;
    let mut sources = std::mem::take(&mut workspace.sources);
    let settings = Settings { date: resolved.date, draft: false };
    let Some(builder) = Builder::prepare(workspace, &mut sources, settings, &mut sink) else {
        reporter.findings(sink, &sources);
        return Err(Failure::reported(USAGE));
    };
    let selected = select(builder.workspace(), ids)?;
    if selected.is_empty() {
        reporter.findings(sink, &sources);
        reporter.note("no customers yet; write the first with pilotpack new ID");
        return Ok(());
    }
    let chosen: BTreeSet<&str> = selected.iter().map(|file| file.id.as_str()).collect();
    let threads = resolved.threads()?;
    let found: Vec<Sink> = threads.install(|| {
        let customers = selected.par_iter().map(|file| {
            let mut own = Sink::new();
            builder.build(file, &mut own);
            own
        });
        customers.collect()
    });
    let mut all = of_chosen(&sink, &chosen);
    found.into_iter().for_each(|own| all.append(own));
    audit(builder.workspace(), builder.merger(), &chosen, &mut all);

    let grouped = all.clone().into_grouped(&sources);
    let width = chosen.iter().map(|id| id.chars().count()).max().unwrap_or(0);
    let errors = reporter.findings(all, &sources);
    let mut failed = 0;
    for id in &chosen {
        let of = |severity| number(&grouped, id, severity);
        let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
        failed += usize::from(errors > 0);
        let parts: Vec<String> = [(errors, "error"), (warnings, "warning")]
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, noun)| count(*number, noun))
            .collect();
        let words = if parts.is_empty() { String::from("ok") } else { parts.join(", ") };
        reporter.note(&format!("{id:width$}  {words}"));
    }
    let checked = format!("checked {}", count(chosen.len(), "customer"));
    let warnings = grouped.len().saturating_sub(errors);
    if errors == 0 {
        reporter.note(&match warnings {
            0 => format!("{checked}: nothing to mend"),
            _ => format!("{checked}: no errors, {}", count(warnings, "warning")),
        });
        return Ok(());
    }
    reporter.note(&format!("{checked}: {failed} with errors; mend them and check again"));
    Err(Failure::reported(FINDINGS))
}

/// How many findings of a severity name a customer.
fn number(grouped: &[Diagnostic], id: &str, severity: Severity) -> usize {
    let own = |d: &&Diagnostic| d.severity == severity && d.customers.iter().any(|c| c == id);
    grouped.iter().filter(own).count()
}
