//! Merged Markdown becomes the typed tree. This file, `parse_inline.rs` and `parse_table.rs` are the
//! only ones that know comrak.

use super::attributes::{self, Attributes};
use super::block::{
    Block, BlockKind, Callout, CalloutKind, Code, Definition, Footnote, Heading, Item, List,
};
use super::{Document, Inline, Meta, directive, graft, links, outline, plain_text, substitute};
use crate::diag::{Diagnostic, Sink, SourceId, Sources, Span};
use crate::merge::Source;
use crate::merge::token::replace;
use comrak::nodes::{AlertType, ListType, Node, NodeValue};
use comrak::{Arena, parse_document};
use std::collections::BTreeMap;

/// Deepest nesting of blocks; deeper input is refused, so that no later stage runs out of stack.
const MAX_DEPTH: usize = 60;

/// What reading a document needs besides its source.
pub struct Options<'a> {
    /// Id of the document.
    pub id: &'a str,
    /// What its front matter says.
    pub meta: Meta,
    /// The customer it is read for, named in messages.
    pub customer: &'a str,
    /// Ids of the pack's documents, which links may lead to.
    pub documents: &'a [&'a str],
    /// The files, to widen a place to its line.
    pub sources: &'a Sources,
}

/// Parses, substitutes, numbers and links one document; `None` once an error was reported.
pub fn read(source: &Source, options: Options<'_>, sink: &mut Sink) -> Option<Document> {
    let mut own = Sink::new();
    // Thousands of levels on a line take comrak seconds, and none is wanted.
    for (number, line) in source.text.lines().enumerate() {
        let levels = line.chars().take_while(|c| matches!(c, '>' | ' ')).filter(|c| *c == '>');
        if levels.count() > MAX_DEPTH {
            let place = source.map.line(number + 1).unwrap_or(Span::new(SourceId(0), 0, 0));
            sink.report(too_deep(place).customer(options.customer));
            return None;
        }
    }
    directive::check_fences(source, options.sources, &mut own);
    if own.has_errors() {
        // What follows would only be echoes of these.
        own.diagnostics().iter().for_each(|d| sink.report(d.clone().customer(options.customer)));
        return None;
    }
    let (blocks, footnotes) = parse(source, options.sources, &mut own);
    let mut document = Document {
        id: options.id.to_owned(),
        meta: options.meta,
        blocks,
        footnotes,
        ..Document::default()
    };
    graft::graft(&mut document, source, options.sources, &mut own);
    substitute::substitute(&mut document, &source.values);
    outline::number(&mut document, &mut own);
    links::resolve(&mut document, options.documents, &mut own);
    let failed = own.has_errors();
    // A message may quote source text with a value in it.
    let value = |index: usize| source.values.get(index).map(|v| v.text.clone()).unwrap_or_default();
    for diagnostic in own.diagnostics() {
        let mut diagnostic = diagnostic.clone().customer(options.customer);
        diagnostic.message = replace(&diagnostic.message, value);
        for hint in &mut diagnostic.hints {
            *hint = replace(hint, value);
        }
        sink.report(diagnostic);
    }
    (!failed).then_some(document)
}

/// The blocks and footnotes of a text, values still as tokens.
pub(super) fn parse(
    source: &Source,
    sources: &Sources,
    sink: &mut Sink,
) -> (Vec<Block>, Vec<Footnote>) {
    let arena = Arena::new();
    let root = parse_document(&arena, &source.text, &markdown());
    let mut parser = Parser::new(source, sources, sink);
    let blocks = parser.blocks(root, 0);
    (blocks, parser.footnotes())
}

fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::error("PP0303", format!("more than {MAX_DEPTH} levels of nesting"))
        .at(span, "")
        .hint("flatten the list or the quotation")
}

fn markdown() -> comrak::Options<'static> {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.tasklist = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.extension.footnotes = true;
    options.extension.description_lists = true;
    options.extension.alerts = true;
    options.extension.block_directive = true;
    options.parse.leave_footnote_definitions = true;
    options
}

pub(super) struct Parser<'a> {
    source: &'a Source,
    pub lines: Vec<&'a str>,
    sources: &'a Sources,
    pub sink: &'a mut Sink,
    footnotes: BTreeMap<String, (Span, Vec<Block>)>,
    /// Names of footnotes in the order of their first mark.
    order: Vec<String>,
    marks: BTreeMap<String, usize>,
}

