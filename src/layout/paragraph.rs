//! Flat text becomes lines: atoms that do not break, the places between them, and the glyphs of
//! each line.

use super::geom::Pt;
use super::inline::{Divide, PICTURE, Rich, Styled};
use super::kept::Query;
use super::line::{Atom, BESIDE_SPACE, Content, Line, Piece, compose};
use super::linebreak::{Item, break_lines};
use super::opportunity::{opportunities, syllables, wide_runs};
use super::shape::{Word, WordCache};
use super::style::TextStyle;
use crate::document::Alignment;
use crate::font::Book;
use crate::image::Picture;
use icu_segmenter::GraphemeClusterSegmenter;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use unicode_bidi::ParagraphBidiInfo;

/// What setting text needs to know of the document.
pub struct Setter<'a> {
    /// The faces.
    pub book: &'a Book,
    /// Words shaped before.
    pub words: &'a WordCache,
    /// Pictures by source.
    pub pictures: &'a BTreeMap<String, Arc<Picture>>,
    /// Language whose rules divide words.
    pub language: Option<hypher::Lang>,
    /// Pictures of pixels, shared by the places they stand at.
    pub rasters: super::image::Rasters,
    /// Tallest picture in points.
    pub tallest: Pt,
}

/// How one paragraph is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// Width of the lines in points.
    pub width: Pt,
    /// Whether lines end at the same place.
    pub justify: bool,
    /// Whether words may be divided.
    pub hyphenate: bool,
    /// Where lines stand within the width.
    pub align: Alignment,
    /// How far lines may stay behind the width, as a multiple of what is usual.
    pub tolerance: f32,
}

impl Setting {
    /// Ragged lines of whole words, as in labels, headings and cells.
    pub fn ragged(width: Pt) -> Self {
        Setting { width, justify: false, hyphenate: false, align: Alignment::Start, tolerance: 1.0 }
    }
}

/// Price of a hyphen: three times that of TeX's plain format, since a divided word is worse to read
/// than a line with spaces half as wide again.
const HYPHEN: f32 = 150.0;
/// Fewest letters of a part of a divided word that reads well; each one less makes it dearer.
const STUMP: usize = 4;
/// How much a word space may grow and shrink in justified text, as shares of its width: as in the
/// faces that TeX comes with.
const STRETCH: f32 = 0.5;
const SHRINK: f32 = 0.33;
/// Price of a break after `/` or `-` within a word.
const WITHIN: f32 = 70.0;
/// Price of a break at any character of a word that is wider than the line.
const ANYWHERE: f32 = 900.0;
/// Result of setting a paragraph.
#[derive(Debug, Clone, Default)]
pub struct Set {
    /// The lines from the top.
    pub lines: Vec<Line>,
    /// Characters that no face has.
    pub missing: Vec<char>,
    /// Pictures that are not there.
    pub lost: Vec<String>,
}

/// A box's share of its atom.
pub(super) type Share = (usize, Range<usize>);

