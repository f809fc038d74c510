//! Head and foot of the pages: small templates with fields.

use std::fmt;

/// A head or a foot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunningLine {
    /// What stands at the left.
    pub left: RunningText,
    /// What stands in the middle.
    pub center: RunningText,
    /// What stands at the right.
    pub right: RunningText,
    /// Whether a hairline separates it from the text.
    pub rule: bool,
}

impl RunningLine {
    /// The head of the pages of the default theme.
    pub fn head() -> Self {
        let left = RunningText::of(&[&[Field::Document], &[Field::Section]]);
        RunningLine { left, ..RunningLine::default() }
    }

    /// The foot of the pages of the default theme.
    pub fn foot() -> Self {
        let left = RunningText::of(&[&[Field::Vendor], &[Field::Confidential]]);
        let right = RunningText::of(&[&[Field::PageOfPages]]);
        RunningLine { left, right, rule: true, ..RunningLine::default() }
    }
}

/// Something that a page knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The document's short title.
    Document,
    /// The heading that the page begins under.
    Section,
    /// The vendor's name.
    Vendor,
    /// The customer's name.
    Customer,
    /// The line on confidentiality.
    Confidential,
    /// The number of the page.
    Page,
    /// How many pages are numbered like it.
    Pages,
    /// Both, in the words of the document's language: “Page 3 of 12”.
    PageOfPages,
    /// The document's version.
    Version,
    /// The date from which the document has effect.
    Date,
}

impl Field {
    /// Every field.
    pub const ALL: [Field; 10] = [
        Field::Document,
        Field::Section,
        Field::Vendor,
        Field::Customer,
        Field::Confidential,
        Field::Page,
        Field::Pages,
        Field::PageOfPages,
        Field::Version,
        Field::Date,
    ];

    /// Its name in a template.
    pub const fn name(self) -> &'static str {
        match self {
            Field::Document => "document",
            Field::Section => "section",
            Field::Vendor => "vendor",
            Field::Customer => "customer",
            Field::Confidential => "confidential",
            Field::Page => "page",
            Field::Pages => "pages",
            Field::PageOfPages => "page_of_pages",
            Field::Version => "version",
            Field::Date => "date",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Field(Field),
}

/// What separates the parts of a template, and of the line.
const SEPARATOR: &str = " · ";
/// The same in print: a little wider.
const PRINTED: &str = "  ·  ";

/// A template: parts separated by ` · `, of text and `{field}`s. A part with a field that is empty
/// on a page is left out there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunningText {
    parts: Vec<Vec<Piece>>,
}

impl RunningText {
    fn of(parts: &[&[Field]]) -> Self {
        let part = |fields: &&[Field]| fields.iter().map(|field| Piece::Field(*field)).collect();
        RunningText { parts: parts.iter().map(part).collect() }
    }

    /// Reads a template.
    ///
    /// # Errors
    /// The name between braces that is no field; empty for a brace without its other.
    pub fn parse(text: &str) -> Result<Self, String> {
        let parts = text.split(SEPARATOR).filter(|part| !part.trim().is_empty());
        Ok(RunningText { parts: parts.map(part).collect::<Result<_, _>>()? })
    }

    /// Whether nothing stands there on any page.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The line of one page.
    pub fn fill(&self, value: impl Fn(Field) -> String) -> String {
        let mut line = String::new();
        for part in &self.parts {
            let mut whole = true;
            let text: String = part
                .iter()
                .map(|piece| match piece {
                    Piece::Text(text) => text.clone(),
                    Piece::Field(field) => {
                        let text = value(*field);
                        whole &= !text.is_empty();
                        text
                    }
                })
                .collect();
            if whole {
                line.push_str(if line.is_empty() { "" } else { PRINTED });
                line.push_str(text.trim());
            }
        }
        line
    }
}

fn part(text: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, after) = rest.split_at(at);
        let name = after.strip_prefix('{').ok_or_else(String::new)?;
        let (name, after) = name.split_once('}').ok_or_else(String::new)?;
        let field = Field::ALL.into_iter().find(|field| field.name() == name.trim());
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        pieces.push(Piece::Field(field.ok_or_else(|| name.trim().to_owned())?));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Ok(pieces)
}

impl fmt::Display for RunningText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, part) in self.parts.iter().enumerate() {
            f.write_str(if at > 0 { SEPARATOR } else { "" })?;
            for piece in part {
                match piece {
                    Piece::Text(text) => f.write_str(text)?,
                    Piece::Field(field) => write!(f, "{{{}}}", field.name())?,
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str) -> String {
        RunningText::parse(template).unwrap_or_default().fill(|field| match field {
            Field::Version => String::new(),
            Field::Page => "7".to_owned(),
            other => other.name().to_uppercase(),
        })
    }

    #[test]
    fn a_part_without_its_value_is_left_out() {
        assert_eq!(filled("{vendor} · v{version} · p. {page}"), "VENDOR  ·  p. 7");
        assert_eq!(filled("v{version} · {date}"), "DATE");
        assert_eq!(filled(""), "");
        assert_eq!(filled(" · "), "");
        assert_eq!(filled("Internal use"), "Internal use");
    }

    #[test]
    fn a_template_is_printed_as_it_was_written() {
        let text = "{vendor} · no {page} of {pages}";
        assert_eq!(RunningText::parse(text).map(|t| t.to_string()), Ok(text.to_owned()));
    }

    #[test]
    fn what_is_no_field_is_named() {
        assert_eq!(RunningText::parse("{paeg}"), Err("paeg".to_owned()));
        for text in ["{page", "page}", "{", "} {page}"] {
            assert_eq!(RunningText::parse(text), Err(String::new()), "{text}");
        }
    }
}
