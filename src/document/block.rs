//! Blocks.

use super::Inline;
use crate::diag::Span;

/// A block and the place in the shared source it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Place in the source, for messages.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// The kinds of blocks.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// A heading.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list; numbered clauses are lists too.
    List(List),
    /// Terms with their definitions.
    Definitions(Vec<Definition>),
    /// A table.
    Table(Table),
    /// Fenced code.
    Code(Code),
    /// A quotation.
    Quote(Vec<Block>),
    /// A note, tip or warning set apart from the text.
    Callout(Callout),
    /// The same example in several languages: one pane each, all printed in a PDF.
    Tabs(Vec<Code>),
    /// Signature block: one party a column.
    Signature(Vec<Party>),
    /// An image of its own with a caption.
    Figure {
        /// Path as written in the source, relative to the source's folder.
        source: String,
        /// Text that stands for the image; empty for a decorative one.
        alt: String,
        /// Caption; may be empty.
        caption: String,
    },
    /// A line across the page.
    Rule,
    /// The next block starts a page.
    PageBreak,
}

/// A heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 2 to 6; the title of the document is level 1.
    pub level: u8,
    /// Anchor, unique in the document.
    pub id: String,
    /// Number as printed, such as `5` or `Annex II`; empty for an unnumbered heading.
    pub number: String,
    /// Whether it opens an annex, which starts a page.
    pub annex: bool,
    /// Text.
    pub content: Vec<Inline>,
}

/// A list.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// Whether the items carry numbers or letters.
    pub ordered: bool,
    /// Whether the items are numbered clauses (`5.1`) of a legal text.
    pub clauses: bool,
    /// Whether items are set without space between them.
    pub tight: bool,
    /// The items.
    pub items: Vec<Item>,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Place in the source.
    pub span: Span,
    /// Number as printed, such as `3.`, `(a)` or `5.1`; empty for a bullet or a box.
    pub label: String,
    /// `Some` for an item with a box to tick.
    pub checked: Option<bool>,
    /// Anchor, for clauses and for items that name one.
    pub id: Option<String>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A term and what it means.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// The term.
    pub term: Vec<Inline>,
    /// What it means.
    pub details: Vec<Block>,
}

/// How the cells of a column are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// At the start of the line.
    Start,
    /// In the middle.
    Center,
    /// At the end of the line.
    End,
}

/// A table. Every row has as many cells as the head.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// One for each column.
    pub alignments: Vec<Alignment>,
    /// Head of each column.
    pub head: Vec<Vec<Inline>>,
    /// Rows of cells.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// Fenced code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Language as written, such as `bash`; empty for plain text.
    pub language: String,
    /// Label of the pane or title of the block; may be empty.
    pub title: String,
    /// The code, lines separated by `\n`, without a line end after the last.
    pub text: String,
}

/// A note, tip or warning.
#[derive(Debug, Clone, PartialEq)]
pub struct Callout {
    /// Which.
    pub kind: CalloutKind,
    /// Label printed at its head, such as `Note` or the author's own words.
    pub title: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// The kinds of callouts (those of GitHub's Markdown alerts).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CalloutKind {
    /// Worth knowing.
    Note,
    /// Makes work easier.
    Tip,
    /// Needed to succeed.
    Important,
    /// Needs attention at once.
    Warning,
    /// Bad things may follow.
    Caution,
}

impl CalloutKind {
    /// The kind in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            CalloutKind::Note => "note",
            CalloutKind::Tip => "tip",
            CalloutKind::Important => "important",
            CalloutKind::Warning => "warning",
            CalloutKind::Caution => "caution",
        }
    }
}

/// A party that signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Name and role.
    pub name: String,
    /// Label and value of each line, such as `Name` and who signs; a value may be empty. The line
    /// for the signature itself is not among them: every output adds it first, labelled
    /// `Signature`.
    pub fields: Vec<(String, String)>,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq)]
pub struct Footnote {
    /// Name in the source.
    pub name: String,
    /// How many marks refer to it.
    pub marks: usize,
    /// What it says.
    pub blocks: Vec<Block>,
}
