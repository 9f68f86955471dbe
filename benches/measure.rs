//! What one process used, as the kernel counted it.

use std::env;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use wait4::Wait4 as _;

/// What a process and the processes it waited for used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Usage {
    /// Processor time in seconds, user and system.
    pub processor: f64,
    /// Seconds from start to end.
    pub wall: f64,
    /// The most memory that was resident at once.
    pub mebibytes: f64,
}

/// Runs a program in a folder, with its output in a file. Exit code 1 is fine: it means that there were findings.
pub(crate) fn usage(folder: &Path, program: &Path, arguments: &[String], output: &Path) -> Result<Usage, String> {
    let shown = format!("{} {}", program.display(), arguments.join(" "));
    let cannot = |error: std::io::Error| format!("can't run `{shown}`: {error}");
    let file = File::create(output).map_err(cannot)?;
    let mut command = Command::new(program);
    isolated(&mut command)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(file.try_clone().map_err(cannot)?)
        .stderr(file);
    let start = Instant::now();
    let used = command.spawn().and_then(|mut child| child.wait4()).map_err(cannot)?;
    let wall = start.elapsed().as_secs_f64();
    if !matches!(used.status.code(), Some(0 | 1)) {
        let output = fs::read_to_string(output).unwrap_or_default();
        let lines: String = output.lines().take(40).map(|line| format!("\n  {line}")).collect();
        return Err(format!("`{shown}` ended with {}{lines}", used.status));
    }
    let processor = (used.rusage.utime + used.rusage.stime).as_secs_f64();
    Ok(Usage { processor, wall, mebibytes: used.rusage.maxrss as f64 / 1024.0 / 1024.0 })
}

/// Removes the settings of git and of a CI job from a child, so that it does the same work everywhere.
pub(crate) fn isolated(command: &mut Command) -> &mut Command {
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("GIT") || text == "CI" || text.starts_with("CI_") {
            command.env_remove(name);
        }
    }
    command
}
