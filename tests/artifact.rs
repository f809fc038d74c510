//! The writer of `output/`: whole packs, other people's files, dangerous places.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

use pilotpack::artifact::write::{Danger, MARKER};
use pilotpack::artifact::{
    Artifact, DocumentEntry, InputEntry, Kind, MANIFEST, ManifestError, Mismatch, Output,
    PackManifest, State, WriteError,
};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

struct Project {
    dir: TempDir,
}

impl Project {
    fn new() -> Self {
        let dir = TempDir::new().unwrap();
        for folder in ["content", "customers", "themes", "ledger"] {
            fs::create_dir(dir.path().join(folder)).unwrap();
        }
        fs::write(dir.path().join("content/terms.md"), "terms").unwrap();
        Project { dir }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn open(&self, dir: &str) -> Result<Output, WriteError> {
        Output::open(&self.path(dir), self.dir.path())
    }

    fn output(&self) -> Output {
        self.open("output").unwrap()
    }

    #[track_caller]
    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }
}

fn pack(customer: &str, files: &[(&str, &str)]) -> Vec<Artifact> {
    let mut artifacts: Vec<Artifact> =
        files.iter().map(|(path, text)| Artifact::new(*path, *text, Kind::Html)).collect();
    PackManifest::new(customer, State::Draft).seal(&mut artifacts).unwrap();
    artifacts
}

/// Every name below a folder, sorted.
fn names(dir: &Path) -> Vec<String> {
    fn walk(dir: &Path, prefix: &str, names: &mut Vec<String>) {
        for entry in fs::read_dir(dir).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().unwrap().is_dir() {
                walk(&entry.path(), &format!("{name}/"), names);
            }
            names.push(name);
        }
    }
    let mut found = Vec::new();
    walk(dir, "", &mut found);
    found.sort();
    found
}

#[test]
fn a_manifest_is_sorted_and_read_back() {
    let mut manifest = PackManifest::new("acme", State::Release);
    manifest.documents.push(DocumentEntry {
        id: "dpa".to_owned(),
        title: "Data Processing Agreement".to_owned(),
        version: "1.2".to_owned(),
        formats: vec!["html".to_owned(), "pdf".to_owned()],
        pages: Some(12),
    });
    let digest = pilotpack::artifact::Digest::of(b"x");
    for path in ["customers/acme.toml", "content/dpa.md", "content/dpa.md"] {
        manifest.inputs.push(InputEntry { path: path.to_owned(), sha256: digest });
    }
    let mut one = vec![
        Artifact::new("site/index.html", "b", Kind::Html),
        Artifact::new("pdf/dpa.pdf", "a", Kind::Pdf),
    ];
    let mut two: Vec<Artifact> = one.iter().rev().cloned().collect();
    let sealed = manifest.clone().seal(&mut one).unwrap();
    manifest.seal(&mut two).unwrap();
    let json = &one.last().unwrap().bytes;
    assert_eq!(json, &two.last().unwrap().bytes);
    let parsed = PackManifest::parse(json).unwrap();
    assert_eq!(parsed, sealed);
    let paths: Vec<_> = parsed.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["pdf/dpa.pdf", "site/index.html"]);
    assert_eq!(parsed.inputs.len(), 2);
    // Sealing again does not let the manifest name itself.
    let again = parsed.clone().seal(&mut one).unwrap();
    assert_eq!(again, parsed);
    let found = parsed.verify(|path| (path == "pdf/dpa.pdf").then(|| b"c".to_vec()));
    assert_eq!(
        found,
        [
            Mismatch::Changed("pdf/dpa.pdf".to_owned()),
            Mismatch::Missing("site/index.html".to_owned())
        ]
    );
}

