//! A temporary workspace and the binary run in it.

#![allow(dead_code, reason = "every test file uses a part of it")]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A workspace on disk.
pub struct Workspace {
    folder: PathBuf,
    _own: Option<tempfile::TempDir>,
}

/// What a run gave.
pub struct Run {
    code: Option<i32>,
    out: String,
    /// What was printed to standard error.
    pub err: String,
}

/// Values of a customer that builds with the starter's documents.
const VALUES: &[&str] = &[
    "customer.name=Acme",
    "customer.legal_name=Acme Robotics GmbH",
    "customer.address=Lindenallee 12, 70173 Stuttgart, Germany",
    "dpa.supervisory_authority=Landesbeauftragter für den Datenschutz",
    "customer.registration=Amtsgericht Stuttgart, HRB 410001",
    "customer.country=DE",
    "customer.signatory.name=Jana Winter",
    "customer.signatory.title=Managing Director",
    "contacts.privacy.name=Tomas Lenz",
    "contacts.privacy.email=privacy@acme-robotics.example",
    "contacts.technical.name=Rita Stein",
    "contacts.technical.email=platform@acme-robotics.example",
    "contacts.security.name=Security desk",
    "contacts.security.email=security@acme-robotics.example",
    "pilot.start_date=2027-01-11",
    "pilot.use_case=a support assistant for service engineers",
    "api.base_url=https://acme.gw.wardline.example",
    "api.key_id=wl_acme_7f3a",
    "dpa.effective_date=2027-01-11",
    "dpa.supervisory_authority=Der Landesbeauftragte für den Datenschutz Baden-Württemberg",
];

impl Workspace {
    /// Runs the binary in a folder.
    pub fn run_in(folder: &Path, arguments: &[&str]) -> Run {
        Workspace::run_with(folder, arguments, "")
    }

    /// Runs the binary in a folder with text on its standard input, which is no terminal.
    pub fn run_with(folder: &Path, arguments: &[&str], input: &str) -> Run {
        let mut child = Command::new(env!("CARGO_BIN_EXE_pilotpack"))
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .env_remove("SOURCE_DATE_EPOCH")
            .spawn()
            .expect("the binary runs");
        // A command that reads no input may be gone already.
        let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
        let output = child.wait_with_output().expect("the binary ends");
        Run {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
        }
    }

    /// The workspace in a folder that somebody else removes.
    pub fn at(folder: &Path) -> Self {
        Workspace { folder: folder.to_path_buf(), _own: None }
    }

    /// What `init` writes, without a customer.
    pub fn starter() -> Self {
        let own = tempfile::tempdir().expect("a temporary folder");
        Workspace::run_in(own.path(), &["init"]).code(0);
        Workspace { folder: own.path().to_path_buf(), _own: Some(own) }
    }

    /// The starter with one customer.
    pub fn with_customer(id: &str) -> Self {
        let workspace = Workspace::starter();
        workspace.new_customer(id).code(0);
        workspace
    }

    /// Runs the binary in the workspace.
    pub fn run(&self, arguments: &[&str]) -> Run {
        Workspace::run_in(&self.folder, arguments)
    }

    /// Runs `new` with every value the starter's documents need.
    pub fn new_customer(&self, id: &str) -> Run {
        self.new_customer_with(id, &[])
    }

    /// Runs `new` with further flags, which come last and so win.
    pub fn new_customer_with(&self, id: &str, more: &[&str]) -> Run {
        let mut arguments = vec!["new", id, "--layer", "region/eu", "--layer", "plan/pilot"];
        for value in VALUES {
            arguments.extend(["--set", value]);
        }
        arguments.extend(more);
        self.run(&arguments)
    }

    /// Copies a customer's file under another id.
    pub fn copy_customer(&self, from: &str, to: &str) {
        let text = self.read(&format!("customers/{from}.toml"));
        let text = text.replace(&format!("id = \"{from}\""), &format!("id = \"{to}\""));
        self.write(&format!("customers/{to}.toml"), &text);
    }

    /// The text of a file.
    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.join(path)).expect(path)
    }

    /// Writes a file, folders included.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    /// A path in the workspace.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Whether a file or folder is there.
    pub fn exists(&self, path: &str) -> bool {
        self.folder.join(path).exists()
    }

    /// Every file below a folder with its bytes; the writer's own marker is left out.
    pub fn tree(&self, path: &str) -> BTreeMap<String, Vec<u8>> {
        let root = self.folder.join(path);
        let mut files = BTreeMap::new();
        let mut open = vec![root.clone()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(&folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    let name = path.strip_prefix(&root).expect("below").display().to_string();
                    if !name.starts_with('.') {
                        files.insert(name, std::fs::read(&path).expect("a file"));
                    }
                }
            }
        }
        files
    }
}

impl Run {
    /// The exit code is this.
    #[track_caller]
    pub fn code(&self, expected: i32) -> &Self {
        assert_eq!(self.code, Some(expected), "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    /// Standard output is exactly this.
    #[track_caller]
    pub fn stdout(&self, expected: &str) -> &Self {
        assert_eq!(self.out, expected);
        self
    }

    /// Exit code, standard output and standard error; -1 for a run that was killed.
    pub fn all(&self) -> (i32, &str, &str) {
        (self.code.unwrap_or(-1), &self.out, &self.err)
    }

    /// Standard output.
    pub fn out(&self) -> &str {
        &self.out
    }

    /// Standard error.
    pub fn err(&self) -> &str {
        &self.err
    }

    /// Standard error is exactly this.
    #[track_caller]
    pub fn stderr_is(&self, expected: &str) -> &Self {
        assert_eq!(self.err, expected);
        self
    }

    /// Standard error holds this.
    #[track_caller]
    pub fn stderr_has(&self, expected: &str) -> &Self {
        assert!(self.err.contains(expected), "not in stderr: {expected}\n{}", self.err);
        self
    }
}
