//! The list that a PDF may carry of what it was made from: enough to hold it against the files.

use super::{InputEntry, ManifestError, State};
use serde::Serialize;

/// The name of the list in a PDF.
pub const SOURCES: &str = "sources.json";
/// The number of the list's format.
const FORMAT: u32 = 1;

/// What a document is and which files it was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceList {
    format: u32,
    /// Name and version of the tool.
    pub tool: String,
    /// The customer's id.
    pub customer: String,
    /// Draft or release.
    pub state: State,
    /// The document's id.
    pub document: String,
    /// Its version; empty if it has none.
    pub version: String,
    /// The files it was made from, as the manifest of its pack lists them.
    pub inputs: Vec<InputEntry>,
}

impl SourceList {
    /// A list for a document of a customer.
    pub fn new(
        customer: impl Into<String>,
        state: State,
        document: impl Into<String>,
        version: impl Into<String>,
        inputs: Vec<InputEntry>,
    ) -> Self {
        SourceList {
            format: FORMAT,
            tool: super::TOOL.to_owned(),
            customer: customer.into(),
            state,
            document: document.into(),
            version: version.into(),
            inputs,
        }
    }

    /// The list as JSON with a line end.
    ///
    /// # Errors
    /// What the JSON writer says.
    pub fn to_json(&self) -> Result<Vec<u8>, ManifestError> {
        let syntax = |error: serde_json::Error| ManifestError::Syntax(error.to_string());
        let mut json = serde_json::to_vec_pretty(self).map_err(syntax)?;
        json.push(b'\n');
        Ok(json)
    }
}
