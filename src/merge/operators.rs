//! Operators that minijinja runs without limits or meaning of ours become calls of functions.
//!
//! `a ~ b` becomes `__join(a, b)`, `a + b` `__add(a, b)`, `a - b` `__sub(a, b)`, `a * b`
//! `__mul(a, b)` and `14 days` `__span(14, "days")`; the functions are in `arithmetic` and `limits`. Only
//! so can joining be bounded, a missing part refused, a decimal added exactly, and a number of days
//! added to a date. The grammar is minijinja's: comparison, `+ -`, `~`, `* / // %`, `**`, then
//! unary minus with what follows a value.

use super::expression::{Kind, Word, words};
use super::reader::Reader;
use std::ops::Range;

/// Units of time that may follow a number.
pub const UNITS: &[&str] = &[
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "business_day",
    "business_days",
];

/// A piece of a tag to replace by other text; an empty range inserts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the tag.
    pub range: Range<usize>,
    /// What takes their place.
    pub text: String,
}

/// What has to be replaced in a tag, in order; with `delimiters` 0 in a whole expression.
pub fn edits(tag: &str, delimiters: usize) -> Vec<Edit> {
    let words = words(tag, delimiters);
    let mut reader = Reader { tag, words: &words, at: 0, depth: 0, edits: Vec::new() };
    let statement = if delimiters > 0 && tag.starts_with("{%") { reader.word(0) } else { "" };
    // `{% set name = … %}` keeps a text: what it holds counts.
    let kept = (statement == "set").then(|| sign(tag, &words, "=")).flatten();
    match statement {
        "" => {}
        // Names that get values are no expression: `{% for (a, b) in … %}`.
        "for" => reader.at = sign(tag, &words, "in").map_or(words.len(), |at| at + 1),
        "set" => reader.at = kept.map_or(1, |at| at + 1),
        // The keyword of a statement is no value, whatever follows it.
        _ => reader.at = 1,
    }
    if statement == "call" && reader.word(0) == "(" {
        reader.bracket();
    }
    let start = kept.and_then(|at| words.get(at + 1)).map(|word| word.range.start);
    while reader.at < words.len() {
        let before = reader.at;
        reader.expression();
        // The name of a partial is looked up, whatever its length.
        if before == 1 && matches!(statement, "include" | "import" | "from" | "extends") {
            reader.compared(1);
        }
        // What is no expression (`=`, `,`, a closing bracket) stands between two of them.
        if reader.at == before {
            reader.at += 1;
        }
    }
    if let (Some(start), Some(last)) = (start, words.last()) {
        reader.insert(start, "__keep(");
        reader.insert(last.range.end, ")");
    }
    // Of two insertions at one place the one made last holds the other: its opening goes before
    // and its closing after, which the numbers of `order` say.
    let mut edits: Vec<(usize, i64, Edit)> = reader
        .edits
        .into_iter()
        .enumerate()
        .map(|(made, edit)| {
            let made = i64::try_from(made).unwrap_or(i64::MAX);
            let order = match edit.text.as_str() {
                _ if !edit.range.is_empty() => i64::MAX,
                text if text.ends_with('(') => i64::MAX / 2 - made,
                _ => made - i64::MAX / 2,
            };
            (edit.range.start, order, edit)
        })
        .collect();
    edits.sort_by_key(|(start, order, _)| (*start, *order));
    edits.into_iter().map(|(_, _, edit)| edit).collect()
}

/// The first such word of a tag that does not stand in brackets.
fn sign(tag: &str, words: &[Word], wanted: &str) -> Option<usize> {
    let mut open = 0_usize;
    words.iter().position(|word| {
        match word.kind {
            Kind::Open => open += 1,
            Kind::Close => open = open.saturating_sub(1),
            _ => {}
        }
        open == 0 && word.kind != Kind::Text && tag.get(word.range.clone()) == Some(wanted)
    })
}

