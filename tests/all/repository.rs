//! Repositories made by the real git in a temporary folder, with the user's and the system's git
//! configuration cut off, one author, and fixed dates, so that even commit ids are the same everywhere.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

/// The day on which everything is judged.
pub(crate) const TODAY: &str = "2026-06-01";

/// The policy of most cases.
pub(crate) const POLICY: &str = "\
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\", \"!infra/paging/*.md\"]
hear = [\"support\"]
";

/// A repository of its own.
pub(crate) struct Repository {
    /// Kept so that it is removed at the end.
    home: std::rc::Rc<tempfile::TempDir>,
    top: PathBuf,
}

/// What the program said.
#[derive(Debug)]
pub(crate) struct Said {
    /// Its exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

/// Asserts how a command ended and that it said all of this.
#[track_caller]
pub(crate) fn expect(said: &Said, code: i32, words: &[&str]) {
    assert_eq!(said.code, code, "{said:?}");
    for words in words {
        said.has(words);
    }
}

impl Said {
    /// Asserts that something was said.
    #[track_caller]
    pub(crate) fn has(&self, words: &str) {
        assert!(
            self.out.contains(words) || self.err.contains(words),
            "`{words}` is not in\n{}\n{}",
            self.out,
            self.err
        );
    }

    /// Standard output as JSON that fits a schema of `docs/schemas`.
    #[track_caller]
    pub(crate) fn json(&self, schema: &str) -> serde_json::Value {
        let json: serde_json::Value =
            serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas").join(schema);
        let schema = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let wrong: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        json
    }
}

impl Repository {
    /// An empty repository with the branch `main`.
    pub(crate) fn new() -> Self {
        let home = std::rc::Rc::new(tempfile::tempdir().unwrap());
        let top = home.path().canonicalize().unwrap().join("repository");
        fs::create_dir(&top).unwrap();
        let repository = Self { home, top };
        repository.git(&["init", "-q", "-b", "main"]);
        repository
    }

    /// A folder that is no repository.
    pub(crate) fn plain_folder() -> Self {
        let home = std::rc::Rc::new(tempfile::tempdir().unwrap());
        let top = home.path().canonicalize().unwrap().join("folder");
        fs::create_dir(&top).unwrap();
        Self { home, top }
    }

    /// The same home, another folder.
    pub(crate) fn at(&self, folder: &str) -> Self {
        Self { home: self.home.clone(), top: self.top.join(folder) }
    }

    /// A clone of something, beside this one.
    pub(crate) fn clone_with(&self, arguments: &[&str]) -> Self {
        let top = self.home.path().canonicalize().unwrap().join("clone");
        let folder = top.to_str().unwrap();
        self.git(&[&["clone", "-q"], arguments, &[folder]].concat());
        Self { home: self.home.clone(), top }
    }

    /// A path inside.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        if path == "." { self.top.clone() } else { self.top.join(path) }
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// The text of a file.
    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Writes over a file that git keeps read-only.
    pub(crate) fn overwrite(&self, path: &str, bytes: &[u8]) {
        let file = self.path(path);
        let mut permissions = fs::metadata(&file).unwrap().permissions();
        #[allow(clippy::permissions_set_readonly_false, reason = "a temporary file of a test")]
        permissions.set_readonly(false);
        fs::set_permissions(&file, permissions).unwrap();
        fs::write(file, bytes).unwrap();
    }

    /// Commits everything.
    pub(crate) fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
    }

    /// The id of a commit.
    pub(crate) fn id(&self, rev: &str) -> String {
        self.git(&["rev-parse", rev])
    }

    /// Runs git and gives what it says.
    #[track_caller]
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = self.isolated("git").args(arguments).output().unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Runs git with something to read and gives what it says.
    #[track_caller]
    pub(crate) fn git_reading(&self, input: &[u8], arguments: &[&str]) -> String {
        let pipe = || std::process::Stdio::piped();
        let mut git = self.isolated("git").args(arguments).stdin(pipe()).stdout(pipe()).stderr(pipe()).spawn().unwrap();
        std::io::Write::write_all(&mut git.stdin.take().unwrap(), input).unwrap();
        let output = git.wait_with_output().unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Stages a name that the disk may not take, with this mode and this text or target.
    pub(crate) fn stage(&self, mode: &str, path: &[u8], text: &str) {
        let id = self.git_reading(text.as_bytes(), &["hash-object", "-w", "--stdin"]);
        self.stage_id(mode, path, &id);
    }

    /// Stages a name for an object; the mode `0` takes the name away.
    pub(crate) fn stage_id(&self, mode: &str, path: &[u8], id: &str) {
        let line = [format!("{mode} {id}\t").as_bytes(), path, b"\0"].concat();
        // No host refuses names that another one has.
        let settings = ["-c", "core.protectNTFS=false", "-c", "core.protectHFS=false", "-c", "core.ignoreCase=false"];
        self.git_reading(&line, &[&settings[..], &["update-index", "-z", "--index-info"]].concat());
    }

    /// Commits what is staged, whatever the disk has.
    pub(crate) fn commit_staged(&self, message: &str) {
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
    }

    /// Runs heard on a fixed day.
    pub(crate) fn heard(&self, arguments: &[&str]) -> Said {
        self.heard_with(&[], arguments)
    }

    /// Runs heard on a fixed day with something in its environment.
    pub(crate) fn heard_with(&self, environment: &[(&str, &str)], arguments: &[&str]) -> Said {
        let mut heard = self.isolated(env!("CARGO_BIN_EXE_heard"));
        let output = heard.envs(environment.iter().copied()).args(["--today", TODAY]).args(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
        Said { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The same with a text on standard input.
    #[track_caller]
    pub(crate) fn heard_reading(&self, input: &[u8], arguments: &[&str]) -> Said {
        let pipe = || std::process::Stdio::piped();
        let mut heard = self.isolated(env!("CARGO_BIN_EXE_heard"));
        let heard = heard.args(["--today", TODAY]).args(arguments).stdin(pipe()).stdout(pipe()).stderr(pipe());
        let mut heard = heard.spawn().unwrap();
        // A command that refuses its arguments reads nothing.
        drop(std::io::Write::write_all(&mut heard.stdin.take().unwrap(), input));
        let output = heard.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
        Said { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The same, but for a command that could go on for ever: it is stopped after a minute, and the test fails.
    #[track_caller]
    pub(crate) fn heard_in_time(&self, arguments: &[&str]) -> Said {
        let pipe = || std::process::Stdio::piped();
        let mut heard = self.isolated(env!("CARGO_BIN_EXE_heard"));
        let mut heard =
            heard.args(["--today", TODAY]).args(arguments).stdin(pipe()).stdout(pipe()).stderr(pipe()).spawn().unwrap();
        let start = Instant::now();
        while heard.try_wait().unwrap().is_none() {
            if start.elapsed() > Duration::from_secs(60) {
                heard.kill().unwrap();
                panic!("{arguments:?} does not end");
            }
            thread::sleep(Duration::from_millis(5));
        }
        let output = heard.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
        Said { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// A command that sees nothing of this machine's configuration.
    pub(crate) fn isolated(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.top);
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            // `CI_` and what stands beside it: these tests may run in a CI job themselves.
            if ["GIT_", "CI_", "GITHUB_", "GITLAB_", "GITEA_", "FORGEJO_"].iter().any(|start| name.starts_with(start))
                || ["VISUAL", "EDITOR", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI"].contains(&name.as_str())
            {
                command.env_remove(name);
            }
        }
        command
            .env("HOME", self.home.path())
            .env("XDG_CONFIG_HOME", self.home.path())
            .env("GIT_CONFIG_GLOBAL", if cfg!(windows) { "NUL" } else { "/dev/null" })
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", "Ana Ruiz")
            .env("GIT_AUTHOR_EMAIL", "ana@example.org")
            .env("GIT_AUTHOR_DATE", "2026-05-20T12:00:00Z")
            .env("GIT_COMMITTER_NAME", "Ana Ruiz")
            .env("GIT_COMMITTER_EMAIL", "ana@example.org")
            .env("GIT_COMMITTER_DATE", "2026-05-20T12:00:00Z");
        command
    }
}

/// A repository with the policy and a governed file on `main`, and a branch `topic` for the change.
pub(crate) fn prepared() -> Repository {
    let repository = Repository::new();
    repository.write("heard.toml", POLICY);
    repository.write("infra/paging/rota.yml", "window: thursday\n");
    repository.write("decisions/0001-start.md", &accepted("Start", "docs/**"));
    repository.commit("Start");
    repository.git(&["switch", "-q", "-c", "topic"]);
    repository
}

/// Judges what the branch at hand adds to `main`.
pub(crate) fn gate(repository: &Repository) -> Said {
    repository.heard(&["gate", "--base", "main"])
}

/// An accepted decision that heard Ines Roy.
pub(crate) fn accepted(title: &str, governs: &str) -> String {
    format!(
        "\
---
status: accepted
date: 2026-05-20
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy\"
governs:
  - \"{governs}\"
---

# {title}

## Considered Options

- Friday
- Thursday

## Consultation

> I get paged when an export stalls on Friday.
>
> — Ines Roy, 2026-05-12

**Changed:** the window names the tenant.
"
    )
}

/// Compares a file made from the code with what it should be, and writes it when it differs.
#[track_caller]
pub(crate) fn keep(path: &str, expected: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let current = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    if current != expected {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, expected).unwrap();
        panic!("{path} was out of date and has been written anew; run the tests again");
    }
}
