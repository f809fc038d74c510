//! Characters nobody sees: in a value they hide text, turn it round or make two names look alike.
//!
//! The list is that of Unicode's default ignorable code points and bidirectional controls (CVE-2021-42574)
//! without those that words and emoji need: joiners between letters of a script that joins them, and
//! one variation selector behind a character that has variants.

/// The first such character of a text and its first byte.
pub(super) fn first(text: &str) -> Option<(usize, char)> {
    if text.is_ascii() {
        return text.bytes().position(|byte| byte == 0).map(|at| (at, '\0'));
    }
    let mut before = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let after = characters.peek().map(|(_, c)| *c);
        let hidden = match c {
            // ZWNJ of Persian, ZWJ of Indic scripts and of emoji.
            '\u{200C}' | '\u{200D}' => !(before.is_some_and(joins) && after.is_some_and(joins)),
            '\u{FE00}'..='\u{FE0F}' => !before.is_some_and(has_variants),
            '\u{E0100}'..='\u{E01EF}' => !before.is_some_and(is_ideograph),
            c => is_hidden(c),
        };
        if hidden {
            return Some((at, c));
        }
        before = Some(c);
    }
    None
}

/// Also U+E000 to U+E00F, which stand for printed values during a build.
const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\0' | '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}'
        | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
        | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{E000}'..='\u{E00F}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether a character can stand beside a joiner: no Latin, Greek or Cyrillic, no space, no sign.
const fn joins(c: char) -> bool {
    !matches!(c,
        '\0'..='\u{052F}' | '\u{1D00}'..='\u{200B}' | '\u{200E}'..='\u{206F}' | '\u{2C60}'..='\u{2C7F}'
        | '\u{3000}' | '\u{A640}'..='\u{A69F}' | '\u{A720}'..='\u{A7FF}' | '\u{AB30}'..='\u{AB6F}'
        | '\u{FB00}'..='\u{FB06}' | '\u{FEFF}'..='\u{FFEF}')
        && !is_hidden(c)
}

/// Whether a variation selector can follow: keycaps, signs and symbols, not letters.
const fn has_variants(c: char) -> bool {
    matches!(c, '0'..='9' | '#' | '*' | '©' | '®')
        || matches!(c, '\u{2010}'..='\u{2BFF}' | '\u{3030}'..='\u{303D}' | '\u{3297}'..='\u{3299}')
        || matches!(c, '\u{1F000}'..='\u{1FAFF}')
        || is_ideograph(c)
}

const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn what_nobody_sees_is_found() {
        for hidden in [
            '\0',
            '\u{00AD}',
            '\u{061C}',
            '\u{180E}',
            '\u{200B}',
            '\u{200C}',
            '\u{200D}',
            '\u{200E}',
            '\u{200F}',
            '\u{202A}',
            '\u{202E}',
            '\u{2060}',
            '\u{2066}',
            '\u{2069}',
            '\u{FEFF}',
            '\u{FE0F}',
            '\u{E000}',
            '\u{E0001}',
            '\u{E0041}',
            '\u{E007F}',
            '\u{E0100}',
        ] {
            assert_eq!(first(&format!("Ac{hidden}me")), Some((2, hidden)), "{hidden:?}");
        }
    }

    #[test]
    fn words_and_emoji_are_left_alone() {
        for fine in [
            "می\u{200C}خواهم",
            "क\u{094D}\u{200D}ष",
            "👩\u{200D}💻",
            "🏴\u{200D}☠\u{FE0F}",
            "❤\u{FE0F}\u{200D}🔥",
            "1\u{FE0F}\u{20E3}",
            "葛\u{E0100}城",
            "Θάλασσα",
            "🔴",
        ] {
            assert_eq!(first(fine), None, "{fine:?}");
        }
    }
}
