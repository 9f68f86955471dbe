//! From a rejected change to one that passes, by doing only what the summary of the job says: one run, one commit, one run.

use std::fs;

use serde_json::json;

use crate::ci::{Job, checkout, merge};
use crate::formats::FORMATS;
use crate::repository::{self, Repository, Said, accepted, expect, gate, keep, prepared};

const POLICY: &str = "\
[people.\"Ines Roy\"]
handle = \"@iroy\"

[people.\"Sam Okafor\"]
handle = \"@samo\"

[people.\"Kim Lee\"]
handle = \"@kimlee\"

[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
security = [\"Kim Lee\"]
platform = [\"Ana Ruiz\"]

[[areas]]
name = \"on-call\"
paths = [\"infra/paging/**\"]
hear = [\"support\"]
outside = true
waive = [\"Kim Lee\"]

[[areas]]
name = \"login\"
paths = [\"src/login/**\"]
hear = [\"security\"]
people = 2
";

/// `main` with a policy of two areas, and a `topic` that changes a path of each.
fn two_areas() -> Repository {
    let repository = Repository::new();
    repository.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
    repository.write("heard.toml", POLICY);
    repository.write("infra/paging/rota.yml", "window: thursday\n");
    repository.write("src/login/session.rs", "const HOURS: u32 = 24;\n");
    repository.commit("Start");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("src/login/session.rs", "const HOURS: u32 = 8;\n");
    repository.commit("Page on Fridays and end sessions at night");
    repository
}

/// A job of the forge for the tip of `topic`, and what it appends to its summary.
fn run(repository: &Repository, forge: &str) -> (i32, String, String) {
    let tip = repository.id("topic");
    let job = match forge {
        "github" => {
            let merged = merge(repository);
            let folder = checkout(repository, None, &merged);
            let fork = json!({ "sha": tip, "ref": "topic", "repo": { "html_url": "https://github.com/aruiz/paging" } });
            let event = json!({ "pull_request": { "base": { "sha": repository.id("main") }, "head": fork } });
            Job::github(&folder, "pull_request", &merged, &event)
        }
        _ => {
            let folder = checkout(repository, None, &tip);
            folder.git(&["fetch", "-q", "origin", "+refs/heads/main:refs/remotes/origin/main"]);
            Job::gitlab(&folder, "merge_request_event", &tip)
                .with("CI_MERGE_REQUEST_IID", "1")
                .with("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")
                .with("CI_MERGE_REQUEST_DIFF_BASE_SHA", &repository.id("main"))
                .with("CI_MERGE_REQUEST_SOURCE_PROJECT_URL", "https://gitlab.com/aruiz/paging")
                .with("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "topic")
        }
    };
    let summary = repository.path("../summary.md");
    let _ = fs::remove_file(&summary);
    let format = if forge == "github" { "github" } else { "gitlab" };
    let said = job.gate(&["--format", format, "--summary", summary.to_str().unwrap()]);
    let written = fs::read_to_string(&summary).unwrap_or_else(|_| panic!("{said:?}"));
    (said.code, said.out, written)
}

/// Makes the file that a summary says to make, with the places filled in that it says to fill in.
fn paste(repository: &Repository, summary: &str) {
    let (before, after) = summary.split_once("\n```markdown\n").unwrap();
    let path = before.rsplit('`').nth(1).unwrap();
    let (text, _) = after.split_once("\n```\n").unwrap();
    let mut text = text
        .replace("<!-- What is the problem, and who has it? -->", "Nobody is paged when an export stalls on Friday.")
        .replace("<!-- At least two, one per line. -->", "- Page on Fridays\n- Wait until Monday")
        .replace("<!-- What did you decide, and what are the consequences? -->", "Page on Fridays, until eight.")
        .replace("{YYYY-MM-DD}", "2026-05-12")
        .replace(answer(&text_between(text, "{what you did", "}")).as_str(), "**Changed:** the page names the tenant.");
    for words in ["I sleep badly after a page that is not mine.", "Eight hours fit a shift."] {
        text = text.replacen("{what they said, in their own words}", words, 1);
    }
    assert!(!text.contains(['{', '}']) && !text.contains("<!--"), "{text}");
    repository.git(&["switch", "-q", "topic"]);
    repository.write(path, &format!("{text}\n"));
    repository.commit("Say who was asked");
}

fn answer(inner: &str) -> String {
    format!("{{what you did{inner}}}")
}

fn text_between(text: &str, start: &str, end: &str) -> String {
    let after = text.split_once(start).unwrap().1;
    after.split_once(end).unwrap().0.to_owned()
}

#[test]
fn one_commit_leads_from_a_rejected_change_to_one_that_passes() {
    for forge in ["github", "gitlab"] {
        let repository = two_areas();
        let (code, out, red) = run(&repository, forge);
        assert_eq!(code, 1, "{out}");
        for words in ["Ines Roy", "@iroy", "Sam Okafor", "Kim Lee", "on-call", "login"] {
            assert!(out.contains(words), "{words} is not in\n{out}");
        }
        let page = match forge {
            "github" => "(https://github.com/aruiz/paging/new/topic?filename=decisions%2F0001-page-on-fridays",
            _ => "(https://gitlab.com/aruiz/paging/-/new/topic?file_name=decisions%2F0001-page-on-fridays",
        };
        assert!(red.contains(page), "{red}");
        paste(&repository, &red);
        let (code, out, green) = run(&repository, forge);
        assert_eq!(code, 0, "{out}\n{green}");
        for words in ["I sleep badly after a page that is not mine.", "Ines Roy, 2026-05-12, without a source"] {
            assert!(green.contains(words), "{green}");
        }
        if forge == "github" {
            let shorten = |text: &str| text.replace(&text_between(text, "&value=", ")"), "…");
            keep_transcripts(&[("red", &shorten(&red)), ("green", &green)]);
        }
    }
}

/// Keeps the summaries in the page on CI as they are.
#[track_caller]
fn keep_transcripts(transcripts: &[(&str, &str)]) {
    const PAGE: &str = "docs/ci.md";
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let mut page = fs::read_to_string(file).unwrap().replace("\r\n", "\n");
    for (name, transcript) in transcripts {
        let start = format!("<!-- transcript: {name} -->\n````text\n");
        let (before, rest) = page.split_once(&start).unwrap_or_else(|| panic!("{PAGE} has no place for `{name}`"));
        let (_, after) = rest.split_once("````\n").unwrap();
        page = format!("{before}{start}{transcript}````\n{after}");
    }
    keep(PAGE, &page);
}

#[test]
fn the_first_rejected_run_names_the_people_to_ask_in_every_format() {
    assert!(repository::POLICY.contains("support = [\"Ines Roy\", \"Sam Okafor\"]"));
    let repository = prepared();
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Move the window");
    for format in FORMATS {
        let said = repository.heard(&["gate", "--base", "main", "--format", format]);
        assert_eq!(said.code, 1, "{format}: {said:?}");
        for name in ["Ines Roy", "Sam Okafor"] {
            assert!(said.out.contains(name), "{format}: {said:?}");
        }
    }
}

/// `main` with the policy and a decision of its own on paging, and a `topic` that changes the rota; `write` adds to it.
fn rota(write: impl Fn(&Repository), message: &str) -> Said {
    let repository = two_areas();
    repository.git(&["switch", "-q", "main"]);
    repository.write("decisions/0001-start.md", &accepted("Start of the rota", "infra/paging/**"));
    repository.write("decisions/0002-docs.md", &accepted("Docs", "docs/**"));
    repository.commit("Decide");
    repository.git(&["switch", "-q", "-C", "topic"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    write(&repository);
    repository.commit(message);
    repository.heard(&["gate", "--base", "main"])
}

const ASKED: &str = "\
---
status: proposed
date: 2026-05-20
decision-makers: [\"Ana Ruiz\"]
consulted: [\"Ines Roy\"]
governs: [\"infra/paging/**\"]
---

# Friday

## Consultation

**Asked:** Ines Roy, 2026-05-28.
";

#[test]
fn what_is_missing_is_said_at_once_and_in_words_of_this_change() {
    let none = |_: &Repository| {};
    let decision = |text: String| move |repository: &Repository| repository.write("decisions/0003-friday.md", &text);
    let accepted = |governs: &str| accepted("Friday", governs);

    let said = rota(none, "Move the window");
    expect(
        &said,
        1,
        &[
            "For area `on-call`: ask Ines Roy `@iroy` or Sam Okafor `@samo`.",
            "nobody has to install anything",
            "if `0001` (`Start of the rota`) still says what you need: add the line `Decision: 0001`",
            "Kim Lee `@kimlee` may waive area `on-call`",
            "----- decisions/0003-move-the-window.md -----",
            "  - \"infra/paging/rota.yml\"",
        ],
    );
    expect(&rota(none, "Tune\n\nDecision: 22"), 1, &["trailer `Decision: 22` names no decision"]);
    let elsewhere = "a trailer names `0002`, but its `governs` matches no changed path";
    expect(&rota(none, "Tune\n\nDecision: 2"), 1, &[elsewhere]);
    let near = "`0003` governs `infra/pagin/**`, which matches no changed path; did you mean `infra/paging/**`?";
    expect(&rota(decision(accepted("infra/pagin/**")), "Tune"), 1, &[near]);
    let nothing = "`0003` governs `src/logon/**`, which matches no file of this repository";
    let wide =
        accepted("infra/paging/**").replace("  - \"infra/paging/**\"", "  - \"infra/paging/**\"\n  - \"src/logon/**\"");
    expect(&rota(decision(wide), "Tune"), 0, &[nothing]);

    let nowhere = accepted("x/**").replace("governs:\n  - \"x/**\"\n", "");
    let without = "`decisions/0003-friday.md` has no `governs`, so it covers no path";
    expect(&rota(decision(nowhere), "Tune"), 1, &[without]);
    let elsewhere = |repository: &Repository| {
        repository.write("docs/adr/0001-friday.md", &self::accepted("Friday", "infra/paging/**"));
        repository.write("docs/notes.md", "# Notes\n");
    };
    let said = rota(elsewhere, "Tune");
    expect(&said, 1, &["`docs/adr/0001-friday.md` is in none of the directories in `dirs`"]);
    assert!(!said.out.contains("docs/notes.md"), "{said:?}");
    let listed = accepted("infra/paging/**").replace(
        "> I get paged when an export stalls on Friday.\n>\n> — Ines Roy, 2026-05-12",
        "- I get paged when an export stalls on Friday. (Ines Roy, support, 2026-05-12)",
    );
    let form = "rewrite them with `heard check --fix-form decisions/0003-friday.md`";
    expect(&rota(decision(listed), "Tune"), 1, &[form]);

    // All that a proposal lacks, also what becomes an error once it is accepted.
    let said = rota(decision(ASKED.to_owned()), "Tune");
    expect(
        &said,
        1,
        &[
            "Ines Roy was asked on 2026-05-28 and has not answered yet",
            "[x] a decision that governs `infra/paging/rota.yml`",
            "[ ] it is accepted",
            "[ ] a quote from `support` (Ines Roy `@iroy` or Sam Okafor `@samo`)",
            "and set `status: accepted`",
            "error[consulted-unquoted]",
            "it is an error once this decision is accepted",
        ],
    );
    assert!(!said.out.contains("----- decisions"), "the decision is there: {said:?}");
    let silent = ASKED.replace("**Asked:** Ines Roy, 2026-05-28.", "**No answer:** support, 2026-05-02, 2026-05-20.");
    let said = rota(decision(silent.clone()), "Tune");
    expect(&said, 1, &["silence is not assent", "Kim Lee `@kimlee` writes `**Waived:** support, by NAME: REASON`"]);

    // Where nobody may waive, that is said, and no place is left empty.
    let silent = silent.replace("infra/paging/**", "src/login/**").replace("** support", "** security");
    let login = |text: String| {
        move |repository: &Repository| {
            repository.write("src/login/session.rs", "const HOURS: u32 = 8;\n");
            repository.write("decisions/0003-friday.md", &text);
        }
    };
    let nobody = ["`0003` has no answer from `security`, and silence is not assent", "; nobody may waive this area"];
    expect(&rota(login(silent), "Tune"), 1, &nobody);

    let waiver = "---\nstatus: waived\ndate: 2026-05-30\nreview-by: 2026-06-20\ndecision-makers: [\"NAME\"]\ngoverns: [\"infra/paging/**\"]\n---\n\n# Tonight\n\nThe vendor is gone tonight.\n";
    let may_not = "consult the people, or have it decided by Kim Lee `@kimlee`";
    expect(&rota(decision(waiver.replace("NAME", "Ana Ruiz")), "Tune"), 1, &[may_not, "[x] it is waived"]);
    let said = rota(decision(waiver.replace("NAME", "Kim Lee")), "Tune");
    expect(&said, 0, &["(Tonight), a waiver until 2026-06-20, decided in this change"]);
    assert!(!said.out.contains("a quote from"), "{said:?}");
    let nobody = "consult the people; nobody may waive this area, since it has no `waive` in heard.toml";
    let waiver = waiver.replace("NAME", "Kim Lee").replace("infra/paging/**", "src/login/**");
    expect(&rota(login(waiver), "Tune"), 1, &[nobody]);

    // On the way to accepted, an open question is no response.
    let unanswered = accepted("infra/paging/**").replace("\n**Changed:** the window names the tenant.\n", "");
    let said = rota(decision(unanswered.replace("status: accepted", "status: proposed")), "Tune");
    expect(&said, 1, &["error[concern-unanswered]", "write below the quote `**Changed:** …`, `**Mitigated:** …`"]);
    assert!(!said.out.contains("**Open"), "{said:?}");
}

#[test]
fn a_pass_shows_the_words_and_how_old_the_decision_is() {
    let none = |_: &Repository| {};
    let said = rota(none, "Tune\n\nDecision: 1");
    expect(
        &said,
        0,
        &[
            "covered by  `decisions/0001-start.md` (Start of the rota), decided before this change, 12 days ago; commit ",
            "> I get paged when an export stalls on Friday.",
            "— Ines Roy, 2026-05-12, without a source",
        ],
    );
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    let old = accepted("Friday", "infra/paging/**").replace("2026-05-", "2024-05-");
    repository.write("decisions/0002-friday.md", &old);
    repository.commit("Decide");
    repository.git(&["switch", "-q", "-c", "later"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Tune\n\nDecision: 2");
    expect(&gate(&repository), 0, &["decided before this change, 742 days ago; commit ", "— Ines Roy, 2024-05-12"]);
    let everything = |repository: &Repository| {
        repository.write("decisions/0003-all.md", &accepted("All", "**"));
    };
    expect(&rota(everything, "Tune"), 0, &["it governs `**`, which is more than any area"]);
    let sourced = |source: &'static str| {
        move |repository: &Repository| {
            let quoted =
                accepted("Friday", "infra/paging/**").replace("2026-05-12\n", &format!("2026-05-12{source}\n"));
            repository.write("decisions/0003-friday.md", &quoted);
            repository.write("notes/call.md", "Ines: I get paged when an export stalls on Friday.\n");
        }
    };
    for (source, evidence) in [
        (", [call](../notes/call.md)", "found in `../notes/call.md`"),
        (", [docs](0002-docs.md)", "`0002-docs.md` is no source that can be looked up"),
        (", https://example.org/t/7", "at `https://example.org/t/7`, which was not looked up"),
        (", told Bo Lund", "as told to Bo Lund"),
    ] {
        expect(&rota(sourced(source), "Tune"), 0, &[evidence]);
    }
}
