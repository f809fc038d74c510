//! `list`: customers, their packs and documents.

use super::build::load;
use super::report::{FINDINGS, Failure, Reporter};
use super::resolved::Resolved;
use crate::diag::Sink;

/// Prints one line for each customer: id, pack, legal name, documents.
pub fn run(resolved: &Resolved, reporter: Reporter) -> Result<(), Failure> {
    let mut sink = Sink::new();
    let workspace = load(resolved, reporter, &mut sink)?;
    for file in &workspace.customers {
        let Some(customer) = workspace.customer(file, &mut sink) else { continue };
        let documents: Vec<&str> = workspace
            .config
            .packs
            .get(&customer.pack)
            .map(|pack| pack.documents.iter().map(|(id, _)| id.as_str()).collect())
            .unwrap_or_default();
        reporter.data(&format!(
            "{}\t{}\t{}\t{}",
            customer.id,
            customer.pack,
            customer.text("customer.legal_name"),
            documents.join(", ")
        ));
    }
    if workspace.customers.is_empty() {
        reporter.note("no customers yet; write the first with pilotpack new ID");
    }
    match reporter.findings(sink, &workspace.sources) {
        0 => Ok(()),
        _ => Err(Failure::reported(FINDINGS)),
    }
}
