//! Findings as other programs read them: `tests/cases/formats` holds what one run gives in each
//! form, `UPDATE=1` accepts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/command.rs"]
mod command;
mod support;

use command::{Run, Workspace};
use pilotpack::diag::render::{self, github, json, sarif};
use pilotpack::diag::{Diagnostic, Finding, Sources, Span};
use serde_json::Value;
use std::path::Path;
use support::Project;
use support::cases::diff;
use support::random::Random;
use support::wrong::base;

const DONE: sarif::Outcome = sarif::Outcome { exit_code: 1, successful: true };

/// Two customers and mistakes in shared text, a layer and a customer's file; several places, a
/// place that explains, letters that need escapes.
fn wrong() -> Project {
    let toml = base().text("customers/acme.toml");
    base()
        .append("content/guide.md", "\nÜnï 😀 {{ any.phone }}.\n")
        .append("content/terms.md", "\n50% of <b>us</b>.\n\nMore <i>of</i> it.\n")
        .customer("beta", &toml.replace("\"acme\"", "\"beta\""))
        .customer("gämma, 100%", "pack = \"pilot")
}

fn findings(project: &Project) -> Vec<Finding> {
    let outcome = project.run();
    outcome.diagnostics.iter().map(|d| Finding::new(d, &outcome.sources)).collect()
}

#[track_caller]
fn golden(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/formats").join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == actual, "{name}\n{}UPDATE=1 accepts", diff(&expected, actual));
}

#[test]
fn json_has_everything() {
    golden("run.json", &json::json(&findings(&wrong()), ""));
}

#[test]
fn github_shows_one_command_for_each_place() {
    golden("run.github", &github::github(&findings(&wrong()), "docs/packs/"));
}

/// The long texts of the rules are those of the page of errors, and left out of the file.
#[test]
fn sarif_has_rules_and_results() {
    let mut log: Value =
        serde_json::from_str(&sarif::sarif(&findings(&wrong()), "", DONE)).unwrap();
    let driver = &mut log["runs"][0]["tool"]["driver"];
    assert_eq!(driver["version"], env!("CARGO_PKG_VERSION"));
    driver["version"] = "0.0.0".into();
    driver["semanticVersion"] = "0.0.0".into();
    for rule in driver["rules"].as_array_mut().unwrap() {
        let entry = pilotpack::diag::codes::find(rule["id"].as_str().unwrap()).unwrap();
        let text = |value: &Value| value.as_str().unwrap().replace("{{", "{").replace("}}", "}");
        assert_eq!(text(&rule["help"]["markdown"]), entry.text);
        assert_eq!(text(&rule["fullDescription"]["text"]), entry.cause());
        rule.as_object_mut().unwrap().remove("help");
        rule.as_object_mut().unwrap().remove("fullDescription");
    }
    golden("run.sarif", &format!("{}\n", serde_json::to_string_pretty(&log).unwrap()));
}

/// The same mistake on more lines: the prints of those that were there stay as they are.
#[test]
fn fingerprints_survive_lines_added_above() {
    let prints = |project: &Project| -> Vec<(Value, Value)> {
        let log: Value = serde_json::from_str(&sarif::sarif(&findings(project), "", DONE)).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        results
            .iter()
            .map(|r| (r["ruleId"].clone(), r["partialFingerprints"]["pilotpack/v1"].clone()))
            .collect()
    };
    let before = wrong();
    let first = prints(&before);
    let text = before.text("content/guide.md");
    let moved = before.file("content/guide.md", text.replace("Dear", "A line.\n\nDear"));
    assert_eq!(prints(&moved), first);
    let mut known: Vec<String> = first.iter().map(|(_, print)| print.to_string()).collect();
    known.sort();
    known.dedup();
    assert_eq!(known.len(), first.len(), "two results with the same fingerprint");
}

#[test]
fn a_run_without_findings_has_a_document_too() {
    assert_eq!(
        json::json(&[], ""),
        "{\n  \"version\": 1,\n  \"findings\": [],\n  \"errors\": 0,\n  \"warnings\": 0\n}\n"
    );
    assert_eq!(github::github(&[], ""), "");
    let log: Value = serde_json::from_str(&sarif::sarif(&[], "", DONE)).unwrap();
    assert_eq!(log["runs"][0]["results"], Value::Array(Vec::new()));
}

