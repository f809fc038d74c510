//! `new` and `schema`: the way to a customer's file that is right.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[allow(dead_code, reason = "every test file uses a part of it")]
mod support {
    pub mod command;
    pub mod random;
}

use pilotpack::diag::{Sink, Sources};
use pilotpack::workspace::json_schema::{Facts, File, text};
use pilotpack::workspace::scaffold::{Draft, customer_file, wanted};
use pilotpack::workspace::{self as ws, Node, Schema, Table, Value, Variables, parse_toml};
use std::path::{Path, PathBuf};
use support::command::{Run, Workspace};
use support::random::Random;

/// Layers of the starter, as flags.
const LAYERS: [&str; 4] = ["--layer", "region/eu", "--layer", "plan/pilot"];

#[test]
fn new_never_overwrites_and_lists_what_it_needs() {
    let workspace = Workspace::starter();
    let run = workspace.run(&[&["new", "demo"], &LAYERS[..]].concat());
    run.code(2).stderr_has("--set 'customer.legal_name=");
    assert!(!workspace.exists("customers/demo.toml"));
    workspace.new_customer("demo").code(0);
    let before = workspace.read("customers/demo.toml");
    workspace.new_customer("demo").code(2).stderr_has("is there already");
    assert_eq!(workspace.read("customers/demo.toml"), before);
}

#[test]
fn values_of_the_wrong_type_show_where_they_were_given() {
    let workspace = Workspace::starter();
    let run = workspace.new_customer_with("demo", &["--set", "contacts.privacy.email=nobody"]);
    run.code(1).stderr_has("must be an e-mail address").stderr_has("nothing was written");
    run.stderr_has("--> --set contacts.privacy.email:1:26");
    let run = workspace.new_customer_with("demo", &["--set", "pilot.start_date=soon"]);
    run.code(1).stderr_has("must be a date without quotes");
    let run = workspace.new_customer_with("demo", &["--set", "pilot.start_date=2027-02-30"]);
    run.code(1).stderr_has("must be a date without quotes");
    let run = workspace.new_customer_with("demo", &["--set", "customer.name=Ac\u{202e}me"]);
    run.code(1).stderr_has("U+202E").stderr_has("--> --set customer.name:1:");
    assert!(!workspace.exists("customers/demo.toml"));
}

#[test]
fn flags_that_name_nothing_known_are_wrong_usage() {
    let workspace = Workspace::starter();
    for (flag, value, said) in [
        ("--layer", "region/ue", "did you mean `region/eu`?"),
        ("--pack", "pilto", "did you mean `pilot`?"),
        ("--set", "customer.nmae=x", "did you mean `customer.name`?"),
        ("--set", "customer.name", "has no `=`"),
        ("--set", "customer.id=x", "run pilotpack new x"),
        ("--from", "nowhere.toml", "cannot read nowhere.toml"),
    ] {
        workspace.run(&["new", "demo", flag, value]).code(2).stderr_has(said);
    }
    assert!(!workspace.exists("customers/demo.toml"));
}

#[test]
fn a_value_cannot_bring_other_keys_with_it() {
    let workspace = Workspace::starter();
    let value = "customer.name=A\"\n[brand]\nprimary = \"#000000";
    let run = workspace.new_customer_with("demo", &["--set", value]);
    run.code(1).stderr_has("`customer.name` must be a string of one line");
    let run = workspace.new_customer_with("demo", &["--set", "pilot.weeks=4\n[brand]"]);
    run.code(1).stderr_has("`pilot.weeks` must be a whole number");
}

#[test]
fn values_layers_and_pack_come_from_a_file() {
    let workspace = Workspace::with_customer("acme");
    let text = workspace.read("customers/acme.toml");
    workspace.write("answers.toml", &text.replace("name = \"Acme\"", "name = \"Apex\""));
    workspace.run(&["new", "apex", "--from", "answers.toml"]).code(0);
    let text = workspace.read("customers/apex.toml");
    assert!(text.contains("layers = [\"region/eu\", \"plan/pilot\"]"), "{text}");
    assert!(text.contains("id = \"apex\"") && text.contains("name = \"Apex\""), "{text}");
    workspace.run(&["build", "apex"]).code(0);
}

