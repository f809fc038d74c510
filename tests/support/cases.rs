//! Cases in Markdown: what goes in and what must come out, side by side.
//!
//! A `## name` starts a case. Fenced blocks below it are its parts; the words after the fence say
//! what a part is. `UPDATE=1` writes what came out into the expected blocks.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The words after the fence.
    pub info: String,
    pub text: String,
    /// Lines of the file that hold its text, from 0.
    lines: std::ops::Range<usize>,
    fence: String,
}

/// A named case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub name: String,
    pub parts: Vec<Part>,
}

/// Runs every case of a folder of `tests/cases` and returns how many there were.
///
/// `expected` are the infos of the parts that hold what must come out; every case has all of
/// them. `run` gets the case and returns one text for each.
#[track_caller]
pub fn walk(folder: &str, expected: &[&str], run: impl Fn(&Case) -> Vec<String>) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .collect();
    files.sort();
    walk_files(files, expected, |case| Some(run(case)))
}

/// Runs the cases of files; those for which `run` gives nothing are not compared.
#[track_caller]
pub fn walk_files(
    files: Vec<PathBuf>,
    expected: &[&str],
    run: impl Fn(&Case) -> Option<Vec<String>>,
) -> usize {
    let update = std::env::var_os("UPDATE").is_some();
    let (mut count, mut failures, mut names) = (0, String::new(), BTreeSet::new());
    for path in files {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let mut changes = Vec::new();
        for case in parse(&file, &text) {
            assert!(names.insert(case.name.clone()), "{file}: two cases `{}`", case.name);
            let Some(results) = run(&case) else { continue };
            count += 1;
            for (info, result) in expected.iter().zip(results) {
                let mut parts = case.parts.iter().filter(|p| p.info == *info);
                let part = parts.next();
                let part = part.unwrap_or_else(|| panic!("{file}: `{}` has no {info}", case.name));
                assert!(parts.next().is_none(), "{file}: `{}` has two {info}", case.name);
                if part.text == result {
                    continue;
                }
                if update {
                    changes.push((part.clone(), result));
                } else {
                    let _ =
                        writeln!(failures, "{file}: {}\n{}", case.name, diff(&part.text, &result));
                }
            }
        }
        if !changes.is_empty() {
            fs::write(&path, replaced(&text, changes)).unwrap();
        }
    }
    assert!(failures.is_empty(), "{failures}UPDATE=1 accepts");
    count
}

/// The cases of one file; a fenced block that belongs to none is a mistake in the file.
fn parse(file: &str, text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut open: Option<Part> = None;
    for (number, line) in text.lines().enumerate() {
        if let Some(mut part) = open.take() {
            if line == part.fence {
                part.lines.end = number;
                let case = cases.last_mut();
                case.unwrap_or_else(|| panic!("{file}:{number}: a block of no case"))
                    .parts
                    .push(part);
            } else {
                part.text.push_str(line);
                part.text.push('\n');
                open = Some(part);
            }
        } else if let Some(name) = line.strip_prefix("## ") {
            cases.push(Case { name: name.to_owned(), parts: Vec::new() });
        } else if line.starts_with("```") {
            let info = line.trim_start_matches('`');
            let fence = "`".repeat(line.len() - info.len());
            let start = number + 1;
            let info = info.to_owned();
            open = Some(Part { info, text: String::new(), lines: start..start, fence });
        }
    }
    assert!(open.is_none(), "{file}: a block is not closed");
    cases
}

fn replaced(text: &str, changes: Vec<(Part, String)>) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (part, result) in changes.into_iter().rev() {
        assert!(!result.lines().any(|l| l == part.fence), "a longer fence is needed");
        lines.splice(part.lines, result.lines().map(str::to_owned));
    }
    lines.join("\n") + "\n"
}

/// The lines of both texts that are not common to their head and tail.
pub fn diff(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - head;
    let tail =
        old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let mut text = String::new();
    for line in &old[head..old.len() - tail] {
        let _ = writeln!(text, "- {line}");
    }
    for line in &new[head..new.len() - tail] {
        let _ = writeln!(text, "+ {line}");
    }
    text
}
