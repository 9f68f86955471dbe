//! What one process used, as the kernel counted it.

use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use wait4::Wait4 as _;

/// What a process and the processes it waited for used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Usage {
    /// Processor time, user and system.
    pub seconds: f64,
    /// The most memory that was resident at once.
    pub mebibytes: f64,
}

impl Usage {
    /// Of a process that did not run; no bar holds with it.
    pub(crate) const NONE: Self = Self { seconds: f64::NAN, mebibytes: f64::NAN };
}

/// Runs a program in a folder and says what it used. Anything but success is an error.
pub(crate) fn usage(folder: &Path, program: &Path, arguments: &[&OsStr]) -> Result<Usage, String> {
    let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let shown = arguments.iter().fold(name, |line, argument| format!("{line} {}", argument.to_string_lossy()));
    // A file, unlike a pipe, needs nobody to empty it while the child runs.
    let said = folder.with_extension("said");
    let cannot = |error: std::io::Error| format!("can't run `{shown}`: {error}");
    let file = File::create(&said).map_err(cannot)?;
    let mut child = alone(&mut Command::new(program))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(file.try_clone().map_err(cannot)?)
        .stderr(file)
        .spawn()
        .map_err(cannot)?;
    let used = child.wait4().map_err(cannot)?;
    if !used.status.success() {
        return Err(failure(&shown, used.status, &fs::read(&said).unwrap_or_default()));
    }
    let seconds = (used.rusage.utime + used.rusage.stime).as_secs_f64();
    Ok(Usage { seconds, mebibytes: used.rusage.maxrss as f64 / 1024.0 / 1024.0 })
}

/// Takes the settings of git and of a CI job away from a child, so that it does the same work everywhere.
pub(crate) fn alone(command: &mut Command) -> &mut Command {
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("GIT") || text == "CI" || text.starts_with("CI_") {
            command.env_remove(name);
        }
    }
    command
}

/// A sentence about a child that failed, with what it said.
pub(crate) fn failure(command: &str, status: ExitStatus, said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    let lines: String = said.lines().take(40).map(|line| format!("\n  {line}")).collect();
    format!("`{command}` ended with {status}{lines}")
}
