//! Inline Markdown becomes typed text.

use super::links::{PAGE_REFERENCE, REFERENCE};
use super::parse::Parser;
use super::{Inline, Target, plain_text};
use crate::diag::{Diagnostic, Span};
use crate::merge::token::{VALUE_CLOSE, VALUE_OPEN};
use crate::workspace::check;
use comrak::nodes::{Node, NodeValue};

/// What the target of words in another language begins with.
const LANGUAGE: &str = "lang:";
/// Deepest nesting of emphasis and links.
const MAX_DEPTH: usize = 40;

impl Parser<'_> {
    /// The text of a paragraph, heading or cell, neighbouring words joined.
    pub fn inlines<'n>(&mut self, parent: Node<'n>) -> Vec<Inline> {
        self.inlines_at(parent, 0)
    }

    fn inlines_at<'n>(&mut self, parent: Node<'n>, depth: usize) -> Vec<Inline> {
        if depth > MAX_DEPTH {
            let span = self.span(parent);
            self.sink.report(
                Diagnostic::error("PP0303", format!("more than {MAX_DEPTH} levels of emphasis"))
                    .at(span, "")
                    .hint("close each * and _ before the next opens"),
            );
            return Vec::new();
        }
        let mut content: Vec<Inline> = Vec::new();
        for node in parent.children() {
            let value = node.data().value.clone();
            let inline = match value {
                NodeValue::Text(words) => {
                    match content.last_mut() {
                        Some(Inline::Text(before)) => before.push_str(&words),
                        _ => content.push(Inline::Text(words.into_owned())),
                    }
                    continue;
                }
                NodeValue::Code(code) => Inline::Code(code.literal),
                NodeValue::Emph => Inline::Emphasis(self.inlines_at(node, depth + 1)),
                NodeValue::Strong => Inline::Strong(self.inlines_at(node, depth + 1)),
                NodeValue::Strikethrough => Inline::Strikethrough(self.inlines_at(node, depth + 1)),
                NodeValue::Link(link) if is_language(&link.url, node) => {
                    let content = self.inlines_at(node, depth + 1);
                    let span = self.span(parent);
                    self.language(&link.url, &link.title, content, span)
                }
                NodeValue::Link(link) => {
                    let mut inner = self.inlines_at(node, depth + 1);
                    for (written, stands) in [("§", REFERENCE), ("§p", PAGE_REFERENCE)] {
                        if inner.as_slice() == [Inline::Text(written.to_owned())] {
                            inner = vec![Inline::Text(stands.to_owned())];
                        }
                    }
                    Inline::Link {
                        target: Target::Url(link.url),
                        title: link.title,
                        content: inner,
                    }
                }
                NodeValue::Image(link) => Inline::Image {
                    source: link.url,
                    alt: plain_text(&self.inlines_at(node, depth + 1)),
                    title: link.title,
                },
                NodeValue::FootnoteReference(reference) => {
                    let (index, mark) = self.footnote_mark(&reference.name);
                    Inline::Footnote { index, mark }
                }
                NodeValue::SoftBreak => Inline::SoftBreak,
                NodeValue::LineBreak => Inline::LineBreak,
                NodeValue::HtmlInline(html) => {
                    let span = self.span(node);
                    self.raw_html(&html, span);
                    continue;
                }
                other => {
                    let span = self.span(node);
                    let name = other.xml_node_name();
                    self.sink.report(
                        Diagnostic::error("PP0304", format!("`{name}` cannot be shown"))
                            .at(span, "")
                            .hint("write it as text, a list, a table, code, a picture or a link"),
                    );
                    continue;
                }
            };
            content.push(inline);
        }
        for text in content.iter().filter_map(|inline| match inline {
            Inline::Text(text) => Some(text),
            _ => None,
        }) {
            if let Some(name) = footnote_name(text) {
                let span = self.span(parent);
                self.sink.report(
                    Diagnostic::error("PP0306", format!("the footnote `{name}` has no text"))
                        .at(span, "")
                        .on("", format!("[^{name}]"))
                        .hint(format!("write [^{name}]: and its text on a line of its own")),
                );
            }
        }
        content.into_iter().flat_map(autolinks).collect()
    }
}

impl Parser<'_> {
    /// `[words](lang:de)`: words in another language.
    fn language(&mut self, url: &str, title: &str, content: Vec<Inline>, span: Span) -> Inline {
        let tag = url.strip_prefix(LANGUAGE).unwrap_or_default();
        let problem = if tag.contains(VALUE_OPEN) {
            Some((String::from("a value cannot name a language"), None))
        } else if let Err(hint) = check::language(tag) {
            Some((format!("`{}` does not name a language", url.escape_debug()), hint))
        } else if !title.is_empty() {
            let hint = "leave out the text in quotes: it would not be shown";
            Some((String::from("words in another language with a title"), Some(hint.to_owned())))
        } else {
            None
        };
        if let Some((message, hint)) = problem {
            let tags = || String::from("write a language tag, such as lang:de or lang:pt-BR");
            let diagnostic = Diagnostic::error("PP0318", message).at(span, "");
            self.sink.report(diagnostic.on("](", url).hint(hint.unwrap_or_else(tags)));
        }
        Inline::Language { tag: tag.to_owned(), content }
    }
}

/// Whether an address names a language; `<lang:de>` is a link, and one that leads nowhere.
fn is_language(url: &str, node: Node<'_>) -> bool {
    let whole = |child: Node<'_>| matches!(&child.data().value, NodeValue::Text(t) if *t == url);
    url.starts_with(LANGUAGE) && !node.first_child().is_some_and(whole)
}

/// The name of a mark that comrak left as text, because nothing defines its footnote.
fn footnote_name(text: &str) -> Option<&str> {
    let (_, after) = text.split_once("[^")?;
    let (name, _) = after.split_once(']')?;
    let fine = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    (!name.is_empty() && name.chars().all(fine)).then_some(name)
}

/// `<{{ address }}>` is a link: CommonMark cannot see the scheme behind the value's token.
fn autolinks(inline: Inline) -> Vec<Inline> {
    let Inline::Text(text) = inline else { return vec![inline] };
    let mut parts = Vec::new();
    let mut rest = text.as_str();
    while let Some((before, token, after)) = next_autolink(rest) {
        if !before.is_empty() {
            parts.push(Inline::Text(before.to_owned()));
        }
        parts.push(Inline::Link {
            target: Target::Url(token.to_owned()),
            title: String::new(),
            content: vec![Inline::Text(token.to_owned())],
        });
        rest = after;
    }
    if !rest.is_empty() || parts.is_empty() {
        parts.push(Inline::Text(rest.to_owned()));
    }
    parts
}

/// Text before, the token, and text after the first token in angle brackets.
fn next_autolink(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let open = from + text.get(from..)?.find('<')?;
        let inside = text.get(open + 1..)?;
        if inside.starts_with(VALUE_OPEN)
            && let Some((token, after)) = inside.split_once('>')
            && token.ends_with(VALUE_CLOSE)
            && token.matches(VALUE_OPEN).count() == 1
        {
            return Some((text.get(..open)?, token, after));
        }
        from = open + 1;
    }
}
