//! Words become glyphs: faces chosen per cluster, shaped once, kept for every customer.

use super::kept::KeptParagraphs;
use super::plans::{PlanKey, Plans};
use super::style::TextStyle;
use crate::font::{Book, Face, FaceId, Family, Style};
use harfrust::{Buffer, BufferFlags, Direction, Feature, ShapeOptions, ShaperFont, Tag};
use icu_segmenter::GraphemeClusterSegmenter;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::sync::{Arc, PoisonError, RwLock};
use unicode_normalization::UnicodeNormalization;

/// A shaped word. Lengths are in units of the em.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Word {
    /// Stretches of one face, in logical order.
    pub parts: Vec<Part>,
    /// Sum of the advances.
    pub width: f32,
    /// Characters that no face has.
    pub missing: Vec<char>,
}

/// A stretch of one face within a word.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The face.
    pub face: FaceId,
    /// Whether its glyphs are painted in layers.
    pub color: bool,
    /// Bytes of the word.
    pub start: usize,
    /// First byte after them.
    pub end: usize,
    /// Glyphs in visual order.
    pub glyphs: Vec<Shaped>,
}

/// A glyph in units of the em.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shaped {
    /// Index in the face.
    pub id: u16,
    /// How far the pen moves.
    pub advance: f32,
    /// Shift to the right.
    pub dx: f32,
    /// Shift upwards.
    pub dy: f32,
    /// Bytes of the word it stands for; empty for all but the first glyph of a cluster.
    pub start: u32,
    /// First byte after them.
    pub end: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    style: Style,
    tabular: bool,
    code: bool,
    rtl: bool,
}

type Words = FxHashMap<Box<str>, Arc<Word>>;

/// Shaped words of one [`Book`] and paragraphs set with them, shared by threads and customers. A word is shaped once for each
/// style it appears in, whatever its size and colour.
#[derive(Debug, Default)]
pub struct WordCache {
    words: RwLock<FxHashMap<Key, Words>>,
    plans: Plans,
    /// Paragraphs set with these words.
    pub(super) paragraphs: KeptParagraphs,
}

/// Words kept for one style; more are shaped each time, so memory stays bounded.
const MOST_WORDS: usize = 200_000;
/// Longest word kept, in bytes.
const LONGEST_KEPT: usize = 64;

impl WordCache {
    /// An empty cache. It must only be used with one book.
    pub fn new() -> Self {
        Self::default()
    }

    /// The shaped word, from the cache or shaped now.
    pub fn word(&self, book: &Book, style: &TextStyle, rtl: bool, text: &str) -> Arc<Word> {
        let key = Key {
            style: Style { family: style.family, weight: style.weight, italic: style.italic },
            // Letters keep their own widths, and so do hyphens between them.
            tabular: style.tabular && !text.chars().any(char::is_alphabetic),
            code: style.code,
            rtl,
        };
        let words = self.words.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(word) = words.get(&key).and_then(|words| words.get(text)) {
            return Arc::clone(word);
        }
        drop(words);
        let word = Arc::new(shape(book, &self.plans, key, text));
        if text.len() <= LONGEST_KEPT {
            let mut words = self.words.write().unwrap_or_else(PoisonError::into_inner);
            let words = words.entry(key).or_default();
            if words.len() < MOST_WORDS {
                words.insert(text.into(), Arc::clone(&word));
            }
        }
        word
    }
}

impl Word {
    /// Width of the first `at` bytes, in units of the em, for words that run left to right. Inside
    /// a ligature it is the width before it.
    pub fn width_to(&self, at: usize) -> f32 {
        let before = |g: &&Shaped| (g.end as usize) <= at && g.end > 0;
        self.parts
            .iter()
            .filter(|part| part.start < at)
            .flat_map(|part| cluster_widths(&part.glyphs))
            .filter(|(g, _)| before(g))
            .map(|(_, width)| width)
            .sum()
    }
}

/// Glyphs that stand for bytes, with the width of their whole cluster.
fn cluster_widths(glyphs: &[Shaped]) -> Vec<(&Shaped, f32)> {
    let mut widths: Vec<(&Shaped, f32)> = Vec::new();
    for glyph in glyphs {
        match widths.last_mut() {
            Some((_, width)) if glyph.start == glyph.end => *width += glyph.advance,
            _ => widths.push((glyph, glyph.advance)),
        }
    }
    widths
}

fn shape(book: &Book, plans: &Plans, key: Key, text: &str) -> Word {
    let mut word = Word::default();
    for (face, start, end) in faces(book, key.style, text, &mut word.missing) {
        let (Some(font), Some(piece)) = (book.face(face), text.get(start..end)) else { continue };
        let glyphs = BUFFER
            .with_borrow_mut(|buffer| shape_part(buffer, (face, font), plans, key, piece, start));
        word.width += glyphs.iter().map(|g| g.advance).sum::<f32>();
        word.parts.push(Part { face, color: font.color, start, end, glyphs });
    }
    word
}

thread_local! {
    /// A new buffer would grow anew with every word.
    static BUFFER: RefCell<Buffer> = RefCell::new(Buffer::new());
}

