//! From lines of the merged text back to the files they came from.

use super::token::{MARK_CLOSE, MARK_OPEN, VALUE_CLOSE, VALUE_OPEN};
use crate::diag::{SourceId, Span};

/// For every line of the merged text the place of its first mark.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceMap {
    lines: Vec<Span>,
}

impl SourceMap {
    /// The place in the shared file that the merged line (from 1) came from.
    pub fn line(&self, line: usize) -> Option<Span> {
        self.lines.get(line.saturating_sub(1)).copied()
    }
}

/// Takes the marks out of rendered text.
///
/// Returns the text with tokens only, the map of its lines, and for every token, in the order they
/// stand, its index and the place of the mark before it.
pub fn extract(rendered: &str, start: Span) -> (String, SourceMap, Vec<(usize, Span)>) {
    let mut text = String::with_capacity(rendered.len());
    let mut lines = Vec::new();
    let mut tokens = Vec::new();
    let mut current = start;
    for line in rendered.split_inclusive('\n') {
        let mut first: Option<Span> = None;
        let mut rest = line;
        while let Some(at) = rest.find([MARK_OPEN, VALUE_OPEN]) {
            let (before, after) = rest.split_at(at);
            text.push_str(before);
            if let Some(body) = after.strip_prefix(MARK_OPEN) {
                let (place, tail) = body.split_once(MARK_CLOSE).unwrap_or((body, ""));
                if let Some(span) = parse(place) {
                    current = span;
                    first.get_or_insert(span);
                }
                rest = tail;
            } else {
                let end =
                    after.find(VALUE_CLOSE).map_or(after.len(), |i| i + VALUE_CLOSE.len_utf8());
                let (token, tail) = after.split_at(end);
                if let Ok(index) = token.trim_matches([VALUE_OPEN, VALUE_CLOSE]).parse() {
                    tokens.push((index, current));
                }
                text.push_str(token);
                rest = tail;
            }
        }
        text.push_str(rest);
        lines.push(first.unwrap_or(current));
    }
    (text, SourceMap { lines }, tokens)
}

fn parse(place: &str) -> Option<Span> {
    let (source, offset) = place.split_once(':')?;
    let offset = offset.parse().ok()?;
    Some(Span { source: SourceId(source.parse().ok()?), start: offset, end: offset })
}

#[cfg(test)]
mod tests {
    use super::super::token::{mark, token};
    use super::*;

    #[test]
    fn lines_and_tokens_know_their_place() {
        let rendered = format!("{}a {}{}\n\n{}b\n", mark(1, 10), mark(1, 12), token(0), mark(2, 5));
        let start = Span::new(SourceId(9), 0, 0);
        let (text, map, tokens) = extract(&rendered, start);
        assert_eq!(text, format!("a {}\n\nb\n", token(0)));
        assert_eq!(map.line(1), Some(Span::new(SourceId(1), 10, 10)));
        assert_eq!(map.line(3), Some(Span::new(SourceId(2), 5, 5)));
        assert_eq!(tokens, [(0, Span::new(SourceId(1), 12, 12))]);
    }
}
