//! Positioned pages become a PDF file; the y axis is turned round only here.
//!
//! [`write()`] goes through these steps:
//!
//! 1. `usage` finds the glyphs each face is used for, `fonts` cuts the faces down to them,
//!    `images` finds the different images;
//! 2. `page` writes each page's content stream, with `content` for operators and `text` for runs;
//! 3. `skeleton` lets printpdf make the document: fonts, images, page tree;
//! 4. `annotations`, `structure`, `outline`, `places`, `metadata`, `profile` and `attachment` add what a
//!    reader sees around the pages, what one hears who does not see them, and the file that goes with them;
//! 5. `finish` drops what nothing refers to, compresses, and writes the file.
//!
//! The bytes depend on the pages, the faces and the [`Info`] alone.

mod annotations;
mod attachment;
mod content;
mod error;
mod fields;
mod finish;
mod fonts;
mod images;
mod metadata;
mod number;
mod outline;
mod page;
mod places;
mod profile;
mod serial;
mod skeleton;
mod structure;
mod text;
mod usage;

pub use attachment::Attachment;
pub use error::PdfError;
pub use metadata::Info;

use crate::font::Book;
use crate::layout::frame::Pages;
use fonts::Fonts;
use images::Images;
use metadata::Metadata;
use rayon::prelude::*;

/// Writes pages as a PDF 1.7 file.
///
/// # Errors
/// An item that a PDF cannot hold, such as a missing glyph or a link that leads nowhere, and
/// metadata that say nothing: an empty title, a language that is no tag, a day that does not exist.
pub fn write(pages: &Pages, info: &Info, book: &Book) -> Result<Vec<u8>, PdfError> {
    if pages.pages.is_empty() {
        return Err(PdfError::NoPages);
    }
    let metadata = Metadata::new(info)?;
    let fonts = Fonts::new(pages, book)?;
    let images = Images::new(pages)?;
    let contents: Vec<Result<Vec<u8>, PdfError>> = pages
        .pages
        .par_iter()
        .enumerate()
        .map(|(at, page)| page::write(page, at + 1, &fonts, &images, &pages.structure))
        .collect();
    // The first page with an error, whichever thread was first.
    let contents = contents.into_iter().collect::<Result<Vec<_>, _>>()?;
    let (document, tree) = skeleton::build(pages, contents, &fonts, &images, &metadata, info)?;
    finish::write(document, &tree)
}
