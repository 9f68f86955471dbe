//! The output directory of `heard index`. Only files that the manifest of an earlier run lists are replaced or removed,
//! symbolic links are not followed, and each file is replaced as a whole. A run that was interrupted leaves a directory
//! that the next run completes.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Error;
use super::workspace::without_steps_up;
use super::writes::Lock;
use crate::snapshot::read_file;
use crate::text::{listed_some, visible, visible_path};

/// The file that lists what the program wrote to the directory.
const MANIFEST: &str = "heard-site.json";

/// The name under which a file is written before it is renamed. The lock allows one writer only, so one name is enough,
/// and the next run finds what an interrupted one left.
const TEMPORARY: &str = ".heard-site.tmp";
/// How long a run waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

/// The largest manifest that is read, in bytes.
const MANIFEST_LIMIT: usize = 64 * 1024 * 1024;

/// The version of the manifest.
const VERSION: u64 = 1;

/// The files that the program wrote, except for the manifest itself. Other keys, as older versions wrote, are ignored.
#[derive(Serialize, Deserialize)]
struct Manifest {
    version: u64,
    files: BTreeSet<String>,
}

/// The version alone, to tell a newer manifest from a damaged one.
#[derive(Deserialize)]
struct ManifestVersion {
    version: u64,
}

/// Where no site may be written.
pub(super) struct Forbidden {
    /// The top of the work tree.
    pub top: Option<PathBuf>,
    /// The git directories.
    pub git: Vec<PathBuf>,
    /// The directories of the log, relative to the top.
    pub logs: Vec<String>,
}

/// A directory that a site is being written to.
pub(super) struct SiteFolder {
    path: PathBuf,
    /// The path as it was typed, for messages.
    shown: String,
    /// The files of the site before, by its manifest, and of the new one.
    old: BTreeSet<String>,
    new: BTreeSet<String>,
    counts: FileCounts,
    _lock: Lock,
}

/// How many files a run wrote, left unchanged and removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FileCounts {
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
}

impl SiteFolder {
    /// Prepares a directory for these files. Nothing is changed when it is refused.
    pub(super) fn open(
        folder: &Path,
        named: &Path,
        forbidden: &Forbidden,
        new: BTreeSet<String>,
    ) -> Result<Self, Error> {
        let shown = visible_path(named);
        let path = resolve_folder(folder, &shown, forbidden)?;
        let write_error = |error: io::Error| write_error(&shown, &error);
        // Checked before anything is created there, the lock included.
        read_manifest(&path, &shown)?;
        fs::create_dir_all(&path).map_err(write_error)?;
        let Some(lock) = Lock::take(&path, PATIENCE).map_err(write_error)? else {
            return Err(Error::Usage(format!(
                "another `heard index` is writing to `{shown}`\n  = help: run this again when it has finished"
            )));
        };
        let old = read_manifest(&path, &shown)?;
        let folder = Self { path, shown, old, new, counts: FileCounts::default(), _lock: lock };
        folder.check_files()?;
        folder.remove_if_there(TEMPORARY)?;
        // The manifest comes first: after an interruption, the next run knows each file as written by `heard index`.
        let both: BTreeSet<String> = folder.old.union(&folder.new).cloned().collect();
        if both != folder.old {
            folder.write_manifest(both)?;
        }
        for inner in parent_folders(&folder.new) {
            fs::create_dir_all(folder.path.join(inner)).map_err(|error| folder.write_error(&error))?;
        }
        Ok(folder)
    }

