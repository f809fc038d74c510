//! Where stages put their findings.

use super::{Diagnostic, Severity, Sources};

/// Collects the findings of one stage or one customer.
#[derive(Debug, Default, Clone)]
pub struct Sink {
    diagnostics: Vec<Diagnostic>,
}

impl Sink {
    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reports one finding.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Whether an error was reported.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == Severity::Error)
    }

    /// Whether an error was reported that concerns more than single customers.
    pub fn has_shared_errors(&self) -> bool {
        let shared = |d: &&Diagnostic| d.severity == Severity::Error && d.customers.is_empty();
        self.diagnostics.iter().any(|d| shared(&d))
    }

    /// How many findings there are, errors and warnings.
    pub fn len(&self) -> usize {
        self.diagnostics.len()
    }

    /// Whether nothing was reported.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Moves the findings of another sink to the end of this one.
    pub fn append(&mut self, other: Sink) {
        self.diagnostics.extend(other.diagnostics);
    }

    /// The findings in the order they were reported.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The findings in the order and with the grouping that people read them in, see
    /// [`group`](super::group).
    pub fn into_grouped(self, sources: &Sources) -> Vec<Diagnostic> {
        super::group::grouped(self.diagnostics, sources)
    }
}
