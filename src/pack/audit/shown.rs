//! Text that no customer gets.

use crate::diag::Sink;
use crate::merge::{Merger, Shown};
use crate::workspace::{CustomerFile, Workspace};

/// Reports documents, partials and branches that no customer of the workspace gets.
///
/// Says nothing without customers, or if a document of one cannot be merged: the text might be for
/// that customer.
pub fn check(workspace: &Workspace, merger: &Merger, sink: &mut Sink) {
    let mut shown = Shown::default();
    for file in &workspace.customers {
        match of_customer(workspace, merger, file) {
            Some(own) => shown.append(own),
            None => return,
        }
    }
    if !workspace.customers.is_empty() {
        merger.report_unshown(&shown, workspace, sink);
    }
}

/// What one customer gets; `None` if that cannot be said.
fn of_customer(workspace: &Workspace, merger: &Merger, file: &CustomerFile) -> Option<Shown> {
    // What goes wrong here was reported when the customer was built, if it was chosen.
    let mut own = Sink::new();
    let customer = workspace.customer(file, &mut own)?;
    let pack = workspace.config.packs.get(&customer.pack)?;
    let context = merger.context(&customer, workspace);
    let mut shown = Shown::default();
    for (id, _) in &pack.documents {
        let path = format!("{id}.md");
        if merger.included(&path, &customer, &context, workspace, &mut own) {
            shown.add(&merger.merge(&path, &customer, &context, workspace, &mut own)?);
        }
    }
    (!own.has_errors()).then_some(shown)
}
