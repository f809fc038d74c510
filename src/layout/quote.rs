//! Quotations and callouts: blocks on a ground with a bar.

use super::flow::Flow;
use super::frame::{FrameItem, PathSegment, Shape, Stroke, rect_path};
use super::geom::{Color, Point, Pt, Size};
use super::inline::plain;
use super::paragraph::Setting;
use super::strip::{Area, Ground};
use super::structure::Role;
use super::style::TextStyle;
use crate::document::{Block, Callout, CalloutKind};

/// Width of a callout's bar, in points.
const BAR: Pt = 2.5;
/// Side of a callout's icon, in points.
const ICON: Pt = 11.0;

impl Flow<'_, '_> {
    /// Lays out a quotation.
    pub fn quote(&mut self, blocks: &[Block], area: Area) {
        let gap = self.paragraph_gap();
        self.space(gap);
        self.open(Ground {
            left: area.left,
            right: area.right,
            top: 1.0,
            bottom: 1.0,
            tint: None,
            bar: Some((self.style().colors.rule, 2.0)),
            radius: 0.0,
        });
        let from = self.strips.len();
        let element = self.element(Role::Quote);
        self.inside(element, |flow| flow.blocks(blocks, area.indent(14.0)));
        self.enter(from, gap);
        self.close();
        self.close_up();
        self.space(gap);
    }

    /// Lays out a callout.
    pub fn callout(&mut self, callout: &Callout, area: Area) {
        let gap = self.leading * self.style().spacing.callout;
        self.space(gap);
        let (bar, tint) = self.style().colors.callout(callout.kind);
        self.open(Ground {
            left: area.left,
            right: area.right,
            top: 8.0,
            bottom: 8.0,
            tint: Some(tint),
            bar: Some((bar, BAR)),
            radius: 3.0,
        });
        let mut inner = area.indent(14.0);
        inner.right -= 12.0;
        inner.wide = inner.wide.min(inner.right);
        let from = self.strips.len();
        let style = self.style();
        let title = TextStyle::new(style.interface, 600, self.size * 0.96, bar);
        let setting = Setting::ragged((inner.width() - ICON - 6.0).max(20.0));
        let element = self.element(Role::Callout);
        let label = self.structure.add(element, Role::Paragraph);
        let lines = self.set(&plain(&callout.title, title, label), &setting).lines;
        self.lines(lines, inner.left + ICON + 6.0, self.size, self.leading, true);
        if let Some(first) = self.strips.get_mut(from) {
            let at = Point::new(inner.left, first.baseline - self.size * 0.35 - ICON / 2.0);
            let shapes = icon(callout.kind, bar, tint);
            first.back.extend(shapes.into_iter().map(|s| (at, FrameItem::Shape(s))));
        }
        self.close_up();
        let body = self.strips.len();
        self.inside(element, |flow| flow.blocks(&callout.blocks, inner));
        if let Some(first) = self.strips.get_mut(body) {
            first.gap = first.gap.min(2.0);
        }
        self.enter(from, gap);
        self.close();
        self.close_up();
        self.space(gap);
    }

    /// Gives the first strip on a ground the space that was asked for before it.
    pub fn enter(&mut self, from: usize, gap: Pt) {
        if let Some(first) = self.strips.get_mut(from) {
            first.gap = first.gap.max(gap);
        }
    }
}

/// The icon of a callout: its outline differs by kind, so that it reads without colour.
fn icon(kind: CalloutKind, color: Color, ground: Color) -> Vec<Shape> {
    let p = |x: Pt, y: Pt| Point::new(x * ICON, y * ICON);
    let polygon = |points: &[(Pt, Pt)]| {
        let mut path: Vec<PathSegment> = Vec::new();
        for (x, y) in points {
            let at = p(*x, *y);
            path.push(if path.is_empty() { PathSegment::Move(at) } else { PathSegment::Line(at) });
        }
        path.push(PathSegment::Close);
        Shape { path, fill: Some(color), stroke: None, even_odd: false }
    };
    let disc = Shape::rounded(Size::new(ICON, ICON), ICON / 2.0, color);
    let bar = |x0: Pt, y0: Pt, w: Pt, h: Pt, fill: Color| {
        let path = rect_path(Size::new(w * ICON, h * ICON), w * ICON / 2.0);
        let moved = path.into_iter().map(|s| shift(s, p(x0, y0))).collect();
        Shape { path: moved, fill: Some(fill), stroke: None, even_odd: false }
    };
    let mark = |top: Pt| {
        vec![bar(0.44, top, 0.12, 0.34, ground), bar(0.43, top + 0.42, 0.14, 0.14, ground)]
    };
    let mut shapes = match kind {
        CalloutKind::Note => {
            let dot = bar(0.43, 0.2, 0.14, 0.14, ground);
            return vec![disc, dot, bar(0.44, 0.42, 0.12, 0.38, ground)];
        }
        CalloutKind::Tip => {
            let bulb = Shape::rounded(Size::new(ICON * 0.72, ICON * 0.72), ICON, color);
            let path = bulb.path.into_iter().map(|s| shift(s, p(0.14, 0.0))).collect();
            let bulb = Shape { path, fill: Some(color), stroke: None, even_odd: false };
            let foot = bar(0.34, 0.66, 0.32, 0.14, color);
            return vec![bulb, foot, bar(0.36, 0.86, 0.28, 0.12, color)];
        }
        CalloutKind::Important => {
            vec![polygon(&[(0.5, -0.04), (1.04, 0.5), (0.5, 1.04), (-0.04, 0.5)])]
        }
        CalloutKind::Warning => {
            let triangle = polygon(&[(0.5, 0.04), (1.02, 0.94), (-0.02, 0.94)]);
            let stroke = Stroke { color, width: 1.2, dash: None };
            let mut shapes = vec![Shape { stroke: Some(stroke), ..triangle }];
            shapes.extend(mark(0.32));
            return shapes;
        }
        CalloutKind::Caution => vec![polygon(&[
            (0.29, 0.0),
            (0.71, 0.0),
            (1.0, 0.29),
            (1.0, 0.71),
            (0.71, 1.0),
            (0.29, 1.0),
            (0.0, 0.71),
            (0.0, 0.29),
        ])],
    };
    shapes.extend(mark(0.22));
    shapes
}

fn shift(segment: PathSegment, by: Point) -> PathSegment {
    let s = |p: Point| Point::new(p.x + by.x, p.y + by.y);
    match segment {
        PathSegment::Move(p) => PathSegment::Move(s(p)),
        PathSegment::Line(p) => PathSegment::Line(s(p)),
        PathSegment::Cubic(a, b, c) => PathSegment::Cubic(s(a), s(b), s(c)),
        PathSegment::Close => PathSegment::Close,
    }
}
