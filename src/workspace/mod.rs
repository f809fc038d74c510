//! Finding and reading what is on disk: `pilotpack.toml`, `content/`, `customers/`, `themes/`.
//!
//! [`Workspace::load`] reads everything shared once. [`Workspace::customer`] puts one customer's
//! values together: schema defaults < `pilotpack.toml` < layers in the order named < the customer's
//! file. A layer may name layers too: they come before it. Tables merge key by key; arrays and
//! everything else replace what is below; a table over a value, or a value over a table, is an
//! error. Every value remembers the file and the bytes it came from, [`Provenance`] also those it
//! was laid over. Unknown keys are errors.

mod calendar;
pub mod check;
mod config;
mod content;
mod customer;
mod invisible;
pub mod known;
mod layers;
mod overrides;
mod provenance;
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
pub use customer::{Customer, CustomerFile, Level, Origin};
pub use layers::{Layer, Layers, Link};
pub use overrides::Override;
pub use provenance::{Provenance, Setting};
pub use schema::{Columns, Entry, Kind, Measure, Pattern, Schema};
pub use table::{Node, Table, Value, parse as parse_toml};
pub use variables::{Missing, Variables, unknown_key};
pub use workspace_files::{LoadError, Workspace, find};
