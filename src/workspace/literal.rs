//! Values as TOML text.

use super::table::{Node, Value};
use std::fmt::Write as _;

/// Characters of a line at most, as for code and prose of the workspace.
pub const WIDTH: usize = 100;

/// A value on one line.
pub fn inline(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => quoted(text),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(digits) => digits.clone(),
        Value::Boolean(value) => value.to_string(),
        Value::Date(date) | Value::DateTime(date) => date.clone(),
        Value::List(items) => {
            format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", "))
        }
        Value::Table(table) if table.is_empty() => String::from("{}"),
        Value::Table(table) => {
            format!("{{ {} }}", entries(table.iter().map(|(key, node)| (key.as_str(), node))))
        }
    }
}

/// `key = value, key = value`.
fn entries<'a>(pairs: impl Iterator<Item = (&'a str, &'a Node)>) -> String {
    pairs.map(|(k, node)| format!("{} = {}", key(k), inline(node))).collect::<Vec<_>>().join(", ")
}

/// An inline table with its keys in the order given.
pub fn inline_table<'a>(pairs: impl Iterator<Item = (&'a str, &'a Node)>) -> String {
    format!("{{ {} }}", entries(pairs))
}

/// `key = value`, over several lines where that reads better: a text with line breaks, a list that
/// fits no line.
pub fn assignment(name: &str, node: &Node) -> String {
    let name = key(name);
    let line = format!("{name} = {}", inline(node));
    match &node.value {
        Value::Text(text) if text.contains('\n') => format!("{name} = {}", multiline(text)),
        Value::List(items) if line.chars().count() > WIDTH => {
            let items: String = items.iter().map(|item| format!("  {},\n", inline(item))).collect();
            format!("{name} = [\n{items}]")
        }
        _ => line,
    }
}

/// A dotted name as it stands in a table's header; parts that need quotes get them.
pub fn dotted(name: &str) -> String {
    name.split('.').map(key).collect::<Vec<_>>().join(".")
}

/// A key, in quotes only if it needs them.
pub fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { quoted(name) }
}

/// A basic string.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\n' => quoted.push_str("\\n"),
            c => escape(c, &mut quoted),
        }
    }
    quoted.push('"');
    quoted
}

/// A multi-line basic string. The line break after the opening quotes is not part of the text.
fn multiline(text: &str) -> String {
    let mut quoted = String::from("\"\"\"\n");
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            // One quote alone ends nothing.
            '"' if matches!(characters.peek(), None | Some('"')) => quoted.push_str("\\\""),
            '"' | '\n' => quoted.push(character),
            c => escape(c, &mut quoted),
        }
    }
    quoted.push_str("\"\"\"");
    quoted
}

fn escape(character: char, quoted: &mut String) {
    match character {
        '\\' => quoted.push_str("\\\\"),
        '\t' => quoted.push_str("\\t"),
        c if c.is_control() => {
            let _ = write!(quoted, "\\u{:04X}", u32::from(c));
        }
        c => quoted.push(c),
    }
}

/// Comment lines, broken at [`WIDTH`]; each line starts with `# `.
pub fn comment(text: &str) -> String {
    wrap(text, WIDTH - 2).iter().map(|line| format!("# {line}\n")).collect()
}

/// The words of a text in lines of at most `width` characters, if no word is longer. Control
/// characters are left out: neither a comment nor a terminal should get them.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word: String = word.chars().filter(|c| !c.is_control()).collect();
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}
