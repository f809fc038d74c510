//! Cutting shaped text where lines end.

use super::inline::Rich;
use super::line::{Atom, Content, Piece};
use super::linebreak::Item;
use super::paragraph::{Setter, Share};

/// Most that glue grows, in parts of its stretch: a line that would need more, because of an address
/// that does not break, ends before the margin instead of falling apart.
const WIDEST: f32 = 3.6;

impl Setter<'_> {
    pub(super) fn pieces(
        &self,
        rich: &Rich,
        atoms: &[Atom],
        items: &[Item],
        shares: &[Share],
        line: super::linebreak::Line,
    ) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let rows = items.iter().zip(shares).take(line.end).skip(line.start);
        for (item, (index, range)) in rows {
            let Some(atom) = atoms.get(*index) else { continue };
            match item {
                Item::Penalty { .. } => {}
                Item::Glue { width, stretch, shrink, .. } => {
                    let ratio = line.ratio.min(WIDEST);
                    let grow = if ratio > 0.0 { *stretch } else { *shrink } * ratio;
                    pieces.push(Piece::new(atom, range.clone(), width + grow));
                }
                Item::Box { width } => match pieces.last_mut() {
                    Some(last)
                        if last.atom_start == atom.start && last.range.end == range.start =>
                    {
                        last.range.end = range.end;
                        last.width += width;
                    }
                    _ => pieces.push(Piece::new(atom, range.clone(), *width)),
                },
            }
        }
        for piece in &mut pieces {
            self.reshape(rich, piece);
        }
        match (items.get(line.end), shares.get(line.end)) {
            (Some(Item::Penalty { hyphen: true, .. }), Some((index, range))) => {
                if let Some(atom) = atoms.get(*index)
                    && let Some(span) = rich.spans.get(atom.span)
                {
                    let word = self.words.word(self.book, &span.style, false, "-");
                    let width = word.width * span.style.size;
                    let mut piece = Piece::new(atom, range.start..range.start, width);
                    piece.hyphen = true;
                    piece.content = Content::Word(word);
                    pieces.push(piece);
                }
            }
            (Some(Item::Glue { width, .. }), Some((index, range))) => {
                // The space is not seen, but whoever reads the text needs it.
                if let Some(atom) = atoms.get(*index) {
                    let mut piece = Piece::new(atom, range.clone(), *width);
                    piece.trailing = true;
                    piece.level = atom.base;
                    pieces.push(piece);
                }
            }
            (Some(Item::Penalty { cost, .. }), Some((index, _))) if *cost < 0.0 => {
                if let Some(last) = atoms.get(index.saturating_sub(1)) {
                    pieces.extend(self.space(rich, last));
                }
            }
            _ => {}
        }
        pieces
    }

    /// A space that is not in the text, at the end of a line or paragraph.
    pub(super) fn space(&self, rich: &Rich, after: &Atom) -> Option<Piece> {
        let span = rich.spans.get(after.span)?;
        let word = self.words.word(self.book, &span.style, false, " ");
        let mut piece = Piece::new(after, after.end..after.end, word.width * span.style.size);
        piece.content = Content::Space(word);
        piece.trailing = true;
        piece.level = after.base;
        Some(piece)
    }

    /// Shapes the share of a word that was divided.
    pub(super) fn reshape(&self, rich: &Rich, piece: &mut Piece) {
        let whole = piece.range.start == piece.atom_start && piece.range.end == piece.atom_end;
        if whole || !matches!(piece.content, Content::Word(_)) {
            return;
        }
        let text = rich.text.get(piece.range.clone());
        if let (Some(text), Some(span)) = (text, rich.spans.get(piece.span)) {
            let rtl = piece.level % 2 == 1;
            let word = self.words.word(self.book, &span.style, rtl, text);
            let letters = text.chars().count() as f32;
            piece.width = (word.width + letters * span.style.tracking) * span.style.size;
            piece.content = Content::Word(word);
        }
    }
}
