//! How large the site of a log is, and how long a reader on a slow line waits for it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use walkdir::WalkDir;

use super::measure;
use super::repository::{RARE, Repository};

/// The most bytes of the first page of the list.
const LIST: u64 = 500_000;

/// Prints the figures of the site of a log, and returns whether a limit is exceeded.
#[expect(clippy::print_stdout, reason = "a bench talks to a terminal")]
pub(crate) fn figures(log: &Repository, program: &Path) -> Result<bool, String> {
    let site = log.top.with_file_name("site");
    let output = log.top.with_file_name("output");
    let out = site.to_string_lossy().into_owned();
    measure::usage(&log.top, program, &["index".to_owned(), "--out".to_owned(), out], &output)?;
    let files = WalkDir::new(&site).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let sizes: Vec<u64> = files.filter_map(|entry| Some(entry.metadata().ok()?.len())).collect();
    let list = site.join("index.html").metadata().map_err(|error| error.to_string())?.len();
    println!("site of {} decisions: {} files, {} MB", log.count, sizes.len(), sizes.iter().sum::<u64>() / 1_000_000);
    let is_exceeded = list > LIST;
    let bound = if is_exceeded { format!("EXCEEDS {LIST}") } else { format!("(at most {LIST})") };
    println!("first page of the list: {list} bytes {bound}");
    match (chromium(), Command::new("node").arg("--version").output()) {
        (Some(chromium), Ok(_)) => println!("on a line of 1.6 Mbit/s: {}", slow_line(&chromium, &site)?),
        _ => println!("Chromium and node are not there: the wait on a slow line is not measured"),
    }
    println!();
    std::fs::remove_dir_all(&site).map_err(|error| format!("can't remove `{}`: {error}", site.display()))?;
    Ok(is_exceeded)
}

/// What the browser says of the wait for the list and for the first answer.
fn slow_line(chromium: &Path, site: &Path) -> Result<String, String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/site/slow.mjs");
    let output = Command::new("node").arg(script).arg(chromium).arg(site).arg(RARE).output();
    let output = output.map_err(|error| format!("can't run node: {error}"))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned()),
        // The packages of `tests/site` are fetched by `scripts/test`.
        false => {
            Ok(format!("not measured: {}", String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default()))
        }
    }
}

fn chromium() -> Option<PathBuf> {
    if let Some(file) = env::var_os("HEARD_CHROMIUM") {
        return Some(file.into());
    }
    let folders = env::var_os("PATH")?;
    let mut files = env::split_paths(&folders).map(|folder| folder.join("chromium"));
    files.find(|file| file.is_file())
}
