//! Changes of governed paths that try to look like something else, and decisions that are no files.

use crate::repository::{POLICY, Repository, Said, accepted, gate, prepared};

/// What the gate says of what `attack` stages.
fn staged(attack: impl Fn(&Repository)) -> Said {
    let repository = prepared();
    attack(&repository);
    repository.commit_staged("Change");
    gate(&repository)
}

/// A change that must be reported as one of a governed path.
#[track_caller]
fn asks_for_a_decision(attack: impl Fn(&Repository), path: &str) {
    let said = staged(attack);
    assert_eq!(said.code, 1, "{path}: {said:?}");
    said.has("governed-uncovered");
    said.has(path);
}

const ROTA: &[u8] = b"infra/paging/rota.yml";

#[test]
fn a_governed_file_can_not_be_moved_copied_or_deleted_unseen() {
    let attacks: [(&[&[&str]], &str); 6] = [
        (&[&["mv", "infra/paging/rota.yml", "rota.yml"]], "infra/paging/rota.yml"),
        (&[&["mv", "infra/paging/rota.yml", "infra/paging/rota.md"]], "infra/paging/rota.yml"),
        (&[&["mv", "infra/paging", "elsewhere"]], "infra/paging/rota.yml"),
        (&[&["mv", "infra", "elsewhere"]], "infra/paging/rota.yml"),
        (&[&["mv", "decisions", "infra/paging/decisions"]], "infra/paging/decisions/0001-start.md"),
        (&[&["rm", "-q", "infra/paging/rota.yml"]], "infra/paging/rota.yml"),
    ];
    for (commands, path) in attacks {
        let attack = |repository: &Repository| {
            for command in commands {
                repository.git(command);
            }
        };
        asks_for_a_decision(attack, path);
    }
    asks_for_a_decision(
        |it| it.stage("100644", b"infra/paging/copy.yml", "window: thursday\n"),
        "infra/paging/copy.yml",
    );
}

#[test]
fn a_governed_file_can_not_become_something_else_unseen() {
    let path = "infra/paging/rota.yml";
    asks_for_a_decision(|it| it.stage("100755", ROTA, "window: thursday\n"), path);
    asks_for_a_decision(|it| it.stage("120000", ROTA, "../../rota.yml"), path);
    asks_for_a_decision(|it| it.stage_id("160000", ROTA, &it.id("main")), path);
    let folder = |it: &Repository| {
        it.git(&["rm", "-q", "--cached", path]);
        it.stage("100644", b"infra/paging/rota.yml/rota.md", "");
    };
    asks_for_a_decision(folder, path);
}

#[test]
fn a_link_or_a_submodule_above_governed_paths_stands_for_them() {
    for (path, text) in [(b"infra".as_slice(), "other"), (b"infra/paging", "../other")] {
        let shown = String::from_utf8_lossy(path).into_owned();
        for existing in [true, false] {
            for mode in ["120000", "160000"] {
                let repository = Repository::new();
                repository.write("heard.toml", POLICY);
                repository.write("other/rota.yml", "window: thursday\n");
                if existing {
                    repository.write("infra/paging/rota.yml", "window: thursday\n");
                }
                repository.commit("Start");
                repository.git(&["switch", "-q", "-c", "topic"]);
                if existing {
                    repository.git(&["rm", "-q", "-r", "--cached", "infra"]);
                }
                match mode {
                    "120000" => repository.stage(mode, path, text),
                    _ => repository.stage_id(mode, path, &repository.id("main")),
                }
                repository.commit_staged("Put another in its place");
                let said = gate(&repository);
                assert_eq!(said.code, 1, "{shown} {mode} {existing}: {said:?}");
                said.has("governed-uncovered");
            }
        }
    }
}

#[test]
fn a_link_beside_governed_paths_asks_for_nothing() {
    for path in [b"docs/other".as_slice(), b"infra/other", b"infrastructure"] {
        let said = staged(|it| it.stage("120000", path, "../other"));
        assert_eq!(said.code, 0, "{said:?}");
    }
}

#[test]
fn names_that_are_hard_to_write_are_governed_and_shown_without_harm() {
    for (name, shown) in [
        (b"a\nb.yml".as_slice(), "a b.yml"),
        (b"a\tb.yml", "a b.yml"),
        (b"a\rb.yml", "a b.yml"),
        (b"a\x1b[2Jb.yml", "a\\u{1b}[2Jb.yml"),
        (b"\"a'b`.yml", "\"a'b`.yml"),
        (b"a\\b.yml", "a\\b.yml"),
        (b"a\xffb.yml", "a\\xffb.yml"),
        (b"a\\xffb.yml", "a\\x5cxffb.yml"),
        ("a\u{202e}lmy.b".as_bytes(), "a\\u{202e}lmy.b"),
        (b"-rf", "-rf"),
        (b" ", "infra/paging/ "),
        ("é.yml".as_bytes(), "é.yml"),
    ] {
        let path = [b"infra/paging/", name].concat();
        let said = staged(|it| it.stage("100644", &path, ""));
        assert_eq!(said.code, 1, "{shown}: {said:?}");
        said.has("governed-uncovered");
        said.has(shown);
        assert!(!said.out.contains(['\u{1b}', '\u{202e}', '\t', '\r']), "{said:?}");
    }
}

