//! The pipeline: which documents a customer gets, and building them.
//!
//! [`Builder::prepare`] reads everything that customers share once: templates, faces, theme.
//! [`Builder::build`] turns one customer into finished files in memory; customers are independent
//! of each other and can be built in any order and in parallel.

mod build;
mod cover;
mod landing;
mod pictures;
pub mod plan;
mod style;

pub use build::{Builder, Built, BuiltDocument, Images, Printed, Settings};
