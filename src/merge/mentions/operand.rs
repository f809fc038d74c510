//! What an expression mentions: paths, filters, calls.

use super::super::expression::Kind;
use super::super::scope::Local;
use super::{Argument, Context, MAX_DEPTH, Mention, Reader, Use};
use std::ops::Range;

impl Reader<'_, '_> {
    /// Reads an expression. Returns the values that it is another word for, filters apart, and
    /// those that it is made of in some other way.
    pub(super) fn expression(&mut self, range: Range<usize>, context: &Context) -> Local {
        let mut local = Local::default();
        if context.depth > MAX_DEPTH {
            return local;
        }
        let mut context = context.clone();
        let what = context.what;
        // The mentions of the operand just read, and where its values begin in `local`.
        let mut last = 0..0;
        let mut operand = 0;
        let mut at = range.start;
        while at < range.end {
            let from = self.found.mentions.len();
            match (self.kind(at), self.word(at)) {
                // A number may have a unit of time behind it.
                (Some(Kind::Number), _) => {
                    at += 1 + usize::from(self.is_name(at + 1) && !is_keyword(self.word(at + 1)))
                }
                (_, "|") => {
                    let (names, next) = self.filter(at + 1, range.end, last.clone(), &context);
                    let values = local.values.split_off(operand.min(local.values.len()));
                    match Shape::of(self.word(at + 1)) {
                        Shape::Same => local.values.extend(values),
                        Shape::Element => {
                            local.values.extend(values.iter().map(|value| format!("{value}[]")));
                        }
                        Shape::Other => local.made_of.extend(values),
                    }
                    local.made_of.extend(names);
                    at = next;
                }
                (Some(Kind::Open), bracket) => {
                    let close = self.close(at + 1..range.end);
                    let mut inner = self.expression(at + 1..close, &context.inside());
                    operand = local.values.len();
                    if bracket == "(" && context.what == what {
                        local.values.append(&mut inner.values);
                    }
                    local.made_of.append(&mut inner.values);
                    local.made_of.append(&mut inner.made_of);
                    last = from..self.found.mentions.len();
                    at = close + 1;
                }
                (Some(Kind::Name), "if") => {
                    context.what = Use::Tested;
                    at += 1;
                }
                (Some(Kind::Name), "else") => {
                    context.what = what;
                    at += 1;
                }
                (Some(Kind::Name), "is") => {
                    for mention in self.found.mentions.get_mut(last.clone()).unwrap_or_default() {
                        mention.what = Use::Tested;
                        mention.whole = false;
                    }
                    at += if self.word(at + 1) == "not" { 3 } else { 2 };
                }
                (Some(Kind::Name), word) if is_keyword(word) => at += 1,
                (Some(Kind::Name), _) => {
                    let (mut read, next) = self.path(at, range.end, &context);
                    operand = local.values.len();
                    if context.what == what {
                        local.values.append(&mut read.values);
                    }
                    local.made_of.append(&mut read.values);
                    local.made_of.append(&mut read.made_of);
                    last = from..self.found.mentions.len();
                    at = next;
                }
                _ => at += 1,
            }
        }
        local
    }

    /// A filter at `at` and its arguments; `base` are the mentions it is applied to. Returns the
    /// values its arguments are made of, and where it ends.
    fn filter(
        &mut self,
        at: usize,
        end: usize,
        base: Range<usize>,
        context: &Context,
    ) -> (Vec<String>, usize) {
        let filter = self.word(at);
        let reads_column = matches!(
            filter,
            "sort"
                | "map"
                | "groupby"
                | "selectattr"
                | "rejectattr"
                | "unique"
                | "sum"
                | "min"
                | "max"
        );
        let mut names = Vec::new();
        for mention in self.found.mentions.get_mut(base).unwrap_or_default() {
            names.push(mention.name.clone());
            if reads_column || matches!(filter, "length" | "count") {
                mention.whole = false;
            }
        }
        if self.word(at + 1) != "(" {
            return (Vec::new(), at + 1);
        }
        let close = self.close(at + 2..end);
        let mut made_of = Vec::new();
        for (place, part) in self.parts(at + 2..close).into_iter().enumerate() {
            let keyword = self.is_name(part.start) && self.word(part.start + 1) == "=";
            let value = if keyword { part.start + 2 } else { part.start };
            let column = if keyword {
                self.word(part.start) == "attribute"
            } else {
                place == 0 && matches!(filter, "groupby" | "selectattr" | "rejectattr")
            };
            if let Some(text) = self.string(value).filter(|_| column && reads_column)
                && let Some(word) = self.words.get(value)
            {
                let range = word.range.start + 1..word.range.end.saturating_sub(1);
                for name in &names {
                    self.found.mentions.push(Mention {
                        name: format!("{name}[].{text}"),
                        range: range.clone(),
                        what: Use::Used,
                        through: None,
                        whole: true,
                        handed_to: None,
                    });
                }
            }
            let local = self.expression(value.min(part.end)..part.end, &context.inside());
            made_of.extend(local.values.into_iter().chain(local.made_of));
        }
        (made_of, close + 1)
    }

