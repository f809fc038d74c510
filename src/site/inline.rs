//! Text with markup.

use super::address;
use super::body::Writer;
use super::error::RenderError;
use crate::document::{Inline, Target};

impl Writer<'_, '_> {
    /// Text with markup.
    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(words) => self.text(words),
            Inline::Code(words) => {
                let before = std::mem::replace(&mut self.mono, true);
                self.element("code", &[], words);
                self.mono = before;
            }
            Inline::Emphasis(content) => {
                let before = std::mem::replace(&mut self.italic, true);
                self.wrapped("em", content);
                self.italic = before;
            }
            Inline::Strong(content) => self.wrapped("strong", content),
            Inline::Strikethrough(content) => self.wrapped("s", content),
            Inline::Language { tag, content } => {
                self.html.open("span", &[("lang", tag)]);
                self.inlines(content);
                self.html.close("span");
            }
            Inline::Link { target, title, content } => self.link(target, title, content),
            Inline::Image { source, alt, title } => self.image(source, alt, title, "inline"),
            Inline::Footnote { index, mark } => self.mark(index + 1, mark + 1),
            // A site has no pages.
            Inline::Page { .. } => {}
            Inline::SoftBreak => self.html.line_end(),
            Inline::LineBreak => {
                self.html.open("br", &[]);
                self.html.line_end();
            }
        }
    }

    fn wrapped(&mut self, name: &'static str, content: &[Inline]) {
        self.html.open(name, &[]);
        self.inlines(content);
        self.html.close(name);
    }

    fn link(&mut self, target: &Target, title: &str, content: &[Inline]) {
        let address = match target {
            Target::Url(url) => address::is_allowed(url).then(|| url.clone()),
            Target::Anchor(id) => Some(address::fragment(id)),
            Target::Document { document, anchor } => self.page(document).map(|page| match anchor {
                // A PDF has the same anchors, as named destinations.
                Some(anchor) => page + &address::fragment(anchor),
                None => page,
            }),
        };
        let Some(address) = address else {
            let target = match target {
                Target::Url(target) | Target::Anchor(target) => target.clone(),
                Target::Document { document, .. } => document.clone(),
            };
            self.fail(|document, span| RenderError::Link { document, target, span });
            return self.inlines(content);
        };
        let mut attributes = vec![("href", address.as_str())];
        if !title.is_empty() {
            attributes.push(("title", title));
        }
        if matches!(target, Target::Url(url) if url.starts_with("http")) {
            attributes.push(("rel", "noreferrer"));
            // Printed pages add the address to a link, unless it is there already.
            if matches!(content, [Inline::Text(words)] if *words == address) {
                attributes.push(("class", "bare"));
            }
        }
        self.html.open("a", &attributes);
        self.inlines(content);
        self.html.close("a");
    }

    /// A picture; its place is reserved by width and height.
    pub(super) fn image(&mut self, source: &str, alt: &str, title: &str, class: &'static str) {
        let shown = match self.pictures.find(source) {
            Ok(Some(shown)) => shown,
            Ok(None) => {
                let source = source.to_owned();
                return self.fail(|document, span| RenderError::Picture { document, source, span });
            }
            Err(error) => return self.errors.push(error),
        };
        let (width, height) = (shown.width.to_string(), shown.height.to_string());
        let mut attributes = vec![
            ("class", class),
            ("src", shown.path.as_str()),
            ("alt", alt),
            ("width", &width),
            ("height", &height),
        ];
        if !title.is_empty() {
            attributes.push(("title", title));
        }
        self.html.open("img", &attributes);
    }

    fn mark(&mut self, number: usize, mark: usize) {
        let digits = number.to_string();
        self.html.open("sup", &[]);
        let attributes = [
            ("class", "mark"),
            ("id", &*format!("pp_mark_{number}_{mark}")),
            ("href", &*address::fragment(&format!("pp_note_{number}"))),
            ("role", "doc-noteref"),
        ];
        self.element("a", &attributes, &digits);
        self.html.close("sup");
    }
}
