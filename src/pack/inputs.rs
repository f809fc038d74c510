//! The files that a pack was made from.

use super::plan::Planned;
use crate::artifact::{Digest, InputEntry};
use crate::workspace::{ContentFile, Customer, Workspace};

/// The inputs of a customer's pack, sorted by path: its documents and what they may include, the
/// registers, the customer's own files and the layers below them. Never the name of another document
/// or of another customer's file.
pub(super) fn inputs(
    workspace: &Workspace,
    customer: &Customer,
    planned: &[Planned],
) -> Vec<InputEntry> {
    let used = |file: &&ContentFile| {
        !file.is_document() || planned.iter().any(|one| one.document.id == file.id())
    };
    let shared = workspace.content.values().filter(used).map(|file| file.source);
    let tables = workspace.tables.iter().copied();
    let own = customer.layers.iter().map(|(_, source)| *source);
    let sections = workspace.overrides_of(&customer.id).map(|own| own.source);
    let mut inputs: Vec<InputEntry> = shared
        .chain(tables)
        .chain(own)
        .chain(sections)
        .filter_map(|source| workspace.sources.get(source))
        .map(|file| InputEntry {
            path: file.path.clone(),
            sha256: Digest::of(file.text.as_bytes()),
        })
        .collect();
    inputs.sort();
    inputs.dedup();
    inputs
}
