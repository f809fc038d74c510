//! JSON, TOML and YAML: keys, strings and constants.

use super::Class;
use super::scanner::Scanner;

/// JSON, with the comments of its relatives.
pub(super) fn json(scanner: &mut Scanner<'_>) {
    while let Some(c) = scanner.peek() {
        let start = scanner.position();
        match c {
            '"' => {
                scanner.step();
                scanner.quoted('"', false);
                let key = scanner.rest().trim_start().starts_with(':');
                scanner.mark(start, if key { Class::Attribute } else { Class::String });
            }
            '/' if scanner.sees("//") => {
                scanner.skip_line();
                scanner.mark(start, Class::Comment);
            }
            '/' if scanner.sees("/*") => {
                scanner.skip_past("*/");
                scanner.mark(start, Class::Comment);
            }
            '-' | '0'..='9' => {
                scanner.step();
                scanner.number();
                scanner.mark(start, Class::Constant);
            }
            c if c.is_alphabetic() => {
                let word = scanner.word("");
                if matches!(word, "true" | "false" | "null") {
                    scanner.mark(start, Class::Constant);
                }
            }
            _ => {
                scanner.step();
            }
        }
    }
}

/// TOML, and INI files as far as they look like it.
pub(super) fn toml(scanner: &mut Scanner<'_>) {
    let mut key = true;
    while let Some(c) = scanner.peek() {
        let start = scanner.position();
        match c {
            '\n' => {
                scanner.step();
                key = true;
            }
            '#' | ';' if c == '#' || key => {
                scanner.skip_line();
                scanner.mark(start, Class::Comment);
            }
            '[' if key => {
                scanner.skip(|c| c != '\n' && c != '#');
                scanner.mark(start, Class::Keyword);
            }
            '=' => {
                scanner.step();
                scanner.mark(start, Class::Operator);
                key = false;
            }
            '{' | ',' => {
                scanner.step();
                // Keys of an inline table, but not elements of an array.
                key = scanner.rest().trim_start().split([',', '}', '\n']).next().is_some_and(
                    |next| next.contains('=') && !next.trim_start().starts_with(['"', '\'']),
                );
            }
            '"' | '\'' if !key => {
                toml_string(scanner, c);
                scanner.mark(start, Class::String);
            }
            ' ' | '\t' => {
                scanner.step();
            }
            _ if key => {
                scanner.skip(|c| !"=#\n}".contains(c));
                scanner.mark(start, Class::Attribute);
                if scanner.position() == start {
                    scanner.step();
                }
            }
            '+' | '-' | '0'..='9' => {
                scanner.skip(|c| c.is_ascii_alphanumeric() || "+-_.:".contains(c));
                scanner.mark(start, Class::Constant);
            }
            c if c.is_alphabetic() => {
                if matches!(scanner.word(""), "true" | "false" | "inf" | "nan") {
                    scanner.mark(start, Class::Constant);
                }
            }
            _ => {
                scanner.step();
            }
        }
    }
}

fn toml_string(scanner: &mut Scanner<'_>, quote: char) {
    let fence = if quote == '"' { "\"\"\"" } else { "'''" };
    if scanner.accept(fence) {
        scanner.skip_past(fence);
    } else {
        scanner.step();
        scanner.quoted(quote, false);
    }
}

/// YAML.
pub(super) fn yaml(scanner: &mut Scanner<'_>) {
    let mut line_start = true;
    while let Some(c) = scanner.peek() {
        let start = scanner.position();
        match c {
            '\n' => {
                scanner.step();
                line_start = true;
            }
            ' ' | '\t' => {
                scanner.step();
            }
            '#' if scanner.before().is_none_or(char::is_whitespace) => {
                scanner.skip_line();
                scanner.mark(start, Class::Comment);
            }
            '-' if line_start && (scanner.sees("- ") || scanner.sees("-\n")) => {
                scanner.step();
                scanner.mark(start, Class::Operator);
            }
            '"' | '\'' => {
                scanner.step();
                scanner.quoted(c, true);
                let key = scanner.sees(":");
                scanner.mark(start, if key { Class::Attribute } else { Class::String });
                line_start = false;
            }
            '&' | '*' | '!' | '|' | '>' => {
                scanner.skip(|c| !c.is_whitespace());
                scanner.mark(start, Class::Operator);
                line_start = false;
            }
            _ => {
                yaml_plain(scanner);
                line_start = false;
            }
        }
    }
}

/// A word or a sentence without quotes: a key if a colon ends it.
fn yaml_plain(scanner: &mut Scanner<'_>) {
    let start = scanner.position();
    scanner.step();
    while let Some(c) = scanner.peek() {
        let comment = c == '#' && scanner.before().is_some_and(char::is_whitespace);
        let key = c == ':' && scanner.rest().chars().nth(1).is_none_or(char::is_whitespace);
        if comment || key || matches!(c, '\n' | ',' | ']' | '}' | '{' | '[') {
            break;
        }
        scanner.step();
    }
    let words = scanner.between(start, scanner.position()).trim();
    let number = words.starts_with(|c: char| c.is_ascii_digit()) && words.parse::<f64>().is_ok();
    if scanner.sees(":") {
        scanner.mark(start, Class::Attribute);
    } else if number || matches!(words, "true" | "false" | "null" | "yes" | "no" | "~") {
        scanner.mark(start, Class::Constant);
    }
}
