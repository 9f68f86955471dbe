//! Finds the repository, its policy and its log for a command. All reading of disks and git for
//! `check`, `list` and `show` starts here, so that no record can be seen by one and not by another.

use std::cell::RefCell;
#[cfg(feature = "site")]
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use jiff::civil::Date;

use super::change::with_changes;
#[cfg(feature = "site")]
use super::folder::Forbidden;
use super::writes::{self, Lock};
use super::{Error, Global, logs, question};
use crate::baseline::{self, Baseline};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::document::FILE_LIMIT;
use crate::git::{self, History, Repo};
use crate::log::{Settings, keep_records, read_baseline, read_buffer, read_governing, read_policy, read_records};
use crate::policy::{self, FILE, Policy};
use crate::rules;
#[cfg(feature = "site")]
use crate::site::pictures::{self, Pictures};
use crate::snapshot::{self, Listed, Source, repo_path};
use crate::text::{RepoPath, Spanned, counted, did_you_mean, visible, visible_path};
use crate::vocabulary::reference::Reference;
use crate::who::Subject;

/// The repository or directory of a command.
pub(super) struct Workspace {
    /// The repository; none in a plain folder.
    repo: Option<Repo>,
    /// The top of the work tree; none in a bare repository.
    top: Option<PathBuf>,
    /// The folder that the command runs in.
    folder: PathBuf,
    today: Date,
    /// Held by a command that writes, from before it reads until it has written.
    lock: RefCell<Option<Lock>>,
}

/// Which state of the files to read.
#[derive(Clone, Copy, Debug)]
pub(super) enum State<'a> {
    WorkTree,
    Staged,
    Rev(&'a str),
}

impl Workspace {
    /// Finds the repository at or above the folder of the command.
    pub(super) fn open(global: &Global) -> Result<Self, Error> {
        let folder = global.folder()?;
        let repo = match Repo::discover(&folder) {
            Ok(repo) => Some(repo),
            // A folder outside git can be read as well; only history needs a repository.
            Err(git::Error::NoRepository(_)) => None,
            Err(error) => return Err(error.into()),
        };
        let top = match &repo {
            Some(repo) => repo.work_tree().map(|top| super::plain(top.canonicalize().unwrap_or(top))),
            None => folder
                .ancestors()
                .find(|above| above.join(FILE).is_file())
                .map(Path::to_owned)
                .or_else(|| Some(folder.clone())),
        };
        Ok(Self { repo, top, folder, today: global.today(), lock: RefCell::default() })
    }

    /// Opens it for a command that writes. While it prompts, others may write.
    pub(super) fn open_to_write(global: &Global, prompts: bool) -> Result<Self, Error> {
        let workspace = Self::open(global)?;
        if !(prompts && question::can_ask()) {
            workspace.lock()?;
        }
        Ok(workspace)
    }

    /// Keeps other commands from writing until this one is done, or [`Workspace::unlock`].
    pub(super) fn lock(&self) -> Result<(), Error> {
        let mut lock = self.lock.borrow_mut();
        if lock.is_none() {
            *lock = Some(writes::lock(self.top()?, self.scratch().as_deref())?);
        }
        Ok(())
    }

    /// Lets other commands write.
    pub(super) fn unlock(&self) {
        self.lock.take();
    }

    /// Where temporary files go.
    pub(super) fn scratch(&self) -> Option<PathBuf> {
        writes::scratch(&self.repo.as_ref()?.git_directories()[0])
    }

    /// The repository.
    pub(super) fn repo(&self) -> Result<&Repo, Error> {
        self.repo.as_ref().ok_or_else(|| git::Error::NoRepository(self.folder.clone()).into())
    }

    /// The top of the work tree.
    pub(super) fn top(&self) -> Result<&Path, Error> {
        self.top.as_deref().ok_or_else(|| {
            Error::Usage(
                "this repository is bare, so it has no files to read\n  = help: pass a commit with `--rev` if the command has that option, or use a clone with a work tree"
                    .to_owned(),
            )
        })
    }

