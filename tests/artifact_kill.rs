//! Kills a process that writes packs, and fills its disk; the pack must be whole all the time.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]
#![cfg(unix)]

use pilotpack::artifact::{Artifact, Kind, Output, PackManifest, State};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// Tells the child which workspace to write in.
const WORKSPACE: &str = "PILOTPACK_TEST_WORKSPACE";
/// Tells the child what to do.
const TASK: &str = "PILOTPACK_TEST_TASK";

/// A pack whose every file says its version; odd versions have a file that even ones lack.
fn pack(version: u32) -> Vec<Artifact> {
    let text = format!("{version}\n").repeat(500);
    let mut artifacts: Vec<Artifact> = (0..20)
        .map(|n| Artifact::new(format!("site/{}/{n}.html", n % 4), text.clone(), Kind::Html))
        .collect();
    if version % 2 == 1 {
        artifacts.push(Artifact::new("pdf/odd.pdf", text, Kind::Pdf));
    }
    PackManifest::new("acme", State::Draft).seal(&mut artifacts).unwrap();
    artifacts
}

fn child(test: &str, task: &str, workspace: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture"]).env(WORKSPACE, workspace).env(TASK, task);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// The files of the pack, except the user's own.
fn files(pack: &Path) -> Vec<PathBuf> {
    let all = walkdir::WalkDir::new(pack).into_iter().map(Result::unwrap);
    all.filter(|entry| entry.file_type().is_file() && entry.file_name() != "notes.txt")
        .map(walkdir::DirEntry::into_path)
        .collect()
}

#[track_caller]
fn assert_whole(workspace: &Path) {
    let pack = workspace.join("output/acme");
    let json = fs::read(pack.join("manifest.json")).unwrap();
    let manifest = PackManifest::parse(&json).unwrap();
    assert_eq!(manifest.verify(|path| fs::read(pack.join(path)).ok()), []);
    assert_eq!(files(&pack).len(), manifest.files.len() + 1);
    assert_eq!(fs::read_to_string(pack.join("notes.txt")).unwrap(), "mine");
}

/// Numbers that look random and are the same in every run.
fn next(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

// The child: does nothing unless it is told to.
#[test]
fn writer() {
    let (Ok(workspace), Ok(task)) = (std::env::var(WORKSPACE), std::env::var(TASK)) else { return };
    let workspace = Path::new(&workspace);
    let output = Output::open(&workspace.join("output"), workspace).unwrap();
    match task.as_str() {
        "loop" => {
            // Other versions than the writer before.
            for version in std::process::id() * 500..u32::MAX {
                output.swap("acme", &pack(version)).unwrap();
            }
        }
        // On a disk that is too small: must fail and say so.
        task => {
            let mut artifacts = vec![Artifact::new("big.pdf", vec![7; 8 << 20], Kind::Pdf)];
            PackManifest::new("acme", State::Draft).seal(&mut artifacts).unwrap();
            let error = output.swap("acme", &artifacts).unwrap_err();
            assert!(error.is_machine());
            fs::write(workspace.join("said"), format!("{task}: {error}")).unwrap();
        }
    }
}

// E1, A21
#[test]
fn a_killed_writer_leaves_one_whole_pack() {
    let dir = TempDir::new().unwrap();
    let workspace = dir.path();
    let open = || Output::open(&workspace.join("output"), workspace).unwrap();
    open().swap("acme", &pack(1)).unwrap();
    fs::write(workspace.join("output/acme/notes.txt"), "mine").unwrap();
    let mut seed = 0x5EED_CAFE;
    let mut moved = 0;
    let mut before = Vec::new();
    for _ in 0..50 {
        let mut writer = child("writer", "loop", workspace).spawn().unwrap();
        let wait = Duration::from_micros(3_000 + next(&mut seed) % 120_000);
        std::thread::sleep(wait);
        writer.kill().unwrap();
        writer.wait().unwrap();
        assert_whole(workspace);
        let now = fs::read(workspace.join("output/acme/manifest.json")).unwrap();
        moved += usize::from(now != before);
        before = now;
    }
    assert!(moved > 3, "the writer hardly wrote: {moved}");
    let output = open();
    let left: Vec<_> = fs::read_dir(workspace.join("output")).unwrap().collect();
    assert_eq!(left.len(), 2, "{left:?}");
    output.swap("acme", &pack(0)).unwrap();
    assert_whole(workspace);
}

// E1: who opens the pack by its name while it is replaced sees one version of it.
#[cfg(target_os = "linux")]
#[test]
fn a_reader_never_misses_the_pack() {
    let dir = TempDir::new().unwrap();
    let workspace = dir.path();
    let output = Output::open(&workspace.join("output"), workspace).unwrap();
    output.swap("acme", &pack(1)).unwrap();
    let mut writer = None;
    drop(output);
    let start = std::time::Instant::now();
    let mut seen = std::collections::BTreeSet::new();
    while start.elapsed() < Duration::from_millis(1500) {
        if writer.is_none() {
            writer = Some(child("writer", "loop", workspace).spawn().unwrap());
        }
        let manifest = fs::read(workspace.join("output/acme/manifest.json")).unwrap();
        seen.insert(PackManifest::parse(&manifest).unwrap().to_json().unwrap());
    }
    let mut writer = writer.unwrap();
    writer.kill().unwrap();
    writer.wait().unwrap();
    assert!(seen.len() > 5, "{}", seen.len());
}

// E5: the lock of a killed holder is free.
#[test]
fn the_lock_of_a_killed_writer_is_free() {
    let dir = TempDir::new().unwrap();
    let workspace = dir.path();
    let mut writer = child("writer", "loop", workspace).spawn().unwrap();
    while !workspace.join("output/acme").exists() {
        std::thread::sleep(Duration::from_millis(2));
    }
    let busy = Output::open(&workspace.join("output"), workspace).unwrap_err();
    assert!(busy.to_string().starts_with("another run is writing to"), "{busy}");
    writer.kill().unwrap();
    writer.wait().unwrap();
    Output::open(&workspace.join("output"), workspace).unwrap();
}

/// Runs the child on a small disk of its own, where the system lets us make one.
#[cfg(target_os = "linux")]
fn on_a_disk(workspace: &Path, task: &str, mount: &str) -> Option<String> {
    let output = workspace.join("output");
    let script = format!(
        "mount -t tmpfs -o size=2m tmpfs '{0}' && cp -a '{1}/.' '{0}' && {mount} || exit 99
        '{2}' --exact writer; code=$?; cp -a '{0}/.' '{1}'; exit $code",
        output.display(),
        workspace.join("seed").display(),
        std::env::current_exe().unwrap().display(),
    );
    let mut run = Command::new("unshare");
    run.args(["-rm", "sh", "-c", &script]);
    let run = run.env(WORKSPACE, workspace).env(TASK, task).output().ok()?;
    if run.status.code() == Some(99) || String::from_utf8_lossy(&run.stderr).contains("unshare") {
        return None;
    }
    assert!(run.status.success(), "{run:?}");
    fs::read_to_string(workspace.join("said")).ok()
}

// E2, E3
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_pack() {
    let dir = TempDir::new().unwrap();
    let workspace = dir.path();
    Output::open(&workspace.join("seed"), workspace).unwrap().swap("acme", &pack(1)).unwrap();
    fs::create_dir(workspace.join("output")).unwrap();
    fs::write(workspace.join("seed/acme/notes.txt"), "mine").unwrap();
    let Some(said) = on_a_disk(workspace, "full", "true") else {
        return;
    };
    assert!(said.contains("the disk is full"), "{said}");
    let left: Vec<_> = fs::read_dir(workspace.join("seed")).unwrap().collect();
    assert_eq!(left.len(), 2, "the temporary folder is removed: {left:?}");
    fs::remove_dir(workspace.join("output")).unwrap();
    fs::rename(workspace.join("seed"), workspace.join("output")).unwrap();
    assert_whole(workspace);
}

// Not a promise, a figure: run with `--ignored --nocapture` where the output will be.
#[test]
#[ignore = "measures the disk"]
fn a_hundred_packs_of_forty_files() {
    let dir = TempDir::new_in(".").unwrap();
    let output = Output::open(&dir.path().join("output"), dir.path()).unwrap();
    let packs: Vec<Vec<Artifact>> = (0..100)
        .map(|n: u32| {
            let mut artifacts: Vec<Artifact> = (0..40)
                .map(|file| {
                    Artifact::new(format!("site/{file}.html"), vec![n as u8; 50_000], Kind::Html)
                })
                .collect();
            PackManifest::new("acme", State::Draft).seal(&mut artifacts).unwrap();
            artifacts
        })
        .collect();
    for (what, turn) in [("new", 0), ("unchanged", 0), ("changed", 1)] {
        let start = std::time::Instant::now();
        let work = |from: usize| {
            for n in (from..100).step_by(2) {
                output.swap(&format!("c-{n}"), &packs[(n + turn) % 100]).unwrap();
            }
        };
        std::thread::scope(|threads| {
            threads.spawn(|| work(0));
            threads.spawn(|| work(1));
        });
        println!("100 {what} packs: {:?}", start.elapsed());
    }
}
