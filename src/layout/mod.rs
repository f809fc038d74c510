//! Blocks, page style and font metrics become positioned pages.
//!
//! [`layout`] is the whole stage. Inside, a `Flow` turns blocks into one long column
//! of strips (one file for each kind of block), `paginate` puts the strips on pages, and `pages`
//! paints them and adds heads, feet and numbers last.

pub mod dump;
pub mod frame;
pub mod geom;
mod hang;
pub mod reading;
pub mod structure;

mod block;
mod checkbox;
mod code;
mod columns;
mod contents;
mod cover;
mod draft;
mod field;
mod flow;
mod furniture;
mod image;
mod inline;
mod kept;
mod line;
mod linebreak;
mod list;
mod note;
mod number;
mod opportunity;
mod pages;
mod paginate;
mod paragraph;
mod pieces;
mod plans;
mod printed;
mod quote;
mod shape;
mod signature;
mod strip;
mod style;
mod table;
mod words;
mod writer;

pub use field::Esign;
pub use shape::{Word, WordCache};
pub use style::{
    Colors, CoverStyle, DraftStyle, Field, PageStyle, RunningLine, RunningText, Spacing, TextStyle,
};

use crate::diag::{Diagnostic, Sink};
use crate::document::Document;
use crate::font::Book;
use crate::image::Picture;
use flow::Flow;
use frame::{Page, Pages};
use geom::{Color, Point};
use number::PageNumber;
use pages::Canvas;
use printed::Printed;
use std::collections::BTreeMap;
use std::sync::Arc;
use strip::Area;
use structure::{ElementId, Structure};

/// What is laid out, and with what.
pub struct Input<'a> {
    /// The document.
    pub document: &'a Document,
    /// What its pages look like.
    pub style: &'a PageStyle,
    /// The faces.
    pub book: &'a Book,
    /// Words shaped with this book before.
    pub words: &'a WordCache,
    /// Pictures by the source written in the document.
    pub pictures: &'a BTreeMap<String, Arc<Picture>>,
    /// The cover.
    pub cover: &'a Cover,
}

/// What the cover and the feet of the pages say besides the document's own facts.
#[derive(Debug, Clone)]
pub struct Cover {
    /// Name of the vendor.
    pub vendor: String,
    /// The vendor's mark.
    pub vendor_mark: Option<Arc<Picture>>,
    /// Name of the customer.
    pub customer: String,
    /// The customer's mark.
    pub customer_mark: Option<Arc<Picture>>,
    /// Line at the foot of every page, such as “Confidential – prepared for X”.
    pub confidentiality: String,
    /// Whether DRAFT stands across every page.
    pub draft: bool,
    /// The service that collects signatures.
    pub esign: Esign,
    /// Colour of the vendor.
    pub accent: Color,
    /// Colour of the customer.
    pub customer_color: Color,
}

/// Lays out a document; `None` once an error was reported.
pub fn layout(input: &Input<'_>, sink: &mut Sink) -> Option<Pages> {
    if let Err(reason) = input.style.check() {
        sink.report(
            Diagnostic::error("PP0606", format!("page style: {reason}"))
                .hint("change the number in the theme's pdf.toml"),
        );
        return None;
    }
    if input.book.is_empty() {
        sink.report(
            Diagnostic::error("PP0607", "the theme has no fonts")
                .hint("name font files in [fonts] of the theme's pdf.toml"),
        );
        return None;
    }
    let mut findings = Sink::new();
    let pages = lay_out(input, &mut findings);
    let failed = findings.has_errors();
    sink.append(findings);
    (!failed).then_some(pages)
}

/// Lays out until cross-references print the pages that their targets are on.
fn lay_out(input: &Input<'_>, sink: &mut Sink) -> Pages {
    let mut printed = Printed::default();
    loop {
        let mut findings = Sink::new();
        let (pages, next) = with_numbers(input, &printed, &mut findings);
        match next {
            Some(next) => printed = next,
            None => {
                sink.append(findings);
                return pages;
            }
        }
    }
}

