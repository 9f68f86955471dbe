//! All use of git2. Repositories are read, never written; blobs come from the object database, so
//! filters and attributes play no part. An object that is missing is an error of every function that reads objects.

mod branches;
mod changes;
pub(crate) mod diff;
mod error;
mod history;
mod index;
mod loose;
mod messages;
mod open;
mod range;
mod steps;
mod tree;

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use git2::{Commit, ErrorCode, ObjectType, Oid, Repository};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

pub(crate) use changes::Changed;
pub(crate) use error::Error;
pub(crate) use history::{History, LINES_LIMIT, Touch};
pub(crate) use index::Index;
use loose::Loose;
pub(crate) use messages::trailers;
pub(crate) use range::Range;
pub(crate) use steps::Step;
pub(crate) use tree::{Content, Tree};

/// The largest commit that is read, in bytes.
const COMMIT_LIMIT: usize = 1024 * 1024;

/// The kind of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// A regular file.
    File,
    /// A symbolic link.
    Link,
    /// A submodule.
    Submodule,
    /// A device, a socket or a pipe. Only a work tree has them.
    Special,
}

/// The id of an object.
pub(crate) type Id = Oid;

/// The hash that git would give a file with this text, as 40 hexadecimal digits. Needs no repository.
pub(crate) fn hash(text: &str) -> String {
    Oid::hash_object(ObjectType::Blob, text.as_bytes()).expect("text in memory can be hashed").to_string()
}

/// An open repository.
pub(crate) struct Repo {
    /// For what is no object: use `objects` for those.
    inner: Repository,
    loose: Loose,
    /// The index as the git program lists it, if it had to be asked what is ignored.
    listed: OnceCell<Option<git2::Index>>,
}

impl From<Repository> for Repo {
    fn from(inner: Repository) -> Self {
        Self { loose: Loose::of(&inner), inner, listed: OnceCell::new() }
    }
}

impl Repo {
    /// The repository, to read commits, tags and trees.
    ///
    /// # Errors
    /// One of them is cut short.
    fn objects(&self) -> Result<&Repository, Error> {
        self.loose.check_history()?;
        Ok(&self.inner)
    }

    /// The commit that a revision names.
    ///
    /// # Errors
    /// No such commit here.
    pub(crate) fn resolve(&self, rev: &str) -> Result<Id, Error> {
        let is_unborn = || self.inner.head().is_err_and(|error| error.code() == ErrorCode::UnbornBranch);
        let named = || self.inner.resolve_reference_from_short_name(rev).ok()?.resolve().ok()?.target();
        let missing = |error: git2::Error| match Error::from(error) {
            _ if is_unborn() => Error::NoCommit,
            corrupt @ Error::Corrupt { .. } => named().and_then(|id| self.loose.check(id).err()).unwrap_or(corrupt),
            _ => Error::NoRevision { rev: rev.to_owned(), shallow: self.is_shallow(), remote: self.remote() },
        };
        let object = self.objects()?.revparse_single(rev).map_err(missing)?;
        Ok(object.peel(ObjectType::Commit).map_err(missing)?.id())
    }

    /// The remote to fetch from: `origin`, or else the first.
    fn remote(&self) -> Option<String> {
        let remotes = self.inner.remotes().ok()?;
        let mut names = remotes.iter().flatten().flatten().map(str::to_owned).collect::<Vec<_>>();
        names.sort_by_key(|name| name != "origin");
        names.into_iter().next()
    }

    /// The address of the remote to fetch from.
    pub(crate) fn remote_url(&self) -> Option<String> {
        let remote = self.inner.find_remote(&self.remote()?).ok()?;
        remote.url().ok().map(str::to_owned)
    }

    /// The commit with a full id. A branch or tag with this name is ignored.
    ///
    /// # Errors
    /// No such commit here.
    pub(crate) fn find_commit(&self, id: &str) -> Result<Id, Error> {
        let missing = || Error::NoObject { id: id.to_owned(), shallow: self.is_shallow() };
        let found = self.commit(Oid::from_str(id).map_err(|_| missing())?);
        Ok(found
            .map_err(
                |error| if matches!(error, Error::Incomplete { .. } | Error::Other(_)) { missing() } else { error },
            )?
            .id())
    }

