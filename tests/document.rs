//! Markdown and the tree it gives: `tests/cases/document/*.md`.
//!
//! The body of a document is in the `markdown` part; `clauses` after the word turns numbering on.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use support::Project;
use support::cases::walk;
use support::tree;

fn guide(body: &str, clauses: bool) -> Project {
    let numbering = if clauses { "clauses" } else { "none" };
    let front = format!("+++\ntitle = \"Guide\"\nnumbering = \"{numbering}\"\n+++\n");
    Project::new().file("content/guide.md", front + body)
}

#[test]
fn trees() {
    let count = walk("document", &["tree"], |case| {
        let part = case.parts.iter().find(|part| part.info.starts_with("markdown")).unwrap();
        let outcome = guide(&part.text, part.info.ends_with(" clauses")).run();
        assert_eq!(outcome.messages(), "", "{}", case.name);
        vec![tree::print(outcome.document())]
    });
    assert!(count >= 45, "only {count} cases");
}

/// HAZARDS H7: anchors are unique, and making them takes no time.
#[test]
fn many_headings_of_the_same_text() {
    let start = std::time::Instant::now();
    let outcome = guide(&"## Same\n\n".repeat(20_000), true).run();
    assert_eq!(outcome.document().anchors.len(), 20_000);
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

#[test]
fn outline_follows_the_headings() {
    let outcome = guide("## One\n\n### Two\n\n> #### Three\n\n## Four {.annex}\n", true).run();
    let labels: Vec<String> = outcome.document().headings.iter().map(|h| h.label()).collect();
    assert_eq!(labels, ["1. One", "Two", "Three", "Annex I — Four"]);
}
