//! Reads expressions as minijinja does, as far as operators and their operands go.

use super::expression::{Kind, Word};
use super::operators::{Edit, UNITS};
use std::ops::Range;

/// How deep brackets are followed; minijinja refuses deeper ones.
const MAX_DEPTH: usize = 160;

/// Reads the words of a tag and collects what has to be replaced.
pub(super) struct Reader<'a> {
    pub tag: &'a str,
    pub words: &'a [Word],
    /// Index of the word to read next.
    pub at: usize,
    pub depth: usize,
    pub edits: Vec<Edit>,
}

impl<'a> Reader<'a> {
    pub fn word(&self, ahead: usize) -> &'a str {
        self.words
            .get(self.at + ahead)
            .and_then(|word| self.tag.get(word.range.clone()))
            .unwrap_or_default()
    }

    fn kind(&self) -> Option<Kind> {
        self.words.get(self.at).map(|word| word.kind)
    }

    fn skip(&mut self, word: &str) -> bool {
        let found = self.word(0) == word && self.kind() != Some(Kind::Text);
        self.at += usize::from(found);
        found
    }

    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.edits.push(Edit { range: at..at, text: text.into() });
    }

    fn replace(&mut self, word: usize, text: &str) {
        if let Some(word) = self.words.get(word) {
            self.edits.push(Edit { range: word.range.clone(), text: text.to_owned() });
        }
    }

    /// Where the words from `from` to the one before the current stand.
    fn since(&self, from: usize) -> Option<Range<usize>> {
        let first = self.words.get(from)?;
        let last = self.words.get(self.at.checked_sub(1)?)?;
        (from < self.at).then_some(first.range.start..last.range.end)
    }

    /// A conditional expression and what is in it.
    pub fn expression(&mut self) -> Option<Range<usize>> {
        if self.depth > MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let from = self.at;
        self.logic();
        while self.skip("if") {
            self.logic();
            if self.skip("else") {
                self.logic();
            }
        }
        self.depth -= 1;
        self.since(from)
    }

    /// `not`, `and`, `or` and comparisons: they only stand between sums.
    fn logic(&mut self) {
        let mut compared = usize::MAX;
        loop {
            while self.skip("not") {}
            self.sum();
            self.compared(compared);
            let sign = self.word(0);
            let goes_on = match self.kind() {
                Some(Kind::Name) => matches!(sign, "and" | "or" | "in" | "not"),
                Some(Kind::Sign) => matches!(sign, "==" | "!=" | "<" | "<=" | ">" | ">="),
                _ => false,
            };
            if !goes_on {
                return;
            }
            let logical = matches!(sign, "and" | "or");
            self.at += if sign == "not" && self.word(1) == "in" { 2 } else { 1 };
            compared = if logical { usize::MAX } else { self.at };
        }
    }

    /// `a + b - c`, which is `__sub(__add(a, b), c)`.
    fn sum(&mut self) {
        self.chain(Self::joined, |sign| match sign {
            "+" => Some("__add("),
            "-" => Some("__sub("),
            _ => None,
        });
    }

    /// `a ~ b ~ c`, which is `__join(__join(a, b), c)`.
    fn joined(&mut self) {
        self.chain(Self::product, |sign| (sign == "~").then_some("__join("));
    }

    /// `a * b / c`: the division stays as it is, between what the multiplication gives and `c`.
    fn product(&mut self) {
        self.chain(Self::power, |sign| match sign {
            "*" => Some("__mul("),
            "/" | "//" | "%" => Some(""),
            _ => None,
        });
    }

    fn power(&mut self) {
        self.chain(Self::unary, |sign| (sign == "**").then_some(""));
    }

    /// Operands of one precedence, read from the left. An operator with a function closes a call
    /// that opens before all that came before it.
    fn chain(&mut self, operand: fn(&mut Self), function: fn(&str) -> Option<&'static str>) {
        let from = self.at;
        operand(self);
        while self.kind() == Some(Kind::Sign)
            && let Some(name) = function(self.word(0))
        {
            let sign = self.at;
            self.at += 1;
            let right = self.at;
            operand(self);
            if right == self.at {
                return;
            }
            if let Some(range) = self.since(from).filter(|_| !name.is_empty()) {
                self.insert(range.start, name);
                self.replace(sign, ",");
                self.insert(range.end, ")");
            }
        }
    }

    /// A value with its minus, attributes, calls, filters and tests, and a unit of time behind it.
    fn unary(&mut self) {
        let from = self.at;
        self.operand();
        loop {
            if self.kind() == Some(Kind::Sign) && self.skip("|") {
                self.dotted();
                self.arguments();
            } else if self.kind() == Some(Kind::Name) && self.skip("is") {
                self.skip("not");
                self.dotted();
                if self.word(0) == "(" {
                    self.arguments();
                } else if self.starts_argument() {
                    self.operand();
                }
            } else {
                break;
            }
        }
        if self.kind() == Some(Kind::Name)
            && UNITS.contains(&self.word(0))
            && let Some(range) = self.since(from)
        {
            let unit = format!(", \"{}\"", self.word(0));
            self.replace(self.at, &unit);
            self.at += 1;
            self.insert(range.start, "__span(");
            let arguments = self.at;
            if self.word(0) == "(" {
                // `5 business_days("dublin")`: the name of a calendar.
                self.arguments();
                self.replace(arguments, ", ");
            } else if let Some(end) = self.since(from).map(|range| range.end) {
                self.insert(end, ")");
            }
        }
    }

    /// A value with its minus, attributes and calls.
    fn operand(&mut self) {
        while self.kind() == Some(Kind::Sign) && self.skip("-") {}
        let from = self.at;
        match self.kind() {
            // A list, a table or a tuple is made here; it must stay within the limits.
            Some(Kind::Open) => {
                let made = self.word(0) != "(";
                if self.bracket().contains(&",") || made {
                    self.keep(from);
                }
            }
            // After an operator every word is a value, keywords too.
            Some(Kind::Name | Kind::Number | Kind::Text) => self.at += 1,
            _ => return,
        }
        loop {
            match (self.kind(), self.word(0)) {
                (Some(Kind::Sign), ".") => self.at += 2,
                (Some(Kind::Open), "[") => self.subscript(from),
                (Some(Kind::Open), "(") => {
                    self.bracket();
                }
                _ => return,
            }
        }
    }

    /// `a[b]` and `a[b:c]`, which makes a text or a list; `a["b"]` is a name.
    fn subscript(&mut self, from: usize) {
        let (open, before) = (self.at, self.since(from));
        let slice = self.bracket().contains(&":");
        let written = self.words.get(open + 1).is_some_and(|word| word.kind == Kind::Text);
        if let Some(range) = before.filter(|_| slice || !written) {
            self.insert(range.start, "__index(");
            self.insert(range.end, ")");
        }
        if slice {
            self.keep(from);
        } else if let Some(end) = self.at.checked_sub(1) {
            let after = std::mem::replace(&mut self.at, end);
            self.compared(open + 1);
            self.at = after;
        }
    }

    fn starts_argument(&self) -> bool {
        match self.kind() {
            Some(Kind::Name) => {
                !matches!(self.word(0), "and" | "or" | "else" | "is" | "if" | "not" | "in")
            }
            Some(Kind::Number | Kind::Text) => true,
            Some(Kind::Open) => self.word(0) != "(",
            Some(Kind::Sign) => matches!(self.word(0), "-" | "+"),
            _ => false,
        }
    }

    fn dotted(&mut self) {
        self.at += 1;
        while self.kind() == Some(Kind::Sign) && self.word(0) == "." {
            self.at += 2;
        }
    }

    fn arguments(&mut self) {
        if self.word(0) == "(" && self.kind() == Some(Kind::Open) {
            self.bracket();
        }
    }

    /// Has what a value from the word `from` on is compared with counted. A word in quotes is short
    /// enough, and two values are compared as far as the shorter one goes.
    pub fn compared(&mut self, from: usize) {
        let name = |word: &&Word| match word.kind {
            Kind::Name => true,
            Kind::Open => self.tag.get(word.range.clone()) == Some("("),
            _ => false,
        };
        if let (Some(_), Some(range)) = (self.words.get(from).filter(name), self.since(from)) {
            self.insert(range.start, "__read(");
            self.insert(range.end, ")");
        }
    }

    /// Has what stands from the word `from` on counted.
    fn keep(&mut self, from: usize) {
        if let Some(range) = self.since(from) {
            self.insert(range.start, "__keep(");
            self.insert(range.end, ")");
        }
    }

    /// Brackets and the expressions in them; returns the signs between those.
    pub fn bracket(&mut self) -> Vec<&'a str> {
        let mut between = Vec::new();
        self.at += 1;
        while let Some(kind) = self.kind() {
            if kind == Kind::Close {
                self.at += 1;
                break;
            }
            let before = self.at;
            self.expression();
            if before == self.at {
                between.push(self.at);
                self.at += 1;
            }
        }
        let (tag, words) = (self.tag, self.words);
        let words = between.into_iter().filter_map(|at| words.get(at));
        words.filter_map(|word| tag.get(word.range.clone())).collect()
    }
}
