//! The folder that a site is written into. Only what the site before it wrote is ever replaced or taken
//! away, which a manifest in the folder lists; no link is followed; and whoever reads a file sees all of
//! the old or all of the new. A run that was stopped anywhere leaves a folder that the next one completes.
//!
//! A site that is there is changed file by file. A new one is written aside, and takes its place when it is whole,
//! which is half the work for the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Error;
use super::replace::Lock;
use super::workspace::without_steps_up;
use crate::site::key::number;
use crate::text::{listed_some, visible};

/// The file in the folder that says what the program wrote there.
const MANIFEST: &str = "heard-site.json";

/// Where a file is written before it takes its place, or a whole new site. There is only one writer, so one
/// name will do, and what a stopped run left is found by it.
const TEMPORARY: &str = ".heard-site.tmp";

/// The form of the manifest.
const VERSION: u64 = 1;

/// Files that the program wrote, itself left out.
#[derive(Serialize, Deserialize)]
struct Manifest {
    version: u64,
    files: BTreeSet<String>,
    /// For those of which it is known: what they were made of and what they say, each as a number.
    #[serde(default)]
    made: BTreeMap<String, String>,
}

impl Manifest {
    fn empty() -> Self {
        Self { version: VERSION, files: BTreeSet::new(), made: BTreeMap::new() }
    }
}

/// How the manifest tells that what has this number was made into these bytes.
fn made(key: u64, bytes: &[u8]) -> String {
    format!("{key:016x}-{:016x}", number(bytes))
}

/// The version alone, so that a later form is told from a damaged one.
#[derive(Deserialize)]
struct Versioned {
    version: u64,
}

/// What no site is written over.
pub(super) struct Forbidden {
    /// The top of the work tree.
    pub top: Option<PathBuf>,
    /// The folders in which git keeps what it knows.
    pub git: Vec<PathBuf>,
    /// The folders of the log, relative to the top.
    pub logs: Vec<String>,
}

/// A folder that is being written.
pub(super) struct Folder {
    path: PathBuf,
    /// As it was named, for messages.
    shown: String,
    /// What lay there at the start by the manifest, and what will.
    old: BTreeSet<String>,
    new: BTreeSet<String>,
    /// What these were made of, as far as it is known.
    made_before: BTreeMap<String, String>,
    made: BTreeMap<String, String>,
    /// Where a new site is written until it is whole.
    aside: Option<PathBuf>,
    counts: Counts,
    lock: Lock,
}

/// What became of the files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
}

