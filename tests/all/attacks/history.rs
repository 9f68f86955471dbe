//! Histories that try to hide what a change is: cut off, tangled, rewritten, or named ambiguously.

use std::fs;

use crate::repository::{POLICY, Repository, accepted, gate, prepared};

/// A governed change on `topic`, some commits on both sides of where it parted.
fn grown() -> Repository {
    let repository = prepared();
    for step in 0..3 {
        repository.write("docs/step.txt", &step.to_string());
        repository.commit("Step");
    }
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Move the window");
    repository.git(&["switch", "-q", "main"]);
    for step in 0..3 {
        repository.write("other.txt", &step.to_string());
        repository.commit("Go on");
    }
    repository.git(&["switch", "-q", "topic"]);
    repository
}

fn url(repository: &Repository) -> String {
    format!("file://{}", repository.path(".").display())
}

#[test]
fn a_shallow_clone_never_passes_what_a_full_one_denies() {
    for depth in ["1", "2", "4"] {
        let repository = grown();
        let depth = format!("--depth={depth}");
        let shallow = repository.clone_with(&[&depth, "--no-single-branch", &url(&repository)]);
        for (base, head) in
            [("origin/main", "origin/topic"), ("origin/main~1", "origin/topic"), ("origin/topic", "origin/main")]
        {
            let said = shallow.heard(&["gate", "--base", base, "--head", head]);
            assert_eq!(said.code, 2, "{depth} {base} {head}: {said:?}");
            said.has("git fetch --unshallow");
        }
        // The command that it names helps.
        shallow.git(&["fetch", "-q", "--unshallow"]);
        assert_eq!(shallow.heard(&["gate", "--base", "origin/main", "--head", "origin/topic"]).code, 1);
    }
}

#[test]
fn a_shallow_clone_that_has_both_ends_is_checked_in_full() {
    let repository = grown();
    repository.git(&["merge", "-q", "-m", "Catch up", "main"]);
    for depth in ["2", "4"] {
        let depth = format!("--depth={depth}");
        let folder = repository.at(&format!("../{depth}"));
        repository.git(&[
            "clone",
            "-q",
            &depth,
            "--no-single-branch",
            &url(&repository),
            folder.path(".").to_str().unwrap(),
        ]);
        let said = folder.heard(&["gate", "--base", "origin/main", "--head", "origin/topic"]);
        assert_eq!(said.code, 1, "{depth}: {said:?}");
        said.has("infra/paging/rota.yml");
    }
}

#[test]
fn branches_merged_crosswise_stop_and_the_help_helps() {
    let repository = grown();
    repository.git(&["branch", "old"]);
    repository.git(&["merge", "-q", "-m", "One way", "main~1"]);
    repository.git(&["switch", "-q", "main"]);
    repository.git(&["merge", "-q", "-m", "Other way", "old~2"]);
    repository.write("other.txt", "more\n");
    repository.commit("Go on");
    repository.git(&["switch", "-q", "topic"]);
    let said = gate(&repository);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("merge `main` into the change once more");
    repository.git(&["merge", "-q", "-m", "Once more", "main"]);
    assert_eq!(gate(&repository).code, 1);
}

