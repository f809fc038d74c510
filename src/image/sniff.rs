//! Which format an image is, by its bytes.

use super::ImageFault;

/// A format that can be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Scalable Vector Graphics.
    Svg,
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP.
    Webp,
}

impl Format {
    pub(super) fn name(self) -> &'static str {
        match self {
            Format::Svg => "SVG",
            Format::Png => "PNG",
            Format::Jpeg => "JPEG",
            Format::Webp => "WebP",
        }
    }
}

/// The format that a file's extension promises.
pub(super) fn named(name: &str) -> Option<Format> {
    let (_, extension) = name.rsplit_once('.')?;
    match extension.to_ascii_lowercase().as_str() {
        "svg" => Some(Format::Svg),
        "png" => Some(Format::Png),
        "jpg" | "jpeg" => Some(Format::Jpeg),
        "webp" => Some(Format::Webp),
        _ => None,
    }
}

/// The format of some bytes.
pub(super) fn format(bytes: &[u8]) -> Result<Format, ImageFault> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => return Ok(Format::Png),
        [0xFF, 0xD8, 0xFF, ..] => return Ok(Format::Jpeg),
        [b'G', b'I', b'F', b'8', ..] => return Err(ImageFault::Format("a GIF")),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            return Ok(Format::Webp);
        }
        [b'%', b'P', b'D', b'F', ..] => return Err(ImageFault::Format("a PDF")),
        [b'%', b'!', b'P', b'S', ..] => return Err(ImageFault::Format("a PostScript file")),
        [0x1F, 0x8B, ..] => return Err(ImageFault::Format("a compressed SVG (svgz)")),
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => {
            return Err(ImageFault::Format("a TIFF"));
        }
        [b'B', b'M', ..] => return Err(ImageFault::Format("a BMP")),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => {
            return Err(ImageFault::Format("a HEIC or AVIF"));
        }
        _ => {}
    }
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    if text.starts_with(b"<") { Ok(Format::Svg) } else { Err(ImageFault::Unknown) }
}
