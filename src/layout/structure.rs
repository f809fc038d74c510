//! The structure tree: what each piece of marked content is, for readers that do not see pages
//! (ISO 32000-1, 14.7 and 14.8).
//!
//! Layout makes an element for every block and for the inline pieces that mean something, in reading
//! order; marked content on the pages names its element, whichever page it lands on.

/// Index of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId(pub u32);

impl ElementId {
    /// The document.
    pub const ROOT: ElementId = ElementId(0);
    /// The cover.
    pub const COVER: ElementId = ElementId(1);
    /// The contents pages.
    pub const CONTENTS: ElementId = ElementId(2);
    /// The body.
    pub const BODY: ElementId = ElementId(3);

    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Standard structure types (ISO 32000-1, 14.8.4), and one of our own that is mapped to a standard one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The whole.
    Document,
    /// A large division: cover, body.
    Part,
    /// A heading with all that it heads.
    Sect,
    /// A group without a meaning of its own.
    Div,
    /// A callout; mapped to `Div`.
    Callout,
    /// A heading, 1 to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list with the kind of its labels.
    List(Numbering),
    /// An item.
    Item,
    /// Number, letter or bullet of an item; number of a footnote.
    Label,
    /// What an item says.
    ItemBody,
    /// A table.
    Table,
    /// Its head.
    TableHead,
    /// Its rows.
    TableBody,
    /// A row.
    Row,
    /// Head of a column.
    ColumnHead,
    /// Head of a row.
    RowHead,
    /// A cell.
    Cell,
    /// Code, within text or in a paragraph of its own.
    Code,
    /// A quotation.
    Quote,
    /// A footnote.
    Note,
    /// Mark of a footnote, or a line of the contents.
    Reference,
    /// A link.
    Link,
    /// A picture.
    Figure,
    /// Title of the contents.
    Caption,
    /// The contents.
    Toc,
    /// A line of the contents.
    TocItem,
    /// A field to fill in or to sign.
    Form,
    /// Words in another language.
    Span,
}

/// How the items of a list are labelled (ISO 32000-1, table 347).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    /// Not at all, or with boxes and terms.
    None,
    /// Bullets.
    Disc,
    /// 1, 2, 3.
    Decimal,
    /// a, b, c.
    LowerAlpha,
    /// i, ii, iii.
    LowerRoman,
}

/// An element of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// What it is.
    pub role: Role,
    /// What it is part of; itself for the root.
    pub parent: ElementId,
    /// Its parts that are elements, in reading order.
    pub kids: Vec<ElementId>,
    /// Text that stands for a picture; empty for none.
    pub alt: String,
    /// Text that its content stands for, such as a bullet; empty for what its letters say.
    pub actual: String,
    /// Language if it is another one than around it, as a BCP 47 tag; empty otherwise.
    pub language: String,
}

/// Which part of a document something belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Page furniture, which is not read.
    Artifact,
    /// The cover.
    Cover,
    /// The contents pages.
    Contents,
    /// The body.
    Body,
    /// A footnote.
    Note,
}

/// The structure tree of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structure {
    elements: Vec<Element>,
    notes: Vec<Option<ElementId>>,
}

impl Default for Structure {
    fn default() -> Self {
        let root = Element::new(Role::Document, ElementId::ROOT);
        let mut structure = Structure { elements: vec![root], notes: Vec::new() };
        for role in [Role::Part, Role::Toc, Role::Part] {
            structure.add(ElementId::ROOT, role);
        }
        structure
    }
}

impl Element {
    fn new(role: Role, parent: ElementId) -> Self {
        Element {
            role,
            parent,
            kids: Vec::new(),
            alt: String::new(),
            actual: String::new(),
            language: String::new(),
        }
    }
}

impl Structure {
    /// The elements; an [`ElementId`] is an index into them.
    pub fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// An element.
    pub fn get(&self, id: ElementId) -> Option<&Element> {
        self.elements.get(id.index())
    }

    /// An element to be completed.
    pub fn get_mut(&mut self, id: ElementId) -> Option<&mut Element> {
        self.elements.get_mut(id.index())
    }

    /// Adds an element as the last part of another one.
    pub fn add(&mut self, parent: ElementId, role: Role) -> ElementId {
        let id = ElementId(u32::try_from(self.elements.len()).unwrap_or(u32::MAX));
        self.elements.push(Element::new(role, parent));
        if let Some(parent) = self.elements.get_mut(parent.index()) {
            parent.kids.push(id);
        }
        id
    }

    /// Adds an element whose content stands for a text.
    pub fn add_standing_for(&mut self, parent: ElementId, role: Role, text: &str) -> ElementId {
        let id = self.add(parent, role);
        if let Some(element) = self.get_mut(id) {
            element.actual = text.to_owned();
        }
        id
    }

