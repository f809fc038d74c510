//! Plants marks of places into a template.

use super::lexer::{Piece, pieces};
use super::token::mark;

/// A template with marks, and the way back from its offsets to the file's.
#[derive(Debug, Clone)]
pub struct Instrumented {
    /// The text with marks.
    pub text: String,
    /// Ends of the copied pieces: offset in `text`, offset in the file.
    pairs: Vec<(usize, usize)>,
}

impl Instrumented {
    /// The offset in the file that an offset in the marked text stands for.
    pub fn original(&self, offset: usize) -> usize {
        let at = self.pairs.partition_point(|(marked, _)| *marked <= offset);
        match at.checked_sub(1).and_then(|i| self.pairs.get(i)) {
            Some((marked, file)) => file + (offset - marked),
            None => offset,
        }
    }
}

/// Plants a mark before the first character of every line of text that is not a space, and before
/// every `{{`. White space next to a tag stays next to it, so that `{%-` and `-%}` still trim it.
pub fn instrument(template: &str, source: u32, base: usize) -> Instrumented {
    let mut out = Builder { text: String::with_capacity(template.len() * 2), pairs: vec![] };
    for piece in pieces(template) {
        match piece {
            Piece::Text(range) => {
                let mut at = range.start;
                let mut marked_line = false;
                let text = template.get(range.clone()).unwrap_or_default();
                for (offset, character) in text.char_indices() {
                    let here = range.start + offset;
                    if character == '\n' {
                        marked_line = false;
                    } else if !marked_line && !character.is_whitespace() {
                        out.copy(template, at, here);
                        out.mark(source, base + here);
                        at = here;
                        marked_line = true;
                    }
                }
                out.copy(template, at, range.end);
            }
            Piece::Print(range) => {
                // A mark between the white space before `{{-` and the tag would stop the trim.
                if template.get(range.clone()).is_some_and(|t| t.starts_with("{{-")) {
                    out.mark_before_space(source, base + range.start);
                } else {
                    out.mark(source, base + range.start);
                }
                out.copy(template, range.start, range.end);
            }
            Piece::Tag(range) | Piece::Comment(range) => {
                out.copy(template, range.start, range.end);
            }
        }
    }
    Instrumented { text: out.text, pairs: out.pairs }
}

struct Builder {
    text: String,
    pairs: Vec<(usize, usize)>,
}

impl Builder {
    fn copy(&mut self, template: &str, from: usize, to: usize) {
        if from < to {
            self.pairs.push((self.text.len(), from));
            self.text.push_str(template.get(from..to).unwrap_or_default());
        }
    }

    fn mark(&mut self, source: u32, offset: usize) {
        self.text.push_str(&mark(source, offset));
    }

    fn mark_before_space(&mut self, source: u32, offset: usize) {
        let kept = self.text.trim_end().len();
        let space = self.text.split_off(kept);
        let planted = mark(source, offset);
        // The copied piece is cut in two: what follows the mark starts at a new pair.
        if let Some((marked, file)) = self.pairs.last().copied()
            && kept >= marked
        {
            self.text.push_str(&planted);
            self.pairs.push((self.text.len(), file + (kept - marked)));
        } else {
            self.text.push_str(&planted);
        }
        self.text.push_str(&space);
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::MARK_OPEN;
    use super::*;

    #[test]
    fn offsets_lead_back_to_the_file() {
        let template = "Dear {{ name }},\n\n  text {{- x }}\n";
        let marked = instrument(template, 3, 0);
        for needle in ["{{ name", "{{- x", "text"] {
            let at = marked.text.find(needle).unwrap();
            assert_eq!(marked.original(at), template.find(needle).unwrap(), "{needle}");
        }
    }

    #[test]
    fn white_space_stays_next_to_trimming_tags() {
        let marked = instrument("a {{- x -}} b", 0, 0);
        assert!(marked.text.contains(" {{-"), "{:?}", marked.text);
        assert!(marked.text.contains("-}} "), "{:?}", marked.text);
        assert_eq!(marked.text.matches(MARK_OPEN).count(), 3);
    }
}
