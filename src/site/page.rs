//! The page of one document.

use super::error::ThemeError;
use super::navigation::{cards, contents};
use super::pack::Pack;
use super::shell::{Shell, direction};
use super::theme::Theme;
use minijinja::context;
use minijinja::value::{Serde, Value};

/// The page of the document at an index of the pack; `body` is the markup of its `<main>`.
pub(super) fn render(
    theme: &Theme,
    pack: &Pack<'_>,
    shell: &Shell<'_>,
    at: usize,
    body: String,
) -> Result<String, ThemeError> {
    let Some(entry) = pack.documents.get(at) else { return Ok(String::new()) };
    let document = entry.document;
    let language =
        if document.meta.language.is_empty() { pack.language } else { &document.meta.language };
    theme.render(
        "page.html",
        context! {
            shell => Serde(shell),
            language => language,
            direction => direction(language),
            description => &document.meta.summary,
            documents => Serde(cards(pack, Some(at))),
            position => at,
            legal => document.meta.clauses,
            // Ticks of a checklist are kept for one version of one document.
            edition => format!("{}@{}", document.id, document.meta.version),
            contents => Serde(contents(document)),
            body => Value::from_safe_string(body),
        },
    )
}
