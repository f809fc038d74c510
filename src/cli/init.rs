//! `init`: a workspace to start from.

use super::report::{Failure, Reporter, count};
use crate::diag::Sink;
use crate::workspace::Workspace;
use crate::workspace::root::create;
use include_dir::{Dir, include_dir};
use std::path::Path;

static CONTENT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content");
static THEMES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");
static LAYERS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/customers/_layers");
const CONFIG: &[u8] = include_bytes!("../../pilotpack.toml");
const TAPLO: &[u8] = include_bytes!("../../.taplo.toml");
const IGNORE: &[u8] = b"/output\n";

/// Writes the starter into `folder`, which must be empty or new.
pub fn run(folder: Option<&Path>, reporter: Reporter) -> Result<(), Failure> {
    let folder = folder.unwrap_or(Path::new("."));
    let failed = |what: &Path, error: std::io::Error| {
        Failure::machine(format!("cannot write {}: {error}", what.display()))
    };
    std::fs::create_dir_all(folder).map_err(|e| failed(folder, e))?;
    let entries = std::fs::read_dir(folder).map_err(|e| failed(folder, e))?;
    let taken: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| !matches!(name.as_str(), ".git" | ".gitignore" | ".gitattributes"))
        .collect();
    if let Some(first) = taken.first() {
        return Err(Failure::usage(format!("{} is not empty: it holds {first}", folder.display()))
            .hint("name an empty folder: pilotpack init DIR; nothing was written"));
    }
    let mut files: Vec<(String, &[u8])> =
        vec![("pilotpack.toml".into(), CONFIG), (".taplo.toml".into(), TAPLO)];
    if !folder.join(".gitignore").exists() {
        files.push((".gitignore".into(), IGNORE));
    }
    for (below, dir) in [("content", &CONTENT), ("themes", &THEMES), ("customers/_layers", &LAYERS)]
    {
        collect(below, dir, &mut files);
    }
    for (path, bytes) in &files {
        let path = folder.join(path);
        create(&path, bytes).map_err(|e| failed(&path, e))?;
    }
    // Made of what was written a moment ago, so that they cannot be of another version.
    let starter = Workspace::load(folder, &mut Sink::new())
        .map_err(|_| Failure::machine(format!("cannot read {} back", folder.display())))?;
    let written = files.len() + super::schema::write(&starter)?.len();
    reporter.note(&format!("wrote {} to {}", count(written, "file"), folder.display()));
    reporter.note(
        "next: set [vendor] in pilotpack.toml, then run pilotpack new ID and pilotpack build",
    );
    Ok(())
}

fn collect<'a>(below: &str, dir: &'a Dir<'a>, files: &mut Vec<(String, &'a [u8])>) {
    for file in dir.files() {
        let path: Vec<_> = file.path().iter().map(|part| part.to_string_lossy()).collect();
        files.push((format!("{below}/{}", path.join("/")), file.contents()));
    }
    for inner in dir.dirs() {
        collect(below, inner, files);
    }
}
