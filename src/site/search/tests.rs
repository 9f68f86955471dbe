use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;

use jiff::civil::Date;
use serde_json::Value;

use super::super::{SitePage, SiteSettings};
use super::words::{WEIGHTS, compare_utf16};
use super::*;
use crate::catalog::Catalog;
use crate::decision;
use crate::policy::{Policy, bad_glob, governs_path};
use crate::search::query::Query;
use crate::search::{self, ID_WEIGHT};
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

/// The data of a file.
fn data(site: &Site<'_>, page: SitePage) -> Value {
    let text = site.render(page);
    let inner = text.strip_prefix("heard(").and_then(|text| text.strip_suffix(");\n")).unwrap();
    assert!(!inner.contains(['<', '>', '&', '\'', '\u{2028}', '\u{202e}', '\n']), "{inner}");
    serde_json::from_str::<Value>(&format!("[{inner}]")).unwrap()[1].take()
}

/// All words of a site with their rows.
fn words_of(site: &Site<'_>) -> Vec<(String, Vec<usize>)> {
    let files = (0..site.index().file_counts()[0]).map(|file| data(site, SitePage::SearchWords(file)));
    files
        .flat_map(|file| {
            let (words, steps): (Vec<String>, Vec<Vec<usize>>) = serde_json::from_value(file).unwrap();
            let rows = steps.into_iter().map(|steps| {
                let add = |row: &mut usize, step: usize| {
                    *row += step / WEIGHTS;
                    Some(*row * WEIGHTS + step % WEIGHTS)
                };
                steps.into_iter().scan(0, add).collect()
            });
            words.into_iter().zip(rows.collect::<Vec<_>>())
        })
        .collect()
}

/// The decisions that have a word, with their scores, as the page finds them.
fn found(site: &Site<'_>, words: &[(String, Vec<usize>)], sought: &str) -> BTreeMap<String, usize> {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for (word, rows) in words.iter().filter(|(word, _)| word.starts_with(sought)) {
        for number in rows {
            let weight = [ID_WEIGHT, 8, 4, 2, 1].into_iter().find(|weight| number & weight > 0).unwrap();
            let best = found.entry(decision_of_row(site, number / WEIGHTS).path.stem().to_owned()).or_default();
            *best = (*best).max(weight * if word == sought { 2 } else { 1 });
        }
    }
    found
}

#[test]
fn words_score_as_in_the_command() {
    check_scores(&hostile());
}

#[test]
#[ignore = "needs the corpus: HEARD_CORPUS"]
fn words_of_the_corpus_score_as_in_the_command() {
    check_scores(&[crate::corpus::texts(), hostile()].concat());
}

#[track_caller]
fn check_scores(texts: &[String]) {
    let catalog = catalog(texts);
    let site = Site::new(&catalog, SiteSettings::default());
    let all = words_of(&site);
    for sought in ["export", "lo", "ines", "grosse", "proto", "次の", "zz"] {
        let query = Query::parse(&[sought.to_owned()]);
        let result = search::search(&query, None, &catalog);
        let expected: BTreeMap<String, usize> =
            result.hits.iter().map(|found| (found.decision.path.stem().to_owned(), found.score)).collect();
        assert_eq!(found(&site, &all, &query.words[0]), expected, "{sought}");
    }
    let is_listed = |listed: &str| all.iter().any(|(word, _)| word == listed);
    assert!(is_listed("#2"), "ids are in the index");
    assert!(is_listed("+決定"), "two letters within a word are in the index");
}

#[test]
fn quotes_are_listed_by_speaker() {
    let catalog = catalog(&hostile());
    let site = Site::new(&catalog, SiteSettings::default());
    let filters = data(&site, SitePage::SearchFilters);
    let ines = filters["people"].as_array().unwrap().iter().position(|someone| someone[0] == "ines-roy").unwrap();
    let said = data(&site, SitePage::SearchSaid(0));
    let rows: Vec<(u64, u64)> = said[ines]
        .as_array()
        .unwrap()
        .iter()
        .map(|said| (said[0].as_u64().unwrap(), said[1].as_u64().unwrap()))
        .collect();
    assert_eq!(rows, [(0, 0), (1, 0), (2, 0)]);
    assert_eq!(said[ines][0][2], "I say <b>toString</b> \\u{202e}");
    let texts = data(&site, SitePage::SearchTexts(0));
    assert_eq!(texts[2][2], serde_json::json!(["ines-roy-2026-02-11", ines, "Ines Roy", "hasOwnProperty 次の決定"]));
    assert_eq!(texts[2][0], serde_json::json!(["", "次の決定はログ Größe"]));
    let blocks: Vec<&str> = texts[2].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let shown = ["The log of the export.", "Consultation", "— Ines Roy, 2026-02-11", "**Changed:** the log is kept."];
    assert_eq!(blocks, shown);
}

