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
    let primary = by_line(diagnostic.primary(), sources);
    let related = diagnostic.related.iter().map(|place| (place.span, place.text.as_str()));
    let related = by_line(related, sources);
    for (places, kind) in [(&primary, AnnotationKind::Primary), (&related, AnnotationKind::Context)]
    {
        for places in places.iter().take(SNIPPETS) {
            if let Some(snippet) = snippet(sources, places, kind) {
                group = group.element(snippet);
            }
        }
    }
    for note in notes(diagnostic, sources, [&primary, &related]) {
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

/// A place and the words beside its caret.
type Place<'a> = (Span, &'a str);

/// The places of a message by snippet: neighbours on one line share it, as far as they fit.
fn by_line<'a>(places: impl Iterator<Item = Place<'a>>, sources: &Sources) -> Vec<Vec<Place<'a>>> {
    let mut snippets: Vec<Vec<Place<'a>>> = Vec::new();
    for place in places {
        match snippets.last_mut() {
            Some(others) if are_neighbours(others, place.0, sources) => others.push(place),
            _ => snippets.push(vec![place]),
        }
    }
    snippets
}

fn are_neighbours(others: &[Place<'_>], span: Span, sources: &Sources) -> bool {
    let Some((first, _)) = others.first() else { return false };
    let Some(file) = sources.get(span.source) else { return false };
    let line = |offset| file.line_column(offset).0;
    let (start, end) = (file.clamped(*first).start, file.clamped(span).end);
    first.source == span.source
        && others.len() < SNIPPETS
        && end.abs_diff(start) < WIDTH / 2
        && line(start) == line(end)
        && line(file.clamped(span).start) == line(file.clamped(*first).end)
}

/// What was cut off the snippets and hints, and the customers.
fn notes(
    diagnostic: &Diagnostic,
    sources: &Sources,
    places: [&[Vec<Place<'_>>]; 2],
) -> Vec<String> {
    let mut notes = Vec::new();
    for (lines, what) in places.into_iter().zip(["the same mistake at", "and"]) {
        let cut = lines.iter().skip(SNIPPETS).filter_map(|places| places.first());
        let names: Vec<String> = cut.map(|(span, _)| line(sources, *span)).collect();
        match names.as_slice() {
            [] => {}
            [one] => notes.push(format!("{what} 1 more place: {}", shown(one, WORDS))),
            many => notes.push(format!("{what} {} more places: {}", many.len(), list(many))),
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

/// The lines of some places with a caret for each.
fn snippet<'a>(
    sources: &Sources,
    places: &[Place<'_>],
    kind: AnnotationKind,
) -> Option<Snippet<'a, Annotation<'a>>> {
    let file = sources.get(places.first()?.0.source)?;
    let ranges: Vec<Range<usize>> =
        places.iter().map(|(span, _)| on_screen(file, file.clamped(*span))).collect();
    // Only the lines of the places are passed on: the renderer reads all it is given.
    let (first, _) = file.line_column(ranges.iter().map(|range| range.start).min()?);
    let end = ranges.iter().map(|range| range.end).max()?;
    let (last, _) = file.line_column(end);
    // A carriage return belongs to the line's end, and a place may be just there.
    let (from, until) = (file.line_range(first).start, file.line_range(last).end.max(end));
    let safe = |until| {
        let text = file.text.get(from..until).unwrap_or_default();
        text.chars().map(stand_in).collect::<String>()
    };
    let annotations = ranges.iter().zip(places).map(|(range, (_, label))| {
        // A stand-in has another length in bytes, so the range is measured anew.
        let annotation = kind.span(safe(range.start).len()..safe(range.end).len());
        if label.is_empty() { annotation } else { annotation.label(shown(label, WORDS)) }
    });
    Some(
        Snippet::source(safe(until))
            .line_start(first)
            .path(shown(&file.path, WORDS))
            .fold(true)
            .annotations(annotations),
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