/// Lays out with page numbers found before; with the numbers to lay out with once more, if any.
fn with_numbers(input: &Input<'_>, printed: &Printed, sink: &mut Sink) -> (Pages, Option<Printed>) {
    let style = input.style;
    let mut flow = Flow::new(input, Structure::default(), ElementId::BODY, sink);
    flow.printed.clone_from(printed);
    let left = style.column;
    let area = Area {
        left,
        right: left + style.line_width(),
        wide: style.text_width(),
        hang: style.column,
    };
    flow.blocks(&input.document.blocks, area);
    let body_strips = std::mem::take(&mut flow.strips);
    let mut notes = pages::notes(&mut flow, input);
    flow.strips = body_strips;
    let body = pages::body(&mut flow, &mut notes);
    check_targets(&mut flow, &body.anchors);

    let cover = cover::cover(&mut flow);
    let numbers = body.anchors.iter().map(|(id, (page, _))| (id.clone(), page + 1)).collect();
    let contents = contents_pages(&mut flow, input, &numbers);
    let next = printed.next(&flow.referred, &numbers);

    let front = contents.len() + 1;
    let labels = PageNumber::all(front, body.canvases.len()).skip(1);
    let contents_name = words::Words::of(&input.document.meta.language).contents;
    let sections =
        contents.iter().map(|_| contents_name.to_owned()).chain(body.sections).collect::<Vec<_>>();
    let turned = style.turned();
    let mut result = Pages { front, ..Pages::default() };
    let upright = draft::mark(&mut flow, style);
    let across = draft::mark(&mut flow, &turned);
    let finished = |style: &PageStyle, mut canvas: Canvas| {
        let mark = if canvas.turned { &across } else { &upright };
        canvas.back.splice(0..0, mark.iter().cloned());
        canvas.page(style.paper)
    };
    result.pages.push(finished(style, cover));
    let canvases = contents.into_iter().chain(body.canvases);
    for ((mut canvas, section), number) in canvases.zip(sections).zip(labels) {
        let style = if canvas.turned { &turned } else { style };
        furniture::head_and_foot(&mut flow, style, &mut canvas, &section, number);
        result.pages.push(finished(style, canvas));
    }
    result.anchors =
        body.anchors.into_iter().map(|(id, (page, at))| (id, (page + front, at))).collect();
    let headings: Vec<_> = body
        .headings
        .into_iter()
        .map(|(page, y, level, label)| (page + front, y, level, label))
        .collect();
    result.outline = pages::outline(&headings);
    check_paper(&mut flow, &result.pages);
    result.structure = std::mem::take(&mut flow.structure);
    (result, next)
}

fn contents_pages(
    flow: &mut Flow<'_, '_>,
    input: &Input<'_>,
    printed: &BTreeMap<String, usize>,
) -> Vec<Canvas> {
    if !input.document.meta.toc || input.document.headings.is_empty() {
        return Vec::new();
    }
    let mut set = |tight: f32| {
        let structure = std::mem::take(&mut flow.structure);
        let mut own = Flow::new(input, structure, ElementId::CONTENTS, flow.sink);
        contents::contents(&mut own, input, printed, tight);
        let canvases = pages::body(&mut own, &mut []).canvases;
        flow.structure = own.structure;
        canvases
    };
    // A few lines on a page of their own are drawn in if that saves the page.
    let loose = set(1.0);
    if loose.len() < 2 {
        return loose;
    }
    [0.93, 0.86, 0.8].into_iter().map(set).find(|tight| tight.len() < loose.len()).unwrap_or(loose)
}

/// A link whose target is not on the pages is an error: it would lead nowhere.
fn check_targets(flow: &mut Flow<'_, '_>, anchors: &BTreeMap<String, (usize, Point)>) {
    for (anchor, span) in std::mem::take(&mut flow.targets) {
        if !anchors.contains_key(&anchor) {
            flow.span = span;
            flow.error(
                "PP0605",
                format!("link to `#{anchor}`, which is on no page"),
                "write the id after a heading or an item that is shown",
            );
        }
    }
}

/// Text beyond the paper's edge would be lost.
fn check_paper(flow: &mut Flow<'_, '_>, pages: &[Page]) {
    for (at, page) in pages.iter().enumerate() {
        if pages::outside(page).is_some() {
            flow.span = None;
            let message = format!("text on page {} runs off the paper", at + 1);
            flow.error("PP0603", message, "shorten the longest words or choose a larger paper");
        }
    }
}
