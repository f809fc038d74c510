//! `explain`: whole outputs, `tests/cases/explain/*.md`, and that places are where they say.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "support/command.rs"]
mod command;
#[path = "support/commands.rs"]
mod commands;
mod support;

use pilotpack::diag::Sink;
use pilotpack::merge::Usage;
use pilotpack::pack::Explanation;
use pilotpack::workspace::Workspace;
use std::path::Path;
use support::cases::walk;

#[test]
fn outputs() {
    let count = walk("explain", &["output"], |case| vec![commands::output(case, false)]);
    assert!(count >= 12, "only {count} cases");
}

/// Every place that is said to use a value of the sample workspace has a word of its name, or the
/// name that the text gave to it.
#[test]
fn places_are_where_they_say() {
    let workspace =
        Workspace::load(Path::new(env!("CARGO_MANIFEST_DIR")), &mut Sink::new()).unwrap();
    let mut sink = Sink::new();
    let explanation = Explanation::of(&workspace, &workspace.customers[0], &mut sink);
    assert!(sink.is_empty(), "{sink:#?}");
    let mut count = 0;
    for row in &explanation.rows {
        for found in explanation.uses(&row.name) {
            let span = found.place.span;
            let text = &workspace.sources.get(span.source).unwrap().text;
            let word = &text[span.start as usize..span.end as usize];
            let last = found.place.name.rsplit('.').next().unwrap();
            let through = found.place.through.as_deref().unwrap_or(last);
            assert!(word.contains(through) || word.contains(last), "{word}: {:?}", found.place);
            assert!(found.line[found.at..].starts_with(word), "{}", found.line);
            count += 1;
        }
    }
    assert!(count > 400, "only {count} places");
}

/// What `uses` finds in one file is found in the workspace too.
#[test]
fn nothing_that_a_document_prints_is_missed() {
    let workspace =
        Workspace::load(Path::new(env!("CARGO_MANIFEST_DIR")), &mut Sink::new()).unwrap();
    let usage = Usage::of(&workspace);
    for file in workspace.content.values() {
        let text = &workspace.sources.get(file.source).unwrap().text;
        for (name, places) in pilotpack::merge::uses::uses(text, file.source) {
            for place in places {
                let known = usage.places(&name);
                assert!(known.iter().any(|p| p.span == place), "{}: {name}", file.path);
            }
        }
    }
}

#[test]
fn data_say_what_the_text_says() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/check/base");
    let project = support::Project::copy(&base);
    let workspace = Workspace::load(project.path(), &mut Sink::new()).unwrap();
    let explanation = Explanation::of(&workspace, &workspace.customers[0], &mut Sink::new());
    let json = explanation.to_json(Some("customer.locale"));
    assert_eq!(json["customer"], "acme");
    let value = &json["values"][0];
    assert_eq!(
        (value["name"].as_str(), value["value"].as_str()),
        (Some("customer.locale"), Some("fr-FR"))
    );
    let chain: Vec<_> =
        value["chain"].as_array().unwrap().iter().map(|s| s["origin"].as_str().unwrap()).collect();
    assert_eq!(chain, ["default", "layer", "customer"]);
    assert_eq!(value["chain"][1]["path"], "customers/_layers/region/eu.toml");
    assert_eq!(value["chain"][1]["line"], 5);
    assert!(value["read_by_program"].is_string());
    let json = explanation.to_json(Some("sla[].response"));
    assert_eq!(json["values"][0]["name"], "sla");
    assert_eq!(json["values"][0]["uses"][0]["documents"][0], "guide");
    assert_eq!(json["values"][0]["uses"].as_array().unwrap().len(), 1);
    let all = explanation.to_json(None);
    assert_eq!(all["values"].as_array().unwrap().len(), explanation.rows.len());
}

/// The names of variables that are used, and how, in a workspace with this guide and partial.
fn used(guide: &str, partial: &str) -> Vec<String> {
    let project = support::Project::new()
        .file("content/guide.md", format!("+++\ntitle = \"Guide\"\n+++\n{guide}"))
        .file("content/_partials/part.md", partial);
    let workspace = Workspace::load(project.path(), &mut Sink::new()).unwrap();
    let usage = Usage::of(&workspace);
    let names = ["a.b", "a.c", "a.d.e", "sla[].x", "sla[].y", "k"];
    names.iter().filter(|name| usage.is_read(name)).map(|name| (*name).to_owned()).collect()
}

#[test]
fn values_are_followed_through_the_text() {
    let none: [&str; 0] = [];
    // A partial sees the names of the text that includes it, but is nothing by itself.
    let part = "{{ row.x }}";
    assert_eq!(
        used("{% for row in sla %}{% include '_partials/part.md' %}{% endfor %}", part),
        ["sla[].x"]
    );
    assert_eq!(used("{% include name %}", "{{ a.b }}"), ["a.b"]);
    assert_eq!(used("text", "{{ a.b }}"), none);
    // Macros, imported under another name, called with a table, calling each other.
    let part = "{% macro one(who, k) %}{{ two(who) }}{{ k }}{% endmacro %}\
        {% macro two(it) %}{{ it.e }}{% endmacro %}";
    let import = "{% from '_partials/part.md' import one as first %}";
    assert_eq!(used(&format!("{import}{{{{ first(a.d, k=a.b) }}}}"), part), ["a.b", "a.d.e"]);
    assert_eq!(used("{% import '_partials/part.md' as m %}{{ m.two(a.d) }}", part), ["a.d.e"]);
    assert_eq!(used("{% import '_partials/part.md' as m %}", part), none);
    // The whole of a table is used by what is no macro, none of it by a test.
    assert_eq!(used("{{ a | list }}", ""), ["a.b", "a.c", "a.d.e"]);
    assert_eq!(used("{% if a is defined %}{% endif %}", ""), none);
    assert_eq!(used("{{ sla | length }}", ""), none);
    assert_eq!(used("{{ sla | map(attribute='y') | join }}", ""), ["sla[].y"]);
    assert_eq!(used("{% set all = sla | map(attribute='y') %}{{ all | join }}", ""), ["sla[].y"]);
    // Computed keys may be any.
    assert_eq!(used("{{ a[k] }}", ""), ["a.b", "a.c", "a.d.e", "k"]);
    assert_eq!(
        used("{% for key, v in a | items %}{{ v.e }}{% endfor %}", ""),
        ["a.b", "a.c", "a.d.e"]
    );
    // Comments and raw text are not run.
    assert_eq!(used("{## {{ a.b }} ##}{% raw %}{{ a.c }}{% endraw %}", ""), none);
}

/// Partials that include themselves, with other names each time, are read a bounded number of times.
#[test]
fn endless_partials_end() {
    let part = "{% for a in b %}{% for b in a %}{% include '_partials/part.md' %}\
        {% include '_partials/part.md' %}{{ a.b }}{% endfor %}{% endfor %}";
    let start = std::time::Instant::now();
    assert_eq!(used("{% include '_partials/part.md' %}", part), ["a.b"; 0]);
    let macros =
        "{% macro m(a, b) %}{{ m(a.x, b) }}{{ m(b.y, a) }}{{ a.b }}{% endmacro %}{{ m(a, a) }}";
    assert_eq!(used(macros, ""), ["a.b"]);
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}
