//! Text with markup becomes one flat string with styles, links and marks at byte ranges.

use super::frame::LinkTarget;
use super::style::{PageStyle, TextStyle};
use crate::document::{Inline, Target};
use crate::font::Family;

/// Deepest markup within markup; what is nested deeper is an error.
pub const DEEPEST: usize = 100;
/// Stands for a picture in the text.
pub const PICTURE: char = '\u{FFFC}';

/// Flat text of one paragraph.
#[derive(Debug, Clone, Default)]
pub struct Rich {
    /// The characters, without soft hyphens and zero-width spaces; `\n` ends a line.
    pub text: String,
    /// Styles in order, without gaps.
    pub spans: Vec<Styled>,
    /// Where a soft hyphen stood.
    pub soft_hyphens: Vec<usize>,
    /// Where a zero-width space stood.
    pub soft_breaks: Vec<usize>,
    /// Targets that spans refer to.
    pub links: Vec<LinkTarget>,
    /// Footnotes whose marks stand in the text: byte and index.
    pub notes: Vec<(usize, usize)>,
    /// Pictures in the text: byte, source and alternative text.
    pub pictures: Vec<(usize, String, String)>,
    /// Whether markup was nested too deep to print.
    pub too_deep: bool,
}

/// A stretch of one style.
#[derive(Debug, Clone, PartialEq)]
pub struct Styled {
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
    /// How it is set.
    pub style: TextStyle,
    /// Index of its link.
    pub link: Option<usize>,
    /// Whether words may be divided.
    pub divide: bool,
}

/// Flattens markup.
pub fn flatten(inlines: &[Inline], style: TextStyle, page: &PageStyle) -> Rich {
    let mut rich = Rich::default();
    rich.inlines(inlines, style, page, None, 0);
    rich.trim();
    rich.soften_addresses();
    rich
}

/// Text of one style.
pub fn plain(text: &str, style: TextStyle) -> Rich {
    let mut rich = Rich::default();
    rich.words(text, style, None);
    rich.trim();
    rich
}

impl Rich {
    /// Lets a web address end a line before a point and after a stroke (Chicago Manual of Style,
    /// 7.46): whole, it would tear the words of its line apart.
    fn soften_addresses(&mut self) {
        let mut from = 0;
        while let Some(at) = self.text.get(from..).and_then(|t| t.find("://")) {
            let host = from + at + 3;
            let rest = self.text.get(host..).unwrap_or_default();
            let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let places = rest.get(..length).unwrap_or_default().char_indices().skip(3);
            let breaks = places.filter_map(|(at, character)| match character {
                '.' if at + 2 < length => Some(host + at),
                '/' if at + 2 < length => Some(host + at + 1),
                _ => None,
            });
            self.soft_breaks.extend(breaks);
            from = host + length;
        }
    }

    /// Puts text before what is there.
    pub fn prefixed(prefix: &str, style: TextStyle, rest: &[Inline], page: &PageStyle) -> Rich {
        let mut rich = Rich::default();
        rich.words(prefix, style, None);
        rich.inlines(rest, style, page, None, 0);
        rich.trim();
        rich
    }

    fn inlines(
        &mut self,
        inlines: &[Inline],
        style: TextStyle,
        page: &PageStyle,
        link: Option<usize>,
        depth: usize,
    ) {
        if depth > DEEPEST {
            self.too_deep = true;
            return;
        }
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.words(text, style, link),
                Inline::Code(text) => self.code(text, style, page, link),
                Inline::Emphasis(content) => {
                    let style = TextStyle { italic: !style.italic, ..style };
                    self.inlines(content, style, page, link, depth + 1);
                }
                Inline::Strong(content) => {
                    let style = TextStyle { weight: page.strong.max(style.weight), ..style };
                    self.inlines(content, style, page, link, depth + 1);
                }
                Inline::Strikethrough(content) => {
                    self.inlines(
                        content,
                        TextStyle { strike: true, ..style },
                        page,
                        link,
                        depth + 1,
                    );
                }
                Inline::Language { content, .. } => {
                    self.inlines(content, style, page, link, depth + 1);
                }
                Inline::Link { target, content, .. } => {
                    let target = match target {
                        Target::Url(url) => Some(LinkTarget::Url(url.clone())),
                        Target::Anchor(anchor) => Some(LinkTarget::Anchor(anchor.clone())),
                        // Another file, whose place on the reader's disk is unknown.
                        Target::Document { .. } => None,
                    };
                    let (style, link) = match target {
                        Some(target) => {
                            self.links.push(target);
                            let style = TextStyle { color: page.colors.link, ..style };
                            (style, Some(self.links.len() - 1))
                        }
                        None => (style, link),
                    };
                    self.inlines(content, style, page, link, depth + 1);
                }
                Inline::Image { source, alt, .. } => {
                    self.pictures.push((self.text.len(), source.clone(), alt.clone()));
                    self.push(PICTURE, style, link);
                }
                Inline::Footnote { index, .. } => {
                    self.notes.push((self.text.len(), *index));
                    self.links.push(LinkTarget::Anchor(note_anchor(*index)));
                    let size = style.size * 0.68;
                    let mark = TextStyle { size, rise: style.size * 0.36, tabular: false, ..style };
                    let number = (index + 1).to_string();
                    let link = Some(self.links.len() - 1);
                    number.chars().for_each(|c| self.push(c, mark, link));
                }
                Inline::SoftBreak => self.words(" ", style, link),
                Inline::LineBreak => {
                    self.trim();
                    self.push('\n', style, None);
                }
            }
        }
    }

    fn words(&mut self, text: &str, style: TextStyle, link: Option<usize>) {
        for character in text.chars() {
            match character {
                '\u{00AD}' => self.soft_hyphens.push(self.text.len()),
                '\u{200B}' => self.soft_breaks.push(self.text.len()),
                ' ' | '\t' | '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}'
                | '\u{2029}' => {
                    if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                        self.push(' ', style, link);
                    }
                }
                other => self.push(other, style, link),
            }
        }
    }

    fn code(&mut self, text: &str, style: TextStyle, page: &PageStyle, link: Option<usize>) {
        let size = style.size * page.inline_code_scale;
        let style = TextStyle { family: Family::Mono, size, code: true, ground: true, ..style };
        for character in text.chars() {
            let character = if character.is_whitespace() { ' ' } else { character };
            self.push(character, style, link);
        }
    }

    fn push(&mut self, character: char, style: TextStyle, link: Option<usize>) {
        let start = self.text.len();
        self.text.push(character);
        let end = self.text.len();
        match self.spans.last_mut() {
            Some(last) if last.style == style && last.link == link => last.end = end,
            _ => {
                let divide = !style.code && !self.is_address(link);
                self.spans.push(Styled { start, end, style, link, divide });
            }
        }
    }

    fn is_address(&self, link: Option<usize>) -> bool {
        matches!(link.and_then(|at| self.links.get(at)), Some(LinkTarget::Url(_)))
    }

    /// Takes spaces from the end.
    fn trim(&mut self) {
        while self.text.ends_with(' ') && self.spans.last().is_some_and(|s| !s.style.code) {
            self.text.pop();
            let end = self.text.len();
            if let Some(last) = self.spans.last_mut() {
                last.end = end;
                if last.start >= end {
                    self.spans.pop();
                }
            }
        }
    }
}

/// Anchor of a footnote.
pub fn note_anchor(index: usize) -> String {
    format!("footnote:{}", index + 1)
}
