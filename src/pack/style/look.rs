//! Everything a theme may say about pages, key by key.

use super::slot::Slot;
use super::slot::Unit::{Millimetre, One, Point};
use crate::document::CalloutKind;
use crate::highlight::Class;
use crate::layout::{PageStyle, RunningLine};
use crate::pack::paper::Paper;

/// What the pages of a theme look like.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// The paper.
    pub paper: Paper,
    /// Documents without clause numbers.
    pub guide: PageStyle,
    /// Documents with clause numbers.
    pub legal: PageStyle,
}

impl Default for Look {
    fn default() -> Self {
        Look { paper: Paper::Auto, guide: PageStyle::guide(), legal: PageStyle::legal() }
    }
}

const CALLOUTS: [CalloutKind; 5] = [
    CalloutKind::Note,
    CalloutKind::Tip,
    CalloutKind::Important,
    CalloutKind::Warning,
    CalloutKind::Caution,
];

const CLASSES: [Class; 9] = [
    Class::Plain,
    Class::Comment,
    Class::String,
    Class::Constant,
    Class::Keyword,
    Class::Function,
    Class::Variable,
    Class::Attribute,
    Class::Operator,
];

impl Look {
    /// Calls `visit` with the section and name of every key but those of `[fonts]`, and where its
    /// value goes. What both kinds of documents share goes to the guide's style, until
    /// [`share`](Self::share).
    pub(super) fn each(&mut self, visit: &mut dyn FnMut(&'static str, &'static str, Slot<'_>)) {
        let page = &mut self.guide;
        let side = |at| Slot::number(at, Millimetre, 0.0..=84.0);
        let end = |at| Slot::number(at, Millimetre, 8.0..=110.0);
        visit("page", "paper", Slot::Paper(&mut self.paper));
        visit("page", "margin_side", side(&mut page.margin_side));
        visit("page", "margin_top", end(&mut page.margin_top));
        visit("page", "margin_bottom", end(&mut page.margin_bottom));
        text("guide", &mut self.guide, visit);
        text("legal", &mut self.legal, visit);
        colors(&mut self.guide, visit);
        cover(&mut self.guide, visit);
        running("head", &mut self.guide.head, visit);
        running("foot", &mut self.guide.foot, visit);
        let draft = &mut self.guide.draft;
        visit("draft", "watermark", Slot::Flag(&mut draft.watermark));
        visit("draft", "text", Slot::Word(&mut draft.text));
        visit("draft", "width", Slot::number(&mut draft.width, One, 0.2..=0.8));
    }

    /// Gives the legal style what it shares with the guide's.
    pub(super) fn share(&mut self) {
        let (from, to) = (&self.guide, &mut self.legal);
        to.margin_side = from.margin_side;
        to.margin_top = from.margin_top;
        to.margin_bottom = from.margin_bottom;
        to.colors.clone_from(&from.colors);
        to.cover = from.cover;
        to.head.clone_from(&from.head);
        to.foot.clone_from(&from.foot);
        to.draft.clone_from(&from.draft);
    }
}

type Visit<'v> = &'v mut dyn FnMut(&'static str, &'static str, Slot<'_>);

fn text(section: &'static str, style: &mut PageStyle, visit: Visit<'_>) {
    let mut visit = |name, slot: Slot<'_>| visit(section, name, slot);
    visit("body", Slot::Family(&mut style.body));
    visit("headings", Slot::Family(&mut style.headings));
    visit("interface", Slot::Family(&mut style.interface));
    visit("size", Slot::number(&mut style.size, Point, 4.0..=36.0));
    visit("leading", Slot::number(&mut style.leading, Point, 4.0..=108.0));
    visit("scale", Slot::number(&mut style.scale, One, 1.0..=2.0));
    visit("small", Slot::number(&mut style.small, Point, 4.0..=18.0));
    visit("title", Slot::number(&mut style.title, Point, 8.0..=72.0));
    visit("table_scale", Slot::number(&mut style.table_scale, One, 0.5..=1.5));
    visit("code_size", Slot::number(&mut style.code_size, Point, 4.0..=36.0));
    visit("code_leading", Slot::number(&mut style.code_leading, Point, 4.0..=108.0));
    visit("inline_code_scale", Slot::number(&mut style.inline_code_scale, One, 0.5..=1.5));
    visit("strong", Slot::Weight(&mut style.strong));
    visit("heading_weight", Slot::Weight(&mut style.heading_weight));
    visit("measure", Slot::number(&mut style.measure, Point, 100.0..=1000.0));
    visit("column", Slot::number(&mut style.column, Point, 0.0..=200.0));
    visit("justify", Slot::Flag(&mut style.justify));
    visit("hyphenate", Slot::Flag(&mut style.hyphenate));
    visit("tolerance", Slot::number(&mut style.tolerance, One, 0.25..=4.0));
    let space = &mut style.spacing;
    visit("paragraph_gap", Slot::gap(&mut space.paragraph));
    visit("list_gap", Slot::gap(&mut space.list));
    visit("heading_above", Slot::Gaps(&mut space.above));
    visit("heading_below", Slot::Gaps(&mut space.below));
    visit("code_gap", Slot::gap(&mut space.code));
    visit("table_gap", Slot::gap(&mut space.table));
    visit("callout_gap", Slot::gap(&mut space.callout));
    visit("figure_gap", Slot::gap(&mut space.figure));
}

fn colors(style: &mut PageStyle, visit: Visit<'_>) {
    let colors = &mut style.colors;
    for (name, color) in [
        ("text", &mut colors.text),
        ("heading", &mut colors.heading),
        ("muted", &mut colors.muted),
        ("link", &mut colors.link),
        ("rule", &mut colors.rule),
        ("tint", &mut colors.tint),
        ("watermark", &mut colors.watermark),
        ("leader", &mut colors.leader),
    ] {
        visit("colors", name, Slot::Color(color));
    }
    let pairs = colors.callout_bars.iter_mut().zip(&mut colors.callout_tints);
    for (kind, (bar, tint)) in CALLOUTS.iter().zip(pairs) {
        visit("callouts", kind.name(), Slot::Pair(bar, tint));
    }
    for (class, color) in CLASSES.iter().zip(&mut colors.syntax) {
        visit("syntax", class.name(), Slot::Color(color));
    }
}

fn cover(style: &mut PageStyle, visit: Visit<'_>) {
    let cover = &mut style.cover;
    let length = |at| Slot::number(at, Millimetre, 5.0..=100.0);
    let mut visit = |name, slot: Slot<'_>| visit("cover", name, slot);
    visit("band", Slot::number(&mut cover.band, Millimetre, 0.0..=50.0));
    visit("vendor_mark", Slot::Flag(&mut cover.vendor_mark));
    visit("vendor_width", length(&mut cover.vendor_size.width));
    visit("vendor_height", length(&mut cover.vendor_size.height));
    visit("customer_box", Slot::Flag(&mut cover.customer_box));
    visit("customer_width", length(&mut cover.customer_size.width));
    visit("customer_height", length(&mut cover.customer_size.height));
    visit("title_at", Slot::number(&mut cover.title_at, One, 0.15..=0.6));
    visit("title_measure", Slot::number(&mut cover.title_measure, Point, 100.0..=1000.0));
    visit("confidential", Slot::Flag(&mut cover.confidential));
}

fn running(section: &'static str, line: &mut RunningLine, visit: Visit<'_>) {
    visit(section, "left", Slot::Line(&mut line.left));
    visit(section, "center", Slot::Line(&mut line.center));
    visit(section, "right", Slot::Line(&mut line.right));
    visit(section, "rule", Slot::Flag(&mut line.rule));
}
