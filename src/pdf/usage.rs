//! Which glyphs of which faces a document uses, and what each of them says.

use super::PdfError;
use crate::font::FaceId;
use crate::layout::frame::{FrameItem, Pages, Tag, TextRun};

/// Stands for a glyph that says nothing by itself, such as a layer of an emoji: every glyph has to
/// map to some text (ISO 14289-1, 7.21.7), and a zero-width space is the least a reader can copy.
const SILENT: &str = "\u{200B}";

/// The glyphs of one face.
#[derive(Debug, Default)]
pub(super) struct Usage<'a> {
    /// By glyph id; unused glyphs have no entry.
    pub glyphs: Vec<Option<Sayings<'a>>>,
}

/// What one glyph says in the document's runs.
#[derive(Debug, Default, Clone)]
pub(super) struct Sayings<'a> {
    /// The texts it stands for, in order of appearance, with how often it does.
    texts: Vec<(&'a str, u32)>,
    /// The replacement texts of which it is the first glyph.
    first_of: Vec<&'a str>,
    /// Whether it is also used where it says nothing.
    silent: bool,
}

impl<'a> Sayings<'a> {
    /// The text the glyph is mapped to; where it says something else, the page says so.
    pub fn text(&self) -> &'a str {
        let mut best: Option<(&'a str, u32)> = None;
        for (text, count) in &self.texts {
            if best.is_none_or(|(_, most)| *count > most) {
                best = Some((text, *count));
            }
        }
        match (best, self.first_of.as_slice()) {
            (Some((text, _)), _) => text,
            // One layer glyph serves emoji of several colours: a reader that ignores replacement
            // texts must not copy the wrong one.
            (None, [only]) if !self.silent && !only.is_empty() => only,
            _ => SILENT,
        }
    }

    fn says(&mut self, text: &'a str) {
        match self.texts.iter_mut().find(|(known, _)| *known == text) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => self.texts.push((text, 1)),
        }
    }
}

/// Every face that the pages use with its glyphs, in order of appearance.
///
/// # Errors
/// A glyph that is missing or points outside its text, with its page.
pub(super) fn collect(pages: &Pages) -> Result<Vec<(FaceId, Usage<'_>)>, PdfError> {
    let mut faces: Vec<(FaceId, Usage<'_>)> = Vec::new();
    for (page, number) in pages.pages.iter().zip(1..) {
        // Open marks; inside a replacement text, its text until the first glyph has taken it.
        let mut open: Vec<Option<&str>> = Vec::new();
        for (_, item) in &page.items {
            match item {
                FrameItem::Begin(Tag::ActualText(text)) => open.push(Some(text)),
                FrameItem::Begin(_) => open.push(None),
                FrameItem::End => drop(open.pop()),
                FrameItem::Text(run) => {
                    let at = match faces.iter().position(|(id, _)| *id == run.face) {
                        Some(at) => at,
                        None => {
                            faces.push((run.face, Usage::default()));
                            faces.len() - 1
                        }
                    };
                    if let Some((_, usage)) = faces.get_mut(at) {
                        add(usage, run, &mut open, number)?;
                    }
                }
                FrameItem::Shape(_)
                | FrameItem::Image(..)
                | FrameItem::Link(..)
                | FrameItem::Field(..) => {}
            }
        }
    }
    Ok(faces)
}

/// Adds the glyphs of one run.
fn add<'a>(
    usage: &mut Usage<'a>,
    run: &'a TextRun,
    open: &mut [Option<&'a str>],
    page: usize,
) -> Result<(), PdfError> {
    for glyph in &run.glyphs {
        if glyph.id == 0 {
            return Err(PdfError::Glyph { page, text: run.text.clone() });
        }
        let text = run
            .text
            .get(glyph.start as usize..glyph.end as usize)
            .ok_or_else(|| PdfError::Text { page, text: run.text.clone() })?;
        let id = usize::from(glyph.id);
        if usage.glyphs.len() <= id {
            usage.glyphs.resize(id + 1, None);
        }
        let Some(slot) = usage.glyphs.get_mut(id) else { continue };
        let sayings = slot.get_or_insert_default();
        if !text.is_empty() {
            sayings.says(text);
        } else if let Some(first) = open.iter_mut().rev().find_map(Option::take) {
            if !sayings.first_of.contains(&first) {
                sayings.first_of.push(first);
            }
        } else {
            sayings.silent = true;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_text_wins_and_the_first_among_equals() {
        let mut sayings = Sayings::default();
        for text in ["\u{a0}", " ", " ", "x", "x"] {
            sayings.says(text);
        }
        assert_eq!(sayings.text(), " ");
    }

    #[test]
    fn a_layer_of_two_emoji_says_nothing() {
        let mut sayings = Sayings { first_of: vec!["🔴"], ..Sayings::default() };
        assert_eq!(sayings.text(), "🔴");
        sayings.first_of.push("🟢");
        assert_eq!(sayings.text(), SILENT);
    }
}
