//! Page breaks: strips go to pages so that what belongs together stays together and footnotes stand
//! below their marks.

use super::geom::Pt;
use super::strip::{Ground, Strip};
use std::collections::{BTreeSet, VecDeque};

/// Space between the text and the first footnote, in points; the rule stands in its middle.
pub const NOTE_GAP: Pt = 14.0;
/// Most of a page's height that stays white for the sake of strips that are kept together weakly.
const MOST_WHITE: f32 = 0.12;

/// What stands where on one page; y in points from the top margin.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Strips of the body.
    pub rows: Vec<Row>,
    /// Strips of footnotes: y, footnote, strip within it.
    pub notes: Vec<(Pt, usize, usize)>,
    /// Whether the page is turned to landscape.
    pub turned: bool,
}

/// A strip on a page.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Top.
    pub y: Pt,
    /// Index of the strip.
    pub strip: usize,
    /// Instead of the strip itself, this strip of its table's head.
    pub head: Option<usize>,
}

/// What is to be broken into pages.
pub struct Paginator<'a> {
    /// The strips.
    pub strips: &'a [Strip],
    /// The grounds they stand on.
    pub grounds: &'a [Ground],
    /// Table heads that repeat.
    pub heads: &'a [Vec<Strip>],
    /// Footnotes.
    pub notes: &'a [Vec<Strip>],
    /// Height in points of the text of an upright page, and of a turned one.
    pub heights: [Pt; 2],
    sheets: Vec<Sheet>,
    sheet: Sheet,
    y: Pt,
    queue: VecDeque<(usize, usize)>,
    queued: BTreeSet<usize>,
    too_tall: Vec<usize>,
}

impl<'a> Paginator<'a> {
    /// Nothing broken yet.
    pub fn new(
        strips: &'a [Strip],
        grounds: &'a [Ground],
        heads: &'a [Vec<Strip>],
        notes: &'a [Vec<Strip>],
        heights: [Pt; 2],
    ) -> Self {
        Paginator {
            strips,
            grounds,
            heads,
            notes,
            heights,
            sheets: Vec::new(),
            sheet: Sheet::default(),
            y: 0.0,
            queue: VecDeque::new(),
            queued: BTreeSet::new(),
            too_tall: Vec::new(),
        }
    }

    /// The pages, and the strips that are taller than a page.
    pub fn run(mut self) -> (Vec<Sheet>, Vec<usize>) {
        let mut start = 0;
        while start < self.strips.len() {
            let end = self.end_on_page(start);
            self.unit_on_page(start, end);
            start = end;
        }
        while !self.sheet.rows.is_empty() || !self.queue.is_empty() {
            self.finish();
        }
        (self.sheets, self.too_tall)
    }

    /// First strip after those that stay together with `start`: also those kept weakly, unless they
    /// would leave too much of the page white or have been parted already.
    fn end_on_page(&self, start: usize) -> usize {
        let (all, few) = (self.unit(start, true), self.unit(start, false));
        let parted = start.checked_sub(1).and_then(|at| self.strips.get(at));
        let first = self.strips.get(start);
        if all == few || first.is_some_and(|s| s.new_page || s.turned != self.sheet.turned) {
            return all;
        }
        let used = self.bottom(start, start) + self.notes_height(start, start);
        let white = self.height() - used > self.height() * MOST_WHITE;
        let fits = self.bottom(start, all) + self.notes_height(start, all) <= self.height() + 0.01;
        match !fits && (white || parted.is_some_and(|s| s.keep_weak)) {
            true => few,
            false => all,
        }
    }

    /// First strip after those that are kept together with `start`.
    fn unit(&self, start: usize, weak: bool) -> usize {
        let keeps = |at: usize| {
            let next = self.strips.get(at + 1);
            // What follows a table on turned pages was set for an upright one.
            self.strips.get(at).is_some_and(|s| {
                (s.keep || weak && s.keep_weak)
                    && next.is_some_and(|n| !n.new_page && n.turned == s.turned)
            })
        };
        let mut end = start;
        while keeps(end) {
            end += 1;
        }
        end + 1
    }

    /// Height of the text of the page under construction.
    fn height(&self) -> Pt {
        let [upright, turned] = self.heights;
        if self.sheet.turned { turned } else { upright }
    }

    fn unit_on_page(&mut self, start: usize, end: usize) {
        let first = self.strips.get(start);
        let turned = first.is_some_and(|s| s.turned);
        let other = turned != self.sheet.turned;
        if (other || first.is_some_and(|s| s.new_page)) && !self.sheet.rows.is_empty() {
            self.finish();
        }
        self.sheet.turned = turned;
        loop {
            let fresh = self.sheet.rows.is_empty();
            let bottom = self.bottom(start, end);
            let notes = self.notes_height(start, end);
            if bottom + notes <= self.height() + 0.01 {
                break;
            }
            if !fresh {
                self.finish();
                self.sheet.turned = turned;
                continue;
            }
            if !self.queue.is_empty() {
                // Footnotes carried over leave no room.
                self.finish();
                self.sheet.turned = turned;
                continue;
            }
            if bottom > self.height() {
                return self.divided(start, end);
            }
            break;
        }
        for at in start..end {
            self.place(at);
        }
    }

