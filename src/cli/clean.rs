//! `clean [ID…]`: removes built packs.

use super::report::{Failure, Reporter, count};
use super::resolved::Resolved;
use crate::artifact::Output;

/// Removes what manifests name; other files stay and are listed.
pub fn run(ids: &[String], resolved: &Resolved, reporter: Reporter) -> Result<(), Failure> {
    if !resolved.output.exists() {
        if let Some(id) = ids.first() {
            return Err(Failure::usage(format!("no pack of `{id}` was built")));
        }
        reporter.note("nothing to remove");
        return Ok(());
    }
    let output =
        Output::open(&resolved.output, &resolved.workspace).map_err(|e| Failure::from_write(&e))?;
    let all = output.customers().map_err(|e| Failure::from_write(&e))?;
    let ids = if ids.is_empty() { all.as_slice() } else { ids };
    if let Some(id) = ids.iter().find(|id| !all.contains(id)) {
        return Err(Failure::usage(format!("no pack of `{id}` was built"))
            .hint(format!("packs there: {}", all.join(", "))));
    }
    let cleaned = output.clean(ids).map_err(|e| Failure::from_write(&e))?;
    for path in &cleaned.kept {
        reporter.note(&format!("kept {path}: pilotpack did not write it"));
    }
    reporter.note(&format!("removed {}", count(cleaned.removed, "file")));
    Ok(())
}