    /// Writes one of the files, unless it has these bytes already.
    pub(super) fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let file = self.path.join(name);
        match fs::symlink_metadata(&file) {
            Ok(there) if !there.is_file() => return Err(self.not_a_file(name)),
            Ok(_) if has_bytes(&file, bytes).map_err(|error| self.write_error(&error))? => {
                self.counts.unchanged += 1;
                return Ok(());
            }
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(self.write_error(&error)),
            _ => {}
        }
        self.counts.written += 1;
        self.write(&file, bytes)
    }

    /// Removes the files that the new site does not have, and their empty directories.
    pub(super) fn finish(mut self) -> Result<FileCounts, Error> {
        let gone: BTreeSet<String> = self.old.difference(&self.new).cloned().collect();
        for name in &gone {
            self.counts.removed += usize::from(self.remove_if_there(name)?);
        }
        // The deepest first. One that is not empty stays.
        for inner in parent_folders(&gone).into_iter().rev() {
            let _ = fs::remove_dir(self.path.join(inner));
        }
        self.write_manifest(self.new.clone())?;
        Ok(self.counts)
    }

    fn remove_if_there(&self, name: &str) -> Result<bool, Error> {
        match fs::remove_file(self.path.join(name)) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(self.write_error(&error)),
        }
    }

    /// Refuses to overwrite files of others, and to write through links.
    fn check_files(&self) -> Result<(), Error> {
        for inner in parent_folders(&self.old).union(&parent_folders(&self.new)) {
            match fs::symlink_metadata(self.path.join(inner)) {
                Ok(there) if there.is_dir() => {}
                Ok(_) => return Err(self.not_a_folder(inner)),
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(self.write_error(&error)),
            }
        }
        let is_there = |name: &&String| fs::symlink_metadata(self.path.join(name)).is_ok();
        let foreign: Vec<String> = self.new.difference(&self.old).filter(is_there).cloned().collect();
        if !foreign.is_empty() {
            return Err(Error::Usage(format!(
                "`{}` has {}, which `heard index` did not write and will not overwrite\n  = note: nothing was written\n  = help: move it away, or choose another directory with `--out`",
                self.shown,
                listed_some(&foreign)
            )));
        }
        let is_file = |name: &&String| {
            let there = fs::symlink_metadata(self.path.join(name));
            there.map_or_else(|error| error.kind() == ErrorKind::NotFound, |there| there.is_file())
        };
        // Files of both sites are checked when they are written.
        match self.old.difference(&self.new).find(|name| !is_file(name)) {
            Some(name) => Err(self.not_a_file(name)),
            None => Ok(()),
        }
    }

    fn write_manifest(&self, files: BTreeSet<String>) -> Result<(), Error> {
        let file = self.path.join(MANIFEST);
        let text = crate::render::json(&Manifest { version: VERSION, files });
        if has_bytes(&file, text.as_bytes()).unwrap_or_default() { Ok(()) } else { self.write(&file, text.as_bytes()) }
    }

    /// Replaces a file as a whole. It is not synced to the disk: the next run compares what is there, and writes again
    /// what a power cut has taken.
    fn write(&self, file: &Path, bytes: &[u8]) -> Result<(), Error> {
        let temporary = self.path.join(TEMPORARY);
        let written = (|| {
            let mut new = OpenOptions::new().write(true).create_new(true).open(&temporary)?;
            new.write_all(bytes)?;
            drop(new);
            fs::rename(&temporary, file)
        })();
        written.map_err(|error| {
            let _ = fs::remove_file(&temporary);
            self.write_error(&error)
        })
    }

    fn write_error(&self, error: &io::Error) -> Error {
        write_error(&self.shown, error)
    }

    fn not_a_file(&self, name: &str) -> Error {
        self.in_the_way(name, "a directory, not a file", "")
    }

    fn not_a_folder(&self, name: &str) -> Error {
        self.in_the_way(name, "a file, not a directory", "\n  = note: nothing was written")
    }

    fn in_the_way(&self, name: &str, what: &str, note: &str) -> Error {
        Error::Usage(format!(
            "`{}/{}` is a link or {what}, and was left alone{note}\n  = help: remove it, or choose another directory with `--out`",
            self.shown,
            visible(name)
        ))
    }
}

fn write_error(shown: &str, error: &io::Error) -> Error {
    Error::Usage(format!("can't write the site to `{shown}`: {error}\n  = help: run the command again to complete it"))
}

/// Whether a file has these bytes.
fn has_bytes(file: &Path, bytes: &[u8]) -> io::Result<bool> {
    Ok(read_file(file, bytes.len())?.bytes().is_some_and(|there| there == bytes))
}

/// The real path of the output directory. Refused where a site does not belong.
fn resolve_folder(folder: &Path, shown: &str, forbidden: &Forbidden) -> Result<PathBuf, Error> {
    let refuse = |reason: &str| {
        Err(Error::Usage(format!(
            "can't write a site to `{shown}`: {reason}\n  = help: choose another directory with `--out`"
        )))
    };
    match fs::symlink_metadata(folder) {
        Ok(there) if there.is_symlink() => return refuse("it is a symbolic link"),
        Ok(there) if !there.is_dir() => return refuse("it is a file"),
        _ => {}
    }
    // Of a path that does not exist yet, the part that does is resolved.
    let mut above = folder;
    let real = loop {
        match (above.canonicalize(), above.parent()) {
            (Ok(real), _) => break super::plain(real),
            (Err(_), Some(parent)) => above = parent,
            (Err(error), None) => return Err(write_error(shown, &error)),
        }
    };
    let rest = folder.strip_prefix(above).unwrap_or(folder);
    if rest.components().any(|part| part == Component::ParentDir) {
        return refuse("the path goes through a directory that does not exist");
    }
    let path = if rest.as_os_str().is_empty() { real } else { real.join(rest) };
    let is_git = |part: Component<'_>| part.as_os_str().eq_ignore_ascii_case(".git");
    if path.components().any(is_git) || forbidden.git.iter().any(|git| path.starts_with(git)) {
        return refuse("it is inside the git directory");
    }
    let Some(top) = &forbidden.top else { return Ok(path) };
    if top.starts_with(&path) {
        return refuse("it contains the repository");
    }
    if without_steps_up(folder).starts_with(top) && !path.starts_with(top) {
        return refuse("a symbolic link in the path leads out of the repository");
    }
    for log in forbidden.logs.iter().filter(|log| !log.is_empty()) {
        let log = top.join(log);
        if path.starts_with(&log) || log.starts_with(&path) {
            return refuse("the decision log is there");
        }
    }
    Ok(path)
}

