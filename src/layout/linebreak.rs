//! Where lines should break: the total-fit method of Knuth and Plass (“Breaking Paragraphs into
//! Lines”, 1981), for justified and for ragged text.
//!
//! A paragraph is a row of boxes, glue and penalties. Every legal break gets the cheapest way to
//! reach it; the window of starts that still fit on the line keeps the work near linear.

use super::geom::Pt;
use super::paragraph::Setting;
use std::collections::VecDeque;

/// A piece of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Item {
    /// Something that is printed, in points.
    Box {
        /// Width.
        width: Pt,
    },
    /// Space, in points; a line may end at it if it is breakable.
    Glue {
        /// Natural width.
        width: Pt,
        /// How much it may grow.
        stretch: Pt,
        /// How much it may shrink.
        shrink: Pt,
        /// Whether a line may end here.
        breakable: bool,
        /// How far a line that ends here stands out into the margin, for light punctuation.
        hang: Pt,
    },
    /// A place within words where a line may end at a price.
    Penalty {
        /// Width printed within the line if it ends here, such as that of a hyphen, in points; less
        /// than 0 if what is before it stands out into the margin.
        width: Pt,
        /// The price, 0 and more; one less than 0 forces the line to end.
        cost: f32,
        /// Whether a hyphen is printed; two such lines in a row are dear.
        hyphen: bool,
    },
}

/// A line: items `start..end`, and how its glue is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// First item.
    pub start: usize,
    /// The item at which it ends: glue, a penalty, or one past the last item.
    pub end: usize,
    /// Share of the stretch (more than 0) or of the shrink (less than 0) to add to each glue.
    pub ratio: f32,
}

// Prices as in TeX's plain format, Knuth 1986, appendix B.
const LINE: f64 = 10.0;
const DOUBLE_HYPHEN: f64 = 10_000.0;
/// Dearer than in TeX: a paragraph must not end in a part of a word.
const LAST_HYPHEN: f64 = 60_000.0;
/// A last line that is hardly there, shorter than this share of the width.
const RUNT: f32 = 0.14;
const RUNT_PRICE: f64 = 6_000.0;
/// Ragged lines may end this share of the width before the margin without looking short.
const RAG: f32 = 0.14;
/// Keeps a row of breaks without width from being quadratic.
const WINDOW: usize = 1_000;

struct Node {
    /// First item of the line that starts here.
    start: usize,
    /// Item at which the line before ended.
    item: usize,
    total: f64,
    before: usize,
    hyphen: bool,
}

#[derive(Clone, Copy, Default)]
struct Sum {
    width: Pt,
    stretch: Pt,
    shrink: Pt,
}

/// Breaks a paragraph into lines.
pub fn break_lines(items: &[Item], setting: &Setting) -> Vec<Line> {
    let Setting { width, justify, .. } = *setting;
    let sums = sums(items, justify);
    let starts = starts(items);
    let mut nodes = vec![Node {
        start: starts.first().copied().unwrap_or(0),
        item: 0,
        total: 0.0,
        before: 0,
        hyphen: false,
    }];
    let mut active = VecDeque::from([0_usize]);
    let mut after_box = false;
    for at in 0..=items.len() {
        let item = items.get(at);
        let (extra, cost, hyphen, forced) = match item {
            Some(Item::Box { .. }) => {
                after_box = true;
                continue;
            }
            Some(Item::Glue { breakable, hang, .. }) => {
                let legal = *breakable && after_box;
                after_box = false;
                if !legal {
                    continue;
                }
                (-hang, 0.0, false, false)
            }
            Some(Item::Penalty { width, cost, hyphen }) => (*width, *cost, *hyphen, *cost < 0.0),
            None => (0.0, 0.0, false, true),
        };
        let last = item.is_none();
        let line = |node: &Node| measure(&sums, node.start, at);
        let mut overfull = None;
        while let Some(&first) = active.front() {
            let fits = nodes.get(first).is_some_and(|node| {
                let sum = line(node);
                sum.width + extra.min(0.0) - sum.shrink <= width + 0.01
            });
            if fits && active.len() <= WINDOW {
                break;
            }
            overfull = active.pop_front();
        }
        let mut best: Option<(f64, usize)> = None;
        for &candidate in &active {
            let Some(node) = nodes.get(candidate) else { continue };
            let mut sum = line(node);
            sum.width += extra;
            if sum.width - sum.shrink > width + 0.01 {
                continue;
            }
            let mut price = price(sum, setting, last || forced);
            if forced && !last {
                // A line the author ended.
            } else if cost > 0.0 {
                price += f64::from(cost) * f64::from(cost);
            }
            if node.hyphen && hyphen {
                price += DOUBLE_HYPHEN;
            }
            if last {
                price += if node.hyphen { LAST_HYPHEN } else { 0.0 };
                let runt = sum.width < RUNT * width && node.item > 0;
                price += if runt { RUNT_PRICE } else { 0.0 };
            }
            let total = node.total + price;
            if best.is_none_or(|(least, _)| total < least) {
                best = Some((total, candidate));
            }
        }
        // Nothing fits: the piece is wider than the line, or its hyphen is.
        let best = best.or_else(|| {
            let only = if active.is_empty() { overfull } else { None }?;
            Some((nodes.get(only)?.total + 1e9, only))
        });
        let Some((total, before)) = best else { continue };
        if forced {
            active.clear();
        }
        active.push_back(nodes.len());
        let start = starts.get(at + 1).copied().unwrap_or(items.len());
        nodes.push(Node { start, item: at, total, before, hyphen });
    }
    collect(&nodes, items, &sums, width, justify)
}

