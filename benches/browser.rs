//! The site of the log in Chromium: how long until the list is drawn, and until a search is answered. These are times of
//! a clock, since somebody waits for them; the bars leave room for it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::measure;

/// What somebody waits for, in seconds.
pub(crate) struct Waits {
    pub open: f64,
    pub search: f64,
}

/// What the browser measures on a site of so many decisions; nothing, and a word on it, where it can't be asked.
#[expect(clippy::print_stdout, reason = "a bench talks to a terminal")]
pub(crate) fn waits(site: &Path, decisions: u64) -> Result<Option<Waits>, String> {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/site");
    let chromium = env::var_os("HEARD_CHROMIUM")
        .map(PathBuf::from)
        .or_else(|| ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| on_path(name)));
    let (Some(chromium), Some(node)) = (chromium, on_path("node")) else {
        println!("no Chromium or no node at hand: the list and the search are not measured\n");
        return Ok(None);
    };
    if !scripts.join("node_modules/playwright-core").is_dir() {
        println!(
            "`scripts/test` was not run, which fetches playwright-core: the list and the search are not measured\n"
        );
        return Ok(None);
    }
    let output = Command::new(node)
        .arg(scripts.join("large.mjs"))
        .args([chromium.as_path(), site])
        .output()
        .map_err(|error| format!("can't run node: {error}"))?;
    if !output.status.success() {
        return Err(measure::failure("large.mjs", output.status, &[output.stderr, output.stdout].concat()));
    }
    let told: serde_json::Value =
        serde_json::from_slice(&output.stdout).map_err(|error| format!("large.mjs did not measure ({error})"))?;
    if told["decisions"].as_u64() != Some(decisions) {
        return Err(format!("the list of the site has {} decisions", told["decisions"]));
    }
    let [open, search] = ["open", "search"].map(|key| told[key].as_f64().unwrap_or(f64::NAN));
    Ok(Some(Waits { open, search }))
}

/// A program of the path.
fn on_path(name: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(name)).find(|file| file.is_file())
}
