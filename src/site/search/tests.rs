use std::cmp::Ordering;
use std::collections::HashSet;
use std::fs;
use std::path::Path;

use jiff::civil::Date;
use serde_json::Value;

use super::super::{Page, Settings};
use super::words::in_order;
use super::*;
use crate::catalog::Catalog;
use crate::decision;
use crate::policy::{Policy, governs_path};
use crate::search;
use crate::text::{RepoPath, Spanned};

fn catalog(texts: &[String]) -> Catalog {
    let policy = Policy::default();
    let read = |(number, text): (usize, &String)| {
        let path = RepoPath::new(format!("decisions/{number:04}-x.md"));
        decision::read(path, text.clone().into_bytes(), &policy.words)
    };
    let decisions = texts.iter().enumerate().map(read).collect();
    Catalog::new(decisions, [], policy.clone(), Date::constant(2026, 6, 1))
}

fn page(title: &str, tags: &str, said: &str) -> String {
    format!(
        "---\nstatus: accepted\nconsulted: [\"Ines Roy\", \"{title}\"]\ntags: [{tags}]\n---\n# {title}\n\nThe log of \
         the export.\n\n## Consultation\n\n> {said}\n>\n> — Ines Roy, 2026-02-11\n\n**Changed:** the log\nis kept.\n"
    )
}

fn hostile() -> Vec<String> {
    let long = "w".repeat(10_000);
    vec![
        page(
            "</script><script>alert(1)</script>",
            "\"__proto__\", \"constructor\"",
            "I say <b>toString</b> <!-- x --> \u{202e}",
        ),
        page("\u{2028}Ω ' & \\\" \\u003c", "\"</script>\"", &long),
        page("次の決定はログ Größe", "\"--\"", "hasOwnProperty 次の決定"),
    ]
}

/// What a file hands over.
fn data(site: &Site<'_>, page: Page) -> Value {
    let text = site.render(page);
    let inner = text.strip_prefix("heard(").and_then(|text| text.strip_suffix(");\n")).unwrap();
    assert!(!inner.contains(['<', '>', '&', '\'', '\u{2028}', '\u{202e}', '\n']), "{inner}");
    serde_json::from_str::<Value>(&format!("[{inner}]")).unwrap()[1].take()
}

fn numbers(text: &str) -> Vec<usize> {
    let mut numbers = Vec::new();
    let (mut number, mut scale) = (0, 1);
    for digit in text.bytes() {
        let value = DIGITS.iter().position(|known| *known == digit).unwrap();
        number += value % 32 * scale;
        scale *= 32;
        if value < 32 {
            numbers.push(number);
            (number, scale) = (0, 1);
        }
    }
    numbers
}

/// All words of a site and their rows.
fn words_of(site: &Site<'_>) -> Vec<(String, String)> {
    let files = (0..site.index().counts()[0]).map(|file| data(site, Page::Words(file)));
    let pairs = files.flat_map(|file| {
        let lines = |at: usize| file[at].as_str().unwrap().split('\n').map(str::to_owned).collect::<Vec<_>>();
        lines(0).into_iter().zip(lines(1))
    });
    pairs.collect()
}

/// The decisions that have a word, with how well each fits, as the page finds them.
fn found(site: &Site<'_>, words: &[(String, String)], sought: &str) -> BTreeMap<String, usize> {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for (word, rows) in words.iter().filter(|(word, _)| word.starts_with(sought)) {
        let mut next = 0;
        for number in numbers(rows) {
            let row = next + number / 16;
            next = row + 1;
            let weight = [8, 4, 2, 1].into_iter().find(|weight| number & weight > 0).unwrap();
            let best = found.entry(decision_of(site, row).path.stem().to_owned()).or_default();
            *best = (*best).max(weight * if word == sought { 2 } else { 1 });
        }
    }
    found
}

#[test]
fn words_weigh_what_they_weigh_for_the_command() {
    same_weights(&hostile());
}

#[test]
#[ignore = "needs the corpus: HEARD_CORPUS"]
fn words_of_the_corpus_weigh_what_they_weigh_for_the_command() {
    same_weights(&[crate::corpus::texts(), hostile()].concat());
}

#[track_caller]
fn same_weights(texts: &[String]) {
    let catalog = catalog(texts);
    let site = Site::new(&catalog, Settings::default());
    let all = words_of(&site);
    for sought in ["export", "lo", "ines", "grosse", "proto", "次の", "zz"] {
        let words = search::words(&[sought.to_owned()]);
        let expected = search::search(&words, None, &catalog);
        let expected: BTreeMap<String, usize> =
            expected.iter().map(|found| (found.decision.path.stem().to_owned(), found.score)).collect();
        assert_eq!(found(&site, &all, &words[0]), expected, "{sought}");
    }
    assert!(found(&site, &all, "+決定").len() == 1, "what stands within a word is there by two letters");
}

