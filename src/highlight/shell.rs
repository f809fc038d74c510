//! Shell commands, above all `curl`.

use super::Class;
use super::scanner::Scanner;

const KEYWORDS: [&str; 18] = [
    "if", "then", "else", "elif", "fi", "for", "while", "until", "do", "done", "case", "esac",
    "in", "function", "select", "time", "return", "local",
];

/// Characters that end a bare word.
const BREAKS: &str = " \t\n;|&<>()'\"`$\\";

/// Marks commands, options, strings and the variables in them.
pub(super) fn scan(scanner: &mut Scanner<'_>) {
    // Whether the next word is the name of a command.
    let mut command = true;
    while let Some(c) = scanner.peek() {
        let start = scanner.position();
        match c {
            '\n' => {
                command = true;
                scanner.step();
            }
            ' ' | '\t' => {
                scanner.step();
            }
            '#' if scanner.before().is_none_or(char::is_whitespace) => {
                scanner.skip_line();
                scanner.mark(start, Class::Comment);
            }
            '\'' => {
                scanner.step();
                scanner.skip_past("'");
                scanner.mark(start, Class::String);
                command = false;
            }
            '"' => {
                double_quoted(scanner);
                command = false;
            }
            '$' => {
                command = scanner.sees("$(") && !scanner.sees("$((");
                variable(scanner);
            }
            '\\' => {
                scanner.step();
                // A continued line goes on with the same command.
                scanner.step();
                scanner.mark(start, Class::Operator);
            }
            ';' | '|' | '&' | '(' | '`' => {
                scanner.step();
                scanner.mark(start, Class::Operator);
                command = true;
            }
            '<' | '>' | ')' => {
                scanner.step();
                scanner.mark(start, Class::Operator);
            }
            _ => command = bare(scanner, command),
        }
    }
}

/// A word without quotes; says whether a command's name is still to come.
fn bare(scanner: &mut Scanner<'_>, command: bool) -> bool {
    let start = scanner.position();
    scanner.skip(|c| !BREAKS.contains(c));
    let word = scanner.between(start, scanner.position());
    if command && (word == "$" || word == ">" || word == "!") {
        return true;
    }
    if command && KEYWORDS.contains(&word) {
        scanner.mark(start, Class::Keyword);
        return !matches!(word, "for" | "case" | "in" | "function" | "select");
    }
    if command {
        // `NAME=value command`
        if let Some((name, _)) = word.split_once('=')
            && !name.is_empty()
            && name.chars().all(|c| c.is_alphanumeric() || c == '_')
        {
            return true;
        }
        scanner.mark(start, Class::Function);
        return false;
    }
    if word.starts_with('-') && word.len() > 1 {
        scanner.mark(start, Class::Operator);
    } else if !word.is_empty() && word.chars().all(|c| c.is_ascii_digit()) {
        scanner.mark(start, Class::Constant);
    } else if matches!(word, "in" | "do" | "then") {
        scanner.mark(start, Class::Keyword);
        return word != "in";
    }
    false
}

/// `"…"` with variables inside.
fn double_quoted(scanner: &mut Scanner<'_>) {
    let mut start = scanner.position();
    scanner.step();
    while let Some(c) = scanner.peek() {
        match c {
            '"' => {
                scanner.step();
                break;
            }
            '\\' => {
                scanner.step();
                scanner.step();
            }
            '$' => {
                scanner.mark(start, Class::String);
                variable(scanner);
                start = scanner.position();
            }
            _ => {
                scanner.step();
            }
        }
    }
    scanner.mark(start, Class::String);
}

/// `$NAME`, `${NAME}`, `$1`, or the start of `$(command)`.
fn variable(scanner: &mut Scanner<'_>) {
    let start = scanner.position();
    scanner.step();
    match scanner.peek() {
        Some('{') => {
            scanner.skip(|c| c != '}' && c != '\n');
            scanner.accept("}");
            scanner.mark(start, Class::Variable);
        }
        Some('(') => {
            scanner.step();
            scanner.mark(start, Class::Operator);
        }
        Some(c) if c.is_alphabetic() || c == '_' => {
            scanner.word("");
            scanner.mark(start, Class::Variable);
        }
        Some(c) if c.is_ascii_digit() || "?!#@*$-".contains(c) => {
            scanner.step();
            scanner.mark(start, Class::Variable);
        }
        _ => {}
    }
}
