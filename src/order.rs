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
fn imports(source: &str) -> impl Iterator<Item = &str> {
    let code = source.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let paths = lines.flat_map(|line| line.split("crate::").skip(1));
    let is_end = |c: char| !c.is_alphanumeric() && c != '_';
    // `crate::{a::b, c}` names several modules.
    paths.flat_map(move |path| match path.strip_prefix('{') {
        Some(group) => {
            group.split([',', '}']).map(|part| part.trim().split(is_end).next().unwrap_or_default()).collect()
        }
        None => vec![path.split(is_end).next().unwrap_or_default()],
    })
}

/// The imports of a module, in the files of its folder, that run up.
fn upward(module: &str, path: &Path, order: &BTreeMap<&str, usize>, found: &mut Vec<String>) {
    let mut files = vec![path.with_extension("rs")];
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            match entry.path() {
                folder if folder.is_dir() => folders.push(folder),
                file if file.file_name().is_some_and(|name| name == "tests.rs") => {}
                file => files.push(file),
            }
        }
    }
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "rs") && file.is_file()) {
        let source = fs::read_to_string(file).unwrap();
        let above = imports(&source).filter(|name| order.get(name).is_some_and(|place| *place > order[module]));
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
    let source =
        "use crate::{a, b::c};\n/// crate::d\nfn f() { crate::e::g() }\n#[cfg(test)]\nmod tests { use crate::h; }\n";
    assert_eq!(imports(source).collect::<Vec<_>>(), ["a", "b", "", "e"]);
}
