//! Customer ids: names of output folders and file names, so they must be safe as both.

use super::names::portable_within;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// The longest customer id, in bytes.
const MAX_BYTES: usize = 100;

/// A customer id that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdProblem {
    /// The id.
    pub id: String,
    /// Where it comes from.
    pub path: String,
    /// The id and path it is mixed up with.
    pub other: Option<(String, String)>,
    /// What is wrong, naming both.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// Checks customer ids, given with the path of their file; the problems come in that order.
///
/// Two ids must differ in more than case, Unicode form, punctuation and spaces: they name
/// folders on file systems and in web addresses that do not tell such names apart.
pub fn check_ids(ids: &[(String, String)]) -> Vec<IdProblem> {
    let mut problems = Vec::new();
    let mut seen: BTreeMap<String, &(String, String)> = BTreeMap::new();
    for pair in ids {
        let (id, path) = pair;
        if let Err(fault) = portable_within(id, MAX_BYTES) {
            problems.push(IdProblem {
                id: id.clone(),
                path: path.clone(),
                other: None,
                message: format!("customer id `{}` cannot be used: {fault}", id.escape_debug()),
                hint: format!("rename `{path}`, for example with small letters, digits and `-`"),
            });
        } else if id.starts_with('_') {
            problems.push(IdProblem {
                id: id.clone(),
                path: path.clone(),
                other: None,
                message: format!("customer id `{id}` cannot be used: it starts with `_`"),
                hint: format!("rename `{path}`, or move a layer to `customers/_layers/`"),
            });
        }
        let Some(first) = seen.get(&skeleton(id)).copied() else {
            seen.insert(skeleton(id), pair);
            continue;
        };
        problems.push(IdProblem {
            id: id.clone(),
            path: path.clone(),
            other: Some(first.clone()),
            message: format!(
                "customers `{}` and `{id}` would share one output folder on some systems",
                first.0
            ),
            hint: format!("rename `{}` or `{path}` to differ in a letter or digit", first.1),
        });
    }
    problems
}

/// An id without case, Unicode form and kind of punctuation.
fn skeleton(id: &str) -> String {
    let folded: String =
        id.nfkc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfkc().collect();
    let words: Vec<&str> =
        folded.split(|c: char| !is_word(c)).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// Letters, digits, and signs that are neither letters nor punctuation, such as emoji and accents.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && !c.is_whitespace() && !separates(c))
}

/// Punctuation outside of ASCII that looks like a dash, a space or a dot, or like nothing.
fn separates(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{B7}' | '\u{200B}'..='\u{206F}' | '\u{3001}' | '\u{3002}' | '\u{FEFF}'
    )
}
