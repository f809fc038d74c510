//! Runs the binary as people do: exit codes, what is printed where, what is written.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used)]

mod support {
    pub mod command;
}

use support::command::Workspace;

#[test]
fn build_without_a_workspace_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let run = Workspace::run_in(folder.path(), &["build"]);
    run.code(2).stdout("");
    run.stderr_has("no pilotpack.toml in").stderr_has("hint: run pilotpack init");
}

#[test]
fn init_new_and_build_need_no_edit() {
    let folder = tempfile::tempdir().unwrap();
    Workspace::run_in(folder.path(), &["init"]).code(0).stderr_has("next: set [vendor]");
    let workspace = Workspace::at(folder.path());
    workspace.new_customer("demo").code(0).stderr_has("wrote customers/demo.toml");
    workspace.run(&["build"]).code(0).stderr_has("demo  3 documents");
    for path in ["site/index.html", "site/dpa.html", "pdf/terms.pdf", "manifest.json"] {
        assert!(workspace.exists(&format!("output/demo/{path}")), "{path}");
    }
}

#[test]
fn init_writes_nothing_into_a_folder_that_is_not_empty() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    Workspace::run_in(folder.path(), &["init"]).code(2).stderr_has("it holds notes.txt");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn ids_that_share_a_folder_are_refused_before_any_write() {
    let workspace = Workspace::with_customer("acme");
    let text = workspace.read("customers/acme.toml");
    workspace.write("customers/Acme.toml", &text.replace("id = \"acme\"", "id = \"Acme\""));
    workspace.run(&["build"]).code(2).stderr_has("`Acme`").stderr_has("`acme`");
    assert!(!workspace.exists("output"));
}

#[test]
fn a_failing_customer_keeps_its_last_good_pack_and_stops_no_other() {
    let workspace = Workspace::with_customer("good");
    workspace.copy_customer("good", "bad");
    workspace.run(&["build"]).code(0);
    let before = workspace.tree("output/bad");
    let text = workspace.read("customers/bad.toml");
    workspace.write("customers/bad.toml", &text.replace("[pilot]", "[pilto]"));
    workspace.write(
        "customers/good.toml",
        &workspace.read("customers/good.toml").replace("name = \"Acme\"", "name = \"Apex\""),
    );
    let run = workspace.run(&["build"]);
    run.code(1).stderr_has("did you mean `pilot`?").stderr_has("the pack built before is kept");
    run.stderr_has("1 of 2 packs failed");
    assert_eq!(workspace.tree("output/bad"), before);
    assert!(workspace.read("output/good/site/index.html").contains("Apex"));
}

#[test]
fn a_toml_syntax_error_shows_the_place() {
    let workspace = Workspace::with_customer("acme");
    let text = workspace.read("customers/acme.toml");
    workspace.write("customers/acme.toml", &text.replace("key_id = \"", "key_id = "));
    let run = workspace.run(&["build"]);
    run.code(1).stderr_has("customers/acme.toml:").stderr_has("^").stderr_has("opening quote");
}

#[test]
fn packs_are_the_same_bytes_alone_together_and_in_parallel() {
    let workspace = Workspace::with_customer("one");
    workspace.copy_customer("one", "two");
    workspace.copy_customer("one", "three");
    workspace.run(&["build", "--jobs", "1", "--output", "a"]).code(0);
    workspace.run(&["build", "--jobs", "8", "--output", "b"]).code(0);
    workspace.run(&["build", "two", "--output", "c"]).code(0);
    assert_eq!(workspace.tree("a"), workspace.tree("b"));
    assert_eq!(workspace.tree("a/two"), workspace.tree("c/two"));
    assert!(workspace.tree("a/two").len() > 10);
}

#[test]
fn clean_removes_packs_and_keeps_other_files() {
    let workspace = Workspace::with_customer("acme");
    workspace.run(&["build"]).code(0);
    workspace.write("output/acme/notes.txt", "mine");
    workspace.run(&["clean"]).code(0).stderr_has("kept acme/notes.txt");
    assert_eq!(workspace.read("output/acme/notes.txt"), "mine");
    assert!(!workspace.exists("output/acme/manifest.json"));
}