#[test]
fn two_names_never_become_one() {
    let repository = prepared();
    repository.git(&["switch", "-q", "main"]);
    repository.stage("100644", b"decisions/0002-\xff.md", &accepted("Bytes", "infra/paging/**"));
    repository.commit_staged("Decide");
    repository.git(&["switch", "-q", "-c", "later"]);
    // The same letters as the bytes are shown with.
    repository.stage("100644", b"decisions/0002-\\xff.md", &accepted("Letters", "docs/**"));
    repository.stage("100644", b"decisions/\xc3\x28.md", &accepted("Bytes", "docs/**"));
    repository.stage("100644", b"decisions/\\xc3\x28.md", &accepted("Letters", "docs/**"));
    repository.commit_staged("Decide again");
    let said = repository.heard(&["gate", "--base", "main", "--format", "json"]);
    let json = said.json("gate.schema.json");
    assert_eq!(json["summary"]["decisions"], 3, "{said:?}");
    let said = repository.heard(&["list", "--rev", "HEAD", "--format", "json"]);
    for path in ["0002-\\\\xff.md", "0002-\\\\x5cxff.md", "\\\\xc3(.md", "\\\\x5cxc3(.md"] {
        said.has(&format!("\"decisions/{path}\""));
    }
}

#[test]
fn globs_match_names_that_are_not_text() {
    for (glob, path, asked) in [
        ("infra/*.yml", b"infra/a\xff.yml".as_slice(), true),
        ("infra/*.yml", b"infra/a\nb.yml", true),
        ("infra/**/x", b"infra/\xff/\xfe/x", true),
        ("infra/é/**", "infra/e\u{301}/x".as_bytes(), true),
        ("infra/*.yml", b"infra/deep/a.yml", false),
        ("infra/\\\\*.yml", b"infra/*.yml", true),
        ("infra/\\\\*.yml", b"infra/a.yml", false),
    ] {
        let repository = Repository::new();
        repository.write("heard.toml", &format!("[[areas]]\nname = \"infra\"\npaths = [\"{glob}\"]\n"));
        repository.commit("Start");
        repository.git(&["switch", "-q", "-c", "topic"]);
        repository.stage("100644", path, "");
        repository.commit_staged("Change");
        let said = gate(&repository);
        assert_eq!(said.code, i32::from(asked), "{glob}: {said:?}");
    }
}

