//! The `pilotpack` command: parses arguments, calls the library, turns the result into an exit code.

use std::process::ExitCode;

/// Layout makes and drops many small vectors on several threads at once, where it takes a tenth off
/// the whole build.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    pilotpack::cli::main()
}
