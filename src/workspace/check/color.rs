//! Colours.

use super::fault::Fault;

pub(super) const COLOR: &str = "a colour such as \"#0b5fff\"";

/// Checks a colour of six hexadecimal digits.
pub(super) fn check(text: &str) -> Result<(), Fault> {
    let Some(digits) = text.strip_prefix('#') else {
        let fault = Fault::new(COLOR);
        let hexadecimal = text.len() == 6 && text.bytes().all(|b| b.is_ascii_hexdigit());
        return Err(if hexadecimal {
            fault.label("there is no #").meant(&format!("#{text}"))
        } else {
            fault.label("names of colours differ between programs")
        });
    };
    if let Some((at, c)) = digits.char_indices().find(|(_, c)| !c.is_ascii_hexdigit()) {
        return Err(Fault::new(COLOR)
            .part(at + 1..at + 1 + c.len_utf8())
            .label("no hexadecimal digit"));
    }
    match digits.len() {
        6 => Ok(()),
        3 => {
            let doubled: String = digits.chars().flat_map(|c| [c, c]).collect();
            Err(Fault::new(COLOR).label("six digits are needed").meant(&format!("#{doubled}")))
        }
        8 => Err(Fault::new(COLOR).part(7..9).label("transparency cannot be printed")),
        _ => Err(Fault::new(COLOR).label("six digits are needed")),
    }
}
