//! Several logs in one repository, ids and references: what the commands and the gate make of them.

use crate::repository::{POLICY, Repository, Said, accepted, expect, gate};

/// A decision with lines in its header.
fn with(title: &str, lines: &str) -> String {
    accepted(title, "docs/**").replace("---\n\n#", &format!("{lines}---\n\n#"))
}

/// A repository with two logs, each with a decision `0001`, and a branch `topic` for the change.
fn two_logs() -> Repository {
    let repository = Repository::new();
    repository.write("heard.toml", &format!("[log]\ndirs = [\"services/*/adr\"]\n\n{POLICY}"));
    repository.write("infra/paging/rota.yml", "window: thursday\n");
    repository.write("services/a/adr/0001-x.md", &accepted("X", "docs/a/**"));
    repository.write("services/b/adr/0001-y.md", &accepted("Y", "docs/b/**").replace("on Friday", "at night"));
    repository.write("services/b/adr/0002-z.md", &accepted("Z", "docs/c/**").replace("on Friday", "at noon"));
    repository.commit("Start");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository
}

/// The ids and rules of the findings of `check`.
fn checked(repository: &Repository) -> Said {
    repository.heard(&["check"])
}

fn lacks(said: &Said, words: &str) {
    assert!(!said.out.contains(words) && !said.err.contains(words), "{words}: {said:?}");
}

#[test]
fn two_logs_have_ids_of_their_own() {
    let repository = two_logs();
    repository.write("services/a/adr/0002-w.md", &with("W", "amends: [\"0001\"]\n"));
    let said = checked(&repository);
    lacks(&said, "id-twice");
    lacks(&said, "link-dangling");
    // The id means the record of the own log, and people see which.
    said.has("services/a/adr/0001");
    expect(&repository.heard(&["list"]), 0, &["services/a/adr/0001", "services/b/adr/0001"]);
    expect(&repository.heard(&["graph"]), 0, &["services/a/adr/0002 W", "[label=\"amends\"]"]);
    assert_eq!(repository.heard(&["graph"]).out.matches(" -> n").count(), 1);
}

#[test]
fn show_and_other_commands_take_a_path() {
    let repository = two_logs();
    let said = repository.heard(&["show", "1"]);
    expect(&said, 0, &["X\n", "Y\n"]);
    for path in ["services/b/adr/0001-y.md", "services/b/adr/0001", "0001-y.md", "0001-y", "b/adr/0001-y.md"] {
        let said = repository.heard(&["show", path]);
        expect(&said, 0, &["Y\n"]);
        lacks(&said, "X\n");
    }
    expect(&repository.heard(&["status", "1", "deprecated"]), 2, &["`1` is ambiguous", "pass the path"]);
    expect(&repository.heard(&["status", "services/b/adr/1", "deprecated"]), 0, &["services/b/adr/0001-y.md"]);
    assert!(repository.read("services/b/adr/0001-y.md").contains("status: deprecated"));
    // Twins in one log.
    repository.write("services/a/adr/0001-twin.md", &accepted("Twin", "docs/**"));
    let said = repository.heard(&["show", "services/a/adr/0001-x.md"]);
    expect(&said, 0, &["X\n"]);
    lacks(&said, "Twin\n");
    expect(&repository.heard(&["show", "services/a/adr/0001"]), 0, &["X\n", "Twin\n"]);
    expect(&repository.heard(&["show", "services/c/adr/0001"]), 2, &["not found"]);
}

#[test]
fn supersede_and_link_write_what_means_that_file() {
    let repository = two_logs();
    repository.write("services/a/adr/0002-w.md", &accepted("W", "docs/**").replace("on Friday", "today"));
    let paths = ["services/a/adr/0001-x.md", "services/a/adr/0002-w.md"];
    expect(&repository.heard(&["supersede", paths[0], paths[1]]), 0, &[]);
    assert!(repository.read(paths[1]).contains("supersedes:\n  - \"0001\"\n"), "{}", repository.read(paths[1]));
    assert_eq!(repository.heard(&["graph"]).out.matches(" -> n").count(), 1);
    // Into another log by the path of the file.
    expect(&repository.heard(&["link", "services/b/adr/2", "amends", paths[0]]), 0, &[]);
    assert!(repository.read("services/b/adr/0002-z.md").contains("\"../../a/adr/0001-x.md\""));
    assert!(repository.read(paths[0]).contains("\"../../b/adr/0002-z.md\""));
    assert_eq!(repository.heard(&["graph"]).out.matches(" -> n").count(), 2);
    let before = repository.read(paths[0]);
    expect(&repository.heard(&["link", "services/b/adr/2", "amends", paths[0]]), 0, &[]);
    assert_eq!(repository.read(paths[0]), before, "a link that is there is not written twice");
    // Beside a twin by the name of the file.
    repository.write("services/a/adr/0002-twin.md", &accepted("Twin", "docs/**").replace("on Friday", "now"));
    expect(&repository.heard(&["link", paths[0], "relates-to", "services/a/adr/0002-twin.md"]), 0, &[]);
    assert!(repository.read(paths[0]).contains("\"0002-twin.md\""));
    lacks(&checked(&repository), "link-dangling");
}

