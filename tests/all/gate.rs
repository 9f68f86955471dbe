//! The gate end to end: real repositories made by git, the real program, its exit code and words.

use crate::repository::{self, POLICY, Repository, accepted, expect, gate, prepared};

#[test]
fn a_change_without_a_decision_is_rejected() {
    let repository = prepared();
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Move the window");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("governed-uncovered");
    said.has("infra/paging/rota.yml");
    // The line of the policy that asks.
    said.has("heard.toml:7:10");
    said.has("rejected: 1 path changed, 1 error");
    // Both ids, in full.
    said.has(&repository.id("main"));
    said.has(&repository.id("topic"));
}

#[test]
fn a_decision_that_did_not_hear_the_group_is_rejected() {
    let repository = prepared();
    repository.write("infra/paging/rota.yml", "window: friday\n");
    let decision = accepted("Friday", "infra/paging/**").replace("Ines Roy", "Bo Lund");
    repository.write("decisions/0002-friday.md", &decision);
    repository.commit("Move the window");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("group-unheard");
    said.has("`0002` quotes nobody from `support`");
    said.has("decisions/0002-friday.md:6:1");
    said.has("heard.toml:8:9");
}

#[test]
fn a_decision_that_heard_the_group_passes() {
    let repository = prepared();
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("decisions/0002-friday.md", &accepted("Friday", "infra/paging/**"));
    repository.commit("Move the window");
    let said = gate(&repository);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("area `paging`: covered");
    said.has("passed: 2 paths changed");
}

#[test]
fn a_decision_that_is_denied_or_not_decided_covers_nothing() {
    for (from, to, expected) in [
        ("status: accepted", "status: proposed", "is `proposed`, not accepted"),
        ("status: accepted", "status: rejected", "is `rejected`, not accepted"),
        ("**Changed:** the window", "", "concern-unanswered"),
        ("infra/paging/**", "infra/other/**", "this change includes no decision that covers it"),
    ] {
        let repository = prepared();
        repository.write("infra/paging/rota.yml", "window: friday\n");
        let decision = accepted("Friday", "infra/paging/**");
        let changed = if to.is_empty() {
            decision.lines().filter(|line| !line.starts_with(from)).map(|line| format!("{line}\n")).collect()
        } else {
            decision.replace(from, to)
        };
        assert_ne!(decision, changed);
        repository.write("decisions/0002-friday.md", &changed);
        repository.commit("Move the window");
        let said = gate(&repository);
        assert_eq!(said.code, 1, "{from}: {said:?}");
        said.has(expected);
    }
}

#[test]
fn moving_or_deleting_a_governed_file_counts() {
    for change in [&["mv", "infra/paging/rota.yml", "elsewhere.yml"][..], &["rm", "-q", "infra/paging/rota.yml"]] {
        let repository = prepared();
        repository.git(change);
        repository.commit("Take it away");
        let said = gate(&repository);
        assert_eq!(said.code, 1, "{said:?}");
        said.has("infra/paging/rota.yml");
    }
}

#[test]
fn loosening_the_policy_in_the_same_change_does_not_help() {
    for loose in [
        "",
        "[groups]\nsupport = [\"Bo Lund\"]\n",
        "[rules]\ngoverned-uncovered = \"off\"\n",
        &POLICY.replace("infra/paging/**\"", "infra/none/**\""),
        &POLICY.replace("\"Ines Roy\"", "\"Ines Roy\", \"Bo Lund\""),
    ] {
        let repository = prepared();
        repository.write("infra/paging/rota.yml", "window: friday\n");
        repository.write("heard.toml", loose);
        repository
            .write("decisions/0002-friday.md", &accepted("Friday", "infra/paging/**").replace("Ines Roy", "Bo Lund"));
        repository.commit("Loosen");
        let said = gate(&repository);
        assert_eq!(said.code, 1, "{loose}: {said:?}");
        said.has("policy-changed");
        said.has("group-unheard");
    }
}

#[test]
fn a_policy_that_is_broken_or_taken_away_is_rejected() {
    let repository = prepared();
    repository.write("heard.toml", "[group]\n");
    repository.commit("Break it");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("policy-unreadable");
    said.has("unknown key `group`");

    let repository = prepared();
    repository.git(&["rm", "-q", "heard.toml"]);
    repository.commit("Take it away");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("this change removes `heard.toml`");
}

