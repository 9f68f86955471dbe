//! Writes files atomically.

use std::cell::Cell;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::Error;
use crate::text::RepoPath;

/// After this time a lock that is not refreshed counts as abandoned.
const GONE: Duration = Duration::from_secs(5);

/// Writes a file below `top`, or removes it if there is no text. If anything fails, the file is
/// unchanged: the new text is written to a temporary file first.
pub(super) fn replace(top: &Path, path: &RepoPath, text: Option<&str>) -> Result<(), Error> {
    let (file, is_there) = safe(top, path)?;
    match text {
        Some(text) => write_whole(&file, text).map_err(|error| failed(path, &error)),
        None if is_there => fs::remove_file(&file).map_err(|error| failed(path, &error)),
        None => Ok(()),
    }
}

/// Changes a file from the text that was read to another one, or removes it. If it was changed in the
/// meantime, it is left alone, since those changes would be lost.
pub(super) fn change(top: &Path, path: &RepoPath, old: &str, new: Option<&str>) -> Result<(), Error> {
    let (file, _) = safe(top, path)?;
    let _lock = Lock::take(&file).map_err(|error| failed(path, &error))?;
    if fs::read(&file).map_err(|error| failed(path, &error))? != old.as_bytes() {
        return Err(Error::Usage(format!(
            "`{path}` was changed while this command ran, so it was not written\n  = help: run the command again"
        )));
    }
    match new {
        Some(new) => write_whole(&file, new),
        None => fs::remove_file(&file),
    }
    .map_err(|error| failed(path, &error))
}

/// Writes a file that must not exist yet, and the directories above it. If two processes write the same
/// file, the second one fails, and nobody sees a partial file.
pub(super) fn create(top: &Path, path: &RepoPath, text: &str) -> Result<(), Error> {
    let file = top.join(path.as_str());
    let failed = |error: io::Error| Error::Usage(format!("can't write `{path}`: {error}"));
    make_folder(top, file.parent().unwrap_or(top), path)?;
    let _lock = Lock::take(&file).map_err(failed)?;
    let (mut new, beside) = beside(&file).map_err(failed)?;
    let written = (|| {
        new.write_all(text.as_bytes())?;
        new.sync_all()?;
        drop(new);
        put(&beside, &file)
    })();
    let _ = fs::remove_file(&beside);
    written.map_err(failed)
}

/// Creates a directory if it is missing, and locks it until the returned lock is dropped.
pub(super) fn hold(top: &Path, dir: &RepoPath) -> Result<Lock, Error> {
    let folder = top.join(dir.as_str());
    make_folder(top, &folder, dir)?;
    Lock::take(&folder.join("new")).map_err(|error| Error::Usage(format!("can't write into `{dir}`: {error}")))
}

/// Creates a directory that `path` needs; an error if it would be outside the repository.
fn make_folder(top: &Path, folder: &Path, path: &RepoPath) -> Result<(), Error> {
    let failed = |error: io::Error| Error::Usage(format!("can't write `{path}`: {error}"));
    // A directory that is a link may lead out of the repository.
    let above = folder.ancestors().find(|above| above.symlink_metadata().is_ok()).unwrap_or(top);
    if !above.canonicalize().map(super::plain).map_err(failed)?.starts_with(top) {
        return Err(Error::Usage(format!(
            "`{path}` would be written outside the repository, since its directory is a link"
        )));
    }
    fs::create_dir_all(folder).map_err(failed)
}

/// Moves a complete file to its name, which must not exist.
fn put(beside: &Path, file: &Path) -> io::Result<()> {
    match fs::hard_link(beside, file) {
        // Not every file system has hard links. The lock keeps others from creating the file meanwhile.
        Err(error) if error.kind() != ErrorKind::AlreadyExists => match fs::symlink_metadata(file) {
            Ok(_) => Err(ErrorKind::AlreadyExists.into()),
            Err(error) if error.kind() == ErrorKind::NotFound => fs::rename(beside, file),
            Err(error) => Err(error),
        },
        done => done,
    }
}

/// Renames a directory below `top`, unless the new name exists.
pub(super) fn rename_folder(top: &Path, old: &str, new: &str) -> Result<(), Error> {
    may_rename_folder(top, old, new)?;
    fs::rename(top.join(old), top.join(new)).map_err(|error| failed(&RepoPath::new(old), &error))
}

/// The error that [`rename_folder`] would return.
pub(super) fn may_rename_folder(top: &Path, old: &str, new: &str) -> Result<(), Error> {
    let (old, new) = (RepoPath::new(old), RepoPath::new(new));
    let (from, into) = (top.join(old.as_str()), top.join(new.as_str()));
    let failed = |error: io::Error| failed(&old, &error);
    if fs::symlink_metadata(&into).is_ok() {
        return Err(Error::Usage(format!("`{new}` already exists")));
    }
    // A link may lead out of the repository.
    let is_inside = from.canonicalize().map(super::plain).map_err(failed)? == from;
    if !is_inside || fs::symlink_metadata(&from).map_err(failed)?.is_symlink() {
        return Err(Error::Usage(format!("can't rename `{old}`: it is a link, or is reached through one")));
    }
    Ok(())
}