    /// A name with what follows it by `.` and `[…]`, or a call if `(` comes next. Returns what it
    /// stands for, and where it ends.
    fn path(&mut self, start: usize, end: usize, context: &Context) -> (Local, usize) {
        let first = self.word(start);
        let mut rest = String::new();
        let mut parent = None;
        let mut made_of = Vec::new();
        let mut at = start + 1;
        while at < end {
            let step = match (self.word(at), self.kind(at + 1)) {
                (".", Some(Kind::Name)) => {
                    at += 2;
                    format!(".{}", self.word(at - 1))
                }
                (".", Some(Kind::Number)) => {
                    at += 2;
                    String::from("[]")
                }
                ("[", _) => {
                    let close = self.close(at + 1..end);
                    let step = match (close - at, self.string(at + 1), self.kind(at + 1)) {
                        (2, Some(key), _) => format!(".{key}"),
                        (2, _, Some(Kind::Number)) | (3, _, Some(Kind::Sign)) => String::from("[]"),
                        // A slice has the same rows.
                        _ if self.find(at + 1..close, &[":"]) < close => String::new(),
                        _ => String::from(".*"),
                    };
                    let key = self.expression(at + 1..close, &context.inside());
                    made_of.extend(key.values.into_iter().chain(key.made_of));
                    at = close + 1;
                    step
                }
                _ => break,
            };
            parent = Some(rest.clone());
            rest.push_str(&step);
        }
        let stop = self.words.get(at.saturating_sub(1)).map_or(0, |word| word.range.end);
        let place = self.words.get(start).map_or(0, |word| word.range.start);
        let called = self.word(at) == "(" && at < end;
        let value = match (called, parent) {
            (false, _) => Some(rest.clone()),
            // A method: what stands before it is used.
            (true, Some(parent)) => Some(parent),
            (true, None) => None,
        };
        let mut values = Vec::new();
        for (name, is_value) in value.iter().flat_map(|value| self.scope.resolve(first, value)) {
            if is_value {
                values.push(name.clone());
            } else {
                made_of.push(name.clone());
            }
            self.found.mentions.push(Mention {
                name,
                range: place..stop.max(place),
                what: context.what,
                through: self.scope.get(first).filter(|l| l.set).map(|_| first.to_owned()),
                whole: is_value && context.what != Use::Tested,
                handed_to: context.handed_to.clone(),
            });
        }
        if !called {
            return (Local { values, made_of, set: false }, at);
        }
        made_of.append(&mut values);
        let callee = rest.rsplit('.').next().filter(|name| !name.is_empty()).unwrap_or(first);
        let close = self.close(at + 1..end);
        for (place, part) in self.parts(at + 1..close).into_iter().enumerate() {
            let keyword = self.is_name(part.start) && self.word(part.start + 1) == "=";
            let parameter = if keyword { Err(self.word(part.start).to_owned()) } else { Ok(place) };
            let from = if keyword { (part.start + 2).min(part.end) } else { part.start };
            let mut inner = context.inside();
            inner.handed_to = Some(callee.to_owned());
            let mut local = self.expression(from..part.end, &inner);
            local.values.append(&mut local.made_of);
            made_of.extend(local.values.iter().cloned());
            let (callee, names) = (callee.to_owned(), local.values);
            self.found.arguments.push(Argument { callee, parameter, names });
        }
        (Local { values: Vec::new(), made_of, set: false }, close + 1)
    }
}

/// What a filter makes of the names below a value.
enum Shape {
    /// The same rows, or the same table.
    Same,
    /// One of the rows.
    Element,
    /// Something else.
    Other,
}

impl Shape {
    fn of(filter: &str) -> Self {
        match filter {
            "sort" | "reverse" | "unique" | "select" | "reject" | "selectattr" | "rejectattr"
            | "list" | "default" | "d" | "items" | "dictsort" => Shape::Same,
            "first" | "last" | "min" | "max" => Shape::Element,
            _ => Shape::Other,
        }
    }
}

/// Words of an expression that are no names of values.
fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "if" | "else"
            | "is"
            | "in"
            | "not"
            | "and"
            | "or"
            | "true"
            | "false"
            | "none"
            | "True"
            | "False"
            | "None"
            | "recursive"
    )
}
