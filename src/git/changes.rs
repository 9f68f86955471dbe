//! The paths that differ between two commits.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::tree::{Entry, FORMAT, ReadSize, TREE, entries, kind};
use super::{Error, FileKind, Id, Repo};
use crate::text::RepoPath;

/// A path that differs between two trees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Changed {
    /// The path.
    pub path: RepoPath,
    /// Its kind before.
    pub old: Option<FileKind>,
    /// Its kind after.
    pub new: Option<FileKind>,
    /// Of a file that is new, the path of one that is gone and had the same contents.
    pub moved_from: Option<RepoPath>,
}

impl Repo {
    /// The paths that differ between two commits, sorted. A rename is two paths. Directories that are equal in
    /// both are not read, so the cost depends on the size of the change, not of the repository.
    pub(crate) fn changed_paths(&self, old: Id, new: Id) -> Result<Vec<Changed>, Error> {
        let tree_of = |commit: Id| -> Result<Id, Error> { Ok(self.commit(commit)?.tree_id()) };
        let mut changed: Vec<(Changed, Option<Id>)> = Vec::new();
        let mut gone: BTreeMap<Id, RepoPath> = BTreeMap::new();
        let roots = vec![(Vec::new(), Some(tree_of(old)?), Some(tree_of(new)?))];
        for EntryChange { path, old, new } in differing_entries(self, roots)? {
            let [(old, old_id), (new, new_id)] =
                [old, new].map(|entry| (entry.and_then(kind), entry.map(|(_, id)| id)));
            let path = RepoPath::from_bytes(&path);
            if let (Some(FileKind::File), None, Some(id)) = (old, new, old_id) {
                gone.insert(id, path.clone());
            }
            let added = new_id.filter(|_| old.is_none() && new == Some(FileKind::File));
            changed.push((Changed { path, old, new, moved_from: None }, added));
        }
        let moved = |(changed, added): (Changed, Option<Id>)| Changed {
            moved_from: added.and_then(|id| gone.get(&id).cloned()),
            ..changed
        };
        let mut changed: Vec<Changed> = changed.into_iter().map(moved).collect();
        changed.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(changed)
    }
}

/// A path that is a file, a link or a submodule in one of two trees, or in both, with both entries.
pub(super) struct EntryChange {
    pub path: Vec<u8>,
    pub old: Option<(i32, Id)>,
    pub new: Option<(i32, Id)>,
}

/// The entries that differ below directories, each given as its path with a `/` at the end, and its old and its new tree.
/// Those that are equal in both are not read.
pub(super) fn differing_entries(
    repo: &Repo,
    mut open: Vec<(Vec<u8>, Option<Id>, Option<Id>)>,
) -> Result<Vec<EntryChange>, Error> {
    let mut found = Vec::new();
    let mut read = ReadSize::default();
    while let Some((directory, old, new)) = open.pop() {
        if old == new {
            continue;
        }
        let entries = |tree: Option<Id>| tree.map_or_else(|| Ok(Vec::new()), |tree| entries(repo, tree));
        let (old_entries, new_entries) = (entries(old)?, entries(new)?);
        read.add(&directory, old_entries.len() + new_entries.len())?;
        for (name, old, new) in pairs(&old_entries, &new_entries) {
            if old == new {
                continue;
            }
            let mut path = directory.clone();
            path.extend_from_slice(name);
            let subtree = |entry: Option<(i32, Id)>| entry.filter(|(mode, _)| *mode & FORMAT == TREE).map(|(_, id)| id);
            if subtree(old).is_some() || subtree(new).is_some() {
                let mut below = path.clone();
                below.push(b'/');
                open.push((below, subtree(old), subtree(new)));
            }
            if old.and_then(kind).is_some() || new.and_then(kind).is_some() {
                found.push(EntryChange { path, old, new });
            }
        }
    }
    Ok(found)
}

/// A name with its entries in the old and the new tree.
type Pair<'a> = (&'a [u8], Option<(i32, Id)>, Option<(i32, Id)>);

/// Joins two sorted lists of entries by name.
fn pairs<'a>(old: &'a [Entry], new: &'a [Entry]) -> Vec<Pair<'a>> {
    let mut joined = Vec::new();
    let (mut left, mut right) = (old.iter().peekable(), new.iter().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (None, None) => return joined,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((one, _)), Some((other, _))) => one.cmp(other),
        };
        let old = if order == Ordering::Greater { None } else { left.next() };
        let new = if order == Ordering::Less { None } else { right.next() };
        if let Some((name, _)) = old.or(new) {
            joined.push((name.as_slice(), old.map(|entry| entry.1), new.map(|entry| entry.1)));
        }
    }
}
