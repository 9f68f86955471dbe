//! What the history says about paths: who changed them, and which commit a line comes from.

use std::collections::BTreeMap;

use git2::{DiffOptions, Mailmap, ObjectType, Patch};

use super::messages::is_cut;
use super::tree::{Content, find_tree, size};
use super::{Error, Id, Repo};
use crate::text::RepoPath;

/// How many commits are read, newest first. Older work says little about who to ask today, and a history can
/// have any length.
pub(super) const COMMIT_LIMIT: usize = 20_000;

/// The largest file whose lines are followed, in bytes.
pub(crate) const LINES_LIMIT: usize = 64 * 1024 * 1024;

/// The file that gives authors one name and address each, and the most of it that is read, in bytes.
const MAILMAP: &str = ".mailmap";
const MAILMAP_LIMIT: u64 = 16 * 1024 * 1024;

/// Who changed some paths.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// Each change of one of the paths by a commit, newest commit first. Merges are left out.
    pub touches: Vec<Touch>,
    /// How many commits were read.
    pub commits: usize,
    /// Whether these are all.
    pub is_whole: bool,
}

/// One commit that changed one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Touch {
    /// The author's name, after the mailmap.
    pub name: String,
    /// The author's mail address, after the mailmap.
    pub mail: String,
    /// When the author wrote it, in seconds since 1970.
    pub seconds: i64,
    /// The path, as its index in the list of paths.
    pub path: usize,
}

impl Repo {
    /// Who changed the paths in the history of `head`. The path of a directory includes everything below it.
    pub(crate) fn touches(&self, head: Id, paths: &[RepoPath]) -> Result<History, Error> {
        let mailmap = self.mailmap()?;
        let is_shallow = self.is_shallow();
        let mut history = History { is_whole: !is_shallow, ..History::default() };
        let wanted = by_directory(paths);
        // By commit date, as `git log` does. Any other order of libgit2 reads the whole history first.
        let mut walk = self.objects()?.revwalk()?;
        walk.push(head)?;
        for id in walk {
            if history.commits == COMMIT_LIMIT {
                history.is_whole = false;
                break;
            }
            history.commits += 1;
            let commit = self.commit(id?)?;
            // The last commit of a shallow clone looks as if it had added every file.
            if commit.parent_count() > 1 || (is_shallow && is_cut(&commit)) {
                continue;
            }
            let before = commit.parents().next().map(|parent| TreeObject::of_root(parent.tree_id()));
            let after = Some(TreeObject::of_root(commit.tree_id()));
            let changed = differing(self, before, after, &wanted)?;
            if changed.is_empty() {
                continue;
            }
            let author = commit.author_with_mailmap(&mailmap)?;
            history.touches.extend(changed.into_iter().map(|path| Touch {
                name: String::from_utf8_lossy(author.name_bytes()).into_owned(),
                mail: String::from_utf8_lossy(author.email_bytes()).into_owned(),
                seconds: author.when().seconds(),
                path,
            }));
        }
        Ok(history)
    }
}

impl Repo {
    /// The mailmap. Libgit2 reads it whole, so its size is looked at first.
    pub(super) fn mailmap(&self) -> Result<Mailmap, Error> {
        let size = match self.work_tree() {
            Some(top) => match std::fs::metadata(top.join(MAILMAP)) {
                Ok(data) if !data.is_file() => return Err(Error::Other(format!("`{MAILMAP}` is not a file"))),
                data => data.map_or(0, |data| data.len()),
            },
            None => match self.resolve("HEAD").ok().map(|head| self.tree(head)?.find(&RepoPath::new(MAILMAP))) {
                Some(found) => {
                    found?.map_or(Ok(0), |(_, id)| self.loose.check(id).and_then(|()| size(self, id)))? as u64
                }
                None => 0,
            },
        };
        if size > MAILMAP_LIMIT {
            return Err(Error::Other(format!("`{MAILMAP}` has {size} bytes; the limit is {MAILMAP_LIMIT}")));
        }
        Ok(self.inner.mailmap()?)
    }
}

/// What a name in a tree refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct TreeObject {
    kind: ObjectType,
    id: Id,
}

impl TreeObject {
    fn of_root(id: Id) -> Self {
        Self { kind: ObjectType::Tree, id }
    }
}

