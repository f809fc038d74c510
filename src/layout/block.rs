//! Blocks: headings, paragraphs, rules, figures, and which file sets the other kinds.

use super::code::SHORT;
use super::flow::Flow;
use super::frame::{FrameItem, Shape};
use super::geom::{Point, Pt, Size};
use super::image;
use super::inline::{DEEPEST, plain};
use super::line::Mark;
use super::paragraph::Setting;
use super::strip::{Area, Strip, put};
use super::structure::{ElementId, Numbering, Role};
use super::style::TextStyle;
use crate::document::{
    Alignment, Block, BlockKind, Definition, Heading, Inline, heading_label, heading_prefix,
    plain_text,
};

/// Whether a block of so many lines stays with the next one: what introduces signatures, and a short
/// paragraph between a heading and the table, code or list that the heading announces.
fn introduces(before: Option<&Block>, block: &Block, next: Option<&Block>, lines: usize) -> bool {
    let Some(next) = next else { return false };
    match next.kind {
        BlockKind::Signature(_) => lines <= 8,
        BlockKind::Table(_) | BlockKind::Code(_) | BlockKind::Tabs(_) | BlockKind::List(_) => {
            let headed = before.is_some_and(|b| matches!(b.kind, BlockKind::Heading(_)));
            headed && matches!(block.kind, BlockKind::Paragraph(_)) && lines <= 3
        }
        _ => false,
    }
}

/// Whether a block is code that may be divided between pages: so much follows that the page before it
/// would be left white.
fn is_long_code(block: &Block) -> bool {
    let code = match &block.kind {
        BlockKind::Code(code) => Some(code),
        BlockKind::Tabs(panes) => panes.first(),
        _ => None,
    };
    code.is_some_and(|code| code.text.lines().count() > SHORT)
}

impl Flow<'_, '_> {
    /// Space between paragraphs, in points.
    pub fn paragraph_gap(&self) -> Pt {
        self.leading * self.style().spacing.paragraph
    }

    /// Lays out blocks one below the other.
    pub fn blocks(&mut self, blocks: &[Block], area: Area) {
        if self.depth >= DEEPEST {
            if let Some(block) = blocks.first() {
                self.span = Some(block.span);
                self.too_deep();
            }
            return;
        }
        self.depth += 1;
        for (at, block) in blocks.iter().enumerate() {
            self.span = Some(block.span);
            self.start_group();
            let from = self.strips.len();
            self.block(block, area);
            let before = at.checked_sub(1).and_then(|at| blocks.get(at));
            let next = blocks.get(at + 1);
            if introduces(before, block, next, self.strips.len() - from) {
                let long = next.is_some_and(is_long_code);
                for strip in self.strips.iter_mut().skip(from) {
                    strip.keep |= !long;
                    strip.keep_weak |= long;
                }
            }
        }
        self.depth -= 1;
    }

    fn block(&mut self, block: &Block, area: Area) {
        let gap = self.paragraph_gap();
        match &block.kind {
            BlockKind::Heading(heading) => self.heading(heading, area),
            BlockKind::Paragraph(content) => {
                self.space_between();
                self.paragraph(content, area);
                self.space(gap);
            }
            BlockKind::List(list) => self.list(list, area),
            BlockKind::Definitions(definitions) => self.definitions(definitions, area),
            BlockKind::Table(table) => self.table(table, area),
            BlockKind::Code(code) => self.code(code, area),
            BlockKind::Quote(blocks) => self.quote(blocks, area),
            BlockKind::Callout(callout) => self.callout(callout, area),
            BlockKind::Tabs(panes) => {
                for pane in panes {
                    self.start_group();
                    self.code(pane, area);
                }
            }
            BlockKind::Signature(parties) => self.signature(parties, area),
            BlockKind::Figure { source, alt, caption } => self.figure(source, alt, caption, area),
            BlockKind::Rule => self.rule(area),
            BlockKind::PageBreak => self.page_break(),
        }
    }

    /// How running text is set in an area.
    pub fn setting(&self, area: Area) -> Setting {
        let style = self.style();
        // Narrow columns cannot be justified well.
        let wide = area.width() > self.size * 18.0;
        Setting {
            width: area.width(),
            justify: style.justify && wide,
            hyphenate: style.hyphenate,
            align: Alignment::Start,
            tolerance: style.tolerance,
        }
    }

    /// A paragraph without the space around it.
    pub fn paragraph(&mut self, content: &[Inline], area: Area) {
        let element = self.lone.take().unwrap_or_else(|| self.element(Role::Paragraph));
        let rich = self.flatten(content, self.text(), element);
        let setting = self.setting(area);
        let lines = self.set(&rich, &setting).lines;
        // What announces something stays with it.
        let announces = rich.text.ends_with(':');
        self.lines(lines, area.left, self.size, self.leading, announces);
    }

    /// The element of a heading, in a section of its own unless it stands in a list or the like. No
    /// level is skipped, whatever the source does (ISO 14289-1, 7.4.2).
    fn heading_element(&mut self, level: u8) -> ElementId {
        if self.sections.nested == 0 {
            while self.sections.open.last().is_some_and(|(open, _)| *open >= level) {
                self.sections.open.pop();
            }
            let parent = self.sections.open.last().map_or(ElementId::BODY, |(_, section)| *section);
            self.parent = self.structure.add(parent, Role::Sect);
            self.sections.open.push((level, self.parent));
        }
        let level = level.clamp(2, self.sections.last.max(1) + 1);
        self.sections.last = level;
        self.element(Role::Heading(level))
    }

