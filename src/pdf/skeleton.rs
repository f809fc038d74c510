//! The document around the pages: printpdf's, with our contents and a complete catalog.

use super::annotations::{self, Annotations};
use super::fonts::Fonts;
use super::images::Images;
use super::metadata::Metadata;
use super::structure::Tree;
use super::{
    Info, PdfError, attachment, fields, finish, number, outline, places, profile, structure,
};
use crate::layout::frame::Pages;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary, text_string};
use printpdf::{Mm, PdfDocument, PdfPage, PdfSaveOptions};

/// Builds the document, but for the elements of its structure tree.
///
/// # Errors
/// Links, bookmarks or anchors that lead nowhere.
pub(super) fn build<'a>(
    pages: &'a Pages,
    contents: Vec<Vec<u8>>,
    fonts: &Fonts<'_>,
    images: &Images,
    metadata: &Metadata,
    info: &Info,
) -> Result<(Document, Tree<'a>), PdfError> {
    let mut document = from_printpdf(pages, fonts, images)?;
    let ids: Vec<ObjectId> = document.get_pages().into_values().collect();
    let resources = resources(&mut document, fonts, &ids)?;
    let mut looks = fields::Looks::default();
    let mut annotated: Vec<Annotations> = Vec::with_capacity(ids.len());
    for (((page, id), content), number) in pages.pages.iter().zip(&ids).zip(contents).zip(1..) {
        let annotations = annotations::add(&mut document, pages, page, *id, number, &mut looks)?;
        let content = document.add_object(Stream::new(Dictionary::new(), content));
        let size = number::milli(page.size.width).zip(number::milli(page.size.height));
        let (width, height) =
            size.filter(|(w, h)| *w > 0 && *h > 0).ok_or(PdfError::Number { page: number })?;
        let bounds: Vec<Object> = [0, 0, width, height].map(number::object).into();
        let page = finish::dictionary(&mut document, *id, "page")?;
        page.remove(b"TrimBox");
        page.remove(b"Annots");
        page.set("MediaBox", bounds.clone());
        page.set("CropBox", bounds);
        page.set("Resources", resources);
        page.set("Contents", content);
        if !annotations.all.is_empty() {
            let all = annotations.all.iter().copied().map(Object::Reference);
            page.set("Annots", all.collect::<Vec<_>>());
        }
        page.set("Tabs", "S");
        annotated.push(annotations);
    }
    let file = info.attachment.as_ref().map(|file| {
        let id = attachment::add(&mut document, file, metadata);
        (file.name.as_str(), id)
    });
    let tree = catalog(&mut document, pages, ids, annotated, metadata, file)?;
    let info = document.add_object(metadata.dictionary());
    document.trailer.set("Info", info);
    Ok((document, tree))
}

/// printpdf's document: fonts and images embedded, one page object a page.
fn from_printpdf(pages: &Pages, fonts: &Fonts<'_>, images: &Images) -> Result<Document, PdfError> {
    let mut document = PdfDocument::new("");
    images.embed(&mut document);
    let mut operations = fonts.specimen(&mut document);
    for _ in &pages.pages {
        document.pages.push(PdfPage::new(Mm(1.0), Mm(1.0), std::mem::take(&mut operations)));
    }
    let options = PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        secure: true,
        image_optimization: None,
    };
    let mut warnings = Vec::new();
    let document = document.to_lopdf_document(&options, &mut warnings);
    let failed = warnings
        .iter()
        .any(|warning| !matches!(warning.severity, printpdf::PdfParseErrorSeverity::Info));
    if failed { Err(PdfError::Skeleton("complete document")) } else { Ok(document) }
}

/// One resource dictionary for all pages, with nothing in it that is empty.
fn resources(
    document: &mut Document,
    fonts: &Fonts<'_>,
    pages: &[ObjectId],
) -> Result<ObjectId, PdfError> {
    let find = |document: &Document, kind: &[u8]| -> Option<Dictionary> {
        let page = document.get_dictionary(*pages.first()?).ok()?;
        let resources = page.get_deref(b"Resources", document).ok()?.as_dict().ok()?;
        resources.get_deref(kind, document).ok()?.as_dict().ok().cloned()
    };
    let mut resources = Dictionary::new();
    for kind in ["Font", "XObject"] {
        let found = find(document, kind.as_bytes()).ok_or(PdfError::Skeleton("resources"))?;
        if kind == "Font" {
            fonts.correct(document, &found)?;
        }
        if !found.is_empty() {
            resources.set(kind, found);
        }
    }
    Ok(document.add_object(resources))
}

/// Fills the catalog.
fn catalog<'a>(
    document: &mut Document,
    pages: &'a Pages,
    ids: Vec<ObjectId>,
    annotations: Vec<Annotations>,
    metadata: &Metadata,
    file: Option<(&str, ObjectId)>,
) -> Result<Tree<'a>, PdfError> {
    let all = annotations.iter().flat_map(|page| page.fields.iter().copied()).collect();
    let form = fields::form(document, all);
    let outline = outline::add(document, pages, &ids)?;
    let destinations = places::destinations(document, pages, &ids)?;
    let tree = structure::add(document, pages, ids, annotations)?;
    let intent = profile::output_intent(document);
    let xmp = document.add_object(metadata.xmp());
    let root = document
        .trailer
        .get(b"Root")
        .and_then(Object::as_reference)
        .map_err(|_| PdfError::Skeleton("catalog"))?;
    let catalog = finish::dictionary(document, root, "catalog")?;
    catalog.set("PageLayout", "OneColumn");
    catalog.set("PageMode", if outline.is_some() { "UseOutlines" } else { "UseNone" });
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
    }
    let mut names = Dictionary::new();
    if let Some(destinations) = destinations {
        names.set("Dests", destinations);
    }
    if let Some((name, file)) = file {
        let files: Vec<Object> = vec![text_string(name), file.into()];
        names.set("EmbeddedFiles", dictionary! { "Names" => files });
        catalog.set("AF", vec![Object::Reference(file)]);
    }
    if !names.is_empty() {
        catalog.set("Names", names);
    }
    catalog.set("StructTreeRoot", tree.root());
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    if let Some(form) = form {
        catalog.set("AcroForm", form);
    }
    catalog.set("PageLabels", outline::labels(pages));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set("Lang", text_string(&metadata.language));
    catalog.set("Metadata", xmp);
    catalog.set("OutputIntents", vec![intent]);
    Ok(tree)
}
