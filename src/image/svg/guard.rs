//! What an SVG file may hold: elements, references, and how much they grow.

use crate::image::ImageFault;
use std::collections::{BTreeMap, BTreeSet};
use usvg::roxmltree::{Document, Node};

/// The most elements of a file.
pub(super) const MAX_NODES: u32 = 50_000;
/// The most elements after every `use` is followed.
const MAX_EXPANDED: u64 = 200_000;
/// The most elements that markers may add.
const MAX_MARKED: u64 = 400_000;
/// The longest chain of nested elements and references.
const MAX_CHAIN: usize = 150;
/// The most work for style rules: rules times elements.
const MAX_STYLING: usize = 20_000_000;

const SVG: &str = "http://www.w3.org/2000/svg";

/// Elements that run, move, load or need fonts.
const REFUSED: &[&str] = &[
    "script",
    "foreignObject",
    "image",
    "feImage",
    "text",
    "tspan",
    "tref",
    "textPath",
    "animate",
    "animateColor",
    "animateMotion",
    "animateTransform",
    "set",
    "discard",
    "mpath",
    "handler",
    "listener",
    "iframe",
    "video",
    "audio",
    "canvas",
    "object",
    "embed",
    "cursor",
];

/// Elements that filled paths cannot show, if something refers to them.
const PAINTS: &[&str] =
    &["linearGradient", "radialGradient", "meshgradient", "pattern", "mask", "filter"];

/// Refuses what could do harm, what cannot be shown, and what would grow beyond measure.
pub(super) fn check(xml: &Document<'_>) -> Result<(), ImageFault> {
    let mut found = Found::default();
    visit(xml, xml.root_element(), &mut found)?;
    for node in &found.paints {
        if node.attribute("id").is_some_and(|id| found.named.contains(id)) {
            let what = format!("a `{}`", node.tag_name().name());
            return Err(ImageFault::feature(what, line(xml, *node)));
        }
    }
    if found.elements.saturating_mul(found.rules) > MAX_STYLING {
        return Err(ImageFault::TooLarge("too many style rules".to_owned()));
    }
    let mut growth = Growth { ids: found.ids, known: BTreeMap::new() };
    let mut total = growth.of(xml.root_element(), 0)?.count;
    // A style rule can put its reference on every element, a marker on every point of a path.
    let mut styled = 0_u64;
    for id in &found.styled {
        styled = styled.saturating_add(growth.of_id(id, 0)?.count);
    }
    total = total.saturating_add(styled.saturating_mul(found.elements as u64));
    let mut marked = 0_u64;
    for marker in &found.markers {
        if marker.attribute("id").is_some_and(|id| found.named.contains(id)) {
            let each = growth.of(*marker, 0)?.count;
            marked = marked.saturating_add(each.saturating_mul(found.points as u64));
        }
    }
    if total > MAX_EXPANDED || marked > MAX_MARKED {
        return Err(ImageFault::TooLarge("its references repeat too many elements".to_owned()));
    }
    Ok(())
}

#[derive(Default)]
struct Found<'a, 'i> {
    elements: usize,
    /// Style rules, by their braces.
    rules: usize,
    /// A bound for the points of all paths: two characters at the least for each.
    points: usize,
    ids: BTreeMap<&'a str, Node<'a, 'i>>,
    /// Ids in `url(#…)`.
    named: BTreeSet<String>,
    /// Those of them in style sheets.
    styled: BTreeSet<String>,
    paints: Vec<Node<'a, 'i>>,
    markers: Vec<Node<'a, 'i>>,
}

