//! Raster images: each different one once, embedded through printpdf.

use super::PdfError;
use crate::image::Raster;
use crate::layout::frame::{FrameItem, Pages};
use printpdf::{PdfDocument, RawImage, RawImageData, RawImageFormat, XObject, XObjectId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The different images of one document in order of appearance.
pub(super) struct Images {
    images: Vec<Arc<Raster>>,
    /// Address of a raster → index of the image with its content. Never printed.
    known: BTreeMap<usize, usize>,
}

impl Images {
    /// Finds the images of the pages.
    ///
    /// # Errors
    /// An image whose pixels are not as many as its size says.
    pub fn new(pages: &Pages) -> Result<Self, PdfError> {
        let mut images = Images { images: Vec::new(), known: BTreeMap::new() };
        for (page, number) in pages.pages.iter().zip(1..) {
            for (_, item) in &page.items {
                if let FrameItem::Image(raster, _) = item {
                    images.add(raster).ok_or(PdfError::Image { page: number })?;
                }
            }
        }
        Ok(images)
    }

    fn add(&mut self, raster: &Arc<Raster>) -> Option<()> {
        let address = Arc::as_ptr(raster) as usize;
        if self.known.contains_key(&address) {
            return Some(());
        }
        let pixels = (raster.width as usize).checked_mul(raster.height as usize)?;
        let alpha = raster.alpha.as_ref().map_or(pixels, Vec::len);
        if pixels == 0 || raster.rgb.len() != pixels.checked_mul(3)? || alpha != pixels {
            return None;
        }
        let at = self.images.iter().position(|known| known == raster).unwrap_or_else(|| {
            self.images.push(Arc::clone(raster));
            self.images.len() - 1
        });
        self.known.insert(address, at);
        Some(())
    }

    /// Resource name of an image.
    pub fn name(&self, raster: &Arc<Raster>) -> Option<String> {
        self.known.get(&(Arc::as_ptr(raster) as usize)).map(|at| format!("Im{at}"))
    }

    /// Adds the images to a document.
    pub fn embed(&self, document: &mut PdfDocument) {
        for (at, raster) in self.images.iter().enumerate() {
            let (pixels, data_format) = match &raster.alpha {
                None => (raster.rgb.clone(), RawImageFormat::RGB8),
                Some(alpha) => {
                    let mut pixels = Vec::with_capacity(alpha.len() * 4);
                    for (color, opacity) in raster.rgb.chunks_exact(3).zip(alpha) {
                        pixels.extend_from_slice(color);
                        pixels.push(*opacity);
                    }
                    (pixels, RawImageFormat::RGBA8)
                }
            };
            let image = RawImage {
                pixels: RawImageData::U8(pixels),
                width: raster.width as usize,
                height: raster.height as usize,
                data_format,
                tag: Vec::new(),
            };
            document
                .resources
                .xobjects
                .map
                .insert(XObjectId(format!("Im{at}")), XObject::Image(image));
        }
    }
}
