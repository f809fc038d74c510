//! What the names of a template stand for: `row` in a loop, `{% set … %}`, parameters of a macro.

use std::collections::BTreeMap;

/// Most values that one name is taken to stand for.
const MAX_VALUES: usize = 64;

/// Names that the language gives a meaning of its own.
const SPECIAL: &[&str] = &["loop", "self", "super", "caller", "varargs", "kwargs"];

/// What one name stands for; nothing if that is none of the customer's values.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Local {
    /// Values that the name is another word for, such as `sla[]` for `row`.
    pub values: Vec<String>,
    /// Values that it was made of in some other way, such as the number of days added to a date.
    pub made_of: Vec<String>,
    /// Whether it was set by the text and is not the name of a row or parameter.
    pub set: bool,
}

/// The names in force at one place of a template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scope {
    /// Outermost first; loops, macros and the like have one of their own.
    frames: Vec<BTreeMap<String, Local>>,
}

impl Default for Scope {
    fn default() -> Self {
        Scope { frames: vec![BTreeMap::new()] }
    }
}

impl Scope {
    /// Opens a loop, a macro or the like.
    pub fn enter(&mut self) {
        self.frames.push(BTreeMap::new());
    }

    /// Closes what was opened last.
    pub fn leave(&mut self) {
        if self.frames.len() > 1 {
            self.frames.pop();
        }
    }

    /// Gives a name a meaning. A name that has one in the same block keeps it beside the new one:
    /// branches of an `if` may set it differently.
    pub fn set(&mut self, name: &str, local: Local) {
        let Some(frame) = self.frames.last_mut() else { return };
        let known = frame.entry(name.to_owned()).or_default();
        known.set = local.set;
        for (list, more) in [(&mut known.values, local.values), (&mut known.made_of, local.made_of)]
        {
            for value in more {
                if list.len() < MAX_VALUES && !list.contains(&value) {
                    list.push(value);
                }
            }
        }
    }

    /// What a name stands for.
    pub fn get(&self, name: &str) -> Option<&Local> {
        self.frames.iter().rev().find_map(|frame| frame.get(name))
    }

    /// The values that a path such as `row.response` stands for, each with whether it is another
    /// word for it and not only made of it. The path is its first name and the rest with the sign
    /// before it.
    pub fn resolve(&self, first: &str, rest: &str) -> Vec<(String, bool)> {
        match self.get(first) {
            Some(local) => {
                let values = local.values.iter().map(|value| (format!("{value}{rest}"), true));
                values.chain(local.made_of.iter().map(|value| (value.clone(), false))).collect()
            }
            None if SPECIAL.contains(&first) => Vec::new(),
            None => vec![(format!("{first}{rest}"), true)],
        }
    }

    /// Names that stand for exactly one value.
    pub fn plain(&self) -> BTreeMap<String, String> {
        let mut plain = BTreeMap::new();
        for (name, local) in self.frames.iter().flatten() {
            match local.values.as_slice() {
                [only] if local.made_of.is_empty() => plain.insert(name.clone(), only.clone()),
                _ => plain.remove(name),
            };
        }
        plain
    }
}
