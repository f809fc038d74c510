//! What `<main>` of a document's page holds: exactly the words of the PDF, in the same order.
//!
//! Title, summary and facts come first, then the blocks, then the footnotes. Signs that are no
//! words (anchor links, copy buttons, arrows back) are empty elements with a label, drawn by the
//! style sheet.

use super::address;
use super::error::RenderError;
use super::html::Html;
use super::letters::Usage;
use super::pack::{Entry, Pack};
use super::pictures::Pictures;
use crate::diag::Span;
use crate::document::{Document, Footnote};

/// Writes one document.
pub(super) struct Writer<'a, 'b> {
    pub(super) html: Html,
    pub(super) document: &'a Document,
    pub(super) pictures: &'b mut Pictures<'a>,
    pub(super) errors: &'b mut Vec<RenderError>,
    /// The block being written, for messages.
    pub(super) span: Option<Span>,
    /// How many boxes to tick were written.
    pub(super) ticks: usize,
    /// Whether the words are set in italics.
    pub(super) italic: bool,
    /// Whether the words are set in the code face.
    pub(super) mono: bool,
    /// Whether the words stand in a table.
    pub(super) table: bool,
    usage: &'b mut Usage,
    pages: Vec<(&'a str, String)>,
}

/// The markup of a document's `<main>`, without the element itself.
pub(super) fn write<'a>(
    pack: &Pack<'a>,
    entry: &Entry<'a>,
    pictures: &mut Pictures<'a>,
    usage: &mut Usage,
    errors: &mut Vec<RenderError>,
) -> String {
    let mut writer = Writer {
        html: Html::default(),
        document: entry.document,
        pictures,
        errors,
        span: None,
        ticks: 0,
        italic: false,
        mono: false,
        table: false,
        usage,
        pages: pack
            .documents
            .iter()
            .map(|entry| (entry.document.id.as_str(), entry.address()))
            .collect(),
    };
    writer.head();
    writer.blocks(&entry.document.blocks);
    writer.footnotes();
    writer.html.finish()
}

impl<'a> Writer<'a, '_> {
    /// Words, noted for the choice of fonts.
    pub(super) fn text(&mut self, words: &str) {
        let usage = &mut *self.usage;
        // Tables of legal texts are set in the sans face, like a guide.
        let serif = self.document.meta.clauses && !self.table;
        let letters = match (self.mono, serif, self.italic) {
            (true, _, _) => &mut usage.mono,
            (_, true, false) => &mut usage.serif,
            (_, true, true) => &mut usage.serif_italic,
            (_, false, false) => &mut usage.sans,
            (_, false, true) => &mut usage.sans_italic,
        };
        letters.add(words);
        self.html.text(words);
    }

    /// An element that holds only words.
    pub(super) fn element(
        &mut self,
        name: &'static str,
        attributes: &[(&'static str, &str)],
        words: &str,
    ) {
        self.html.open(name, attributes);
        self.text(words);
        self.html.close(name);
    }

    /// Address of a page of the pack; `None` if the pack has no such document.
    pub(super) fn page(&self, document: &str) -> Option<String> {
        let (_, address) = self.pages.iter().find(|(id, _)| *id == document)?;
        Some(address.clone())
    }

    /// Reports a fault at the block being written.
    pub(super) fn fail(&mut self, error: impl FnOnce(String, Span) -> RenderError) {
        let nowhere = Span::new(crate::diag::SourceId(u32::MAX), 0, 0);
        let error = error(self.document.id.clone(), self.span.unwrap_or(nowhere));
        self.errors.push(error);
    }

    fn head(&mut self) {
        let meta = &self.document.meta;
        self.html.open("header", &[("class", "title-block")]);
        self.element("h1", &[], &meta.title);
        self.html.line_end();
        if !meta.summary.is_empty() {
            self.element("p", &[("class", "summary")], &meta.summary);
            self.html.line_end();
        }
        if !meta.facts.is_empty() {
            self.html.open("dl", &[("class", "facts")]);
            for (label, value) in &meta.facts {
                self.pair(label, value);
            }
            self.html.close("dl");
        }
        self.html.close("header");
        self.html.line_end();
    }

    /// A label and its value.
    pub(super) fn pair(&mut self, label: &str, value: &str) {
        self.html.open("div", &[]);
        self.element("dt", &[], label);
        self.html.line_end();
        self.element("dd", &[], value);
        self.html.close("div");
        self.html.line_end();
    }

    fn footnotes(&mut self) {
        if self.document.footnotes.is_empty() {
            return;
        }
        self.html.open(
            "section",
            &[("class", "footnotes"), ("role", "doc-endnotes"), ("aria-label", "Footnotes")],
        );
        self.html.line_end();
        self.html.open("ol", &[]);
        let document = self.document;
        for (index, footnote) in document.footnotes.iter().enumerate() {
            self.footnote(index + 1, footnote);
        }
        self.html.close("ol");
        self.html.close("section");
        self.html.line_end();
    }

    fn footnote(&mut self, number: usize, footnote: &'a Footnote) {
        self.html.open("li", &[("id", &format!("pp_note_{number}"))]);
        self.element("span", &[("class", "label")], &number.to_string());
        self.html.text(" ");
        self.html.open("div", &[]);
        self.blocks(&footnote.blocks);
        for mark in 1..=footnote.marks {
            let target = address::fragment(&format!("pp_mark_{number}_{mark}"));
            let label = if footnote.marks > 1 {
                format!("Back to mark {mark} of footnote {number}")
            } else {
                format!("Back to the mark of footnote {number}")
            };
            self.html.element(
                "a",
                &[
                    ("class", "back"),
                    ("href", &target),
                    ("role", "doc-backlink"),
                    ("aria-label", &label),
                ],
                "",
            );
        }
        self.html.close("div");
        self.html.close("li");
        self.html.line_end();
    }
}
