//! The pipeline: which documents a customer gets, and building them.
//!
//! [`Builder::prepare`] reads everything that customers share once: templates, faces, theme.
//! [`Builder::build`] turns one customer into finished files in memory; customers are independent
//! of each other and can be built in any order and in parallel. [`audit`] looks at all of them for
//! what nobody needs; [`Explanation`] says where one customer's values come from and go to.

mod attachment;
mod audit;
mod build;
mod cover;
mod explanation;
mod inputs;
mod landing;
mod paper;
mod pictures;
pub mod plan;
pub mod style;
mod timings;

pub use audit::audit;
pub use build::{Builder, Built, BuiltDocument, Images, Printed, Settings};
pub use explanation::{Explanation, Row, UsePlace};
pub use timings::{Stage, Timings};
