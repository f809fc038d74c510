//! SVG to filled paths in pixels.
//!
//! [`guard`] refuses on the XML what could do harm or take long, usvg resolves styles, units,
//! `use` and transforms, and [`paths`] flattens the rest. The SVG file of the site is written
//! anew from the paths, so nothing of the original but its look is left in it.

mod clip;
mod guard;
mod paths;
mod scan;

use super::{ImageFault, Vector, VectorPath, VectorSegment};
use std::fmt::Write;
use usvg::{ImageHrefResolver, Options, Tree, roxmltree};

/// The longest side, in pixels.
const MAX_SIDE: f32 = 100_000.0;

/// Decodes an SVG file.
pub(super) fn decode(bytes: &[u8]) -> Result<Vector, ImageFault> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        ImageFault::Broken(format!("wrong byte at offset {}", error.valid_up_to()))
    })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    scan::scan(text)?;
    // No entity can be declared by now: `scan` refuses them.
    let parsing = roxmltree::ParsingOptions {
        allow_dtd: true,
        nodes_limit: guard::MAX_NODES,
        ..Default::default()
    };
    let xml = roxmltree::Document::parse_with_options(text, parsing).map_err(ImageFault::broken)?;
    guard::check(&xml)?;
    let options = Options {
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_xmltree(&xml, &options).map_err(ImageFault::broken)?;
    let (width, height) = (round(tree.size().width()), round(tree.size().height()));
    if !(width > 0.0 && height > 0.0) {
        return Err(ImageFault::broken("it has no size"));
    }
    if width > MAX_SIDE || height > MAX_SIDE {
        return Err(ImageFault::TooLarge(format!("{width} × {height} pixels")));
    }
    let paths = paths::flatten(&tree)?;
    if paths.is_empty() {
        return Err(ImageFault::broken("it shows nothing"));
    }
    let svg = write(width, height, &paths);
    Ok(Vector { width, height, paths, svg })
}

/// Three decimals, and no negative zero: the same number in the site and in the PDF.
fn round(value: f32) -> f32 {
    // Adding zero turns -0 into 0.
    ((f64::from(value) * 1000.0).round() / 1000.0) as f32 + 0.0
}

/// The paths as an SVG file.
fn write(width: f32, height: f32, paths: &[VectorPath]) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">"
    );
    for path in paths {
        let [r, g, b] = path.fill.unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = write!(svg, "<path fill=\"#{r:02x}{g:02x}{b:02x}\"");
        if path.even_odd {
            svg.push_str(" fill-rule=\"evenodd\"");
        }
        svg.push_str(" d=\"");
        for segment in &path.segments {
            let _ = match segment {
                VectorSegment::Move([x, y]) => write!(svg, "M{x} {y}"),
                VectorSegment::Line([x, y]) => write!(svg, "L{x} {y}"),
                VectorSegment::Cubic([a, b], [c, d], [x, y]) => {
                    write!(svg, "C{a} {b} {c} {d} {x} {y}")
                }
                VectorSegment::Close => write!(svg, "Z"),
            };
        }
        svg.push_str("\"/>");
    }
    svg.push_str("</svg>\n");
    svg
}
