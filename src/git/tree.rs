//! The files of a commit. Trees that git itself would not check out are refused.

use git2::ErrorCode;

use super::{Error, FileKind, Id, Repo};
use crate::text::RepoPath;

/// The files of a commit.
pub(crate) struct Tree<'a> {
    pub(super) repo: &'a Repo,
    pub(super) root: Id,
}

impl Tree<'_> {
    /// The object of the directory at the root.
    pub(crate) fn root(&self) -> Id {
        self.root
    }

    /// Calls `take` for every file below the directory `root`.
    pub(crate) fn list(&self, root: &str, mut take: impl FnMut(RepoPath, FileKind, Id)) -> Result<(), Error> {
        let start = match self.entry(root)? {
            Some((mode, id)) if mode & FORMAT == TREE => id,
            _ => return Ok(()),
        };
        let prefix = if root.is_empty() { Vec::new() } else { format!("{root}/").into_bytes() };
        let mut open = vec![(prefix, start)];
        let mut read = ReadSize::default();
        while let Some((directory, id)) = open.pop() {
            let entries = entries(self.repo, id)?;
            read.add(&directory, entries.len())?;
            for (name, entry) in entries {
                let mut path = directory.clone();
                path.extend_from_slice(&name);
                match kind(entry) {
                    Some(kind) => take(RepoPath::from_bytes(&path), kind, entry.1),
                    None => {
                        path.push(b'/');
                        open.push((path, entry.1));
                    }
                }
            }
        }
        Ok(())
    }

    /// One file by its path.
    pub(crate) fn find(&self, path: &RepoPath) -> Result<Option<(FileKind, Id)>, Error> {
        Ok(self.entry(path.as_str())?.and_then(|entry| Some((kind(entry)?, entry.1))))
    }

    /// The names at the root.
    pub(crate) fn names(&self) -> Result<Vec<RepoPath>, Error> {
        Ok(entries(self.repo, self.root)?.iter().map(|(name, _)| RepoPath::from_bytes(name)).collect())
    }

    /// The entry at a path; the root when the path is empty. A directory whose tree is missing is an error.
    pub(super) fn entry(&self, path: &str) -> Result<Option<(i32, Id)>, Error> {
        let mut found = (TREE, self.root);
        for part in path.split('/').filter(|part| !part.is_empty()) {
            let (mode, id) = found;
            if mode & FORMAT != TREE {
                return Ok(None);
            }
            let is_part = |name: &[u8]| RepoPath::from_bytes(name).as_str() == part;
            match entries(self.repo, id)?.into_iter().find(|(name, _)| is_part(name)) {
                Some((_, entry)) => found = entry,
                None => return Ok(None),
            }
        }
        Ok(Some(found))
    }

    /// The content of a file; a submodule has none.
    pub(crate) fn blob(&self, id: Id, limit: usize) -> Result<Content, Error> {
        blob(self.repo, id, limit)
    }
}

/// What was read of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// All of it.
    Bytes(Vec<u8>),
    /// Nothing, because it is larger than the limit.
    TooLarge { size: usize },
}

impl Content {
    /// Bytes that are read already.
    pub(crate) fn of(bytes: Vec<u8>, limit: usize) -> Self {
        if bytes.len() > limit { Self::TooLarge { size: bytes.len() } } else { Self::Bytes(bytes) }
    }

    /// The bytes; none of a file that is too large.
    pub(crate) fn bytes(self) -> Option<Vec<u8>> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::TooLarge { .. } => None,
        }
    }
}

/// An entry of a tree: its name, mode and object.
pub(super) type Entry = (Vec<u8>, (i32, Id));

/// The bits of a mode that hold the type of an entry; the others hold its permissions.
pub(super) const FORMAT: i32 = 0o170_000;

pub(super) const TREE: i32 = 0o040_000;

