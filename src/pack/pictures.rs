//! The images of a pack: logos and what documents show, each decoded once.

use crate::diag::{Diagnostic, Sink, Span};
use crate::document::{BlockKind, Document, Inline, visit};
use crate::image::{Picture, decode};
use crate::workspace::Workspace;
use crate::workspace::root::Scope;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Images by the path written in a document.
pub type Pictures = BTreeMap<String, Arc<Picture>>;

/// Reads and decodes one image of the workspace; what is wrong is reported at `span`.
pub fn load(
    workspace: &Workspace,
    customer: &str,
    path: &str,
    span: Span,
    sink: &mut Sink,
) -> Option<Arc<Picture>> {
    let report = |message: String, hint: String, sink: &mut Sink| {
        let diagnostic = Diagnostic::error("PP0501", message).at(span, "");
        sink.report(diagnostic.hint(hint).customer(customer));
    };
    let bytes = match workspace.root.read(&Scope::customer(customer), path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let hint = error.hint().unwrap_or_else(|| {
                String::from("a path starts at the folder of the file that names the picture")
            });
            report(error.to_string(), hint, sink);
            return None;
        }
    };
    match decode(path, &bytes) {
        Ok(picture) => Some(Arc::new(picture)),
        Err(error) => {
            report(error.to_string(), error.hint(), sink);
            None
        }
    }
}

/// Loads every image that a document shows, found below `content/`.
pub fn of_document(
    workspace: &Workspace,
    customer: &str,
    document: &Document,
    pictures: &mut Pictures,
    sink: &mut Sink,
) {
    let mut figures = Vec::new();
    let mut images = Vec::new();
    visit(
        document,
        &mut |block| {
            if let BlockKind::Figure { source, .. } = &block.kind {
                figures.push((source.clone(), block.span));
            }
        },
        &mut |inline, span| {
            if let Inline::Image { source, .. } = inline {
                images.push((source.clone(), span));
            }
        },
    );
    let folder = document.id.rsplit_once('/').map_or("", |(folder, _)| folder);
    for (path, span) in figures.into_iter().chain(images) {
        if pictures.contains_key(&path) {
            continue;
        }
        let below = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        if let Some(picture) =
            load(workspace, customer, &format!("content/{below}{path}"), span, sink)
        {
            pictures.insert(path, picture);
        }
    }
}
