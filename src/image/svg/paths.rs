//! A resolved SVG tree to a list of filled paths.

use super::{clip, round};
use crate::image::{ImageFault, VectorPath, VectorSegment};
use usvg::tiny_skia_path::{self, PathSegment, PathStroker, Point, Rect};
use usvg::{BlendMode, FillRule, Group, Node, Paint, PaintOrder, Tree};

/// The most segments of a picture.
const MAX_SEGMENTS: usize = 500_000;
/// The largest coordinate, in pixels: beyond it three decimals mean nothing.
const MAX_COORDINATE: f32 = 1_000_000.0;

/// The paths of a picture in the order they are painted, in pixels.
pub(super) fn flatten(tree: &Tree) -> Result<Vec<VectorPath>, ImageFault> {
    let size = tree.size();
    let picture = Rect::from_xywh(0.0, 0.0, size.width(), size.height())
        .ok_or_else(|| ImageFault::broken("it has no size"))?;
    let mut flat = Flat { picture, paths: Vec::new(), segments: 0 };
    flat.group(tree.root())?;
    Ok(flat.paths)
}

struct Flat {
    picture: Rect,
    paths: Vec<VectorPath>,
    segments: usize,
}

impl Flat {
    fn group(&mut self, group: &Group) -> Result<(), ImageFault> {
        let refuse = |what: &str| Err(ImageFault::feature(what, None));
        if group.opacity().get() == 0.0 {
            return Ok(());
        }
        if group.opacity().get() < 1.0 {
            return refuse("a group that is partly transparent");
        }
        if group.blend_mode() != BlendMode::Normal {
            return refuse("a `mix-blend-mode`");
        }
        if group.mask().is_some() {
            return refuse("a `mask`");
        }
        if !group.filters().is_empty() {
            return refuse("a `filter`");
        }
        if group.clip_path().is_some_and(|clip| !clip::is_idle(group, clip, self.picture)) {
            return refuse("a `clipPath` that cuts something off");
        }
        for child in group.children() {
            match child {
                Node::Group(group) => self.group(group)?,
                Node::Path(path) => self.path(path)?,
                Node::Image(_) => return refuse("an `image` element"),
                Node::Text(_) => return refuse("a `text` element"),
            }
        }
        Ok(())
    }

    fn path(&mut self, path: &usvg::Path) -> Result<(), ImageFault> {
        if !path.is_visible() {
            return Ok(());
        }
        match path.paint_order() {
            PaintOrder::FillAndStroke => {
                self.fill(path)?;
                self.stroke(path)
            }
            PaintOrder::StrokeAndFill => {
                self.stroke(path)?;
                self.fill(path)
            }
        }
    }

    fn fill(&mut self, path: &usvg::Path) -> Result<(), ImageFault> {
        let Some(fill) = path.fill() else { return Ok(()) };
        let Some(color) = color(fill.paint(), fill.opacity(), "fill")? else { return Ok(()) };
        let Some(data) = path.data().clone().transform(path.abs_transform()) else {
            return Ok(());
        };
        // A straight line has a fill too, and nothing to see of it.
        if data.bounds().width() == 0.0 || data.bounds().height() == 0.0 {
            return Ok(());
        }
        self.push(&data, color, fill.rule() == FillRule::EvenOdd)
    }

    /// The outline of a stroke is filled: caps, joins, dashes and uneven scales come out the same
    /// on a page and on paper.
    fn stroke(&mut self, path: &usvg::Path) -> Result<(), ImageFault> {
        let Some(stroke) = path.stroke() else { return Ok(()) };
        let Some(color) = color(stroke.paint(), stroke.opacity(), "stroke")? else {
            return Ok(());
        };
        let scale = PathStroker::compute_resolution_scale(&path.abs_transform());
        let style = stroke.to_tiny_skia();
        let dashed = match &style.dash {
            Some(dash) => match path.data().dash(dash, scale) {
                Some(dashed) => Some(dashed),
                None => return Ok(()),
            },
            None => None,
        };
        let line = dashed.as_ref().unwrap_or(path.data());
        if line.len() > MAX_SEGMENTS {
            return Err(too_many());
        }
        let outline = line.stroke(&style, scale);
        match outline.and_then(|outline| outline.transform(path.abs_transform())) {
            Some(outline) => self.push(&outline, color, false),
            None => Ok(()),
        }
    }

    fn push(
        &mut self,
        data: &tiny_skia_path::Path,
        color: [u8; 3],
        even_odd: bool,
    ) -> Result<(), ImageFault> {
        self.segments = self.segments.saturating_add(data.len());
        if self.segments > MAX_SEGMENTS {
            return Err(too_many());
        }
        let segments = segments(data)?;
        self.paths.push(VectorPath { segments, fill: Some(color), stroke: None, even_odd });
        Ok(())
    }
}

fn too_many() -> ImageFault {
    ImageFault::TooLarge(format!("more than {MAX_SEGMENTS} pieces of paths"))
}

/// The flat colour of a paint; `None` if it cannot be seen.
fn color(paint: &Paint, opacity: usvg::Opacity, what: &str) -> Result<Option<[u8; 3]>, ImageFault> {
    let refuse = |what: String| Err(ImageFault::feature(what, None));
    if opacity.get() == 0.0 {
        return Ok(None);
    }
    if opacity.get() < 1.0 {
        return refuse(format!("a {what} that is partly transparent"));
    }
    match paint {
        Paint::Color(color) => Ok(Some([color.red, color.green, color.blue])),
        Paint::LinearGradient(_) => refuse("a `linearGradient`".to_owned()),
        Paint::RadialGradient(_) => refuse("a `radialGradient`".to_owned()),
        Paint::Pattern(_) => refuse("a `pattern`".to_owned()),
    }
}

fn segments(data: &tiny_skia_path::Path) -> Result<Vec<VectorSegment>, ImageFault> {
    let mut last = Point::zero();
    let mut segments = Vec::with_capacity(data.len());
    for segment in data.segments() {
        segments.push(match segment {
            PathSegment::MoveTo(p) => {
                last = p;
                VectorSegment::Move(point(p)?)
            }
            PathSegment::LineTo(p) => {
                last = p;
                VectorSegment::Line(point(p)?)
            }
            PathSegment::QuadTo(control, end) => {
                let toward = |from: Point| {
                    Point::from_xy(
                        from.x + (control.x - from.x) * 2.0 / 3.0,
                        from.y + (control.y - from.y) * 2.0 / 3.0,
                    )
                };
                let (a, b) = (point(toward(last))?, point(toward(end))?);
                last = end;
                VectorSegment::Cubic(a, b, point(end)?)
            }
            PathSegment::CubicTo(a, b, end) => {
                last = end;
                VectorSegment::Cubic(point(a)?, point(b)?, point(end)?)
            }
            PathSegment::Close => VectorSegment::Close,
        });
    }
    Ok(segments)
}

fn point(point: Point) -> Result<[f32; 2], ImageFault> {
    // Written so that it also refuses what is not a number.
    if point.x.abs() <= MAX_COORDINATE && point.y.abs() <= MAX_COORDINATE {
        return Ok([round(point.x), round(point.y)]);
    }
    Err(ImageFault::TooLarge(format!("a point more than {MAX_COORDINATE} pixels away")))
}
