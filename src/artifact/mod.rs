//! Finished files: what they are, their digests, the manifest that names them, and the only
//! writer of `output/`.
//!
//! Stages return [`Artifact`]s; [`PackManifest::seal`] adds the manifest; [`Output::swap`] puts
//! the whole pack in place in one step.

mod digest;
mod manifest;
mod source_list;
pub mod write;

pub use digest::Digest;
pub use manifest::{
    DocumentEntry, FileEntry, InputEntry, MANIFEST, ManifestError, Mismatch, PackManifest, State,
    WaiverEntry,
};
pub use source_list::{SOURCES, SourceList};
pub use write::{Cleaned, Output, WriteError, Written};

/// Name and version of this program, as packs and their files carry it.
pub const TOOL: &str = concat!("pilotpack ", env!("CARGO_PKG_VERSION"));

/// What a finished file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A page of the site.
    Html,
    /// A printed document.
    Pdf,
    /// Anything else: styles, scripts, fonts, images.
    Asset,
    /// The manifest of the pack.
    Manifest,
}

/// A finished file of one pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Path in the pack, with `/` between the parts.
    pub path: String,
    /// The content.
    pub bytes: Vec<u8>,
    /// What it is.
    pub kind: Kind,
}

impl Artifact {
    /// A finished file.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>, kind: Kind) -> Self {
        Artifact { path: path.into(), bytes: bytes.into(), kind }
    }
}
