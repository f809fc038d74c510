//! Values that the schema declares as Markdown: parsed by themselves, and put where they are printed.
//!
//! A value on a line of its own gives blocks; within text it gives text with markup, and so must
//! be one paragraph. It cannot hold what would change the document around it: headings,
//! footnotes, directives and page breaks.

use super::block::{Block, BlockKind};
use super::parse::parse;
use super::{Document, Inline};
use crate::diag::{Diagnostic, Sink, Sources, Span};
use crate::merge::token::{VALUE_CLOSE, VALUE_OPEN};
use crate::merge::{Printed, Source, SourceMap};
use std::collections::BTreeMap;

/// Puts the Markdown values of a document in. Values in code, links' addresses and other places that
/// hold no markup are reported.
pub(super) fn graft(document: &mut Document, source: &Source, sources: &Sources, sink: &mut Sink) {
    if !source.values.iter().any(|value| value.markdown) {
        return;
    }
    let mut grafter = Grafter { source, sources, sink, parsed: BTreeMap::new() };
    let blocks = std::mem::take(&mut document.blocks);
    document.blocks = grafter.blocks(blocks);
    for note in &mut document.footnotes {
        let blocks = std::mem::take(&mut note.blocks);
        note.blocks = grafter.blocks(blocks);
    }
}

struct Grafter<'a> {
    source: &'a Source,
    sources: &'a Sources,
    sink: &'a mut Sink,
    /// Values that were parsed, by index; `None` after an error.
    parsed: BTreeMap<usize, Option<Vec<Block>>>,
}