#[test]
fn values_come_from_standard_input_and_flags_win() {
    let workspace = Workspace::with_customer("acme");
    let values = workspace.read("customers/acme.toml");
    let from = |id: &str, values: &str, more: &[&str]| -> Run {
        let arguments = [&["new", id, "--from", "-"], more].concat();
        Workspace::run_with(&workspace.path(""), &arguments, values)
    };
    let more = ["--set", "customer.name=Apex", "--layer", "region/us", "--layer", "plan/pilot"];
    from("apex", &values, &more).code(0).stderr_has("19 values given");
    let text = workspace.read("customers/apex.toml");
    assert!(text.contains("layers = [\"region/us\", \"plan/pilot\"]"), "{text}");
    assert!(text.contains("name = \"Apex\""), "{text}");
    let run = from("beta", "[customer]\nadress = 'x'\n", &[]);
    run.code(1).stderr_has("--> standard input:2:1").stderr_has("did you mean `address`?");
    from("beta", "[customer\n", &[]).code(1).stderr_has("--> standard input:1:");
    assert!(!workspace.exists("customers/beta.toml"));
}

#[test]
fn every_mistake_in_the_file_of_values_shows_its_place() {
    let workspace = Workspace::starter();
    workspace.write(
        "in.toml",
        "layers = [\"region/ue\"]\npack = \"pilto\"\n[customer]\ncountry = \"de\"\nnmae = \"x\"\n\n[[sla]]\nseverty = \"High\"\n",
    );
    let run = workspace.run(&["new", "demo", "--from", "in.toml"]);
    run.code(1).stderr_has("nothing was written");
    for place in ["in.toml:1:11", "in.toml:2:8", "in.toml:4:11", "in.toml:5:1", "in.toml:8:1"] {
        run.stderr_has(place);
    }
    assert!(!workspace.exists("customers/demo.toml"));
}

#[test]
fn rows_that_lack_a_column_are_found_before_anything_is_written() {
    let workspace = Workspace::starter();
    let run = workspace.new_customer_with("demo", &["--set", "sla=[{ severity = \"High\" }]"]);
    run.code(1).stderr_has("`sla[].response` is not set").stderr_has("customers/demo.toml:");
    assert!(!workspace.exists("customers/demo.toml"));
}

