//! Which variables shared text uses, and where.

use super::lexer::{Piece, inner, pieces};
use crate::diag::{SourceId, Span};
use std::collections::BTreeMap;

/// Every dotted name that a template's tags mention → the places, in order.
///
/// A name of a loop stands for the rows of what is looped over: in `{% for row in sla %}`,
/// `row.response` is recorded as `sla[].response`.
pub fn uses(template: &str, source: SourceId) -> BTreeMap<String, Vec<Span>> {
    let mut found: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    let mut loops: BTreeMap<String, String> = BTreeMap::new();
    for piece in pieces(template) {
        let (Piece::Print(range) | Piece::Tag(range)) = piece else { continue };
        let tag = template.get(range.clone()).unwrap_or_default();
        if let Some((name, list)) = loop_of(inner(tag)) {
            let list = resolve(&list, &loops);
            loops.insert(name, format!("{list}[]"));
        }
        for (offset, name) in names(tag) {
            let start = range.start + offset;
            found.entry(resolve(name, &loops)).or_default().push(Span::new(
                source,
                start,
                start + name.len(),
            ));
        }
    }
    found
}

/// The tag around a place in a template, and what the names of loops stand for there.
pub(super) fn tag_at(
    template: &str,
    offset: usize,
) -> Option<(std::ops::Range<usize>, BTreeMap<String, String>)> {
    let mut loops: BTreeMap<String, String> = BTreeMap::new();
    for piece in pieces(template) {
        let (Piece::Print(range) | Piece::Tag(range)) = piece else { continue };
        if range.end > offset {
            return Some((range, loops));
        }
        let tag = template.get(range).unwrap_or_default();
        if let Some((name, list)) = loop_of(inner(tag)) {
            let list = resolve(&list, &loops);
            loops.insert(name, format!("{list}[]"));
        }
    }
    None
}

/// What a name stands for: `sla[].response` for `row.response` in a loop over `sla`.
pub(super) fn resolve(name: &str, loops: &BTreeMap<String, String>) -> String {
    let (first, rest) = name.split_once('.').map_or((name, ""), |(f, r)| (f, r));
    match (loops.get(first), rest) {
        (Some(list), "") => list.clone(),
        (Some(list), rest) => format!("{list}.{rest}"),
        (None, _) => name.to_owned(),
    }
}

fn loop_of(statement: &str) -> Option<(String, String)> {
    let rest = statement.strip_prefix("for ")?;
    let (name, list) = rest.split_once(" in ")?;
    let list = names(list).into_iter().next()?.1;
    Some((name.trim().to_owned(), list.to_owned()))
}

/// Dotted names in a tag with their offsets; strings and names of filters left out.
pub(super) fn names(tag: &str) -> Vec<(usize, &str)> {
    let mut names = Vec::new();
    let mut quote: Option<char> = None;
    let mut start: Option<usize> = None;
    // The last character before a name that is not a space: `|` makes it a filter's name.
    let mut before = ' ';
    for (at, character) in tag.char_indices().chain([(tag.len(), ' ')]) {
        if let Some(q) = quote {
            if character == q {
                quote = None;
            }
            continue;
        }
        let part = character.is_alphanumeric() || character == '_' || character == '.';
        match start {
            None if part => start = Some(at),
            Some(from) if !part => {
                let name = tag.get(from..at).unwrap_or_default().trim_end_matches('.');
                if before != '|' && name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
                    names.push((from, name));
                }
                start = None;
                before = 'x';
            }
            _ => {}
        }
        if character == '"' || character == '\'' {
            quote = Some(character);
        }
        if !part && !character.is_whitespace() {
            before = character;
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_loops_stand_for_rows() {
        let template = "{% for row in sla %}{{ row.response | upper }}{{ 'a.b' }}{% endfor %}";
        let found = uses(template, SourceId(0));
        assert!(found.contains_key("sla"));
        assert!(found.contains_key("sla[].response"));
        assert!(!found.contains_key("upper"), "{found:?}");
        assert!(!found.contains_key("a.b"));
    }
}
