//! Findings as text: for people, and in three forms for other programs. Nothing here prints.

pub mod github;
pub mod human;
pub mod json;
pub mod sarif;

pub use human::human;

/// A line of JSON in which characters that could steer a terminal are written as `\u009b`.
///
/// JSON itself only asks for this below U+0020. Such characters can stand in strings only, so that
/// the text can be changed as a whole.
fn harmless(json: &str) -> String {
    use super::visible::is_hidden;
    use std::fmt::Write as _;
    let mut out = String::with_capacity(json.len());
    let mut units = [0; 2];
    for c in json.chars() {
        if is_hidden(c) && c != '\n' {
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out.push('\n');
    out
}
