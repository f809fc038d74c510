//! A diagnostic with its places worked out, as other programs read it.

use super::{Diagnostic, Severity, Sources, Span};

/// A diagnostic that no longer needs the text of the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable code such as `PP0103`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// The customers whose packs are affected, sorted; empty for shared findings.
    pub customers: Vec<String>,
    /// The places to mend, then those that explain them.
    pub places: Vec<Place>,
    /// What to do next.
    pub hints: Vec<String>,
}

/// A range of characters in a file. Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Path relative to the workspace, with `/` between the parts.
    pub file: String,
    /// Line of the first character.
    pub line: usize,
    /// Column of the first character.
    pub column: usize,
    /// Line of the end.
    pub end_line: usize,
    /// Column after the last character; that of the start for a position between two characters.
    pub end_column: usize,
    /// What is to be seen there; may be empty.
    pub label: String,
    /// Whether this is a place to mend, and not one that explains.
    pub primary: bool,
}

impl Finding {
    /// Works out the places of a diagnostic. Places in no known file are left out.
    pub fn new(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        let place = |span: Span, label: &str, primary: bool| {
            let file = sources.get(span.source)?;
            let range = file.clamped(span);
            let (line, column) = file.line_column(range.start);
            let (end_line, end_column) = file.line_column(range.end);
            let (file, label) = (file.path.clone(), label.to_owned());
            Some(Place { file, line, column, end_line, end_column, label, primary })
        };
        let primary = diagnostic.primary().filter_map(|(span, label)| place(span, label, true));
        let related = diagnostic.related.iter().filter_map(|l| place(l.span, &l.text, false));
        Finding {
            code: diagnostic.code,
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            customers: diagnostic.customers.clone(),
            places: primary.chain(related).collect(),
            hints: diagnostic.hints.clone(),
        }
    }

    /// A failure of the program itself, which has no place in a file.
    pub fn failure(code: &'static str, message: &str, hint: Option<&str>) -> Self {
        Finding {
            code,
            severity: Severity::Error,
            message: message.to_owned(),
            customers: Vec::new(),
            places: Vec::new(),
            hints: hint.map(str::to_owned).into_iter().collect(),
        }
    }

    /// The places that programs with room for one place a finding are given: those to mend, else
    /// the first that explains, else none.
    pub fn main_places(&self) -> Vec<&Place> {
        let primary: Vec<&Place> = self.places.iter().filter(|place| place.primary).collect();
        if primary.is_empty() { self.places.first().into_iter().collect() } else { primary }
    }

    /// Message, customers and the first hints as lines of plain text, for forms that have one text.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.message.clone()];
        match self.customers.as_slice() {
            [] => {}
            [one] => lines.push(format!("customer: {one}")),
            many => lines.push(format!("{} customers: {}", many.len(), many.join(", "))),
        }
        lines.extend(self.hints.iter().take(super::HINTS).map(|hint| format!("hint: {hint}")));
        lines
    }
}

impl Severity {
    /// The word that messages, GitHub and SARIF know it by: `error` or `warning`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}
