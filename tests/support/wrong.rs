//! A small workspace without mistakes, and what a case changes in it.

use super::Project;
use super::cases::Case;
use std::path::Path;

/// The workspace in `tests/cases/diag/base`.
pub fn base() -> Project {
    Project::copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/diag/base"))
}

/// The workspace with the parts of a case that name a file.
pub fn project(case: &Case) -> Project {
    let mut project = base();
    for part in &case.parts {
        let mut words = part.info.split(' ').skip(1);
        let Some(path) = words.next() else { continue };
        let mut text = part.text.clone();
        let mut bytes = None;
        for word in words {
            match word {
                "append" => text = project.text(path) + &text,
                "crlf" => text = text.replace('\n', "\r\n"),
                "bom" => text.insert(0, '\u{FEFF}'),
                "latin1" => bytes = Some(text.chars().map(|c| u8::try_from(c).unwrap()).collect()),
                "utf16" => bytes = Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
                _ => panic!("`{}`: the word `{word}` means nothing", case.name),
            }
        }
        project = project.file(path, bytes.unwrap_or_else(|| text.into_bytes()));
    }
    project
}
