//! Removing packs.

use super::{WriteError, read_manifest, tree};
use crate::artifact::MANIFEST;
use std::fs;
use std::io;
use std::path::Path;

/// What [`Output::clean`](super::Output::clean) did.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// How many files were removed.
    pub removed: usize,
    /// What was not ours and is still there, from the output folder.
    pub kept: Vec<String>,
}

/// Removes what the manifest of a pack names, then folders that are empty. The manifest goes
/// last, so that a run that is killed can be taken up again.
pub(super) fn clean(
    output: &Path,
    customer: &str,
    cleaned: &mut Cleaned,
) -> Result<(), WriteError> {
    let pack = output.join(customer);
    match fs::symlink_metadata(&pack) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => {
            cleaned.kept.push(customer.to_owned());
            return Ok(());
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(WriteError::machine(&pack, "read", error)),
    }
    let manifest = read_manifest(&pack)?.map(|(manifest, _)| manifest);
    let ours = tree::named(manifest.as_ref());
    let kept = tree::foreign(&pack, manifest.as_ref())?;
    cleaned.kept.extend(kept.iter().map(|item| format!("{customer}/{}", item.shown())));
    let remove = |path: &Path| {
        fs::remove_file(path).map_err(|error| WriteError::machine(path, "remove", error))
    };
    let mut folders = Vec::new();
    // Only what was found without following links, so that a link cannot lead us elsewhere.
    for item in tree::items(&pack)? {
        if item.folder && !kept.contains(&item) {
            folders.push(pack.join(&item.path));
        } else if item.file && ours.contains(&item.path) && item.path != Path::new(MANIFEST) {
            remove(&pack.join(&item.path))?;
            cleaned.removed += 1;
        }
    }
    // Folders that still hold something of the user's refuse to go, as they should.
    for folder in folders {
        let _ = fs::remove_dir(folder);
    }
    if manifest.is_some() {
        remove(&pack.join(MANIFEST))?;
        cleaned.removed += 1;
    }
    let _ = fs::remove_dir(&pack);
    Ok(())
}