// G2, G3, G4
#[test]
fn paths_that_are_not_safe_everywhere_are_refused() {
    let seal = |paths: &[&str]| {
        let mut artifacts: Vec<Artifact> =
            paths.iter().map(|path| Artifact::new(*path, "x", Kind::Asset)).collect();
        PackManifest::new("acme", State::Draft).seal(&mut artifacts).map(|_| ())
    };
    for path in [
        "../x",
        "/x",
        "a/../x",
        "a//x",
        "a\\x",
        "",
        "CON",
        "a/nul.html",
        "a.",
        "a ",
        "a:b",
        ".hidden",
        "-x",
        "a\0b",
    ] {
        assert!(matches!(seal(&[path]), Err(ManifestError::Path(..))), "{path}");
    }
    let long = "x".repeat(151);
    assert!(matches!(seal(&[&long]), Err(ManifestError::Path(..))));
    let deep = ["x"; 130].join("/");
    assert!(matches!(seal(&[&deep]), Err(ManifestError::PathLength(..))));
    for pair in [["A.html", "a.html"], ["é.html", "e\u{301}.html"], ["a", "a/b"], ["a", "A/b"]] {
        assert!(matches!(seal(&pair), Err(ManifestError::Collision(..))), "{pair:?}");
    }
    assert!(matches!(seal(&["Manifest.json"]), Err(ManifestError::Collision(..))));
    let json = br#"{"format":1,"tool":"x","customer":"acme","state":"draft","documents":[],
        "inputs":[],"files":[{"path":"../../x","size":1,"sha256":
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}]}"#;
    assert!(matches!(PackManifest::parse(json), Err(ManifestError::Path(..))));
    assert!(matches!(PackManifest::parse(b"{\"format\":2}"), Err(ManifestError::Format(2))));
}

// A12
#[test]
fn a_pack_replaces_the_old_one_whole() {
    let project = Project::new();
    let output = project.output();
    let first = pack("acme", &[("site/index.html", "1"), ("site/old.html", "1")]);
    let written = output.swap("acme", &first).unwrap();
    assert_eq!((written.files, written.unchanged), (3, false));
    let second = pack("acme", &[("site/index.html", "2"), ("pdf/dpa.pdf", "2")]);
    output.swap("acme", &second).unwrap();
    assert_eq!(
        names(&project.path("output/acme")),
        ["manifest.json", "pdf", "pdf/dpa.pdf", "site", "site/index.html"]
    );
    assert_eq!(names(&project.path("output")).len(), 7, "nothing is left beside the pack");
    assert!(output.swap("acme", &second).unwrap().unchanged);
    fs::write(project.path("output/acme/pdf/dpa.pdf"), "longer").unwrap();
    assert!(!output.swap("acme", &second).unwrap().unchanged);
    fs::remove_file(project.path("output/acme/pdf/dpa.pdf")).unwrap();
    assert!(!output.swap("acme", &second).unwrap().unchanged);
    assert_eq!(project.read("output/acme/pdf/dpa.pdf"), "2");
    assert_eq!(output.customers().unwrap(), ["acme"]);
    assert_eq!(output.manifest("acme").unwrap().unwrap().files.len(), 2);
    assert_eq!(output.manifest("beta").unwrap(), None);
}

// E6
#[test]
fn a_system_without_exchange_gets_the_same_result() {
    let project = Project::new();
    let output = project.output().without_exchange();
    output.swap("acme", &pack("acme", &[("a.html", "1")])).unwrap();
    fs::write(project.path("output/acme/notes.txt"), "mine").unwrap();
    output.swap("acme", &pack("acme", &[("b.html", "2")])).unwrap();
    assert_eq!(
        names(&project.path("output")),
        [".pilotpack", "acme", "acme/b.html", "acme/manifest.json", "acme/notes.txt"]
    );
    drop(output);
    // Killed between the two renames: the old pack is put back.
    fs::rename(project.path("output/acme"), project.path("output/.aside-acme")).unwrap();
    drop(project.output());
    assert_eq!(project.read("output/acme/b.html"), "2");
    // Killed after them: the new one stays.
    fs::create_dir(project.path("output/.aside-acme")).unwrap();
    fs::write(project.path("output/.aside-acme/b.html"), "1").unwrap();
    drop(project.output());
    assert_eq!(project.read("output/acme/b.html"), "2");
    assert!(!project.path("output/.aside-acme").exists());
}

