//! The font files of a theme.

use super::reader::Reader;
use super::slot::family;
use crate::diag::{Diagnostic, Span, suggest};
use crate::font::{Book, FontError};
use crate::workspace::Table;
use std::collections::BTreeMap;

/// The keys of `[fonts]`.
pub(super) const ROLES: [&str; 5] = ["sans", "serif", "mono", "emoji", "other"];

impl Reader<'_> {
    /// Reads the files that `[fonts]` names.
    pub(super) fn fonts(&mut self, table: &Table, files: &BTreeMap<String, Vec<u8>>) -> Book {
        let mut book = Book::new();
        for role in ROLES {
            let Some(family) = family(role) else { continue };
            let Some(node) = table.get(role) else {
                if !matches!(role, "emoji" | "other") {
                    self.sink.report(
                        Diagnostic::error("PP0403", format!("[fonts] names no file for `{role}`"))
                            .at(Span::new(self.source, 0, 0), "")
                            .hint(format!("add {role} = [\"fonts/….ttf\"]")),
                    );
                }
                continue;
            };
            let list = node.as_list().unwrap_or_default();
            if list.is_empty() || list.iter().any(|file| file.as_text().is_none()) {
                self.wrong(role, node, "a list of font files such as [\"fonts/Inter.ttf\"]");
                continue;
            }
            for file in list {
                let path = file.as_text().unwrap_or_default();
                let Some(data) = files.get(path) else {
                    let near = suggest::nearest(path, files.keys().map(String::as_str));
                    let mut diagnostic =
                        Diagnostic::error("PP0403", format!("the theme has no file `{path}`"))
                            .at(file.span, "");
                    if let Some(near) = near {
                        diagnostic = diagnostic.hint(format!("did you mean \"{near}\"?"));
                    }
                    self.sink.report(diagnostic);
                    continue;
                };
                if let Err(error) = book.add(family, path, data.clone()) {
                    self.sink.report(unusable(&error).at(file.span, ""));
                }
            }
        }
        book
    }
}

/// What is said of a font that cannot be used.
pub fn unusable(error: &FontError) -> Diagnostic {
    Diagnostic::error("PP0403", format!("the font `{}` {}", error.name, error.reason))
        .hint("use a TrueType or OpenType font that may be embedded")
}
