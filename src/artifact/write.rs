//! The only writer of `output/`.
//!
//! # What is promised
//!
//! * `output/<id>` is, for everyone who opens it by that name, the whole old or the whole new
//!   pack, also when the process or the machine dies. A new pack is written beside it, flushed
//!   (every file, every folder), and exchanged with the old one in one step; then the folder that
//!   holds both names is flushed. That is the strongest order there is, and it costs about 7 ms
//!   for a pack of 40 files on a virtual ext4 disk, because all files are written before the
//!   first is flushed; 100 such packs take a second. (`tests/artifact_kill.rs` measures it.)
//! * Where the system cannot exchange two names (not Linux, or a file system without it), the old
//!   pack is renamed aside first. For an instant there is no pack under the name; a run that dies
//!   in it is put right by the next [`Output::open`].
//! * Files in a pack that its manifest does not name are the user's: they are carried over into
//!   the new pack and never deleted.
//! * One process writes at a time: the marker file is locked, and the system gives the lock back
//!   when a process dies.

mod clean;
mod disk;
mod error;
mod place;
mod recover;
mod stage;
mod tree;

pub use clean::Cleaned;
pub use error::{Danger, WriteError};

use super::{Artifact, Digest, Kind, MANIFEST, ManifestError, PackManifest};
use crate::workspace::root::check_ids;
use stage::Stage;
use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The file that says that a folder is ours; it is locked while somebody writes.
pub const MARKER: &str = ".pilotpack";

/// How often a waiting run looks whether the folder is free.
const PATIENCE: Duration = Duration::from_millis(25);

/// The output folder, locked for this process until dropped.
#[derive(Debug)]
pub struct Output {
    path: PathBuf,
    exchange: bool,
    /// Turns for writers of one pack; which one is found by the customer's name.
    turns: [Mutex<()>; 16],
    _lock: File,
}

/// What [`Output::swap`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// How many files the pack has, without the user's own.
    pub files: usize,
    /// How many bytes they have.
    pub bytes: u64,
    /// The same pack was already there and nothing was written.
    pub unchanged: bool,
    /// Files of the user that were kept.
    pub kept: Vec<String>,
}

impl Output {
    /// Opens or makes the output folder, locks it and clears what a killed run left.
    ///
    /// `workspace` is the folder with `pilotpack.toml`. If another run is writing, this is an
    /// error at once; see [`Output::open_within`].
    pub fn open(dir: &Path, workspace: &Path) -> Result<Self, WriteError> {
        Self::open_within(dir, workspace, Duration::ZERO, || {})
    }