#[test]
fn list_prints_data_on_standard_output() {
    let workspace = Workspace::with_customer("acme");
    let run = workspace.run(&["list"]);
    run.code(0).stdout("acme\tpilot\tAcme Robotics GmbH\tintegration-guide, dpa, terms\n");
}

#[test]
fn an_image_of_another_customer_is_refused() {
    let workspace = Workspace::with_customer("acme");
    workspace.copy_customer("acme", "beta");
    workspace.write("customers/beta/secret.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    let text = workspace.read("customers/acme.toml");
    for path in ["beta/secret.svg", "acme/../beta/secret.svg", "/etc/passwd", "acme/%2e%2e/x.svg"] {
        let logo = format!("logo = \"{path}\"");
        let text = text.replace("# logo = \"acme/logo.svg\"", &logo);
        assert!(text.contains(&logo), "{text}");
        workspace.write("customers/acme.toml", &text);
        workspace.run(&["build", "acme"]).code(1).stderr_has("` is refused: ");
    }
}

#[test]
fn a_draft_says_so_in_the_facts_of_every_document() {
    let workspace = Workspace::with_customer("acme");
    workspace.run(&["build", "--draft"]).code(0);
    for document in ["integration-guide", "dpa", "terms"] {
        let page = workspace.read(&format!("output/acme/site/{document}.html"));
        assert!(page.contains("Draft, not approved"), "{document}");
    }
    workspace.run(&["build"]).code(0);
    assert!(!workspace.read("output/acme/site/dpa.html").contains("Draft, not approved"));
}

#[test]
fn the_output_folder_cannot_be_a_place_that_holds_other_things() {
    let workspace = Workspace::with_customer("acme");
    workspace.write("precious/letter.txt", "mine");
    workspace.run(&["build", "--output", "precious"]).code(2).stderr_has("hint:");
    workspace.run(&["build", "--output", "content"]).code(2);
    assert_eq!(workspace.read("precious/letter.txt"), "mine");
}

#[test]
fn completions_and_help_go_to_standard_output() {
    let workspace = Workspace::starter();
    let run = workspace.run(&["completions", "bash"]);
    assert!(run.code(0).out().contains("_pilotpack"));
    assert!(workspace.run(&["--help"]).code(0).out().contains("Usage: pilotpack"));
    workspace.run(&["biuld"]).code(2).stderr_has("similar subcommand");
}

#[test]
fn a_mistake_in_the_page_style_shows_its_place() {
    let workspace = Workspace::with_customer("acme");
    let text = workspace.read("themes/default/pdf.toml");
    workspace.write("themes/default/pdf.toml", &text.replace("size = 9.8", "sise = 9.8"));
    let run = workspace.run(&["build"]);
    run.code(2).stderr_has("themes/default/pdf.toml:").stderr_has("did you mean `size`?");
    workspace.write("themes/default/pdf.toml", &text.replace("size = 9.8", "size = 0"));
    workspace.run(&["build"]).code(2).stderr_has("`size` is 0 pt; possible are 4 to 36 pt");
    workspace.write("themes/default/pdf.toml", &text.replace("Inter_400Regular.ttf", "Intre.ttf"));
    workspace.run(&["build"]).code(2).stderr_has("the theme has no file");
    assert!(!workspace.exists("output"));
}

#[test]
fn a_character_that_no_face_has_fails_with_its_place() {
    let workspace = Workspace::with_customer("acme");
    let text = workspace.read("customers/acme.toml");
    let text = text.replace("Acme Robotics GmbH", "Acme \u{1200} GmbH");
    workspace.write("customers/acme.toml", &text);
    let run = workspace.run(&["build"]);
    run.code(1).stderr_has("U+1200").stderr_has("content/");
    assert!(!workspace.exists("output/acme"));
}

#[test]
fn values_are_text_in_the_whole_pack() {
    let workspace = Workspace::with_customer("acme");
    let nasty = "A <script>alert(1)</script> *b* [c](https://evil.example) {{ d }} | e\u{2019}s";
    let text = workspace.read("customers/acme.toml");
    workspace.write("customers/acme.toml", &text.replace("Acme Robotics GmbH", nasty));
    workspace.run(&["build"]).code(0);
    for page in ["index", "integration-guide", "dpa", "terms"] {
        let html = workspace.read(&format!("output/acme/site/{page}.html"));
        assert!(!html.contains("<script>alert"), "{page}");
        assert!(!html.contains("href=\"https://evil.example"), "{page}");
    }
    let html = workspace.read("output/acme/site/dpa.html");
    assert!(html.contains("A &lt;script&gt;alert(1)&lt;/script&gt; *b* [c]"), "escaped once");
}

#[test]
fn internal_text_cannot_slip_out_of_its_block() {
    let workspace = Workspace::with_customer("acme");
    let guide = workspace.read("content/integration-guide.md");
    for (text, message) in [
        (
            ":::internal\n\n```text\n:::\n```\n\ncanary-7f3a\n\n:::\n",
            "a line of code that starts with",
        ),
        (
            ":::internal\n\na\n\n:::tabs\n```sh title=\"x\"\ny\n```\n:::\n\ncanary-7f3a\n\n:::\n",
            "`:::tabs` inside",
        ),
        (":::internal\n\ncanary-7f3a\n", "`:::internal` is not closed"),
        ("canary-7f3a\n\n:::\n", "a `:::` that closes nothing"),
    ] {
        workspace.write("content/integration-guide.md", &format!("{guide}\n{text}"));
        let run = workspace.run(&["build"]);
        run.code(1).stderr_has(message).stderr_has("content/integration-guide.md:");
        assert!(!workspace.exists("output/acme"), "{text}");
    }
    workspace.write(
        "content/integration-guide.md",
        &format!("{guide}\n:::internal\n\ncanary-7f3a\n\n:::\n"),
    );
    workspace.run(&["build"]).code(0);
    assert!(!workspace.read("output/acme/site/integration-guide.html").contains("canary-7f3a"));
    assert!(!workspace.read("output/acme/site/assets/search-index.js").contains("canary-7f3a"));
}

#[test]
fn an_altered_pack_is_made_anew() {
    let workspace = Workspace::with_customer("acme");
    workspace.run(&["build"]).code(0);
    let page = workspace.read("output/acme/site/terms.html");
    workspace.write("output/acme/site/terms.html", &page.replacen("Terms", "Tarms", 1));
    workspace.run(&["build"]).code(0);
    assert_eq!(workspace.read("output/acme/site/terms.html"), page);
    workspace.run(&["build"]).code(0).stderr_has("unchanged");
}

#[test]
fn documents_without_a_page_are_linked_as_pdf() {
    let workspace = Workspace::with_customer("acme");
    let terms = workspace.read("content/terms.md");
    let pdf_only = terms.replace("formats = [\"html\", \"pdf\"]", "formats = [\"pdf\"]");
    assert_ne!(terms, pdf_only);
    workspace.write("content/terms.md", &pdf_only);
    workspace.run(&["build"]).code(0);
    assert!(!workspace.exists("output/acme/site/terms.html"));
    assert!(workspace.read("output/acme/site/index.html").contains("href=\"../pdf/terms.pdf\""));
    assert!(workspace.read("output/acme/site/dpa.html").contains("href=\"../pdf/terms.pdf#"));
    workspace
        .write("content/terms.md", &terms.replace("formats = [\"html\", \"pdf\"]", "formats = []"));
    workspace.run(&["build"]).code(2).stderr_has("`formats` must be a list that is not empty");
}

#[test]
fn a_condition_that_is_not_one_is_an_error() {
    let workspace = Workspace::with_customer("acme");
    let dpa = workspace.read("content/dpa.md");
    for (when, message) in
        [("customer.regoin", "`customer.regoin` is not"), ("customer.region", "true or false")]
    {
        let text = dpa.replacen("+++\n", &format!("+++\nwhen = \"{when}\"\n"), 1);
        workspace.write("content/dpa.md", &text);
        workspace.run(&["build"]).code(1).stderr_has(message).stderr_has("content/dpa.md:2:");
    }
}

#[test]
fn texts_that_grow_without_measure_are_stopped() {
    let workspace = Workspace::with_customer("acme");
    let guide = workspace.read("content/integration-guide.md");
    for expression in [
        "'a' | replace('', 'b' * 100000) | replace('b', 'c' * 100000)",
        "'$' * 40000000",
        "pilot.weeks * 9223372036854775807",
    ] {
        let text = format!("{guide}\n\n{{{{ {expression} }}}}\n");
        workspace.write("content/integration-guide.md", &text);
        workspace.run(&["build"]).code(1).stderr_has("content/integration-guide.md:");
    }
}

#[test]
fn quiet_still_says_why_nothing_was_written() {
    let workspace = Workspace::with_customer("acme");
    workspace.run(&["build", "--quiet"]).code(0).stderr_is("");
    workspace.write("output/acme/manifest.json", "not a manifest");
    let run = workspace.run(&["build", "--quiet"]);
    run.code(2).stderr_has("manifest").stderr_has("hint:");
}

#[test]
fn an_emoji_font_is_looked_into_when_a_text_needs_it() {
    let workspace = Workspace::with_customer("acme");
    // The sample's only emoji.
    workspace.write("content/_partials/sla-table.md", "| a | b |\n|---|---|\n| c | d |\n");
    let path = workspace.path("themes/default/fonts/twemoji.woff2");
    let good = std::fs::read(&path).unwrap();
    // Cut off: seen at once.
    std::fs::write(&path, &good[..good.len() / 2]).unwrap();
    let run = workspace.run(&["build"]);
    run.code(2).stderr_has("[PP0403]").stderr_has("themes/default/pdf.toml:");
    // As long as it says, but spoilt: seen by the first text with an emoji.
    let mut spoilt = good.clone();
    spoilt[good.len() / 4..].fill(0x5A);
    std::fs::write(&path, &spoilt).unwrap();
    workspace.run(&["build"]).code(0);
    let guide = workspace.read("content/integration-guide.md");
    workspace.write("content/integration-guide.md", &format!("{guide}\n\nDone \u{1F44D}\n"));
    let run = workspace.run(&["build"]);
    run.code(1).stderr_has("[PP0403]").stderr_has("fonts/twemoji.woff2");
    std::fs::write(&path, &good).unwrap();
    workspace.run(&["build"]).code(0);
}

#[test]
fn timings_have_a_line_for_every_stage() {
    let workspace = Workspace::with_customer("acme");
    let run = workspace.run(&["build", "--quiet", "--timings"]);
    run.code(0);
    let names: Vec<String> =
        run.err.lines().filter_map(|l| l.split(' ').next().map(String::from)).collect();
    let stages = ["read", "prepare", "merge", "pictures", "layout", "pdf", "site", "seal", "write"];
    assert_eq!(names, stages);
    // Shares add up to all of it, but for rounding.
    let share = |line: &str| line.split(" %").next()?.rsplit(' ').next()?.parse::<u32>().ok();
    let sum: u32 = run.err.lines().map(|line| share(line).unwrap()).sum();
    assert!((95..=105).contains(&sum), "{sum}");
}

#[test]
fn values_out_of_their_range_are_refused() {
    let workspace = Workspace::with_customer("acme");
    let text = workspace.read("customers/acme.toml");
    workspace.write("customers/acme.toml", &text.replace("[pilot]", "[pilot]\nweeks = 0"));
    workspace.run(&["build"]).code(1).stderr_has("a whole number from 4 to 26");
    workspace
        .write("customers/acme.toml", &text.replace("[customer]", "[customer]\nlocale = \"nv\""));
    workspace.run(&["build"]).code(1).stderr_has("no dates and numbers are known for `nv`");
}

#[test]
fn a_theme_without_its_style_sheet_is_an_error() {
    let workspace = Workspace::with_customer("acme");
    std::fs::remove_file(workspace.path("themes/default/static/site.css")).unwrap();
    workspace.run(&["build"]).code(1).stderr_has("static/site.css").stderr_has("is missing");
}

#[test]
fn a_number_of_the_page_style_is_pointed_at() {
    let workspace = Workspace::with_customer("acme");
    let text = workspace.read("themes/default/pdf.toml");
    assert!(text.contains("leading = 14.5"));
    workspace.write("themes/default/pdf.toml", &text.replace("leading = 14.5", "leading = 6"));
    let run = workspace.run(&["build"]);
    run.code(2).stderr_has("error[PP0402]: the page style of [guide]: `leading` is 6");
    run.stderr_has("| leading = 6\n").stderr_has("|           ^\n");
}

/// The manifest names every file that a pack was made of, and no file of another customer.
#[test]
fn own_sections_are_among_the_inputs_of_a_pack() {
    let workspace = Workspace::with_customer("acme");
    workspace.copy_customer("acme", "beta");
    let text = "+++\n[replaces]\nphase-connect = \"sha256:0000000000000000\"\n+++\n### Connect {#phase-connect}\n\nAs agreed.\n";
    workspace.write("customers/acme/integration-guide.md", text);
    workspace.run(&["build"]).code(0).stderr_has("warning[PP0212]");
    assert!(
        workspace.read("output/acme/manifest.json").contains("customers/acme/integration-guide.md")
    );
    assert!(!workspace.read("output/beta/manifest.json").contains("customers/acme"));
}

/// A PDF that is asked to carries what its pack's manifest says it was made from, and no more.
#[test]
fn a_pdf_carries_the_list_of_its_sources() {
    let workspace = Workspace::with_customer("acme");
    workspace.copy_customer("acme", "beta");
    let text = workspace.read("content/terms.md");
    let asked = text.replacen("+++\n", "+++\nattach = \"sources\"\n", 1);
    workspace.write("content/terms.md", &asked);
    workspace.run(&["build"]).code(0);
    let attached = |path: &str| {
        let bytes = std::fs::read(workspace.path(path)).unwrap();
        let document = lopdf::Document::load_mem(&bytes).unwrap();
        let found =
            document.objects.values().filter_map(|object| object.as_stream().ok()).find(|stream| {
                stream
                    .dict
                    .get(b"Type")
                    .is_ok_and(|kind| kind.as_name().is_ok_and(|name| name == b"EmbeddedFile"))
            });
        found.map(|stream| stream.get_plain_content().unwrap())
    };
    let bytes = attached("output/acme/pdf/terms.pdf").unwrap();
    let list: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let manifest: serde_json::Value =
        serde_json::from_str(&workspace.read("output/acme/manifest.json")).unwrap();
    for key in ["tool", "customer", "state", "inputs"] {
        assert!(list[key] == manifest[key] && !list[key].is_null(), "{key}");
    }
    assert_eq!(list["document"], "terms");
    let entry = manifest["documents"].as_array().unwrap().iter().find(|one| one["id"] == "terms");
    assert_eq!(list["version"], entry.unwrap()["version"]);
    let keys: Vec<&String> = list.as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 7, "{keys:?}");
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.contains("customers/acme.toml") && !text.contains("beta"), "{text}");
    assert_eq!(attached("output/acme/pdf/dpa.pdf"), None, "the others carry nothing");
    // The same again, alone.
    workspace.run(&["clean"]).code(0);
    workspace.run(&["build", "acme", "--jobs", "1"]).code(0);
    assert!(attached("output/acme/pdf/terms.pdf").unwrap() == bytes);
}

