//! A position in code that only moves forward, and the tokens found on the way.

use super::{Class, Token};

/// Walks code from start to end.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    code: &'a str,
    at: usize,
    /// End and class of each token; whatever lies between two tokens is plain.
    tokens: Vec<(std::ops::Range<usize>, Class)>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(code: &'a str) -> Self {
        Scanner { code, at: 0, tokens: Vec::new() }
    }

    /// Byte offset of the next character.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// What has not been read.
    pub(super) fn rest(&self) -> &'a str {
        self.code.get(self.at..).unwrap_or_default()
    }

    /// The code between two offsets.
    pub(super) fn between(&self, start: usize, end: usize) -> &'a str {
        self.code.get(start..end).unwrap_or_default()
    }

    /// The next character.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The character before the position.
    pub(super) fn before(&self) -> Option<char> {
        self.code.get(..self.at).and_then(|text| text.chars().next_back())
    }

    /// Whether the code goes on with these words.
    pub(super) fn sees(&self, words: &str) -> bool {
        self.rest().starts_with(words)
    }

    /// Moves past one character.
    pub(super) fn step(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Moves past characters while they satisfy a test.
    pub(super) fn skip(&mut self, test: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|c| !test(c)).unwrap_or(rest.len());
    }

    /// Moves past these words if they come next.
    pub(super) fn accept(&mut self, words: &str) -> bool {
        let seen = self.sees(words);
        if seen {
            self.at += words.len();
        }
        seen
    }

    /// Moves past the end of these words, or to the end of the code if they do not occur.
    pub(super) fn skip_past(&mut self, words: &str) {
        let rest = self.rest();
        self.at += rest.find(words).map_or(rest.len(), |found| found + words.len());
    }

    /// Moves to the end of the line.
    pub(super) fn skip_line(&mut self) {
        self.skip(|c| c != '\n');
    }

    /// Everything since `start` is a token of this class.
    pub(super) fn mark(&mut self, start: usize, class: Class) {
        let end = self.at;
        let after = self.tokens.last().is_none_or(|(range, _)| range.end <= start);
        if start < end && after && class != Class::Plain {
            self.tokens.push((start..end, class));
        }
    }

    /// A string up to the quotation mark that ends it, which may be escaped by a backslash; unless
    /// it spans lines, it ends with its line.
    pub(super) fn quoted(&mut self, quote: char, spans_lines: bool) {
        while let Some(c) = self.peek() {
            if c == '\n' && !spans_lines {
                return;
            }
            self.step();
            if c == '\\' && self.peek() != Some('\n') {
                self.step();
            } else if c == quote {
                return;
            }
        }
    }

    /// Moves past a name: letters, digits, `_` and what `also` allows.
    pub(super) fn word(&mut self, also: &str) -> &'a str {
        let start = self.at;
        self.skip(|c| c.is_alphanumeric() || c == '_' || also.contains(c));
        self.between(start, self.at)
    }

    /// Moves past a number with its fraction, exponent, base and separators.
    pub(super) fn number(&mut self) {
        let mut last = ' ';
        while let Some(c) = self.peek() {
            let sign = matches!(c, '+' | '-') && matches!(last, 'e' | 'E');
            if !(c.is_ascii_alphanumeric() || c == '_' || c == '.' || sign) {
                return;
            }
            last = c;
            self.step();
        }
    }

    /// The tokens by line, with plain ones in the gaps.
    pub(super) fn lines(self) -> Vec<Vec<Token>> {
        let mut tokens = self.tokens.into_iter().peekable();
        let mut lines = Vec::new();
        let mut start = 0;
        for line in self.code.split('\n') {
            let end = start + line.len();
            let mut found = Vec::new();
            let mut at = start;
            while let Some((range, class)) = tokens.peek().cloned() {
                if range.start >= end {
                    break;
                }
                let from = range.start.max(at);
                let to = range.end.min(end);
                if from > at {
                    found.push(Token { class: Class::Plain, range: at - start..from - start });
                }
                if to > from {
                    found.push(Token { class, range: from - start..to - start });
                }
                at = at.max(to);
                if range.end > end {
                    break;
                }
                tokens.next();
            }
            if at < end {
                found.push(Token { class: Class::Plain, range: at - start..end - start });
            }
            lines.push(found);
            start = end + 1;
        }
        lines
    }
}
