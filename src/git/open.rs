//! Finding a repository, and refusing one whose content can't be trusted.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use git2::{ErrorClass, ErrorCode, Repository};

use super::{Error, Repo};

/// How much of a file of grafts is read, in bytes.
const GRAFTS_LIMIT: u64 = 1024 * 1024;

impl Repo {
    /// Opens the repository that `directory` is in.
    ///
    /// # Errors
    /// No repository, or one that can't be opened.
    pub(crate) fn discover(directory: &Path) -> Result<Self, Error> {
        // Hashing each object again when it is read makes reading a log 1.5 times as slow.
        git2::opts::strict_hash_verification(false);
        let found = Repository::discover(directory).or_else(|error| match error.code() {
            ErrorCode::Owner => trusted_by_git(directory).ok_or(error),
            _ => Err(error),
        });
        let inner = found.map_err(|error| match (error.code(), error.class()) {
            (ErrorCode::NotFound, _) => Error::NoRepository(directory.to_owned()),
            (ErrorCode::Owner, _) => Error::Owner(directory.to_owned()),
            (_, ErrorClass::Repository | ErrorClass::Invalid | ErrorClass::Config) => {
                // People know the format by another name than that of the extension.
                let reftable = if error.message().contains("refstorage") { " (reftable)" } else { "" };
                Error::Format { reason: format!("{}{reftable}", error.message()) }
            }
            _ => error.into(),
        })?;
        match committed_in(&inner)? {
            Some(outer) => Err(Error::Committed { inner: inner.path().to_owned(), outer }),
            None => Ok(inner.into()),
        }
    }

    /// Checks the hash of every object that is read from now on, so that a damaged object is an error. Applies
    /// to the whole process.
    pub(crate) fn verify_objects(&self) {
        git2::opts::strict_hash_verification(true);
    }

    /// The root of the work tree; none in a bare repository.
    pub(crate) fn work_tree(&self) -> Option<PathBuf> {
        self.inner.workdir().map(Path::to_owned)
    }

    /// The directories of git's own files; they differ in a linked work tree.
    pub(crate) fn git_directories(&self) -> [PathBuf; 2] {
        [self.inner.path(), self.inner.commondir()].map(Path::to_owned)
    }

    /// Refuses a repository with grafts. They replace the parents of commits in every walk of the history, so
    /// the head could seem to contain the base.
    ///
    /// # Errors
    /// A repository with grafts, or a file of grafts that can't be read.
    pub(crate) fn refuse_grafts(&self) -> Result<(), Error> {
        let file = self.inner.commondir().join("info/grafts");
        let mut text = Vec::new();
        // One line is enough to refuse it.
        match File::open(&file).and_then(|opened| opened.take(GRAFTS_LIMIT).read_to_end(&mut text)) {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(Error::Other(format!("can't read `{}`: {error}", file.display()))),
        };
        let is_graft = |line: &[u8]| !line.trim_ascii().is_empty() && !line.starts_with(b"#");
        let is_cut = text.len() as u64 == GRAFTS_LIMIT;
        if is_cut || text.split(|byte| *byte == b'\n').any(is_graft) { Err(Error::Grafts(file)) } else { Ok(()) }
    }
}

/// The repository of another user, if the git program opens it: unlike libgit2 it takes `safe.directory` from the
/// environment and the command line, and with patterns.
fn trusted_by_git(directory: &Path) -> Option<Repository> {
    let ask = |what: &str| {
        let mut git = Command::new("git");
        git.args(["rev-parse", what]).current_dir(directory).stdin(Stdio::null());
        // Where a hook runs they name its repository, and not the one of this directory.
        git.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE");
        let said = git.output().ok().filter(|said| said.status.success())?;
        String::from_utf8(said.stdout).ok().map(|path| PathBuf::from(path.trim_end_matches(['\n', '\r'])))
    };
    // Whoever owns it, a repository is opened where it is; no check is turned off for others.
    let repository = Repository::open_bare(ask("--absolute-git-dir")?).ok()?;
    if let Some(top) = ask("--show-toplevel") {
        repository.set_workdir(&top, false).ok()?;
    }
    Some(repository)
}

/// The root of the work tree in which the files of this repository are committed, if there is one. A change
/// can add a whole bare repository; a command run in its directory would then read what the change made up.
fn committed_in(inner: &Repository) -> Result<Option<PathBuf>, Error> {
    let Some((outer, file)) = around(inner) else { return Ok(None) };
    let outer = Repo::from(outer);
    let tree = outer.objects()?.head().and_then(|head| head.peel_to_tree()).ok();
    let is_there = tree.is_some_and(|tree| tree.get_path(&file).is_ok());
    Ok(outer.work_tree().filter(|_| is_there))
}

/// The repository whose work tree has the files of this one, and the path of one of them in it.
fn around(inner: &Repository) -> Option<(Repository, PathBuf)> {
    let path = inner.path().canonicalize().ok()?;
    // Git commits no files below `.git`.
    if path.iter().any(|part| part == ".git") {
        return None;
    }
    let mut above = path.parent().map(Path::to_owned);
    while let Some(directory) = above {
        let outer = Repository::discover(&directory).ok()?;
        if let Some(root) = outer.workdir() {
            let file = path.strip_prefix(root.canonicalize().ok()?).ok()?.join("HEAD");
            return Some((outer, file));
        }
        // The outer one is bare too; go on above it.
        above = outer.path().canonicalize().ok()?.parent().map(Path::to_owned);
    }
    None
}
