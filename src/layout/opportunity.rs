//! Where lines may break: the opportunities of UAX #14 less those that read badly, and the syllables
//! of words.

use super::geom::Pt;
use super::inline::Rich;
use super::line::{Atom, Content};
use icu_segmenter::{LineSegmenter, options::LineBreakOptions};

/// Fewest letters of a word that is divided.
const SHORTEST: usize = 6;
/// Words that stay with the number before them.
const UNITS: [&str; 45] = [
    "%", "€", "$", "£", "EUR", "USD", "CHF", "GBP", "ms", "s", "min", "h", "kB", "MB", "GB", "TB",
    "KiB", "MiB", "GiB", "mm", "cm", "km", "kg", "pt", "a.m.", "p.m.", "seconds", "minutes",
    "hours", "days", "weeks", "months", "years", "Sekunden", "Minuten", "Stunden", "Tage", "Tagen",
    "Wochen", "Monate", "Monaten", "Jahre", "jours", "mois", "ans",
];
/// Months beside which the day stays, in the languages of the interface that write them as words.
const MONTHS: [&str; 36] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Januar",
    "Februar",
    "März",
    "Mai",
    "Juni",
    "Juli",
    "Oktober",
    "Dezember",
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "enero",
    "febrero",
    "marzo",
    "junio",
];
/// Words that stay with the number after them.
const LABELS: [&str; 24] = [
    "Article",
    "Articles",
    "Art.",
    "Clause",
    "Clauses",
    "clause",
    "clauses",
    "Section",
    "Sections",
    "section",
    "§",
    "§§",
    "No.",
    "Annex",
    "page",
    "Page",
    "Artikel",
    "Abs.",
    "Ziffer",
    "Abschnitt",
    "Nr.",
    "Seite",
    "article",
    "annexe",
];

/// Words that stay with the number after them if a number is before them too.
const JOINING: [&str; 12] =
    ["and", "or", "to", "und", "oder", "bis", "et", "ou", "à", "y", "o", "hasta"];

/// Bytes at which a line may end (UAX #14), less those that read badly.
pub fn opportunities(rich: &Rich) -> Vec<usize> {
    let text = rich.text.as_str();
    let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
    let mut breaks: Vec<usize> =
        segmenter.segment_str(text).skip(1).filter(|at| may_break(text, *at)).collect();
    if !rich.soft_breaks.is_empty() {
        breaks.extend(&rich.soft_breaks);
        breaks.sort_unstable();
        breaks.dedup();
    }
    breaks
}

fn may_break(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { return false };
    if after.is_empty() {
        return true;
    }
    let next = leading(after);
    if before.ends_with(' ') {
        let last = trailing(before.trim_end_matches(' '));
        let number = |w: &str| w.ends_with(|c: char| c.is_ascii_digit());
        let starts = |w: &str| w.starts_with(|c: char| c.is_ascii_digit());
        let unit = next.trim_end_matches([',', ';', ':', ')']);
        let unit = if UNITS.contains(&unit) { unit } else { unit.trim_end_matches('.') };
        let roman = |w: &str| {
            let bare = w.trim_end_matches([',', '.', ';', ':', ')']);
            !bare.is_empty() && bare.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
        };
        let label = last.trim_start_matches(['(', '[', '“', '„', '«', '"']);
        // 7 402 115: groups of three after one to three figures.
        let bare = next.trim_end_matches([',', '.', ';', ':', ')']);
        let figures = |w: &str| w.chars().all(|c| c.is_ascii_digit());
        let grouped = figures(label) && label.len() <= 3 && figures(bare) && bare.len() == 3;
        // clauses 3 and 4, 1 to 200: the second number stays with its conjunction.
        let first = || {
            let rest = before.trim_end_matches(' ').strip_suffix(last).unwrap_or_default();
            trailing(rest.trim_end_matches([' ', '\u{A0}', ',']))
        };
        let pair = JOINING.contains(&last) && (starts(next) || roman(next)) && {
            let first = first();
            number(first) || roman(first)
        };
        let day = number(last.trim_end_matches('.')) && last.len() <= 3;
        return !(number(last) && UNITS.contains(&unit)
            || !label.is_empty() && grouped
            || pair
            || (starts(next) || roman(next)) && LABELS.contains(&label)
            || day && MONTHS.contains(&unit)
            || starts(next) && MONTHS.contains(&last));
    }
    // An address ends a line where it was made soft, nowhere else.
    if in_address(before, after) {
        return false;
    }
    // Within a word: at least two characters on both sides, so that `-H` and `/v2` stay whole.
    let last = trailing(before);
    let ascii = last.is_ascii() && next.is_ascii();
    !ascii || (last.len() > 2 && next.len() > 1)
}

