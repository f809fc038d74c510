//! Cases that run the binary in a small workspace and compare everything it prints.

use crate::command::Workspace;
use crate::support::Project;
use crate::support::cases::Case;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// What the commands of a case print, one after the other: exit code, both streams.
///
/// A case starts from `tests/cases/check/base`. A part ```` ```toml PATH ```` replaces a file, `append`
/// after the path adds to it; the part `sh` has the commands. The theme is only there `with_theme`:
/// it is large, and nothing but a build needs it.
pub fn output(case: &Case, with_theme: bool) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut project = Project::copy(&root.join("tests/cases/check/base"));
    if with_theme {
        project = copy(project, root, "themes/default");
    }
    for part in &case.parts {
        let mut words = part.info.split(' ').skip(1);
        let Some(path) = words.next() else { continue };
        let before =
            if words.next() == Some("append") { project.text(path) } else { String::new() };
        project = project.file(path, before + &part.text);
    }
    let commands = case.parts.iter().find(|part| part.info == "sh");
    let commands = commands.unwrap_or_else(|| panic!("`{}` runs nothing", case.name));
    let mut text = String::new();
    for command in commands.text.lines() {
        let arguments: Vec<&str> = command.split(' ').skip(1).collect();
        let run = Workspace::run_in(project.path(), &arguments);
        let (code, out, err) = run.all();
        let _ = writeln!(text, "$ {command}");
        for (name, stream) in [("", out), ("-- stderr\n", err)] {
            if !stream.is_empty() {
                text.push_str(name);
                stream.lines().for_each(|line| text.push_str(&format!("{}\n", line.trim_end())));
            }
        }
        let _ = writeln!(text, "-- exit {code}");
    }
    text
}

fn copy(mut project: Project, root: &Path, path: &str) -> Project {
    let from = root.join(path);
    if !from.is_dir() {
        return project.file(path, fs::read(from).unwrap());
    }
    for entry in fs::read_dir(from).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        project = copy(project, root, &format!("{path}/{name}"));
    }
    project
}
