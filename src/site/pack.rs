//! What a site is rendered from, and what comes out.

use crate::document::Document;
use crate::image::Picture;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything one customer's site shows.
#[derive(Debug, Clone)]
pub struct Pack<'a> {
    /// Name of the pack, such as “Pilot documentation pack”.
    pub title: &'a str,
    /// Who sends it.
    pub vendor: Brand<'a>,
    /// Who receives it.
    pub customer: Brand<'a>,
    /// BCP 47 tag of the landing page.
    pub language: &'a str,
    /// The documents in the order of the navigation.
    pub documents: Vec<Entry<'a>>,
    /// Pictures by source path as written in the documents.
    pub pictures: &'a BTreeMap<String, Arc<Picture>>,
    /// Dates as printed and what happens on them, in order.
    pub timeline: Vec<(String, String)>,
    /// People to call, in order; those of one `group` follow each other.
    pub contacts: Vec<Contact>,
    /// Label and address of pages elsewhere, such as the status page.
    pub links: Vec<(String, String)>,
    /// A sentence or two under the greeting; may be empty.
    pub intro: String,
    /// Whether every page says that it is a draft.
    pub draft: bool,
}

/// A company as the pack shows it.
#[derive(Debug, Clone, Copy)]
pub struct Brand<'a> {
    /// Name as people say it.
    pub name: &'a str,
    /// Name in its register.
    pub legal_name: &'a str,
    /// Leading colour, `#rrggbb`.
    pub color: &'a str,
    /// Its logo.
    pub mark: Option<&'a Picture>,
}

/// A document and its print version.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The document.
    pub document: &'a Document,
    /// The same document as a PDF file.
    pub pdf: Option<Pdf>,
    /// Whether it has a page of its own; without one, links lead to the PDF.
    pub page: bool,
}

impl Entry<'_> {
    /// Where the document is read, relative to the site's folder.
    pub(super) fn address(&self) -> String {
        match &self.pdf {
            Some(pdf) if !self.page => super::address::path(&pdf.path),
            _ => super::address::path(&super::address::page(&self.document.id)),
        }
    }
}

/// A PDF file of the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// Path relative to the site's folder, such as `../pdf/dpa.pdf`.
    pub path: String,
    /// How many pages it has.
    pub pages: usize,
    /// How long the file is.
    pub bytes: usize,
}

/// Somebody to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Company or team under which the person is listed.
    pub group: String,
    /// What the person does.
    pub role: String,
    /// The person's name.
    pub name: String,
    /// E-mail address; may be empty.
    pub email: String,
    /// Telephone number as printed; may be empty.
    pub phone: String,
}

/// A finished file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path relative to the site's folder, with `/` between the parts.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}
