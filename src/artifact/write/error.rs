//! Why a pack could not be written.

use crate::artifact::{MANIFEST, ManifestError};
use std::fmt;
use std::io::{self, ErrorKind};
use std::path::Path;

/// A failed write; the old pack is as it was.
#[derive(Debug)]
pub enum WriteError {
    /// The output folder is in a place where writing could do harm.
    Dangerous {
        /// The folder.
        path: String,
        /// Why.
        danger: Danger,
    },
    /// Another run is writing there.
    Busy {
        /// The folder.
        path: String,
    },
    /// The customer's id cannot be the name of a folder.
    Name {
        /// What is wrong with it.
        message: String,
    },
    /// Something that is not ours is where a file of the pack should go.
    InTheWay {
        /// What is in the way.
        path: String,
    },
    /// A manifest cannot be read, or does not fit its pack.
    Manifest {
        /// The manifest.
        path: String,
        /// What is wrong with it.
        source: ManifestError,
    },
    /// The machine failed: disk full, no permission, read-only.
    Machine {
        /// The file or folder.
        path: String,
        /// What was being done to it: `write`, `read`, `lock` …
        doing: &'static str,
        /// What the system said.
        source: io::Error,
    },
}

/// Why a folder cannot be the output folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Danger {
    /// It is the root of the file system.
    FileSystem,
    /// It is the home folder, or holds it.
    Home,
    /// It is the workspace, or holds it.
    Workspace,
    /// It is inside a folder of sources, or holds one.
    Sources,
    /// It is a link.
    Link,
    /// It is not a folder.
    NotAFolder,
    /// It has files and none of them is our marker.
    Foreign,
    /// It does not exist and its path has `..`.
    Parent,
}

impl WriteError {
    pub(super) fn machine(path: &Path, doing: &'static str, source: io::Error) -> Self {
        WriteError::Machine { path: path.display().to_string(), doing, source }
    }

    pub(super) fn in_the_way(path: &Path) -> Self {
        WriteError::InTheWay { path: path.display().to_string() }
    }

    /// Whether the machine failed, and not what was asked of it (exit code 3).
    pub fn is_machine(&self) -> bool {
        matches!(self, WriteError::Machine { .. })
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            WriteError::Dangerous { danger: Danger::Foreign, .. } => {
                "name an empty folder, or one that pilotpack made, with `--output`"
            }
            WriteError::Dangerous { .. } => "name another folder with `--output`",
            WriteError::Busy { .. } => "wait for the other run to end, or name another `--output`",
            WriteError::Name { .. } => "rename the customer's file",
            WriteError::InTheWay { .. } => "move it away: pilotpack did not write it",
            WriteError::Manifest { path, .. } => {
                let pack =
                    path.strip_suffix(MANIFEST).unwrap_or(path).trim_end_matches(['/', '\\']);
                return Some(format!("move `{pack}` away to have it made anew"));
            }
            WriteError::Machine { source, .. } => match source.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                    "free some space and run again: the old pack is still there"
                }
                ErrorKind::PermissionDenied => "check who may write there",
                ErrorKind::ReadOnlyFilesystem => "name a folder on another disk with `--output`",
                _ => return None,
            },
        };
        Some(hint.to_owned())
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Dangerous { path, danger } => {
                write!(f, "`{path}` cannot be the output folder: {danger}")
            }
            WriteError::Busy { path } => write!(f, "another run is writing to `{path}`"),
            WriteError::Name { message } => f.write_str(message),
            WriteError::InTheWay { path } => write!(f, "`{path}` is in the way"),
            WriteError::Manifest { path, source } => write!(f, "`{path}` is wrong: {source}"),
            WriteError::Machine { path, doing, source } => {
                write!(f, "cannot {doing} `{path}`: ")?;
                match source.kind() {
                    ErrorKind::StorageFull => f.write_str("the disk is full"),
                    ErrorKind::QuotaExceeded => f.write_str("the disk quota is used up"),
                    ErrorKind::PermissionDenied => f.write_str("permission denied"),
                    ErrorKind::ReadOnlyFilesystem => f.write_str("the disk is read-only"),
                    _ => write!(f, "{source}"),
                }
            }
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            WriteError::Machine { source, .. } => Some(source),
            WriteError::Manifest { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl fmt::Display for Danger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Danger::FileSystem => "it is the root of the file system",
            Danger::Home => "it is or holds the home folder",
            Danger::Workspace => "it is or holds the workspace",
            Danger::Sources => "it is in a folder of sources",
            Danger::Link => "it is a link",
            Danger::NotAFolder => "it is not a folder",
            Danger::Foreign => "it has files that pilotpack did not write",
            Danger::Parent => "it does not exist and its path has `..`",
        })
    }
}
