use super::place::Reason;
use super::*;

/// The logs among files with a score each, and what is left out.
fn found(files: &[(&str, u8)]) -> Found {
    let paths: Vec<RepoPath> = files.iter().map(|(path, _)| RepoPath::new(*path)).collect();
    let (pages, left) = candidates(paths.iter(), |path| {
        path.is_below("local-stash").then(|| ("local-stash".to_owned(), Reason::Ignored))
    });
    let score =
        |path: &RepoPath| files.iter().find(|(other, _)| *other == path.as_str()).map_or(0, |(_, score)| *score);
    let pages =
        pages.into_iter().map(|path| Page { score: score(&path), has_status: score(&path) > 1, path }).collect();
    find(pages, left, None)
}

/// The directories of the logs, with how many records they have.
fn dirs(files: &[(&str, u8)]) -> Vec<String> {
    found(files).logs.iter().map(|log| format!("{} {}", log.dir, log.records)).collect()
}

/// What is left out.
fn left(files: &[(&str, u8)]) -> Vec<(String, usize, Reason)> {
    found(files).left.into_iter().map(|left| (left.folder, left.files, left.reason)).collect()
}

#[test]
fn a_folder_with_the_name_of_a_log_needs_one_record() {
    for (files, expected) in [
        (&[("docs/adr/0001-use-rust.md", 0)][..], &["docs/adr 1"][..]),
        (&[(".decisions/0001-use-rust.md", 0)], &[".decisions 1"]),
        (&[(".adr/use-rust.md", 2)], &[".adr 1"]),
        (&[(".docs/adr/0001-a.md", 0)], &[".docs/adr 1"]),
        (&[("doc/architecture_decisions/20240603162604-a.md", 0)], &["doc/architecture_decisions 1"]),
        (&[("adr/decisions/0001-a.md", 0), ("adr/README.md", 0)], &["adr/decisions 1"]),
        (&[("adr/decisions/0001-a.md", 0), ("adr/0002-b.md", 0)], &["adr 2"]),
        (&[("adr/0001-a/README.md", 0), ("adr/0001-a/notes.md", 0), ("adr/0001-a/01-plan.md", 0)], &["adr 1"]),
        (&[("decisions/use-rust/index.md", 2), ("decisions/use-c/index.md", 3)], &["decisions 2"]),
        (&[("adr/use-rust/index.md", 2), ("adr/use-rust/README.md", 0), ("adr/web/README.md", 1)], &["adr 1"]),
        (&[("adr/use-rust/index.md", 2), ("adr/use-rust/01-plan.md", 1), ("adr/web/ideas.md", 0)], &["adr 1"]),
        (&[("adr/use-rust/index.md", 1), ("adr/use-c/index.md", 2)], &["adr 1"]),
        // What says nothing is no record, nor is the overview.
        (&[("docs/adr/ideas.md", 0), ("docs/adr/README.md", 4), ("docs/adr/template.md", 4)], &[]),
        (&[("docs/adr/README.md", 4), ("docs/adr/0001-a.md", 0)], &["docs/adr 1"]),
    ] {
        assert_eq!(dirs(files), expected, "{files:?}");
    }
}

#[test]
fn other_folders_are_logs_by_what_their_files_say() {
    let pages = [("docs/tour/01-a.md", 0), ("docs/tour/02-b.md", 1), ("docs/tour/03-c.md", 0)];
    let said = [("design/1-a.md", 2), ("design/2-b.md", 2), ("design/3-c.md", 0)];
    assert_eq!(dirs(&[&pages[..], &said[..]].concat()), ["design 3"]);
    assert_eq!(left(&[&pages[..], &said[..]].concat()), [("docs/tour".to_owned(), 3, Reason::Pages)]);
    assert_eq!(dirs(&pages), [""; 0]);
    // Without numbers they have to say more.
    assert_eq!(dirs(&[("design/a.md", 3), ("design/b.md", 4), ("design/c.md", 0)]), ["design 2"]);
    assert_eq!(dirs(&[("design/a.md", 2), ("design/b.md", 2)]), [""; 0]);
    // A file may also be named like one.
    assert_eq!(dirs(&[("design/ADR-1-a.md", 0), ("design/ADR-2-b.md", 0), ("design/notes.md", 0)]), ["design 2"]);
    // In folders of pages they have to say most.
    assert_eq!(dirs(&[("docs/devices/0001-a.md", 3), ("docs/devices/0002-b.md", 3)]), [""; 0]);
    assert_eq!(dirs(&[("docs/guides/0001-a.md", 4), ("docs/guides/0002-b.md", 4)]), ["docs/guides 2"]);
    assert_eq!(dirs(&[("0001-a.md", 2), ("0002-b.md", 2), ("README.md", 0)]), [". 2"]);
    // Beside a log, the files at the root are none.
    let root = [("0001-a.md", 2), ("0002-b.md", 2), ("adr/0001-a.md", 2)];
    assert_eq!(dirs(&root), ["adr 1"]);
    assert_eq!(left(&root), [(String::new(), 2, Reason::Root)]);
    let root = [("0001-a.md", 2), ("0002-b.md", 2), ("text/0001-a.md", 2), ("text/0002-a.md", 2)];
    assert_eq!((dirs(&root), left(&root).len()), (vec!["text 2".to_owned()], 1));
    // A log in another one is a part of it.
    assert_eq!(dirs(&[("design/a.md", 4), ("design/b.md", 4), ("design/adr/0001-c.md", 0)]), ["design 3"]);
    // One file alone is taken only if there is nothing else.
    let single = [("design/0001-a.md", 3)];
    assert!(found(&single).is_guess && dirs(&single) == ["design 1"]);
    let beside = [("design/0001-a.md", 3), ("adr/0001-a.md", 0)];
    assert_eq!(
        (dirs(&beside), left(&beside)),
        (vec!["adr 1".to_owned()], vec![("design".to_owned(), 1, Reason::Single)])
    );
}

