//! A page's content stream: operators with the graphics state they leave, so that nothing is set
//! twice. Coordinates come in layout's way (y down) and are turned round here.

use super::number;
use crate::layout::frame::{PathSegment, Shape, Stroke};
use crate::layout::geom::{Color, Point, Size};

/// A content stream being written. Lengths inside are thousandths of a point.
pub(super) struct Content {
    pub(super) out: Vec<u8>,
    /// Page height.
    height: i64,
    /// Whether a number could not be written; the stream is of no use then.
    pub broken: bool,
    fill: Option<Color>,
    stroke: Option<Stroke>,
    /// Whether a text object is open, and the start of its line.
    pub(super) line: Option<(i64, i64)>,
    /// Room for the strings of a run, empty between runs.
    pub(super) array: Vec<u8>,
    /// Resource name and size of the current font.
    font: Option<(String, i64)>,
}

impl Content {
    /// An empty stream for a page of this height in points.
    pub fn new(height: f32) -> Self {
        Content {
            out: Vec::with_capacity(16 * 1024),
            height: number::milli(height).unwrap_or(0),
            broken: false,
            fill: None,
            stroke: None,
            line: None,
            array: Vec::with_capacity(1024),
            font: None,
        }
    }

    /// The finished stream.
    pub fn finish(mut self) -> Vec<u8> {
        self.end_text();
        self.out
    }

    /// Thousandths of a length; remembers if it is not a usable number.
    pub(super) fn milli(&mut self, value: f32) -> i64 {
        number::milli(value).unwrap_or_else(|| {
            self.broken = true;
            0
        })
    }

    /// A place in the file's coordinates.
    pub(super) fn place(&mut self, origin: Point, offset: Point) -> (i64, i64) {
        let x = self.milli(origin.x + offset.x);
        (x, self.height - self.milli(origin.y + offset.y))
    }

    /// Writes numbers, each with a space after it.
    pub(super) fn numbers(&mut self, numbers: &[i64]) {
        for value in numbers {
            number::push(&mut self.out, *value);
            self.out.push(b' ');
        }
    }

    /// Writes an operator and ends the line.
    pub(super) fn operator(&mut self, operator: &str) {
        self.out.extend_from_slice(operator.as_bytes());
        self.out.push(b'\n');
    }

    fn color(&mut self, color: Color, operator: &str) {
        for channel in [color.r, color.g, color.b] {
            // Three decimals give every one of the 256 steps back.
            self.numbers(&[(i64::from(channel) * 1000 + 127) / 255]);
        }
        self.operator(operator);
    }

    /// Makes a colour the one that text and shapes are filled with.
    pub(super) fn fill_color(&mut self, color: Color) {
        if self.fill != Some(color) {
            self.fill = Some(color);
            self.color(color, "rg");
        }
    }

    fn stroke_style(&mut self, stroke: Stroke) {
        let old = self.stroke.replace(stroke);
        if old.is_none_or(|old| old.color != stroke.color) {
            self.color(stroke.color, "RG");
        }
        if old.is_none_or(|old| old.width != stroke.width) {
            let width = self.milli(stroke.width);
            self.numbers(&[width]);
            self.operator("w");
        }
        if old.map_or(stroke.dash.is_some(), |old| old.dash != stroke.dash) {
            let (dash, gap) = stroke.dash.unwrap_or_default();
            let (dash, gap) = (self.milli(dash), self.milli(gap));
            // A pattern of nothing but zeros is not allowed: it is a solid line.
            let solid = dash <= 0 && gap <= 0;
            self.operator(if dash <= 0 && !solid { "1 J" } else { "0 J" });
            self.out.push(b'[');
            if !solid {
                self.numbers(&[dash.max(0), gap.max(0)]);
                self.out.pop();
            }
            self.operator("]0 d");
        }
    }

