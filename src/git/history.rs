//! What the history says about paths: who changed them, and which commit a line comes from.

use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::collections::{BinaryHeap, HashMap};

use git2::{Commit, DiffOptions, ErrorClass, ErrorCode, ObjectType, Patch, Repository};

use super::{Error, Id, Repo, is_cut, unread};
use crate::text::RepoPath;

/// How many commits are looked at, newest first. What lies further back says little about whom to
/// ask today, and a history may be as long as it likes.
const COMMIT_LIMIT: usize = 20_000;

/// Who changed some paths.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// Each time that somebody changed one of the paths, newest first. A merge changes nothing itself.
    pub touches: Vec<Touch>,
    /// How many commits were looked at.
    pub commits: usize,
    /// Whether these are all.
    pub is_whole: bool,
}

/// One commit that changed one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Touch {
    /// The author, as the mailmap has it.
    pub name: String,
    /// The author's mail address, as the mailmap has it.
    pub mail: String,
    /// When it was written, in seconds since 1970.
    pub seconds: i64,
    /// Which of the paths, by its place among them.
    pub path: usize,
}

impl Repo {
    /// Who changed the paths in the history of `head`. A path stands for a file, or for a folder and
    /// everything below it.
    ///
    /// # Errors
    /// An object that is missing.
    pub(crate) fn touches(&self, head: Id, paths: &[RepoPath]) -> Result<History, Error> {
        let repo = &self.inner;
        let mailmap = repo.mailmap()?;
        let is_shallow = self.is_shallow();
        let mut trails = Trails::new(paths);
        let mut history = History { is_whole: !is_shallow, ..History::default() };
        let mut walk = Walk::new(repo, head)?;
        while let Some((commit, after)) = walk.next() {
            if history.commits == COMMIT_LIMIT {
                history.is_whole = false;
                break;
            }
            history.commits += 1;
            let parents = commit.parent_ids().map(|parent| walk.meet(parent)).collect::<Result<Vec<_>, _>>()?;
            // Where a history is cut off, a commit looks as if it had made everything.
            if parents.len() > 1 || (is_shallow && is_cut(&commit)) {
                continue;
            }
            let after = after.map_or_else(|| trails.at(repo, commit.tree_id()), Ok)?;
            let before = match parents.first() {
                Some((parent, tree)) => {
                    let before = trails.at(repo, *tree)?;
                    walk.remember(*parent, &before);
                    before
                }
                None => vec![None; paths.len()],
            };
            if after == before {
                continue;
            }
            let author = commit.author_with_mailmap(&mailmap)?;
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            for path in (0..paths.len()).filter(|path| after[*path] != before[*path]) {
                history.touches.push(Touch {
                    name: text(author.name_bytes()),
                    mail: text(author.email_bytes()),
                    seconds: author.when().seconds(),
                    path,
                });
            }
        }
        Ok(history)
    }
}

/// The commits of a history, each once, newest first among those that are met. A walk of libgit2 reads every commit by
/// itself, which takes as long as all that is done with them here.
struct Walk<'a> {
    repo: &'a Repository,
    /// When each was committed, and its place among those met; of the same second, the first one met.
    open: BinaryHeap<(i64, Reverse<usize>)>,
    /// Those that were met; none where the walk has been.
    met: Vec<Option<(Commit<'a>, Option<Objects>)>>,
    /// Their places and trees.
    known: HashMap<Id, (usize, Id)>,
}

/// What a commit has at some paths.
type Objects = Vec<Option<Id>>;

impl<'a> Walk<'a> {
    fn new(repo: &'a Repository, head: Id) -> Result<Self, Error> {
        let mut walk = Self { repo, open: BinaryHeap::new(), met: Vec::new(), known: HashMap::new() };
        walk.meet(head)?;
        Ok(walk)
    }

    /// The next commit, and what is known of it.
    fn next(&mut self) -> Option<(Commit<'a>, Option<Objects>)> {
        let (_, Reverse(place)) = self.open.pop()?;
        self.met[place].take()
    }

    /// Comes to a commit. Gives its place, and its tree.
    fn meet(&mut self, id: Id) -> Result<(usize, Id), Error> {
        match self.known.entry(id) {
            Entry::Occupied(known) => Ok(*known.get()),
            Entry::Vacant(vacant) => {
                let commit = self.repo.find_commit(id)?;
                let known = *vacant.insert((self.met.len(), commit.tree_id()));
                self.open.push((commit.time().seconds(), Reverse(known.0)));
                self.met.push(Some((commit, None)));
                Ok(known)
            }
        }
    }

