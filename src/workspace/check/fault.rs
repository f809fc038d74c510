//! What is wrong with a value, before the name of its variable and its place are known.

use crate::diag::{Diagnostic, Span};
use crate::workspace::table::{Node, Value};
use std::borrow::Cow;
use std::ops::Range;

/// A value that its type refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    code: &'static str,
    /// Words after "must be".
    expected: Cow<'static, str>,
    label: String,
    /// Bytes of the text to put the caret under; the whole value without.
    part: Option<Range<usize>>,
    hint: Option<String>,
}

impl Fault {
    /// A value that must be `expected` and is not.
    pub(super) fn new(expected: impl Into<Cow<'static, str>>) -> Self {
        let expected = expected.into();
        Fault { code: "PP0103", expected, label: String::new(), part: None, hint: None }
    }

    /// A value of another TOML type.
    pub(super) fn other_type(expected: impl Into<Cow<'static, str>>, node: &Node) -> Self {
        Fault::new(expected).label(format!("this is {}", node.value.kind()))
    }

    pub(super) fn code(mut self, code: &'static str) -> Self {
        self.code = code;
        self
    }

    pub(super) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Puts the caret under these bytes of the text.
    pub(super) fn part(mut self, part: Range<usize>) -> Self {
        self.part = Some(part);
        self
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The text that was meant, as a question.
    pub(super) fn meant(self, text: &str) -> Self {
        self.hint(format!("did you mean \"{text}\"?"))
    }

    /// Moves the part by `offset` bytes: the fault of a piece becomes one of the whole.
    pub(super) fn moved(mut self, offset: usize) -> Self {
        self.part = self.part.map(|part| part.start + offset..part.end + offset);
        self
    }

    /// Takes the words after "must be" of the whole in place of those of a piece.
    pub(super) fn expecting(mut self, expected: impl Into<Cow<'static, str>>) -> Self {
        self.expected = expected.into();
        self
    }

    /// The error for the variable `name`, whose value is `node`.
    pub(super) fn diagnostic(self, name: &str, node: &Node) -> Diagnostic {
        let span = self.part.and_then(|part| part_of(node, part)).unwrap_or(node.span);
        let diagnostic =
            Diagnostic::error(self.code, format!("`{name}` must be {}", self.expected))
                .at(span, self.label);
        match self.hint {
            Some(hint) => diagnostic.hint(hint),
            None => diagnostic,
        }
    }
}

/// Where bytes of a string stand in the file; `None` if the string is written with escapes or over
/// several lines.
///
/// An escape is longer than what it stands for, so a string between two quotes that is as long as
/// its text has none.
pub(super) fn part_of(node: &Node, part: Range<usize>) -> Option<Span> {
    let Value::Text(text) = &node.value else { return None };
    let (start, end) = (node.span.start as usize, node.span.end as usize);
    (end - start == text.len() + 2 && part.end <= text.len())
        .then(|| Span::new(node.span.source, start + 1 + part.start, start + 1 + part.end))
}