/// Whether a place is within an e-mail or web address; only what is near is looked at.
fn in_address(before: &str, after: &str) -> bool {
    let head = before.char_indices().rev().take(80).find(|(_, c)| c.is_whitespace());
    let far = before.char_indices().rev().nth(79).map_or(0, |(at, _)| at);
    let start = head.map_or(far, |(at, c)| at + c.len_utf8());
    let end = after.char_indices().take(80).find(|(_, c)| c.is_whitespace());
    let end = end.or_else(|| after.char_indices().nth(80)).map_or(after.len(), |(at, _)| at);
    let (head, tail) = (before.get(start..).unwrap_or(""), after.get(..end).unwrap_or(""));
    head.contains("://") || head.contains('@') || tail.contains('@')
}

/// The last word, or as much of it as matters.
fn trailing(text: &str) -> &str {
    let from = text.char_indices().rev().take(16).find(|(_, c)| c.is_whitespace());
    let far = text.char_indices().rev().nth(15).map_or(0, |(at, _)| at);
    let start = from.map_or(far, |(at, c)| at + c.len_utf8());
    text.get(start..).unwrap_or(text)
}

fn leading(text: &str) -> &str {
    let end = text.char_indices().take(16).find(|(_, c)| c.is_whitespace());
    let far = text.char_indices().nth(16).map_or(text.len(), |(at, _)| at);
    text.get(..end.map_or(far, |(at, _)| at)).unwrap_or(text)
}

/// For each atom whether the unbreakable run it belongs to is wider than the line, so that the line
/// has to end within it.
pub fn wide_runs(atoms: &[Atom], width: Pt) -> Vec<bool> {
    let mut wide = Vec::with_capacity(atoms.len());
    let mut run = 0.0;
    for (at, atom) in atoms.iter().enumerate() {
        let space = matches!(atom.content, Content::Space(_) | Content::Break);
        let ends = atom.breaks || matches!(atom.content, Content::Break) || at + 1 == atoms.len();
        if !(ends && space) {
            run += atom.width;
        }
        if ends {
            wide.resize(at + 1, run > width);
            run = 0.0;
        }
    }
    wide
}

/// The rules that divide words of a language, by its BCP 47 tag, if they are known.
pub fn hyphenation(tag: &str) -> Option<hypher::Lang> {
    // Tags of three letters are languages of their own: `den` is not German.
    let code = tag.split('-').next().unwrap_or_default();
    hypher::Lang::from_iso(code.as_bytes().try_into().ok()?)
}

/// Bytes after which a word may be divided with a hyphen: two letters at least stay on the line,
/// three go to the next.
pub fn syllables(text: &str, language: Option<hypher::Lang>) -> Vec<usize> {
    let Some(language) = language else { return Vec::new() };
    let trimmed = text.trim_start_matches(|c: char| !c.is_alphabetic());
    let offset = text.len() - trimmed.len();
    let core = trimmed.trim_end_matches(|c: char| !c.is_alphabetic());
    let letters = core.chars().count();
    let capitals = core.chars().skip(1).any(char::is_uppercase);
    if !(SHORTEST..=40).contains(&letters) || capitals || !core.chars().all(char::is_alphabetic) {
        return Vec::new();
    }
    let mut at = offset;
    let mut cuts: Vec<usize> = hypher::hyphenate_bounded(core, language, 2, 3)
        .map(|syllable| {
            at += syllable.len();
            at
        })
        .collect();
    cuts.pop();
    cuts
}
