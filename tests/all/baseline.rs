//! What `heard check` leaves out, and that `heard gate` leaves out nothing.

use std::fs;

use crate::repository::{Repository, accepted, expect};

const POLICY: &str = "\
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
hear = [\"support\"]
";

/// A decision with a concern that nobody answered, which is denied.
fn unanswered() -> String {
    accepted("Friday", "infra/paging/**").replace("**Changed:** the window names the tenant.\n", "")
}

const ALLOW: &str = "<!-- heard: allow concern-unanswered because the answer was given on the phone -->\n";

/// A branch `topic` with a policy at its base, which changes a path of the area.
fn change() -> Repository {
    let repository = Repository::new();
    repository.write("heard.toml", POLICY);
    repository.write("infra/paging/rota.yml", "window: thursday\n");
    repository.commit("Start");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository
}

#[test]
fn a_comment_silences_its_rule_in_its_file_and_is_counted() {
    let repository = Repository::new();
    repository.write("decisions/0001-one.md", &(unanswered() + ALLOW));
    repository.write("decisions/0002-two.md", &accepted("Two", "docs/**").replace("on Friday", "at night"));
    let said = repository.heard(&["check"]);
    expect(&said, 0, &["2 decisions, no problems found", "1 finding is allowed by a comment"]);
    let json = repository.heard(&["check", "--format", "json"]).json("check.schema.json");
    assert_eq!(json["summary"]["allowed"], 1);
    repository.heard(&["check", "--format", "markdown"]).has("1 finding is allowed by a comment.");
    assert_eq!(json["findings"].as_array().unwrap().len(), 0);

    let said = repository.heard(&["check", "--no-allow"]);
    expect(&said, 1, &["error[concern-unanswered]"]);
    assert!(!said.out.contains("allowed"), "{said:?}");

    // It speaks for no other file and no other rule.
    repository.write("decisions/0003-three.md", &unanswered().replace("on Friday", "on Monday"));
    expect(&repository.heard(&["check"]), 1, &["decisions/0003-three.md:23:5", "1 error"]);
    expect(&repository.heard(&["check", "decisions/0001-one.md"]), 0, &["1 finding is allowed"]);
    expect(&repository.heard(&["check", "decisions/0002-two.md"]), 0, &["1 decision, no problems found\n"]);
}

#[test]
fn a_comment_that_allows_nothing_is_reported_and_silences_nothing() {
    for (comment, found, place) in [
        ("<!-- heard: allow concern-unanswered -->", "error[allow-without-reason]", ":26:1"),
        (
            "<!-- é heard --> <!-- heard: allow concern-unanswred because I say so -->",
            "warning[allow-unknown]",
            ":26:36",
        ),
        ("<!-- heard: ignore concern-unanswered -->", "warning[allow-unknown]", ":26:13"),
        ("<!-- heard: allow quote-short because I say so -->", "warning[allow-unused]", ":26:19"),
        ("<!-- heard: allow governed-uncovered because I say so -->", "error[allow-forbidden]", ":26:19"),
        ("<!-- heard: allow header-unreadable because I say so -->", "error[allow-forbidden]", ":26:19"),
        ("<!-- heard: allow allow-unused because I say so -->", "error[allow-forbidden]", ":26:19"),
    ] {
        let repository = Repository::new();
        repository.write("decisions/0001-one.md", &format!("{}\n{comment}\n", unanswered()));
        let said = repository.heard(&["check"]);
        expect(&said, 1, &["error[concern-unanswered]", found, &format!("decisions/0001-one.md{place}")]);
        expect(&repository.heard(&["check", "--no-allow"]), 1, &["1 error"]);
    }
    let repository = Repository::new();
    let comment = "<!-- heard: allow concern-unanswred because I say so -->";
    repository.write("decisions/0001-one.md", &format!("{}\n{comment}\n", unanswered()));
    repository.heard(&["check"]).has("write `concern-unanswered`");
}

#[test]
fn a_comment_makes_no_decision_cover() {
    for comment in ["", ALLOW, "<!-- heard: allow governed-uncovered, concern-unanswered because I say so -->\n"] {
        let repository = change();
        repository.write("decisions/0001-friday.md", &(unanswered() + comment));
        repository.commit("Move the window");
        let said = repository.heard(&["gate", "--base", "main"]);
        expect(&said, 1, &["`0001` has errors from `concern-unanswered`", "error[concern-unanswered]"]);
        assert!(!said.out.contains("[allow-"), "the gate does not read these comments: {said:?}");
    }
}

const FILE: &str = "heard-baseline.toml";

/// A log with two denied decisions, recorded.
fn recorded() -> Repository {
    let repository = Repository::new();
    repository.write("decisions/0001-one.md", &unanswered());
    repository.write("decisions/0002-two.md", "---\nstatus: accepted\ndate: 2026-05-20\nconsulted:\n---\n\n# Two\n");
    expect(&repository.heard(&["check"]), 1, &["2 decisions, 2 errors"]);
    let said = repository.heard(&["baseline", "--write"]);
    expect(&said, 0, &["2 findings are recorded in heard-baseline.toml"]);
    repository
}

/// The lines of the baseline that are no comment.
fn lines(repository: &Repository) -> Vec<String> {
    let text = fs::read_to_string(repository.path(FILE)).unwrap();
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

#[test]
fn a_decision_that_ends_leaves_no_entries_behind() {
    let repository = recorded();
    let said = repository.heard(&["supersede", "1", "2"]);
    expect(&said, 0, &["heard-baseline.toml: removed what `heard check` no longer finds in decisions/0001-one.md"]);
    assert_eq!(lines(&repository), ["[\"decisions/0002-two.md\"]", "consulted-empty = 1"]);
    expect(&repository.heard(&["check"]), 0, &["2 decisions, no new problems", "1 known finding is recorded"]);
    // Again there is nothing to remove.
    assert!(!repository.heard(&["supersede", "1", "2"]).out.contains(FILE));
    expect(&repository.heard(&["status", "2", "deprecated"]), 0, &["no longer finds in decisions/0002-two.md"]);
    assert!(!repository.path(FILE).exists());
    expect(&repository.heard(&["check"]), 0, &["2 decisions, no problems found"]);
}

#[test]
fn what_is_recorded_is_left_out_and_counted() {
    let repository = recorded();
    assert_eq!(
        lines(&repository),
        ["[\"decisions/0001-one.md\"]", "concern-unanswered = 1", "[\"decisions/0002-two.md\"]", "consulted-empty = 1"]
    );
    let said = repository.heard(&["check"]);
    expect(&said, 0, &["2 decisions, no new problems", "2 known findings are recorded in heard-baseline.toml"]);
    let json = repository.heard(&["check", "--format", "json"]).json("check.schema.json");
    assert_eq!(json["summary"]["recorded"], 2);
    assert_eq!(json["summary"]["denied"], 0);
    expect(&repository.heard(&["check", "--no-baseline"]), 1, &["2 decisions, 2 errors\n"]);
    expect(&repository.heard(&["check", "decisions/0001-one.md"]), 0, &["1 known finding is recorded"]);

    // Another rule in the same file, and the same rule in another file.
    let text = unanswered().replace("date: 2026-05-20\n", "");
    repository.write("decisions/0001-one.md", &text);
    expect(&repository.heard(&["check"]), 1, &["date-missing", "2 decisions, 1 error"]);
    repository.write("decisions/0001-one.md", &unanswered());
    repository.write("decisions/0003-three.md", &unanswered().replace("on Friday", "on Monday"));
    expect(&repository.heard(&["check"]), 1, &["decisions/0003-three.md", "3 decisions, 1 error"]);
}

#[test]
fn more_than_is_recorded_is_reported() {
    let repository = recorded();
    let more = "\n> Nobody tells me when the window moves.\n>\n> — Ines Roy, 2026-05-13\n";
    repository.write("decisions/0001-one.md", &(unanswered() + more));
    let said = repository.heard(&["check"]);
    // Which of the two is the new one, nobody can say.
    expect(
        &said,
        1,
        &["0001-one.md:23:5", "0001-one.md:28:5", "1 recorded here, but 2 found", "2 decisions, 2 errors"],
    );
    said.has("heard-baseline.toml:5:1");
    let said = repository.heard(&["baseline"]);
    expect(
        &said,
        0,
        &["+ concern-unanswered: 2 found, 1 recorded", "1 is new: record them with `heard baseline --write`"],
    );
    expect(&repository.heard(&["baseline", "--prune"]), 0, &["2 findings are recorded"]);
    assert!(lines(&repository).contains(&"concern-unanswered = 1".to_owned()), "pruning adds nothing");
    expect(&repository.heard(&["baseline", "--write"]), 0, &["3 findings are recorded"]);
    assert!(lines(&repository).contains(&"concern-unanswered = 2".to_owned()));
    expect(&repository.heard(&["check"]), 0, &["3 known findings are recorded"]);
}

#[test]
fn what_is_fixed_is_reported_until_it_is_removed() {
    let repository = recorded();
    repository.write("decisions/0001-one.md", &accepted("Friday", "infra/paging/**"));
    let said = repository.heard(&["check"]);
    expect(&said, 1, &["error[baseline-unmatched]", "heard-baseline.toml:5:1", "5 | concern-unanswered = 1"]);
    said.has("run `heard baseline --prune`");
    let json = repository.heard(&["check", "--format", "json"]).json("check.schema.json");
    assert_eq!(json["findings"][0]["path"], FILE);
    assert_eq!(json["findings"][0]["line"], 5);
    assert_eq!(json["findings"][0]["decision"], "0001");
    // Who asks about one file hears of its entries alone.
    expect(&repository.heard(&["check", "decisions/0001-one.md"]), 1, &["baseline-unmatched"]);
    expect(&repository.heard(&["check", "decisions/0002-two.md"]), 0, &["1 decision, no new problems"]);

    expect(
        &repository.heard(&["baseline"]),
        0,
        &["- concern-unanswered: none found, 1 recorded", "`heard baseline --prune`"],
    );
    expect(&repository.heard(&["baseline", "--prune"]), 0, &["1 finding is recorded"]);
    assert_eq!(lines(&repository), ["[\"decisions/0002-two.md\"]", "consulted-empty = 1"]);
    assert_eq!(repository.heard(&["check"]).code, 0);

    // A file that is gone, a rule that is none.
    repository
        .write(FILE, "[\"decisions/0002-two.md\"]\nconsulted-empty = 1\n[\"decisions/0009-x.md\"]\nquote-shrt = 1\n");
    expect(&repository.heard(&["check"]), 1, &["unknown rule `quote-shrt`", "write `quote-short`"]);

    // When nothing is left, neither is the file.
    repository.write("decisions/0002-two.md", &accepted("Two", "docs/**").replace("on Friday", "at night"));
    expect(&repository.heard(&["baseline", "--prune"]), 0, &["no findings are recorded"]);
    assert!(!repository.path(FILE).exists());
    expect(&repository.heard(&["baseline"]), 0, &["no findings are recorded"]);
    expect(&repository.heard(&["baseline", "--write"]), 0, &["no findings are recorded"]);
    assert!(!repository.path(FILE).exists());
}

#[test]
fn notes_stay_and_the_rest_is_written_in_one_form() {
    let repository = recorded();
    let text = fs::read_to_string(repository.path(FILE)).unwrap();
    let noted = text.replace("consulted-empty = 1", "consulted-empty = { note = \"nobody remembers \\\"whom\\\"\" }");
    repository.write(FILE, &noted);
    repository
        .write("decisions/0003-three.md", "---\nstatus: accepted\ndate: 2026-05-20\nconsulted:\n---\n\n# Three\n");
    repository.heard(&["baseline"]).has("(nobody remembers \"whom\")");
    assert_eq!(repository.heard(&["baseline", "--write", "--note", "from the wiki"]).code, 0);
    let expected =
        format!("{noted}\n[\"decisions/0003-three.md\"]\nconsulted-empty = {{ note = \"from the wiki\" }}\n");
    assert_eq!(fs::read_to_string(repository.path(FILE)).unwrap(), expected);
    let json = repository.heard(&["baseline", "--format", "json"]).json("baseline.schema.json");
    assert_eq!(json["entries"][2]["note"], "from the wiki");
    assert_eq!(json["entries"][2]["path"], "decisions/0003-three.md");
    // A change shows nothing but what it takes out, and nothing is written where nothing changes.
    assert_eq!(repository.heard(&["baseline", "--write"]).code, 0);
    assert_eq!(fs::read_to_string(repository.path(FILE)).unwrap(), expected);
    repository.write("decisions/0001-one.md", &accepted("Friday", "infra/paging/**"));
    repository.write(FILE, &expected.replace('\n', "\r\n"));
    assert_eq!(repository.heard(&["baseline", "--prune"]).code, 0);
    let expected = expected.replace('\n', "\r\n");
    let expected = expected.replace("\r\n[\"decisions/0001-one.md\"]\r\nconcern-unanswered = 1\r\n", "");
    assert_eq!(fs::read_to_string(repository.path(FILE)).unwrap(), expected);
}

#[test]
fn every_state_of_the_files_has_its_own_baseline() {
    let repository = recorded();
    repository.commit("Record");
    fs::remove_file(repository.path(FILE)).unwrap();
    assert_eq!(repository.heard(&["check"]).code, 1);
    assert_eq!(repository.heard(&["check", "--rev", "HEAD"]).code, 0);
    assert_eq!(repository.heard(&["check", "--staged"]).code, 0);
    repository.git(&["add", "-A"]);
    assert_eq!(repository.heard(&["check", "--staged"]).code, 1);
}

#[test]
fn a_baseline_that_cannot_be_read_stops_with_its_place() {
    let repository = recorded();
    for (text, place, help) in [
        (
            "[\"decisions/0001-one.md\"]\nconsulted-empty = { cuont = 2 }\n",
            "heard-baseline.toml:2:21",
            "did you mean `count`?",
        ),
        ("[\"decisions/0001-one.md\"]\nconsulted-empty = 0\n", "heard-baseline.toml:2:19", "the number of findings"),
        ("<<<<<<< ours\n", "heard-baseline.toml:1:9", "write `["),
    ] {
        repository.write(FILE, text);
        for command in [&["check"][..], &["baseline"], &["baseline", "--write"], &["baseline", "--prune"]] {
            let said = repository.heard(command);
            expect(&said, 2, &["error: ", place, help]);
            assert!(said.out.is_empty(), "{said:?}");
            assert_eq!(fs::read_to_string(repository.path(FILE)).unwrap(), text, "{command:?} leaves it as it was");
        }
        assert_eq!(repository.heard(&["check", "--no-baseline"]).code, 1);
    }
}

#[test]
fn nothing_is_written_through_a_link_or_over_a_folder() {
    let repository = recorded();
    fs::remove_file(repository.path(FILE)).unwrap();
    fs::create_dir(repository.path(FILE)).unwrap();
    expect(&repository.heard(&["baseline", "--write"]), 2, &["is a folder, not a file"]);
    fs::remove_dir(repository.path(FILE)).unwrap();
    #[cfg(unix)]
    {
        let outside = repository.path("../outside.toml");
        fs::write(&outside, "").unwrap();
        std::os::unix::fs::symlink(&outside, repository.path(FILE)).unwrap();
        expect(&repository.heard(&["baseline", "--write"]), 2, &["heard-baseline.toml", "is a link, not a file"]);
        assert_eq!(fs::read_to_string(&outside).unwrap(), "");
        fs::remove_file(repository.path(FILE)).unwrap();
    }
    // What was written last is whole, and nothing is left beside it.
    assert_eq!(repository.heard(&["baseline", "--write"]).code, 0);
    assert_eq!(lines(&repository).len(), 4);
    let names = fs::read_dir(repository.path(".")).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(!names.into_iter().any(|name| name.to_string_lossy().starts_with(".heard")));
}

#[test]
fn a_recorded_finding_makes_no_decision_cover() {
    let repository = change();
    repository.write("decisions/0001-friday.md", &unanswered());
    repository.git(&["switch", "-q", "main"]);
    repository.write(FILE, "[\"decisions/0001-friday.md\"]\nconcern-unanswered = 1\n");
    repository.git(&["add", FILE]);
    repository.git(&["commit", "-q", "-m", "Record what is not there yet"]);
    repository.git(&["switch", "-q", "topic"]);
    repository.git(&["merge", "-q", "main"]);
    repository.commit("Move the window");
    assert_eq!(repository.heard(&["check"]).code, 0);
    let said = repository.heard(&["gate", "--base", "main"]);
    expect(&said, 1, &["`0001` has errors from `concern-unanswered`", "error[concern-unanswered]"]);
}

/// A repository whose `main` has a policy and a baseline of two entries, on a branch.
fn checked(policy: Option<&str>) -> Repository {
    let repository = recorded();
    if let Some(policy) = policy {
        repository.write("heard.toml", policy);
    }
    repository.commit("Start");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository
}

#[test]
fn in_a_change_the_baseline_only_shrinks() {
    let gate = |repository: &Repository| repository.heard(&["gate", "--base", "main"]);
    for policy in [Some(POLICY), None] {
        let repository = checked(policy);
        repository.write("decisions/0003-three.md", &unanswered().replace("on Friday", "on Monday"));
        assert_eq!(repository.heard(&["baseline", "--write"]).code, 0);
        repository.commit("Hide it");
        assert_eq!(repository.heard(&["check"]).code, 0);
        let said = gate(&repository);
        expect(
            &said,
            1,
            &[
                "error[baseline-grown]: this change adds `concern-unanswered` in `decisions/0003-three.md` to the baseline",
            ],
        );
        said.has("heard-baseline.toml:11:1");
        let json = repository.heard(&["gate", "--base", "main", "--format", "json"]).json("gate.schema.json");
        assert_eq!(json["findings"][0]["line"], 11);
        assert_eq!(json["summary"]["decisions"], 1, "files of another kind are none");
    }

    let repository = checked(Some(POLICY));
    let text = fs::read_to_string(repository.path(FILE)).unwrap();
    repository.write(FILE, &text.replace("consulted-empty = 1", "consulted-empty = 2"));
    repository.commit("Raise it");
    expect(&gate(&repository), 1, &["from 1 to 2 in the baseline"]);

    let repository = checked(Some(POLICY));
    repository.write("decisions/0001-one.md", &accepted("Friday", "infra/paging/**"));
    assert_eq!(repository.heard(&["baseline", "--prune"]).code, 0);
    repository.commit("Mend one");
    let said = gate(&repository);
    expect(&said, 0, &["passed"]);
    assert!(!said.out.contains("baseline"), "{said:?}");

    let repository = checked(Some(POLICY));
    fs::remove_file(repository.path(FILE)).unwrap();
    repository.commit("Do without");
    expect(&gate(&repository), 0, &["passed"]);

    // A record that moves takes its entries with it.
    let repository = checked(Some(POLICY));
    repository.git(&["mv", "decisions/0001-one.md", "decisions/0001-friday.md"]);
    assert_eq!(repository.heard(&["baseline", "--write"]).code, 0);
    repository.commit("Rename");
    expect(&gate(&repository), 0, &["passed"]);

    let repository = checked(Some(POLICY));
    repository.write(FILE, "[\n");
    repository.commit("Break it");
    expect(&gate(&repository), 1, &["baseline-grown", "this change makes `heard-baseline.toml` unreadable"]);
}

#[test]
fn the_levels_of_the_base_apply_to_the_baseline() {
    let repository = checked(Some(POLICY));
    repository.write("heard.toml", &format!("{POLICY}\n[rules]\nbaseline-grown = \"off\"\n"));
    repository.write("decisions/0003-three.md", &unanswered().replace("on Friday", "on Monday"));
    assert_eq!(repository.heard(&["baseline", "--write"]).code, 0);
    repository.commit("Hide it");
    expect(&repository.heard(&["gate", "--base", "main"]), 1, &["error[baseline-grown]", "policy-changed"]);
}

#[test]
fn a_branch_is_not_blamed_for_what_the_base_took_out() {
    let repository = checked(Some(POLICY));
    repository.write("decisions/0002-two.md", "---\nstatus: deprecated\ndate: 2026-05-20\nconsulted:\n---\n\n# Two\n");
    assert_eq!(repository.heard(&["baseline", "--prune"]).code, 0);
    repository.commit("Mend two");
    repository.git(&["switch", "-q", "main"]);
    repository.write("decisions/0001-one.md", &accepted("Friday", "infra/paging/**"));
    assert_eq!(repository.heard(&["baseline", "--prune"]).code, 0);
    repository.commit("Mend one");
    expect(&repository.heard(&["gate", "--base", "main", "--head", "topic"]), 0, &["passed"]);
}

#[test]
fn the_first_baseline_passes_with_or_before_the_first_policy() {
    let first = |policy_first: bool| {
        let repository = Repository::new();
        repository.write("decisions/0001-one.md", &unanswered());
        if policy_first {
            repository.write("heard.toml", POLICY);
        }
        repository.commit("Start");
        repository.git(&["switch", "-q", "-c", "topic"]);
        repository.write("heard.toml", POLICY);
        assert_eq!(repository.heard(&["baseline", "--write"]).code, 0);
        repository.commit("Adopt");
        repository.heard(&["gate", "--base", "main"])
    };
    expect(&first(false), 0, &["the first `heard.toml`", "the first `heard-baseline.toml`"]);
    expect(
        &first(true),
        1,
        &["error[baseline-grown]: `heard-baseline.toml` is new, but the base already has a policy"],
    );
}
