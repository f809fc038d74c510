//! Why an image cannot be used.

use std::fmt;

/// An image that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageError {
    /// The image's file name.
    pub name: String,
    /// What is wrong with it.
    pub fault: ImageFault,
}

/// What is wrong with an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageFault {
    /// It is of a known format, but not one that can be used.
    Format(&'static str),
    /// It is of no known format.
    Unknown,
    /// The extension says one format and the bytes another.
    WrongName {
        /// The format of the extension.
        named: &'static str,
        /// The format of the bytes.
        holds: &'static str,
    },
    /// It is cut off or damaged.
    Broken(String),
    /// It is larger than is reasonable; what is.
    TooLarge(String),
    /// It has something that cannot be shown on paper, or could do harm.
    Feature {
        /// What, as in "a `script` element".
        what: String,
        /// The line of an SVG file it is in.
        line: Option<u32>,
    },
}

impl ImageFault {
    pub(super) fn feature(what: impl Into<String>, line: Option<u32>) -> Self {
        ImageFault::Feature { what: what.into(), line }
    }

    pub(super) fn broken(error: impl fmt::Display) -> Self {
        ImageFault::Broken(error.to_string())
    }
}

impl ImageError {
    /// What to do next.
    pub fn hint(&self) -> String {
        let hint = match &self.fault {
            ImageFault::Format(_) | ImageFault::Unknown => {
                "save the image as SVG, PNG, JPEG or WebP"
            }
            ImageFault::WrongName { .. } => "give the file the extension of what it holds",
            ImageFault::Broken(_) => "save the image again",
            ImageFault::TooLarge(_) => "save a smaller version of the image",
            ImageFault::Feature { what, .. } if what.contains("text") => {
                "convert text to paths in the drawing program"
            }
            ImageFault::Feature { what, .. } if what.contains("CMYK") => {
                "save the image in RGB: how CMYK looks depends on the printer"
            }
            ImageFault::Feature { .. } => {
                "save the drawing as plain filled paths, or use a PNG of it"
            }
        };
        hint.to_owned()
    }
}

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "image `{}` ", self.name)?;
        match &self.fault {
            ImageFault::Format(format) => write!(f, "is {format}, which cannot be used"),
            ImageFault::Unknown => f.write_str("is not an SVG, PNG, JPEG or WebP file"),
            ImageFault::WrongName { named, holds } => {
                write!(f, "is called {named} and holds {holds}")
            }
            ImageFault::Broken(detail) => write!(f, "is damaged: {detail}"),
            ImageFault::TooLarge(what) => write!(f, "is too large: {what}"),
            ImageFault::Feature { what, line: Some(line) } => {
                write!(f, "cannot be used: it has {what} in line {line}")
            }
            ImageFault::Feature { what, line: None } => {
                write!(f, "cannot be used: it has {what}")
            }
        }
    }
}

impl std::error::Error for ImageError {}
