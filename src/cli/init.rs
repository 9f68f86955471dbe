//! `heard init`: starts a log, or takes over one that is there.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use super::workspace::{State, Workspace, settings};
use super::writes::Writes;
use super::{Error, Global, Outcome, logs, question};
use crate::adopt::{self, Found, Keys};
use crate::baseline::{self, Baseline};
use crate::catalog::Catalog;
use crate::draft::{file_name, quoted};
use crate::log::{read_baseline, read_policy, read_records, records};
use crate::policy::{self, GLOB_MARKS, Policy};
use crate::snapshot::{Content, Listed, Source};
use crate::text::{RepoPath, counted, counted_people, fold, listed, listed_some, visible};
use crate::vocabulary::id::IdKind;
use crate::vocabulary::words::StatusKind;
use crate::{lint, rules};

const POLICY: &str = include_str!("../templates/heard.toml");
const AREAS: &str = include_str!("../templates/areas.toml");
const FIRST: &str = include_str!("../templates/first.md");
const GITHUB: &str = include_str!("../templates/github.yml");
const GITHUB_COMMENT: &str = include_str!("../templates/github-comment.yml");
const GITHUB_PAGES: &str = include_str!("../templates/github-pages.yml");
const GITLAB: &str = include_str!("../templates/gitlab.yml");
const GITLAB_PAGES: &str = include_str!("../templates/gitlab-pages.yml");
const AGENTS: &str = include_str!("../templates/agents.md");

/// Start a decision log, or adopt an existing one
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
It writes `heard.toml`, a first decision, and a CI job if you ask for one. In a terminal, without arguments, it \
prompts for each.

Existing files are never changed; what to add to them is printed instead.

Examples:
  heard init                            start a log in `decisions`
  heard init --dir docs/adr --ids date  use another directory, and name files by date
  heard init --ci github                add a workflow that runs `heard gate`
  heard init --ci github-comment        and one that keeps a comment in each pull request
  heard init --ci github-pages          and one that publishes the site
  heard init --adopt                    adopt existing logs and record their findings
  heard init --agents                   add what coding agents have to know to `AGENTS.md`")]
pub(super) struct Arguments {
    /// Directory of the log [default: `decisions`, or what `--adopt` finds]
    #[arg(long, value_name = "DIR")]
    dir: Option<String>,
    /// How files are named [default: `sequential`, or what `--adopt` finds]
    #[arg(long, value_name = "KIND")]
    ids: Option<IdKind>,
    /// Also write a CI job that runs `heard gate` [default: none]
    #[arg(long, value_name = "CI")]
    ci: Option<Ci>,
    /// Adopt existing decision files and record their current findings in the baseline
    #[arg(long)]
    adopt: bool,
    /// Also write rules for coding agents to `AGENTS.md`
    #[arg(long)]
    agents: bool,
}

