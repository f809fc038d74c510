//! Workspaces in temporary folders, and what the front half of the pipeline says of them.

#![allow(dead_code, reason = "every test file uses a part of it")]

pub mod cases;
pub mod random;
pub mod tree;
pub mod wrong;

use pilotpack::diag::{Diagnostic, Sink, Sources, render};
use pilotpack::document::Document;
use pilotpack::merge::{Merger, Source};
use pilotpack::pack::plan::plan;
use pilotpack::workspace::Workspace;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A workspace in a temporary folder.
pub struct Project {
    folder: TempDir,
}

/// What came of a workspace: findings, and the documents of every customer that has no error.
pub struct Outcome {
    pub sources: Sources,
    pub diagnostics: Vec<Diagnostic>,
    pub documents: BTreeMap<String, Vec<Document>>,
}

impl Project {
    /// The smallest workspace that builds: one pack with the document `guide`, the customer `acme`.
    pub fn new() -> Self {
        Self::empty()
            .file("pilotpack.toml", PILOTPACK)
            .file("content/schema.toml", SCHEMA)
            .file("content/guide.md", GUIDE)
            .customer("acme", ACME)
    }

    /// A folder with nothing but an empty theme.
    pub fn empty() -> Self {
        Project { folder: TempDir::new().unwrap() }.file("themes/default/empty", "")
    }

    /// A copy of a workspace on disk, without its pictures and faces.
    pub fn copy(from: &Path) -> Self {
        let mut project = Self::empty();
        for part in ["pilotpack.toml", "content", "customers"] {
            project = project.copy_part(from, part);
        }
        project
    }

    fn copy_part(mut self, from: &Path, part: &str) -> Self {
        let path = from.join(part);
        if path.is_dir() {
            for entry in fs::read_dir(&path).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                self = self.copy_part(from, &format!("{part}/{name}"));
            }
            return self;
        }
        self.file(part, fs::read(path).unwrap())
    }

    /// Writes a file.
    pub fn file(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        let full = self.folder.path().join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, bytes).unwrap();
        self
    }

    /// Writes the file of a customer.
    pub fn customer(self, id: &str, toml: &str) -> Self {
        self.file(&format!("customers/{id}.toml"), toml)
    }

    /// Adds lines to the end of a file.
    pub fn append(self, path: &str, text: &str) -> Self {
        let whole = self.text(path) + text;
        self.file(path, whole)
    }

    /// Takes the one line that holds `needle` out of a file.
    #[track_caller]
    pub fn remove_line(self, path: &str, needle: &str) -> Self {
        let text = self.text(path);
        let lines: Vec<&str> = text.split_inclusive('\n').filter(|l| !l.contains(needle)).collect();
        assert_eq!(lines.len() + 1, text.split_inclusive('\n').count(), "lines with `{needle}`");
        self.file(path, lines.concat())
    }

    /// The text of a file.
    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.folder.path().join(path)).unwrap()
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Merges the document `guide` for the customer `acme`.
    #[track_caller]
    pub fn merge(&self) -> (Source, Sources) {
        let mut sink = Sink::new();
        let workspace = match Workspace::load(self.path(), &mut sink) {
            Ok(workspace) => workspace,
            Err((error, _)) => panic!("{error:?} {sink:#?}"),
        };
        let merger = Merger::new(&workspace, &mut sink);
        let file = workspace.customers.iter().find(|file| file.id == "acme").unwrap();
        let source = workspace.customer(file, &mut sink).and_then(|customer| {
            let context = merger.context(&customer, &workspace);
            merger.merge("guide.md", &customer, &context, &workspace, &mut sink)
        });
        (source.unwrap_or_else(|| panic!("{sink:#?}")), workspace.sources)
    }

    /// Loads, merges and reads every document of every customer.
    pub fn run(&self) -> Outcome {
        let mut sink = Sink::new();
        let mut documents = BTreeMap::new();
        let workspace = match Workspace::load(self.path(), &mut sink) {
            Ok(workspace) => workspace,
            Err((_, sources)) => {
                let diagnostics = sink.into_grouped(&sources);
                return Outcome { sources, diagnostics, documents };
            }
        };
        workspace.check_packs(&mut sink);
        let merger = Merger::new(&workspace, &mut sink);
        if !sink.diagnostics().iter().any(|d| d.customers.is_empty()) {
            for file in &workspace.customers {
                let Some(customer) = workspace.customer(file, &mut sink) else { continue };
                if let Some(planned) = plan(&workspace, &merger, &customer, false, &mut sink) {
                    let trees = planned.into_iter().map(|p| p.document).collect();
                    documents.insert(file.id.clone(), trees);
                }
            }
        }
        let diagnostics = sink.into_grouped(&workspace.sources);
        Outcome { sources: workspace.sources, diagnostics, documents }
    }
}

impl Outcome {
    /// All messages as people read them.
    pub fn messages(&self) -> String {
        let all: String =
            self.diagnostics.iter().map(|d| render::human(d, &self.sources, false)).collect();
        all.lines().map(|line| format!("{}\n", line.trim_end())).collect()
    }

    /// The only document of the customer `acme`.
    #[track_caller]
    pub fn document(&self) -> &Document {
        match self.documents.get("acme").map(Vec::as_slice) {
            Some([document]) => document,
            _ => panic!("no document\n{}", self.messages()),
        }
    }
}

const PILOTPACK: &str = "\
[vendor]
name = \"Wardline\"

[packs.pilot]
title = \"Pilot pack\"
documents = [\"guide\"]
";

const SCHEMA: &str = "\
[\"vendor.name\"]
type = \"text\"
required = true
description = \"Name of the vendor\"
example = \"Wardline\"

[\"customer.id\"]
type = \"text\"
required = true
description = \"Name of the customer's file\"
example = \"acme\"

[\"customer.name\"]
type = \"text\"
required = true
description = \"Name of the customer as people say it\"
example = \"Acme\"

[\"customer.locale\"]
type = \"language\"
default = \"en-GB\"
description = \"How dates and amounts are written\"
example = \"en-GB\"
";

const GUIDE: &str = "\
+++
title = \"Guide\"
+++

## Welcome {#welcome}

Dear {{ customer.name }}
";

const ACME: &str = "\
pack = \"pilot\"

[customer]
id = \"acme\"
name = \"Acme\"
";
