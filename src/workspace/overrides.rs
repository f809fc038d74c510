//! Overrides: `customers/<id>/<document>.md` replaces sections of a shared document for one customer.

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
