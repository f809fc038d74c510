//! The structure tree in the file: elements, the way back from content to them, and what their types
//! mean (ISO 32000-1, 14.7).

use super::PdfError;
use super::annotations::Annotations;
use crate::layout::frame::{FrameItem, Pages, Tag};
use crate::layout::reading::{Kid, Reading};
use crate::layout::structure::{Element, ElementId, Numbering, Role};
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary, text_string};

/// Numbers in one leaf of the parent tree: a reader reads only the leaf it needs.
const LEAF: usize = 64;

/// What is needed to write the tree.
struct Writer<'a> {
    pages: &'a Pages,
    page_ids: &'a [ObjectId],
    annotations: &'a [Annotations],
    reading: Reading,
    /// Objects of the elements that are kept.
    ids: Vec<Option<ObjectId>>,
    /// Object of the tree's root.
    root: ObjectId,
}

/// Adds the tree; pages and annotations get their places in it. Returns the root.
///
/// # Errors
/// If an element, a page or an annotation is missing.
pub(super) fn add(
    document: &mut Document,
    pages: &Pages,
    page_ids: &[ObjectId],
    annotations: &[Annotations],
) -> Result<ObjectId, PdfError> {
    let reading = Reading::of(pages);
    let root = document.new_object_id();
    let ids = reading.kept.iter().map(|kept| kept.then(|| document.new_object_id())).collect();
    let writer = Writer { pages, page_ids, annotations, reading, ids, root };
    let mut identifiers: Vec<Object> = Vec::new();
    for (at, element) in pages.structure.elements().iter().enumerate() {
        let Some(id) = writer.ids.get(at).copied().flatten() else { continue };
        let mut dictionary = writer.element(at, element)?;
        if element.role == Role::Note {
            let name = Object::String(format!("note{at:06}").into_bytes(), StringFormat::Literal);
            dictionary.set("ID", name.clone());
            identifiers.extend([name, Object::Reference(id)]);
        }
        document.set_object(id, dictionary);
    }
    let parents = writer.parents(document)?;
    let mut tree = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => writer.id(ElementId::ROOT)?,
        "ParentTree" => parents.0,
        "ParentTreeNextKey" => parents.1,
        "RoleMap" => dictionary! { "Callout" => "Div" },
    };
    if !identifiers.is_empty() {
        tree.set("IDTree", dictionary! { "Names" => identifiers });
    }
    document.set_object(root, tree);
    Ok(root)
}

