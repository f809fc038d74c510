//! Design tokens of `theme.toml`: the colours and faces of the site.

use super::color::Color;
use super::error::ThemeError;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

const FILE: &str = "theme.toml";

/// A colour on light and on dark paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) light: Color,
    pub(super) dark: Color,
}

/// The part of the type a face serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Sans,
    Serif,
    Mono,
}

/// A font file and the characters it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Face {
    pub(super) role: Role,
    pub(super) family: String,
    pub(super) italic: bool,
    pub(super) weight: String,
    pub(super) file: String,
    pub(super) license: String,
    pub(super) ranges: Vec<(u32, u32)>,
}

/// The tokens that the site reads; `[pdf]` and others belong to other outputs.
#[derive(Debug, Clone)]
pub(super) struct Tokens {
    /// Named colours, in the order of their names.
    pub(super) colors: BTreeMap<String, Pair>,
    /// Ground of the page.
    pub(super) paper: Pair,
    /// Ground of code, table heads and cards.
    pub(super) sunken: Pair,
    /// The faces in the order of the file.
    pub(super) faces: Vec<Face>,
}

impl Tokens {
    /// Reads `theme.toml` among the files of a theme.
    pub(super) fn read(files: &BTreeMap<String, Vec<u8>>) -> Result<Tokens, Vec<ThemeError>> {
        let Some(bytes) = files.get(FILE) else {
            return Err(vec![ThemeError::whole(FILE, "the theme lacks this file")]);
        };
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Err(vec![ThemeError::whole(FILE, "must be UTF-8")]);
        };
        let root = DeTable::parse(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            vec![ThemeError::at(FILE, text, start, error.message())]
        })?;
        let mut reader = Reader { text, files, errors: Vec::new() };
        let tokens = reader.tokens(root.get_ref());
        match tokens {
            Some(tokens) if reader.errors.is_empty() => Ok(tokens),
            _ => Err(reader.errors),
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    files: &'a BTreeMap<String, Vec<u8>>,
    errors: Vec<ThemeError>,
}

impl Reader<'_> {
    fn fail(&mut self, offset: usize, message: impl Into<String>) {
        self.errors.push(ThemeError::at(FILE, self.text, offset, message));
    }

    fn tokens(&mut self, root: &DeTable<'_>) -> Option<Tokens> {
        let Some((at, site)) = root
            .get("site")
            .and_then(|value| Some((value.span().start, value.get_ref().as_table()?)))
        else {
            self.fail(0, "the table `site` is missing");
            return None;
        };
        let mut colors = BTreeMap::new();
        let mut faces = Vec::new();
        for (key, value) in site {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("colors", DeValue::Table(table)) => {
                    for (name, value) in table {
                        if let Some(pair) = self.pair(name, value) {
                            colors.insert(name.get_ref().to_string(), pair);
                        }
                    }
                }
                ("faces", DeValue::Array(array)) => {
                    faces.extend(array.iter().filter_map(|face| self.face(face)));
                }
                (name, _) => self.fail(key.span().start, format!("unknown key `{name}`")),
            }
        }
        let mut named = |name: &str| {
            let color = colors.get(name).copied();
            if color.is_none() {
                self.fail(at, format!("the colour `{name}` is missing in `site.colors`"));
            }
            color
        };
        let (paper, sunken) = (named("paper"), named("sunken"));
        Some(Tokens { paper: paper?, sunken: sunken?, colors, faces })
    }

    fn pair(
        &mut self,
        name: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<Pair> {
        if !name.get_ref().bytes().all(|b| b.is_ascii_lowercase() || b == b'-') {
            self.fail(name.span().start, "a colour's name is made of small letters and `-`");
        }
        let colors: Vec<Option<Color>> = value.get_ref().as_array().map_or_else(Vec::new, |a| {
            a.iter().map(|c| c.get_ref().as_str().and_then(Color::parse)).collect()
        });
        match colors.as_slice() {
            [Some(light), Some(dark)] => Some(Pair { light: *light, dark: *dark }),
            _ => {
                let message =
                    "expected two colours, for light and dark: `[\"#rrggbb\", \"#rrggbb\"]`";
                self.fail(value.span().start, message);
                None
            }
        }
    }

    fn face(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Face> {
        let at = value.span().start;
        let table = value.get_ref().as_table()?;
        let mut text = |key: &str| {
            let text = table.get(key).and_then(|v| v.get_ref().as_str());
            if text.is_none() {
                self.fail(at, format!("the face lacks `{key}`"));
            }
            text.map(str::to_owned)
        };
        let (role, family, style) = (text("role"), text("family"), text("style"));
        let (weight, file, license) = (text("weight"), text("file"), text("license"));
        let ranges = text("ranges");
        let role = match role?.as_str() {
            "sans" => Role::Sans,
            "serif" => Role::Serif,
            "mono" => Role::Mono,
            other => {
                self.fail(at, format!("unknown role `{other}`: `sans`, `serif` or `mono`"));
                return None;
            }
        };
        let (family, file, license, weight) = (family?, file?, license?, weight?);
        let quiet = |s: &str| s.chars().all(|c| c.is_alphanumeric() || " -_./".contains(c));
        if ![&family, &file, &weight].iter().all(|s| quiet(s)) {
            self.fail(at, "names of faces are made of letters, digits, spaces and `-_./`");
        }
        for path in [&file, &license] {
            if !self.files.contains_key(path) {
                self.fail(at, format!("the theme lacks the file `{path}`"));
            }
        }
        let Some(ranges) = parse_ranges(&ranges?) else {
            self.fail(at, "`ranges` must look like `U+0000-00FF,U+0131`");
            return None;
        };
        Some(Face { role, family, italic: style? == "italic", weight, file, license, ranges })
    }
}

fn parse_ranges(text: &str) -> Option<Vec<(u32, u32)>> {
    text.split(',')
        .map(|part| {
            let part = part.trim().strip_prefix("U+")?;
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let number = |digits| u32::from_str_radix(digits, 16).ok().filter(|n| *n <= 0x10_ffff);
            Some((number(first)?, number(last)?))
        })
        .collect()
}
