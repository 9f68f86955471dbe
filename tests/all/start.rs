//! Starting with heard: an empty log, a log that is there, records of other tools, and new decisions.

use std::fs;
use std::path::{Path, PathBuf};

use crate::repository::{self, Repository, accepted};

/// A repository with a user, as most people have one.
fn empty() -> Repository {
    let repository = Repository::new();
    repository.git(&["config", "user.name", "Ana Ruiz"]);
    repository
}

/// The logs of the corpus: the folder of the records in each, and how many there are.
const CORPUS: [(&str, &str, usize); 8] = [
    ("HHS__simpler-grants-gov", "documentation/wiki/product/decisions/adr", 59),
    ("alphagov__forms", "ADR", 50),
    ("martin-francois__symphony-trello", "docs/adr", 77),
    ("microsoft__semantic-kernel", "docs/decisions", 76),
    ("opendatahub-io__architecture-decision-records", "architecture-decision-records", 45),
    ("opentdf__platform", "adr/decisions", 11),
    ("picodata__picodata", "doc/adr", 20),
    ("polkadot-fellows__RFCs", "text", 42),
];

/// The folder of a log in the corpus.
fn corpus(name: &str) -> PathBuf {
    let folders = std::env::var_os("HEARD_CORPUS").expect("HEARD_CORPUS names the folder of the corpus");
    let mut logs = std::env::split_paths(&folders).map(|folder| folder.join(name));
    logs.find(|log| log.is_dir()).unwrap_or_else(|| panic!("{name} is in no folder of HEARD_CORPUS"))
}

/// Every file below a folder, relative to it.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
            files.push((path, fs::read(entry.path()).unwrap()));
        }
    }
    files
}

