//! The images of a pack: logos and what documents show, each decoded once.

use crate::diag::{Diagnostic, Sink, Span};
use crate::document::{Block, BlockKind, Document, Inline};
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
    let report = |message: String, hint: Option<String>, sink: &mut Sink| {
        let mut diagnostic = Diagnostic::error("PP0501", message).at(span, "").customer(customer);
        if let Some(hint) = hint {
            diagnostic = diagnostic.hint(hint);
        }
        sink.report(diagnostic);
    };
    let bytes = match workspace.root.read(&Scope::customer(customer), path) {
        Ok(bytes) => bytes,
        Err(error) => {
            report(format!("cannot use `{path}`: {error}"), error.hint(), sink);
            return None;
        }
    };
    match decode(path, &bytes) {
        Ok(picture) => Some(Arc::new(picture)),
        Err(error) => {
            report(format!("cannot show `{path}`: {error}"), None, sink);
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
    let mut wanted = Vec::new();
    blocks(&document.blocks, &mut wanted);
    for footnote in &document.footnotes {
        blocks(&footnote.blocks, &mut wanted);
    }
    let folder = document.id.rsplit_once('/').map_or("", |(folder, _)| folder);
    for (path, span) in wanted {
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

fn blocks(list: &[Block], wanted: &mut Vec<(String, Span)>) {
    for block in list {
        let span = block.span;
        match &block.kind {
            BlockKind::Figure { source, .. } => wanted.push((source.clone(), span)),
            BlockKind::Heading(heading) => inlines(&heading.content, span, wanted),
            BlockKind::Paragraph(content) => inlines(content, span, wanted),
            BlockKind::List(list) => {
                list.items.iter().for_each(|item| blocks(&item.blocks, wanted));
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    inlines(&definition.term, span, wanted);
                    blocks(&definition.details, wanted);
                }
            }
            BlockKind::Table(table) => {
                for cell in table.head.iter().chain(table.rows.iter().flatten()) {
                    inlines(cell, span, wanted);
                }
            }
            BlockKind::Quote(inner) => blocks(inner, wanted),
            BlockKind::Callout(callout) => blocks(&callout.blocks, wanted),
            BlockKind::Code(_)
            | BlockKind::Tabs(_)
            | BlockKind::Signature(_)
            | BlockKind::Rule
            | BlockKind::PageBreak => {}
        }
    }
}

fn inlines(content: &[Inline], span: Span, wanted: &mut Vec<(String, Span)>) {
    for inline in content {
        match inline {
            Inline::Image { source, .. } => wanted.push((source.clone(), span)),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Link { content, .. } => inlines(content, span, wanted),
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::Footnote { .. }
            | Inline::SoftBreak
            | Inline::LineBreak => {}
        }
    }
}
