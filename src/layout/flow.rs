//! The flow: blocks become one long column of strips that page breaks fall between.

use super::Input;
use super::geom::Pt;
use super::inline::{Flattener, Rich};
use super::line::Line;
use super::opportunity::hyphenation;
use super::paragraph::{Set, Setter, Setting};
use super::printed::Printed;
use super::strip::{Ground, Strip, strip};
use super::structure::{ElementId, Role, Structure};
use super::style::{PageStyle, TextStyle};
use super::words::Words;
use crate::diag::{Diagnostic, Sink, Span};
use crate::document::Inline;
use std::collections::BTreeSet;

/// Where headings have brought us.
#[derive(Debug, Default)]
pub struct Sections {
    /// Level and element of each section around us.
    pub open: Vec<(u8, ElementId)>,
    /// Level of the last heading in the tree; 1 is the title on the cover.
    pub last: u8,
    /// How many lists, quotations and the like are around us: a heading there opens no section.
    pub nested: usize,
}

/// Builds strips.
pub struct Flow<'a, 's> {
    /// What is laid out.
    pub input: &'a Input<'a>,
    /// Sets text.
    pub setter: Setter<'a>,
    /// Where findings go.
    pub sink: &'s mut Sink,
    /// The strips so far.
    pub strips: Vec<Strip>,
    /// The grounds so far.
    pub grounds: Vec<Ground>,
    /// Heads of tables that repeat.
    pub heads: Vec<Vec<Strip>>,
    /// Anchors that links lead to, with the place of the first such link.
    pub targets: Vec<(String, Option<Span>)>,
    /// Size and leading of running text where we are, in points.
    pub size: Pt,
    /// Distance of baselines.
    pub leading: Pt,
    /// Deepest nesting so far of the block being laid out.
    pub depth: usize,
    /// Place of the block being laid out.
    pub span: Option<Span>,
    /// The structure tree so far.
    pub structure: Structure,
    /// Element that the block being laid out is part of.
    pub parent: ElementId,
    /// Level and element of the sections we are in, and the level of the last heading.
    pub sections: Sections,
    /// Element of the next paragraph if that is all there is in it.
    pub lone: Option<ElementId>,
    /// Page numbers that cross-references print.
    pub printed: Printed,
    /// Anchors whose pages were printed.
    pub referred: BTreeSet<String>,
    /// Signature blocks so far.
    pub signatures: usize,
    /// Boxes to tick so far.
    pub boxes: usize,
    /// Whether what is being laid out goes to pages turned to landscape.
    pub turned: bool,
    /// Whether what is being laid out is a footnote.
    pub in_note: bool,
    open: Vec<usize>,
    gap: Pt,
    headed: Option<usize>,
    group: usize,
    new_page: bool,
    anchors: Vec<String>,
    reported: BTreeSet<(String, Option<Span>)>,
}

impl<'a, 's> Flow<'a, 's> {
    /// An empty flow.
    pub fn new(
        input: &'a Input<'a>,
        structure: Structure,
        parent: ElementId,
        sink: &'s mut Sink,
    ) -> Self {
        let style = input.style;
        let setter = Setter {
            book: input.book,
            words: input.words,
            pictures: input.pictures,
            rasters: super::image::Rasters::default(),
            language: hyphenation(&input.document.meta.language),
            tallest: style.text_height() * 0.8,
        };
        Flow {
            input,
            setter,
            sink,
            strips: Vec::new(),
            grounds: Vec::new(),
            heads: Vec::new(),
            targets: Vec::new(),
            size: style.size,
            leading: style.leading,
            depth: 0,
            span: None,
            structure,
            parent,
            sections: Sections::default(),
            lone: None,
            printed: Printed::default(),
            referred: BTreeSet::new(),
            signatures: 0,
            boxes: 0,
            turned: false,
            in_note: false,
            open: Vec::new(),
            gap: 0.0,
            headed: None,
            group: 0,
            new_page: false,
            anchors: Vec::new(),
            reported: BTreeSet::new(),
        }
    }