#[test]
fn every_file_is_data_only_however_large_the_log() {
    let mut texts = hostile();
    texts.extend((0..1010).map(|number| {
        let words: Vec<String> = (0..20).map(|word| format!("w{}x{}", number % 97, word * number)).collect();
        page(&format!("Decision {number}"), "\"a\"", &words.join(" "))
    }));
    let catalog = catalog(&texts);
    let site = Site::new(&catalog, SiteSettings::default());
    let log = data(&site, SitePage::SearchLog);
    let [words, said, files, row_files] = site.index().file_counts();
    assert!(words > 1 && said > 1 && files > 1 && row_files > 1, "{words} {said} {files} {row_files}");
    let starts: Vec<&str> = log["words"].as_array().unwrap().iter().map(|start| start.as_str().unwrap()).collect();
    let mut before = String::new();
    for (file, start) in starts.iter().enumerate() {
        let file = data(&site, SitePage::SearchWords(file));
        for word in file[0].as_array().unwrap().iter().map(|word| word.as_str().unwrap()) {
            assert!(compare_utf16(&before, word) == Ordering::Less && compare_utf16(start, word) != Ordering::Greater);
            before = word.to_owned();
        }
        assert!(starts.iter().all(|other| other <= start || compare_utf16(&before, other) == Ordering::Less));
    }
    let rows = |files: usize, page: fn(usize) -> SitePage| -> usize {
        (0..files).map(|file| data(&site, page(file)).as_array().unwrap().len()).sum()
    };
    assert_eq!(rows(files, SitePage::SearchTexts), texts.len());
    assert_eq!(rows(row_files, SitePage::SearchRows), texts.len());
    let pages = site.pages();
    let names: HashSet<&str> = pages.keys().map(String::as_str).collect();
    assert!(names.contains("search/words-1.js") && names.contains(format!("search/texts-{files}.js").as_str()));
    let again = Site::new(&catalog, SiteSettings::default());
    for (path, page) in pages {
        if path.starts_with("search/") {
            assert_eq!(site.render(page), again.render(page), "{path}");
        }
    }
    // What an answer with one result loads.
    let first = [SitePage::SearchLog, SitePage::SearchWords(0), SitePage::SearchRows(0)];
    let size: usize = first.into_iter().map(|page| site.render(page).len()).sum();
    assert!(size < 100_000, "{size}");
}

/// Which of these paths each glob matches, for `tests/site/find.mjs` to compare with the script of the page.
#[test]
fn the_table_of_globs_agrees_with_the_gate() {
    let globs = [
        "infra/**",
        "infra/*",
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
        "./a",
        "infra/** !infra/paging/**",
        "!infra/paging/** infra/**",
        "src/** !src/* !./src/a/*",
        "** !a/** a/c",
        "!infra/**",
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
        assert!(glob.split(' ').all(|glob| bad_glob(glob).is_none()), "{glob}");
        let globs: Vec<_> = glob.split(' ').map(|glob| Spanned::new(glob.to_owned(), 0..0)).collect();
        let fits: Vec<&str> = paths.into_iter().filter(|path| governs_path(&globs, path, true)).collect();
        format!("{}:{}", script_json(&glob), script_json(&fits))
    };
    let rows: Vec<String> = globs.into_iter().map(row).collect();
    let table = format!("{{\"paths\":{},\n\"globs\":{{\n{}\n}}}}\n", script_json(&paths.to_vec()), rows.join(",\n"));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site/globs.json");
    if fs::read_to_string(&file).ok().as_deref() != Some(&table) {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, table).unwrap();
        panic!("tests/site/globs.json was out of date and has been written; run the tests again");
    }
}
