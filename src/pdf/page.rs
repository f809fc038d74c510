//! One page's items as a content stream.

use super::PdfError;
use super::content::Content;
use super::fonts::Fonts;
use super::images::Images;
use super::text;
use crate::layout::frame::{FrameItem, Page, Tag};
use crate::layout::structure::Structure;

/// Writes the content of a page; `number` counts from 1.
///
/// # Errors
/// An item that cannot be written, with the page's number.
pub(super) fn write(
    page: &Page,
    number: usize,
    fonts: &Fonts<'_>,
    images: &Images,
    structure: &Structure,
) -> Result<Vec<u8>, PdfError> {
    let mut content = Content::new(page.size.height);
    // Pieces of marked content that belong to an element so far.
    let mut marked = 0;
    // Open marks: whether each is a replacement text.
    let mut open: Vec<bool> = Vec::new();
    for (at, item) in &page.items {
        match item {
            FrameItem::Text(run) => {
                let font = fonts.get(run.face).ok_or(PdfError::Face { page: number })?;
                let replaced = open.contains(&true);
                text::show(&mut content, *at, run, font, replaced)
                    .ok_or_else(|| PdfError::Text { page: number, text: run.text.clone() })?;
            }
            FrameItem::Shape(shape) => content.shape(*at, shape),
            FrameItem::Image(raster, size) => {
                let name = images.name(raster).ok_or(PdfError::Image { page: number })?;
                content.image(*at, *size, &name);
            }
            // Annotations, not content.
            FrameItem::Link(..) | FrameItem::Field(..) => {}
            FrameItem::Begin(tag) => {
                open.push(matches!(tag, Tag::ActualText(_)));
                match tag {
                    Tag::Artifact => content.begin("Artifact"),
                    Tag::Element(id) => {
                        let element = structure.get(*id).ok_or(PdfError::Structure)?;
                        content.begin_marked(element.role.name(), marked);
                        marked += 1;
                    }
                    Tag::ActualText(text) => content.begin_actual_text(text),
                }
            }
            FrameItem::End => {
                open.pop().ok_or(PdfError::Marks { page: number })?;
                content.end();
            }
        }
        if content.broken {
            return Err(PdfError::Number { page: number });
        }
    }
    if open.is_empty() { Ok(content.finish()) } else { Err(PdfError::Marks { page: number }) }
}