#[test]
fn an_empty_repository_gets_a_log_that_check_and_gate_take() {
    let repository = empty();
    let said = repository.heard(&["init"]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("wrote heard.toml\nwrote decisions/0001-record-decisions-with-heard.md\n");
    let policy = repository.read("heard.toml");
    assert!(policy.contains("base = \"main\"\n"), "{policy}");
    let first = repository.read("decisions/0001-record-decisions-with-heard.md");
    assert!(first.contains("status: proposed\ndate: 2026-06-01\ndecision-makers:\n  - \"Ana Ruiz\"\nconsulted:\n"));

    // Nothing is wrong but that nobody was asked, which is true.
    let said = repository.heard(&["check"]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("warning[consulted-empty]");
    said.has("1 decision, 1 warning");
    // Without a commit there is nothing to check, and that is said.
    let said = repository.heard(&["gate", "--base", "HEAD"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("the repository has no commits yet");
    repository.commit("Start");
    let said = repository.heard(&["gate", "--base", "main"]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("nothing to check");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.write("a.txt", "a");
    repository.commit("Change");
    assert_eq!(repository.heard(&["gate", "--base", "main"]).code, 0);
}

#[test]
fn what_the_policy_shows_in_comments_can_be_used() {
    let repository = empty();
    repository.heard(&["init"]);
    let policy = repository.read("heard.toml");
    let (_, shown) = policy.split_once("#\n").unwrap();
    let used: String = shown.lines().map(|line| format!("{}\n", line.trim_start_matches(['#', ' ']))).collect();
    repository.write("heard.toml", &policy.replace(shown, &used));
    let said = repository.heard(&["check"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(used.contains("[[areas]]\n"));
}

#[test]
fn the_base_is_where_changes_land() {
    let repository = empty();
    repository.commit("Start");
    let clone = repository.clone_with(&[repository.path(".").to_str().unwrap()]);
    clone.git(&["switch", "-q", "-c", "topic"]);
    clone.heard(&["init", "--dir", "docs/adr/", "--ids", "date"]);
    let policy = clone.read("heard.toml");
    assert!(policy.contains("base = \"origin/main\"\n"), "{policy}");
    let first = clone.read("docs/adr/20260601-record-decisions-with-heard.md");
    assert!(first.contains("  - \"docs/adr/**\"\n"), "{first}");
    assert_eq!(clone.heard(&["gate", "--base", "origin/main"]).code, 0);
}

#[test]
fn a_log_that_is_adopted_is_not_adopted_again() {
    let repository = empty();
    repository
        .write("docs/adr/0001-a.md", "# Use queues\n\n* Status: accepted\n* Deciders: Ana Ruiz\n* Date: 2026-01-02\n");
    assert_eq!(repository.heard(&["init", "--adopt"]).code, 0);
    let before = files(&repository.path("."));
    // Also when there is more to find by now.
    for text in ["", "# Use pipes\n"] {
        if !text.is_empty() {
            repository.write("docs/adr/0002-b.md", text);
        }
        let said = repository.heard(&["init", "--adopt"]);
        assert_eq!(said.code, 0, "{said:?}");
        assert_eq!(
            said.out,
            "the log in `docs/adr` is already adopted: `heard check` shows new problems, and `heard baseline --write` records them as known\n"
        );
        assert_eq!(repository.read("heard-baseline.toml").matches("docs/adr/").count(), 1);
    }
    assert_eq!(files(&repository.path(".")).len(), before.len() + 1);
    // A CI job can still be added.
    let said = repository.heard(&["init", "--adopt", "--ci", "gitlab"]);
    said.has("wrote .gitlab-ci.yml");
    // What is missing in it is no reason to import it.
    let said = repository.heard(&["import", "docs/adr"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("`docs/adr` is already part of the log, so there is nothing to import");
    assert!(!said.err.contains("--adopt"), "{said:?}");
}

#[test]
fn agents_get_the_rules_that_the_page_shows() {
    let repository = empty();
    repository.heard(&["init", "--agents"]).has("wrote AGENTS.md");
    let written = repository.read("AGENTS.md");
    let page = std::fs::read_to_string("docs/agents.md").unwrap();
    assert!(page.contains(&format!("```markdown\n{written}```\n")), "{written}");
    assert_eq!(written.matches("\n- ").count(), 5);
    repository.write("AGENTS.md", "Be kind.\n");
    repository
        .heard(&["init", "--agents"])
        .has("kept AGENTS.md, which already exists; the new one would be:\n\n    ## Decisions");
    assert_eq!(repository.read("AGENTS.md"), "Be kind.\n");
}

#[test]
fn init_writes_over_nothing() {
    let repository = empty();
    repository.write("heard.toml", "[log]\ndirs = [\"log\"]\n");
    repository.write(".gitlab-ci.yml", "mine: true\n");
    let said = repository.heard(&["init", "--ci", "gitlab"]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("kept heard.toml, which already exists; the new one would be:\n\n    # The policy");
    said.has("kept .gitlab-ci.yml, which already exists; the new one would be:\n\n    # Fill in");
    said.has("Commit these files.");
    // The policy that is there says where the first decision goes.
    said.has("wrote log/0001-record-decisions-with-heard.md");
    assert_eq!(repository.read("heard.toml"), "[log]\ndirs = [\"log\"]\n");
    assert_eq!(repository.read(".gitlab-ci.yml"), "mine: true\n");
    let before = files(&repository.path("log"));
    let said = repository.heard(&["init"]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("nothing was written, since these files exist already");
    assert!(!said.out.contains("Commit these files"), "{said:?}");
    assert_eq!(files(&repository.path("log")), before, "a second time adds nothing");

    // What a policy can't say is refused before anything is written.
    let repository = empty();
    let said = repository.heard(&["init", "--dir", "../out"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("not a directory inside the repository");
    assert!(!repository.path("heard.toml").exists());
}

#[test]
fn options_that_the_policy_contradicts_are_an_error() {
    let repository = empty();
    repository.write("heard.toml", "[log]\ndirs = [\"log\", \"old/./log/\"]\nids = \"date\"\n");
    let before = fs::read_dir(repository.path(".")).unwrap().count();
    for (arguments, says, help) in [
        (
            &["--dir", "docs/adr"][..],
            "heard.toml already exists, and says that the decisions are in `log` and `old/log`, not in `docs/adr`",
            "set `dirs = [\"docs/adr\"]` under `[log]` in heard.toml, or `dirs = [\"log\", \"old/log\", \"docs/adr\"]`",
        ),
        (&["--adopt", "--dir", "docs/adr"], "not in `docs/adr`", "set `dirs = [\"docs/adr\"]`"),
        (&["--dir", "docs/adr", "--ci", "github"], "not in `docs/adr`", "set `dirs = [\"docs/adr\"]`"),
        (&["--ids", "slug"], "says `ids = \"date\"`", "set `ids = \"slug\"` under `[log]` in heard.toml"),
    ] {
        let said = repository.heard(&[&["init"], arguments].concat());
        assert_eq!(said.code, 2, "{said:?}");
        said.has(says);
        said.has(help);
        assert!(!said.out.contains("Commit these files"), "{said:?}");
        let after = fs::read_dir(repository.path(".")).unwrap().count();
        assert_eq!(after, before, "{arguments:?}");
    }
    // What it says already is no contradiction.
    let said = repository.heard(&["init", "--dir", "./log/", "--ids", "date"]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("wrote log/20260601-record-decisions-with-heard.md");
    repository.write("heard.toml", "[log]\ndirs = [\"log\"]\n");
    repository.heard(&["init", "--ids", "slug"]).has("heard.toml already exists, and has no `ids`");
}

#[cfg(unix)]
#[test]
fn init_follows_no_link_out_of_the_repository() {
    let repository = empty();
    let outside = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(outside.path(), repository.path("decisions")).unwrap();
    let said = repository.heard(&["init"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("outside the repository");
    assert!(!repository.path("heard.toml").exists(), "a part was written");
    repository.heard(&["init", "--dir", "decisions/deep"]).has("outside the repository");
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[test]
fn jobs_for_ci_are_those_of_the_page() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ci.md")).unwrap();
    for (ci, path) in [("github", ".github/workflows/heard.yml"), ("gitlab", ".gitlab-ci.yml")] {
        let repository = empty();
        assert_eq!(repository.heard(&["init", "--ci", ci]).code, 0);
        let text = repository.read(path);
        let job: String = text.split_inclusive('\n').filter(|line| !line.starts_with('#')).collect();
        assert!(page.replace("\r\n", "\n").contains(&format!("```yaml\n{job}```")), "{job}");
    }
    let repository = Repository::new();
    repository.git(&["symbolic-ref", "HEAD", "refs/heads/release/1.x"]);
    repository.heard(&["init", "--ci", "github"]);
    assert!(repository.read(".github/workflows/heard.yml").contains("branches: [release/1.x]\n"));
    repository.git(&["symbolic-ref", "HEAD", "refs/heads/1,y"]);
    fs::remove_file(repository.path(".github/workflows/heard.yml")).unwrap();
    repository.heard(&["init", "--ci", "github"]);
    assert!(repository.read(".github/workflows/heard.yml").contains("branches: [\"1,y\"]\n"));
}

/// The command of each job, run as the runner would: the site has the address, and links to the files.
#[cfg(unix)]
#[test]
fn jobs_that_publish_the_site_build_it() {
    for (ci, path, folder, source) in [
        ("github-pages", ".github/workflows/heard-site.yml", "runner/site", "https://github.com/acme/app/blob/main/"),
        ("gitlab-pages", ".gitlab-ci.yml", "public", "https://gitlab.com/acme/app/-/blob/main/"),
    ] {
        let repository = empty();
        assert_eq!(repository.heard(&["init", "--ci", ci]).code, 0);
        repository.commit("Start");
        let text = repository.read(path);
        let (_, command) = text.split_once("heard index ").unwrap();
        let command: Vec<&str> =
            command.lines().take_while(|line| !line.contains(':') || line.contains("--")).collect();
        let mut shell = repository.isolated("bash");
        shell.arg("-ec").arg(format!("\"$HEARD\" index {}", command.join(" ")));
        for (name, value) in [
            ("HEARD", env!("CARGO_BIN_EXE_heard")),
            ("RUNNER_TEMP", "runner"),
            ("REPOSITORY_OWNER", "acme"),
            ("NAME", "app"),
            ("GITHUB_SERVER_URL", "https://github.com"),
            ("GITHUB_REPOSITORY", "acme/app"),
            ("GITHUB_REF_NAME", "main"),
            ("CI_PAGES_URL", "https://acme.github.io/app"),
            ("CI_PROJECT_URL", "https://gitlab.com/acme/app"),
            ("CI_COMMIT_BRANCH", "main"),
        ] {
            shell.env(name, value);
        }
        let output = shell.output().unwrap();
        assert!(output.status.success(), "{ci}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(repository.read(&format!("{folder}/atom.xml")).contains("https://acme.github.io/app/"), "{ci}");
        let pages = fs::read_dir(repository.path(&format!("{folder}/decisions"))).unwrap();
        let page = fs::read_to_string(pages.map(|page| page.unwrap().path()).next().unwrap()).unwrap();
        assert!(page.contains(source) && page.contains("History"), "{ci}: {page}");
    }
}

#[test]
fn a_log_that_is_there_is_not_overlooked() {
    let repository = empty();
    for name in ["0001-a", "0002-b"] {
        repository.write(&format!("docs/adr/{name}.md"), "# A\n\n## Status\n\nApproved\n");
    }
    let said = repository.heard(&["init"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("there seems to be a decision log already, in `docs/adr`");
    said.has("`heard init --adopt`");
    assert!(!repository.path("heard.toml").exists());
    assert_eq!(repository.heard(&["init", "--dir", "decisions"]).code, 0);
}

#[test]
fn adopting_keeps_the_files_and_records_what_is_found() {
    let repository = empty();
    repository.write("web/adr/0001-a.md", "# A\n\n## Status\n\nApproved\n");
    repository.write("web/adr/0002-b.md", "# B\n\n## Status\n\nOn ice\n");
    repository.write("api/adr/0001-a.md", &accepted("Start", "docs/**"));
    repository.write("api/adr/0002-b.md", "# B\n\n## Status\n\nDraft\n");
    repository.write("docs/tour/01-start.md", "# Tour\n");
    repository.write("docs/tour/02-end.md", "# Tour\n");
    let before = files(&repository.path("web"));
    let said = repository.heard(&["init", "--adopt"]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("left out (to include a directory, add it to `dirs` in heard.toml):\n  `docs/tour` (2 files): numbered files that don't read like decisions\n");
    said.has("4 records in `api/adr` and `web/adr`\n1 person listed as consulted, 1 person quoted\n");
    said.has("`approved` as `accepted`; `draft` as `proposed`");
    said.has("unknown statuses: `on ice`");
    assert_eq!(files(&repository.path("web")), before);
    let policy = repository.read("heard.toml");
    assert!(policy.contains("dirs = [\"api/adr\", \"web/adr\"]\n"), "{policy}");
    assert!(policy.contains("status.proposed = [\"draft\"]\nstatus.accepted = [\"approved\"]\n"), "{policy}");
    assert!(repository.read("heard-baseline.toml").contains("existed when heard was adopted, 2026-06-01"));
    let said = repository.heard(&["check"]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("4 decisions, no new problems");
    assert!(!said.out.contains("status-unknown"), "what is no synonym is recorded");

    // New findings are reported.
    repository.write("web/adr/0003-c.md", "# C\n\n## Status\n\nApproved\n");
    assert_eq!(repository.heard(&["check"]).code, 1);
    // A second time, what is new is not recorded over the baseline that is there.
    let said = repository.heard(&["init", "--adopt"]);
    said.has("the log in `api/adr` and `web/adr` is already adopted: `heard check` shows new problems");
    assert_eq!(repository.heard(&["check"]).code, 1);

    let said = empty().heard(&["init", "--adopt"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("no decision log found here");
}

/// A record of adr-tools.
const NYGARD: &str = "# 1. Use Rust\n\nDate: 2026-03-02\n\n## Status\n\nAccepted\n\n## Context\n\nIt is fast.\n";

#[test]
fn adopting_finds_what_is_there_and_check_sends_nobody_in_a_circle() {
    let kep = "# Keep sidecars\n\n## Motivation\n\nThey stop.\n\n## Alternatives\n\nNone.\n";
    let header = "---\nstatus: implementable\nauthors: [\"@ana\"]\n---\n# A\n\n## Motivation\n\n## Drawbacks\n";
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[("docs/adr/0001-use-rust.md", NYGARD)], "[\"docs/adr\"]"),
        (&[("docs/adr/0001-use-rust.md", "# Use Rust\n")], "[\"docs/adr\"]"),
        (&[(".decisions/0001-use-rust.md", NYGARD)], "[\".decisions\"]"),
        (&[(".adr/use-rust.md", NYGARD)], "[\".adr\"]"),
        (&[("doc/why/0001-use-rust.md", "# A\n"), (".adr-dir", "doc/why\n")], "[\"doc/why\"]"),
        (&[("docs/adr/20240603162604-use-rust.md", NYGARD)], "[\"docs/adr\"]"),
        (
            &[("doc/use-rust/index.md", NYGARD), ("doc/meta/lint/index.md", NYGARD), ("doc/index.md", "# All\n")],
            "[\"doc\"]",
        ),
        (&[("decisions-of-web/adr/use-rust/index.md", NYGARD)], "[\"decisions-of-web/adr\"]"),
        (
            &[
                ("keps/sig-a/0012-x/README.md", kep),
                ("keps/sig-b/0013-y/README.md", kep),
                ("keps/README.md", "# KEPs\n"),
            ],
            "[\"keps\"]",
        ),
        (
            &[("text/a/0012-x.md", kep), ("text/b/0013-y.md", kep), ("text/c/0014-z.md", kep), ("docs/x.md", "# X\n")],
            "[\"text\"]",
        ),
        (
            &[
                ("enhancements/network/sdn.md", header),
                ("enhancements/etcd/backup.md", header),
                ("enhancements/oc/top.md", header),
                ("guidelines/start.md", "# Start\n"),
            ],
            "[\"enhancements\"]",
        ),
        (
            &[("operations/002-x.md", NYGARD), ("security/001-y.md", NYGARD), ("development/003-z.md", NYGARD)],
            "[\"development\", \"operations\", \"security\"]",
        ),
        (&[("adr/web/0001-x.md", NYGARD), ("adr/api/0001-y.md", NYGARD)], "[\"adr/*\"]"),
        (&[("0001-x.md", NYGARD), ("0002-y.md", NYGARD), ("README.md", "# Log\n")], "[\".\"]"),
    ];
    for (paths, dirs) in cases {
        let repository = empty();
        for (path, text) in *paths {
            repository.write(path, text);
        }
        let said = repository.heard(&["check"]);
        assert_eq!(said.code, 2, "{said:?}");
        said.has("run `heard init --adopt`");
        let said = repository.heard(&["init", "--adopt"]);
        assert_eq!(said.code, 0, "{paths:?}: {said:?}");
        let policy = repository.read("heard.toml");
        assert!(policy.contains(&format!("dirs = {dirs}\n")), "{paths:?}: {policy}");
        let said = repository.heard(&["check"]);
        assert_eq!(said.code, 0, "{said:?}");
    }
}

#[test]
fn what_is_not_adopted_is_listed_with_the_reason() {
    let repository = empty();
    repository.write(".gitignore", "local-stash/\n*.private.md\nkept/\n");
    let log = "docs/adr/0001-use-rust.md";
    for path in [
        log,
        "local-stash/0001-a.md",
        "adr/0002-b.private.md",
        "tests/fixtures/adr/0001-a.md",
        "conformance/results/v1.2/0001-a.md",
        "examples/adr/0001-a.md",
        "node_modules/x/adr/0001-a.md",
        ".github/0001-a.md",
        "inner/adr/0001-a.md",
        "docs/ja/adr/0001-use-rust.md",
        "docs/devices/0001-lamp.md",
        "docs/devices/0002-plug.md",
        "kept/adr/0001-a.md",
    ] {
        let is_device = path.contains("devices");
        repository.write(path, if is_device { "---\nstatus: supported\n---\n# Lamp\n" } else { NYGARD });
    }
    // A file that git tracks is not ignored, whatever `.gitignore` says.
    repository.git(&["add", "-f", "kept/adr/0001-a.md"]);
    fs::create_dir(repository.path("inner/.git")).unwrap();
    let said = repository.heard(&["init", "--adopt"]);
    assert_eq!(said.code, 0, "{said:?}");
    let expected = "\
left out (to include a directory, add it to `dirs` in heard.toml):
  `conformance` (1 file): data or results of tests
  `docs/devices` (2 files): numbered files that don't read like decisions
  `examples` (1 file): examples
  `tests` (1 file): data or results of tests
  `.github` (1 file): a hidden directory of a tool
  `adr` (1 file): ignored by git
  `docs/ja/adr` (1 file): translations of other records
  `inner` (1 file): another repository
  `local-stash` (1 file): ignored by git
  `node_modules` (1 file): third-party, generated or copied files

2 records in `docs/adr` and `kept/adr`
";
    said.has(expected);
    for index in 0..12 {
        repository.write(&format!("{index}/tests/0001-a.md"), NYGARD);
    }
    fs::remove_file(repository.path("heard.toml")).unwrap();
    repository.heard(&["init", "--adopt"]).has("  and 12 more\n");

    // Where nothing else is there, the next step is named.
    let repository = empty();
    repository.write("tests/adr/0001-a.md", NYGARD);
    for (arguments, help) in [
        (&["check"][..], "if they are your decisions, run `heard init --adopt --dir tests/adr`"),
        (&["init", "--adopt"], "pass its directory with `heard init --adopt --dir DIR`"),
    ] {
        let said = repository.heard(arguments);
        assert_eq!(said.code, 2, "{said:?}");
        said.has("`tests` (1 file): data or results of tests");
        said.has(help);
    }
    assert_eq!(repository.heard(&["init", "--adopt", "--dir", "tests/adr"]).code, 0);
    let repository = empty();
    repository.write("notes/0001-a.md", "# A\n");
    repository.write("notes/0002-b.md", "# B\n");
    let said = repository.heard(&["init", "--adopt"]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("took `notes` for the log, the likeliest directory here");
    // A policy that leads nowhere.
    repository.write("heard.toml", "[log]\ndirs = [\"log\"]\n");
    for arguments in [&["check"][..], &["init", "--adopt"]] {
        let said = repository.heard(arguments);
        assert_eq!(said.code, 2, "{said:?}");
        said.has("set `dirs = [\"notes\"]` under `[log]` in heard.toml");
    }
}

#[test]
fn adopting_proposes_what_the_log_calls_its_keys_and_statuses() {
    let repository = empty();
    for (name, status) in [("0001-a", "Accepté"), ("0002-b", "Brouillon"), ("0003-c", "En vigueur")] {
        let text = format!(
            "---\nstatut: {status}\ndate: 2026-03-02\ndécideurs: [\"Ana Ruiz\"]\nconsultés: [\"Ines Roy\"]\nreviewers: [\"@bo\"]\n---\n# A\n"
        );
        repository.write(&format!("docs/adr/{name}.md"), &text);
    }
    let said = repository.heard(&["init", "--adopt"]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("1 person listed as consulted");
    said.has("keys mapped in heard.toml: `consultés` as `consulted`; `décideurs` as `decision-makers`; `statut` as `status`\n");
    said.has("statuses mapped in heard.toml: `accepté` as `accepted`; `brouillon` as `proposed`\n");
    said.has("unknown statuses: `en vigueur`");
    let policy = repository.read("heard.toml");
    assert!(
        policy.contains(
            "[keys]\nconsulted = [\"consultés\"]\ndecision-makers = [\"décideurs\"]\nstatus = [\"statut\"]\n\n# Other statuses"
        ),
        "{policy}"
    );

    // Who reviewed was consulted, where nobody else was.
    let repository = empty();
    for name in ["a", "b"] {
        let text =
            "---\nstatus: accepted\nreviewers: [\"@ines\"]\napprovers:\n  - \"@bo\"\n---\n# A\n\n## Motivation\n";
        repository.write(&format!("enhancements/{name}.md"), text);
    }
    assert_eq!(repository.heard(&["init", "--adopt"]).code, 0);
    let policy = repository.read("heard.toml");
    let expected = "# No key here says who was consulted, so `approvers` and `reviewers` count as consulted. Remove them if they only approved.\nconsulted = [\"approvers\", \"reviewers\"]\n";
    assert!(policy.contains(expected), "{policy}");
    let listed = repository.heard(&["list", "--format", "json"]).json("list.schema.json");
    assert_eq!(listed[0]["consulted"].as_array().unwrap().len(), 2);
}

#[test]
#[ignore = "needs the corpus: HEARD_CORPUS"]
fn the_corpus_is_adopted_whole() {
    for (log, ..) in CORPUS {
        let repository = empty();
        let sources = files(&corpus(log));
        for (path, bytes) in &sources {
            repository.write(path, "");
            fs::write(repository.path(path), bytes).unwrap();
        }
        let said = repository.heard(&["init", "--adopt"]);
        assert_eq!(said.code, 0, "{log}: {said:?}");
        let said = repository.heard(&["check"]);
        assert_eq!(said.code, 0, "{log}: {said:?}");
        said.has("no new problems");
        let listed = repository.heard(&["list", "--format", "json"]).json("list.schema.json");
        let listed: Vec<&str> =
            listed.as_array().unwrap().iter().map(|decision| decision["path"].as_str().unwrap()).collect();
        let mut records: Vec<&str> = sources.iter().map(|(path, _)| path.as_str()).collect();
        records.retain(|path| path.contains('/') && path.ends_with(".md"));
        let mut sorted = listed.clone();
        sorted.sort_unstable();
        records.sort_unstable();
        assert_eq!(sorted, records, "{log}");
        for (path, bytes) in &sources {
            assert_eq!(&fs::read(repository.path(path)).unwrap(), bytes, "{path}");
        }
    }
}

/// More logs of the corpus: the directories that are found in each, and how many records these have.
const MORE: [(&str, &str, usize); 8] = [
    ("GIG-Cymru-NHS-Wales__Architecture-Decision-Records", "[\"doc\"]", 17),
    ("JabRef__jabref", "[\"docs/decisions\"]", 34),
    ("kubernetes__enhancements", "[\"keps\"]", 102),
    ("microsoft__agent-framework", "[\"docs/decisions\"]", 39),
    ("nats-io__nats-architecture-and-design", "[\"adr\"]", 52),
    ("openshift__enhancements", "[\"enhancements\"]", 101),
    ("rust-lang__rfcs", "[\"text\"]", 81),
    ("wagov-dtt__architecture-decision-records", "[\"development\", \"operations\", \"security\"]", 20),
];

#[test]
#[ignore = "needs the corpus: HEARD_CORPUS"]
fn logs_of_the_corpus_are_found_in_folders_of_every_kind() {
    for (log, dirs, records) in MORE {
        let repository = empty();
        for (path, bytes) in files(&corpus(log)) {
            repository.write(&path, "");
            fs::write(repository.path(&path), bytes).unwrap();
        }
        let said = repository.heard(&["init", "--adopt"]);
        assert_eq!(said.code, 0, "{log}: {said:?}");
        assert!(!said.out.contains("left out"), "{log}: {said:?}");
        let policy = repository.read("heard.toml");
        assert!(policy.contains(&format!("dirs = {dirs}\n")), "{log}: {policy}");
        let listed = repository.heard(&["list", "--format", "json"]).json("list.schema.json");
        assert_eq!(listed.as_array().unwrap().len(), records, "{log}");
    }
}

/// Words with how often they are there. Targets of links are left out, since they follow a file that moves.
fn words(text: &str) -> std::collections::BTreeMap<String, usize> {
    let mut prose = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        prose.push_str(&rest[..at]);
        let tail = &rest[at + 2..];
        let end = tail.find([')', '#', ' ', '\n']).unwrap_or(tail.len());
        prose.push(' ');
        rest = &tail[end..];
    }
    prose.push_str(rest);
    let mut words = std::collections::BTreeMap::new();
    for word in prose.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *words.entry(word.to_lowercase()).or_default() += 1;
    }
    words
}

/// Names of fields, which a header has under one name of its own, or a heading says.
const KEYS: &[&str] = &[
    "author",
    "authors",
    "by",
    "consulted",
    "created",
    "date",
    "decider",
    "deciders",
    "decision",
    "informed",
    "last",
    "maker",
    "makers",
    "modified",
    "owner",
    "owners",
    "record",
    "replaces",
    "start",
    "status",
    "tags",
    "title",
    "updated",
];

/// Imports a folder into a log of its own, and holds each new record against the old one.
#[track_caller]
fn import_losing_nothing(repository: &Repository, folder: &Path) -> usize {
    let source = folder.to_str().unwrap();
    let said = repository.heard(&["import", source]);
    assert_eq!(said.code, 0, "{said:?}");
    let mut count = 0;
    for (old, new) in said.out.lines().filter_map(|line| line.split_once(" -> ")) {
        let mut text = fs::read_to_string(folder.join(old)).unwrap();
        if let Ok(kep) = fs::read_to_string(folder.join(old).with_file_name("kep.yaml")) {
            text.push_str(&kep);
        }
        let result = words(&repository.read(new));
        for (word, wanted) in words(&text) {
            let there = result.get(&word).copied().unwrap_or_default();
            // Each field that moved has lost the name it had.
            let spare = if KEYS.contains(&word.as_str()) { 1 } else { 0 };
            assert!(there + spare >= wanted, "{old}: `{word}` is there {there} times, and was {wanted} times");
        }
        count += 1;
    }
    count
}

#[test]
#[ignore = "needs the corpus: HEARD_CORPUS"]
fn the_corpus_is_imported_without_losing_a_word() {
    for (log, folder, expected) in CORPUS {
        let folder = corpus(log).join(folder);
        // From a copy: whatever goes wrong here, the corpus stays as it is.
        let copy = Repository::plain_folder();
        for (path, bytes) in files(&folder) {
            copy.write(&path, "");
            fs::write(copy.path(&path), bytes).unwrap();
        }
        let folder = copy.path(".");
        let repository = empty();
        assert_eq!(import_losing_nothing(&repository, &folder), expected, "{log}");
        let listed = repository.heard(&["list", "--format", "json"]).json("list.schema.json");
        assert_eq!(listed.as_array().unwrap().len(), expected, "{log}");
        let said = repository.heard(&["check", "--format", "json"]);
        assert!(!said.out.contains("\"header-"), "{log}: every header is there and can be read");
        // All of them are there now; a second time each gets another id, and none is written over.
        let before = files(&repository.path("decisions"));
        assert_eq!(repository.heard(&["import", folder.to_str().unwrap()]).code, 0);
        for (path, bytes) in before {
            assert_eq!(fs::read(repository.path("decisions").join(&path)).unwrap(), bytes, "{path}");
        }
    }
}

#[test]
fn records_of_other_tools_come_in_our_form() {
    let repository = empty();
    let old = empty();
    old.write(
        "0001-use-rust.md",
        "# 1. Use Rust\n\nDate: 2024-05-01\n\n## Status\n\nAccepted\n\n## Context\n\nIt is fast.\n",
    );
    old.write(
        "0002-use-c.md",
        "# 2. Use C\n\n## Status\n\nSuperseded by [1. Use Rust](0001-use-rust.md)\n\n## Context\n",
    );
    old.write("0003-kep/kep.yaml", "title: Sidecars\nauthors:\n  - \"@bo\"\nstatus: implementable\n");
    old.write("0003-kep/README.md", "# Sidecars\n\nContainers that help.\n");
    old.write("README.md", "# Our log\n");
    old.write("0004-torn/kep.yaml", "title: Torn\n");
    old.write("0004-torn/README.md", "");
    fs::write(old.path("0004-torn/README.md"), b"# Torn \xff\n").unwrap();
    repository.write("decisions/0001-start.md", &accepted("Start", "docs/**"));
    let folder = old.path(".");
    let source = folder.to_str().unwrap();

    let said = repository.heard(&["import", source, "--dry-run"]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("0001-use-rust.md -> decisions/0004-use-rust.md\n    ---\n    status: accepted\n    date: 2024-05-01\n");
    said.has("skipped README.md: its name is not that of a record");
    said.has("skipped 0004-torn/README.md: it is a link");
    said.has("3 records would be written (dry run)");
    assert_eq!(files(&repository.path("decisions")).len(), 1);

    assert_eq!(import_losing_nothing(&repository, &folder), 3);
    let second = repository.read("decisions/0002-use-c.md");
    assert!(second.contains("superseded-by:\n  - \"0004\"\n"), "{second}");
    assert!(second.contains("Superseded by [1. Use Rust](0004-use-rust.md)\n"), "{second}");
    let third = repository.read("decisions/0003-kep.md");
    assert!(third.starts_with("---\nstatus:\ndecision-makers:\n  - \"@bo\"\n"), "{third}");
    assert!(third.contains("# status: implementable\n"), "{third}");

    let said = repository.heard(&["import", source, "--from", "kep", "--dry-run"]);
    said.has("0003-kep/README.md -> decisions/0003-kep.md (already imported)\n");
    said.has("skipped 0001-use-rust.md: it has another format");
    // Where an import was stopped, the next one goes on.
    let all = files(&repository.path("decisions"));
    for gone in ["0002-use-c.md", "0003-kep.md", "0004-use-rust.md"] {
        fs::remove_file(repository.path(&format!("decisions/{gone}"))).unwrap();
        repository.heard(&["import", source]).has("1 record written");
        assert_eq!(files(&repository.path("decisions")), all, "{gone}");
    }
    repository.heard(&["import", source]).has("0 records written");
    assert_eq!(files(&repository.path("decisions")), all);
    let said = repository.heard(&["import", source, "--from", "table"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("no records found");
    let said = repository.heard(&["import", "decisions"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("is already part of the log");
}

#[test]
fn a_status_that_is_not_understood_is_left_empty_and_counted() {
    let old = empty();
    old.write("0001-a.md", "# A\n\n- Stage: **3 (finished)**\n\nIt is done.\n");
    old.write("0002-b.md", "# B\n\n## Status\n\nOn ice\n\n## Context\n");
    old.write("0003-c.md", "# C\n\n- Status: genehmigt\n");
    old.write("0004-d/kep.yaml", "title: D\nstatus: implementable\n");
    old.write("0004-d/README.md", "# D\n");
    let repository = empty();
    let folder = old.path(".");
    let counted = "3 records without a status that heard knows, left empty: 0001-a.md, 0002-b.md (`On ice`), 0004-d/README.md (`implementable`)\n";
    repository.heard(&["import", folder.to_str().unwrap(), "--dry-run"]).has(counted);
    let said = repository.heard(&["import", folder.to_str().unwrap()]);
    said.has(counted);
    for (path, head) in [
        ("0001-a.md", "---\nstatus:\n"),
        ("0002-b.md", "---\nstatus:\n"),
        ("0003-c.md", "---\nstatus: accepted\n"),
        ("0004-d.md", "---\nstatus:\n"),
    ] {
        let text = repository.read(&format!("decisions/{path}"));
        assert!(text.starts_with(head), "{text}");
    }
    let old = empty();
    for index in 1..8 {
        old.write(&format!("{index:04}-a.md"), "# A\n");
    }
    old.write("adrs.json", r#"{"adr": {"number": 3, "title": "Rust", "status": "Live"}}"#);
    let said = repository.heard(&["import", old.path("adrs.json").to_str().unwrap(), "--dry-run"]);
    said.has("    status:\n");
    said.has("1 record without a status that heard knows, left empty: 0003-rust.md (`Live`)\n");
    let said = repository.heard(&["import", old.path(".").to_str().unwrap(), "--dry-run"]);
    said.has("7 records without a status that heard knows, left empty: 0001-a.md, 0002-a.md, 0003-a.md, 0004-a.md, 0005-a.md and 2 more\n");
}

/// A record in the manner of PEPs, as `pep-0012.md`.
const PEP: &str = "\
PEP: 12
Title: Keep the night queue: short and readable
Author: Ines Roy <ines@example.org>,
        Sam Okafor (night shift)
Status: Draft
Type: Process
Replaces: 3
Created: 05-Aug-2024
Post-History: 2024-08-07,
              2024-09-01

# Abstract

The queue is read by people who were woken. Status: it is long, says everybody.

# Motivation

Author: nobody, since this line is prose.
";

/// A record in the manner of early EIPs, in lines that end as on Windows.
const EIP: &str = "EIP: 7\r\nTitle: Meter the export\r\nAuthor: Bo Lund (@lund)\r\nStatus: Final\r\nType: Standards Track\r\nCategory: Core\r\nCreated: 2024-05-02\r\n\r\n## Abstract\r\n\r\nThe export costs what it costs.\r\n";

#[test]
fn preambles_are_read_listed_and_imported() {
    let repository = empty();
    let old = empty();
    old.write("pep-0012.md", PEP);
    old.write("eip-7.md", EIP);
    old.write("0009-tea.md", "Note: tea is at four.\nWarning: it is hot.\n\n# Tea\n");
    old.write("heard.toml", "[log]\ndirs = [\".\"]\n");
    let listed = old.heard(&["list", "--format", "json"]).json("list.schema.json");
    let pep = listed.as_array().unwrap().iter().find(|record| record["id"] == "pep-0012").unwrap();
    assert_eq!(pep["title"], "Keep the night queue: short and readable");
    assert_eq!((&pep["status"], &pep["date"]), (&"Draft".into(), &"2024-08-05".into()));
    assert_eq!(pep["decision_makers"][0]["mail"], "ines@example.org");
    assert_eq!(pep["decision_makers"][1]["name"], "Sam Okafor");
    assert_eq!(pep["links"][0], serde_json::json!({"kind": "supersedes", "target": "3"}));
    let tea = listed.as_array().unwrap().iter().find(|record| record["id"] == "0009").unwrap();
    assert_eq!((&tea["title"], &tea["status"]), (&"Tea".into(), &serde_json::Value::Null));

    let folder = old.path(".");
    assert_eq!(import_losing_nothing(&repository, &folder), 3);
    let pep = repository.read("decisions/pep-0012.md");
    let head = "---\nstatus: proposed\ndate: 2024-08-05\ndecision-makers:\n  - \"Ines Roy <ines@example.org>\"\n  - \"Sam Okafor (night shift)\"\nconsulted:\nsupersedes:\n  - \"3\"\nPEP: \"12\"\nType: \"Process\"\nPost-History: \"2024-08-07, 2024-09-01\"\n# Status: Draft\n# Created: 05-Aug-2024\n---\n\n# Keep the night queue: short and readable\n\n# Abstract\n";
    assert!(pep.starts_with(head), "{pep}");
    let eip = repository.read("decisions/eip-7.md");
    assert!(eip.starts_with("---\r\nstatus:\r\ndate: 2024-05-02\r\n"), "{eip}");
    assert_eq!(eip.matches('\n').count(), eip.matches("\r\n").count(), "{eip}");
    let said = empty().heard(&["import", folder.to_str().unwrap(), "--from", "preamble", "--dry-run"]);
    said.has("2 records would be written");
    said.has("skipped 0009-tea.md: it has another format");
}

#[test]
fn a_preamble_is_edited_in_place() {
    let repository = empty();
    repository.write("heard.toml", "[log]\ndirs = [\"peps\"]\n");
    repository.write("peps/pep-0012.md", PEP);
    repository.write("peps/pep-0007.md", EIP);
    assert_eq!(repository.heard(&["status", "12", "rejected"]).code, 0);
    // The day of its making stays.
    let expected = PEP.replace("Status: Draft\n", "Status: Rejected\nDate: 2026-06-01\n");
    assert_eq!(repository.read("peps/pep-0012.md"), expected);
    assert_eq!(repository.heard(&["status", "12", "deprecated", "--date", "2026-06-02"]).code, 0);
    assert_eq!(
        repository.read("peps/pep-0012.md"),
        PEP.replace("Status: Draft\n", "Status: Deprecated\nDate: 2026-06-02\n")
    );
    assert_eq!(repository.heard(&["status", "7", "rejected"]).code, 0);
    let expected = EIP.replace("Status: Final\r\n", "Status: Rejected\r\nDate: 2026-06-01\r\n");
    assert_eq!(repository.read("peps/pep-0007.md"), expected);
    // `accepted` asks for those who were heard, as everywhere.
    let said = repository.heard(&["status", "12", "accepted"]);
    assert_eq!(said.code, 1, "{said:?}");
    said.has("error[consulted-empty]");

    // In an accepted one the status and its day may change, and nothing else.
    let accepted = PEP.replace("Status: Draft", "Status: Accepted");
    repository.write("peps/pep-0012.md", &accepted);
    repository.commit("Accept");
    repository.git(&["switch", "-q", "-c", "topic"]);
    let said = repository.heard(&["status", "12", "deprecated"]);
    assert!(said.code == 0 && !said.out.contains("warning"), "{said:?}");
    repository.commit("Deprecate");
    let said = repository.heard(&["gate", "--base", "main"]);
    assert!(!said.out.contains("accepted-edited"), "{said:?}");
    for (old, new) in [("short and", "long and"), ("Process", "Informational"), ("Sam Okafor", "Bo Lund")] {
        repository.write("peps/pep-0012.md", &accepted.replace(old, new));
        repository.commit("Edit");
        repository.heard(&["gate", "--base", "main"]).has("error[accepted-edited]");
    }

    // Where there is no status yet, it gets a line; where a value takes two, the lines to write are shown.
    let bare = "PEP: 13\nTitle: A\nCreated: 2024-08-05\n\n# Abstract\n";
    repository.write("peps/pep-0013.md", bare);
    assert_eq!(repository.heard(&["status", "13", "proposed"]).code, 0);
    let expected = bare.replace("-05\n", "-05\nStatus: Proposed\nDate: 2026-06-01\n");
    assert_eq!(repository.read("peps/pep-0013.md"), expected);
    let two = bare.replace("Title: A\n", "Title: A\nStatus: Draft,\n  since May\n");
    repository.write("peps/pep-0013.md", &two);
    let said = repository.heard(&["status", "13", "rejected"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("the value of `Status` is longer than a line (line 3)");
    said.has("change it by hand:\n      status: rejected");
    assert_eq!(repository.read("peps/pep-0013.md"), two);
}

/// What adrs 0.13 exports, in its form, and with what other writers of the format may add.
const EXPORT: &str = r##"{
  "$schema": "https://example.org/json-adr/v1.json",
  "version": "1.0.0",
  "generated_at": "2026-05-01T08:00:00Z",
  "tool": {"name": "adrs", "version": "0.13.0"},
  "repository": {"adr_directory": "doc/adr"},
  "adrs": [
    {"number": 1, "title": "Keep a log", "status": "Superseded", "date": "2025-01-02",
     "context": "Nobody knew why.", "decision": "We write it down.", "consequences": "It takes an hour.",
     "links": [{"type": "superseded-by", "target": 2, "description": "since the log was too thin"}],
     "path": "/home/ana/doc/adr/0001-keep-a-log.md"},
    {"number": 2, "title": "Keep words: all of them", "status": "In Review", "date": "2025-03-04",
     "deciders": ["Ana Ruiz"], "consulted": ["Ines Roy", "Bo Lund (ops)"], "informed": ["Sam Okafor"], "tags": ["log", "words"],
     "context": "Ines said:\n\n> Please quote me.\n\n# Loud\n\n---\n", "decision_drivers": ["nights", "thin\nlines"],
     "considered_options": [{"name": "Quote", "pros": ["true"], "cons": ["long"]}],
     "links": [{"type": "supersedes", "target": 1}, {"type": "clarifies", "target": 1}],
     "custom_sections": {"Cost": "Two hours a week."}, "source_uri": "https://example.org/adr/2", "effort": {"weeks": [2, 3]},
     "path": "/home/ana/doc/adr/0002-keep-words.md"}
  ]
}
"##;

/// The texts and numbers of a value of JSON, without those that say where it came from.
fn leaves(value: &serde_json::Value, out: &mut String) {
    match value {
        serde_json::Value::Object(fields) => {
            fields.iter().filter(|(key, _)| !["path", "type", "target"].contains(&key.as_str())).for_each(
                |(key, value)| {
                    if key != "number" {
                        leaves(value, out);
                    }
                },
            );
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| leaves(item, out)),
        serde_json::Value::String(text) => out.push_str(&format!("{text}\n")),
        other => out.push_str(&format!("{other}\n")),
    }
}

#[test]
fn what_adrs_exports_is_imported_without_losing_a_word() {
    let repository = empty();
    repository.write("decisions/0001-start.md", &accepted("Start", "docs/**"));
    repository.write("adrs.json", EXPORT);
    let said = repository.heard(&["import", "adrs.json", "--from", "adrs", "--dry-run"]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("0001-keep-a-log.md -> decisions/0003-keep-a-log.md\n    ---\n    status: superseded\n");
    said.has("2 records would be written (dry run)");
    let said = repository.heard(&["import", "adrs.json"]);
    assert_eq!(said.code, 0, "{said:?}");

    let export: serde_json::Value = serde_json::from_str(EXPORT).unwrap();
    let paths = ["decisions/0003-keep-a-log.md", "decisions/0002-keep-words.md"];
    for (adr, path) in export["adrs"].as_array().unwrap().iter().zip(paths) {
        let mut old = String::new();
        leaves(adr, &mut old);
        let new = words(&repository.read(path));
        for (word, wanted) in words(&old) {
            let there = new.get(&word).copied().unwrap_or_default();
            assert!(there >= wanted, "{path}: `{word}` is there {there} times, and was {wanted} times");
        }
    }
    let second = repository.read(paths[1]);
    assert!(second.contains("\nsupersedes:\n  - \"0003\"\n"), "links follow: {second}");
    assert!(second.contains("- clarifies [Keep a log](0003-keep-a-log.md)\n"), "{second}");
    let listed = repository.heard(&["list", "--format", "json"]).json("list.schema.json");
    let second = &listed.as_array().unwrap().iter().find(|record| record["id"] == "0002").unwrap();
    assert_eq!(second["consulted"][1]["role"], "ops");
    assert_eq!((&second["date"], &second["title"]), (&"2025-03-04".into(), &"Keep words: all of them".into()));

    // A record alone, as `adrs export json 1` writes it.
    let one = serde_json::json!({"version": "1.0.0", "adr": export["adrs"][0]});
    let alone = empty();
    alone.write("one.json", &one.to_string());
    assert_eq!(alone.heard(&["import", "one.json"]).code, 0);
    let text = alone.read("decisions/0001-keep-a-log.md");
    assert!(text.contains("superseded-by:\n  - \"0002\"\n"), "{text}");
    assert!(text.contains("## Links\n\n- superseded-by 0002: since the log was too thin\n"), "{text}");

    alone.write("no.json", "{\"log\": []}");
    for (command, words) in [
        (&["import", "no.json"][..], "`no.json` is not an export of adrs: it has no list of records under `adrs`"),
        (&["import", "one.json", "--from", "madr"], "only works for adrs exports"),
        (&["import", "none.json"], "or a JSON file exported by adrs"),
        (&["init", "--adopt", "--dir", "none"], "no decisions found in `none`"),
    ] {
        let said = alone.heard(command);
        assert_eq!(said.code, 2, "{said:?}");
        said.has(words);
    }
    let said = empty().heard(&["init", "--adopt"]);
    said.has("add records with `heard import`");
}

#[test]
fn ids_of_other_branches_are_taken() {
    let repository = empty();
    repository.write("decisions/0001-start.md", &accepted("Start", "docs/**"));
    repository.commit("Start");
    // Somebody's open change, which was fetched and never checked out, and one of our own.
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository.write("decisions/0004-theirs.md", &accepted("Theirs", "docs/**"));
    repository.commit("Theirs");
    repository.git(&["update-ref", "refs/remotes/origin/topic", "topic"]);
    repository.git(&["switch", "-q", "main"]);
    repository.git(&["branch", "-q", "-D", "topic"]);
    repository.git(&["switch", "-q", "-c", "mine"]);
    repository.write("decisions/0002-mine.md", &accepted("Mine", "docs/**"));
    repository.commit("Mine");
    repository.git(&["switch", "-q", "main"]);
    let said = repository.heard(&["new", "Next", "--no-edit"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(said.out, "decisions/0005-next.md\n");
    let plain = Repository::plain_folder();
    assert_eq!(plain.heard(&["new", "Next", "--no-edit"]).out, "decisions/0001-next.md\n");
}

#[test]
fn a_new_decision_names_whom_to_hear() {
    let repository = empty();
    repository.write("heard.toml", repository::POLICY);
    let said = repository.heard(&["new", "Page", "--governs", "infra/paging/**", "--no-edit"]);
    assert_eq!(said.code, 0, "{said:?}");
    let text = repository.read("decisions/0001-page.md");
    assert!(text.contains("consulted:\n  - \"support\"\n"), "{text}");
    assert!(text.contains("Area `paging` requires a quote from `support`: Ines Roy, Sam Okafor.\n"), "{text}");
}

#[test]
fn templates_stand_below_our_header() {
    let repository = empty();
    for (name, heading) in
        [("madr", "### Confirmation"), ("madr-minimal", "### Consequences"), ("nygard", "## Decision")]
    {
        let said = repository.heard(&["new", "Page", "--from", name, "--no-edit"]);
        assert_eq!(said.code, 0, "{said:?}");
        let text = repository.read(said.out.trim());
        assert!(text.contains(&format!("\n{heading}\n")), "{text}");
        assert!(text.contains("# Page\n\n## Context") && text.contains("\n## Consultation\n\n<!--\nEach"), "{text}");
    }
    repository.write(
        "docs/template.md",
        "---\nstatus: {proposed}\n---\n\n# {title}\n\n## Risks\n\n## Consultation\n\nWords.",
    );
    let said = repository.heard(&["new", "Page", "--from", "docs/template.md", "--no-edit"]);
    let text = repository.read(said.out.trim());
    assert!(text.ends_with("consulted:\n---\n\n# Page\n\n## Risks\n\n## Consultation\n\nWords.\n"), "{text}");
    let said = repository.heard(&["new", "Page", "--from", "mdr", "--no-edit"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("template `mdr` not found");
    said.has("`madr`, `madr-minimal` and `nygard`");
}

#[test]
fn those_who_are_missing_are_asked_for_their_own_words() {
    let repository = empty();
    let policy =
        repository::POLICY.replace("[groups]", "[people.\"Sam Okafor\"]\nmail = \"sam@example.org\"\n\n[groups]");
    repository.write("heard.toml", &policy);
    let text = accepted("Page", "infra/paging/**")
        .replace("status: accepted", "status: proposed")
        .replace("  - \"Ines Roy\"\n", "  - \"Bo Lund\"\n  - \"Cy Day\"\n  - \"Ana Ruiz\"\n  - \"SPEC.md\"\n")
        .replace(
            "## Considered",
            "## Context and Problem Statement\n\n<!-- why -->\n\nExports *stall*\nat night.\n\nMore.\n\n## Considered",
        )
        + "\n**No answer:** Cy Day, asked 2026-05-01, waited until 2026-05-15.\n";
    repository.write("decisions/0001-page.md", &text);
    // Ines Roy has spoken for `support`; makers, documents and those who did not answer are left alone.
    let said = repository.heard(&["ask", "1", "--by", "2026-06-14"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.starts_with("To Bo Lund:\n\nWe are about to make a decision that affects your work: Page (0001).\n\nExports stall at night.\n\nPlease tell us by 2026-06-14,"), "{}", said.out);
    said.has("with your name and the date, in\ndecisions/0001-page.md,");
    said.has("to remove the quote at any time");
    assert_eq!(said.out.matches("To ").count(), 1, "{}", said.out);
    assert!(!said.out.to_lowercase().contains("objection"));

    // Nobody of a group was heard: everybody in it is asked.
    repository.write("decisions/0001-page.md", text.split("\n> ").next().unwrap());
    let said = repository.heard(&["ask", "1"]);
    for name in ["To Bo Lund:", "To Cy Day:", "To Ines Roy:", "To Sam Okafor"] {
        said.has(name);
    }
    assert!(!said.out.contains("To Ana Ruiz"), "{}", said.out);
    assert_eq!(repository.heard(&["ask", "1", "Ines Roy"]).out.matches("To ").count(), 1);

    repository.write("decisions/0001-page.md", &accepted("Page", "infra/paging/**"));
    repository.heard(&["ask", "1"]).has("everyone has been quoted or asked");
    repository.heard(&["ask", "1", "Bo Lund"]).has("We made this decision without asking you");
    repository.write("decisions/0001-other.md", &accepted("Other", "docs/**"));
    let said = repository.heard(&["ask", "1"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("several decisions have the ID `1`");
}

#[test]
fn an_area_inside_of_what_is_governed_asks_as_well() {
    let repository = empty();
    let area = "[[areas]]\nname = \"paging\"\npaths = [\"infra/paging/*.yml\"]\nhear = [\"support\"]\n";
    repository.write("heard.toml", &format!("[groups]\nsupport = [\"Ines Roy\"]\n\n{area}"));
    repository.write("infra/paging/rota.yml", "window: thursday\n");
    repository.write("docs/paging.yml", "window: thursday\n");
    let said = repository.heard(&["new", "All of it", "--governs", "infra/**"]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has("area `paging` requires a quote from `support`");
    repository.heard(&["ask", "1"]).has("To Ines Roy:");
    let said = repository.heard(&["new", "None of it", "--governs", "docs/*.yml"]);
    assert!(!said.out.contains("support"), "{said:?}");
    let said = repository.heard(&["ask", "2"]);
    assert_eq!(said.code, 0, "{said:?}");
    said.has(
        "nobody is listed under `consulted` in decisions/0002-none-of-it.md yet\n`heard ask 0002 PERSON` writes to",
    );
    let text = repository.read("decisions/0002-none-of-it.md");
    repository.write("decisions/0002-none-of-it.md", &text.replace("\n---\n", "\nconsulted: [SPEC.md]\n---\n"));
    repository.heard(&["ask", "2"]).has("nobody listed under `consulted` in decisions/0002-none-of-it.md can be asked");
}

#[test]
fn in_a_long_list_each_person_is_asked_once() {
    let repository = empty();
    let names: Vec<String> = (0..1_000).map(|number| format!("\"@u{number}\"")).collect();
    let list = names.join(", ");
    let text = format!(
        "---\nstatus: proposed\ndecision-makers: [{list}]\nconsulted: [{list}, Ines Roy, Ines Roy, \"@ines\"]\n---\n\n# Page\n"
    );
    repository.write("heard.toml", "[people.\"Ines Roy\"]\nhandle = \"@ines\"\n");
    repository.write("decisions/0001-page.md", &text);
    let said = repository.heard(&["ask", "1"]);
    assert_eq!(said.out.matches("To ").count(), 1, "{}", said.out);
    said.has("To Ines Roy:");
}

#[test]
fn a_directory_stands_for_what_is_in_it() {
    let repository = empty();
    repository.write("infra/paging/rota.yml", "window: thursday\n");
    for (given, written) in [
        ("infra/paging", "infra/paging/**"),
        ("./infra/", "infra/**"),
        (".", "**"),
        ("infra/paging/rota.yml", "infra/paging/rota.yml"),
        ("!infra/paging", "!infra/paging"),
        ("elsewhere", "elsewhere"),
    ] {
        let said = repository.heard(&["new", "Page", "--governs", given, "--no-edit"]);
        assert_eq!(said.code, 0, "{given}: {said:?}");
        let file = said.out.lines().find_map(|line| line.split_whitespace().find(|word| word.ends_with(".md")));
        let text = repository.read(file.unwrap_or_else(|| panic!("{said:?}")).trim_matches('`'));
        assert!(text.contains(&format!("governs:\n  - \"{written}\"\n")), "{given}: {text}");
    }
    let said = repository.heard(&["new", "Page", "--governs", "elsewhere/"]);
    assert_eq!(said.code, 2, "{said:?}");
    said.has("write `elsewhere/**`");
}
