//! Overrides: `customers/<id>/<document>.md` replaces sections of a shared document for one customer.

use super::workspace_files::Workspace;
use crate::diag::SourceId;

/// One override as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// The customer.
    pub customer: String,
    /// Path of the document below `content/`, such as `dpa.md`.
    pub document: String,
    /// Path of the override relative to the workspace.
    pub path: String,
    /// Its text in the table of sources.
    pub source: SourceId,
}

impl Workspace {
    /// What this customer has in place of shared sections.
    pub fn overrides_of(&self, customer: &str) -> impl Iterator<Item = &Override> {
        self.overrides.iter().filter(move |own| own.customer == customer)
    }

    /// What all other customers have in place of shared sections: nothing of it may be shown to
    /// this one.
    pub fn overrides_of_others(&self, customer: &str) -> impl Iterator<Item = &Override> {
        self.overrides.iter().filter(move |own| own.customer != customer)
    }
}