/// The kind of an entry; none for a directory.
pub(super) fn kind((mode, _): (i32, Id)) -> Option<FileKind> {
    match mode & FORMAT {
        TREE => None,
        0o120_000 => Some(FileKind::Link),
        0o160_000 => Some(FileKind::Submodule),
        _ => Some(FileKind::File),
    }
}

/// How many entries of trees are read at most, and how long a path may be. A tree that contains another ten
/// times, which contains another ten times, and so on, is small to store and endless to read.
pub(super) const ENTRY_LIMIT: usize = 1_000_000;
pub(super) const PATH_LIMIT: usize = 16 * 1024;
/// The largest object of a directory that is read, in bytes.
pub(super) const TREE_LIMIT: usize = 64 * 1024 * 1024;

/// How many entries were read so far.
#[derive(Default)]
pub(super) struct ReadSize(usize);

impl ReadSize {
    /// Counts a directory with so many entries.
    ///
    /// # Errors
    /// More than the limits allow.
    pub(super) fn add(&mut self, path: &[u8], entries: usize) -> Result<(), Error> {
        // An empty directory counts too.
        self.0 += entries + 1;
        if self.0 > ENTRY_LIMIT || path.len() > PATH_LIMIT { Err(Error::TooLarge) } else { Ok(()) }
    }
}

/// The entries of a tree, sorted by name. A name that git would not check out is an error: what is checked
/// must be what people get.
pub(super) fn entries(repo: &Repo, tree: Id) -> Result<Vec<Entry>, Error> {
    let found = find_tree(repo, tree)?;
    let mut entries: Vec<Entry> =
        found.iter().map(|entry| (entry.name_bytes().to_vec(), (entry.filemode_raw(), entry.id()))).collect();
    entries.sort();
    let is_name = |name: &[u8]| {
        !name.is_empty()
            && !name.contains(&b'/')
            && ![b".".as_slice(), b".."].contains(&name)
            && !name.eq_ignore_ascii_case(b".git")
    };
    // Git takes any other type for a submodule, and other programs take it for a file.
    let is_known = |mode: i32| [TREE, 0o100_000, 0o120_000, 0o160_000].contains(&(mode & FORMAT));
    let whole = entries.iter().all(|(name, (mode, _))| is_name(name) && is_known(*mode))
        && entries.windows(2).all(|pair| pair[0].0 != pair[1].0);
    if whole { Ok(entries) } else { Err(Error::Malformed(tree)) }
}

/// The tree with this id, unless it is larger than the limit.
pub(super) fn find_tree(repo: &Repo, id: Id) -> Result<git2::Tree<'_>, Error> {
    if size(repo, id)? > TREE_LIMIT {
        return Err(Error::TooLarge);
    }
    repo.objects()?.find_tree(id).map_err(|error| unread(repo, id, error))
}

/// The content of a blob. Its size is read first: a few bytes in a pack can be a blob of many gigabytes.
pub(super) fn blob(repo: &Repo, id: Id, limit: usize) -> Result<Content, Error> {
    let size = size(repo, id)?;
    if size > limit {
        return Ok(Content::TooLarge { size });
    }
    repo.loose.check(id)?;
    Ok(Content::Bytes(repo.inner.find_blob(id).map_err(|error| unread(repo, id, error))?.content().to_vec()))
}

/// The size of an object, without reading it.
pub(super) fn size(repo: &Repo, id: Id) -> Result<usize, Error> {
    let header = repo.inner.odb()?.read_header(id);
    Ok(header.map_err(|error| unread(repo, id, error))?.0)
}

/// The error for an object that could not be read.
fn unread(repo: &Repo, id: Id, error: git2::Error) -> Error {
    if let Err(damaged) = repo.loose.check(id) {
        return damaged;
    }
    let is_here = || repo.inner.odb().is_ok_and(|odb| odb.exists(id));
    if error.code() == ErrorCode::NotFound && !is_here() { Error::Missing(id) } else { error.into() }
}
