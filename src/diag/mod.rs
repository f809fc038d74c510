//! Diagnostics as values: what is wrong, where, and what to do next.
//!
//! A stage takes a `&mut` [`Sink`], reports what it finds and carries on to the next error.
//! [`Sources`] keeps the text of every file that was read, so that [`render`] can show the line.

pub mod codes;
mod diagnostic;
pub mod render;
mod sink;
mod sources;
mod span;
pub mod suggest;

pub use diagnostic::{Diagnostic, Label, Severity};
pub use sink::Sink;
pub use sources::{SourceFile, Sources};
pub use span::{SourceId, Span};
