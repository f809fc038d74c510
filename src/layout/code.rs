//! Code: set as it is on a light ground; long lines wrap with a mark that is not copied.

use super::flow::Flow;
use super::frame::{FrameItem, PathSegment, Shape, Stroke};
use super::geom::{Color, Point, Pt};
use super::inline::{Divide, Rich, Styled, plain};
use super::strip::{Area, Ground, Strip, put_artifact, strip};
use super::structure::{ElementId, Role};
use super::style::TextStyle;
use crate::document::Code;
use crate::font::Family;
use crate::highlight::{Class, highlight};
use icu_segmenter::GraphemeClusterSegmenter;

/// Space between the ground's edge and the code, in points.
const PADDING: Pt = 8.0;
/// Room for the wrap mark, in points.
const MARK: Pt = 11.0;
/// Most lines of a block that is never divided.
pub const SHORT: usize = 8;
/// Most lines of a block that is divided only where the page would be left white.
const WHOLE: usize = 16;
/// Fewest lines of a longer block at the foot of a page, and at the head of the next.
const FIRST: usize = 4;
const LAST: usize = 3;
/// Most lines that are taken to the next page so that a block is divided at an empty line.
const NEAR: usize = 5;

/// A stretch of code of one class.
type Token = (Class, String);

impl Flow<'_, '_> {
    /// Lays out a block of code.
    pub fn code(&mut self, code: &Code, area: Area) {
        let style = self.style();
        let gap = self.leading * style.spacing.code;
        self.space(gap);
        let outer = self.strips.len();
        let group = if code.title.is_empty() { self.parent } else { self.element(Role::Div) };
        if !code.title.is_empty() {
            let label = TextStyle { color: style.colors.heading, ..self.label(600) };
            let element = self.structure.add(group, Role::Paragraph);
            let line = self.one_line(&plain(&code.title, label, element));
            let mut title = strip(line, area.left, style.small, style.small * 1.5);
            title.keep = true;
            self.push(title);
            self.close_up();
            self.space(3.0);
        }
        self.open(Ground {
            left: area.left,
            right: area.wide,
            top: PADDING - 2.0,
            bottom: PADDING - 2.0,
            tint: Some(style.colors.tint),
            bar: None,
            radius: 3.0,
        });
        let from = self.strips.len();
        let width = area.wide - area.left - 2.0 * PADDING;
        let leading = self.code_leading(&code.text);
        let paragraph = self.structure.add(group, Role::Paragraph);
        let element = self.structure.add(paragraph, Role::Code);
        let lines = highlight(&code.language, &code.text);
        let mut first_width = 0.0;
        for (at, (tokens, text)) in lines.iter().zip(code.text.split('\n')).enumerate() {
            self.start_group();
            let tokens: Vec<Token> = tokens
                .iter()
                .map(|t| (t.class, printable(text.get(t.range.clone()).unwrap_or_default())))
                .collect();
            let widest = self.code_line(tokens, area.left + PADDING, width, leading, element);
            if at == 0 {
                first_width = widest;
            }
        }
        self.language_label(code, area, from, width - first_width);
        self.keep_code(from);
        self.enter(outer, gap);
        self.close();
        self.close_up();
        self.space(gap + 2.0);
    }

    /// Keeps a short block on one page, one of middling length if that leaves little white, and divides
    /// a longer one at an empty line rather than soon after it.
    fn keep_code(&mut self, from: usize) {
        let Some(strips) = self.strips.get_mut(from..) else { return };
        let count = strips.len();
        let empty: Vec<bool> = strips.iter().map(|strip| strip.items.is_empty()).collect();
        let is_empty = |at: usize| empty.get(at).copied().unwrap_or(false);
        let mut since = None;
        for (at, strip) in strips.iter_mut().enumerate() {
            let after = count - at - 1;
            let far = at + 1 >= FIRST && after >= LAST;
            since = match far && is_empty(at) && !is_empty(at + 1) {
                true => Some(0),
                false => since.map(|lines: usize| lines + 1),
            };
            // What is left behind the last place is not added to what is taken along.
            let last = |lines: usize| after == LAST && lines + after > NEAR + 1;
            let soon = since.is_some_and(|lines| (1..=NEAR).contains(&lines) && !last(lines));
            let whole = count <= SHORT || !far || soon || is_empty(at + 1);
            strip.keep |= after > 0 && whole;
            strip.keep_weak = after > 0 && count <= WHOLE;
        }
    }

    fn language_label(&mut self, code: &Code, area: Area, from: usize, free: Pt) {
        // A title that is the language's name says it already.
        if code.language.is_empty() || code.title.eq_ignore_ascii_case(&code.language) {
            return;
        }
        let line = self.bare_line(&plain(&code.language, self.label(400), self.parent));
        let style = self.style();
        if free < line.width + 12.0 {
            // No room beside the first line: the label gets a line of its own.
            let mut head = Strip { height: style.small * 1.3, keep: true, ..Strip::default() };
            head.baseline = style.small * 0.95;
            if let Some(first) = self.strips.get_mut(from) {
                head.grounds = first.grounds.clone();
                head.gap = std::mem::take(&mut first.gap);
                head.group = first.group;
                head.span = first.span;
                head.new_page = std::mem::take(&mut first.new_page);
                head.anchors = std::mem::take(&mut first.anchors);
            }
            self.strips.insert(from.min(self.strips.len()), head);
        }
        let x = area.wide - PADDING - line.width;
        if let Some(first) = self.strips.get_mut(from) {
            let y = first.baseline;
            put_artifact(first, line, x, y);
        }
    }