impl Setter<'_> {
    /// Breaks text into lines.
    pub fn set(&self, rich: &Rich, setting: &Setting) -> Set {
        let query = Query::new(rich, setting, self.language);
        if let Some(lines) = query.as_ref().and_then(|query| self.words.paragraphs.get(query)) {
            return Set { lines, ..Set::default() };
        }
        let set = self.set_anew(rich, setting);
        if let Some(query) = query.filter(|_| set.missing.is_empty() && set.lost.is_empty()) {
            self.words.paragraphs.put(&query, &set.lines);
        }
        set
    }

    fn set_anew(&self, rich: &Rich, setting: &Setting) -> Set {
        let mut set = Set::default();
        let atoms = self.atoms(rich, setting.width, &mut set);
        if atoms.is_empty() {
            return set;
        }
        let (items, shares) = self.items(rich, &atoms, setting);
        let base = atoms.iter().map(|a| a.base).next().unwrap_or(0);
        for line in break_lines(&items, setting) {
            let pieces = self.pieces(rich, &atoms, &items, &shares, line);
            let slack = |natural: Pt| match (setting.align, base % 2 == 1) {
                (Alignment::Start, false) | (Alignment::End, true) => 0.0,
                (Alignment::Center, _) => (setting.width - natural) / 2.0,
                (Alignment::End, false) | (Alignment::Start, true) => setting.width - natural,
            };
            set.lines.push(compose(self, rich, pieces, base, slack));
        }
        if let Some(last) = set.lines.last_mut() {
            last.end_word(self, rich);
        }
        set.lines.iter_mut().for_each(Line::close);
        set
    }

    /// Widths of the widest unbreakable piece and of the whole text on one line, in points.
    pub fn widths(&self, rich: &Rich) -> (Pt, Pt) {
        let mut set = Set::default();
        let atoms = self.atoms(rich, Pt::MAX, &mut set);
        let (mut widest, mut run, mut line, mut longest) = (0.0_f32, 0.0, 0.0, 0.0_f32);
        for atom in &atoms {
            if matches!(atom.content, Content::Break) {
                line = 0.0;
                run = 0.0;
                continue;
            }
            line += atom.width;
            longest = longest.max(line);
            let space = matches!(atom.content, Content::Space(_));
            run = if space && atom.breaks { 0.0 } else { run + atom.width };
            widest = widest.max(run);
            if atom.breaks {
                run = 0.0;
            }
        }
        // Rounding must not break what was measured to fit.
        (widest + 0.05, longest + 0.05)
    }

    /// All text on one line, without a space at its end.
    pub fn line(&self, rich: &Rich) -> Set {
        let mut set = Set::default();
        let atoms = self.atoms(rich, Pt::MAX, &mut set);
        let base = atoms.first().map_or(0, |a| a.base);
        let pieces = atoms.iter().map(|a| Piece::new(a, a.start..a.end, a.width)).collect();
        set.lines.push(compose(self, rich, pieces, base, |_| 0.0));
        set
    }

    fn atoms(&self, rich: &Rich, width: Pt, set: &mut Set) -> Vec<Atom> {
        let text = rich.text.as_str();
        let breaks = opportunities(rich);
        let rtl = text.chars().any(|c| matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'));
        let bidi = rtl.then(|| ParagraphBidiInfo::new(text, None));
        let base = bidi.as_ref().map_or(0, |b| b.paragraph_level.number());
        let level =
            |at: usize| bidi.as_ref().and_then(|b| b.levels.get(at)).map_or(0, |l| l.number());
        let mut atoms = Vec::new();
        let mut next_break = breaks.iter().copied().peekable();
        let mut pictures = rich.pictures.iter();
        for (index, span) in rich.spans.iter().enumerate() {
            let mut start = span.start;
            let Some(stretch) = text.get(span.start..span.end) else { continue };
            let mut characters = stretch.char_indices().peekable();
            while let Some((at, character)) = characters.next() {
                let at = span.start + at;
                let end = at + character.len_utf8();
                let following = characters.peek().map(|(_, c)| *c);
                while next_break.next_if(|b| *b < end).is_some() {}
                let breaks = next_break.peek() == Some(&end);
                let single = |c: char| matches!(c, ' ' | '\u{00A0}' | '\n' | PICTURE);
                let cut = breaks
                    || single(character)
                    || following.is_none_or(|c| single(c) || level(end) != level(at));
                if !cut {
                    continue;
                }
                let level = level(at);
                let word =
                    |text: &str| self.words.word(self.book, &span.style, level % 2 == 1, text);
                let piece = text.get(start..end).unwrap_or_default();
                let content = match character {
                    '\n' => Content::Break,
                    ' ' | '\u{00A0}' => Content::Space(word(piece)),
                    PICTURE => match pictures.next() {
                        Some((_, source, alt)) => {
                            self.picture(source, alt, &span.style, width, set)
                        }
                        None => Content::Break,
                    },
                    _ => Content::Word(word(piece)),
                };
                let width = match &content {
                    Content::Word(word) | Content::Space(word) => {
                        set.missing.extend(&word.missing);
                        let letters = piece.chars().count() as f32;
                        word.width * span.style.size
                            + letters * span.style.tracking * span.style.size
                    }
                    Content::Picture { size, .. } => size.width,
                    Content::Break => 0.0,
                };
                atoms.push(Atom { start, end, span: index, content, width, breaks, level, base });
                start = end;
            }
        }
        give_room(rich, &mut atoms);
        atoms
    }

    fn picture(
        &self,
        source: &str,
        alt: &str,
        style: &TextStyle,
        width: Pt,
        set: &mut Set,
    ) -> Content {
        let Some(picture) = self.pictures.get(source) else {
            set.lost.push(source.to_owned());
            return Content::Break;
        };
        let tallest = self.tallest.max(style.size);
        let size = super::image::fit(picture, width, tallest);
        Content::Picture { picture: Arc::clone(picture), size, alt: alt.to_owned() }
    }

    fn items(&self, rich: &Rich, atoms: &[Atom], setting: &Setting) -> (Vec<Item>, Vec<Share>) {
        let mut items = Vec::new();
        let mut shares: Vec<Share> = Vec::new();
        let mut push = |item: Item, share: Share| {
            items.push(item);
            shares.push(share);
        };
        let mut following = atoms.iter().skip(1);
        let wide = wide_runs(atoms, setting.width);
        // How far the atom before stands out into the margin if the line ends after it.
        let mut hang = 0.0;
        for (index, (atom, wide)) in atoms.iter().zip(wide).enumerate() {
            let next = following.next();
            let Some(span) = rich.spans.get(atom.span) else { continue };
            let none = (index, atom.end..atom.end);
            match &atom.content {
                Content::Break => {
                    push(Item::Penalty { width: 0.0, cost: -1.0, hyphen: false }, none.clone());
                }
                Content::Space(_) => {
                    let width = atom.width;
                    let (stretch, shrink) = (width * STRETCH, width * SHRINK);
                    let glue = Item::Glue { width, stretch, shrink, breakable: atom.breaks, hang };
                    push(glue, (index, atom.start..atom.end));
                }
                Content::Picture { .. } => {
                    push(Item::Box { width: atom.width }, (index, atom.start..atom.end));
                }
                Content::Word(word) => {
                    self.shares(rich, atom, word, span, setting, &mut |range, width, penalty| {
                        push(Item::Box { width }, (index, range));
                        if let Some(penalty) = penalty {
                            push(penalty, none.clone());
                        }
                    });
                }
            }
            hang = self.hang(rich, atom, setting);
            let space = |a: &Atom| matches!(a.content, Content::Space(_) | Content::Break);
            let Some(next) = next.filter(|_| !space(atom)) else { continue };
            let soft = rich.soft_breaks.binary_search(&atom.end).is_ok();
            let cost = match atom.breaks {
                true if space(next) => continue,
                true if soft => 0.0,
                true => WITHIN,
                false if wide => ANYWHERE,
                false => continue,
            };
            push(Item::Penalty { width: -hang, cost, hyphen: false }, none);
        }
        (items, shares)
    }

    /// Cuts a word where it may be divided: the bytes, their width, and what follows.
    fn shares(
        &self,
        rich: &Rich,
        atom: &Atom,
        word: &Word,
        span: &Styled,
        setting: &Setting,
        push: &mut impl FnMut(Range<usize>, Pt, Option<Item>),
    ) {
        let text = rich.text.get(atom.start..atom.end).unwrap_or_default();
        if atom.width > setting.width {
            return self.clusters(text, atom, span, push);
        }
        let mut cuts: Vec<usize> = Vec::new();
        let first = rich.soft_hyphens.partition_point(|at| *at <= atom.start);
        let soft = rich.soft_hyphens.get(first..).unwrap_or_default();
        cuts.extend(soft.iter().take_while(|at| **at < atom.end).map(|at| at - atom.start));
        let language = match span.divide {
            Divide::Never => None,
            Divide::Document => self.language,
            Divide::Language(language) => Some(language),
        };
        if cuts.is_empty() && setting.hyphenate && atom.level == 0 {
            cuts = syllables(text, language);
        }
        if cuts.is_empty() {
            return push(atom.start..atom.end, atom.width, None);
        }
        let hyphen = self.words.word(self.book, &span.style, false, "-").width * span.style.size;
        let width = self.hyphen_within(hyphen, setting);
        let letters = |part: Option<&str>| part.map_or(0, |part| part.chars().count().min(STUMP));
        let mut from = (0, 0.0);
        cuts.dedup();
        for cut in cuts {
            let to = word.width_to(cut) * span.style.size;
            let missing = 2 * STUMP - letters(text.get(..cut)) - letters(text.get(cut..));
            let cost = HYPHEN * (1.0 + 0.25 * missing as f32);
            let penalty = Item::Penalty { width, cost, hyphen: true };
            push(atom.start + from.0..atom.start + cut, to - from.1, Some(penalty));
            from = (cut, to);
        }
        push(atom.start + from.0..atom.end, atom.width - from.1, None);
    }

    /// A word wider than the line may end at any character.
    fn clusters(
        &self,
        text: &str,
        atom: &Atom,
        span: &Styled,
        push: &mut impl FnMut(Range<usize>, Pt, Option<Item>),
    ) {
        let mut start = 0;
        for end in GraphemeClusterSegmenter::new().segment_str(text).skip(1) {
            let Some(cluster) = text.get(start..end) else { continue };
            let word = self.words.word(self.book, &span.style, atom.level % 2 == 1, cluster);
            let width = (word.width + span.style.tracking) * span.style.size;
            let good = cluster.ends_with(['/', '.', '?', '&', '=', '_', '-', ':', ',', ';']);
            let cost = if good { WITHIN } else { ANYWHERE };
            let penalty = Item::Penalty { width: 0.0, cost, hyphen: false };
            let last = end == text.len();
            push(atom.start + start..atom.start + end, width, (!last).then_some(penalty));
            start = end;
        }
    }
}

/// Widens the spaces beside code within text by what its ground takes of them, so that they look as
/// wide as the others.
fn give_room(rich: &Rich, atoms: &mut [Atom]) {
    let ground = |atom: &Atom| rich.spans.get(atom.span).is_some_and(|s| s.style.ground.is_some());
    let space = |atom: &Atom| matches!(atom.content, Content::Space(_)) && !ground(atom);
    for at in 1..atoms.len() {
        let Some([before, after]) = atoms.get_mut(at - 1..=at) else { continue };
        if space(before) && ground(after) {
            before.width += BESIDE_SPACE;
        } else if ground(before) && space(after) {
            after.width += BESIDE_SPACE;
        }
    }
}
