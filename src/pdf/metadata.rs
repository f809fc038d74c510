//! What a document says about itself, twice and equal: the information dictionary and XMP.

use super::{Attachment, PdfError};
use lopdf::{Dictionary, Object, Stream, dictionary, text_string};

/// PDF/A knows no property of PDF/UA: a file that is both has to describe it (ISO 19005-2, 6.6.2.3).
const EXTENSION: &str = concat!(
    "<rdf:Description rdf:about=\"\"",
    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"",
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"",
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n",
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n",
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\n",
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n",
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n",
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n",
    "<pdfaProperty:name>part</pdfaProperty:name>\n",
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n",
    "<pdfaProperty:category>internal</pdfaProperty:category>\n",
    "<pdfaProperty:description>Part of ISO 14289 that the file conforms to",
    "</pdfaProperty:description>\n",
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n",
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n",
);

/// What a document says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Info {
    /// Title, shown in the window's title bar. Must not be empty.
    pub title: String,
    /// Who wrote it; may be empty.
    pub author: String,
    /// What it is about; may be empty.
    pub subject: String,
    /// Keywords; may be empty.
    pub keywords: Vec<String>,
    /// Language of the document as a BCP 47 tag, such as `en-GB`.
    pub language: String,
    /// The program that made it, with its version.
    pub creator: String,
    /// The document's date: year, month 1–12 and day 1–31, taken as midnight UTC. `None` writes no
    /// date at all.
    pub date: Option<(i32, u8, u8)>,
    /// A file that it carries; the PDF is PDF/A-3a then, else PDF/A-2a.
    pub attachment: Option<Attachment>,
}

/// Checked and cleaned [`Info`].
pub(super) struct Metadata {
    title: String,
    author: String,
    subject: String,
    keywords: String,
    /// BCP 47.
    pub language: String,
    creator: String,
    date: Option<jiff::civil::Date>,
    /// Part of ISO 19005 that the file conforms to.
    part: &'static str,
}

impl Metadata {
    /// Checks the language and the date, and drops characters that XML cannot hold, so that both
    /// forms say the same.
    ///
    /// # Errors
    /// An empty title, a language that is no tag, a day that does not exist.
    pub fn new(info: &Info) -> Result<Self, PdfError> {
        let title = clean(&info.title);
        if title.is_empty() {
            return Err(PdfError::NoTitle);
        }
        if !is_language(&info.language) {
            return Err(PdfError::Language(info.language.clone()));
        }
        let date = match info.date {
            None => None,
            Some((year, month, day)) => Some(
                i16::try_from(year)
                    .ok()
                    .filter(|year| *year >= 0)
                    .zip(i8::try_from(month).ok().zip(i8::try_from(day).ok()))
                    .and_then(|(year, (month, day))| jiff::civil::Date::new(year, month, day).ok())
                    .ok_or(PdfError::Date(year, month, day))?,
            ),
        };
        Ok(Metadata {
            title,
            author: clean(&info.author),
            subject: clean(&info.subject),
            keywords: clean(&info.keywords.join(", ")),
            language: info.language.clone(),
            creator: clean(&info.creator),
            date,
            part: if info.attachment.is_some() { "3" } else { "2" },
        })
    }

    /// The date in the form of a PDF's dates.
    pub fn date(&self) -> Option<String> {
        let date = self.date?;
        Some(format!("D:{:04}{:02}{:02}000000Z", date.year(), date.month(), date.day()))
    }

    /// The information dictionary.
    pub fn dictionary(&self) -> Dictionary {
        let mut dictionary = Dictionary::new();
        for (key, value) in [
            ("Title", &self.title),
            ("Author", &self.author),
            ("Subject", &self.subject),
            ("Keywords", &self.keywords),
            ("Creator", &self.creator),
            ("Producer", &self.creator),
        ] {
            if !value.is_empty() {
                dictionary.set(key, text_string(value));
            }
        }
        if let Some(date) = self.date() {
            dictionary.set("CreationDate", Object::string_literal(date.clone()));
            dictionary.set("ModDate", Object::string_literal(date));
        }
        dictionary
    }

    /// The XMP packet, uncompressed so that any tool finds it.
    pub fn xmp(&self) -> Stream {
        let dictionary = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
        Stream::new(dictionary, self.packet().into_bytes()).with_compression(false)
    }

    fn packet(&self) -> String {
        let mut xmp = String::from(concat!(
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n",
            "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n",
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n",
            "<rdf:Description rdf:about=\"\"",
            " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"",
            " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"",
            " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"",
            " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"",
            " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n",
        ));
        let mut element = |name: &str, open: &str, value: &str, close: &str| {
            if !value.is_empty() {
                xmp.push_str(&format!("<{name}>{open}{}{close}</{name}>\n", escape(value)));
            }
        };
        let (default, end) = ("<rdf:Alt><rdf:li xml:lang=\"x-default\">", "</rdf:li></rdf:Alt>");
        element("pdfaid:part", "", self.part, "");
        element("pdfaid:conformance", "", "A", "");
        element("pdfuaid:part", "", "1", "");
        element("dc:format", "", "application/pdf", "");
        element("dc:title", default, &self.title, end);
        element("dc:creator", "<rdf:Seq><rdf:li>", &self.author, "</rdf:li></rdf:Seq>");
        element("dc:description", default, &self.subject, end);
        element("dc:language", "<rdf:Bag><rdf:li>", &self.language, "</rdf:li></rdf:Bag>");
        element("pdf:Keywords", "", &self.keywords, "");
        element("pdf:Producer", "", &self.creator, "");
        element("xmp:CreatorTool", "", &self.creator, "");
        if let Some(date) = self.date {
            let date =
                format!("{:04}-{:02}-{:02}T00:00:00Z", date.year(), date.month(), date.day());
            element("xmp:CreateDate", "", &date, "");
            element("xmp:ModifyDate", "", &date, "");
            element("xmp:MetadataDate", "", &date, "");
        }
        xmp.push_str("</rdf:Description>\n");
        xmp.push_str(EXTENSION);
        xmp.push_str("</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
        xmp
    }
}

/// White space made single, characters that XML 1.0 cannot hold dropped.
fn clean(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_whitespace() && c != '\u{a0}' { ' ' } else { c })
        .filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect();
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Whether a tag has the form of BCP 47; which tags exist is not checked here.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=8).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags() {
        for good in ["en", "de-CH", "zh-Hant-TW", "sl-rozaj-biske-1994"] {
            assert!(is_language(good), "{good}");
        }
        for bad in ["", "e", "en_GB", "en-", "-en", "12", "en-overlongpart"] {
            assert!(!is_language(bad), "{bad}");
        }
    }

    #[test]
    fn both_forms_are_made_from_the_same_clean_text() {
        let info =
            Info { title: "A <b> & \u{7}C\n D".into(), language: "en".into(), ..Info::default() };
        let metadata = Metadata::new(&info).unwrap();
        assert_eq!(metadata.title, "A <b> & C D");
        assert!(metadata.packet().contains(">A &lt;b&gt; &amp; C D</rdf:li>"));
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        let info =
            |date| Info { title: "T".into(), language: "en".into(), date, ..Info::default() };
        assert!(Metadata::new(&info(Some((2028, 2, 29)))).is_ok());
        for (year, month, day) in
            [(2026, 2, 29), (2026, 0, 1), (2026, 1, 200), (-1, 1, 1), (99_999, 1, 1)]
        {
            assert_eq!(
                Metadata::new(&info(Some((year, month, day)))).err(),
                Some(PdfError::Date(year, month, day))
            );
        }
    }
}