#[test]
fn a_new_decision_of_one_log_is_new_whatever_another_log_has() {
    let repository = two_logs();
    repository.write("services/c/adr/0001-friday.md", &accepted("Friday", "infra/paging/**"));
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Move the window");
    let said = gate(&repository);
    expect(&said, 0, &["area `paging`: covered"]);
    lacks(&said, "id-twice");
}

#[test]
fn a_trailer_names_a_decision_by_its_path_where_the_id_is_ambiguous() {
    for (trailer, code, words) in [
        ("0001", 1, "is ambiguous, so it counts for none of `services/a/adr/0001-x.md` and `services/b/adr/0001-y.md`"),
        ("0007", 1, "trailer `Decision: 0007` names no decision"),
        ("services/b/adr/0001-y.md", 0, "covered"),
        ("services/b/adr/0001", 0, "covered"),
        ("services/a/adr/0001", 1, "governed-uncovered"),
        ("b/adr/0001-y.md", 1, "names no decision"),
        ("0001-y.md", 0, "covered"),
        ("0002, services/b/adr/1", 0, "covered"),
    ] {
        let repository = two_logs();
        repository.git(&["switch", "-q", "main"]);
        repository.write("services/b/adr/0001-y.md", &accepted("Y", "infra/paging/**"));
        repository.commit("Decide");
        repository.git(&["switch", "-q", "-C", "topic"]);
        repository.write("infra/paging/rota.yml", "window: friday\n");
        repository.commit(&format!("Move the window\n\nDecision: {trailer}"));
        let said = gate(&repository);
        assert_eq!(said.code, code, "{trailer}: {said:?}");
        said.has(words);
    }
}

#[test]
fn a_record_that_moves_to_another_log_is_the_one_that_it_was() {
    let repository = two_logs();
    repository.git(&["mv", "services/b/adr/0002-z.md", "services/a/adr/0002-z.md"]);
    repository.commit("Move it");
    expect(&gate(&repository), 0, &[]);
    // With a number that is free there, and no cover for what it governs.
    let repository = two_logs();
    repository.git(&["switch", "-q", "main"]);
    repository.write("services/b/adr/0001-y.md", &accepted("1. Y", "infra/paging/**"));
    repository.commit("Decide");
    repository.git(&["switch", "-q", "-C", "topic"]);
    repository.git(&["rm", "-q", "services/b/adr/0001-y.md"]);
    repository.write("services/a/adr/0002-y.md", &accepted("2. Y", "infra/paging/**"));
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Move it");
    let said = gate(&repository);
    expect(&said, 1, &["was accepted before this change, and no commit names it"]);
    lacks(&said, "decision-deleted");
    // With other words it is another record.
    repository.write("services/a/adr/0002-y.md", &accepted("2. Y", "infra/paging/**").replace("Thursday", "Monday"));
    repository.commit("Change it");
    expect(&gate(&repository), 1, &["decision-deleted"]);
}

/// Three records of one id, the last of which supersedes the others.
fn three() -> Repository {
    let repository = Repository::new();
    repository.write("heard.toml", POLICY);
    let numbered = |title: &str, words: &str, lines: &str| with(title, lines).replace("on Friday", words);
    let ended = |title: &str, words: &str| {
        numbered(title, words, "superseded-by: 0015-c.md\n").replace("status: accepted", "status: superseded")
    };
    repository.write("decisions/0015-a.md", &ended("15. A", "at noon"));
    repository.write("decisions/0015-b.md", &ended("15. B", "at night"));
    let last = numbered("15. C", "today", "supersedes: 0015-a.md, 0015-b.md\n");
    repository.write("decisions/0015-c.md", &last.replace("## Considered", "See [b](0015-b.md).\n\n## Considered"));
    repository.write("heard-baseline.toml", "[\"decisions/0015-b.md\"]\nquote-short = 1\n");
    repository.commit("Start");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository
}

