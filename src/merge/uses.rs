//! Which variables shared text uses, and where.

use super::lexer::{Piece, pieces};
use super::mentions::{print, statement};
use super::scope::Scope;
use crate::diag::{SourceId, Span};
use std::collections::BTreeMap;

/// Every dotted name that a template's tags mention → the places, in order.
///
/// A name of a loop stands for the rows of what is looped over: in `{% for row in sla %}`,
/// `row.response` is recorded as `sla[].response`. So do names that `{% set … %}` gives to a value.
pub fn uses(template: &str, source: SourceId) -> BTreeMap<String, Vec<Span>> {
    let mut found: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    let mut scope = Scope::default();
    for piece in pieces(template) {
        let (start, mentions) = match piece {
            Piece::Print(range) => {
                (range.start, print(template.get(range).unwrap_or_default(), &scope))
            }
            Piece::Tag(range) => {
                (range.start, statement(template.get(range).unwrap_or_default(), &mut scope))
            }
            Piece::Text(_) | Piece::Comment(_) => continue,
        };
        // What a macro is handed and what is below a computed key stands for different values.
        let known = mentions.mentions.into_iter().filter(|m| !m.name.contains(['(', '*']));
        for mention in known {
            let place = Span::new(source, start + mention.range.start, start + mention.range.end);
            found.entry(mention.name).or_default().push(place);
        }
    }
    found
}

/// The tag around a place in a template, and what the names of loops stand for there.
pub(super) fn tag_at(
    template: &str,
    offset: usize,
) -> Option<(std::ops::Range<usize>, BTreeMap<String, String>)> {
    let mut scope = Scope::default();
    for piece in pieces(template) {
        let (Piece::Print(range) | Piece::Tag(range)) = piece.clone() else { continue };
        if range.end > offset {
            return Some((range, scope.plain()));
        }
        if matches!(piece, Piece::Tag(_)) {
            statement(template.get(range).unwrap_or_default(), &mut scope);
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
