//! A pack that is being written, beside the place where it will be.

use super::tree::{self, Item};
use super::{WriteError, disk};
use crate::artifact::{Artifact, PackManifest};
use disk::Mode;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How the names of these folders start.
pub(super) const PREFIX: &str = ".stage-";

/// The folder of a pack that is being written; it is removed when this is dropped.
#[derive(Debug)]
pub(super) struct Stage {
    path: PathBuf,
    output: PathBuf,
    mode: Mode,
    files: Vec<PathBuf>,
    folders: BTreeSet<PathBuf>,
    /// The pack is in place, and what bears the stage's name is the old one.
    placed: bool,
}

impl Stage {
    /// Makes an empty folder that only its owner can use.
    pub(super) fn create(output: &Path, customer: &str, pack: &Path) -> Result<Self, WriteError> {
        let path = output.join(format!("{PREFIX}{customer}-{}", std::process::id()));
        let mode = Mode::of(pack)
            .or_else(|_| Mode::of(output))
            .map_err(|error| WriteError::machine(output, "read", error))?;
        // Of an earlier swap of this process that could not tidy up.
        if fs::symlink_metadata(&path).is_ok() {
            super::recover::discard(output, customer, &path)?;
        }
        disk::create_folder(&path).map_err(|error| WriteError::machine(&path, "create", error))?;
        Ok(Stage {
            folders: BTreeSet::from([path.clone()]),
            path,
            output: output.to_owned(),
            mode,
            files: Vec::new(),
            placed: false,
        })
    }

    /// Writes the files of the pack.
    pub(super) fn write(&mut self, artifacts: &[Artifact]) -> Result<(), WriteError> {
        for artifact in artifacts {
            let path = self.path.join(&artifact.path);
            self.make_parents(Path::new(&artifact.path))?;
            disk::create_file(&path, &artifact.bytes)
                .map_err(|error| WriteError::machine(&path, "write", error))?;
            self.files.push(path);
        }
        Ok(())
    }

    /// Gives the user's own files of the old pack a second name in the new one.
    pub(super) fn carry(&mut self, pack: &Path, foreign: &[Item]) -> Result<(), WriteError> {
        for item in foreign {
            let (from, to) = (pack.join(&item.path), self.path.join(&item.path));
            if let Ok(there) = fs::symlink_metadata(&to) {
                let fits = (item.folder && there.is_dir())
                    || (item.file && there.is_file() && same_bytes(&from, &to));
                if fits {
                    continue;
                }
                return Err(WriteError::in_the_way(&from));
            }
            let parents = item.path.ancestors().skip(1);
            if let Some(parent) = parents.into_iter().find(|at| self.path.join(at).is_file()) {
                return Err(WriteError::in_the_way(&pack.join(parent)));
            }
            self.make_parents(&item.path)?;
            if item.folder {
                self.make_parents(&item.path.join("_"))?;
            } else if fs::hard_link(&from, &to).is_err() {
                // A file system without hard links. What is not a file is moved afterwards.
                if item.file {
                    fs::copy(&from, &to)
                        .map_err(|error| WriteError::machine(&to, "write", error))?;
                    self.files.push(to);
                }
            }
        }
        Ok(())
    }

    /// Waits until everything is on the disk, and gives it the modes of the old pack.
    pub(super) fn finish(&self) -> Result<(), WriteError> {
        let failed = |path: &Path, error| WriteError::machine(path, "write", error);
        // All modes before the first flush: a change between two of them would cost another
        // commit of the file system's journal.
        for path in &self.files {
            self.mode.set_on_file(path).map_err(|error| failed(path, error))?;
        }
        for path in &self.files {
            disk::sync_file(path).map_err(|error| failed(path, error))?;
        }
        // From the inside out: the stage itself opens to others last.
        for path in self.folders.iter().rev() {
            self.mode.set_on_folder(path).map_err(|error| failed(path, error))?;
        }
        for path in self.folders.iter().rev() {
            disk::sync_folder(path).map_err(|error| failed(path, error))?;
        }
        Ok(())
    }

    /// Puts the stage where the pack is, and what was there where the stage was or aside.
    pub(super) fn put(
        &mut self,
        pack: &Path,
        present: bool,
        exchange: bool,
        aside: &Path,
    ) -> Result<(), WriteError> {
        let failed = |error| WriteError::machine(pack, "replace", error);
        if !present {
            fs::rename(&self.path, pack).map_err(failed)?;
        } else if !exchange || !disk::exchange(&self.path, pack).map_err(failed)? {
            fs::rename(pack, aside).map_err(failed)?;
            if let Err(error) = fs::rename(&self.path, pack) {
                // Should this fail too, the next run puts the old pack back.
                let _ = fs::rename(aside, pack);
                return Err(failed(error));
            }
        }
        self.placed = true;
        disk::sync_folder(&self.output)
            .map_err(|error| WriteError::machine(&self.output, "write", error))
    }

    /// Sweeps up the old pack. What the user put into it in the last moment is moved over.
    pub(super) fn retire(self, pack: &Path, aside: &Path, manifest: Option<&PackManifest>) {
        for old in [self.path.as_path(), aside] {
            if fs::symlink_metadata(old).is_ok_and(|metadata| metadata.is_dir()) {
                let _ = Mode::PRIVATE.set_on_folder(old);
                // What cannot be removed now is removed by the next run.
                let _ = sweep(old, pack, manifest, true);
            }
        }
    }

    /// Makes the folders above a path of the pack.
    fn make_parents(&mut self, below: &Path) -> Result<(), WriteError> {
        let mut at = self.path.clone();
        for part in below.parent().into_iter().flat_map(Path::iter) {
            at.push(part);
            if self.folders.contains(&at) {
                continue;
            }
            match disk::create_folder(&at) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && at.is_dir() => {}
                Err(error) => return Err(WriteError::machine(&at, "create", error)),
            }
            self.folders.insert(at.clone());
        }
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // The rest of a failed write: our files, and second names of the user's.
        if !self.placed && fs::symlink_metadata(&self.path).is_ok() {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Removes an old pack after moving what is not ours, and not in the new pack, over to it.
///
/// With `newest`, a file of the user that was replaced since it was carried over is moved too.
pub(super) fn sweep(
    old: &Path,
    pack: &Path,
    manifest: Option<&PackManifest>,
    newest: bool,
) -> Result<(), WriteError> {
    for item in tree::foreign(old, manifest)? {
        let (from, to) = (old.join(&item.path), pack.join(&item.path));
        let failed = |error| WriteError::machine(&from, "move", error);
        let keep = match (fs::symlink_metadata(&from), fs::symlink_metadata(&to)) {
            (Ok(_), Err(_)) => true,
            (Ok(from), Ok(to)) => {
                newest && item.file && to.is_file() && !disk::same_file(&from, &to)
            }
            _ => false,
        };
        if !keep {
            continue;
        }
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).map_err(failed)?;
        }
        fs::rename(&from, &to).map_err(failed)?;
    }
    fs::remove_dir_all(old).map_err(|error| WriteError::machine(old, "remove", error))
}

fn same_bytes(a: &Path, b: &Path) -> bool {
    match (fs::read(a), fs::read(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}
