//! The manifest of a pack: enough to verify it, and to know which of its files are ours.

use super::{Artifact, Digest, Kind};
use crate::workspace::root::{UnportableName, fold, portable};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The name of the manifest in a pack.
pub const MANIFEST: &str = "manifest.json";
/// The number of the manifest's format; a later one is refused.
const FORMAT: u32 = 1;
/// The longest path in a pack, in bytes: what Windows leaves below a folder in a home directory.
const MAX_PATH: usize = 240;

/// Whether a pack may leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Something is not approved, or the gate has not passed.
    Draft,
    /// Approved and checked.
    Release,
}

/// What a pack holds and what it was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackManifest {
    format: u32,
    /// Name and version of the tool.
    pub tool: String,
    /// The customer's id.
    pub customer: String,
    /// Draft or release.
    pub state: State,
    /// The documents, in the order of the pack.
    pub documents: Vec<DocumentEntry>,
    /// The findings that somebody took on themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<WaiverEntry>,
    /// The files it was made from, sorted by path.
    pub inputs: Vec<InputEntry>,
    /// The files it holds, sorted by path, without the manifest.
    pub files: Vec<FileEntry>,
}

/// One document of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentEntry {
    /// The document's id, as in `dpa`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: String,
    /// `html`, `pdf`.
    pub formats: Vec<String>,
    /// How many pages are printed, if it is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
}

/// A finding that somebody took on themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaiverEntry {
    /// The finding's code.
    pub code: String,
    /// Who.
    pub name: String,
    /// Why.
    pub reason: String,
    /// Until when, as `2026-12-31`.
    pub until: String,
}

/// A file the pack was made from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct InputEntry {
    /// Path from the workspace.
    pub path: String,
    /// Digest of its bytes.
    pub sha256: Digest,
}

/// A file of the pack.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileEntry {
    /// Path in the pack.
    pub path: String,
    /// Its length in bytes.
    pub size: u64,
    /// Its digest.
    pub sha256: Digest,
}

/// Why a manifest cannot be made or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ManifestError {
    /// It is not a manifest.
    Syntax(String),
    /// It was written by a later version of the tool.
    Format(u32),
    /// A path is not relative, or not portable.
    Path(String, UnportableName),
    /// A path is longer than this many bytes.
    PathLength(String, usize),
    /// Two paths are, or would be on some systems, one file; or one is a folder of the other.
    Collision(String, String),
}

/// How a pack differs from its manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// A file of the manifest is not there.
    Missing(String),
    /// A file has other bytes.
    Changed(String),
}

impl PackManifest {
    /// A manifest without documents, inputs and files.
    pub fn new(customer: impl Into<String>, state: State) -> Self {
        PackManifest {
            format: FORMAT,
            tool: super::TOOL.to_owned(),
            customer: customer.into(),
            state,
            documents: Vec::new(),
            waivers: Vec::new(),
            inputs: Vec::new(),
            files: Vec::new(),
        }
    }

    /// Fills in the files and adds the manifest to them. The same artifacts in any order give
    /// the same bytes.
    pub fn seal(mut self, artifacts: &mut Vec<Artifact>) -> Result<Self, ManifestError> {
        artifacts.retain(|artifact| artifact.kind != Kind::Manifest);
        self.files = artifacts
            .iter()
            .map(|artifact| FileEntry {
                path: artifact.path.clone(),
                size: artifact.bytes.len() as u64,
                sha256: Digest::of(&artifact.bytes),
            })
            .collect();
        self.files.sort();
        self.inputs.sort();
        self.inputs.dedup();
        self.check()?;
        artifacts.push(Artifact::new(MANIFEST, self.to_json()?, Kind::Manifest));
        Ok(self)
    }

    /// The manifest as JSON with a line end.
    pub fn to_json(&self) -> Result<Vec<u8>, ManifestError> {
        let syntax = |error: serde_json::Error| ManifestError::Syntax(error.to_string());
        let mut json = serde_json::to_vec_pretty(self).map_err(syntax)?;
        json.push(b'\n');
        Ok(json)
    }

    /// Reads a manifest. Every path in it is safe to join to a folder.
    pub fn parse(bytes: &[u8]) -> Result<Self, ManifestError> {
        #[derive(Deserialize)]
        struct Head {
            format: u32,
        }
        let syntax = |error: serde_json::Error| ManifestError::Syntax(error.to_string());
        let head: Head = serde_json::from_slice(bytes).map_err(syntax)?;
        if head.format != FORMAT {
            return Err(ManifestError::Format(head.format));
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(syntax)?;
        manifest.check()?;
        Ok(manifest)
    }

    /// Compares the files with what `bytes_of` finds at their paths.
    pub fn verify(&self, bytes_of: impl Fn(&str) -> Option<Vec<u8>>) -> Vec<Mismatch> {
        let differs = |file: &FileEntry| match bytes_of(&file.path) {
            None => Some(Mismatch::Missing(file.path.clone())),
            Some(bytes) if Digest::of(&bytes) != file.sha256 => {
                Some(Mismatch::Changed(file.path.clone()))
            }
            Some(_) => None,
        };
        self.files.iter().filter_map(differs).collect()
    }

    fn check(&self) -> Result<(), ManifestError> {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        seen.insert(fold(MANIFEST), MANIFEST);
        for FileEntry { path, .. } in &self.files {
            if path.len() > MAX_PATH {
                return Err(ManifestError::PathLength(path.clone(), MAX_PATH));
            }
            for part in path.split('/') {
                portable(part).map_err(|fault| ManifestError::Path(path.clone(), fault))?;
            }
            if let Some(other) = seen.insert(fold(path), path) {
                return Err(ManifestError::Collision(other.to_owned(), path.clone()));
            }
        }
        for path in seen.values() {
            for (end, _) in path.match_indices('/') {
                let folder = path.get(..end).unwrap_or_default();
                if let Some(file) = seen.get(&fold(folder)) {
                    return Err(ManifestError::Collision((*file).to_owned(), (*path).to_owned()));
                }
            }
        }
        Ok(())
    }
}

impl fmt::Display for ManifestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ManifestError::Syntax(error) => write!(f, "`{MANIFEST}` cannot be read: {error}"),
            ManifestError::Format(format) => {
                write!(f, "`{MANIFEST}` has format {format}, this version knows {FORMAT}")
            }
            ManifestError::Path(path, fault) => {
                write!(f, "`{}` cannot be a file of a pack: {fault}", path.escape_debug())
            }
            ManifestError::PathLength(path, limit) => {
                write!(
                    f,
                    "`{}` cannot be a file of a pack: it has more than {limit} bytes",
                    path.escape_debug()
                )
            }
            ManifestError::Collision(a, b) => {
                write!(f, "`{a}` and `{b}` cannot be in one pack on every system")
            }
        }
    }
}

impl std::error::Error for ManifestError {}