/// The CI system that runs the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Ci {
    /// GitHub Actions workflow
    Github,
    /// GitHub Actions workflow, and one that keeps a comment in the pull request
    GithubComment,
    /// GitHub Actions workflow, and one that publishes the site on GitHub Pages
    GithubPages,
    /// GitLab CI/CD include
    Gitlab,
    /// GitLab CI/CD include, and a job that publishes the site on GitLab Pages
    GitlabPages,
    /// No CI job
    None,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open_to_write(global, self.is_bare())?;
        workspace.top()?;
        let source = workspace.source(State::WorkTree)?;
        let old = settings(policy::FILE, read_policy(&source, &rules::ids())?)?;
        let branch = workspace.repo().ok().and_then(|repo| repo.main_branch());
        let base = branch.as_ref().map_or("origin/main".to_owned(), |branch| branch.revision());
        if let Some(old) = &old {
            self.refuse_other(old)?;
        } else if !self.adopt {
            self.refuse_second(&workspace, &source)?;
        }
        let options =
            if self.is_bare() && question::can_ask() { prompt(&workspace, old.is_some())? } else { self.clone() };
        let mut found = String::new();
        let log = if self.adopt {
            let (log, notes) = self.adopted(&workspace, &source, old.as_ref(), &base)?;
            found = notes;
            log
        } else {
            let dir = options.dir.clone().unwrap_or_else(|| "decisions".to_owned());
            policy_text(&[dir], options.ids.unwrap_or_default(), &base, &Names::default())
        };
        let written = Policy::read(&log, &rules::ids()).map_err(|mistake| {
            let help = mistake.help.map(|help| format!("\n  = help: {}", visible(&help))).unwrap_or_default();
            Error::Usage(format!("{}{help}", visible(&mistake.message)))
        })?;
        // The file that is there decides, whatever we would have written.
        let has_policy = old.is_some();
        let policy = old.unwrap_or(written);
        let mut files = vec![(RepoPath::new(policy::FILE), log)];
        let records = records(&source, &policy)?;
        let plain = policy.dirs.iter().find(|dir| !dir.contains(GLOB_MARKS));
        let mut summary = None;
        if self.adopt {
            let (adopted, text) = adoption(&source, &records, &policy, global)?;
            let file = RepoPath::new(baseline::FILE);
            if has_policy && (text.is_empty() || source.find(&file)?.is_some()) {
                files.clear();
                let dirs = listed(policy.dirs.iter().map(String::as_str));
                summary = Some(format!(
                    "the log in {dirs} is already adopted: `heard check` shows new problems, and `heard baseline --write` records them as known\n"
                ));
            } else {
                if !text.is_empty() {
                    files.push((file, text));
                }
                summary = Some(format!("{found}{adopted}"));
            }
        } else if let (true, Some(dir)) = (records.is_empty(), plain) {
            let today = global.today().to_string();
            let name = file_name("Record decisions with heard", &policy, &[], &today);
            let path = RepoPath::new(if dir == "." { name } else { format!("{dir}/{name}") });
            let maker = workspace.repo().ok().and_then(|repo| repo.user_name());
            files.push((path, first_decision(dir, &today, maker.as_deref())));
        }
        files.extend(options.ci_files(branch.as_ref().map_or("main", |branch| branch.name.as_str())));
        files.extend(self.agents.then(|| (RepoPath::new("AGENTS.md"), AGENTS.to_owned())));
        // A link is there, wherever it leads.
        let top = workspace.top()?;
        let is_new = |path: &RepoPath| std::fs::symlink_metadata(top.join(path.as_str())).is_err();
        let new: BTreeSet<RepoPath> = files.iter().map(|(path, _)| path.clone()).filter(is_new).collect();
        let mut writes = Writes::new(&workspace);
        for (path, text) in files.iter().filter(|(path, _)| new.contains(path)) {
            writes.create(path, text.as_str());
        }
        writes.commit()?;
        if let Some(summary) = &summary {
            out.write_all(summary.as_bytes())?;
        }
        for (path, text) in &files {
            if new.contains(path) {
                writeln!(out, "wrote {path}")?;
                continue;
            }
            let found = source.find(path)?.map(|listed| source.read(&listed, text.len())).transpose()?;
            if found.and_then(Content::bytes).is_some_and(|bytes| bytes == text.as_bytes()) {
                writeln!(out, "kept {path}, which is up to date")?;
                continue;
            }
            writeln!(out, "kept {path}, which already exists; the new one would be:\n")?;
            for line in text.lines() {
                writeln!(out, "{}", format!("    {}", visible(line)).trim_end())?;
            }
            writeln!(out)?;
        }
        match new.len() {
            0 if files.is_empty() => {}
            0 => writeln!(out, "nothing was written, since these files exist already")?,
            _ => writeln!(out, "{}", options.next_steps())?,
        }
        if workspace.repo().is_err() {
            writeln!(out, "  This directory is not in a git repository, which `heard gate` needs; run `git init`.")?;
        }
        Ok(Outcome::Fine)
    }

    /// Whether no options were given.
    fn is_bare(&self) -> bool {
        self.dir.is_none() && self.ids.is_none() && self.ci.is_none() && !self.adopt && !self.agents
    }

    /// Refuses options that the existing policy contradicts, since that file is not changed.
    fn refuse_other(&self, old: &Policy) -> Result<(), Error> {
        let plain =
            |dir: &String| dir.split('/').filter(|part| !["", "."].contains(part)).collect::<Vec<_>>().join("/");
        if let Some(dir) = self.dir.as_ref().filter(|dir| !old.dirs.iter().any(|other| plain(other) == plain(dir))) {
            let mut all = old.dirs.clone();
            all.push(dir.clone());
            return Err(Error::Usage(format!(
                "{file} already exists, and says that the decisions are in {dirs}, not in `{dir}`\n  = help: set `dirs = [{new}]` under `[log]` in {file}, or `dirs = {all}` to have both",
                file = policy::FILE,
                dirs = listed(old.dirs.iter().map(String::as_str)),
                dir = visible(dir),
                new = toml_string(dir),
                all = toml_list(all.iter())
            )));
        }
        if let Some(ids) = self.ids.filter(|ids| old.ids != Some(*ids)) {
            let says = match old.ids {
                Some(other) => format!("says `ids = \"{}\"`", id_word(other)),
                None => "has no `ids`".to_owned(),
            };
            return Err(Error::Usage(format!(
                "{file} already exists, and {says}\n  = help: set `ids = \"{ids}\"` under `[log]` in {file}",
                file = policy::FILE,
                ids = id_word(ids)
            )));
        }
        Ok(())
    }

    /// Refuses to start a log beside another one, unless a folder was named for it.
    fn refuse_second(&self, workspace: &Workspace, source: &Source<'_>) -> Result<(), Error> {
        if self.dir.is_some() {
            return Ok(());
        }
        // What can't be looked at is no log that could be overlooked, nor is a guess.
        let found = logs::find(workspace, source).unwrap_or_default();
        let dirs: Vec<&str> = found.logs.iter().map(|log| log.dir.as_str()).collect();
        if dirs.is_empty() || found.is_guess || dirs == ["decisions"] {
            return Ok(());
        }
        Err(Error::Usage(format!(
            "there seems to be a decision log already, in {}\n  = help: adopt it with `heard init --adopt`, or start another one with `--dir decisions`",
            listed(dirs)
        )))
    }

    /// The policy for the log that is there, and what to say about how it was found.
    fn adopted(
        &self,
        workspace: &Workspace,
        source: &Source<'_>,
        old: Option<&Policy>,
        base: &str,
    ) -> Result<(String, String), Error> {
        let (dirs, notes) = match (&self.dir, old) {
            (Some(dir), _) => (vec![dir.clone()], String::new()),
            (None, Some(old)) => (old.dirs.clone(), String::new()),
            (None, None) => chosen(logs::find(workspace, source)?)?,
        };
        // Read once as it will be, to see how the records are named and which words they use.
        let text = policy_text(&dirs, IdKind::Sequential, base, &Names::default());
        let mut policy = Policy::read(&text, &rules::ids())
            .map_err(|mistake| Error::Usage(visible(&mistake.message).into_owned()))?;
        let records = records(source, &policy)?;
        if let (true, Some(old)) = (records.is_empty(), old) {
            return Err(workspace.nothing_found(source, old));
        }
        if records.is_empty() {
            let dirs = listed(dirs.iter().map(String::as_str));
            return Err(Error::Usage(format!(
                "no decisions found in {dirs}\n  = help: name another directory with `--dir`"
            )));
        }
        let known = policy.words.clone();
        policy.words = adopt::with_all_names(&known);
        let keys = adopt::keys(&read_records(source, &records, &policy)?, &known);
        // Again with the names that will be in the file: a status may have one of them.
        let names = Names { keys, statuses: BTreeMap::new() };
        let text = policy_text(&dirs, IdKind::Sequential, base, &names);
        let policy = Policy::read(&text, &rules::ids())
            .map_err(|mistake| Error::Usage(visible(&mistake.message).into_owned()))?;
        let decisions = read_records(source, &records, &policy)?;
        let (statuses, _) = adopt::words(decisions.iter(), &policy.words);
        let kind = self.ids.unwrap_or_else(|| adopt::kind(records.iter().map(|listed| &listed.path)));
        Ok((policy_text(&dirs, kind, base, &Names { statuses, ..names }), notes))
    }

    /// The files for CI.
    fn ci_files(&self, branch: &str) -> Vec<(RepoPath, String)> {
        let workflow = |name: &str, text: String| (RepoPath::new(format!(".github/workflows/{name}.yml")), text);
        let on_branch =
            |text: &str| text.replace("branches: [main]", &format!("branches: [{}]", quoted_branch(branch)));
        let gate = || workflow("heard", on_branch(GITHUB));
        let gitlab = |text: String| vec![(RepoPath::new(".gitlab-ci.yml"), text)];
        match self.ci {
            Some(Ci::Github) => vec![gate()],
            Some(Ci::GithubComment) => vec![gate(), workflow("heard-comment", GITHUB_COMMENT.to_owned())],
            Some(Ci::GithubPages) => vec![gate(), workflow("heard-site", on_branch(GITHUB_PAGES))],
            Some(Ci::Gitlab) => gitlab(GITLAB.to_owned()),
            Some(Ci::GitlabPages) => gitlab([GITLAB, GITLAB_PAGES].concat()),
            Some(Ci::None) | None => Vec::new(),
        }
    }

    /// What to do next.
    fn next_steps(&self) -> String {
        let mut next = "\nNext:\n".to_owned();
        if self.ci.is_some_and(|ci| ci != Ci::None) {
            next.push_str(
                "  Fill in the placeholders of the CI job; docs/ci.md of heard explains how to make it required.\n",
            );
        }
        next.push_str(if self.adopt {
            "  Review and commit these files. `heard check` shows new problems, `heard check --no-baseline` all of them."
        } else {
            "  Commit these files. Then ask your team about adopting a decision log; `heard check` shows what is missing."
        });
        next.push_str("\n  Add areas to heard.toml to say which paths need whose input; `heard gate` enforces them.");
        next
    }
}

