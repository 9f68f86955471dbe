//! What `heard check` leaves out, and that `heard gate` leaves out nothing.

mod repository;

use repository::{Repository, Said, accepted};

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

#[track_caller]
fn expect(said: &Said, code: i32, words: &[&str]) {
    assert_eq!(said.code, code, "{said:?}");
    for words in words {
        said.has(words);
    }
}

#[test]
fn a_comment_silences_its_rule_in_its_file_and_is_counted() {
    let repository = Repository::new();
    repository.write("decisions/0001-one.md", &(unanswered() + ALLOW));
    repository.write("decisions/0002-two.md", &accepted("Two", "docs/**").replace("on Friday", "at night"));
    let said = repository.heard(&["check"]);
    expect(&said, 0, &["2 decisions, nothing to mend", "1 finding is allowed by a comment in its file"]);
    let json = repository.heard(&["check", "--format", "json"]).json("check.schema.json");
    assert_eq!(json["summary"]["allowed"], 1);
    assert_eq!(json["findings"].as_array().unwrap().len(), 0);

    let said = repository.heard(&["check", "--no-allow"]);
    expect(&said, 1, &["deny[concern-unanswered]"]);
    assert!(!said.out.contains("allowed"), "{said:?}");

    // It speaks for no other file and no other rule.
    repository.write("decisions/0003-three.md", &unanswered().replace("on Friday", "on Monday"));
    expect(&repository.heard(&["check"]), 1, &["decisions/0003-three.md:23:5", "1 denied"]);
    expect(&repository.heard(&["check", "decisions/0001-one.md"]), 0, &["1 finding is allowed"]);
    expect(&repository.heard(&["check", "decisions/0002-two.md"]), 0, &["1 decision, nothing to mend\n"]);
}

#[test]
fn a_comment_that_allows_nothing_is_told_and_silences_nothing() {
    for (comment, found, place) in [
        ("<!-- heard: allow concern-unanswered -->", "deny[allow-without-reason]", ":26:1"),
        ("<!-- é heard --> <!-- heard: allow concern-unanswred because I say so -->", "warn[allow-unknown]", ":26:36"),
        ("<!-- heard: ignore concern-unanswered -->", "warn[allow-unknown]", ":26:13"),
        ("<!-- heard: allow quote-short because I say so -->", "warn[allow-unused]", ":26:19"),
        ("<!-- heard: allow governed-uncovered because I say so -->", "deny[allow-forbidden]", ":26:19"),
        ("<!-- heard: allow header-unreadable because I say so -->", "deny[allow-forbidden]", ":26:19"),
        ("<!-- heard: allow allow-unused because I say so -->", "deny[allow-forbidden]", ":26:19"),
    ] {
        let repository = Repository::new();
        repository.write("decisions/0001-one.md", &format!("{}\n{comment}\n", unanswered()));
        let said = repository.heard(&["check"]);
        expect(&said, 1, &["deny[concern-unanswered]", found, &format!("decisions/0001-one.md{place}")]);
        expect(&repository.heard(&["check", "--no-allow"]), 1, &["1 denied"]);
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
        expect(&said, 1, &["`0001` is denied by `concern-unanswered`", "deny[concern-unanswered]"]);
        assert!(!said.out.contains("[allow-"), "the gate does not read these comments: {said:?}");
    }
}