fn shape_part(
    buffer: &mut Buffer,
    (id, face): (FaceId, &Face),
    plans: &Plans,
    key: Key,
    text: &str,
    offset: usize,
) -> Vec<Shaped> {
    buffer.reset();
    let font = ShaperFont::new(face.shaper());
    for (at, character) in text.char_indices() {
        let cluster = u32::try_from(at).unwrap_or(u32::MAX);
        buffer.push(u32::from(substitute(face, character)), cluster);
    }
    buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
    buffer.set_direction(if key.rtl { Direction::RightToLeft } else { Direction::LeftToRight });
    buffer.guess_segment_properties();
    let feature = |tag: &[u8; 4], value| Feature::new(Tag::new(tag), value, ..);
    let mut features = Vec::new();
    if key.tabular {
        features.push(feature(b"tnum", 1));
    }
    if key.code {
        features.extend([feature(b"liga", 0), feature(b"calt", 0), feature(b"clig", 0)]);
    }
    let Key { tabular, code, rtl, .. } = key;
    let script = buffer.script();
    let plan = PlanKey { face: id, tabular, code, rtl, script };
    let plan = plans.plan(plan, face, &features);
    let options = ShapeOptions::new().features(&features).plan(Some(&plan));
    if harfrust::shape(&font, buffer, options).is_err() {
        return Vec::new();
    }
    let em = f32::from(face.units_per_em);
    let clusters: Vec<usize> = buffer.glyph_infos().iter().map(|i| i.cluster as usize).collect();
    let mut starts = clusters.clone();
    starts.sort_unstable();
    starts.dedup();
    let byte = |at: usize| u32::try_from(offset + at).unwrap_or(u32::MAX);
    let mut last = None;
    let pairs = buffer.glyph_infos().iter().zip(buffer.glyph_positions());
    pairs
        .zip(&clusters)
        .map(|((info, position), &cluster)| {
            let first = last != Some(cluster);
            last = Some(cluster);
            // The first cluster also stands for ignorable characters before it.
            let start = if starts.first() == Some(&cluster) { 0 } else { cluster };
            let next = starts.partition_point(|s| *s <= cluster);
            let end = starts.get(next).copied().unwrap_or(text.len());
            Shaped {
                id: u16::try_from(info.glyph_id).unwrap_or(0),
                advance: position.x_advance as f32 / em,
                dx: position.x_offset as f32 / em,
                dy: position.y_offset as f32 / em,
                start: byte(start),
                end: if first { byte(end) } else { byte(start) },
            }
        })
        .collect()
}

/// A character that prints the same, for faces without a glyph of its own for a space or hyphen.
fn substitute(face: &Face, character: char) -> char {
    let same = match character {
        '\u{00A0}' | '\u{202F}' | '\u{2007}' | '\u{2009}' | '\u{200A}' | '\t' => ' ',
        '\u{2010}' | '\u{2011}' => '-',
        other => other,
    };
    if same != character && face.glyph(character).is_none() { same } else { character }
}

/// Characters that print nothing and need no glyph.
fn ignorable(character: char) -> bool {
    matches!(character,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

fn has_all(face: &Face, cluster: &str) -> bool {
    let has = |c: char| ignorable(c) || face.glyph(substitute(face, c)).is_some();
    cluster.chars().all(has) || cluster.nfc().all(has)
}

/// Splits a word where the face changes: the style's own face, else the nearest that has every
/// character of the cluster.
fn faces(
    book: &Book,
    style: Style,
    text: &str,
    missing: &mut Vec<char>,
) -> Vec<(FaceId, usize, usize)> {
    let own = book.select(style);
    let own_face = own.and_then(|id| book.face(id));
    if let (Some(id), Some(face)) = (own, own_face) {
        let plain = |c: char| c != '\u{FE0F}' && c != '\u{20E3}' && face.glyph(c).is_some();
        if text.chars().all(plain) {
            return vec![(id, 0, text.len())];
        }
    }
    let others = [Family::Sans, Family::Serif, Family::Mono, Family::Other, Family::Emoji];
    let families = [&[style.family], others.as_slice()].concat();
    let text_first = book.candidates(style, &families);
    let emoji_first = book.candidates(style, &[&[Family::Emoji], families.as_slice()].concat());
    let mut parts: Vec<(FaceId, usize, usize)> = Vec::new();
    let segmenter = GraphemeClusterSegmenter::new();
    let mut start = 0;
    for end in segmenter.segment_str(text).skip(1) {
        let Some(cluster) = text.get(start..end) else { continue };
        let emoji = cluster.contains(['\u{FE0F}', '\u{20E3}', '\u{200D}']);
        let order = if emoji { &emoji_first } else { &text_first };
        let fits = |id: &FaceId| book.face(*id).is_some_and(|face| has_all(face, cluster));
        let face = order.iter().copied().find(fits);
        match (face, parts.last_mut()) {
            (Some(face), Some(last)) if last.0 == face => last.2 = end,
            (Some(face), _) => parts.push((face, start, end)),
            (None, _) => missing.extend(cluster.chars().filter(|c| {
                !ignorable(*c)
                    && !book.faces().any(|(_, face)| face.glyph(substitute(face, *c)).is_some())
            })),
        }
        if face.is_none() && missing.is_empty() {
            // Every character has a face but no face has all of them.
            missing.extend(cluster.chars().next());
        }
        start = end;
    }
    parts
}
