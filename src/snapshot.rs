//! Where files are read from: a work tree, a commit, the index, or memory. It writes nothing, and knows
//! nothing of decisions. A file, a directory or an object that can't be read is an error.

#[cfg(any(test, feature = "fuzzing"))]
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::git;
pub(crate) use crate::git::{Content, FileKind};
use crate::text::{RepoPath, visible_path};

/// The largest list of submodules that is read, in bytes.
const MODULES_LIMIT: usize = 1024 * 1024;

/// A set of files at one moment.
pub(crate) enum Source<'a> {
    /// The files on disk below a directory.
    WorkTree(PathBuf),
    /// The tree of a commit.
    Tree(git::Tree<'a>),
    /// The staged files.
    Index(git::Index<'a>),
    /// Files made by a test or a fuzz target, with their kinds and contents.
    #[cfg(any(test, feature = "fuzzing"))]
    Memory(BTreeMap<RepoPath, (FileKind, Vec<u8>)>),
}

/// A file of a snapshot, not read yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    /// Its path.
    pub path: RepoPath,
    /// Its kind.
    pub kind: FileKind,
    handle: Handle,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Handle {
    Disk(PathBuf),
    Blob(git::Id),
    #[cfg(any(test, feature = "fuzzing"))]
    Memory,
}

/// Why files could not be listed or read.
#[derive(Debug)]
pub(crate) enum Error {
    /// A file or directory on disk.
    Disk(PathBuf, std::io::Error),
    /// An object of the repository.
    Git(git::Error),
}

impl From<git::Error> for Error {
    fn from(error: git::Error) -> Self {
        Self::Git(error)
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Disk(path, error) => write!(out, "can't read `{}`: {error}", visible_path(path)),
            Self::Git(error) => error.fmt(out),
        }
    }
}

