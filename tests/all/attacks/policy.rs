//! Changes that edit the policy, hide it, or put another in its place.

use crate::repository::{POLICY, Repository, Said, accepted, gate, prepared};

/// A governed change with a decision that heard nobody of the group, beside what `attack` does.
fn changed_with(attack: impl Fn(&Repository)) -> Said {
    let repository = prepared();
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("decisions/0002-friday.md", &accepted("Friday", "infra/paging/**").replace("Ines Roy", "Bo Lund"));
    repository.git(&["add", "-A"]);
    attack(&repository);
    repository.commit_staged("Move the window");
    gate(&repository)
}

/// Puts this text into the policy of a change that the policy before it denies.
#[track_caller]
fn still_unheard(policy: &str) {
    let said = changed_with(|repository| repository.stage("100644", b"heard.toml", policy));
    assert_eq!(said.code, 1, "{policy}\n{said:?}");
    said.has("`0002` quotes nobody from `support`");
    said.has("policy-changed");
}

#[test]
fn areas_groups_people_and_levels_of_the_same_change_do_not_apply_to_it() {
    let nobody = POLICY.replace("hear = [\"support\"]\n", "");
    let alias = format!("{POLICY}\n[people.\"Ines Roy\"]\naka = [\"Bo Lund\"]\n");
    let levels = format!("{POLICY}\n[rules]\ngroup-unheard = \"off\"\ngoverned-uncovered = \"off\"\n");
    for policy in [
        "",
        &POLICY.replace("infra/paging/**\", ", "infra/paging/none\", "),
        &POLICY.replace("\"!infra/paging/*.md\"", "\"!infra/paging/**\""),
        &POLICY.replace("\"Ines Roy\", \"Sam Okafor\"", "\"Bo Lund\""),
        &POLICY.replace("hear = [\"support\"]", "hear = [\"sre\"]\nwaive = [\"Ana Ruiz\"]"),
        &nobody,
        &alias,
        &levels,
    ] {
        still_unheard(policy);
    }
}

#[test]
fn words_of_the_same_change_accept_nothing() {
    let repository = prepared();
    repository.write("heard.toml", &format!("{POLICY}\n[words]\nstatus.accepted = [\"draft\"]\n"));
    repository.write("infra/paging/rota.yml", "window: friday\n");
    let draft = accepted("Friday", "infra/paging/**").replace("status: accepted", "status: draft");
    repository.write("decisions/0002-friday.md", &draft);
    repository.commit("Draft");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("is `draft`, not accepted");
}

#[test]
fn a_log_that_only_the_change_names_covers_nothing() {
    let repository = prepared();
    repository.write("heard.toml", &format!("{POLICY}\n[log]\ndirs = [\"decisions\", \"notes\"]\n"));
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("notes/0002-friday.md", &accepted("Friday", "infra/paging/**"));
    repository.commit("Decide elsewhere");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("governed-uncovered");
}

#[test]
fn a_log_moved_with_its_policy_is_a_log_taken_away() {
    let repository = prepared();
    repository.write("heard.toml", &format!("{POLICY}\n[log]\ndirs = [\"notes\"]\n"));
    repository.git(&["mv", "decisions", "notes"]);
    repository.commit("Move the log");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("decision-deleted");
}

#[test]
fn a_policy_that_leaves_the_log_behind_is_reported() {
    let repository = prepared();
    repository.write("heard.toml", &format!("{POLICY}\n[log]\ndirs = [\"notes\"]\n"));
    repository.commit("Point elsewhere");
    let said = gate(&repository);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("policy-changed");
}

#[test]
fn an_area_over_the_policy_asks_for_words_before_it_is_loosened() {
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    let policy = format!("{POLICY}\n[[areas]]\nname = \"policy\"\npaths = [\"heard.toml\"]\nhear = [\"support\"]\n");
    repository.write("heard.toml", &policy);
    repository.commit("Guard the policy");
    repository.git(&["switch", "-q", "-c", "later"]);
    repository.write("heard.toml", "");
    repository.commit("Empty it");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("area `policy`");
}

