//! The faces a document uses: subsets, widths and texts, embedded through printpdf.
//!
//! printpdf writes a font's structure (Type0, CIDFont, descriptor, program, `ToUnicode`) from the
//! glyphs that a page shows, so [`Fonts::specimen`] shows each glyph once on a page whose content is
//! replaced afterwards; [`Fonts::correct`] then sets what printpdf rounds or cannot know.

use super::usage::{self, Usage};
use super::{PdfError, number};
use crate::font::{Book, Face, FaceId, Subset};
use crate::layout::frame::Pages;
use lopdf::{Dictionary, Document, Object, ObjectId};
use printpdf::{Codepoint, FontId, Op, PdfDocument, PdfFont, PdfFontHandle, TextItem};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider;
use std::collections::{BTreeMap, BTreeSet};

/// Descriptor flags (ISO 32000-1, table 123).
const FIXED_PITCH: i64 = 1;
const SERIF: i64 = 1 << 1;
const SYMBOLIC: i64 = 1 << 2;
const ITALIC: i64 = 1 << 6;

/// The faces of one document.
pub(super) struct Fonts<'a> {
    fonts: Vec<Font<'a>>,
}

/// One face of one document.
pub(super) struct Font<'a> {
    id: FaceId,
    /// Resource name.
    pub name: String,
    face: &'a Face,
    subset: Subset,
    /// By glyph id of the whole face.
    glyphs: Vec<Option<FontGlyph<'a>>>,
}

/// One glyph of a subset.
#[derive(Debug, Clone, Copy)]
pub(super) struct FontGlyph<'a> {
    /// Its code in text strings.
    pub code: u16,
    /// Its width in millionths of the font size, as the file gives it.
    pub width: i64,
    /// The text it is mapped to.
    pub text: &'a str,
}

impl<'a> Fonts<'a> {
    /// Cuts every face that the pages use down to the glyphs they use.
    ///
    /// # Errors
    /// A face that is not in the book or cannot be cut, a glyph that is missing.
    pub fn new(pages: &'a Pages, book: &'a Book) -> Result<Self, PdfError> {
        let used = usage::collect(pages)?;
        let fonts: Vec<Result<Font<'a>, PdfError>> = used
            .into_par_iter()
            .enumerate()
            .map(|(index, (id, usage))| {
                let face =
                    book.face(id).ok_or_else(|| PdfError::Face { page: first(pages, id) })?;
                Font::new(index, id, face, &usage)
                    .map_err(|reason| PdfError::Font { name: face.name.clone(), reason })
            })
            .collect();
        Ok(Fonts { fonts: fonts.into_iter().collect::<Result<_, _>>()? })
    }

    /// The font of a face.
    pub fn get(&self, id: FaceId) -> Option<&Font<'a>> {
        self.fonts.iter().find(|font| font.id == id)
    }

    /// Adds the subsets to a document and returns operations that show each glyph once.
    pub fn specimen(&self, document: &mut PdfDocument) -> Vec<Op> {
        let mut operations = vec![Op::StartTextSection];
        for font in &self.fonts {
            let id = FontId(font.name.clone());
            document.resources.fonts.map.insert(id.clone(), PdfFont::new(font.parsed()));
            let glyphs = font
                .glyphs
                .iter()
                .flatten()
                .map(|glyph| Codepoint::with_cid(glyph.code, 0.0, glyph.text.to_owned()))
                .collect();
            let font = PdfFontHandle::External(id);
            operations.push(Op::SetFont { font, size: printpdf::Pt(1.0) });
            operations.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] });
        }
        operations.push(Op::EndTextSection);
        operations
    }

    /// Sets exact widths, flags and the height of capitals in the font dictionaries.
    ///
    /// # Errors
    /// If printpdf's dictionaries look other than expected.
    pub fn correct(&self, document: &mut Document, fonts: &Dictionary) -> Result<(), PdfError> {
        for font in &self.fonts {
            let id = fonts.get(font.name.as_bytes()).and_then(Object::as_reference).ok();
            id.and_then(|id| font.correct(document, id)).ok_or(PdfError::Skeleton("font"))?;
        }
        Ok(())
    }
}

/// The first page that uses a face, from 1.
fn first(pages: &Pages, id: FaceId) -> usize {
    use crate::layout::frame::FrameItem::Text;
    let uses = |(_, item): &(_, _)| matches!(item, Text(run) if run.face == id);
    pages.pages.iter().position(|page| page.items.iter().any(uses)).map_or(0, |at| at + 1)
}

