//! Names that every system can keep, and that no system takes for one another.

use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// The longest portable name, in bytes: what is left of 255 once a suffix is added.
const MAX_BYTES: usize = 150;

/// A name without case and Unicode form: equal for names that some file system mixes up.
pub fn fold(name: &str) -> String {
    // Upper case first, so that `ß` and `ss` become equal; characters one by one, because the
    // lower case of a whole word looks at its neighbours (`Σ`).
    name.nfc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
}

/// Why a name is not portable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnportableName {
    /// It is empty.
    Empty,
    /// It has more than so many bytes.
    TooLong(usize),
    /// It starts with `-` or `.`.
    Start(char),
    /// It ends with a dot or a space.
    End(char),
    /// It holds a character that some file system forbids.
    Character(char),
    /// Windows keeps it for a device.
    Device,
}

/// Refuses a name that is not a usable file name on every system.
pub fn portable(name: &str) -> Result<(), UnportableName> {
    portable_within(name, MAX_BYTES)
}

pub(super) fn portable_within(name: &str, limit: usize) -> Result<(), UnportableName> {
    if name.is_empty() {
        return Err(UnportableName::Empty);
    }
    if name.len() > limit {
        return Err(UnportableName::TooLong(limit));
    }
    let wrong = |c: &char| c.is_control() || invisible(*c) || r#"<>:"/\|?*"#.contains(*c);
    if let Some(c) = name.chars().find(wrong) {
        return Err(UnportableName::Character(c));
    }
    if let Some(c) = name.chars().next().filter(|c| matches!(c, '-' | '.' | ' ')) {
        return Err(UnportableName::Start(c));
    }
    if let Some(c) = name.chars().last().filter(|c| matches!(c, '.') || c.is_whitespace()) {
        return Err(UnportableName::End(c));
    }
    if is_device(name) {
        return Err(UnportableName::Device);
    }
    Ok(())
}

/// Characters that change how a name looks or compares without being seen.
fn invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E000}'..='\u{F8FF}')
}

/// `CON`, `com1.txt`, `LPT³` …: devices on Windows, with any extension.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    if matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") {
        return true;
    }
    let digit = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    digit.is_some_and(|d| {
        let mut digits = d.chars();
        matches!(digits.next(), Some('0'..='9' | '¹' | '²' | '³')) && digits.next().is_none()
    })
}

impl fmt::Display for UnportableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UnportableName::Empty => f.write_str("it is empty"),
            UnportableName::TooLong(limit) => write!(f, "it has more than {limit} bytes"),
            UnportableName::Start(c) => write!(f, "it starts with `{c}`"),
            UnportableName::End('.') => f.write_str("it ends with a dot"),
            UnportableName::End(_) => f.write_str("it ends with a space"),
            UnportableName::Character(c) if c.is_control() || invisible(*c) => {
                write!(f, "it has the character U+{:04X}", *c as u32)
            }
            UnportableName::Character(c) => write!(f, "it has the character `{c}`"),
            UnportableName::Device => f.write_str("Windows keeps it for a device"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{fold, portable};

    #[test]
    fn case_form_and_sharp_s_fold() {
        assert_eq!(fold("STRASSE"), fold("straße"));
        assert_eq!(fold("Cafe\u{301}"), fold("CAFÉ"));
        assert_eq!(fold("ΟΔΟΣ"), fold("οδος"));
        assert_ne!(fold("a b"), fold("a-b"));
    }

    #[test]
    fn windows_names_are_not_portable() {
        for name in
            ["CON", "nul.md", "Com1", "LPT³", "aux .txt", "x.", "x ", "a:b", "a?", "-x", ".x", ""]
        {
            assert!(portable(name).is_err(), "{name}");
        }
        for name in ["console", "com10", "acme", "Müller & Söhne", "a#b", "日本"] {
            assert!(portable(name).is_ok(), "{name}");
        }
    }
}
