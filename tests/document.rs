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

#[test]
fn headings_that_refer_to_clauses_print_their_numbers_everywhere() {
    let body = "## Of [§](#two) {#a .unnumbered}\n\n## Two, see [§p](#a) {#two}\n\nSee [§](#a).\n";
    let outcome = guide(body, true).run();
    let document = outcome.document();
    let labels: Vec<String> = document.headings.iter().map(|h| h.label()).collect();
    assert_eq!(labels, ["Of 1", "1. Two, see Of 1"]);
    assert_eq!(document.anchors["a"], "Of 1");
    let tree = tree::print(document);
    assert!(tree.contains("\"See \" link(#a title=\"\" \"Of 1\")"), "{tree}");
    // A ring has no number to print.
    let ring = "## A [§](#b) {#a}\n\n## B [§p](#a) {#b}\n";
    let outcome = guide(ring, false).run();
    let labels: Vec<String> = outcome.document().headings.iter().map(|h| h.label()).collect();
    assert!(labels.iter().all(|label| !label.contains('\u{E00F}')), "{labels:?}");
}

/// A customer whose value `any.note` is declared as Markdown.
fn with_note(note: &str, body: &str) -> Project {
    let quoted = pilotpack::workspace::literal::quoted(note);
    guide(body, false)
        .append("content/schema.toml", "\n[\"any.note\"]\ntype = \"markdown\"\n")
        .append("customers/acme.toml", &format!("\n[any]\nnote = {quoted}\n"))
}

#[track_caller]
fn tree_of(note: &str, body: &str) -> String {
    let outcome = with_note(note, body).run();
    assert_eq!(outcome.messages(), "");
    tree::print(outcome.document())
}

#[test]
fn markdown_values_are_grafted_where_they_stand() {
    let note = "**bold** and [link](https://acme.example)";
    let grafted = tree_of(note, "{{ any.note }}\n\nText {{ any.note }}, {{ any.note }}.\n");
    assert_eq!(grafted, tree_of("x", &format!("{note}\n\nText {note}, {note}.\n")));
    let list = "one\n\n- two\n- three\n\n| a | b |\n|---|---|\n| c | `d` |";
    assert_eq!(tree_of(list, "{{ any.note }}\n"), tree_of("x", &format!("{list}\n")));
    // In a cell, an item, a heading, a term and a footnote.
    let body = |value: &str| {
        format!(
            "## A {value} {{#a}}\n\n- {value}\n\n| {value} |\n|---|\n| x {value} |\n\nTerm {value}\n\n: {value}\n\n> {value}\n\nNote[^1].\n\n[^1]: {value}\n"
        )
    };
    assert_eq!(tree_of("*a* b", &body("{{ any.note }}")), tree_of("x", &body("*a* b")));
}

/// A text that a Markdown value was joined into, or cut out of it, is text.
#[test]
fn markdown_values_that_were_put_together_are_text() {
    for expression in
        ["any.note ~ ''", "any.note | replace('x', 'y')", "any.note[0:5]", "[any.note] | join"]
    {
        let tree = tree_of("**a**", &format!("{{{{ {expression} }}}}\n"));
        assert_eq!(tree, "paragraph \"**a**\"\n", "{expression}");
    }
}

/// A Markdown value is no template, and a text beside it stays text.
#[test]
fn markdown_values_are_not_templates() {
    let outcome =
        with_note("{{ customer.name }} `{% raw %}`", "{{ any.note }} {{ customer.name }}\n").run();
    assert!(outcome.messages().contains("template"), "{}", outcome.messages());
    assert!(outcome.documents.is_empty());
}
