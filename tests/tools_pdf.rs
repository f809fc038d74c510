//! The PDF stage as other programs see it: qpdf, poppler, mupdf and Ghostscript.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

#[path = "support/pdf_pages.rs"]
mod pdf_pages;

use pdf_pages::{LINES, book, info, sample};
use std::path::Path;
use std::process::Command;

/// A sample in a temporary folder.
fn file() -> (tempfile::TempDir, std::path::PathBuf) {
    let book = book();
    let bytes = pilotpack::pdf::write(&sample(&book), &info(), &book).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.pdf");
    std::fs::write(&path, &bytes).unwrap();
    if let Some(copy) = std::env::var_os("PILOTPACK_KEEP_PDF") {
        std::fs::write(copy, bytes).unwrap();
    }
    (folder, path)
}

/// Runs a program on a file; returns standard output, and fails on any word of complaint.
#[track_caller]
fn tool(program: &str, before: &[&str], path: &Path, after: &[&str]) -> String {
    let output = Command::new(program).args(before).arg(path).args(after).output();
    let output = output.unwrap_or_else(|error| panic!("`{program}` is needed: {error}"));
    let complaint = String::from_utf8_lossy(&output.stderr);
    // Debian builds mupdf without colour management and mupdf says so of every file.
    let complaint = complaint.replace("warning: ICC support is not available\n", "");
    assert!(output.status.success(), "{program}: {complaint}");
    assert_eq!(complaint, "", "{program}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn qpdf_finds_nothing() {
    let (_folder, path) = file();
    let said = tool("qpdf", &["--check"], &path, &[]);
    assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
}

#[test]
fn poppler_reads_the_metadata() {
    let (_folder, path) = file();
    let said = tool("pdfinfo", &[], &path, &[]);
    for line in [
        "Prüfung <1> & more",
        "Pages:           2",
        "PDF version:     1.7",
        "(A4)",
        "JavaScript:      no",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let dates = tool("pdfinfo", &["-rawdates"], &path, &[]);
    assert!(dates.contains("D:20261120000000Z"), "{dates}");
    let places = tool("pdfinfo", &["-dests"], &path, &[]);
    assert!(places.contains("\"second\""), "{places}");
}

#[test]
fn poppler_finds_every_font_embedded_and_mapped() {
    let (_folder, path) = file();
    let said = tool("pdffonts", &[], &path, &[]);
    let fonts: Vec<&str> = said.lines().skip(2).collect();
    assert_eq!(fonts.len(), 5, "{said}");
    for font in fonts {
        assert!(font.contains("CID TrueType"), "{font}");
        assert!(font.contains("Identity-H       yes yes yes"), "{font}");
    }
}

#[test]
fn poppler_copies_the_text_that_was_set() {
    let (_folder, path) = file();
    let said = tool("pdftotext", &["-enc", "UTF-8"], &path, &["-"]);
    for (_, line) in LINES {
        // Poppler ends a word at a no-break space and prints a plain one.
        let line = line.replace('\u{a0}', " ");
        assert!(said.contains(&line), "{line:?} in {said}");
    }
    for emoji in ["🔴", "🟠", "🟡", "🟢", "🚀"] {
        assert_eq!(said.matches(emoji).count(), 1, "{emoji} in {said}");
    }
    assert!(!said.contains('\u{200B}'), "{said}");
}

#[test]
fn mupdf_is_quiet() {
    let (_folder, path) = file();
    tool("mutool", &["info"], &path, &[]);
    let image = path.with_extension("png");
    tool("mutool", &["draw", "-q", "-r", "72", "-o"], &image, &[path.to_str().unwrap()]);
    let outline = tool("mutool", &["show"], &path, &["outline"]);
    let titles: Vec<&str> = outline.lines().filter_map(|line| line.split('"').nth(1)).collect();
    assert_eq!(titles, ["1 Erstes", "1.1 Größe", "1.1.1 Deep", "2 Second chapter"]);
}

#[test]
fn mupdf_finds_no_garbage() {
    let (_folder, path) = file();
    let clean = path.with_extension("clean.pdf");
    tool("mutool", &["clean", "-ggg"], &path, &[clean.to_str().unwrap()]);
    let count = |path: &Path| {
        let document = lopdf::Document::load(path).unwrap();
        let kept = |object: &&lopdf::Object| !matches!(object.type_name(), Ok(b"ObjStm" | b"XRef"));
        document.objects.values().filter(kept).count()
    };
    assert_eq!(count(&clean), count(&path));
}

#[test]
fn ghostscript_is_quiet() {
    let (_folder, path) = file();
    let options = [
        "-q",
        "-dBATCH",
        "-dNOPAUSE",
        "-sDEVICE=nullpage",
        "-dPDFSTOPONERROR",
        "-dPDFSTOPONWARNING",
    ];
    assert_eq!(tool("gs", &options, &path, &[]), "");
}
