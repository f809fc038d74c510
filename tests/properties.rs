//! Random input, the same in every run: values are text wherever they are printed, and nothing
//! panics or runs without end.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use pilotpack::document::{Block, BlockKind, Document, Inline, Party, Target};
use std::time::Duration;
use support::Project;
use support::random::Random;

/// Pieces of Markdown, HTML, Jinja, addresses, PDF and TOML syntax, and letters of many scripts.
const NASTY: &[&str] = &[
    "# ",
    "## ",
    "*",
    "**",
    "_",
    "__",
    "~~",
    "`",
    "```",
    "|",
    "||",
    "> ",
    "- ",
    "- [x] ",
    "1. ",
    "+++",
    "---",
    "===",
    ":::",
    ":::signature",
    "[",
    "]",
    "(",
    ")",
    "](",
    "[a](b)",
    "![",
    "[^1]",
    "[^1]: ",
    "[§](#a)",
    "§",
    "{#id .annex}",
    "{",
    "}",
    "<",
    ">",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<script>",
    "<img src=x onerror=y>",
    "&amp;",
    "&#35;",
    "&",
    "\\",
    "\\*",
    "{{ x }}",
    "{{",
    "}}",
    "{% if a %}",
    "{% include 'x' %}",
    "{##",
    "##}",
    "{%- raw -%}",
    "javascript:alert(1)",
    "https://evil.example",
    "//evil.example",
    "www.evil.example",
    "a@evil.example",
    "mailto:",
    "data:",
    "%2e%2e/",
    "../",
    "?",
    "?cc=a@b.example",
    "#",
    "#welcome",
    "=",
    ";",
    "%",
    "%00",
    "/",
    "(/S /URI) endstream endobj",
    "<< /JS (x) >>",
    "%PDF-1.7",
    "\"",
    "'",
    "\" onmouseover=\"x",
    "[[x]]",
    "key = 1",
    "ß",
    "Ünïcode",
    "é",
    "Ελληνικά",
    "日本語",
    "العربية",
    "עברית",
    "🔴",
    "👩‍💻",
    "ﬁ",
    "½",
    "\u{a0}",
    "—",
    "“x”",
    "0",
    "1",
    "a",
    "b",
    "word",
    " ",
    "  ",
    "    ",
    ":smile:",
    "!",
    "$x$",
    "||x||",
    "^x^",
    "++x++",
];

const SCHEMA: &str = "\n[\"any.text\"]\ntype = \"text\"\n";

/// Every place a value can be printed in; lines below are matched with the tree by `values`.
const TEMPLATE: &str = "\
+++
title = \"{{ any.text }}\"
summary = \"About {{ any.text }}.\"
+++

## {{ any.text }} {#own}

Prose {{ any.text }} and *{{ any.text }}* and **b{{ any.text }}**, `{{ any.text }}`, ~~{{ any.text }}~~.

{{ any.text }}

- {{ any.text }}
- Item

  {{ any.text }}

