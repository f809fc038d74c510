//! Opening a file that was found, and making sure it is the one that was checked.

use super::{ReadError, Refusal};
use std::fs::{self, File, FileType, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// The most bytes a source file may have.
pub const MAX_BYTES: u64 = 64 << 20;

/// Reads a file that somebody named on the command line, which may be anywhere.
pub fn read_outside(path: &Path) -> Result<Vec<u8>, ReadError> {
    let shown = path.display().to_string();
    match fs::canonicalize(path) {
        Ok(real) => read(&real, &shown),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(ReadError::NotFound { path: shown, nearest: None })
        }
        Err(error) => Err(ReadError::machine(shown, error)),
    }
}

/// Reads the regular file at `real`, a path without links.
pub(super) fn read(real: &Path, shown: &str) -> Result<Vec<u8>, ReadError> {
    let refuse = |reason| Err(ReadError::refused(shown, reason));
    let failed = |error: io::Error| match error.kind() {
        // The path was resolved a moment ago.
        io::ErrorKind::NotFound => ReadError::refused(shown, Refusal::Changed),
        _ => ReadError::machine(shown, error),
    };
    let before = fs::symlink_metadata(real).map_err(failed)?;
    if let Some(reason) = unfit(before.file_type()) {
        return refuse(reason);
    }
    let file = open(real).map_err(|error| {
        let replaced = fs::symlink_metadata(real).is_ok_and(|m| m.file_type().is_symlink());
        if replaced { ReadError::refused(shown, Refusal::Changed) } else { failed(error) }
    })?;
    let metadata = file.metadata().map_err(failed)?;
    if let Some(reason) = unfit(metadata.file_type()) {
        return refuse(reason);
    }
    if !is_at(&file, &before, real) {
        return refuse(Refusal::Changed);
    }
    if metadata.len() > MAX_BYTES {
        return refuse(Refusal::TooLarge(MAX_BYTES));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if u64::try_from(bytes.len()).is_ok_and(|n| n > MAX_BYTES) {
        return refuse(Refusal::TooLarge(MAX_BYTES));
    }
    Ok(bytes)
}

/// Opens for reading; on Linux without following a last link and without waiting for a FIFO.
fn open(real: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits();
        options.custom_flags(i32::try_from(flags).unwrap_or(0));
    }
    options.open(real)
}

/// Whether the opened file is the one at `real`: by the kernel's own name for it where `/proc`
/// is there, by device and inode on other Unix systems, else by resolving the path again.
fn is_at(file: &File, before: &fs::Metadata, real: &Path) -> bool {
    #[cfg(target_os = "linux")]
    {
        use std::os::fd::AsRawFd;
        if let Ok(name) = fs::read_link(format!("/proc/self/fd/{}", file.as_raw_fd())) {
            return name == real;
        }
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let same =
            file.metadata().is_ok_and(|m| m.dev() == before.dev() && m.ino() == before.ino());
        same && fs::canonicalize(real).is_ok_and(|again| again == real)
    }
    #[cfg(not(unix))]
    {
        let same = file.metadata().is_ok_and(|m| m.len() == before.len());
        same && fs::canonicalize(real).is_ok_and(|again| again == real)
    }
}

/// Why something is not a regular file.
pub(super) fn unfit(kind: FileType) -> Option<Refusal> {
    if kind.is_file() {
        return None;
    }
    if kind.is_dir() {
        return Some(Refusal::Folder);
    }
    if kind.is_symlink() {
        return Some(Refusal::Changed);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some(Refusal::Special("FIFO"));
        }
        if kind.is_socket() {
            return Some(Refusal::Special("socket"));
        }
    }
    Some(Refusal::Special("device"))
}
