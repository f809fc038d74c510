//! What every code means: `docs/errors.md`, split into its sections.
//!
//! The page is the only source: [`find`] is what `explain CODE` prints, [`all`] what the rules of
//! a SARIF log are made from. `tests/errors_page.rs` holds page and code to each other.

use super::suggest;
use std::sync::LazyLock;

const PAGE: &str = include_str!("../../docs/errors.md");

/// One section of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The code, such as `PP0103`.
    pub code: &'static str,
    /// The rest of its heading, such as `a value of the wrong type`.
    pub title: &'static str,
    /// The Markdown below the heading: Cause, Example and Fix. Ends with a line end.
    pub text: &'static str,
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| split(PAGE));

/// All entries in the order of the page, which is the order of the codes.
pub fn all() -> &'static [Entry] {
    &ENTRIES
}

/// The entry of a code. Small letters will do: `pp0103`.
pub fn find(code: &str) -> Option<Entry> {
    all().iter().find(|entry| entry.code.eq_ignore_ascii_case(code)).copied()
}

/// Whether this has the form of a code, known or not: `PP` and digits, as typed.
pub fn is_code(word: &str) -> bool {
    let digits = word.get(..2).filter(|head| head.eq_ignore_ascii_case("PP")).and(word.get(2..));
    digits.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
}

/// The known code nearest to a word that is none, for a hint.
pub fn nearest(word: &str) -> Option<&'static str> {
    suggest::nearest(&word.to_ascii_uppercase(), all().iter().map(|entry| entry.code))
}

impl Entry {
    /// What stands below `**Cause.**`, as one line of plain text: the description of a rule.
    pub fn cause(&self) -> String {
        let text = self.part("Cause");
        text.lines().collect::<Vec<_>>().join(" ")
    }

    /// The Markdown of a part, `Cause`, `Example` or `Fix`, without the word itself; empty if the
    /// section has none.
    pub fn part(&self, name: &str) -> &'static str {
        let Some((_, rest)) = self.text.split_once(&format!("**{name}.** ")) else { return "" };
        let end = ["\n**Example.** ", "\n**Fix.** "].into_iter().filter_map(|next| rest.find(next));
        end.min().and_then(|end| rest.get(..end)).unwrap_or(rest).trim_end()
    }

    /// The section for a terminal: the heading, then the three parts with code set in by four
    /// columns and the name of the file it belongs to above it.
    pub fn plain(&self) -> String {
        let mut plain = format!("{}: {}\n", self.code, self.title);
        let mut fenced = false;
        for line in self.text.lines() {
            let info = line.strip_prefix("```");
            match info {
                Some(_) if fenced => fenced = false,
                Some(info) => {
                    fenced = true;
                    let mut words = info.split(' ').skip(1);
                    if let Some(path) = words.next() {
                        let place = if words.any(|word| word == "append") { "add to " } else { "" };
                        plain.push_str(&format!("  {place}{path}\n"));
                    }
                }
                None if line.is_empty() => plain.push('\n'),
                None if fenced => plain.push_str(&format!("    {line}\n")),
                None => {
                    let line = ["Cause", "Example", "Fix"]
                        .into_iter()
                        .find_map(|part| {
                            let rest = line.strip_prefix(&format!("**{part}.** "))?;
                            Some(format!("{part}: {rest}"))
                        })
                        .unwrap_or_else(|| line.to_owned());
                    plain.push_str(&line);
                    plain.push('\n');
                }
            }
        }
        plain
    }
}

/// The sections that start with a line `## PP0000 – title`; what stands before the first is not
/// part of any. A `## ` inside a fenced block starts none.
fn split(page: &'static str) -> Vec<Entry> {
    let mut starts = Vec::new();
    let (mut fenced, mut at) = (false, 0);
    for line in page.split_inclusive('\n') {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if !fenced && let Some(heading) = line.strip_prefix("## ") {
            starts.push((at, heading.trim_end(), at + line.len()));
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(start, ..)| *start).chain([page.len()]);
    starts
        .iter()
        .zip(ends)
        .filter_map(|(&(_, heading, start), end)| {
            let (code, title) = heading.split_once(" – ")?;
            let text = page.get(start..end)?.trim_start_matches('\n');
            Some(Entry { code, title, text: with_one_line_end(text) })
        })
        .collect()
}

/// A text with the blank lines at its end left out.
fn with_one_line_end(text: &'static str) -> &'static str {
    text.get(..text.trim_end().len() + 1).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_has_its_parts() {
        let entry = find("pp0103").expect("a section");
        assert_eq!((entry.code, entry.title), ("PP0103", "a value of the wrong type"));
        assert!(entry.text.starts_with("**Cause.** A value is not"), "{}", entry.text);
        assert!(entry.text.ends_with("```\n"), "{}", entry.text);
        assert!(entry.cause().starts_with("A value is not what its type"), "{}", entry.cause());
        assert!(entry.cause().ends_with("exactly what somebody wrote."), "{}", entry.cause());
        assert!(!entry.cause().contains('\n'));
        assert!(entry.part("Fix").starts_with("Write the value"));
        assert!(entry.part("Example").contains("error[PP0103]"));
        assert_eq!(entry.part("Remedy"), "");
    }

    #[test]
    fn a_heading_in_code_starts_no_section() {
        let fix = find("PP0305").expect("a section").text;
        assert!(fix.contains("\n## Security\n"), "{fix}");
    }

    #[test]
    fn codes_are_told_from_names_of_customers() {
        for code in ["PP0103", "pp0103", "PP9"] {
            assert!(is_code(code), "{code}");
        }
        for name in ["acme", "PP", "pp-1", "PP01x3", "", "ü1", "p€0"] {
            assert!(!is_code(name), "{name}");
        }
        assert_eq!(find("PP0999"), None);
        assert_eq!(nearest("PP01O3"), Some("PP0103"));
        assert_eq!(nearest("zebra"), None);
    }

    #[test]
    fn a_terminal_gets_no_fences() {
        let plain = find("PP0102").expect("a section").plain();
        assert!(
            plain.starts_with("PP0102: a key that nothing declares\nCause: A file sets"),
            "{plain}"
        );
        assert!(
            plain.contains("\n  add to customers/acme.toml\n\n    [any]\n    emial ="),
            "{plain}"
        );
        assert!(!plain.contains("```") && !plain.contains("**"), "{plain}");
    }
}
