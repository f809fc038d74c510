//! Images decoded once for both outputs: SVG as a static subset, PNG, JPEG and WebP as pixels.
//!
//! [`decode`] looks at the bytes, not at the name, refuses what cannot be shown the same way on
//! a page and on paper, and is bounded in time and memory whatever it is given.

mod error;
mod jpeg;
mod raster;
mod sniff;
mod svg;
mod webp;

pub use error::{ImageError, ImageFault};

use sniff::Format;

/// Decodes an image; `name` is its file name, for messages and to notice a wrong extension.
pub fn decode(name: &str, bytes: &[u8]) -> Result<Picture, ImageError> {
    let fail = |fault| ImageError { name: name.to_owned(), fault };
    let format = sniff::format(bytes).map_err(fail)?;
    if let Some(named) = sniff::named(name)
        && named != format
    {
        return Err(fail(ImageFault::WrongName { named: named.name(), holds: format.name() }));
    }
    // The decoders are other people's: should one of them panic on hostile bytes, that is an
    // error of the image, not the end of the run.
    let decoded = std::panic::catch_unwind(|| match format {
        Format::Svg => svg::decode(bytes).map(Picture::Vector),
        Format::Png => raster::png(bytes).map(Picture::Raster),
        Format::Jpeg => raster::jpeg(bytes).map(Picture::Raster),
        Format::Webp => raster::webp(bytes).map(Picture::Raster),
    });
    match decoded {
        Ok(result) => result.map_err(fail),
        Err(_) => Err(fail(ImageFault::Broken("the decoder gave up".to_owned()))),
    }
}

/// A raster image: eight bits a channel, rows from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raster {
    /// Width in pixels, at least 1.
    pub width: u32,
    /// Height in pixels, at least 1.
    pub height: u32,
    /// Red, green, blue: three bytes a pixel.
    pub rgb: Vec<u8>,
    /// Opacity, one byte a pixel; `None` if every pixel is opaque.
    pub alpha: Option<Vec<u8>>,
}

/// An image of either kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Picture {
    /// Made of paths.
    Vector(Vector),
    /// Made of pixels.
    Raster(Raster),
}

impl Picture {
    /// Width and height in CSS pixels (1/96 inch), both more than 0.
    pub fn size(&self) -> (f32, f32) {
        match self {
            Picture::Vector(vector) => (vector.width, vector.height),
            Picture::Raster(raster) => (raster.width as f32, raster.height as f32),
        }
    }
}

/// A vector image: filled and stroked paths, painted in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Vector {
    /// Width in CSS pixels (1/96 inch).
    pub width: f32,
    /// Height in CSS pixels.
    pub height: f32,
    /// The paths, in pixels from the top-left corner.
    pub paths: Vec<VectorPath>,
    /// The same picture as a static SVG file: no script, no text, no reference to the outside.
    pub svg: String,
}

/// One path of a vector image.
#[derive(Debug, Clone, PartialEq)]
pub struct VectorPath {
    /// The path.
    pub segments: Vec<VectorSegment>,
    /// Fill: red, green, blue.
    pub fill: Option<[u8; 3]>,
    /// Stroke: red, green, blue, and width in pixels. [`decode`] turns strokes into fills, so
    /// that caps, joins and dashes are the same everywhere, and leaves this `None`.
    pub stroke: Option<([u8; 3], f32)>,
    /// Fill by the even-odd rule instead of non-zero winding.
    pub even_odd: bool,
}

/// A piece of a path: x and y in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum VectorSegment {
    /// Starts a new subpath.
    Move([f32; 2]),
    /// A straight line.
    Line([f32; 2]),
    /// A cubic curve: two controls and the end.
    Cubic([f32; 2], [f32; 2], [f32; 2]),
    /// Closes the subpath.
    Close,
}
