//! The opener of files: what it reads, and what it refuses.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

use pilotpack::workspace::root::{
    MAX_BYTES, ReadError, Refusal, Root, Scope, TextFault, check_ids, read_outside,
};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn workspace(files: &[(&str, &str)]) -> (TempDir, Root) {
    let dir = TempDir::new().unwrap();
    for (path, text) in files {
        write(dir.path(), path, text);
    }
    let root = Root::open(dir.path()).unwrap();
    (dir, root)
}

fn write(dir: &Path, path: &str, bytes: impl AsRef<[u8]>) {
    let path = dir.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn two_customers() -> (TempDir, Root) {
    workspace(&[
        ("pilotpack.toml", "[vendor]"),
        ("content/terms.md", "terms"),
        ("content/images/a.svg", "<svg/>"),
        ("customers/_layers/region/eu.toml", "eu"),
        ("customers/acme.toml", "acme"),
        ("customers/acme/logo.svg", "logo"),
        ("customers/beta.toml", "beta secret"),
        ("customers/beta/logo.svg", "beta secret"),
        ("secret.txt", "secret"),
    ])
}

#[track_caller]
fn refused(root: &Root, scope: &Scope, path: &str) -> Refusal {
    match root.read(scope, path) {
        Err(ReadError::Refused { reason, .. }) => reason,
        other => panic!("`{path}`: {other:?}"),
    }
}

#[test]
fn a_scope_holds_the_shared_files_and_one_customer() {
    let (_dir, root) = two_customers();
    let acme = Scope::customer("acme");
    for path in [
        "pilotpack.toml",
        "content/terms.md",
        "./content/images/a.svg",
        "customers/_layers/region/eu.toml",
        "customers/acme.toml",
        "customers/acme/logo.svg",
    ] {
        root.read(&acme, path).unwrap();
    }
    let beta = Refusal::OtherCustomer("beta".to_owned());
    assert_eq!(refused(&root, &acme, "customers/beta.toml"), beta);
    assert_eq!(refused(&root, &acme, "customers/beta/logo.svg"), beta);
    let own = Refusal::OtherCustomer("acme".to_owned());
    assert_eq!(refused(&root, &Scope::shared(), "customers/acme.toml"), own);
    assert_eq!(refused(&root, &acme, "secret.txt"), Refusal::OutOfScope);
    let ids: Vec<String> = root.customers().unwrap().into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["acme", "beta"]);
}

// A6
#[test]
fn paths_that_leave_the_folder_are_refused() {
    let (_dir, root) = two_customers();
    let acme = Scope::customer("acme");
    for path in [
        "../beta/logo.png",
        "content/../customers/beta.toml",
        "customers/acme/../beta.toml",
        "/etc/passwd",
        "//server/share",
        "C:/Windows/win.ini",
        "c:secret.txt",
        "\\\\server\\share\\x",
        "content\\terms.md",
        "content\\..\\secret.txt",
        "content/%2e%2e/secret.txt",
        "content/%252E%252e/secret.txt",
        "content/%25252e%25252e%25252fsecret.txt",
        "content/..%2fsecret.txt",
        "%2fetc/passwd",
        "content/%5c..%5csecret.txt",
        "content/terms.md%00.png",
        "content/terms.md\0.png",
        "content/terms.md:stream",
        "content//terms.md",
        "content/terms.md/",
        "",
        ".",
    ] {
        let error = root.read(&acme, path).unwrap_err();
        assert!(matches!(error, ReadError::Refused { .. }), "`{path}`: {error:?}");
        assert!(!format!("{error} {:?}", error.hint()).contains("beta secret"));
    }
    let long = format!("content/{}", "%25".repeat(50_000));
    assert_eq!(refused(&root, &acme, &long), Refusal::TooLong);
}

