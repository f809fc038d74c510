//! Values that stand in for a value: `TBD`, `xxx`, `John Doe`, 1 January 1970.
//!
//! The rule of PP0111: a variable or column that is `required`, `required_when` or `identifying`
//! must not hold, as its *whole* value and whatever its case,
//!
//! * a word of [`WORDS`], or `lorem ipsum` at its beginning,
//! * nothing but three or more `x`, or nothing but punctuation such as `-`, `???` and `___`,
//! * a name in brackets or between signs of a template: `[name]`, `<name>`, `{name}`, `%name%`,
//! * an address below `example.com`, `example.org` or `example.net` (RFC 2606),
//! * a date of [`DATES`], with which programs write "unknown".
//!
//! Optional free text is left alone, because there `-` and `none` can be what was meant. So are
//! `none` and `unknown` everywhere: they can be an answer.

use crate::workspace::schema::{Entry, Kind};
use crate::workspace::table::{Node, Value};

const WORDS: &[&str] = &[
    "asdf",
    "bar",
    "change me",
    "changeme",
    "company",
    "company name",
    "dummy",
    "example",
    "fill in",
    "fill me in",
    "first name last name",
    "fixme",
    "foo",
    "foobar",
    "insert name",
    "jane doe",
    "john doe",
    "last name",
    "max mustermann",
    "erika mustermann",
    "n. a.",
    "n.a.",
    "n/a",
    "n.n.",
    "name",
    "nan",
    "null",
    "nil",
    "placeholder",
    "sample",
    "tba",
    "tbc",
    "tbd",
    "test",
    "testing",
    "t.b.d.",
    "to be announced",
    "to be confirmed",
    "to be decided",
    "to be defined",
    "to be determined",
    "to do",
    "todo",
    "undefined",
    "your company",
    "your name",
];

const DATES: &[&str] = &["0001-01-01", "1900-01-01", "1970-01-01", "9999-12-31"];

const DOMAINS: &[&str] = &["example.com", "example.net", "example.org"];

/// Whether a declaration wants a true value.
pub(super) const fn is_wanted(entry: &Entry) -> bool {
    entry.required || entry.identifying || entry.required_when.is_some()
}

/// Whether a value of a type is a dummy; a list is if one of its elements is.
pub(super) fn is_dummy(kind: &Kind, node: &Node) -> bool {
    match (&node.value, kind) {
        (Value::Date(date), _) => DATES.contains(&date.as_str()),
        (Value::List(items), Kind::List(kind)) => items.iter().any(|node| is_dummy(kind, node)),
        (Value::Text(text), Kind::Text | Kind::Multiline | Kind::Markdown) => is_dummy_text(text),
        (Value::Text(text), Kind::Email | Kind::Host | Kind::Url) => has_dummy_domain(text),
        _ => false,
    }
}

fn is_dummy_text(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let bracketed = [("[", "]"), ("<", ">"), ("{", "}"), ("%", "%"), ("$", "$"), ("__", "__")]
        .iter()
        .any(|(open, close)| {
            text.strip_prefix(open).is_some_and(|rest| {
                rest.strip_suffix(close)
                    .is_some_and(|name| !name.contains([' ', ',']) || *open == "[")
            })
        });
    bracketed
        || WORDS.contains(&text.trim_end_matches(['.', '!', '?', '…', ':']))
        || WORDS.contains(&text.as_str())
        || text.starts_with("lorem ipsum")
        || text.starts_with("${")
        || (text.len() >= 3 && text.bytes().all(|b| b == b'x'))
        || text.chars().all(|c| c.is_ascii_punctuation() || "–—…·•¿ ".contains(c))
}

fn has_dummy_domain(text: &str) -> bool {
    let after = text.rsplit_once('@').or_else(|| text.split_once("://")).map_or(text, |(_, t)| t);
    let host = after.split(['/', ':', '?', '#']).next().unwrap_or(after).to_ascii_lowercase();
    DOMAINS.iter().any(|domain| {
        host.strip_suffix(domain).is_some_and(|sub| sub.is_empty() || sub.ends_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_ins_are_found_and_names_are_not() {
        for dummy in [
            "TBD",
            "tbd.",
            "ToDo",
            "xxx",
            "XXXXX",
            "???",
            "n/a",
            "N/A",
            "-",
            "—",
            "___",
            "...",
            "John Doe",
            "Lorem ipsum dolor",
            "[INSERT NAME]",
            "<name>",
            "${NAME}",
            "{name}",
        ] {
            assert!(is_dummy_text(dummy), "{dummy}");
        }
        for name in [
            "Acme",
            "Testo SE",
            "None",
            "Todor Ivanov",
            "🔴",
            "x",
            "Max",
            "C++",
            "Θ",
            "No target",
            "<AI*Works> & Co",
            "Unknown Worlds Entertainment",
        ] {
            assert!(!is_dummy_text(name), "{name}");
        }
        assert!(has_dummy_domain("https://api.example.com/v1"));
        assert!(has_dummy_domain("me@Example.org"));
        assert!(!has_dummy_domain("https://acme.example"));
        assert!(!has_dummy_domain("myexample.com"));
    }
}
