//! Finding and reading what is on disk: `pilotpack.toml`, `content/`, `customers/`, `themes/`.
//!
//! [`Workspace::load`] reads everything shared once. [`Workspace::customer`] puts one customer's
//! values together: schema defaults < `pilotpack.toml` < layers in the order named < the customer's
//! file. Every value remembers the file and the bytes it came from. Unknown keys are errors.

mod calendar;
pub mod check;
mod config;
mod content;
mod customer;
mod invisible;
pub mod json_schema;
pub mod literal;
mod overrides;
mod register;
pub mod root;
pub mod scaffold;
mod schema;
mod table;
mod variables;
mod workspace_files;

pub use calendar::Calendar;
pub use config::{Config, Pack, PackContact};
pub use content::ContentFile;
pub use customer::{Customer, CustomerFile};
pub use overrides::Override;
pub use schema::{Columns, Entry, Kind, Measure, Pattern, Schema};
pub use table::{Node, Table, Value, parse as parse_toml};
pub use variables::{Missing, Variables, unknown_key};
pub use workspace_files::{LoadError, Workspace, find};
