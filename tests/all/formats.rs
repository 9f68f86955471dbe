//! Every format of `check` and `gate`, from the real program over real repositories, held against the
//! schemas of those who read them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::repository::{Repository, Said, accepted};
use crate::runner::commands;
use serde_json::Value;

pub(crate) const FORMATS: [&str; 7] = ["human", "json", "github", "sarif", "gitlab", "rdjson", "markdown"];

const POLICY: &str = "\
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
hear = [\"support\"]
";

/// Accepted, with nobody consulted.
const ALONE: &str = "---\nstatus: accepted\ndate: 2026-05-20\nconsulted:\n---\n\n# Alone\n";

/// A log with one decision that is denied and one that is not.
fn log() -> Repository {
    let repository = Repository::new();
    repository.write("heard.toml", POLICY);
    repository.write("decisions/0001-start.md", &accepted("Start", "docs/**"));
    repository.write("decisions/0002-alone.md", ALONE);
    repository.commit("Start");
    repository
}

/// A branch that moves the window and has not heard the group, beside `main`.
fn change() -> Repository {
    let repository = log();
    repository.write("infra/paging/rota.yml", "window: thursday\n");
    repository.commit("Add the rota");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("decisions/0003-friday.md", &accepted("Friday", "infra/paging/**").replace("Ines Roy", "Bo Lund"));
    repository.commit("Move the window");
    repository
}

fn check(repository: &Repository, format: &str) -> Said {
    repository.heard(&["check", "--format", format])
}

fn gate(repository: &Repository, format: &str) -> Said {
    repository.heard(&["gate", "--base", "main", "--format", format])
}

/// Both commands in one format, each with its exit code and at least one finding.
fn both(format: &str) -> [(Repository, Said); 2] {
    let (log, change) = (log(), change());
    let said = [check(&log, format), gate(&change, format)];
    for said in &said {
        assert_eq!(said.code, 1, "{said:?}");
        assert_eq!(said.err, "");
    }
    let [first, second] = said;
    [(log, first), (change, second)]
}

#[track_caller]
fn json(said: &Said, schema: &str) -> Value {
    let json: Value = serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {said:?}"));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas").join(schema);
    let schema = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let wrong: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    json
}

/// The rules of the findings in each format, to be compared with those of the JSON.
#[cfg(unix)]
fn rules(report: &Value) -> Vec<String> {
    report["findings"].as_array().unwrap().iter().map(|finding| text(&finding["rule"])).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[test]
fn the_exit_code_is_the_same_in_every_format() {
    let (log, change) = (log(), change());
    let clean = Repository::new();
    clean.write("decisions/0001-start.md", &accepted("Start", "docs/**"));
    clean.commit("Start");
    for format in FORMATS {
        assert_eq!(check(&log, format).code, 1, "{format}");
        assert_eq!(gate(&change, format).code, 1, "{format}");
        assert_eq!(check(&clean, format).code, 0, "{format}");
        assert_eq!(gate(&clean, format).code, 0, "{format}");
        assert_eq!(clean.heard(&["gate", "--base", "nowhere", "--format", format]).code, 2, "{format}");
    }
}

#[test]
fn json_has_places_at_both_ends_and_a_fingerprint() {
    for (index, (_, said)) in both("json").into_iter().enumerate() {
        let json = said.json(["check.schema.json", "gate.schema.json"][index]);
        let finding = &json["findings"][0];
        assert_eq!(finding["fingerprint"].as_str().unwrap().len(), 40);
        assert!(finding["end_column"].as_u64() > finding["column"].as_u64(), "{finding}");
    }
    let json = gate(&change(), "json").json("gate.schema.json");
    assert_eq!(json["changed"], 2);
    assert_eq!(json["needs"][0]["heard"][0], "Bo Lund");
}

#[test]
fn sarif_fits_the_schema_of_the_standard() {
    for (repository, said) in both("sarif") {
        let log = json(&said, "sarif-schema-2.1.0.json");
        let run = &log["runs"][0];
        let command = if repository.id("main") == repository.id("HEAD") { "check" } else { "gate" };
        assert_eq!(run["automationDetails"]["id"], format!("heard/{command}/"));
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
            assert_eq!(result["partialFingerprints"]["heard/v1"].as_str().unwrap().len(), 40);
        }
    }
    let said = check(&log(), "sarif");
    let log = json(&said, "sarif-schema-2.1.0.json");
    let result = &log["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .find(|result| result["ruleId"] == "consulted-empty")
        .unwrap()
        .clone();
    assert_eq!(result["level"], "error");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "decisions/0002-alone.md");
    let at = ALONE.find("consulted").unwrap();
    assert_eq!(
        place["region"],
        serde_json::json!({
            "startLine": 4, "startColumn": 1, "endLine": 4, "endColumn": 10, "byteOffset": at, "byteLength": 9
        })
    );
    let said = gate(&change(), "sarif");
    let log = json(&said, "sarif-schema-2.1.0.json");
    let related = log["runs"][0]["results"][0]["relatedLocations"].as_array().unwrap();
    assert!(related.iter().any(|place| place["physicalLocation"]["artifactLocation"]["uri"] == "heard.toml"));
}

