//! What can go wrong with a repository, and the command that helps.

use std::fmt;
use std::path::PathBuf;

use git2::{ErrorClass, ErrorCode};

use super::Id;
use super::tree::{ENTRY_LIMIT, PATH_LIMIT};
use crate::text::{listed, visible};

/// What went wrong, told to whoever runs the tool.
#[derive(Debug)]
pub(crate) enum Error {
    /// No repository at or above the folder.
    NoRepository(PathBuf),
    /// A repository of a form that can't be opened.
    Form { reason: String },
    /// The repository belongs to somebody else.
    Owner(PathBuf),
    /// A revision that names no commit.
    NoRevision { rev: String, shallow: bool },
    /// The repository has no commit yet.
    NoCommit,
    /// A commit that is known by its id only.
    NoObject { id: String, shallow: bool },
    /// History that is needed is not here.
    Shallow { missing: String },
    /// Two commits without a common one.
    Unrelated { base: String, head: String },
    /// More than one common commit; the branches were merged crosswise.
    Crosswise { base: String, head: String },
    /// An object that another one names is not here.
    Incomplete { reason: String },
    /// An object that is not here.
    Missing(Id),
    /// A tree with names that git would not check out.
    Malformed(Id),
    /// Trees with more in them than anybody keeps.
    TooLarge,
    /// A name that stands for several commits.
    Ambiguous { rev: String, names: Vec<String> },
    /// Parents that a file of the repository puts in place of those of the commits.
    Grafts(PathBuf),
    /// The repository is made of files of another one.
    Carried { inner: PathBuf, outer: PathBuf },
    /// Anything else git says.
    Other(String),
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRepository(folder) => {
                let folder = folder.to_string_lossy();
                write!(
                    out,
                    "no git repository at or above `{}`\n  = help: run it inside one, or name one with `-C DIR`",
                    visible(&folder)
                )
            }
            Self::Form { reason } => write!(
                out,
                "this repository has a form that heard can't open: {}\n  = help: sha256 and reftable repositories are not read yet; a clone in the usual form is",
                visible(reason)
            ),
            Self::Owner(folder) => {
                let folder = folder.to_string_lossy();
                let folder = visible(&folder);
                write!(
                    out,
                    "`{folder}` belongs to another user, so git does not trust it\n  = help: `git config --global --add safe.directory {folder}`"
                )
            }
            Self::NoRevision { rev, shallow: true } => write!(
                out,
                "`{}` is no commit that is here, and the history is cut off (a shallow clone)\n  = help: fetch the rest with `git fetch --unshallow`, or the one commit with `git fetch --depth=1 origin REF`",
                visible(rev)
            ),
            Self::NoRevision { rev, shallow: false } => write!(
                out,
                "`{0}` names no commit\n  = help: fetch it with `git fetch origin`, or name another one",
                visible(rev)
            ),
            Self::NoObject { id, shallow } => {
                let id = visible(id);
                let depth = if *shallow { "--depth=1 " } else { "" };
                write!(out, "the commit {id} is not here\n  = help: fetch it with `git fetch {depth}origin {id}`")
            }
            Self::NoCommit => {
                write!(out, "the repository has no commit yet\n  = help: commit something first, or leave out `--rev`")
            }
            Self::Shallow { missing } => write!(
                out,
                "the history is cut off (a shallow clone), and {missing}\n  = help: fetch the rest with `git fetch --unshallow`, or let the checkout of the job do so (`fetch-depth: 0`, `GIT_DEPTH: \"0\"`)"
            ),
            Self::Unrelated { base, head } => write!(
                out,
                "`{}` and `{}` have no commit in common\n  = help: name the branch that the change is for with `--base`",
                visible(base),
                visible(head)
            ),
            Self::Crosswise { base, head } => write!(
                out,
                "`{0}` and `{1}` were merged into each other, so there is more than one place where the change starts\n  = help: merge `{0}` into the change once more, then try again",
                visible(base),
                visible(head)
            ),
            Self::Incomplete { reason } => write!(
                out,
                "git: {}\n  = help: a part of this clone is missing; `git fetch --unshallow` completes a shallow one, and `git fetch --refetch --no-filter` a partial one",
                visible(reason)
            ),
            Self::Missing(id) => write!(
                out,
                "the object {id} is not in this repository\n  = help: a partial clone leaves objects out; fetch them with `git fetch --refetch --no-filter`"
            ),
            Self::Malformed(id) => write!(
                out,
                "the tree {id} is not written as git writes trees: an entry in it is no file, link or folder, or its name is there twice, or is no name of a file\n  = help: `git fsck` tells more; make the commit anew from a clean checkout"
            ),
            Self::TooLarge => write!(
                out,
                "the trees have more than {ENTRY_LIMIT} entries to look at, or a path of more than {PATH_LIMIT} bytes\n  = help: a small tree can hold itself many times over; look with `git ls-tree` at what the change adds"
            ),
            Self::Ambiguous { rev, names } => write!(
                out,
                "`{}` could be {}, and they are not the same commit\n  = help: name it in full, for instance `{}`",
                visible(rev),
                listed(names.iter().map(String::as_str)),
                visible(names.last().map_or("", String::as_str))
            ),
            Self::Grafts(file) => {
                let file = file.to_string_lossy();
                write!(
                    out,
                    "`{0}` puts other parents in place of those that the commits name\n  = help: what a change is can't be seen then; take the file away",
                    visible(&file)
                )
            }
            Self::Carried { inner, outer } => {
                let (inner, outer) = (inner.to_string_lossy(), outer.to_string_lossy());
                write!(
                    out,
                    "`{}` is a repository made of files that `{1}` has under version control, so whoever changes those could answer for it\n  = help: to judge the one that holds them, use `-C {1}`; to read this one, clone it elsewhere",
                    visible(&inner),
                    visible(&outer)
                )
            }
            Self::Other(reason) => write!(out, "git: {}", visible(reason)),
        }
    }
}

impl From<git2::Error> for Error {
    fn from(error: git2::Error) -> Self {
        let reason = error.message().to_owned();
        match (error.code(), error.class()) {
            (ErrorCode::NotFound, ErrorClass::Odb) => Self::Incomplete { reason },
            _ => Self::Other(reason),
        }
    }
}
