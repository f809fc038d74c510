//! Text that is safe to show: characters that steer a terminal or that nobody sees are spelt out.
//!
//! Messages quote values and file names, which anybody may have written. An escape character
//! printed as it is could recolour, move or hide what stands on the screen, or set a window title.

use std::borrow::Cow;

/// A text on one line: control characters, line ends included, and invisible ones as `\u{1b}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    spelt_out(text, |_| false)
}

/// A text that may have several lines and tabs; all other control and invisible characters are
/// spelt out.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    spelt_out(text, |c| matches!(c, '\n' | '\t'))
}

fn spelt_out(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    let spelt = |c: char| is_hidden(c) && !keep(c);
    if !text.chars().any(spelt) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            c if !spelt(c) => out.push(c),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => out.extend(c.escape_unicode()),
        }
    }
    Cow::Owned(out)
}

/// One visible character for each hidden one, so that columns stay what they are: the control
/// pictures of Unicode, and U+FFFD where there is none. Tabs and line ends are left alone.
pub fn stand_in(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        '\u{7F}' => '\u{2421}',
        c if u32::from(c) < 0x20 => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{FFFD}'),
        c if is_hidden(c) => '\u{FFFD}',
        c => c,
    }
}

/// Control characters, and those without a shape that change how the others read: soft hyphens,
/// zero-width spaces, line separators, bidirectional controls (UAX 9) and tags. Joiners stay: names
/// and emoji are written with them.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_spelt_out() {
        assert_eq!(visible("a\u{1b}[31mb\u{9b}0m"), "a\\u{1b}[31mb\\u{9b}0m");
        assert_eq!(visible("one\ntwo\r\tthree\u{202E}"), "one\\ntwo\\r\\tthree\\u{202e}");
        assert_eq!(visible_lines("one\ntwo\r\tthree"), "one\ntwo\\r\tthree");
        assert!(matches!(visible("Büro 北京 👩\u{200D}💻"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_stand_in_is_one_visible_character() {
        for code in 0..=0x10_FFFF {
            let Some(c) = char::from_u32(code) else { continue };
            let shown = stand_in(c);
            assert!(matches!(shown, '\n' | '\t') || !is_hidden(shown), "{code:X}");
            assert_eq!(shown == c, !is_hidden(c) || matches!(c, '\n' | '\t'), "{code:X}");
        }
        assert_eq!((stand_in('\u{1b}'), stand_in('\u{85}')), ('␛', '\u{FFFD}'));
    }
}