    /// Keeps what a commit has at the paths until the walk comes to it.
    fn remember(&mut self, place: usize, objects: &Objects) {
        if let Some((_, known)) = &mut self.met[place] {
            *known = Some(objects.clone());
        }
    }
}

/// The ways from the root to some paths. A tree is opened once for all that lie in it, and not at
/// all when it is the one that was opened last: from commit to commit few trees differ.
struct Trails {
    /// The root first, and every folder before what lies in it.
    nodes: Vec<Node>,
    /// The node of each path.
    ends: Vec<usize>,
}

#[derive(Default)]
struct Node {
    name: Vec<u8>,
    /// By name.
    children: Vec<usize>,
    /// What it is in the tree that was looked at last, and whether that is a folder.
    now: Option<(Id, bool)>,
    /// What it was when its children were looked up.
    opened: Option<(Id, bool)>,
}

impl Trails {
    fn new(paths: &[RepoPath]) -> Self {
        let mut nodes = vec![Node::default()];
        let mut known: HashMap<(usize, &str), usize> = HashMap::new();
        let mut ends = Vec::with_capacity(paths.len());
        for path in paths {
            let mut at = 0;
            for part in path.as_str().split('/').filter(|part| !part.is_empty()) {
                at = *known.entry((at, part)).or_insert_with(|| {
                    let next = nodes.len();
                    nodes.push(Node { name: part.as_bytes().to_vec(), ..Node::default() });
                    nodes[at].children.push(next);
                    next
                });
            }
            ends.push(at);
        }
        for index in 0..nodes.len() {
            let mut children = std::mem::take(&mut nodes[index].children);
            children.sort_by(|one, other| nodes[*one].name.cmp(&nodes[*other].name));
            nodes[index].children = children;
        }
        Self { nodes, ends }
    }

    /// The objects at the ends in the tree `root`.
    fn at(&mut self, repo: &Repository, root: Id) -> Result<Vec<Option<Id>>, Error> {
        self.nodes[0].now = Some((root, true));
        for index in 0..self.nodes.len() {
            let node = &mut self.nodes[index];
            if node.children.is_empty() || node.opened == node.now {
                continue;
            }
            node.opened = node.now;
            let children = node.children.clone();
            for child in &children {
                self.nodes[*child].now = None;
            }
            let Some((id, true)) = self.nodes[index].opened else {
                continue;
            };
            let odb = repo.odb()?;
            let tree = odb.read(id).map_err(|error| unread(repo, id, error))?;
            if tree.kind() != ObjectType::Tree {
                return Err(no_tree(id));
            }
            // Libgit2 makes a list of all entries of a tree; few of them matter here.
            let mut missing = children.len();
            for entry in Entries(tree.data()) {
                let (name, is_folder, object) = entry.ok_or_else(|| no_tree(id))?;
                if let Ok(found) = children.binary_search_by(|child| self.nodes[*child].name.as_slice().cmp(name)) {
                    self.nodes[children[found]].now = Some((Id::from_bytes(object)?, is_folder));
                    missing -= 1;
                    if missing == 0 {
                        break;
                    }
                }
            }
        }
        Ok(self.ends.iter().map(|end| self.nodes[*end].now.map(|(id, _)| id)).collect())
    }
}

/// The entries of a tree as it is stored: a mode in octal digits, a blank, a name, a zero, an id.
struct Entries<'a>(&'a [u8]);

impl<'a> Iterator for Entries<'a> {
    /// A name, whether it is a folder, and the bytes of the id; nothing where the tree is broken.
    type Item = Option<(&'a [u8], bool, &'a [u8])>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0;
        if rest.is_empty() {
            return None;
        }
        let read = || {
            // A mode has six digits, or five.
            let blank = rest.iter().take(8).position(|byte| *byte == b' ')?;
            let end = blank + memchr::memchr(0, &rest[blank..])?;
            let id = rest.get(end + 1..end + 21)?;
            let is_folder = [&b"40000"[..], b"040000"].contains(&&rest[..blank]);
            Some(((&rest[blank + 1..end], is_folder, id), end + 21))
        };
        let read = read();
        self.0 = read.map_or(&[], |(_, end)| &rest[end..]);
        Some(read.map(|(entry, _)| entry))
    }
}

/// What stands for a tree is none.
fn no_tree(id: Id) -> Error {
    git2::Error::new(ErrorCode::Invalid, ErrorClass::Tree, format!("the object {id} is no tree")).into()
}

