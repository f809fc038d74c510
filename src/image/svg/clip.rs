//! Clip paths that cut nothing off, which drawing programs write around every picture.

use usvg::tiny_skia_path::{PathSegment, Rect};
use usvg::{ClipPath, Group, Node};

/// How far a clip may cut into a shape unseen, in pixels.
const TOLERANCE: f32 = 0.05;

/// Whether the clip of a group hides nothing of it that is inside the picture.
pub(super) fn is_idle(group: &Group, clip: &ClipPath, picture: Rect) -> bool {
    if clip.clip_path().is_some() {
        return false;
    }
    let shown = group.abs_stroke_bounding_box();
    let Some(shown) = intersection(shown, picture) else {
        return true;
    };
    let Some(kept) = rectangle(group, clip) else {
        return false;
    };
    kept.left() <= shown.left() + TOLERANCE
        && kept.top() <= shown.top() + TOLERANCE
        && kept.right() >= shown.right() - TOLERANCE
        && kept.bottom() >= shown.bottom() - TOLERANCE
}

/// The common part of two rectangles; `None` also if it is only a line.
fn intersection(a: Rect, b: Rect) -> Option<Rect> {
    Rect::from_ltrb(
        a.left().max(b.left()),
        a.top().max(b.top()),
        a.right().min(b.right()),
        a.bottom().min(b.bottom()),
    )
}

/// The clip as an upright rectangle in the picture, if it is one.
fn rectangle(group: &Group, clip: &ClipPath) -> Option<Rect> {
    let mut root = clip.root();
    let path = loop {
        match root.children() {
            [Node::Group(inner)] if inner.clip_path().is_none() => root = inner,
            [Node::Path(path)] => break path,
            _ => return None,
        }
    };
    let bounds = path.data().bounds();
    let corner = |x: f32, y: f32| {
        (x == bounds.left() || x == bounds.right()) && (y == bounds.top() || y == bounds.bottom())
    };
    let mut sides = 0;
    for segment in path.data().segments() {
        match segment {
            PathSegment::MoveTo(p) if corner(p.x, p.y) => {}
            PathSegment::LineTo(p) if corner(p.x, p.y) => sides += 1,
            PathSegment::Close => {}
            _ => return None,
        }
    }
    let transform =
        group.abs_transform().pre_concat(clip.transform()).pre_concat(path.abs_transform());
    if !(3..=4).contains(&sides) || transform.kx != 0.0 || transform.ky != 0.0 {
        return None;
    }
    bounds.transform(transform)
}
