//! Printed values as opaque tokens, and marks of places.
//!
//! `U+E000 index U+E001` stands for a printed value, `U+E002 source:offset U+E003` for a place in a
//! template. Files that already hold one of these characters are refused when they are read.

use crate::diag::Span;

/// Opens the token of a value.
pub const VALUE_OPEN: char = '\u{E000}';
/// Closes the token of a value.
pub const VALUE_CLOSE: char = '\u{E001}';
/// Opens the mark of a place.
pub const MARK_OPEN: char = '\u{E002}';
/// Closes the mark of a place.
pub const MARK_CLOSE: char = '\u{E003}';

/// A value that a template printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The text.
    pub text: String,
    /// The expression that printed it.
    pub span: Span,
    /// Whether it is Markdown, to be read as such where it stands.
    pub markdown: bool,
}

/// The token of the value with this index.
pub fn token(index: usize) -> String {
    format!("{VALUE_OPEN}{index}{VALUE_CLOSE}")
}

/// The mark of a place.
pub fn mark(source: u32, offset: usize) -> String {
    format!("{MARK_OPEN}{source}:{offset}{MARK_CLOSE}")
}

/// Whether text holds a token or a mark, which means that it was printed before.
pub fn is_printed(text: &str) -> bool {
    text.contains(VALUE_OPEN) || text.contains(MARK_OPEN)
}

/// Replaces every token by what `value` gives for its index.
pub fn replace(text: &str, mut value: impl FnMut(usize) -> String) -> String {
    if !text.contains(VALUE_OPEN) {
        return text.to_owned();
    }
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(VALUE_OPEN) {
        replaced.push_str(before);
        match after.split_once(VALUE_CLOSE).map(|(index, tail)| (index.parse(), tail)) {
            Some((Ok(index), tail)) => {
                replaced.push_str(&value(index));
                rest = tail;
            }
            _ => rest = after,
        }
    }
    replaced.push_str(rest);
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_replaced_once_and_values_are_not_read_again() {
        let text = format!("a {} b {}", token(0), token(1));
        let values = [token(1), String::from("x")];
        let replaced = replace(&text, |i| values.get(i).cloned().unwrap_or_default());
        assert_eq!(replaced, format!("a {} b x", token(1)));
    }
}
