//! What is wrong with a value, before the name of its variable and its place are known.

use crate::diag::Diagnostic;
use crate::workspace::table::Node;
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

    /// What to do next.
    pub(super) fn into_hint(self) -> Option<String> {
        self.hint
    }

    /// Moves the part by `offset` bytes: the fault of a piece becomes one of the whole.
    pub(super) fn moved(mut self, offset: usize) -> Self {
        self.part = self.part.map(|part| part.start + offset..part.end + offset);
        self
    }

    /// Takes the words after "must be" of the whole in place of those of a piece, if they are about
    /// the form of the piece.
    pub(super) fn expecting(mut self, expected: impl Into<Cow<'static, str>>) -> Self {
        if self.code == "PP0103" {
            self.expected = expected.into();
        }
        self
    }

    /// The error for `subject`, such as a name in backticks, whose value is `node`.
    pub(super) fn diagnostic(self, subject: &str, node: &Node) -> Diagnostic {
        let span = self.part.and_then(|part| node.part(part)).unwrap_or(node.span);
        let diagnostic =
            Diagnostic::error(self.code, format!("{subject} must be {}", self.expected))
                .at(span, self.label);
        match self.hint {
            Some(hint) => diagnostic.hint(hint),
            None => diagnostic,
        }
    }
}
