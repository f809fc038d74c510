//! HTTP messages: first line, header fields, and a JSON body.

use super::Class;
use super::data;
use super::scanner::Scanner;

/// Marks the first line and the names of the fields; a JSON body is marked as JSON.
pub(super) fn scan(scanner: &mut Scanner<'_>) {
    first_line(scanner);
    while scanner.peek().is_some() {
        if scanner.accept("\n") {
            if scanner.rest().starts_with(['{', '[']) {
                data::json(scanner);
            }
            continue;
        }
        let start = scanner.position();
        scanner.skip(|c| c != ':' && c != '\n');
        if scanner.sees(":") {
            scanner.mark(start, Class::Attribute);
        }
        scanner.skip_line();
        scanner.accept("\n");
    }
}

/// `HTTP/1.1 200 OK` or `POST /path HTTP/1.1`.
fn first_line(scanner: &mut Scanner<'_>) {
    let start = scanner.position();
    let response = scanner.sees("HTTP/");
    scanner.skip(|c| !c.is_whitespace());
    scanner.mark(start, if response { Class::Keyword } else { Class::Function });
    scanner.skip(|c| c == ' ');
    let second = scanner.position();
    scanner.skip(|c| !c.is_whitespace());
    scanner.mark(second, if response { Class::Constant } else { Class::Plain });
    scanner.skip(|c| c == ' ');
    let third = scanner.position();
    scanner.skip_line();
    scanner.mark(third, if response { Class::Constant } else { Class::Keyword });
    scanner.accept("\n");
}
