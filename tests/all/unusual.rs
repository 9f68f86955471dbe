//! Indexes that libgit2 can't read, logs that lead elsewhere, and files that are no files.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::process::Command;

use crate::repository::{POLICY, Repository, Said, accepted, expect, prepared};

/// Two staged decisions, of which one has a misspelled status.
fn staged() -> Repository {
    let repository = prepared();
    repository.write("decisions/0002-page.md", "---\nstatus: acepted\n---\n\n# Page\n\nWhy not.\n");
    repository.git(&["add", "-A"]);
    repository
}

#[test]
fn a_split_index_is_read_by_git() {
    let repository = staged();
    repository.git(&["update-index", "--split-index"]);
    repository.write("decisions/0003-later.md", &accepted("Later", "docs/**"));
    repository.git(&["add", "-A"]);
    expect(&repository.heard(&["check", "--staged"]), 1, &["decisions/0002-page.md:2", "3 decisions"]);
    // What is tracked is not ignored.
    repository.write(".gitignore", "adr\n");
    repository.write("adr/0001-a.md", "# 1. A\n\n## Status\n\nAccepted\n");
    repository.git(&["rm", "-q", "-r", "-f", "decisions", "heard.toml"]);
    repository.git(&["add", "-f", "adr"]);
    expect(&repository.heard(&["init", "--adopt"]), 0, &["wrote heard.toml"]);
    assert!(repository.read("heard.toml").contains("\"adr\""), "{}", repository.read("heard.toml"));
    // Without its other half, git can't read it either.
    for entry in fs::read_dir(repository.path(".git")).unwrap().map(Result::unwrap) {
        if entry.file_name().to_string_lossy().starts_with("sharedindex.") {
            fs::remove_file(entry.path()).unwrap();
        }
    }
    expect(
        &repository.heard(&["check", "--staged"]),
        2,
        &["`git ls-files` can't list the staged files", "sharedindex"],
    );
}

#[test]
fn a_damaged_index_is_an_error_and_the_help_helps() {
    let repository = staged();
    let whole = fs::read(repository.path(".git/index")).unwrap();
    let mut flipped = whole.clone();
    flipped[40] ^= 1;
    for bytes in [&whole[..50], &whole[..whole.len() - 1], b"garbage", b"", &[0; 100], &flipped] {
        repository.overwrite(".git/index", bytes);
        let said = repository.heard_in_time(&["check", "--staged"]);
        expect(&said, 2, &["can't read the index", ".git/index", "delete it and run `git reset`"]);
        // Nothing else needs it.
        expect(&repository.heard_in_time(&["check"]), 1, &["2 decisions"]);
        expect(&repository.heard_in_time(&["gate", "--base", "main"]), 0, &[]);
    }
    fs::remove_file(repository.path(".git/index")).unwrap();
    repository.git(&["reset", "-q"]);
    repository.git(&["add", "-A"]);
    expect(&repository.heard(&["check", "--staged"]), 1, &["decisions/0002-page.md:2", "2 decisions"]);
}

/// The answers of the commands that read the log of the disk, of the index, of a commit, and of a change.
fn answers(repository: &Repository) -> [Said; 4] {
    repository.write("docs/a.txt", "a\n");
    repository.commit("Change");
    [
        repository.heard(&["check"]),
        repository.heard(&["check", "--staged"]),
        repository.heard(&["check", "--rev", "HEAD"]),
        repository.heard(&["gate", "--base", "HEAD~1"]),
    ]
}

#[test]
fn a_log_behind_a_link_is_the_same_finding_everywhere() {
    for (dir, link, target) in [
        ("decisions", "decisions", "notes"),
        ("decisions", "decisions", "nowhere"),
        ("docs/decisions", "docs/decisions", "../notes"),
        ("pages/decisions", "pages", "notes"),
    ] {
        let repository = Repository::new();
        repository.write("heard.toml", &format!("[log]\ndirs = [\"{dir}\"]\n\n{POLICY}"));
        repository.write("notes/0001-start.md", &accepted("Start", "docs/**"));
        repository.write("notes/decisions/0001-start.md", &accepted("Start", "docs/**"));
        fs::create_dir_all(repository.path("docs")).unwrap();
        symlink(target, repository.path(link)).unwrap();
        repository.commit("Start");
        for said in answers(&repository) {
            expect(
                &said,
                1,
                &["file-unreadable", "log can't be read: it is a link", &format!("--> {link}"), "1 error"],
            );
        }
    }
}

#[test]
fn a_log_in_a_submodule_is_the_same_finding_everywhere() {
    let other = Repository::new();
    other.write("0001-start.md", &accepted("Start", "docs/**"));
    other.commit("Start");
    let url = other.path(".").to_str().unwrap().to_owned();
    let repository = Repository::new();
    repository.write("heard.toml", POLICY);
    repository.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &url, "decisions"]);
    repository.commit("Start");
    let found = ["file-unreadable", "log can't be read: it is another repository", "--> decisions", "1 error"];
    for said in answers(&repository) {
        expect(&said, 1, &found);
    }
    // A clone has an empty directory in its place.
    let clone = repository.clone_with(&["."]);
    assert!(fs::read_dir(clone.path("decisions")).unwrap().next().is_none());
    for said in answers(&clone) {
        expect(&said, 1, &found);
    }
}

#[test]
fn a_log_that_leaves_its_link_is_read_again() {
    let repository = Repository::new();
    repository.write("heard.toml", POLICY);
    repository.write("notes/0001-start.md", &accepted("Start", "docs/**"));
    symlink("notes", repository.path("decisions")).unwrap();
    repository.commit("Start");
    fs::remove_file(repository.path("decisions")).unwrap();
    repository.git(&["mv", "notes", "decisions"]);
    for said in answers(&repository).iter().take(3) {
        expect(said, 0, &["1 decision, no problems found"]);
    }
    expect(&repository.heard(&["gate", "--base", "HEAD~1"]), 0, &[]);
}

#[test]
fn pipes_and_sockets_in_a_log_are_findings_and_not_opened() {
    let repository = prepared();
    let pipe = |path: &str| {
        assert!(Command::new("mkfifo").arg(repository.path(path)).status().unwrap().success());
    };
    pipe("decisions/0002-pipe.md");
    pipe("decisions/README.md");
    pipe("decisions/notes.txt");
    let _socket = UnixListener::bind(repository.path("decisions/0003-socket.md")).unwrap();
    let words = ["file-unreadable", "0002-pipe.md", "0003-socket.md", "it is a device, socket or pipe"];
    for arguments in
        [&["check"][..], &["check", "--fix"], &["check", "decisions/0002-pipe.md"], &["check", "decisions"]]
    {
        let said = repository.heard_in_time(arguments);
        expect(&said, 1, &words[..if arguments.len() == 2 && arguments[1].ends_with(".md") { 2 } else { 4 }]);
    }
    for arguments in [&["list"][..], &["index"], &["search", "window"], &["renumber", "0001", "0005"]] {
        expect(&repository.heard_in_time(arguments), 0, &[]);
    }
    expect(&repository.heard_in_time(&["why", "decisions/0002-pipe.md:1"]), 2, &["it is not a regular file"]);
    pipe("heard-baseline.toml");
    expect(&repository.heard_in_time(&["check"]), 2, &["`heard-baseline.toml` is a device, socket or pipe"]);
    pipe(".mailmap");
    expect(&repository.heard_in_time(&["who", "infra"]), 2, &["`.mailmap` is not a file"]);
}
