//! Where template tags begin and end.
//!
//! minijinja does not tell where its tags stand, so this finds them: enough of its grammar to know
//! text from tags, strings inside tags, comments and raw blocks.

use std::ops::Range;

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text outside of tags.
    Text(Range<usize>),
    /// `{{ expression }}`, delimiters included.
    Print(Range<usize>),
    /// `{% statement %}`, delimiters included.
    Tag(Range<usize>),
    /// `{## comment ##}`.
    Comment(Range<usize>),
}

/// Splits a template. An unclosed tag runs to the end: minijinja reports it.
pub fn pieces(template: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(rest) = template.get(at..) {
        let Some(open) = next_open(rest) else {
            if !rest.is_empty() {
                pieces.push(Piece::Text(at..template.len()));
            }
            break;
        };
        if open > 0 {
            pieces.push(Piece::Text(at..at + open));
        }
        let start = at + open;
        let tag = template.get(start..).unwrap_or_default();
        if tag.starts_with("{##") {
            let end = tag.find("##}").map_or(template.len(), |i| start + i + 3);
            pieces.push(Piece::Comment(start..end));
            at = end;
        } else if tag.starts_with("{{") {
            let end = start + close(tag, "}}");
            pieces.push(Piece::Print(start..end));
            at = end;
        } else {
            let end = start + close(tag, "%}");
            pieces.push(Piece::Tag(start..end));
            at = end;
            if inner(template.get(start..end).unwrap_or_default()) == "raw" {
                let body = template.get(end..).unwrap_or_default();
                let stop = find_endraw(body).unwrap_or(body.len());
                if stop > 0 {
                    pieces.push(Piece::Text(end..end + stop));
                }
                at = end + stop;
            }
        }
    }
    pieces
}

/// The words between the delimiters, without whitespace control.
pub fn inner(tag: &str) -> &str {
    let body = tag.get(2..tag.len().saturating_sub(2)).unwrap_or_default();
    body.trim_start_matches(['-', '+']).trim_end_matches(['-', '+']).trim()
}

fn next_open(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find('{')?;
        let tail = text.get(at..)?;
        if tail.starts_with("{{") || tail.starts_with("{%") || tail.starts_with("{##") {
            return Some(at);
        }
        from = at + 1;
    }
}

/// Length of the tag up to and with its closing delimiter, strings and what stands in brackets
/// passed over, as minijinja does.
fn close(tag: &str, delimiter: &str) -> usize {
    let mut quote: Option<char> = None;
    let mut escaped = false;
    let mut open = 0_usize;
    for (at, character) in tag.char_indices().skip(2) {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if character == '\\' => escaped = true,
            Some(q) if character == q => quote = None,
            Some(_) => {}
            None if character == '"' || character == '\'' => quote = Some(character),
            None if open == 0 && tag.get(at..).is_some_and(|t| t.starts_with(delimiter)) => {
                return at + delimiter.len();
            }
            None if matches!(character, '(' | '[' | '{') => open += 1,
            None if matches!(character, ')' | ']' | '}') => open = open.saturating_sub(1),
            None => {}
        }
    }
    tag.len()
}

fn find_endraw(body: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + body.get(from..)?.find("{%")?;
        let tag = body.get(at..)?;
        let end = tag.find("%}")? + 2;
        if inner(tag.get(..end)?) == "endraw" {
            return Some(at);
        }
        from = at + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(template: &str) -> Vec<(char, &str)> {
        pieces(template)
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(r) => ('t', &template[r]),
                Piece::Print(r) => ('p', &template[r]),
                Piece::Tag(r) => ('b', &template[r]),
                Piece::Comment(r) => ('c', &template[r]),
            })
            .collect()
    }

    #[test]
    fn tags_text_and_comments_are_told_apart() {
        assert_eq!(
            kinds("a {{ '}}' }} {#id} {## {{ x }} ##}{% if y %}z{% endif %}"),
            [
                ('t', "a "),
                ('p', "{{ '}}' }}"),
                ('t', " {#id} "),
                ('c', "{## {{ x }} ##}"),
                ('b', "{% if y %}"),
                ('t', "z"),
                ('b', "{% endif %}"),
            ]
        );
    }

    #[test]
    fn brackets_hide_a_delimiter() {
        assert_eq!(
            kinds("{{ {'a': {'b': 1}}.a ~ x }} y {% if {'a': {}}.a %}"),
            [('p', "{{ {'a': {'b': 1}}.a ~ x }}"), ('t', " y "), ('b', "{% if {'a': {}}.a %}")]
        );
    }

    #[test]
    fn raw_blocks_are_text() {
        assert_eq!(
            kinds("{% raw %}{{ x }}{% endraw %}"),
            [('b', "{% raw %}"), ('t', "{{ x }}"), ('b', "{% endraw %}")]
        );
    }
}
