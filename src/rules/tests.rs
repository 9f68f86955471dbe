//! The examples of every rule are run here, and the lists made from the rules are kept.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use jiff::civil::{Date, date};

use super::*;
use crate::baseline::{self, Baseline};
use crate::decision;
use crate::gate;
use crate::lint;
use crate::policy::Policy;
use crate::snapshot::{FileKind, Source};
use crate::text::{RepoPath, Span};
use crate::witness::Witness;

/// The day of every example.
const TODAY: Date = date(2026, 6, 1);

/// The path of an example that names no file.
const ONLY_FILE: &str = "decisions/0012-example.md";

/// The files of an example, and the bytes marked in them.
#[derive(Default)]
struct Example {
    files: BTreeMap<String, String>,
    marks: Vec<(String, Span)>,
}

/// Takes an example apart: `==> path <==` starts a file, carets mark the line above them, and
/// `<70000 bytes>` is replaced by that many bytes. In an example of the gate, `base:` and `head:` are
/// the ends of the change, and a file without either is the same at both.
fn example(text: &str) -> Example {
    let mut example = Example::default();
    let mut name = ONLY_FILE.to_owned();
    let mut last_line = 0;
    // Carets straight below the name of a file mark the file itself.
    for line in text.split_inclusive('\n') {
        if let Some(path) = line.trim_end().strip_prefix("==> ").and_then(|rest| rest.strip_suffix(" <==")) {
            name = path.to_owned();
            last_line = 0;
            example.files.insert(name.clone(), String::new());
            continue;
        }
        let file = example.files.entry(name.clone()).or_default();
        if is_carets(line) {
            let carets = line.trim();
            if file.is_empty() {
                example.marks.push((name.clone(), Span::default()));
                continue;
            }
            let column = line.chars().take_while(|c| *c == ' ').count();
            let above = &file[last_line..];
            let byte = |column: usize| above.char_indices().nth(column).map_or(above.len(), |(at, _)| at);
            let span = Span::new(last_line + byte(column), last_line + byte(column + carets.len()));
            example.marks.push((name.clone(), span));
        } else {
            last_line = file.len();
            file.push_str(&long(line));
        }
    }
    example.marks.sort();
    example
}

/// A line with `<N bytes>` written out.
fn long(line: &str) -> String {
    let parts = line.split_once('<').and_then(|(before, rest)| {
        let (count, after) = rest.split_once(" bytes>")?;
        Some((before, count.parse().ok()?, after))
    });
    parts.map_or_else(|| line.to_owned(), |(before, count, after)| format!("{before}{}{after}", "x".repeat(count)))
}

/// The findings of one rule over an example.
fn findings(rule: &'static Rule, example: &Example) -> Vec<Finding> {
    let mut findings = match rule.check {
        Check::Gate(_) | Check::Keys(_) => {
            let side = |name: &str| {
                let prefix = format!("{name}:");
                let files = example.files.iter().filter_map(|(path, text)| {
                    let is_at_both =
                        !["base:", "head:", "trailers", "witness"].iter().any(|prefix| path.starts_with(prefix));
                    let path = path.strip_prefix(&prefix).or_else(|| is_at_both.then_some(path))?;
                    let (path, kind) =
                        path.strip_suffix(" (link)").map_or((path, FileKind::File), |path| (path, FileKind::Link));
                    Some((RepoPath::new(path), (kind, text.clone().into_bytes())))
                });
                Source::Memory(files.collect())
            };
            let written = example.files.get("trailers").into_iter().flat_map(|text| text.lines());
            let trailer = |value: &str| gate::Trailer { commit: String::new(), value: value.to_owned() };
            let trailers: Vec<gate::Trailer> = written.map(trailer).collect();
            let (base, head) = (side("base"), side("head"));
            let witness = example.files.get("witness").map_or_else(Witness::default, |text| {
                Witness::read(text, "base", "head", &Policy::default().hosts).unwrap()
            });
            let changed = crate::snapshot::memory_changes(&base, &head);
            let result = gate::check_change(
                gate::Ends { base: &base, start: &base, head: &head },
                &changed,
                &trailers,
                &gate::About::default(),
                &witness,
                TODAY,
            )
            .unwrap();
            result.findings
        }
        _ => {
            let text = example.files.get("heard.toml").cloned().unwrap_or_default();
            let mut policy = Policy::read(&text, &ids()).unwrap_or_else(|mistake| panic!("{}: {mistake:?}", rule.id));
            // A rule that is off until asked for is asked for here.
            policy.levels.entry(rule.id.to_owned()).or_insert(Level::Deny);
            let files = example.files.iter().filter(|(path, _)| !path.ends_with(".toml"));
            let decisions = files
                .map(|(path, text)| {
                    decision::read(RepoPath::new(path.clone()), text.clone().into_bytes(), &policy.words)
                })
                .collect();
            let catalog = Catalog::new(decisions, [], policy, TODAY);
            let text = example.files.get(baseline::FILE).map(String::as_str).unwrap_or_default();
            let baseline = Baseline::read(text).unwrap_or_else(|mistake| panic!("{}: {mistake:?}", rule.id));
            let settings = lint::Settings { strict: false, allow: true, baseline: &baseline };
            lint::check(&catalog, settings, |_| true).findings
        }
    };
    findings.retain(|finding| finding.rule == rule.id);
    findings
}

