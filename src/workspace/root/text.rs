//! Bytes to text, one way for every file.

use super::TextFault;

/// Text from bytes: strict UTF-8, without a byte order mark, `\r\n` and `\r` as `\n`.
///
/// NUL is refused, and so are U+E000 to U+E00F, which stand for printed values during a build.
pub fn decode_text(bytes: &[u8]) -> Result<String, TextFault> {
    let marked = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let offset = error.valid_up_to();
        let before = bytes.get(..offset).unwrap_or_default();
        let line = before.iter().filter(|b| **b == b'\n').count() + 1;
        TextFault::Encoding { offset, line, utf16: marked }
    })?;
    if let [0, second, ..] | [second, 0, ..] = bytes
        && *second != 0
    {
        let offset = usize::from(*second == *bytes.first().unwrap_or(&0));
        return Err(TextFault::Encoding { offset, line: 1, utf16: true });
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    match text.char_indices().find(|(_, c)| matches!(c, '\0' | '\u{E000}'..='\u{E00F}')) {
        None => Ok(text),
        Some((offset, character)) => {
            let before = text.get(..offset).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let start = before.rfind('\n').map_or(0, |at| at + 1);
            let column = before.get(start..).unwrap_or_default().chars().count() + 1;
            Err(TextFault::Character { character, offset, line, column })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{TextFault, decode_text};

    #[test]
    fn marks_and_line_ends_are_made_equal() {
        assert_eq!(decode_text(b"\xEF\xBB\xBFa\r\nb\rc\n").unwrap(), "a\nb\nc\n");
    }

    #[test]
    fn wrong_bytes_are_placed() {
        let fault = decode_text(b"ok\nab\xFFc").unwrap_err();
        assert_eq!(fault, TextFault::Encoding { offset: 5, line: 2, utf16: false });
        assert!(matches!(
            decode_text(b"\xFF\xFEa\0").unwrap_err(),
            TextFault::Encoding { offset: 0, utf16: true, .. }
        ));
        assert!(matches!(
            decode_text(b"a\0b\0").unwrap_err(),
            TextFault::Encoding { offset: 1, utf16: true, .. }
        ));
    }

    #[test]
    fn reserved_characters_are_placed() {
        let fault = decode_text("a\r\né\u{E003}".as_bytes()).unwrap_err();
        assert_eq!(
            fault,
            TextFault::Character { character: '\u{E003}', offset: 4, line: 2, column: 2 }
        );
        assert!(decode_text(b"ab\0").is_err());
        assert!(decode_text("\u{E010}".as_bytes()).is_ok());
    }
}