#[test]
fn nothing_is_left_beside_the_file() {
    let workspace = Workspace::with_customer("acme");
    let names: Vec<_> = std::fs::read_dir(workspace.path("customers"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn a_file_has_its_whole_form() {
    let folder = golden();
    let workspace = Workspace::at(folder.path());
    let run = workspace.run(&["new", "acme", "--from", "answers.toml"]);
    run.code(0).stderr_is(
        "wrote customers/acme.toml\n\
         24 values given, 1 from pilotpack.toml, 2 from customers/_layers/eu.toml\n\
         next: pilotpack build acme\n",
    );
    accept("expected.toml", &workspace.read("customers/acme.toml"));
}

#[test]
fn a_schema_has_its_whole_form() {
    let folder = golden();
    let workspace = Workspace::at(folder.path());
    accept("customer.schema.json", workspace.run(&["schema"]).code(0).out());
    let layer = workspace.run(&["schema", "layer"]).code(0).out().to_owned();
    assert!(!layer.contains("\"required\": [\n    \"pack\""), "{layer}");
    assert!(workspace.run(&["schema", "config"]).code(0).out().contains("\"packs\""));
    workspace.run(&["schema", "--write"]).code(0).stderr_has("wrote schemas/layer.schema.json");
    assert_eq!(workspace.read("schemas/layer.schema.json"), layer);
    workspace
        .run(&["schema", "--write"])
        .code(0)
        .stderr_has("nothing new for schemas/layer.schema.json");
    workspace.run(&["schema", "layer", "--write"]).code(2);
}

#[test]
fn the_schemas_of_this_workspace_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = ws::Workspace::load(root, &mut Sink::new()).unwrap();
    let facts = Facts::of(&workspace);
    let config = std::fs::read_to_string(root.join(".taplo.toml")).unwrap();
    for file in File::ALL {
        let committed = std::fs::read_to_string(root.join(file.path())).unwrap();
        let path = file.path();
        assert!(
            committed == text(&facts.schema_of(file)),
            "{path}: run `cargo run -- schema --write`"
        );
        assert!(config.contains(&format!("path = \"{path}\"")), ".taplo.toml does not name {path}");
    }
}

#[test]
fn init_brings_what_editors_need() {
    let workspace = Workspace::starter();
    workspace.run(&["schema", "--write"]).code(0).stderr_is(
        "nothing new for schemas/customer.schema.json\n\
         nothing new for schemas/layer.schema.json\n\
         nothing new for schemas/workspace.schema.json\n",
    );
    assert!(workspace.read(".taplo.toml").contains("customers/_layers/**/*.toml"));
}

#[test]
fn an_answer_can_make_another_value_required() {
    let (schema, _) = schema();
    let mut below = Variables::defaults(&schema);
    let required = |below: &Variables| -> Vec<String> {
        let note = below.text("motto").is_some();
        wanted(&schema, below, |name, entry| entry.required || note && name == "brand.logo")
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .collect()
    };
    let before = required(&below);
    assert_eq!(before[..2], ["customer.name", "customer.note"], "in the order of the schema");
    assert!(!before.contains(&"customer.id".to_owned()));
    below.set("motto", node(Value::Text("x".into())));
    let after = required(&below);
    assert_eq!(after.len(), before.len() + 1);
    assert!(after.contains(&"brand.logo".to_owned()));
}

#[test]
fn a_value_that_a_condition_requires_is_asked_for() {
    let folder = golden();
    let workspace = Workspace::at(folder.path());
    let answers = workspace.read("answers.toml").replace("hours = ", "# hours = ");
    workspace.write("answers.toml", &answers);
    let run = workspace.run(&["new", "acme", "--from", "answers.toml"]);
    run.code(2).stderr_has("acme needs 1 more value").stderr_has("contacts.privacy.hours=9 to 5");
    let answers = answers
        .replace("layers = [\"eu\"]", "")
        .replace("country = \"DE\"", "country = \"GB\"\nregion = \"uk\"\nlocale = \"en-GB\"");
    workspace.write("answers.toml", &answers.replace("[fees]", "[fees]\npilot = \"0.00 GBP\""));
    workspace.run(&["new", "acme", "--from", "answers.toml"]).code(0);
    assert!(workspace.read("customers/acme.toml").contains("# hours = \"9 to 5\""));
}

/// Pieces of text that have a meaning in TOML, and some that have none.
const PIECES: &[&str] = &[
    "\"", "\"\"\"", "'", "'''", "\\", "\\n", "\\u0041", "\n", "\n\n", " ", "#", "# ", "=", "[",
    "]]", "{", "}", ",", ".", "a", "ß", "Ω", "🔴", "key = 1", "[x]", "\u{2003}", "{{ x }}", "%}",
    "\u{a0}",
];

#[test]
fn what_is_written_is_what_was_answered() {
    let (schema, sources) = schema();
    let mut random = Random::new(20_270_111);
    for round in 0..400 {
        let mut answers = Variables::default();
        for (name, entry) in &schema.entries {
            if name == "customer.id" || name.starts_with("vendor.") || random.below(4) == 0 {
                continue;
            }
            answers.set(name, any(&mut random, entry));
        }
        let below = Variables::defaults(&schema);
        let layers: Vec<String> = (0..random.below(4)).map(|_| random.pieces(PIECES, 4)).collect();
        let pack = random.pieces(PIECES, 4);
        let (answers, shared) = (answers.root, Table::new());
        let draft = Draft {
            id: "acme",
            pack: &pack,
            layers: &layers,
            answers: &answers,
            below: &below,
            shared: &shared,
        };
        let written = customer_file(&draft, &schema);
        let (mut sources, mut sink) = (sources.clone(), Sink::new());
        let source = sources.add("written.toml", written.as_str());
        let mut table = parse_toml(source, &sources, &mut sink)
            .unwrap_or_else(|| panic!("round {round}: {sink:#?}\n{written}"));
        assert_eq!(table.remove("pack").unwrap().as_text(), Some(pack.as_str()));
        let named = table.remove("layers").unwrap();
        let named: Vec<&str> = named.as_list().unwrap().iter().filter_map(Node::as_text).collect();
        assert_eq!(named, layers);
        let mut expected = Variables { root: answers.clone() };
        expected.set("customer.id", node(Value::Text("acme".into())));
        assert_eq!(plain(&table), plain(&expected.root), "round {round}\n{written}");
        let long =
            written.lines().find(|line| line.starts_with("# ") && line.chars().count() > 100);
        assert_eq!(long, None, "a comment is too long");
    }
}

/// A value of the form of its type; what it says does not matter to the writer.
fn any(random: &mut Random, entry: &ws::Entry) -> Node {
    let text = |random: &mut Random| node(Value::Text(random.pieces(PIECES, 12)));
    match &entry.kind {
        ws::Kind::Date => node(Value::Date("2027-01-11".into())),
        ws::Kind::Integer => node(Value::Integer(random.below(100) as i64 - 50)),
        ws::Kind::Decimal | ws::Kind::Percent => node(Value::Decimal("0.10".into())),
        ws::Kind::Boolean => node(Value::Boolean(random.below(2) == 0)),
        ws::Kind::List(_) => {
            node(Value::List((0..random.below(6)).map(|_| text(random)).collect()))
        }
        ws::Kind::Table(columns) => row(random, columns),
        ws::Kind::TableList(columns) => {
            node(Value::List((0..random.below(4)).map(|_| row(random, columns)).collect()))
        }
        _ => text(random),
    }
}

fn row(random: &mut Random, columns: &ws::Columns) -> Node {
    let mut row = Table::new();
    for (name, column) in columns {
        if column.required || random.below(2) == 0 {
            row.insert(name.clone(), any(random, column));
        }
    }
    node(Value::Table(row))
}

/// A table without places, and without tables that hold nothing.
fn plain(table: &Table) -> Vec<(String, String)> {
    fn value(node: &Node) -> String {
        match &node.value {
            Value::List(items) => format!("{:?}", items.iter().map(value).collect::<Vec<_>>()),
            Value::Table(row) => format!("{:?}", plain(row)),
            other => format!("{other:?}"),
        }
    }
    let variables = Variables { root: table.clone() };
    variables.names().iter().map(|n| (n.clone(), value(variables.get(n).unwrap()))).collect()
}

fn node(value: Value) -> Node {
    let span = pilotpack::diag::Span::new(pilotpack::diag::SourceId(0), 0, 0);
    Node { value, span, key: span }
}

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/new").join(name)
}

/// The schema of the cases.
fn schema() -> (Schema, Sources) {
    let (mut sources, mut sink) = (Sources::new(), Sink::new());
    let text = std::fs::read_to_string(case("schema.toml")).unwrap();
    let source = sources.add("content/schema.toml", text);
    let schema = Schema::read(&parse_toml(source, &sources, &mut sink).unwrap(), &mut sink);
    assert!(sink.is_empty(), "{sink:#?}");
    (schema, sources)
}

/// A workspace made of the cases.
fn golden() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let workspace = Workspace::at(folder.path());
    for (from, to) in [
        ("schema.toml", "content/schema.toml"),
        ("pilotpack.toml", "pilotpack.toml"),
        ("layer/eu.toml", "customers/_layers/eu.toml"),
        ("answers.toml", "answers.toml"),
    ] {
        workspace.write(to, &std::fs::read_to_string(case(from)).unwrap());
    }
    workspace.write("content/guide.md", "+++\ntitle = \"Guide\"\n+++\n\n## Welcome\n");
    workspace.write("themes/default/empty", "");
    folder
}

/// The text is what the case says; `UPDATE=1` writes it down.
#[track_caller]
fn accept(name: &str, actual: &str) {
    let path = case(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(actual, expected, "UPDATE=1 accepts {}", path.display());
}
