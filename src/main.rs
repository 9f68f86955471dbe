//! The `heard` program.

use std::process::ExitCode;

// A log of many files makes many small values; this allocator takes a quarter less time over them
// than the system's (decision 0008).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    heard::run()
}
