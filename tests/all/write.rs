//! The commands that change decisions: what they write and what they leave alone.

use std::fs;
use std::process::Stdio;

use crate::repository::{POLICY, Repository, accepted, expect, prepared};
use crate::together::names;

pub(crate) const FILE: &str = "decisions/0001-start.md";

/// A proposed decision in the hand of another tool: comments, flow lists, its own order of keys.
pub(crate) const PROPOSED: &str = "\
---
# yaml-language-server: none
title:   'Start'   # the title
consulted: [\"Ines Roy\"]
status: proposed
decision-makers: [\"Ana Ruiz\"]
x-owner: {team: \"a\",  n: 0012}
---

# Start

## Considered Options

* Friday
* Thursday

## Consultation

> I get paged when an export stalls on Friday.
>
> — Ines Roy, 2026-05-12
";

pub(crate) fn log(text: &str) -> Repository {
    let repository = Repository::new();
    repository.write(FILE, text);
    repository.commit("Start");
    repository
}

#[test]
fn a_decision_goes_from_proposed_to_accepted_by_commands_alone() {
    let repository = log(PROPOSED);
    let said = repository.heard(&["status", "1", "accepted"]);
    expect(&said, 1, &["error[concern-unanswered]", "0001-start.md: not accepted: 1 problem"]);
    said.has("heard answer 0001 'Ines Roy' --as DISPOSITION");
    assert_eq!(repository.read(FILE), PROPOSED, "nothing is written");

    let answer = ["answer", "1", "ines roy", "--as", "changed", "--text", "the job names the tenant"];
    expect(&repository.heard(&answer), 0, &["answered the quote from Ines Roy"]);
    let quote = ["quote", "1", "@lee", "--date", "2026-05-14", "--source", "https://example.org/t/1"];
    let said = repository.heard(&[&quote[..], &["--text", "It is *late*.\n\n1. one\n2. two"]].concat());
    expect(&said, 0, &["quoted @lee", "added @lee to `consulted`"]);
    expect(&repository.heard(&["status", "1", "accepted"]), 1, &["heard answer 0001 @lee --as DISPOSITION"]);
    expect(&repository.heard(&["answer", "1", "@lee", "--as", "no concern"]), 0, &[]);
    expect(&repository.heard(&["status", "1", "Accepted", "--date", "2026-05-30"]), 0, &["proposed → accepted"]);

    let expected = PROPOSED
        .replace("status: proposed\n", "status: accepted\ndate: 2026-05-30\n")
        .replace("[\"Ines Roy\"]", "[\"Ines Roy\", \"@lee\"]")
        + "
**Changed:** the job names the tenant

> It is *late*.
>
> 1. one
> 2. two
>
> — @lee, 2026-05-14, https://example.org/t/1

**No concern.**
";
    assert_eq!(repository.read(FILE), expected);
    expect(&repository.heard(&["check"]), 0, &[]);
}

#[test]
fn the_way_to_accepted_names_everybody_who_is_missing() {
    let alone = accepted("Start", "docs/**").replace("status: accepted", "status: proposed");
    let repository = log(&alone.replace("  - \"Ines Roy\"\n", "  - \"Ines Roy\"\n  - \"Bo O'Neil\"\n"));
    let said = repository.heard(&["status", "1", "accepted"]);
    expect(&said, 1, &["error[consulted-unquoted]", r"heard quote 0001 'Bo O'\''Neil'"]);
    // What is recorded as old holds nobody up.
    let said = repository.heard(&["status", "1", "acepted"]);
    expect(&said, 2, &["unknown status `acepted`", "did you mean `accepted`?"]);
    expect(&repository.heard(&["status", "9", "accepted"]), 2, &["decision `9` not found"]);
}

#[test]
fn words_are_read_from_a_file_and_from_standard_input() {
    let repository = log(PROPOSED);
    repository.write("said.txt", "\u{feff}One.\r\n\r\nTwo.\r\n");
    expect(&repository.heard(&["quote", "1", "Bo Lund (ops)", "--file", "said.txt"]), 0, &["quoted Bo Lund"]);
    let end = "\n> One.\n>\n> Two.\n>\n> — Bo Lund, 2026-06-01\n";
    let one = PROPOSED.replace("[\"Ines Roy\"]", "[\"Ines Roy\", \"Bo Lund (ops)\"]") + end;
    assert_eq!(repository.read(FILE), one);
    let mut heard = repository.isolated(env!("CARGO_BIN_EXE_heard"));
    heard.args(["--today", "2026-06-01", "quote", "1", "bo lund"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = heard.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), "Three.".as_bytes()).unwrap();
    assert!(child.wait_with_output().unwrap().status.success());
    assert_eq!(repository.read(FILE), one + "\n> Three.\n>\n> — bo lund, 2026-06-01\n");
    // Of several quotes the one that is meant must be named.
    let said = repository.heard(&["answer", "1", "Bo Lund", "--as", "open"]);
    expect(&said, 2, &["quoted 2 times", "--nth 2` for `Three.`"]);
    expect(&repository.heard(&["answer", "1", "Bo Lund", "--as", "open", "--nth", "2"]), 0, &[]);
    assert!(repository.read(FILE).ends_with("— bo lund, 2026-06-01\n\n**Open.**\n"));
    expect(&repository.heard(&["answer", "1", "Bo Lund", "--as", "opne", "--nth", "2"]), 2, &["did you mean `open`?"]);
    expect(&repository.heard(&["answer", "1", "Cy", "--as", "open"]), 2, &["has no quote from `Cy`"]);
    expect(&repository.heard(&["quote", "1", "Cy", "--text", " "]), 2, &["the quote is empty"]);
    // A role may be behind a comma.
    expect(&repository.heard(&["quote", "1", "Cy Hale, ops", "--text", "Four."]), 0, &["quoted Cy Hale"]);
    let text = repository.read(FILE);
    assert!(text.contains("\n> Four.\n>\n> — Cy Hale, 2026-06-01\n") && text.contains("\"Cy Hale, ops\""), "{text}");
}

#[test]
fn what_would_hide_the_rest_of_the_file_is_refused_with_the_lines_to_paste() {
    let repository = log(PROPOSED);
    let said = repository.heard(&["quote", "1", "Cy", "--text", "```\nnever closed"]);
    expect(&said, 2, &["can't edit `decisions/0001-start.md`", "change it by hand", "> — Cy, 2026-06-01"]);
    assert_eq!(repository.read(FILE), PROPOSED);
    let broken = PROPOSED.replace("status: proposed", "status: &a proposed");
    repository.write(FILE, &broken);
    expect(&repository.heard(&["status", "1", "rejected"]), 2, &["anchors", "status: rejected"]);
    assert_eq!(repository.read(FILE), broken);
}

#[test]
fn who_was_asked_stands_there_until_they_answer() {
    let repository = log(PROPOSED);
    repository
        .write("heard.toml", "[people.\"Lee Moss\"]\nhandle = \"@lee\"\n\n[groups]\nsre = [\"Lee Moss\", \"Bo\"]\n");
    let dated = |date: &str| repository.heard(&["ask", "1", "--mark", date, "@lee", "sre"]);
    let said = dated("2026-05-20");
    expect(&said, 0, &["0001-start.md: @lee was asked on 2026-05-20\n", "added @lee to `consulted`", "Bo was asked"]);
    assert!(!said.out.contains("To ") && !said.out.contains("added Lee Moss"), "{}", said.out);
    // She is one person, under both of her names.
    let lines = "\n**Asked:** @lee, 2026-05-20.\n\n**Asked:** Bo, 2026-05-20.\n";
    let asked = PROPOSED.replace("[\"Ines Roy\"]", "[\"Ines Roy\", \"@lee\", \"Bo\"]") + lines;
    assert_eq!(repository.read(FILE), asked);
    expect(&dated("2026-05-20"), 0, &["already records that @lee was asked on 2026-05-20"]);
    assert_eq!(repository.read(FILE), asked);

    // To be asked is not to be heard, nor to be silent.
    let waiting = |person: &str| {
        let said = repository.heard(&["list", "--format", "json"]);
        let records = said.json("list.schema.json");
        let states = records[0]["states"].as_array().unwrap();
        states.iter().filter(|state| state["party"] == person).map(|state| state["waiting"] == true).collect::<Vec<_>>()
    };
    assert_eq!((waiting("@lee"), waiting("Bo")), (vec![true], vec![true]));
    expect(&repository.heard(&["show", "1"]), 0, &["Asked: @lee, 2026-05-20, no answer yet"]);
    let said = repository.heard(&["ask", "1"]);
    expect(&said, 0, &["everyone has been quoted or asked", "Bo was asked on 2026-05-20 and has not answered yet"]);
    repository.heard(&["answer", "1", "Ines Roy", "--as", "changed", "--text", "not on Friday"]);
    let said = repository.heard(&["status", "1", "accepted"]);
    expect(&said, 1, &["@lee was asked on 2026-05-20 and has not answered yet", "asked 2026-05-20, waited until"]);

    // Whoever is named is asked again; whoever speaks has answered, and that they were asked stays.
    expect(&repository.heard(&["ask", "1", "@lee"]), 0, &["To @lee:"]);
    expect(&repository.heard(&["ask", "1", "--mark", "2026-05-27", "Bo"]), 0, &["Bo was asked on 2026-05-27"]);
    assert_eq!(waiting("Bo"), [true, true]);
    let said = repository.heard(&["quote", "1", "Lee Moss", "--date", "2026-05-29", "--text", "I never see the log."]);
    expect(&said, 0, &["quoted Lee Moss"]);
    assert!(repository.read(FILE).contains("**Asked:** @lee, 2026-05-20.\n"));
    assert_eq!((waiting("@lee"), waiting("Bo")), (vec![false], vec![true, true]));
    assert!(!repository.heard(&["show", "1"]).out.contains("@lee, 2026-05-20, no answer yet"));
    repository.heard(&["answer", "1", "Lee Moss", "--as", "changed", "--text", "it is copied"]);
    let silent = repository.read(FILE) + "\n**No answer:** Bo, asked 2026-05-20, waited until 2026-06-01.\n";
    repository.write(FILE, &silent);
    assert_eq!(waiting("Bo"), [false, false, false], "silence is written down as silence");
    expect(&repository.heard(&["status", "1", "accepted"]), 0, &[]);
    for wrong in [&["ask", "1", "--mark", "2026-05-20", "- -"][..], &["ask", "1", "--mark", "soon"]] {
        assert_eq!(repository.heard(wrong).code, 2, "{wrong:?}");
    }
}

#[test]
fn links_go_both_ways() {
    let repository = log(&accepted("Start", "docs/**"));
    let next = accepted("Next", "docs/**").replace("on Friday", "at night");
    repository.write("decisions/sub/0002-next.md", &next);
    repository.commit("Next");
    expect(&repository.heard(&["link", "2", "amends", "1"]), 0, &["0002-next.md: amends 0001", "amended-by 0002"]);
    expect(&repository.heard(&["link", "2", "relates-to", "2"]), 2, &["both IDs refer to"]);
    expect(&repository.heard(&["supersede", "1", "2"]), 0, &["superseded by 0002", "supersedes 0001"]);
    let old = repository.read(FILE);
    let lines = "status: superseded\ndate: 2026-06-01\n";
    assert!(old.contains(lines), "{old}");
    assert!(old.contains("superseded-by:\n  - \"0002\"\namended-by:\n  - \"0002\"\n"), "{old}");
    let new = repository.read("decisions/sub/0002-next.md");
    assert!(new.contains("supersedes:\n  - \"0001\"\namends:\n  - \"0001\"\n"), "{new}");
    expect(&repository.heard(&["check"]), 0, &["no problems found"]);
    // Again changes nothing.
    expect(&repository.heard(&["supersede", "1", "2"]), 0, &[]);
    assert_eq!(repository.read(FILE), old);
    assert_eq!(repository.read("decisions/sub/0002-next.md"), new);
}

#[test]
fn records_of_adr_tools_stay_records_of_adr_tools() {
    let record = "# 1. Record decisions\n\nDate: 2020-01-01\n\n## Status\n\nProposed\n\n## Context\n\nWhy.\n\n## Decision\n\nThis.\n\n## Consequences\n\nThat.\n";
    let repository = Repository::new();
    repository.write("heard.toml", "[log]\ndirs = [\"doc/adr\"]\n");
    repository.write("doc/adr/0001-record.md", record);
    let next = record.replace("# 1. Record", "# 2. Next").replace("Proposed", "Accepted");
    repository.write("doc/adr/0002-next.md", &next);
    expect(&repository.heard(&["status", "1", "deprecated"]), 0, &["Proposed → deprecated"]);
    let deprecated = record.replace("2020-01-01", "2026-06-01").replace("Proposed", "Deprecated");
    assert_eq!(repository.read("doc/adr/0001-record.md"), deprecated);
    expect(&repository.heard(&["supersede", "1", "2"]), 0, &["supersedes 0001"]);
    // As `adr new -s 1` leaves both.
    let old = deprecated.replace("Deprecated", "Deprecated\n\nSuperseded by [2. Next decisions](0002-next.md)");
    assert_eq!(repository.read("doc/adr/0001-record.md"), old);
    let next = next.replace("Accepted", "Accepted\n\nSupersedes [1. Record decisions](0001-record.md)");
    assert_eq!(repository.read("doc/adr/0002-next.md"), next);
    expect(&repository.heard(&["supersede", "1", "2"]), 0, &[]);
    assert_eq!(repository.read("doc/adr/0001-record.md"), old);
    let third = record.replace("# 1. Record", "# 3. Third").replace("Proposed", "Accepted");
    repository.write("doc/adr/0003-third.md", &third);
    expect(&repository.heard(&["link", "3", "amends", "2"]), 0, &["0002-next.md: amended-by 0003"]);
    let amended =
        next.replace("(0001-record.md)\n", "(0001-record.md)\n\nAmended by [3. Third decisions](0003-third.md)\n");
    assert_eq!(repository.read("doc/adr/0002-next.md"), amended);
    let amends = "Accepted\n\nAmends [2. Next decisions](0002-next.md)";
    assert_eq!(repository.read("doc/adr/0003-third.md"), third.replace("Accepted", amends));
    let said = repository.heard(&["supersede", "3", "2"]);
    assert!(said.code == 0 && !said.out.contains("warning"), "{said:?}");
    let ends = "Amends [2. Next decisions](0002-next.md)\n\nSuperseded by [2. Next decisions](0002-next.md)";
    assert_eq!(repository.read("doc/adr/0003-third.md"), third.replace("Accepted", ends));
    let said = repository.heard(&["check"]);
    assert!(!said.out.contains("[link-"), "{said:?}");
    // The layout that adr-tools reads: a numbered title, a date, a status on a line of its own.
    let said = repository.heard(&["list", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json[0]["status"], "superseded");
}

#[test]
fn an_edit_that_the_gate_would_deny_is_warned_of() {
    let repository = log(&accepted("Start", "docs/**"));
    let answer = ["answer", "1", "Ines Roy", "--as", "declined", "--text", "no other night"];
    let said = repository.heard(&answer);
    expect(
        &said,
        0,
        &[
            "warning: this changes the response to the quote from Ines Roy",
            "`accepted-edited`",
            "replaced the answer to the quote from Ines Roy",
        ],
    );
    assert!(!repository.heard(&["quote", "1", "Bo", "--text", "Please wait."]).out.contains("warning"));
}

#[test]
fn files_that_may_not_be_written_are_left_as_they_are() {
    let repository = log(PROPOSED);
    let command = ["status", "1", "rejected"];
    let readonly = |path: &str, is: bool| {
        let mut permissions = fs::metadata(repository.path(path)).unwrap().permissions();
        #[allow(clippy::permissions_set_readonly_false, reason = "a temporary file of a test")]
        permissions.set_readonly(is);
        fs::set_permissions(repository.path(path), permissions).unwrap();
    };
    readonly(FILE, true);
    expect(&repository.heard(&command), 2, &["it is read-only"]);
    readonly(FILE, false);
    #[cfg(unix)]
    {
        use crate::together::files;
        use std::os::unix::fs::{PermissionsExt, symlink};
        readonly("decisions", true);
        expect(&repository.heard(&command), 2, &["its directory is read-only"]);
        fs::set_permissions(repository.path("decisions"), PermissionsExt::from_mode(0o755)).unwrap();
        // A link out of the repository, as the file and as its folder.
        fs::rename(repository.path(FILE), repository.path("../outside.md")).unwrap();
        symlink(repository.path("../outside.md"), repository.path(FILE)).unwrap();
        expect(&repository.heard(&command), 2, &["links are not followed"]);
        fs::remove_file(repository.path(FILE)).unwrap();
        fs::rename(repository.path("decisions"), repository.path("../elsewhere")).unwrap();
        fs::rename(repository.path("../outside.md"), repository.path("../elsewhere/0001-start.md")).unwrap();
        symlink(repository.path("../elsewhere"), repository.path("decisions")).unwrap();
        assert_eq!(repository.heard(&command).code, 2);
        fs::remove_file(repository.path("decisions")).unwrap();
        fs::rename(repository.path("../elsewhere"), repository.path("decisions")).unwrap();
        // A disk that takes no byte more.
        let (before, _) = files(&repository);
        for command in ["status 1 rejected", "new Page", "renumber 1 7", "baseline --write", "init --dir records"] {
            let mut shell = repository.isolated("sh");
            let line = format!("trap '' XFSZ; ulimit -f 0; exec '{}' {command}", env!("CARGO_BIN_EXE_heard"));
            let output = shell.args(["-c", &line]).output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{command}: {output:?}");
            assert!(String::from_utf8_lossy(&output.stderr).contains("can't write `"), "{command}: {output:?}");
            assert_eq!(files(&repository), (before.clone(), 0), "{command}");
        }
        assert_eq!(names(&repository), ["0001-start.md"]);
    }
    assert_eq!(repository.read(FILE), PROPOSED);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(repository.path(FILE), PermissionsExt::from_mode(0o640)).unwrap();
        expect(&repository.heard(&command), 0, &[]);
        assert_eq!(fs::metadata(repository.path(FILE)).unwrap().permissions().mode() & 0o777, 0o640);
    }
}

#[test]
fn a_record_takes_another_id_and_its_links_follow() {
    let repository = log(&accepted("1. Start", "docs/**"));
    repository.write("decisions/0001-twin.md", &accepted("Twin", "docs/**").replace("on Friday", "at night"));
    let linked = |link: &str| {
        let text = accepted("Next", "docs/**").replace("on Friday", "today");
        text.replace(
            "---\n\n# Next",
            &format!("{link}---\n\n# Next\n\nSee [one](0001-start.md#why), 0001-starts.md.\n"),
        )
    };
    repository.write("decisions/0002-next.md", &linked("relates-to: [\"0001\"]\namends: [\"0001-start.md\"] # x\n"));
    let said = repository.heard(&["renumber"]);
    expect(&said, 0, &["0001  decisions/0001-start.md", "0001  decisions/0001-twin.md"]);
    expect(&repository.heard(&["renumber", "1"]), 2, &["`1` is ambiguous", "pass the path of the file"]);
    expect(&repository.heard(&["renumber", "0001-start.md", "2"]), 2, &["`0002` is taken by"]);
    let said = repository.heard(&["renumber", "0001-start.md"]);
    expect(
        &said,
        0,
        &["0001-start.md → decisions/0003-start.md", "0002-next.md: updated links", "could refer to either"],
    );
    assert_eq!(names(&repository), ["0001-twin.md", "0002-next.md", "0003-start.md"]);
    assert_eq!(repository.read("decisions/0003-start.md"), accepted("3. Start", "docs/**"));
    let expected = linked("relates-to: [\"0001\"]\namends: [\"0003-start.md\"] # x\n");
    assert_eq!(
        repository.read("decisions/0002-next.md"),
        expected.replace("(0001-start.md#why)", "(0003-start.md#why)")
    );
    // Now that the id says which record is meant, links by it follow too.
    expect(&repository.heard(&["renumber"]), 0, &["no duplicate IDs"]);
    expect(&repository.heard(&["renumber", "1", "9"]), 0, &["decisions/0009-twin.md"]);
    assert!(repository.read("decisions/0002-next.md").contains("relates-to: [\"0009\"]"));
    for bad in ["x", "../7", "7-a/b"] {
        assert_eq!(repository.heard(&["renumber", "9", bad]).code, 2, "{bad}");
    }
}

#[test]
fn folders_days_and_words_take_another_id_as_well() {
    let repository = log(&accepted("1. Start", "docs/**"));
    let linked = |link: &str, words: &str| {
        let text = accepted("Next", "docs/**").replace("on Friday", words);
        text.replace("---\n\n# Next", &format!("relates-to: [\"{link}\"]\n---\n\n# Next"))
    };
    let page = "# Log\r\n\r\n* [1. Start](0001-start.md)\r\n* [0012](<0012-pager/README.md#why>), 0012-pager/plan.png\r\n\
                * [Pager](./20260302-pager.md), [20260302-pager](20260302-pager.md) and 120260302-pager.md\r\n";
    repository.write("decisions/README.md", page);
    repository.write("decisions/0012-pager/README.md", &accepted("12. Pager", "x/**").replace("on Friday", "now"));
    repository.write("decisions/0012-pager/plan.png", "x");
    repository.write("decisions/0013-part.md", &linked("12", "at night"));
    repository.write("decisions/20260302-pager.md", &accepted("Pager", "y/**").replace("on Friday", "today"));
    repository.write("decisions/use-sqlite.md", &linked("20260302-pager", "at noon"));
    let said = repository.heard(&["renumber", "12", "14"]);
    expect(&said, 0, &["decisions/0012-pager/README.md → decisions/0014-pager/README.md", "README.md: updated links"]);
    let own = accepted("14. Pager", "x/**").replace("on Friday", "now");
    assert_eq!(repository.read("decisions/0014-pager/README.md"), own);
    assert_eq!(repository.read("decisions/0013-part.md"), linked("14", "at night"));
    assert!(repository.path("decisions/0014-pager/plan.png").is_file());
    assert!(!repository.path("decisions/0012-pager").exists());
    let page = page.replace("[0012]", "[0014]").replace("0012-", "0014-");
    assert_eq!(repository.read("decisions/README.md"), page);
    // A day; the words behind it stay.
    expect(&repository.heard(&["renumber", "20260302-pager"]), 2, &["heard renumber 20260302-pager NEW"]);
    expect(&repository.heard(&["renumber", "20260302-pager", "20260309"]), 0, &["→ decisions/20260309-pager.md"]);
    let page =
        page.replace("/20260302", "/20260309").replace("[20260302", "[20260309").replace("(20260302", "(20260309");
    assert_eq!(repository.read("decisions/README.md"), page);
    assert_eq!(repository.read("decisions/use-sqlite.md"), linked("20260309-pager", "at noon"));
    // Words.
    expect(&repository.heard(&["renumber", "use-sqlite", "20260309-x"]), 2, &["is not a record ID"]);
    expect(&repository.heard(&["renumber", "use-sqlite", "readme"]), 2, &["is not a record ID"]);
    expect(&repository.heard(&["renumber", "use-sqlite", "use-postgres"]), 0, &["→ decisions/use-postgres.md"]);
    // The number in the label of a link goes along.
    expect(&repository.heard(&["renumber", "1", "2"]), 0, &["decisions/README.md: updated links"]);
    let page = page.replace("[1. Start](0001", "[2. Start](0002");
    assert_eq!(repository.read("decisions/README.md"), page);
    repository.write("decisions/0099-pager/x.png", "");
    expect(&repository.heard(&["renumber", "14", "99"]), 2, &["`decisions/0099-pager` already exists"]);
    assert_eq!(repository.read("decisions/0014-pager/README.md"), own);
}

#[cfg(unix)]
#[test]
fn what_an_editor_leaves_is_checked() {
    let repository = log(&accepted("Start", "docs/**"));
    repository
        .write("../editor", "#!/bin/sh\nsed -i.bak 's/Thursday/Monday/; s/^..Changed.*//' \"$1\" && rm \"$1.bak\"\n");
    let editor = repository.path("../editor");
    fs::set_permissions(&editor, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    expect(&repository.heard(&["edit", "1"]), 2, &["no editor is set"]);
    let said = repository.heard_with(&[("EDITOR", editor.to_str().unwrap())], &["edit", "1"]);
    expect(
        &said,
        1,
        &["warning: this changes the text in an accepted decision", "error[concern-unanswered]", "1 decision, 1 error"],
    );
}

#[test]
fn accepted_waits_for_whom_the_areas_ask_for() {
    let policy = "\
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/*.yml\", \"!infra/paging/old.yml\"]
hear = [\"support\"]

[[areas]]
name = \"export\"
paths = [\"export/**\"]
people = 2
outside = true
trial = true
evidence = \"sourced\"
";
    let decide = |governs: &str, person: &str| {
        let repository = log(&accepted("Start", governs)
            .replace("status: accepted", "status: proposed")
            .replace("Ines Roy", person)
            .replace("  - \"Ana Ruiz\"\n", "  - \"Ana Ruiz\"\n  - \"Bo Lund\"\n"));
        repository.write("heard.toml", policy);
        repository.write("infra/paging/rota.yml", "window: thursday\n");
        repository.write("infra/paging/old.yml", "window: never\n");
        repository.write("infra/README.md", "infra\n");
        let before = repository.read(FILE);
        let said = repository.heard(&["status", "1", "accepted"]);
        assert_eq!(repository.read(FILE) == before, said.code != 0, "{said:?}");
        said
    };
    // The group is named, each of its members, and the line of the policy that asks; a part of the area is enough.
    for governs in ["infra/paging/rota.yml", "infra/paging/**", "infra/**", "**/*.yml", "infra/paging/new.yml"] {
        let said = decide(governs, "@lee");
        expect(
            &said,
            1,
            &[
                "error[group-unheard]: `0001` quotes nobody from `support`",
                "heard.toml:8:",
                "not accepted: ",
                "  [ ] a quote from `support` (Ines Roy or Sam Okafor)",
            ],
        );
        expect(&said, 1, &["heard quote 0001 'Ines Roy'   # for `support`", "heard quote 0001 'Sam Okafor'"]);
        // Nothing has changed, and nobody else is asked for.
        assert!(!said.out.contains("changed") && !said.out.contains("export"), "{said:?}");
    }
    // Whoever is heard, or governs nothing that is asked about, goes on.
    for (governs, person) in [("infra/paging/**", "Ines Roy"), ("infra/paging/old.yml", "@lee"), ("infra/*.md", "@lee")]
    {
        expect(&decide(governs, person), 0, &["proposed → accepted"]);
    }
    // All else that an area may ask for.
    let said = decide("export/run.sh", "Ines Roy");
    let lacks = ["too-few-heard", "trial-missing", "evidence-too-weak"].map(|rule| format!("error[{rule}]"));
    expect(&said, 1, &lacks.each_ref().map(String::as_str));
    expect(&said, 1, &["heard quote 0001 PERSON", "heard edit 0001", "not accepted: 3 problems"]);
    // The gate would say the same of the change.
    let repository = log("# Start\n");
    repository.write("heard.toml", policy);
    repository.commit("Policy");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.write("decisions/0002-next.md", &accepted("Next", "infra/**").replace("Ines Roy", "@lee"));
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Change");
    expect(
        &repository.heard(&["gate", "--base", "main"]),
        1,
        &["error[group-unheard]: `0002` quotes nobody from `support`"],
    );
    // A level of the policy counts here too.
    repository.write("heard.toml", &format!("{policy}\n[rules]\ngroup-unheard = \"off\"\n"));
    expect(&repository.heard(&["status", "2", "accepted"]), 0, &["accepted → accepted"]);
}

#[test]
fn a_group_that_is_listed_and_silent_is_reported_once() {
    let text = accepted("Start", "infra/**").replace("status: accepted", "status: proposed");
    let repository =
        log(&text.replace("  - \"Ines Roy\"\n", "  - \"Ines Roy\"\n  - support\n").replace("Ines Roy", "@lee"));
    repository.write(
        "heard.toml",
        "[groups]\nsupport = [\"Sam Okafor\"]\n[[areas]]\nname = \"infra\"\npaths = [\"infra/**\"]\nhear = [\"support\"]\n",
    );
    let said = repository.heard(&["status", "1", "accepted"]);
    expect(
        &said,
        1,
        &[
            "support is listed but not quoted",
            "not accepted: 1 problem",
            "heard quote 0001 'Sam Okafor'   # for `support`",
        ],
    );
}

/// The editor is read as git reads it: a path with blanks in quotes, and arguments.
#[cfg(unix)]
#[test]
fn an_editor_may_have_blanks_and_arguments() {
    let repository = Repository::new();
    repository.write("decisions/0001-start.md", &accepted("Start", "docs/**"));
    repository.write("my tools/ed.sh", "#!/bin/sh\n[ \"$1\" = --wait ] && printf 'Edited.\\n' >> \"$2\"\n");
    let tool = repository.path("my tools/ed.sh");
    std::fs::set_permissions(&tool, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    for (quote, count) in [('"', 1), ('\'', 2)] {
        let editor = format!("{quote}{}{quote} --wait", tool.display());
        let said = repository.heard_with(&[("VISUAL", &editor)], &["edit", "1"]);
        assert_eq!(said.code, 0, "{said:?}");
        assert_eq!(repository.read("decisions/0001-start.md").matches("Edited.\n").count(), count);
    }
    let said = repository.heard_with(&[("VISUAL", "no-such-editor --wait")], &["edit", "1"]);
    assert_eq!(said.code, 2, "{said:?}");
}

#[test]
fn after_the_outcome_moved_people_are_asked_again() {
    const RECORD: &str = "decisions/0002-friday.md";
    let old = accepted("Friday", "infra/paging/**").replace("status: accepted", "status: proposed");
    let old = old.replace("## Consultation", "## Decision Outcome\n\nSupport is never paged.\n\n## Consultation");
    let new = old.replace("Support is never paged.", "Support is paged at any hour.");
    let repository = prepared();
    let policy = |outdated: &str| format!("[log]\nbase = \"main\"\n\n{POLICY}{outdated}");
    repository.git(&["switch", "-q", "main"]);
    repository.write("heard.toml", &policy(""));
    repository.write(RECORD, &old);
    repository.commit("Propose");
    repository.git(&["switch", "-q", "-c", "later"]);
    expect(&repository.heard(&["ask", "2"]), 0, &["everyone has been quoted or asked"]);
    repository.write(RECORD, &new);
    // What moved is seen in the work tree, and against the base once it is committed.
    for message in ["", "Move"] {
        if !message.is_empty() {
            repository.commit(message);
        }
        let said = repository.heard(&["ask", "2", "--by", "2026-06-14"]);
        let expected = "To Ines Roy:

This decision changed after you were asked about it: Friday (0002).

You said on 2026-05-12:

> I get paged when an export stalls on Friday.

The outcome was:

> Support is never paged.

and is now:

> Support is paged at any hour.

Please tell us by 2026-06-14, in your own words, as briefly or as fully as you like:

- Does what you said still hold?
- What would become harder for you, and what would you miss?
- Who else is affected, and should be asked?

We will quote your answer verbatim, with your name and the date, in
decisions/0002-friday.md, below what you said before, and write what we did about it.
You can ask us to remove a quote at any time.
";
        assert_eq!((said.code, &*said.out), (0, expected), "{said:?}");
    }
    // A new person is asked as before.
    expect(&repository.heard(&["ask", "2", "Sam Okafor"]), 0, &["We are about to make a decision"]);
    let said = repository.heard(&["status", "2", "accepted", "--date", "2026-06-01"]);
    let warning = "warning: the quote from Ines Roy is older than the outcome of this decision\n  heard ask 0002 'Ines Roy'\n  heard quote 0002 'Ines Roy'\n";
    expect(&said, 0, &["proposed → accepted", warning]);
    for (outdated, code, words) in [
        ("outdated = \"off\"\n", 0, "proposed → accepted, 2026-06-01\n"),
        ("\n[rules]\nwords-outdated = \"off\"\n", 0, "proposed → accepted, 2026-06-01\n"),
        ("outdated = \"deny\"\n", 1, "not accepted: 1 problem"),
    ] {
        repository.write("heard.toml", &policy(outdated));
        repository.write(RECORD, &new);
        let said = repository.heard(&["status", "2", "accepted", "--date", "2026-06-01"]);
        expect(&said, code, &[words]);
        assert_eq!(said.out.contains("heard ask 0002 'Ines Roy'"), code == 1, "{said:?}");
    }
    let said = repository.heard(&["ask", "2", "--mark", "2026-05-20"]);
    expect(&said, 0, &["decisions/0002-friday.md: Ines Roy was asked again on 2026-05-20\n"]);
    assert!(repository.read(RECORD).ends_with("\n**Asked again:** Ines Roy, 2026-05-20.\n"));
    let said = repository.heard(&["ask", "2"]);
    expect(
        &said,
        0,
        &["everyone has been quoted or asked", "Ines Roy was asked on 2026-05-20 and has not answered yet"],
    );
    let said = repository.heard(&["ask", "2", "--mark", "2026-05-20", "Ines Roy"]);
    expect(&said, 0, &["already records that Ines Roy was asked again on 2026-05-20"]);
    // Once they have answered, nobody is left.
    let text = ["--text", "Then I need to see whose export it is."];
    expect(&repository.heard(&[&["quote", "2", "Ines Roy", "--date", "2026-05-21"][..], &text].concat()), 0, &[]);
    let answer = ["answer", "2", "Ines Roy", "--nth", "2", "--as", "changed", "--text", "it names the tenant"];
    expect(&repository.heard(&answer), 0, &[]);
    let said = repository.heard(&["status", "2", "accepted", "--date", "2026-06-01"]);
    expect(&said, 0, &["proposed → accepted"]);
    assert!(!said.out.contains("warning"), "{said:?}");
}

#[test]
fn a_record_that_moved_is_compared_with_the_one_of_its_id() {
    let old = accepted("Friday", "infra/paging/**").replace("status: accepted", "status: proposed");
    let old = old.replace("## Consultation", "## Decision Outcome\n\nSupport is never paged.\n\n## Consultation");
    let repository = prepared();
    repository.write("decisions/0002-friday.md", &old);
    repository.commit("Propose");
    repository.git(&["mv", "decisions/0002-friday.md", "decisions/0002-nights.md"]);
    repository.write("decisions/0002-nights.md", &old.replace("never paged", "paged"));
    expect(&repository.heard(&["ask", "2"]), 0, &["To Ines Roy:", "> Support is never paged.", "> Support is paged."]);
}
