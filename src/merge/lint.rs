//! Mistakes that minijinja lets through: what would print nothing, or the word `none`.

use super::context::kind;
use super::lexer::{Piece, inner, pieces};
use super::operators::reserved;
use super::uses::names;
use crate::diag::{Diagnostic, Sink, SourceId, Span};
use crate::workspace::{Kind, Schema};

/// Operators an expression may have, and branches an `if`. minijinja reads and drops them one
/// inside the other, and has no limit of its own for these.
const MAX_PARTS: usize = 200;

/// Why a template that starts at `base` of its file cannot be run at all.
pub fn refused(template: &str, source: SourceId, base: usize) -> Option<Diagnostic> {
    let at = too_deep(template)?;
    let span = Span::new(source, base + at, base + at + 2);
    let message = "an expression with too many parts";
    Some(Diagnostic::error("PP0210", message).at(span, "").hint("split it with {% set … %}"))
}

/// The place of a tag that would take minijinja too deep.
pub fn too_deep(template: &str) -> Option<usize> {
    let mut branches = 0;
    for piece in pieces(template) {
        let (Piece::Print(range) | Piece::Tag(range)) = piece else { continue };
        let tag = template.get(range.clone()).unwrap_or_default();
        branches += usize::from(inner(tag).starts_with("elif"));
        if branches > MAX_PARTS || parts(tag) > MAX_PARTS {
            return Some(range.start);
        }
    }
    None
}

/// How many operators a tag has, strings passed over.
fn parts(tag: &str) -> usize {
    const WORDS: &[&str] = &["not", "and", "or", "if", "is", "in"];
    let mut quote = None;
    let mut escaped = false;
    let mut signs = 0;
    for character in tag.chars() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if character == '\\' => escaped = true,
            Some(open) if open == character => quote = None,
            Some(_) => {}
            None if matches!(character, '"' | '\'') => quote = Some(character),
            None => signs += usize::from("-+~*/%|.([{<>=!".contains(character)),
        }
    }
    signs + names(tag).iter().filter(|(_, word)| WORDS.contains(word)).count()
}

/// Reports mistakes in the tags of a template that starts at `base` of its file.
pub fn lint(template: &str, source: SourceId, base: usize, schema: &Schema, sink: &mut Sink) {
    for piece in pieces(template) {
        let (Piece::Print(range) | Piece::Tag(range)) = piece else { continue };
        let tag = template.get(range.clone()).unwrap_or_default();
        let at = |offset: usize, length: usize| {
            let start = base + range.start + offset;
            Span::new(source, start, start + length)
        };
        if let Some(name) = reserved(tag, 2) {
            sink.report(
                Diagnostic::error(
                    "PP0209",
                    "names with two underscores at the start are not yours",
                )
                .at(at(name.start, name.len()), "")
                .hint("choose another name"),
            );
        }
        for (offset, name) in filtered(tag, &["markdown"]) {
            if kind(name, schema).is_some_and(|kind| !matches!(kind, Kind::Markdown)) {
                sink.report(
                    Diagnostic::error("PP0209", format!("`{name}` is not declared as Markdown"))
                        .at(at(offset, name.len()), "")
                        .hint("declare it with type = \"markdown\", which is checked and printed as Markdown without a filter"),
                );
            }
        }
        for (offset, name) in filtered(tag, &["default", "d"]) {
            if schema.entry(name).is_some_and(|entry| entry.required) {
                sink.report(
                    Diagnostic::error(
                        "PP0209",
                        format!("`default` on `{name}`, which is required"),
                    )
                    .at(at(offset, name.len()), "")
                    .hint("take the filter away: a value that is not set must stop the build"),
                );
            }
        }
        if let Some(offset) = if_without_else(tag) {
            sink.report(
                Diagnostic::error(
                    "PP0209",
                    "an inline `if` without `else`, which may print nothing",
                )
                .at(at(offset, 2), "")
                .hint("add else and what to print otherwise, or use {% if … %}"),
            );
        }
        for (offset, name) in joined(tag) {
            let what = match schema.entry(name).map(|entry| &entry.kind) {
                Some(Kind::List(_) | Kind::TableList(_)) => "a list",
                Some(Kind::Boolean) => "true or false",
                Some(Kind::Table(_)) => "a table",
                None if schema.is_table(name) => "a table",
                _ => continue,
            };
            sink.report(
                Diagnostic::error("PP0209", format!("`{name}` is {what}, which `~` cannot join"))
                    .at(at(offset, name.len()), "")
                    .hint("join texts only; a list is printed with | join_and"),
            );
        }
        if let Some(offset) = printed_none(tag) {
            sink.report(
                Diagnostic::error("PP0209", "`none` is no text")
                    .at(at(offset, 4), "")
                    .hint("print a text, or test with {% if … is defined %}"),
            );
        }
    }
}

