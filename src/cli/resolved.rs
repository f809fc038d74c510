//! What the flags mean on this machine: folders, colours, threads.

use super::args::{Color, Global};
use super::report::Failure;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// Flags of every command, resolved.
pub struct Resolved {
    /// The workspace.
    pub workspace: PathBuf,
    /// Where packs go.
    pub output: PathBuf,
    /// Threads.
    pub jobs: usize,
    /// Date of issue: year, month, day.
    pub date: Option<(i32, u8, u8)>,
}

impl Resolved {
    /// As many threads as the flags say.
    ///
    /// # Errors
    /// The machine does not start them.
    pub fn threads(&self) -> Result<rayon::ThreadPool, Failure> {
        rayon::ThreadPoolBuilder::new()
            .num_threads(self.jobs)
            .build()
            .map_err(|e| Failure::machine(format!("cannot start threads: {e}")))
    }
}

/// Whether to use colours on standard error.
pub fn color(global: &Global) -> bool {
    match global.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
                && std::io::stderr().is_terminal()
        }
    }
}

/// Resolves folders and numbers.
///
/// # Errors
/// Wrong usage: no workspace here, a folder that does not exist, a date that is none.
pub fn resolve(global: &Global) -> Result<Resolved, Failure> {
    let workspace = match &global.workspace {
        Some(folder) => folder.clone(),
        None => {
            let here = std::env::current_dir()
                .map_err(|e| Failure::machine(format!("cannot tell the current folder: {e}")))?;
            crate::workspace::find(&here).map_err(|_| {
                Failure::usage(format!("no pilotpack.toml in {} or above it", here.display()))
                    .hint("run pilotpack init in an empty folder, or name a workspace with --workspace DIR")
            })?
        }
    };
    if !workspace.join("pilotpack.toml").is_file() {
        return Err(Failure::usage(format!("no pilotpack.toml in {}", workspace.display()))
            .hint("run pilotpack init in an empty folder"));
    }
    let output = global.output.clone().unwrap_or_else(|| workspace.join("output"));
    let jobs = global
        .jobs
        .map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
    Ok(Resolved { date: date(global)?, output: absolute(&output), workspace, jobs })
}

/// The way from the current folder down to a folder, with a `/` at its end; empty if it is the
/// current folder or does not lie in it.
pub fn below_here(folder: &Path) -> String {
    let below = || {
        let here = std::env::current_dir().ok()?.canonicalize().ok()?;
        let folder = folder.canonicalize().ok()?;
        let parts = folder.strip_prefix(&here).ok()?.components();
        Some(parts.map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect())
    };
    below().unwrap_or_default()
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// `--date`, else `SOURCE_DATE_EPOCH` (reproducible-builds.org), else no date.
fn date(global: &Global) -> Result<Option<(i32, u8, u8)>, Failure> {
    let parts = |date: jiff::civil::Date| {
        let part = |n: i8| u8::try_from(n).unwrap_or(1);
        (i32::from(date.year()), part(date.month()), part(date.day()))
    };
    if let Some(text) = &global.date {
        let date: jiff::civil::Date = text.parse().map_err(|_| {
            Failure::usage(format!("`{text}` is not a date")).hint("write --date 2027-01-11")
        })?;
        return Ok(Some(parts(date)));
    }
    let Some(epoch) = std::env::var_os("SOURCE_DATE_EPOCH").filter(|v| !v.is_empty()) else {
        return Ok(None);
    };
    let epoch = epoch.to_string_lossy();
    let time = epoch.parse::<i64>().ok().and_then(|s| jiff::Timestamp::from_second(s).ok());
    let time = time.ok_or_else(|| {
        Failure::usage(format!("SOURCE_DATE_EPOCH is `{epoch}`, which is not a number of seconds"))
            .hint("unset it, or set it to seconds since 1970-01-01")
    })?;
    Ok(Some(parts(time.to_zoned(jiff::tz::TimeZone::UTC).date())))
}
