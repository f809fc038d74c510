//! `{#id .class}` at the end of a heading or of the first paragraph of an item.

use super::Inline;

/// What the braces say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    pub id: Option<String>,
    pub annex: bool,
    pub unnumbered: bool,
    /// Words in the braces that mean nothing.
    pub unknown: Vec<String>,
}

/// Takes the attributes off the end of a text.
pub(super) fn take(content: &mut Vec<Inline>) -> Attributes {
    let mut attributes = Attributes::default();
    let Some(Inline::Text(text)) = content.last_mut() else { return attributes };
    let trimmed = text.trim_end();
    let Some(body) = trimmed.strip_suffix('}') else { return attributes };
    let Some(open) = body.rfind('{') else { return attributes };
    let words = body.get(open + 1..).unwrap_or_default();
    if !words.starts_with(['#', '.']) {
        return attributes;
    }
    for word in words.split_whitespace() {
        match word {
            ".annex" => attributes.annex = true,
            ".unnumbered" => attributes.unnumbered = true,
            _ => match word.strip_prefix('#').filter(|id| is_id(id)) {
                Some(id) => attributes.id = Some(id.to_owned()),
                None => attributes.unknown.push(word.to_owned()),
            },
        }
    }
    let kept = text.get(..open).unwrap_or_default().trim_end().to_owned();
    if kept.is_empty() {
        content.pop();
        if matches!(content.last(), Some(Inline::SoftBreak)) {
            content.pop();
        }
    } else {
        *text = kept;
    }
    attributes
}

/// Lower-case letters, digits and hyphens, starting with a letter: safe in addresses and in PDF
/// names on every system.
fn is_id(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_classes_are_taken_off() {
        let mut content = vec![Inline::Text("Measures {#annex-2 .annex}".into())];
        let attributes = take(&mut content);
        assert_eq!(attributes.id.as_deref(), Some("annex-2"));
        assert!(attributes.annex);
        assert_eq!(content, [Inline::Text("Measures".into())]);
    }

    #[test]
    fn other_braces_stay() {
        let mut content = vec![Inline::Text("GET /v1/keys/{key_id}".into())];
        assert_eq!(take(&mut content), Attributes::default());
        assert_eq!(content, [Inline::Text("GET /v1/keys/{key_id}".into())]);
    }
}
