//! The text of every file that was read.

use super::{SourceId, Span};
use std::sync::Arc;

/// One file: its path as shown to people, and its text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path relative to the workspace, with `/` between the parts.
    pub path: String,
    /// The text, without a byte order mark and with `\n` line ends.
    pub text: Arc<str>,
    /// Byte offset of the start of each line.
    line_starts: Vec<u32>,
}

/// A table of files; [`SourceId`]s index it.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file and returns its id. A path already present gets its text replaced.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> SourceId {
        let (path, text) = (path.into(), text.into());
        let mut line_starts = vec![0];
        line_starts.extend(
            text.bytes()
                .enumerate()
                .filter(|(_, b)| *b == b'\n')
                .map(|(i, _)| u32::try_from(i + 1).unwrap_or(u32::MAX)),
        );
        let file = SourceFile { path, text, line_starts };
        match self.files.iter().position(|f| f.path == file.path) {
            Some(at) => {
                if let Some(slot) = self.files.get_mut(at) {
                    *slot = file;
                }
                SourceId(u32::try_from(at).unwrap_or(u32::MAX))
            }
            None => {
                self.files.push(file);
                SourceId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
            }
        }
    }

    /// The file with this id.
    pub fn get(&self, id: SourceId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The id of the file with this path.
    pub fn find(&self, path: &str) -> Option<SourceId> {
        let at = self.files.iter().position(|f| f.path == path)?;
        u32::try_from(at).ok().map(SourceId)
    }

    /// Path, line and column (both counted from 1, columns in characters) of the start of a span.
    pub fn position(&self, span: Span) -> Option<(&str, usize, usize)> {
        let file = self.get(span.source)?;
        let (line, column) = file.line_column(span.start as usize);
        Some((&file.path, line, column))
    }

    /// A place widened to the end of its line; for no place, a span of no file.
    pub fn line_of(&self, place: Option<Span>) -> Span {
        let Some(place) = place else { return Span::new(SourceId(u32::MAX), 0, 0) };
        let Some(file) = self.get(place.source) else { return place };
        let (line, _) = file.line_column(place.start as usize);
        Span::new(place.source, place.start as usize, file.line_range(line).end)
    }

    /// `path:line:column` of the start of a span.
    pub fn location(&self, span: Span) -> String {
        match self.position(span) {
            Some((path, line, column)) => format!("{path}:{line}:{column}"),
            None => String::from("unknown place"),
        }
    }
}

impl SourceFile {
    /// Line and column (from 1, columns in characters) of a byte offset.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let line = self.line_starts.partition_point(|s| *s as usize <= offset).max(1);
        let start = self.line_starts.get(line - 1).map_or(0, |s| *s as usize);
        let column = self.text.get(start..offset).map_or(1, |s| s.chars().count() + 1);
        (line, column)
    }

    /// The bytes of a span of this file, within the text and between characters.
    pub fn clamped(&self, span: Span) -> std::ops::Range<usize> {
        let text = &*self.text;
        let mut start = (span.start as usize).min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = (span.end as usize).clamp(start, text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        start..end
    }

    /// Byte range of a line counted from 1, without its line end.
    pub fn line_range(&self, line: usize) -> std::ops::Range<usize> {
        let start =
            self.line_starts.get(line.saturating_sub(1)).map_or(self.text.len(), |s| *s as usize);
        let end = self.line_starts.get(line).map_or(self.text.len(), |s| *s as usize);
        let text = self.text.get(start..end).unwrap_or_default();
        start..start + text.trim_end_matches(['\n', '\r']).len()
    }
}