#[test]
fn three_records_of_one_id_are_repaired_in_one_change() {
    let repository = three();
    lacks(&checked(&repository), "link-in-circle");
    assert_eq!(repository.heard(&["graph"]).out.matches(" -> n").count(), 2);
    let said = repository.heard(&["renumber", "0015-b.md"]);
    expect(
        &said,
        0,
        &["→ decisions/0016-b.md", "0015-c.md: updated links", "heard-baseline.toml: updated its entries"],
    );
    let last = repository.read("decisions/0015-c.md");
    assert!(last.contains("supersedes: 0015-a.md, 0016-b.md\n"), "{last}");
    assert!(last.contains("[b](0016-b.md)"), "{last}");
    assert!(repository.read("decisions/0016-b.md").contains("# 16. B\n"));
    assert!(repository.read("heard-baseline.toml").contains("[\"decisions/0016-b.md\"]\nquote-short = 1\n"));
    expect(&repository.heard(&["renumber", "0015-a.md"]), 0, &["→ decisions/0017-a.md"]);
    let last = repository.read("decisions/0015-c.md");
    assert!(last.contains("supersedes: 0017-a.md, 0016-b.md\n"), "{last}");
    let said = checked(&repository);
    for rule in ["id-twice", "link-in-circle", "link-dangling", "link-one-sided"] {
        lacks(&said, rule);
    }
    repository.commit("Give two of them a number of their own");
    let said = gate(&repository);
    expect(&said, 0, &["passed"]);
}

#[test]
fn a_renumbered_record_may_follow_another_one_and_nothing_else() {
    let linked = |to: &str, words: &str| {
        with(if to == "0015-b.md" { "15. A" } else { "16. A" }, &format!("relates-to: [\"{to}\"]\n"))
            .replace("on Friday", words)
    };
    for (text, code) in [(linked("0017-b.md", "at 9"), 0), (linked("0017-b.md", "at 8"), 1)] {
        let repository = three();
        repository.git(&["switch", "-q", "main"]);
        repository.write("decisions/0015-a.md", &linked("0015-b.md", "at 9"));
        repository.commit("Link it");
        repository.git(&["switch", "-q", "-C", "topic"]);
        let b = repository.read("decisions/0015-b.md").replace("15. B", "17. B");
        repository.git(&["rm", "-q", "decisions/0015-a.md", "decisions/0015-b.md"]);
        repository.write("decisions/0016-a.md", &text);
        repository.write("decisions/0017-b.md", &b);
        repository.commit("Renumber");
        let said = gate(&repository);
        assert_eq!(said.code, code, "{said:?}");
    }
}

#[test]
fn renumber_leaves_the_records_of_other_logs_alone() {
    let repository = two_logs();
    repository.write("services/b/adr/0001-x.md", &accepted("Twin", "docs/**").replace("on Friday", "now"));
    let linked = with("Next", "relates-to: [\"0001\", \"0001-x.md\"]\n").replace("on Friday", "today");
    repository.write("services/a/adr/0003-next.md", &linked);
    let text = linked.replace("# Next", "# Next\n\nSee [x](0001-x.md) and [x](../../a/adr/0001-x.md).");
    repository.write("services/b/adr/0003-next.md", &text);
    repository.write("services/b/adr/README.md", "[x](0001-x.md) [x](/services/a/adr/0001-x.md)\n");
    expect(&repository.heard(&["renumber", "0001-x.md"]), 2, &["`0001-x.md` is ambiguous"]);
    let said = repository.heard(&["renumber", "services/b/adr/0001-x.md"]);
    expect(&said, 0, &["→ services/b/adr/0004-x.md", "`\"0001\"` could refer to either record"]);
    assert_eq!(repository.read("services/a/adr/0003-next.md"), linked);
    let text = text.replace("\"0001-x.md\"", "\"0004-x.md\"").replace("[x](0001-x.md)", "[x](0004-x.md)");
    assert_eq!(repository.read("services/b/adr/0003-next.md"), text);
    assert_eq!(repository.read("services/b/adr/README.md"), "[x](0004-x.md) [x](/services/a/adr/0001-x.md)\n");
}