/// Whatever stands in files and names: JSON stays JSON, a command stays one line, and nothing
/// reaches a terminal raw.
#[test]
fn any_text_is_safe_in_every_form() {
    let pieces = [
        "a",
        " ",
        "é",
        "北京",
        "👩\u{200D}💻",
        "\n",
        "\r\n",
        "\t",
        "\0",
        "\u{1b}[31m",
        "\u{9b}0m",
        "\u{7f}",
        "\u{85}",
        "\u{2028}",
        "\u{202E}",
        "\u{2066}",
        "\u{FEFF}",
        "\u{E0041}",
        "\u{FFFF}",
        "%",
        "%0A",
        "::error::x",
        "::",
        ",",
        "\"",
        "\\",
        "'",
        "`",
        "{",
        "}}",
        "{0}",
        "[x](1)",
        "</script>",
        "file=x,",
        "#",
        "?",
        "/",
        "..",
        "\u{10FFFF}",
        "\u{301}",
    ];
    let mut random = Random::new(11);
    for round in 0..2000 {
        let mut text = || random.pieces(&pieces, 12);
        let mut sources = Sources::new();
        let id = sources.add(text(), text());
        let spans: Vec<Span> = (0..6)
            .map(|_| {
                let start = text().len();
                Span::new(id, start / 2, start)
            })
            .collect();
        let mut diagnostic = Diagnostic::warning("PP0103", text()).hint(text()).customer(text());
        for (at, span) in spans.into_iter().enumerate() {
            diagnostic = match at {
                0 => diagnostic.at(span, text()),
                _ => diagnostic.related(span, text()),
            };
        }
        let customers = diagnostic.customers.clone();
        let finding = [Finding::new(&diagnostic, &sources)];

        let human = render::human(&diagnostic, &sources, false);
        let hidden = human.chars().find(|c| *c != '\n' && pilotpack::diag::visible::is_hidden(*c));
        assert_eq!(hidden, None, "round {round}: {human:?}");
        // Title, carets and notes are lines of their own; a text cannot add one.
        assert!(human.lines().count() < 60, "round {round}: {human}");

        let folder = format!("{}/", text());
        for document in [json::json(&finding, &folder), sarif::sarif(&finding, &folder, DONE)] {
            let value: Value = serde_json::from_str(&document)
                .unwrap_or_else(|error| panic!("round {round}: {error}\n{document}"));
            assert!(document.chars().all(|c| c == '\n' || !pilotpack::diag::visible::is_hidden(c)));
            if value["version"] == 1 {
                let read = &value["findings"][0];
                assert_eq!(read["message"], diagnostic.message.as_str());
                assert_eq!(read["customers"][0], customers[0].as_str());
            } else {
                let result = &value["runs"][0]["results"][0];
                assert_eq!(result["properties"]["customers"][0], customers[0].as_str());
                let uri =
                    result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str();
                assert!(
                    uri.unwrap()
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b))
                );
            }
        }

        let command = github::github(&finding, &folder);
        assert_eq!(command.matches('\n').count(), 1, "round {round}: {command:?}");
        assert!(
            command.trim_end_matches('\n').chars().all(|c| !pilotpack::diag::visible::is_hidden(c))
        );
        let (properties, text) =
            command.strip_prefix("::warning ").unwrap().split_once("::").unwrap();
        assert!(properties.ends_with("title=PP0103"), "round {round}: {properties}");
        let keys: Vec<&str> = properties.split(',').map(|p| p.split_once('=').unwrap().0).collect();
        let several = ["file", "line", "endLine", "title"];
        let one = ["file", "line", "col", "endLine", "endColumn", "title"];
        assert!(keys == several || keys == one, "round {round}: {properties}");
        for text in [properties, text] {
            let escapes = text.match_indices('%').map(|(at, _)| &text[at + 1..at + 3]);
            assert!(
                escapes.into_iter().all(|e| ["25", "0A", "0D", "3A", "2C"].contains(&e)),
                "{text}"
            );
        }
    }
}

/// The document of a run, and nothing else, on standard output.
#[track_caller]
fn document(run: &Run) -> Value {
    serde_json::from_str(run.out()).unwrap_or_else(|error| panic!("{error}\n{}", run.out()))
}

#[test]
fn standard_output_holds_the_document_and_nothing_else() {
    let workspace = Workspace::with_customer("acme");
    for arguments in [["build", "acme"].as_slice(), &["list"], &["clean"], &["init", "another"]] {
        let run = workspace.run(&[arguments, &["--format", "json"]].concat());
        assert_eq!(document(run.code(0))["errors"], 0, "{arguments:?}");
    }
    workspace.run(&["list", "--format", "github"]).code(0).stdout("");
    workspace.run(&["list", "--format", "json"]).stderr_has("acme\tpilot\t");
    workspace.run(&["build", "--format", "sarif"]).code(0).stderr_has("acme  3 documents");
}