#[test]
fn gitlab_fits_its_description() {
    for (repository, said) in both("gitlab") {
        let issues = json(&said, "gitlab-code-quality.json");
        let issues = issues.as_array().unwrap();
        let prints: BTreeSet<String> = issues.iter().map(|issue| text(&issue["fingerprint"])).collect();
        assert_eq!(prints.len(), issues.len(), "no two are alike");
        let gate = repository.id("main") != repository.id("HEAD");
        let rule = if gate { "group-unheard" } else { "consulted-empty" };
        let issue = issues.iter().find(|issue| issue["check_name"] == rule).unwrap();
        assert_eq!(issue["severity"], "major");
        assert_eq!(issue["location"]["lines"]["begin"], if gate { 6 } else { 4 });
        assert!(!text(&issue["description"]).contains('\n'));
    }
}

#[test]
fn rdjson_fits_its_description_and_counts_bytes() {
    for (_, said) in both("rdjson") {
        let result = json(&said, "rdjson.json");
        assert_eq!(result["source"]["name"], "heard");
        assert_eq!(result["severity"], "ERROR");
    }
    let repository = Repository::new();
    repository.write(
        "decisions/0001-é.md",
        "---\nstatus: accepted\ndate: 2026-05-20\nconsulted: [\"é\", \"src/é.rs\"]\n---\n\n# T\n",
    );
    let said = check(&repository, "rdjson");
    let result = json(&said, "rdjson.json");
    let diagnostics = result["diagnostics"].as_array().unwrap();
    let found = diagnostics.iter().find(|found| found["code"]["value"] == "consulted-not-a-person").unwrap();
    let range = &found["location"]["range"];
    // `consulted: ["é", "` is 19 bytes and 18 characters.
    assert_eq!(range["start"], serde_json::json!({ "line": 4, "column": 20 }), "{found}");
    assert_eq!(found["location"]["path"], "decisions/0001-é.md");
}

#[test]
fn github_says_the_verdict_and_the_gravest_findings() {
    let log = log();
    for number in 3..20 {
        log.write(&format!("decisions/{number:04}-alone.md"), ALONE);
    }
    // Warnings are first by path, and are shown last.
    log.write("decisions/0000-open.md", &ALONE.replace("accepted", "proposed"));
    let said = check(&log, "github");
    assert_eq!(said.code, 1, "{said:?}");
    let read = commands(&said.out);
    assert_eq!(read.len(), said.out.lines().count(), "every line is a command of ours");
    assert_eq!(read.len(), 11, "{said:?}");
    assert_eq!((read[0].name.as_str(), read[0].properties["title"].as_str()), ("error", "heard check"));
    assert!(read[0].data.starts_with("rejected: 20 decisions, "), "{said:?}");
    assert!(read[1..10].iter().all(|command| command.name == "error"), "{said:?}");
    assert_eq!(read[10].name, "notice");
    assert!(read[10].data.contains("more findings are not shown here"));

    let said = gate(&change(), "github");
    let read = commands(&said.out);
    assert!(read[0].data.starts_with("rejected: 2 paths changed, 1 error\n"), "{said:?}");
    assert!(read[0].data.contains("\n- For area `paging`: ask Ines Roy or Sam Okafor.\n"), "{said:?}");
    assert_eq!(read[1].properties["file"], "decisions/0003-friday.md");
    assert_eq!(read[1].properties["line"], "6");
    assert_eq!(read[1].properties["title"], "group-unheard");
    assert!(read[1].data.contains("\nhelp: "), "{said:?}");

    let clean = Repository::new();
    clean.write("decisions/0001-start.md", &accepted("Start", "docs/**"));
    let said = check(&clean, "github");
    assert_eq!(said.out, "::notice title=heard check::passed: 1 decision, no problems found\n");
}

