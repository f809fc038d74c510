//! Text that no customer gets.

use crate::diag::{Diagnostic, Sink};
use crate::merge::Merger;
use crate::workspace::{Customer, Workspace};
use std::collections::BTreeMap;

/// Reports documents of packs that their `when` leaves out for every customer.
///
/// Says nothing if a customer's file has errors: that customer might have got them.
pub fn check(workspace: &Workspace, merger: &Merger, sink: &mut Sink) {
    let customers: Option<Vec<Customer>> =
        workspace.customers.iter().map(|file| workspace.customer(file, &mut Sink::new())).collect();
    let Some(customers) = customers else { return };
    // Whether a customer gets a document, by the document.
    let mut shown: BTreeMap<&str, bool> = BTreeMap::new();
    for customer in &customers {
        let Some(pack) = workspace.config.packs.get(&customer.pack) else { continue };
        for (id, _) in &pack.documents {
            let mut undecided = Sink::new();
            let path = format!("{id}.md");
            let gets = merger.included(&path, customer, workspace, &mut undecided)
                || undecided.has_errors();
            *shown.entry(id).or_default() |= gets;
        }
    }
    for (id, _) in shown.into_iter().filter(|(_, shown)| !shown) {
        let front = merger.front(&format!("{id}.md"));
        let Some(when) = front.and_then(|front| front.table.get("when")) else { continue };
        sink.report(
            Diagnostic::warning("PP0135", format!("no customer gets the document `{id}`"))
                .at(when.span, "true for none of them")
                .hint("mend the condition, or take the document out of the packs"),
        );
    }
}
