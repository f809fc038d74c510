//! The glyphs of a face that one document uses, as a font program of their own.

use super::Face;
use std::collections::BTreeSet;
use subsetter::GlyphRemapper;

/// A face reduced to some of its glyphs, which are numbered anew from 1.
#[derive(Debug, Clone)]
pub struct Subset {
    /// The font program: TrueType or CFF outlines without a character map.
    pub data: Vec<u8>,
    glyphs: GlyphRemapper,
}

impl Subset {
    /// Cuts a face down to `glyphs` and the parts they are composed of.
    ///
    /// New ids follow the order of the old ones, so equal sets give equal bytes.
    ///
    /// # Errors
    /// Returns what is wrong with the face, in words that follow "font NAME: ".
    pub fn new(face: &Face, glyphs: &BTreeSet<u16>) -> Result<Self, String> {
        let count = face.font().map_or(0, |font| {
            use skrifa::raw::TableProvider;
            font.maxp().map_or(0, |table| table.num_glyphs())
        });
        if let Some(id) = glyphs.last().filter(|id| **id >= count) {
            return Err(format!("has {count} glyphs, no glyph {id}"));
        }
        // Sixty-five thousand glyphs and their `.notdef` would overflow the remapper.
        if glyphs.len() >= usize::from(u16::MAX) {
            return Err(format!("uses {} glyphs, too many for a subset", glyphs.len()));
        }
        let mut remapper = GlyphRemapper::new();
        for id in glyphs {
            remapper.remap(*id);
        }
        let data = subsetter::subset(&face.data, 0, &remapper)
            .map_err(|e| format!("cannot be cut: {e}"))?;
        Ok(Subset { data, glyphs: remapper })
    }

    /// The new id of a glyph, if the subset has it.
    pub fn id(&self, glyph: u16) -> Option<u16> {
        self.glyphs.get(glyph)
    }
}