/// The directory that an object is, if it is one.
fn directory<'a>(repo: &'a Repo, object: Option<TreeObject>) -> Result<Option<git2::Tree<'a>>, Error> {
    let directory = object.filter(|object| object.kind == ObjectType::Tree);
    directory.map(|object| find_tree(repo, object.id)).transpose()
}

/// The entry with this name in a directory.
fn child(directory: Option<&git2::Tree<'_>>, name: &str) -> Option<TreeObject> {
    // Git2 panics on a name with a zero, which no entry has.
    let entry = directory.filter(|_| !name.contains('\0'))?.get_name(name)?;
    Some(TreeObject { kind: entry.kind()?, id: entry.id() })
}

/// A directory or file that some of the paths lead to.
#[derive(Debug, Default)]
struct Wanted<'a> {
    /// The paths that end here, as their indexes.
    paths: Vec<usize>,
    /// What is below, as its index, by its name.
    below: BTreeMap<&'a str, usize>,
}

/// The paths by their directories, the root first.
fn by_directory(paths: &[RepoPath]) -> Vec<Wanted<'_>> {
    let mut all = vec![Wanted::default()];
    for (index, path) in paths.iter().enumerate() {
        let mut at = 0;
        for name in names(path) {
            let next = all.len();
            at = *all[at].below.entry(name).or_insert(next);
            if at == next {
                all.push(Wanted::default());
            }
        }
        all[at].paths.push(index);
    }
    all
}

/// Which of the paths differ between two root directories. A directory that is the same in both is not read, and any
/// other once.
fn differing(
    repo: &Repo,
    before: Option<TreeObject>,
    after: Option<TreeObject>,
    wanted: &[Wanted<'_>],
) -> Result<Vec<usize>, Error> {
    let mut changed = Vec::new();
    let mut open = vec![(0, before, after)];
    while let Some((at, before, after)) = open.pop() {
        if before == after {
            continue;
        }
        changed.extend(&wanted[at].paths);
        if !wanted[at].below.is_empty() {
            let (before, after) = (directory(repo, before)?, directory(repo, after)?);
            let below = wanted[at].below.iter();
            open.extend(below.map(|(name, at)| (*at, child(before.as_ref(), name), child(after.as_ref(), name))));
        }
    }
    changed.sort_unstable();
    Ok(changed)
}

/// The object at a path below a root directory, when there is one.
fn object_at(repo: &Repo, root: Id, path: &RepoPath) -> Result<Option<Id>, Error> {
    let mut object = Some(TreeObject::of_root(root));
    for name in names(path) {
        object = child(directory(repo, object)?.as_ref(), name);
    }
    Ok(object.map(|object| object.id))
}

/// The names in a path; none in the empty path of the root.
fn names(path: &RepoPath) -> impl Iterator<Item = &str> {
    path.as_str().split('/').filter(|name| !name.is_empty())
}

/// The commit that a line comes from.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    /// Its id.
    pub commit: Id,
    /// The author's name, after the mailmap.
    pub author: String,
    /// The whole commit message.
    pub message: String,
}

impl Repo {
    /// The commit that last changed a line of a file whose current content is `text`; none when the line is
    /// not committed yet. The line must exist in `text`.
    pub(crate) fn line_origin(
        &self,
        head: Id,
        path: &RepoPath,
        line: usize,
        text: &[u8],
    ) -> Result<Option<Origin>, Error> {
        let tree = self.tree(head)?;
        let Some((_, blob)) = tree.find(path)? else {
            return Ok(None);
        };
        let read = |id| match tree.blob(id, LINES_LIMIT)? {
            Content::Bytes(bytes) => Ok(bytes),
            Content::TooLarge { size } => Err(Error::LargeObject { id, size, limit: LINES_LIMIT }),
        };
        let committed = read(blob)?;
        let has_returns = |text: &[u8]| text.windows(2).any(|pair| pair == b"\r\n");
        // Git may convert line endings when it checks a file out.
        let mut text = text.to_vec();
        if has_returns(&text) && !has_returns(&committed) {
            text = String::from_utf8_lossy(&text).replace("\r\n", "\n").into_bytes();
        }
        let Some(mut line) = line_before(&committed, &text, line)? else {
            return Ok(None);
        };
        // libgit2's blame follows all lines at once, which takes much longer than following one.
        let (mut commit, mut blob) = (head, blob);
        'walk: loop {
            let mut parents = Vec::new();
            for parent in self.commit(commit)?.parents() {
                if let Some(object) = object_at(self, parent.tree_id(), path)? {
                    parents.push((parent.id(), object));
                }
            }
            if let Some((parent, _)) = parents.iter().find(|(_, object)| *object == blob) {
                commit = *parent;
                continue;
            }
            let new = read(blob)?;
            for (parent, object) in parents {
                // The path may have been a directory or a submodule, which have no lines.
                let Ok(old) = read(object) else {
                    continue;
                };
                if let Some(old_line) = line_before(&old, &new, line)? {
                    (commit, blob, line) = (parent, object, old_line);
                    continue 'walk;
                }
            }
            break;
        }
        let found = self.commit(commit)?;
        let author = found.author_with_mailmap(&self.mailmap()?)?;
        Ok(Some(Origin {
            commit,
            author: String::from_utf8_lossy(author.name_bytes()).into_owned(),
            message: String::from_utf8_lossy(found.message_bytes()).into_owned(),
        }))
    }
}

