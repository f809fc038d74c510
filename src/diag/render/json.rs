//! `--format json`: one document for the whole run.
//!
//! ```json
//! {
//!   "version": 1,
//!   "findings": [
//!     {
//!       "code": "PP0103",
//!       "severity": "error",
//!       "message": "`any.date` must be a date without quotes such as 2027-01-11",
//!       "customers": ["acme"],
//!       "places": [
//!         {
//!           "file": "customers/acme.toml",
//!           "line": 11,
//!           "column": 8,
//!           "end_line": 11,
//!           "end_column": 20,
//!           "label": "this is a string: write it without quotes",
//!           "primary": true
//!         }
//!       ],
//!       "hints": [],
//!       "help": "pilotpack explain PP0103"
//!     }
//!   ],
//!   "errors": 1,
//!   "warnings": 0
//! }
//! ```
//!
//! - `version` changes when a key changes its meaning or goes away; new keys may come at any time.
//! - `data` is there if the command was asked something (`explain`): its answer.
//! - Findings are sorted: errors first, then by file and place. `errors` and `warnings` count them.
//! - `customers` is sorted, and empty for a finding in shared files that needs no customer.
//! - Files are relative to the folder the program was started in if the workspace lies in it, else
//!   to the workspace. Lines and columns count from 1, columns in characters (code points);
//!   `end_column` is the one after the last character.
//! - Places with `primary` are those to mend: several if the same mistake was made more than once.
//!   The others explain. A failure of the program itself (`PP0001`, `PP0002`) has no place.

use crate::diag::{Finding, Severity};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a serde_json::Value>,
    findings: Vec<Entry<'a>>,
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct Entry<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    customers: &'a [String],
    places: Vec<Spot<'a>>,
    hints: &'a [String],
    help: String,
}

#[derive(Serialize)]
struct Spot<'a> {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    label: &'a str,
    primary: bool,
}

/// All findings of a run as one JSON document with a line end. `folder` comes before every path;
/// it is empty or ends with `/`.
pub fn json(findings: &[Finding], folder: &str) -> String {
    with_data(findings, folder, None)
}

/// The document with the answer of a command that was asked something.
pub fn with_data(findings: &[Finding], folder: &str, data: Option<&serde_json::Value>) -> String {
    let errors = findings.iter().filter(|f| f.severity == Severity::Error).count();
    let document = Document {
        version: 1,
        data,
        findings: findings.iter().map(|finding| entry(finding, folder)).collect(),
        errors,
        warnings: findings.len() - errors,
    };
    // A value of strings and numbers can always be written.
    super::harmless(&serde_json::to_string_pretty(&document).unwrap_or_default())
}

fn entry<'a>(finding: &'a Finding, folder: &str) -> Entry<'a> {
    let spots = finding.places.iter().map(|place| Spot {
        file: format!("{folder}{}", place.file),
        line: place.line,
        column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
        label: &place.label,
        primary: place.primary,
    });
    Entry {
        code: finding.code,
        severity: finding.severity.word(),
        message: &finding.message,
        customers: &finding.customers,
        places: spots.collect(),
        hints: &finding.hints,
        help: format!("pilotpack explain {}", finding.code),
    }
}