/// The files of the site that is in a directory; none when it is empty or does not exist. Any other directory is refused.
fn read_manifest(path: &Path, shown: &str) -> Result<BTreeSet<String>, Error> {
    let manifest = path.join(MANIFEST);
    let help = "  = help: choose another directory with `--out`, or empty this one";
    match fs::symlink_metadata(&manifest) {
        Ok(there) if there.is_file() => {}
        Ok(_) => return Err(Error::Usage(format!("`{shown}/{MANIFEST}` is not a file\n{help}"))),
        Err(_) => {
            let entries = match fs::read_dir(path) {
                Ok(entries) => entries,
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
                Err(error) => return Err(write_error(shown, &error)),
            };
            // A run that was interrupted before it wrote the manifest leaves these.
            let is_ours = |name: &str| name == TEMPORARY;
            for entry in entries {
                if !is_ours(&entry.map_err(|error| write_error(shown, &error))?.file_name().to_string_lossy()) {
                    return Err(Error::Usage(format!(
                        "`{shown}` is not empty, and `heard index` did not create it\n  = note: nothing was written\n{help}"
                    )));
                }
            }
            return Ok(BTreeSet::new());
        }
    }
    let content = read_file(&manifest, MANIFEST_LIMIT).map_err(|error| write_error(shown, &error))?;
    let invalid = |reason: &str| {
        let reason = visible(reason);
        Error::Usage(format!("`{shown}/{MANIFEST}` is invalid: {reason}\n  = note: nothing was written\n{help}"))
    };
    let text = content.bytes().ok_or_else(|| invalid("it is larger than 64 MiB"))?;
    let ManifestVersion { version } = serde_json::from_slice(&text).map_err(|error| invalid(&error.to_string()))?;
    if version != VERSION {
        return Err(invalid(&format!("version {version} is not supported")));
    }
    let read: Manifest = serde_json::from_slice(&text).map_err(|error| invalid(&error.to_string()))?;
    match read.files.iter().find(|name| !is_safe_name(name)) {
        Some(name) => Err(invalid(&format!("`{name}` can't be a file of a site"))),
        None => Ok(read.files),
    }
}

/// Whether a path is below the directory on every host, and is none of the files that the program keeps for itself.
fn is_safe_name(name: &str) -> bool {
    let is_part = |part: &str| {
        let is_odd = |character: char| character.is_control() || matches!(character, '\\' | ':');
        !matches!(part, "" | "." | "..") && !part.eq_ignore_ascii_case(".git") && !part.contains(is_odd)
    };
    name.split('/').all(is_part) && ![MANIFEST, TEMPORARY].contains(&name)
}

/// The directories of these files, each after its parent.
fn parent_folders(files: &BTreeSet<String>) -> BTreeSet<String> {
    let above = files.iter().flat_map(|name| Path::new(name).ancestors().skip(1)).filter_map(Path::to_str);
    above.filter(|folder| !folder.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_below_the_directory_are_safe() {
        for name in ["index.html", ".nojekyll", "people/ines-roy.html", "a/b/c"] {
            assert!(is_safe_name(name), "{name}");
        }
        for name in [
            "",
            "/",
            "/etc/passwd",
            "../x",
            "a/../../x",
            "a/..",
            "./a",
            "a//b",
            "a/",
            "c:x",
            "c:/x",
            "a\\..\\x",
            "\\x",
            ".git/config",
            "a/.GIT/x",
            "a\0",
            "a\n",
            "heard-site.json",
            ".heard-site.tmp",
        ] {
            assert!(!is_safe_name(name), "{name:?}");
        }
    }

    #[test]
    fn parents_come_first() {
        let files = ["a/b/c/d", "a/x", "e", "z/y"].map(str::to_owned).into();
        assert_eq!(parent_folders(&files).into_iter().collect::<Vec<_>>(), ["a", "a/b", "a/b/c", "z"]);
    }
}
