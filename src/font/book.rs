//! The faces of a theme: families, styles and fallback.

use super::{Face, FaceId};

/// The role a family plays on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Interface and guides.
    Sans,
    /// Legal text.
    Serif,
    /// Code.
    Mono,
    /// Colour emoji.
    Emoji,
    /// Scripts that the others lack, such as Arabic and Hebrew: only characters that no other family has.
    Other,
}

/// What text asks of a face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Style {
    /// The family.
    pub family: Family,
    /// CSS weight, 100 to 900.
    pub weight: u16,
    /// Slanted.
    pub italic: bool,
}

/// Why a face could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontError {
    /// File name.
    pub name: String,
    /// What is wrong.
    pub reason: String,
}

/// All faces of a theme, read once and shared by every customer.
#[derive(Debug, Clone, Default)]
pub struct Book {
    faces: Vec<(Family, Face)>,
}

impl Book {
    /// An empty book.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a font file to a family; WOFF2 is unpacked.
    ///
    /// # Errors
    /// Names the file and what is wrong with it.
    pub fn add(&mut self, family: Family, name: &str, data: Vec<u8>) -> Result<FaceId, FontError> {
        let error = |reason: String| FontError { name: name.to_owned(), reason };
        let data = if data.starts_with(b"wOF2") {
            wuff::decompress_woff2(&data)
                .map_err(|e| error(format!("cannot be unpacked: {e:?}")))?
        } else {
            data
        };
        let face = Face::read(name, data).map_err(error)?;
        let id = u16::try_from(self.faces.len()).map_err(|e| error(e.to_string()))?;
        self.faces.push((family, face));
        Ok(FaceId(id))
    }

    /// The face with this id.
    pub fn face(&self, id: FaceId) -> Option<&Face> {
        self.faces.get(usize::from(id.0)).map(|(_, face)| face)
    }

    /// How many faces there are.
    pub fn len(&self) -> usize {
        self.faces.len()
    }

    /// Whether there is no face.
    pub fn is_empty(&self) -> bool {
        self.faces.is_empty()
    }

    /// All faces with their ids.
    pub fn faces(&self) -> impl Iterator<Item = (FaceId, Family, &Face)> {
        self.faces
            .iter()
            .enumerate()
            .map(|(at, (family, face))| (FaceId(u16::try_from(at).unwrap_or(0)), *family, face))
    }

    /// The face nearest to a style: same family, then same slant, then nearest weight.
    pub fn select(&self, style: Style) -> Option<FaceId> {
        self.faces()
            .filter(|(_, family, _)| *family == style.family)
            .min_by_key(|(id, _, face)| {
                (face.italic != style.italic, face.weight.abs_diff(style.weight), *id)
            })
            .map(|(id, _, _)| id)
    }

    /// All faces, the best for a style first: its own family, then the others in the order given,
    /// the nearest slant and weight first within each. Faces of families not given come last.
    pub fn candidates(&self, style: Style, families: &[Family]) -> Vec<FaceId> {
        let mut faces: Vec<_> = self
            .faces()
            .map(|(id, family, face)| {
                let order = families.iter().position(|f| *f == family).unwrap_or(families.len());
                (order, face.italic != style.italic, face.weight.abs_diff(style.weight), id)
            })
            .collect();
        faces.sort_unstable();
        faces.into_iter().map(|(.., id)| id).collect()
    }

    /// The face for one character: the style's own, else the nearest face that has it. `None` if no
    /// face has it: that is an error, never a blank box.
    pub fn select_for(&self, style: Style, character: char) -> Option<FaceId> {
        let families =
            [style.family, Family::Sans, Family::Serif, Family::Mono, Family::Emoji, Family::Other];
        self.candidates(style, &families)
            .into_iter()
            .find(|id| self.face(*id).is_some_and(|face| face.glyph(character).is_some()))
    }
}
