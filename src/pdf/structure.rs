//! The structure tree in the file: elements, the way back from content to them, and what their types
//! mean (ISO 32000-1, 14.7).

use super::PdfError;
use super::annotations::Annotations;
use super::serial::{self, Numbers};
use crate::layout::frame::{FrameItem, Pages, Tag};
use crate::layout::reading::{Kid, Reading};
use crate::layout::structure::{ElementId, Numbering, Role};
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary, text_string};

/// Numbers in one leaf of the parent tree: a reader reads only the leaf it needs.
const LEAF: usize = 64;

/// The elements of a document. There are thousands of them, so they are written straight into the file;
/// as objects in memory they would take as much as all pages.
pub(super) struct Tree<'a> {
    pages: &'a Pages,
    page_ids: Vec<ObjectId>,
    annotations: Vec<Annotations>,
    reading: Reading,
    /// Objects of the elements that are kept.
    ids: Vec<Option<ObjectId>>,
    /// Object of the tree's root.
    root: ObjectId,
}

/// Adds the root of the tree; pages and annotations get their places in it.
///
/// # Errors
/// If an element, a page or an annotation is missing.
pub(super) fn add<'a>(
    document: &mut Document,
    pages: &'a Pages,
    page_ids: Vec<ObjectId>,
    annotations: Vec<Annotations>,
) -> Result<Tree<'a>, PdfError> {
    let reading = Reading::of(pages);
    let root = document.new_object_id();
    let ids = reading.kept.iter().map(|kept| kept.then(|| document.new_object_id())).collect();
    let tree = Tree { pages, page_ids, annotations, reading, ids, root };
    let mut identifiers: Vec<Object> = Vec::new();
    for (at, (element, id)) in pages.structure.elements().iter().zip(&tree.ids).enumerate() {
        if let (Role::Note, Some(id)) = (element.role, id) {
            identifiers.extend([name_of_note(at), Object::Reference(*id)]);
        }
    }
    let parents = tree.parents(document)?;
    let mut dictionary = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => tree.id(ElementId::ROOT)?,
        "ParentTree" => parents.0,
        "ParentTreeNextKey" => parents.1,
        "RoleMap" => dictionary! { "Callout" => "Div" },
    };
    if !identifiers.is_empty() {
        dictionary.set("IDTree", dictionary! { "Names" => identifiers });
    }
    document.set_object(root, dictionary);
    Ok(tree)
}

fn name_of_note(at: usize) -> Object {
    Object::String(format!("note{at:06}").into_bytes(), StringFormat::Literal)
}

impl Tree<'_> {
    /// Object of the tree's root.
    pub fn root(&self) -> ObjectId {
        self.root
    }

    /// The elements in the file, by their index and object.
    pub fn elements(&self) -> impl Iterator<Item = (usize, ObjectId)> {
        self.ids.iter().enumerate().filter_map(|(at, id)| Some((at, (*id)?)))
    }

    fn id(&self, id: ElementId) -> Result<ObjectId, PdfError> {
        self.ids.get(id.index()).copied().flatten().ok_or(PdfError::Structure)
    }

    fn page(&self, page: usize) -> Result<ObjectId, PdfError> {
        self.page_ids.get(page).copied().ok_or(PdfError::Structure)
    }

    /// Writes the dictionary of an element.
    ///
    /// # Errors
    /// If something that it refers to is missing.
    pub fn push(&self, out: &mut Vec<u8>, at: usize, numbers: &Numbers) -> Result<(), PdfError> {
        let element = self.pages.structure.elements().get(at).ok_or(PdfError::Structure)?;
        let is_root = at == ElementId::ROOT.index();
        let parent = if is_root { self.root } else { self.id(element.parent)? };
        out.extend(b"<</S/");
        out.extend(element.role.name().bytes());
        out.extend(b"/P ");
        serial::push_reference(out, parent, numbers);
        let kids = self.reading.kids.get(at).map(Vec::as_slice).unwrap_or_default();
        let home = kids.iter().find_map(|kid| match kid {
            Kid::Content(page, _) | Kid::Link(page) | Kid::Field(page, _) => Some(*page),
            Kid::Element(_) => None,
        });
        if let Some(home) = home {
            out.extend(b"/Pg ");
            serial::push_reference(out, self.page(home)?, numbers);
        }
        match kids {
            [] => {}
            [kid] => {
                out.extend(b"/K ");
                self.kid(out, at, *kid, home, numbers)?;
            }
            kids => {
                out.extend(b"/K[");
                for (nth, kid) in kids.iter().enumerate() {
                    if nth > 0 {
                        out.push(b' ');
                    }
                    self.kid(out, at, *kid, home, numbers)?;
                }
                out.push(b']');
            }
        }
        for (key, value) in
            [("/Alt", &element.alt), ("/ActualText", &element.actual), ("/Lang", &element.language)]
        {
            if !value.is_empty() {
                out.extend(key.bytes());
                serial::push(out, &text_string(value), numbers);
            }
        }
        if let Some(attributes) = attributes(element.role) {
            out.extend(b"/A");
            serial::push_dictionary(out, &attributes, numbers);
        }
        if element.role == Role::Note {
            out.extend(b"/ID");
            serial::push(out, &name_of_note(at), numbers);
        }
        out.extend(b">>");
        Ok(())
    }

    fn kid(
        &self,
        out: &mut Vec<u8>,
        at: usize,
        kid: Kid,
        home: Option<usize>,
        numbers: &Numbers,
    ) -> Result<(), PdfError> {
        let (object, page) = match kid {
            Kid::Element(id) => {
                serial::push_reference(out, self.id(id)?, numbers);
                return Ok(());
            }
            Kid::Content(page, number) if Some(page) == home => {
                serial::push_integer(out, i64::from(number));
                return Ok(());
            }
            Kid::Content(page, number) => {
                out.extend(b"<</Type/MCR/Pg ");
                serial::push_reference(out, self.page(page)?, numbers);
                out.extend(b"/MCID ");
                serial::push_integer(out, i64::from(number));
                out.extend(b">>");
                return Ok(());
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
        out.extend(b"<</Type/OBJR/Obj ");
        serial::push_reference(out, object.ok_or(PdfError::Structure)?, numbers);
        if Some(page) != home {
            out.extend(b"/Pg ");
            serial::push_reference(out, self.page(page)?, numbers);
        }
        out.extend(b">>");
        Ok(())
    }

    /// The tree that leads from marked content and annotations to their elements, and the first key
    /// that is free in it.
    fn parents(&self, document: &mut Document) -> Result<(ObjectId, i64), PdfError> {
        let mut entries: Vec<(i64, Object)> = Vec::new();
        let mut key = 0;
        for (page, id) in self.pages.pages.iter().zip(&self.page_ids) {
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
        for (page, annotations) in self.pages.pages.iter().zip(&self.annotations) {
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
