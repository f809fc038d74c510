//! A document as indented text.

use pilotpack::document::{
    Alignment, Block, BlockKind, Code, Document, Heading, Inline, List, Party, Table, Target,
};
use std::fmt::Write as _;

/// Blocks, footnotes and anchors of a document.
pub fn print(document: &Document) -> String {
    let mut printer = Printer { text: String::new(), depth: 0 };
    printer.blocks(&document.blocks);
    for (index, note) in document.footnotes.iter().enumerate() {
        printer.line(&format!("footnote {} marks={}", index + 1, note.marks));
        printer.inside(|p| p.blocks(&note.blocks));
    }
    if !document.anchors.is_empty() {
        printer.line("anchors");
        for (id, reference) in &document.anchors {
            printer.inside(|p| p.line(&format!("#{id} → {reference}")));
        }
    }
    printer.text
}

struct Printer {
    text: String,
    depth: usize,
}

impl Printer {
    fn line(&mut self, words: &str) {
        let _ = writeln!(self.text, "{:indent$}{}", "", words.trim_end(), indent = self.depth * 2);
    }

    fn inside(&mut self, write: impl FnOnce(&mut Self)) {
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(&block.kind);
        }
    }

    fn block(&mut self, kind: &BlockKind) {
        match kind {
            BlockKind::Heading(heading) => self.heading(heading),
            BlockKind::Paragraph(content) => self.line(&format!("paragraph {}", inlines(content))),
            BlockKind::List(list) => self.list(list),
            BlockKind::Definitions(definitions) => {
                self.line("definitions");
                for definition in definitions {
                    self.inside(|p| {
                        p.line(&format!("term {}", inlines(&definition.term)));
                        p.inside(|p| p.blocks(&definition.details));
                    });
                }
            }
            BlockKind::Table(table) => self.table(table),
            BlockKind::Code(code) => self.code("code", code),
            BlockKind::Quote(blocks) => {
                self.line("quote");
                self.inside(|p| p.blocks(blocks));
            }
            BlockKind::Callout(callout) => {
                self.line(&format!("callout {} “{}”", callout.kind.name(), callout.title));
                self.inside(|p| p.blocks(&callout.blocks));
            }
            BlockKind::Tabs(panes) => {
                self.line("tabs");
                for pane in panes {
                    self.inside(|p| p.code("pane", pane));
                }
            }
            BlockKind::Signature(parties) => {
                self.line("signature");
                for Party { name, fields } in parties {
                    self.inside(|p| {
                        p.line(&format!("party {name}"));
                        for (label, value) in fields {
                            p.inside(|p| p.line(&format!("{label} = {value}")));
                        }
                    });
                }
            }
            BlockKind::Figure { source, alt, caption } => {
                self.line(&format!("figure {source} alt=“{alt}” caption=“{caption}”"));
            }
            BlockKind::Rule => self.line("rule"),
            BlockKind::PageBreak => self.line("page break"),
        }
    }

    fn heading(&mut self, heading: &Heading) {
        let Heading { level, id, number, annex, content } = heading;
        let annex = if *annex { " annex" } else { "" };
        let content = inlines(content);
        self.line(&format!("heading {level} #{id} number=“{number}”{annex} {content}"));
    }

    fn list(&mut self, list: &List) {
        let mut words = String::from("list");
        for (flag, word) in
            [(list.ordered, " ordered"), (list.clauses, " clauses"), (list.tight, " tight")]
        {
            if flag {
                words.push_str(word);
            }
        }
        self.line(&words);
        for item in &list.items {
            let mut words = String::from("item");
            if !item.label.is_empty() {
                let _ = write!(words, " {}", item.label);
            }
            if let Some(checked) = item.checked {
                words.push_str(if checked { " [x]" } else { " [ ]" });
            }
            if let Some(id) = &item.id {
                let _ = write!(words, " #{id}");
            }
            self.inside(|p| {
                p.line(&words);
                p.inside(|p| p.blocks(&item.blocks));
            });
        }
    }

    fn table(&mut self, table: &Table) {
        let alignments: Vec<&str> = table
            .alignments
            .iter()
            .map(|a| match a {
                Alignment::Start => "start",
                Alignment::Center => "center",
                Alignment::End => "end",
            })
            .collect();
        self.line(&format!("table {}", alignments.join(" ")));
        for row in std::iter::once(&table.head).chain(&table.rows) {
            let cells: Vec<String> = row.iter().map(|cell| inlines(cell)).collect();
            self.inside(|p| p.line(&format!("| {}", cells.join(" | "))));
        }
    }

    fn code(&mut self, word: &str, code: &Code) {
        self.line(&format!("{word} {} title=“{}”", code.language, code.title));
        for line in code.text.split('\n') {
            self.inside(|p| p.line(&format!("| {line}")));
        }
    }
}

/// Text with its markup spelt out.
pub fn inlines(content: &[Inline]) -> String {
    content
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) => format!("{text:?}"),
            Inline::Code(text) => format!("code({text:?})"),
            Inline::Emphasis(content) => format!("emphasis({})", inlines(content)),
            Inline::Strong(content) => format!("strong({})", inlines(content)),
            Inline::Strikethrough(content) => format!("strikethrough({})", inlines(content)),
            Inline::Language { tag, content } => format!("language({tag} {})", inlines(content)),
            Inline::Link { target, title, content } => {
                format!("link({} title={title:?} {})", self::target(target), inlines(content))
            }
            Inline::Image { source, alt, title } => format!("image({source} {alt:?} {title:?})"),
            Inline::Footnote { index, mark } => format!("footnote({} {mark})", index + 1),
            Inline::Page { anchor } => format!("page({anchor})"),
            Inline::SoftBreak => String::from("soft"),
            Inline::LineBreak => String::from("break"),
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn target(target: &Target) -> String {
    match target {
        Target::Url(url) => url.clone(),
        Target::Anchor(id) => format!("#{id}"),
        Target::Document { document, anchor } => {
            format!("{document}.md#{}", anchor.as_deref().unwrap_or_default())
        }
    }
}
