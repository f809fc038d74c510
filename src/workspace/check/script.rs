//! Letters that look like others: words of several scripts and forms of width or of mathematics.
//!
//! The rule is the restriction level "Highly Restrictive" of Unicode Technical Standard 39, section
//! 5.2, applied to each word: one script, or Latin beside the scripts of Japanese, Korean or
//! Bopomofo. A word that is Greek or Cyrillic from end to end is fine.

use icu_properties::props::Script;
use icu_properties::{CodePointMapData, PropertyNamesLong};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// A character that looks like another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Odd {
    /// Bytes of the characters.
    pub part: Range<usize>,
    /// What they are.
    pub label: String,
}

/// The first character of a text that looks like what it is not.
pub(super) fn odd(text: &str) -> Option<Odd> {
    if text.is_ascii() {
        return None;
    }
    let disguised = text.char_indices().find(
        |(_, c)| matches!(u32::from(*c), 0xFF01..=0xFF5E | 0x1D400..=0x1D7FF | 0x2460..=0x249B),
    );
    if let Some((at, c)) = disguised {
        let plain: String = c.nfkc().collect();
        return Some(Odd {
            part: at..at + c.len_utf8(),
            label: format!("U+{:04X} is not `{plain}`", u32::from(c)),
        });
    }
    let is_word = |c: char| c.is_alphanumeric() || script(c) == Script::Inherited;
    let mut start = 0;
    for piece in text.split_inclusive(|c: char| !is_word(c)) {
        if let Some(found) = mixed(piece, start) {
            return Some(found);
        }
        start += piece.len();
    }
    None
}

fn script(c: char) -> Script {
    CodePointMapData::<Script>::new().get(c)
}

/// The letters of a word that are of the rarer of two scripts.
fn mixed(word: &str, start: usize) -> Option<Odd> {
    if word.is_ascii() {
        return None;
    }
    let letters: Vec<(usize, char, Script)> = word
        .char_indices()
        .map(|(at, c)| (at, c, script(c)))
        .filter(|(_, _, s)| !matches!(*s, Script::Common | Script::Inherited | Script::Unknown))
        .collect();
    let count = |wanted: Script| letters.iter().filter(|(_, _, s)| *s == wanted).count();
    let mut scripts: Vec<Script> = Vec::new();
    for (_, _, script) in &letters {
        if !scripts.contains(script) {
            scripts.push(*script);
        }
    }
    if scripts.len() < 2 || go_together(&scripts) {
        return None;
    }
    // What is rarer is out of place; of equals the one that is not Latin.
    let strange = *scripts.iter().min_by_key(|s| (count(**s), **s == Script::Latin))?;
    let usual = *scripts.iter().filter(|s| **s != strange).max_by_key(|s| count(**s))?;
    let names = PropertyNamesLong::<Script>::new();
    let name = |script: Script| names.get(script).unwrap_or("other");
    let first = letters.iter().position(|(_, _, s)| *s == strange)?;
    let run: Vec<&(usize, char, Script)> =
        letters.iter().skip(first).take_while(|(_, _, s)| *s == strange).collect();
    let (end, last, _) = run.last()?;
    let points: Vec<String> =
        run.iter().map(|(_, c, _)| format!("U+{:04X}", u32::from(*c))).collect();
    Some(Odd {
        part: start + run.first()?.0..start + end + last.len_utf8(),
        label: format!("{} among {}: {}", name(strange), name(usual), points.join(" ")),
    })
}

/// Scripts that one language writes in one word.
fn go_together(scripts: &[Script]) -> bool {
    let within = |set: &[Script]| scripts.iter().all(|script| set.contains(script));
    within(&[Script::Latin, Script::Han, Script::Hiragana, Script::Katakana])
        || within(&[Script::Latin, Script::Han, Script::Bopomofo])
        || within(&[Script::Latin, Script::Han, Script::Hangul])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::odd;

    #[test]
    fn words_of_one_script_are_fine() {
        for fine in [
            "Θάλασσα Ναυτιλιακή Α.Ε.",
            "Ιάσονας Μαυροΐδης",
            "Acme Москва",
            "Hellenic Data Protection Authority (Αρχή Προστασίας)",
            "AIシステム株式会社",
            "Dr. Käthe Weißhäupl",
            "Nguye\u{302}\u{303}n",
            "5 µm, №7",
        ] {
            assert_eq!(odd(fine), None, "{fine}");
        }
    }

    #[test]
    fn a_word_of_two_scripts_is_shown_with_its_code_points() {
        let found = odd("Die \u{410}cme GmbH").unwrap();
        assert_eq!((found.part, found.label.as_str()), (4..6, "Cyrillic among Latin: U+0410"));
        let found = odd("Μ\u{430}υροΐδης").unwrap();
        assert_eq!(found.label, "Cyrillic among Greek: U+0430");
        assert_eq!(odd("HRB １2").unwrap().label, "U+FF11 is not `1`");
        assert_eq!(odd("\u{1D400}cme").unwrap().label, "U+1D400 is not `A`");
    }
}