impl Source<'_> {
    /// Every file below the directories `roots`, sorted by path. A directory that does not exist has no files. One that
    /// is a link or a submodule, or below one, is not read: the link or submodule is listed.
    pub(crate) fn list(&self, roots: &[String]) -> Result<Vec<Listed>, Error> {
        let mut listed = Vec::new();
        let blob = |path, kind, id| Listed { path, kind, handle: Handle::Blob(id) };
        match self {
            Self::WorkTree(top) => {
                for root in roots {
                    if let Some(found) = self.in_the_way(root)? {
                        listed.push(found);
                    } else {
                        walk(top, root, &mut listed)?;
                    }
                }
            }
            Self::Tree(tree) => {
                for root in roots {
                    listed.extend(self.in_the_way(root)?);
                    tree.list(root, |path, kind, id| listed.push(blob(path, kind, id)))?;
                }
            }
            Self::Index(index) => {
                for root in roots {
                    listed.extend(self.in_the_way(root)?);
                }
                index.list(|path, kind, id| {
                    if roots.iter().any(|root| path.is_below(root)) {
                        listed.push(blob(path, kind, id));
                    }
                });
            }
            #[cfg(any(test, feature = "fuzzing"))]
            Self::Memory(files) => {
                let files = files.iter().filter(|(path, _)| roots.iter().any(|root| path.is_below(root)));
                listed.extend(files.map(|(path, (kind, _))| Listed {
                    path: path.clone(),
                    kind: *kind,
                    handle: Handle::Memory,
                }));
            }
        }
        listed.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(listed)
    }

    /// The file at a path, if there is one.
    pub(crate) fn find(&self, path: &RepoPath) -> Result<Option<Listed>, Error> {
        let found = match self {
            Self::WorkTree(top) => {
                let file = top.join(path.as_str());
                let kind = fs::symlink_metadata(&file).ok().and_then(|data| kind(data.file_type()));
                kind.map(|kind| (kind, Handle::Disk(file)))
            }
            Self::Tree(tree) => tree.find(path)?.map(|(kind, id)| (kind, Handle::Blob(id))),
            Self::Index(index) => index.find(path).map(|(kind, id)| (kind, Handle::Blob(id))),
            #[cfg(any(test, feature = "fuzzing"))]
            Self::Memory(files) => files.get(path).map(|(kind, _)| (*kind, Handle::Memory)),
        };
        Ok(found.map(|(kind, handle)| Listed { path: path.clone(), kind, handle }))
    }

    /// The regular file at a path that goes through no link and no submodule, if there is one.
    #[cfg(feature = "site")]
    pub(crate) fn find_inside(&self, path: &RepoPath) -> Result<Option<Listed>, Error> {
        if self.in_the_way(path.folder())?.is_some() {
            return Ok(None);
        }
        Ok(self.find(path)?.filter(|found| found.kind == FileKind::File))
    }

    /// The link or submodule that is where a directory should be, or one above it.
    fn in_the_way(&self, root: &str) -> Result<Option<Listed>, Error> {
        let ends = root.match_indices('/').map(|(at, _)| at).chain([root.len()]);
        for path in ends.map(|end| RepoPath::new(&root[..end])).filter(|path| !path.as_str().is_empty()) {
            if let Some(found) = self.find(&path)? {
                let is_file = matches!(found.kind, FileKind::File | FileKind::Special);
                return Ok(Some(found).filter(|_| !is_file));
            }
            if let Self::WorkTree(top) = self
                && is_submodule(top, &path)
            {
                let handle = Handle::Disk(top.join(path.as_str()));
                return Ok(Some(Listed { path, kind: FileKind::Submodule, handle }));
            }
        }
        Ok(None)
    }

    /// An entry at the root that is not the file of this name, but a directory of this name or something whose
    /// name differs only in case.
    pub(crate) fn misnamed(&self, name: &str) -> Result<Option<String>, Error> {
        let names: Vec<RepoPath> = match self {
            Self::WorkTree(top) => {
                let failed = |error| Error::Disk(top.clone(), error);
                let entries = fs::read_dir(top).map_err(failed)?;
                let name = |entry: std::io::Result<fs::DirEntry>| Ok(repo_path(Path::new(&entry?.file_name())));
                entries.map(name).collect::<Result<_, _>>().map_err(failed)?
            }
            Self::Tree(tree) => tree.names()?,
            Self::Index(index) => {
                let mut names = Vec::new();
                index.list(|path, _, _| names.push(path));
                names
            }
            #[cfg(any(test, feature = "fuzzing"))]
            Self::Memory(files) => files.keys().cloned().collect(),
        };
        let first = |path: &RepoPath| path.as_str().split('/').next().unwrap_or_default().to_owned();
        Ok(names.iter().map(first).find(|other| other.eq_ignore_ascii_case(name)))
    }

    /// Whether both are the tree of one commit.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Tree(one), Self::Tree(other)) if one.root() == other.root())
    }

    /// The content of a file, unless it has more than `limit` bytes: then only its size.
    pub(crate) fn read(&self, listed: &Listed, limit: usize) -> Result<Content, Error> {
        match (&listed.handle, self) {
            (Handle::Disk(file), _) if listed.kind == FileKind::Special => {
                // Opening a pipe would wait for somebody to write into it.
                Err(Error::Disk(file.clone(), std::io::Error::other("it is not a regular file")))
            }
            (Handle::Disk(file), _) => read_file(file, limit).map_err(|error| Error::Disk(file.clone(), error)),
            (Handle::Blob(id), Self::Tree(tree)) => Ok(tree.blob(*id, limit)?),
            (Handle::Blob(id), Self::Index(index)) => Ok(index.read(&listed.path, *id, limit)?),
            #[cfg(any(test, feature = "fuzzing"))]
            (Handle::Memory, Self::Memory(files)) => Ok(Content::of(files[&listed.path].1.clone(), limit)),
            _ => unreachable!("a file is read from the source that listed it"),
        }
    }
}

/// The content of a file on disk. One that grows while it is read is cut off after the limit as well.
pub(crate) fn read_file(file: &Path, limit: usize) -> std::io::Result<Content> {
    let opened = File::open(file)?;
    let size = usize::try_from(opened.metadata()?.len()).unwrap_or(usize::MAX);
    if size > limit {
        return Ok(Content::TooLarge { size });
    }
    let mut bytes = Vec::with_capacity(size);
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    opened.take(most).read_to_end(&mut bytes)?;
    Ok(Content::of(bytes, limit))
}

/// The kind of a file on disk; none for a directory.
fn kind(of: fs::FileType) -> Option<FileKind> {
    match of {
        link if link.is_symlink() => Some(FileKind::Link),
        directory if directory.is_dir() => None,
        file => Some(if file.is_file() { FileKind::File } else { FileKind::Special }),
    }
}

