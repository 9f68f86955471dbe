//! Records of adr-tools and of adrs, edited by heard, and read by their own tools again.
//!
//! `HEARD_ADRS` names `adrs` and `HEARD_ADR_TOOLS` the `adr` of adr-tools where they are not on the path. The same steps
//! are run without these tools over files in the form that they write.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::repository::{Repository, Said};

const WORDS: &str = "I am woken when the queue is full, and can't see whose it is.";

fn adrs() -> PathBuf {
    std::env::var_os("HEARD_ADRS").unwrap_or_else(|| "adrs".into()).into()
}

fn adr_tools() -> PathBuf {
    std::env::var_os("HEARD_ADR_TOOLS").unwrap_or_else(|| "adr".into()).into()
}

/// Runs a tool of others, and gives what it says.
fn run(repository: &Repository, program: &Path, arguments: &[&str]) -> Said {
    let mut command = repository.isolated(program.to_str().unwrap());
    command.env("ADR_DATE", "2026-05-01").env("ADR_PAGER", "cat").env("VISUAL", "true").stdin(Stdio::null());
    let output = command.args(arguments).output().unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
    Said { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// As [`run`], where it has to go well.
#[track_caller]
fn done(repository: &Repository, program: &Path, arguments: &[&str]) -> String {
    let said = run(repository, program, arguments);
    assert_eq!(said.code, 0, "{arguments:?}: {said:?}");
    said.out
}

#[track_caller]
fn heard(repository: &Repository, arguments: &[&str]) -> Said {
    let said = repository.heard(arguments);
    assert_eq!(said.code, 0, "{arguments:?}: {said:?}");
    said
}

/// The file of a record, and what it says.
fn file(repository: &Repository, number: u32) -> String {
    let start = format!("{number:04}-");
    let entries = fs::read_dir(repository.path("doc/adr")).unwrap().map(|entry| entry.unwrap());
    let entry = entries.into_iter().find(|entry| entry.file_name().to_str().unwrap().starts_with(&start)).unwrap();
    fs::read_to_string(entry.path()).unwrap()
}

/// What heard reads of a record.
fn read(repository: &Repository, number: u32) -> serde_json::Value {
    let listed = heard(repository, &["list", "--format", "json"]).json("list.schema.json");
    let id = format!("{number:04}");
    listed.as_array().unwrap().iter().find(|record| record["id"] == id.as_str()).unwrap().clone()
}

/// The lines that two texts do not have in common.
fn changed(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let only = |one: &str, other: &str| -> Vec<String> {
        one.lines().filter(|line| !other.lines().any(|known| known == *line)).map(str::to_owned).collect()
    };
    (only(before, after), only(after, before))
}

/// How adrs writes records.
#[derive(Clone, Copy, Debug)]
struct Layout {
    /// With YAML at the top, its "next generation".
    is_ng: bool,
    format: &'static str,
}

impl Layout {
    const ALL: [Self; 4] = [
        Self { is_ng: false, format: "nygard" },
        Self { is_ng: false, format: "madr" },
        Self { is_ng: true, format: "nygard" },
        Self { is_ng: true, format: "madr" },
    ];

    /// Whether records but for the first have a header.
    fn has_header(self) -> bool {
        self.is_ng || self.format == "madr"
    }
}

/// The first words of records that a template left, in text of our own.
fn section(format: &str) -> &'static str {
    match format {
        "madr" => {
            "## Context and Problem Statement\n\nThe queue is full at night.\n\n## Decision Outcome\n\nWe keep it.\n"
        }
        _ => "## Context\n\nThe queue is full at night.\n\n## Decision\n\nWe keep it.\n\n## Consequences\n\nNone.\n",
    }
}

/// A record as adrs writes it.
fn of_adrs(layout: Layout, number: u32, title: &str, status: &str, links: &str) -> String {
    let word = status.to_lowercase();
    let header = format!("---\nnumber: {number}\ntitle: {title}\nstatus: {word}\ndate: 2026-05-01\n{links}---\n\n");
    let nygard = format!("# {number}. {title}\n\nDate: 2026-05-01\n\n## Status\n\n{status}\n\n");
    match (layout.format, layout.is_ng) {
        ("madr", _) => format!("{header}# {title}\n\n{}", section("madr")),
        (_, true) => format!("{header}{nygard}{}", section("nygard")),
        (_, false) => format!("{nygard}{}", section("nygard")),
    }
}

/// A log of four records, of which the fourth takes the place of the second.
fn log_of_adrs(layout: Layout, adrs: Option<&Path>) -> Repository {
    let repository = Repository::new();
    let Some(adrs) = adrs else {
        let first = Layout { format: "nygard", ..layout };
        let files = [
            ("0001-keep-records", of_adrs(first, 1, "Keep records", "Accepted", "")),
            (
                "0002-use-rust",
                of_adrs(layout, 2, "Use Rust", "Superseded", "links:\n- target: 4\n  kind: supersededby\n"),
            ),
            ("0003-keep-a-queue", of_adrs(layout, 3, "Keep a queue", "Proposed", "")),
            ("0004-use-go", of_adrs(layout, 4, "Use Go", "Proposed", "links:\n- target: 2\n  kind: supersedes\n")),
        ];
        for (name, text) in files {
            let by = "## Status\n\nSuperseded\n\nSuperseded by [4. Use Go](0004-use-go.md)\n";
            let text = if layout.has_header() { text } else { text.replace("## Status\n\nSuperseded\n", by) };
            repository.write(&format!("doc/adr/{name}.md"), &text);
        }
        repository.commit("Log");
        return repository;
    };
    let mode: &[&str] = if layout.is_ng { &["--ng"] } else { &[] };
    let new = |arguments: &[&str]| {
        let all = [mode, &["new", "--no-edit", "--format", layout.format], arguments].concat();
        done(&repository, adrs, &all);
    };
    done(&repository, adrs, &[mode, &["init"]].concat());
    new(&["--status", "accepted", "Use Rust"]);
    new(&["Keep a queue"]);
    new(&["--supersedes", "2", "Use Go"]);
    repository.commit("Log");
    repository
}

/// What `adrs list -l` says of a record, in lower case.
#[track_caller]
fn listed_by_adrs(repository: &Repository, adrs: &Path, filter: &[&str], number: u32) -> String {
    let out = done(repository, adrs, &[&["list", "-l"], filter].concat());
    let line = out.lines().find(|line| line.split_whitespace().next() == Some(&number.to_string()));
    line.unwrap_or_else(|| panic!("{number} is not in {out}")).to_lowercase()
}

#[test]
fn files_in_the_forms_of_adrs_are_edited() {
    edit_a_log_of_adrs(None);
}

#[test]
#[ignore = "needs adrs"]
fn what_adrs_writes_is_edited_and_read_by_adrs_again() {
    edit_a_log_of_adrs(Some(&adrs()));
}

fn edit_a_log_of_adrs(adrs: Option<&Path>) {
    for layout in Layout::ALL {
        let repository = log_of_adrs(layout, adrs);
        heard(&repository, &["init", "--adopt"]).has("4 records in `doc/adr`");
        heard(&repository, &["check"]).has("4 decisions, no new problems");
        let statuses = [(1, "accepted"), (2, "superseded"), (3, "proposed"), (4, "proposed")];
        for (number, status) in statuses {
            assert_eq!(read(&repository, number)["status"], status, "{layout:?}, {number}");
        }
        let follows =
            serde_json::json!([{"kind": "superseded-by", "target": if layout.has_header() { "4" } else { "0004" }}]);
        assert_eq!(read(&repository, 2)["links"], follows, "{layout:?}");

        // A status and a day; nothing else.
        let before = file(&repository, 3);
        heard(&repository, &["status", "3", "rejected", "--date", "2026-05-31"]);
        let (was, is) = changed(&before, &file(&repository, 3));
        assert_eq!((was.len(), is.len()), (2, 2), "{layout:?}: {was:?}, {is:?}");
        assert!(is.iter().any(|line| line.to_lowercase().ends_with("rejected")), "{is:?}");
        assert!(is.iter().any(|line| line.to_lowercase() == "date: 2026-05-31"), "{is:?}");
        if let Some(adrs) = adrs {
            let line = listed_by_adrs(&repository, adrs, &[], 3);
            assert!(line.contains("rejected") && line.contains("2026-05-31"), "{layout:?}: {line}");
            listed_by_adrs(&repository, adrs, &["--status", "rejected"], 3);
        }

        // The next record, which adrs finds where the log has numbers in its headers.
        heard(&repository, &["new", "Keep the pager", "--no-edit"]).has("doc/adr/0005-keep-the-pager.md");
        assert_eq!(file(&repository, 5).contains("\nnumber: 5\n"), layout.has_header(), "{layout:?}");
        if let Some(adrs) = adrs.filter(|_| layout.has_header()) {
            let line = listed_by_adrs(&repository, adrs, &[], 5);
            assert!(line.contains("proposed") && line.contains("keep the pager"), "{layout:?}: {line}");
        }

        // Words, and what became of them.
        heard(&repository, &["quote", "3", "Ines Roy", "--date", "2026-05-30", "--text", WORDS]);
        heard(&repository, &["answer", "3", "Ines Roy", "--as", "changed", "--text", "the page names the customer"]);
        heard(&repository, &["supersede", "1", "4"]);
        let first = read(&repository, 1);
        assert_eq!(first["status"], "superseded", "{layout:?}");
        assert_eq!(first["links"][0]["kind"], "superseded-by", "{layout:?}: {first}");
        let quote = |repository: &Repository| {
            let third = read(repository, 3);
            assert_eq!(third["quotes"][0]["text"], WORDS, "{layout:?}");
            assert_eq!(third["quotes"][0]["disposition"], "Changed", "{layout:?}");
            if layout.has_header() {
                assert_eq!(third["consulted"][0]["name"], "Ines Roy", "{layout:?}");
            }
        };
        quote(&repository);
        let Some(adrs) = adrs else { continue };
        assert!(listed_by_adrs(&repository, adrs, &[], 1).contains("superseded"), "{layout:?}");
        assert!(listed_by_adrs(&repository, adrs, &["--status", "superseded"], 1).contains(" 1 "), "{layout:?}");
        done(&repository, adrs, &["search", "whose it is"]);
        let export: serde_json::Value = serde_json::from_str(&done(&repository, adrs, &["export", "json"])).unwrap();
        let third = &export["adrs"][2];
        assert_eq!(third["date"], "2026-05-31", "{layout:?}");
        if layout.has_header() {
            assert_eq!(third["consulted"][0], "Ines Roy", "{layout:?}");
        }

        // And the other way: what adrs does to a file that heard has edited.
        done(&repository, adrs, &["status", "3", "deprecated"]);
        done(&repository, adrs, &["link", "3", "Amends", "1"]);
        assert_eq!(read(&repository, 3)["status"], "deprecated", "{layout:?}");
        assert_eq!(read(&repository, 1)["status"], "superseded", "{layout:?}");
        quote(&repository);
        if layout.has_header() {
            assert_eq!(read(&repository, 3)["links"][0]["kind"], "amends", "{layout:?}");
        }
    }
}

#[test]
fn an_export_in_the_form_of_adrs_becomes_a_log() {
    let record = |number: u32, title: &str, status: &str, links: &str| {
        format!(
            "{{\"number\": {number}, \"title\": \"{title}\", \"status\": \"{status}\", \"date\": \"2026-05-01\", \"context\": \"The queue is full at night.\", \"path\": \"/log/doc/adr/{number:04}-x.md\", \"links\": [{links}]}}"
        )
    };
    let records = [
        record(1, "Keep records", "Accepted", ""),
        record(2, "Use Rust", "Superseded", "{\"type\": \"superseded-by\", \"target\": 4}"),
        record(3, "Keep a queue", "Proposed", ""),
        record(4, "Use Go", "Proposed", "{\"type\": \"supersedes\", \"target\": 2}"),
    ];
    import_an_export_of_adrs(&format!("{{\"version\": \"1.0.0\", \"adrs\": [{}]}}", records.join(",")));
}

#[test]
#[ignore = "needs adrs"]
fn an_export_of_adrs_becomes_a_log() {
    let repository = log_of_adrs(Layout { is_ng: true, format: "nygard" }, Some(&adrs()));
    import_an_export_of_adrs(&done(&repository, &adrs(), &["export", "json", "--pretty"]));
}

fn import_an_export_of_adrs(export: &str) {
    let log = Repository::new();
    log.write("adrs.json", export);
    heard(&log, &["import", "adrs.json", "--from", "adrs"]).has("4 records written");
    assert_eq!(read(&log, 2)["status"], "superseded");
    assert_eq!(read(&log, 2)["links"], serde_json::json!([{"kind": "superseded-by", "target": "0004"}]));
    assert_eq!(read(&log, 4)["title"], "Use Go");
    let said = log.heard(&["check"]);
    assert!(!said.out.contains("link-"), "{said:?}");
}

/// A record as adr-tools writes it.
fn of_adr_tools(number: u32, title: &str, more: &str) -> String {
    format!("# {number}. {title}\n\nDate: 2026-05-01\n\n## Status\n\nAccepted\n\n{more}{}", section("nygard"))
}

#[test]
fn files_in_the_form_of_adr_tools_are_edited() {
    edit_a_log_of_adr_tools(None);
}

#[test]
#[ignore = "needs adr-tools"]
fn what_adr_tools_writes_is_edited_and_read_by_adr_tools_again() {
    edit_a_log_of_adr_tools(Some(&adr_tools()));
}

fn edit_a_log_of_adr_tools(adr: Option<&Path>) {
    let repository = Repository::new();
    match adr {
        Some(adr) => {
            for arguments in [&["init"][..], &["new", "Use", "Rust"], &["new", "Keep", "a", "queue"]] {
                done(&repository, adr, arguments);
            }
            done(&repository, adr, &["link", "3", "Amends", "1", "Amended by"]);
        }
        None => {
            let amended = "Amended by [3. Keep a queue](0003-keep-a-queue.md)\n\n";
            repository.write("doc/adr/0001-keep-records.md", &of_adr_tools(1, "Keep records", amended));
            repository.write("doc/adr/0002-use-rust.md", &of_adr_tools(2, "Use Rust", ""));
            let amends = "Amends [1. Keep records](0001-keep-records.md)\n\n";
            repository.write("doc/adr/0003-keep-a-queue.md", &of_adr_tools(3, "Keep a queue", amends));
        }
    }
    repository.commit("Log");
    let listed = |repository: &Repository| {
        let said = |arguments: &[&str]| adr.map(|adr| done(repository, adr, arguments)).unwrap_or_default();
        [said(&["list"]), said(&["generate", "toc"]), said(&["generate", "graph"])]
    };
    let before = listed(&repository);
    heard(&repository, &["init", "--adopt"]).has("3 records in `doc/adr`");
    heard(&repository, &["check"]).has("3 decisions, no new problems");

    // There and back, in the form that adr-tools compares with.
    let old = file(&repository, 2);
    heard(&repository, &["status", "2", "rejected", "--date", "2026-05-31"]);
    assert_eq!(file(&repository, 2), old.replace("\nAccepted\n", "\nRejected\n").replace("2026-05-01", "2026-05-31"));
    heard(&repository, &["status", "2", "accepted", "--date", "2026-05-01"]);
    assert_eq!(file(&repository, 2), old);
    heard(&repository, &["quote", "3", "Ines Roy", "--date", "2026-05-30", "--text", WORDS]);
    heard(&repository, &["answer", "3", "Ines Roy", "--as", "changed", "--text", "the page names the customer"]);
    assert_eq!(listed(&repository), before, "neither titles nor links are read differently");

    // The line `Accepted` that heard wrote is taken out, and what follows is put in.
    match adr {
        Some(adr) => drop(done(&repository, adr, &["new", "-s", "2", "Use", "Go"])),
        None => {
            let by = "\n\nSuperseded by [4. Use Go](0004-use-go.md)\n";
            repository.write("doc/adr/0002-use-rust.md", &old.replace("\n\nAccepted\n", by));
            let follows = "Supersedes [2. Use Rust](0002-use-rust.md)\n\n";
            repository.write("doc/adr/0004-use-go.md", &of_adr_tools(4, "Use Go", follows));
        }
    }
    assert!(!file(&repository, 2).contains("\nAccepted\n"));
    assert_eq!(read(&repository, 2)["status"], "superseded");
    assert_eq!(read(&repository, 2)["links"][0]["kind"], "superseded-by");

    heard(&repository, &["supersede", "1", "4"]);
    assert_eq!(read(&repository, 1)["status"], "superseded");
    assert_eq!(read(&repository, 3)["quotes"][0]["text"], WORDS);
    assert!(file(&repository, 1).contains("\nAmended by [3. Keep a queue](0003-keep-a-queue.md)\n"));
    // A line of a link as adr-tools looks for it: words, then a link to a file that starts with a number.
    let line = file(&repository, 1).lines().find(|line| line.starts_with("Superseded by [")).map(str::to_owned);
    assert!(line.is_some_and(|line| line.ends_with("](0004-use-go.md)")), "{}", file(&repository, 1));
    assert!(file(&repository, 4).contains("\nSupersedes [1. "), "{}", file(&repository, 4));
    if adr.is_some() {
        let [list, toc, graph] = listed(&repository);
        assert_eq!(list.lines().count(), 4, "{list}");
        assert!(toc.contains("* [1. Record architecture decisions](0001-record-architecture-decisions.md)"), "{toc}");
        assert!(graph.contains("_4 -> _2 [label=\"Supersedes\""), "{graph}");
        assert!(graph.contains("_4 -> _1 [label=\"Supersedes\""), "what heard wrote as well: {graph}");
        assert!(graph.contains("_3 -> _1 [label=\"Amends\""), "{graph}");
    }
}