    /// A commit. Its size is read first, since a message can have any length.
    fn commit(&self, id: Id) -> Result<Commit<'_>, Error> {
        let failed = |error: git2::Error| self.loose.check(id).err().unwrap_or_else(|| error.into());
        let (size, _) = self.objects()?.odb()?.read_header(id).map_err(failed)?;
        if size > COMMIT_LIMIT {
            return Err(Error::LargeObject { id, size, limit: COMMIT_LIMIT });
        }
        self.inner.find_commit(id).map_err(failed)
    }

    /// The files of a commit.
    pub(crate) fn tree(&self, commit: Id) -> Result<Tree<'_>, Error> {
        let root = self.commit(commit)?.tree_id();
        Ok(Tree { repo: self, root })
    }

    /// The staged files, from the index that git itself would use.
    ///
    /// # Errors
    /// An index that can't be read.
    pub(crate) fn index(&self) -> Result<Index<'_>, Error> {
        // Git runs hooks with another index, whose path is relative to the root of the work tree.
        let other = std::env::var_os("GIT_INDEX_FILE").map(|file| self.work_tree().unwrap_or_default().join(file));
        let read = match &other {
            Some(file) => git2::Index::open(file),
            None => self.inner.index().and_then(|mut index| index.read(true).map(|()| index)),
        };
        let index = match (read, self.work_tree()) {
            (Err(error), Some(top)) if index::is_for_git_alone(&error) => index::listed_by_git(&top)?,
            (Err(error), _) => {
                let file = other.unwrap_or_else(|| self.inner.path().join("index"));
                return Err(Error::Index { file, reason: error.message().to_owned() });
            }
            (Ok(index), _) => index,
        };
        Ok(Index { repo: self, index })
    }

    /// The parents of a commit; none where a shallow clone ends.
    pub(crate) fn parents(&self, commit: Id) -> Result<Vec<Id>, Error> {
        Ok(self.commit(commit)?.parent_ids().collect())
    }

    /// The commit date in UTC; none when it is out of range.
    #[cfg_attr(not(feature = "site"), allow(dead_code, reason = "only a site needs the date of a commit"))]
    pub(crate) fn commit_date(&self, commit: Id) -> Result<Option<Date>, Error> {
        let seconds = self.commit(commit)?.time().seconds();
        Ok(Timestamp::from_second(seconds).ok().map(|time| time.to_zoned(TimeZone::UTC).date()))
    }

    /// The author name of new commits (`user.name`), when it is configured.
    pub(crate) fn user_name(&self) -> Option<String> {
        let mut config = self.inner.config().ok()?;
        let name = config.snapshot().ok()?.get_string("user.name").ok()?;
        Some(name.trim().to_owned()).filter(|name| !name.is_empty())
    }

    /// The file of the key that git signs with (`user.signingkey`), when it is configured.
    pub(crate) fn signing_key(&self) -> Option<PathBuf> {
        let mut config = self.inner.config().ok()?;
        config.snapshot().ok()?.get_path("user.signingkey").ok()
    }

    /// Whether git ignores a path of the work tree. It ignores nothing that is tracked.
    pub(crate) fn is_ignored(&self, path: &str) -> bool {
        let is_in = |index: &git2::Index| index.get_path(Path::new(path), 0).is_some();
        let is_tracked = || match (self.inner.index(), self.work_tree()) {
            (Err(error), Some(top)) if index::is_for_git_alone(&error) => {
                self.listed.get_or_init(|| index::listed_by_git(&top).ok()).as_ref().is_some_and(is_in)
            }
            (index, _) => index.is_ok_and(|index| is_in(&index)),
        };
        !is_tracked() && self.inner.is_path_ignored(path).unwrap_or_default()
    }

    /// Whether the history is cut off, as in a shallow clone.
    pub(crate) fn is_shallow(&self) -> bool {
        self.inner.is_shallow()
    }
}
