//! Diagnostics as values: what is wrong, where, and what to do next.
//!
//! A stage takes a `&mut` [`Sink`], reports what it finds and carries on to the next error.
//! [`Sources`] keeps the text of every file that was read, so that [`render`] can show the line.

pub mod codes;
mod diagnostic;
mod finding;
pub mod group;
pub mod render;
mod sink;
mod sources;
mod span;
pub mod suggest;
pub mod visible;

/// Hints of a message in running text: of forty customers each may have its own.
const HINTS: usize = 4;

pub use diagnostic::{Diagnostic, Label, Severity};
pub use finding::{Finding, Place};
pub use sink::Sink;
pub use sources::{SourceFile, Sources};
pub use span::{SourceId, Span};