    fn heading(&mut self, heading: &Heading, area: Area) {
        let style = self.style();
        let element = self.heading_element(heading.level);
        let (size, leading) = style.heading(heading.level, heading.annex);
        let (above, below) = style.spacing.heading(heading.level);
        if heading.annex {
            self.page_break();
        }
        self.space(above * style.leading);
        self.anchor(&heading.id);
        let color = style.colors.heading;
        let text = TextStyle::new(style.headings, style.heading_weight, size, color);
        let text = TextStyle { italic: heading.level > 4, ..text };
        let prefix = heading_prefix(&heading.number);
        let hangs = area.hang > 0.0 && prefix.starts_with(|c: char| c.is_ascii_digit());
        let number =
            if hangs { self.one_line(&plain(&prefix, text, element)) } else { Default::default() };
        // A number too wide for its column stays in the line.
        let hangs = hangs && number.width + 4.0 <= area.hang;
        let (rich, left) = if hangs {
            (self.flatten(&heading.content, text, element), area.left)
        } else {
            let left = if heading.annex { area.left - area.hang } else { area.left };
            (self.prefixed(&prefix, &heading.content, text, element), left)
        };
        let lines = self.balanced(&rich, Setting::ragged((area.wide - left).max(1.0)));
        let from = self.strips.len();
        self.lines(lines, left, size, leading, true);
        for strip in self.strips.iter_mut().skip(from) {
            strip.keep = true;
        }
        if let Some(first) = self.strips.get_mut(from) {
            let label = heading_label(&heading.number, &plain_text(&heading.content));
            first.heading = Some((heading.level, label));
            if hangs {
                let text = std::mem::take(&mut first.items);
                put(first, number, area.left - area.hang, first.baseline);
                first.items.extend(text);
            }
        }
        self.end_heading(below * style.leading);
    }

    fn definitions(&mut self, definitions: &[Definition], area: Area) {
        let gap = self.paragraph_gap();
        let list = self.element(Role::List(Numbering::None));
        for definition in definitions {
            let item = self.structure.add(list, Role::Item);
            let label = self.structure.add(item, Role::Label);
            let body = self.structure.add(item, Role::ItemBody);
            self.space(gap);
            let term = TextStyle { weight: self.style().strong, ..self.text() };
            let rich = self.flatten(&definition.term, term, label);
            let setting = Setting::ragged(area.width());
            let lines = self.set(&rich, &setting).lines;
            self.lines(lines, area.left, self.size, self.leading, true);
            self.close_up();
            let from = self.strips.len();
            self.inside(body, |flow| flow.blocks(&definition.details, area.indent(16.0)));
            // Words follow the term like its next line; what has a ground or rules needs some air.
            let words = matches!(
                definition.details.first().map(|block| &block.kind),
                Some(BlockKind::Paragraph(_) | BlockKind::List(_))
            );
            if let Some(first) = self.strips.get_mut(from) {
                first.gap = first.gap.min(if words { 0.0 } else { 2.0 });
            }
        }
        self.space(gap);
    }

    fn figure(&mut self, source: &str, alt: &str, caption: &str, area: Area) {
        let style = self.style();
        let Some(picture) = self.input.pictures.get(source) else {
            let message = format!("picture `{source}` was not read");
            self.error("PP0604", message, "mend the picture first, see the messages above");
            return;
        };
        let gap = style.leading * style.spacing.figure;
        self.space(gap);
        let tallest = style.text_height() * 0.8;
        let size = image::fit(picture, (area.wide - area.left).max(1.0), tallest);
        let mut strip = Strip { height: size.height, baseline: size.height, ..Strip::default() };
        let group = if caption.is_empty() { self.parent } else { self.element(Role::Div) };
        let mark = match alt.is_empty() {
            true => Mark::Artifact,
            false => Mark::Content(self.structure.add_figure(group, alt)),
        };
        let stands = (!alt.is_empty()).then(|| alt.to_owned());
        let placed =
            image::place(&self.setter.rasters, picture, Point::new(area.left, 0.0), size, stands);
        strip.items.extend(placed.into_iter().map(|(at, item)| (at, item, mark)));
        strip.keep = !caption.is_empty();
        self.push(strip);
        if !caption.is_empty() {
            self.space(4.0);
            let element = self.structure.add(group, Role::Paragraph);
            let rich = plain(caption, self.label(400), element);
            let setting = Setting::ragged(area.width());
            let lines = self.set(&rich, &setting).lines;
            self.lines(lines, area.left, style.small, style.small * 1.4, false);
        }
        self.space(gap);
    }

    fn rule(&mut self, area: Area) {
        let style = self.style();
        let gap = style.leading * style.spacing.figure;
        self.space(gap);
        let size = Size::new((area.right - area.left).max(1.0), 0.5);
        let shape = FrameItem::Shape(Shape::rect(size, style.colors.rule));
        let back = vec![(Point::new(area.left, 0.0), shape)];
        self.push(Strip { height: 0.5, back, ..Strip::default() });
        self.space(gap);
    }
}
