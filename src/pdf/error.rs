//! Why pages could not be written.

use std::fmt;

/// Why pages could not be written. Page numbers count from 1, as a reader counts them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PdfError {
    /// There is no page.
    NoPages,
    /// The title is empty: a reader would see a file name instead.
    NoTitle,
    /// Not a BCP 47 language tag.
    Language(String),
    /// Not a day of the calendar: year, month, day.
    Date(i32, u8, u8),
    /// A size, place or colour on a page is not a number a page can have.
    Number {
        /// The page.
        page: usize,
    },
    /// A page has a `Begin` without `End`, or the reverse.
    Marks {
        /// The page.
        page: usize,
    },
    /// A run names a face that is not in the book.
    Face {
        /// The page.
        page: usize,
    },
    /// A run holds a glyph that stands for "no such character".
    Glyph {
        /// The page.
        page: usize,
        /// The run's text.
        text: String,
    },
    /// A glyph points outside the run's text or into the middle of a character.
    Text {
        /// The page.
        page: usize,
        /// The run's text.
        text: String,
    },
    /// A face cannot be embedded.
    Font {
        /// File name of the face.
        name: String,
        /// What is wrong, in words that follow the name.
        reason: String,
    },
    /// An image's pixels are not as many as its size says.
    Image {
        /// The page.
        page: usize,
    },
    /// A link to something other than https, http, mailto or tel.
    Scheme {
        /// The page.
        page: usize,
        /// The address.
        url: String,
    },
    /// A link to an anchor that the document does not have.
    Anchor {
        /// The page.
        page: usize,
        /// The anchor.
        anchor: String,
    },
    /// An anchor or bookmark on a page that the document does not have.
    Place(String),
    /// Content, an annotation or an element of the structure tree that belongs to nothing.
    Structure,
    /// The PDF crate gave something other than what its version promised.
    Skeleton(&'static str),
}

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PdfError::NoPages => write!(f, "the document has no pages"),
            PdfError::NoTitle => write!(f, "the document has no title"),
            PdfError::Language(tag) => write!(f, "`{tag}` is not a language tag"),
            PdfError::Date(year, month, day) => {
                write!(f, "{year:04}-{month:02}-{day:02} is not a day of the calendar")
            }
            PdfError::Number { page } => {
                write!(f, "page {page} has an item whose place or size is not a usable number")
            }
            PdfError::Marks { page } => {
                write!(f, "marked content on page {page} is opened and closed unevenly")
            }
            PdfError::Face { page } => write!(f, "page {page} names a font that is not loaded"),
            PdfError::Glyph { page, text } => {
                write!(f, "page {page} has a character without a glyph in `{text}`")
            }
            PdfError::Text { page, text } => {
                write!(f, "page {page} has a glyph that stands for no part of `{text}`")
            }
            PdfError::Font { name, reason } => write!(f, "font {name}: {reason}"),
            PdfError::Image { page } => {
                write!(f, "page {page} has an image with more or fewer pixels than its size says")
            }
            PdfError::Scheme { page, url } => write!(
                f,
                "page {page} links to `{url}`, which is not an https, http, mailto or tel address"
            ),
            PdfError::Anchor { page, anchor } => {
                write!(f, "page {page} links to `#{anchor}`, which is not in the document")
            }
            PdfError::Place(name) => write!(f, "`{name}` is on a page that does not exist"),
            PdfError::Structure => {
                write!(f, "the structure tree and the pages do not belong to each other")
            }
            PdfError::Skeleton(what) => write!(f, "the PDF library returned no {what}"),
        }
    }
}

impl std::error::Error for PdfError {}
