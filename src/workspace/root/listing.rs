//! The files below a folder.

use super::opened::unfit;
use super::{ReadError, Refusal, Root, Scope, fold};
use std::collections::BTreeMap;
use std::path::Path;
use walkdir::WalkDir;

/// How deep folders may be nested.
const MAX_DEPTH: usize = 32;

/// What was found below a folder.
#[derive(Debug, Default)]
pub struct Listing {
    /// The files, relative to the workspace, sorted.
    pub files: Vec<String>,
    /// What is there and cannot be read as a source, sorted by path.
    pub faults: Vec<ReadError>,
}

/// Walks `real`, the folder that is called `folder` from the workspace.
pub(super) fn walk(root: &Root, scope: &Scope, real: &Path, folder: &str) -> Listing {
    let mut listing = Listing::default();
    // Names that become equal without case and Unicode form, per folder.
    let mut folded: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    let entries = WalkDir::new(real)
        .min_depth(1)
        .max_depth(MAX_DEPTH)
        .follow_links(false)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."));
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let at = error.path().unwrap_or(real).strip_prefix(real).unwrap_or(real);
                let path = format!("{folder}/{}", at.display());
                listing.faults.push(ReadError::machine(path, error.into()));
                continue;
            }
        };
        let below = entry.path().strip_prefix(real).unwrap_or(entry.path());
        let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
        let Some(parts) = parts else {
            let path = format!("{folder}/{}", below.to_string_lossy());
            listing.faults.push(ReadError::refused(path, Refusal::NameEncoding));
            continue;
        };
        let path = format!("{folder}/{}", parts.join("/"));
        if let Some((name, parents)) = parts.split_last() {
            folded.entry((parents.join("/"), fold(name))).or_default().push((*name).to_owned());
        }
        let kind = entry.file_type();
        if kind.is_symlink() {
            match root.follow(scope, &path, entry.path()) {
                Ok(target) if target.is_dir() => {
                    listing.faults.push(ReadError::refused(path, Refusal::LinkedFolder));
                }
                Ok(_) => listing.files.push(path),
                Err(error) => listing.faults.push(error),
            }
        } else if kind.is_dir() {
            if entry.depth() == MAX_DEPTH {
                listing.faults.push(ReadError::refused(path, Refusal::TooLong));
            }
        } else if let Some(reason) = unfit(kind) {
            listing.faults.push(ReadError::refused(path, reason));
        } else {
            listing.files.push(path);
        }
    }
    for ((parents, _), names) in folded.into_iter().filter(|(_, names)| names.len() > 1) {
        let inside =
            if parents.is_empty() { folder.to_owned() } else { format!("{folder}/{parents}") };
        for name in &names {
            let path = format!("{inside}/{name}");
            listing.files.retain(|file| *file != path);
        }
        listing.faults.push(ReadError::refused(inside, Refusal::Ambiguous(names)));
    }
    listing.files.sort();
    listing.faults.sort_by(|a, b| a.path().cmp(b.path()));
    listing
}
