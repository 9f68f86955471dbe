//! The commits of a history that changed files in some directories, one by one, the newest first and none before a child
//! of it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

use git2::{Mailmap, ObjectType};

use super::changes::{EntryChange, differing_entries};
use super::history::COMMIT_LIMIT;
use super::messages::is_cut;
use super::tree::{blob, find_tree, kind};
use super::{Content, Error, FileKind, Id, Repo};
use crate::text::RepoPath;

/// A commit that changed files.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// The commit.
    pub commit: Id,
    /// Its parents.
    pub parents: Vec<Id>,
    /// The author's name, after the mailmap.
    pub author: String,
    /// When the author wrote it, in seconds since 1970.
    pub seconds: i64,
    /// The files, sorted by path.
    pub files: Vec<FileStep>,
}

/// A file that a commit changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileStep {
    /// The path.
    pub path: RepoPath,
    /// What was there: in the parent; of a merge in each parent, the first one first. The first commit has one parent
    /// without files.
    pub before: Vec<Option<Id>>,
    /// What is there.
    pub after: Option<Id>,
}

/// A walk over a history.
pub(crate) struct Steps<'a> {
    repo: &'a Repo,
    /// The commits that are still to be looked at, the next one last.
    left: Vec<Id>,
    mailmap: Mailmap,
    is_shallow: bool,
    /// How many commits there are, up to a limit.
    pub commits: usize,
    /// Whether none had to be left out so far.
    pub is_whole: bool,
}

impl Repo {
    /// The history of a commit, to walk through it.
    pub(crate) fn steps(&self, head: Id) -> Result<Steps<'_>, Error> {
        // By commit date, as `git log` does. Any other order of libgit2 reads the whole history first.
        let mut walk = self.objects()?.revwalk()?;
        walk.push(head)?;
        let mut commits = Vec::new();
        for id in walk.by_ref().take(COMMIT_LIMIT) {
            let commit = self.commit(id?)?;
            commits.push((commit.id(), commit.time().seconds(), commit.parent_ids().collect::<Vec<_>>()));
        }
        Ok(Steps {
            repo: self,
            commits: commits.len(),
            left: parents_first(&commits),
            mailmap: self.mailmap()?,
            is_shallow: self.is_shallow(),
            is_whole: walk.next().is_none(),
        })
    }
}

/// Commits, with their dates and parents, in an order in which each comes after its parents, whatever the clocks said; else
/// the oldest come first.
fn parents_first(commits: &[(Id, i64, Vec<Id>)]) -> Vec<Id> {
    let places: HashMap<Id, usize> = commits.iter().enumerate().map(|(place, (id, ..))| (*id, place)).collect();
    let mut children = vec![0_usize; commits.len()];
    let parents = |place: usize| commits[place].2.iter().filter_map(|parent| places.get(parent).copied());
    for parent in (0..commits.len()).flat_map(parents) {
        children[parent] += 1;
    }
    let key = |place: usize| (commits[place].1, Reverse(place));
    let free = (0..commits.len()).filter(|place| children[*place] == 0);
    let mut open: BinaryHeap<(i64, Reverse<usize>)> = free.map(key).collect();
    let mut order = Vec::with_capacity(commits.len());
    while let Some((_, Reverse(place))) = open.pop() {
        order.push(commits[place].0);
        for parent in parents(place) {
            children[parent] -= 1;
            if children[parent] == 0 {
                open.push(key(parent));
            }
        }
    }
    order.reverse();
    order
}

impl Steps<'_> {
    /// The next commit that changed a file in one of the directories or below. Of a merge only files count that differ
    /// from those of every parent: what the others are was changed by another commit.
    pub(crate) fn next(&mut self, roots: &BTreeSet<String>) -> Result<Option<Step>, Error> {
        while let Some(id) = self.left.pop() {
            let commit = self.repo.commit(id)?;
            // The last commit of a shallow clone looks as if it had added every file.
            if self.is_shallow && is_cut(&commit) {
                self.is_whole = false;
                continue;
            }
            let mut trees: Vec<Option<Id>> = commit.parents().map(|parent| Some(parent.tree_id())).collect();
            if trees.is_empty() {
                trees.push(None);
            }
            let files = self.files(&trees, commit.tree_id(), roots)?;
            if files.is_empty() {
                continue;
            }
            let author = commit.author_with_mailmap(&self.mailmap)?;
            return Ok(Some(Step {
                commit: commit.id(),
                parents: commit.parent_ids().collect(),
                author: String::from_utf8_lossy(author.name_bytes()).into_owned(),
                seconds: author.when().seconds(),
                files,
            }));
        }
        Ok(None)
    }

    /// The content of a file.
    pub(crate) fn read(&self, id: Id, limit: usize) -> Result<Content, Error> {
        blob(self.repo, id, limit)
    }

    /// The files below some directories that differ from those of every parent.
    fn files(&self, parents: &[Option<Id>], tree: Id, roots: &BTreeSet<String>) -> Result<Vec<FileStep>, Error> {
        let mut files: BTreeMap<RepoPath, FileStep> = BTreeMap::new();
        for (index, parent) in parents.iter().enumerate() {
            let mut open = Vec::new();
            for root in outermost(roots) {
                let prefix = if root.is_empty() { Vec::new() } else { format!("{root}/").into_bytes() };
                let before = parent.map(|parent| self.directory(parent, root)).transpose()?.flatten();
                open.push((prefix, before, self.directory(tree, root)?));
            }
            let is_file = |entry: &(i32, Id)| kind(*entry) == Some(FileKind::File);
            for EntryChange { path, old, new } in differing_entries(self.repo, open)? {
                let [old, new] = [old, new].map(|entry| entry.filter(is_file).map(|(_, id)| id));
                let path = RepoPath::from_bytes(&path);
                if old == new {
                    continue;
                }
                if index == 0 {
                    files.insert(path.clone(), FileStep { path, before: vec![old], after: new });
                } else if let Some(file) = files.get_mut(&path) {
                    file.before.push(old);
                }
            }
            files.retain(|_, file| file.before.len() == index + 1);
            if files.is_empty() {
                break;
            }
        }
        Ok(files.into_values().collect())
    }

    /// The directory at a path of a tree, if there is one.
    fn directory(&self, tree: Id, path: &str) -> Result<Option<Id>, Error> {
        let mut found = tree;
        for name in path.split('/').filter(|name| !name.is_empty()) {
            let tree = find_tree(self.repo, found)?;
            match tree.get_name(name).filter(|entry| entry.kind() == Some(ObjectType::Tree)) {
                Some(entry) => found = entry.id(),
                None => return Ok(None),
            }
        }
        Ok(Some(found))
    }
}

