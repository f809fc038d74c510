//! Finding and reading what is in a workspace folder.

pub mod root;
