//! PNG, JPEG and WebP to pixels, within limits.

use super::{ImageFault, Raster, jpeg, webp};
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{DynamicImage, ImageDecoder, Limits};
use std::io::Cursor;

/// The longest side, in pixels.
const MAX_SIDE: u32 = 12_000;
/// The most memory a decoded image may take, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// Decodes a PNG file. Text, colour profile and time are not kept.
pub(super) fn png(bytes: &[u8]) -> Result<Raster, ImageFault> {
    let decoder =
        PngDecoder::with_limits(Cursor::new(bytes), limits()).map_err(|error| fault(&error))?;
    if decoder.is_apng().map_err(|error| fault(&error))? {
        return Err(ImageFault::feature("an animation", None));
    }
    pixels(decoder)
}

/// Decodes a JPEG file, turned the way its EXIF data says. Nothing else of that is kept.
pub(super) fn jpeg(bytes: &[u8]) -> Result<Raster, ImageFault> {
    let header = jpeg::header(bytes).ok_or_else(|| ImageFault::broken("it has no header"))?;
    if header.components == 4 {
        return Err(ImageFault::feature("CMYK colours", None));
    }
    if header.precision != 8 {
        return Err(ImageFault::feature(format!("{} bits a colour", header.precision), None));
    }
    if !header.complete {
        return Err(ImageFault::broken("its end is missing"));
    }
    pixels(JpegDecoder::new(Cursor::new(bytes)).map_err(|error| fault(&error))?)
}

/// Decodes a WebP file, turned the way its EXIF data says. Nothing else of that is kept.
pub(super) fn webp(bytes: &[u8]) -> Result<Raster, ImageFault> {
    let header = webp::header(bytes).map_err(ImageFault::broken)?;
    if header.animated {
        return Err(ImageFault::feature("an animation", None));
    }
    // The decoder takes no limits: what it needs is known from the size.
    bounded(header.size, u64::from(header.size.0) * u64::from(header.size.1) * 4)?;
    pixels(WebPDecoder::new(Cursor::new(bytes)).map_err(|error| fault(&error))?)
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_BYTES);
    limits
}

/// Refuses a picture of this size, in pixels, that takes this many bytes, if that is too much.
fn bounded((width, height): (u32, u32), bytes: u64) -> Result<(), ImageFault> {
    if width > MAX_SIDE || height > MAX_SIDE {
        let what = format!("{width} × {height} pixels, at most {MAX_SIDE} a side");
        return Err(ImageFault::TooLarge(what));
    }
    if bytes > MAX_BYTES {
        let what = format!("{width} × {height} pixels need more than {} MiB", MAX_BYTES >> 20);
        return Err(ImageFault::TooLarge(what));
    }
    if width == 0 || height == 0 {
        return Err(ImageFault::broken("it has no pixels"));
    }
    Ok(())
}

fn pixels(mut decoder: impl ImageDecoder) -> Result<Raster, ImageFault> {
    bounded(decoder.dimensions(), decoder.total_bytes())?;
    decoder.set_limits(limits()).map_err(|error| fault(&error))?;
    let turned = decoder.orientation().map_err(|error| fault(&error))?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| fault(&error))?;
    image.apply_orientation(turned);
    let (width, height) = (image.width(), image.height());
    if !image.color().has_alpha() {
        return Ok(Raster { width, height, rgb: image.into_rgb8().into_raw(), alpha: None });
    }
    let rgba = image.into_rgba8();
    let mut rgb = Vec::with_capacity(rgba.len() / 4 * 3);
    let mut alpha = Vec::with_capacity(rgba.len() / 4);
    for pixel in rgba.pixels() {
        let [r, g, b, a] = pixel.0;
        rgb.extend([r, g, b]);
        alpha.push(a);
    }
    let alpha = alpha.iter().any(|a| *a != 255).then_some(alpha);
    Ok(Raster { width, height, rgb, alpha })
}

fn fault(error: &image::ImageError) -> ImageFault {
    match error {
        image::ImageError::Limits(_) => ImageFault::TooLarge(error.to_string()),
        other => ImageFault::broken(other),
    }
}
