//! Attacks on the gate: changes and repositories made to get past it. `attacks/README.md` lists each
//! with what happens; what can't be stopped stands there as well.

mod forms;
mod history;
mod honest;
mod load;
mod outdated;
mod paths;
mod people;
mod policy;
mod trailers;
mod words;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The table and the tests name the same attacks.
#[test]
fn the_table_lists_every_attack() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/attacks");
    let tests_of = |file: &Path| -> Vec<String> {
        let text = fs::read_to_string(file).unwrap();
        let name = |test: &str| test.split_once("fn ").and_then(|(_, rest)| rest.split_once('(')).unwrap().0.to_owned();
        text.split("#[test]").skip(1).map(name).collect()
    };
    let mut tests = BTreeSet::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_some_and(|ending| ending == "rs") {
            for name in tests_of(&file) {
                assert!(tests.insert(name.clone()), "two tests are called {name}");
            }
        }
    }
    let table = fs::read_to_string(folder.join("README.md")).unwrap();
    // The last cell of a row; what no test can show has a dash.
    let rows = table.lines().filter(|line| line.starts_with("| ")).filter_map(|line| line.split('|').nth(3));
    let named = rows.filter_map(|cell| cell.trim().strip_prefix('`')?.strip_suffix('`'));
    let listed: BTreeSet<String> = named.map(str::to_owned).collect();
    let missing: Vec<String> = tests.difference(&listed).cloned().collect();
    // Some attacks are among the tests of what they attack.
    for subject in
        ["gate", "baseline", "ci", "forge", "formats", "logs", "signatures", "stranger", "terminal", "witness"]
    {
        tests.extend(tests_of(&folder.with_file_name(subject).with_extension("rs")));
    }
    let gone: Vec<_> = listed.difference(&tests).collect();
    assert!(missing.is_empty(), "README.md does not list {missing:?}");
    assert!(gone.is_empty(), "README.md lists {gone:?}, and no test has that name");
}
