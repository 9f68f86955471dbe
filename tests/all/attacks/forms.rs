//! Repositories of unusual forms, broken ones, and environments that point elsewhere.

use std::fs;
use std::process::Command;

use crate::repository::{Repository, Said, accepted, gate, prepared};

/// A governed change without a decision.
fn denied() -> Repository {
    let repository = prepared();
    repository.write("infra/paging/rota.yml", "window: friday\n");
    repository.commit("Move the window");
    repository
}

fn url(repository: &Repository) -> String {
    format!("file://{}", repository.path(".").display())
}

/// Neither a pass nor a verdict, with these words.
#[track_caller]
fn stops(said: &Said, words: &[&str]) {
    assert_eq!(said.code, 2, "{said:?}");
    for words in words {
        said.has(words);
    }
}

#[test]
fn a_partial_clone_stops_and_the_help_helps() {
    for filter in ["blob:none", "tree:0", "tree:1", "tree:2"] {
        let repository = denied();
        repository.git(&["config", "uploadpack.allowFilter", "true"]);
        repository.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
        let filtered = format!("--filter={filter}");
        let partial = repository.clone_with(&[&filtered, "--bare", &url(&repository)]);
        let said = partial.heard(&["gate", "--base", "main", "--head", "topic"]);
        stops(&said, &["git fetch --refetch --no-filter"]);
        partial.git(&["fetch", "-q", "--refetch", "--no-filter", "origin"]);
        let said = partial.heard(&["gate", "--base", "main", "--head", "topic"]);
        assert_eq!(said.code, 1, "{filter}: {said:?}");
    }
}

/// A folder that is missing is not an empty one.
#[test]
fn a_missing_tree_is_never_an_empty_folder() {
    let repository = Repository::new();
    repository.write("heard.toml", "[log]\ndirs = [\"docs/team/decisions\"]\n");
    repository.write("docs/team/decisions/0001-start.md", &accepted("Start", "docs/**"));
    repository.commit("Start");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.write("docs/team/decisions/0002-more.md", &accepted("More", "docs/**").replace("on Friday", "now"));
    repository.commit("More");
    for tree in ["main:docs", "main:docs/team", "main:docs/team/decisions", "topic:docs/team", "topic:"] {
        let id = repository.id(tree);
        let object = repository.path(&format!(".git/objects/{}/{}", &id[..2], &id[2..]));
        fs::rename(&object, repository.path("aside")).unwrap();
        stops(&gate(&repository), &[&id, "git fetch --refetch --no-filter"]);
        fs::rename(repository.path("aside"), &object).unwrap();
    }
    assert_eq!(gate(&repository).code, 0);
}

#[test]
fn objects_that_are_not_what_their_name_says_are_refused() {
    let repository = denied();
    let loosened = repository.git_reading(b"[areas]\n", &["hash-object", "-w", "--stdin"]);
    let file = |id: &str| format!(".git/objects/{}/{}", &id[..2], &id[2..]);
    let thursday = repository.id("main:infra/paging/rota.yml");
    for (victim, other) in [
        ("main:heard.toml", loosened.clone()),
        ("topic", repository.id("main")),
        ("topic^{tree}", repository.id("main^{tree}")),
        ("main:heard.toml", thursday),
    ] {
        let id = repository.id(victim);
        let object = file(&id);
        let read = |path: &str| fs::read(repository.path(path)).unwrap();
        let (kept, forged) = (read(&object), read(&file(&other)));
        for bytes in [&forged[..], b"", b"garbage"] {
            repository.overwrite(&object, bytes);
            stops(&gate(&repository), &[&id, "git fsck"]);
        }
        repository.overwrite(&object, &kept);
    }
    assert_eq!(gate(&repository).code, 1);
}

