//! The rules of the tree: folders import only downwards, one place prints, one place opens files.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Folders of `src`; each may import what stands below it.
const ORDER: &[&str] = &[
    "cli",
    "serve",
    "publish",
    "import",
    "pack",
    "gate",
    "artifact",
    "pdf",
    "layout",
    "font",
    "site",
    "highlight",
    "image",
    "document",
    "merge",
    "workspace",
    "diag",
];

/// Longest file, in lines.
const MAX_LINES: usize = 400;

/// Files that may be longer, and why.
const LONG: &[(&str, &str)] = &[];

/// A file of `src`, with comments, strings and test modules blanked out.
struct File {
    path: String,
    text: String,
    code: String,
}

fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, "", &mut paths);
    paths.sort();
    assert!(paths.len() > 50, "{paths:?}");
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(root.join(&path)).unwrap();
            let code = without_tests(&blanked(&text));
            File { path, text, code }
        })
        .collect()
}

fn walk(root: &Path, below: &str, paths: &mut Vec<String>) {
    for entry in fs::read_dir(root.join(below)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        if entry.path().is_dir() {
            walk(root, &path, paths);
        } else if path.ends_with(".rs") {
            paths.push(path);
        }
    }
}

/// Code with spaces in place of comments and of the insides of strings.
fn blanked(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |i| i + 2)
        } else if let Some(body) = rest.strip_prefix("r#\"") {
            body.find("\"#").map_or(rest.len(), |i| i + 5)
        } else if first == '"' {
            string(rest)
        } else if first == '\'' {
            character(rest)
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        code.extend(rest[..length].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = &rest[length..];
    }
    code
}

fn string(rest: &str) -> usize {
    let mut escaped = true;
    for (at, character) in rest.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Length of a character literal, or 1 for a lifetime.
fn character(rest: &str) -> usize {
    let body = &rest[1..];
    if body.starts_with('\\') {
        return body[2..].find('\'').map_or(1, |i| i + 4);
    }
    let first = body.chars().next().map_or(0, char::len_utf8);
    if body[first..].starts_with('\'') { first + 2 } else { 1 }
}

/// Code without the items that follow `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    let mut kept = String::new();
    let mut rest = code;
    while let Some((before, after)) = rest.split_once("#[cfg(test)]") {
        kept.push_str(before);
        let mut depth = 0;
        let end = after.char_indices().find(|(_, c)| {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            depth == 0 && matches!(c, '}' | ';')
        });
        rest = end.map_or("", |(at, _)| &after[at + 1..]);
    }
    kept.push_str(rest);
    kept
}

/// Paths below `crate::` that code names, groups in braces taken apart.
fn imports(code: &str) -> Vec<String> {
    code.match_indices("crate::").flat_map(|(at, key)| expand(&code[at + key.len()..])).collect()
}

fn expand(text: &str) -> Vec<String> {
    let text = text.trim_start();
    if let Some(group) = text.strip_prefix('{') {
        let mut depth = 0;
        let mut start = 0;
        let mut paths = Vec::new();
        for (at, character) in group.char_indices() {
            match character {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' if depth == 0 => {
                    if !group[start..at].trim().is_empty() {
                        paths.extend(expand(&group[start..at]));
                    }
                    if character == '}' {
                        break;
                    }
                    start = at + 1;
                }
                _ => {}
            }
        }
        return paths;
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let (name, tail) = text.split_at(end);
    match tail.strip_prefix("::") {
        Some(tail) if tail.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '{') => {
            expand(tail).into_iter().map(|path| format!("{name}::{path}")).collect()
        }
        _ => vec![name.to_owned()],
    }
}

/// The folder of a file: `merge` for `merge/token.rs`; none for `lib.rs` and `main.rs`.
fn folder(path: &str) -> Option<&str> {
    path.split_once('/').map(|(folder, _)| folder)
}

/// Whether code names a crate: `name::`.
fn names(code: &str, name: &str) -> bool {
    let path = format!("{name}::");
    code.match_indices(&path)
        .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
        || code.contains(&format!("use {name};"))
}