/// Whether a directory of a work tree is a repository of its own, or a submodule that is not checked out.
fn is_submodule(top: &Path, path: &RepoPath) -> bool {
    let is_named = || {
        let modules = read_file(&top.join(".gitmodules"), MODULES_LIMIT).ok().and_then(Content::bytes);
        let modules = String::from_utf8_lossy(&modules.unwrap_or_default()).into_owned();
        let mut settings = modules.lines().filter_map(|line| line.split_once('='));
        settings.any(|(key, value)| key.trim() == "path" && value.trim().trim_matches('"') == path.as_str())
    };
    top.join(path.as_str()).join(".git").symlink_metadata().is_ok() || is_named()
}

fn walk(top: &Path, root: &str, listed: &mut Vec<Listed>) -> Result<(), Error> {
    let start = if root.is_empty() { top.to_owned() } else { top.join(root) };
    if !start.is_dir() {
        return Ok(());
    }
    let walk = WalkDir::new(&start).into_iter();
    let entries = walk.filter_entry(|entry| entry.depth() == 0 || entry.file_name() != ".git");
    for entry in entries {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(&start).to_owned();
            Error::Disk(path, error.into())
        })?;
        let Some(kind) = kind(entry.file_type()) else { continue };
        let file = entry.into_path();
        listed.push(Listed {
            path: repo_path(file.strip_prefix(top).unwrap_or(&file)),
            kind,
            handle: Handle::Disk(file),
        });
    }
    Ok(())
}

/// A relative path of this host as a path of the repository, with `/` between its parts.
pub(crate) fn repo_path(relative: &Path) -> RepoPath {
    let parts: Vec<String> = relative
        .components()
        .map(|part| RepoPath::from_bytes(part.as_os_str().as_encoded_bytes()).as_str().to_owned())
        .collect();
    RepoPath::new(parts.join("/"))
}

/// The paths that differ between two sets of files in memory.
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) fn memory_changes(old: &Source<'_>, new: &Source<'_>) -> Vec<git::Changed> {
    let (Source::Memory(old), Source::Memory(new)) = (old, new) else {
        return Vec::new();
    };
    let paths: BTreeSet<&RepoPath> = old.keys().chain(new.keys()).collect();
    let kind = |file: Option<&(FileKind, Vec<u8>)>| file.map(|(kind, _)| *kind);
    paths
        .into_iter()
        .filter(|path| old.get(*path) != new.get(*path))
        .map(|path| git::Changed {
            path: path.clone(),
            old: kind(old.get(path)),
            new: kind(new.get(path)),
            moved_from: None,
        })
        .collect()
}

#[cfg(test)]
mod tests {

    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_limit() {
        let folder = tempfile::tempdir().unwrap();
        let repository = git2::Repository::init(folder.path()).unwrap();
        fs::write(folder.path().join("a"), "1234").unwrap();
        let mut index = repository.index().unwrap();
        index.add_path(Path::new("a")).unwrap();
        index.write().unwrap();
        let tree = repository.find_tree(index.write_tree().unwrap()).unwrap();
        let author = git2::Signature::new("Ana", "ana@example.org", &git2::Time::new(0, 0)).unwrap();
        let commit = repository.commit(Some("HEAD"), &author, &author, "message", &tree, &[]).unwrap();
        let repo = git::Repo::discover(folder.path()).unwrap();
        let memory = [(RepoPath::new("a"), (FileKind::File, b"1234".to_vec()))];
        for source in [
            Source::WorkTree(folder.path().to_owned()),
            Source::Tree(repo.tree(commit).unwrap()),
            Source::Index(repo.index().unwrap()),
            Source::Memory(memory.into()),
        ] {
            let listed = source.find(&RepoPath::new("a")).unwrap().unwrap();
            let read = |limit| source.read(&listed, limit).unwrap();
            assert_eq!(read(5), Content::Bytes(b"1234".to_vec()));
            assert_eq!(read(4), Content::Bytes(b"1234".to_vec()));
            assert_eq!(read(3), Content::TooLarge { size: 4 });
        }
        let endless = Path::new("/dev/zero");
        if endless.exists() {
            assert_eq!(read_file(endless, 3).unwrap(), Content::TooLarge { size: 4 });
        }
    }
}
