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
    /// Character and glyph, sorted by character: read once, looked up for every word.
    charmap: Arc<[(char, u16)]>,
    shaper: Shaper,
}

/// The tables as the shaper wants them, with its own caches.
#[derive(Clone)]
struct Shaper(harfrust::Font);

impl std::fmt::Debug for Shaper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shaper")
    }
}

/// A coloured layer of a glyph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layer {
    /// The glyph painted.
    pub glyph: u16,
    /// Red, green, blue; `None` for the colour of the text.
    pub color: Option<[u8; 3]>,
}

/// A piece of a glyph's outline in units of the em, y pointing up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OutlineSegment {
    /// Starts a contour.
    Move([f32; 2]),
    /// A straight line.
    Line([f32; 2]),
    /// A quadratic curve: control and end.
    Quad([f32; 2], [f32; 2]),
    /// A cubic curve: two controls and the end.
    Cubic([f32; 2], [f32; 2], [f32; 2]),
    /// Closes the contour.
    Close,
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
        let mut charmap: Vec<(char, u16)> = font
            .charmap()
            .mappings()
            .filter_map(|(c, glyph)| {
                Some((char::from_u32(c)?, u16::try_from(glyph.to_u32()).ok().filter(|g| *g != 0)?))
            })
            .collect();
        charmap.sort_unstable();
        let color = font.colr().is_ok_and(|c| c.version() == 0) && font.cpal().is_ok();
        let data = Arc::new(data);
        let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = data.clone();
        let shaper = harfrust::Font::new(bytes, 0)
            .map(Shaper)
            .ok_or_else(|| String::from("cannot be read by the shaper"))?;
        Ok(Face {
            name: name.to_owned(),
            postscript_name,
            units_per_em,
            metrics,
            weight: attributes.weight.value() as u16,
            italic: attributes.style != skrifa::attribute::Style::Normal,
            monospaced: m.is_monospace,
            color,
            charmap: charmap.into(),
            shaper,
            data,
        })
    }

    /// The font as the shaper reads it, with its caches.
    pub fn shaper(&self) -> &harfrust::Font {
        &self.shaper.0
    }

    /// The parsed tables.
    pub fn font(&self) -> Option<skrifa::FontRef<'_>> {
        skrifa::FontRef::new(&self.data).ok()
    }

    /// The glyph of a character, if the face has one.
    pub fn glyph(&self, character: char) -> Option<u16> {
        let at = self.charmap.binary_search_by_key(&character, |(c, _)| *c).ok()?;
        self.charmap.get(at).map(|(_, glyph)| *glyph)
    }

    /// The coloured layers of a glyph, from the bottom; empty if it has none.
    pub fn layers(&self, glyph: u16) -> Vec<Layer> {
        self.read_layers(glyph).unwrap_or_default()
    }

    fn read_layers(&self, glyph: u16) -> Option<Vec<Layer>> {
        let font = self.font()?;
        let colr = font.colr().ok()?;
        let range = colr.v0_base_glyph(u32::from(glyph).into())?;
        let palettes = font.color_palettes();
        let palette = palettes.get(0)?;
        range
            .map(|at| {
                let (layer, index) = colr.v0_layer(at)?;
                let color =
                    palette.colors().get(usize::from(index)).map(|c| [c.red, c.green, c.blue]);
                Some(Layer { glyph: layer.to_u16(), color })
            })
            .collect()
    }

    /// The outline of a glyph; empty for a space.
    pub fn outline(&self, glyph: u16) -> Vec<OutlineSegment> {
        let mut pen = Pen { em: f32::from(self.units_per_em), segments: Vec::new() };
        if let Some(outline) =
            self.font().and_then(|font| font.outline_glyphs().get(u32::from(glyph).into()))
        {
            let settings =
                skrifa::outline::DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
            // A broken outline draws as far as it goes.
            let _ = outline.draw(settings, &mut pen);
        }
        pen.segments
    }
}

struct Pen {
    em: f32,
    segments: Vec<OutlineSegment>,
}

impl Pen {
    fn at(&self, x: f32, y: f32) -> [f32; 2] {
        [x / self.em, y / self.em]
    }
}

impl skrifa::outline::OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.segments.push(OutlineSegment::Move(self.at(x, y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.segments.push(OutlineSegment::Line(self.at(x, y)));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.segments.push(OutlineSegment::Quad(self.at(cx, cy), self.at(x, y)));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let (a, b) = (self.at(ax, ay), self.at(bx, by));
        self.segments.push(OutlineSegment::Cubic(a, b, self.at(x, y)));
    }

    fn close(&mut self) {
        self.segments.push(OutlineSegment::Close);
    }
}
