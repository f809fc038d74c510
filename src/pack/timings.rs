//! How long the stages of a build take, over all customers and threads.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A stage of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading the workspace.
    Read,
    /// Fonts, templates and theme, once a run.
    Prepare,
    /// Variables into documents.
    Merge,
    /// Reading and decoding pictures.
    Pictures,
    /// Blocks into pages.
    Layout,
    /// Pages into PDF files.
    Pdf,
    /// Documents into web pages.
    Site,
    /// The manifest and the digests of all files.
    Seal,
    /// Files onto the disk.
    Write,
}

impl Stage {
    /// All of them, in the order in which they run.
    pub const ALL: [Stage; 9] = [
        Stage::Read,
        Stage::Prepare,
        Stage::Merge,
        Stage::Pictures,
        Stage::Layout,
        Stage::Pdf,
        Stage::Site,
        Stage::Seal,
        Stage::Write,
    ];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Read => "read",
            Stage::Prepare => "prepare",
            Stage::Merge => "merge",
            Stage::Pictures => "pictures",
            Stage::Layout => "layout",
            Stage::Pdf => "pdf",
            Stage::Site => "site",
            Stage::Seal => "seal",
            Stage::Write => "write",
        }
    }
}

/// Time spent in each stage, added up over customers and threads.
#[derive(Debug, Default)]
pub struct Timings {
    slots: [Slot; 9],
}

#[derive(Debug, Default)]
struct Slot {
    nanoseconds: AtomicU64,
    runs: AtomicU64,
}

impl Timings {
    /// Runs part of a stage and adds its time.
    pub fn measure<T>(&self, stage: Stage, run: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = run();
        self.add(stage, start.elapsed());
        result
    }

    /// Adds time that was measured elsewhere.
    pub fn add(&self, stage: Stage, time: Duration) {
        if let Some(slot) = self.slots.get(stage as usize) {
            let nanoseconds = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
            slot.nanoseconds.fetch_add(nanoseconds, Ordering::Relaxed);
            slot.runs.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// One line for each stage that ran: name, milliseconds, share of all in percent, and how often.
    pub fn lines(&self) -> Vec<String> {
        let read = |slot: &AtomicU64| slot.load(Ordering::Relaxed);
        let total: u64 = self.slots.iter().map(|slot| read(&slot.nanoseconds)).sum();
        let stages = Stage::ALL.iter().zip(&self.slots);
        stages
            .filter(|(_, slot)| read(&slot.runs) > 0)
            .map(|(stage, slot)| {
                let spent = read(&slot.nanoseconds);
                let share = spent as f64 * 100.0 / total.max(1) as f64;
                let time = spent as f64 / 1e6;
                let runs = read(&slot.runs);
                format!("{:9} {time:9.1} ms  {share:3.0} %  {runs}×", stage.name())
            })
            .collect()
    }
}