    /// Adds a picture with the text that stands for it.
    pub fn add_figure(&mut self, parent: ElementId, alt: &str) -> ElementId {
        let id = self.add(parent, Role::Figure);
        if let Some(element) = self.get_mut(id) {
            element.alt = alt.to_owned();
        }
        id
    }

    /// Adds words in another language.
    pub fn add_language(&mut self, parent: ElementId, tag: &str) -> ElementId {
        let id = self.add(parent, Role::Span);
        if let Some(element) = self.get_mut(id) {
            element.language = tag.to_owned();
        }
        id
    }

    /// The element of a footnote, made where its first mark stands: after the paragraph or heading
    /// around the mark, else at the end of the cell or term.
    pub fn note(&mut self, index: usize, mark: ElementId) -> ElementId {
        if let Some(Some(id)) = self.notes.get(index) {
            return *id;
        }
        let block = self.block(mark);
        let parent = match self.get(block) {
            Some(element) if matches!(element.role, Role::Paragraph | Role::Heading(_)) => {
                element.parent
            }
            _ => block,
        };
        let id = self.add(parent, Role::Note);
        if self.notes.len() <= index {
            self.notes.resize(index + 1, None);
        }
        if let Some(slot) = self.notes.get_mut(index) {
            *slot = Some(id);
        }
        id
    }

    /// The innermost element around one that is not a piece of a line.
    pub fn block(&self, mut id: ElementId) -> ElementId {
        while let Some(element) = self.get(id) {
            let figure = element.role == Role::Figure
                && self.get(element.parent).is_some_and(|parent| parent.role.is_line());
            if !figure && !element.role.is_inline() {
                break;
            }
            id = element.parent;
        }
        id
    }

    /// Which part of the document an element belongs to.
    pub fn part(&self, mut id: ElementId) -> Part {
        while let Some(element) = self.get(id) {
            match id {
                _ if element.role == Role::Note => return Part::Note,
                ElementId::COVER => return Part::Cover,
                ElementId::CONTENTS => return Part::Contents,
                ElementId::BODY | ElementId::ROOT => return Part::Body,
                _ => id = element.parent,
            }
        }
        Part::Body
    }
}

impl Role {
    /// Name of the structure type.
    pub const fn name(self) -> &'static str {
        match self {
            Role::Document => "Document",
            Role::Part => "Part",
            Role::Sect => "Sect",
            Role::Div => "Div",
            Role::Callout => "Callout",
            Role::Heading(0 | 1) => "H1",
            Role::Heading(2) => "H2",
            Role::Heading(3) => "H3",
            Role::Heading(4) => "H4",
            Role::Heading(5) => "H5",
            Role::Heading(_) => "H6",
            Role::Paragraph => "P",
            Role::List(_) => "L",
            Role::Item => "LI",
            Role::Label => "Lbl",
            Role::ItemBody => "LBody",
            Role::Table => "Table",
            Role::TableHead => "THead",
            Role::TableBody => "TBody",
            Role::Row => "TR",
            Role::ColumnHead | Role::RowHead => "TH",
            Role::Cell => "TD",
            Role::Code => "Code",
            Role::Quote => "BlockQuote",
            Role::Note => "Note",
            Role::Reference => "Reference",
            Role::Link => "Link",
            Role::Figure => "Figure",
            Role::Caption => "Caption",
            Role::Toc => "TOC",
            Role::TocItem => "TOCI",
            Role::Form => "Form",
            Role::Span => "Span",
        }
    }

    /// Whether it is a piece of a line.
    pub const fn is_inline(self) -> bool {
        matches!(self, Role::Link | Role::Reference | Role::Span | Role::Code)
    }

    /// Whether pieces of lines stand in it.
    const fn is_line(self) -> bool {
        self.is_inline()
            || matches!(
                self,
                Role::Paragraph
                    | Role::Heading(_)
                    | Role::ItemBody
                    | Role::Cell
                    | Role::ColumnHead
                    | Role::RowHead
                    | Role::Label
            )
    }
}

impl Numbering {
    /// By the first label of a list, such as `1.`, `(a)` or `5.1`.
    pub fn of(label: &str) -> Self {
        let label = label.trim_matches(|c: char| !c.is_alphanumeric());
        match label.chars().next() {
            Some('i') => Numbering::LowerRoman,
            Some(first) if first.is_ascii_digit() => Numbering::Decimal,
            Some(_) => Numbering::LowerAlpha,
            None => Numbering::Disc,
        }
    }

    /// Name of the attribute's value.
    pub const fn name(self) -> &'static str {
        match self {
            Numbering::None => "None",
            Numbering::Disc => "Disc",
            Numbering::Decimal => "Decimal",
            Numbering::LowerAlpha => "LowerAlpha",
            Numbering::LowerRoman => "LowerRoman",
        }
    }
}
