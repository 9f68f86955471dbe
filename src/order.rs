//! Holds the order of the modules in `lib.rs`: data goes one way, and so do the imports.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The modules in the order in which `lib.rs` declares them, each with its place.
fn modules(lib: &str) -> BTreeMap<&str, usize> {
    let names = lib.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
    names.enumerate().map(|(place, name)| (name, place)).collect()
}

/// The names after `crate::` in the code of a file, without its tests and comments.
fn imports(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let code: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let name = |path: &str| path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut names = Vec::new();
    for path in code.join("\n").split("crate::").skip(1) {
        let Some(group) = path.strip_prefix('{') else {
            names.push(name(path));
            continue;
        };
        // `crate::{a::{b, c}, d}` names `a` and `d`, on one line or on several.
        let mut depth = 1_usize;
        for part in group.split_inclusive(['{', '}', ',']).map(str::trim_start) {
            if depth == 1 {
                names.push(name(part));
            }
            match part.chars().next_back() {
                Some('{') => depth += 1,
                Some('}') => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The imports of a module, in the files of its folder, that run up.
fn upward(module: &str, path: &Path, order: &BTreeMap<&str, usize>, found: &mut Vec<String>) {
    let mut files = vec![path.with_extension("rs")];
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            match entry.path() {
                tests if tests.file_stem().is_some_and(|name| name == "tests") => {}
                folder if folder.is_dir() => folders.push(folder),
                file => files.push(file),
            }
        }
    }
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "rs") && file.is_file()) {
        let source = fs::read_to_string(file).unwrap();
        let is_above = |name: &String| order.get(name.as_str()).is_some_and(|place| *place > order[module]);
        let above = imports(&source).into_iter().filter(is_above);
        found.extend(above.map(|name| format!("{} imports `{name}`", file.display())));
    }
}

#[test]
fn no_import_runs_against_the_flow_of_data() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lib = fs::read_to_string(src.join("lib.rs")).unwrap();
    let order = modules(&lib);
    assert!(order.len() > 20 && order["text"] < order["cli"], "{order:?}");
    let mut found = Vec::new();
    for module in order.keys() {
        upward(module, &src.join(module), &order, &mut found);
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn an_import_is_found_in_every_form() {
    for (source, expected) in [
        ("use crate::a::B;\nfn f() { crate::c::d() }\n", &["a", "c"][..]),
        ("use crate::{a::{b, c}, d::e};\n", &["a", "d"]),
        ("use crate::{\n    a::{self, b},\n    c,\n};\nuse crate::d;\n", &["a", "c", "d"]),
        ("/// crate::a\n#[cfg(test)]\nmod tests { use crate::b; }\n", &[]),
    ] {
        assert_eq!(imports(source), expected, "{source}");
    }
}
