//! Where stages put their findings.

use super::{Diagnostic, Severity};
use std::collections::BTreeMap;

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

    /// The findings, sorted by severity, place and message, with the same finding of several
    /// customers merged into one that lists them.
    pub fn into_grouped(self) -> Vec<Diagnostic> {
        let mut grouped: Vec<Diagnostic> = Vec::new();
        let mut places = BTreeMap::new();
        for diagnostic in self.diagnostics {
            let key =
                (diagnostic.code, diagnostic.span, diagnostic.message.clone(), diagnostic.severity);
            let at = *places.entry(key).or_insert(grouped.len());
            match grouped.get_mut(at) {
                Some(first) => {
                    for customer in diagnostic.customers {
                        if !first.customers.contains(&customer) {
                            first.customers.push(customer);
                        }
                    }
                    for place in diagnostic.related {
                        if !first.related.contains(&place) {
                            first.related.push(place);
                        }
                    }
                    for hint in diagnostic.hints {
                        if !first.hints.contains(&hint) {
                            first.hints.push(hint);
                        }
                    }
                }
                None => grouped.push(diagnostic),
            }
        }
        for diagnostic in &mut grouped {
            diagnostic.customers.sort();
        }
        grouped.sort_by(|a, b| {
            (a.severity, a.span, a.code, &a.message).cmp(&(b.severity, b.span, b.code, &b.message))
        });
        grouped
    }
}
