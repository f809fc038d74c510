//! The typed tree that both outputs share: plain data with spans, no HTML tags and no pages.
//!
//! [`read`] is the way in: `parse` turns merged Markdown into the tree (the only file that knows
//! comrak's blocks), `substitute` puts the printed values in where the context is known, `outline`
//! numbers headings and clauses, `links` checks every link and prints cross-references.

use std::collections::BTreeMap;

mod attributes;
mod block;
mod directive;
mod graft;
mod inline;
mod links;
mod outline;
mod parse;
mod parse_inline;
mod parse_table;
mod substitute;
mod visit;

pub use block::{
    Alignment, Block, BlockKind, Callout, CalloutKind, Code, Definition, Footnote, Heading, Item,
    List, Party, Table,
};
pub use inline::{Inline, Target, plain_text};
pub use parse::{Options, read};
pub use visit::visit;

/// One document of one customer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// File stem of the source, such as `dpa`: names the output files.
    pub id: String,
    /// What the front matter says.
    pub meta: Meta,
    /// The body.
    pub blocks: Vec<Block>,
    /// Footnotes in the order of their first mark; the number printed is the index plus one.
    pub footnotes: Vec<Footnote>,
    /// All headings in order.
    pub headings: Vec<OutlineEntry>,
    /// Every anchor (headings, clauses, named items) with what a cross-reference to it prints: the
    /// number, or the title of an unnumbered heading.
    pub anchors: BTreeMap<String, String>,
}

/// What a document's front matter says, values substituted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meta {
    /// Full title.
    pub title: String,
    /// Title for running heads and navigation.
    pub short_title: String,
    /// One sentence: what the document is for.
    pub summary: String,
    /// `read`, `sign`, `accept` or `publish`.
    pub action: String,
    /// Version of the document.
    pub version: String,
    /// Date on which it takes effect, as printed; empty if it has none.
    pub effective_date: String,
    /// BCP 47 tag of the text.
    pub language: String,
    /// Whether a contents list is printed.
    pub toc: bool,
    /// Whether it is a legal text: numbered clauses, the serif face.
    pub clauses: bool,
    /// Whether the boxes of task lists are fields of the PDF's form.
    pub form_boxes: bool,
    /// Facts printed under the title in both outputs, in order: label and value, such as
    /// “Prepared for” and the customer's legal name.
    pub facts: Vec<(String, String)>,
}

/// A heading as the outline, the contents page and the navigation need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineEntry {
    /// 2 to 6.
    pub level: u8,
    /// Anchor.
    pub id: String,
    /// Number as printed, such as `5` or `Annex II`; empty for an unnumbered heading.
    pub number: String,
    /// Text without markup.
    pub text: String,
}

impl OutlineEntry {
    /// Number and text as one line: `5. Security`, `Annex II — Measures` or `Support`.
    pub fn label(&self) -> String {
        heading_label(&self.number, &self.text)
    }
}

/// Number and text of a heading as one line.
pub fn heading_label(number: &str, text: &str) -> String {
    format!("{}{text}", heading_prefix(number))
}

/// What is printed before the text of a heading, with the space after it.
pub fn heading_prefix(number: &str) -> String {
    if number.is_empty() {
        String::new()
    } else if number.starts_with(|c: char| c.is_ascii_digit()) {
        format!("{number}. ")
    } else {
        format!("{number} — ")
    }
}