    /// Places what is taller than a page, strip by strip.
    fn divided(&mut self, start: usize, end: usize) {
        let turned = self.sheet.turned;
        for at in start..end {
            let fits =
                |p: &Self| p.bottom(at, at + 1) + p.notes_height(at, at + 1) <= p.height() + 0.01;
            if !fits(self) && !self.sheet.rows.is_empty() {
                self.finish();
                self.sheet.turned = turned;
            }
            if self.bottom(at, at + 1) > self.height() + 0.01 {
                self.too_tall.push(at);
            }
            self.place(at);
        }
    }

    fn last(&self) -> Option<&'a Strip> {
        self.sheet.rows.last().and_then(|row| self.strips.get(row.strip))
    }

    /// Where the page's content would end, grounds included, with these strips on it.
    fn bottom(&self, start: usize, end: usize) -> Pt {
        let mut y = self.y;
        let mut before = self.last();
        for strip in self.strips.iter().take(end).skip(start) {
            y += self.lead(before, strip) + strip.height;
            before = Some(strip);
        }
        y + before.map_or(0.0, |s| self.pad(&s.grounds, |g| g.bottom))
    }

    fn pad(&self, grounds: &[usize], side: impl Fn(&Ground) -> Pt) -> Pt {
        grounds.iter().filter_map(|at| self.grounds.get(*at)).map(side).sum()
    }

    /// Space between a strip and the one before it on the page.
    fn lead(&self, before: Option<&Strip>, strip: &Strip) -> Pt {
        let Some(before) = before else {
            let head = strip.head.and_then(|h| self.heads.get(h)).into_iter().flatten();
            return self.pad(&strip.grounds, |g| g.top) + head.map(|s| s.height).sum::<Pt>();
        };
        let same =
            before.grounds.iter().zip(strip.grounds.iter()).take_while(|(a, b)| a == b).count();
        let closed = before.grounds.get(same..).unwrap_or_default();
        let opened = strip.grounds.get(same..).unwrap_or_default();
        strip.gap + self.pad(closed, |g| g.bottom) + self.pad(opened, |g| g.top)
    }

    fn place(&mut self, at: usize) {
        let Some(strip) = self.strips.get(at) else { return };
        if self.sheet.rows.is_empty() {
            let head = strip.head.and_then(|h| self.heads.get(h)).into_iter().flatten();
            let mut y = self.pad(&strip.grounds, |g| g.top);
            for (index, part) in head.enumerate() {
                self.sheet.rows.push(Row { y, strip: at, head: Some(index) });
                y += part.height;
            }
            self.y = y;
        } else {
            self.y += self.lead(self.last(), strip);
        }
        self.sheet.rows.push(Row { y: self.y, strip: at, head: None });
        self.y += strip.height;
        for note in self.new_notes(at, at + 1) {
            self.queued.insert(note);
            let strips = self.notes.get(note).map_or(0, Vec::len);
            self.queue.extend((0..strips).map(|s| (note, s)));
        }
    }

    /// Footnotes that these strips bring to the page, and those that the footnotes bring.
    fn new_notes(&self, start: usize, end: usize) -> Vec<usize> {
        let mut new: Vec<usize> = Vec::new();
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        let mut open: VecDeque<usize> = self
            .strips
            .iter()
            .take(end)
            .skip(start)
            .flat_map(|s| s.notes.iter().copied())
            .collect();
        while let Some(note) = open.pop_front() {
            if self.queued.contains(&note) || !seen.insert(note) {
                continue;
            }
            new.push(note);
            let strips = self.notes.get(note).into_iter().flatten();
            open.extend(strips.flat_map(|s| s.notes.iter().copied()));
        }
        new
    }

    fn note(&self, (note, at): (usize, usize)) -> Option<&'a Strip> {
        self.notes.get(note)?.get(at)
    }

    fn notes_height(&self, start: usize, end: usize) -> Pt {
        let new = self.new_notes(start, end);
        let new = new.iter().filter_map(|n| self.notes.get(*n)).flatten();
        let queued = self.queue.iter().filter_map(|at| self.note(*at));
        let sum: Pt = queued.chain(new).map(|s| s.gap + s.height).sum();
        if sum > 0.0 { sum + NOTE_GAP } else { 0.0 }
    }

    /// Ends the page: as many lines of footnotes as fit stand at its foot, the others go on.
    fn finish(&mut self) {
        let pad = self.last().map_or(0.0, |s| self.pad(&s.grounds, |g| g.bottom));
        let empty = self.sheet.rows.is_empty();
        let height = self.height();
        let room = height - if empty { 0.0 } else { self.y + pad + NOTE_GAP };
        let mut used = 0.0;
        let mut taken = Vec::new();
        while let Some(&next) = self.queue.front() {
            let tall = self.note(next).map_or(0.0, |s| s.gap + s.height);
            // A page with nothing else takes one line at least, so that the work ends.
            if used + tall > room + 0.01 && !(empty && taken.is_empty()) {
                break;
            }
            self.queue.pop_front();
            taken.push((used, next));
            used += tall;
        }
        for (y, (note, at)) in taken {
            let gap = self.note((note, at)).map_or(0.0, |s| s.gap);
            self.sheet.notes.push((height - used + y + gap, note, at));
        }
        self.sheets.push(std::mem::take(&mut self.sheet));
        self.y = 0.0;
    }
}