// E7
#[test]
fn files_of_the_user_are_carried_over() {
    let project = Project::new();
    let output = project.output();
    output.swap("acme", &pack("acme", &[("site/index.html", "1")])).unwrap();
    fs::write(project.path("output/acme/notes.txt"), "mine").unwrap();
    fs::create_dir_all(project.path("output/acme/site/deep/empty")).unwrap();
    fs::write(project.path("output/acme/site/deep/x.txt"), "mine too").unwrap();
    fs::write(project.path("output/readme.txt"), "beside").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/nowhere", project.path("output/acme/link")).unwrap();
    for version in ["2", "3"] {
        let written = output.swap("acme", &pack("acme", &[("site/index.html", version)])).unwrap();
        assert_eq!(written.kept.len(), if cfg!(unix) { 4 } else { 3 });
        assert_eq!(project.read("output/acme/site/index.html"), version);
        assert_eq!(project.read("output/acme/notes.txt"), "mine");
        assert_eq!(project.read("output/acme/site/deep/x.txt"), "mine too");
        assert!(project.path("output/acme/site/deep/empty").is_dir());
        #[cfg(unix)]
        assert!(project.path("output/acme/link").is_symlink());
    }
    let cleaned = output.clean(&["acme".to_owned(), "beta".to_owned()]).unwrap();
    assert_eq!(cleaned.removed, 2);
    assert_eq!(cleaned.kept.len(), if cfg!(unix) { 4 } else { 3 });
    assert_eq!(project.read("output/acme/site/deep/x.txt"), "mine too");
    assert!(!project.path("output/acme/manifest.json").exists());
    assert_eq!(project.read("output/readme.txt"), "beside");
    let again = output.clean(&["acme".to_owned()]).unwrap();
    assert_eq!(again.removed, 0);
}

#[test]
fn clean_removes_a_pack_and_follows_no_link() {
    let project = Project::new();
    let output = project.output();
    for customer in ["acme", "beta"] {
        output.swap(customer, &pack(customer, &[("site/x/index.html", "1")])).unwrap();
    }
    #[cfg(unix)]
    {
        fs::rename(project.path("output/beta/site"), project.path("elsewhere")).unwrap();
        std::os::unix::fs::symlink(project.path("elsewhere"), project.path("output/beta/site"))
            .unwrap();
    }
    output.clean(&["acme".to_owned(), "beta".to_owned()]).unwrap();
    assert!(!project.path("output/acme").exists());
    #[cfg(unix)]
    assert_eq!(project.read("elsewhere/x/index.html"), "1");
}

#[test]
fn what_is_in_the_way_is_not_overwritten() {
    let project = Project::new();
    let output = project.output();
    output.swap("acme", &pack("acme", &[("a.html", "1")])).unwrap();
    fs::write(project.path("output/acme/b.html"), "mine").unwrap();
    fs::create_dir_all(project.path("output/acme/c.html/deep")).unwrap();
    fs::write(project.path("output/acme/c.html/deep/x"), "mine").unwrap();
    fs::write(project.path("output/acme/d"), "mine").unwrap();
    fs::write(project.path("output/beta"), "a file").unwrap();
    for new in ["b.html", "c.html", "d/x.html"] {
        let error = output.swap("acme", &pack("acme", &[(new, "2")])).unwrap_err();
        assert!(matches!(error, WriteError::InTheWay { .. }), "{error}");
        assert_eq!(project.read("output/acme/a.html"), "1");
    }
    let error = output.swap("beta", &pack("beta", &[("a.html", "1")])).unwrap_err();
    assert!(matches!(error, WriteError::InTheWay { .. }), "{error}");
    // The same bytes do no harm.
    output.swap("acme", &pack("acme", &[("b.html", "mine")])).unwrap();
    fs::write(project.path("output/acme/manifest.json"), "{").unwrap();
    let error = output.swap("acme", &pack("acme", &[("a.html", "2")])).unwrap_err();
    assert!(matches!(error, WriteError::Manifest { .. }), "{error}");
    assert!(error.hint().unwrap().ends_with("acme` away to have it made anew"));
    assert!(!names(&project.path("output")).iter().any(|name| name.starts_with(".stage")));
}

