//! What commits say about themselves: authors, dates and trailers decide nothing.

use crate::repository::{Repository, Said, accepted, gate, prepared};

/// A change of a governed path after two accepted decisions: `0002` governs it, `0003` something else.
fn named_by(message: &str) -> Said {
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    repository.write("decisions/0002-friday.md", &accepted("Friday", "infra/paging/**"));
    repository.write("decisions/0003-docs.md", &accepted("Docs", "docs/**").replace("on Friday", "in the docs"));
    repository.commit("Decide");
    repository.git(&["switch", "-q", "-c", "later"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit(message);
    gate(&repository)
}

#[test]
fn a_trailer_names_a_decision_only_where_trailers_stand() {
    for message in [
        "Decision: 0002",
        "Move the window Decision: 0002",
        "Move the window\n\nDecision: 0002\n\nThat is all.",
        "Move the window\n\nSee Decision: 0002",
        "Move the window\n\nDecisions: 0002",
        "fixup! Decision: 0002",
        "Move the window\n\n> Decision: 0002",
    ] {
        let said = named_by(message);
        assert_eq!(said.code, 1, "{message}: {said:?}");
        said.has("governed-uncovered");
    }
    for message in [
        "Move the window\n\nDecision: 0002",
        "fixup! Move the window\n\nDecision: 0002",
        "Move the window\n\ndecision: 0003, 0002",
        "Move the window\n\nDecision: 0003\nDecision: 0002",
        // As a forge writes it when it squashes, and over two lines.
        "Tune (#12)\n\nDecision: 0002\n\nCo-authored-by: Bo Lund <bo@example.org>",
        "Move the window\n\nDecision: 0003,\n  0002",
        "Move the window\n\nDecision:\n 0002",
    ] {
        let said = named_by(message);
        assert_eq!(said.code, 0, "{message}: {said:?}");
    }
}

#[test]
fn a_trailer_that_names_another_decision_covers_nothing() {
    for value in ["0003", "0001", "9999", "decisions/0003-docs.md", "*", "0003 0001"] {
        let said = named_by(&format!("Move the window\n\nDecision: {value}"));
        assert_eq!(said.code, 1, "{value}: {said:?}");
        said.has("governed-uncovered");
    }
}

#[test]
fn a_trailer_of_a_commit_outside_the_change_covers_nothing() {
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    repository.write("decisions/0002-friday.md", &accepted("Friday", "infra/paging/**"));
    repository.commit("Decide\n\nDecision: 0002");
    repository.write("a.txt", "a\n");
    repository.commit("Go on");
    repository.git(&["switch", "-q", "-c", "later"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.git(&["add", "-A"]);
    let tree = repository.git(&["write-tree"]);
    // A second parent that the base has long had.
    let head = repository.git(&["commit-tree", &tree, "-p", "main", "-p", "main~1", "-m", "Move the window"]);
    let said = repository.heard(&["gate", "--base", "main", "--head", &head]);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("governed-uncovered");
}

#[test]
fn authors_and_dates_prove_nothing() {
    let repository = prepared();
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("decisions/0002-friday.md", &accepted("Friday", "infra/paging/**").replace("Ines Roy", "Bo Lund"));
    repository.git(&["add", "-A"]);
    let message =
        "Move the window\n\nReviewed-by: Ines Roy <ines@example.org>\nSigned-off-by: Ines Roy <ines@example.org>";
    for date in ["2026-05-20T12:00:00Z", "1970-01-01T00:00:00Z", "2099-01-01T00:00:00Z"] {
        let mut git = repository.isolated("git");
        git.args(["commit", "-q", "--allow-empty", "--author=Ines Roy <ines@example.org>", "-m", message]);
        let done = git.env("GIT_AUTHOR_DATE", date).env("GIT_COMMITTER_DATE", date).status().unwrap();
        assert!(done.success());
        let said = gate(&repository);
        assert_eq!(said.code, 1, "{said:?}");
        said.has("`0002` quotes nobody from `support`");
    }
}

/// Two repositories that differ in who committed and when get the same answer but for the ids.
#[test]
fn the_answer_does_not_depend_on_who_committed() {
    let answer = |name: &str, date: &str| {
        let repository: Repository = prepared();
        repository.write("infra/paging/rota.yml", "window: friday\n");
        repository.git(&["add", "-A"]);
        let mut git = repository.isolated("git");
        git.args(["commit", "-q", "-m", "Move the window"])
            .env("GIT_AUTHOR_NAME", name)
            .env("GIT_COMMITTER_NAME", name);
        assert!(git.env("GIT_AUTHOR_DATE", date).env("GIT_COMMITTER_DATE", date).status().unwrap().success());
        let out = gate(&repository).out.replace(&repository.id("HEAD"), "");
        // Only the draft, which somebody has to sign for, takes the name of the author.
        let (answer, draft) = out.split_once("-----").unwrap();
        assert!(draft.contains(name), "{draft}");
        answer.to_owned()
    };
    assert_eq!(answer("Ana Ruiz", "2026-05-20T12:00:00Z"), answer("Ines Roy", "2001-01-01T00:00:00Z"));
}
