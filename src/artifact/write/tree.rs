//! What is in a pack's folder, ours or not.

use super::WriteError;
use crate::artifact::{MANIFEST, PackManifest};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Something in a pack's folder. Links are not followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// Path from the pack's folder.
    pub(super) path: PathBuf,
    /// Whether it is a folder.
    pub(super) folder: bool,
    /// Whether it is a regular file.
    pub(super) file: bool,
}

impl Item {
    /// The path as a message shows it.
    pub(super) fn shown(&self) -> String {
        let parts: Vec<_> = self.path.iter().map(|part| part.to_string_lossy()).collect();
        parts.join("/")
    }
}

/// Everything below a folder; what is in a folder comes before the folder.
pub(super) fn items(pack: &Path) -> Result<Vec<Item>, WriteError> {
    let mut items = Vec::new();
    for entry in WalkDir::new(pack).min_depth(1).contents_first(true).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(pack).to_owned();
            WriteError::machine(&path, "read", error.into())
        })?;
        let kind = entry.file_type();
        items.push(Item {
            path: entry.path().strip_prefix(pack).unwrap_or(entry.path()).to_owned(),
            folder: kind.is_dir(),
            file: kind.is_file(),
        });
    }
    Ok(items)
}

/// The paths that a manifest names, with its own.
pub(super) fn named(manifest: Option<&PackManifest>) -> BTreeSet<PathBuf> {
    let files = manifest.iter().flat_map(|manifest| &manifest.files);
    let mut named: BTreeSet<PathBuf> = files.map(|file| PathBuf::from(&file.path)).collect();
    if manifest.is_some() {
        named.insert(PathBuf::from(MANIFEST));
    }
    named
}

/// What the manifest does not name: files, links, and folders that nothing is in.
pub(super) fn foreign(
    pack: &Path,
    manifest: Option<&PackManifest>,
) -> Result<Vec<Item>, WriteError> {
    let ours = named(manifest);
    let mut parents: BTreeSet<PathBuf> = BTreeSet::new();
    let mut foreign = Vec::new();
    for item in items(pack)? {
        if let Some(parent) = item.path.parent() {
            parents.insert(parent.to_owned());
        }
        // A link or a folder under a name of ours is not what we wrote there.
        let own = if item.folder {
            parents.contains(&item.path)
        } else {
            ours.contains(&item.path) && item.file
        };
        if !own {
            foreign.push(item);
        }
    }
    Ok(foreign)
}
