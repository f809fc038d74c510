//! `--format github`: workflow commands, which GitHub shows beside the lines of a pull request.
//!
//! `::error file=…,line=…,col=…,endLine=…,endColumn=…,title=PP0103::message%0Ahint: …`
//!
//! Escaping follows `packages/core/src/command.ts` of actions/toolkit: `%`, CR and LF in the text,
//! and `:` and `,` too in properties.

use crate::diag::{Finding, Place, visible::visible};
use std::fmt::Write as _;

/// One command for each place to mend, each on its own line. `folder` comes before every path; it
/// is empty or ends with `/`.
pub fn github(findings: &[Finding], folder: &str) -> String {
    let mut out = String::new();
    for finding in findings {
        let lines: Vec<String> =
            finding.lines().iter().map(|line| visible(line).into_owned()).collect();
        let text = data(&lines.join("\n"));
        let places = finding.main_places();
        if places.is_empty() {
            command(&mut out, finding, String::new(), &text);
        }
        for place in places {
            command(&mut out, finding, position(place, folder), &text);
        }
    }
    out
}

fn command(out: &mut String, finding: &Finding, position: String, text: &str) {
    let (word, code) = (finding.severity.word(), property(finding.code));
    let _ = writeln!(out, "::{word} {position}title={code}::{text}");
}

/// The properties of a place, with a comma after each. GitHub refuses columns of a range that ends
/// on another line.
fn position(place: &Place, folder: &str) -> String {
    let file = property(&visible(&format!("{folder}{}", place.file)));
    let Place { line, column, end_line, end_column, .. } = place;
    if line == end_line {
        format!("file={file},line={line},col={column},endLine={end_line},endColumn={end_column},")
    } else {
        format!("file={file},line={line},endLine={end_line},")
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Severity;

    fn finding(message: &str, file: &str) -> Finding {
        let place = Place {
            file: file.into(),
            line: 3,
            column: 5,
            end_line: 3,
            end_column: 9,
            label: String::new(),
            primary: true,
        };
        Finding {
            code: "PP0103",
            severity: Severity::Warning,
            message: message.into(),
            customers: vec!["acme".into()],
            places: vec![place],
            hints: vec!["write 100%".into()],
        }
    }

    #[test]
    fn what_github_reads_as_syntax_is_escaped() {
        assert_eq!(
            github(&[finding("50%: a,b::c", "a,b:c%.md")], "docs/"),
            "::warning file=docs/a%2Cb%3Ac%25.md,line=3,col=5,endLine=3,endColumn=9,title=PP0103\
             ::50%25: a,b::c%0Acustomer: acme%0Ahint: write 100%25\n"
        );
    }

    #[test]
    fn a_message_starts_no_command_of_its_own() {
        let text = github(&[finding("a\r\n::set-output name=x::y\u{1b}[0m", "a.md")], "");
        assert_eq!(text.matches('\n').count(), 1, "{text}");
        assert!(text.contains("::a\\r\\n::set-output name=x::y\\u{1b}[0m%0A"), "{text}");
    }

    #[test]
    fn a_range_of_several_lines_has_no_columns() {
        let mut finding = finding("a", "a.md");
        finding.places[0].end_line = 4;
        assert!(github(&[finding], "").starts_with("::warning file=a.md,line=3,endLine=4,title="));
    }

    #[test]
    fn a_failure_has_no_file() {
        let failure = Finding::failure("PP0002", "the disk is full", Some("make room"));
        assert_eq!(
            github(&[failure], "docs/"),
            "::error title=PP0002::the disk is full%0Ahint: make room\n"
        );
    }
}
