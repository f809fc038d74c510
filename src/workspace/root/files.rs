//! Writing files of a workspace: whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a file that is not there yet, with the folders it needs.
///
/// The bytes are written beside it under a hidden name and flushed; then the file gets its name in
/// one step that never replaces anything, so nobody ever sees half a file and a file that appears
/// meanwhile is left alone.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] if there is a file of that name, whatever the system says
/// otherwise. Nothing is left behind.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let parent = parent(path)?;
    let draft = write_beside(path, bytes)?;
    let named = fs::hard_link(&draft, path).or_else(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Err(error),
        // A file system without hard links, such as FAT.
        _ => write(File::create_new(path)?, bytes).inspect_err(|_| drop(fs::remove_file(path))),
    });
    let removed = fs::remove_file(&draft);
    named.and(removed).and_then(|()| flush_folder(parent))
}

/// Writes a file, in place of an older one of that name; tells whether there was anything to do.
///
/// # Errors
/// Whatever the system says; the older file is whole then.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(false);
    }
    let parent = parent(path)?;
    let draft = write_beside(path, bytes)?;
    fs::rename(&draft, path).inspect_err(|_| drop(fs::remove_file(&draft)))?;
    flush_folder(parent)?;
    Ok(true)
}

/// The folder of a file; it is made if it is missing.
fn parent(path: &Path) -> io::Result<&Path> {
    let parent = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    fs::create_dir_all(parent)?;
    Ok(parent)
}

/// Writes the bytes under a hidden name in the same folder.
fn write_beside(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    // The process's number keeps two runs apart; what a killed run left is overwritten.
    let draft =
        path.with_file_name(format!(".{}.{}.new", name.to_string_lossy(), std::process::id()));
    write(File::create(&draft)?, bytes).inspect_err(|_| drop(fs::remove_file(&draft)))?;
    Ok(draft)
}

fn write(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes sure that the new name outlives a loss of power. Only Unix opens folders as files.
fn flush_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::{create, replace};
    use std::fs;
    use std::io::ErrorKind;

    #[test]
    fn a_file_that_is_there_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("customers/acme.toml");
        create(&path, b"first").unwrap();
        assert_eq!(create(&path, b"second").unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"first");
        assert_eq!(fs::read_dir(folder.path().join("customers")).unwrap().count(), 1);
    }

    #[test]
    fn a_dangling_link_is_a_file_that_is_there() {
        #[cfg(unix)]
        {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("acme.toml");
            std::os::unix::fs::symlink("nowhere", &path).unwrap();
            assert_eq!(create(&path, b"text").unwrap_err().kind(), ErrorKind::AlreadyExists);
            assert!(!folder.path().join("nowhere").exists());
        }
    }

    #[test]
    fn only_what_changed_is_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("schemas/a.json");
        assert!(replace(&path, b"one").unwrap());
        assert!(!replace(&path, b"one").unwrap());
        assert!(replace(&path, b"two").unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path().join("schemas")).unwrap().count(), 1);
    }
}
