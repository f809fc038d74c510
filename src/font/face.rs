//! One font file.

use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider;
use std::sync::Arc;

/// Index of a face in its [`Book`](super::Book).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u16);

/// Vertical metrics in units of the em (1.0 = the font size).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Metrics {
    /// Above the baseline.
    pub ascent: f32,
    /// Below the baseline, positive.
    pub descent: f32,
    /// Height of capitals.
    pub cap_height: f32,
    /// Height of x.
    pub x_height: f32,
}

/// A font file in memory, checked when it was read.
#[derive(Debug, Clone)]
pub struct Face {
    /// Name for messages: file name without folder.
    pub name: String,
    /// PostScript name, or the file's stem.
    pub postscript_name: String,
    /// The whole TrueType file.
    pub data: Arc<Vec<u8>>,
    /// Units per em, 16 to 16,384.
    pub units_per_em: u16,
    /// Vertical metrics.
    pub metrics: Metrics,
    /// CSS weight, 100 to 900.
    pub weight: u16,
    /// Whether it is slanted.
    pub italic: bool,
    /// Whether all glyphs have the same advance.
    pub monospaced: bool,
    /// Whether glyphs are made of coloured layers (COLR version 0).
    pub color: bool,
}

impl Face {
    /// Reads a TrueType file.
    ///
    /// # Errors
    /// Returns what is wrong with it, in words that follow "font NAME: ".
    pub fn read(name: &str, data: Vec<u8>) -> Result<Self, String> {
        let font = skrifa::FontRef::new(&data).map_err(|e| e.to_string())?;
        let head = font.head().map_err(|_| String::from("has no `head` table"))?;
        let units_per_em = head.units_per_em();
        if !(16..=16_384).contains(&units_per_em) {
            return Err(format!("has {units_per_em} units per em; 16 to 16384 are possible"));
        }
        font.cmap().map_err(|_| String::from("has no `cmap` table"))?;
        let m = font.metrics(Size::unscaled(), LocationRef::default());
        let em = f32::from(units_per_em);
        let metrics = Metrics {
            ascent: m.ascent / em,
            descent: -m.descent / em,
            cap_height: m.cap_height.map_or(0.7, |v| v / em),
            x_height: m.x_height.map_or(0.5, |v| v / em),
        };
        let attributes = font.attributes();
        let postscript_name = font
            .localized_strings(skrifa::string::StringId::POSTSCRIPT_NAME)
            .english_or_first()
            .map(|s| s.chars().filter(char::is_ascii_graphic).collect::<String>())
            .filter(|s| !s.is_empty())
            .unwrap_or_else(|| name.trim_end_matches(".ttf").to_owned());
        let color = font.colr().is_ok_and(|c| c.version() == 0) && font.cpal().is_ok();
        Ok(Face {
            name: name.to_owned(),
            postscript_name,
            units_per_em,
            metrics,
            weight: attributes.weight.value() as u16,
            italic: attributes.style != skrifa::attribute::Style::Normal,
            monospaced: m.is_monospace,
            color,
            data: Arc::new(data),
        })
    }

    /// The parsed tables.
    pub fn font(&self) -> Option<skrifa::FontRef<'_>> {
        skrifa::FontRef::new(&self.data).ok()
    }

    /// The glyph of a character, if the face has one.
    pub fn glyph(&self, character: char) -> Option<u16> {
        let id = self.font()?.charmap().map(character)?.to_u32();
        u16::try_from(id).ok().filter(|id| *id != 0)
    }
}
