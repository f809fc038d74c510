//! Code and tabs of code.

use super::body::Writer;
use crate::document::Code;
use crate::highlight::{self, Class};

impl Writer<'_, '_> {
    /// Fenced code. The style sheet shows the language where there is no title.
    pub(super) fn code(&mut self, code: &Code) {
        let mut class = String::from("code");
        // Drawings line up only if one face holds all their characters, and ours lacks the boxes.
        let drawing = code.text.chars().any(|c| ('\u{2500}'..='\u{259f}').contains(&c));
        if drawing {
            class.push_str(" drawing");
        }
        let mut attributes = vec![("class", class.as_str())];
        let language = label(&code.language);
        if !language.is_empty() {
            attributes.push(("data-language", language));
        }
        self.html.open("figure", &attributes);
        if !code.title.is_empty() {
            self.element("figcaption", &[], &code.title);
            self.html.line_end();
        }
        self.html.open("pre", &[]);
        self.html.open("code", &[]);
        let before = std::mem::replace(&mut self.mono, !drawing);
        self.lines(code);
        self.mono = before;
        self.html.close("code");
        self.html.close("pre");
        self.html.close("figure");
    }

    fn lines(&mut self, code: &Code) {
        let tokens = highlight::highlight(&code.language, &code.text);
        for (at, (line, tokens)) in code.text.split('\n').zip(tokens).enumerate() {
            if at > 0 {
                self.html.line_end();
            }
            for token in tokens {
                let words = line.get(token.range).unwrap_or_default();
                match token.class {
                    Class::Plain => self.text(words),
                    class => self.element("span", &[("class", class_name(class))], words),
                }
            }
        }
    }

    /// The same example in several languages, one below the other; a script makes tabs of them.
    pub(super) fn tabs(&mut self, panes: &[Code]) {
        self.html.open("div", &[("class", "tabs")]);
        for pane in panes {
            self.html.open("div", &[("class", "pane")]);
            self.code(pane);
            self.html.close("div");
            self.html.line_end();
        }
        self.html.close("div");
    }
}

/// How a language is written for people; empty for plain text.
fn label(language: &str) -> &str {
    match language {
        "" | "text" | "txt" | "plain" => "",
        "bash" | "sh" | "shell" | "console" | "zsh" => "Shell",
        "json" | "json5" | "jsonc" => "JSON",
        "js" | "javascript" => "JavaScript",
        "ts" | "typescript" => "TypeScript",
        "py" | "python" => "Python",
        "http" => "HTTP",
        "yml" | "yaml" => "YAML",
        "toml" => "TOML",
        other => other,
    }
}

const fn class_name(class: Class) -> &'static str {
    match class {
        Class::Plain => "hl-plain",
        Class::Comment => "hl-comment",
        Class::String => "hl-string",
        Class::Constant => "hl-constant",
        Class::Keyword => "hl-keyword",
        Class::Function => "hl-function",
        Class::Variable => "hl-variable",
        Class::Attribute => "hl-attribute",
        Class::Operator => "hl-operator",
    }
}