/// Prompts for what to create. An existing policy already says where the log is.
fn prompt(workspace: &Workspace, has_policy: bool) -> Result<Arguments, Error> {
    let (mut dir, mut ids) = (None, None);
    if !has_policy {
        let wrong = |dir: &str| {
            let text = policy_text(&[dir.to_owned()], IdKind::Sequential, "main", &Names::default());
            Policy::read(&text, &rules::ids()).err().map(|mistake| mistake.message)
        };
        dir = Some(question::checked("Directory for the decisions?", "", "decisions", wrong)?);
        let kinds = [
            ("0012-use-sqlite.md: number", IdKind::Sequential),
            ("20260302-use-sqlite.md: date", IdKind::Date),
            ("use-sqlite.md: title only", IdKind::Slug),
        ];
        let kinds = kinds.map(|(shown, kind)| (shown.to_owned(), kind));
        ids = Some(question::pick("How should files be named?", "", kinds.into())?);
    }
    let top = workspace.top()?;
    let mut jobs = vec![
        ("none yet".to_owned(), Ci::None),
        ("a workflow for GitHub Actions".to_owned(), Ci::Github),
        ("the same, and one that keeps a comment in each pull request".to_owned(), Ci::GithubComment),
        ("an include for GitLab CI/CD".to_owned(), Ci::Gitlab),
    ];
    // The files that exist show which CI is used.
    if top.join(".github").is_dir() {
        jobs.swap(0, 1);
    } else if top.join(".gitlab-ci.yml").is_file() {
        jobs.swap(0, 3);
    }
    let ci = Some(question::pick("CI job for `heard gate`?", "", jobs)?);
    Ok(Arguments { dir, ids, ci, adopt: false, agents: false })
}