fn visit<'a, 'i>(
    xml: &Document<'i>,
    node: Node<'a, 'i>,
    found: &mut Found<'a, 'i>,
) -> Result<(), ImageFault> {
    let tag = node.tag_name();
    // Notes of drawing programs: not shown, and not written.
    let notes = tag.namespace() != Some(SVG) || matches!(tag.name(), "metadata" | "title" | "desc");
    if REFUSED.contains(&tag.name()) && (!notes || tag.name() == "script") {
        return Err(ImageFault::feature(format!("a `{}` element", tag.name()), line(xml, node)));
    }
    if notes {
        return Ok(());
    }
    found.elements += 1;
    for attribute in node.attributes() {
        let (name, value) = (attribute.name(), attribute.value());
        if name.len() > 3
            && name.to_ascii_lowercase().starts_with("on")
            && attribute.namespace().is_none()
        {
            return Err(ImageFault::feature(format!("a script in `{name}`"), line(xml, node)));
        }
        if name == "href" && !value.trim_start().starts_with('#') {
            let what = format!("a `{}` that refers to the outside", tag.name());
            return Err(ImageFault::feature(what, line(xml, node)));
        }
        if name == "id" {
            // usvg takes the first of several.
            found.ids.entry(value).or_insert(node);
        }
        if matches!(name, "d" | "points") {
            found.points = found.points.saturating_add(value.len() / 2 + 2);
        }
        for id in urls(value) {
            let id = id.ok_or_else(|| outside(xml, node))?;
            found.named.insert(id.to_owned());
        }
    }
    if tag.name() == "style" {
        let css: String = node.children().filter_map(|child| child.text()).collect();
        if css.to_ascii_lowercase().contains("@import") {
            return Err(outside(xml, node));
        }
        found.rules = found.rules.saturating_add(css.matches('{').count());
        for id in urls(&css) {
            let id = id.ok_or_else(|| outside(xml, node))?;
            found.named.insert(id.to_owned());
            found.styled.insert(id.to_owned());
        }
    }
    if PAINTS.contains(&tag.name()) {
        found.paints.push(node);
    }
    if tag.name() == "marker" {
        found.markers.push(node);
    }
    node.children().filter(Node::is_element).try_for_each(|child| visit(xml, child, found))
}

/// What each `url(…)` of a value refers to: an id, or `None` for the outside.
fn urls(value: &str) -> impl Iterator<Item = Option<&str>> {
    value.split("url(").skip(1).map(|rest| {
        let inside = rest.split_once(')').map_or(rest, |(inside, _)| inside);
        inside.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'').strip_prefix('#')
    })
}

fn outside(xml: &Document<'_>, node: Node<'_, '_>) -> ImageFault {
    let what = format!("a `{}` that refers to the outside", node.tag_name().name());
    ImageFault::feature(what, line(xml, node))
}

fn line(xml: &Document<'_>, node: Node<'_, '_>) -> Option<u32> {
    Some(xml.text_pos_at(node.range().start).row)
}

/// How much a file grows once references are followed.
struct Growth<'a, 'i> {
    ids: BTreeMap<&'a str, Node<'a, 'i>>,
    /// By node; `None` while one is being measured: a reference back to it counts nothing.
    known: BTreeMap<usize, Option<Extent>>,
}

/// What is below a node: elements, and the longest chain of them.
#[derive(Debug, Default, Clone, Copy)]
struct Extent {
    count: u64,
    chain: usize,
}

impl Extent {
    fn add(&mut self, below: Extent) {
        self.count = self.count.saturating_add(below.count);
        self.chain = self.chain.max(below.chain + 1);
    }
}

impl<'a, 'i> Growth<'a, 'i> {
    fn of(&mut self, node: Node<'a, 'i>, above: usize) -> Result<Extent, ImageFault> {
        let too_deep = || ImageFault::TooLarge("its references are nested too deep".to_owned());
        if above > MAX_CHAIN {
            return Err(too_deep());
        }
        let key = node.id().get_usize();
        if let Some(known) = self.known.get(&key) {
            return Ok(known.unwrap_or_default());
        }
        self.known.insert(key, None);
        let mut extent = Extent { count: 1, chain: 1 };
        for attribute in node.attributes() {
            let value = attribute.value();
            if attribute.name() == "href"
                && let Some(id) = value.trim().strip_prefix('#')
            {
                extent.add(self.of_id(id, above + 1)?);
            }
            for id in urls(value).flatten() {
                extent.add(self.of_id(id, above + 1)?);
            }
        }
        for child in node.children().filter(Node::is_element) {
            extent.add(self.of(child, above + 1)?);
        }
        if extent.chain > MAX_CHAIN {
            return Err(too_deep());
        }
        self.known.insert(key, Some(extent));
        Ok(extent)
    }

    fn of_id(&mut self, id: &str, above: usize) -> Result<Extent, ImageFault> {
        match self.ids.get(id) {
            Some(node) => self.of(*node, above),
            None => Ok(Extent::default()),
        }
    }
}
