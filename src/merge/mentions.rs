//! The values that one tag of a template mentions, and what it does with them.

mod found;
mod operand;

pub use found::{Argument, Found, Mention, Use};

use super::expression::{Kind, Word, words};
use super::scope::{Local, Scope};
use std::ops::Range;

/// How deep brackets are followed; templates that go deeper are refused elsewhere.
const MAX_DEPTH: usize = 100;

/// Reads what stands in `{{ … }}`.
pub fn print(tag: &str, scope: &Scope) -> Found {
    expression(tag, 2, Use::Printed, scope)
}

/// Reads an expression without delimiters, such as the `when` of a document.
pub fn condition(text: &str, scope: &Scope) -> Found {
    expression(text, 0, Use::Tested, scope)
}

fn expression(text: &str, delimiters: usize, what: Use, scope: &Scope) -> Found {
    let mut scope = scope.clone();
    let mut reader = Reader::new(text, delimiters, &mut scope);
    reader.expression(0..reader.words.len(), &Context::of(what));
    reader.found
}

/// Reads what stands in `{% … %}`, and what it makes names mean in the tags behind it.
pub fn statement(tag: &str, scope: &mut Scope) -> Found {
    let mut reader = Reader::new(tag, 2, scope);
    reader.statement();
    reader.found
}

/// In what an expression stands.
#[derive(Clone)]
struct Context {
    what: Use,
    handed_to: Option<String>,
    depth: usize,
}

impl Context {
    fn of(what: Use) -> Self {
        Context { what, handed_to: None, depth: 0 }
    }

    fn inside(&self) -> Self {
        Context { depth: self.depth + 1, ..self.clone() }
    }
}

struct Reader<'a, 's> {
    tag: &'a str,
    words: Vec<Word>,
    scope: &'s mut Scope,
    found: Found,
}

impl<'a, 's> Reader<'a, 's> {
    fn new(tag: &'a str, delimiters: usize, scope: &'s mut Scope) -> Self {
        Reader { tag, words: words(tag, delimiters), scope, found: Found::default() }
    }