/// The directories to adopt, and what to say about them. Where there are two ways to see it, a person at a terminal is
/// asked.
fn chosen(found: Found) -> Result<(Vec<String>, String), Error> {
    let doubtful: Vec<&adopt::Left> = found.left.iter().filter(|left| left.reason.is_doubtful()).collect();
    let mut notes = String::new();
    let mut dirs: Vec<String> = found.logs.iter().map(|log| log.dir.clone()).collect();
    let mut left = found.left.clone();
    if (found.is_guess || !doubtful.is_empty()) && question::can_ask() {
        let logs = found.logs.iter().map(|log| {
            let shown = format!("{} ({})", log.dir, counted(log.records, "record"));
            (shown, true, log.dir.clone())
        });
        let others = doubtful.iter().map(|left| {
            let dir = if left.dir.is_empty() { ".".to_owned() } else { left.dir.clone() };
            (format!("{dir} ({}): {}", counted(left.files, "file"), left.reason.words()), false, dir)
        });
        dirs = question::pick_any("Which directories are decision logs?", logs.chain(others).collect())?;
        left.retain(|left| !dirs.iter().any(|dir| *dir == left.dir || (dir == "." && left.dir.is_empty())));
    } else if let (true, Some(log)) = (found.is_guess, found.logs.first()) {
        notes = format!(
            "took `{}` for the log, the likeliest directory here; if it is another one, remove the written files and run `heard init --adopt --dir DIR`\n",
            visible(&log.dir)
        );
    }
    let lines = logs::left_out(&left);
    if dirs.is_empty() {
        let looked = if lines.is_empty() { String::new() } else { format!("\nleft out:\n{}", lines.trim_end()) };
        return Err(Error::Usage(format!(
            "no decision log found here{looked}\n  = help: pass its directory with `heard init --adopt --dir DIR`, or start a log with `heard init` and add records with `heard import`"
        )));
    }
    if !lines.is_empty() {
        notes.push_str(&format!("left out (to include a directory, add it to `dirs` in {}):\n{lines}\n", policy::FILE));
    }
    Ok((dirs, notes))
}

