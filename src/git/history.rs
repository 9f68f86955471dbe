//! What the history says about paths: who changed them, and which commit a line comes from.

use std::collections::HashMap;

use git2::{DiffOptions, ObjectType, Patch, Repository, Sort};

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
        let mut trails = Trails::new(paths);
        let mut history = History { is_whole: !self.is_shallow(), ..History::default() };
        // What a commit has at the paths, until the walk comes to it.
        let mut known: HashMap<Id, Vec<Option<Id>>> = HashMap::new();
        let mut walk = repo.revwalk()?;
        walk.set_sorting(Sort::TIME)?;
        walk.push(head)?;
        for id in walk {
            if history.commits == COMMIT_LIMIT {
                history.is_whole = false;
                break;
            }
            let commit = repo.find_commit(id?)?;
            history.commits += 1;
            let after = known.remove(&commit.id());
            // Where a history is cut off, a commit looks as if it had made everything.
            if commit.parent_count() > 1 || (self.is_shallow() && is_cut(&commit)) {
                continue;
            }
            let after = after.map_or_else(|| trails.at(repo, commit.tree_id()), Ok)?;
            let before = match commit.parent_ids().next() {
                Some(parent) => {
                    let before = trails.at(repo, repo.find_commit(parent)?.tree_id())?;
                    known.insert(parent, before.clone());
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
            let tree = match node.now {
                Some((id, true)) => Some(repo.find_tree(id).map_err(|error| unread(repo, id, error))?),
                _ => None,
            };
            for child in children {
                let name = &self.nodes[child].name;
                // Nothing in a tree has a name with a NUL, and git2 can't ask for one.
                let tree = tree.as_ref().filter(|_| !name.contains(&0));
                let entry = tree.and_then(|tree| tree.get_name_bytes(name));
                let entry = entry.map(|entry| (entry.id(), entry.kind() == Some(ObjectType::Tree)));
                self.nodes[child].now = entry;
            }
        }
        Ok(self.ends.iter().map(|end| self.nodes[*end].now.map(|(id, _)| id)).collect())
    }
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
