//! The values of `pdf.toml` go where they belong.

use super::slot::{LONGEST, Slot, Unit, WEIGHTS, family, thousandths};
use crate::diag::{Diagnostic, Sink, SourceId, suggest};
use crate::font::Family;
use crate::layout::geom::Color;
use crate::layout::{Field, RunningText, Spacing};
use crate::pack::paper::Paper;
use crate::workspace::{Node, Table, Value, unknown_key};
use std::ops::RangeInclusive;

/// Reads one file; what is wrong is reported.
pub(super) struct Reader<'a> {
    pub(super) source: SourceId,
    pub(super) sink: &'a mut Sink,
}

impl Reader<'_> {
    pub(super) fn unknown(&mut self, table: &Table, place: &str, known: &[&str]) {
        for (key, node) in table.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
            self.sink.report(unknown_key(key, node, known.iter().copied(), place));
        }
    }

    pub(super) fn wrong(&mut self, key: &str, node: &Node, expected: &str) {
        self.sink.report(
            Diagnostic::error("PP0103", format!("`{key}` must be {expected}"))
                .at(node.span, format!("this is {}", node.value.kind())),
        );
    }

    fn unusable(&mut self, node: &Node, message: String, hint: impl Into<String>) {
        self.sink.report(Diagnostic::error("PP0402", message).at(node.span, "").hint(hint));
    }

    /// Puts a value into its slot.
    pub(super) fn read(&mut self, key: &str, node: &Node, slot: Slot<'_>) {
        match slot {
            Slot::Number { at, unit, range } => {
                if let Some(number) = self.number(key, node, unit, &range) {
                    *at = number * unit.factor();
                }
            }
            Slot::Gaps(gaps) => match node.as_list() {
                Some(list) if list.len() == gaps.len() => {
                    for (gap, node) in gaps.iter_mut().zip(list) {
                        *gap =
                            self.number(key, node, Unit::One, &Spacing::RANGE).unwrap_or_default();
                    }
                }
                _ => self.wrong(key, node, "three numbers, for levels 2, 3 and below"),
            },
            Slot::Weight(weight) => {
                if let Some(number) = self.number(key, node, Unit::One, &WEIGHTS) {
                    // Within 100 to 900 by now.
                    *weight = number.round() as u16;
                }
            }
            Slot::Flag(flag) => match node.value {
                Value::Boolean(value) => *flag = value,
                _ => self.wrong(key, node, "true or false"),
            },
            Slot::Family(slot) => match node.as_text().and_then(family) {
                Some(family) if family != Family::Emoji => *slot = family,
                _ => self.wrong(key, node, "\"sans\", \"serif\" or \"mono\""),
            },
            Slot::Paper(paper) => self.paper(key, node, paper),
            Slot::Color(color) => {
                if let Some(value) = self.color(key, node) {
                    *color = value;
                }
            }
            Slot::Pair(bar, ground) => match node.as_list() {
                Some([first, second]) => {
                    let pair = (self.color(key, first), self.color(key, second));
                    if let (Some(first), Some(second)) = pair {
                        (*bar, *ground) = (first, second);
                    }
                }
                _ => self.wrong(key, node, "two colours, of the bar and of the ground"),
            },
            Slot::Line(line) => self.line(key, node, line),
            Slot::Word(word) => {
                if let Some(text) = self.text(key, node) {
                    text.clone_into(word);
                }
            }
        }
    }

    fn number(
        &mut self,
        key: &str,
        node: &Node,
        unit: Unit,
        range: &RangeInclusive<f32>,
    ) -> Option<f32> {
        let number = match &node.value {
            Value::Integer(n) => n.to_string().parse::<f32>().ok(),
            Value::Decimal(digits) => digits.parse::<f32>().ok(),
            _ => None,
        };
        let Some(number) = number.filter(|number| number.is_finite()) else {
            self.wrong(key, node, "a number");
            return None;
        };
        if range.contains(&number) {
            return Some(number);
        }
        let (low, high, unit) = (range.start(), range.end(), unit.name());
        let number = thousandths(number);
        let message = format!("`{key}` is {number}{unit}; possible are {low} to {high}{unit}");
        self.unusable(node, message, HINT);
        None
    }

    fn paper(&mut self, key: &str, node: &Node, paper: &mut Paper) {
        let name = node.as_text().unwrap_or_default();
        let known = Paper::ALL.iter().find(|(known, _)| *known == name);
        if let Some((_, value)) = known {
            *paper = *value;
            return;
        }
        let message = format!("`{key}` must be \"auto\", \"a4\" or \"letter\"");
        let near = suggest::nearest(&name.to_ascii_lowercase(), Paper::ALL.map(|(name, _)| name));
        let hint = match near {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => "\"auto\" is what is usual in the customer's country".to_owned(),
        };
        self.sink.report(Diagnostic::error("PP0103", message).at(node.span, "").hint(hint));
    }

    fn color(&mut self, key: &str, node: &Node) -> Option<Color> {
        let color = node.as_text().and_then(Color::parse);
        if color.is_none() {
            self.wrong(key, node, "a colour such as \"#1f2328\"");
        }
        color
    }

    /// Text of one line that is not too long for one.
    fn text<'n>(&mut self, key: &str, node: &'n Node) -> Option<&'n str> {
        let Some(text) = node.as_text() else {
            self.wrong(key, node, "text");
            return None;
        };
        if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
            let message = format!("`{key}` must be one line of at most {LONGEST} characters");
            self.unusable(node, message, HINT);
            return None;
        }
        Some(text)
    }

    fn line(&mut self, key: &str, node: &Node, line: &mut RunningText) {
        let Some(text) = self.text(key, node) else { return };
        let name = match RunningText::parse(text) {
            Ok(parsed) => return *line = parsed,
            Err(name) => name,
        };
        let names = Field::ALL.map(Field::name);
        let (message, hint) = if name.is_empty() {
            let message = format!("`{key}` has a brace without its other");
            (message, "write fields as {page}; braces cannot be printed".to_owned())
        } else {
            let hint = match suggest::nearest(&name, names) {
                Some(near) => format!("did you mean `{{{near}}}`?"),
                None => format!("fields: {}", names.join(", ")),
            };
            (format!("`{key}` asks for `{{{name}}}`, which no page knows"), hint)
        };
        self.unusable(node, message, hint);
    }
}

const HINT: &str = "docs/page-style.md lists every key with its range";
