//! Layers that nobody has, and folders of nobody.

use crate::diag::{Diagnostic, Sink, Span, suggest};
use crate::workspace::Workspace;
use crate::workspace::root::fold;

/// Reports layers that no customer has, by name or below a layer that it names.
pub fn layers(workspace: &Workspace, sink: &mut Sink) {
    let used = workspace.layers_in_use();
    for (name, layer) in &workspace.layers {
        if used.contains(name.as_str()) {
            continue;
        }
        let mut diagnostic =
            Diagnostic::warning("PP0132", format!("no customer has the layer `{name}`"))
                .at(Span::new(layer.source, 0, 0), "")
                .hint(format!("name it in a customer's file: layers = [\"{name}\"], or remove it"));
        let links = workspace.layers.values().flat_map(|other| &other.below);
        for link in links.filter(|link| link.name == *name) {
            diagnostic =
                diagnostic.related(link.span, "named here, but no customer has this layer");
        }
        sink.report(diagnostic);
    }
}

/// Reports folders below `customers/` without a customer's file beside them.
pub fn folders(workspace: &Workspace, sink: &mut Sink) {
    let ids: Vec<&str> = workspace.customers.iter().map(|file| file.id.as_str()).collect();
    let folders = workspace.root.customer_folders();
    for folder in folders.iter().filter(|folder| !ids.contains(&folder.as_str())) {
        let near = ids
            .iter()
            .find(|id| fold(id) == fold(folder))
            .copied()
            .or_else(|| suggest::nearest(folder, ids.iter().copied()));
        let diagnostic = Diagnostic::warning(
            "PP0133",
            format!("the folder `customers/{folder}` belongs to no customer"),
        );
        sink.report(match near {
            Some(near) => diagnostic.hint(format!(
                "there is no customers/{folder}.toml: rename the folder if it is that of `{near}`, or remove it"
            )),
            None => diagnostic
                .hint(format!("write customers/{folder}.toml, or remove the folder")),
        });
    }
}