    /// Distance of baselines: the face's own height where lines are drawn with characters, so that
    /// they join.
    fn code_leading(&self, text: &str) -> Pt {
        let style = self.style();
        let drawing = |c: char| ('\u{2500}'..='\u{259F}').contains(&c);
        let face = self.input.book.select(crate::font::Style {
            family: Family::Mono,
            weight: 400,
            italic: false,
        });
        match face.and_then(|id| self.input.book.face(id)) {
            Some(face) if text.contains(drawing) => {
                (face.metrics.ascent + face.metrics.descent) * style.code_size
            }
            _ => style.code_leading,
        }
    }

    /// Sets one line of code, on several strips if it is long; returns the first one's width.
    fn code_line(
        &mut self,
        tokens: Vec<Token>,
        left: Pt,
        width: Pt,
        leading: Pt,
        element: ElementId,
    ) -> Pt {
        let style = self.style();
        let size = style.code_size;
        let whole = self.bare_line(&self.rich_code(&tokens, element));
        let natural = whole.width;
        if natural <= width {
            self.push(strip(whole, left, size, leading));
            return natural;
        }
        let text: String = tokens.iter().map(|(_, text)| text.as_str()).collect();
        let cell = self.code_width(" ");
        let indent = text.len() - text.trim_start_matches(' ').len();
        let hanging = ((indent + 2) as f32 * cell).min(width * 0.4);
        let cuts = self.cuts(&text, width - MARK, hanging);
        let last = cuts.len();
        for (at, piece) in divide(&tokens, &cuts).into_iter().enumerate() {
            let line = self.bare_line(&self.rich_code(&piece, element));
            let x = if at == 0 { left } else { left + hanging };
            let mut strip = strip(line, x, size, leading);
            if at < last {
                let y = strip.baseline - size * 0.3;
                let color = style.colors.muted;
                strip.back.push((Point::new(left + width - 8.0, y), wrap_mark(color)));
                strip.keep = true;
            }
            self.push(strip);
        }
        width
    }

    /// Bytes at which a long line is divided.
    fn cuts(&mut self, text: &str, width: Pt, hanging: Pt) -> Vec<usize> {
        let mut cuts = Vec::new();
        let (mut start, mut x, mut good) = (0, 0.0, None);
        let mut from = 0;
        for end in GraphemeClusterSegmenter::new().segment_str(text).skip(1) {
            let Some(cluster) = text.get(start..end) else { continue };
            let advance = self.code_width(cluster);
            let room = if cuts.is_empty() { width } else { width - hanging };
            if x + advance > room && start > from {
                let (cut, behind) = good.take().unwrap_or((start, x));
                cuts.push(cut);
                from = cut;
                x -= behind;
            }
            x += advance;
            let ends = cluster.ends_with([' ', ',', ';', '/', '&', '?', '=', '|', ':', '-', '.']);
            if ends && x > room * 0.55 {
                good = Some((end, x));
            }
            start = end;
        }
        cuts
    }

    fn code_width(&self, text: &str) -> Pt {
        let style = self.code_style(Class::Plain);
        self.setter.words.word(self.setter.book, &style, false, text).width * style.size
    }

    fn code_style(&self, class: Class) -> TextStyle {
        let style = self.style();
        let text = TextStyle::new(Family::Mono, 400, style.code_size, style.colors.code(class));
        TextStyle { code: true, italic: class == Class::Comment, ..text }
    }

    fn rich_code(&self, tokens: &[Token], element: ElementId) -> Rich {
        let mut rich = Rich::default();
        for (class, text) in tokens.iter().filter(|(_, text)| !text.is_empty()) {
            let start = rich.text.len();
            rich.text.push_str(text);
            let end = rich.text.len();
            let style = self.code_style(*class);
            rich.spans.push(Styled {
                start,
                end,
                style,
                link: None,
                element,
                divide: Divide::Never,
            });
        }
        rich
    }
}

/// Spaces for tabs; control characters and object marks have no glyph and are left to be reported.
fn printable(text: &str) -> String {
    text.trim_end_matches('\r').replace('\t', "    ")
}

fn divide(tokens: &[Token], cuts: &[usize]) -> Vec<Vec<Token>> {
    let mut lines: Vec<Vec<Token>> = vec![Vec::new()];
    let mut cuts = cuts.iter().copied().peekable();
    let mut offset = 0;
    for (class, text) in tokens {
        let mut rest = text.as_str();
        while let Some(cut) = cuts.next_if(|cut| *cut < offset + rest.len()) {
            let (before, after) =
                rest.split_at_checked(cut.saturating_sub(offset)).unwrap_or((rest, ""));
            if let Some(line) = lines.last_mut() {
                line.push((*class, before.to_owned()));
            }
            lines.push(Vec::new());
            offset += before.len();
            rest = after;
        }
        if let Some(line) = lines.last_mut() {
            line.push((*class, rest.to_owned()));
        }
        offset += rest.len();
    }
    lines
}

/// The arrow ↵, drawn so that it is never copied with the code.
fn wrap_mark(color: Color) -> FrameItem {
    use PathSegment::{Line, Move};
    let p = Point::new;
    let path = vec![
        Move(p(6.5, -3.0)),
        Line(p(6.5, 0.5)),
        Line(p(1.0, 0.5)),
        Move(p(3.0, -1.5)),
        Line(p(1.0, 0.5)),
        Line(p(3.0, 2.5)),
    ];
    let stroke = Some(Stroke { color, width: 0.7, dash: None });
    FrameItem::Shape(Shape { path, fill: None, stroke, even_odd: false })
}
