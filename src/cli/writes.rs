//! Writes the files of a command: all of them, or none. Everything is checked and written beside its place first, then
//! moved there; what fails after that is taken back.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::thread;
use std::time::{Duration, Instant};

use super::Error;
use super::workspace::Workspace;
use crate::snapshot::read_file;
use crate::text::{RepoPath, listed, visible_path};

/// How long a command waits for others that write.
const PATIENCE: Duration = Duration::from_secs(60);

/// The file that is locked in the directory for temporary files.
const LOCK: &str = "lock";

/// What a command writes, in the order in which it is done.
pub(super) struct Writes<'a> {
    workspace: &'a Workspace,
    steps: Vec<Step>,
}

/// One file or directory of the plan.
pub(super) enum Step {
    /// A file that must not exist yet.
    Create { path: RepoPath, text: String },
    /// A file whose text was read; without a new one it is removed.
    Change { path: RepoPath, old: String, new: Option<String> },
    /// A directory that gets another name, with all that is in it.
    Rename { from: RepoPath, into: RepoPath },
}

impl Step {
    /// Where the step writes.
    fn path(&self) -> &RepoPath {
        match self {
            Self::Create { path, .. } | Self::Change { path, .. } => path,
            Self::Rename { from, .. } => from,
        }
    }

    /// The text that it writes.
    fn text(&self) -> Option<&str> {
        match self {
            Self::Create { text, .. } => Some(text),
            Self::Change { new, .. } => new.as_deref(),
            Self::Rename { .. } => None,
        }
    }
}

/// A step whose file is ready to be moved to its place.
struct Staged {
    step: Step,
    file: PathBuf,
    /// The new text.
    text: Option<PathBuf>,
    /// Where the old file is kept until all is written.
    old: PathBuf,
}

impl<'a> Writes<'a> {
    pub(super) fn new(workspace: &'a Workspace) -> Self {
        Self { workspace, steps: Vec::new() }
    }

    /// A new file, and the directories above it.
    pub(super) fn create(&mut self, path: &RepoPath, text: impl Into<String>) {
        self.steps.push(Step::Create { path: path.clone(), text: text.into() });
    }

    /// Another text for a file; nothing if it is the same.
    pub(super) fn change(&mut self, path: &RepoPath, old: &str, new: &str) {
        if old != new {
            self.steps.push(Step::Change { path: path.clone(), old: old.to_owned(), new: Some(new.to_owned()) });
        }
    }

    pub(super) fn remove(&mut self, path: &RepoPath, old: &str) {
        self.steps.push(Step::Change { path: path.clone(), old: old.to_owned(), new: None });
    }

    pub(super) fn rename_folder(&mut self, from: &str, into: &str) {
        self.steps.push(Step::Rename { from: RepoPath::new(from), into: RepoPath::new(into) });
    }

    /// What would be written, for an editor that writes it.
    #[cfg(feature = "lsp")]
    pub(super) fn into_steps(self) -> Vec<Step> {
        self.steps
    }

    /// Writes everything. If a file was changed since it was read, or anything fails, nothing is.
    pub(super) fn commit(self) -> Result<(), Error> {
        if self.steps.is_empty() {
            return Ok(());
        }
        let top = self.workspace.top()?;
        self.workspace.lock()?;
        for step in &self.steps {
            check(top, step)?;
        }
        let scratch = self.workspace.scratch();
        let mut folders = Folders::default();
        let staged = stage(top, self.steps, scratch.as_deref(), &mut folders);
        let done = staged.and_then(|staged| apply(&staged));
        if done.is_err() {
            folders.remove();
        }
        done
    }
}

/// An error if a step can't be done.
fn check(top: &Path, step: &Step) -> Result<(), Error> {
    match step {
        Step::Create { path, .. } => {
            let file = top.join(path.as_str());
            is_inside(top, file.parent().unwrap_or(top), path)?;
            match fs::symlink_metadata(&file) {
                Ok(_) => Err(Error::Usage(format!("can't write `{path}`: it already exists"))),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
                Err(error) => Err(failed(path, &error)),
            }
        }
        Step::Change { path, old, .. } => {
            let file = safe(top, path)?;
            let now = read_file(&file, old.len()).map_err(|error| failed(path, &error))?;
            if now.bytes().is_some_and(|bytes| bytes == old.as_bytes()) {
                return Ok(());
            }
            Err(Error::Usage(format!(
                "`{path}` was changed while this command ran, so nothing was written\n  = help: run the command again"
            )))
        }
        Step::Rename { from, into } => may_rename(top, from, into),
    }
}

