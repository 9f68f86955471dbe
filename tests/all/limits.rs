//! Large files cost nothing: their size is looked at before they are read, on disk and in git. Nor does a file that is
//! wrong everywhere: what is printed of one file is bounded.

use std::fs;

use crate::repository::{POLICY, Repository, accepted, expect, gate, prepared};

/// More than any test could read: sparse files have this size.
#[cfg(unix)]
const HUGE: u64 = 20 * 1024 * 1024 * 1024;

/// Makes a file of zeros that takes no room on the disk.
#[cfg(unix)]
fn huge(repository: &Repository, path: &str) {
    let file = repository.path(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::File::create(file).unwrap().set_len(HUGE).unwrap();
}

/// A log with one decision.
#[cfg(unix)]
fn log() -> Repository {
    let repository = Repository::new();
    repository.write("heard.toml", POLICY);
    repository.write("decisions/0001-start.md", &accepted("Start", "docs/**"));
    repository.commit("Start");
    repository
}

#[cfg(unix)]
#[test]
fn a_huge_decision_is_a_finding_of_every_command() {
    let repository = log();
    huge(&repository, "decisions/0002-huge.md");
    let size = format!("file has {HUGE} bytes; the limit is 1048576");
    for arguments in [&["check"][..], &["check", "--fix"], &["check", "--strict", "decisions/0002-huge.md"]] {
        expect(&repository.heard(arguments), 1, &["file-unreadable", &size]);
    }
    for arguments in [&["list"][..], &["index"], &["who", "docs"], &["search", "window"], &["why", "docs/a.md"]] {
        expect(&repository.heard(arguments), 0, &[]);
    }
    expect(&repository.heard(&["renumber", "0001", "0003"]), 0, &["decisions/0003-start.md"]);
}

#[cfg(unix)]
#[test]
fn huge_settings_are_an_error() {
    for (file, code) in [("heard.toml", 2), ("heard-baseline.toml", 2)] {
        let repository = log();
        huge(&repository, file);
        let size = format!("`{file}` has {HUGE} bytes; 1048576 are read at most");
        expect(&repository.heard(&["check"]), code, &[&size]);
    }
}

#[cfg(unix)]
#[test]
fn huge_files_beside_the_records_are_not_read() {
    let repository = Repository::new();
    repository.write("heard.toml", "[log]\ndirs = [\"keps\"]\n");
    repository.write("keps/0012-sleep/README.md", "# KEP-12: Sleep\n\n## Summary\n\nLonger.\n");
    huge(&repository, "keps/0012-sleep/kep.yaml");
    let size = format!("its metadata in `kep.yaml`: it has {HUGE} bytes; the limit is 65536");
    expect(&repository.heard(&["check"]), 1, &["header-unreadable", &size]);

    let repository = log();
    repository.write("decisions/0002-call.md", &accepted("Call", "docs/**").replace("2026-05-12", "[call](call.txt)"));
    huge(&repository, "decisions/call.txt");
    expect(&repository.heard(&["check"]), 0, &["2 decisions"]);
    let reason = format!("decisions/README.md: not read, since it has {HUGE} bytes");
    huge(&repository, "decisions/README.md");
    expect(&repository.heard(&["renumber", "0001", "0003"]), 0, &[&reason]);
    expect(&repository.heard(&["index", "--markdown", "decisions/README.md"]), 2, &["larger than 16 MiB"]);
    expect(&repository.heard(&["why", "decisions/README.md:1"]), 2, &["lines are followed in files of up to"]);
}

#[cfg(unix)]
#[test]
fn huge_files_to_import_are_skipped() {
    let repository = log();
    repository.write("old/0003-sleep/README.md", "# KEP-3: Sleep\n\n## Summary\n\nLonger.\n");
    repository.write("old/0004-page.md", "# 4. Page\n\n## Status\n\nAccepted\n");
    huge(&repository, "old/0003-sleep/kep.yaml");
    huge(&repository, "old/0005-huge.md");
    huge(&repository, "export.json");
    let said = repository.heard(&["import", "old"]);
    let skipped = ["0005-huge.md: it is a link, too large", "`kep.yaml` is a link, too large", "1 record written"];
    expect(&said, 0, &skipped);
    expect(&repository.heard(&["import", "export.json"]), 2, &["it is larger than 64 MiB"]);
}

#[cfg(unix)]
#[test]
fn a_log_with_huge_files_is_adopted() {
    let repository = Repository::new();
    for number in 1..5 {
        let record = format!("# {number}. Page\n\n## Status\n\nAccepted\n\n## Context\n\nWhy.\n");
        repository.write(&format!("doc/adr/000{number}-page.md"), &record);
    }
    huge(&repository, "doc/adr/0005-huge.md");
    huge(&repository, ".adr-dir");
    expect(&repository.heard(&["init", "--adopt"]), 0, &["wrote heard.toml"]);
}

#[cfg(unix)]
#[test]
fn huge_events_and_quotes_are_an_error() {
    let repository = prepared();
    huge(&repository, "../event.json");
    let event = repository.path("../event.json");
    let job = [
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_EVENT_NAME", "pull_request"),
        ("GITHUB_EVENT_PATH", event.to_str().unwrap()),
    ];
    expect(&repository.heard_with(&job, &["gate"]), 2, &["it is too large"]);
    let quote = ["quote", "0001", "Sam Okafor", "--file", event.to_str().unwrap()];
    expect(&repository.heard(&quote), 2, &["the quote is larger than 1 MiB"]);
}

#[cfg(unix)]
#[test]
fn a_site_beside_huge_files_is_written() {
    let repository = log();
    expect(&repository.heard(&["index"]), 0, &[]);
    huge(&repository, "site/index.html");
    expect(&repository.heard(&["index"]), 0, &[]);
    assert!(fs::metadata(repository.path("site/index.html")).unwrap().len() < 1_000_000);
    huge(&repository, "site/heard-site.json");
    expect(&repository.heard(&["index"]), 2, &["it is larger than 64 MiB"]);
}

#[cfg(unix)]
#[test]
fn a_huge_mailmap_is_an_error() {
    let repository = prepared();
    huge(&repository, ".mailmap");
    expect(&repository.heard(&["who", "infra/paging/rota.yml"]), 2, &["`.mailmap` has", "the limit is"]);
}

/// A blob of 64 MiB. What is left of its object is the start, which has the size: reading more of it would fail.
fn large_blob(repository: &Repository) -> String {
    let zeros = vec![0; 64 * 1024 * 1024];
    let id = repository.git_reading(&zeros, &["hash-object", "-w", "--stdin"]);
    let object = format!(".git/objects/{}/{}", &id[..2], &id[2..]);
    let start = fs::read(repository.path(&object)).unwrap()[..1024].to_vec();
    repository.overwrite(&object, &start);
    id
}

#[test]
fn of_a_large_blob_only_the_size_is_read() {
    let repository = prepared();
    let large = large_blob(&repository);
    repository.stage("100644", b"infra/paging/rota.yml", "window: friday\n");
    repository.stage_id("100644", b"decisions/0002-friday.md", &large);
    let size = "file has 67108864 bytes; the limit is 1048576";
    expect(&repository.heard(&["check", "--staged"]), 1, &["file-unreadable", size]);
    repository.commit_staged("Move the window");
    expect(&gate(&repository), 1, &["file-unreadable", size]);
    expect(&repository.heard(&["check", "--rev", "topic"]), 1, &["file-unreadable", size]);
}

#[test]
fn large_settings_in_a_change_are_not_read() {
    for (file, code) in [("heard.toml", 1), ("heard-baseline.toml", 1)] {
        let repository = prepared();
        let large = large_blob(&repository);
        repository.stage_id("100644", file.as_bytes(), &large);
        repository.commit_staged("Change the settings");
        let size = format!("`{file}` has 67108864 bytes; 1048576 are read at most");
        expect(&gate(&repository), code, &[&size]);
    }
    let repository = prepared();
    let large = large_blob(&repository);
    repository.stage_id("100644", b"heard.toml", &large);
    repository.commit_staged("Change the settings");
    repository.git(&["branch", "-f", "main", "topic"]);
    repository.commit_staged("Nothing");
    expect(&gate(&repository), 2, &["`heard.toml` has 67108864 bytes"]);
}

#[test]
fn a_large_source_of_a_quote_is_not_read() {
    let repository = prepared();
    repository.write("heard.toml", &format!("{POLICY}evidence = \"sourced\"\n"));
    repository.commit("Ask for sources");
    repository.git(&["branch", "-f", "main", "topic"]);
    let large = large_blob(&repository);
    let friday = accepted("Friday", "infra/paging/**").replace("2026-05-12", "2026-05-12, [call](call.txt)");
    repository.stage("100644", b"infra/paging/rota.yml", "window: friday\n");
    repository.stage("100644", b"decisions/0002-friday.md", &friday);
    repository.stage_id("100644", b"decisions/call.txt", &large);
    repository.commit_staged("Move the window");
    let said = gate(&repository);
    expect(&said, 1, &["evidence-too-weak", "decisions/call.txt"]);
}

#[test]
fn a_large_commit_message_is_an_error() {
    let repository = prepared();
    repository.write("../message", &"Words.\n".repeat(200_000));
    repository.git(&["commit", "-q", "--allow-empty", "-F", "../message"]);
    expect(&gate(&repository), 2, &["has 14", "bytes; the limit is 1048576"]);
}

#[test]
fn what_is_printed_of_one_file_is_bounded() {
    let repository = prepared();
    let quotes = "> No, not on a Friday.\n>\n> — Bo Lund, 2026-02-13\n\n**Waived:** Bo Lund.\n\n".repeat(4_900);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("decisions/0002-friday.md", &format!("{}{quotes}", accepted("Friday", "infra/paging/**")));
    repository.commit("Move the window");
    for command in [&["check"][..], &["gate", "--base", "main"]] {
        let run = |format: &str| repository.heard(&[command, &["--format", format]].concat());
        let schema = format!("{}.schema.json", command[0]);
        let said = run("json");
        let json = said.json(&schema);
        let summary = |name: &str| json["summary"][name].as_u64().unwrap();
        let all = summary("denied") + summary("warned");
        assert_eq!((said.code, json["findings"].as_array().unwrap().len()), (1, 10_000), "{command:?}");
        assert!(all > 12_000 && summary("omitted") == all - 10_000, "{command:?}: {all}");
        assert!(said.out.len() < 20_000_000, "{}", said.out.len());
        let human = run("human");
        expect(&human, 1, &[&format!("not shown: {} more findings in `decisions/0002-friday.md`", all - 1_000)]);
        assert!(human.out.len() < 1_000_000, "{}", human.out.len());
        expect(&run("github"), 1, &[&format!("{} more findings are not shown here", all - 9)]);
        expect(&run("sarif"), 1, &[&format!("\"omitted\": {}", all - 10_000)]);
        expect(&run("markdown"), 1, &["Findings not shown: "]);
        for format in ["gitlab", "rdjson"] {
            assert!(run(format).out.len() < 20_000_000, "{format}");
        }
    }
}