/// The messages of one rule over an example, for the tests of the rule itself.
pub(super) fn messages(rule: &'static Rule, text: &str) -> Vec<String> {
    findings(rule, &example(text)).into_iter().map(|finding| finding.message).collect()
}

/// The findings of one rule over an example, as places.
fn found(rule: &'static Rule, example: &Example) -> Vec<(String, Span)> {
    let mut places: Vec<(String, Span)> = findings(rule, example)
        .into_iter()
        .map(|finding| {
            assert!(!finding.message.is_empty());
            assert!(!finding.message.ends_with('.'), "{}: a message is a phrase: {}", rule.id, finding.message);
            assert!(finding.help.is_some(), "{}: a finding says what would fix it", rule.id);
            let mut path = finding.path.as_str().to_owned();
            if matches!(rule.check, Check::Gate(_) | Check::Keys(_)) {
                // What the head has no more is marked in the base.
                let side = if example.files.keys().any(|name| name.starts_with(&format!("head:{path}"))) {
                    "head"
                } else {
                    "base"
                };
                let link = if example.files.contains_key(&format!("{side}:{path} (link)")) { " (link)" } else { "" };
                path = format!("{side}:{path}{link}");
            }
            (path, finding.span)
        })
        .collect();
    places.sort();
    places
}

/// How often a rule finds something in an example; for the tests of single rules.
pub(super) fn count(rule: &'static Rule, text: &str) -> usize {
    found(rule, &example(text)).len()
}

#[test]
fn every_bad_example_is_reported_at_its_marks_and_no_good_one_is() {
    let mut wrong = String::new();
    for rule in RULES {
        let bad = example(&rule.bad_example());
        let places = found(rule, &bad);
        if places != bad.marks || places.is_empty() {
            let show = |places: &[(String, Span)]| -> Vec<String> {
                places
                    .iter()
                    .map(|(path, span)| {
                        let text = bad.files.get(path).map_or("", |text| span.of(text));
                        format!("{path} {}..{} {text:?}", span.start, span.end)
                    })
                    .collect()
            };
            writeln!(
                wrong,
                "{}: the bad example\n  found    {:?}\n  expected {:?}",
                rule.id,
                show(&places),
                show(&bad.marks)
            )
            .unwrap();
        }
        let good = example(&rule.good_example());
        let places = found(rule, &good);
        if !places.is_empty() {
            writeln!(wrong, "{}: the good example is reported at {places:?}", rule.id).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_part_is_in_an_example() {
    let examples: Vec<&str> = RULES.iter().map(|rule| rule.example).chain([PARTS]).collect();
    let examples = examples.concat();
    for part in PARTS.lines().filter_map(|line| line.strip_prefix("== ")) {
        assert!(examples.lines().filter(|line| line.contains(part)).count() > 2, "{part}: write it in its one place");
        assert!(!with_parts(part).contains(part), "{part}: a part names those below it");
    }
}

#[test]
fn every_rule_is_whole() {
    for rule in RULES {
        let id = rule.id;
        assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{id}");
        assert!(!rule.summary.ends_with('.') && rule.summary.len() <= 90, "{id}: {}", rule.summary);
        assert!(rule.explanation().len() > 120, "{id}: explain what, why and how");
        let file = format!("src/rules/{}.rs", id.replace('-', "_"));
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(file).exists(), "{id}: file and id are the same words");
    }
}

/// Puts `inner` between the two lines that contain `start` and `end`.
pub(crate) fn between(text: &str, start: &str, end: &str, inner: &str) -> String {
    let from = text.find(start).unwrap() + start.len() + 1;
    let to = from + text[from..].find(end).unwrap();
    let to = text[..to].rfind('\n').unwrap() + 1;
    format!("{}{inner}{}", &text[..from], &text[to..])
}

/// Compares files made from the code with what they should be, and writes those that differ.
pub(crate) fn keep(files: &[(String, String)]) {
    let mut written = Vec::new();
    for (path, expected) in files {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let current = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        if current != *expected {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, expected).unwrap();
            written.push(path);
        }
    }
    assert!(written.is_empty(), "{written:?} were out of date and have just been updated: commit them");
}

#[test]
fn every_file_is_a_rule_of_the_list() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter_map(|name| name.strip_suffix(".rs").map(str::to_owned)).collect();
    names.retain(|name| name != "tests");
    names.sort();
    let source = include_str!("../rules.rs");
    for name in &names {
        let lines = [format!("mod {name};"), format!("    &{name}::RULE,")];
        let missing: Vec<&String> = lines.iter().filter(|line| !source.lines().any(|known| known == *line)).collect();
        assert!(missing.is_empty(), "src/rules/{name}.rs is no rule yet: add to src/rules.rs, in order, {missing:?}");
    }
    let ids: Vec<String> = RULES.iter().map(|rule| rule.id.replace('-', "_")).collect();
    assert_eq!(ids, names, "the rules in src/rules.rs are in the order of their files");
}

#[test]
fn the_page_of_rules_is_current() {
    keep(&[("docs/rules.md".to_owned(), crate::render::rules::document(RULES))]);
}

#[test]
fn the_schemas_are_current() {
    let schemas = crate::render::schemas();
    let files: Vec<(String, String)> =
        schemas.iter().map(|(name, schema)| (format!("docs/schemas/{name}"), crate::render::json(schema))).collect();
    keep(&files);
}