#[test]
fn what_could_not_be_checked_is_no_half_report() {
    let repository = change();
    repository.write("heard.toml", "[group]\n");
    repository.commit("Break it");
    for format in FORMATS {
        for command in [&["gate", "--base", "HEAD"][..], &["gate", "--base", "nowhere"], &["check"]] {
            let said = repository.heard(&[command, &["--format", format]].concat());
            assert_eq!(said.code, 2, "{said:?}");
            assert!(said.err.starts_with("error: "), "{said:?}");
            if format == "github" {
                let read = commands(&said.out);
                assert_eq!(read.len(), 1, "{said:?}");
                assert_eq!(read[0].name, "error");
                assert_eq!(read[0].data.lines().next(), said.err.lines().next());
            } else {
                assert_eq!(said.out, "", "{format}");
            }
        }
    }
}

#[test]
fn fingerprints_stay_when_lines_move_and_tell_twins_apart() {
    let prints = |repository: &Repository| -> Vec<String> {
        let report = check(repository, "json").json("check.schema.json");
        report["findings"].as_array().unwrap().iter().map(|finding| text(&finding["fingerprint"])).collect()
    };
    let repository = Repository::new();
    let body = "\n# T\n\n## Consultation\n\n> Same words of somebody here.\n\n> Same words of somebody here.\n";
    let header =
        "---\nstatus: accepted\ndate: 2026-05-20\ndecision-makers: [\"Ana Ruiz\"]\nconsulted: [\"Bo Lund\"]\n---\n";
    repository.write("decisions/0001-a.md", &format!("{header}{body}"));
    let before = prints(&repository);
    assert!(before.len() > 1);
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), before.len(), "no two are alike: {before:?}");
    repository.write("decisions/0001-a.md", &format!("\n\n{header}\n\nOne more paragraph.\n{body}"));
    assert_eq!(prints(&repository), before);
    // A decision is known by its id, whatever the rest of its name is.
    fs::rename(repository.path("decisions/0001-a.md"), repository.path("decisions/0001-b.md")).unwrap();
    assert_eq!(prints(&repository), before);
    repository.write("decisions/0001-b.md", &format!("{header}{}", body.replace("Same", "Other")));
    assert_ne!(prints(&repository), before);
}