fn price(sum: Sum, setting: &Setting, last: bool) -> f64 {
    let Setting { width, justify, tolerance, .. } = *setting;
    let slack = width - sum.width;
    let ratio = match (justify, slack >= 0.0) {
        (_, true) if last => 0.0,
        (true, true) => slack / (sum.stretch * tolerance).max(0.01),
        (_, false) => -slack / sum.shrink.max(0.01),
        (false, true) => slack / (width * RAG * tolerance).max(1.0),
    };
    let badness = (100.0 * f64::from(ratio).powi(3)).min(100_000.0);
    (LINE + badness).powi(2)
}

fn sums(items: &[Item], justify: bool) -> Vec<Sum> {
    let mut sum = Sum::default();
    let mut sums = vec![sum];
    for item in items {
        match item {
            Item::Box { width } => sum.width += width,
            Item::Glue { width, stretch, shrink, .. } => {
                sum.width += width;
                if justify {
                    sum.stretch += stretch;
                    sum.shrink += shrink;
                }
            }
            Item::Penalty { .. } => {}
        }
        sums.push(sum);
    }
    sums
}

/// For each item the first one at or after it that can start a line.
fn starts(items: &[Item]) -> Vec<usize> {
    let mut starts: Vec<usize> = Vec::with_capacity(items.len() + 1);
    let mut next = items.len();
    starts.push(next);
    for (at, item) in items.iter().enumerate().rev() {
        match item {
            Item::Glue { breakable: true, .. } => {}
            Item::Penalty { cost, .. } if *cost >= 0.0 => {}
            Item::Penalty { .. } | Item::Box { .. } | Item::Glue { .. } => next = at,
        }
        starts.push(next);
    }
    starts.reverse();
    starts
}

fn measure(sums: &[Sum], start: usize, end: usize) -> Sum {
    match (sums.get(start), sums.get(end)) {
        (Some(a), Some(b)) if start <= end => Sum {
            width: b.width - a.width,
            stretch: b.stretch - a.stretch,
            shrink: b.shrink - a.shrink,
        },
        _ => Sum::default(),
    }
}

fn collect(nodes: &[Node], items: &[Item], sums: &[Sum], width: Pt, justify: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut at = nodes.len().saturating_sub(1);
    while at > 0 {
        let Some(node) = nodes.get(at) else { break };
        let Some(before) = nodes.get(node.before) else { break };
        let mut sum = measure(sums, before.start, node.item);
        let (extra, forced) = match items.get(node.item) {
            Some(Item::Penalty { width, cost, .. }) => (*width, *cost < 0.0),
            Some(Item::Glue { hang, .. }) => (-hang, false),
            Some(Item::Box { .. }) => (0.0, false),
            None => (0.0, true),
        };
        sum.width += extra;
        let slack = width - sum.width;
        let ratio = match (justify, slack >= 0.0) {
            (false, _) => 0.0,
            (true, true) if forced || sum.stretch <= 0.0 => 0.0,
            (true, true) => slack / sum.stretch,
            (true, false) if sum.shrink <= 0.0 => 0.0,
            (true, false) => (slack / sum.shrink).max(-1.0),
        };
        lines.push(Line { start: before.start.min(node.item), end: node.item, ratio });
        at = node.before;
    }
    lines.reverse();
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(justify: bool) -> Setting {
        Setting { justify, ..Setting::ragged(100.0) }
    }

    fn words(widths: &[Pt]) -> Vec<Item> {
        let glue = Item::Glue { width: 3.0, stretch: 1.5, shrink: 1.0, breakable: true, hang: 0.0 };
        widths.iter().flat_map(|w| [Item::Box { width: *w }, glue]).collect()
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        let items = words(&[30.0; 40]);
        for line in break_lines(&items, &setting(true)) {
            let sum: Pt = items[line.start..line.end]
                .iter()
                .map(|i| match i {
                    Item::Box { width } => *width,
                    Item::Glue { width, stretch, shrink, .. } => {
                        width + line.ratio * if line.ratio > 0.0 { *stretch } else { *shrink }
                    }
                    Item::Penalty { .. } => 0.0,
                })
                .sum();
            assert!(sum < 100.1, "{sum}");
        }
    }

    #[test]
    fn every_item_is_on_one_line() {
        let items = words(&[10.0, 250.0, 20.0, 30.0]);
        let lines = break_lines(&items, &setting(false));
        let boxes: usize = lines
            .iter()
            .map(|l| items[l.start..l.end].iter().filter(|i| matches!(i, Item::Box { .. })).count())
            .sum();
        assert_eq!(boxes, 4);
    }

    #[test]
    fn a_forced_break_ends_the_line() {
        let items = [
            Item::Box { width: 10.0 },
            Item::Penalty { width: 0.0, cost: -1.0, hyphen: false },
            Item::Box { width: 10.0 },
        ];
        assert_eq!(break_lines(&items, &setting(true)).len(), 2);
    }
}
