//! Strips, what they stand on, and the room they are set in.

use super::frame::FrameItem;
use super::geom::{Color, Point, Pt};
use super::line::{Line, Mark};
use crate::diag::Span;
use std::rc::Rc;

/// Something on a strip: its place from the strip's top and the page's left text edge.
pub type Placed = (Point, FrameItem, Mark);

/// What is never divided: a line of text, a line of a table row, a picture.
#[derive(Debug, Clone, Default)]
pub struct Strip {
    /// Space above in points; not at the top of a page.
    pub gap: Pt,
    /// Height in points.
    pub height: Pt,
    /// Baseline of its first line from its top, in points.
    pub baseline: Pt,
    /// Text and pictures in reading order.
    pub items: Vec<Placed>,
    /// What is painted under them, never read.
    pub back: Vec<(Point, FrameItem)>,
    /// Whether the next strip belongs on the same page.
    pub keep: bool,
    /// Whether the next strip belongs on the same page unless too much of that page would stay white.
    pub keep_weak: bool,
    /// Whether it starts a page.
    pub new_page: bool,
    /// Whether its page is turned to landscape.
    pub turned: bool,
    /// Grounds it stands on, outermost first.
    pub grounds: Rc<[usize]>,
    /// Table head printed above it if it starts a page.
    pub head: Option<usize>,
    /// Footnotes whose marks it carries.
    pub notes: Vec<usize>,
    /// Anchors at its top.
    pub anchors: Vec<String>,
    /// Heading that starts here: level and label.
    pub heading: Option<(u8, String)>,
    /// Block it belongs to.
    pub group: usize,
    /// For a line of a table row: how many of its items belong to each cell.
    pub cells: Vec<usize>,
    /// Place in the source.
    pub span: Option<Span>,
}

/// What a run of strips stands on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ground {
    /// Left edge in points from the text edge.
    pub left: Pt,
    /// Right edge.
    pub right: Pt,
    /// Space between its top and the first strip, in points.
    pub top: Pt,
    /// Space between the last strip and its bottom, in points.
    pub bottom: Pt,
    /// Fill.
    pub tint: Option<Color>,
    /// Colour and width in points of the bar at its left.
    pub bar: Option<(Color, Pt)>,
    /// Radius of its corners in points.
    pub radius: Pt,
}

/// Room for blocks, in points from the left text edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: Pt,
    /// Right edge of running text.
    pub right: Pt,
    /// Right edge of tables and code.
    pub wide: Pt,
    /// Room at the left in which labels may hang.
    pub hang: Pt,
}

impl Area {
    /// Moved in at the left.
    pub fn indent(self, by: Pt) -> Area {
        // However deep lists nest, some room is left for words.
        let left = (self.left + by).min(self.right - 60.0).max(self.left);
        Area { left, hang: 0.0, ..self }
    }

    /// Width of running text in points.
    pub fn width(&self) -> Pt {
        (self.right - self.left).max(1.0)
    }
}

/// A strip of one line.
pub fn strip(line: Line, left: Pt, size: Pt, leading: Pt) -> Strip {
    // Capitals stand in the middle of the line's height.
    let middle = (leading + 0.7 * size) / 2.0;
    let baseline = middle.max(line.rise + 2.0);
    let height = leading + (baseline - middle);
    let mut strip = Strip { height, baseline, notes: line.notes.clone(), ..Strip::default() };
    put(&mut strip, line, left, baseline);
    strip
}

/// Puts a line on a strip with its baseline at `x`, `y`.
pub fn put(strip: &mut Strip, line: Line, x: Pt, y: Pt) {
    let shift = |p: Point| Point::new(p.x + x, p.y + y);
    strip.items.extend(line.items.into_iter().map(|(p, item, mark)| (shift(p), item, mark)));
    strip.back.extend(line.back.into_iter().map(|(p, item)| (shift(p), item)));
}

/// Puts a line on a strip as furniture: seen, not read.
pub fn put_artifact(strip: &mut Strip, line: Line, x: Pt, y: Pt) {
    let shift = |p: Point| Point::new(p.x + x, p.y + y);
    let items = line.items.into_iter().filter(|(_, item, _)| {
        matches!(item, FrameItem::Text(_) | FrameItem::Shape(_) | FrameItem::Image(..))
    });
    strip.back.extend(line.back.into_iter().map(|(p, item)| (shift(p), item)));
    strip.back.extend(items.map(|(p, item, _)| (shift(p), item)));
}
