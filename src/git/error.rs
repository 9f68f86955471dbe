//! What can go wrong with a repository, and how to fix it.

use std::fmt;
use std::path::PathBuf;

use git2::{ErrorClass, ErrorCode};

use super::Id;
use super::tree::{ENTRY_LIMIT, PATH_LIMIT, TREE_LIMIT};
use crate::text::{listed, visible, visible_path};

/// What went wrong, for the person who runs the tool.
#[derive(Debug)]
pub(crate) enum Error {
    /// No repository at or above the directory.
    NoRepository(PathBuf),
    /// A repository in a format that can't be opened.
    Format { reason: String },
    /// An index that is damaged.
    Index { file: PathBuf, reason: String },
    /// The repository belongs to another user.
    Owner(PathBuf),
    /// A revision that is not a commit.
    NoRevision { rev: String, shallow: bool, remote: Option<String> },
    /// The repository has no commits yet.
    NoCommit,
    /// No commit with this id.
    NoObject { id: String, shallow: bool },
    /// A shallow clone lacks the history that is needed.
    Shallow { missing: String },
    /// Two commits without a common ancestor.
    Unrelated { base: String, head: String },
    /// More than one merge base.
    CrissCross { base: String, head: String },
    /// An object refers to one that is missing.
    Incomplete { reason: String },
    /// An object that is missing.
    Missing(Id),
    /// A loose object that is cut short or garbled.
    Damaged { id: Id, file: PathBuf },
    /// Objects or packs that can't be read.
    Corrupt { reason: String },
    /// A tree that git would not check out.
    Malformed(Id),
    /// Trees with more entries or bytes, or longer paths, than the limits.
    TooLarge,
    /// An object that is larger than the limit.
    LargeObject { id: Id, size: usize, limit: usize },
    /// A name of several commits.
    Ambiguous { rev: String, names: Vec<String> },
    /// A file of the repository that replaces the parents of commits.
    Grafts(PathBuf),
    /// A repository whose own files are committed in another one.
    Committed { inner: PathBuf, outer: PathBuf },
    /// Any other error of git.
    Other(String),
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRepository(directory) => write!(
                out,
                "no git repository at or above `{}`\n  = help: run heard inside a repository, or name one with `-C DIR`",
                visible_path(directory)
            ),
            Self::Format { reason } => write!(
                out,
                "heard can't open this repository: {}\n  = help: sha256 and reftable repositories are not supported yet; use a clone in git's default format",
                visible(reason)
            ),
            Self::Index { file, reason } => {
                let file = visible_path(file);
                write!(
                    out,
                    "can't read the index `{file}`: {}\n  = help: delete it and run `git reset`, which makes a new one; then stage your changes again",
                    visible(reason)
                )
            }
            Self::Owner(directory) => {
                let directory = visible_path(directory);
                write!(
                    out,
                    "`{directory}` belongs to another user, so git does not trust it\n  = help: if you do, run `git config --global --add safe.directory {directory}`"
                )
            }
            Self::NoRevision { rev, shallow: true, .. } => write!(
                out,
                "unknown revision `{}`, and the history is cut off (a shallow clone)\n  = help: run `git fetch --unshallow`, or fetch the one commit with `git fetch --depth=1 origin REF`",
                visible(rev)
            ),
            Self::NoRevision { rev, shallow: false, remote } => {
                let help = match remote {
                    Some(remote) => format!("run `git fetch {}`, or name another revision", visible(remote)),
                    None => "name a commit, branch or tag that is here; this repository has no remote to fetch from"
                        .to_owned(),
                };
                write!(out, "unknown revision `{}`\n  = help: {help}", visible(rev))
            }
            Self::NoObject { id, shallow } => {
                let id = visible(id);
                let depth = if *shallow { "--depth=1 " } else { "" };
                write!(out, "commit {id} is not in this clone\n  = help: run `git fetch {depth}origin {id}`")
            }
            Self::NoCommit => {
                write!(out, "the repository has no commits yet\n  = help: commit something first")
            }
            Self::Shallow { missing } => write!(
                out,
                "the history is cut off (a shallow clone), so {missing}\n  = help: run `git fetch --unshallow`, or have the CI job check out the whole history (`fetch-depth: 0`, `GIT_DEPTH: \"0\"`)"
            ),
            Self::Unrelated { base, head } => write!(
                out,
                "`{}` and `{}` have no commit in common\n  = help: name the branch that the change is for with `--base`",
                visible(base),
                visible(head)
            ),
            Self::CrissCross { base, head } => write!(
                out,
                "`{0}` and `{1}` were merged into each other, so they have more than one merge base\n  = help: merge `{0}` into the change once more, then try again",
                visible(base),
                visible(head)
            ),
            Self::Incomplete { reason } => write!(
                out,
                "git: {}\n  = help: this clone is incomplete; run `git fetch --unshallow` in a shallow clone, or `git fetch --refetch --no-filter` in a partial one",
                visible(reason)
            ),
            Self::Missing(id) => write!(
                out,
                "object {id} is not in this clone\n  = help: a partial clone leaves objects out; fetch them with `git fetch --refetch --no-filter`"
            ),
            Self::Damaged { id, file } => write!(
                out,
                "object {id} is damaged: its file `{}` is cut short or garbled\n  = help: see what else is damaged with `git fsck --full`; if another clone has the object, delete the file and fetch from there with `git fetch --refetch`",
                visible_path(file)
            ),
            Self::Corrupt { reason } => write!(
                out,
                "git: {}\n  = help: an object or a pack is damaged; find out which one with `git fsck --full`",
                visible(reason)
            ),
            Self::Malformed(id) => write!(
                out,
                "tree {id} is malformed: an entry has an unknown type, or a name that is a duplicate or not a file name\n  = help: see what `git fsck` says, and make the commit again from a clean checkout"
            ),
            Self::TooLarge => write!(
                out,
                "the trees have more than {ENTRY_LIMIT} entries to read, one of more than {TREE_LIMIT} bytes, or a path longer than {PATH_LIMIT} bytes\n  = help: check with `git ls-tree` what the change adds; a small tree can contain itself many times over"
            ),
            Self::LargeObject { id, size, limit } => write!(
                out,
                "object {id} has {size} bytes; the limit is {limit}\n  = help: see what it is with `git cat-file -t {id}`, and make the commit again without it"
            ),
            Self::Ambiguous { rev, names } => write!(
                out,
                "`{}` is ambiguous: it matches {}, which are different commits\n  = help: use a full name, for instance `{}`",
                visible(rev),
                listed(names.iter().map(String::as_str)),
                visible(names.last().map_or("", String::as_str))
            ),
            Self::Grafts(file) => write!(
                out,
                "`{}` replaces the parents of commits, so heard can't tell what the change is\n  = help: delete the file",
                visible_path(file)
            ),
            Self::Committed { inner, outer } => write!(
                out,
                "`{}` is a git repository whose files are committed in `{1}`, so a change there could forge its history\n  = help: to check the outer repository, use `-C {1}`; to read the inner one, clone it elsewhere",
                visible_path(inner),
                visible_path(outer)
            ),
            Self::Other(reason) => write!(out, "git: {}", visible(reason)),
        }
    }
}

impl From<git2::Error> for Error {
    fn from(error: git2::Error) -> Self {
        let reason = error.message().to_owned();
        match (error.code(), error.class()) {
            (ErrorCode::NotFound, ErrorClass::Odb) => Self::Incomplete { reason },
            (ErrorCode::Ambiguous, _) => Self::Other(reason),
            (_, ErrorClass::Odb | ErrorClass::Object | ErrorClass::Zlib) => Self::Corrupt { reason },
            _ => Self::Other(reason),
        }
    }
}
