//! Faces, families and fallback.

mod book;
mod face;
mod subset;

pub use book::{Book, Family, FontError, Style};
pub use face::{Face, FaceId, Layer, Metrics, OutlineSegment};
pub use subset::Subset;
