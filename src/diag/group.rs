//! One message for one cause.
//!
//! The same mistake in shared text reaches a run once for every customer it hits, and once for
//! every place it was made at. First findings with the same code, message and place become one
//! that lists its customers; then those that differ in nothing but their place in one file become
//! one that lists its places.

use super::{Diagnostic, Label, Severity, Sources, Span};
use std::collections::BTreeMap;

/// Groups findings and sorts them: errors before warnings, findings without a place before those
/// with one, then by path, place, code and message.
pub fn grouped(diagnostics: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
    let narrowed = diagnostics.into_iter().map(|diagnostic| narrow(diagnostic, sources)).collect();
    let mut grouped = by_place(narrowed);
    for diagnostic in &mut grouped {
        diagnostic.customers.sort();
    }
    sort(&mut grouped, sources);
    let mut grouped = by_file(grouped);
    sort(&mut grouped, sources);
    grouped
}

fn sort(diagnostics: &mut [Diagnostic], sources: &Sources) {
    let place = |diagnostic: &Diagnostic| {
        let span = diagnostic.span.or(diagnostic.related.first().map(|place| place.span))?;
        let path = sources.get(span.source).map(|file| file.path.clone());
        Some((path, span.start, span.end))
    };
    diagnostics.sort_by_cached_key(|d| (d.severity, place(d), d.code, d.message.clone()));
}

/// Moves the carets under the words that [`Diagnostic::on`] names.
fn narrow(mut diagnostic: Diagnostic, sources: &Sources) -> Diagnostic {
    let Some((before, words)) = diagnostic.words.take() else { return diagnostic };
    if words.trim().is_empty() {
        return diagnostic;
    }
    let narrowed = |span: Span, strict: bool| {
        let file = sources.get(span.source)?;
        let range = file.clamped(span);
        let text = file.text.get(range.clone())?;
        let at = match text.find(&format!("{before}{words}")) {
            Some(at) => at + before.len(),
            None if strict => return None,
            None => text.find(&words)?,
        };
        let start = range.start + at;
        Some(Span::new(span.source, start, start + words.len()))
    };
    if let Some(span) = diagnostic.span {
        diagnostic.span = narrowed(span, false).or(diagnostic.span);
    }
    for place in &mut diagnostic.related {
        // Another place need not hold the words; if it does, it is for the same reason.
        place.span = narrowed(place.span, true).unwrap_or(place.span);
    }
    diagnostic
}

/// One finding for each code, severity, message and place.
fn by_place(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut grouped: Vec<Diagnostic> = Vec::new();
    let mut known = BTreeMap::new();
    for diagnostic in diagnostics {
        let key =
            (diagnostic.code, diagnostic.severity, diagnostic.span, diagnostic.message.clone());
        let at = *known.entry(key).or_insert(grouped.len());
        match grouped.get_mut(at) {
            Some(first) => {
                add(&mut first.customers, diagnostic.customers);
                add(&mut first.repeats, diagnostic.repeats);
                add(&mut first.related, diagnostic.related);
                add(&mut first.hints, diagnostic.hints);
            }
            None => grouped.push(diagnostic),
        }
    }
    grouped
}

/// Adds what is not there yet.
fn add<T: PartialEq>(all: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !all.contains(&item) {
            all.push(item);
        }
    }
}