#[test]
fn a_name_that_some_disks_take_for_a_governed_one_is_governed() {
    for path in ["Infra/paging/rota.yml", "infra/PAGING/new.yml", "infra/pagi\u{200d}ng/rota.yml", "INFRA/PAGING/X.MD"]
    {
        let said = staged(|it| it.stage("100644", path.as_bytes(), "window: friday\n"));
        let taken_out = path.ends_with("X.MD");
        assert_eq!(said.code, i32::from(!taken_out), "{path}: {said:?}");
    }
    for (area, path) in
        [("infra/ρόλος/**", "infra/ΡΌΛΟΣ/x"), ("infra/tasks/**", "infra/taſks/x"), ("straße/*", "STRASSE/x")]
    {
        let repository = Repository::new();
        repository.write("heard.toml", &POLICY.replace("infra/paging/**", area));
        repository.commit("Start");
        repository.git(&["switch", "-q", "-c", "topic"]);
        repository.stage("100644", path.as_bytes(), "window: friday\n");
        repository.commit_staged("Change");
        let said = gate(&repository);
        assert_eq!(said.code, 1, "{path}: {said:?}");
        said.has("governed-uncovered");
    }
    // A decision for such a path names it as it is.
    let said = staged(|it| {
        it.stage("100644", b"Infra/paging/rota.yml", "window: friday\n");
        it.stage("100644", b"decisions/0002-friday.md", &accepted("Friday", "Infra/paging/**"));
    });
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn a_decision_that_is_no_file_covers_nothing() {
    let good = accepted("Friday", "infra/paging/**");
    for (mode, text) in [("120000", "../notes/0002-friday.md"), ("120000", "/etc/passwd"), ("160000", "")] {
        let said = staged(|it| {
            it.stage("100644", ROTA, "window: friday\n");
            it.stage("100644", b"notes/0002-friday.md", &good);
            match mode {
                "120000" => it.stage(mode, b"decisions/0002-friday.md", text),
                _ => it.stage_id(mode, b"decisions/0002-friday.md", &it.id("main")),
            }
        });
        assert_eq!(said.code, 1, "{said:?}");
        said.has("decision-not-a-file");
        said.has("governed-uncovered");
    }
}

#[test]
fn a_decision_that_becomes_a_folder_is_taken_out() {
    for path in ["decisions/0001-start.md/x.txt", "decisions/0001-start.md/index.html"] {
        let said = staged(|it| {
            it.git(&["rm", "-q", "--cached", "decisions/0001-start.md"]);
            it.stage("100644", path.as_bytes(), "");
        });
        assert_eq!(said.code, 1, "{said:?}");
        said.has("decision-deleted");
    }
}

#[test]
fn a_decision_under_a_name_that_is_no_record_is_taken_out() {
    for name in ["_0001-start.md", ".0001-start.md", "0001-start.txt", "0001-start.md.bak", "README.md", "template.md"]
    {
        let said = staged(|it| drop(it.git(&["mv", "decisions/0001-start.md", &format!("decisions/{name}")])));
        assert_eq!(said.code, 1, "{name}: {said:?}");
        said.has("decision-deleted");
    }
}

#[test]
fn a_decision_outside_the_log_covers_nothing() {
    let good = accepted("Friday", "infra/paging/**");
    for path in [
        "0002-friday.md",
        "notes/0002-friday.md",
        "Decisions/0002-friday.md",
        "decisions2/0002-friday.md",
        "decisions/0002-friday.txt",
    ] {
        let said = staged(|it| {
            it.stage("100644", ROTA, "window: friday\n");
            it.stage("100644", path.as_bytes(), &good);
        });
        assert_eq!(said.code, 1, "{path}: {said:?}");
        said.has("includes no decision that covers it");
    }
}

#[test]
fn a_log_behind_a_link_or_a_submodule_is_not_read() {
    let good = accepted("Friday", "infra/paging/**");
    for (mode, path, expected) in [
        ("120000", b"decisions".as_slice(), "decision-deleted"),
        ("160000", b"decisions", "decision-deleted"),
        ("120000", b"decisions/more", "governed-uncovered"),
        ("160000", b"decisions/more", "governed-uncovered"),
    ] {
        let said = staged(|it| {
            it.stage("100644", ROTA, "window: friday\n");
            it.stage("100644", b"notes/0001-start.md", &accepted("Start", "docs/**"));
            it.stage("100644", b"notes/0002-friday.md", &good);
            if path == b"decisions" {
                it.git(&["rm", "-q", "-r", "--cached", "decisions"]);
            }
            match mode {
                "120000" => it.stage(mode, path, "../notes"),
                _ => it.stage_id(mode, path, &it.id("main")),
            }
        });
        assert_eq!(said.code, 1, "{said:?}");
        said.has(expected);
        said.has("governed-uncovered");
    }
}

#[test]
fn attributes_and_the_work_tree_play_no_part() {
    let repository = prepared();
    repository.write(
        ".gitattributes",
        "* -diff export-ignore\n*.yml filter=quiet working-tree-encoding=UTF-16\nheard.toml filter=quiet\ndecisions/** linguist-generated -text\n",
    );
    repository.git(&["config", "filter.quiet.clean", "sed s/friday/thursday/"]);
    repository.git(&["config", "filter.quiet.smudge", "echo"]);
    repository.stage("100644", ROTA, "window: friday\n");
    repository.git(&["add", ".gitattributes"]);
    repository.commit_staged("Move the window");
    let judged = |what: &str| {
        let said = gate(&repository);
        assert_eq!(said.code, 1, "{what}: {said:?}");
        said.has("infra/paging/rota.yml");
    };
    judged("attributes");
    // What lies on the disk says something else than the commit.
    repository.write("heard.toml", "");
    repository.write("decisions/0002-friday.md", &accepted("Friday", "infra/paging/**"));
    judged("work tree");
    repository.git(&["add", "decisions"]);
    judged("index");
    repository.git(&["update-index", "--skip-worktree", "heard.toml"]);
    repository.git(&["update-index", "--assume-unchanged", "infra/paging/rota.yml"]);
    judged("flags of the index");
    repository.git(&["rm", "-q", "-r", "--cached", "."]);
    judged("an empty index");
    std::fs::write(repository.path(".git/index"), b"broken").unwrap();
    judged("a broken index");
}

#[test]
fn a_sparse_checkout_hides_nothing() {
    let repository = prepared();
    repository.stage("100644", ROTA, "window: friday\n");
    repository.commit_staged("Move the window");
    repository.git(&["sparse-checkout", "set", "docs"]);
    let said = gate(&repository);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("infra/paging/rota.yml");
}

/// A mode, a name and an object.
type Entry<'a> = (&'a str, &'a [u8], &'a str);

