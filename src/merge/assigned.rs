//! Names that a template gives values itself: with `set`, `with`, `macro`, `import` and loops.

use super::lexer::{Piece, inner, pieces};
use super::uses::names;
use std::collections::BTreeSet;

/// The names that the tags of a template assign, anywhere in it.
pub fn assigned(template: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for piece in pieces(template) {
        let Piece::Tag(range) = piece else { continue };
        let tag = inner(template.get(range).unwrap_or_default());
        let (word, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        let part = match word {
            "set" => rest.split('=').next(),
            "for" => rest.split(" in ").next(),
            "with" => {
                // `with a = x, b = y`: the names before the signs.
                for before in rest.split('=') {
                    found.extend(names(before).last().map(|(_, name)| *name));
                }
                None
            }
            "macro" => Some(rest),
            // `{% call(a, b) list(rows) %}`: only the first brackets hold names.
            _ if word == "call" || word.starts_with("call(") => {
                let own = tag.strip_prefix("call").map(str::trim_start);
                own.and_then(|own| own.strip_prefix('(')?.split(')').next())
            }
            "import" | "from" => {
                rest.split_once(" as ").or(rest.split_once(" import ")).map(|p| p.1)
            }
            _ => None,
        };
        found.extend(names(part.unwrap_or_default()).into_iter().map(|(_, name)| name));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_name_a_value() {
        let template = "{% set a = x %}{% set b %}{% endset %}{% for c, d in y %}{% endfor %}{% with e = z, f = w %}{% endwith %}{% macro g(h, i=j) %}{% endmacro %}{% call(p, q) r(s) %}{% endcall %}{% import 'k' as l %}{% from 'm' import n %}{{ o }}";
        let found = assigned(template);
        for name in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "l", "n", "p", "q"] {
            assert!(found.contains(name), "{name}: {found:?}");
        }
        for name in ["x", "y", "z", "o", "r", "s"] {
            assert!(!found.contains(name), "{name}: {found:?}");
        }
    }
}
