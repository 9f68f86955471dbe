//! The pages of `docs/` against the program: every example is run, every
//! table that shows how something is read is checked, and every key and word is there.
//!
//! How an example is run is said by its language:
//!
//! - `markdown`: a decision when it starts with `---` or `# `, else a part of one, put into a whole
//!   decision whose `consulted` lists everybody who is quoted. Nothing is found in it, unless
//!   `<!-- found: rule, rule -->` stands before it; then just these rules are.
//! - `toml`: a whole `heard.toml` that is taken, or refused after `<!-- refused -->`.
//! - `console`: lines of `$ heard …`, `$ cat …` and `$ echo $?` with their output, run beside the decision and
//!   the policy that stand last above it. `heard gate` finds a branch that brings the decision.
//! - `text` after `<!-- output of: … -->`: parts of what this command prints in this repository.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::repository::{Repository, Said, TODAY};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// The file that a decision of a page is written to.
const FILE: &str = "decisions/0012-example.md";

/// Words that a part of a decision stands below.
const WHOLE: &str = "\
---
status: accepted
date: 2026-03-02
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Bo Lund\"
---

# Run the export on Thursdays

## Consultation

> The log is on a machine that I can't reach.
>
> — Bo Lund, 2026-02-11

**Changed:** it is copied to the share.

";

/// A page, read.
#[derive(Default)]
struct Page {
    text: String,
    examples: Vec<Example>,
    /// The rows of all tables, heads left out.
    rows: Vec<Row>,
    links: Vec<String>,
    /// What a link behind `#` may name.
    anchors: BTreeSet<String>,
}

/// A fenced block.
struct Example {
    /// The page and the line, for messages.
    at: String,
    language: String,
    /// The HTML comment before it.
    note: Option<String>,
    text: String,
}

/// A row of a table.
#[derive(Default)]
struct Row {
    /// The words of the head's first cell.
    kind: String,
    cells: Vec<Vec<Piece>>,
}

/// A part of a cell.
#[derive(Debug, PartialEq)]
enum Piece {
    Words(String),
    Code(String),
}

impl Row {
    /// The cell, when it is one piece of code.
    fn code(&self, cell: usize) -> Option<&str> {
        match self.cells.get(cell)?.as_slice() {
            [Piece::Code(code)] => Some(code),
            _ => None,
        }
    }
}

/// Where text stands.
#[derive(PartialEq)]
enum Place {
    Prose,
    Example,
    Heading,
    Head,
    Cell,
}

fn page(name: &str) -> Page {
    let text = fs::read_to_string(docs().join(name)).unwrap().replace("\r\n", "\n");
    let mut page = Page::default();
    let mut place = Place::Prose;
    let (mut note, mut kind, mut heading) = (None, String::new(), String::new());
    for (event, range) in Parser::new_ext(&text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Html(html) => {
                let comment = html.trim().strip_prefix("<!--").and_then(|html| html.strip_suffix("-->"));
                note = comment.map(|comment| comment.trim().to_owned());
            }
            Event::Start(Tag::CodeBlock(fence)) => {
                place = Place::Example;
                let language = match fence {
                    CodeBlockKind::Fenced(language) => language.to_string(),
                    CodeBlockKind::Indented => "indented".to_owned(),
                };
                let at = format!("docs/{name}:{}", text[..range.start].lines().count() + 1);
                page.examples.push(Example { at, language, note: note.take(), text: String::new() });
            }
            Event::Start(Tag::Heading { .. }) => (place, heading) = (Place::Heading, String::new()),
            Event::End(TagEnd::Heading(_)) => {
                place = Place::Prose;
                let kept = heading.to_lowercase().replace(' ', "-");
                page.anchors.insert(kept.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect());
            }
            Event::Start(Tag::TableHead) => (place, kind) = (Place::Head, String::new()),
            Event::Start(Tag::TableRow) => page.rows.push(Row { kind: kind.clone(), cells: Vec::new() }),
            Event::Start(Tag::TableCell) if place != Place::Head => {
                place = Place::Cell;
                page.rows.last_mut().unwrap().cells.push(Vec::new());
            }
            Event::End(TagEnd::TableCell) if place == Place::Head => {}
            Event::End(TagEnd::TableCell | TagEnd::TableHead | TagEnd::CodeBlock) => place = Place::Prose,
            Event::Start(Tag::Link { dest_url, .. }) => page.links.push(dest_url.to_string()),
            Event::Text(words) | Event::Code(words) if place == Place::Heading => heading.push_str(&words),
            Event::Text(words) if place == Place::Head && kind.is_empty() => kind.push_str(&words),
            Event::Text(words) if place == Place::Example => page.examples.last_mut().unwrap().text.push_str(&words),
            Event::Text(words) if place == Place::Cell => {
                page.rows.last_mut().unwrap().cells.last_mut().unwrap().push(Piece::Words(words.to_string()));
            }
            Event::Code(code) if place == Place::Cell => {
                page.rows.last_mut().unwrap().cells.last_mut().unwrap().push(Piece::Code(code.to_string()));
            }
            _ => {}
        }
    }
    page.text = text;
    page
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// A folder with one decision, the decisions that it links to, and a policy.
fn folder(policy: &str, decision: &str) -> Repository {
    let folder = Repository::plain_folder();
    folder.write("heard.toml", policy);
    folder.write(FILE, decision);
    for (here, there, status) in [
        ("supersedes: [\"", "superseded-by", "superseded"),
        ("superseded-by: \"", "supersedes", "proposed"),
        ("Superseded by [", "supersedes", "proposed"),
    ] {
        for (at, _) in decision.match_indices(here) {
            let id: String = decision[at + here.len()..].chars().take_while(char::is_ascii_digit).collect();
            let other = format!(
                "---\nstatus: {status}\ndate: 2026-01-15\nconsulted: [\"Bo Lund\"]\n{there}: \"0012\"\n---\n\n# Run the export on Fridays\n\n## Consultation\n\n**No answer:** Bo Lund, asked 2026-01-02, waited until 2026-01-09.\n"
            );
            folder.write(&format!("decisions/{id:0>4}-pager.md"), &other);
        }
    }
    folder
}

