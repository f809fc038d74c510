//! Code becomes classified spans, once for both outputs.
//!
//! [`highlight`] picks a lexer by language; each lexer walks the code once with a `scanner`,
//! which guarantees that every byte is covered and that the work is linear.
//!
//! The lexers are our own. Measured in a release build on the 29 code blocks (8 kB) of this
//! project's guide: syntect 5.3 with its default syntaxes and the pure-Rust regular expressions
//! takes 0.6 ms to load, 126 ms for the first pass, which compiles the expressions, and 13 ms for
//! each later one; these lexers take 0.1 ms, the first time too, where a pack's whole HTML may
//! take 4 ms. Documentation packs hold few languages: shell with its `curl` commands, JSON, HTTP,
//! Python, JavaScript and languages like it, TOML and YAML. An unknown language stays plain.

mod data;
mod http;
mod scanner;
mod script;
mod shell;

use scanner::Scanner;
use std::ops::Range;

/// What a piece of code is; a theme gives each class a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Everything else.
    Plain,
    /// `# …` and `// …`.
    Comment,
    /// Quoted text.
    String,
    /// Numbers, `true`, `null`.
    Constant,
    /// Words of the language.
    Keyword,
    /// Names of commands and functions.
    Function,
    /// Variables, such as `$WARDLINE_SECRET`.
    Variable,
    /// Keys of objects, names of attributes and headers.
    Attribute,
    /// Operators, options such as `-H`, and line continuations.
    Operator,
}

impl Class {
    /// Short name: the suffix of the CSS class.
    pub const fn name(self) -> &'static str {
        match self {
            Class::Plain => "plain",
            Class::Comment => "comment",
            Class::String => "string",
            Class::Constant => "constant",
            Class::Keyword => "keyword",
            Class::Function => "function",
            Class::Variable => "variable",
            Class::Attribute => "attribute",
            Class::Operator => "operator",
        }
    }
}

/// A classified range of bytes of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub class: Class,
    /// Bytes of the line.
    pub range: Range<usize>,
}

/// Classifies code, line by line (without line ends). Every byte of every line is in exactly one
/// token; an unknown language gives plain tokens and an empty line none.
pub fn highlight(language: &str, code: &str) -> Vec<Vec<Token>> {
    let mut scanner = Scanner::new(code);
    match language.to_ascii_lowercase().as_str() {
        "bash" | "sh" | "shell" | "zsh" | "console" | "curl" => shell::scan(&mut scanner),
        "json" | "json5" | "jsonc" => data::json(&mut scanner),
        "toml" | "ini" => data::toml(&mut scanner),
        "yaml" | "yml" => data::yaml(&mut scanner),
        "http" => http::scan(&mut scanner),
        "python" | "py" => script::python(&mut scanner),
        "javascript" | "js" | "mjs" | "jsx" | "typescript" | "ts" | "tsx" => {
            script::javascript(&mut scanner);
        }
        "go" | "java" | "kotlin" | "rust" | "rs" | "c" | "cpp" | "csharp" | "cs" | "swift"
        | "php" => script::braces(&mut scanner),
        _ => {}
    }
    scanner.lines()
}

#[cfg(test)]
mod tests {
    use super::{Class, highlight};

    const SAMPLES: [(&str, &str); 12] = [
        (
            "bash",
            "curl -sS -X POST \\\n  \"https://a.example/v1\" \\\n  -H \"Key: id.$SECRET\" \\\n  -d '{\n \"a\": 1\n}' # é\n",
        ),
        ("bash", "x=1 y=\"$(uuidgen)\" run \"\\\n$"),
        ("json", "{ \"a\" : [1, -2.5e+3, true, \"ü\\\"\"], // c\n\"b\": null }"),
        ("json", "\"open"),
        ("http", "HTTP/1.1 429 Too Many Requests\nRetry-After: 12\n\n{ \"a\": 1 }"),
        ("http", "POST /v1 HTTP/1.1\n\n\n"),
        (
            "python",
            "@x.y\ndef f(a: int) -> str:\n    \"\"\"doc\n    é\"\"\"\n    return f'{a}' # no",
        ),
        (
            "javascript",
            "const a = `x ${b.c} \\` y`; /* z\n */ export function f() { return a?.b ?? 1_000n; }",
        ),
        (
            "toml",
            "# c\n[a.b]\nk = { x = 1, \"y z\" = 'q' }\nd = 2027-01-18\ns = \"\"\"\nm\n\"\"\"\n",
        ),
        ("yaml", "a: &x 1\n- b: \"c: d\" # e\n  é: [1, two, ~]\n"),
        ("rust", "fn main() { println!(\"{}\", 0xff); }"),
        ("text", "┌──┐\n\n│é │"),
    ];

    #[test]
    fn every_byte_is_in_exactly_one_token() {
        for (language, code) in SAMPLES {
            // Cut anywhere, so that every construct is also met unfinished.
            for (end, _) in code.char_indices().chain([(code.len(), ' ')]) {
                let code = &code[..end];
                let lines = highlight(language, code);
                assert_eq!(lines.len(), code.split('\n').count());
                for (line, tokens) in code.split('\n').zip(lines) {
                    let mut at = 0;
                    for token in tokens {
                        assert_eq!(token.range.start, at, "{language}: {code:?}");
                        assert!(token.range.end > at && line.is_char_boundary(token.range.end));
                        at = token.range.end;
                    }
                    assert_eq!(at, line.len(), "{language}: {code:?}");
                }
            }
        }
    }

    /// Words and classes, without what is plain.
    fn classes<'a>(language: &str, code: &'a str) -> Vec<(&'a str, Class)> {
        let lines = highlight(language, code);
        let pairs = code.split('\n').zip(lines).flat_map(|(line, tokens)| {
            tokens.into_iter().map(move |token| (&line[token.range], token.class))
        });
        pairs.filter(|(_, class)| *class != Class::Plain).collect()
    }

    #[test]
    fn a_curl_command_shows_its_parts() {
        let code =
            "curl -sS \"https://a.example/v1\" \\\n  -H \"X-API-Key: wl.$SECRET\" -o out.json";
        assert_eq!(
            classes("bash", code),
            [
                ("curl", Class::Function),
                ("-sS", Class::Operator),
                ("\"https://a.example/v1\"", Class::String),
                ("\\", Class::Operator),
                ("-H", Class::Operator),
                ("\"X-API-Key: wl.", Class::String),
                ("$SECRET", Class::Variable),
                ("\"", Class::String),
                ("-o", Class::Operator),
            ]
        );
    }

    #[test]
    fn json_keys_differ_from_strings() {
        assert_eq!(
            classes("json", "{ \"id\": \"dec\", \"n\": [3, null] }"),
            [
                ("\"id\"", Class::Attribute),
                ("\"dec\"", Class::String),
                ("\"n\"", Class::Attribute),
                ("3", Class::Constant),
                ("null", Class::Constant),
            ]
        );
    }

    #[test]
    fn an_http_answer_ends_in_json() {
        assert_eq!(
            classes("http", "HTTP/1.1 200 OK\nRetry-After: 12\n\n{\"a\": true}"),
            [
                ("HTTP/1.1", Class::Keyword),
                ("200", Class::Constant),
                ("OK", Class::Constant),
                ("Retry-After", Class::Attribute),
                ("\"a\"", Class::Attribute),
                ("true", Class::Constant),
            ]
        );
    }
}
