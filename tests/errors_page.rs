//! `docs/errors.md` is true: every code has a section, every section a code, and the examples give
//! the messages that the page says.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use pilotpack::diag::codes;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use support::cases::walk_files;
use support::wrong::{base, project};

/// Codes whose example needs fonts, pictures, finished pages or a disk, or that no input can give:
/// their messages are not compared.
const PROSE: &[&str] = &[
    "PP0001", "PP0002", "PP0214", "PP0304", "PP0401", "PP0402", "PP0403", "PP0404", "PP0501",
    "PP0601", "PP0602", "PP0603", "PP0604", "PP0605", "PP0606", "PP0607", "PP0608", "PP0650",
    "PP0701", "PP0801",
];

/// Codes that `check` finds and a build does not: only theirs is compared, because the small
/// workspace declares one variable of each type and reads none of them.
const CHECKED: &[&str] = &["PP0130", "PP0131", "PP0132", "PP0133", "PP0134"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All codes in strings of the source.
fn in_source() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![root().join("src")];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            let text = fs::read_to_string(&path).unwrap();
            // Tests at the end of a file may name codes that do not exist.
            let code = text.split("#[cfg(test)]").next().unwrap();
            for (at, _) in code.match_indices("\"PP") {
                let digits = &code[at + 3..(at + 7).min(code.len())];
                let whole = code[at + 7..].starts_with('"');
                if whole && digits.bytes().all(|b| b.is_ascii_digit()) {
                    found.insert(format!("PP{digits}"));
                }
            }
        }
    }
    found
}

#[test]
fn every_code_has_a_section_and_every_section_a_code() {
    let source = in_source();
    assert!(source.len() > 40, "{source:?}");
    let page: Vec<&str> = codes::all().iter().map(|entry| entry.code).collect();
    assert!(page.is_sorted() && page.windows(2).all(|w| w[0] != w[1]), "{page:?}");
    let page: BTreeSet<String> = page.into_iter().map(str::to_owned).collect();
    let missing: Vec<_> = source.difference(&page).collect();
    assert!(missing.is_empty(), "docs/errors.md has no section for {missing:?}");
    let stale: Vec<_> = page.difference(&source).collect();
    assert!(stale.is_empty(), "docs/errors.md explains {stale:?}, which no message has");
}

#[test]
fn every_section_has_the_same_parts() {
    for entry in codes::all() {
        let at: Vec<usize> = ["**Cause.** ", "**Example.** ", "**Fix.** "]
            .map(|part| {
                assert_eq!(entry.text.matches(part).count(), 1, "{}: {part}", entry.code);
                entry.text.find(part).unwrap()
            })
            .to_vec();
        assert!(at[0] == 0 && at.is_sorted(), "{}: the order of the parts", entry.code);
        assert!(!entry.part("Cause").contains("```"), "{}: code in the cause", entry.code);
        let sentences = entry.cause().matches(". ").count() + 1;
        assert!((1..=4).contains(&sentences), "{}: {sentences} sentences", entry.code);
        for part in ["Example", "Fix"] {
            assert!(entry.part(part).contains("\n```"), "{}: {part} without code", entry.code);
        }
        let title = entry.title;
        assert!(!title.is_empty() && !title.ends_with('.'), "{}: {title}", entry.code);
    }
}

#[test]
fn examples_give_the_messages_of_the_page() {
    // What `check` says of the small workspace as it is.
    let of_base: Vec<String> = base().audit().diagnostics.into_iter().map(|d| d.message).collect();
    let count = walk_files(vec![root().join("docs/errors.md")], &["error"], |case| {
        let code = case.name.split(' ').next().unwrap();
        if PROSE.contains(&code) {
            assert!(case.parts.iter().all(|part| part.info != "error"), "{code} is not compared");
            return None;
        }
        let outcome = if CHECKED.contains(&code) {
            let mut outcome = project(case).audit();
            outcome.diagnostics.retain(|d| d.code == code && !of_base.contains(&d.message));
            outcome
        } else {
            project(case).run()
        };
        let messages = outcome.messages();
        let codes: Vec<&str> =
            messages.match_indices('[').map(|(at, _)| &messages[at + 1..]).collect();
        assert!(
            codes.iter().any(|rest| rest.starts_with(&format!("{code}]: "))),
            "the example of {code} gives\n{messages}"
        );
        Some(vec![messages])
    });
    assert_eq!(count + PROSE.len(), codes::all().len());
}

#[test]
fn the_page_is_shipped() {
    let manifest = fs::read_to_string(Path::new(&root()).join("Cargo.toml")).unwrap();
    assert!(manifest.contains("\"/docs/errors.md\""), "`include` in Cargo.toml");
}