    /// Paints a path.
    pub fn shape(&mut self, at: Point, shape: &Shape) {
        let paint = match (shape.fill.is_some(), shape.stroke.is_some(), shape.even_odd) {
            (false, false, _) => return,
            (true, false, false) => "f",
            (true, false, true) => "f*",
            (false, true, _) => "S",
            (true, true, false) => "B",
            (true, true, true) => "B*",
        };
        self.end_text();
        if let Some(color) = shape.fill {
            self.fill_color(color);
        }
        if let Some(stroke) = shape.stroke {
            self.stroke_style(stroke);
        }
        self.path(at, &shape.path);
        self.operator(paint);
    }

    fn path(&mut self, at: Point, path: &[PathSegment]) {
        use PathSegment::{Close, Cubic, Line, Move};
        // An upright rectangle has an operator of its own.
        if let [Move(a), Line(b), Line(c), Line(d), Close] = path
            && a.y == b.y
            && b.x == c.x
            && c.y == d.y
            && d.x == a.x
        {
            let (left, top) = self.place(at, *a);
            let (right, bottom) = self.place(at, *c);
            self.numbers(&[left, bottom, right - left, top - bottom]);
            self.operator("re");
            return;
        }
        for segment in path {
            match segment {
                Move(to) => self.points(at, &[*to], "m"),
                Line(to) => self.points(at, &[*to], "l"),
                Cubic(a, b, to) => self.points(at, &[*a, *b, *to], "c"),
                Close => self.operator("h"),
            }
        }
    }

    fn points(&mut self, at: Point, points: &[Point], operator: &str) {
        for point in points {
            let (x, y) = self.place(at, *point);
            self.numbers(&[x, y]);
        }
        self.operator(operator);
    }

    /// Paints an image by its resource name.
    pub fn image(&mut self, at: Point, size: Size, name: &str) {
        self.end_text();
        let (x, y) = self.place(at, Point::new(0.0, size.height));
        let (width, height) = (self.milli(size.width), self.milli(size.height));
        self.out.extend_from_slice(b"q ");
        self.numbers(&[width, 0, 0, height, x, y]);
        self.operator(&format!("cm /{name} Do Q"));
    }

    /// Opens marked content. A text object is closed first: the two must nest.
    pub fn begin(&mut self, tag: &str) {
        self.end_text();
        self.operator(&format!("/{tag} BMC"));
    }

    /// Opens marked content with its number on the page.
    pub fn begin_marked(&mut self, tag: &str, number: u32) {
        self.end_text();
        self.operator(&format!("/{tag}<</MCID {number}>>BDC"));
    }

    /// Opens marked content for which a reader takes `text`.
    pub fn begin_actual_text(&mut self, text: &str) {
        self.end_text();
        self.actual_text(text);
    }

    /// Opens a replacement text wherever the stream is.
    pub(super) fn actual_text(&mut self, text: &str) {
        self.out.extend_from_slice(b"/Span<</ActualText<FEFF");
        for unit in text.encode_utf16() {
            for shift in [12, 8, 4, 0] {
                let digit = u32::from(unit >> shift) & 15;
                self.out.extend(char::from_digit(digit, 16).map(|c| c.to_ascii_uppercase() as u8));
            }
        }
        self.operator(">>>BDC");
    }

    /// Closes the innermost marked content.
    pub fn end(&mut self) {
        self.end_text();
        self.operator("EMC");
    }

    /// Opens a text object unless one is open.
    pub(super) fn begin_text(&mut self) {
        if self.line.is_none() {
            self.line = Some((0, 0));
            self.operator("BT");
        }
    }

    /// Closes the text object if one is open.
    pub(super) fn end_text(&mut self) {
        if self.line.take().is_some() {
            self.operator("ET");
        }
    }

    /// Makes a font the current one; its size in thousandths of a point.
    pub(super) fn set_font(&mut self, name: &str, size: i64) {
        if self.font.as_ref().is_some_and(|(n, s)| n == name && *s == size) {
            return;
        }
        self.out.push(b'/');
        self.out.extend_from_slice(name.as_bytes());
        self.out.push(b' ');
        self.numbers(&[size]);
        self.operator("Tf");
        self.font = Some((name.to_owned(), size));
    }
}