/// The directories that are in none of the others.
fn outermost(roots: &BTreeSet<String>) -> impl Iterator<Item = &String> {
    let is_inside = |root: &String| {
        let mut above = root.match_indices('/').map(|(at, _)| &root[..at]).chain([""]);
        !root.is_empty() && above.any(|outer| roots.contains(outer))
    };
    roots.iter().filter(move |root| !is_inside(root))
}

#[cfg(test)]
mod tests {
    use super::super::history::tests::history;
    use super::*;

    #[test]
    fn each_commit_has_the_files_that_it_changed() {
        let directory = tempfile::tempdir().unwrap();
        let (repo, ids) = history(
            directory.path(),
            &[
                ("Ana", &[], &[("a/x", "1"), ("b/y", "1"), ("c", "1")]),
                // Outside the directories.
                ("Bo", &[0], &[("a/x", "1"), ("b/y", "1"), ("c", "2")]),
                ("Cy", &[1], &[("a/x", "2"), ("a/z/1", "1"), ("b/y", "1"), ("c", "2")]),
                ("Dee", &[1], &[("a/x", "1"), ("c", "2")]),
                // A merge of both.
                ("Eve", &[2, 3], &[("a/x", "2"), ("a/z/1", "1"), ("c", "2")]),
                // A merge that says something of its own.
                ("Fay", &[2, 3], &[("a/x", "3"), ("a/z/1", "1"), ("c", "2")]),
                // A file becomes a directory.
                ("Gus", &[4], &[("a/x/1", "2"), ("a/z/1", "1"), ("c", "2")]),
            ],
        );
        let roots = |roots: &[&str]| BTreeSet::from_iter(roots.iter().map(|root| (*root).to_owned()));
        let found = |head: usize, roots: &BTreeSet<String>| {
            let mut steps = repo.steps(ids[head]).unwrap();
            let mut found = Vec::new();
            while let Some(step) = steps.next(roots).unwrap() {
                let file = |file: &FileStep| {
                    let text = |id: &Option<Id>| {
                        id.map_or("-".to_owned(), |id| {
                            String::from_utf8(steps.read(id, 9).unwrap().bytes().unwrap()).unwrap()
                        })
                    };
                    let before: Vec<String> = file.before.iter().map(text).collect();
                    format!("{} {}>{}", file.path, before.join(","), text(&file.after))
                };
                found.push(format!("{}: {}", step.author, step.files.iter().map(file).collect::<Vec<_>>().join(" ")));
            }
            assert!(steps.is_whole);
            found
        };
        let both = roots(&["a", "b"]);
        let first = ["Dee: b/y 1>-", "Cy: a/x 1>2 a/z/1 ->1", "Ana: a/x ->1 b/y ->1"];
        assert_eq!(found(4, &both), first);
        assert_eq!(found(5, &both), [&["Fay: a/x 2,1>3"], &first[..]].concat());
        assert_eq!(found(6, &both), [&["Gus: a/x 2>- a/x/1 ->2"], &first[..]].concat());
        assert_eq!(found(4, &roots(&["a/z", "nowhere", "c"])), ["Cy: a/z/1 ->1"]);
        assert_eq!(found(1, &roots(&["", "a"])), ["Bo: c 1>2", "Ana: a/x ->1 b/y ->1 c ->1"]);
        assert!(found(4, &roots(&[])).is_empty());
    }

    #[test]
    fn a_commit_comes_after_its_parents_whatever_the_clocks_said() {
        let id = |number: u8| Id::from_bytes(&[number; 20]).unwrap();
        let commits: Vec<(Id, i64, Vec<Id>)> =
            [(6, 5, &[5, 3][..]), (3, 5, &[1]), (1, 9, &[0]), (5, 4, &[4]), (4, 5, &[1])]
                .map(|(own, time, parents)| (id(own), time, parents.iter().copied().map(id).collect()))
                .into();
        assert_eq!(parents_first(&commits), [1, 4, 5, 3, 6].map(id));
        assert!(parents_first(&[]).is_empty());
    }

    #[test]
    fn directories_inside_others_are_read_once() {
        for (roots, expected) in [
            (&["a", "a/b", "ab"][..], &["a", "ab"][..]),
            (&["", "a"], &[""]),
            (&["a/b/c", "a/b"], &["a/b"]),
            (&[], &[]),
        ] {
            let roots = BTreeSet::from_iter(roots.iter().map(|root| (*root).to_owned()));
            assert_eq!(outermost(&roots).collect::<Vec<_>>(), expected, "{roots:?}");
        }
    }
}