impl<'a> Parser<'a> {
    fn new(source: &'a Source, sources: &'a Sources, sink: &'a mut Sink) -> Self {
        Parser {
            source,
            lines: source.text.lines().collect(),
            sources,
            sink,
            footnotes: BTreeMap::new(),
            order: Vec::new(),
            marks: BTreeMap::new(),
        }
    }

    /// The line of the shared file that a node starts on.
    pub fn span(&self, node: Node<'_>) -> Span {
        self.sources.line_of(self.source.map.line(node.data().sourcepos.start.line))
    }

    /// The index of a footnote and which mark of it this is.
    pub fn footnote_mark(&mut self, name: &str) -> (usize, usize) {
        let index = self.order.iter().position(|n| n == name).unwrap_or_else(|| {
            self.order.push(name.to_owned());
            self.order.len() - 1
        });
        let marks = self.marks.entry(name.to_owned()).or_default();
        *marks += 1;
        (index, *marks - 1)
    }

    fn footnotes(&mut self) -> Vec<Footnote> {
        let mut defined = std::mem::take(&mut self.footnotes);
        let mut footnotes = Vec::new();
        for name in &self.order {
            if let Some((_, blocks)) = defined.remove(name) {
                let marks = self.marks.get(name).copied().unwrap_or_default();
                footnotes.push(Footnote { name: name.clone(), marks, blocks });
            }
        }
        for (name, (span, _)) in defined {
            self.sink.report(
                Diagnostic::error("PP0306", format!("nothing refers to the footnote `{name}`"))
                    .at(span, "")
                    .on("", format!("[^{name}]"))
                    .hint(format!("write [^{name}] in the text, or remove the footnote")),
            );
        }
        footnotes
    }

