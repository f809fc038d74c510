//! Putting right what a killed run left.

use super::stage::{self, PREFIX};
use super::{WriteError, read_manifest};
use std::fs;
use std::path::{Path, PathBuf};

/// How the names of packs start that were renamed to make room.
const ASIDE: &str = ".aside-";

/// Where a pack waits while another takes its place.
pub(super) fn aside(output: &Path, customer: &str) -> PathBuf {
    output.join(format!("{ASIDE}{customer}"))
}

/// Puts packs back that were renamed aside, and removes unfinished ones. Only names that this
/// program gives are touched, and the lock is held, so nobody else is using them.
pub(super) fn recover(output: &Path) -> Result<(), WriteError> {
    let failed = |error| WriteError::machine(output, "read", error);
    let (mut asides, mut stages) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(output).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if !entry.file_type().map_err(failed)?.is_dir() {
            continue;
        }
        if let Some(customer) = name.strip_prefix(ASIDE) {
            asides.push((customer.to_owned(), entry.path()));
        } else if let Some(customer) = staged(&name) {
            stages.push((customer.to_owned(), entry.path()));
        }
    }
    for (customer, path) in asides {
        let pack = output.join(&customer);
        if fs::symlink_metadata(&pack).is_err() {
            fs::rename(&path, &pack)
                .map_err(|error| WriteError::machine(&pack, "restore", error))?;
        } else {
            discard(output, &customer, &path)?;
        }
    }
    for (customer, path) in stages {
        discard(output, &customer, &path)?;
    }
    Ok(())
}

/// Removes a pack that is not in use. One with a manifest may be an old pack with files of the
/// user that came in the last moment: those are moved to the pack in use.
pub(super) fn discard(output: &Path, customer: &str, path: &Path) -> Result<(), WriteError> {
    if let Ok(Some((manifest, _))) = read_manifest(path) {
        return stage::sweep(path, &output.join(customer), Some(&manifest), false);
    }
    fs::remove_dir_all(path).map_err(|error| WriteError::machine(path, "remove", error))
}

/// The customer in the name of a stage, `.stage-<customer>-<process>`.
fn staged(name: &str) -> Option<&str> {
    let (customer, process) = name.strip_prefix(PREFIX)?.rsplit_once('-')?;
    let number = !process.is_empty() && process.bytes().all(|b| b.is_ascii_digit());
    (number && !customer.is_empty()).then_some(customer)
}