impl Grafter<'_> {
    fn blocks(&mut self, blocks: Vec<Block>) -> Vec<Block> {
        let mut out = Vec::new();
        for mut block in blocks {
            let alone = match &block.kind {
                BlockKind::Paragraph(content) => self.alone(content),
                _ => None,
            };
            match alone {
                Some(index) => out.extend(self.value(index).unwrap_or_default()),
                None => {
                    self.block(&mut block.kind);
                    out.push(block);
                }
            }
        }
        out
    }

    /// The value that is all of a paragraph.
    fn alone(&self, content: &[Inline]) -> Option<usize> {
        let [Inline::Text(text)] = content else { return None };
        let index =
            text.trim().strip_prefix(VALUE_OPEN)?.strip_suffix(VALUE_CLOSE)?.parse().ok()?;
        self.printed(index).map(|_| index)
    }

    fn printed(&self, index: usize) -> Option<&Printed> {
        self.source.values.get(index).filter(|value| value.markdown)
    }

    fn block(&mut self, kind: &mut BlockKind) {
        match kind {
            BlockKind::Heading(heading) => self.inlines(&mut heading.content),
            BlockKind::Paragraph(content) => self.inlines(content),
            BlockKind::List(list) => {
                for item in &mut list.items {
                    item.blocks = self.blocks(std::mem::take(&mut item.blocks));
                }
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    self.inlines(&mut definition.term);
                    definition.details = self.blocks(std::mem::take(&mut definition.details));
                }
            }
            BlockKind::Table(table) => {
                for cell in table.head.iter_mut().chain(table.rows.iter_mut().flatten()) {
                    self.inlines(cell);
                }
            }
            BlockKind::Quote(blocks) => *blocks = self.blocks(std::mem::take(blocks)),
            BlockKind::Callout(callout) => {
                self.plain(&callout.title, "the title of a callout");
                callout.blocks = self.blocks(std::mem::take(&mut callout.blocks));
            }
            BlockKind::Code(code) => self.code(code),
            BlockKind::Tabs(panes) => panes.iter().for_each(|pane| self.code(pane)),
            BlockKind::Signature(parties) => {
                for party in parties {
                    self.plain(&party.name, "a signature block");
                    for (label, value) in &party.fields {
                        self.plain(label, "a signature block");
                        self.plain(value, "a signature block");
                    }
                }
            }
            BlockKind::Figure { source, alt, caption } => {
                for text in [source, alt, caption] {
                    self.plain(text, "an image");
                }
            }
            BlockKind::Rule | BlockKind::PageBreak => {}
        }
    }

    fn code(&mut self, code: &super::Code) {
        for text in [&code.language, &code.title, &code.text] {
            self.plain(text, "code");
        }
    }

    fn inlines(&mut self, content: &mut Vec<Inline>) {
        let mut out = Vec::new();
        for inline in std::mem::take(content) {
            match inline {
                Inline::Text(text) => self.text(text, &mut out),
                Inline::Emphasis(mut inner) => {
                    self.inlines(&mut inner);
                    out.push(Inline::Emphasis(inner));
                }
                Inline::Strong(mut inner) => {
                    self.inlines(&mut inner);
                    out.push(Inline::Strong(inner));
                }
                Inline::Strikethrough(mut inner) => {
                    self.inlines(&mut inner);
                    out.push(Inline::Strikethrough(inner));
                }
                Inline::Language { tag, content: mut inner } => {
                    self.inlines(&mut inner);
                    out.push(Inline::Language { tag, content: inner });
                }
                other => {
                    self.other(&other);
                    out.push(other);
                }
            }
        }
        *content = out;
    }

    /// What holds no markup, or text in which markup would be nested wrongly.
    fn other(&mut self, inline: &Inline) {
        match inline {
            Inline::Code(text) => self.plain(text, "code"),
            Inline::Link { target, title, content } => {
                if let super::Target::Url(url) = target {
                    self.plain(url, "the address of a link");
                }
                self.plain(title, "the title of a link");
                self.plain(&super::plain_text(content), "the words of a link");
            }
            Inline::Image { source, alt, title } => {
                for text in [source, alt, title] {
                    self.plain(text, "an image");
                }
            }
            _ => {}
        }
    }

    /// Cuts a text at its Markdown values.
    fn text(&mut self, text: String, out: &mut Vec<Inline>) {
        let mut rest = text.as_str();
        let mut kept = String::new();
        while let Some((before, after)) = rest.split_once(VALUE_OPEN) {
            kept.push_str(before);
            let (number, tail) = after.split_once(VALUE_CLOSE).unwrap_or((after, ""));
            rest = tail;
            match number.parse().ok().filter(|index| self.printed(*index).is_some()) {
                None => {
                    kept.push(VALUE_OPEN);
                    kept.push_str(number);
                    kept.push(VALUE_CLOSE);
                }
                Some(index) => {
                    if !kept.is_empty() {
                        out.push(Inline::Text(std::mem::take(&mut kept)));
                    }
                    out.extend(self.one_paragraph(index));
                }
            }
        }
        kept.push_str(rest);
        if !kept.is_empty() {
            out.push(Inline::Text(kept));
        }
    }

    fn one_paragraph(&mut self, index: usize) -> Vec<Inline> {
        match self.value(index).as_deref() {
            Some([Block { kind: BlockKind::Paragraph(content), .. }]) => content.clone(),
            Some(_) => {
                self.refuse(
                    index,
                    "a Markdown value of more than one paragraph within text",
                    |d| {
                        d.hint(
                            "print it on a line of its own, or shorten the value to one paragraph",
                        )
                    },
                );
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// Reports Markdown values in a place that holds no markup.
    fn plain(&mut self, text: &str, place: &str) {
        for part in text.split(VALUE_OPEN).skip(1) {
            let index = part.split(VALUE_CLOSE).next().and_then(|number| number.parse().ok());
            if let Some(index) = index.filter(|index| self.printed(*index).is_some()) {
                self.refuse(
                    index,
                    &format!("a Markdown value in {place}, which holds no markup"),
                    |d| d.hint("print a value of the type `text` here"),
                );
            }
        }
    }

    fn refuse(&mut self, index: usize, message: &str, more: impl Fn(Diagnostic) -> Diagnostic) {
        let Some(value) = self.source.values.get(index) else { return };
        let diagnostic = Diagnostic::error("PP0316", message).at(self.tag(value.span), "");
        self.sink.report(match self.source.markdown.get(&value.text) {
            Some(span) => more(diagnostic.related(*span, "the value")),
            None => more(diagnostic),
        });
    }

    /// The whole of the tag that starts at a place.
    fn tag(&self, place: Span) -> Span {
        let text = self.sources.get(place.source).and_then(|f| f.text.get(place.start as usize..));
        match text.and_then(|text| text.find("}}")) {
            Some(end) => Span { end: place.start + u32::try_from(end + 2).unwrap_or(0), ..place },
            None => place,
        }
    }

    /// The blocks of a value; `None` after an error.
    fn value(&mut self, index: usize) -> Option<Vec<Block>> {
        if let Some(parsed) = self.parsed.get(&index) {
            return parsed.clone();
        }
        let parsed = self.source.values.get(index).and_then(|value| self.parse(value));
        self.parsed.insert(index, parsed.clone());
        parsed
    }

    fn parse(&mut self, value: &Printed) -> Option<Vec<Block>> {
        let span = self.source.markdown.get(&value.text).copied().unwrap_or(value.span);
        let text = value.text.clone();
        let lines = text.lines().count() + 1;
        let source = Source { text, map: SourceMap::all(span, lines), ..Source::default() };
        let mut own = Sink::new();
        if source
            .text
            .lines()
            .any(|line| line.trim_start_matches(['>', ' ', '\t']).starts_with(":::"))
        {
            refuse_in(&mut own, span, "a line of `:::`");
        }
        if ["{{", "{%", "{##"].iter().any(|open| source.text.contains(open)) {
            refuse_in(&mut own, span, "template syntax");
        }
        super::directive::check_fences(&source, self.sources, &mut own);
        let mut blocks = Vec::new();
        if !own.has_errors() {
            let (read, footnotes) = parse(&source, self.sources, &mut own);
            blocks = read;
            if !footnotes.is_empty() {
                refuse_in(&mut own, span, "a footnote");
            }
            for block in &blocks {
                restrict(block, span, &mut own);
            }
        }
        let failed = own.has_errors();
        for diagnostic in own.diagnostics() {
            // A place in the value is the value itself: TOML may have written it with escapes.
            let mut diagnostic = diagnostic.clone();
            diagnostic.span = Some(span);
            self.sink.report(diagnostic.related(self.tag(value.span), "printed here"));
        }
        (!failed).then_some(blocks)
    }
}

fn refuse_in(sink: &mut Sink, span: Span, what: &str) {
    sink.report(
        Diagnostic::error("PP0316", format!("{what} in a Markdown value"))
            .at(span, "")
            .hint("values hold paragraphs, lists, tables, quotations, code, emphasis and links"),
    );
}

/// Reports blocks that would change the document around a value.
fn restrict(block: &Block, span: Span, sink: &mut Sink) {
    let inner: Vec<&Block> = match &block.kind {
        BlockKind::Heading(_) => return refuse_in(sink, span, "a heading"),
        BlockKind::PageBreak => return refuse_in(sink, span, "a page break"),
        BlockKind::Tabs(_) => return refuse_in(sink, span, "a directive"),
        BlockKind::Signature(_) => return refuse_in(sink, span, "a signature block"),
        BlockKind::Figure { .. } => return refuse_in(sink, span, "an image"),
        BlockKind::List(list) => list.items.iter().flat_map(|item| &item.blocks).collect(),
        BlockKind::Definitions(all) => all.iter().flat_map(|d| &d.details).collect(),
        BlockKind::Quote(blocks) => blocks.iter().collect(),
        BlockKind::Callout(callout) => callout.blocks.iter().collect(),
        _ => Vec::new(),
    };
    for block in inner {
        restrict(block, span, sink);
    }
}
