//! `:::name` blocks and the words after the fence of a code block.

use super::block::{Block, BlockKind, Code, Party};
use super::parse::Parser;
use super::plain_text;
use crate::diag::{Diagnostic, Sink, Sources, Span, suggest};
use crate::merge::Source;
use comrak::nodes::Node;

const NAMES: &[&str] = &["signature", "tabs", "pagebreak", "internal"];

/// Checks the fences of `:::` blocks before the text is parsed: comrak ends a block at the first
/// line of colons inside it, whatever that line belongs to, and at the end of the text if there is
/// none. Either would let internal text out, or keep the rest of the document in.
pub(super) fn check_fences(source: &Source, sources: &Sources, sink: &mut Sink) {
    let mut open: Option<(&str, Span)> = None;
    let mut code: Option<&str> = None;
    for (at, line) in source.text.lines().enumerate() {
        let bare = line.trim_start_matches(['>', ' ', '\t']);
        if let Some(fence) = code {
            let ends =
                bare.starts_with(fence) && bare.trim_end().chars().all(|c| fence.starts_with(c));
            if ends {
                code = None;
                continue;
            }
        } else if bare.starts_with("```") || bare.starts_with("~~~") {
            code = bare.get(..3);
            continue;
        }
        let Some(name) = bare.strip_prefix(":::") else { continue };
        let name = name.trim_matches([':', ' ', '\t']);
        let span = sources.line_of(source.map.line(at + 1));
        match (open, code) {
            (None, Some(_)) => {}
            (Some((name, start)), Some(_)) => sink.report(
                Diagnostic::error(
                    "PP0314",
                    format!("a line of code that starts with `:::` in `:::{name}`"),
                )
                .at(span, "this would end the block")
                .related(start, "the block")
                .hint("move the code out of the block"),
            ),
            (None, None) if name.is_empty() => sink.report(
                Diagnostic::error("PP0314", "a `:::` that closes nothing").at(span, "").hint(
                    "a block opens with `:::name` and closes with `:::`; blocks cannot hold blocks",
                ),
            ),
            (None, None) => open = Some((name, span)),
            (Some(_), None) if name.is_empty() => open = None,
            (Some((outer, start)), None) => {
                sink.report(
                    Diagnostic::error("PP0314", format!("`:::{name}` inside `:::{outer}`"))
                        .at(span, "")
                        .related(start, "not closed yet")
                        .hint("close the block with `:::` first; blocks cannot hold blocks"),
                );
                open = Some((name, span));
            }
        }
    }
    if let Some((name, start)) = open {
        sink.report(
            Diagnostic::error("PP0314", format!("`:::{name}` is not closed"))
                .at(start, "opened here")
                .hint("write `:::` on a line of its own where the block ends"),
        );
    }
}

/// Reads a `:::name` block; `None` if it gives nothing to print or was reported.
pub(super) fn read<'n>(
    parser: &mut Parser<'_>,
    node: Node<'n>,
    info: &str,
    span: Span,
    depth: usize,
) -> Option<BlockKind> {
    let name = info.split_whitespace().next().unwrap_or_default();
    match name {
        "pagebreak" => Some(BlockKind::PageBreak),
        // Internal text never enters a customer's pack.
        "internal" => None,
        "tabs" => tabs(parser, node, span),
        "signature" => signature(parser, node, span, depth),
        _ => {
            let mut diagnostic =
                Diagnostic::error("PP0302", format!("there is no block `:::{name}`")).at(span, "");
            diagnostic = match suggest::nearest(name, NAMES.iter().copied()) {
                Some(near) => diagnostic.hint(format!("did you mean `:::{near}`?")),
                None => diagnostic.hint(format!("known blocks: {}", NAMES.join(", "))),
            };
            parser.sink.report(diagnostic);
            None
        }
    }
}

fn tabs<'n>(parser: &mut Parser<'_>, node: Node<'n>, span: Span) -> Option<BlockKind> {
    let mut panes = Vec::new();
    let empty = node.first_child().is_none();
    for child in node.children() {
        match parser.code_child(child) {
            Some(code) if !code.title.is_empty() => panes.push(code),
            Some(code) => {
                let place = parser.span(child);
                parser.sink.report(
                    Diagnostic::error("PP0302", "a pane of `:::tabs` has no title")
                        .at(place, "")
                        .hint(format!("write ```{} title=\"…\" above the code", code.language)),
                );
            }
            None => {
                let place = parser.span(child);
                parser.sink.report(
                    Diagnostic::error("PP0302", "only fenced code can stand in `:::tabs`")
                        .at(place, "")
                        .hint("move it above `:::tabs` or below `:::`"),
                );
            }
        }
    }
    if empty {
        parser.sink.report(
            Diagnostic::error("PP0302", "`:::tabs` is empty")
                .at(span, "")
                .hint("put one fenced code block for each language between `:::tabs` and `:::`"),
        );
    }
    (!panes.is_empty()).then_some(BlockKind::Tabs(panes))
}

fn signature<'n>(
    parser: &mut Parser<'_>,
    node: Node<'n>,
    span: Span,
    depth: usize,
) -> Option<BlockKind> {
    let blocks = parser.blocks(node, depth);
    let mut parties = Vec::new();
    for block in &blocks {
        let BlockKind::List(list) = &block.kind else { continue };
        for item in &list.items {
            let name = match item.blocks.first().map(|b| &b.kind) {
                Some(BlockKind::Paragraph(content)) => plain_text(content),
                _ => String::new(),
            };
            let fields = item.blocks.iter().skip(1).flat_map(fields).collect();
            parties.push(Party { name, fields });
        }
    }
    if parties.is_empty() || parties.iter().any(|p| p.name.trim().is_empty()) {
        parser.sink.report(
            Diagnostic::error("PP0302", "`:::signature` names no parties")
                .at(span, "")
                .hint("write one list item for each party, and below it items such as `- Name:`"),
        );
        return None;
    }
    Some(BlockKind::Signature(parties))
}

fn fields(block: &Block) -> Vec<(String, String)> {
    let BlockKind::List(list) = &block.kind else { return Vec::new() };
    list.items
        .iter()
        .filter_map(|item| match &item.blocks.first()?.kind {
            BlockKind::Paragraph(content) => {
                let text = plain_text(content);
                let (label, value) = text.split_once(':').unwrap_or((&text, ""));
                Some((label.trim().to_owned(), value.trim().to_owned()))
            }
            _ => None,
        })
        .collect()
}

/// Fenced code with the words after its fence: language and `title="…"`.
pub(super) fn code(info: &str, literal: &str, span: Span, sink: &mut Sink) -> Code {
    let (language, rest) = info.trim().split_once(char::is_whitespace).unwrap_or((info.trim(), ""));
    let rest = rest.trim();
    let mut title = String::new();
    if let Some(quoted) =
        rest.strip_prefix("title=\"").and_then(|r| r.strip_suffix('"')).filter(|t| !t.contains('"'))
    {
        title = quoted.to_owned();
    } else if !rest.is_empty() {
        sink.report(
            Diagnostic::error("PP0302", format!("`{rest}` after the fence means nothing"))
                .at(span, "")
                .on(" ", rest)
                .hint("write the language, and title=\"…\" if the code has a title"),
        );
    }
    let text = literal.strip_suffix('\n').unwrap_or(literal).to_owned();
    Code { language: language.to_owned(), title, text }
}