#[test]
fn names_that_look_like_ids_are_a_guess() {
    let guess = found(&[("notes/0001-a.md", 0), ("notes/0002-b.md", 0), ("text/0001-a.md", 0)]);
    assert!(guess.is_guess);
    assert_eq!(guess.logs.iter().map(|log| log.dir.as_str()).collect::<Vec<_>>(), ["notes"]);
    for pages in [
        &[("devices/0001-lamp.md", 1), ("devices/0002-plug.md", 1)][..],
        &[("docs/hardware/boards/1001-a.md", 0), ("docs/hardware/boards/1002-b.md", 0)],
        &[("course/001-a.md", 0), ("course/002-b.md", 0)],
        &[("docs/01-a.md", 0), ("docs/02-b.md", 0)],
        &[("docs/2024-plan.md", 0), ("README.md", 0)],
    ] {
        assert_eq!(dirs(pages), [""; 0], "{pages:?}");
    }
}

#[test]
fn folders_of_topics_are_one_log_with_the_folder_above_them() {
    for (files, expected) in [
        // KEPs: a folder per record, in a folder per group.
        (
            &[
                ("keps/sig-node/0012-a/README.md", 2),
                ("keps/sig-node/0012-a/notes.md", 0),
                ("keps/sig-apps/0007-b/README.md", 2),
                ("keps/sig-apps/README.md", 0),
                ("keps/README.md", 0),
            ][..],
            &["keps 2"][..],
        ),
        (&[("text/a/0012-a.md", 2), ("text/b/0013-b.md", 2), ("text/c/0014-c.md", 0)], &["text 3"]),
        // No numbers; one topic has no decision that reads like one.
        (
            &[
                ("enhancements/network/sdn.md", 4),
                ("enhancements/network/dns.md", 4),
                ("enhancements/network/dpu/overview.md", 4),
                ("enhancements/etcd/backup.md", 3),
                ("enhancements/oc/top.md", 0),
                ("enhancements/testing/e2e.md", 3),
            ],
            &["enhancements 5"],
        ),
        // Records above and below.
        (
            &[
                ("architecture-decision-records/ODH-ADR-0001-a.md", 0),
                ("architecture-decision-records/operator/ODH-ADR-Operator-0001-b.md", 0),
                ("architecture-decision-records/serving/ODH-ADR-MS-0001-c.md", 0),
            ],
            &["architecture-decision-records 3"],
        ),
        // At the root there is no such folder.
        (
            &[("operations/002-a.md", 3), ("security/001-b.md", 3), ("development/003-c.md", 3), ("README.md", 0)],
            &["development 1", "operations 1", "security 1"],
        ),
        // The folder above has other files.
        (
            &[
                ("docs/operations/002-a.md", 3),
                ("docs/security/001-b.md", 3),
                ("docs/guide/a.md", 0),
                ("docs/guide/b.md", 0),
            ],
            &["docs/operations 1", "docs/security 1"],
        ),
        // A folder of topics in another one, with an index each.
        (
            &[("doc/git/index.md", 4), ("doc/git/README.md", 0), ("doc/meta/lint/index.md", 3), ("doc/index.md", 0)],
            &["doc 2"],
        ),
    ] {
        assert_eq!(dirs(files), expected, "{files:?}");
    }
}