/// Writes each new text to a temporary file.
fn stage(top: &Path, steps: Vec<Step>, scratch: Option<&Path>, folders: &mut Folders) -> Result<Vec<Staged>, Error> {
    let mut staged: Vec<Staged> = Vec::new();
    for (number, step) in steps.into_iter().enumerate() {
        let file = top.join(step.path().as_str());
        let folder = file.parent().unwrap_or(top);
        let error = |error: io::Error| failed(step.path(), &error);
        folders.create(folder).map_err(error)?;
        let beside = scratch.unwrap_or(folder);
        let name = |what: &str| beside.join(format!(".heard-{}-{number}.{what}", process::id()));
        let text = step.text().map(|text| write_new(&name("new"), text, &file).map(|()| name("new")));
        let (text, old) = (text.transpose().map_err(error)?, name("old"));
        staged.push(Staged { step, file, text, old });
    }
    Ok(staged)
}

impl Drop for Staged {
    fn drop(&mut self) {
        for file in self.text.iter().chain([&self.old]) {
            let _ = fs::remove_file(file);
        }
    }
}

/// Moves everything to its place, or takes back what was moved.
fn apply(staged: &[Staged]) -> Result<(), Error> {
    for (number, next) in staged.iter().enumerate() {
        let Err(error) = next.apply() else { continue };
        let stuck: Vec<&str> = staged[..number]
            .iter()
            .rev()
            .filter(|done| done.take_back().is_err())
            .map(|done| done.step.path().as_str())
            .collect();
        let path = next.step.path();
        return Err(match stuck.is_empty() {
            true => failed(path, &error),
            false => Error::Usage(format!(
                "can't write `{path}`: {error}\n  = note: this was written and could not be taken back: {}\n  = help: run the same command again to complete it",
                listed(stuck)
            )),
        });
    }
    Ok(())
}

impl Staged {
    fn apply(&self) -> io::Result<()> {
        match (&self.step, &self.text) {
            (Step::Rename { into, .. }, _) => fs::rename(&self.file, self.renamed(into)),
            (Step::Create { .. }, Some(text)) => place(text, &self.file, put),
            (_, Some(text)) => {
                // Where it can't be linked, the old text is written again.
                let _ = fs::hard_link(&self.file, &self.old);
                place(text, &self.file, |from, to| fs::rename(from, to))
            }
            (_, None) => match fs::rename(&self.file, &self.old) {
                Err(error) if error.kind() == ErrorKind::CrossesDevices => fs::remove_file(&self.file),
                done => done,
            },
        }
    }

    fn take_back(&self) -> io::Result<()> {
        match &self.step {
            Step::Rename { into, .. } => fs::rename(self.renamed(into), &self.file),
            Step::Create { .. } => fs::remove_file(&self.file),
            Step::Change { old, .. } => match fs::rename(&self.old, &self.file) {
                Ok(()) => Ok(()),
                Err(_) => write_whole(&self.file, old),
            },
        }
    }

    /// The new place of a directory, which is beside the old one.
    fn renamed(&self, into: &RepoPath) -> PathBuf {
        self.file.with_file_name(into.file_name())
    }
}

/// Directories that were created for the files of a plan.
#[derive(Default)]
struct Folders(Vec<PathBuf>);

impl Folders {
    fn create(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<&Path> = folder.ancestors().take_while(|above| !above.exists()).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.0.push(folder.to_owned());
        }
        Ok(())
    }

    fn remove(self) {
        for folder in self.0.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// A lock of a file or a directory. The system lets go of it when the process ends, however it ends.
pub(super) struct Lock {
    _file: Option<File>,
}

impl Lock {
    /// Waits for the lock of a directory, or of a file, which is created; none if somebody else holds it for too long.
    pub(super) fn take(path: &Path, patience: Duration) -> io::Result<Option<Self>> {
        let is_folder = path.is_dir();
        // Windows locks no directories.
        if is_folder && !cfg!(unix) {
            return Ok(Some(Self { _file: None }));
        }
        let file = match is_folder {
            true => File::open(path)?,
            false => OpenOptions::new().create(true).truncate(false).write(true).open(path)?,
        };
        let start = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(Self { _file: Some(file) })),
                Err(TryLockError::WouldBlock) if start.elapsed() > patience => return Ok(None),
                Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(5)),
                // Some file systems have no locks.
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                    return Ok(Some(Self { _file: None }));
                }
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
    }
}

/// Waits until no other command writes to a work tree.
pub(super) fn lock(top: &Path, scratch: Option<&Path>) -> Result<Lock, Error> {
    let path = scratch.map_or_else(|| top.to_owned(), |scratch| scratch.join(LOCK));
    let shown = visible_path(&path);
    let failed = |error: io::Error| Error::Usage(format!("can't lock `{shown}`: {error}"));
    let Some(lock) = Lock::take(&path, PATIENCE).map_err(failed)? else {
        return Err(Error::Usage(format!(
            "another `heard` command has been writing for {} seconds\n  = note: it holds the lock of `{shown}`\n  = help: wait for it or stop it, then run the command again",
            PATIENCE.as_secs()
        )));
    };
    if let Some(scratch) = scratch {
        clean(scratch);
    }
    Ok(lock)
}

