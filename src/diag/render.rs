//! Diagnostics as people read them: the line, the caret, the hint.

use super::{Diagnostic, Severity, Sources, Span};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// One diagnostic in the look of rustc's messages, with a line end.
pub fn human(diagnostic: &Diagnostic, sources: &Sources, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group: Group<'_> = level
        .primary_title(&diagnostic.message)
        .id(diagnostic.code)
        .elements(std::iter::empty::<Snippet<'_, annotate_snippets::Annotation<'_>>>());
    if let Some(span) = diagnostic.span
        && let Some(snippet) = snippet(sources, span, &diagnostic.label, AnnotationKind::Primary)
    {
        group = group.element(snippet);
    }
    for place in &diagnostic.related {
        if let Some(snippet) = snippet(sources, place.span, &place.text, AnnotationKind::Context) {
            group = group.element(snippet);
        }
    }
    let customers = match diagnostic.customers.as_slice() {
        [] => None,
        [one] => Some(format!("customer: {one}")),
        many => Some(format!("{} customers: {}", many.len(), many.join(", "))),
    };
    if let Some(customers) = &customers {
        group = group.element(Level::NOTE.message(customers));
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.with_name("hint").message(hint));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.render(&[group]);
    text.push('\n');
    text
}

fn snippet<'a>(
    sources: &'a Sources,
    span: Span,
    label: &'a str,
    kind: AnnotationKind,
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let file = sources.get(span.source)?;
    let text = &*file.text;
    let mut start = (span.start as usize).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (span.end as usize).clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    // Only the lines of the span are passed on: the renderer reads all it is given.
    let (first, _) = file.line_column(start);
    let (last, _) = file.line_column(end);
    let from = file.line_range(first).start;
    let lines = text.get(from..file.line_range(last).end)?;
    let mut annotation = kind.span(start - from..end - from);
    if !label.is_empty() {
        annotation = annotation.label(label);
    }
    Some(
        Snippet::source(lines)
            .line_start(first)
            .path(&*file.path)
            .fold(true)
            .annotation(annotation),
    )
}