// A7
#[cfg(unix)]
#[test]
fn links_are_followed_only_inside_the_scope() {
    use std::os::unix::fs::symlink;
    let (dir, root) = two_customers();
    let at = |path: &str| dir.path().join(path);
    let outside = TempDir::new().unwrap();
    write(outside.path(), "passwd", "secret");
    symlink("terms.md", at("content/inside.md")).unwrap();
    symlink("inside.md", at("content/chain.md")).unwrap();
    symlink("images", at("content/pictures")).unwrap();
    symlink(outside.path().join("passwd"), at("content/file.md")).unwrap();
    symlink(outside.path(), at("content/folder")).unwrap();
    symlink("../secret.txt", at("content/up.md")).unwrap();
    symlink("../customers/beta.toml", at("content/beta.md")).unwrap();
    symlink("../beta/logo.svg", at("customers/acme/beta.svg")).unwrap();
    symlink("file.md", at("content/chain-out.md")).unwrap();
    symlink("loop-b", at("content/loop-a")).unwrap();
    symlink("loop-a", at("content/loop-b")).unwrap();
    symlink("nothing", at("content/dead.md")).unwrap();
    symlink("..", at("content/parent")).unwrap();
    let acme = Scope::customer("acme");
    assert_eq!(root.read(&acme, "content/inside.md").unwrap(), b"terms");
    assert_eq!(root.read(&acme, "content/chain.md").unwrap(), b"terms");
    assert_eq!(root.read(&acme, "content/pictures/a.svg").unwrap(), b"<svg/>");
    for path in [
        "content/file.md",
        "content/folder/passwd",
        "content/up.md",
        "content/beta.md",
        "customers/acme/beta.svg",
        "content/chain-out.md",
        "content/parent/secret.txt",
        "content/parent/customers/beta.toml",
    ] {
        assert_eq!(refused(&root, &acme, path), Refusal::LinkOutside, "{path}");
    }
    assert_eq!(refused(&root, &acme, "content/loop-a"), Refusal::LinkLoop);
    assert_eq!(refused(&root, &acme, "content/loop-a/x.md"), Refusal::LinkLoop);
    assert_eq!(refused(&root, &acme, "content/dead.md"), Refusal::DeadLink);
    assert_eq!(refused(&root, &acme, "content/file.md/"), Refusal::Malformed);

    let listing = root.list(&acme, "content").unwrap();
    let files =
        ["chain.md", "images/a.svg", "inside.md", "terms.md"].map(|f| format!("content/{f}"));
    assert_eq!(listing.files, files);
    assert_eq!(listing.faults.len(), 10, "{:?}", listing.faults);

    // The whole content folder is a link to elsewhere.
    fs::rename(at("content"), at("kept")).unwrap();
    symlink(outside.path(), at("content")).unwrap();
    assert_eq!(refused(&root, &acme, "content/passwd"), Refusal::LinkOutside);
    assert!(root.list(&acme, "content").is_err());
}

// A7: a link swapped while reads go on never shows the other file.
#[cfg(unix)]
#[test]
fn a_link_swapped_during_reads_is_noticed() {
    use std::os::unix::fs::symlink;
    use std::sync::atomic::{AtomicBool, Ordering};
    let (dir, root) = two_customers();
    let content = dir.path().join("content");
    write(dir.path(), "content/real/x.md", "good");
    write(dir.path(), "elsewhere/x.md", "secret");
    let stop = AtomicBool::new(false);
    std::thread::scope(|threads| {
        threads.spawn(|| {
            let mut turn = 0;
            while !stop.load(Ordering::Relaxed) {
                turn += 1;
                let target = if turn % 2 == 0 { "real" } else { "../elsewhere" };
                let _ = fs::remove_file(content.join("next"));
                symlink(target, content.join("next")).unwrap();
                fs::rename(content.join("next"), content.join("swap")).unwrap();
            }
        });
        let mut good = 0;
        let mut wrong = None;
        for _ in 0..3000 {
            match root.read(&Scope::shared(), "content/swap/x.md") {
                Ok(bytes) if bytes == b"good" => good += 1,
                Err(error) if !error.is_machine() => {}
                other => wrong = Some(other),
            }
        }
        stop.store(true, Ordering::Relaxed);
        assert!(wrong.is_none(), "{wrong:?}");
        assert!(good > 0);
    });
}

