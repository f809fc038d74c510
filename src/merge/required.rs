//! What has to be set for a customer: what the schema requires always, and what it requires when
//! a condition holds.

use super::context::context;
use super::errors;
use super::merger::Merger;
use super::undefined::missing;
use crate::diag::{Sink, SourceId};
use crate::workspace::{Customer, Entry, Missing, Variables, Workspace, scaffold};
use minijinja::ErrorKind;
use std::collections::BTreeSet;

impl Merger {
    /// Whether a variable has to be set: `required`, or `required_when` holds for these values. A
    /// condition that cannot be decided yet, because a value it asks for is not set, does not hold.
    pub fn requires(&self, entry: &Entry, variables: &Variables, workspace: &Workspace) -> bool {
        let Some(condition) = &entry.required_when else { return entry.required };
        let values = context(&variables.root, "", &workspace.schema);
        let locale = variables.text("customer.locale");
        self.decide(condition, locale, &values).unwrap_or(false)
    }

    /// Reports every required variable that nothing sets, at the place where shared text uses it.
    pub fn report_missing(&self, customer: &Customer, workspace: &Workspace, sink: &mut Sink) {
        let mut gaps = customer.missing.clone();
        for (name, entry) in &workspace.schema.entries {
            let Some(condition) = &entry.required_when else { continue };
            if customer.variables.get(name).is_some() {
                continue;
            }
            let values = context(&customer.variables.root, "", &workspace.schema);
            let locale = customer.variables.text("customer.locale");
            match self.decide(condition, locale, &values) {
                Ok(false) => {}
                Ok(true) => gaps.push(Missing {
                    name: name.clone(),
                    place: None,
                    example: scaffold::example(entry),
                    description: entry.description.clone(),
                }),
                // What the condition asks for is missing itself, and reported.
                Err(error)
                    if error.kind() == ErrorKind::UndefinedError
                        && !customer.missing.is_empty() => {}
                Err(error) => sink.report(errors::required_when(&error, name, condition)),
            }
        }
        let others: BTreeSet<SourceId> =
            workspace.overrides_of_others(&customer.id).map(|own| own.source).collect();
        let mut reported = BTreeSet::new();
        // Rows that lack the same column are named in one message.
        for gap in gaps.iter().filter(|gap| reported.insert(gap.name.as_str())) {
            // Never a place in what another customer has in place of shared text.
            let used = self.uses(&gap.name).iter().find(|place| !others.contains(&place.source));
            let used = used.copied();
            let mut diagnostic = missing(&gap.name, used, customer, workspace);
            let condition =
                workspace.schema.entries.get(&gap.name).and_then(|e| e.required_when.as_ref());
            if let Some(node) = condition {
                diagnostic = diagnostic.related(node.span, "required because this holds");
            }
            if used.is_none() {
                diagnostic = diagnostic.hint("no document uses it yet, but the schema requires it");
            }
            sink.report(diagnostic);
        }
    }

    /// Reports conditions of the schema that are no expressions.
    pub(super) fn check_conditions(&self, workspace: &Workspace, sink: &mut Sink) {
        for (name, entry) in &workspace.schema.entries {
            let Some(node) = &entry.required_when else { continue };
            if let Err(error) = self.compile(node) {
                sink.report(errors::required_when(&error, name, node));
            }
        }
    }
}
