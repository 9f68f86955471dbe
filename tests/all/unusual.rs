//! Indexes that libgit2 can't read.

use std::fs;

use crate::repository::{Repository, accepted, expect, prepared};

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