    /// As [`Output::open`], but waits so long for another run to end. `waiting` is called once
    /// if there is anything to wait for.
    pub fn open_within(
        dir: &Path,
        workspace: &Path,
        patience: Duration,
        waiting: impl FnOnce(),
    ) -> Result<Self, WriteError> {
        let path = place::claim(dir, workspace)?;
        let marker = path.join(MARKER);
        let lock = place::marker(&marker)?;
        let start = Instant::now();
        let mut waiting = Some(waiting);
        loop {
            match lock.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if start.elapsed() < patience => {
                    if let Some(waiting) = waiting.take() {
                        waiting();
                    }
                    std::thread::sleep(PATIENCE);
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(WriteError::Busy { path: path.display().to_string() });
                }
                // A file system without locks.
                Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Unsupported => break,
                Err(TryLockError::Error(e)) => {
                    return Err(WriteError::machine(&marker, "lock", e));
                }
            }
        }
        let output = Output {
            path,
            exchange: true,
            turns: std::array::from_fn(|_| Mutex::new(())),
            _lock: lock,
        };
        recover::recover(&output.path)?;
        Ok(output)
    }

    /// The real path of the folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes do without exchanging names, as on a system that cannot.
    #[must_use]
    pub fn without_exchange(mut self) -> Self {
        self.exchange = false;
        self
    }

    /// The manifest of a customer's pack; `None` if there is no pack.
    pub fn manifest(&self, customer: &str) -> Result<Option<PackManifest>, WriteError> {
        check_name(customer)?;
        Ok(read_manifest(&self.path.join(customer))?.map(|(manifest, _)| manifest))
    }

    /// The customers that have a folder here, sorted.
    pub fn customers(&self) -> Result<Vec<String>, WriteError> {
        let failed = |error| WriteError::machine(&self.path, "read", error);
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if let Ok(name) = entry.file_name().into_string()
                && check_name(&name).is_ok()
                && entry.path().join(MANIFEST).is_file()
            {
                found.push(name);
            }
        }
        found.sort();
        Ok(found)
    }

    /// Puts a pack in place of the customer's old one, in one step. The artifacts are those of
    /// [`PackManifest::seal`]. If anything fails, the old pack stays.
    pub fn swap(&self, customer: &str, artifacts: &[Artifact]) -> Result<Written, WriteError> {
        check_name(customer)?;
        let _turn = self.turn(customer);
        let pack = self.path.join(customer);
        let (manifest, json) = sealed(&pack, artifacts)?;
        let mut written = Written {
            files: artifacts.len(),
            bytes: artifacts.iter().map(|artifact| artifact.bytes.len() as u64).sum(),
            unchanged: false,
            kept: Vec::new(),
        };
        let present = match fs::symlink_metadata(&pack) {
            Ok(metadata) if metadata.is_dir() => true,
            Ok(_) => return Err(WriteError::in_the_way(&pack)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(WriteError::machine(&pack, "read", error)),
        };
        let old = if present { read_manifest(&pack)? } else { None };
        let foreign = if present {
            tree::foreign(&pack, old.as_ref().map(|(manifest, _)| manifest))?
        } else {
            Vec::new()
        };
        written.kept = foreign.iter().map(|item| item.shown()).collect();
        if old.as_ref().is_some_and(|(_, bytes)| bytes == json) && complete(&pack, &manifest) {
            written.unchanged = true;
            return Ok(written);
        }
        let mut stage = Stage::create(&self.path, customer, &pack)?;
        stage.write(artifacts)?;
        stage.carry(&pack, &foreign)?;
        stage.finish()?;
        let aside = recover::aside(&self.path, customer);
        stage.put(&pack, present, self.exchange, &aside)?;
        // The new pack is in place: what is left of the old one is swept up here or next time.
        stage.retire(&pack, &aside, old.as_ref().map(|(manifest, _)| manifest));
        Ok(written)
    }

    /// Removes the packs of these customers, but only files that their manifests name.
    pub fn clean(&self, customers: &[String]) -> Result<Cleaned, WriteError> {
        let mut cleaned = Cleaned::default();
        for customer in customers {
            check_name(customer)?;
            let _turn = self.turn(customer);
            clean::clean(&self.path, customer, &mut cleaned)?;
        }
        Ok(cleaned)
    }

    fn turn(&self, customer: &str) -> Option<MutexGuard<'_, ()>> {
        let sum = customer.bytes().fold(0_usize, |sum, b| sum.wrapping_mul(31) + usize::from(b));
        let turn = self.turns.get(sum % self.turns.len())?;
        Some(turn.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn check_name(customer: &str) -> Result<(), WriteError> {
    match check_ids(&[(customer.to_owned(), customer.to_owned())]).into_iter().next() {
        Some(problem) => Err(WriteError::Name { message: problem.message }),
        None => Ok(()),
    }
}

/// The manifest among the artifacts, if it names the others and nothing else.
fn sealed<'a>(
    pack: &Path,
    artifacts: &'a [Artifact],
) -> Result<(PackManifest, &'a Vec<u8>), WriteError> {
    let broken = |what: &str| WriteError::Manifest {
        path: pack.join(MANIFEST).display().to_string(),
        source: ManifestError::Syntax(what.to_owned()),
    };
    let mut files: BTreeMap<&str, &Artifact> = BTreeMap::new();
    let mut json = None;
    for artifact in artifacts {
        if artifact.kind == Kind::Manifest && artifact.path == MANIFEST {
            json = Some(&artifact.bytes);
        } else if files.insert(&artifact.path, artifact).is_some() {
            return Err(broken("two files have one path"));
        }
    }
    let json = json.ok_or_else(|| broken("the pack has no manifest"))?;
    let manifest = PackManifest::parse(json).map_err(|source| WriteError::Manifest {
        path: pack.join(MANIFEST).display().to_string(),
        source,
    })?;
    let named = manifest.files.iter().all(|file| {
        files.get(file.path.as_str()).is_some_and(|artifact| {
            artifact.bytes.len() as u64 == file.size && Digest::of(&artifact.bytes) == file.sha256
        })
    });
    if !named || manifest.files.len() != files.len() {
        return Err(broken("it does not name the files of the pack"));
    }
    Ok((manifest, json))
}

/// The manifest in a pack's folder and its bytes.
fn read_manifest(pack: &Path) -> Result<Option<(PackManifest, Vec<u8>)>, WriteError> {
    let path = pack.join(MANIFEST);
    match fs::symlink_metadata(&path) {
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => return Err(WriteError::in_the_way(&path)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(WriteError::machine(&path, "read", error)),
    }
    let bytes = fs::read(&path).map_err(|error| WriteError::machine(&path, "read", error))?;
    match PackManifest::parse(&bytes) {
        Ok(manifest) => Ok(Some((manifest, bytes))),
        Err(source) => Err(WriteError::Manifest { path: path.display().to_string(), source }),
    }
}

/// Whether every file of the manifest is there with its bytes: an altered pack is made anew.
fn complete(pack: &Path, manifest: &PackManifest) -> bool {
    manifest.files.iter().all(|file| {
        let path = pack.join(&file.path);
        fs::symlink_metadata(&path)
            .is_ok_and(|metadata| metadata.is_file() && metadata.len() == file.size)
            && fs::read(&path).is_ok_and(|bytes| Digest::of(&bytes) == file.sha256)
    })
}