// A8
#[test]
fn customers_that_would_share_a_folder_are_refused() {
    let pairs = [
        ("Acme", "acme"),
        ("Caf\u{e9}", "Cafe\u{301}"),
        ("a b", "a-b"),
        ("a_b", "a.b"),
        ("straße", "strasse"),
        ("ﬁrm", "firm"),
        ("a\u{2011}b", "a-b"),
    ];
    for (first, second) in pairs {
        let ids = [first, second].map(|id| (id.to_owned(), format!("customers/{id}.toml")));
        let problems = check_ids(&ids);
        assert_eq!(problems.len(), 1, "{first} {second}: {problems:?}");
        assert_eq!(problems[0].other.as_ref().unwrap().0, first);
        assert!(problems[0].message.contains(first) && problems[0].message.contains(second));
    }
    let ids = ["x", "x."].map(|id| (id.to_owned(), format!("customers/{id}.toml")));
    assert_eq!(check_ids(&ids).len(), 2);
    let fine = ["acme", "acme-2", "acme2", "日本", "b", "मुंबई", "मबई"];
    let ids = fine.map(|id| (id.to_owned(), format!("customers/{id}.toml")));
    assert_eq!(check_ids(&ids), []);
}

// G3, G4, G8
#[test]
fn ids_that_are_not_portable_names_are_refused() {
    for id in [
        "CON",
        "prn",
        "aux.x",
        "NUL",
        "COM1",
        "lpt9",
        "COM¹",
        "a.",
        "a ",
        " a",
        "-a",
        ".a",
        "",
        "a<b",
        "a>b",
        "a:b",
        "a\"b",
        "a/b",
        "a\\b",
        "a|b",
        "a?",
        "a*",
        "a\nb",
        "a\u{202E}b",
        "_layers",
    ] {
        let problems = check_ids(&[(id.to_owned(), "customers/x.toml".to_owned())]);
        assert_eq!(problems.len(), 1, "{id:?}: {problems:?}");
        assert!(!problems[0].message.contains('\u{202E}'));
    }
    let long = "x".repeat(101);
    assert_eq!(check_ids(&[(long, String::new())]).len(), 1);
    for id in ["a b", "a#b", "a%b", "a&b", "o'neil", "🚀", "x".repeat(100).as_str()] {
        assert_eq!(check_ids(&[(id.to_owned(), String::new())]), [], "{id}");
    }
}

// G1
#[test]
fn unicode_forms_of_a_name_find_the_same_file() {
    let (dir, root) = workspace(&[("content/cafe\u{301}.md", "nfd"), ("content/é/x.md", "x")]);
    let shared = Scope::shared();
    assert_eq!(root.read(&shared, "content/caf\u{e9}.md").unwrap(), b"nfd");
    assert_eq!(root.read(&shared, "content/e\u{301}/x.md").unwrap(), b"x");
    write(dir.path(), "content/caf\u{e9}.md", "nfc");
    if fs::read_dir(dir.path().join("content")).unwrap().count() == 3 {
        for path in ["content/caf\u{e9}.md", "content/cafe\u{301}.md"] {
            assert!(matches!(refused(&root, &shared, path), Refusal::Ambiguous(_)));
        }
        let listing = root.list(&shared, "content").unwrap();
        assert_eq!(listing.files, ["content/é/x.md"]);
        assert_eq!(listing.faults.len(), 1);
    }
}

// G2
#[test]
fn the_wrong_case_is_an_error_everywhere() {
    let (dir, root) = workspace(&[("content/terms.md", "a")]);
    for wrong in ["content/Terms.md", "content/trems.md"] {
        let error = root.read(&Scope::shared(), wrong).unwrap_err();
        assert_eq!(error.to_string(), format!("there is no file `{wrong}`"));
        assert_eq!(error.hint().as_deref(), Some("did you mean `content/terms.md`?"));
    }
    assert_eq!(refused(&root, &Scope::shared(), "contents/terms.md"), Refusal::OutOfScope);
    write(dir.path(), "content/Terms.md", "b");
    if fs::read_dir(dir.path().join("content")).unwrap().count() == 2 {
        let listing = root.list(&Scope::shared(), "content").unwrap();
        assert!(listing.files.is_empty());
        assert!(listing.faults[0].to_string().contains("`Terms.md`, `terms.md`"));
    }
}