/// The number that a line of the new text had in the old one; none when it was changed or added.
fn line_before(old: &[u8], new: &[u8], line: usize) -> Result<Option<usize>, Error> {
    if old == new {
        return Ok(Some(line));
    }
    let mut options = DiffOptions::new();
    options.context_lines(0).force_text(true);
    let patch = Patch::from_buffers(old, None, new, None, Some(&mut options))?;
    let mut before = line;
    for index in 0..patch.num_hunks() {
        let (hunk, _) = patch.hunk(index)?;
        let [start, added, removed] =
            [hunk.new_start(), hunk.new_lines(), hunk.old_lines()].map(|lines| lines as usize);
        // A hunk that only removes lines starts at the line before them.
        let start = if added == 0 { start + 1 } else { start };
        if line < start {
            break;
        }
        if line < start + added {
            return Ok(None);
        }
        before = (before + removed).saturating_sub(added);
    }
    Ok(Some(before))
}

#[cfg(test)]
pub(super) mod tests {
    use git2::{ObjectType, Oid, Repository, Signature, Time};

    use super::{Repo, by_directory, line_before};
    use crate::text::RepoPath;

    /// An author, the indexes of the parents, and the path and text of every file.
    pub(in crate::git) type TestCommit<'a> = (&'a str, &'a [usize], &'a [(&'a str, &'a str)]);

    /// A repository with these commits.
    pub(in crate::git) fn history(directory: &std::path::Path, commits: &[TestCommit<'_>]) -> (Repo, Vec<Oid>) {
        let inner = Repository::init_bare(directory).unwrap();
        let mut ids: Vec<Oid> = Vec::new();
        for (author, parents, files) in commits {
            let empty = inner.find_tree(inner.treebuilder(None).unwrap().write().unwrap()).unwrap();
            let mut update = git2::build::TreeUpdateBuilder::new();
            for (path, text) in *files {
                update.upsert(*path, inner.blob(text.as_bytes()).unwrap(), git2::FileMode::Blob);
            }
            let tree = inner.find_tree(update.create_updated(&inner, &empty).unwrap()).unwrap();
            let seconds = 1_700_000_000 + i64::try_from(ids.len()).unwrap() * 60;
            let author = Signature::new(author, "mail@example.org", &Time::new(seconds, 0)).unwrap();
            let parents: Vec<_> = parents.iter().map(|parent| inner.find_commit(ids[*parent]).unwrap()).collect();
            let parents: Vec<_> = parents.iter().collect();
            ids.push(inner.commit(None, &author, &author, "message", &tree, &parents).unwrap());
        }
        (inner.into(), ids)
    }

    #[test]
    fn touches_are_the_changes_of_files_and_directories() {
        let directory = tempfile::tempdir().unwrap();
        let (repo, ids) = history(
            directory.path(),
            &[
                ("Ana", &[], &[("a/b", "1"), ("a/c", "1"), ("d", "1")]),
                ("Bo", &[0], &[("a/b", "2"), ("a/c", "1"), ("d", "1")]),
                // A file becomes a directory.
                ("Cy", &[1], &[("a/b/x", "2"), ("a/c", "1"), ("d", "1")]),
                ("Dee", &[1], &[("a/b", "2"), ("a/c", "1")]),
                ("Eve", &[2, 3], &[("a/b/x", "2"), ("a/c", "3")]),
            ],
        );
        let paths = ["a", "a/b", "a/b/x", "a/c", "d", "d/e", "missing", "a\0b", ""].map(RepoPath::new);
        let history = repo.touches(ids[4], &paths).unwrap();
        assert_eq!((history.commits, history.is_whole), (5, true));
        let by = |author: &str| {
            let touches = history.touches.iter().filter(|touch| touch.name == author);
            touches.map(|touch| paths[touch.path].as_str()).collect::<Vec<_>>()
        };
        assert_eq!(by("Ana"), ["a", "a/b", "a/c", "d", ""]);
        assert_eq!(by("Bo"), ["a", "a/b", ""]);
        assert_eq!(by("Cy"), ["a", "a/b", "a/b/x", ""]);
        assert_eq!(by("Dee"), ["d", ""]);
        assert!(by("Eve").is_empty(), "a merge");
        // Each name once, however many paths lead there.
        assert_eq!(by_directory(&[&paths[..], &paths].concat()).len(), paths.len());
        let order: Vec<_> = history.touches.iter().filter(|touch| paths[touch.path].as_str().is_empty()).collect();
        assert_eq!(order.iter().map(|touch| &*touch.name).collect::<Vec<_>>(), ["Dee", "Cy", "Bo", "Ana"]);
    }

    #[test]
    fn a_tree_that_is_something_else_is_an_error() {
        let directory = tempfile::tempdir().unwrap();
        let (repo, ids) = history(directory.path(), &[("Ana", &[], &[("a/b", "1")])]);
        let blob = repo.inner.blob(b"no tree").unwrap();
        let root = [&b"40000 a\0"[..], blob.as_bytes()].concat();
        let root = repo.inner.odb().unwrap().write(ObjectType::Tree, &root).unwrap();
        let text = format!("tree {root}\nparent {}\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n\nx\n", ids[0]);
        let head = repo.inner.odb().unwrap().write(ObjectType::Commit, text.as_bytes()).unwrap();
        assert!(repo.touches(head, &[RepoPath::new("a/b")]).is_err());
        assert_eq!(repo.touches(head, &[RepoPath::new("a")]).unwrap().touches.len(), 2);
    }

    #[test]
    fn a_line_is_followed_to_the_commit_that_wrote_it() {
        let directory = tempfile::tempdir().unwrap();
        let (repo, ids) = history(
            directory.path(),
            &[
                ("Ana", &[], &[("a/f", "one\ntwo\n")]),
                ("Bo", &[0], &[("a/f", "zero\none\ntwo\n")]),
                ("Cy", &[0], &[("a/f", "one\ntwo\nthree\n")]),
                ("Dee", &[1, 2], &[("a/f", "zero\none\ntwo\nthree\n")]),
                ("Eve", &[3], &[("a/f", "zero\none\ntwo\nthree\n"), ("other", "x")]),
            ],
        );
        let text = "zero\r\none\r\ntwo\r\nthree\r\nfour\r\n";
        let path = RepoPath::new("a/f");
        for (line, commit) in [(1, Some(1)), (2, Some(0)), (3, Some(0)), (4, Some(2)), (5, None)] {
            let origin = repo.line_origin(ids[4], &path, line, text.as_bytes()).unwrap();
            assert_eq!(origin.map(|origin| origin.commit), commit.map(|commit: usize| ids[commit]), "line {line}");
        }
        assert!(repo.line_origin(ids[4], &RepoPath::new("a"), 1, b"x").unwrap().is_none(), "a directory");
    }

    #[test]
    fn lines_are_followed_through_a_change() {
        let old = b"a\nb\nc\nd\ne\n";
        let cases: [(&[u8], &[Option<usize>]); 4] = [
            (b"a\nb\nc\nd\ne\n", &[Some(1), Some(2), Some(3), Some(4), Some(5)]),
            (b"x\na\nb\ny\nd\ne\n", &[None, Some(1), Some(2), None, Some(4), Some(5)]),
            (b"c\nd\n", &[Some(3), Some(4)]),
            (b"a\ne\nz\n", &[Some(1), Some(5), None]),
        ];
        for (new, expected) in cases {
            for (index, expected) in expected.iter().enumerate() {
                let found = line_before(old, new, index + 1).unwrap();
                assert_eq!(found, *expected, "line {} of {}", index + 1, String::from_utf8_lossy(new));
            }
        }
    }
}