    /// The files in one state.
    pub(super) fn source(&self, state: State<'_>) -> Result<Source<'_>, Error> {
        Ok(match state {
            State::WorkTree => Source::WorkTree(self.top()?.to_owned()),
            State::Staged => Source::Index(self.repo()?.index()?),
            State::Rev(rev) => {
                let repo = self.repo()?;
                Source::Tree(repo.tree(repo.resolve(rev)?)?)
            }
        })
    }

    /// The policy of a source.
    pub(super) fn policy(source: &Source<'_>) -> Result<Policy, Error> {
        Ok(settings(FILE, read_policy(source, &rules::ids())?)?.unwrap_or_default())
    }

    /// The log in one state, listed and not yet read: all of it, or the part at and below `paths`. A
    /// path outside the log is read as a log of its own.
    pub(super) fn log(&self, state: State<'_>, paths: &[PathBuf]) -> Result<Log<'_>, Error> {
        let log = self.log_or_none(state, paths)?;
        if log.listed.is_empty() {
            let found = self.nothing_found(&log.source, &log.policy);
            return Err(match (found, log.ignored_files()) {
                (Error::Usage(why), Some(files)) => Error::Usage(format!("{why}\n  = note: {files}")),
                (found, _) => found,
            });
        }
        Ok(log)
    }

    /// As `log`, but a log without decisions is not an error.
    pub(super) fn log_or_none(&self, state: State<'_>, paths: &[PathBuf]) -> Result<Log<'_>, Error> {
        let source = self.source(state)?;
        let mut policy = Self::policy(&source)?;
        let asked = paths.iter().map(|path| self.relative(path)).collect::<Result<Vec<_>, _>>()?;
        let mut roots = policy.roots();
        let outside: Vec<&RepoPath> = asked
            .iter()
            .filter(|path| !roots.iter().any(|root| path.as_str() == root || path.is_below(root)))
            .collect();
        if !outside.is_empty() {
            roots.extend(outside.iter().map(|path| path.as_str().to_owned()));
            policy.add_dirs(outside.iter().map(|path| path.as_str()));
        }
        let mut listed = source.list(&roots)?;
        // What git ignores is no part of the log, unless it is asked for.
        let is_asked = |path: &RepoPath| asked.iter().any(|asked| path == asked || path.is_below(asked.as_str()));
        let is_ignored = |listed: &Listed| !is_asked(&listed.path) && self.ignores(state, &listed.path);
        let ignored = listed.extract_if(.., |listed| is_ignored(listed)).map(|listed| listed.path);
        let ignored: Vec<RepoPath> = ignored.filter(|path| policy.may_be_record(path)).collect();
        for path in &asked {
            listed.extend(source.find(path)?);
        }
        // A path may be asked for and lie in the log as well.
        listed.sort_by(|one, other| one.path.cmp(&other.path));
        listed.dedup_by(|one, other| one.path == other.path);
        let is_page = |path: &RepoPath| policy.in_log(path) && policy::is_markdown(path);
        let pages = listed.iter().filter(|listed| is_page(&listed.path)).count();
        let is_named = |listed: &&Listed| asked.contains(&listed.path) && policy::is_markdown(&listed.path);
        let named: Vec<Listed> = listed.iter().filter(is_named).cloned().collect();
        listed = keep_records(&source, listed, &policy)?;
        listed.extend(named);
        listed.sort_by(|one, other| one.path.cmp(&other.path));
        listed.dedup_by(|one, other| one.path == other.path);
        for path in &asked {
            if !listed.iter().any(|listed| &listed.path == path || listed.path.is_below(path.as_str())) {
                return Err(Error::Usage(format!(
                    "no decision file at `{path}`\n  = help: pass a markdown file, or a directory with markdown files"
                )));
            }
        }
        let others = pages.saturating_sub(listed.len());
        Ok(Log { source, policy, today: self.today, listed, ignored, asked: Asked { paths: asked, others } })
    }

    /// Whether git ignores a file of the work tree.
    pub(super) fn ignores(&self, state: State<'_>, path: &RepoPath) -> bool {
        let repo = self.repo.as_ref().filter(|_| matches!(state, State::WorkTree));
        repo.is_some_and(|repo| repo.is_ignored(path.as_str()))
    }

    /// The pictures among some files of a state. One that git ignores, that is behind a link or that can't be read is
    /// left out.
    #[cfg(feature = "site")]
    pub(super) fn pictures(&self, state: State<'_>, source: &Source<'_>, paths: &BTreeSet<RepoPath>) -> Pictures {
        Pictures::new(paths, |path| {
            let found = source.find_inside(path).ok()??;
            if self.ignores(state, path) {
                return None;
            }
            source.read(&found, pictures::LARGEST).ok()?.bytes()
        })
    }

    /// The log in one state, read.
    pub(super) fn catalog(&self, state: State<'_>) -> Result<Catalog, Error> {
        let (catalog, _) = self.log(state, &[])?.read()?;
        Ok(catalog)
    }

    /// The decisions that cover one of the subjects, and no others. A log without decisions is not an
    /// error.
    pub(super) fn governing(&self, state: State<'_>, subjects: &[Subject]) -> Result<Catalog, Error> {
        let Log { source, policy, today, listed, .. } = self.log_or_none(state, &[])?;
        let is_asked = |governs: &[Spanned<String>]| subjects.iter().any(|subject| subject.is_governed_by(governs));
        let mut decisions = Vec::new();
        for listed in &listed {
            decisions.extend(read_governing(&source, listed, &policy, is_asked)?);
        }
        Ok(Catalog::new(decisions, [], policy, today))
    }

    /// The commit of a state: the given one, or `HEAD`. None without a repository, and before the first
    /// commit.
    pub(super) fn commit(&self, state: State<'_>) -> Result<Option<git::Id>, Error> {
        let (Some(repo), rev) = (&self.repo, if let State::Rev(rev) = state { rev } else { "HEAD" }) else {
            return Ok(None);
        };
        match repo.resolve(rev) {
            Ok(id) => Ok(Some(id)),
            Err(git::Error::NoCommit) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Who changed the paths of some subjects up to a commit.
    pub(super) fn history(&self, commit: Option<git::Id>, subjects: &[Subject]) -> Result<History, Error> {
        let Some(commit) = commit else { return Ok(History::default()) };
        let paths: Vec<RepoPath> = subjects.iter().map(|subject| subject.path.clone()).collect();
        Ok(self.repo()?.touches(commit, &paths)?)
    }

    /// The commit that the gate compares the work tree with: the merge base, or `HEAD` without a base.
    pub(super) fn start(&self, base: &str) -> Result<Option<git::Id>, Error> {
        let (Some(repo), Some(head)) = (&self.repo, self.commit(State::WorkTree)?) else { return Ok(None) };
        Ok(Some(repo.range(base, "HEAD").map_or(head, |range| range.start)))
    }

    /// Where no site may be written.
    #[cfg(feature = "site")]
    pub(super) fn forbidden(&self, policy: &Policy) -> Forbidden {
        let git = self.repo.iter().flat_map(Repo::git_directories);
        let git = git.filter_map(|folder| folder.canonicalize().ok().map(super::plain)).collect();
        Forbidden { top: self.top.clone(), git, logs: policy.roots() }
    }

    /// A path of the command line: relative to the top, and whether it is a directory. A path that does
    /// not exist counts as one.
    pub(super) fn subject(&self, path: &Path, commit: Option<git::Id>) -> Result<Subject, Error> {
        let relative = self.relative(path)?;
        let on_disk = self.top.as_ref().is_some_and(|top| top.join(relative.as_str()).is_file());
        let in_commit = match (&self.repo, commit) {
            (Some(repo), Some(commit)) => repo.tree(commit)?.find(&relative)?.is_some(),
            _ => false,
        };
        let is_folder = !on_disk && !in_commit;
        Ok(Subject { path: relative, is_folder })
    }

    /// Whether a path of the command line is on disk or in a commit.
    pub(super) fn exists(&self, path: &Path, commit: Option<git::Id>) -> Result<bool, Error> {
        if self.folder.join(path).exists() {
            return Ok(true);
        }
        let (Some(repo), Some(commit)) = (&self.repo, commit) else { return Ok(false) };
        let Ok(relative) = self.relative(path) else { return Ok(false) };
        Ok(repo.tree(commit)?.find(&relative)?.is_some())
    }

    /// The paths of the log's folders: those on disk, and those of every branch, so that two open changes don't
    /// take the same id.
    pub(super) fn taken(&self, source: &Source<'_>, policy: &Policy) -> Result<Vec<RepoPath>, Error> {
        let roots = policy.roots();
        let mut taken = self.repo.as_ref().map(|repo| repo.branch_paths(&roots)).unwrap_or_default();
        taken.extend(source.list(&roots)?.into_iter().map(|listed| listed.path));
        Ok(taken.into_iter().collect())
    }

    /// A path of the command line relative to the top.
    pub(super) fn relative(&self, path: &Path) -> Result<RepoPath, Error> {
        let top = self.top.as_deref().unwrap_or(&self.folder);
        let full = self.folder.join(path);
        // What is not on disk may still be in a commit.
        let full = full.canonicalize().map(super::plain).unwrap_or_else(|_| without_steps_up(&full));
        let relative = full
            .strip_prefix(top)
            .map_err(|_| Error::Usage(format!("`{}` is outside the repository", visible_path(path))))?;
        Ok(repo_path(relative))
    }

    /// The error that there is no log; it names the directories that `heard init --adopt` would take.
    pub(super) fn nothing_found(&self, source: &Source<'_>, policy: &Policy) -> Error {
        let mut message =
            format!("no decisions found in {}", crate::text::listed(policy.dirs.iter().map(String::as_str)));
        // What can't be looked at has no log that could be named.
        let mut found = logs::find(self, source).unwrap_or_default();
        // Nobody is sent to where nothing was found.
        found.logs.retain(|log| !policy.dirs.contains(&log.dir));
        let dirs: Vec<&str> = found.logs.iter().map(|log| log.dir.as_str()).collect();
        let plain = dirs.iter().find(|dir| !dir.contains(policy::GLOB_MARKS));
        let tried = plain.map(|dir| format!("try `heard check {}`; ", visible(dir))).unwrap_or_default();
        let doubtful = found.left.iter().find(|left| left.reason.is_doubtful() && !left.dir.is_empty());
        message.push_str(&match (dirs.is_empty(), doubtful) {
            (false, _) => {
                let records = found.logs.iter().map(|log| log.records).sum();
                let keep = match policy.exists {
                    false => "to adopt them, run `heard init --adopt`".to_owned(),
                    true => {
                        let dirs: Vec<String> = dirs.iter().map(|dir| format!("\"{}\"", visible(dir))).collect();
                        format!("to use it by default, set `dirs = [{}]` under `[log]` in {FILE}", dirs.join(", "))
                    }
                };
                let (has, records) = (if dirs.len() > 1 { "have" } else { "has" }, counted(records, "file"));
                let dirs = crate::text::listed(dirs.iter().copied());
                format!("\n  = note: {dirs} {has} {records} that may be decisions\n  = help: {tried}{keep}")
            }
            (true, Some(left)) => {
                let dir = visible(&left.dir);
                let keep = match policy.exists {
                    false => format!("run `heard init --adopt --dir {dir}`"),
                    true => format!("set `dirs = [\"{dir}\"]` under `[log]` in {FILE}"),
                };
                format!("\n  = note: {}\n  = help: if they are your decisions, {keep}", logs::line(left))
            }
            (true, None) => format!("\n  = help: create the first one with `heard new TITLE`, or set the directory in {FILE}: `dirs = [\"…\"]` under `[log]`"),
        });
        Error::Usage(message)
    }
}

/// What was read of a file at the root, if it is there; a mistake in it is an error.
pub(super) fn settings<T>(file: &'static str, read: Settings<T>) -> Result<Option<T>, Error> {
    match read {
        None => Ok(None),
        Some((_, Ok(settings))) => Ok(Some(settings)),
        Some((text, Err(mistake))) => Err(Error::Settings(file, mistake, text)),
    }
}

/// A path that does not exist, with each `..` resolved against the directory before it.
pub(super) fn without_steps_up(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

/// A log that is listed and not yet read.
pub(super) struct Log<'a> {
    source: Source<'a>,
    /// The policy of the log.
    pub policy: Policy,
    today: Date,
    listed: Vec<Listed>,
    /// Files that git ignores and that would otherwise be decisions.
    ignored: Vec<RepoPath>,
    asked: Asked,
}

impl<'a> Log<'a> {
    /// Reads the decisions, for a command that reads other files of the same state as well.
    pub(super) fn read_with_source(self) -> Result<(Catalog, Asked, Source<'a>), Error> {
        let Self { source, policy, today, listed, asked, ignored: _ } = self;
        let decisions = read_records(&source, &listed, &policy)?;
        Ok((Catalog::new(decisions, [], policy, today), asked, source))
    }

    /// The baseline of the same state; an empty one when there is no file.
    pub(super) fn baseline(&self) -> Result<Baseline, Error> {
        Ok(settings(baseline::FILE, read_baseline(&self.source)?)?.unwrap_or_default())
    }

    /// The files that git ignores and that would otherwise be decisions, in words.
    pub(super) fn ignored_files(&self) -> Option<String> {
        let first = self.ignored.first()?;
        let others = if self.ignored.len() > 1 { ", …" } else { "" };
        Some(format!("left out {} that git ignores: `{first}`{others}", counted(self.ignored.len(), "file")))
    }

    /// The files of the decisions.
    pub(super) fn paths(&self) -> impl Iterator<Item = &RepoPath> {
        self.listed.iter().map(|listed| &listed.path)
    }

    /// The contents of the decision files; those that can't be read are left out.
    pub(super) fn texts(&self) -> impl Iterator<Item = Vec<u8>> {
        let files = self.listed.iter().filter(|listed| listed.kind == snapshot::FileKind::File);
        files.filter_map(|listed| self.source.read(listed, FILE_LIMIT).ok()?.bytes())
    }

    /// Reads the decisions as if a file had these bytes, and selects that file. One that is no decision stays none.
    pub(super) fn read_with(self, path: RepoPath, bytes: Vec<u8>) -> Result<(Catalog, Asked), Error> {
        let is_listed = self.listed.iter().any(|listed| listed.path == path);
        let is_new = || Ok::<_, Error>(self.policy.may_be_record(&path) && self.source.find(&path)?.is_none());
        let is_record = is_listed || is_new()?;
        let (catalog, asked, source) = self.read_with_source()?;
        let buffer = is_record.then(|| read_buffer(&source, path.clone(), bytes, &catalog.policy)).transpose()?;
        let catalog = with_changes(&catalog, buffer.into_iter().collect());
        Ok((catalog, Asked { paths: vec![path], ..asked }))
    }

    /// Reads the decisions. Also returns which paths are selected.
    pub(super) fn read(self) -> Result<(Catalog, Asked), Error> {
        let (catalog, asked, _) = self.read_with_source()?;
        Ok((catalog, asked))
    }
}

/// The decisions that a command is about.
#[derive(Debug)]
pub(super) struct Asked {
    paths: Vec<RepoPath>,
    /// How many markdown files of the log are no records.
    pub others: usize,
}

impl Asked {
    /// Whether a path is selected.
    pub(super) fn includes(&self, path: &RepoPath) -> bool {
        self.paths.is_empty() || self.paths.iter().any(|asked| asked == path || path.is_below(asked.as_str()))
    }
}

/// The decisions with an ID, a file name or a path given on the command line. An ID may be taken twice, or by several
/// logs.
pub(super) fn find<'a>(catalog: &'a Catalog, id: &str) -> Result<Vec<&'a Decision>, Error> {
    let meant = Reference::read(id).map(|reference| catalog.resolve(&reference, None)).unwrap_or_default();
    let mut found: Vec<&Decision> = meant.records.into_iter().filter_map(|record| catalog.decision(record)).collect();
    if found.is_empty() {
        // From a folder below the root, a path lacks its start.
        let end = format!("/{}", id.trim_start_matches("./").trim_start_matches("../"));
        found.extend(
            catalog.decisions.iter().filter(|decision| id.contains('/') && decision.path.as_str().ends_with(&end)),
        );
    }
    if !found.is_empty() {
        return Ok(found);
    }
    let ids = catalog.ids();
    // `13` is near `0012` once it has as many digits.
    let is_number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let width = ids.first().map_or(0, String::len).min(9);
    let written = if is_number { format!("{id:0>width$}") } else { id.to_owned() };
    let help = did_you_mean(&written, ids.iter().map(String::as_str), "`heard list` shows the IDs");
    Err(Error::Usage(format!("decision `{}` not found\n  = help: {help}", visible(id))))
}
