//! All use of git2. Repositories are read, never written; blobs come from the object database, so
//! filters and attributes play no part.

pub(crate) mod diff;
mod error;
mod history;

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use git2::{ErrorClass, ErrorCode, ObjectType, Oid, Repository};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::snapshot::Kind;
use crate::text::{RepoPath, visible};

pub(crate) use error::Error;
pub(crate) use history::{History, Touch};

/// The id of an object.
pub(crate) type Id = Oid;

/// The hash that git would give a file with this text, as 40 hexadecimal digits. Needs no repository.
pub(crate) fn hash(text: &str) -> String {
    Oid::hash_object(ObjectType::Blob, text.as_bytes()).expect("text in memory can be hashed").to_string()
}

/// A repository that was found.
pub(crate) struct Repo {
    inner: Repository,
}

/// A path that differs between two trees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Changed {
    /// Where.
    pub path: RepoPath,
    /// What it was.
    pub old: Option<Kind>,
    /// What it is.
    pub new: Option<Kind>,
}

/// The branch that changes land on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Branch {
    /// Its name.
    pub name: String,
    /// Whether it is one of `origin`.
    pub is_remote: bool,
}

impl Branch {
    /// What names it here.
    pub(crate) fn revision(&self) -> String {
        if self.is_remote { format!("origin/{}", self.name) } else { self.name.clone() }
    }
}

/// Both ends of a change, and where it starts.
#[derive(Clone, Debug)]
pub(crate) struct Range {
    /// The commit whose policy judges.
    pub base: Id,
    /// The commit that is judged.
    pub head: Id,
    /// Where the two parted; `base` itself when `head` contains it.
    pub start: Id,
}

impl Repo {
    /// Opens the repository that holds `folder`.
    ///
    /// # Errors
    /// None there, or one that can't be opened.
    pub(crate) fn discover(folder: &Path) -> Result<Self, Error> {
        // Objects are re-hashed on every read otherwise: half as much again for a whole log.
        git2::opts::strict_hash_verification(false);
        let inner = Repository::discover(folder).map_err(|error| match (error.code(), error.class()) {
            (ErrorCode::NotFound, _) => Error::NoRepository(folder.to_owned()),
            (ErrorCode::Owner, _) => Error::Owner(folder.to_owned()),
            (_, ErrorClass::Repository | ErrorClass::Invalid | ErrorClass::Config) => {
                // The extension has another name than people know the form by.
                let reftable = if error.message().contains("refstorage") { " (reftable)" } else { "" };
                Error::Form { reason: format!("{}{reftable}", error.message()) }
            }
            _ => error.into(),
        })?;
        match carrier(&inner) {
            Some(outer) => Err(Error::Carried { inner: inner.path().to_owned(), outer }),
            None => Ok(Self { inner }),
        }
    }

    /// Has every object held against its id from now on, so that a damaged disk can't answer for a
    /// commit. It is process-wide.
    pub(crate) fn verify_objects(&self) {
        git2::opts::strict_hash_verification(true);
    }

    /// The top of the work tree; none in a bare repository.
    pub(crate) fn top(&self) -> Option<PathBuf> {
        self.inner.workdir().map(Path::to_owned)
    }

    /// The folders in which git keeps what it knows; two for a linked work tree.
    pub(crate) fn own_folders(&self) -> [PathBuf; 2] {
        [self.inner.path(), self.inner.commondir()].map(Path::to_owned)
    }

    /// The commit that a revision names.
    ///
    /// # Errors
    /// No such commit here.
    pub(crate) fn resolve(&self, rev: &str) -> Result<Id, Error> {
        let is_unborn = || self.inner.head().is_err_and(|error| error.code() == ErrorCode::UnbornBranch);
        let missing = |_| match rev {
            "HEAD" if is_unborn() => Error::NoCommit,
            _ => Error::NoRevision { rev: rev.to_owned(), shallow: self.is_shallow() },
        };
        let object = self.inner.revparse_single(rev).map_err(missing)?;
        Ok(object.peel(ObjectType::Commit).map_err(missing)?.id())
    }