/// Whether a tag calls one of the functions that only [`edits`] may write.
pub fn reserved(tag: &str, delimiters: usize) -> Option<Range<usize>> {
    words(tag, delimiters)
        .into_iter()
        .find(|word| {
            word.kind == Kind::Name
                && tag.get(word.range.clone()).is_some_and(|name| name.starts_with("__"))
        })
        .map(|word| word.range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(tag: &str) -> String {
        let mut text = String::new();
        let mut at = 0;
        for edit in edits(tag, 2) {
            text.push_str(&tag[at..edit.range.start]);
            text.push_str(&edit.text);
            at = edit.range.end;
        }
        text + &tag[at..]
    }

    #[test]
    fn operators_become_calls() {
        for (tag, expected) in [
            ("{{ a ~ b }}", "{{ __join(a , b) }}"),
            ("{{ a ~ b ~ c }}", "{{ __join(__join(a , b) , c) }}"),
            ("{{ a + b - c }}", "{{ __sub(__add(a , b) , c) }}"),
            ("{{ a - -b * c }}", "{{ __sub(a , __mul(-b , c)) }}"),
            ("{{ a / b * c // d }}", "{{ __mul(a / b , c) // d }}"),
            ("{{ a ~ b + c }}", "{{ __add(__join(a , b) , c) }}"),
            (
                "{{ (a ~ b) ~ f(c ~ d)[e + 1].g | h(i * 2) }}",
                "{{ __join((__join(a , b)) , __index(f(__join(c , d)))[__read(__add(e , 1))].g | h(__mul(i , 2))) }}",
            ),
            ("{{ a + 14 days }}", "{{ __add(a , __span(14 , \"days\")) }}"),
            (
                "{{ a.b - (c + 1) weeks | date('long') }}",
                "{{ __sub(a.b , __span((__add(c , 1)) , \"weeks\")) | date('long') }}",
            ),
            (
                "{{ a + 5 business_days('x') }}",
                "{{ __add(a , __span(5 , \"business_days\", 'x')) }}",
            ),
            ("{% set day = days %}", "{% set day = __keep(days) %}"),
            ("{% for day in days %}", "{% for day in days %}"),
            ("{% set x = a ~ b %}", "{% set x = __keep(__join(a , b)) %}"),
            (
                "{% if a is defined and b + 1 > c %}",
                "{% if a is defined and __add(b , 1) > __read(c) %}",
            ),
            ("{% if a is divisibleby 3 - 1 %}", "{% if __sub(a is divisibleby 3 , 1) %}"),
            (
                "{{ a ~ b if c ~ d else e ~ f }}",
                "{{ __join(a , b) if __join(c , d) else __join(e , f) }}",
            ),
            ("{% for x in a + b if x ~ 'y' %}", "{% for x in __add(a , b) if __join(x , 'y') %}"),
            ("{{ 'a ~ b' }}", "{{ 'a ~ b' }}"),
            ("{{- a -}}", "{{- a -}}"),
            ("{{ f(-1, x=-2) }}", "{{ f(-1, x=-2) }}"),
            (
                "{{ [a ~ b, {'c': d ~ e}] }}",
                "{{ __keep([__join(a , b), __keep({'c': __join(d , e)})]) }}",
            ),
            ("{{ (a, b) }}", "{{ __keep((a, b)) }}"),
            (
                "{{ (a) ~ b[1] ~ c[1:] }}",
                "{{ __join(__join((a) , __index(b)[1]) , __keep(__index(c)[1:])) }}",
            ),
            ("{% set x = a, b %}", "{% set x = __keep(a, b) %}"),
            ("{% if a == 'x' or b not in c.d %}", "{% if a == 'x' or b not in __read(c.d) %}"),
            ("{{ a['b'][c] }}", "{{ __index(a['b'])[__read(c)] }}"),
            ("{% include a ignore missing %}", "{% include __read(a) ignore missing %}"),
            ("{% set (a, b) = b, a %}", "{% set (a, b) = __keep(b, a) %}"),
            ("{% with a = [b] %}", "{% with a = __keep([b]) %}"),
            ("{% for (a, b) in [c] %}", "{% for (a, b) in __keep([c]) %}"),
            ("{% call(a, b) m([c]) %}", "{% call(a, b) m(__keep([c])) %}"),
            (
                "{% include 'a' ~ b ignore missing %}",
                "{% include __join('a' , b) ignore missing %}",
            ),
            ("{% macro m(a, b=c ~ d) %}", "{% macro m(a, b=__join(c , d)) %}"),
            ("{{ not a ~ b }}", "{{ not __join(a , b) }}"),
            ("{{ a ** b ~ c }}", "{{ __join(a ** b , c) }}"),
        ] {
            assert_eq!(rewritten(tag), expected);
        }
    }

    #[test]
    fn broken_tags_are_left_to_the_parser() {
        for tag in
            ["{{ ~ }}", "{{ a ~ }}", "{{ ( }}", "{{ a + * b }}", "{{ ) ~ a }}", "{{", "{% %}"]
        {
            let _ = rewritten(tag);
        }
    }

    /// What minijinja reads, it also reads after the operators were replaced, and none is left.
    #[test]
    fn no_expression_keeps_an_operator() {
        const WORDS: &[&str] = &[
            "a", "b.c", "1", "2.5", "'x ~ y'", "f(", "(", ")", "[", "]", "{", "}", ",", ":", "~",
            "~", "+", "-", "*", "/", "//", "%", "**", "|", "upper", "is", "defined", "not", "and",
            "or", "in", "if", "else", "==", "<", "days", "weeks", "=", ".d",
        ];
        let environment = minijinja::Environment::new();
        let mut state = 7_u64;
        let (mut read, mut replaced, mut refused) = (0, 0, 0);
        for _ in 0..200_000 {
            let mut random = |below: usize| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                usize::try_from(state >> 33).unwrap() % below
            };
            let count = 1 + random(9);
            let text: Vec<&str> = (0..count).map(|_| WORDS[random(WORDS.len())]).collect();
            let tag = format!("{{{{ {} }}}}", text.join(" "));
            let result = rewritten(&tag);
            let fine = |tag: &str| environment.template_from_str(tag).is_ok();
            if fine(&tag) {
                read += 1;
                // minijinja lets keywords be names after an operator; as an argument they are not.
                if !fine(&result) {
                    refused += 1;
                    continue;
                }
                let words = words(&result, 2);
                let signs = words.iter().filter(|w| w.kind == Kind::Sign);
                let mut signs = signs.map(|w| &result[w.range.clone()]);
                assert!(!signs.any(|s| matches!(s, "~" | "+" | "*")), "{tag} became {result}");
                replaced += usize::from(result != tag);
            }
        }
        assert!(
            read > 3000 && replaced > 500 && refused * 20 < read,
            "{read} {replaced} {refused}"
        );
    }
}
