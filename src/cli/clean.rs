//! `clean [ID…]`: removes built packs.

use super::report::{Failure, Reporter, count};
use super::resolved::Resolved;
use crate::artifact::Output;

/// Removes what manifests name; other files stay and are listed.
pub fn run(ids: &[String], resolved: &Resolved, reporter: Reporter) -> Result<(), Failure> {
    if !resolved.output.exists() {
        reporter.note("nothing to remove");
        return Ok(());
    }
    let output =
        Output::open(&resolved.output, &resolved.workspace).map_err(|e| Failure::from_write(&e))?;
    let cleaned = output.clean(ids).map_err(|e| Failure::from_write(&e))?;
    for path in &cleaned.kept {
        reporter.note(&format!("kept {path}: pilotpack did not write it"));
    }
    reporter.note(&format!("removed {}", count(cleaned.removed, "file")));
    Ok(())
}
