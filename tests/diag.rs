//! Wrong input and the whole message beside it: `tests/cases/diag/*.md`.
//!
//! Every case starts from the workspace in `tests/cases/diag/base`. A part ```` ```toml PATH ````
//! replaces a file; after the path, `append` adds to it, and `crlf`, `bom`, `latin1` and `utf16`
//! say how it is written.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use support::cases::walk;
use support::wrong::{base, project};

#[test]
fn messages() {
    let count = walk("diag", &["error"], |case| vec![project(case).run().messages()]);
    assert!(count >= 80, "only {count} cases");
}

#[test]
fn the_base_has_no_mistakes() {
    let outcome = base().run();
    assert_eq!(outcome.messages(), "");
    assert_eq!(outcome.documents["acme"].len(), 2);
}

#[test]
fn marks_and_line_ends_change_nothing() {
    let plain = base().run();
    for file in [
        "content/guide.md",
        "content/terms.md",
        "content/schema.toml",
        "pilotpack.toml",
        "customers/acme.toml",
        "content/_partials/contacts.md",
    ] {
        for change in [crlf, cr, bom] {
            let project = base();
            let text = change(&project.text(file));
            let changed = project.file(file, text).run();
            assert_eq!(changed.messages(), "", "{file}");
            assert_eq!(changed.documents, plain.documents, "{file}");
        }
    }
}

fn crlf(text: &str) -> String {
    text.replace('\n', "\r\n")
}

fn cr(text: &str) -> String {
    text.replace('\n', "\r")
}

fn bom(text: &str) -> String {
    format!("\u{FEFF}{text}")
}

/// One mistake in shared text is one message that names every customer it hits.
#[test]
fn customers_with_the_same_error_share_a_message() {
    let mut project = base().append("content/guide.md", "\n{{ any.text }}\n");
    for id in ["beta", "gamma"] {
        let toml = project.text("customers/acme.toml").replace("\"acme\"", &format!("\"{id}\""));
        project = project.customer(id, &toml);
    }
    let outcome = project.run();
    assert_eq!(outcome.diagnostics.len(), 1, "{}", outcome.messages());
    assert_eq!(outcome.diagnostics[0].customers, ["acme", "beta", "gamma"]);
    assert!(outcome.messages().contains("3 customers: acme, beta, gamma"));
}

/// A customer's mistake leaves the others alone.
#[test]
fn other_customers_are_planned() {
    let toml = base().text("customers/acme.toml").replace("\"acme\"", "\"beta\"");
    for (wrong, id) in [("pack = \"pilot", "b"), ("pack = \"nothing\"\n", "b"), ("", "b")] {
        let outcome = base().customer("beta", &toml).customer(id, wrong).run();
        assert_eq!(outcome.documents.keys().collect::<Vec<_>>(), ["acme", "beta"]);
        assert!(!outcome.diagnostics.is_empty());
        assert!(outcome.diagnostics.iter().all(|d| d.customers == [id]), "{}", outcome.messages());
    }
}

/// HAZARDS A19: where a value is missing is shown in shared text or in the customer's own sections,
/// never in those of another customer.
#[test]
fn a_missing_value_shows_nothing_of_another_customer() {
    let own = "+++\n[replaces]\nwelcome = \"sha256:4554c04e1b71460f\"\n+++\n## Welcome {#welcome}\n\nSECRET {{ any.only }}\n";
    let project = base()
        .append("content/schema.toml", "\n[\"any.only\"]\ntype = \"text\"\nrequired = true\n")
        .file("customers/beta/guide.md", own);
    let beta = project.text("customers/acme.toml").replace("\"acme\"", "\"beta\"");
    let outcome = project.customer("beta", &beta).run();
    let of = |id: &str| {
        let own = outcome.diagnostics.iter().filter(|d| d.customers == [id]);
        own.map(|d| pilotpack::diag::render::human(d, &outcome.sources, false)).collect::<String>()
    };
    assert!(of("acme").contains("`any.only` is not set"), "{}", outcome.messages());
    assert!(!of("acme").contains("SECRET"), "{}", of("acme"));
    assert!(of("beta").contains("SECRET"), "{}", outcome.messages());
}