/// The directory for temporary files inside that of git, where no `git add` finds them; none where nothing can be
/// written.
pub(super) fn scratch(git: &Path) -> Option<PathBuf> {
    let scratch = git.join("heard");
    fs::create_dir_all(&scratch).ok()?;
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(scratch.join(LOCK));
    lock.is_ok().then_some(scratch)
}

/// Removes what a killed command left behind. Nobody else writes now.
fn clean(scratch: &Path) {
    for entry in fs::read_dir(scratch).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(".heard-") {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// An error if a directory is outside the repository: one that is a link may lead out of it.
fn is_inside(top: &Path, folder: &Path, path: &RepoPath) -> Result<(), Error> {
    let above = folder.ancestors().find(|above| above.symlink_metadata().is_ok()).unwrap_or(top);
    let real = above.canonicalize().map(super::plain).map_err(|error| failed(path, &error))?;
    if !real.starts_with(top) {
        return Err(Error::Usage(format!("`{path}` is outside the repository, since its directory is a link")));
    }
    // On Windows the mark on a folder means something else.
    if cfg!(unix) && fs::metadata(above).map_err(|error| failed(path, &error))?.permissions().readonly() {
        return Err(Error::Usage(format!(
            "can't write `{path}`: its directory is read-only\n  = note: nothing was written"
        )));
    }
    Ok(())
}

/// The file at a path; an error if writing would follow a link or replace a read-only file.
fn safe(top: &Path, path: &RepoPath) -> Result<PathBuf, Error> {
    let file = top.join(path.as_str());
    let old = fs::symlink_metadata(&file).map_err(|error| failed(path, &error))?;
    // A link may lead out of the repository.
    if !old.is_file() {
        return Err(Error::Usage(format!("can't write `{path}`: it is a link or a directory, not a file")));
    }
    // A rename needs no right to write the file itself.
    if old.permissions().readonly() {
        return Err(Error::Usage(format!("can't write `{path}`: it is read-only\n  = note: nothing was written")));
    }
    is_inside(top, file.parent().unwrap_or(top), path)?;
    Ok(file)
}

/// An error if a directory can't get another name.
fn may_rename(top: &Path, old: &RepoPath, new: &RepoPath) -> Result<(), Error> {
    let (from, into) = (top.join(old.as_str()), top.join(new.as_str()));
    let failed = |error: io::Error| failed(old, &error);
    if fs::symlink_metadata(&into).is_ok() {
        return Err(Error::Usage(format!("`{new}` already exists")));
    }
    // A link may lead out of the repository.
    let is_real = from.canonicalize().map(super::plain).map_err(failed)? == from;
    if !is_real || fs::symlink_metadata(&from).map_err(failed)?.is_symlink() {
        return Err(Error::Usage(format!("can't rename `{old}`: it is a link, or is reached through one")));
    }
    Ok(())
}

fn failed(path: &RepoPath, error: &io::Error) -> Error {
    Error::Usage(format!("can't write `{path}`: {error}\n  = note: nothing was written"))
}

/// Writes a temporary file, with the permissions of the file that it is for.
fn write_new(temporary: &Path, text: &str, file: &Path) -> io::Result<()> {
    // Left behind by a process with the same number.
    let _ = fs::remove_file(temporary);
    let mut new = OpenOptions::new().write(true).create_new(true).open(temporary)?;
    let written = (|| {
        new.write_all(text.as_bytes())?;
        if let Ok(old) = fs::metadata(file) {
            new.set_permissions(old.permissions())?;
        }
        new.sync_all()
    })();
    written.inspect_err(|_| {
        let _ = fs::remove_file(temporary);
    })
}

/// Moves a complete file to its place; from another file system by way of a copy beside it.
fn place(from: &Path, to: &Path, put: impl Fn(&Path, &Path) -> io::Result<()>) -> io::Result<()> {
    match put(from, to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            let beside = beside(to)?;
            let done = fs::copy(from, &beside).and_then(|_| put(&beside, to));
            let _ = fs::remove_file(&beside);
            done
        }
        done => done,
    }
}

/// Moves a complete file to its name, which must not exist.
fn put(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        // Not every file system has hard links. The lock keeps other commands from creating the file meanwhile.
        Err(error) if error.kind() != ErrorKind::AlreadyExists => match fs::symlink_metadata(to) {
            Ok(_) => Err(ErrorKind::AlreadyExists.into()),
            Err(error) if error.kind() == ErrorKind::NotFound => fs::rename(from, to),
            Err(error) => Err(error),
        },
        done => done,
    }
}

/// Writes a file so that readers see either the old or the new text.
pub(super) fn write_whole(file: &Path, text: &str) -> io::Result<()> {
    let beside = beside(file)?;
    write_new(&beside, text, file)?;
    fs::rename(&beside, file).inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}

/// The name of a temporary file next to another file.
fn beside(file: &Path) -> io::Result<PathBuf> {
    let Some(name) = file.file_name() else {
        return Err(io::Error::new(ErrorKind::InvalidInput, "not a file name"));
    };
    Ok(file.with_file_name(format!(".{}.{}.tmp", name.to_string_lossy(), process::id())))
}