#[test]
fn objects_that_are_cut_short_are_refused() {
    let repository = denied();
    repository.git(&["tag", "-a", "-m", "First", "v1", "topic"]);
    let borrowing = repository.clone_with(&["--shared", "--no-checkout", "--branch", "topic", "."]);
    borrowing.git(&["branch", "main", "origin/main"]);
    let gate = &["gate", "--base", "main"][..];
    let check = &["check", "--rev", "topic"];
    let who = &["who", "infra/paging/rota.yml", "--rev", "topic"];
    for (victim, commands) in [
        ("topic:heard.toml", &[gate, check, &["check", "--staged"]][..]),
        ("topic:decisions/0001-start.md", &[check]),
        ("topic^{tree}", &[gate, check, who]),
        ("topic:decisions", &[gate, check]),
        ("topic", &[gate, check, who]),
        ("main", &[gate, who]),
        ("v1", &[&["check", "--rev", "v1"], gate]),
    ] {
        let id = repository.id(victim);
        let object = format!(".git/objects/{}/{}", &id[..2], &id[2..]);
        let kept = fs::read(repository.path(&object)).unwrap();
        for cut in [3, kept.len() / 2, kept.len() - 1] {
            repository.overwrite(&object, &kept[..cut]);
            for arguments in commands {
                stops(&repository.heard_in_time(arguments), &[&id, "is damaged", "git fsck"]);
                if !arguments.contains(&"--staged") {
                    stops(&borrowing.heard_in_time(arguments), &[&id, "is damaged"]);
                }
            }
        }
        repository.overwrite(&object, &kept);
    }
    assert_eq!(repository.heard_in_time(gate).code, 1);
    // A file that nothing reads may be anything.
    let other = repository.git_reading(b"Words.\n", &["hash-object", "-w", "--stdin"]);
    repository.overwrite(&format!(".git/objects/{}/{}", &other[..2], &other[2..]), b"garbage");
    let object = repository.id("topic:infra/paging/rota.yml");
    let object = format!(".git/objects/{}/{}", &object[..2], &object[2..]);
    let kept = fs::read(repository.path(&object)).unwrap();
    repository.overwrite(&object, &kept[..kept.len() - 1]);
    assert_eq!(repository.heard_in_time(gate).code, 1);
}

#[test]
fn forms_that_are_not_read_are_named_and_never_pass() {
    for (arguments, words) in [
        (&["--object-format=sha256"][..], "sha256"),
        (&["--ref-format=reftable"], "reftable"),
        (&["--object-format=sha256", "--ref-format=reftable"], ""),
    ] {
        let repository = Repository::plain_folder();
        repository.git(&[&["init", "-q", "-b", "main"], arguments].concat());
        repository.write("a.txt", "a\n");
        repository.commit("Start");
        stops(&gate(&repository), &[words, "heard can't open"]);
        stops(&repository.heard(&["check"]), &[words]);
    }
    let repository = denied();
    repository.git(&["config", "core.repositoryFormatVersion", "1"]);
    repository.git(&["config", "extensions.tomorrow", "true"]);
    stops(&gate(&repository), &["tomorrow"]);
}

#[test]
fn a_repository_with_a_broken_configuration_stops() {
    let repository = denied();
    let config = repository.path(".git/config");
    let kept = fs::read_to_string(&config).unwrap();
    fs::write(&config, format!("{kept}\n[core\n")).unwrap();
    stops(&gate(&repository), &["config"]);
    fs::write(&config, kept.replace("repositoryformatversion = 0", "repositoryformatversion = 9")).unwrap();
    stops(&gate(&repository), &[]);
}

#[test]
fn a_clone_that_borrows_its_objects_is_checked_alike() {
    let repository = denied();
    let borrowed = repository.clone_with(&["--shared", &url(&repository).replace("file://", "")]);
    let said = borrowed.heard(&["gate", "--base", "origin/main", "--head", "origin/topic"]);
    assert_eq!(said.code, 1, "{said:?}");
    fs::write(borrowed.path(".git/objects/info/alternates"), "/nowhere\n").unwrap();
    let said = borrowed.heard(&["gate", "--base", "origin/main", "--head", "origin/topic"]);
    assert_eq!(said.code, 2, "{said:?}");
}

#[test]
fn the_environment_points_nowhere_else() {
    let repository = denied();
    let other = Repository::new();
    other.write("a.txt", "a\n");
    other.commit("Start");
    other.git(&["branch", "topic"]);
    let path = |name: &str| other.path(name).to_str().unwrap().to_owned();
    for (name, value) in [
        ("GIT_DIR", path(".git")),
        ("GIT_WORK_TREE", path(".")),
        ("GIT_COMMON_DIR", path(".git")),
        ("GIT_INDEX_FILE", path(".git/index")),
        ("GIT_OBJECT_DIRECTORY", path(".git/objects")),
        ("GIT_ALTERNATE_OBJECT_DIRECTORIES", path(".git/objects")),
        ("GIT_CEILING_DIRECTORIES", repository.path("infra").to_str().unwrap().to_owned()),
        ("GIT_NAMESPACE", "other".to_owned()),
        ("GIT_REPLACE_REF_BASE", "refs/heads/".to_owned()),
        ("GIT_GRAFT_FILE", path("a.txt")),
        ("GIT_SHALLOW_FILE", path("a.txt")),
        ("GIT_CONFIG_COUNT", "x".to_owned()),
        ("GIT_CONFIG_PARAMETERS", "'core.worktree=/'".to_owned()),
        ("GIT_ATTR_SOURCE", "main".to_owned()),
    ] {
        let said = repository.heard_with(&[(name, &value)], &["gate", "--base", "main"]);
        assert_eq!(said.code, 1, "{name}: {said:?}");
        said.has(&repository.id("topic"));
        let said = repository.at("infra").heard_with(&[(name, &value)], &["gate", "--base", "main"]);
        assert_eq!(said.code, 1, "{name}: {said:?}");
    }
}

