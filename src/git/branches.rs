//! The branches of a repository, local and fetched.

use std::collections::BTreeSet;

use git2::ErrorCode;

use super::{Error, Id, Repo, Tree};
use crate::text::RepoPath;

/// The branch that changes are merged into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Branch {
    /// Its name.
    pub name: String,
    /// Whether it exists in `origin`.
    pub is_remote: bool,
}

impl Branch {
    /// Its name as a revision in this clone.
    pub(crate) fn revision(&self) -> String {
        if self.is_remote { format!("origin/{}", self.name) } else { self.name.clone() }
    }
}

impl Repo {
    /// The tip of the branch `name` of `origin` when it was last fetched.
    ///
    /// # Errors
    /// A branch that does not point at a commit.
    pub(crate) fn remote_branch(&self, name: &str) -> Result<Option<Id>, Error> {
        match self.objects()?.find_reference(&format!("refs/remotes/origin/{name}")) {
            Ok(branch) => Ok(Some(branch.peel_to_commit()?.id())),
            Err(error) if matches!(error.code(), ErrorCode::NotFound | ErrorCode::InvalidSpec) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The branch that changes are merged into, as a guess: the default branch of `origin`, the usual names, or
    /// the current branch. None when no branch is checked out.
    pub(crate) fn main_branch(&self) -> Option<Branch> {
        let target = |name: &str| {
            let found = self.inner.find_reference(name).ok()?;
            Some(found.symbolic_target().ok()??.to_owned())
        };
        if let Some(head) = target("refs/remotes/origin/HEAD")
            && let Some(name) = head.strip_prefix("refs/remotes/origin/")
        {
            return Some(Branch { name: name.to_owned(), is_remote: true });
        }
        for (place, is_remote) in [("refs/remotes/origin", true), ("refs/heads", false)] {
            for name in ["main", "master"] {
                if self.inner.find_reference(&format!("{place}/{name}")).is_ok() {
                    let is_remote = is_remote || self.inner.find_remote("origin").is_ok();
                    return Some(Branch { name: name.to_owned(), is_remote });
                }
            }
        }
        let name = target("HEAD")?.strip_prefix("refs/heads/")?.to_owned();
        Some(Branch { name, is_remote: self.inner.find_remote("origin").is_ok() })
    }

    /// The paths below these directories at the tips of all local and fetched branches. Only names are read. A
    /// branch that can't be read is left out.
    pub(crate) fn branch_paths(&self, roots: &[String]) -> BTreeSet<RepoPath> {
        let (mut paths, mut seen) = (BTreeSet::new(), BTreeSet::new());
        for place in ["refs/heads/*", "refs/remotes/*"] {
            let Ok(Ok(references)) = self.objects().map(|repo| repo.references_glob(place)) else { continue };
            for reference in references.flatten() {
                let Ok(tree) = reference.peel_to_tree() else { continue };
                let tree = Tree { repo: self, root: tree.id() };
                for root in roots {
                    // Most branches have the same log.
                    let Ok(Some((_, id))) = tree.entry(root) else { continue };
                    if seen.insert((root.as_str(), id)) {
                        let _ = tree.list(root, |path, _, _| {
                            paths.insert(path);
                        });
                    }
                }
            }
        }
        paths
    }
}
