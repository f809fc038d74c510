//! Python, JavaScript and other languages with words, strings and comments.

use super::Class;
use super::scanner::Scanner;

const PYTHON: [&str; 34] = [
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif",
    "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
    "match", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    "case",
];

const JAVASCRIPT: [&str; 46] = [
    "as",
    "async",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "export",
    "extends",
    "finally",
    "for",
    "from",
    "function",
    "get",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "of",
    "private",
    "public",
    "readonly",
    "return",
    "set",
    "static",
    "switch",
    "throw",
    "try",
    "type",
    "typeof",
    "var",
    "void",
    "while",
    "yield",
];

const BRACES: [&str; 62] = [
    "as",
    "async",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "default",
    "defer",
    "do",
    "else",
    "enum",
    "extends",
    "final",
    "finally",
    "fn",
    "for",
    "foreach",
    "func",
    "function",
    "fun",
    "go",
    "guard",
    "if",
    "impl",
    "implements",
    "import",
    "in",
    "interface",
    "internal",
    "let",
    "loop",
    "match",
    "mod",
    "mut",
    "namespace",
    "new",
    "override",
    "package",
    "private",
    "protected",
    "pub",
    "public",
    "return",
    "static",
    "struct",
    "switch",
    "throw",
    "throws",
    "trait",
    "try",
    "type",
    "use",
    "using",
    "val",
    "var",
    "void",
    "when",
    "where",
    "while",
];

const CONSTANTS: [&str; 10] =
    ["true", "false", "null", "undefined", "None", "True", "False", "NaN", "Infinity", "nil"];

/// What tells these languages apart.
struct Grammar {
    keywords: &'static [&'static str],
    hash_comments: bool,
    slash_comments: bool,
    /// `"""…"""` and `'''…'''`.
    triple_quotes: bool,
    /// `` `…${…}…` ``.
    templates: bool,
}

/// Python.
pub(super) fn python(scanner: &mut Scanner<'_>) {
    scan(
        scanner,
        &Grammar {
            keywords: &PYTHON,
            hash_comments: true,
            slash_comments: false,
            triple_quotes: true,
            templates: false,
        },
    );
}

/// JavaScript and TypeScript.
pub(super) fn javascript(scanner: &mut Scanner<'_>) {
    scan(
        scanner,
        &Grammar {
            keywords: &JAVASCRIPT,
            hash_comments: false,
            slash_comments: true,
            triple_quotes: false,
            templates: true,
        },
    );
}

/// Languages with braces and `//`: Go, Java, Kotlin, Rust, C and C#, Swift, PHP.
pub(super) fn braces(scanner: &mut Scanner<'_>) {
    scan(
        scanner,
        &Grammar {
            keywords: &BRACES,
            hash_comments: false,
            slash_comments: true,
            triple_quotes: false,
            templates: false,
        },
    );
}

fn scan(scanner: &mut Scanner<'_>, grammar: &Grammar) {
    while let Some(c) = scanner.peek() {
        let start = scanner.position();
        match c {
            '#' if grammar.hash_comments => {
                scanner.skip_line();
                scanner.mark(start, Class::Comment);
            }
            '/' if grammar.slash_comments && scanner.sees("//") => {
                scanner.skip_line();
                scanner.mark(start, Class::Comment);
            }
            '/' if grammar.slash_comments && scanner.sees("/*") => {
                scanner.skip_past("*/");
                scanner.mark(start, Class::Comment);
            }
            '"' | '\'' => string(scanner, grammar, c),
            '`' if grammar.templates => template(scanner),
            '@' => {
                scanner.step();
                scanner.word(".");
                scanner.mark(start, Class::Attribute);
            }
            '$' => {
                scanner.step();
                scanner.word("");
                scanner.mark(start, Class::Variable);
            }
            '0'..='9' => {
                scanner.number();
                scanner.mark(start, Class::Constant);
            }
            c if c.is_alphabetic() || c == '_' => word(scanner, grammar),
            c if "+-*/%=<>!&|^~?:".contains(c) => {
                scanner.skip(|c| "+-*%=<>!&|^~?:".contains(c));
                if scanner.position() == start {
                    scanner.step();
                }
                scanner.mark(start, Class::Operator);
            }
            _ => {
                scanner.step();
            }
        }
    }
}

fn string(scanner: &mut Scanner<'_>, grammar: &Grammar, quote: char) {
    let start = scanner.position();
    let fence = if quote == '"' { "\"\"\"" } else { "'''" };
    if grammar.triple_quotes && scanner.accept(fence) {
        scanner.skip_past(fence);
    } else {
        scanner.step();
        scanner.quoted(quote, false);
    }
    scanner.mark(start, Class::String);
}

/// A template literal; what stands in `${…}` is a variable.
fn template(scanner: &mut Scanner<'_>) {
    let mut start = scanner.position();
    scanner.step();
    while let Some(c) = scanner.peek() {
        if c == '`' {
            scanner.step();
            break;
        }
        if scanner.sees("${") {
            scanner.mark(start, Class::String);
            start = scanner.position();
            scanner.skip_past("}");
            scanner.mark(start, Class::Variable);
            start = scanner.position();
            continue;
        }
        scanner.step();
        if c == '\\' {
            scanner.step();
        }
    }
    scanner.mark(start, Class::String);
}

fn word(scanner: &mut Scanner<'_>, grammar: &Grammar) {
    let start = scanner.position();
    let member = scanner.before() == Some('.');
    let word = scanner.word("");
    // A key of an object, or a labelled argument.
    let key = scanner.sees(":") && !scanner.sees("::") && !grammar.hash_comments;
    let class = if key && word != "default" {
        Class::Attribute
    } else if !member && CONSTANTS.contains(&word) {
        Class::Constant
    } else if !member && grammar.keywords.contains(&word) {
        Class::Keyword
    } else if scanner.sees("(") {
        Class::Function
    } else {
        Class::Plain
    };
    scanner.mark(start, class);
}
