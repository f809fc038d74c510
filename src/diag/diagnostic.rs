//! One finding.

use super::Span;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The pack cannot be built or must not leave.
    Error,
    /// The pack is built; somebody should look.
    Warning,
}

/// A place that explains a finding, with a few words beside its caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is to be seen there; may be empty.
    pub text: String,
}

/// One finding: a code that never changes, a message, places and hints.
///
/// Messages start in lower case, end without a full stop and put names in backticks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code such as `PP0103`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// The place to mend; `None` where there is no file to show.
    pub span: Option<Span>,
    /// Words beside the caret of `span`.
    pub label: String,
    /// The words within the places that the carets belong under, if the files have them as they
    /// are: what must stand before them, and they themselves. Used up when findings are grouped.
    pub words: Option<(&'static str, String)>,
    /// Further places with the same mistake in the same file, in their order; filled in when
    /// findings are grouped.
    pub repeats: Vec<Label>,
    /// Further places, such as the customer's file that lacks the key.
    pub related: Vec<Label>,
    /// What to do next, one line each.
    pub hints: Vec<String>,
    /// The customers whose packs are affected, sorted; empty for shared findings.
    pub customers: Vec<String>,
}

impl Diagnostic {
    /// An error without a place yet.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message.into())
    }

    /// A warning without a place yet.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message.into())
    }

    fn new(code: &'static str, severity: Severity, message: String) -> Self {
        Diagnostic {
            code,
            severity,
            message,
            span: None,
            label: String::new(),
            words: None,
            repeats: Vec::new(),
            related: Vec::new(),
            hints: Vec::new(),
            customers: Vec::new(),
        }
    }

    /// Sets the place to mend and the words beside its caret.
    #[must_use]
    pub fn at(mut self, span: Span, label: impl Into<String>) -> Self {
        self.span = Some(span);
        self.label = label.into();
        self
    }

    /// Narrows the places down to some words in them, such as a link's address in the line of a
    /// paragraph: the first occurrence after `before`, else the first at all. A place without the
    /// words, say because they came from a value, stays as wide as it is.
    #[must_use]
    pub fn on(mut self, before: &'static str, words: impl Into<String>) -> Self {
        self.words = Some((before, words.into()));
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label { span, text: text.into() });
        self
    }

    /// Adds a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Names the customer whose pack is affected.
    #[must_use]
    pub fn customer(mut self, id: impl Into<String>) -> Self {
        self.customers.push(id.into());
        self
    }

    /// The places to mend with the words beside their carets: `span`, then `repeats`.
    pub fn primary(&self) -> impl Iterator<Item = (Span, &str)> {
        let first = self.span.map(|span| (span, self.label.as_str()));
        first.into_iter().chain(self.repeats.iter().map(|place| (place.span, place.text.as_str())))
    }
}
