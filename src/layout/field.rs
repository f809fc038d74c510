//! Fields of signature blocks: what they take, and their names for the services that have documents
//! signed.

use super::frame::{Field, FieldKind};

/// The service that collects signatures: it changes the names of fields, or prints tags, and nothing
/// else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Esign {
    /// None: the PDF is signed in a PDF program.
    #[default]
    None,
    /// DocuSign, which knows fields by parts of their names (`transformPdfFields`).
    DocuSign,
    /// Adobe Acrobat Sign, which knows fields named like its text tags.
    Adobe,
    /// Dropbox Sign, which looks for text tags on the page.
    DropboxSign,
}

/// What a line of a signature block asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The signature.
    Signature,
    /// The signer's name.
    Name,
    /// The signer's position.
    Title,
    /// The company.
    Company,
    /// The place.
    Place,
    /// The date.
    Date,
    /// Something else.
    Other,
}

/// Words for what is asked for, in the languages of the interface.
const WORDS: [(Asked, &[&str]); 5] = [
    (Asked::Name, &["name", "full name", "printed name", "nom", "nombre"]),
    (
        Asked::Title,
        &["title", "position", "role", "function", "funktion", "titel", "fonction", "cargo"],
    ),
    (Asked::Company, &["company", "firma", "unternehmen", "société", "empresa"]),
    (Asked::Place, &["place", "location", "ort", "lieu", "lugar"]),
    (Asked::Date, &["date", "datum", "fecha"]),
];

impl Asked {
    /// By the label of the line.
    pub fn of(label: &str) -> Self {
        let label = label.trim().trim_end_matches(':').to_lowercase();
        let known = WORDS.iter().find(|(_, words)| words.contains(&label.as_str()));
        known.map_or(Asked::Other, |(asked, _)| *asked)
    }

    /// Part of a field's name.
    const fn plain(self) -> &'static str {
        match self {
            Asked::Signature => "signature",
            Asked::Name => "name",
            Asked::Title => "title",
            Asked::Company => "company",
            Asked::Place => "place",
            Asked::Date => "date",
            Asked::Other => "text",
        }
    }

    /// Part of a field's name that DocuSign turns into a tab of this kind.
    const fn docusign(self) -> Option<&'static str> {
        Some(match self {
            Asked::Signature => "DocuSignSignHere",
            Asked::Name => "DocuSignFullName",
            Asked::Title => "DocuSignTitle",
            Asked::Company => "DocuSignCompany",
            Asked::Date => "DocuSignDateSigned",
            Asked::Place | Asked::Other => return None,
        })
    }

    /// Prefix and type of an Acrobat Sign tag.
    const fn adobe(self) -> (&'static str, &'static str) {
        match self {
            Asked::Signature => ("Sig", "signature"),
            Asked::Name => ("Name", "fullname"),
            Asked::Title => ("Ttl", "title"),
            Asked::Company => ("Com", "company"),
            Asked::Date => ("Dte", "date"),
            Asked::Place => ("Place", "text"),
            Asked::Other => ("Text", "text"),
        }
    }
}

/// Which line of which signer of which block, each from 1.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The block.
    pub block: usize,
    /// The signer.
    pub signer: usize,
    /// The line.
    pub line: usize,
}

/// The field of a line.
pub fn field(esign: Esign, asked: Asked, place: Place, party: &str, label: &str) -> Field {
    let kind = match asked {
        Asked::Signature => FieldKind::Signature,
        _ => FieldKind::Text,
    };
    Field { kind, name: name(esign, asked, place), tooltip: format!("{label} – {party}") }
}

/// A name that no other field of the document has.
fn name(esign: Esign, asked: Asked, place: Place) -> String {
    let Place { block, signer, line } = place;
    // Two lines may ask for the same; blocks after the first carry their number.
    let line = match asked {
        Asked::Signature => String::new(),
        _ => line.to_string(),
    };
    let block = if block > 1 { format!("_b{block}") } else { String::new() };
    match esign {
        Esign::DocuSign => match asked.docusign() {
            Some(tab) => format!("signer{signer}_{tab}{line}{block}"),
            None => format!("signer{signer}_{}{line}{block}", asked.plain()),
        },
        Esign::Adobe => {
            let (prefix, kind) = asked.adobe();
            format!("{prefix}{line}{block}_es_:signer{signer}:{kind}")
        }
        Esign::None | Esign::DropboxSign => {
            format!("signer{signer}_{}{line}{block}", asked.plain())
        }
    }
}

/// The tag that a service looks for on the page, for services that do.
pub fn tag(esign: Esign, asked: Asked, place: Place, label: &str) -> Option<String> {
    if esign != Esign::DropboxSign {
        return None;
    }
    let kind = match asked {
        Asked::Signature => "sig",
        Asked::Date => "date",
        _ => "text",
    };
    // Brackets and strokes would end the tag early.
    let label: String = label.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
    let id = name(Esign::None, asked, place);
    Some(format!("[{kind}|req|signer{}|{}|{id}]", place.signer, label.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_several_languages() {
        for (label, asked) in [
            ("Name:", Asked::Name),
            (" Funktion", Asked::Title),
            ("DATE", Asked::Date),
            ("x", Asked::Other),
        ] {
            assert_eq!(Asked::of(label), asked, "{label}");
        }
    }

    #[test]
    fn each_service_gets_the_names_it_knows() {
        let place = Place { block: 1, signer: 2, line: 4 };
        let name = |esign, asked| field(esign, asked, place, "A", "Date").name;
        assert_eq!(name(Esign::None, Asked::Date), "signer2_date4");
        assert_eq!(name(Esign::DocuSign, Asked::Date), "signer2_DocuSignDateSigned4");
        assert_eq!(name(Esign::DocuSign, Asked::Signature), "signer2_DocuSignSignHere");
        assert_eq!(name(Esign::Adobe, Asked::Signature), "Sig_es_:signer2:signature");
        let second = field(Esign::None, Asked::Date, Place { block: 2, ..place }, "A", "Date");
        assert_eq!(second.name, "signer2_date4_b2");
    }

    #[test]
    fn tags_hold_nothing_that_would_end_them() {
        let place = Place { block: 1, signer: 1, line: 1 };
        let tag = tag(Esign::DropboxSign, Asked::Other, place, "a|b] c").unwrap_or_default();
        assert_eq!(tag, "[text|req|signer1|ab c|signer1_text1]");
    }
}