/// A summary of a log that is adopted, and the text of the baseline; empty without findings.
fn adoption(
    source: &Source<'_>,
    records: &[Listed],
    policy: &Policy,
    global: &Global,
) -> Result<(String, String), Error> {
    let old = settings(baseline::FILE, read_baseline(source)?)?.unwrap_or_default();
    let catalog = Catalog::new(read_records(source, records, policy)?, [], policy.clone(), global.today());
    let settings = lint::Settings { strict: false, allow: true, baseline: &Baseline::default() };
    let found = lint::check(&catalog, settings, |_| true).findings;
    let note = format!("existed when heard was adopted, {}", global.today());
    let made = Baseline::of(&found, &old, Some(&note));
    let (mut consulted, mut quoted) = (BTreeSet::new(), BTreeSet::new());
    for decision in &catalog.decisions {
        let people = decision.consulted.parties.iter().filter(|party| policy.directory.may_be_somebody(party));
        consulted.extend(people.map(|party| fold(&party.shown())));
        quoted.extend(decision.quotes().filter_map(|quote| Some(fold(&quote.speaker()?.shown()))));
    }
    let mut text = format!(
        "{} in {}\n{} listed as consulted, {} quoted\n",
        counted(records.len(), "record"),
        listed(policy.dirs.iter().map(String::as_str)),
        counted_people(consulted.len()),
        counted_people(quoted.len())
    );
    let (_, unknown) = adopt::words(catalog.decisions.iter(), &policy.words);
    let keys = added_keys(policy);
    if !keys.is_empty() {
        text.push_str(&format!("keys mapped in heard.toml: {}\n", keys.join("; ")));
    }
    let words = added_words(policy);
    if !words.is_empty() {
        text.push_str(&format!("statuses mapped in heard.toml: {}\n", words.join("; ")));
    }
    if !unknown.is_empty() {
        let unknown: Vec<String> = unknown.into_iter().collect();
        text.push_str(&format!("unknown statuses: {} (map them under `[words]`)\n", listed_some(&unknown)));
    }
    text.push_str(&match made.entries.is_empty() {
        true => "no problems found, so no baseline is needed\n".to_owned(),
        false => format!("{} recorded in the baseline\n", counted(found.len(), "finding")),
    });
    text.push('\n');
    Ok((text, if made.entries.is_empty() { String::new() } else { made.text }))
}