1. {{ any.text }} {#item}

| {{ any.text }} | b |
|---|---|
| a | {{ any.text }} |

[{{ any.text }}](https://acme.example/{{ any.text }}?q={{ any.text }}#{{ any.text }} \"{{ any.text }}\")
[mail](mailto:{{ any.text }}@acme.example)

![{{ any.text }}](images/a.svg \"{{ any.text }}\")

```bash title=\"{{ any.text }}\"
echo {{ any.text }}
{{ any.text }}
```

> {{ any.text }}

> [!NOTE] {{ any.text }}
> {{ any.text }}

Term {{ any.text }}

: {{ any.text }}

:::tabs
```text title=\"{{ any.text }}\"
{{ any.text }}
```
:::

:::signature
- {{ any.text }} (Controller)
  - Name: {{ any.text }}
:::

Note[^1].

[^1]: {{ any.text }}
";

fn quoted(text: &str) -> String {
    pilotpack::workspace::literal::quoted(text)
}

fn with_value(value: &str) -> Project {
    Project::new()
        .append("content/schema.toml", SCHEMA)
        .append("customers/acme.toml", &format!("\n[any]\ntext = {}\n", quoted(value)))
        .file("content/guide.md", TEMPLATE)
}

/// A document with every text and address replaced by `·`, and those texts.
#[derive(Default)]
struct Shape {
    outline: Vec<String>,
    texts: Vec<String>,
    addresses: Vec<String>,
}

impl Shape {
    fn of(document: &Document) -> Self {
        let mut shape = Shape::default();
        shape.texts.push(document.meta.title.clone());
        shape.texts.push(document.meta.summary.clone());
        shape.blocks(&document.blocks);
        for note in &document.footnotes {
            shape.blocks(&note.blocks);
        }
        shape.outline.push(format!("anchors {:?}", document.anchors.keys()));
        shape
    }

    fn text(&mut self, text: &str) {
        self.outline.push(String::from("·"));
        self.texts.push(text.to_owned());
    }

    fn blocks(&mut self, blocks: &[Block]) {
        self.outline.push(format!("({}", blocks.len()));
        for block in blocks {
            self.block(&block.kind);
        }
        self.outline.push(String::from(")"));
    }

    fn block(&mut self, kind: &BlockKind) {
        let name = format!("{kind:?}");
        self.outline.push(name.split(['(', ' ']).next().unwrap().to_owned());
        match kind {
            BlockKind::Heading(heading) => {
                self.outline.push(format!("{} {} {}", heading.level, heading.id, heading.number));
                self.inlines(&heading.content);
            }
            BlockKind::Paragraph(content) => self.inlines(content),
            BlockKind::List(list) => {
                self.outline.push(format!("{} {} {}", list.ordered, list.clauses, list.tight));
                for item in &list.items {
                    self.outline.push(format!("{} {:?} {:?}", item.label, item.checked, item.id));
                    self.blocks(&item.blocks);
                }
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    self.inlines(&definition.term);
                    self.blocks(&definition.details);
                }
            }
            BlockKind::Table(table) => {
                for row in std::iter::once(&table.head).chain(&table.rows) {
                    self.outline.push(format!("row {}", row.len()));
                    row.iter().for_each(|cell| self.inlines(cell));
                }
            }
            BlockKind::Code(code) => self.code(code),
            BlockKind::Quote(blocks) => self.blocks(blocks),
            BlockKind::Callout(callout) => {
                self.text(&callout.title);
                self.blocks(&callout.blocks);
            }
            BlockKind::Tabs(panes) => panes.iter().for_each(|pane| self.code(pane)),
            BlockKind::Signature(parties) => {
                for Party { name, fields } in parties {
                    self.text(name);
                    for (label, value) in fields {
                        self.outline.push(label.clone());
                        self.text(value);
                    }
                }
            }
            BlockKind::Figure { source, alt, caption } => {
                self.outline.push(source.clone());
                self.text(alt);
                self.text(caption);
            }
            BlockKind::Rule | BlockKind::PageBreak => {}
        }
    }

    fn code(&mut self, code: &pilotpack::document::Code) {
        self.outline.push(code.language.clone());
        self.text(&code.title);
        self.text(&code.text);
    }

    fn inlines(&mut self, content: &[Inline]) {
        self.outline.push(format!("[{}", content.len()));
        for inline in content {
            let name = format!("{inline:?}");
            self.outline.push(name.split(['(', ' ']).next().unwrap().to_owned());
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.text(text),
                Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => {
                    self.inlines(inner);
                }
                Inline::Language { tag, content } => {
                    self.outline.push(tag.clone());
                    self.inlines(content);
                }
                Inline::Link { target, title, content } => {
                    match target {
                        Target::Url(url) => self.addresses.push(url.clone()),
                        other => self.outline.push(format!("{other:?}")),
                    }
                    self.text(title);
                    self.inlines(content);
                }
                Inline::Image { source, alt, title } => {
                    self.outline.push(source.clone());
                    self.text(alt);
                    self.text(title);
                }
                Inline::Footnote { .. }
                | Inline::Page { .. }
                | Inline::SoftBreak
                | Inline::LineBreak => {}
            }
        }
        self.outline.push(String::from("]"));
    }
}

fn decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let [first, tail @ ..] = rest {
        match (first, tail) {
            (b'%', [a, b, tail @ ..]) => {
                let digits = [*a, *b];
                let digits = std::str::from_utf8(&digits).unwrap();
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
                rest = tail;
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// HAZARDS C1 to C4: a value adds no block, no markup, no link, no address and no attribute.
#[test]
fn values_are_text_everywhere() {
    let plain = with_value("word").run();
    let plain = Shape::of(plain.document());
    let mut random = Random::new(7);
    for round in 0..600 {
        let value = random.pieces(NASTY, 6);
        let value = value.trim();
        if value.is_empty() {
            continue;
        }
        let outcome = with_value(value).run();
        assert_eq!(outcome.messages(), "", "round {round}: {value:?}");
        let shape = Shape::of(outcome.document());
        assert_eq!(shape.outline, plain.outline, "round {round}: {value:?}");
        for (text, before) in shape.texts.iter().zip(&plain.texts) {
            assert_eq!(*text, before.replace("word", value), "round {round}");
        }
        let [link, mail] = shape.addresses.as_slice() else { panic!("{:?}", shape.addresses) };
        let link = link.strip_prefix("https://acme.example/").unwrap();
        let (path, rest) = link.split_once("?q=").unwrap();
        let (query, fragment) = rest.split_once('#').unwrap();
        for part in [path, query, fragment] {
            assert_eq!(decoded(part), value, "round {round}");
            assert!(!part.contains(['/', '?', '#', '&', '"', '<', ' ']), "{part}");
        }
        let mail = mail.strip_prefix("mailto:").unwrap().strip_suffix("@acme.example").unwrap();
        assert!(!mail.contains(['?', '&', '#', '"', '<', ' ', ',', ';']), "{mail}");
        let spaceless: String = value.chars().filter(|c| !c.is_whitespace()).collect();
        assert_eq!(decoded(mail), spaceless, "round {round}");
    }
}

/// A value that is a whole address leads nowhere but to the web, a mailbox or a telephone, and an
/// address that only begins with a value cannot be bent by a second one.
#[test]
fn values_as_addresses_are_safe_or_refused() {
    let mut random = Random::new(11);
    for _ in 0..300 {
        let value = random.pieces(NASTY, 4);
        if value.trim().is_empty() {
            continue;
        }
        let outcome = with_value(&value)
            .file("content/guide.md", "+++\ntitle = \"Guide\"\n+++\n[a]({{ any.text }})\n")
            .run();
        let Some([document]) = outcome.documents.get("acme").map(Vec::as_slice) else { continue };
        for target in Shape::of(document).addresses {
            let safe = ["https://", "http://", "mailto:", "tel:"];
            assert!(safe.iter().any(|s| target.to_lowercase().starts_with(s)), "{target}");
        }
    }
    let outcome = with_value("a?b#c/../d")
        .append("customers/acme.toml", "\nurl = \"https://acme.example\"\n")
        .append("content/schema.toml", "\n[\"any.url\"]\ntype = \"url\"\n")
        .file("content/guide.md", "+++\ntitle = \"G\"\n+++\n[a]({{ any.url }}/{{ any.text }})\n")
        .run();
    let shape = Shape::of(outcome.document());
    assert_eq!(shape.addresses, ["https://acme.example/a%3Fb%23c%2F..%2Fd"]);
}

/// Runs with the stack of a worker thread; ends well within the time or the test fails.
fn bounded(name: &str, seconds: u64, work: impl FnOnce() + Send + 'static) {
    let (sender, receiver) = std::sync::mpsc::channel();
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    let handle = thread
        .spawn(move || {
            work();
            let _ = sender.send(());
        })
        .unwrap();
    match receiver.recv_timeout(Duration::from_secs(seconds)) {
        Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {
            panic!("{name} takes more than {seconds} s")
        }
        _ => handle.join().unwrap(),
    }
}

const LINES: &[&str] =
    &["\n", "\n\n", "\n  ", "\n    ", "\n> ", "\n- ", "\n1. ", "\n| a | b |\n|---|---|\n| "];

fn garbage(random: &mut Random, pieces: usize) -> String {
    let count = 1 + random.below(pieces);
    (0..count)
        .map(|_| if random.below(4) == 0 { random.choose(LINES) } else { random.choose(NASTY) })
        .collect()
}

#[test]
fn garbage_never_panics() {
    bounded("garbage", 120, || {
        let mut random = Random::new(13);
        for round in 0..2000 {
            let text = garbage(&mut random, 40);
            let project = match round % 5 {
                0 | 1 => Project::new()
                    .file("content/guide.md", format!("+++\ntitle = \"G\"\n+++\n{text}\n")),
                2 => Project::new().customer("acme", &text),
                3 => Project::new().append("customers/acme.toml", &text),
                _ => Project::new().file("content/guide.md", format!("+++\n{text}\n+++\nx\n")),
            };
            let outcome = project.run();
            assert!(!outcome.documents.is_empty() || !outcome.diagnostics.is_empty(), "{text}");
            // Every message can be drawn, and no token of a build is left in it.
            let messages = outcome.messages();
            assert!(!messages.contains(['\u{E000}', '\u{E002}', '\u{E00F}']), "{messages}");
            for document in outcome.documents.values().flatten() {
                let shown = format!("{document:?}");
                assert!(!shown.contains("\\u{e00"), "{text}\n{shown}");
            }
        }
    });
}

/// HAZARDS H1, H3 to H6: input that makes other programs overflow or wait.
#[test]
fn hostile_text_ends() {
    let n = 100_000;
    let cases: Vec<(&str, String)> = vec![
        ("quotes", ">".repeat(n)),
        ("quotes-with-spaces", "> ".repeat(n)),
        ("brackets", "[".repeat(n)),
        ("brackets-closed", format!("{}{}", "[".repeat(n), "]".repeat(n))),
        ("images", "![".repeat(n)),
        ("links-open", "[a](".repeat(50_000)),
        ("emphasis", "*a_ ".repeat(50_000)),
        ("emphasis-nested", format!("{}a{}", "*a **b ".repeat(5000), "** *".repeat(5000))),
        ("list-depth", (0..5000).map(|i| format!("{}- a\n", "  ".repeat(i))).collect()),
        ("list-one-line", "- ".repeat(5000)),
        ("ordered-one-line", "1. ".repeat(5000)),
        ("backticks", (1..1500).map(|i| format!("e{}", "`".repeat(i))).collect()),
        ("table-columns", format!("{}\n{}\n", "|a".repeat(20_000), "|-".repeat(20_000))),
        ("table-short-rows", format!("{}\n{}\n{}", "|a".repeat(1000), "|-".repeat(1000), "|a\n".repeat(2000))),
        ("footnotes", (0..5000).map(|i| format!("a[^{i}]\n\n[^{i}]: b\n\n")).collect()),
        ("footnotes-unused", (0..5000).map(|i| format!("[^{i}]: b\n\n")).collect()),
        ("footnote-openers", "^[a ".repeat(50_000)),
        ("autolinks", "https://a.example/ www.a.example a@b.example ".repeat(5000)),
        ("autolinks-glued", "http://".repeat(50_000)),
        ("html", "<a>\n\n".repeat(20_000)),
        ("entities", "&#x110000;&bogus;".repeat(20_000)),
        ("directives", ":::internal\n".repeat(5000)),
        ("braces", "{#".repeat(n)),
        ("references", "[a]: b\n".repeat(20_000)),
        ("headings", "## a\n".repeat(20_000)),
        ("definitions", "a\n\n: b\n\n".repeat(10_000)),
        ("long-word", "x".repeat(2_000_000)),
        ("tag-open", "{{ ".repeat(n)),
        ("tag-quotes", "{{ ' ".repeat(n)),
        ("raw-open", format!("{{% raw %}}{}", "{%".repeat(n))),
        ("raw-blocks", "{% raw %}a{% endraw %}".repeat(20_000)),
        ("ifs", format!("{}{}", "{% if true %}".repeat(5000), "{% endif %}".repeat(5000))),
        ("parentheses", format!("{{{{ {}1{} }}}}", "(".repeat(5000), ")".repeat(5000))),
        ("lists", format!("{{{{ {}1{} }}}}", "[".repeat(5000), "]".repeat(5000))),
        ("minus", format!("{{{{ {}1 }}}}", "-".repeat(20_000))),
        ("not", format!("{{{{ {}1 }}}}", "not ".repeat(20_000))),
        ("attributes", format!("{{{{ customer{} }}}}", ".a".repeat(20_000))),
        ("joins", format!("{{{{ 'a'{} }}}}", " ~ 'a'".repeat(5000))),
        ("elifs", format!("{{% if true %}}{}{{% endif %}}", "{% elif true %}a".repeat(5000))),
        ("list-items", format!("{{{{ [{}] | join }}}}", "'a', ".repeat(20_000))),
        ("comparisons", format!("{{{{ 1{} }}}}", " < 1".repeat(5000))),
        ("calls", format!("{{{{ {}1{} }}}}", "range(".repeat(5000), ")".repeat(5000))),
        ("tests", format!("{{{{ 1{} }}}}", " is defined".repeat(5000))),
        ("else-ifs", format!("{{{{ {}1 }}}}", "1 if 1 else ".repeat(5000))),
        ("filters", format!("{{{{ 'a'{} }}}}", " | upper".repeat(5000))),
        ("endless-loops", "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% set x = a %}{% endfor %}{% endfor %}{% endfor %}".into()),
        ("doubling", format!("{{% set s = 'x' %}}{}{{{{ s }}}}", "{% set s = s ~ s %}".repeat(40))),
        ("doubling-macro", "{% macro a(s) %}{{ a(s ~ s) }}{% endmacro %}{{ a('x') }}".into()),
        ("doubling-loop", "{% set s = 'x' %}{% for i in range(60) %}{% set s = s ~ s %}{% endfor %}{{ s }}".into()),
        ("macro-recursion", "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}".into()),
    ];
    for (name, text) in cases {
        bounded(name, 20, move || {
            let front = "+++\ntitle = \"Guide\"\n+++\n";
            let outcome = Project::new().file("content/guide.md", format!("{front}{text}\n")).run();
            assert!(!outcome.documents.is_empty() || !outcome.diagnostics.is_empty());
            assert!(outcome.diagnostics.len() < 2 || !outcome.messages().is_empty());
        });
    }
}

#[test]
fn hostile_toml_ends() {
    let n = 100_000;
    let cases: Vec<(&str, String)> = vec![
        ("arrays", format!("a = {}", "[".repeat(n))),
        ("arrays-closed", format!("a = {}{}", "[".repeat(n), "]".repeat(n))),
        ("tables", format!("a = {}", "{a=".repeat(n))),
        ("dotted", format!("{}a = 1", "a.".repeat(n))),
        ("header", format!("[{}a]", "a.".repeat(n))),
        ("keys", (0..n).map(|i| format!("k{i} = 1\n")).collect()),
        ("headers", (0..20_000).map(|i| format!("[t{i}]\n")).collect()),
        ("duplicates", "a = 1\n".repeat(20_000)),
        ("string", format!("a = \"{}\"", "x".repeat(5_000_000))),
        ("broken-lines", "a\n".repeat(n)),
        ("digits", format!("a = {}", "9".repeat(n))),
        ("quotes", "\"".repeat(n)),
    ];
    for (name, text) in cases {
        bounded(name, 20, move || {
            let outcome = Project::new().customer("acme", &text).run();
            assert!(!outcome.diagnostics.is_empty());
        });
    }
}