    pub fn blocks<'n>(&mut self, parent: Node<'n>, depth: usize) -> Vec<Block> {
        if depth > MAX_DEPTH {
            let span = self.span(parent);
            self.sink.report(too_deep(span));
            return Vec::new();
        }
        let mut blocks = Vec::new();
        for node in parent.children() {
            self.block(node, depth + 1, &mut blocks);
        }
        blocks
    }

    fn block<'n>(&mut self, node: Node<'n>, depth: usize, out: &mut Vec<Block>) {
        let span = self.span(node);
        let value = node.data().value.clone();
        let kind = match value {
            NodeValue::Paragraph => self.paragraph(node),
            NodeValue::Heading(heading) => self.heading(node, heading.level, span),
            NodeValue::ThematicBreak => BlockKind::Rule,
            NodeValue::BlockQuote => BlockKind::Quote(self.blocks(node, depth)),
            NodeValue::List(list) => {
                let ordered = list.list_type == ListType::Ordered;
                self.list(node, ordered, list.start, list.tight, depth)
            }
            NodeValue::DescriptionList => self.definitions(node, depth),
            NodeValue::CodeBlock(code) => {
                BlockKind::Code(directive::code(&code.info, &code.literal, span, self.sink))
            }
            NodeValue::Table(table) => self.table(node, &table.alignments),
            NodeValue::Alert(alert) => {
                let kind = match alert.alert_type {
                    AlertType::Note => CalloutKind::Note,
                    AlertType::Tip => CalloutKind::Tip,
                    AlertType::Important => CalloutKind::Important,
                    AlertType::Warning => CalloutKind::Warning,
                    AlertType::Caution => CalloutKind::Caution,
                };
                let title = alert.title.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
                let title = title.unwrap_or_else(|| alert.alert_type.default_title().to_owned());
                BlockKind::Callout(Callout { kind, title, blocks: self.blocks(node, depth) })
            }
            NodeValue::BlockDirective(block) => {
                let Some(kind) = directive::read(self, node, &block.info, span, depth) else {
                    return;
                };
                kind
            }
            NodeValue::FootnoteDefinition(definition) => {
                let blocks = self.blocks(node, depth);
                self.footnotes.insert(definition.name, (span, blocks));
                return;
            }
            NodeValue::HtmlBlock(html) => {
                self.raw_html(&html.literal, span);
                return;
            }
            other => {
                self.sink.report(
                    Diagnostic::error(
                        "PP0304",
                        format!("`{}` cannot be shown", other.xml_node_name()),
                    )
                    .at(span, "")
                    .hint("write it as text, a list, a table, code, a picture or a link"),
                );
                return;
            }
        };
        out.push(Block { span, kind });
    }

    /// Raw HTML is never passed on and never dropped in silence.
    pub fn raw_html(&mut self, literal: &str, span: Span) {
        self.sink.report(
            Diagnostic::error("PP0301", "raw HTML cannot be shown in every output")
                .at(span, "")
                .on("", literal.lines().next().unwrap_or_default())
                .hint("use Markdown; a comment is {## … ##}; a literal < in text is written \\<"),
        );
    }

    fn paragraph<'n>(&mut self, node: Node<'n>) -> BlockKind {
        let content = self.inlines(node);
        if let [Inline::Image { source, alt, title }] = content.as_slice() {
            return BlockKind::Figure {
                source: source.clone(),
                alt: alt.clone(),
                caption: title.clone(),
            };
        }
        BlockKind::Paragraph(content)
    }

    fn heading<'n>(&mut self, node: Node<'n>, level: u8, span: Span) -> BlockKind {
        let mut content = self.inlines(node);
        let found = attributes::take(&mut content);
        self.unknown_attributes(&found, span);
        if level == 1 {
            self.sink.report(
                Diagnostic::error("PP0305", "a heading of level 1 in the text")
                    .at(span, "")
                    .on("", "#")
                    .hint("the title comes from the front matter; start headings at ##"),
            );
        }
        // The number is filled in by `outline`; until then it carries the class.
        let number = if found.unnumbered { String::from("-") } else { String::new() };
        // A generated anchor must not change with a customer's values: it is made from the words
        // of the shared text, and marked until `outline` has made it unique.
        let id = found.id.unwrap_or_else(|| {
            let words = crate::merge::token::replace(&plain_text(&content), |_| String::new());
            format!("?{words}")
        });
        BlockKind::Heading(Heading { level, id, number, annex: found.annex, content })
    }

    fn unknown_attributes(&mut self, attributes: &Attributes, span: Span) {
        for word in &attributes.unknown {
            self.sink.report(
                Diagnostic::error("PP0307", format!("`{word}` means nothing here"))
                    .at(span, "")
                    .on("{", word)
                    .hint("ids are lower-case words with hyphens such as {#breach-notice}; classes are .annex and .unnumbered"),
            );
        }
    }

    fn list<'n>(
        &mut self,
        node: Node<'n>,
        ordered: bool,
        start: usize,
        tight: bool,
        depth: usize,
    ) -> BlockKind {
        let mut items = Vec::new();
        for (at, child) in node.children().enumerate() {
            let span = self.span(child);
            let checked = match &child.data().value {
                NodeValue::TaskItem(task) => Some(task.symbol.is_some()),
                _ => None,
            };
            let mut blocks = self.blocks(child, depth);
            let mut id = None;
            if let Some(Block { kind: BlockKind::Paragraph(content), .. }) = blocks.first_mut() {
                let found = attributes::take(content);
                self.unknown_attributes(&found, span);
                id = found.id;
            }
            // The position is turned into a label by `outline`, which knows the numbering.
            let label = if ordered { (start + at).to_string() } else { String::new() };
            items.push(Item { span, label, checked, id, blocks });
        }
        BlockKind::List(List { ordered, clauses: false, tight, items })
    }

    fn definitions<'n>(&mut self, node: Node<'n>, depth: usize) -> BlockKind {
        let mut definitions: Vec<Definition> = Vec::new();
        for item in node.children() {
            let mut term = Vec::new();
            let mut details = Vec::new();
            for part in item.children() {
                let is_term = matches!(part.data().value, NodeValue::DescriptionTerm);
                if is_term {
                    for paragraph in part.children() {
                        term.extend(self.inlines(paragraph));
                    }
                } else {
                    details.extend(self.blocks(part, depth));
                }
            }
            // A second `:` below the same term comes as an item without a term.
            match definitions.last_mut() {
                Some(Definition { details: before, .. }) if term.is_empty() => {
                    before.append(&mut details);
                }
                _ => definitions.push(Definition { term, details }),
            }
        }
        BlockKind::Definitions(definitions)
    }

    /// The fenced code of a directive's children, for tabs.
    pub fn code_child<'n>(&mut self, node: Node<'n>) -> Option<Code> {
        let span = self.span(node);
        let NodeValue::CodeBlock(code) = node.data().value.clone() else { return None };
        Some(directive::code(&code.info, &code.literal, span, self.sink))
    }
}
