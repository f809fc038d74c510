//! Paragraphs that were set before: what prints no customer value has the same lines for every
//! customer, and is broken into lines once for the whole fleet.

use super::frame::FrameItem;
use super::inline::Rich;
use super::line::{Line, Mark};
use super::paragraph::Setting;
use super::structure::ElementId;
use rustc_hash::FxHashMap;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, PoisonError, RwLock};

/// Glyphs kept at most; some 30 bytes each.
const MOST_GLYPHS: usize = 1_000_000;

/// Paragraphs seen at most before they are forgotten.
const MOST_SEEN: usize = 1_000_000;

/// Lines of paragraphs by everything that they depend on besides the faces.
#[derive(Debug, Default)]
pub struct KeptParagraphs {
    /// Keys that were asked for once: most are a customer's own and never come again.
    seen: RwLock<HashSet<u64>>,
    kept: RwLock<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    paragraphs: HashMap<u64, Arc<Paragraph>>,
    glyphs: usize,
}

/// A paragraph with its lines; elements are numbered in the order in which they appear.
#[derive(Debug)]
struct Paragraph {
    rich: Rich,
    setting: Setting,
    language: Option<hypher::Lang>,
    lines: Vec<Line>,
}

/// What is asked for.
pub struct Query<'a> {
    /// The text.
    pub rich: &'a Rich,
    /// How it is set.
    pub setting: &'a Setting,
    /// Language whose rules divide words.
    pub language: Option<hypher::Lang>,
    key: u64,
    /// Elements in the order in which they appear, and their places in it.
    elements: Vec<ElementId>,
    places: FxHashMap<ElementId, u32>,
}

impl<'a> Query<'a> {
    /// Nothing for text with pictures, which are a customer's own.
    pub fn new(
        rich: &'a Rich,
        setting: &'a Setting,
        language: Option<hypher::Lang>,
    ) -> Option<Self> {
        if !rich.pictures.is_empty() || rich.text.is_empty() {
            return None;
        }
        let mut elements: Vec<ElementId> = Vec::new();
        let mut places = FxHashMap::default();
        let of_spans = rich.spans.iter().map(|span| span.element);
        for element in of_spans.chain(rich.links.iter().map(|(_, element)| *element)) {
            places.entry(element).or_insert_with(|| {
                elements.push(element);
                u32::try_from(elements.len() - 1).unwrap_or(u32::MAX)
            });
        }
        let mut hasher = DefaultHasher::new();
        rich.text.hash(&mut hasher);
        setting.width.to_bits().hash(&mut hasher);
        (setting.justify, setting.hyphenate, setting.align as u8).hash(&mut hasher);
        for span in &rich.spans {
            let style = &span.style;
            (span.start, style.family, style.weight, style.size.to_bits()).hash(&mut hasher);
        }
        Some(Query { rich, setting, language, key: hasher.finish(), elements, places })
    }

    fn place(&self, element: ElementId) -> u32 {
        self.places.get(&element).copied().unwrap_or(u32::MAX)
    }

    /// Whether lines of a paragraph are the lines of this one. The key is only a hash.
    fn is(&self, paragraph: &Paragraph) -> bool {
        let (own, other) = (self.rich, &paragraph.rich);
        *self.setting == paragraph.setting
            && self.language == paragraph.language
            && own.text == other.text
            && own.soft_hyphens == other.soft_hyphens
            && own.soft_breaks == other.soft_breaks
            && own.notes == other.notes
            && own.spans.len() == other.spans.len()
            && own.links.len() == other.links.len()
            && own.spans.iter().zip(&other.spans).all(|(a, b)| {
                let element = ElementId(self.place(a.element));
                a.start == b.start
                    && a.end == b.end
                    && a.style == b.style
                    && a.link == b.link
                    && a.divide == b.divide
                    && element == b.element
            })
            && own
                .links
                .iter()
                .zip(&other.links)
                .all(|((a, own), (b, element))| a == b && self.place(*own) == element.0)
    }

    fn numbered(&self) -> Rich {
        let mut rich = self.rich.clone();
        for span in &mut rich.spans {
            span.element = ElementId(self.place(span.element));
        }
        for (_, element) in &mut rich.links {
            *element = ElementId(self.place(*element));
        }
        rich
    }
}

impl KeptParagraphs {
    /// The lines of a paragraph that was set before.
    pub fn get(&self, query: &Query<'_>) -> Option<Vec<Line>> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let paragraph = Arc::clone(kept.paragraphs.get(&query.key)?);
        drop(kept);
        if !query.is(&paragraph) {
            return None;
        }
        let mut lines = paragraph.lines.clone();
        rename(&mut lines, |element| {
            query.elements.get(element.index()).copied().unwrap_or(element)
        });
        Some(lines)
    }

    /// Keeps the lines of a paragraph that comes up for the second time.
    pub fn put(&self, query: &Query<'_>, lines: &[Line]) {
        let known = |seen: &HashSet<u64>| seen.contains(&query.key);
        if !known(&self.seen.read().unwrap_or_else(PoisonError::into_inner)) {
            let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
            if seen.len() >= MOST_SEEN {
                seen.clear();
            }
            seen.insert(query.key);
            return;
        }
        let glyphs: usize = lines
            .iter()
            .flat_map(|line| &line.items)
            .map(|(_, item, _)| if let FrameItem::Text(run) = item { run.glyphs.len() } else { 0 })
            .sum();
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.glyphs + glyphs > MOST_GLYPHS || kept.paragraphs.contains_key(&query.key) {
            return;
        }
        let mut lines = lines.to_vec();
        rename(&mut lines, |element| ElementId(query.place(element)));
        let Query { setting, language, .. } = *query;
        let paragraph = Paragraph { rich: query.numbered(), setting: *setting, language, lines };
        kept.glyphs += glyphs;
        kept.paragraphs.insert(query.key, Arc::new(paragraph));
    }
}

/// Gives the content of lines to other elements.
fn rename(lines: &mut [Line], name: impl Fn(ElementId) -> ElementId) {
    for (_, item, mark) in lines.iter_mut().flat_map(|line| &mut line.items) {
        if let Mark::Content(element) = mark {
            *element = name(*element);
        }
        if let FrameItem::Link(_, _, element) = item {
            *element = name(*element);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::inline::{Divide, Styled};
    use super::super::style::TextStyle;
    use super::*;
    use crate::font::Family;
    use crate::layout::geom::Color;

    #[test]
    fn a_paragraph_of_many_elements_takes_no_time() {
        let style = TextStyle::new(Family::Sans, 400, 10.0, Color::BLACK);
        let divide = Divide::Document;
        let span = |at: usize| {
            let element = ElementId(at as u32);
            Styled { start: at, end: at + 1, style, link: None, element, divide }
        };
        let spans: Vec<Styled> = (0..300_000).map(span).collect();
        let rich = Rich { text: "x".repeat(spans.len()), spans, ..Rich::default() };
        let start = std::time::Instant::now();
        let setting = Setting::ragged(100.0);
        let query = Query::new(&rich, &setting, None);
        let places = query.map(|query| [7, 299_999].map(|at| query.place(ElementId(at))));
        assert_eq!(places, Some([7, 299_999]));
        assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    }
}