/// A server's hook runs before the objects are where they will be.
#[test]
fn objects_that_only_the_environment_names_are_not_found() {
    let repository = denied();
    let (aside, head) = (repository.path("aside"), repository.id("HEAD"));
    fs::create_dir(&aside).unwrap();
    fs::rename(repository.path(".git/objects").join(&head[..2]), aside.join(&head[..2])).unwrap();
    let (aside, objects) = (aside.to_str().unwrap(), repository.path(".git/objects"));
    let environment =
        [("GIT_OBJECT_DIRECTORY", aside), ("GIT_ALTERNATE_OBJECT_DIRECTORIES", objects.to_str().unwrap())];
    stops(&repository.heard_with(&environment, &["gate", "--base", "main"]), &["unknown revision"]);
}

#[test]
fn a_submodule_is_checked_by_itself_and_its_top_by_itself() {
    let inner = denied();
    let outer = Repository::new();
    outer.write("a.txt", "a\n");
    outer.commit("Start");
    outer.git(&[
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        "-b",
        "topic",
        &url(&inner),
        "service",
    ]);
    outer.git(&["switch", "-q", "-c", "topic"]);
    outer.commit("Take it in");
    let said = outer.at("service").heard(&["gate", "--base", "origin/main"]);
    assert_eq!(said.code, 1, "{said:?}");
    said.has(&inner.id("topic"));
    let said = gate(&outer);
    assert_eq!(said.code, 0, "{said:?}");
    said.has(&outer.id("topic"));
}

#[test]
fn a_repository_inside_the_files_of_another_is_refused() {
    let repository = denied();
    let other = Repository::new();
    other.write("a.txt", "a\n");
    other.commit("Start");
    other.git(&["branch", "topic"]);
    // Everything that a bare repository is made of, as files of the change.
    let folder = repository.path("infra/paging").to_str().unwrap().to_owned();
    other.git(&["clone", "-q", "--bare", &url(&other), &format!("{folder}/bare")]);
    for file in ["HEAD", "config", "packed-refs"] {
        fs::copy(format!("{folder}/bare/{file}"), format!("{folder}/{file}")).unwrap();
    }
    for file in ["objects", "refs"] {
        fs::rename(format!("{folder}/bare/{file}"), format!("{folder}/{file}")).unwrap();
    }
    fs::remove_dir_all(format!("{folder}/bare")).unwrap();
    repository.write("infra/paging/refs/keep", "");
    repository.git(&["add", "-f", "."]);
    repository.commit_staged("Bring a repository");
    let said = repository.at("infra/paging").heard(&["gate", "--base", "main", "--head", "topic"]);
    stops(&said, &["infra/paging", "-C"]);
    assert_eq!(gate(&repository).code, 1);
}

#[test]
fn a_git_folder_behind_a_link_is_the_repository_itself() {
    #[cfg(unix)]
    {
        let repository = denied();
        fs::rename(repository.path(".git"), repository.path("../store")).unwrap();
        std::os::unix::fs::symlink("../store", repository.path(".git")).unwrap();
        let said = gate(&repository);
        assert_eq!(said.code, 1, "{said:?}");
        said.has(&repository.id("topic"));
    }
}

#[test]
fn a_repository_of_somebody_else_stops_and_the_help_helps() {
    let repository = denied();
    // Only the administrator can give files away; elsewhere there is nobody else.
    let given = |path: &str| {
        let path = repository.path(path);
        Command::new("chown").args(["-R", "12345"]).arg(path).output().is_ok_and(|done| done.status.success())
    };
    if !given(".") {
        return;
    }
    let said = gate(&repository);
    stops(&said, &["safe.directory", "belongs to another user"]);
    let top = repository.path(".").display().to_string();
    fs::write(repository.path("../.gitconfig"), format!("[safe]\n\tdirectory = {top}\n")).unwrap();
    assert_eq!(gate(&repository).code, 1);
}

#[test]
fn a_folder_without_a_repository_stops() {
    let folder = Repository::plain_folder();
    folder.write("heard.toml", "");
    stops(&folder.heard(&["gate", "--base", "main"]), &["no git repository"]);
    fs::create_dir(folder.path(".git")).unwrap();
    assert_eq!(folder.heard(&["gate", "--base", "main"]).code, 2);
    fs::remove_dir(folder.path(".git")).unwrap();
    fs::write(folder.path(".git"), "gitdir: /nowhere\n").unwrap();
    assert_eq!(folder.heard(&["gate", "--base", "main"]).code, 2);
    let empty = Repository::new();
    stops(&empty.heard(&["gate", "--base", "HEAD"]), &["no commits yet"]);
}
