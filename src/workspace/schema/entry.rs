//! One declared variable or column.

use super::Kind;
use crate::diag::Span;
use crate::workspace::table::Node;

/// One declared variable or column.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Type.
    pub kind: Kind,
    /// Whether something must set it.
    pub required: bool,
    /// A template expression, a string: where it is true for a customer, something must set the
    /// variable. Never beside `required` or `default`, and never on a column.
    pub required_when: Option<Node>,
    /// Value if nothing sets it; never on a column.
    pub default: Option<Node>,
    /// Least value, fewest characters or fewest elements, by [`Kind::measure`]. A bound of an
    /// amount is a number, or an amount whose currency the value must have.
    pub min: Option<Node>,
    /// Greatest value, most characters or most elements; written like `min`.
    pub max: Option<Node>,
    /// What the whole text must look like.
    pub pattern: Option<Pattern>,
    /// What it is for.
    pub description: String,
    /// A value that would do, as TOML.
    pub example: Option<Node>,
    /// Whether it names one customer.
    pub identifying: bool,
    /// Where it is declared.
    pub span: Span,
}

impl Entry {
    /// An optional variable of a type, declared at `span`, about which nothing else is said.
    pub const fn new(kind: Kind, span: Span) -> Self {
        Entry {
            kind,
            required: false,
            required_when: None,
            default: None,
            min: None,
            max: None,
            pattern: None,
            description: String::new(),
            example: None,
            identifying: false,
            span,
        }
    }
}

/// A regular expression that a whole text must match.
///
/// The language is that of the `regex-lite` crate: it runs in linear time, and `\d`, `\w` and `\s`
/// mean ASCII as they do in the patterns of JSON Schema, so that an editor and a build agree.
#[derive(Debug, Clone)]
pub struct Pattern {
    text: String,
    whole: regex_lite::Regex,
}

/// Most bytes a compiled pattern may take; a pattern for one value needs a few kilobytes.
const PATTERN_BYTES: usize = 256 << 10;

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// What is wrong with it, in the words of `regex-lite`.
    pub fn new(text: &str) -> Result<Self, String> {
        let compile = |text: &str| {
            regex_lite::RegexBuilder::new(text)
                .size_limit(PATTERN_BYTES)
                .build()
                .map_err(|error| error.to_string())
        };
        // Alone first: `a)|(b` would only make sense inside the group below.
        compile(text)?;
        let whole = compile(&format!("^(?:{text})$"))?;
        Ok(Pattern { text: text.to_owned(), whole })
    }

    /// The pattern as the schema says it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        self.whole.is_match(text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::Pattern;

    #[test]
    fn a_pattern_matches_the_whole_text() {
        let pattern = Pattern::new("a|ab").unwrap();
        assert!(pattern.matches("ab"));
        assert!(!pattern.matches("abc"));
        assert!(!pattern.matches("ab\n"));
    }

    #[test]
    fn patterns_are_limited() {
        assert!(Pattern::new("a)|(b").is_err());
        assert!(Pattern::new("(((a{999}){999}){999})").is_err());
    }
}