/// Writes a tree that git itself would refuse and gives its id.
fn tree(repository: &Repository, entries: &[Entry<'_>]) -> String {
    let mut bytes = Vec::new();
    for (mode, name, id) in entries {
        bytes.extend_from_slice(format!("{mode} ").as_bytes());
        bytes.extend_from_slice(name);
        bytes.push(0);
        bytes.extend((0..40).step_by(2).map(|at| u8::from_str_radix(&id[at..at + 2], 16).unwrap()));
    }
    repository.git_reading(&bytes, &["hash-object", "-t", "tree", "-w", "--stdin", "--literally"])
}

#[test]
fn trees_without_end_are_refused() {
    let repository = prepared();
    let start = repository.id("main:decisions");
    let blob = repository.git_reading(b"", &["hash-object", "-w", "--stdin"]);
    let empty = tree(&repository, &[]);
    let names = [b"a", b"b", b"c", b"d", b"e", b"f", b"g", b"h", b"i", b"j"];
    for (leaf, width, depth) in [(("100644", &blob), 10, 12), (("40000", &empty), 10, 12), (("100644", &blob), 1, 300)]
    {
        let (mut mode, mut id) = (leaf.0, leaf.1.clone());
        for _ in 0..depth {
            let long = [b'x'; 100];
            let name = |at: usize| if width == 1 { &long[..] } else { &names[at][..] };
            let entries: Vec<Entry<'_>> = (0..width).map(|at| (mode, name(at), id.as_str())).collect();
            id = tree(&repository, &entries);
            mode = "40000";
        }
        let root = tree(&repository, &[("40000", b"decisions", &start), ("40000", b"more", &id)]);
        let commit = repository.git(&["commit-tree", &root, "-p", "main", "-m", "Change"]);
        let said = repository.heard(&["gate", "--base", "main", "--head", &commit]);
        assert_eq!(said.code, 2, "{}", said.err);
        said.has("entries to read");
    }
}

#[test]
fn trees_that_git_would_not_check_out_are_refused() {
    let repository = prepared();
    let blob = |text: &str| repository.git_reading(text.as_bytes(), &["hash-object", "-w", "--stdin"]);
    let (policy, friday, rota) = (blob(POLICY), blob(&accepted("Friday", "infra/paging/**")), blob("window: friday\n"));
    let start = repository.id("main:decisions");
    let inner = tree(&repository, &[("100644", b"rota.yml", &rota)]);
    let infra = tree(&repository, &[("40000", b"paging", &inner)]);
    let attacks: [(&str, Vec<Entry<'_>>); 7] = [
        ("a name with a slash", vec![("100644", b"decisions/0002-friday.md", &friday)]),
        ("the same name twice", vec![("100644", b"heard.toml", &policy)]),
        ("the folder itself", vec![("40000", b".", &start)]),
        ("the folder above", vec![("40000", b"..", &start)]),
        ("the folder of git", vec![("40000", b".Git", &start)]),
        ("a mode that means nothing", vec![("060000", b"a.txt", &rota)]),
        ("no name", vec![("100644", b"", &rota)]),
    ];
    for (what, extra) in attacks {
        let mut entries = extra;
        entries.push(("40000", b"decisions", &start));
        entries.push(("100644", b"heard.toml", &policy));
        entries.push(("40000", b"infra", &infra));
        let root = tree(&repository, &entries);
        let commit = repository.git(&["commit-tree", &root, "-p", "main", "-m", "Change"]);
        let said = repository.heard(&["gate", "--base", "main", "--head", &commit]);
        assert_eq!(said.code, 2, "{what}: {said:?}");
        said.has("tree");
    }
    // Rights in the mode of a link make it no file.
    let log = tree(&repository, &[("120777", b"0002-friday.md", &friday)]);
    let root = tree(
        &repository,
        &[("40000", b"decisions", &log), ("100644", b"heard.toml", &policy), ("40000", b"infra", &infra)],
    );
    let commit = repository.git(&["commit-tree", &root, "-p", "main", "-m", "Change"]);
    let said = repository.heard(&["gate", "--base", "main", "--head", &commit]);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("decision-not-a-file");
    // Out of order, a search by halves would not find the policy.
    let root = tree(
        &repository,
        &[("40000", b"infra", &infra), ("100644", b"heard.toml", &policy), ("40000", b"decisions", &start)],
    );
    let commit = repository.git(&["commit-tree", &root, "-p", "main", "-m", "Change"]);
    let said = repository.heard(&["gate", "--base", "main", "--head", &commit]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(!said.out.contains("this change removes `heard.toml`"), "{said:?}");
}
