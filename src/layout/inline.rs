//! Text with markup becomes one flat string with styles, links and marks at byte ranges.

use super::frame::LinkTarget;
use super::opportunity::hyphenation;
use super::printed::Printed;
use super::structure::{ElementId, Role, Structure};
use super::style::{PageStyle, TextStyle};
use super::words::Words;
use crate::document::{Inline, Target};
use crate::font::Family;
use std::collections::BTreeSet;

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
    /// Where a line may end for nothing, such as where a zero-width space stood; in order.
    pub soft_breaks: Vec<usize>,
    /// Targets that spans refer to, with the elements of the links.
    pub links: Vec<(LinkTarget, ElementId)>,
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
    /// Element that its words belong to.
    pub element: ElementId,
    /// How its words may be divided.
    pub divide: Divide,
}

/// How the words of a stretch of text may be divided, where the paragraph allows it at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Divide {
    /// Not: code, addresses, and languages whose rules are not known.
    Never,
    /// By the rules of the document's language.
    Document,
    /// By the rules of the language that the words are in.
    Language(hypher::Lang),
}

/// What flattening needs to know and to tell of the document.
pub struct Flattener<'a> {
    /// The page style.
    pub page: &'a PageStyle,
    /// The structure tree, to which links, code and pictures add their elements.
    pub structure: &'a mut Structure,
    /// Words that layout prints itself.
    pub words: Words,
    /// Page numbers that cross-references print.
    pub printed: &'a Printed,
    /// Anchors whose pages were printed.
    pub referred: &'a mut BTreeSet<String>,
}

/// How and where a piece of text is set.
#[derive(Clone, Copy)]
struct Place {
    style: TextStyle,
    link: Option<usize>,
    element: ElementId,
    divide: Divide,
}

impl Flattener<'_> {
    /// Flattens the markup of an element and puts text before it.
    pub fn prefixed(
        &mut self,
        prefix: &str,
        inlines: &[Inline],
        style: TextStyle,
        element: ElementId,
    ) -> Rich {
        let mut rich = Rich::default();
        let place = Place { style, link: None, element, divide: Divide::Document };
        rich.words(prefix, place);
        rich.inlines(inlines, place, self, 0);
        rich.trim();
        rich.soften_addresses();
        rich
    }
}