    /// The files of a commit.
    ///
    /// # Errors
    /// An object that is missing.
    pub(crate) fn tree(&self, commit: Id) -> Result<Tree<'_>, Error> {
        let root = self.inner.find_commit(commit)?.tree_id();
        Ok(Tree { repo: &self.inner, root })
    }

    /// What is staged, from the index that git itself would use.
    ///
    /// # Errors
    /// An index that can't be read.
    pub(crate) fn index(&self) -> Result<Index<'_>, Error> {
        let form = |error: git2::Error| Error::Form { reason: format!("the index: {}", error.message()) };
        // Hooks are told of another index, relative to the top of the work tree.
        let index = match std::env::var_os("GIT_INDEX_FILE") {
            Some(file) => {
                let file = self.top().unwrap_or_default().join(file);
                git2::Index::open(&file).map_err(form)?
            }
            None => {
                let mut index = self.inner.index().map_err(form)?;
                index.read(true).map_err(form)?;
                index
            }
        };
        Ok(Index { repo: &self.inner, index })
    }

    /// The commit with a full id. No name of a branch or tag is looked at, whatever it is called.
    ///
    /// # Errors
    /// No such commit here.
    pub(crate) fn commit(&self, id: &str) -> Result<Id, Error> {
        let missing = |_| Error::NoObject { id: id.to_owned(), shallow: self.is_shallow() };
        Ok(self.inner.find_commit(Oid::from_str(id).map_err(missing)?).map_err(missing)?.id())
    }

    /// The commit that the branch `name` of `origin` stood at when it was last fetched.
    ///
    /// # Errors
    /// A branch that leads to no commit.
    pub(crate) fn remote_branch(&self, name: &str) -> Result<Option<Id>, Error> {
        match self.inner.find_reference(&format!("refs/remotes/origin/{name}")) {
            Ok(branch) => Ok(Some(branch.peel_to_commit()?.id())),
            Err(error) if matches!(error.code(), ErrorCode::NotFound | ErrorCode::InvalidSpec) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The branch that changes land on, as far as it can be told: what `origin` says, the usual names, or
    /// the branch at hand. None when no branch is checked out.
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

    /// The paths below these folders in the tips of all branches, those of remotes included as far as they were
    /// fetched. Only names are read. A branch that leads to nothing readable has none.
    pub(crate) fn branch_paths(&self, roots: &[String]) -> BTreeSet<RepoPath> {
        let (mut paths, mut seen) = (BTreeSet::new(), BTreeSet::new());
        for place in ["refs/heads/*", "refs/remotes/*"] {
            let Ok(references) = self.inner.references_glob(place) else { continue };
            for reference in references.flatten() {
                let Ok(tree) = reference.peel_to_tree() else { continue };
                let tree = Tree { repo: &self.inner, root: tree.id() };
                for root in roots {
                    // Most branches have the log of another one.
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

    /// The name that new commits carry, when git was told one.
    pub(crate) fn user_name(&self) -> Option<String> {
        let mut config = self.inner.config().ok()?;
        let name = config.snapshot().ok()?.get_string("user.name").ok()?;
        Some(name.trim().to_owned()).filter(|name| !name.is_empty())
    }

    /// The day on which a commit was made, by its committer, in UTC; none for a time that no calendar has.
    ///
    /// # Errors
    /// An object that is missing.
    pub(crate) fn day(&self, commit: Id) -> Result<Option<Date>, Error> {
        let seconds = self.inner.find_commit(commit)?.time().seconds();
        Ok(Timestamp::from_second(seconds).ok().map(|time| time.to_zoned(TimeZone::UTC).date()))
    }

    /// The parents of a commit; none where a shallow clone ends.
    ///
    /// # Errors
    /// An object that is missing.
    pub(crate) fn parents(&self, commit: Id) -> Result<Vec<Id>, Error> {
        Ok(self.inner.find_commit(commit)?.parent_ids().collect())
    }

    /// Whether the history of `head` has `base`, `head` itself included. A cut-off history may hide
    /// that it has, and never shows more than there is.
    ///
    /// # Errors
    /// An object that is missing.
    pub(crate) fn has(&self, head: Id, base: Id) -> Result<bool, Error> {
        Ok(base == head || self.inner.graph_descendant_of(head, base)?)
    }

    /// Whether the history is cut off.
    pub(crate) fn is_shallow(&self) -> bool {
        self.inner.is_shallow()
    }

    /// Where a change starts. Base and head alone say so when head contains base; otherwise the
    /// commit where they parted does, which a cut-off history can't be asked for.
    ///
    /// # Errors
    /// No such place, more than one, or a history that is cut off before it.
    pub(crate) fn range(&self, base: &str, head: &str) -> Result<Range, Error> {
        for rev in [base, head] {
            self.refuse_ambiguous(rev)?;
        }
        self.parted((self.resolve(base)?, base), (self.resolve(head)?, head))
    }

    /// As `range`, of two commits that are known; the names are for messages.
    ///
    /// # Errors
    /// As for `range`.
    pub(crate) fn parted(&self, (base_id, base): (Id, &str), (head_id, head): (Id, &str)) -> Result<Range, Error> {
        if self.has(head_id, base_id)? {
            return Ok(Range { base: base_id, head: head_id, start: base_id });
        }
        if self.is_shallow() {
            let missing = format!("where `{}` and `{}` parted can't be seen", visible(base), visible(head));
            return Err(Error::Shallow { missing });
        }
        let names = || (base.to_owned(), head.to_owned());
        match self.inner.merge_bases(base_id, head_id) {
            Ok(bases) if bases.len() == 1 => Ok(Range { base: base_id, head: head_id, start: bases[0] }),
            Ok(_) => {
                let (base, head) = names();
                Err(Error::Crosswise { base, head })
            }
            Err(error) if error.code() == ErrorCode::NotFound => {
                let (base, head) = names();
                Err(Error::Unrelated { base, head })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Refuses a name that stands for more than one commit. Git takes the tag before the branch, so
    /// whoever may push a tag could choose the base.
    fn refuse_ambiguous(&self, rev: &str) -> Result<(), Error> {
        let name = rev.split(['~', '^', ':']).next().unwrap_or_default();
        let name = name.split("@{").next().unwrap_or_default();
        let is_hex = name.len() >= 4 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        // A full name or a full id comes before all others.
        if self.inner.find_reference(name).is_ok() || (is_hex && name.len() >= 40) {
            return Ok(());
        }
        let places = ["refs/", "refs/tags/", "refs/heads/", "refs/remotes/"];
        let mut found: Vec<(String, Id)> = places
            .iter()
            .filter_map(|place| {
                let full = format!("{place}{name}");
                let commit = self.inner.find_reference(&full).ok()?.peel_to_commit().ok()?;
                Some((full, commit.id()))
            })
            .collect();
        if is_hex && let Ok(commit) = self.inner.find_commit_by_prefix(name) {
            found.push((commit.id().to_string(), commit.id()));
        }
        if found.windows(2).all(|pair| pair[0].1 == pair[1].1) {
            return Ok(());
        }
        let names = found.into_iter().map(|(name, _)| name).collect();
        Err(Error::Ambiguous { rev: rev.to_owned(), names })
    }

    /// Refuses a repository with grafts. They are read by everything that walks the history, stay
    /// where they were written, and could put the head below the base.
    ///
    /// # Errors
    /// Such a file, or one that can't be read.
    pub(crate) fn refuse_grafts(&self) -> Result<(), Error> {
        let file = self.inner.commondir().join("info/grafts");
        let text = match std::fs::read(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(Error::Other(format!("can't read `{}`: {error}", file.display()))),
        };
        let grafts = |line: &[u8]| !line.trim_ascii().is_empty() && !line.starts_with(b"#");
        if text.split(|byte| *byte == b'\n').any(grafts) { Err(Error::Grafts(file)) } else { Ok(()) }
    }

    /// The paths that differ between two commits, sorted. Renames are two paths. Equal subtrees
    /// are never opened, so the cost is that of the change, not of the repository.
    ///
    /// # Errors
    /// An object that is missing.
    pub(crate) fn changes(&self, old: Id, new: Id) -> Result<Vec<Changed>, Error> {
        let tree_of = |commit: Id| -> Result<Id, Error> { Ok(self.inner.find_commit(commit)?.tree_id()) };
        let mut changed = Vec::new();
        let mut open = vec![(Vec::new(), Some(tree_of(old)?), Some(tree_of(new)?))];
        let mut looked = Looked::default();
        while let Some((folder, old, new)) = open.pop() {
            if old == new {
                continue;
            }
            let entries = |tree: Option<Id>| tree.map_or_else(|| Ok(Vec::new()), |tree| entries(&self.inner, tree));
            let (old_entries, new_entries) = (entries(old)?, entries(new)?);
            looked.at(&folder, old_entries.len() + new_entries.len())?;
            for (name, old, new) in pairs(&old_entries, &new_entries) {
                if old == new {
                    continue;
                }
                let mut path = folder.clone();
                path.extend_from_slice(name);
                let is_folder =
                    |entry: Option<(i32, Id)>| entry.filter(|(mode, _)| *mode & FORMAT == TREE).map(|(_, id)| id);
                if is_folder(old).is_some() || is_folder(new).is_some() {
                    let mut below = path.clone();
                    below.push(b'/');
                    open.push((below, is_folder(old), is_folder(new)));
                }
                let (old, new) = (old.and_then(kind), new.and_then(kind));
                if old.is_some() || new.is_some() {
                    changed.push(Changed { path: RepoPath::from_bytes(&path), old, new });
                }
            }
        }
        changed.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(changed)
    }

    /// The messages of the commits that `head` has and `start` has not, newest first.
    ///
    /// A cut-off history hides which commits `start` has. Only those that came after it are sure to be
    /// none of them then, and the messages of the others are left out: they may be those of a change
    /// that was judged long ago.
    ///
    /// # Errors
    /// An object that is missing.
    pub(crate) fn messages(&self, start: Id, head: Id) -> Result<Messages, Error> {
        let mut walk = self.inner.revwalk()?;
        walk.set_sorting(git2::Sort::TOPOLOGICAL)?;
        walk.push(head)?;
        walk.hide(start)?;
        let commits = walk.map(|id| self.inner.find_commit(id?)).collect::<Result<Vec<_>, _>>()?;
        let start_is_whole = !self.is_shallow() || self.is_whole(start)?;
        let mut whole = true;
        let mut later = BTreeSet::from([start]);
        for commit in commits.iter().rev() {
            if commit.parent_ids().any(|parent| later.contains(&parent)) {
                later.insert(commit.id());
            }
            whole &= !is_cut(commit) && (start_is_whole || later.contains(&commit.id()));
        }
        let texts = commits
            .iter()
            .filter(|commit| start_is_whole || later.contains(&commit.id()))
            .map(|commit| String::from_utf8_lossy(commit.message_bytes()).into_owned());
        Ok(Messages { texts: texts.collect(), whole })
    }

    /// Whether all of a commit's history is here.
    fn is_whole(&self, commit: Id) -> Result<bool, Error> {
        let mut walk = self.inner.revwalk()?;
        walk.push(commit)?;
        for id in walk {
            if is_cut(&self.inner.find_commit(id?)?) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Whether a commit has parents that a shallow clone leaves out.
fn is_cut(commit: &git2::Commit<'_>) -> bool {
    let header = commit.raw_header_bytes();
    let named = header.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"parent ")).count();
    named > commit.parent_count()
}

/// What the commits of a change say.
#[derive(Debug)]
pub(crate) struct Messages {
    /// Newest first.
    pub texts: Vec<String>,
    /// Whether these are all.
    pub whole: bool,
}

/// An entry of a tree: its name, mode and object.
type Entry = (Vec<u8>, (i32, Id));

/// A name and what it stands for in the one tree and the other.
type Pair<'a> = (&'a [u8], Option<(i32, Id)>, Option<(i32, Id)>);

/// The part of a mode that says what an entry is; the rest says who may do what.
const FORMAT: i32 = 0o170_000;

const TREE: i32 = 0o040_000;

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

/// What an entry stands for; a folder stands for nothing by itself.
fn kind((mode, _): (i32, Id)) -> Option<Kind> {
    match mode & FORMAT {
        TREE => None,
        0o120_000 => Some(Kind::Link),
        0o160_000 => Some(Kind::Submodule),
        _ => Some(Kind::File),
    }
}

/// How many entries of trees are looked at, and how long a path may be, before it can be no work of
/// people: a tree that holds another ten times, which holds another ten times, has no end.
const ENTRY_LIMIT: usize = 1_000_000;
const PATH_LIMIT: usize = 16 * 1024;

/// How much has been looked at.
#[derive(Default)]
struct Looked(usize);

impl Looked {
    fn at(&mut self, folder: &[u8], entries: usize) -> Result<(), Error> {
        // A folder counts as well, be it empty.
        self.0 += entries + 1;
        if self.0 > ENTRY_LIMIT || folder.len() > PATH_LIMIT { Err(Error::TooLarge) } else { Ok(()) }
    }
}

/// The entries of a tree, sorted by name. Names that git itself would not check out are refused: what
/// was judged must be what people get.
fn entries(repo: &Repository, tree: Id) -> Result<Vec<Entry>, Error> {
    let found = repo.find_tree(tree).map_err(|error| unread(repo, tree, error))?;
    let mut entries: Vec<Entry> =
        found.iter().map(|entry| (entry.name_bytes().to_vec(), (entry.filemode_raw(), entry.id()))).collect();
    entries.sort();
    let is_name = |name: &[u8]| {
        !name.is_empty()
            && !name.contains(&b'/')
            && ![b".".as_slice(), b".."].contains(&name)
            && !name.eq_ignore_ascii_case(b".git")
    };
    // What is neither a file, a link nor a folder is another repository for git, and a file for others.
    let is_known = |mode: i32| [TREE, 0o100_000, 0o120_000, 0o160_000].contains(&(mode & FORMAT));
    let whole = entries.iter().all(|(name, (mode, _))| is_name(name) && is_known(*mode))
        && entries.windows(2).all(|pair| pair[0].0 != pair[1].0);
    if whole { Ok(entries) } else { Err(Error::Malformed(tree)) }
}

/// Why an object could not be read.
fn unread(repo: &Repository, id: Id, error: git2::Error) -> Error {
    let is_here = || repo.odb().is_ok_and(|odb| odb.exists(id));
    if error.code() == ErrorCode::NotFound && !is_here() { Error::Missing(id) } else { error.into() }
}

/// The top of the work tree that has the files of a repository under version control. A change may
/// bring the files that a repository is made of; whoever runs the tool beside them would be answered
/// by the change itself.
fn carrier(inner: &Repository) -> Option<PathBuf> {
    let path = inner.path().canonicalize().ok()?;
    // No commit has files below `.git`.
    if path.iter().any(|part| part == ".git") {
        return None;
    }
    let mut above = path.parent().map(Path::to_owned);
    while let Some(folder) = above {
        let outer = Repository::discover(&folder).ok()?;
        if let Some(top) = outer.workdir() {
            let file = path.strip_prefix(top.canonicalize().ok()?).ok()?.join("HEAD");
            let tree = outer.head().ok()?.peel_to_tree().ok()?;
            return tree.get_path(&file).is_ok().then(|| top.to_owned());
        }
        // Another such repository around this one.
        above = outer.path().canonicalize().ok()?.parent().map(Path::to_owned);
    }
    None
}

/// The files of a commit.
pub(crate) struct Tree<'a> {
    repo: &'a Repository,
    root: Id,
}

impl Tree<'_> {
    /// Calls `take` for every file below the folder `root`.
    ///
    /// # Errors
    /// An object that is missing.
    pub(crate) fn list(&self, root: &str, mut take: impl FnMut(RepoPath, Kind, Id)) -> Result<(), Error> {
        let start = match self.entry(root)? {
            Some((mode, id)) if mode & FORMAT == TREE => id,
            _ => return Ok(()),
        };
        let prefix = if root.is_empty() { Vec::new() } else { format!("{root}/").into_bytes() };
        let mut open = vec![(prefix, start)];
        let mut looked = Looked::default();
        while let Some((folder, id)) = open.pop() {
            let entries = entries(self.repo, id)?;
            looked.at(&folder, entries.len())?;
            for (name, entry) in entries {
                let mut path = folder.clone();
                path.extend_from_slice(&name);
                match kind(entry) {
                    Some(kind) => take(RepoPath::from_bytes(&path), kind, entry.1),
                    None => {
                        path.push(b'/');
                        open.push((path, entry.1));
                    }
                }
            }
        }
        Ok(())
    }

    /// One file by its path.
    ///
    /// # Errors
    /// An object that is missing.
    pub(crate) fn find(&self, path: &RepoPath) -> Result<Option<(Kind, Id)>, Error> {
        Ok(self.entry(path.as_str())?.and_then(|entry| Some((kind(entry)?, entry.1))))
    }

    /// The names at the root.
    ///
    /// # Errors
    /// An object that is missing.
    pub(crate) fn names(&self) -> Result<Vec<RepoPath>, Error> {
        Ok(entries(self.repo, self.root)?.iter().map(|(name, _)| RepoPath::from_bytes(name)).collect())
    }

    /// What a path stands for; the root when it is empty. A folder that is missing is an error, never
    /// one without files.
    fn entry(&self, path: &str) -> Result<Option<(i32, Id)>, Error> {
        let mut found = (TREE, self.root);
        for part in path.split('/').filter(|part| !part.is_empty()) {
            let (mode, id) = found;
            if mode & FORMAT != TREE {
                return Ok(None);
            }
            let is_part = |name: &[u8]| RepoPath::from_bytes(name).as_str() == part;
            match entries(self.repo, id)?.into_iter().find(|(name, _)| is_part(name)) {
                Some((_, entry)) => found = entry,
                None => return Ok(None),
            }
        }
        Ok(Some(found))
    }

    /// The bytes of a file; a submodule has none.
    ///
    /// # Errors
    /// An object that is missing.
    pub(crate) fn blob(&self, id: Id) -> Result<Vec<u8>, Error> {
        blob(self.repo, id)
    }
}

/// What is staged.
pub(crate) struct Index<'a> {
    repo: &'a Repository,
    index: git2::Index,
}

impl Index<'_> {
    /// Calls `take` for every staged file; of a conflict, for our side.
    pub(crate) fn list(&self, mut take: impl FnMut(RepoPath, Kind, Id)) {
        for entry in self.index.iter() {
            // The stage is kept in two bits of the flags: 0 is no conflict, 2 is ours.
            let stage = (entry.flags >> 12) & 3;
            if matches!(stage, 0 | 2)
                && let Some(kind) = i32::try_from(entry.mode).ok().and_then(|mode| kind((mode, entry.id)))
            {
                take(RepoPath::from_bytes(&entry.path), kind, entry.id);
            }
        }
    }

    /// One staged file by its path.
    pub(crate) fn find(&self, path: &RepoPath) -> Option<(Kind, Id)> {
        let entry = self.index.get_path(Path::new(path.as_str()), 0)?;
        kind((i32::try_from(entry.mode).ok()?, entry.id)).map(|kind| (kind, entry.id))
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// An object that is missing.
    pub(crate) fn blob(&self, id: Id) -> Result<Vec<u8>, Error> {
        blob(self.repo, id)
    }
}

fn blob(repo: &Repository, id: Id) -> Result<Vec<u8>, Error> {
    Ok(repo.find_blob(id).map_err(|error| unread(repo, id, error))?.content().to_vec())
}

/// The values of the trailers called `name`: lines `Name: value` in the last paragraph of a message.
pub(crate) fn trailers(message: &str, name: &str) -> Vec<String> {
    let message = message.replace('\r', "");
    let message = message.trim_end();
    let last = message.rsplit("\n\n").next().unwrap_or_default();
    // Without a blank line there is a subject and nothing else.
    if last.len() == message.len() {
        return Vec::new();
    }
    last.lines()
        .filter_map(|line| line.split_once(':'))
        .filter(|(key, _)| key.trim().eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim().to_owned())
        .filter(|value| !value.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trailers_are_in_the_last_paragraph() {
        let message = "Subject\n\nBody.\nDecision: 0001\n\nReviewed-by: Ana\nDecision: 0012\ndecision: 0013\n";
        assert_eq!(trailers(message, "Decision"), ["0012", "0013"]);
        assert!(trailers("Decision: 0012", "Decision").is_empty());
        assert_eq!(trailers("Subject\r\n\r\nDecision: 0012\r\n", "Decision"), ["0012"]);
    }
}