/// The place of the first `if` of an expression if not every one has its `else`.
fn if_without_else(tag: &str) -> Option<usize> {
    // `{% if … %}`, and the filter of `{% for … in … if … %}`, are no expressions.
    let allowed = match inner(tag).split_whitespace().next() {
        Some("if" | "for") if tag.starts_with("{%") => 1,
        _ => 0,
    };
    let words = names(tag);
    let ifs: Vec<usize> = words.iter().filter(|(_, w)| *w == "if").map(|(at, _)| *at).collect();
    let elses = words.iter().filter(|(_, word)| *word == "else").count();
    if tag.starts_with("{%") && inner(tag) == "else" || ifs.len() <= elses + allowed {
        return None;
    }
    ifs.get(allowed).copied()
}

/// The names that one of these filters is put on.
fn filtered<'t>(tag: &'t str, filters: &[&str]) -> Vec<(usize, &'t str)> {
    let mut found = names(tag);
    found.retain(|(at, name)| {
        let after = tag.get(at + name.len()..).unwrap_or_default().trim_start();
        let filter = after.strip_prefix('|').unwrap_or_default().trim_start();
        let word = filter.split(|c: char| !c.is_alphanumeric() && c != '_').next();
        word.is_some_and(|word| filters.contains(&word))
    });
    found
}

/// The names that stand next to a `~`.
fn joined(tag: &str) -> Vec<(usize, &str)> {
    let mut found = names(tag);
    found.retain(|(at, name)| {
        let before = tag.get(..*at).unwrap_or_default().trim_end();
        let after = tag.get(at + name.len()..).unwrap_or_default().trim_start();
        before.ends_with('~') || after.starts_with('~')
    });
    found
}

/// The place of a `none` that is not compared with.
fn printed_none(tag: &str) -> Option<usize> {
    let words = names(tag);
    let mut before = "";
    for (at, word) in words {
        let compared = tag.get(..at).unwrap_or_default().trim_end().ends_with('=');
        if matches!(word, "none" | "None") && !compared && !matches!(before, "is" | "not") {
            return Some(at);
        }
        before = word;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_inline_if_has_its_else() {
        for fine in [
            "{{ a if b else c }}",
            "{% if a %}",
            "{% elif a if b else c %}",
            "{% for a in b if a.c %}",
            "{% for a in b %}",
            "{% else %}",
            "{{ 'a if b' }}",
        ] {
            assert_eq!(if_without_else(fine), None, "{fine}");
        }
        assert_eq!(if_without_else("{{ a if b }}"), Some(5));
        assert_eq!(if_without_else("{{ (a if b) ~ (c if d else e) }}"), Some(6));
        assert_eq!(if_without_else("{% set x = a if b %}"), Some(13));
        assert_eq!(if_without_else("{% if (a if b) %}"), Some(9));
    }

    #[test]
    fn none_is_only_compared_with() {
        assert_eq!(printed_none("{% if a is not none %}"), None);
        assert_eq!(printed_none("{% if a == none %}"), None);
        assert_eq!(printed_none("{{ 'a' ~ none }}"), Some(9));
    }

    #[test]
    fn long_chains_of_operators_are_found() {
        assert_eq!(too_deep("a {{ x.y | upper }} {{ '----' }}"), None);
        assert_eq!(too_deep(&format!("a {{{{ {}1 }}}}", "-".repeat(300))), Some(2));
        assert_eq!(too_deep(&format!("{{{{ {}1 }}}}", "not ".repeat(300))), Some(0));
        assert_eq!(too_deep(&format!("{{{{ '{}' }}}}", "-".repeat(300))), None);
    }
}