#[test]
fn ids_with_letters_points_and_years_take_the_next_number() {
    for (twin, other, next) in [
        ("040a-x.md", "040A-y.md", "041-x.md"),
        ("041.1-x.md", "041.1-y.md", "042-x.md"),
        ("2026-001-x.md", "2026-001-y.md", "2026-002-x.md"),
        ("cap-0001-x.md", "cap-1-y.md", "cap-0002-x.md"),
    ] {
        let repository = Repository::new();
        repository.write(&format!("decisions/{twin}"), &accepted("X", "docs/**"));
        repository.write(&format!("decisions/{other}"), &accepted("Y", "docs/**"));
        let said = repository.heard(&["renumber", twin]);
        expect(&said, 0, &[&format!("→ decisions/{next}")]);
    }
}

#[test]
fn new_writes_into_the_log_above_or_the_only_one_or_the_one_named() {
    let repository = two_logs();
    let said = repository.heard(&["new", "Page", "--no-edit"]);
    expect(&said, 2, &["there are 2 logs: `services/a/adr` and `services/b/adr`", "pass `--dir`"]);
    let inside = |folder: &str, arguments: &[&str]| {
        std::fs::create_dir_all(repository.path(folder)).unwrap();
        repository.at(folder).heard(&[&["new", "--no-edit"], arguments].concat())
    };
    expect(&inside("services/a/adr", &["Page"]), 0, &["services/a/adr/0002-page.md"]);
    expect(&inside("services/b/adr/deep", &["Page"]), 0, &["services/b/adr/0003-page.md"]);
    expect(&inside("services/a", &["Page"]), 2, &["pass `--dir`"]);
    expect(&inside("services/a", &["Page", "--dir", "adr"]), 0, &["services/a/adr/0003-page.md"]);
    expect(&inside("services/a/adr", &["Page", "--dir", "../../c/adr"]), 0, &["services/c/adr/0001-page.md"]);
    expect(&inside("services", &["Page", "--dir", "../docs"]), 2, &["`docs` is in no directory of `dirs`"]);
    // The only one.
    let repository = Repository::new();
    repository.write("heard.toml", "[log]\ndirs = [\"*/adr\"]\n");
    expect(&repository.heard(&["new", "Page", "--no-edit"]), 2, &["none of them matches a decision"]);
    repository.write("web/adr/0001-x.md", &accepted("X", "docs/**"));
    expect(&repository.heard(&["new", "Page", "--no-edit"]), 0, &["web/adr/0002-page.md"]);
}

#[test]
fn a_number_before_a_title_is_written_once() {
    for (title, name, heading) in [
        ("12. Numbered", "0001-numbered.md", "# Numbered\n"),
        ("ADR-0012: Numbered", "0001-numbered.md", "# Numbered\n"),
        ("040a: Numbered", "0001-numbered.md", "# Numbered\n"),
        ("2.0 is out", "0001-2-0-is-out.md", "# 2.0 is out\n"),
        ("Use HTTP 2: why", "0001-use-http-2-why.md", "# Use HTTP 2: why\n"),
    ] {
        let repository = Repository::new();
        expect(&repository.heard(&["new", title, "--no-edit"]), 0, &[name]);
        assert!(repository.read(&format!("decisions/{name}")).contains(heading), "{title}");
    }
}

#[test]
fn hiding_an_accepted_record_is_taking_it_out_of_the_log() {
    let repository = Repository::new();
    repository.write("heard.toml", POLICY);
    repository.write("decisions/01-topic/0003-x.md", &accepted("X", "docs/**"));
    repository.write("decisions/viewer/index.md", &accepted("Viewer", "docs/**").replace("on Friday", "now"));
    repository.commit("Start");
    expect(&repository.heard(&["list"]), 0, &["0003", "viewer"]);
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.write("decisions/01-topic/README.md", "# Topic\n");
    repository.commit("Describe it");
    expect(&gate(&repository), 1, &["decision-deleted", "decisions/01-topic/0003-x.md"]);
    repository.git(&["switch", "-q", "-C", "topic", "main"]);
    repository.write("decisions/viewer/index.md", "# Viewer\n");
    repository.commit("Empty it");
    expect(&gate(&repository), 1, &["decision-deleted", "decisions/viewer/index.md"]);
}