#[test]
fn findings_of_a_build_are_in_the_document() {
    let workspace = Workspace::with_customer("acme");
    let text = workspace.read("customers/acme.toml").replace("https://acme", "acme");
    workspace.write("customers/acme.toml", &text);
    let run = workspace.run(&["build", "--format", "json"]);
    run.code(1).stderr_has("1 error\nhint: pilotpack explain PP0103\n");
    let found = &document(&run)["findings"];
    assert_eq!((&found[0]["code"], found.as_array().unwrap().len()), (&"PP0103".into(), 1));
    assert_eq!(found[0]["places"][0]["file"], "customers/acme.toml");
    let run = workspace.run(&["build", "--format", "sarif", "--quiet"]);
    run.code(1).stderr_is("");
    let invocation = &document(&run)["runs"][0]["invocations"][0];
    assert_eq!(
        (&invocation["exitCode"], &invocation["executionSuccessful"]),
        (&1.into(), &true.into())
    );
    let run = workspace.run(&["build", "--format", "github"]);
    assert!(run.out().starts_with("::error file=customers/acme.toml,line="), "{}", run.out());
}

/// A job that reads the document only must not take a failure for a success.
#[test]
fn failures_are_in_the_document() {
    let workspace = Workspace::with_customer("acme");
    let run = workspace.run(&["build", "acmee", "--format", "json"]);
    run.code(2).stderr_is("error: there is no customer `acmee`\nhint: did you mean `acme`?\n");
    let found = &document(&run)["findings"][0];
    assert_eq!((&found["code"], &found["severity"]), (&"PP0001".into(), &"error".into()));
    assert_eq!(found["message"], "there is no customer `acmee`");
    assert_eq!(found["hints"][0], "did you mean `acme`?");
    assert_eq!(found["places"], Value::Array(Vec::new()));
    let run = workspace.run(&["build", "acmee", "--format", "github"]);
    run.stdout("::error title=PP0001::there is no customer `acmee`%0Ahint: did you mean `acme`?\n");
    let run = workspace.run(&["build", "acmee", "--format", "sarif"]);
    let log = document(&run);
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let text = &invocation["toolExecutionNotifications"][0]["message"]["text"];
    assert_eq!(text, "there is no customer `acmee`\nhint: did you mean `acme`?");
    assert_eq!(log["runs"][0]["results"], Value::Array(Vec::new()));
}

/// Reviews and scanners know files from the top of the repository.
#[test]
fn paths_start_at_the_folder_of_the_run() {
    let workspace = Workspace::with_customer("acme");
    workspace.write("customers/acme.toml", "pack = ");
    let folder = workspace.path("");
    let name = folder.file_name().unwrap().to_str().unwrap();
    let above = folder.parent().unwrap();
    let run = Workspace::run_in(above, &["build", "--workspace", name, "--format", "json"]);
    let place = &document(run.code(1))["findings"][0]["places"][0];
    assert_eq!(place["file"], format!("{name}/customers/acme.toml"));
    let run = Workspace::run_in(&folder.join("content"), &["build", "--format", "json"]);
    assert_eq!(document(&run)["findings"][0]["places"][0]["file"], "customers/acme.toml");
}

#[test]
fn a_form_that_does_not_exist_is_wrong_usage() {
    let workspace = Workspace::starter();
    workspace
        .run(&["build", "--format", "xml"])
        .code(2)
        .stdout("")
        .stderr_has("[possible values: human, json, github, sarif]");
}

/// People see a hundred; programs see all.
#[test]
fn too_many_findings_are_counted() {
    let workspace = Workspace::with_customer("acme");
    let mut text = workspace.read("content/integration-guide.md");
    for number in 0..130 {
        text.push_str(&format!("\n[a](#nowhere-{number})\n"));
    }
    workspace.write("content/integration-guide.md", &text);
    let run = workspace.run(&["build", "--quiet"]);
    run.code(1).stdout("");
    run.stderr_has(
        "130 errors; 30 are not shown, --format json has all\nhint: pilotpack explain PP0310\n",
    );
    assert_eq!(run.err().matches("error[PP0310]").count(), 100);
    let run = workspace.run(&["build", "--format", "json"]);
    assert_eq!(document(&run)["errors"], 130);
    assert_eq!(document(&run)["findings"].as_array().unwrap().len(), 130);
}

/// What a terminal would obey, in a file name and in a value.
#[test]
fn standard_error_never_steers_the_terminal() {
    let workspace = Workspace::with_customer("acme");
    workspace.write("customers/\u{1b}[31mred.toml", "pack = \"\u{1b}[2J");
    let run = workspace.run(&["build", "\u{1b}]0;title\u{7}"]);
    run.code(2);
    assert!(!run.err().contains(['\u{1b}', '\u{7}']), "{:?}", run.err());
    let run = workspace.run(&["build"]);
    assert!(!run.err().contains(['\u{1b}', '\u{7}']), "{:?}", run.err());
}
