//! The workspace folder, and the only opener of files in the program.
//!
//! A read names a path relative to the workspace and a [`Scope`]. The path is checked as text,
//! resolved, checked again where it really leads, opened, and checked a third time on the opened
//! file, so that a link swapped in between is noticed. Only regular files are ever opened.

mod error;
mod ids;
mod lexical;
mod listing;
mod names;
mod opened;
mod scope;
mod text;

pub use error::{ReadError, Refusal, TextFault};
pub use ids::{IdProblem, check_ids};
pub use listing::Listing;
pub use names::{UnportableName, fold, portable};
pub use opened::{MAX_BYTES, read_outside};
pub use scope::Scope;
pub use text::decode_text;

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// How often a file that is replaced while it is read is tried again.
const TRIES: usize = 3;

/// An opened workspace.
#[derive(Debug, Clone)]
pub struct Root {
    path: PathBuf,
}

impl Root {
    /// Opens the workspace in `dir`, which may be reached through links.
    pub fn open(dir: &Path) -> Result<Root, ReadError> {
        let shown = dir.display().to_string();
        let path = match fs::canonicalize(dir) {
            Ok(path) => path,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(ReadError::NotFound { path: shown, nearest: None });
            }
            Err(error) => return Err(ReadError::machine(shown, error)),
        };
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => Ok(Root { path }),
            Ok(_) => Err(ReadError::refused(shown, Refusal::NotAFolder)),
            Err(error) => Err(ReadError::machine(shown, error)),
        }
    }

    /// The real path of the workspace folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The bytes of a file.
    pub fn read(&self, scope: &Scope, relative: &str) -> Result<Vec<u8>, ReadError> {
        let parts = lexical::parts(relative)?;
        scope.check(relative, &parts)?;
        let mut tries = 1;
        loop {
            let real = self.resolve(scope, relative, &parts)?;
            match opened::read(&real, relative) {
                Err(ReadError::Refused { reason: Refusal::Changed, .. }) if tries < TRIES => {
                    tries += 1;
                }
                other => return other,
            }
        }
    }

    /// The text of a file: strict UTF-8, without a byte order mark, with `\n` line ends.
    pub fn read_text(&self, scope: &Scope, relative: &str) -> Result<String, ReadError> {
        let bytes = self.read(scope, relative)?;
        decode_text(&bytes).map_err(|fault| ReadError::Text { path: relative.to_owned(), fault })
    }

    /// Whether there is a file that [`Root::read`] would open.
    pub fn exists(&self, scope: &Scope, relative: &str) -> bool {
        lexical::parts(relative)
            .and_then(|parts| {
                scope.check(relative, &parts)?;
                self.resolve(scope, relative, &parts)
            })
            .is_ok()
    }

    /// The files below `folder`, sorted; hidden ones (a leading dot) are left out.
    ///
    /// What cannot be a source file is returned beside them, never skipped in silence. A folder
    /// that does not exist has no files.
    pub fn list(&self, scope: &Scope, folder: &str) -> Result<Listing, ReadError> {
        let parts = lexical::parts(folder)?;
        scope.check(folder, &parts)?;
        let mut at = self.path.clone();
        at.extend(&parts);
        if matches!(fs::symlink_metadata(&at), Err(e) if e.kind() == io::ErrorKind::NotFound) {
            return Ok(Listing::default());
        }
        let real = self.follow(scope, folder, &at)?;
        if !real.is_dir() {
            return Err(ReadError::refused(folder, Refusal::NotAFolder));
        }
        Ok(listing::walk(self, scope, &real, &parts.join("/")))
    }

    /// The customers' files: pairs of id (the file stem) and path, sorted by id.
    pub fn customers(&self) -> Result<Vec<(String, String)>, ReadError> {
        let folder = self.path.join("customers");
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(ReadError::machine("customers", error)),
        };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| ReadError::machine("customers", error))?;
            let name = utf8(&entry.file_name(), "customers")?;
            if let Some(id) = name.strip_suffix(".toml")
                && !id.is_empty()
                && !name.starts_with('.')
            {
                found.push((id.to_owned(), format!("customers/{name}")));
            }
        }
        found.sort();
        Ok(found)
    }

    /// The folders below `customers/` that are meant for one customer each, sorted; those whose name
    /// starts with `_` or `.` are not. A folder that cannot be listed has none: reading the customers
    /// reports it.
    pub fn customer_folders(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path.join("customers")).into_iter().flatten().flatten();
        let mut found: Vec<String> = entries
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| !name.starts_with(['_', '.']))
            .collect();
        found.sort();
        found
    }

    /// Walks the parts of a path to the real file, inside the scope all the way.
    fn resolve(&self, scope: &Scope, relative: &str, parts: &[&str]) -> Result<PathBuf, ReadError> {
        let mut at = self.path.clone();
        let mut real = at.clone();
        let last = parts.len().saturating_sub(1);
        for (index, part) in parts.iter().enumerate() {
            let folder = at.clone();
            at.push(part);
            // The folders with one entry per customer are checked once, by `check_ids`.
            let crowded = index == 0 || (index == 1 && parts.first() == Some(&"customers"));
            let missing = match fs::symlink_metadata(&at) {
                Ok(_) => false,
                Err(error) if absent(&error) => true,
                Err(error) => return Err(ReadError::machine(relative, error)),
            };
            if missing || (index == last && !crowded) {
                at = folder.join(entry_named(&folder, part, relative, parts, index)?);
            }
            real = self.follow(scope, relative, &at)?;
            if index < last && !real.is_dir() {
                return Err(ReadError::NotFound { path: relative.to_owned(), nearest: None });
            }
        }
        Ok(real)
    }

    /// Where a path really leads, if that is inside the scope.
    fn follow(&self, scope: &Scope, relative: &str, at: &Path) -> Result<PathBuf, ReadError> {
        let link = fs::symlink_metadata(at).is_ok_and(|m| m.file_type().is_symlink());
        let real = fs::canonicalize(at).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound if link => ReadError::refused(relative, Refusal::DeadLink),
            io::ErrorKind::NotFound => {
                ReadError::NotFound { path: relative.to_owned(), nearest: None }
            }
            io::ErrorKind::PermissionDenied => ReadError::machine(relative, error),
            _ if link => ReadError::refused(relative, Refusal::LinkLoop),
            _ => ReadError::machine(relative, error),
        })?;
        let Ok(inside) = real.strip_prefix(&self.path) else {
            return Err(ReadError::refused(relative, Refusal::LinkOutside));
        };
        let mut parts = Vec::new();
        for part in inside.components() {
            let part = part.as_os_str().to_str();
            parts.push(part.ok_or_else(|| ReadError::refused(relative, Refusal::NameEncoding))?);
        }
        if scope.admits(&parts) || scope.leads_to(&parts) {
            return Ok(real);
        }
        Err(ReadError::refused(relative, Refusal::LinkOutside))
    }
}

