//! Sections of a template: what stands below a heading with an id.

use super::lexer::{Piece, inner, pieces};
use std::ops::Range;

/// A heading and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Anchor that the heading names with `{#id}`, if it names one.
    pub id: Option<String>,
    /// Number of `#` before it: 1 to 6.
    pub level: usize,
    /// Bytes of the text from the heading to the next one of the same or a higher level. Tags in
    /// it are balanced: it ends before a tag that closes what was opened above the heading, and
    /// before one that opens what is closed below.
    pub range: Range<usize>,
    /// Bytes of the line of the heading.
    pub heading: Range<usize>,
}

/// All sections of a text, in order; code is no heading.
pub fn sections(text: &str) -> Vec<Section> {
    let headings = headings(text);
    let tags = blocks(text);
    headings
        .iter()
        .enumerate()
        .map(|(index, (level, id, heading))| {
            let next = headings.iter().skip(index + 1).find(|(other, _, _)| other <= level);
            let end = next.map_or(text.len(), |(_, _, range)| range.start);
            let end = balanced_end(text, &tags, heading.start, end);
            Section {
                id: id.clone(),
                level: *level,
                range: heading.start..end.max(heading.end),
                heading: heading.clone(),
            }
        })
        .collect()
}

type Heading = (usize, Option<String>, Range<usize>);

fn headings(text: &str) -> Vec<Heading> {
    let mut found = Vec::new();
    let mut fence: Option<(char, usize)> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.trim_end().len();
        start += line.len();
        let words = line.trim_start();
        let mark = words.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = mark.map_or(0, |mark| words.chars().take_while(|c| *c == mark).count());
        match fence {
            Some((open, least)) => {
                let closes = mark == Some(open) && length >= least;
                if closes && words.trim_end().chars().all(|c| c == open) {
                    fence = None;
                }
                continue;
            }
            None if length >= 3 => {
                fence = mark.map(|mark| (mark, length));
                continue;
            }
            None => {}
        }
        let level = words.chars().take_while(|c| *c == '#').count();
        let indented = line.len() - words.len() > 3;
        if (1..=6).contains(&level)
            && !indented
            && words.get(level..).is_some_and(|t| t.starts_with(' '))
        {
            found.push((level, anchor(words), range));
        }
    }
    found
}

/// The id in the attributes at the end of a heading: `{#id .class}`.
fn anchor(heading: &str) -> Option<String> {
    let attributes = heading.trim_end().strip_suffix('}')?.rsplit_once('{')?.1;
    attributes.split_whitespace().find_map(|word| word.strip_prefix('#')).map(str::to_owned)
}

/// A tag that opens (`1`), goes on (`0`) or closes (`-1`) a block, and where it starts.
type Block = (usize, i32);

fn blocks(text: &str) -> Vec<Block> {
    const OPEN: &[&str] =
        &["if", "for", "macro", "call", "filter", "with", "block", "autoescape", "raw"];
    let mut found = Vec::new();
    for piece in pieces(text) {
        let Piece::Tag(range) = piece else { continue };
        let tag = inner(text.get(range.clone()).unwrap_or_default());
        let word = tag.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        if OPEN.contains(&word) || (word == "set" && !tag.contains('=')) {
            found.push((range.start, 1));
        } else if word.starts_with("end") {
            found.push((range.start, -1));
        } else if matches!(word, "else" | "elif") {
            found.push((range.start, 0));
        }
    }
    found
}

/// The last place up to `end` at which every block opened since `start` is closed and none that
/// was opened before.
fn balanced_end(text: &str, tags: &[Block], start: usize, end: usize) -> usize {
    let mut open: Vec<usize> = Vec::new();
    for (at, kind) in tags.iter().filter(|(at, _)| (start..end).contains(at)) {
        match kind {
            1 => open.push(*at),
            0 if open.is_empty() => return line_start(text, *at),
            0 => {}
            _ => {
                if open.pop().is_none() {
                    return line_start(text, *at);
                }
            }
        }
    }
    open.first().map_or(end, |at| line_start(text, *at))
}

/// The start of the line of a tag, if nothing but white space stands before it.
fn line_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |i| i + 1);
    let blank = before.get(line..).is_some_and(|t| t.trim().is_empty());
    if blank { line } else { at }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<(String, &str)> {
        sections(text).into_iter().map(|s| (s.id.unwrap_or_default(), &text[s.range])).collect()
    }

    #[test]
    fn a_section_ends_at_the_next_heading_of_its_level() {
        let text = "intro\n## A {#a}\none\n### B {#b .x}\ntwo\n```\n## no\n```\n## C\nthree\n";
        let found = named(text);
        assert_eq!(found[0], ("a".into(), "## A {#a}\none\n### B {#b .x}\ntwo\n```\n## no\n```\n"));
        assert_eq!(found[1].0, "b");
        assert_eq!(found[2], (String::new(), "## C\nthree\n"));
    }

    #[test]
    fn sections_keep_tags_in_balance() {
        let text = "{% if x %}\n## A {#a}\none\n{% endif %}\n## B {#b}\ntwo\n{% if y %}\n## C {#c}\n{% if z %}q{% else %}r{% endif %}\n{% else %}\n## D {#d}\n{% endif %}\n";
        let found = named(text);
        assert_eq!(found[0], ("a".into(), "## A {#a}\none\n"));
        assert_eq!(found[1], ("b".into(), "## B {#b}\ntwo\n"));
        assert_eq!(found[2], ("c".into(), "## C {#c}\n{% if z %}q{% else %}r{% endif %}\n"));
        assert_eq!(found[3], ("d".into(), "## D {#d}\n"));
    }
}