#[test]
fn other_formats_go_into_files_and_the_summary_is_added_to() {
    let repository = change();
    fs::write(repository.path("summary.md"), "# Of another step\n").unwrap();
    fs::write(repository.path("old.json"), "old\n").unwrap();
    let said = repository.heard(&[
        "gate",
        "--base",
        "main",
        "--also",
        "sarif=out.sarif",
        "--also",
        "json=old.json",
        "--also",
        "human=out.txt",
        "--summary",
        "summary.md",
        "--summary",
        "summary.md",
    ]);
    assert_eq!(said.code, 2, "one summary is enough: {said:?}");
    let said = repository.heard(&[
        "gate",
        "--base",
        "main",
        "--also",
        "sarif=out.sarif",
        "--also",
        "json=old.json",
        "--also",
        "human=out.txt",
        "--summary",
        "summary.md",
    ]);
    assert_eq!(said.code, 1, "{said:?}");
    let read = |name: &str| fs::read_to_string(repository.path(name)).unwrap();
    for (file, format) in [("out.sarif", "sarif"), ("old.json", "json"), ("out.txt", "human")] {
        assert_eq!(read(file), gate(&repository, format).out, "{file}");
    }
    assert_eq!(said.out, read("out.txt"));
    assert_eq!(read("summary.md"), format!("# Of another step\n\n{}", gate(&repository, "markdown").out));
    let left: Vec<_> = fs::read_dir(repository.path(".")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().ends_with(".tmp")), "{left:?}");

    // From a folder below, files are that folder's.
    repository.write("sub/keep", "");
    let said = repository.heard(&["-C", "sub", "check", "--also", "gitlab=quality.json"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(read("sub/quality.json").contains("fingerprint"));
}

#[test]
fn a_file_that_cannot_be_written_is_an_error_and_keeps_nothing_back() {
    let repository = change();
    for option in [["--also", "sarif=nowhere/out.sarif"], ["--summary", "nowhere/summary.md"], ["--also", "json=infra"]]
    {
        let said = repository.heard(&["gate", "--base", "main", option[0], option[1]]);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.err.starts_with("error: can't write `"), "{said:?}");
        said.has("rejected: 2 paths changed, 1 error");
    }
    for (also, words) in [
        ("sarif", "use FORMAT=FILE"),
        ("sarif=", "use FORMAT=FILE"),
        ("serif=out", "unknown format `serif`; valid formats are human, json, github, sarif"),
    ] {
        let said = repository.heard(&["check", "--also", also]);
        assert_eq!(said.code, 2, "{said:?}");
        said.has(words);
    }
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_what_is_no_file_is_left_alone() {
    let repository = change();
    repository.write("kept/out.sarif", "old");
    std::os::unix::fs::symlink("kept/out.sarif", repository.path("out.sarif")).unwrap();
    assert_eq!(repository.heard(&["check", "--also", "sarif=out.sarif"]).code, 1);
    assert!(fs::symlink_metadata(repository.path("out.sarif")).unwrap().is_symlink());
    assert!(fs::read_to_string(repository.path("kept/out.sarif")).unwrap().contains("2.1.0"));
    let said = repository.heard(&["check", "--also", "sarif=/dev/null"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("is not a file");
}

/// Words that would be commands, markup, or mentions.
#[cfg(unix)]
const HOSTILE: [&str; 6] = [
    "::error file=x::owned",
    "##[error]owned",
    "::stop-commands::t",
    "##vso[task.setvariable variable=A]b",
    "[x](https://example.org) @ines <img src=x> ![y](z)",
    "a\\u001b[31m%0A::add-mask::x",
];

/// A change full of words that would be commands if somebody read them as such.
#[cfg(unix)]
fn hostile() -> Repository {
    let repository = Repository::new();
    let policy =
        format!("{POLICY}\n[[areas]]\nname = \"##[group]::x\"\npaths = [\"**/*.yml\"]\nhear = [\"support\"]\n");
    repository.write("heard.toml", &policy);
    repository.write("infra/paging/rota.yml", "window: thursday\n");
    repository.commit("Start");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    for (index, words) in HOSTILE.into_iter().enumerate() {
        let quoted = words.replace('"', "'");
        repository.write(&format!("decisions/{:04}-x.md", index + 1), &format!(
            "---\nstatus: accepted\n{quoted}: 1\ndate: \"{quoted}\"\nconsulted:\n  - \"{quoted}\"\n  - Bo Lund ##[warning]x\ngoverns: [\"infra/**\"]\nsupersedes: \"{quoted}\"\n---\n\n# {words}\n\n## Consultation\n\n> {words}\n>\n> — {words}\n\n**{words}:** {words}\n\n::error::{words}\n"
        ).replace("\\u001b", "\u{1b}"));
    }
    repository.write("decisions/::add-mask::x.md", "# ::add-mask::y\n\n##[set-env name=A;]b\n");
    repository.write("infra/##[error]x.yml", "a: 1\n");
    repository.commit("::error::hostile\n\nDecision: ::error::x");
    repository
}

#[cfg(unix)]
#[test]
fn a_runner_obeys_nothing_from_a_file() {
    let repository = hostile();
    for format in FORMATS {
        for command in [&["check"][..], &["check", "--strict"], &["gate", "--base", "main"]] {
            let said = repository.heard(&[command, &["--format", format]].concat());
            assert_eq!(said.code, 1, "{said:?}");
            assert_eq!(said.err, "");
            let read = commands(&said.out);
            if format == "github" {
                assert_eq!(read.len(), said.out.lines().count());
                let ours = ["error", "warning", "notice"];
                assert!(read.iter().all(|command| ours.contains(&command.name.as_str())), "{read:?}");
            } else {
                assert_eq!(read, [], "{format}");
                assert!(!said.out.lines().any(|line| line.trim_start().starts_with("::")), "{format}: {}", said.out);
            }
            for mark in ["##[", "##vso["] {
                assert!(!said.out.contains(mark), "{format}: {mark}");
            }
        }
    }
    // What is looked up, and errors.
    for command in [
        &["list"][..],
        &["show", "1"],
        &["show", "3"],
        &["show", "::add-mask::x"],
        &["explain", "::error::x"],
        &["gate", "--base", "::error::x"],
        &["check", "##[error]x"],
        &["::error::x"],
        &["check", "--also", "::error::x"],
    ] {
        let said = repository.heard(command);
        assert_eq!(commands(&format!("{}\n{}", said.out, said.err)), [], "{command:?}");
    }
}

#[cfg(unix)]
#[test]
fn the_formats_of_hostile_files_are_valid_and_their_markdown_is_only_text() {
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
    let repository = hostile();
    for run in [check, gate] {
        let report: Value = serde_json::from_str(&run(&repository, "json").out).unwrap();
        let rules = rules(&report);
        assert!(!rules.is_empty());
        let log = json(&run(&repository, "sarif"), "sarif-schema-2.1.0.json");
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.iter().map(|result| text(&result["ruleId"])).collect::<Vec<_>>(), rules);
        assert!(results.iter().all(|result| !text(&result["message"]["text"]).contains("](")));
        let issues = json(&run(&repository, "gitlab"), "gitlab-code-quality.json");
        assert_eq!(
            issues.as_array().unwrap().iter().map(|issue| text(&issue["check_name"])).collect::<Vec<_>>(),
            rules
        );
        let result = json(&run(&repository, "rdjson"), "rdjson.json");
        let codes = result["diagnostics"].as_array().unwrap().iter().map(|found| text(&found["code"]["value"]));
        assert_eq!(codes.collect::<Vec<_>>(), rules);

        let markdown = run(&repository, "markdown").out;
        let (mut items, mut is_code) = (0, false);
        for event in Parser::new_ext(&markdown, Options::all()) {
            match event {
                // A decision to paste.
                Event::Start(Tag::CodeBlock(_)) => is_code = true,
                Event::End(TagEnd::CodeBlock) => is_code = false,
                Event::Text(_) if is_code => {}
                Event::Text(words) => {
                    assert!(!words.contains(['@', '#', '<', '[']) && !words.contains("://"), "{words} in\n{markdown}");
                }
                Event::Start(Tag::Item) => items += 1,
                Event::Start(
                    Tag::Heading { .. } | Tag::Paragraph | Tag::List(_) | Tag::Strong | Tag::BlockQuote(None),
                )
                | Event::TaskListMarker(_)
                | Event::Code(_)
                | Event::SoftBreak
                | Event::End(_) => {}
                other => panic!("{other:?} in\n{markdown}"),
            }
        }
        assert!(items >= rules.len());
    }
}

#[test]
fn markdown_says_what_a_change_needs_and_who_was_heard() {
    let repository = change();
    let expected = format!(
        "\
## heard gate: rejected

2 paths changed, 1 error. Base `{}`, head `{}`.

This change touches paths that need a decision which quotes the people concerned, and none counts yet for area `paging`.

### Area `paging`: not covered

Changed: `infra/paging/rota.yml`

- [x] a decision that governs `infra/paging/rota.yml`
- [x] it is accepted
- [ ] a quote from `support` (Ines Roy or Sam Okafor)

Quoted so far: `Bo Lund`.

### What to do

1. For area `paging`: ask Ines Roy or Sam Okafor.
2. They answer in their own words, in a comment here or as a suggestion on the file; nobody has to install anything.
3. Complete `decisions/0003-friday.md`: list them under `consulted:`, and quote them below `## Consultation`, with name, date and your response.

### Findings

#### `decisions/0003-friday.md`

- **Error**, line 6: `0003` quotes nobody from `support` (`group-unheard`)
  - Help: ask Ines Roy or Sam Okafor, and quote them below `## Consultation`
",
        repository.id("main"),
        repository.id("topic")
    );
    assert_eq!(gate(&repository, "markdown").out, expected);
    let said = check(&log(), "markdown");
    assert!(said.out.starts_with("## heard check: rejected\n\n2 decisions, "), "{said:?}");
    said.has("#### `decisions/0002-alone.md`");
}

#[test]
fn every_format_is_in_the_order_of_the_findings() {
    let repository = log();
    repository.write("decisions/0000-first.md", ALONE);
    let report = check(&repository, "json").json("check.schema.json");
    let places: Vec<(String, u64)> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| (text(&finding["path"]), finding["span"][0].as_u64().unwrap()))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    for format in FORMATS {
        assert_eq!(check(&repository, format).out, check(&repository, format).out, "{format}");
        assert!(!check(&repository, format).out.contains('\r'));
    }
}
