//! The few words that layout prints itself, by language.

/// Words that no document contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// Title of the contents list.
    pub contents: &'static str,
    /// Above a table's repeated head.
    pub continued: &'static str,
    /// Across the pages of a draft.
    pub draft: &'static str,
    page: &'static str,
    of: &'static str,
    see_page: &'static str,
}

const ENGLISH: Words = Words {
    contents: "Contents",
    continued: "continued",
    draft: "DRAFT",
    page: "Page",
    of: "of",
    see_page: "page",
};

impl Words {
    /// Words for a BCP 47 tag; English if the language is not known.
    pub fn of(tag: &str) -> Words {
        let w = |contents, continued, draft, page, of, see_page| Words {
            contents,
            continued,
            draft,
            page,
            of,
            see_page,
        };
        match tag.split('-').next().unwrap_or_default() {
            "de" => w("Inhalt", "Fortsetzung", "ENTWURF", "Seite", "von", "Seite"),
            "fr" => w("Sommaire", "suite", "PROJET", "Page", "sur", "page"),
            "es" => w("Contenido", "continuación", "BORRADOR", "Página", "de", "página"),
            "el" => w("Περιεχόμενα", "συνέχεια", "ΣΧΕΔΙΟ", "Σελίδα", "από", "σελίδα"),
            _ => ENGLISH,
        }
    }

    /// The page that a cross-reference leads to, after the number of its target.
    pub fn on_page(&self, number: &str) -> String {
        format!(" ({}\u{a0}{number})", self.see_page)
    }

    /// Number of a page among all.
    pub fn page_of(&self, number: usize, count: usize) -> String {
        format!("{} {number} {} {count}", self.page, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_its_whole_subtag() {
        assert_eq!(Words::of("de-AT").contents, "Inhalt");
        assert_eq!(Words::of("de"), Words::of("de-CH"));
        // Delaware and Northern Frisian are neither German nor French.
        assert_eq!(Words::of("del"), ENGLISH);
        assert_eq!(Words::of("frr"), ENGLISH);
    }
}
