//! The page numbers that cross-references print. They are known only after the layout that prints
//! them, so a document that refers to pages is laid out until they stay the same.

use std::collections::{BTreeMap, BTreeSet};

/// Layouts after which all numbers are made equally wide: the lines depend on no number then, so
/// that the next layout settles.
const FREE: usize = 3;
/// Layouts at most: two more, one that finds the numbers and one that prints them.
const MOST: usize = FREE + 2;

/// Numbers of pages by anchor, as the layout before found them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printed {
    numbers: BTreeMap<String, usize>,
    digits: usize,
    layouts: usize,
}

impl Printed {
    /// What a reference to an anchor prints. Before the first layout a number of two digits stands for
    /// those not known.
    pub fn of(&self, anchor: &str) -> String {
        let number = self.numbers.get(anchor).copied().unwrap_or(99);
        let digits = number.to_string();
        // A figure space is as wide as a tabular figure.
        let missing = self.digits.saturating_sub(digits.len());
        format!("{}{digits}", "\u{2007}".repeat(missing))
    }

    /// The numbers for one more layout, if the one that printed these found others for what it
    /// refers to.
    pub fn next(
        &self,
        referred: &BTreeSet<String>,
        found: &BTreeMap<String, usize>,
    ) -> Option<Printed> {
        let number = |anchor: &String| Some((anchor.clone(), *found.get(anchor)?));
        let numbers: BTreeMap<String, usize> = referred.iter().filter_map(number).collect();
        let layouts = self.layouts + 1;
        if numbers == self.numbers || layouts >= MOST {
            return None;
        }
        let widest = found.values().max().map_or(0, |number| number.to_string().len());
        let digits = if layouts >= FREE { widest } else { 0 };
        Some(Printed { numbers, digits, layouts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_end_whatever_they_find() {
        let referred = BTreeSet::from([String::from("a"), String::from("b")]);
        let mut printed = Printed::default();
        let mut layouts = 1;
        // A document whose target jumps between pages 9 and 10 for as long as numbers differ in width.
        while let Some(next) = printed.next(&referred, &{
            let page = if layouts % 2 == 0 { 9 } else { 10 };
            BTreeMap::from([(String::from("a"), page), (String::from("c"), 120)])
        }) {
            printed = next;
            layouts += 1;
            assert!(layouts < 20);
        }
        assert_eq!(layouts, MOST);
        // The last ones print numbers of one width: nothing is left that could move them.
        assert_eq!(printed.of("a").chars().count(), 3);
        assert!(printed.of("a").starts_with('\u{2007}'));
    }

    #[test]
    fn nothing_is_laid_out_twice_without_references() {
        let found = BTreeMap::from([(String::from("a"), 3)]);
        assert_eq!(Printed::default().next(&BTreeSet::new(), &found), None);
    }
}
