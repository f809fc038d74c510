//! The words of a tag: enough of minijinja's grammar to know what stands on either side of an
//! operator.

use std::ops::Range;

/// One word of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A name or a keyword.
    Name,
    /// A number.
    Number,
    /// A string with its quotes.
    Text,
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
    /// An operator or a separator, such as `~`, `//`, `|`, `.` or `,`.
    Sign,
}

/// A word and where it stands in the tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// What it is.
    pub kind: Kind,
    /// Bytes of the tag.
    pub range: Range<usize>,
}

/// Signs of two characters; every other sign is one character.
const PAIRS: &[&str] = &["==", "!=", "<=", ">=", "//", "**"];

/// The words between the delimiters of a tag, or of a whole expression if `delimiters` is 0.
///
/// What minijinja has no word for is a [`Kind::Sign`]: it reports it.
pub fn words(tag: &str, delimiters: usize) -> Vec<Word> {
    let end = tag.len().saturating_sub(delimiters).max(delimiters);
    let mut words = Vec::new();
    let mut at = delimiters;
    while let Some(rest) = tag.get(at..end) {
        let Some(first) = rest.chars().next() else { break };
        let (kind, length) = if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        } else if first.is_ascii_digit() {
            (Kind::Number, number(rest))
        } else if first.is_alphabetic() || first == '_' {
            (Kind::Name, run(rest, |c| c.is_alphanumeric() || c == '_'))
        } else if first == '"' || first == '\'' {
            (Kind::Text, quoted(rest, first))
        } else if matches!(first, '(' | '[' | '{') {
            (Kind::Open, 1)
        } else if matches!(first, ')' | ']' | '}') {
            (Kind::Close, 1)
        } else {
            let pair = PAIRS.iter().any(|pair| rest.starts_with(pair));
            (Kind::Sign, if pair { 2 } else { first.len_utf8() })
        };
        // `{{-`, `-%}` and their like belong to the delimiters.
        let control = matches!(first, '-' | '+') && delimiters > 0;
        let edge = at == delimiters || at + length == end;
        if !(control && edge) {
            words.push(Word { kind, range: at..at + length });
        }
        at += length;
    }
    words
}

fn run(text: &str, part: impl Fn(char) -> bool) -> usize {
    text.find(|c| !part(c)).unwrap_or(text.len())
}

/// Length of a number; a point belongs to it if a digit follows.
fn number(text: &str) -> usize {
    let whole = run(text, |c| c.is_ascii_alphanumeric() || c == '_');
    match text.get(whole..).and_then(|rest| rest.strip_prefix('.')) {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => {
            whole + 1 + run(rest, |c| c.is_ascii_alphanumeric() || c == '_')
        }
        _ => whole,
    }
}

/// Length of a string with its quotes; one that is not closed runs to the end.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        if !escaped && character == quote {
            return at + 1;
        }
        escaped = !escaped && character == '\\';
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(tag: &str) -> Vec<&str> {
        words(tag, 2).into_iter().map(|word| &tag[word.range]).collect()
    }

    #[test]
    fn words_of_tags() {
        assert_eq!(
            split("{{- a.b ~ 'x}}\\'y' | f(1.5, 2) -}}"),
            ["a", ".", "b", "~", "'x}}\\'y'", "|", "f", "(", "1.5", ",", "2", ")"]
        );
        assert_eq!(
            split("{% set x = a//b ** -c %}"),
            ["set", "x", "=", "a", "//", "b", "**", "-", "c"]
        );
        assert_eq!(split("{{ a.0.b }}"), ["a", ".", "0", ".", "b"]);
    }

    #[test]
    fn whitespace_control_is_no_word() {
        assert_eq!(split("{{- -a -}}"), ["-", "a"]);
        assert_eq!(split("{%+ if a +%}"), ["if", "a"]);
        assert!(split("{{").is_empty() && split("{{}}").is_empty());
    }
}