#[test]
fn artifacts_and_manifest_must_agree() {
    let project = Project::new();
    let output = project.output();
    let good = pack("acme", &[("a.html", "1")]);
    let mut extra = good.clone();
    extra.push(Artifact::new("b.html", "2", Kind::Html));
    let mut changed = good.clone();
    changed[0].bytes.push(b'x');
    for bad in [&good[..1], &extra, &changed] {
        assert!(matches!(output.swap("acme", bad), Err(WriteError::Manifest { .. })));
    }
    for id in ["..", "a/b", "", "CON", ".pilotpack", "a."] {
        assert!(matches!(output.swap(id, &good), Err(WriteError::Name { .. })), "{id}");
    }
}

// E7, E8
#[test]
fn dangerous_places_are_refused() {
    let project = Project::new();
    let danger = |dir: &Path| match Output::open(dir, project.dir.path()) {
        Err(WriteError::Dangerous { danger, .. }) => danger,
        other => panic!("{}: {other:?}", dir.display()),
    };
    fs::create_dir(project.path("full")).unwrap();
    fs::write(project.path("full/x"), "").unwrap();
    fs::write(project.path("file"), "").unwrap();
    assert_eq!(danger(Path::new("/")), Danger::FileSystem);
    assert_eq!(danger(&std::env::home_dir().unwrap()), Danger::Home);
    assert_eq!(danger(project.dir.path()), Danger::Workspace);
    assert_eq!(danger(project.dir.path().parent().unwrap()), Danger::Workspace);
    assert_eq!(danger(&project.path("output/..")), Danger::Parent);
    assert_eq!(danger(&project.path("content/..")), Danger::Workspace);
    for dir in ["content", "content/output", "Content/x", "customers/acme", "themes", "src/x"] {
        assert_eq!(danger(&project.path(dir)), Danger::Sources, "{dir}");
    }
    assert_eq!(danger(&project.path("full")), Danger::Foreign);
    assert_eq!(danger(&project.path("file")), Danger::NotAFolder);
    assert_eq!(danger(&project.path("file/output")), Danger::NotAFolder);
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        fs::create_dir_all(project.path("target")).unwrap();
        symlink(project.path("target"), project.path("link")).unwrap();
        symlink(project.path("content"), project.path("alias")).unwrap();
        symlink(project.path("nothing"), project.path("dead")).unwrap();
        assert_eq!(danger(&project.path("link")), Danger::Link);
        assert_eq!(danger(&project.path("link/")), Danger::Link);
        assert_eq!(danger(&project.path("dead")), Danger::Link);
        assert_eq!(danger(&project.path("alias/output")), Danger::Sources);
        // The sources are a link to the place where the output should go.
        fs::create_dir(project.path("shared")).unwrap();
        fs::remove_dir(project.path("themes")).unwrap();
        symlink(project.path("shared"), project.path("themes")).unwrap();
        assert_eq!(danger(&project.path("shared/output")), Danger::Sources);
    }
    assert!(!project.path("content/output").exists());
    assert_eq!(names(&project.path("content")), ["terms.md"]);
    // An empty folder, an own one, and one that does not exist are fine.
    fs::create_dir(project.path("empty")).unwrap();
    for dir in ["empty", "empty", "new/deep", "output"] {
        drop(project.open(dir).unwrap());
        assert!(project.path(dir).join(MARKER).is_file());
    }
}