    /// The page style.
    pub fn style(&self) -> &'a PageStyle {
        self.input.style
    }

    /// Height of the text of a page where we are, in points.
    pub fn text_height(&self) -> Pt {
        if self.turned { self.style().turned().text_height() } else { self.style().text_height() }
    }

    /// Whether the page of what is being laid out cannot be turned: grounds are as wide as upright
    /// pages, and a footnote is on the page of its mark.
    pub fn upright(&self) -> bool {
        !self.open.is_empty() || self.in_note
    }

    /// Turns the pages of what follows, and of the strips that stay together with it.
    pub fn turn(&mut self) {
        self.turned = true;
        for strip in self.strips.iter_mut().rev().take_while(|strip| strip.keep) {
            strip.turned = true;
        }
    }

    /// Style of running text where we are.
    pub fn text(&self) -> TextStyle {
        let style = self.style();
        TextStyle::new(style.body, 400, self.size, style.colors.text)
    }

    /// Style of small labels.
    pub fn label(&self, weight: u16) -> TextStyle {
        let style = self.style();
        let tracking = if weight >= 600 { 0.02 } else { 0.0 };
        let label = TextStyle::new(style.interface, weight, style.small, style.colors.muted);
        TextStyle { tracking, ..label }
    }

    /// Adds an element to the one being laid out.
    pub fn element(&mut self, role: Role) -> ElementId {
        self.structure.add(self.parent, role)
    }

    /// Lays out blocks that are part of an element.
    pub fn inside(&mut self, element: ElementId, lay_out: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.parent, element);
        self.sections.nested += 1;
        lay_out(self);
        self.sections.nested -= 1;
        self.parent = outer;
    }

    /// Flattens the markup of an element.
    pub fn flatten(&mut self, inlines: &[Inline], style: TextStyle, element: ElementId) -> Rich {
        self.prefixed("", inlines, style, element)
    }

    /// Flattens the markup of an element and puts text before it.
    pub fn prefixed(
        &mut self,
        prefix: &str,
        inlines: &[Inline],
        style: TextStyle,
        element: ElementId,
    ) -> Rich {
        let mut flattener = Flattener {
            page: self.input.style,
            structure: &mut self.structure,
            words: Words::of(&self.input.document.meta.language),
            printed: &self.printed,
            referred: &mut self.referred,
        };
        flattener.prefixed(prefix, inlines, style, element)
    }

    /// Asks for at least this much space before the next strip.
    pub fn space(&mut self, gap: Pt) {
        self.gap = self.gap.max(gap);
    }

    /// Asks for the space between paragraphs; below a heading, the heading alone decides.
    pub fn space_between(&mut self) {
        if !self.headed() {
            self.space(self.paragraph_gap());
        }
    }

    /// A heading ends here and wants this much space below it.
    pub fn end_heading(&mut self, below: Pt) {
        self.headed = Some(self.strips.len());
        self.gap = below;
    }

    /// Whether a heading has just ended.
    pub fn headed(&self) -> bool {
        self.headed == Some(self.strips.len())
    }

    /// The space asked for so far.
    pub fn asked(&self) -> Pt {
        self.gap
    }

    /// Takes back the space asked for.
    pub fn close_up(&mut self) {
        self.gap = 0.0;
    }

    /// The next strip starts a page.
    pub fn page_break(&mut self) {
        self.new_page = true;
    }

    /// The next strip carries this anchor.
    pub fn anchor(&mut self, id: &str) {
        self.anchors.push(id.to_owned());
    }

    /// What follows is another block.
    pub fn start_group(&mut self) {
        self.group += 1;
    }

    /// Opens a ground for the strips that follow.
    pub fn open(&mut self, ground: Ground) {
        self.open.push(self.grounds.len());
        self.grounds.push(ground);
    }

    /// Closes the innermost ground.
    pub fn close(&mut self) {
        self.open.pop();
    }

    /// Adds a strip.
    pub fn push(&mut self, mut strip: Strip) {
        strip.gap = strip.gap.max(self.gap);
        self.gap = 0.0;
        strip.new_page |= std::mem::take(&mut self.new_page);
        strip.anchors.append(&mut self.anchors);
        strip.grounds = self.open.as_slice().into();
        strip.group = self.group;
        strip.turned = self.turned;
        strip.span = strip.span.or(self.span);
        self.strips.push(strip);
    }

    /// Reports an error at the block being laid out, once.
    pub fn error(&mut self, code: &'static str, message: String, hint: &str) {
        self.report(Diagnostic::error(code, message), hint);
    }

    /// Reports a warning at the block being laid out, once.
    pub fn warning(&mut self, code: &'static str, message: String, hint: &str) {
        self.report(Diagnostic::warning(code, message), hint);
    }

    fn report(&mut self, mut diagnostic: Diagnostic, hint: &str) {
        if self.reported.insert((diagnostic.message.clone(), self.span)) {
            if let Some(span) = self.span {
                diagnostic = diagnostic.at(span, "here");
            }
            if !hint.is_empty() {
                diagnostic = diagnostic.hint(hint);
            }
            self.sink.report(diagnostic);
        }
    }

    /// Breaks text into lines and reports what cannot be printed.
    pub fn set(&mut self, rich: &Rich, setting: &Setting) -> Set {
        let set = self.setter.set(rich, setting);
        self.check(rich, &set);
        set
    }

    /// Lines of much the same width, for headings and titles.
    pub fn balanced(&mut self, rich: &Rich, setting: Setting) -> Vec<Line> {
        let mut best = self.set(rich, &setting).lines;
        if best.len() < 2 || best.len() > 4 {
            return best;
        }
        let (mut low, mut high) = (setting.width * 0.4, setting.width);
        for _ in 0..6 {
            let width = (low + high) / 2.0;
            let lines = self.setter.set(rich, &Setting { width, ..setting }).lines;
            let fits = lines.len() == best.len() && lines.iter().all(|l| l.width <= width + 0.1);
            if fits {
                high = width;
                best = lines;
            } else {
                low = width;
            }
        }
        best
    }

    /// Text on one line, with a space after it.
    pub fn one_line(&mut self, rich: &Rich) -> Line {
        let mut line = self.bare_line(rich);
        line.end_word(&self.setter, rich);
        line
    }

    /// Text on one line, with nothing after it.
    pub fn bare_line(&mut self, rich: &Rich) -> Line {
        let mut set = self.setter.line(rich);
        self.check(rich, &set);
        set.lines.pop().unwrap_or_default()
    }

    fn check(&mut self, rich: &Rich, set: &Set) {
        let missing: BTreeSet<char> = set.missing.iter().copied().collect();
        for character in missing {
            let code = u32::from(character);
            let printed = if character.is_control() { ' ' } else { character };
            self.error(
                "PP0601",
                format!("no face has a glyph for U+{code:04X} `{printed}`"),
                "add a font with this character to the theme, or use another character",
            );
        }
        for source in &set.lost {
            let message = format!("picture `{source}` was not read");
            self.error("PP0604", message, "mend the picture first, see the messages above");
        }
        if rich.too_deep {
            self.too_deep();
        }
        for link in &rich.links {
            if let Some(anchor) = super::line::anchor(&link.0) {
                self.targets.push((anchor.to_owned(), self.span));
            }
        }
    }

    /// Reports nesting that no page can show.
    pub fn too_deep(&mut self) {
        let message = format!("markup is nested more than {} levels deep", super::inline::DEEPEST);
        self.error("PP0602", message, "close each * and _ before the next opens");
    }

    /// Adds lines of running text; two lines at least stay together at either end.
    pub fn lines(&mut self, lines: Vec<Line>, left: Pt, size: Pt, leading: Pt, keep_next: bool) {
        let count = lines.len();
        for (at, line) in lines.into_iter().enumerate() {
            let first = at == 0 && count > 1;
            let before_last = at + 2 == count;
            let last = at + 1 == count;
            // A word is not divided between pages.
            let divided = line.divided && count > 3;
            let mut strip = strip(line, left, size, leading);
            strip.keep = first || before_last || divided || (last && keep_next);
            self.push(strip);
        }
    }
}