/// The commit that a line comes from.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    /// Its id.
    pub commit: Id,
    /// Its author's name, as the mailmap has it.
    pub author: String,
    /// Its whole message.
    pub message: String,
}

impl Repo {
    /// The commit that last changed a line of a file, of which `text` is what it holds now; nothing when
    /// the line is not committed. The line must be there.
    ///
    /// # Errors
    /// An object that is missing.
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
        let committed = tree.blob(blob)?;
        let has_returns = |text: &[u8]| text.windows(2).any(|pair| pair == b"\r\n");
        // Git may have written the file with other line ends than it keeps.
        let mut text = text.to_vec();
        if has_returns(&text) && !has_returns(&committed) {
            text = String::from_utf8_lossy(&text).replace("\r\n", "\n").into_bytes();
        }
        let Some(mut line) = before(&committed, &text, line)? else {
            return Ok(None);
        };
        // Blame of libgit2 follows all lines at once, which takes much longer than following one.
        let mut trails = Trails::new(std::slice::from_ref(path));
        let mut commit = head;
        let mut blob = Some(blob);
        'walk: loop {
            let mut parents = Vec::new();
            for parent in self.inner.find_commit(commit)?.parent_ids() {
                let there = trails.at(&self.inner, self.inner.find_commit(parent)?.tree_id())?;
                parents.push((parent, there[0]));
            }
            if let Some((parent, _)) = parents.iter().find(|(_, there)| *there == blob) {
                commit = *parent;
                continue;
            }
            let now = blob.map_or_else(|| Ok(Vec::new()), |id| tree.blob(id))?;
            for (parent, there) in parents {
                // What was a folder or another repository has no lines.
                let Some(old) = there.and_then(|id| tree.blob(id).ok()) else {
                    continue;
                };
                if let Some(old_line) = before(&old, &now, line)? {
                    (commit, blob, line) = (parent, there, old_line);
                    continue 'walk;
                }
            }
            break;
        }
        let found = self.inner.find_commit(commit)?;
        let author = found.author_with_mailmap(&self.inner.mailmap()?)?;
        Ok(Some(Origin {
            commit,
            author: String::from_utf8_lossy(author.name_bytes()).into_owned(),
            message: String::from_utf8_lossy(found.message_bytes()).into_owned(),
        }))
    }
}

/// Which line of the old text a line of the new one is; nothing when it was changed or added.
fn before(old: &[u8], new: &[u8], line: usize) -> Result<Option<usize>, Error> {
    if old == new {
        return Ok(Some(line));
    }
    let mut options = DiffOptions::new();
    options.context_lines(0).force_text(true);
    let patch = Patch::from_buffers(old, None, new, None, Some(&mut options))?;
    let mut before = line;
    for index in 0..patch.num_hunks() {
        let (hunk, _) = patch.hunk(index)?;
        let [start, added, taken] = [hunk.new_start(), hunk.new_lines(), hunk.old_lines()].map(|lines| lines as usize);
        // Where lines were only taken out, the hunk names the line before them.
        let start = if added == 0 { start + 1 } else { start };
        if line < start {
            break;
        }
        if line < start + added {
            return Ok(None);
        }
        before = (before + taken).saturating_sub(added);
    }
    Ok(Some(before))
}

#[cfg(test)]
mod tests {
    use super::Entries;

    #[test]
    fn a_tree_is_read_as_it_is_stored() {
        let id = [b' '; 20];
        let tree = [&b"100644 a b\0"[..], &id, b"40000 c\0", &id, b"160000 d\0", &id].concat();
        let read: Vec<_> = Entries(&tree).collect::<Option<_>>().unwrap();
        assert_eq!(read, [(&b"a b"[..], false, &id[..]), (b"c", true, &id), (b"d", false, &id)]);
        // Cut off anywhere but behind an entry, it is broken, and reading ends there.
        let whole = [0, 31, 59, tree.len()];
        for end in 0..=tree.len() {
            let read: Vec<_> = Entries(&tree[..end]).collect();
            assert_eq!(read.iter().all(Option::is_some), whole.contains(&end), "{end}");
            assert!(read.iter().rev().skip(1).all(Option::is_some));
        }
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
                let found = super::before(old, new, index + 1).unwrap();
                assert_eq!(found, *expected, "line {} of {}", index + 1, String::from_utf8_lossy(new));
            }
        }
    }
}