// E5
#[test]
fn one_run_writes_at_a_time() {
    let project = Project::new();
    let first = project.output();
    let busy = project.open("output").unwrap_err();
    assert!(matches!(busy, WriteError::Busy { .. }), "{busy}");
    assert!(!busy.is_machine());
    let workspace = project.dir.path();
    std::thread::scope(|threads| {
        let second = threads.spawn(|| {
            let mut waited = false;
            let patience = Duration::from_secs(20);
            let dir = workspace.join("output");
            Output::open_within(&dir, workspace, patience, || waited = true).unwrap();
            waited
        });
        std::thread::sleep(Duration::from_millis(100));
        drop(first);
        assert!(second.join().unwrap());
    });
}

#[test]
fn packs_are_written_in_parallel() {
    let project = Project::new();
    let output = project.output();
    std::thread::scope(|threads| {
        for thread in 0..8 {
            let output = &output;
            threads.spawn(move || {
                for turn in 0..5 {
                    let own = format!("customer-{thread}");
                    let text = format!("{thread} {turn}");
                    output.swap(&own, &pack(&own, &[("a/b.html", &text)])).unwrap();
                    output.swap("shared", &pack("shared", &[("a.html", &text)])).unwrap();
                }
            });
        }
    });
    assert_eq!(output.customers().unwrap().len(), 9);
    assert_eq!(project.read("output/customer-3/a/b.html"), "3 4");
    assert_eq!(names(&project.path("output")).len(), 1 + 8 * 4 + 3);
}

// A21
#[cfg(unix)]
#[test]
fn leftovers_are_removed_and_only_ours() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new();
    let output = project.output();
    fs::set_permissions(project.path("output"), fs::Permissions::from_mode(0o750)).unwrap();
    output.swap("acme", &pack("acme", &[("site/a.html", "1")])).unwrap();
    let mode = |path: &str| fs::metadata(project.path(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("output/acme"), 0o750);
    assert_eq!(mode("output/acme/site"), 0o750);
    assert_eq!(mode("output/acme/site/a.html"), 0o640);
    drop(output);
    fs::create_dir_all(project.path("output/.stage-acme-123/site")).unwrap();
    fs::write(project.path("output/.stage-acme-123/site/x"), "half").unwrap();
    fs::create_dir_all(project.path("output/.stage-of-mine")).unwrap();
    // An old pack, into which the user put a file in the last moment.
    fs::create_dir_all(project.path("output/.stage-acme-124")).unwrap();
    for artifact in pack("acme", &[("b.html", "0")]) {
        fs::write(project.path("output/.stage-acme-124").join(&artifact.path), artifact.bytes)
            .unwrap();
    }
    fs::write(project.path("output/.stage-acme-124/late.txt"), "mine").unwrap();
    drop(project.output());
    assert_eq!(
        names(&project.path("output")),
        [
            ".pilotpack",
            ".stage-of-mine",
            "acme",
            "acme/late.txt",
            "acme/manifest.json",
            "acme/site",
            "acme/site/a.html"
        ]
    );
}

// E3, G4
#[cfg(unix)]
#[test]
fn a_path_that_is_too_long_leaves_the_old_pack() {
    let project = Project::new();
    let mut dir = String::from("output");
    let base = project.dir.path().as_os_str().len();
    while base + dir.len() < 3900 {
        dir.push('/');
        dir.push_str(&"d".repeat(100));
    }
    let output = project.open(&dir).unwrap();
    output.swap("acme", &pack("acme", &[("a.html", "1")])).unwrap();
    let long = ["x".repeat(110), "y".repeat(110)].join("/");
    let customer = "acme";
    let deep = pack(customer, &[("a.html", "2"), (&long, "2")]);
    let error = output.swap(customer, &deep).unwrap_err();
    assert!(error.is_machine(), "{error}");
    assert_eq!(project.read(&format!("{dir}/acme/a.html")), "1");
    assert!(!names(&project.path(&dir)).iter().any(|name| name.starts_with(".stage")));
}

#[test]
fn a_manifest_is_never_among_the_files() {
    let artifacts = pack("acme", &[("a.html", "1")]);
    let manifest = PackManifest::parse(&artifacts.last().unwrap().bytes).unwrap();
    assert!(manifest.files.iter().all(|file| file.path != MANIFEST));
}