impl Folder {
    /// Makes a folder ready for these files, all of them below it. Nothing that matters has changed when it is
    /// refused.
    pub(super) fn open(
        folder: &Path,
        named: &Path,
        forbidden: &Forbidden,
        new: BTreeSet<String>,
    ) -> Result<Self, Error> {
        let shown = visible(&named.to_string_lossy()).into_owned();
        let path = place(folder, &shown, forbidden)?;
        let failed = |error: io::Error| failed(&shown, &error);
        // Asked before anything is put there, the lock included.
        owned(&path, &shown)?;
        fs::create_dir_all(&path).map_err(failed)?;
        let lock = Lock::take(&path.join(MANIFEST)).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => Error::Usage(format!(
                "another `heard index` writes into `{shown}`\n  = help: run this one again when that one has ended"
            )),
            _ => failed(error),
        })?;
        let Manifest { files: old, made: made_before, .. } = owned(&path, &shown)?;
        let aside = old.is_empty().then(|| path.join(TEMPORARY));
        let folder =
            Self { path, shown, old, new, made_before, made: BTreeMap::new(), aside, counts: Counts::default(), lock };
        folder.check()?;
        folder.clear().map_err(|error| folder.failed(&error))?;
        // Whatever happens from here on, the next run knows each file as one of ours; so the list comes before the
        // first folder.
        let both: BTreeSet<String> = folder.old.union(&folder.new).cloned().collect();
        if folder.aside.is_none() && both != folder.old {
            folder.list(both, folder.made_before.clone())?;
        }
        let top = folder.aside.as_ref().unwrap_or(&folder.path);
        fs::create_dir_all(top).map_err(|error| folder.failed(&error))?;
        for inner in folders(&folder.new) {
            fs::create_dir_all(top.join(inner)).map_err(|error| folder.failed(&error))?;
        }
        Ok(folder)
    }

    /// Whether one of the files is there as it was made, of what has this number.
    pub(super) fn keeps(&mut self, name: &str, key: Option<u64>) -> Result<bool, Error> {
        self.lock.keep().map_err(|error| self.failed(&error))?;
        self.lock.keep().map_err(|error| self.failed(&error))?;
        let (Some(key), Some(before)) = (key, self.made_before.get(name)) else { return Ok(false) };
        let file = self.path.join(name);
        // Somebody may have changed it since.
        let is_file = before.starts_with(&format!("{key:016x}-"))
            && fs::symlink_metadata(&file).is_ok_and(|there| there.is_file());
        let keeps = is_file && fs::read(&file).is_ok_and(|there| made(key, &there) == *before);
        if keeps {
            self.made.insert(name.to_owned(), before.clone());
            self.counts.unchanged += 1;
        }
        Ok(keeps)
    }

    /// Writes one of the files, unless it says the same already. The key is a number for what it is made of.
    pub(super) fn put(&mut self, name: &str, key: Option<u64>, text: &str) -> Result<(), Error> {
        self.lock.keep().map_err(|error| self.failed(&error))?;
        if let Some(key) = key {
            self.made.insert(name.to_owned(), made(key, text.as_bytes()));
        }
        if let Some(aside) = &self.aside {
            self.counts.written += 1;
            return fs::write(aside.join(name), text).map_err(|error| self.failed(&error));
        }
        let file = self.path.join(name);
        let is_same = match fs::symlink_metadata(&file) {
            Ok(there) if there.is_file() => {
                there.len() == text.len() as u64 && says(&file, text).map_err(|error| self.failed(&error))?
            }
            Ok(_) => return Err(self.no_file(name)),
            Err(error) if error.kind() == ErrorKind::NotFound => false,
            Err(error) => return Err(self.failed(&error)),
        };
        if is_same {
            self.counts.unchanged += 1;
            return Ok(());
        }
        self.counts.written += 1;
        self.write(&file, text)
    }

    /// Takes away what the site has no more, and says so in the manifest.
    pub(super) fn finish(mut self) -> Result<Counts, Error> {
        let gone: BTreeSet<String> = self.old.difference(&self.new).cloned().collect();
        for name in &gone {
            match fs::remove_file(self.path.join(name)) {
                Ok(()) => self.counts.removed += 1,
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(self.failed(&error)),
            }
        }
        // The deepest first; one with something in it stays.
        for inner in folders(&gone).into_iter().rev() {
            let _ = fs::remove_dir(self.path.join(inner));
        }
        match self.aside.take() {
            Some(aside) => self.settle(&aside).map_err(|error| self.failed(&error))?,
            None => self.list(self.new.clone(), self.made.clone())?,
        }
        Ok(self.counts)
    }

    /// Gives what was written aside its place: first the list, so that the next run knows the rest as ours.
    fn settle(&self, aside: &Path) -> io::Result<()> {
        fs::write(aside.join(MANIFEST), manifest(self.new.clone(), self.made.clone()))?;
        let tops: BTreeSet<&str> = self.new.iter().filter_map(|name| name.split('/').next()).collect();
        for top in std::iter::once(MANIFEST).chain(tops) {
            fs::rename(aside.join(top), self.path.join(top))?;
        }
        fs::remove_dir(aside)
    }

    /// Takes away what a stopped run left aside.
    fn clear(&self) -> io::Result<()> {
        let left = self.path.join(TEMPORARY);
        match fs::symlink_metadata(&left) {
            Ok(there) if there.is_dir() => fs::remove_dir_all(&left),
            Ok(_) => fs::remove_file(&left),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Refuses what would be written over or through: files that are not ours, links and folders.
    fn check(&self) -> Result<(), Error> {
        let mut missing = BTreeSet::new();
        for inner in folders(&self.old).union(&folders(&self.new)) {
            match fs::symlink_metadata(self.path.join(inner)) {
                Ok(there) if there.is_dir() => {}
                Ok(_) => return Err(self.no_folder(inner)),
                Err(error) if error.kind() == ErrorKind::NotFound => drop(missing.insert(inner.clone())),
                Err(error) => return Err(self.failed(&error)),
            }
        }
        let foreign = self.new.difference(&self.old).filter(|name| !missing.contains(folder_of(name)));
        let foreign: Vec<String> =
            foreign.filter(|name| fs::symlink_metadata(self.path.join(name)).is_ok()).cloned().collect();
        if !foreign.is_empty() {
            return Err(Error::Usage(format!(
                "`{}` has {}, which `heard index` did not write and will not write over\n  = note: nothing was written\n  = help: move it away, or name another folder with `--out`",
                self.shown,
                listed_some(&foreign)
            )));
        }
        let is_file = |name: &&String| {
            let there = fs::symlink_metadata(self.path.join(name));
            there.map_or_else(|error| error.kind() == ErrorKind::NotFound, |there| there.is_file())
        };
        // What stays is looked at when it is written.
        match self.old.difference(&self.new).find(|name| !is_file(name)) {
            Some(name) => Err(self.no_file(name)),
            None => Ok(()),
        }
    }

    /// Writes the manifest.
    fn list(&self, files: BTreeSet<String>, made: BTreeMap<String, String>) -> Result<(), Error> {
        let text = manifest(files, made);
        let file = self.path.join(MANIFEST);
        if fs::read(&file).is_ok_and(|there| there == text.as_bytes()) { Ok(()) } else { self.write(&file, &text) }
    }

    /// Writes a file that nobody sees half of. The disk is not waited for: what a power cut takes can be
    /// made again, and is, since the next run compares what is there.
    fn write(&self, file: &Path, text: &str) -> Result<(), Error> {
        let temporary = self.path.join(TEMPORARY);
        let written = (|| {
            let mut new = OpenOptions::new().write(true).create_new(true).open(&temporary)?;
            new.write_all(text.as_bytes())?;
            drop(new);
            fs::rename(&temporary, file)
        })();
        written.map_err(|error| {
            let _ = fs::remove_file(&temporary);
            self.failed(&error)
        })
    }

    fn failed(&self, error: &io::Error) -> Error {
        failed(&self.shown, error)
    }

    fn no_file(&self, name: &str) -> Error {
        Error::Usage(format!(
            "`{}/{}` is no file, but a link or a folder, and is left alone\n  = help: remove it, or name another folder with `--out`",
            self.shown,
            visible(name)
        ))
    }

    fn no_folder(&self, name: &str) -> Error {
        Error::Usage(format!(
            "`{}/{}` is no folder, but a link or a file, and is left alone\n  = note: nothing was written\n  = help: remove it, or name another folder with `--out`",
            self.shown,
            visible(name)
        ))
    }
}

/// The text of the manifest that lists these files.
fn manifest(files: BTreeSet<String>, made: BTreeMap<String, String>) -> String {
    crate::render::json(&Manifest { version: VERSION, files, made })
}

/// Whether a file has these bytes. It is read in pieces, as the largest would be held twice.
fn says(file: &Path, text: &str) -> io::Result<bool> {
    let mut file = File::open(file)?;
    let mut rest = text.as_bytes();
    let mut piece = vec![0; rest.len().clamp(1, 64 * 1024)];
    loop {
        let read = match file.read(&mut piece) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            read => read?,
        };
        match rest.split_at_checked(read) {
            _ if read == 0 => return Ok(rest.is_empty()),
            Some((same, after)) if same == &piece[..read] => rest = after,
            _ => return Ok(false),
        }
    }
}

