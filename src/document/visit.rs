//! Walks over a document's text.

use super::block::{Block, BlockKind};
use super::{Document, Inline};
use crate::diag::Span;

/// Calls `block` for every block and `inline` for every piece of text, in reading order, footnotes
/// last; text comes with the place of its block.
pub fn visit(
    document: &Document,
    block: &mut impl FnMut(&Block),
    inline: &mut impl FnMut(&Inline, Span),
) {
    blocks(&document.blocks, block, inline);
    for footnote in &document.footnotes {
        blocks(&footnote.blocks, block, inline);
    }
}

fn blocks(list: &[Block], found: &mut impl FnMut(&Block), inline: &mut impl FnMut(&Inline, Span)) {
    for block in list {
        found(block);
        let span = block.span;
        match &block.kind {
            BlockKind::Heading(heading) => inlines(&heading.content, span, inline),
            BlockKind::Paragraph(content) => inlines(content, span, inline),
            BlockKind::List(list) => {
                list.items.iter().for_each(|item| blocks(&item.blocks, found, inline));
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    inlines(&definition.term, span, inline);
                    blocks(&definition.details, found, inline);
                }
            }
            BlockKind::Table(table) => {
                for cell in table.head.iter().chain(table.rows.iter().flatten()) {
                    inlines(cell, span, inline);
                }
            }
            BlockKind::Quote(inner) => blocks(inner, found, inline),
            BlockKind::Callout(callout) => blocks(&callout.blocks, found, inline),
            BlockKind::Code(_)
            | BlockKind::Tabs(_)
            | BlockKind::Signature(_)
            | BlockKind::Figure { .. }
            | BlockKind::Rule
            | BlockKind::PageBreak => {}
        }
    }
}

fn inlines(content: &[Inline], span: Span, found: &mut impl FnMut(&Inline, Span)) {
    for inline in content {
        found(inline, span);
        match inline {
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Language { content, .. }
            | Inline::Link { content, .. } => inlines(content, span, found),
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::Image { .. }
            | Inline::Footnote { .. }
            | Inline::Page { .. }
            | Inline::SoftBreak
            | Inline::LineBreak => {}
        }
    }
}
