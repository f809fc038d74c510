//! Which folder may be the output folder.

use super::{Danger, MARKER, WriteError};
use crate::workspace::root::fold;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

/// The first line of the marker file.
const TEXT: &str = "pilotpack writes this folder. Files in it that it did not write are kept.\n";

/// Folders of a workspace that hold sources or history.
const SOURCES: &[&str] =
    &["content", "customers", "themes", "ledger", "src", "tests", "benches", "fuzz", ".git", ".ci"];

/// Makes sure that `dir` may be written to, creates it if needed, and returns its real path.
pub(super) fn claim(dir: &Path, workspace: &Path) -> Result<PathBuf, WriteError> {
    let refuse = |danger| Err(WriteError::Dangerous { path: dir.display().to_string(), danger });
    let failed = |error| WriteError::machine(dir, "open", error);
    // Without a slash at the end, which would follow a link.
    let dir: PathBuf = std::path::absolute(dir).map_err(failed)?.components().collect();
    let exists = match fs::symlink_metadata(&dir) {
        Ok(metadata) if metadata.file_type().is_symlink() => return refuse(Danger::Link),
        Ok(metadata) if !metadata.is_dir() => return refuse(Danger::NotAFolder),
        Ok(_) => true,
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return refuse(Danger::NotAFolder);
        }
        Err(error) => return Err(failed(error)),
    };
    let Some(real) = real(&dir).map_err(failed)? else { return refuse(Danger::Parent) };
    let workspace = fs::canonicalize(workspace)
        .map_err(|error| WriteError::machine(workspace, "open", error))?;
    if let Some(danger) = danger(&real, &workspace) {
        return refuse(danger);
    }
    if !exists {
        fs::create_dir_all(&real).map_err(|error| WriteError::machine(&real, "create", error))?;
    } else if !is_empty(&real).map_err(failed)? && !is_own(&real) {
        return refuse(Danger::Foreign);
    }
    Ok(real)
}

/// Opens the marker file, and writes it if it is new.
pub(super) fn marker(path: &Path) -> Result<File, WriteError> {
    let failed = |error| WriteError::machine(path, "write", error);
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    let mut file = options.open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.len() == 0 {
        file.write_all(TEXT.as_bytes()).map_err(failed)?;
    }
    Ok(file)
}

/// The real path of a folder that may not exist yet; `None` if `..` makes it unclear.
fn real(dir: &Path) -> io::Result<Option<PathBuf>> {
    let mut missing = Vec::new();
    let mut at = dir;
    loop {
        match fs::canonicalize(at) {
            Ok(mut path) => {
                path.extend(missing.iter().rev());
                return Ok(Some(path));
            }
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Err(error) => match (at.components().next_back(), at.parent()) {
                (Some(Component::Normal(name)), Some(parent)) => {
                    missing.push(name);
                    at = parent;
                }
                (Some(Component::ParentDir), _) => return Ok(None),
                _ => return Err(error),
            },
        }
    }
}

fn danger(dir: &Path, workspace: &Path) -> Option<Danger> {
    if dir.parent().is_none() {
        return Some(Danger::FileSystem);
    }
    let home = std::env::home_dir().and_then(|home| fs::canonicalize(home).ok());
    if home.is_some_and(|home| home.parent().is_some() && home.starts_with(dir)) {
        return Some(Danger::Home);
    }
    if workspace.starts_with(dir) {
        return Some(Danger::Workspace);
    }
    if let Ok(inside) = dir.strip_prefix(workspace)
        && let Some(first) = inside.components().next()
        && SOURCES.contains(&fold(&first.as_os_str().to_string_lossy()).as_str())
    {
        return Some(Danger::Sources);
    }
    // A folder of sources can be a link to elsewhere.
    let linked = SOURCES.iter().any(|name| {
        fs::canonicalize(workspace.join(name))
            .is_ok_and(|source| dir.starts_with(&source) || source.starts_with(dir))
    });
    linked.then_some(Danger::Sources)
}

fn is_empty(dir: &Path) -> io::Result<bool> {
    Ok(fs::read_dir(dir)?.next().is_none())
}

/// Whether the folder has our marker. An empty one is of a run that died while it began.
fn is_own(dir: &Path) -> bool {
    let path = dir.join(MARKER);
    if !fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file()) {
        return false;
    }
    let mut start = Vec::new();
    let read = File::open(&path).and_then(|file| file.take(256).read_to_end(&mut start));
    read.is_ok() && TEXT.as_bytes().starts_with(&start)
}
