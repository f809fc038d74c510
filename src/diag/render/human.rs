//! Diagnostics as people read them: the line, the caret, the hint.
//!
//! The look is that of rustc's messages. The output depends on nothing but the findings: the width
//! is fixed, and characters that could steer the terminal are spelt out. What would fill the screen
//! is cut and counted; the forms for programs have all of it.

use crate::diag::visible::{stand_in, visible};
use crate::diag::{Diagnostic, HINTS, Severity, SourceFile, Sources, Span};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use std::ops::Range;

/// Columns of a snippet, line numbers included.
const WIDTH: usize = 140;
/// Snippets of one kind in a message: places to mend, places that explain.
const SNIPPETS: usize = 3;
/// Names of customers and further places in a list.
const NAMES: usize = 5;
/// Characters of a message or a hint. The longest of our own have half as many; what is longer
/// quotes a value.
const TEXT: usize = 600;
/// Characters of a label or a name.
const WORDS: usize = 120;

/// One diagnostic in the look of rustc's messages, with a line end.
pub fn human(diagnostic: &Diagnostic, sources: &Sources, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group: Group<'_> = level
        .primary_title(shown(&diagnostic.message, TEXT))
        .id(diagnostic.code)
        .elements(std::iter::empty::<Snippet<'_, Annotation<'_>>>());
    for (span, label) in diagnostic.primary().take(SNIPPETS) {
        if let Some(snippet) = snippet(sources, span, label, AnnotationKind::Primary) {
            group = group.element(snippet);
        }
    }
    for place in diagnostic.related.iter().take(SNIPPETS) {
        if let Some(snippet) = snippet(sources, place.span, &place.text, AnnotationKind::Context) {
            group = group.element(snippet);
        }
    }
    for note in notes(diagnostic, sources) {
        group = group.element(Level::NOTE.message(note));
    }
    for hint in diagnostic.hints.iter().take(HINTS) {
        group = group.element(Level::HELP.with_name("hint").message(shown(hint, TEXT)));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.term_width(WIDTH).render(&[group]);
    text.push('\n');
    text
}

/// What was cut off the snippets and hints, and the customers.
fn notes(diagnostic: &Diagnostic, sources: &Sources) -> Vec<String> {
    let mut notes = Vec::new();
    let primary = diagnostic.primary().skip(SNIPPETS).map(|(span, _)| span);
    let related = diagnostic.related.iter().skip(SNIPPETS).map(|place| place.span);
    for (spans, what) in
        [(primary.collect::<Vec<_>>(), "the same mistake at"), (related.collect::<Vec<_>>(), "and")]
    {
        if !spans.is_empty() {
            let more = if spans.len() == 1 { "1 more place" } else { "more places" };
            let count = if spans.len() == 1 { String::new() } else { format!("{} ", spans.len()) };
            let names = spans.iter().map(|span| line(sources, *span)).collect::<Vec<_>>();
            notes.push(format!("{what} {count}{more}: {}", list(&names)));
        }
    }
    match diagnostic.customers.as_slice() {
        [] => {}
        [one] => notes.push(format!("customer: {}", shown(one, WORDS))),
        many => notes.push(format!("{} customers: {}", many.len(), list(many))),
    }
    if let Some(more) = diagnostic.hints.len().checked_sub(HINTS).filter(|more| *more > 0) {
        notes.push(format!("{more} more hints are left out; --format json has them"));
    }
    notes
}

/// `path:line`.
fn line(sources: &Sources, span: Span) -> String {
    match sources.position(span) {
        Some((path, line, _)) => format!("{path}:{line}"),
        None => String::from("unknown place"),
    }
}

/// `a, b, c, d, e and 35 more`.
fn list(names: &[String]) -> String {
    // One name takes no more room than `and 1 more`.
    let kept = if names.len() <= NAMES + 1 { names.len() } else { NAMES };
    let text =
        names.iter().take(kept).map(|name| shown(name, WORDS)).collect::<Vec<_>>().join(", ");
    match names.len() - kept {
        0 => text,
        more => format!("{text} and {more} more"),
    }
}

/// A text on one line, without control characters, cut if it is very long.
fn shown(text: &str, most: usize) -> String {
    let text = visible(text);
    match text.char_indices().nth(most) {
        Some((end, _)) => {
            let rest = text.get(end..).unwrap_or_default().chars().count();
            format!("{}… ({rest} more characters)", text.get(..end).unwrap_or_default())
        }
        None => text.into_owned(),
    }
}

fn snippet<'a>(
    sources: &Sources,
    span: Span,
    label: &str,
    kind: AnnotationKind,
) -> Option<Snippet<'a, Annotation<'a>>> {
    let file = sources.get(span.source)?;
    let range = on_screen(file, file.clamped(span));
    // Only the lines of the span are passed on: the renderer reads all it is given.
    let (first, _) = file.line_column(range.start);
    let (last, _) = file.line_column(range.end);
    let (from, until) = (file.line_range(first).start, file.line_range(last).end);
    let safe = |from, until| {
        let text = file.text.get(from..until).unwrap_or_default();
        text.chars().map(stand_in).collect::<String>()
    };
    // A stand-in has another length in bytes, so the range is measured anew.
    let mut lines = safe(from, range.start);
    let start = lines.len();
    lines.push_str(&safe(range.start, range.end));
    let end = lines.len();
    lines.push_str(&safe(range.end, until));
    let mut annotation = kind.span(start..end);
    if !label.is_empty() {
        annotation = annotation.label(shown(label, WORDS));
    }
    Some(
        Snippet::source(lines)
            .line_start(first)
            .path(shown(&file.path, WORDS))
            .fold(true)
            .annotation(annotation),
    )
}

/// The part of a range that is pointed at: not the line end it stops at, and only its first line
/// if others are so long that the renderer, which cuts single lines only, would print them whole.
fn on_screen(file: &SourceFile, range: Range<usize>) -> Range<usize> {
    let text = file.text.get(range.clone()).unwrap_or_default();
    let text = text.strip_suffix('\n').unwrap_or(text);
    let (first, _) = file.line_column(range.start);
    let (last, _) = file.line_column(range.start + text.len());
    let long = |line| file.line_range(line).len() > WIDTH;
    let shown = match text.find('\n') {
        Some(end) if (first..=last).any(long) => end,
        _ => text.len(),
    };
    range.start..range.start + shown
}
