//! Names the commit in `heard --version`: that of a release, by `HEARD_COMMIT`, or of a package of crates.io. A build in a
//! checkout names none, as every commit would build the program anew.

use std::env;
use std::fs;
use std::path::Path;

/// What cargo writes into a package.
const PACKAGED: &str = ".cargo_vcs_info.json";

/// How many digits of a commit are shown.
const SHORT: usize = 12;

fn main() {
    println!("cargo::rerun-if-env-changed=HEARD_COMMIT");
    println!("cargo::rerun-if-changed=build.rs");
    // A missing file would count as changed at every build.
    if Path::new(PACKAGED).exists() {
        println!("cargo::rerun-if-changed={PACKAGED}");
    }
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let commit = env::var("HEARD_COMMIT").ok().or_else(packaged);
    let is_commit = |commit: &String| commit.len() >= SHORT && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    match commit.filter(is_commit) {
        Some(commit) => println!("cargo::rustc-env=HEARD_VERSION={version} ({})", &commit[..SHORT]),
        None => println!("cargo::rustc-env=HEARD_VERSION={version}"),
    }
}

/// The commit in `{"git": {"sha1": "…"}}`.
fn packaged() -> Option<String> {
    let text = fs::read_to_string(PACKAGED).ok()?;
    let (_, rest) = text.split_once("\"sha1\"")?;
    rest.split('"').nth(1).map(str::to_owned)
}
