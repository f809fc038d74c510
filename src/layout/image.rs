//! Pictures: their size on paper and their paths.

use super::frame::{FrameItem, PathSegment, Shape, Stroke, Tag};
use super::geom::{Color, Point, Pt, Size};
use crate::image::{Picture, Raster, VectorPath, VectorSegment};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Rasters that were placed before: a picture is copied once however often it is shown.
#[derive(Debug, Default)]
pub struct Rasters(RefCell<BTreeMap<usize, Arc<Raster>>>);

impl Rasters {
    fn share(&self, raster: &Raster) -> Arc<Raster> {
        // Its address names it: the pictures outlive the layout.
        let key = std::ptr::from_ref(raster).addr();
        let mut shared = self.0.borrow_mut();
        Arc::clone(shared.entry(key).or_insert_with(|| Arc::new(raster.clone())))
    }
}

/// Points in a CSS pixel.
const PIXEL: Pt = 0.75;

/// Natural size, or as much smaller as needed to fit, in points.
pub fn fit(picture: &Picture, width: Pt, height: Pt) -> Size {
    let (w, h) = picture.size();
    let natural = Size::new((w * PIXEL).max(0.1), (h * PIXEL).max(0.1));
    let scale = (width / natural.width).min(height / natural.height).min(1.0);
    Size::new(natural.width * scale, natural.height * scale)
}

/// As large as a box allows, never distorted, in points.
pub fn fill(picture: &Picture, width: Pt, height: Pt) -> Size {
    let (w, h) = picture.size();
    let scale = (width / w.max(0.1)).min(height / h.max(0.1));
    Size::new(w * scale, h * scale)
}

/// The items of a picture with its top-left corner at `at`; `alt` stands for it when text is read.
pub fn place(
    rasters: &Rasters,
    picture: &Picture,
    at: Point,
    size: Size,
    alt: Option<String>,
) -> Vec<(Point, FrameItem)> {
    let mut items = Vec::new();
    let tagged = alt.is_some();
    if let Some(alt) = alt {
        items.push((at, FrameItem::Begin(Tag::ActualText(format!("{alt} ")))));
    }
    match picture {
        Picture::Raster(raster) => {
            items.push((at, FrameItem::Image(rasters.share(raster), size)));
        }
        Picture::Vector(vector) => {
            let scale = size.width / vector.width.max(0.1);
            items.extend(vector.paths.iter().map(|p| (at, FrameItem::Shape(shape(p, scale)))));
        }
    }
    if tagged {
        items.push((at, FrameItem::End));
    }
    items
}

fn shape(path: &VectorPath, scale: f32) -> Shape {
    let point = |[x, y]: [f32; 2]| Point::new(x * scale, y * scale);
    let segment = |s: &VectorSegment| match *s {
        VectorSegment::Move(p) => PathSegment::Move(point(p)),
        VectorSegment::Line(p) => PathSegment::Line(point(p)),
        VectorSegment::Cubic(a, b, p) => PathSegment::Cubic(point(a), point(b), point(p)),
        VectorSegment::Close => PathSegment::Close,
    };
    let color = |[r, g, b]: [u8; 3]| Color::rgb(r, g, b);
    Shape {
        path: path.segments.iter().map(segment).collect(),
        fill: path.fill.map(color),
        stroke: path.stroke.map(|(c, width)| Stroke {
            color: color(c),
            width: width * scale,
            dash: None,
        }),
        even_odd: path.even_odd,
    }
}
