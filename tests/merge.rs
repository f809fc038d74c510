//! Templates and the tokenised text they give: `tests/cases/merge/*.md`.
//!
//! Every merged line stands after the place it came from, values in ⟦ ⟧; below them every value
//! with the place of its expression, and the strings of the front matter.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use pilotpack::diag::{Sources, Span};
use pilotpack::merge::{Source, token};
use std::fmt::Write as _;
use support::Project;
use support::cases::walk;

fn place(sources: &Sources, span: Span) -> String {
    let (path, line, column) = sources.position(span).unwrap();
    format!("{}:{line}:{column}", path.strip_prefix("content/").unwrap_or(path))
}

fn print(source: &Source, sources: &Sources) -> String {
    let mut text = String::new();
    let value = |index: usize| format!("⟦{}⟧", source.values[index].text);
    for (number, line) in source.text.lines().enumerate() {
        let span = source.map.line(number + 1).unwrap();
        let line = token::replace(line, value);
        let _ = writeln!(text, "{}", format!("{:24} {line}", place(sources, span)).trim_end());
    }
    for value in &source.values {
        let _ = writeln!(text, "⟦{}⟧ from {}", value.text, place(sources, value.span));
    }
    for (key, value) in
        source.front.iter().filter(|(key, value)| *key != "title" || *value != "Guide")
    {
        let _ = writeln!(text, "{key} = {value:?}");
    }
    text
}

#[test]
fn templates() {
    let count = walk("merge", &["merged"], |case| {
        let mut project = Project::new();
        for part in case.parts.iter().filter(|part| part.info != "merged") {
            let mut words = part.info.split(' ').skip(1);
            let path = words.next().unwrap();
            let text = match words.next() {
                Some("append") => project.text(path) + &part.text,
                Some(word) => panic!("`{}`: the word `{word}` means nothing", case.name),
                None => part.text.clone(),
            };
            project = project.file(path, text);
        }
        let (source, sources) = project.merge();
        vec![print(&source, &sources)]
    });
    assert!(count >= 40, "only {count} cases");
}

/// Every line of the real documents leads back to a line that holds its words.
#[test]
fn lines_of_the_real_content_lead_back() {
    use pilotpack::diag::Sink;
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sink = Sink::new();
    let workspace = pilotpack::workspace::Workspace::load(root, &mut sink).unwrap();
    let merger = pilotpack::merge::Merger::new(&workspace, &mut sink);
    let mut lines = 0;
    for file in &workspace.customers {
        let customer = workspace.customer(file, &mut sink).unwrap();
        let context = merger.context(&customer, &workspace);
        for path in workspace.content.values().filter(|f| f.is_document()).map(|f| &f.path) {
            let source = merger.merge(path, &customer, &context, &workspace, &mut sink).unwrap();
            for (number, line) in source.text.lines().enumerate() {
                let first = line.trim_start().split(token::VALUE_OPEN).next().unwrap();
                let Some(first) = first.chars().next() else { continue };
                let span = source.map.line(number + 1).unwrap();
                let shared = workspace.sources.get(span.source).unwrap();
                let rest = &shared.text[span.start as usize..];
                assert!(rest.starts_with(first), "{}: `{line}`", place(&workspace.sources, span));
                lines += 1;
            }
            for value in &source.values {
                let shared = workspace.sources.get(value.span.source).unwrap();
                let rest = &shared.text[value.span.start as usize..];
                assert!(rest.starts_with("{{"), "{}", place(&workspace.sources, value.span));
            }
        }
    }
    assert!(sink.is_empty(), "{sink:?}");
    assert!(lines > 2000, "{lines}");
}