/// All that two findings must share to be one mistake made twice.
type Cause = (&'static str, Severity, u32, String, Vec<String>, Vec<(Span, String)>, Vec<String>);

/// One finding for each mistake in a file; places keep their order.
fn by_file(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut grouped: Vec<Diagnostic> = Vec::new();
    let mut known: BTreeMap<Cause, usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        let Some(span) = diagnostic.span else {
            grouped.push(diagnostic);
            continue;
        };
        let cause = (
            diagnostic.code,
            diagnostic.severity,
            span.source.0,
            diagnostic.message.clone(),
            diagnostic.customers.clone(),
            diagnostic.related.iter().map(|place| (place.span, place.text.clone())).collect(),
            diagnostic.hints.clone(),
        );
        let at = *known.entry(cause).or_insert(grouped.len());
        match grouped.get_mut(at) {
            Some(first) => {
                first.repeats.push(Label { span, text: diagnostic.label });
                first.repeats.extend(diagnostic.repeats);
            }
            None => grouped.push(diagnostic),
        }
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::SourceId;

    fn sources() -> Sources {
        let mut sources = Sources::new();
        sources.add("content/z.md", "one two three");
        sources.add("content/a.md", "one two three");
        sources
    }

    fn at(file: u32, start: usize) -> Span {
        Span::new(SourceId(file), start, start + 3)
    }

    #[test]
    fn errors_come_first_then_paths_then_places() {
        let all = vec![
            Diagnostic::warning("PP0103", "w").at(at(1, 0), ""),
            Diagnostic::error("PP0103", "a").at(at(0, 4), ""),
            Diagnostic::error("PP0102", "b").at(at(0, 0), ""),
            Diagnostic::error("PP0104", "c").at(at(1, 4), ""),
            Diagnostic::error("PP0105", "d"),
            Diagnostic::error("PP0106", "e").related(at(1, 0), ""),
        ];
        let order = |all| -> Vec<String> {
            grouped(all, &sources()).iter().map(|d| d.message.clone()).collect()
        };
        let expected: Vec<String> = ["d", "e", "c", "b", "a", "w"].map(str::to_owned).to_vec();
        assert_eq!(expected, order(all.clone()));
        assert_eq!(expected, order(all.into_iter().rev().collect::<Vec<_>>()));
    }

    #[test]
    fn customers_and_places_of_one_mistake_are_gathered() {
        let mut all = Vec::new();
        for customer in ["beta", "acme"] {
            for start in [8, 0, 4] {
                all.push(
                    Diagnostic::error("PP0202", "`x` is not set")
                        .at(at(0, start), format!("at {start}"))
                        .hint("h")
                        .customer(customer),
                );
            }
        }
        let all = grouped(all, &sources());
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].customers, ["acme", "beta"]);
        let places: Vec<_> = all[0].primary().map(|(span, label)| (span.start, label)).collect();
        assert_eq!(places, [(0, "at 0"), (4, "at 4"), (8, "at 8")]);
    }

    #[test]
    fn carets_move_under_the_words() {
        let mut sources = Sources::new();
        let line = "See #a and [x](#a), not {{ y }}.";
        let id = sources.add("a.md", line);
        let whole = Span::new(id, 0, line.len());
        let place = |before, words: &str| {
            let diagnostic = Diagnostic::error("PP0310", "m").at(whole, "").related(whole, "");
            let found = grouped(vec![diagnostic.on(before, words)], &sources).remove(0);
            let text =
                |span: Span| (span.start, line[span.start as usize..span.end as usize].len());
            (text(found.span.unwrap_or(whole)), text(found.related[0].span))
        };
        assert_eq!(place("](", "#a"), ((15, 2), (15, 2)));
        assert_eq!(place("<", "#a"), ((4, 2), (0, line.len())));
        assert_eq!(place("](", "#from-a-value"), ((0, line.len()), (0, line.len())));
        assert_eq!(place("", ""), ((0, line.len()), (0, line.len())));
    }

    #[test]
    fn different_causes_stay_apart() {
        let one = || Diagnostic::error("PP0202", "`x` is not set").customer("acme");
        let all = vec![
            one().at(at(0, 0), ""),
            one().at(at(1, 0), ""),
            one().at(at(0, 4), "").hint("another"),
            one().at(at(0, 8), "").related(at(1, 4), ""),
            one().at(at(0, 9), "").customer("beta"),
            one(),
            Diagnostic::warning("PP0202", "`x` is not set").customer("acme").at(at(0, 0), ""),
        ];
        assert_eq!(grouped(all.clone(), &sources()).len(), all.len());
    }
}
