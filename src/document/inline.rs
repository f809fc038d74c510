//! Text with markup.

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Words.
    Text(String),
    /// Words in the code face; spaces are kept.
    Code(String),
    /// Emphasis, printed in italics.
    Emphasis(Vec<Inline>),
    /// Strong emphasis, printed in bold.
    Strong(Vec<Inline>),
    /// Struck-through words.
    Strikethrough(Vec<Inline>),
    /// Words in another language than the document's.
    Language {
        /// The language, as a BCP 47 tag in canonical form.
        tag: String,
        /// The words.
        content: Vec<Inline>,
    },
    /// A link.
    Link {
        /// Where it leads.
        target: Target,
        /// Title shown on hover; may be empty.
        title: String,
        /// What is printed.
        content: Vec<Inline>,
    },
    /// An image within text.
    Image {
        /// Path as written in the source, relative to the source's folder.
        source: String,
        /// Text that stands for the image; empty for a decorative one.
        alt: String,
        /// Caption; may be empty.
        title: String,
    },
    /// The mark of a footnote.
    Footnote {
        /// Index into [`Document::footnotes`](super::Document::footnotes).
        index: usize,
        /// Which mark of this footnote it is, from 0.
        mark: usize,
    },
    /// The number of the page that an anchor is on; nothing where there are no pages.
    Page {
        /// The anchor, of the same document.
        anchor: String,
    },
    /// A line end in the source: a space.
    SoftBreak,
    /// A line end in print.
    LineBreak,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An `https`, `http`, `mailto` or `tel` address.
    Url(String),
    /// An anchor of the same document, which exists.
    Anchor(String),
    /// Another document of the pack, and an anchor in it.
    Document {
        /// Id of the document.
        document: String,
        /// Anchor, if any.
        anchor: Option<String>,
    },
}

/// The words without markup, with a space for every line end and nothing for footnote marks.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    collect(inlines, &mut text);
    text
}

fn collect(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::Code(words) => text.push_str(words),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Language { content, .. }
            | Inline::Link { content, .. } => collect(content, text),
            Inline::Image { alt, .. } => text.push_str(alt),
            Inline::Footnote { .. } | Inline::Page { .. } => {}
            Inline::SoftBreak | Inline::LineBreak => text.push(' '),
        }
    }
}
