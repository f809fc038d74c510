//! Prepares a template for minijinja: marks of places, limits, and operators as calls.

use super::lexer::{Piece, inner, pieces};
use super::limits::cost;
use super::operators::edits;
use super::token::mark;
use crate::diag::SourceId;

/// A piece of a file that a template is made of.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// The text; its tags are balanced.
    pub text: &'a str,
    /// The file.
    pub source: SourceId,
    /// Where in the file the text starts, in bytes.
    pub base: usize,
}

/// A prepared template, and the way back from its offsets to the files'.
#[derive(Debug, Clone, Default)]
pub struct Instrumented {
    /// The text that minijinja gets.
    pub text: String,
    /// What was copied from files, in order.
    copies: Vec<Copy>,
}

/// A run of bytes that stands in the prepared text as it does in a file.
#[derive(Debug, Clone)]
struct Copy {
    prepared: usize,
    length: usize,
    source: SourceId,
    file: usize,
}

impl Instrumented {
    /// The file and the offset in it that an offset of the prepared text stands for: for what was
    /// planted, the place of what follows it.
    pub fn original(&self, offset: usize) -> Option<(SourceId, usize)> {
        let at = self.copies.partition_point(|copy| copy.prepared + copy.length <= offset);
        match self.copies.get(at).or_else(|| self.copies.last()) {
            Some(copy) => {
                let ahead = offset.saturating_sub(copy.prepared).min(copy.length);
                Some((copy.source, copy.file + ahead))
            }
            None => None,
        }
    }
}

/// Prepares a template whose text goes into a document: it gets a mark before the first character
/// of every line that is not a space, and before every `{{`. White space next to a tag stays next
/// to it, so that `{%-` and `-%}` still trim it.
pub fn instrument(parts: &[Part<'_>]) -> Instrumented {
    let mut out = Builder { marks: true, ..Builder::default() };
    for part in parts {
        // What stands in another file is a block of its own, whatever its last line is.
        if !out.done.text.is_empty() && !out.done.text.ends_with("\n\n") {
            out.done.text.push_str("\n\n");
        }
        out.part(*part);
    }
    out.done
}

/// Prepares one string with expressions, without marks.
pub fn prepare(text: &str, source: SourceId, base: usize) -> Instrumented {
    let mut out = Builder::default();
    out.part(Part { text, source, base });
    out.done
}

/// Prepares an expression without delimiters.
pub fn prepare_expression(text: &str, source: SourceId, base: usize) -> Instrumented {
    let mut out = Builder { source: Some(source), base, ..Builder::default() };
    out.tag(text, 0, text.len(), 0);
    out.done
}

/// Cost of the text that each loop, macro, block and the whole of a template print once, those in
/// them not counted: by the index of the piece that opens it; the whole has none.
fn weights(template: &str, pieces: &[Piece]) -> (usize, Vec<usize>) {
    let mut weights = vec![0; pieces.len()];
    let mut whole = 0;
    let mut open: Vec<usize> = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Text(range) => {
                let cost = cost(template.get(range.clone()).unwrap_or_default());
                match open.last().and_then(|at| weights.get_mut(*at)) {
                    Some(weight) => *weight += cost,
                    None => whole += cost,
                }
            }
            Piece::Tag(range) => {
                let tag = template.get(range.clone()).unwrap_or_default();
                match inner(tag).split(|c: char| c.is_whitespace() || c == '(').next() {
                    Some("for" | "macro" | "call" | "block") => open.push(index),
                    Some("endfor" | "endmacro" | "endcall" | "endblock") => {
                        open.pop();
                    }
                    _ => {}
                }
            }
            Piece::Print(_) | Piece::Comment(_) => {}
        }
    }
    (whole, weights)
}

#[derive(Default)]
struct Builder {
    done: Instrumented,
    source: Option<SourceId>,
    base: usize,
    marks: bool,
}

impl Builder {
    fn part(&mut self, part: Part<'_>) {
        self.source = Some(part.source);
        self.base = part.base;
        let template = part.text;
        let pieces = pieces(template);
        let (whole, weights) = weights(template, &pieces);
        if self.marks && whole > 0 {
            // `+`: the line end that may follow is the template's own.
            self.done.text.push_str(&format!("{{% do __file({whole}) +%}}"));
        }
        for (piece, weight) in pieces.iter().zip(weights) {
            match piece {
                Piece::Text(range) if self.marks => self.text(template, range.start, range.end),
                Piece::Text(range) | Piece::Comment(range) => {
                    self.copy(template, range.start, range.end);
                }
                Piece::Print(range) => {
                    let tag = template.get(range.clone()).unwrap_or_default();
                    // A mark between the white space before `{{-` and the tag would stop the trim.
                    if self.marks && tag.starts_with("{{-") {
                        self.mark_before_space(range.start);
                    } else if self.marks {
                        self.mark(range.start);
                    }
                    self.tag(template, range.start, range.end, 2);
                }
                Piece::Tag(range) => {
                    self.tag(template, range.start, range.end, 2);
                    if weight > 0 {
                        self.count(template.get(range.clone()).unwrap_or_default(), weight);
                    }
                }
            }
        }
    }