impl Writer<'_> {
    fn id(&self, id: ElementId) -> Result<ObjectId, PdfError> {
        self.ids.get(id.index()).copied().flatten().ok_or(PdfError::Structure)
    }

    fn page(&self, page: usize) -> Result<ObjectId, PdfError> {
        self.page_ids.get(page).copied().ok_or(PdfError::Structure)
    }

    fn element(&self, at: usize, element: &Element) -> Result<Dictionary, PdfError> {
        let is_root = at == ElementId::ROOT.index();
        let parent = if is_root { self.root } else { self.id(element.parent)? };
        let mut dictionary = dictionary! { "S" => element.role.name(), "P" => parent };
        let kids = self.reading.kids.get(at).map(Vec::as_slice).unwrap_or_default();
        let home = kids.iter().find_map(|kid| match kid {
            Kid::Content(page, _) | Kid::Link(page) | Kid::Field(page, _) => Some(*page),
            Kid::Element(_) => None,
        });
        if let Some(home) = home {
            dictionary.set("Pg", self.page(home)?);
        }
        let mut written: Vec<Object> = Vec::with_capacity(kids.len());
        for kid in kids {
            written.push(self.kid(at, *kid, home)?);
        }
        match written.len() {
            0 => {}
            1 => dictionary.set("K", written.pop().unwrap_or(Object::Null)),
            _ => dictionary.set("K", written),
        }
        for (key, value) in
            [("Alt", &element.alt), ("ActualText", &element.actual), ("Lang", &element.language)]
        {
            if !value.is_empty() {
                dictionary.set(key, text_string(value));
            }
        }
        if let Some(attributes) = attributes(element.role) {
            dictionary.set("A", attributes);
        }
        Ok(dictionary)
    }

    fn kid(&self, at: usize, kid: Kid, home: Option<usize>) -> Result<Object, PdfError> {
        let (object, page) = match kid {
            Kid::Element(id) => return Ok(Object::Reference(self.id(id)?)),
            Kid::Content(page, number) if Some(page) == home => return Ok(i64::from(number).into()),
            Kid::Content(page, number) => {
                let content = dictionary! {
                    "Type" => "MCR",
                    "Pg" => self.page(page)?,
                    "MCID" => i64::from(number),
                };
                return Ok(content.into());
            }
            Kid::Link(page) => {
                let links = self.annotations.get(page).map(|page| page.links.as_slice());
                let mut links = links.unwrap_or_default().iter();
                (links.find(|(element, _)| element.index() == at).map(|(_, id)| *id), page)
            }
            Kid::Field(page, nth) => {
                (self.annotations.get(page).and_then(|page| page.fields.get(nth)).copied(), page)
            }
        };
        let object = object.ok_or(PdfError::Structure)?;
        let mut reference = dictionary! { "Type" => "OBJR", "Obj" => object };
        if Some(page) != home {
            reference.set("Pg", self.page(page)?);
        }
        Ok(reference.into())
    }

    /// The tree that leads from marked content and annotations to their elements, and the first key
    /// that is free in it.
    fn parents(&self, document: &mut Document) -> Result<(ObjectId, i64), PdfError> {
        let mut entries: Vec<(i64, Object)> = Vec::new();
        let mut key = 0;
        for (page, id) in self.pages.pages.iter().zip(self.page_ids) {
            let mut elements: Vec<Object> = Vec::new();
            for (_, item) in &page.items {
                if let FrameItem::Begin(Tag::Element(id)) = item {
                    elements.push(Object::Reference(self.id(*id)?));
                }
            }
            let elements = document.add_object(elements);
            entries.push((key, Object::Reference(elements)));
            super::finish::dictionary(document, *id, "page")?.set("StructParents", key);
            key += 1;
        }
        for (page, annotations) in self.pages.pages.iter().zip(self.annotations) {
            let mut fields = annotations.fields.iter();
            let links = annotations.links.iter().map(|(element, id)| (*element, *id));
            let fields = page.items.iter().filter_map(|(_, item)| match item {
                FrameItem::Field(_, _, element) => Some((*element, *fields.next()?)),
                _ => None,
            });
            for (element, annotation) in links.chain(fields) {
                entries.push((key, Object::Reference(self.id(element)?)));
                let annotation = super::finish::dictionary(document, annotation, "annotation")?;
                annotation.set("StructParent", key);
                key += 1;
            }
        }
        let mut kids: Vec<Object> = Vec::new();
        for leaf in entries.chunks(LEAF) {
            let (Some((first, _)), Some((last, _))) = (leaf.first(), leaf.last()) else { continue };
            let nums: Vec<Object> =
                leaf.iter().flat_map(|(key, value)| [(*key).into(), value.clone()]).collect();
            kids.push(Object::Reference(document.add_object(dictionary! {
                "Limits" => vec![Object::Integer(*first), Object::Integer(*last)],
                "Nums" => nums,
            })));
        }
        Ok((document.add_object(dictionary! { "Kids" => kids }), key))
    }
}

/// Attributes that a type has to have: the scope of a table's heads (ISO 14289-1, 7.5) and the labels
/// of a list (7.6).
fn attributes(role: Role) -> Option<Dictionary> {
    Some(match role {
        Role::ColumnHead => dictionary! { "O" => "Table", "Scope" => "Column" },
        Role::RowHead => dictionary! { "O" => "Table", "Scope" => "Row" },
        Role::List(Numbering::None) => return None,
        Role::List(numbering) => {
            dictionary! { "O" => "List", "ListNumbering" => numbering.name() }
        }
        _ => return None,
    })
}
