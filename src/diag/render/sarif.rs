//! `--format sarif`: a log in the Static Analysis Results Interchange Format 2.1.0 (OASIS), which
//! code scanners, editors and dashboards read.
//!
//! A finding with several places to mend becomes a result for each, so that a dashboard closes
//! each on its own. Section numbers below are those of the standard.

use crate::diag::{Finding, Place, Severity, codes};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The base of all paths: the folder that the program was started in, or the workspace.
const ROOT: &str = "SRCROOT";

/// How the run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// The exit code of the program.
    pub exit_code: u8,
    /// Whether it looked at everything it was asked to; findings are no failure.
    pub successful: bool,
}

/// All findings of a run as one log with a line end. Findings without a place that stand for a
/// failure of the program go to its notifications, all others to the results. `folder` comes
/// before every path; it is empty or ends with `/`.
pub fn sarif(findings: &[Finding], folder: &str, outcome: Outcome) -> String {
    let (failures, findings): (Vec<&Finding>, Vec<&Finding>) =
        findings.iter().partition(|finding| is_failure(finding));
    let mut levels: BTreeMap<&str, Severity> = BTreeMap::new();
    for finding in &findings {
        let level = levels.entry(finding.code).or_insert(finding.severity);
        *level = (*level).min(finding.severity);
    }
    let rules: Vec<Value> = levels.iter().map(|(code, level)| rule(code, *level)).collect();
    let notifications: Vec<Value> = failures
        .iter()
        .map(|failure| json!({"level": "error", "message": message(&failure.lines().join("\n"))}))
        .collect();
    let mut seen = BTreeMap::new();
    let mut results = Vec::new();
    for finding in findings {
        let index = levels.keys().position(|code| *code == finding.code).unwrap_or_default();
        let places = finding.main_places();
        if places.is_empty() {
            results.push(result(finding, index, None, folder, &mut seen));
        }
        for place in places {
            results.push(result(finding, index, Some(place), folder, &mut seen));
        }
    }
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "invocations": [{
                "executionSuccessful": outcome.successful,
                "exitCode": outcome.exit_code,
                "toolExecutionNotifications": notifications,
            }],
            "originalUriBaseIds": {ROOT: {"description": {
                "text": "The folder that pilotpack was started in, or the workspace if that lies elsewhere.",
            }}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    super::harmless(&serde_json::to_string_pretty(&log).unwrap_or_default())
}

fn is_failure(finding: &Finding) -> bool {
    finding.places.is_empty() && finding.code.starts_with("PP00")
}

/// §3.49: what a code means, from the page of errors.
fn rule(code: &str, level: Severity) -> Value {
    let mut rule = json!({"id": code, "defaultConfiguration": {"level": level.word()}});
    if let (Some(entry), Some(object)) = (codes::find(code), rule.as_object_mut()) {
        object.insert("name".into(), json!(pascal_case(entry.title)));
        object.insert("shortDescription".into(), message(entry.title));
        object.insert("fullDescription".into(), message(&entry.cause()));
        object.insert(
            "help".into(),
            json!({"text": braces(&entry.plain()), "markdown": braces(entry.text)}),
        );
    }
    rule
}

/// §3.27. `seen` counts results that are alike but for their line.
fn result(
    finding: &Finding,
    rule: usize,
    place: Option<&Place>,
    folder: &str,
    seen: &mut BTreeMap<String, usize>,
) -> Value {
    let related: Vec<Value> = finding
        .places
        .iter()
        .filter(|other| !other.primary && place != Some(other))
        .enumerate()
        .map(|(id, other)| {
            let mut location = location(other, folder);
            if let Some(object) = location.as_object_mut() {
                object.insert("id".into(), json!(id));
            }
            location
        })
        .collect();
    let digest = fingerprint(finding, place);
    let count = seen.entry(digest.clone()).or_default();
    *count += 1;
    json!({
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity.word(),
        "message": message(&finding.lines().join("\n")),
        "locations": place.map(|place| location(place, folder)).into_iter().collect::<Vec<_>>(),
        "relatedLocations": related,
        "partialFingerprints": {"pilotpack/v1": format!("{digest}:{count}")},
        "properties": {"customers": finding.customers, "hints": finding.hints},
    })
}

/// §3.28.
fn location(place: &Place, folder: &str) -> Value {
    let mut location = json!({"physicalLocation": {
        "artifactLocation": {"uri": uri(&format!("{folder}{}", place.file)), "uriBaseId": ROOT},
        "region": {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        },
    }});
    if !place.label.is_empty()
        && let Some(object) = location.as_object_mut()
    {
        object.insert("message".into(), message(&place.label));
    }
    location
}

/// What stays the same when lines are added above: code, file and message.
fn fingerprint(finding: &Finding, place: Option<&Place>) -> String {
    let file = place.map_or("", |place| place.file.as_str());
    let mut hash = Sha256::new();
    for part in [finding.code, file, &finding.message] {
        hash.update(part.len().to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn message(text: &str) -> Value {
    json!({"text": braces(text)})
}

/// §3.11.5: braces enclose the numbers of arguments; those that are text are doubled.
fn braces(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// A relative URI reference (RFC 3986): bytes other than unreserved ones and `/` are
/// percent-encoded.
fn uri(path: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// `a value of the wrong type` as `ValueOfWrongType`: a name of the rule for people (§3.49.7).
fn pascal_case(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty() && !matches!(*word, "a" | "an" | "the"));
    words
        .flat_map(|word| {
            let mut chars = word.chars();
            chars.next().into_iter().flat_map(char::to_uppercase).chain(chars)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("content/Über uns 100%.md"), "content/%C3%9Cber%20uns%20100%25.md");
        assert_eq!(uri("a:b/c?d#e"), "a%3Ab/c%3Fd%23e");
    }

    #[test]
    fn titles_become_names() {
        assert_eq!(pascal_case("a value of the wrong type"), "ValueOfWrongType");
        assert_eq!(pascal_case("the page's style"), "PageSStyle");
    }

    #[test]
    fn braces_are_no_arguments() {
        assert_eq!(braces("print {{ x }} and {0}"), "print {{{{ x }}}} and {{0}}");
    }

    #[test]
    fn a_fingerprint_does_not_know_the_line() {
        let place = |line| Place {
            file: "a.md".into(),
            line,
            column: 1,
            end_line: line,
            end_column: 2,
            label: String::new(),
            primary: true,
        };
        let finding = Finding::failure("PP0202", "`x` is not set", None);
        let first = fingerprint(&finding, Some(&place(3)));
        assert_eq!(first, fingerprint(&finding, Some(&place(9))));
        assert_ne!(first, fingerprint(&finding, None));
        let mut other = finding.clone();
        other.message.push('!');
        assert_ne!(first, fingerprint(&other, Some(&place(3))));
    }
}
