//! The faces of a theme: families, styles and fallback.

use super::{Face, FaceId};
use std::sync::OnceLock;

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
#[derive(Debug, Default)]
pub struct Book {
    slots: Vec<Slot>,
}

/// A face, or the file that it will be unpacked from.
#[derive(Debug)]
struct Slot {
    family: Family,
    weight: u16,
    italic: bool,
    face: OnceLock<Result<Face, FontError>>,
    /// Name and bytes of a file that is unpacked when its face is asked for.
    packed: Option<(String, Vec<u8>)>,
}

impl Slot {
    fn face(&self) -> Option<&Face> {
        let unpack = || {
            let (name, data) = self.packed.as_ref().map(|(n, d)| (n.as_str(), d.as_slice()))?;
            Some(unpacked(name, data))
        };
        let lost = || FontError { name: String::new(), reason: String::from("has no bytes") };
        self.face.get_or_init(|| unpack().unwrap_or_else(|| Err(lost()))).as_ref().ok()
    }
}

impl Book {
    /// An empty book.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a font file to a family; WOFF2 is unpacked. An emoji face is unpacked when a text needs it:
    /// that takes longer than reading all others, and few packs have emoji.
    ///
    /// # Errors
    /// Names the file and what is wrong with it.
    pub fn add(&mut self, family: Family, name: &str, data: Vec<u8>) -> Result<FaceId, FontError> {
        let error = |reason: &str| FontError { name: name.to_owned(), reason: reason.to_owned() };
        let id = u16::try_from(self.slots.len()).map_err(|_| error("is one too many"))?;
        let packed = data.starts_with(SIGNATURE);
        if packed && !is_whole(&data) {
            return Err(error("cannot be unpacked: its length is not the one that it says"));
        }
        let slot = if packed && family == Family::Emoji {
            let packed = Some((name.to_owned(), data));
            Slot { family, weight: 400, italic: false, face: OnceLock::new(), packed }
        } else {
            let face = if packed {
                unpacked(name, &data)?
            } else {
                Face::read(name, data).map_err(|reason| error(&reason))?
            };
            let (weight, italic) = (face.weight, face.italic);
            Slot { family, weight, italic, face: OnceLock::from(Ok(face)), packed: None }
        };
        self.slots.push(slot);
        Ok(FaceId(id))
    }

    /// The face with this id.
    pub fn face(&self, id: FaceId) -> Option<&Face> {
        self.slots.get(usize::from(id.0)).and_then(Slot::face)
    }

    /// Files whose faces were asked for and could not be unpacked.
    pub fn broken(&self) -> impl Iterator<Item = &FontError> {
        self.slots.iter().filter_map(|slot| slot.face.get()?.as_ref().err())
    }

    /// How many faces there are.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there is no face.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    fn slots(&self) -> impl Iterator<Item = (FaceId, &Slot)> {
        let id = |at: usize| FaceId(u16::try_from(at).unwrap_or(0));
        self.slots.iter().enumerate().map(move |(at, slot)| (id(at), slot))
    }

    /// All faces with their ids.
    pub fn faces(&self) -> impl Iterator<Item = (FaceId, &Face)> {
        self.slots().filter_map(|(id, slot)| Some((id, slot.face()?)))
    }

    /// The face nearest to a style: same family, then same slant, then nearest weight.
    pub fn select(&self, style: Style) -> Option<FaceId> {
        self.slots()
            .filter(|(_, slot)| slot.family == style.family)
            .min_by_key(|(id, slot)| {
                (slot.italic != style.italic, slot.weight.abs_diff(style.weight), *id)
            })
            .map(|(id, _)| id)
    }

    /// All faces, the best for a style first: its own family, then the others in the order given,
    /// the nearest slant and weight first within each. Faces of families not given come last.
    pub fn candidates(&self, style: Style, families: &[Family]) -> Vec<FaceId> {
        let mut faces: Vec<_> = self
            .slots()
            .map(|(id, slot)| {
                let place = families.iter().position(|f| *f == slot.family);
                let slant = slot.italic != style.italic;
                let weight = slot.weight.abs_diff(style.weight);
                (place.unwrap_or(families.len()), slant, weight, id)
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

/// First bytes of a WOFF2 file (W3C WOFF 2.0, section 4.1).
const SIGNATURE: &[u8] = b"wOF2";

/// Whether a WOFF2 file has the length that its header says.
fn is_whole(data: &[u8]) -> bool {
    let length = data.get(8..12).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
    length.and_then(|length| usize::try_from(length).ok()) == Some(data.len())
}

fn unpacked(name: &str, data: &[u8]) -> Result<Face, FontError> {
    let error = |reason: String| FontError { name: name.to_owned(), reason };
    let data = wuff::decompress_woff2(data)
        .map_err(|problem| error(format!("cannot be unpacked: {problem:?}")))?;
    Face::read(name, data).map_err(error)
}