fn failed(shown: &str, error: &io::Error) -> Error {
    Error::Usage(format!(
        "can't write the site into `{shown}`: {error}\n  = help: run the command again to complete it"
    ))
}

/// Where a folder really lies, refused where a site would stand in the way of something.
fn place(folder: &Path, shown: &str, forbidden: &Forbidden) -> Result<PathBuf, Error> {
    let refuse = |reason: &str| {
        Err(Error::Usage(format!(
            "no site is written into `{shown}`: {reason}\n  = help: name another folder with `--out`"
        )))
    };
    match fs::symlink_metadata(folder) {
        Ok(there) if there.is_symlink() => return refuse("it is a link, which may lead anywhere"),
        Ok(there) if !there.is_dir() => return refuse("it is a file"),
        _ => {}
    }
    // What is not there yet lies where the folder above it does.
    let mut above = folder;
    let real = loop {
        match (above.canonicalize(), above.parent()) {
            (Ok(real), _) => break super::plain(real),
            (Err(_), Some(parent)) => above = parent,
            (Err(error), None) => return Err(failed(shown, &error)),
        }
    };
    let rest = folder.strip_prefix(above).unwrap_or(folder);
    if rest.components().any(|part| part == Component::ParentDir) {
        return refuse("it leads through a folder that is not there");
    }
    let path = if rest.as_os_str().is_empty() { real } else { real.join(rest) };
    let is_git = |part: Component<'_>| part.as_os_str().eq_ignore_ascii_case(".git");
    if path.components().any(is_git) || forbidden.git.iter().any(|git| path.starts_with(git)) {
        return refuse("git keeps the repository there");
    }
    let Some(top) = &forbidden.top else { return Ok(path) };
    if top.starts_with(&path) {
        return refuse("the repository lies there");
    }
    if without_steps_up(folder).starts_with(top) && !path.starts_with(top) {
        return refuse("a link on the way leads out of the repository");
    }
    for log in forbidden.logs.iter().filter(|log| !log.is_empty()) {
        let log = top.join(log);
        if path.starts_with(&log) || log.starts_with(&path) {
            return refuse("the log lies there");
        }
    }
    Ok(path)
}