    /// Plants the call that counts the text of a loop or a macro, trimming what its tag trims.
    fn count(&mut self, tag: &str, bytes: usize) {
        let body = tag.strip_suffix("%}").unwrap_or(tag);
        let control = body.chars().last().filter(|c| matches!(c, '-' | '+'));
        let control = control.map_or_else(String::new, String::from);
        self.done.text.push_str(&format!("{{% do __text({bytes}) {control}%}}"));
    }

    fn text(&mut self, template: &str, start: usize, end: usize) {
        let mut at = start;
        let mut marked_line = false;
        let text = template.get(start..end).unwrap_or_default();
        for (offset, character) in text.char_indices() {
            let here = start + offset;
            if character == '\n' {
                marked_line = false;
            } else if !marked_line && !character.is_whitespace() {
                self.copy(template, at, here);
                self.mark(here);
                at = here;
                marked_line = true;
            }
        }
        self.copy(template, at, end);
    }

    /// Copies a tag with its operators replaced.
    fn tag(&mut self, template: &str, start: usize, end: usize, delimiters: usize) {
        let mut at = start;
        for edit in edits(template.get(start..end).unwrap_or_default(), delimiters) {
            self.copy(template, at, start + edit.range.start);
            self.done.text.push_str(&edit.text);
            at = start + edit.range.end;
        }
        self.copy(template, at, end);
    }

    fn copy(&mut self, template: &str, from: usize, to: usize) {
        if let (true, Some(source)) = (from < to, self.source) {
            self.done.copies.push(Copy {
                prepared: self.done.text.len(),
                length: to - from,
                source,
                file: self.base + from,
            });
            self.done.text.push_str(template.get(from..to).unwrap_or_default());
        }
    }

    fn mark(&mut self, offset: usize) {
        if let Some(source) = self.source {
            self.done.text.push_str(&mark(source.0, self.base + offset));
        }
    }

    fn mark_before_space(&mut self, offset: usize) {
        let kept = self.done.text.trim_end().len();
        let space = self.done.text.split_off(kept);
        self.mark(offset);
        // The copied run is cut in two: what follows the mark is a run of its own.
        if let Some(last) = self.done.copies.last_mut().filter(|copy| copy.prepared <= kept) {
            let whole = std::mem::replace(&mut last.length, kept - last.prepared);
            let rest = Copy {
                prepared: self.done.text.len(),
                length: whole.saturating_sub(last.length),
                source: last.source,
                file: last.file + last.length,
            };
            self.done.copies.push(rest);
        }
        self.done.text.push_str(&space);
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::MARK_OPEN;
    use super::*;

    fn one(template: &str) -> Instrumented {
        instrument(&[Part { text: template, source: SourceId(3), base: 0 }])
    }

    #[test]
    fn offsets_lead_back_to_the_file() {
        let template = "Dear {{ name ~ '!' }},\n\n  text {{- x }}\n{{ a + b days }}";
        let marked = one(template);
        for (prepared, written) in
            [("name", "name"), ("'!'", "'!'"), ("- x", "- x"), ("a ,", "a +"), ("b , \"", "b days")]
        {
            let at =
                marked.text.find(prepared).unwrap_or_else(|| panic!("{prepared}: {}", marked.text));
            let place = template.find(written).unwrap();
            assert_eq!(marked.original(at), Some((SourceId(3), place)), "{written}");
        }
        // What is planted stands for what follows it.
        let call = marked.text.find("__add").unwrap();
        assert_eq!(marked.original(call), Some((SourceId(3), template.find("a +").unwrap())));
    }

    #[test]
    fn parts_of_several_files_know_their_own() {
        let parts = [
            Part { text: "one {{ a }}\n", source: SourceId(1), base: 100 },
            Part { text: "two\n", source: SourceId(2), base: 7 },
        ];
        let marked = instrument(&parts);
        let at = |needle: &str| marked.original(marked.text.find(needle).unwrap());
        assert_eq!(at("{{ a"), Some((SourceId(1), 104)));
        assert_eq!(at("wo\n"), Some((SourceId(2), 8)));
    }

    #[test]
    fn white_space_stays_next_to_trimming_tags() {
        let marked = one("a {{- x -}} b");
        assert!(marked.text.contains(" {{-"), "{:?}", marked.text);
        assert!(marked.text.contains("-}} "), "{:?}", marked.text);
        assert_eq!(marked.text.matches(MARK_OPEN).count(), 3);
    }

    #[test]
    fn loops_and_macros_count_their_text() {
        let text = one("abc{% for a in b -%}\n12{% if c %}345{% endif %}{% for d in e %}6{% endfor %}{%- endfor %}").text;
        assert!(text.starts_with("{% do __file(3) +%}"), "{text}");
        assert!(text.contains("{% for a in b -%}{% do __text(70) -%}"), "{text}");
        assert!(text.contains("{% for d in e %}{% do __text(1) %}"), "{text}");
    }
}