#[test]
fn folders_import_only_downwards() {
    let rank: BTreeMap<&str, usize> = ORDER.iter().enumerate().map(|(i, f)| (*f, i)).collect();
    let mut wrong = Vec::new();
    for file in files() {
        let Some(own) = folder(&file.path) else { continue };
        let Some(place) = rank.get(own) else {
            wrong.push(format!("{}: `{own}` has no place in the order", file.path));
            continue;
        };
        for import in imports(&file.code) {
            let other = import.split("::").next().unwrap_or_default();
            let fine = other == own
                || rank.get(other).is_some_and(|r| r > place)
                    && !(own == "layout" && other == "site")
                    && (own != "pdf" || for_pdf(&import));
            if !fine {
                wrong.push(format!("{} imports {import}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What the PDF stage may see: finished pages, faces and pictures.
fn for_pdf(import: &str) -> bool {
    let mut parts = import.split("::");
    match parts.next() {
        Some("font" | "image") => true,
        Some("layout") => matches!(parts.next(), Some("frame" | "geom" | "reading" | "structure")),
        _ => false,
    }
}

#[test]
fn the_map_names_every_folder() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let mapped: BTreeSet<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("//! | [`")?.split_once('`'))
        .map(|(name, _)| name)
        .collect();
    let files = files();
    let folders: BTreeSet<&str> = files.iter().filter_map(|f| folder(&f.path)).collect();
    assert_eq!(mapped, folders);
}

#[test]
fn one_file_prints() {
    let mut wrong = Vec::new();
    for file in files().iter().filter(|f| f.path != "cli/report.rs") {
        let mut code = file.code.clone();
        // Questions about standard error print nothing.
        for asked in ["stderr().is_terminal()", "use_stderr()", "Term::stderr().size()"] {
            code = code.replace(asked, "");
        }
        for word in
            ["print!(", "println!(", "eprint!(", "eprintln!(", "dbg!(", "stdout()", "stderr()"]
        {
            let found = code
                .match_indices(word)
                .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
            if found {
                wrong.push(format!("{}: {word}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn one_folder_opens_files_for_reading() {
    let words = ["fs::read(", "read_to_string(", "File::open(", "OpenOptions", "fs::read_dir("];
    let mut wrong = Vec::new();
    for file in files() {
        if file.path == "workspace/root.rs" || file.path.starts_with("workspace/root/") {
            continue;
        }
        // The writer of packs looks at what it wrote before; `init` sees whether a folder is empty.
        if folder(&file.path) == Some("artifact") || file.path == "cli/init.rs" {
            continue;
        }
        for word in words.iter().filter(|word| file.code.contains(**word)) {
            wrong.push(format!("{}: {word}", file.path));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn crates_stay_where_they_belong() {
    let mut wrong = Vec::new();
    for file in files() {
        let path = file.path.as_str();
        let markdown = path.starts_with("document/parse") || path == "document/directive.rs";
        let rules = [
            ("comrak", markdown),
            ("printpdf", path.starts_with("pdf/")),
            ("lopdf", path.starts_with("pdf/")),
            ("minijinja", path.starts_with("merge/") || path.starts_with("site/")),
            ("clap", path.starts_with("cli/")),
            // Prompts draw on the terminal themselves.
            ("cliclack", path == "cli/new/live.rs"),
            ("console", path == "cli/new/live.rs"),
            ("annotate_snippets", path == "diag/render/human.rs"),
            (
                "toml",
                path.starts_with("workspace/")
                    || path.starts_with("pack/")
                    || path == "site/tokens.rs",
            ),
        ];
        for (name, _) in rules.iter().filter(|(name, fine)| !fine && names(&file.code, name)) {
            wrong.push(format!("{path} names {name}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_file_opens_with_its_purpose() {
    let bare: Vec<String> =
        files().into_iter().filter(|f| !f.text.starts_with("//! ")).map(|f| f.path).collect();
    assert!(bare.is_empty(), "{bare:#?}");
}

#[test]
fn no_file_is_long() {
    let mut wrong = Vec::new();
    for file in files() {
        let lines = file.text.lines().count();
        let reason = LONG.iter().find(|(path, _)| *path == file.path);
        match reason {
            None if lines > MAX_LINES => wrong.push(format!("{}: {lines} lines", file.path)),
            Some(_) if lines <= MAX_LINES => wrong.push(format!("{}: no longer long", file.path)),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_reader_of_code_finds_paths() {
    let code = "use crate::{diag::{Sink, Span}, merge::token};\n// crate::cli::x\nlet x = \"crate::pack\";\ncrate::document::visit();\n#[cfg(test)]\nmod tests { use crate::cli; fn a() {} }\n'\"' crate::font::Book";
    let found = imports(&without_tests(&blanked(code)));
    assert_eq!(
        found,
        ["diag::Sink", "diag::Span", "merge::token", "document::visit", "font::Book"]
    );
}