/// Text of one style that belongs to one element.
pub fn plain(text: &str, style: TextStyle, element: ElementId) -> Rich {
    let mut rich = Rich::default();
    rich.words(text, Place { style, link: None, element, divide: Divide::Document });
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
        self.soft_breaks.sort_unstable();
    }

    fn inlines(&mut self, inlines: &[Inline], place: Place, to: &mut Flattener<'_>, depth: usize) {
        if depth > DEEPEST {
            self.too_deep = true;
            return;
        }
        let Place { style, element, .. } = place;
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.words(text, place),
                Inline::Code(text) => {
                    let size = style.size * to.page.inline_code_scale;
                    let ground = Some(to.page.colors.inline_code());
                    let style =
                        TextStyle { family: Family::Mono, size, code: true, ground, ..style };
                    let element = to.structure.add(element, Role::Code);
                    self.code(text, Place { style, element, ..place });
                }
                Inline::Emphasis(content) => {
                    let style = TextStyle { italic: !style.italic, ..style };
                    self.inlines(content, Place { style, ..place }, to, depth + 1);
                }
                Inline::Strong(content) => {
                    let style = TextStyle { weight: to.page.strong.max(style.weight), ..style };
                    self.inlines(content, Place { style, ..place }, to, depth + 1);
                }
                Inline::Strikethrough(content) => {
                    let style = TextStyle { strike: true, ..style };
                    self.inlines(content, Place { style, ..place }, to, depth + 1);
                }
                Inline::Language { tag, content } => {
                    let element = to.structure.add_language(element, tag);
                    let divide = hyphenation(tag).map_or(Divide::Never, Divide::Language);
                    self.inlines(content, Place { element, divide, ..place }, to, depth + 1);
                }
                Inline::Link { target, content, .. } => {
                    let target = match target {
                        Target::Url(url) => Some(LinkTarget::Url(url.clone())),
                        Target::Anchor(anchor) => Some(LinkTarget::Anchor(anchor.clone())),
                        // Another file, whose place on the reader's disk is unknown.
                        Target::Document { .. } => None,
                    };
                    let place = match target {
                        Some(target) => {
                            let element = to.structure.add(element, Role::Link);
                            self.links.push((target, element));
                            let style = TextStyle { color: to.page.colors.link, ..style };
                            Place { style, link: Some(self.links.len() - 1), element, ..place }
                        }
                        None => place,
                    };
                    self.inlines(content, place, to, depth + 1);
                }
                Inline::Image { source, alt, .. } => {
                    self.pictures.push((self.text.len(), source.clone(), alt.clone()));
                    let element = if alt.is_empty() {
                        element
                    } else {
                        to.structure.add_figure(element, alt)
                    };
                    self.push(PICTURE, Place { element, ..place });
                }
                Inline::Footnote { index, .. } => {
                    self.notes.push((self.text.len(), *index));
                    to.structure.note(*index, element);
                    let reference = to.structure.add(element, Role::Reference);
                    let element = to.structure.add(reference, Role::Link);
                    self.links.push((LinkTarget::Anchor(note_anchor(*index)), element));
                    let size = style.size * 0.68;
                    let style =
                        TextStyle { size, rise: style.size * 0.36, tabular: false, ..style };
                    let number = (index + 1).to_string();
                    let link = Some(self.links.len() - 1);
                    number
                        .chars()
                        .for_each(|c| self.push(c, Place { style, link, element, ..place }));
                }
                Inline::Page { anchor } => {
                    to.referred.insert(anchor.clone());
                    let words = to.words.on_page(&to.printed.of(anchor));
                    // Numbers of the same width, see `Printed`.
                    let style = TextStyle { tabular: true, ..style };
                    self.words(&words, Place { style, ..place });
                }
                Inline::SoftBreak => self.words(" ", place),
                Inline::LineBreak => {
                    self.trim();
                    self.push('\n', Place { link: None, ..place });
                }
            }
        }
    }

    fn words(&mut self, text: &str, place: Place) {
        for character in text.chars() {
            match character {
                '\u{00AD}' => self.soft_hyphens.push(self.text.len()),
                '\u{200B}' => self.soft_breaks.push(self.text.len()),
                ' ' | '\t' | '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}'
                | '\u{2029}' => {
                    if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                        self.push(' ', place);
                    }
                }
                other => self.push(other, place),
            }
        }
    }

    fn code(&mut self, text: &str, place: Place) {
        for character in text.chars() {
            let character = if character.is_whitespace() { ' ' } else { character };
            self.push(character, place);
        }
    }

    fn push(&mut self, character: char, place: Place) {
        let Place { style, link, element, divide } = place;
        let start = self.text.len();
        self.text.push(character);
        let end = self.text.len();
        match self.spans.last_mut() {
            Some(last) if last.style == style && last.link == link && last.element == element => {
                last.end = end;
            }
            _ => {
                let whole = style.code || self.is_address(link);
                let divide = if whole { Divide::Never } else { divide };
                self.spans.push(Styled { start, end, style, link, element, divide });
            }
        }
    }

    fn is_address(&self, link: Option<usize>) -> bool {
        matches!(link.and_then(|at| self.links.get(at)), Some((LinkTarget::Url(_), _)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_soft_breaks_are_in_order() {
        let text = String::from("https://docs.example/guide/start ab");
        let mut rich = Rich { soft_breaks: vec![text.len() - 1], text, ..Rich::default() };
        rich.soften_addresses();
        assert!(
            rich.soft_breaks.is_sorted() && rich.soft_breaks.len() > 2,
            "{:?}",
            rich.soft_breaks
        );
    }
}