#[test]
fn a_stricter_policy_applies_to_the_change_that_brings_it() {
    let repository = prepared();
    repository.write(
        "heard.toml",
        &format!("{POLICY}\n[[areas]]\nname = \"docs\"\npaths = [\"docs/**\"]\nhear = [\"sre\"]\n"),
    );
    repository.write("docs/a.md", "new\n");
    repository.commit("Ask for more");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("the new `heard.toml` in this change requires it");
}

#[test]
fn the_first_policy_passes_with_a_notice() {
    let repository = Repository::new();
    repository.write("a.txt", "a\n");
    repository.commit("Start");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.write("heard.toml", POLICY);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Adopt");
    let said = gate(&repository);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("the first `heard.toml`");
}

#[test]
fn an_accepted_decision_covers_a_later_change_that_names_it() {
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    repository.write("decisions/0002-friday.md", &accepted("Friday", "infra/paging/**"));
    repository.commit("Decide");
    repository.git(&["switch", "-q", "-c", "later"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Move the window");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    // A decision that the change neither touches nor names is not even read.
    said.has("includes no decision that covers it");
    repository.write("infra/paging/rota.yml", "window: friday, late\n");
    repository.commit("Move the window late\n\nDecision: 0002");
    let said = gate(&repository);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("covered by  `decisions/0002-friday.md` (Friday), decided before this change, 12 days ago; commit");
    // A trailer that names a decision on something else proves nothing.
    repository.git(&["reset", "-q", "--soft", "main"]);
    repository.commit("Move the window\n\nDecision: 0001");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
}

#[test]
fn touching_an_old_decision_does_not_make_it_new() {
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    repository.write("decisions/0002-friday.md", &accepted("Friday", "infra/paging/**"));
    repository.commit("Decide");
    repository.git(&["switch", "-q", "-c", "later"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("decisions/0002-friday.md", &accepted("Friday ", "infra/paging/**"));
    repository.commit("Touch it");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("was accepted before this change, and no commit names it");
}

#[test]
fn an_old_decision_does_not_come_to_govern_more_by_being_named() {
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    repository.write("decisions/0002-docs.md", &accepted("Docs", "docs/**"));
    repository.commit("Decide");
    repository.git(&["switch", "-q", "-c", "later"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("decisions/0002-docs.md", &accepted("Docs", "infra/paging/**"));
    repository.commit("Widen it\n\nDecision: 0002");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("governed-uncovered");
}

#[test]
fn a_translation_that_governs_nothing_takes_nothing_from_its_record() {
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    let friday = accepted("Friday", "infra/paging/**");
    repository.write("decisions/0002-friday.md", &friday);
    let translated = friday.replace("governs:\n  - \"infra/paging/**\"\n", "");
    repository.write("decisions/0002-friday.ja.md", &translated);
    repository.commit("Decide");
    repository.git(&["switch", "-q", "-c", "later"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Move the window\n\nDecision: 0002");
    let said = gate(&repository);
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn a_waiver_that_has_ended_is_not_brought_back_by_a_later_day() {
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    let waiver = |end: &str| {
        format!(
            "---\nstatus: waived\ndate: 2026-05-02\ndecision-makers:\n  - \"Ana Ruiz\"\ngoverns:\n  - \"infra/paging/**\"\nreview-by: {end}\n---\n\n# Friday\n\nThe vendor turns the old rota off tonight.\n"
        )
    };
    repository.write("heard.toml", &format!("{POLICY}waive = [\"Ana Ruiz\"]\n"));
    repository.write("decisions/0002-friday.md", &waiver("2026-05-25"));
    repository.commit("Waive");
    repository.git(&["switch", "-q", "-c", "later"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("decisions/0002-friday.md", &waiver("2026-07-25"));
    repository.commit("Move the window\n\nDecision: 0002");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("is a waiver that expired on 2026-05-25");
}

#[test]
fn a_record_that_is_made_unreadable_is_rejected() {
    let repository = prepared();
    std::fs::write(repository.path("decisions/0001-start.md"), b"\xff\xfe").unwrap();
    repository.commit("Break it");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("file-unreadable");
}

#[test]
fn a_waiver_that_becomes_a_decision_covers_without_being_named() {
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    let decision = accepted("Friday", "infra/paging/**");
    repository.write(
        "decisions/0002-friday.md",
        &decision.replace("status: accepted", "status: waived\nreview-by: 2026-07-01"),
    );
    repository.commit("Waive");
    repository.git(&["switch", "-q", "-c", "later"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("decisions/0002-friday.md", &decision);
    repository.commit("Decide");
    let said = gate(&repository);
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn taking_a_record_out_of_the_log_is_rejected_and_moving_it_inside_is_not() {
    let repository = prepared();
    repository.git(&["mv", "decisions/0001-start.md", "start.md"]);
    repository.commit("Take it out");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("decision-deleted");

    let repository = prepared();
    repository.git(&["mv", "decisions/0001-start.md", "decisions/0001-begin.md"]);
    repository.commit("Rename");
    assert_eq!(gate(&repository).code, 0);
}

#[cfg(unix)]
#[test]
fn a_record_that_becomes_a_link_is_rejected() {
    let repository = prepared();
    std::fs::remove_file(repository.path("decisions/0001-start.md")).unwrap();
    std::os::unix::fs::symlink("../start.md", repository.path("decisions/0001-start.md")).unwrap();
    repository.commit("Link");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("decision-not-a-file");
}

#[test]
fn a_missing_base_says_what_to_run() {
    let repository = prepared();
    let said = repository.heard(&["gate", "--base", "origin/main"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("this repository has no remote to fetch from");
    repository.git(&["remote", "add", "upstream", "."]);
    repository.heard(&["gate", "--base", "upstream/main"]).has("run `git fetch upstream`");
    repository.git(&["remote", "add", "origin", "."]);
    repository.heard(&["gate", "--base", "origin/main"]).has("run `git fetch origin`");
    let empty = Repository::new();
    for base in ["main", "HEAD"] {
        let said = empty.heard(&["gate", "--base", base]);
        said.has("the repository has no commits yet");
        assert!(!said.err.contains("--rev"), "{said:?}");
    }
}

#[test]
fn a_shallow_history_is_never_trusted() {
    let repository = prepared();
    repository.write("a.txt", "a\n");
    repository.commit("A");
    repository.git(&["switch", "-q", "main"]);
    repository.write("b.txt", "b\n");
    repository.commit("B");
    let url = format!("file://{}", repository.path(".").display());
    let shallow = repository.clone_with(&["--depth=1", "--no-single-branch", &url]);
    let said = shallow.heard(&["gate", "--base", "origin/main", "--head", "origin/topic"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("git fetch --unshallow");
    let said = shallow.heard(&["gate", "--base", &repository.id("main~1"), "--head", "origin/topic"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("shallow");
}

#[test]
fn a_trailer_of_an_older_change_does_not_count_where_history_is_cut_off() {
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    repository.write("decisions/0002-friday.md", &accepted("Friday", "infra/paging/**"));
    repository.commit("Decide");
    repository.write("a.txt", "a\n");
    repository.commit("Old work\n\nDecision: 0002");
    repository.git(&["switch", "-q", "-C", "topic"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Move the window");
    repository.git(&["switch", "-q", "main"]);
    for name in ["b.txt", "c.txt", "d.txt"] {
        repository.write(name, "a\n");
        repository.commit(name);
    }
    repository.git(&["merge", "-q", "--no-ff", "-m", "Merge", "topic"]);
    assert_eq!(repository.heard(&["gate", "--base", "main^1", "--head", "main"]).code, 1);
    // The topic shows the old commit here, and the three on `main` hide it.
    let url = format!("file://{}", repository.path(".").display());
    let shallow = repository.clone_with(&["--depth=4", &url]);
    let said = shallow.heard(&["gate", "--base", "HEAD^1"]);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("this is a shallow clone");
}

#[test]
fn branches_without_a_common_commit_stop() {
    let repository = prepared();
    repository.git(&["switch", "-q", "--orphan", "island"]);
    repository.write("a.txt", "a\n");
    repository.commit("Island");
    let said = gate(&repository);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("no commit in common");
}

#[test]
fn the_policy_of_the_tip_applies_to_a_branch_that_started_before_it() {
    let repository = Repository::new();
    repository.write("infra/paging/rota.yml", "window: thursday\n");
    repository.commit("Start");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Move the window");
    repository.git(&["switch", "-q", "main"]);
    repository.write("heard.toml", POLICY);
    repository.write("unrelated.txt", "a\n");
    repository.commit("Adopt");
    let said = repository.heard(&["gate", "--base", "main", "--head", "topic"]);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("governed-uncovered");
    // What happened on main since is not part of the change.
    said.has("1 path changed");
}

#[test]
fn an_id_that_was_taken_at_the_base_meanwhile_is_reported_as_such() {
    let repository = prepared();
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("decisions/0002-friday.md", &accepted("Friday", "infra/paging/**"));
    repository.commit("Move the window");
    repository.git(&["switch", "-q", "main"]);
    repository.write("decisions/0002-other.md", &accepted("Other", "docs/**").replace("on Friday", "in the docs"));
    repository.commit("Decide something else");
    let said = repository.heard(&["gate", "--base", "main", "--head", "topic"]);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("id-twice");
    said.has("decisions/0002-other.md");
}

#[test]
fn in_ci_a_change_cannot_choose_its_own_base() {
    let repository = prepared();
    repository.write("heard.toml", &format!("{POLICY}\n[log]\nbase = \"HEAD\"\n"));
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Point at myself");
    let mut command = repository.isolated(env!("CARGO_BIN_EXE_heard"));
    let output = command.env("CI", "true").arg("gate").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--base"));
    assert_eq!(gate(&repository).code, 1);
}

#[test]
fn a_bare_repository_and_a_linked_work_tree_are_checked_alike() {
    let repository = prepared();
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Move the window");
    let url = repository.path(".").display().to_string();
    let bare = repository.clone_with(&["--bare", &url]);
    assert_eq!(bare.heard(&["gate", "--base", "main", "--head", "topic"]).code, 1);
    assert_eq!(bare.heard(&["check", "--rev", "main"]).code, 0);
    let said = bare.heard(&["check"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("--rev");
    repository.git(&["worktree", "add", "-q", "../linked", "main"]);
    let linked = repository.at("../linked");
    assert_eq!(linked.heard(&["gate", "--base", "main", "--head", "topic"]).code, 1);
    assert_eq!(linked.heard(&["check"]).code, 0);
}

#[test]
fn json_says_the_same_and_fits_its_schema() {
    let repository = prepared();
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("decisions/0002-friday.md", &accepted("Friday", "infra/paging/**").replace("Ines Roy", "Bo Lund"));
    repository.commit("Move the window");
    let said = repository.heard(&["gate", "--base", "main", "--format", "json"]);
    assert_eq!(said.code, 1);
    let json = said.json("gate.schema.json");
    assert_eq!(json["base"], repository.id("main"));
    assert_eq!(json["head"], repository.id("topic"));
    assert_eq!(json["findings"][0]["rule"], "group-unheard");
    assert_eq!(json["findings"][0]["line"], 6);
    assert_eq!(json["needs"][0]["area"], "paging");
    assert_eq!(json["needs"][0]["covered_by"], serde_json::json!([]));
}

#[test]
fn waivers_count_while_they_last_and_only_from_those_who_may() {
    let waiver = |maker: &str, end: &str| {
        format!(
            "---\nstatus: waived\ndate: 2026-05-20\ndecision-makers:\n  - \"{maker}\"\ngoverns:\n  - \"infra/paging/**\"\nreview-by: {end}\n---\n\n# Turn it off tonight\n\nThe vendor ends the old rota; support is asked next week.\n"
        )
    };
    for (maker, end, code, expected) in [
        ("Ana Ruiz", "2026-07-01", 0, "area `paging`: covered"),
        ("Ana Ruiz", "2026-05-30", 1, "waiver-expired"),
        ("Bo Lund", "2026-07-01", 1, "waiver-not-allowed"),
    ] {
        let repository = Repository::new();
        repository.write("heard.toml", &format!("{POLICY}waive = [\"Ana Ruiz\"]\n"));
        repository.write("infra/paging/rota.yml", "window: thursday\n");
        repository.commit("Start");
        repository.git(&["switch", "-q", "-c", "topic"]);
        repository.write("infra/paging/rota.yml", "window: friday\n");
        repository.write("decisions/0002-tonight.md", &waiver(maker, end));
        repository.commit("Turn it off");
        let said = gate(&repository);
        assert_eq!(said.code, code, "{said:?}");
        said.has(expected);
    }
}

/// Puts the change before a policy that asks for `asks` and judges it with this decision.
#[track_caller]
fn checked(asks: &str, decision: &str, code: i32, expected: &str) {
    let repository = Repository::new();
    let people = "[people.\"Ana Ruiz\"]\nhandle = \"@ana\"\n[people.\"Ines Roy\"]\nhandle = \"@ines\"\n";
    let policy = POLICY.replace("hear = [\"support\"]\n", asks);
    repository.write("heard.toml", &format!("{people}{policy}"));
    repository.write("infra/paging/rota.yml", "window: thursday\n");
    repository.commit("Start");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("decisions/0002-friday.md", decision);
    repository.commit("Move the window");
    let said = gate(&repository);
    assert_eq!(said.code, code, "{decision}\n{said:?}");
    said.has(expected);
}

/// The decision with somebody quoted, and somebody else beside them who did not answer.
fn quoting(maker: &str, consulted: &str, speaker: &str) -> String {
    accepted("Friday", "infra/paging/**")
        .replace("\"Ana Ruiz\"", &format!("\"{maker}\""))
        .replace("\"Ines Roy\"", &format!("\"{consulted}\"\n  - \"Zoe Bell\""))
        .replace("— Ines Roy", &format!("— {speaker}"))
        + "\n**No answer:** Zoe Bell, asked 2026-05-01, waited until 2026-05-10.\n"
}

#[test]
fn the_words_of_the_makers_do_not_count_under_another_name() {
    let nobody = "quotes 0 of 1 required people";
    for (maker, consulted, speaker) in [
        ("sre", "Ana Ruiz", "Ana Ruiz"),
        ("Kim Po", "Kim Po (@kp)", "@kp"),
        ("Ana Ruiz", "Ana R\u{200d}uiz", "Ana R\u{200d}uiz"),
    ] {
        checked("people = 1\n", &quoting(maker, consulted, speaker), 1, nobody);
    }
    checked("outside = true\n", &quoting("sre", "Ana Ruiz", "Ana Ruiz"), 1, "outsider-missing");
    let nameless = quoting("Ana Ruiz", "Ana Ruiz", "Ana Ruiz").replace("decision-makers:\n  - \"Ana Ruiz\"\n", "");
    checked("people = 1\n", &nameless, 1, "lists no decision-makers");
}

#[test]
fn a_group_is_no_person_and_nobody_is_two() {
    checked("people = 1\n", &quoting("Bo Lund", "support", "support"), 1, "quotes 0 of 1 required people");
    let both = "hear = [\"support\", \"sre\"]\n";
    checked(both, &quoting("Bo Lund", "Ines Roy (@ana)", "Ines Roy (@ana)"), 1, "quotes nobody from `support`");
    let twice = quoting("Bo Lund", "Kim Po (@kp)", "Kim Po")
        + "\n> Please keep the window where it is.\n>\n> — @kp, 2026-05-12\n\n**Changed:** it stays.\n";
    checked("people = 2\n", &twice, 1, "quotes 1 of 2 required people");
}

#[test]
fn a_listed_person_counts_whatever_the_name_looks_like() {
    let decision = accepted("Friday", "infra/paging/**").replace("Ines Roy", "Sam Page");
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    repository.write("heard.toml", &POLICY.replace("Sam Okafor", "Sam Page"));
    repository.commit("A new colleague");
    repository.git(&["switch", "-q", "-c", "later"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("decisions/0002-friday.md", &decision);
    repository.commit("Move the window");
    let said = gate(&repository);
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn marks_without_a_word_are_no_words() {
    for words in ["…", "\\[Redacted\\]."] {
        let decision =
            accepted("Friday", "infra/paging/**").replace("I get paged when an export stalls on Friday.", words);
        checked("hear = [\"support\"]\n", &decision, 1, "group-unheard");
    }
}

#[test]
fn a_day_that_the_change_writes_makes_no_old_decision_fresh() {
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    repository.write("heard.toml", &format!("{POLICY}fresh = 30\n"));
    let fresh = accepted("Friday", "infra/paging/**");
    let old = fresh.replace("2026-05-20", "2025-05-20").replace("2026-05-12", "2025-05-12");
    repository.write("decisions/0002-friday.md", &old);
    repository.commit("Decide");
    repository.git(&["switch", "-q", "-c", "later"]);
    repository.write("decisions/0002-friday.md", &old.replace("date: 2025-05-20", "date: 2026-05-20"));
    repository.commit("A newer day, for a change to come");
    expect(&gate(&repository), 1, &["accepted-edited"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("decisions/0002-friday.md", &fresh);
    repository.commit("Move the window\n\nDecision: 0002");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("cover-stale");
}

#[test]
fn another_repository_or_a_link_counts_as_what_is_below_it() {
    let repository = Repository::new();
    repository.write("heard.toml", POLICY);
    repository.commit("Start");
    repository.git(&["switch", "-q", "-c", "topic"]);
    let entry = format!("160000,{},infra/paging", repository.id("HEAD"));
    repository.git(&["update-index", "--add", "--cacheinfo", &entry]);
    repository.git(&["commit", "-q", "-m", "Elsewhere"]);
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("governed-uncovered");
    repository.write("decisions/0002-friday.md", &accepted("Friday", "infra/paging/**"));
    repository.git(&["add", "decisions"]);
    repository.git(&["commit", "-q", "-m", "Decide"]);
    let said = gate(&repository);
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn a_branch_that_is_older_than_the_policy_does_not_take_it_away() {
    let repository = Repository::new();
    repository.write("a.txt", "a\n");
    repository.commit("Start");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.write("a.txt", "b\n");
    repository.commit("Change");
    repository.git(&["switch", "-q", "main"]);
    repository.write("heard.toml", POLICY);
    repository.commit("Adopt");
    let said = repository.heard(&["gate", "--base", "main", "--head", "topic"]);
    assert_eq!(said.code, 0, "{said:?}");
}

/// The picture in the README is this run, drawn.
#[test]
fn the_picture_of_a_rejected_change_is_current() {
    let repository = prepared();
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write(
        "decisions/0002-friday.md",
        &accepted("Page on Fridays too", "infra/paging/**").replace("Ines Roy", "Bo Lund"),
    );
    repository.commit("Page on Fridays too");
    let said = repository.heard(&["gate", "--base", "main", "--color", "always"]);
    assert_eq!(said.code, 1);
    let text = format!("\u{1b}[1m$ heard gate --base main\u{1b}[0m\n{}", said.out.replace('\\', "/"));
    let picture = anstyle_svg::Term::new().render_svg(&text);
    repository::keep("docs/rejected.svg", &picture);
}

#[test]
fn a_link_of_an_accepted_record_follows_a_page_that_moves() {
    let linked = |to: &str| {
        accepted("Friday", "infra/paging/**").replace("- Thursday", &format!("- Thursday, see [notes]({to})"))
    };
    let change = |to: &str, text: &str| {
        let repository = prepared();
        repository.write("docs/old.md", "# What we saw\n\nPages at night.\n");
        repository.write("decisions/0002-friday.md", &linked("../docs/old.md"));
        repository.commit("Decide");
        repository.git(&["branch", "-f", "main"]);
        std::fs::remove_file(repository.path("docs/old.md")).unwrap();
        repository.write("docs/new.md", text);
        repository.write("decisions/0002-friday.md", &linked(to));
        repository.commit("Move the notes");
        gate(&repository)
    };
    let same = "# What we saw\n\nPages at night.\n";
    assert_eq!(change("../docs/new.md", same).code, 0);
    change("../docs/new.md", "# Nothing\n").has("accepted-edited");
    change("../docs/other.md", same).has("accepted-edited");
}

#[test]
fn a_page_that_decided_nothing_may_go_and_a_record_may_not() {
    let change = |page: &str| {
        let repository = Repository::new();
        repository.write("heard.toml", "[log]\ndirs = [\".\"]\n");
        repository.write("docs/howto.md", page);
        repository.commit("Start");
        repository.git(&["switch", "-q", "-c", "topic"]);
        std::fs::remove_file(repository.path("docs/howto.md")).unwrap();
        repository.commit("Remove a page");
        gate(&repository)
    };
    assert_eq!(change("# How to deploy\n\nPress the button.\n").code, 0);
    for record in [
        "# T\n\n* Status: accepted\n",
        "---\ndecision-makers: [\"Ana Ruiz\"]\n---\n# T\n",
        "---\nconsulted: [\"Ines Roy\"]\n---\n# T\n",
        "# T\n\n## Consultation\n\n> I get paged.\n>\n> — Ines Roy, 2026-05-12\n",
        "# T\n\n## Consultation\n\n**Asked:** Ines Roy, 2026-05-12.\n",
        "---\na: [\n---\n# T\n",
    ] {
        let said = change(record);
        assert_eq!(said.code, 1, "{record}");
        said.has("decision-deleted");
    }
}

#[test]
fn a_change_that_fixes_the_policy_of_its_base_and_nothing_else_passes() {
    let policy = "[groups]\nsupport = [\"Ines Roy\"]\n\n[[areas]]\nname = \"paging\"\npaths = [\"infra/**\"]\nwaive = [\"Ines Rey\"]\n";
    let change = |policy_after: &str, other: bool| {
        let repository = Repository::new();
        repository.write("heard.toml", policy);
        repository.commit("Start");
        repository.git(&["switch", "-q", "-c", "topic"]);
        repository.write("heard.toml", policy_after);
        if other {
            repository.write("infra/a.yml", "a: 1\n");
        }
        repository.write("README.md", "");
        std::fs::remove_file(repository.path("README.md")).unwrap();
        repository.commit("Name the right person");
        gate(&repository)
    };
    let fixed = policy.replace("Ines Rey", "Ines Roy");
    let said = change(&fixed, false);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("`heard.toml` at the base can't be read (unknown person `Ines Rey`)");
    let said = change(&fixed, true);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("`heard.toml` at the base can't be read: unknown person `Ines Rey`");
    said.has("fix only this, in a change of its own");
    assert_eq!(change(&policy.replace("Ines Rey", "Ines Ray"), false).code, 2);
    // Nothing else of what could not be read is changed with it.
    let bare = fixed.replace("paths = [\"infra/**\"]", "paths = [\"infra/a/**\"]");
    for hollow in ["[groups]\nsupport = [\"Ines Roy\"]\n".to_owned(), bare, fixed.replace("[\"Ines Roy\"]\n", "[]\n")] {
        assert_eq!(change(&hollow, false).code, 2, "{hollow}");
    }
}

#[test]
fn what_came_later_may_be_added_to_an_accepted_record() {
    let before = accepted("Friday", "infra/paging/**");
    let later = "
**Came true:** 2026-05-20, https://example.org/incident/7

**Told:** Ines Roy, 2026-05-21.

**Asked again:** Ines Roy, 2026-05-22.

**Corrected:** Ines Roy, 2026-05-23.

> I get paged on Friday nights, not on Friday.
>
> — Ines Roy, 2026-05-23

**Changed:** the window is at noon.
";
    let repository = prepared();
    repository.write("decisions/0002-friday.md", &before);
    repository.commit("Decide");
    repository.git(&["branch", "-f", "main"]);
    repository.write("decisions/0002-friday.md", &format!("{before}{later}"));
    repository.commit("Say what became of it");
    let said = gate(&repository);
    assert_eq!(said.code, 0, "{said:?}");
    let checked = repository.heard(&["check", "decisions/0002-friday.md"]);
    assert_eq!(checked.code, 0, "{checked:?}");
    let shown = [
        "Came true: 2026-05-20, https://example.org/incident/7",
        "Told: Ines Roy, 2026-05-21",
        "Asked again: Ines Roy, 2026-05-22",
        "Corrected: Ines Roy, 2026-05-23",
    ];
    expect(&repository.heard(&["show", "2"]), 0, &shown);
    let waiting = format!("{before}\n**Asked again:** Ines Roy, 2026-05-22.\n");
    repository.write("decisions/0002-friday.md", &waiting);
    expect(&repository.heard(&["show", "2"]), 0, &["Asked again: Ines Roy, 2026-05-22, no answer yet"]);
}

/// What the gate says of a change to an accepted record.
fn edited(before: &str, after: &str) -> repository::Said {
    let repository = prepared();
    repository.write("decisions/0002-friday.md", before);
    repository.write("docs/old.md", "# What we saw\n");
    repository.commit("Decide");
    repository.git(&["branch", "-f", "main"]);
    if after.contains("docs/new.md") {
        repository.git(&["mv", "docs/old.md", "docs/new.md"]);
    }
    repository.write("decisions/0002-friday.md", after);
    repository.commit("Edit");
    gate(&repository)
}

#[test]
fn around_redacted_and_kept_words_nothing_else_changes() {
    let words = "> I get paged when an export stalls on Friday.";
    let before = accepted("Friday", "infra/paging/**")
        .replace("- Friday\n- Thursday", "1. Friday\n2. Thursday")
        .replace("the window names the tenant.", "the window names the tenant, see [notes](../docs/old.md).");
    let redacted = before.replace(words, "> [redacted]");
    assert_eq!(edited(&before, &redacted).code, 0);
    assert_eq!(edited(&before, &before.replace("docs/old.md", "docs/new.md")).code, 0);
    let answer = "**Changed:** the window names the tenant, see [notes](../docs/old.md).";
    for after in [
        redacted.replace(answer, "**No concern.**"),
        redacted.replace(answer, ""),
        redacted.replace("2026-05-12", "2026-05-19"),
        redacted.replace("> [redacted]", "> > She agreed on the phone.\n>\n> [redacted]"),
        before.replace("**Changed:** the", "Changed: the"),
        before.replace(words, &format!("### Objections that were wrong\n\n{words}")),
        before.replace(
            words,
            &format!("### Objections that were wrong\n\n> New words.\n>\n> — Ines Roy, 2026-05-20\n\n**Declined:** no.\n\n{words}"),
        ),
        before.replace("  - \"Ines Roy\"", "  - \"Ines Roy (left, disregard)\""),
        before.replace("  - \"Ana Ruiz\"", "  - \"Ana Ruiz (for Zed Moss)\""),
        before.replace("— Ines Roy,", "— Ines Roy (left in May),"),
        before.replace("1. Friday\n2. Thursday", "2. Friday\n3. Thursday"),
        before.replace("1. Friday\n2. Thursday", "- Friday\n- Thursday"),
    ] {
        assert_ne!(before, after);
        let said = edited(&before, &after);
        assert_eq!(said.code, 1, "{after}\n{said:?}");
    }
}

#[test]
fn nobody_waives_or_decides_under_another_name() {
    let policy = "[people.\"Bo Lund\"]\nhandle = \"@bo\"\nmail = \"bo@example.org\"\n\n[groups]\nsupport = [\"Ines Roy\"]\nsre = [\"Ana Ruiz\", \"Pete Osei\"]\n\n[[areas]]\nname = \"paging\"\npaths = [\"infra/paging/**\"]\nhear = [\"support\"]\nwaive = [\"Bo Lund\"]\n";
    let change = |policy: &str, record: &str| {
        let repository = Repository::new();
        repository.write("heard.toml", policy);
        repository.write("infra/paging/rota.yml", "window: thursday\n");
        repository.commit("Start");
        repository.git(&["switch", "-q", "-c", "topic"]);
        repository.write("infra/paging/rota.yml", "window: friday\n");
        repository.write("decisions/0001-x.md", record);
        repository.commit("Move the window");
        gate(&repository).code
    };
    let waiver = |maker: &str| {
        format!(
            "---\nstatus: waived\ndate: 2026-05-30\nreview-by: 2026-06-20\ndecision-makers: [\"{maker}\"]\ngoverns: [\"infra/paging/**\"]\n---\n\n# Tonight\n\nThe vendor is gone tonight.\n"
        )
    };
    for (maker, code) in [
        ("Bo Lund", 0),
        ("Bo Lund (@bo)", 0),
        ("@bo", 0),
        ("Zed Moss (@bo)", 1),
        ("Zed Moss <bo@example.org>", 1),
        ("Bo Lund (@ines)", 0),
        ("Bo Lund (bot)", 1),
    ] {
        assert_eq!(change(policy, &waiver(maker)), code, "{maker}");
    }
    let outside = policy.replace("hear = [\"support\"]", "outside = true");
    let by = |maker: &str| {
        let record = accepted("Friday", "infra/paging/**").replace("Ana Ruiz", maker).replace("Ines Roy", "Pete Osei");
        change(&outside, &record)
    };
    for maker in ["Ana Ruiz", "Ana Ruiz, SRE lead", "Ana Ruiz of sre", "A. Ruiz", "the sre", "SRE team (Ana Ruiz)"] {
        assert_eq!(by(maker), 1, "{maker}");
    }
    assert_eq!(by("Zed Moss"), 0);
    let merged = accepted("Friday", "infra/paging/**").replace("governs:", "<<: {deciders: [\"Ines Roy\"]}\ngoverns:");
    assert_eq!(change(policy, &merged), 1);
    let hyphen =
        accepted("Friday", "infra/paging/**").replace("governs:", "decision\u{2010}makers: [\"Ines Roy\"]\ngoverns:");
    assert_eq!(change(policy, &hyphen), 1);
    let titled = accepted("Friday", "infra/paging/**").replace("— Ines Roy", "— Dr. Ines Roy");
    assert_eq!(change(policy, &titled), 0);
    let trial = policy.replace("hear = [\"support\"]", "trial = true");
    let tried = |until: &str| {
        accepted("Friday", "infra/paging/**")
            + &format!("\n## Trial\n\n- Release: v1, 2026-05-01 to {until}\n- Result: it held\n")
    };
    assert_eq!((change(&trial, &tried("2026-05-20")), change(&trial, &tried("2026-07-10"))), (0, 1));
}
