//! What a tag was found to mention.

use std::ops::Range;

/// What shared text does with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// It is part of what `{{ … }}` prints.
    Printed,
    /// What is printed depends on it.
    Tested,
    /// Its rows or elements are gone through.
    Looped,
    /// It becomes part of another value, or is handed on.
    Used,
}

/// One value in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Dotted name: `sla[].response` for `row.response` in a loop over `sla`, `contacts.*.name` for
    /// a key that is computed, `card(who).name` for what is below the parameter `who` of a macro.
    pub name: String,
    /// Bytes of the tag.
    pub range: Range<usize>,
    /// What is done with it.
    pub what: Use,
    /// The name set by the text through which it is reached.
    pub through: Option<String>,
    /// Whether everything below the name is used.
    pub whole: bool,
    /// The macro or function it is handed to.
    pub handed_to: Option<String>,
}

/// Values handed to a parameter of a macro.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Name of the macro, or of a function.
    pub callee: String,
    /// Its parameter, by place from 0 or by name.
    pub parameter: Result<usize, String>,
    /// What is handed over.
    pub names: Vec<String>,
}

/// What a tag mentions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Values, in order.
    pub mentions: Vec<Mention>,
    /// Calls of macros and functions.
    pub arguments: Vec<Argument>,
    /// Macros with the names of their parameters.
    pub macros: Vec<(String, Vec<String>)>,
    /// Macros imported under another name: the new one, the old one.
    pub renamed: Vec<(String, String)>,
    /// Templates that are included or imported.
    pub templates: Vec<String>,
    /// Whether a template is included whose name is computed.
    pub any_template: bool,
}