#[test]
fn histories_without_a_common_commit_stop_even_when_a_merge_joins_them_later() {
    let repository = prepared();
    repository.git(&["switch", "-q", "--orphan", "island"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Island");
    let said = gate(&repository);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("no commit in common");
    // Joined to the base, the whole island is the change.
    repository.git(&["merge", "-q", "--allow-unrelated-histories", "-s", "ours", "-m", "Join", "main"]);
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("this change removes `heard.toml`");
    said.has("decision-deleted");
    said.has("infra/paging/rota.yml");
}

#[test]
fn a_merge_is_checked_by_what_it_brings_and_not_by_its_parents() {
    // Neither parent moves the window; the merge does.
    let repository = prepared();
    repository.write("docs/a.txt", "a\n");
    repository.commit("A");
    repository.git(&["switch", "-q", "-c", "side", "main"]);
    repository.write("docs/b.txt", "b\n");
    repository.commit("B");
    repository.git(&["switch", "-q", "topic"]);
    repository.git(&["merge", "-q", "--no-ff", "--no-commit", "side"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Merge");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("infra/paging/rota.yml");
}

#[test]
fn a_merge_of_many_branches_is_checked_as_one_change() {
    let repository = prepared();
    for name in ["one", "two", "three"] {
        repository.git(&["switch", "-q", "-c", name, "main"]);
        let path = if name == "two" { "infra/paging/rota.yml".to_owned() } else { format!("docs/{name}.txt") };
        repository.write(&path, "new\n");
        repository.commit(name);
    }
    repository.git(&["switch", "-q", "topic"]);
    repository.git(&["merge", "-q", "-m", "All", "one", "two", "three"]);
    assert_eq!(repository.git(&["rev-list", "--parents", "-1", "HEAD"]).split(' ').count(), 4);
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("3 paths changed");
}

#[test]
fn a_merge_that_drops_what_the_base_has_is_a_change() {
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("decisions/0002-friday.md", &accepted("Friday", "infra/paging/**"));
    repository.commit("Decide");
    repository.git(&["switch", "-q", "topic"]);
    repository.git(&["merge", "-q", "-s", "ours", "-m", "Catch up", "main"]);
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("decision-deleted");
    said.has("infra/paging/rota.yml");
}

#[test]
fn a_change_that_takes_itself_back_changes_nothing() {
    let repository = prepared();
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Move the window");
    repository.git(&["revert", "--no-edit", "HEAD"]);
    let said = gate(&repository);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("0 paths changed");
    // Taking back a decided change is a change.
    repository.git(&["switch", "-q", "main"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("decisions/0002-friday.md", &accepted("Friday", "infra/paging/**"));
    repository.commit("Decide");
    repository.git(&["switch", "-q", "-c", "later"]);
    repository.git(&["revert", "--no-edit", "HEAD"]);
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("decision-deleted");
    said.has("infra/paging/rota.yml");
}

#[test]
fn a_head_that_adds_nothing_is_reported_as_such() {
    let repository = grown();
    let words = "the head has no commits that the base lacks";
    for (base, head) in [("topic", "topic"), ("topic", "topic~1"), ("topic", "main~3")] {
        let said = repository.heard(&["gate", "--base", base, "--head", head]);
        assert_eq!(said.code, 0, "{base} {head}: {said:?}");
        said.has(words);
    }
    let said = gate(&repository);
    assert!(!said.out.contains(words), "{said:?}");
}

#[test]
fn a_detached_head_is_checked() {
    let repository = grown();
    repository.git(&["switch", "-q", "--detach", "topic"]);
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has(&repository.id("topic"));
}

#[test]
fn replaced_objects_are_not_what_is_checked() {
    let repository = grown();
    // For git the head now is the base, and the policy asks for nothing.
    let empty = repository.git_reading(b"", &["hash-object", "-w", "--stdin"]);
    repository.git(&[
        "replace",
        &repository.id("topic:infra/paging/rota.yml"),
        &repository.id("main:infra/paging/rota.yml"),
    ]);
    repository.git(&["replace", &repository.id("main:heard.toml"), &empty]);
    repository.git(&["replace", &repository.id("topic"), &repository.id("main")]);
    assert_eq!(repository.git(&["show", "main:heard.toml"]), "");
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("infra/paging/rota.yml");
    let said = repository.heard_with(&[("GIT_REPLACE_REF_BASE", "refs/heads/")], &["gate", "--base", "main"]);
    assert_eq!(said.code, 1, "{said:?}");
}

#[test]
fn grafted_histories_are_refused() {
    let repository = grown();
    let (main, topic) = (repository.id("main"), repository.id("topic"));
    let parent = repository.id("topic~1");
    for graft in [format!("{main} {topic}"), format!("{main} {parent} {topic}"), topic] {
        fs::create_dir_all(repository.path(".git/info")).unwrap();
        fs::write(repository.path(".git/info/grafts"), format!("{graft}\n")).unwrap();
        let said = gate(&repository);
        assert_eq!(said.code, 2, "{graft}: {said:?}");
        said.has("info/grafts");
        // From a linked work tree as well.
        if !repository.path("../linked").exists() {
            repository.git(&["worktree", "add", "-q", "--detach", "../linked", "topic"]);
        }
        assert_eq!(gate(&repository.at("../linked")).code, 2);
    }
    // An empty file grafts nothing.
    fs::write(repository.path(".git/info/grafts"), "").unwrap();
    assert_eq!(gate(&repository).code, 1);
}

#[test]
fn a_commit_graph_is_not_believed_over_the_commits() {
    let repository = grown();
    repository.git(&["commit-graph", "write", "--reachable"]);
    assert_eq!(gate(&repository).code, 1);
    repository.overwrite(".git/objects/info/commit-graph", b"CGPH broken");
    let said = gate(&repository);
    assert_ne!(said.code, 0, "{said:?}");
}

#[test]
fn a_base_that_could_be_two_things_is_refused() {
    let repository = grown();
    // A tag that anybody may push stands before the branch.
    repository.write("heard.toml", "");
    repository.commit("Loosen");
    repository.git(&["tag", "main", "topic"]);
    let said = gate(&repository);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("`refs/tags/main` and `refs/heads/main`");
    said.has("refs/heads/main");
    assert_eq!(repository.heard(&["gate", "--base", "main~1"]).code, 2);
    assert_eq!(repository.heard(&["gate", "--base", "refs/heads/main"]).code, 1);
    repository.git(&["update-ref", "refs/remotes/origin/main", "refs/heads/main"]);
    repository.git(&["tag", "origin/main", "topic"]);
    let said = repository.heard(&["gate", "--base", "origin/main"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("`refs/tags/origin/main` and `refs/remotes/origin/main`");
    // Two names of one commit are one.
    repository.git(&["tag", "-f", "origin/main", "refs/heads/main"]);
    assert_eq!(repository.heard(&["gate", "--base", "origin/main"]).code, 1);
    // A branch with the beginning of an id as its name.
    let short = repository.id("refs/heads/main")[..8].to_owned();
    assert_eq!(repository.heard(&["gate", "--base", &short]).code, 1);
    repository.git(&["branch", &short, "topic"]);
    let said = repository.heard(&["gate", "--base", &short]);
    assert_eq!(said.code, 2, "{said:?}");
}

#[test]
fn a_base_that_is_no_commit_is_refused() {
    let repository = grown();
    for base in
        ["main:infra", "main:heard.toml", "main^{tree}", "", "main..topic", "nowhere", "-x", "main@{1000}", ":/No such"]
    {
        let said = repository.heard(&["gate", &format!("--base={base}")]);
        assert_eq!(said.code, 2, "{base}: {said:?}");
    }
    // A tag is the commit that it names.
    repository.git(&["tag", "-a", "-m", "One", "v1", "main"]);
    repository.git(&["tag", "-a", "-m", "Two", "v2", "v1"]);
    assert_eq!(repository.heard(&["gate", "--base", "v2"]).code, 1);
}

#[test]
fn an_old_branch_is_checked_by_the_policy_of_today() {
    let repository = Repository::new();
    repository.write("infra/paging/rota.yml", "window: thursday\n");
    repository.commit("Start");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.write("heard.toml", "");
    repository.commit("Move the window, with a policy of its own");
    repository.git(&["switch", "-q", "main"]);
    repository.write("heard.toml", POLICY);
    repository.commit("Adopt");
    let said = repository.heard(&["gate", "--base", "main", "--head", "topic"]);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("governed-uncovered");
    said.has("policy-changed");
}