// G5
#[test]
fn only_clean_text_is_text() {
    let (dir, root) = workspace(&[]);
    let shared = Scope::shared();
    let read = |bytes: &[u8]| {
        write(dir.path(), "content/x.md", bytes);
        root.read_text(&shared, "content/x.md")
    };
    assert_eq!(read(b"\xEF\xBB\xBFa\r\nb\r").unwrap(), "a\nb\n");
    let error = read(b"a\nb\xE9").unwrap_err();
    assert_eq!(error.to_string(), "`content/x.md` is not UTF-8: wrong byte at offset 3, line 2");
    let error = read("a\n\u{E00F}".as_bytes()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`content/x.md` has the reserved character U+E00F at line 2, column 1"
    );
    let error = read(b"\xFF\xFEa\0").unwrap_err();
    let ReadError::Text { fault: TextFault::Encoding { utf16: true, .. }, .. } = error else {
        panic!("{error}");
    };
    assert!(read(b"\xED\xA0\x80").is_err());
    assert!(read(b"a\0").is_err());
}

// G6
#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_is_reported() {
    use std::os::unix::ffi::OsStrExt;
    let (dir, root) = two_customers();
    let bad = std::ffi::OsStr::from_bytes(b"\xFF.md");
    fs::write(dir.path().join("content").join(bad), "x").unwrap();
    let listing = root.list(&Scope::shared(), "content").unwrap();
    assert_eq!(listing.files.len(), 2);
    assert_eq!(listing.faults.len(), 1);
    assert!(listing.faults[0].to_string().ends_with("its name is not UTF-8"));
    let bad = std::ffi::OsStr::from_bytes(b"\xFF.toml");
    fs::write(dir.path().join("customers").join(bad), "x").unwrap();
    assert!(root.customers().is_err());
}

// G7
#[cfg(target_os = "linux")]
#[test]
fn only_regular_files_are_opened() {
    let (dir, root) = two_customers();
    let shared = Scope::shared();
    let content = dir.path().join("content");
    fs::create_dir(content.join("x.md")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(content.join("pipe.md")).status();
    assert!(made.unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(content.join("socket.md")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", content.join("zero.md")).unwrap();
    assert_eq!(refused(&root, &shared, "content/x.md"), Refusal::Folder);
    assert_eq!(refused(&root, &shared, "content/pipe.md"), Refusal::Special("FIFO"));
    assert_eq!(refused(&root, &shared, "content/socket.md"), Refusal::Special("socket"));
    assert_eq!(refused(&root, &shared, "content/zero.md"), Refusal::LinkOutside);
    assert_eq!(root.list(&shared, "content").unwrap().faults.len(), 3);
    let device = read_outside(Path::new("/dev/zero")).unwrap_err();
    assert!(device.to_string().contains("it is a device"), "{device}");
}

#[test]
fn a_file_over_the_limit_is_refused() {
    let (dir, root) = two_customers();
    let file = fs::File::create(dir.path().join("content/big.md")).unwrap();
    file.set_len(MAX_BYTES + 1).unwrap();
    let reason = refused(&root, &Scope::shared(), "content/big.md");
    assert_eq!(reason, Refusal::TooLarge(MAX_BYTES));
}

// G8
#[cfg(unix)]
#[test]
fn names_with_signs_are_read_as_they_are() {
    let names = ["a b.md", "a#b.md", "a%20b.md", "100%.md", "-x.md", "q?.md", "🚀.md", "o'k.md"];
    let (dir, root) = workspace(&[]);
    for name in names {
        write(dir.path(), &format!("content/{name}"), name);
        let bytes = root.read(&Scope::shared(), &format!("content/{name}")).unwrap();
        assert_eq!(bytes, name.as_bytes());
    }
}

#[test]
fn a_missing_workspace_and_a_file_as_workspace_are_told_apart() {
    let dir = TempDir::new().unwrap();
    let missing = Root::open(&dir.path().join("none")).unwrap_err();
    assert!(matches!(missing, ReadError::NotFound { .. }));
    write(dir.path(), "file", "");
    let file = Root::open(&dir.path().join("file")).unwrap_err();
    assert!(matches!(file, ReadError::Refused { reason: Refusal::NotAFolder, .. }));
}
