//! Blocks, page style and font metrics become positioned pages.

pub mod frame;
pub mod geom;
