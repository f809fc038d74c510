//! From lines of the merged text back to the files they came from.

use super::token::{MARK_CLOSE, MARK_OPEN, VALUE_CLOSE, VALUE_OPEN};
use crate::diag::{SourceId, Span};

/// For every line of the merged text the place of its first mark.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceMap {
    lines: Vec<Span>,
}

impl SourceMap {
    /// A text of so many lines that all come from one place.
    pub fn all(span: Span, lines: usize) -> Self {
        SourceMap { lines: vec![span; lines] }
    }

    /// The place in the shared file that the merged line (from 1) came from.
    pub fn line(&self, line: usize) -> Option<Span> {
        self.lines.get(line.saturating_sub(1)).copied()
    }
}

/// Rendered text without its marks.
#[derive(Debug, Default)]
pub struct Extracted {
    /// The text with tokens only.
    pub text: String,
    /// Where its lines came from.
    pub map: SourceMap,
    /// For every token, in the order they stand, its index and the place of the mark before it.
    pub tokens: Vec<(usize, Span)>,
    /// The places of all marks, in the order they stand.
    pub marks: Vec<Span>,
    /// The place of a token or mark that was taken apart, by a slice of a text that was put together
    /// from values.
    pub damaged: Option<Span>,
}

/// Takes the marks out of rendered text that prints `values` values.
pub fn extract(rendered: &str, start: Span, values: usize) -> Extracted {
    let mut out = Extracted { text: String::with_capacity(rendered.len()), ..Extracted::default() };
    let mut current = start;
    for line in rendered.split_inclusive('\n') {
        let mut first: Option<Span> = None;
        let mut rest = line;
        while let Some(at) = rest.find([MARK_OPEN, MARK_CLOSE, VALUE_OPEN, VALUE_CLOSE]) {
            let (before, after) = rest.split_at(at);
            out.text.push_str(before);
            let mark = after.strip_prefix(MARK_OPEN).and_then(|body| body.split_once(MARK_CLOSE));
            let token =
                after.strip_prefix(VALUE_OPEN).and_then(|body| body.split_once(VALUE_CLOSE));
            if let Some((span, tail)) = mark.and_then(|(place, tail)| Some((parse(place)?, tail))) {
                current = span;
                first.get_or_insert(span);
                out.marks.push(span);
                rest = tail;
            } else if let Some((index, tail)) = token
                && let Some(index) = index.parse().ok().filter(|index| *index < values)
            {
                out.tokens.push((index, current));
                out.text.push_str(&super::token::token(index));
                rest = tail;
            } else {
                out.damaged.get_or_insert(current);
                rest = after.get(MARK_OPEN.len_utf8()..).unwrap_or_default();
            }
        }
        out.text.push_str(rest);
        out.map.lines.push(first.unwrap_or(current));
    }
    out
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
        let out = extract(&rendered, start, 1);
        assert_eq!(out.text, format!("a {}\n\nb\n", token(0)));
        assert_eq!(out.map.line(1), Some(Span::new(SourceId(1), 10, 10)));
        assert_eq!(out.map.line(3), Some(Span::new(SourceId(2), 5, 5)));
        assert_eq!(out.tokens, [(0, Span::new(SourceId(1), 12, 12))]);
        assert_eq!(out.marks.len(), 3);
        assert_eq!(out.damaged, None);
    }

    #[test]
    fn tokens_that_were_taken_apart_are_noticed() {
        let start = Span::new(SourceId(9), 0, 0);
        let whole = format!("{}{}", mark(1, 10), token(12));
        for (at, _) in whole.char_indices().skip(1) {
            for part in [&whole[..at], &whole[at..]] {
                let out = extract(part, start, 13);
                let torn = part != mark(1, 10) && part != token(12);
                assert_eq!(out.damaged.is_some(), torn, "{part:?}");
            }
        }
        assert!(extract(&token(13), start, 13).damaged.is_some(), "a value that was not printed");
    }
}
