//! Pictures as files named after their content.

use super::error::RenderError;
use crate::image::{Picture, Raster};
use image::ImageEncoder as _;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// A picture as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(super) struct Shown {
    /// Path relative to the page.
    pub(super) path: String,
    /// Width in CSS pixels.
    pub(super) width: u32,
    /// Height in CSS pixels.
    pub(super) height: u32,
}

/// The pictures of a pack, and the files of those that were shown.
#[derive(Debug)]
pub(super) struct Pictures<'a> {
    by_source: &'a BTreeMap<String, Arc<Picture>>,
    shown: BTreeMap<&'a str, Shown>,
    files: BTreeMap<String, Vec<u8>>,
}

impl<'a> Pictures<'a> {
    pub(super) fn new(by_source: &'a BTreeMap<String, Arc<Picture>>) -> Self {
        Pictures { by_source, shown: BTreeMap::new(), files: BTreeMap::new() }
    }

    /// The picture that a document names; `None` if the pack lacks it.
    pub(super) fn find(&mut self, source: &str) -> Result<Option<Shown>, RenderError> {
        if let Some(shown) = self.shown.get(source) {
            return Ok(Some(shown.clone()));
        }
        let Some((key, picture)) = self.by_source.get_key_value(source) else { return Ok(None) };
        let shown = self.add(picture)?;
        self.shown.insert(key, shown.clone());
        Ok(Some(shown))
    }

    /// Adds the file of a picture.
    pub(super) fn add(&mut self, picture: &Picture) -> Result<Shown, RenderError> {
        let (bytes, extension) = match picture {
            Picture::Vector(vector) => (vector.svg.clone().into_bytes(), "svg"),
            Picture::Raster(raster) => (png(raster)?, "png"),
        };
        let mut path = String::from("assets/img/");
        for byte in Sha256::digest(&bytes).iter().take(8) {
            let _ = write!(path, "{byte:02x}");
        }
        let _ = write!(path, ".{extension}");
        self.files.insert(path.clone(), bytes);
        let (width, height) = picture.size();
        Ok(Shown { path, width: pixels(width), height: pixels(height) })
    }

    /// Path and bytes of every picture shown.
    pub(super) fn into_files(self) -> BTreeMap<String, Vec<u8>> {
        self.files
    }
}

/// Whole pixels, at least one: what the attributes `width` and `height` take.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn pixels(length: f32) -> u32 {
    length.round().clamp(1.0, 65_535.0) as u32
}

/// Pixels only: whatever the file carried besides is gone.
fn png(raster: &Raster) -> Result<Vec<u8>, RenderError> {
    let mut bytes = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    let written = match &raster.alpha {
        None => encoder.write_image(
            &raster.rgb,
            raster.width,
            raster.height,
            image::ExtendedColorType::Rgb8,
        ),
        Some(alpha) => {
            let (pixels, _) = raster.rgb.as_chunks::<3>();
            let rgba: Vec<u8> = pixels
                .iter()
                .zip(alpha)
                .flat_map(|([red, green, blue], alpha)| [*red, *green, *blue, *alpha])
                .collect();
            let kind = image::ExtendedColorType::Rgba8;
            // The encoder panics on a buffer of the wrong length; it tells nothing about ours.
            if rgba.len() as u64 != u64::from(raster.width) * u64::from(raster.height) * 4 {
                return Err(RenderError::Encoding { message: "pixels are missing".into() });
            }
            encoder.write_image(&rgba, raster.width, raster.height, kind)
        }
    };
    written.map_err(|error| RenderError::Encoding { message: error.to_string() })?;
    Ok(bytes)
}
