//! What the history says about paths: who changed them, and which commit a line comes from.

use std::collections::HashMap;

use git2::{ObjectType, Repository, Sort};

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
