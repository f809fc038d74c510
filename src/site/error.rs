//! What can be wrong with a theme or a pack.

use crate::diag::Span;
use std::fmt;

/// A fault in a file of the theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeError {
    /// Path relative to the theme's folder.
    pub file: String,
    /// Line, counted from 1; 0 if the fault has no place.
    pub line: usize,
    /// Column in characters, counted from 1; 0 if unknown.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

impl ThemeError {
    /// A fault of the whole file.
    pub(super) fn whole(file: &str, message: impl Into<String>) -> Self {
        ThemeError { file: file.into(), line: 0, column: 0, message: message.into() }
    }

    /// A fault at a byte offset of the file's text.
    pub(super) fn at(file: &str, text: &str, offset: usize, message: impl Into<String>) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        ThemeError { file: file.into(), line, column, message: message.into() }
    }
}

impl fmt::Display for ThemeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if self.line > 0 {
            write!(out, ":{}", self.line)?;
        }
        if self.column > 0 {
            write!(out, ":{}", self.column)?;
        }
        write!(out, ": {}", self.message)
    }
}

/// A reason why a pack has no site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenderError {
    /// A template of the theme failed.
    Template(ThemeError),
    /// A picture that a document shows is not among those of the pack.
    Picture {
        /// Id of the document.
        document: String,
        /// Path as written.
        source: String,
        /// The block that shows it.
        span: Span,
    },
    /// A picture cannot be written.
    Encoding {
        /// What the encoder says.
        message: String,
    },
    /// A link whose target is not allowed or not in the pack.
    Link {
        /// Id of the document.
        document: String,
        /// Where it leads.
        target: String,
        /// The block that holds it.
        span: Span,
    },
    /// A link of the landing page whose address is not allowed.
    Address {
        /// What the link says.
        label: String,
        /// Where it leads.
        address: String,
    },
    /// A brand colour that is not `#rrggbb`.
    Color {
        /// Whose.
        brand: String,
        /// As given.
        value: String,
    },
    /// Two pages would have the same name.
    Name {
        /// Path of the page.
        path: String,
    },
}

impl RenderError {
    /// The block that is at fault, if one is.
    pub fn span(&self) -> Option<Span> {
        match self {
            RenderError::Picture { span, .. } | RenderError::Link { span, .. } => Some(*span),
            _ => None,
        }
    }
}

impl fmt::Display for RenderError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RenderError::Template(error) => write!(out, "{error}"),
            RenderError::Picture { document, source, .. } => {
                write!(out, "`{document}` shows the picture `{source}`, which the pack lacks")
            }
            RenderError::Encoding { message } => {
                write!(out, "a picture cannot be written: {message}")
            }
            RenderError::Link { document, target, .. } => {
                write!(out, "`{document}` links to `{target}`, which the site cannot do")
            }
            RenderError::Address { label, address } => {
                write!(
                    out,
                    "the link `{label}` must be `https`, `http`, `mailto` or `tel`: `{address}`"
                )
            }
            RenderError::Color { brand, value } => {
                write!(out, "colour of {brand} must be `#rrggbb`: `{value}`")
            }
            RenderError::Name { path } => write!(out, "two pages would be named `{path}`"),
        }
    }
}