    /// A word; empty past the end.
    fn word(&self, at: usize) -> &'a str {
        let word = self.words.get(at);
        word.and_then(|word| self.tag.get(word.range.clone())).unwrap_or_default()
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.words.get(at).map(|word| word.kind)
    }

    fn is_name(&self, at: usize) -> bool {
        self.kind(at) == Some(Kind::Name)
    }

    /// The inside of a string.
    fn string(&self, at: usize) -> Option<&'a str> {
        let word = self.word(at);
        let quote = word.chars().next().filter(|_| self.kind(at) == Some(Kind::Text))?;
        word.strip_prefix(quote)?.strip_suffix(quote)
    }

    /// The first of some words outside of brackets, or the end.
    fn find(&self, range: Range<usize>, stops: &[&str]) -> usize {
        let mut depth = 0_usize;
        for at in range.clone() {
            if depth == 0 && stops.contains(&self.word(at)) {
                return at;
            }
            match self.kind(at) {
                Some(Kind::Open) => depth += 1,
                Some(Kind::Close) => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        range.end
    }

    /// The bracket that closes the one before `range`, or the end.
    fn close(&self, range: Range<usize>) -> usize {
        self.find(range, &[")", "]", "}"])
    }

    /// The parts between commas.
    fn parts(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let end = self.find(at..range.end, &[","]);
            parts.push(at..end);
            at = end + 1;
        }
        parts
    }

    fn statement(&mut self) {
        let end = self.words.len();
        let used = Context::of(Use::Used);
        match self.word(0) {
            "if" | "elif" => {
                self.expression(1..end, &Context::of(Use::Tested));
            }
            "for" => self.for_loop(),
            "set" => self.set(1..end),
            "with" => {
                self.scope.enter();
                self.parts(1..end).into_iter().for_each(|part| self.set(part));
            }
            "macro" => self.macro_head(),
            "call" => {
                self.scope.enter();
                let from = if self.word(1) == "(" { self.close(2..end) + 1 } else { 1 };
                self.expression(from..end, &used);
            }
            "block" | "autoescape" => self.scope.enter(),
            "filter" => {
                self.scope.enter();
                self.expression(2..end, &used);
            }
            "do" => {
                self.expression(1..end, &used);
            }
            "include" | "extends" => {
                let whole = self.find(1..end, &["ignore", "with", "without"]);
                self.found.templates =
                    (1..whole).filter_map(|at| self.string(at)).map(str::to_owned).collect();
                self.found.any_template = (1..whole).any(|at| self.is_name(at));
                self.expression(1..whole, &used);
            }
            "import" | "from" => self.import(),
            "endfor" | "endwith" | "endmacro" | "endcall" | "endblock" | "endautoescape"
            | "endfilter" => self.scope.leave(),
            _ => {}
        }
    }

    fn for_loop(&mut self) {
        let end = self.words.len();
        let middle = self.find(1..end, &["in"]);
        let names = (1..middle).filter(|at| self.is_name(*at)).map(|at| self.word(at));
        let names: Vec<&str> = names.collect();
        let stop = self.find(middle + 1..end, &["if", "recursive"]);
        let from = self.found.mentions.len();
        let list = self.expression(middle + 1..stop, &Context::of(Use::Used));
        for (at, mention) in self.found.mentions.iter_mut().enumerate().skip(from) {
            let first = at == from && mention.handed_to.is_none();
            if first || list.values.contains(&mention.name) {
                mention.what = Use::Looped;
                mention.whole = false;
            }
        }
        let pairs = (middle..stop).any(|at| matches!(self.word(at), "items" | "dictsort"));
        self.scope.enter();
        for (index, name) in names.iter().enumerate() {
            let step = match (names.len(), index) {
                (1, _) => "[]",
                (2, 1) if pairs => ".*",
                _ => {
                    self.scope.set(name, Local::default());
                    continue;
                }
            };
            let values = list.values.iter().map(|value| format!("{value}{step}")).collect();
            self.scope.set(name, Local { values, ..Local::default() });
        }
        if self.word(stop) == "if" {
            self.expression(stop + 1..end, &Context::of(Use::Tested));
        }
    }

    /// `name = expression`, or the head of a `{% set name %}` block.
    fn set(&mut self, range: Range<usize>) {
        let sign = self.find(range.clone(), &["="]);
        let filter = self.find(range.start..sign, &["|"]);
        let names: Vec<&str> =
            (range.start..filter).filter(|at| self.is_name(*at)).map(|at| self.word(at)).collect();
        let from = self.found.mentions.len();
        let local = self.expression((sign + 1).min(range.end)..range.end, &Context::of(Use::Used));
        for mention in self.found.mentions.iter_mut().skip(from) {
            mention.whole &= !local.values.contains(&mention.name);
        }
        for name in names {
            self.scope.set(name, Local { set: true, ..local.clone() });
        }
    }

    /// `name(parameter, parameter=default)`.
    fn macro_head(&mut self) {
        let name = self.word(1);
        self.scope.enter();
        let mut parameters = Vec::new();
        for part in self.parts(3..self.close(3..self.words.len())) {
            let parameter = self.word(part.start);
            let used = Context::of(Use::Used);
            let mut default = self.expression((part.start + 2).min(part.end)..part.end, &used);
            default.values.append(&mut default.made_of);
            self.found.arguments.push(Argument {
                callee: name.to_owned(),
                parameter: Err(parameter.to_owned()),
                names: default.values,
            });
            let values = vec![format!("{name}({parameter})")];
            self.scope.set(parameter, Local { values, ..Local::default() });
            parameters.push(parameter.to_owned());
        }
        self.found.macros.push((name.to_owned(), parameters));
    }

    /// `import "file" as name` and `from "file" import name as other, …`.
    fn import(&mut self) {
        self.found.templates.extend(self.string(1).map(str::to_owned));
        self.found.any_template = self.found.templates.is_empty();
        for at in 3..self.words.len() {
            if !self.is_name(at) || self.word(at) == "as" {
                continue;
            }
            self.scope.set(self.word(at), Local::default());
            if self.word(at - 1) == "as" {
                let (new, old) = (self.word(at).to_owned(), self.word(at - 2).to_owned());
                self.found.renamed.push((new, old));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a template mentions: first letter of the use, name, `*` for the whole of it.
    fn all(template: &str) -> Vec<String> {
        use super::super::lexer::{Piece, pieces};
        let mut scope = Scope::default();
        let mut list = Vec::new();
        for piece in pieces(template) {
            let found = match piece {
                Piece::Print(range) => print(&template[range], &scope),
                Piece::Tag(range) => statement(&template[range], &mut scope),
                _ => continue,
            };
            for mention in found.mentions {
                let letter = format!("{:?}", mention.what).to_lowercase();
                let through = mention.through.map(|n| format!(" through {n}")).unwrap_or_default();
                list.push(format!("{} {}{through}", &letter[..1], mention.name));
            }
        }
        list
    }

    #[test]
    fn prints_tests_and_filters() {
        assert_eq!(all("{{ a.b | upper }}"), ["p a.b"]);
        assert_eq!(all("{{ a.b | add_days(c.d) }}"), ["p a.b", "p c.d"]);
        assert_eq!(all("{{ a if b.c is defined else 'd.e' }}"), ["p a", "t b.c"]);
        assert_eq!(all("{% if a.b == 'x' and not c %}"), ["t a.b", "t c"]);
        assert_eq!(all("{{ a.b + 14 days }}"), ["p a.b"]);
        assert_eq!(all("{{ f(a, key=b.c) }}"), ["p a", "p b.c"]);
        assert_eq!(all("{{ {'k': a}['k'] ~ true }}"), ["p a"]);
    }

    #[test]
    fn loops_stand_for_rows() {
        assert_eq!(
            all("{% for row in sla if row.on %}{{ row.name }}{% endfor %}{{ row.name }}"),
            ["l sla", "t sla[].on", "p sla[].name", "p row.name"]
        );
        assert_eq!(
            all("{% for k, v in contacts | items %}{{ k }}{{ v.name }}{% endfor %}"),
            ["l contacts", "p contacts.*.name"]
        );
        assert_eq!(
            all(
                "{% for a in x %}{% for b in a.y %}{{ b.z }}{{ loop.index }}{% endfor %}{% endfor %}"
            ),
            ["l x", "l x[].y", "p x[].y[].z"]
        );
    }

    #[test]
    fn set_names_stand_for_values() {
        assert_eq!(
            all("{% set c = contacts.technical %}{{ c.name }}"),
            ["u contacts.technical", "p contacts.technical.name through c"]
        );
        assert_eq!(
            all("{% set day = a.b | add_days(c.d) %}{{ day }}"),
            ["u a.b", "u c.d", "p a.b through day", "p c.d through day"]
        );
        assert_eq!(
            all("{% with c = a if x else b %}{{ c.n }}{% endwith %}{{ c }}"),
            ["u a", "t x", "u b", "p a.n through c", "p b.n through c", "p x through c", "p c"]
        );
        assert_eq!(
            all("{% set r = sla | sort(attribute='x') | first %}{{ r.y }}"),
            ["u sla", "u sla[].x", "p sla[].y through r"]
        );
        assert_eq!(
            all("{% set r = sla | map(attribute='x') | first %}{{ r }}"),
            ["u sla", "u sla[].x", "p sla through r"]
        );
        assert_eq!(all("{% set text %}{{ a }}{% endset %}{{ text }}"), ["p a"]);
    }

    #[test]
    fn indexes_and_columns() {
        assert_eq!(all("{{ sla[0].response }}"), ["p sla[].response"]);
        assert_eq!(all("{{ sla[-1].response }}"), ["p sla[].response"]);
        assert_eq!(all("{{ a['b'].c }}"), ["p a.b.c"]);
        assert_eq!(all("{{ a[k].c }}"), ["p k", "p a.*.c"]);
        assert_eq!(
            all("{% for r in sla | sort(attribute='response') %}{% endfor %}"),
            ["l sla", "u sla[].response"]
        );
        assert_eq!(all("{% for r in a.b[1:] %}{{ r.c }}{% endfor %}"), ["l a.b", "p a.b[].c"]);
    }

    #[test]
    fn parameters_are_marked() {
        assert_eq!(
            all("{% macro card(who, title=a.b) %}{{ who.name }}{% endmacro %}{{ card(c.d) }}"),
            ["u a.b", "p card(who).name", "p c.d"]
        );
        assert_eq!(all("{% from 'm.md' import card as c %}{{ c(a) }}"), ["p a"]);
        assert_eq!(all("{% import 'm.md' as m %}{{ m.card(a) }}"), ["p a"]);
    }

    #[test]
    fn deep_brackets_end() {
        let deep = format!("{{{{ {}a{} }}}}", "f(".repeat(20_000), ")".repeat(20_000));
        assert!(all(&deep).is_empty());
    }
}
