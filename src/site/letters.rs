//! Which characters the pages use, by face: decides which font subsets are shipped.

/// A set of characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Letters {
    bits: Vec<u64>,
}

impl Letters {
    /// Adds every character of a text; ASCII counts as one, because no subset splits it.
    pub(super) fn add(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.insert(' ');
        if !text.is_ascii() {
            text.chars().filter(|c| !c.is_ascii()).for_each(|c| self.insert(c));
        }
    }

    fn insert(&mut self, c: char) {
        let (word, bit) = (c as usize / 64, c as usize % 64);
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        if let Some(slot) = self.bits.get_mut(word) {
            *slot |= 1 << bit;
        }
    }

    fn contains(&self, code: usize) -> bool {
        self.bits.get(code / 64).is_some_and(|word| word & (1 << (code % 64)) != 0)
    }

    /// Whether any character lies in one of the ranges, ends included.
    pub(super) fn meets(&self, ranges: &[(u32, u32)]) -> bool {
        let end = self.bits.len() * 64;
        ranges.iter().any(|(first, last)| {
            (*first as usize..(*last as usize + 1).min(end)).any(|code| self.contains(code))
        })
    }
}

/// The characters set in each face.
#[derive(Debug, Clone, Default)]
pub(super) struct Usage {
    /// Interface, guides, tables.
    pub(super) sans: Letters,
    /// Their italics.
    pub(super) sans_italic: Letters,
    /// Legal texts.
    pub(super) serif: Letters,
    /// Their italics.
    pub(super) serif_italic: Letters,
    /// Code.
    pub(super) mono: Letters,
}

#[cfg(test)]
mod tests {
    use super::Letters;

    #[test]
    fn ranges_are_met_by_their_characters_only() {
        let mut letters = Letters::default();
        letters.add("Θάλασσα Ltd");
        assert!(letters.meets(&[(0x370, 0x3ff)]));
        assert!(letters.meets(&[(0, 0xff)]));
        assert!(!letters.meets(&[(0x400, 0x4ff), (0x1f00, 0x1fff)]));
    }
}