impl<'a> Font<'a> {
    fn new(index: usize, id: FaceId, face: &'a Face, usage: &Usage<'a>) -> Result<Self, String> {
        let used: BTreeSet<u16> = (0..=u16::MAX)
            .zip(&usage.glyphs)
            .filter(|(_, s)| s.is_some())
            .map(|(g, _)| g)
            .collect();
        let subset = Subset::new(face, &used)?;
        let font = face.font().ok_or("cannot be read")?;
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let em = f64::from(face.units_per_em);
        let glyphs = (0..=u16::MAX)
            .zip(&usage.glyphs)
            .map(|(glyph, sayings)| {
                let text = sayings.as_ref()?.text();
                let code = subset.id(glyph)?;
                let advance = f64::from(metrics.advance_width(glyph.into()).unwrap_or(0.0));
                Some(FontGlyph { code, width: number::round(advance * 1.0e6 / em), text })
            })
            .collect();
        Ok(Font { id, name: format!("F{index}"), face, subset, glyphs })
    }

    /// A glyph by its id in the whole face.
    pub fn glyph(&self, id: u16) -> Option<FontGlyph<'a>> {
        *self.glyphs.get(usize::from(id))?
    }

    /// The face's name with the tag that marks a subset (ISO 32000-1, 9.6.4), made from its bytes.
    fn base_name(&self) -> String {
        let digest = Sha256::digest(&self.subset.data);
        let tag: String = digest.iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect();
        format!("{tag}+{}", self.face.postscript_name)
    }

    /// The subset as printpdf wants it.
    fn parsed(&self) -> printpdf::ParsedFont {
        let face = self.face;
        let em = f32::from(face.units_per_em);
        let mut font = printpdf::ParsedFont::with_glyph_data(
            self.subset.data.clone(),
            0,
            Some(self.base_name()),
            BTreeMap::new(),
            BTreeMap::new(),
            face.units_per_em,
            printpdf::FontMetrics {
                ascent: (face.metrics.ascent * em).round() as i16,
                descent: (-face.metrics.descent * em).round() as i16,
            },
        );
        font.pdf_font_metrics.us_weight_class = face.weight;
        if let Some(head) = face.font().and_then(|font| font.head().ok()) {
            font.pdf_font_metrics.x_min = head.x_min();
            font.pdf_font_metrics.y_min = head.y_min();
            font.pdf_font_metrics.x_max = head.x_max();
            font.pdf_font_metrics.y_max = head.y_max();
        }
        if let Some(hhea) = face.font().and_then(|font| font.hhea().ok()) {
            font.pdf_font_metrics.caret_slope_rise = hhea.caret_slope_rise();
            font.pdf_font_metrics.caret_slope_run = hhea.caret_slope_run();
        }
        font
    }

    /// Widths as runs of consecutive codes. Codes follow glyph ids, so they only rise.
    fn widths(&self) -> Vec<Object> {
        let mut widths = Vec::new();
        let mut run: (i64, Vec<Object>) = (0, Vec::new());
        for glyph in self.glyphs.iter().flatten() {
            let code = i64::from(glyph.code);
            if code != run.0 + run.1.len() as i64 && !run.1.is_empty() {
                widths.extend([Object::Integer(run.0), Object::Array(std::mem::take(&mut run.1))]);
            }
            if run.1.is_empty() {
                run.0 = code;
            }
            run.1.push(number::object(glyph.width));
        }
        widths.extend([Object::Integer(run.0), Object::Array(run.1)]);
        widths
    }

    fn correct(&self, document: &mut Document, id: ObjectId) -> Option<()> {
        let font = document.get_object_mut(id).ok()?.as_dict_mut().ok()?;
        let descendants = font.get_mut(b"DescendantFonts").ok()?.as_array_mut().ok()?;
        let descendant = descendants.first_mut()?.as_dict_mut().ok()?;
        descendant.set("W", self.widths());
        let descriptor = descendant.get(b"FontDescriptor").ok()?.as_reference().ok()?;
        let descriptor = document.get_object_mut(descriptor).ok()?.as_dict_mut().ok()?;
        let mut flags = SYMBOLIC;
        for (flag, set) in [
            (FIXED_PITCH, self.face.monospaced),
            (SERIF, self.face.postscript_name.contains("Serif")),
            (ITALIC, self.face.italic),
        ] {
            flags |= if set { flag } else { 0 };
        }
        descriptor.set("Flags", flags);
        let cap_height = (f64::from(self.face.metrics.cap_height) * 1000.0).round() as i64;
        descriptor.set("CapHeight", cap_height);
        Some(())
    }
}
