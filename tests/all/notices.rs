//! `THIRD-PARTY.txt`: the licenses of the libraries that are built into the program.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::repository::keep;

/// Files in which packages have their licenses, by the start of their names.
const FILES: &[&str] = &["license", "licence", "copying", "notice", "unlicense"];

/// Files deeper in a package. That of libgit2 has the licenses of what comes with it: xdiff, PCRE2 and others.
const DEEPER: &[(&str, &str)] = &[("libgit2-sys", "libgit2/COPYING"), ("libz-sys", "src/zlib/LICENSE")];

#[test]
fn the_licenses_of_the_libraries_are_current() {
    let target = ["--filter-platform", "x86_64-unknown-linux-gnu"];
    let output = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .args(target)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages: BTreeMap<&str, &Value> =
        metadata["packages"].as_array().unwrap().iter().map(|package| (text(package, "id"), package)).collect();
    let nodes: BTreeMap<&str, &Value> =
        metadata["resolve"]["nodes"].as_array().unwrap().iter().map(|node| (text(node, "id"), node)).collect();
    let own = packages.iter().find(|(_, package)| text(package, "name") == "heard").unwrap().0;
    let mut linked: BTreeSet<&str> = BTreeSet::new();
    let mut open = vec![*own];
    while let Some(id) = open.pop() {
        for dependency in nodes[id]["deps"].as_array().unwrap() {
            // Macros and build scripts are not in the program.
            let is_linked = dependency["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"].is_null());
            let id = text(dependency, "pkg");
            let is_macro =
                packages[id]["targets"].as_array().unwrap().iter().any(|target| target["kind"][0] == "proc-macro");
            if is_linked && !is_macro && linked.insert(id) {
                open.push(id);
            }
        }
    }
    // Most libraries share a text.
    let mut by_text: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut list = String::new();
    for id in linked {
        let package = packages[id];
        let name = format!("{} {}", text(package, "name"), text(package, "version"));
        let license = text(package, "license");
        let texts = texts(package, license);
        let authors: Vec<&str> = package["authors"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let by = match texts.is_empty() && !authors.is_empty() {
            true => format!(", by {}", authors.join(", ")),
            false => String::new(),
        };
        list.push_str(&format!("  {name}: {license}{by}\n"));
        for text in texts {
            by_text.entry(text).or_default().push(name.clone());
        }
    }
    let mut expected = format!(
        "Libraries that are built into heard\n===================================\n\n\
         heard itself is under the licenses in LICENSE-MIT and LICENSE-APACHE. A program built from it contains these\n\
         libraries, here for Linux, and parts of the standard library of Rust (MIT OR Apache-2.0). libgit2 is under the\n\
         GPL 2 with an exception for programs that are linked with it. cargo test writes this file.\n\n{list}"
    );
    for (text, names) in by_text {
        expected.push_str(&format!("\n{}\n{}\n\n{text}", "-".repeat(80), names.join(", ")));
    }
    keep("THIRD-PARTY.txt", &expected);
}

/// The texts of the license of a package. Where it is one of several to choose from, that of the MIT license is enough,
/// and the Apache license is in this repository.
fn texts(package: &Value, license: &str) -> Vec<String> {
    let folder = Path::new(text(package, "manifest_path")).parent().unwrap();
    let mut files: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| FILES.iter().any(|start| name.to_lowercase().starts_with(start)))
        .filter(|name| folder.join(name).is_file())
        .collect();
    files.sort();
    let is_choice = (license.contains(" OR ") || license.contains('/')) && !license.contains(" AND ");
    if let Some(mit) = files.iter().find(|name| is_choice && name.to_uppercase().contains("MIT")).cloned() {
        files = vec![mit];
    } else if is_choice || license == "Apache-2.0" {
        files.retain(|name| !name.to_uppercase().contains("APACHE"));
    }
    files.extend(DEEPER.iter().filter(|(name, _)| *name == text(package, "name")).map(|(_, file)| (*file).to_owned()));
    let read = |file: &String| fs::read_to_string(folder.join(file)).unwrap().replace("\r\n", "\n");
    files.iter().map(read).map(|text| format!("{}\n", text.trim_end())).collect()
}

#[track_caller]
fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("`{key}` is no text in {value}"))
}
