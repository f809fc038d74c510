//! Content files: shared Markdown, as read.

use crate::diag::SourceId;

/// One Markdown file below `content/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentFile {
    /// Path below `content/`, such as `dpa.md` or `_partials/contacts.md`.
    pub path: String,
    /// Its text in the table of sources.
    pub source: SourceId,
}

impl ContentFile {
    /// Whether it is a document of its own and not a partial or a clause.
    pub fn is_document(&self) -> bool {
        !self.path.split('/').any(|part| part.starts_with('_'))
    }

    /// Path without its ending: names the document.
    pub fn id(&self) -> &str {
        self.path.strip_suffix(".md").unwrap_or(&self.path)
    }
}
