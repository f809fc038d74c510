//! Which files a read may touch.

use super::{ReadError, Refusal};

/// The folders that every customer shares.
const FOLDERS: &[&str] = &["content", "themes", "ledger"];
/// The files that every customer shares.
const FILES: &[&str] = &["pilotpack.toml", "approvals.toml"];

/// The shared files, and at most one customer's.
///
/// A pack is built with the scope of its customer, so that no text and no setting can pull
/// another customer's file into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    customer: Option<String>,
}

impl Scope {
    /// `content/`, `themes/`, `ledger/`, `customers/_layers/`, `pilotpack.toml`, `approvals.toml`.
    pub fn shared() -> Self {
        Scope { customer: None }
    }

    /// The shared files, `customers/<id>.toml` and `customers/<id>/`.
    pub fn customer(id: impl Into<String>) -> Self {
        Scope { customer: Some(id.into()) }
    }

    /// Refuses a path outside of the scope, and says whose it is.
    pub(super) fn check(&self, relative: &str, parts: &[&str]) -> Result<(), ReadError> {
        if self.admits(parts) {
            return Ok(());
        }
        let reason = match parts {
            ["customers", name, ..] if parts.len() > 2 || name.ends_with(".toml") => {
                Refusal::OtherCustomer(name.trim_end_matches(".toml").to_owned())
            }
            _ => Refusal::OutOfScope,
        };
        Err(ReadError::refused(relative, reason))
    }

    /// Whether a path from the workspace is in the scope.
    pub(super) fn admits(&self, parts: &[&str]) -> bool {
        match parts {
            [file] if FILES.contains(file) => true,
            ["customers", "_layers", ..] => true,
            ["customers", file] if self.owns_file(file) => true,
            ["customers", folder, ..] => self.customer.as_deref() == Some(*folder),
            [folder, ..] => FOLDERS.contains(folder),
            [] => false,
        }
    }

    /// Whether a folder has to be passed on the way to the scope.
    pub(super) fn leads_to(&self, parts: &[&str]) -> bool {
        matches!(parts, [] | ["customers"])
    }

    fn owns_file(&self, file: &str) -> bool {
        self.customer.is_some() && file.strip_suffix(".toml") == self.customer.as_deref()
    }
}