/// The status words of a policy beside ours, each with its meaning.
fn added_words(policy: &Policy) -> Vec<String> {
    let own = StatusKind::ALL.map(StatusKind::word);
    let added = policy.words.statuses.iter().filter(|(word, _)| !own.contains(&word.as_str()));
    added.map(|(word, kind)| format!("`{}` as `{}`", visible(word), kind.word())).collect()
}

/// The names that a policy has for keys, each with the key.
fn added_keys(policy: &Policy) -> Vec<String> {
    policy.words.keys.iter().map(|(name, key)| format!("`{}` as `{key}`", visible(name))).collect()
}

/// What a log calls keys and statuses.
#[derive(Clone, Debug, Default)]
struct Names {
    keys: Keys,
    statuses: BTreeMap<StatusKind, BTreeSet<String>>,
}

/// A kind of ids as it is written in `heard.toml`.
fn id_word(ids: IdKind) -> &'static str {
    match ids {
        IdKind::Sequential => "sequential",
        IdKind::Date => "date",
        IdKind::Slug => "slug",
    }
}

/// The text of `heard.toml`.
fn policy_text(dirs: &[String], ids: IdKind, base: &str, names: &Names) -> String {
    let mut text = String::new();
    for line in POLICY.lines() {
        text.push_str(&match line {
            "dirs = DIRS" => format!("dirs = {}", toml_list(dirs.iter())),
            "ids = IDS" => format!("ids = \"{}\"", id_word(ids)),
            "base = BASE" => format!("base = {}", toml_string(base)),
            line => line.to_owned(),
        });
        text.push('\n');
    }
    if !names.keys.names.is_empty() {
        text.push_str("\n# Other names of keys used in these decisions.\n[keys]\n");
        for (key, names_of_key) in &names.keys.names {
            let reviewers: Vec<&String> =
                names.keys.reviewers.iter().filter(|name| names_of_key.contains(*name)).collect();
            if !reviewers.is_empty() {
                text.push_str(&format!(
                    "# No key here says who was consulted, so {} count as consulted. Remove them if they only approved.\n",
                    listed(reviewers.iter().map(|name| name.as_str()))
                ));
            }
            text.push_str(&format!("{key} = {}\n", toml_list(names_of_key.iter())));
        }
    }
    if !names.statuses.is_empty() {
        text.push_str("\n# Other statuses used in these decisions.\n[words]\n");
        for (kind, words) in &names.statuses {
            text.push_str(&format!("status.{} = {}\n", kind.word(), toml_list(words.iter())));
        }
    }
    text + AREAS
}

/// A TOML list of strings.
fn toml_list<'a>(items: impl Iterator<Item = &'a String>) -> String {
    format!("[{}]", items.map(|item| toml_string(item)).collect::<Vec<_>>().join(", "))
}

/// A TOML string in double quotes.
fn toml_string(text: &str) -> String {
    // The one character that JSON leaves as it is and TOML does not take.
    serde_json::to_string(text).expect("a string is JSON").replace('\u{7f}', "\\u007f")
}

/// A branch in a list of YAML: bare when nothing in it means anything there.
fn quoted_branch(branch: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if branch.starts_with(|c: char| c.is_ascii_alphabetic()) && branch.chars().all(is_bare) {
        branch.to_owned()
    } else {
        quoted(branch)
    }
}

/// The decision to keep a log. It names nobody but the person who runs the command.
fn first_decision(dir: &str, today: &str, maker: Option<&str>) -> String {
    let makers = maker.map(|maker| format!("\n  - {}", quoted(maker))).unwrap_or_default();
    let glob = if dir == "." { "**/*.md".to_owned() } else { format!("{dir}/**") };
    FIRST
        .replacen("DATE", today, 1)
        .replacen("MAKERS", &makers, 1)
        .replacen("GLOB", &quoted(&glob), 1)
        .replace("`DIR`", &if dir == "." { "this directory".to_owned() } else { format!("`{dir}`") })
}