/// The manifest of a folder; one without files when the folder is empty or not there. Any other folder is
/// somebody else's.
fn owned(path: &Path, shown: &str) -> Result<Manifest, Error> {
    let manifest = path.join(MANIFEST);
    let help = "  = help: name another folder with `--out`, or empty this one";
    match fs::symlink_metadata(&manifest) {
        Ok(there) if there.is_file() => {}
        Ok(_) => return Err(Error::Usage(format!("`{shown}/{MANIFEST}` is no file\n{help}"))),
        Err(_) => {
            let entries = match fs::read_dir(path) {
                Ok(entries) => entries,
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Manifest::empty()),
                Err(error) => return Err(failed(shown, &error)),
            };
            // All that a run leaves which was stopped before it wrote anything.
            let is_ours = |name: &str| name == TEMPORARY || name == Lock::name(MANIFEST);
            for entry in entries {
                if !is_ours(&entry.map_err(|error| failed(shown, &error))?.file_name().to_string_lossy()) {
                    return Err(Error::Usage(format!(
                        "`{shown}` is not empty, and `heard index` did not make it\n  = note: nothing was written\n{help}"
                    )));
                }
            }
            return Ok(Manifest::empty());
        }
    }
    let text = fs::read(&manifest).map_err(|error| failed(shown, &error))?;
    let damaged = |reason: String| {
        Error::Usage(format!("`{shown}/{MANIFEST}` can't be trusted: {reason}\n  = note: nothing was written\n{help}"))
    };
    let version: Versioned =
        serde_json::from_slice(&text).map_err(|error| damaged(visible(&error.to_string()).into_owned()))?;
    if version.version != VERSION {
        return Err(damaged(format!("its version is {}, and this program knows {VERSION}", version.version)));
    }
    let read: Manifest =
        serde_json::from_slice(&text).map_err(|error| damaged(visible(&error.to_string()).into_owned()))?;
    match read.files.iter().find(|name| !is_plain(name)) {
        Some(name) => Err(damaged(format!("no site has a file `{}`", visible(name)))),
        None => Ok(read),
    }
}

/// Whether a path can only lie below the folder, on every host, and is none of the files that keep order there.
fn is_plain(name: &str) -> bool {
    let is_part = |part: &str| {
        let is_odd = |character: char| character.is_control() || matches!(character, '\\' | ':');
        !matches!(part, "" | "." | "..") && !part.eq_ignore_ascii_case(".git") && !part.contains(is_odd)
    };
    name.split('/').all(is_part) && ![MANIFEST, TEMPORARY, &Lock::name(MANIFEST)].contains(&name)
}

/// The folders that hold these files, those above before those below.
fn folders(files: &BTreeSet<String>) -> BTreeSet<String> {
    let mut folders = BTreeSet::new();
    for name in files {
        let mut folder = folder_of(name);
        while !folder.is_empty() && folders.insert(folder.to_owned()) {
            folder = folder_of(folder);
        }
    }
    folders
}

fn folder_of(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_that_stay_below_the_folder_are_plain() {
        for name in ["index.html", ".nojekyll", "people/ines-roy.html", "a/b/c"] {
            assert!(is_plain(name), "{name}");
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
            ".heard-site.json.lock",
        ] {
            assert!(!is_plain(name), "{name:?}");
        }
    }

    #[test]
    fn folders_above_come_before_those_below() {
        let files = ["a/b/c/d", "a/x", "e", "z/y"].map(str::to_owned).into();
        assert_eq!(folders(&files).into_iter().collect::<Vec<_>>(), ["a", "a/b", "a/b/c", "z"]);
    }
}