#[test]
fn a_policy_that_becomes_something_else_is_gone() {
    type Attack = fn(&Repository);
    let other_name = |repository: &Repository, path: &[u8]| {
        repository.git(&["rm", "-q", "--cached", "heard.toml"]);
        repository.stage("100644", path, POLICY);
    };
    let attacks: [(Attack, &str); 7] = [
        (
            |repository| drop(repository.git(&["rm", "-q", "--cached", "heard.toml"])),
            "this change removes `heard.toml`",
        ),
        (|repository| repository.stage("120000", b"heard.toml", "notes/heard.toml"), "is a link, not a file"),
        (
            |repository| repository.stage_id("160000", b"heard.toml", &repository.id("main")),
            "is another repository (a submodule), not a file",
        ),
        (
            |repository| {
                repository.git(&["rm", "-q", "--cached", "heard.toml"]);
                repository.stage("100644", b"heard.toml/heard.toml", POLICY);
            },
            "is a folder, not a file",
        ),
        (
            |repository| {
                let id = repository.git_reading(b"[groups]\nsupport = [\"\xff\"]\n", &["hash-object", "-w", "--stdin"]);
                repository.stage_id("100644", b"heard.toml", &id);
            },
            "is not UTF-8",
        ),
        (|repository| repository.stage("100644", b"heard.toml", "[log"), "policy-unreadable"),
        (|repository| repository.stage("100644", b"heard.toml", "areas = []\n[group]\n"), "unknown key `group`"),
    ];
    for (attack, expected) in attacks {
        let said = changed_with(attack);
        assert_eq!(said.code, 1, "{expected}: {said:?}");
        said.has("policy-unreadable");
        said.has(expected);
        said.has("`0002` quotes nobody from `support`");
    }
    for name in [b"Heard.toml".as_slice(), b"HEARD.TOML"] {
        let said = changed_with(|repository| other_name(repository, name));
        assert_eq!(said.code, 1, "{said:?}");
        said.has(&format!("`{}`", String::from_utf8_lossy(name)));
    }
    let said = changed_with(|repository| other_name(repository, b"policy/heard.toml"));
    assert_eq!(said.code, 1, "{said:?}");
    said.has("this change removes `heard.toml`");
}

#[test]
fn a_policy_that_is_made_to_exhaust_the_reader_is_unreadable() {
    let area = |glob: &str| format!("[[areas]]\nname = \"x\"\npaths = [\"{glob}\"]\n");
    for (policy, expected) in [
        (area(&format!("{}{}", "{".repeat(100_000), "}".repeat(100_000))), "this glob has"),
        (area(&format!("{}{}", "{".repeat(500), "}".repeat(500))), "braces in this glob nest more than"),
        (area(&"*a/".repeat(100_000)), "this glob has"),
        (format!("a{} = 1\n", ".a".repeat(100_000)), "recursion limit"),
        (format!("a = {}{}\n", "[".repeat(100_000), "]".repeat(100_000)), "recurse"),
        ("#".repeat(2 << 20), "are read at most"),
    ] {
        let said = changed_with(|repository| repository.stage("100644", b"heard.toml", &policy));
        assert_eq!(said.code, 1, "{expected}");
        said.has("policy-unreadable");
        said.has(expected);
    }
}

#[test]
fn globs_of_a_decision_that_are_made_to_exhaust_the_reader_cover_nothing() {
    for glob in ["{".repeat(25_000) + &"}".repeat(25_000), "{a,".repeat(300) + &"}".repeat(300), "*a/".repeat(10_000)] {
        let repository = prepared();
        repository.write("infra/paging/rota.yml", "window: friday\n");
        repository.write("decisions/0002-friday.md", &accepted("Friday", &glob));
        repository.commit("Move the window");
        let said = gate(&repository);
        assert_eq!(said.code, 1);
        said.has("includes no decision that covers it");
        let said = repository.heard(&["check"]);
        assert_eq!(said.code, 1);
        said.has("governs-unreadable");
    }
}

