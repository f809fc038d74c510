//! The result of layout: pages of positioned items, which an exporter only has to walk.

use super::geom::{Color, Point, Pt, Size};
use super::structure::{ElementId, Part, Structure};
use crate::font::FaceId;
use std::collections::BTreeMap;
use std::sync::Arc;

/// All pages of one document, with what an exporter needs besides.
#[derive(Debug, Clone, Default)]
pub struct Pages {
    /// The pages in order.
    pub pages: Vec<Page>,
    /// Bookmarks, nested, in document order.
    pub outline: Vec<OutlineNode>,
    /// Named destinations: anchor → page index (from 0) and place.
    pub anchors: BTreeMap<String, (usize, Point)>,
    /// How many pages at the front (cover, contents) are labelled i, ii, iii; the body starts at 1.
    pub front: usize,
    /// What the marked content is, as a tree.
    pub structure: Structure,
}

impl Pages {
    /// Which part of the document a mark belongs to.
    pub fn part(&self, tag: &Tag) -> Part {
        match tag {
            Tag::Element(id) => self.structure.part(*id),
            Tag::Artifact | Tag::ActualText(_) => Part::Artifact,
        }
    }
}

/// One page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Paper size.
    pub size: Size,
    /// Items in painting and reading order, each at its top-left corner (text: at the start of its
    /// baseline).
    pub items: Vec<(Point, FrameItem)>,
}

/// Something on a page.
#[derive(Debug, Clone)]
pub enum FrameItem {
    /// Shaped text of one face, size and colour on one baseline.
    Text(TextRun),
    /// A filled or stroked path, relative to the item's place.
    Shape(Shape),
    /// A raster image, scaled to the size.
    Image(Arc<crate::image::Raster>, Size),
    /// A rectangle that can be clicked, and the element whose words it covers.
    Link(Size, LinkTarget, ElementId),
    /// A field to fill in or to sign, and its element.
    Field(Size, Field, ElementId),
    /// Opens marked content; every `Begin` has its `End` on the same page.
    Begin(Tag),
    /// Closes the innermost marked content.
    End,
}

/// What a piece of marked content is (ISO 32000-1, 14.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tag {
    /// Page furniture: running heads, page numbers, rules, backgrounds, repeated table heads, wrap marks.
    Artifact,
    /// Content of an element.
    Element(ElementId),
    /// Text that stands for what is painted, such as an emoji drawn in layers.
    ActualText(String),
}

/// Glyphs on one baseline.
#[derive(Debug, Clone)]
pub struct TextRun {
    /// The face.
    pub face: FaceId,
    /// Font size in points.
    pub size: Pt,
    /// Fill colour.
    pub color: Color,
    /// The glyphs in visual order, left to right.
    pub glyphs: Vec<Glyph>,
    /// The characters of the run in logical order; glyphs point into it.
    pub text: String,
}

/// One glyph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Index in the face.
    pub id: u16,
    /// How far the pen moves, in points (justification and kerning included).
    pub advance: Pt,
    /// Shift to the right of the pen, in points.
    pub dx: Pt,
    /// Shift upwards, in points.
    pub dy: Pt,
    /// First byte in the run's text that this glyph stands for.
    pub start: u32,
    /// First byte after them; empty for all but the first glyph of a cluster.
    pub end: u32,
}

impl TextRun {
    /// Sum of the advances, in points.
    pub fn width(&self) -> Pt {
        self.glyphs.iter().map(|g| g.advance).sum()
    }
}

/// A path with its paint.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// The path.
    pub path: Vec<PathSegment>,
    /// Fill colour with opacity 0–1, non-zero winding; `None` for no fill.
    pub fill: Option<Color>,
    /// Stroke; `None` for no stroke.
    pub stroke: Option<Stroke>,
    /// Fill by the even-odd rule instead of non-zero winding.
    pub even_odd: bool,
}

/// A line along a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Colour.
    pub color: Color,
    /// Width in points.
    pub width: Pt,
    /// Dash and gap in points; `None` for a solid line. A dash of 0 gives round dots.
    pub dash: Option<(Pt, Pt)>,
}

/// A piece of a path, in points relative to the item's place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PathSegment {
    /// Starts a new subpath.
    Move(Point),
    /// A straight line.
    Line(Point),
    /// A cubic Bézier curve: two controls and the end.
    Cubic(Point, Point, Point),
    /// Closes the subpath.
    Close,
}

impl Shape {
    /// A filled rectangle from the item's place.
    pub fn rect(size: Size, fill: Color) -> Self {
        Shape { path: rect_path(size, 0.0), fill: Some(fill), stroke: None, even_odd: false }
    }

    /// A filled rectangle with rounded corners of `radius` points.
    pub fn rounded(size: Size, radius: Pt, fill: Color) -> Self {
        Shape { path: rect_path(size, radius), ..Shape::rect(size, fill) }
    }

    /// A straight line from the item's place to `to`.
    pub fn line(to: Point, stroke: Stroke) -> Self {
        Shape {
            path: vec![PathSegment::Move(Point::default()), PathSegment::Line(to)],
            fill: None,
            stroke: Some(stroke),
            even_odd: false,
        }
    }
}

/// A rectangle as a path; `radius` in points is cut to half of the shorter side.
pub fn rect_path(size: Size, radius: Pt) -> Vec<PathSegment> {
    use PathSegment::{Close, Cubic, Line, Move};
    let (w, h) = (size.width, size.height);
    let r = radius.min(w / 2.0).min(h / 2.0).max(0.0);
    let p = Point::new;
    if r == 0.0 {
        return vec![Move(p(0.0, 0.0)), Line(p(w, 0.0)), Line(p(w, h)), Line(p(0.0, h)), Close];
    }
    // Distance of the control points that makes a cubic curve nearest to a quarter circle.
    let k = r * 0.552_284_8;
    vec![
        Move(p(r, 0.0)),
        Line(p(w - r, 0.0)),
        Cubic(p(w - r + k, 0.0), p(w, r - k), p(w, r)),
        Line(p(w, h - r)),
        Cubic(p(w, h - r + k), p(w - r + k, h), p(w - r, h)),
        Line(p(r, h)),
        Cubic(p(r - k, h), p(0.0, h - r + k), p(0.0, h - r)),
        Line(p(0.0, r)),
        Cubic(p(0.0, r - k), p(r - k, 0.0), p(r, 0.0)),
        Close,
    ]
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// What it takes.
    pub kind: FieldKind,
    /// Name, unique in the document and without full stops (ISO 32000-1, 12.7.3.2).
    pub name: String,
    /// What it asks for, for readers that do not see the label beside it.
    pub tooltip: String,
}

/// What a field takes.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldKind {
    /// A signature.
    Signature,
    /// A line of text.
    Text,
    /// A tick.
    Box(CheckBox),
}

/// A box to tick, with its two looks: shapes at places from its upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckBox {
    /// Whether it is ticked.
    pub checked: bool,
    /// What it looks like without a tick.
    pub off: Vec<(Point, Shape)>,
    /// What it looks like with a tick.
    pub on: Vec<(Point, Shape)>,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// An address: https, http, mailto or tel.
    Url(String),
    /// An anchor of the same document.
    Anchor(String),
}

/// A bookmark.
#[derive(Debug, Clone, PartialEq)]
pub struct OutlineNode {
    /// The heading with its number.
    pub title: String,
    /// Page index from 0.
    pub page: usize,
    /// Top of the heading, in points from the top edge.
    pub y: Pt,
    /// Bookmarks below it.
    pub children: Vec<OutlineNode>,
}