#[test]
fn topics_whose_ids_start_anew_are_several_logs() {
    for (files, expected) in [
        (&[("adr/web/0001-a.md", 0), ("adr/api/0001-b.md", 0)][..], &["adr/* 2"][..]),
        (&[("adr/2024/001-a.md", 0), ("adr/2024/002-b.md", 0), ("adr/2025/001-c.md", 0)], &["adr/* 3"]),
        (&[("adr/0001-a.md", 0), ("adr/web/0001-b.md", 0), ("adr/api/0001-c.md", 0)], &["adr 3"]),
        (&[("adr/web/0001-a.md", 0), ("adr/api/0002-b.md", 0)], &["adr 2"]),
        (&[("web/adr/0001-a.md", 0), ("api/adr/0001-b.md", 0)], &["api/adr 1", "web/adr 1"]),
        // One id that was taken twice by accident.
        (
            &[
                ("text/a/0001-a.md", 2),
                ("text/a/0002-a.md", 2),
                ("text/a/0003-a.md", 2),
                ("text/b/0003-b.md", 2),
                ("text/b/0005-b.md", 2),
            ],
            &["text 5"],
        ),
    ] {
        assert_eq!(dirs(files), expected, "{files:?}");
    }
    let services = ["a", "b", "c", "d", "e", "f"].map(|name| format!("services/{name}/adr/0001-x.md"));
    let many: Vec<(&str, u8)> = services.iter().map(|path| (path.as_str(), 0)).collect();
    assert_eq!(dirs(&many), ["services/*/adr 6"]);
    assert_eq!(dirs(&many[1..]).len(), 5);
    // Where the glob would match what is left out, it is not written.
    let beside = [&many[..], &[("services/fixtures/adr/0001-x.md", 0)][..]].concat();
    assert_eq!(dirs(&beside).len(), 6);
    assert_eq!(dirs(&[("a[b]/adr/0001-x.md", 0)]), ["a?b]/adr 1"]);
}

#[test]
fn what_is_left_out_has_a_reason() {
    let log = ("docs/adr/0001-a.md", 2);
    for (path, folder, reason) in [
        ("local-stash/0001-a.md", "local-stash", Reason::Ignored),
        ("node_modules/x/docs/adr/0001-a.md", "node_modules", Reason::Foreign),
        ("tests/fixtures/adr/0001-a.md", "tests", Reason::Tests),
        ("pkg/testdata/adr/use-rust.md", "pkg/testdata", Reason::Tests),
        ("conformance/results/v1/0001-a.md", "conformance", Reason::Tests),
        ("examples/adr/0001-a.md", "examples", Reason::Examples),
        ("cli/templates/adr/0000-template.md", "cli/templates", Reason::Templates),
        ("i18n/ja/docs/adr/0001-a.md", "i18n", Reason::Translation),
        ("docs/ja/adr/0001-a.md", "docs/ja/adr", Reason::Translation),
        ("blog/2026-03-02-news.md", "blog", Reason::News),
        (".github/0001-a.md", ".github", Reason::Tool),
        (".stash/0001-a.md", ".stash", Reason::Hidden),
    ] {
        assert_eq!(dirs(&[log, (path, 4)]), ["docs/adr 1"], "{path}");
        assert_eq!(left(&[log, (path, 4)]), [(folder.to_owned(), 1, reason)], "{path}");
    }
    let two = [log, ("tests/a/adr/0001-a.md", 0), ("tests/a/adr/web/0002-a.md", 0)];
    assert_eq!(found(&two).left[0].dir, "tests/a/adr");
    // What nobody takes for a record is not named, nor what a log contains.
    for path in ["node_modules/x/README.md", "tests/notes.md", "docs/adr/examples/0002-b.md"] {
        assert_eq!(left(&[log, (path, 4)]), [], "{path}");
    }
}

#[test]
fn the_original_of_a_translation_is_the_log() {
    for (files, expected) in [
        (&[("docs/en/adr/0001-a.md", 2), ("docs/ja/adr/0001-b.md", 2)][..], &["docs/en/adr 1"][..]),
        (
            &[("docs/fr/adr/0001-a.md", 2), ("docs/fr/adr/0002-b.md", 2), ("docs/de/adr/0001-a.md", 2)],
            &["docs/fr/adr 2"],
        ),
        (&[("docs/fr/adr/0001-a.md", 2)], &["docs/fr/adr 1"]),
        (
            &[("zh-CN/text/0001-a.md", 2), ("zh-CN/text/0002-b.md", 2), ("text/0001-a.md", 2), ("text/0002-b.md", 2)],
            &["text 2"],
        ),
    ] {
        assert_eq!(dirs(files), expected, "{files:?}");
    }
}

#[test]
fn the_folder_that_adr_tools_names_is_a_log() {
    let page = |path: &str| Page { path: RepoPath::new(path), score: 0, has_status: false };
    let found = find(vec![page("doc/why/0001-a.md"), page("doc/tour/0001-a.md")], Vec::new(), Some("doc/why"));
    assert_eq!((found.logs.len(), found.logs[0].dir.as_str(), found.is_guess), (1, "doc/why", false));
}

#[test]
fn most_records_say_how_they_are_named() {
    for (paths, expected) in [
        (&["d/0001-a.md", "d/b.md", "d/0002-c.md"][..], IdKind::Sequential),
        (&["d/20240603162604-a.md", "d/20240603-b.md", "d/c.md"], IdKind::Date),
        (&["d/a/index.md", "d/b/index.md"], IdKind::Slug),
        (&[], IdKind::Sequential),
    ] {
        let paths: Vec<RepoPath> = paths.iter().map(|path| RepoPath::new(*path)).collect();
        assert_eq!(kind(paths.iter()), expected, "{paths:?}");
    }
}
