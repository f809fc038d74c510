//! Plain text, Markdown, words of an enum and paths of files.

use super::fault::Fault;
use crate::diag::suggest;
use crate::workspace::table::Node;

pub(super) const LINE: &str = "a string of one line, not blank and without control characters";
pub(super) const LINES: &str = "a string, not blank and without control characters";
pub(super) const MARKDOWN: &str = "Markdown without template syntax, not blank";
pub(super) const FILE: &str = "the path of a file such as \"acme/logo.svg\"";

/// Checks one line of text.
pub(super) fn line(text: &str) -> Result<(), Fault> {
    match text.find('\n') {
        Some(_) => Err(Fault::new(LINE).label("this has a line break")),
        None => printable(LINE, text),
    }
}

/// Checks text of several lines.
pub(super) fn lines(text: &str) -> Result<(), Fault> {
    printable(LINES, text)
}

/// Checks Markdown; what it holds beyond text is for the stage that parses it.
pub(super) fn markdown(text: &str) -> Result<(), Fault> {
    printable(MARKDOWN, text)?;
    for open in ["{{", "{%", "{##"] {
        if let Some(at) = text.find(open) {
            return Err(Fault::new(MARKDOWN)
                .part(at..at + open.len())
                .label("a template would start here")
                .hint("a value is printed as it is: write the words themselves"));
        }
    }
    Ok(())
}

/// Checks a path; whether there is a file is for whoever opens it.
pub(super) fn file(text: &str) -> Result<(), Fault> {
    match text.find('\n') {
        Some(_) => Err(Fault::new(FILE).label("this has a line break")),
        None => printable(FILE, text),
    }
}

fn printable(expected: &'static str, text: &str) -> Result<(), Fault> {
    match text.char_indices().find(|(_, c)| c.is_control() && *c != '\n') {
        Some((at, c)) => Err(Fault::new(expected)
            .part(at..at + c.len_utf8())
            .label(format!("this has U+{:04X}", u32::from(c)))),
        None => Ok(()),
    }
}

/// Checks a word of an enum.
pub(super) fn word(words: &[String], node: &Node) -> Result<(), Fault> {
    let text = node.as_text();
    if text.is_some_and(|text| words.iter().any(|word| word == text)) {
        return Ok(());
    }
    let list: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    let expected = format!("one of {}", list.join(", "));
    let Some(text) = text else { return Err(Fault::other_type(expected, node)) };
    let fault = Fault::new(expected);
    let fault = if text.trim().is_empty() { fault.label("this is blank") } else { fault };
    let folded = words.iter().find(|word| word.to_lowercase() == text.to_lowercase());
    let near = folded.map(String::as_str);
    Err(match near.or_else(|| suggest::nearest(text, words.iter().map(String::as_str))) {
        Some(near) => fault.meant(near),
        None => fault,
    })
}