#[test]
fn a_base_whose_policy_is_no_file_is_not_one_without_a_policy() {
    for (mode, path, expected) in [
        ("120000", b"heard.toml".as_slice(), "is a link, not a file"),
        ("160000", b"heard.toml", "is another repository (a submodule), not a file"),
        ("100644", b"heard.toml/areas", "is a folder, not a file"),
        ("100644", b"Heard.toml", "is named `Heard.toml`"),
    ] {
        let repository = Repository::new();
        repository.write("infra/paging/rota.yml", "window: thursday\n");
        repository.commit("Start");
        let commit = repository.id("HEAD");
        match mode {
            "160000" => repository.stage_id(mode, path, &commit),
            _ => repository.stage(mode, path, POLICY),
        }
        repository.commit_staged("Adopt");
        repository.git(&["switch", "-q", "-c", "topic"]);
        repository.stage("100644", b"infra/paging/rota.yml", "window: friday\n");
        repository.commit_staged("Move the window");
        let said = gate(&repository);
        assert_eq!(said.code, 2, "{expected}: {said:?}");
        said.has(expected);
        said.has("heard.toml");
    }
}

#[test]
fn a_first_policy_under_a_wrong_name_is_not_adopted() {
    let repository = Repository::new();
    repository.write("a.txt", "a\n");
    repository.commit("Start");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.stage("100644", b"Heard.toml", POLICY);
    repository.commit_staged("Adopt");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("is named `Heard.toml`");
}

#[test]
fn a_second_policy_beside_or_below_the_first_plays_no_part() {
    for path in [b"Heard.toml".as_slice(), b"infra/heard.toml", b"infra/paging/heard.toml", b".heard.toml"] {
        let said = changed_with(|repository| repository.stage("100644", path, ""));
        assert_eq!(said.code, 1, "{said:?}");
        said.has("`0002` quotes nobody from `support`");
    }
}

#[test]
fn folders_of_the_log_are_read_however_they_are_written() {
    for dirs in
        ["./decisions", "decisions/", "./decisions//", "decisions/.", "./docs/../decisions", "docs/./log", "docs//log"]
    {
        let repository = Repository::new();
        repository.write("heard.toml", &format!("[log]\ndirs = [\"{dirs}\"]\n"));
        repository.write("decisions/0001-start.md", &accepted("Start", "docs/**"));
        repository.write("docs/log/0001-start.md", &accepted("Start", "docs/**"));
        repository.commit("Start");
        let said = repository.heard(&["check", "--rev", "HEAD"]);
        let refused = dirs.contains("..");
        assert_eq!(said.code, if refused { 2 } else { 0 }, "{dirs}: {said:?}");
        said.has(if refused { "is not a directory inside the repository" } else { "1 decision," });
    }
}

#[test]
fn paths_that_can_match_nothing_are_mistakes() {
    for (path, help) in [
        ("/infra/paging/**", "write `infra/paging/**`"),
        ("infra/./paging/**", "write `infra/paging/**`"),
        ("infra//paging/**", "write `infra/paging/**`"),
        ("infra/paging/", "write `infra/paging/**`"),
        ("!infra/docs/", "write `!infra/docs/**`"),
        ("infra/../infra/paging/**", "relative to the root"),
        ("infra\\\\paging\\\\**", "write `infra/paging/**`"),
    ] {
        let repository = prepared();
        repository.git(&["switch", "-q", "main"]);
        repository.write("heard.toml", &POLICY.replace("infra/paging/**", path));
        repository.commit("Misspell");
        let said = repository.heard(&["gate", "--base", "main", "--head", "topic"]);
        assert_eq!(said.code, 2, "{path}: {said:?}");
        said.has(help);
    }
}