/// A whole decision around a part of one.
fn whole(text: &str) -> String {
    if text.starts_with("---\n") || text.starts_with("# ") {
        return text.to_owned();
    }
    let whole = format!("{WHOLE}{text}");
    let read = json(&folder("", &whole).heard(&["list", "--format", "json"]));
    let mut speakers = BTreeSet::new();
    for quote in read[0]["quotes"].as_array().unwrap().iter().filter(|quote| quote["trial"] == false) {
        speakers.insert(format!("  - \"{}\"\n", quote["speaker"].as_str().unwrap()));
    }
    whole.replacen("  - \"Bo Lund\"\n", &speakers.into_iter().collect::<String>(), 1)
}

fn json(said: &Said) -> serde_json::Value {
    serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {said:?}"))
}

/// The rules that find something in the decision itself.
fn found(folder: &Repository) -> BTreeSet<String> {
    let report = json(&folder.heard(&["check", "--format", "json"]));
    let findings = report["findings"].as_array().unwrap();
    findings.iter().filter(|finding| finding["path"] == FILE).map(|finding| text(&finding["rule"])).collect()
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A branch `topic` that changes a path and brings the decision, beside `main` with the policy.
fn branch(policy: &str, decision: &str) -> Repository {
    let repository = Repository::new();
    repository.write("heard.toml", policy);
    repository.write("infra/paging/rota.yml", "window: thursday\n");
    repository.commit("Start");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write(FILE, decision);
    repository.commit("Move the window");
    repository
}

/// Runs the lines that start with `$ ` beside a decision and gives the session as it should look.
fn session(example: &Example, policy: &str, decision: &str) -> String {
    // What one line writes, the next one reads; a gate looks at commits.
    let gate = |arguments: &[&str]| branch(policy, decision).heard(arguments);
    session_in(&folder(policy, decision), example, gate)
}

/// Runs the lines that start with `$ ` in a folder.
fn session_in(folder: &Repository, example: &Example, gate: impl Fn(&[&str]) -> Said) -> String {
    let (mut session, mut code) = (String::new(), 0);
    for line in example.text.lines().filter_map(|line| line.strip_prefix("$ ")) {
        session.push_str(&format!("$ {line}\n"));
        let words = words(line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["echo", "$?"] => session.push_str(&format!("{code}\n")),
            ["heard", arguments @ ..] => {
                let said = match arguments[0] {
                    // Both read commits.
                    "gate" | "log" => gate(arguments),
                    _ => folder.heard(arguments),
                };
                code = said.code;
                session.push_str(&said.out.replace('\\', "/"));
                session.push_str(&said.err.replace('\\', "/"));
            }
            ["git", arguments @ ..] => drop(folder.git(arguments)),
            ["cat", file] => session.push_str(&fs::read_to_string(folder.path(file)).unwrap()),
            _ => panic!("{}: only `$ heard …`, `$ git …`, `$ cat …` and `$ echo $?` are run", example.at),
        }
    }
    session
}

/// The words of a line, of which some stand in double quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in line.split('"').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// Checks every example of a page.
fn check_examples(page: &Page) {
    let (mut policy, mut decision) = (String::new(), whole(""));
    for example in &page.examples {
        let at = &example.at;
        match example.language.as_str() {
            "markdown" => {
                decision = whole(&example.text);
                let note = example.note.as_deref().unwrap_or_default();
                let expected = note.strip_prefix("found:").unwrap_or_default().split(',').map(str::trim);
                let expected: BTreeSet<String> = expected.filter(|rule| !rule.is_empty()).map(str::to_owned).collect();
                assert_eq!(found(&folder(&policy, &decision)), expected, "{at}: what `heard check` finds");
            }
            "toml" => {
                policy = example.text.clone();
                let said = folder(&policy, &decision).heard(&["check"]);
                match example.note.as_deref() {
                    Some("refused") => {
                        assert_eq!(said.code, 2, "{at}: {said:?}");
                        assert!(said.err.contains("--> heard.toml:"), "{at} names no place: {said:?}");
                    }
                    _ => assert_ne!(said.code, 2, "{at}: {said:?}"),
                }
            }
            "console" => {
                let session = session(example, &policy, &decision);
                assert!(session == example.text, "{at} should be\n\n{session}");
            }
            // Lines to type in a clone; `scripts/test` and CI run the same ones.
            "sh" if at.contains("README.md") => {}
            // `stranger.rs` keeps these.
            "text" if example.note.as_deref().is_some_and(|note| note.starts_with("transcript: ")) => {}
            "text" => check_excerpt(example),
            other => panic!("{at}: nobody knows how to check `{other}`"),
        }
    }
}

/// Checks parts of what a command prints in this repository, with `…` on a line for what is left out.
fn check_excerpt(example: &Example) {
    let arguments = example.note.as_deref().and_then(|note| note.strip_prefix("output of:"));
    let arguments = arguments.unwrap_or_else(|| panic!("{}: no comment names the command", example.at));
    let mut heard = std::process::Command::new(env!("CARGO_BIN_EXE_heard"));
    heard.current_dir(env!("CARGO_MANIFEST_DIR")).args(["--today", TODAY]).args(arguments.split_whitespace());
    let output = String::from_utf8(heard.output().unwrap().stdout).unwrap().replace('\\', "/");
    let mut rest = output.as_str();
    for part in example.text.split("…\n") {
        let found = rest.split_once(part);
        (_, rest) = found.unwrap_or_else(|| panic!("{}: not in the output:\n{part}\nof\n{output}", example.at));
    }
}

#[test]
fn every_example_of_the_format_is_true() {
    let page = page("format.md");
    assert!(page.examples.len() > 5);
    check_examples(&page);
}

#[test]
fn every_example_of_the_readme_is_true() {
    check_examples(&page("../README.md"));
}

#[test]
fn every_example_of_the_policy_is_true() {
    let page = page("policy.md");
    assert!(page.examples.len() > 5);
    check_examples(&page);
}

#[test]
fn every_example_of_the_formats_is_true() {
    let page = page("formats.md");
    check_examples(&page);
    // The program itself says which formats there are.
    let said = Repository::plain_folder().heard(&["check", "--also", "none=file"]);
    let (_, formats) = said.err.lines().next().unwrap().split_once("valid formats are ").unwrap();
    let rows = page.rows.iter().filter(|row| row.kind == "format").map(|row| row.code(0).unwrap());
    assert_eq!(rows.collect::<Vec<_>>().join(", "), formats);
}

#[test]
fn every_example_of_the_other_pages_is_true() {
    for name in ["after.md", "baseline.md", "look.md", "site.md", "writing.md"] {
        let page = page(name);
        assert!(page.examples.len() > 2, "{name}");
        check_examples(&page);
    }
}

#[test]
fn every_example_of_adopting_is_true() {
    check_story("adopt.md");
}

#[test]
fn the_tutorial_is_true() {
    check_story("tutorial.md");
}

/// Sessions run one after the other among the files that the page shows; a `first file` begins anew.
fn check_story(name: &str) {
    let start = || {
        let repository = Repository::new();
        repository.git(&["config", "user.name", "Ana Ruiz"]);
        repository
    };
    let mut repository = start();
    let mut sessions = 0;
    for example in &page(name).examples {
        let at = &example.at;
        match (example.language.as_str(), example.note.as_deref()) {
            ("console", None) => {
                let session = session_in(&repository, example, |arguments| repository.heard(arguments));
                assert!(session == example.text, "{at} should be\n\n{session}");
                sessions += 1;
            }
            (_, Some(note)) => {
                if note.starts_with("first ") {
                    repository = start();
                }
                repository.write(note.trim_start_matches("first ").strip_prefix("file: ").unwrap(), &example.text);
            }
            (other, None) => panic!("{at}: nobody knows how to check `{other}`"),
        }
    }
    assert!(sessions > 2);
}

#[test]
fn files_are_records_with_the_ids_that_the_table_gives() {
    let page = page("format.md");
    let rows: Vec<&Row> = page.rows.iter().filter(|row| row.kind == "file").collect();
    assert!(rows.len() > 10);
    let folder = Repository::plain_folder();
    let mut expected = BTreeSet::new();
    for row in rows {
        let path = row.code(0).unwrap();
        folder.write(path, WHOLE);
        match row.code(1) {
            Some(id) => assert!(expected.insert((path.to_owned(), id.to_owned()))),
            None => assert_eq!(row.cells[1], [Piece::Words("no record".to_owned())], "{path}"),
        }
    }
    let listed = json(&folder.heard(&["list", "--format", "json"]));
    let listed: BTreeSet<_> =
        listed.as_array().unwrap().iter().map(|decision| (text(&decision["path"]), text(&decision["id"]))).collect();
    assert_eq!(listed, expected);
}

#[test]
fn parties_are_read_as_the_table_says() {
    let page = page("format.md");
    let rows: Vec<&Row> = page.rows.iter().filter(|row| row.kind == "written").collect();
    assert!(rows.len() > 4);
    for row in rows {
        let written = row.code(0).unwrap();
        let folder = folder("", &WHOLE.replacen("\"Bo Lund\"", written, 1));
        let party = &json(&folder.heard(&["list", "--format", "json"]))[0]["consulted"][0];
        let mut parts = serde_json::Map::new();
        for part in row.cells[1].chunks(2) {
            let [Piece::Words(key), Piece::Code(value)] = part else { panic!("{written}: {part:?}") };
            parts.insert(key.trim_matches([' ', ',']).to_owned(), value.as_str().into());
        }
        // A party without a name goes by its handle.
        if !parts.contains_key("name") {
            parts.insert("name".to_owned(), parts["handle"].clone());
        }
        assert_eq!(*party, serde_json::Value::Object(parts), "{written}");
    }
}

#[test]
fn answers_and_states_are_read_as_the_tables_say() {
    let page = page("format.md");
    let mut words = BTreeSet::new();
    for row in page.rows.iter().filter(|row| ["answer", "state"].contains(&row.kind.as_str())) {
        let line = row.code(0).unwrap();
        let word = line.trim_start_matches('*').split([':', '.', '*']).next().unwrap();
        let word = word.split(" by ").next().unwrap();
        let is_answer = row.kind == "answer";
        let quote = "> The list is too long for a phone.\n>\n> — Sam Okafor, 2026-02-13\n\n";
        let decision = whole(&format!("{}{line}\n", if is_answer { quote } else { "" }));
        let folder = folder("", &decision);
        let expected: &[&str] = match word {
            "Open" => &["concern-open"],
            "Asked" | "Asked again" => &["asked-unanswered"],
            _ => &[],
        };
        assert_eq!(found(&folder).into_iter().collect::<Vec<_>>(), expected, "{line}");
        if is_answer {
            let read = json(&folder.heard(&["list", "--format", "json"]));
            assert_eq!(read[0]["quotes"][1]["disposition"], word, "{line}");
        } else if !["Corrected", "Came true", "Told"].contains(&word) {
            // A state is what lets somebody stand in `consulted` without a quote; to be asked is not enough.
            let party = line.split("** ").nth(1).unwrap().split(',').next().unwrap();
            let listed = decision.replacen("consulted:\n", &format!("consulted:\n  - \"{party}\"\n"), 1);
            folder.write(FILE, &listed);
            let expected = if word.starts_with("Asked") { vec!["consulted-unquoted".to_owned()] } else { Vec::new() };
            assert_eq!(found(&folder).into_iter().collect::<Vec<_>>(), expected, "{line}");
        }
        words.insert(word.to_lowercase().replace(' ', "-"));
    }
    assert_eq!(words, names(&schema(), "/$defs/DispositionLists/properties"), "every word, and no other");
}

#[test]
fn the_limits_are_those_of_the_table() {
    let header = |lines: &str| WHOLE.replacen("---\n\n#", &format!("{lines}\n---\n\n#"), 1);
    let padded = |size: usize| format!("{WHOLE}{}\n", "a".repeat(size - WHOLE.len() - 1));
    let notes = |size: usize| header(&format!("notes: {}", "a".repeat(size)));
    let quotes = |depth: usize| format!("{WHOLE}## Notes\n\n{} a\n", ">".repeat(depth));
    // The header itself is the first level.
    let nested = |depth: usize| header(&format!("notes: {}{}", "[".repeat(depth - 1), "]".repeat(depth - 1)));
    let cases = [
        (padded(1024 * 1024), None),
        (padded(1024 * 1024 + 1), Some("file-unreadable")),
        (notes(60 * 1024), None),
        (notes(64 * 1024), Some("header-too-large")),
        (nested(64), None),
        (nested(65), Some("header-unreadable")),
        (header("notes: &a b"), Some("header-unreadable")),
        (header("notes: *a"), Some("header-unreadable")),
        (header("notes: !a b"), Some("header-unreadable")),
        (quotes(100), None),
        (quotes(101), Some("file-unreadable")),
    ];
    for (index, (decision, rule)) in cases.into_iter().enumerate() {
        let found = found(&folder("", &decision));
        match rule {
            Some(rule) => assert!(found.contains(rule), "case {index}: {found:?}"),
            None => assert_eq!(found, BTreeSet::new(), "case {index}"),
        }
    }
}

fn schema() -> serde_json::Value {
    serde_json::from_str(&fs::read_to_string(docs().join("schemas/heard.schema.json")).unwrap()).unwrap()
}

/// The keys of an object of the schema.
fn names(schema: &serde_json::Value, pointer: &str) -> BTreeSet<String> {
    schema.pointer(pointer).unwrap().as_object().unwrap().keys().cloned().collect()
}

#[test]
fn every_status_is_on_the_page() {
    let page = page("format.md");
    for status in names(&schema(), "/$defs/StatusLists/properties") {
        assert!(page.text.contains(&format!("`{status}`")), "`{status}` is missing");
    }
}

#[test]
fn every_key_and_word_of_the_policy_is_on_the_page() {
    let page = page("policy.md");
    let schema = schema();
    let mut words = BTreeSet::new();
    let mut open = vec![&schema];
    while let Some(value) = open.pop() {
        if let Some(properties) = value.get("properties").and_then(|properties| properties.as_object()) {
            words.extend(properties.keys().cloned());
        }
        words.extend(value.get("const").and_then(|word| word.as_str()).map(str::to_owned));
        match value {
            serde_json::Value::Object(fields) => open.extend(fields.values()),
            serde_json::Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    assert!(words.contains("hear") && words.contains("deny") && words.contains("no-concern"));
    for word in words {
        let written = [
            format!("`{word}`"),
            format!("`{word}.`"),
            format!("`[{word}]`"),
            format!("`[[{word}]]`"),
            format!("`\"{word}\"`"),
        ];
        assert!(written.iter().any(|written| page.text.contains(written)), "`{word}` is missing");
    }
}

#[test]
fn links_between_the_docs_lead_somewhere() {
    for file in fs::read_dir(docs()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()) {
        if !file.ends_with(".md") {
            continue;
        }
        for link in page(&file).links.iter().filter(|link| !link.contains("://") && !link.starts_with("mailto:")) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let path = if path.is_empty() { &file } else { path };
            assert!(docs().join(path).exists(), "docs/{file}: `{link}` leads nowhere");
            if !anchor.is_empty() && path.ends_with(".md") {
                assert!(page(path).anchors.contains(anchor), "docs/{file}: `{link}` names no heading");
            }
        }
    }
}

/// What the README says of the sample log is true years from now as well.
#[test]
fn the_sample_log_has_the_same_findings_for_years() {
    for today in ["2026-06-01", "2029-12-31"] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_heard"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["--today", today, "check", "examples/library"])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(said.contains("14 decisions, 3 errors, 2 warnings\n"), "{today}: {said}");
    }
}