fn failed(path: &RepoPath, error: &io::Error) -> Error {
    Error::Usage(format!("can't write `{path}`: {error}\n  = note: the file was not changed"))
}

/// The file at a path, and whether it exists; an error if writing would follow a link or replace a
/// read-only file.
pub(super) fn safe(top: &Path, path: &RepoPath) -> Result<(PathBuf, bool), Error> {
    let file = top.join(path.as_str());
    let failed = |error: io::Error| failed(path, &error);
    let is_there = match fs::symlink_metadata(&file) {
        Ok(old) if old.is_file() => {
            // A rename needs no right to write the file itself.
            if old.permissions().readonly() {
                return Err(Error::Usage(format!(
                    "can't write `{path}`: it is read-only\n  = note: the file was not changed"
                )));
            }
            true
        }
        // A link may lead out of the repository.
        Ok(_) => return Err(Error::Usage(format!("can't write `{path}`: it is a link or a directory, not a file"))),
        Err(error) if error.kind() == ErrorKind::NotFound => false,
        Err(error) => return Err(failed(error)),
    };
    let folder = file.parent().unwrap_or(top);
    if !folder.canonicalize().map(super::plain).map_err(failed)?.starts_with(top) {
        return Err(Error::Usage(format!("`{path}` is outside the repository, since its directory is a link")));
    }
    // On Windows the mark on a folder means something else.
    if cfg!(unix) && fs::metadata(folder).map_err(failed)?.permissions().readonly() {
        return Err(Error::Usage(format!(
            "can't write `{path}`: its directory is read-only\n  = note: the file was not changed"
        )));
    }
    Ok((file, is_there))
}

/// Held while a file is compared and written, so that one of two writers sees the changes of the other.
pub(super) struct Lock {
    path: PathBuf,
    /// When the lock was last refreshed.
    #[cfg_attr(not(feature = "site"), allow(dead_code, reason = "only a site holds a lock for long"))]
    kept: Cell<Instant>,
}

impl Lock {
    /// The name of the lock file, which is next to the file.
    pub(super) fn name(file: &str) -> String {
        format!(".{file}.lock")
    }

    /// Waits for the lock of a file. One that is still held after a while is an error of the kind
    /// `AlreadyExists`.
    pub(super) fn take(file: &Path) -> io::Result<Self> {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let lock = file.with_file_name(Self::name(&name));
        let start = Instant::now();
        loop {
            match OpenOptions::new().write(true).create_new(true).open(&lock) {
                Ok(_) => return Ok(Self { path: lock, kept: Cell::new(Instant::now()) }),
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
                Err(error) if start.elapsed() > GONE * 2 => return Err(error),
                Err(_) if is_left_behind(&lock) => clean(file, &lock),
                Err(_) => thread::sleep(Duration::from_millis(10)),
            }
        }
    }

    /// Refreshes the lock of a longer operation. Cheap if called often.
    #[cfg_attr(not(feature = "site"), allow(dead_code, reason = "only a site holds a lock for long"))]
    pub(super) fn keep(&self) -> io::Result<()> {
        if self.kept.get().elapsed() > GONE / 5 {
            self.kept.set(Instant::now());
            OpenOptions::new().write(true).open(&self.path)?.set_modified(SystemTime::now())?;
        }
        Ok(())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether a file is older than any write could be.
fn is_left_behind(file: &Path) -> bool {
    let written = fs::symlink_metadata(file).and_then(|data| data.modified());
    written.ok().and_then(|time| time.elapsed().ok()).is_some_and(|age| age > GONE)
}

/// Removes what a killed process left behind: its lock and its temporary files.
fn clean(file: &Path, lock: &Path) {
    let start = format!(".{}.", file.file_name().unwrap_or_default().to_string_lossy());
    let beside = file.parent().and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten().flatten();
    for entry in beside {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(&start) && name.ends_with(".tmp") && is_left_behind(&entry.path()) {
            let _ = fs::remove_file(entry.path());
        }
    }
    let _ = fs::remove_file(lock);
}

/// Writes a file so that readers see either the old or the new text.
pub(super) fn write_whole(file: &Path, text: &str) -> io::Result<()> {
    let (mut new, beside) = beside(file)?;
    let written = (|| {
        new.write_all(text.as_bytes())?;
        if let Ok(old) = fs::metadata(file) {
            new.set_permissions(old.permissions())?;
        }
        new.sync_all()?;
        drop(new);
        fs::rename(&beside, file)
    })();
    written.inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}

/// A new temporary file next to another file.
fn beside(file: &Path) -> io::Result<(File, PathBuf)> {
    let Some(name) = file.file_name() else {
        return Err(io::Error::new(ErrorKind::InvalidInput, "not a file name"));
    };
    let mut tries = 0;
    loop {
        let beside = file.with_file_name(format!(".{}.{}-{tries}.tmp", name.to_string_lossy(), process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Ok(new) => return Ok((new, beside)),
            // Left behind by a process that was stopped.
            Err(error) if error.kind() == ErrorKind::AlreadyExists && tries < 100 => tries += 1,
            Err(error) => return Err(error),
        }
    }
}