#[test]
fn what_was_said_is_there_by_who_said_it() {
    let catalog = catalog(&hostile());
    let site = Site::new(&catalog, Settings::default());
    let log = data(&site, Page::Log);
    let ines = log["people"].as_array().unwrap().iter().position(|someone| someone[0] == "ines-roy").unwrap();
    let said = data(&site, Page::Said(0));
    let rows: Vec<(u64, u64)> = said[ines]
        .as_array()
        .unwrap()
        .iter()
        .map(|said| (said[0].as_u64().unwrap(), said[1].as_u64().unwrap()))
        .collect();
    assert_eq!(rows, [(0, 1), (1, 1), (2, 1)]);
    assert_eq!(said[ines][0][2], "I say <b>toString</b> \\u{202e}");
    let texts = data(&site, Page::Texts(0));
    assert_eq!(texts[2][1], serde_json::json!([1, ines, "Ines Roy", "hasOwnProperty 次の決定"]));
    let blocks: Vec<&str> = texts[2].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let shown = ["The log of the export.", "Consultation", "— Ines Roy, 2026-02-11", "**Changed:** the log is kept."];
    assert_eq!(blocks, shown);
}

#[test]
fn every_file_holds_data_and_nothing_else_however_large_the_log() {
    let mut texts = hostile();
    texts.extend((0..1010).map(|number| {
        let words: Vec<String> = (0..20).map(|word| format!("w{}x{}", number % 97, word * number)).collect();
        page(&format!("Decision {number}"), "\"a\"", &words.join(" "))
    }));
    let catalog = catalog(&texts);
    let site = Site::new(&catalog, Settings::default());
    let log = data(&site, Page::Log);
    let [words, said, files] = site.index().counts();
    assert!(words > 1 && said > 1 && files > 1, "{words} {said} {files}");
    let starts: Vec<&str> = log["words"].as_array().unwrap().iter().map(|start| start.as_str().unwrap()).collect();
    let mut before = String::new();
    for (file, start) in starts.iter().enumerate() {
        let file = data(&site, Page::Words(file));
        for word in file[0].as_str().unwrap().split('\n') {
            assert!(in_order(&before, word) == Ordering::Less && in_order(start, word) != Ordering::Greater);
            before = word.to_owned();
        }
        assert!(starts.iter().all(|other| other <= start || in_order(&before, other) == Ordering::Less));
    }
    let rows: usize = (0..files).map(|file| data(&site, Page::Texts(file)).as_array().unwrap().len()).sum();
    assert_eq!(rows, texts.len());
    let pages = site.pages();
    let names: HashSet<&str> = pages.keys().map(String::as_str).collect();
    assert!(names.contains("search/words-1.js") && names.contains(format!("search/texts-{files}.js").as_str()));
    let again = Site::new(&catalog, Settings::default());
    for (path, page) in pages {
        if path.starts_with("search/") {
            assert_eq!(site.render(page), again.render(page), "{path}");
        }
    }
    let small = self::catalog(&texts[..1000]);
    assert_eq!(Site::new(&small, Settings::default()).index().counts()[0], 1);
}

/// What the script of the page must say of these globs and paths. `tests/site/find.mjs` runs it.
#[test]
fn the_table_of_globs_is_what_the_gate_says() {
    let globs = [
        "infra/**",
        "infra/*",
        "infra/",
        "infra/paging/*.yml",
        "**/*.yml",
        "**",
        "*",
        "***",
        "**/paging",
        "src/**/lib.rs",
        "src/{a,b}/**",
        "src/{a/**,b}",
        "{src,infra}/*",
        "src/[!a]/x",
        "src/[^a-c]*",
        "src/[a-c]?",
        "[]]",
        "[-a]x",
        "a[b-]c",
        "src/\\*",
        "**a",
        "a**",
        "a/**b",
        "a**/b",
        "a/**/**/b",
        "**/**/b",
        "a/**/**",
        "a/***/b",
        "{**/x,y}",
        "{**,q}/x",
        "{a,}/b",
        "{}",
        "a{}b",
        "{a,b{c,d}}e",
        "é?",
        "é??",
        "[é][é]",
        "[à-é]x",
        "/abs",
        "a//b",
        "./a",
        "*.{yml,yaml}",
        "{a/b,c}/**/d",
        "a/{**,b}/c",
        "a/{b/**,c}",
        "a,b",
        "[a/]b",
        "a[!b]c",
        "{[}],x}y",
        "{src/a,infra}/[b/]*",
        "{**/,}a",
        "x{/**,y}",
    ];
    let paths = [
        "",
        "infra",
        "infra/paging",
        "infra/paging/x.yml",
        "x.yml",
        "src",
        "src/a",
        "src/a/lib.rs",
        "src/a/b/c/lib.rs",
        "src/b/x",
        "src/*",
        "a",
        "a/b",
        "a/x/b",
        "a/x/y/b",
        "a/c",
        "abc",
        "a-c",
        "]",
        "-x",
        "é",
        "éé",
        "éx",
        "y",
        "x/x",
        "ae",
        "bce",
        "a,b",
        "a/b/d",
        "c/q/d",
        "xy",
        "a/b/c/d/e/f",
    ];
    let row = |glob: &str| {
        assert_eq!(bad_glob(glob), None, "{glob}");
        let globs = [Spanned::new(glob.to_owned(), 0..0)];
        let fits: Vec<&str> = paths.into_iter().filter(|path| governs_path(&globs, path, true)).collect();
        format!("{}:{}", json(&glob), json(&fits))
    };
    let rows: Vec<String> = globs.into_iter().map(row).collect();
    let table = format!("{{\"paths\":{},\n\"globs\":{{\n{}\n}}}}\n", json(&paths.to_vec()), rows.join(",\n"));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site/globs.json");
    if fs::read_to_string(&file).ok().as_deref() != Some(&table) {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, table).unwrap();
        panic!("tests/site/globs.json was out of date and has been written; run the tests again");
    }
}