/// The name in `folder` that is `part` in any Unicode form, or what to say instead.
fn entry_named(
    folder: &Path,
    part: &str,
    relative: &str,
    parts: &[&str],
    index: usize,
) -> Result<String, ReadError> {
    let entries = fs::read_dir(folder).map_err(|error| ReadError::machine(relative, error))?;
    let (folded, composed) = (fold(part), part.nfc().collect::<String>());
    let (mut same, mut alike, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for entry in entries {
        let entry = entry.map_err(|error| ReadError::machine(relative, error))?;
        // Names that are not UTF-8 are reported by `list`.
        let Ok(name) = entry.file_name().into_string() else { continue };
        if fold(&name) == folded {
            if name.nfc().eq(composed.chars()) {
                same.push(name.clone());
            }
            alike.push(name.clone());
        }
        names.push(name);
    }
    alike.sort();
    if alike.len() > 1 {
        return Err(ReadError::refused(relative, Refusal::Ambiguous(alike)));
    }
    if let Some(name) = same.pop() {
        return Ok(name);
    }
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    let nearest = alike.pop().or_else(|| {
        crate::diag::suggest::nearest(part, names.iter().map(String::as_str)).map(str::to_owned)
    });
    let nearest = nearest.map(|name| {
        let mut path = parts.get(..index).unwrap_or_default().to_vec();
        path.push(&name);
        path.join("/")
    });
    Err(ReadError::NotFound { path: relative.to_owned(), nearest })
}

/// Whether an error says that there is no such file, and not that the machine failed.
fn absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// A name as text; other names cannot be linked to from a document.
fn utf8(name: &OsStr, folder: &str) -> Result<String, ReadError> {
    name.to_str().map(str::to_owned).ok_or_else(|| {
        ReadError::refused(format!("{folder}/{}", name.to_string_lossy()), Refusal::NameEncoding)
    })
}