/// A customer's own section that cannot be used fails that customer, and never gives it the shared
/// text in its place; the others are built.
#[test]
fn a_section_that_cannot_be_used_fails_its_customer_alone() {
    let workspace = Workspace::with_customer("acme");
    workspace.copy_customer("acme", "beta");
    let own = "customers/acme/integration-guide.md";
    let unknown = "+++\n[replaces]\n+++\n### Nothing {#nothing-here}\n\nText.\n";
    let syntax = "+++\n[replaces]\nphase-connect = \"sha256:0000000000000000\"\n+++\n### Connect {#phase-connect}\n\n{{ customer.name.\n";
    let plain = "### Connect {#phase-connect}\n";
    for (text, code) in [(unknown, "PP0211"), (syntax, "PP0206"), (plain, "PP0201")] {
        workspace.write(own, text);
        let run = workspace.run(&["build"]);
        run.code(1).stderr_has(&format!("error[{code}]")).stderr_has("acme  failed");
        run.stderr_has("beta  3 documents");
        assert!(!workspace.exists("output/acme") && workspace.exists("output/beta/manifest.json"));
        workspace.run(&["build", "beta"]).code(0);
    }
    #[cfg(unix)]
    {
        std::fs::remove_file(workspace.path(own)).unwrap();
        workspace.write("customers/beta/integration-guide.md", "x");
        std::os::unix::fs::symlink("../beta/integration-guide.md", workspace.path(own)).unwrap();
        std::fs::remove_file(workspace.path("customers/beta.toml")).unwrap();
        workspace.run(&["build"]).code(1).stderr_has("error[PP0107]").stderr_has("acme  failed");
        assert!(!workspace.exists("output/acme"));
    }
}
