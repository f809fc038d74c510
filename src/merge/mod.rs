//! Template and variables become one merged Markdown source.
//!
//! A value is text, never markup. To get that, the environment prints each value as an opaque
//! token (two private-use characters around an index) and records the value; the tokenised text is
//! parsed as Markdown, and `document::substitute` puts the values into the typed tree, where their
//! context is known. [`Merger::merge`] also plants a mark before every piece of template text and every
//! printed expression, so that each line of the result and each value knows the file and the bytes
//! it came from, through includes, macros and loops; [`source_map`] takes the marks out again.

mod arithmetic;
mod assigned;
mod branches;
mod calendar;
mod context;
mod decimal;
mod declared;
mod environment;
mod errors;
mod expression;
mod filters;
pub mod front_matter;
mod instrument;
mod lexer;
mod limits;
mod lint;
mod locale;
mod mentions;
mod merger;
mod metered;
mod operators;
mod overrides;
mod reader;
mod recorder;
mod required;
mod scope;
mod section;
pub mod source_map;
mod strings;
pub mod token;
mod undefined;
mod usage;
pub mod uses;

pub use branches::Shown;
pub use context::Places;
pub use mentions::Use;
pub use merger::{Merger, Source};
pub use source_map::SourceMap;
pub use token::Printed;
pub use usage::{Place, Usage};
