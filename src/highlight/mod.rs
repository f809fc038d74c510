//! Code becomes classified spans, once for both outputs.

use std::ops::Range;

/// What a piece of code is; a theme gives each class a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Everything else.
    Plain,
    /// `# …` and `// …`.
    Comment,
    /// Quoted text.
    String,
    /// Numbers, `true`, `null`.
    Constant,
    /// Words of the language.
    Keyword,
    /// Names of commands and functions.
    Function,
    /// Variables, such as `$WARDLINE_SECRET`.
    Variable,
    /// Keys of objects, names of attributes and headers.
    Attribute,
    /// Operators, options such as `-H`, and line continuations.
    Operator,
}

impl Class {
    /// Short name: the suffix of the CSS class.
    pub const fn name(self) -> &'static str {
        match self {
            Class::Plain => "plain",
            Class::Comment => "comment",
            Class::String => "string",
            Class::Constant => "constant",
            Class::Keyword => "keyword",
            Class::Function => "function",
            Class::Variable => "variable",
            Class::Attribute => "attribute",
            Class::Operator => "operator",
        }
    }
}

/// A classified range of bytes of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub class: Class,
    /// Bytes of the line.
    pub range: Range<usize>,
}

/// Classifies code, line by line (without line ends). Every byte of every line is in exactly one
/// token; an unknown language gives plain tokens.
pub fn highlight(language: &str, code: &str) -> Vec<Vec<Token>> {
    let _ = language;
    code.split('\n').map(|line| vec![Token { class: Class::Plain, range: 0..line.len() }]).collect()
}
