//! Which folders are logs: by their names, by what the files in them say, and by how both lie in the tree.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::is_enough;
use super::place::{
    Reason, folder, has_id, home, is_log_name, is_named_decision, is_of_pages, kind_of, left_out, named,
    without_language,
};
use crate::policy::{GLOB_MARKS, is_markdown, is_other_page};
use crate::text::RepoPath;
use crate::vocabulary::id::{Id, IdKind, is_index_name};

/// From how many logs on a glob says it shorter: `services/*/adr`.
const MANY: usize = 6;

/// A file that may be a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// Its path.
    pub path: RepoPath,
    /// How much it reads like a decision; see [`super::score`].
    pub score: u8,
    /// Whether it has a status.
    pub has_status: bool,
}

/// A log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Log {
    /// A directory or a glob, as it goes into `dirs`.
    pub dir: String,
    /// How many records were seen in it.
    pub records: usize,
}

/// A folder that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Left {
    /// Its path; empty for the root.
    pub folder: String,
    /// The folder in it that has all the files that may be records.
    pub dir: String,
    /// How many these are.
    pub files: usize,
    /// Why.
    pub reason: Reason,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// The logs, by path.
    pub logs: Vec<Log>,
    /// What was not taken, by path.
    pub left: Vec<Left>,
    /// Whether nothing but the names of files speaks for the one log there is.
    pub is_guess: bool,
}

/// The files that have to be read to find the logs, and the folders that are left out whatever is in them. `elsewhere`
/// gives the folder that keeps a file from being of this repository, and why.
pub(crate) fn candidates<'a>(
    paths: impl Iterator<Item = &'a RepoPath>,
    elsewhere: impl Fn(&RepoPath) -> Option<(String, Reason)>,
) -> (Vec<RepoPath>, Vec<Left>) {
    let (mut pages, mut left) = (Vec::new(), LeftOut::new());
    for path in paths.filter(|path| is_markdown(path) && (is_index_name(path.stem()) || !is_other_page(path))) {
        let found = left_out(path.folder()).map(|(at, reason)| (at.to_owned(), reason));
        match found.or_else(|| elsewhere(path)) {
            None => pages.push(path.clone()),
            // What nobody would take for a record is not worth a word.
            Some((at, reason)) if kind_of(path) != IdKind::Slug || is_plain_record(path) => {
                count(&mut left, &at, reason, path);
            }
            Some(_) => {}
        }
    }
    (pages, left.into_values().collect())
}

/// Whether a file is a record by its folder alone.
fn is_plain_record(path: &RepoPath) -> bool {
    !is_index_name(path.stem()) && is_log_name(path.folder().rsplit('/').next().unwrap_or_default())
}

/// The folders that are left out, by path and reason.
type LeftOut = BTreeMap<(String, Reason), Left>;

/// Counts a file of a folder that is left out.
fn count(left: &mut LeftOut, folder: &str, reason: Reason, path: &RepoPath) {
    let home = home(path);
    let new = || Left { folder: folder.to_owned(), dir: home.to_owned(), files: 0, reason };
    let left = left.entry((folder.to_owned(), reason)).or_insert_with(new);
    left.files += 1;
    let both = at_and_above(&left.dir).find(|above| is_at_or_below(home, above)).unwrap_or_default().to_owned();
    left.dir = both;
}

/// Finds the logs among these files. `left` are folders that are left out already; `own` is the folder that a file of
/// another tool names as its log.
///
/// - A folder that is named like a log is one, with everything below it, if one file in it may be a record.
/// - Other folders are logs if at least half of their files read like decisions, and there are two such files in the
///   folder or one in a sister of it. Sisters are one log if their parent contains little else.
/// - Topics whose ids start anew are logs of their own.
pub(crate) fn find(pages: Vec<Page>, left: Vec<Left>, own: Option<&str>) -> Found {
    let mut left: LeftOut = left.into_iter().map(|left| ((left.folder.clone(), left.reason), left)).collect();
    let pages = records_and_pages(without_translations(pages, &mut left));
    let (mut found, others) = named_logs(pages, own);
    let unnamed = Unnamed::new(others);
    let mut singles: Logs = Logs::new();
    // The root comes last: beside other logs, its files are none.
    for (root, pages) in unnamed.logs(&found).into_iter().rev() {
        let is_alone = pages.len() < 2 && !unnamed.has_sister(&root);
        let is_root_beside = root.is_empty() && !found.is_empty();
        if is_alone || is_root_beside {
            singles.insert(root, pages)
        } else {
            found.insert(root, pages)
        };
    }
    let guess = if found.is_empty() { guess(&singles, &unnamed) } else { None };
    let is_guess = guess.is_some();
    found.extend(guess);
    let found = outermost(found);
    for (root, pages) in singles {
        let reason = if root.is_empty() { Reason::Root } else { Reason::Single };
        leave(&mut left, root, pages.len(), reason);
    }
    for (root, files) in unnamed.numbered() {
        leave(&mut left, root, files, Reason::Pages);
    }
    let is_inside = |folder: &str| found.contains_key("") || at_and_above(folder).any(|at| found.contains_key(at));
    // What is left out for two reasons is named once.
    let mut seen = BTreeSet::new();
    left.retain(|(folder, _), _| !is_inside(folder) && seen.insert(folder.clone()));
    let logs = shortened(found.iter().flat_map(|(root, pages)| split(root, pages)).collect(), &left);
    Found { logs, left: left.into_values().collect(), is_guess }
}

/// Logs by the folder of each, with their records.
type Logs = BTreeMap<String, Vec<Page>>;

/// The logs that are named like one, and the files in other folders.
fn named_logs(pages: Vec<Page>, own: Option<&str>) -> (Logs, Vec<Page>) {
    let (mut logs, mut others) = (Logs::new(), Vec::new());
    for page in pages {
        let own = own.filter(|own| page.path.is_below(own));
        match own.or_else(|| named(home(&page.path))) {
            Some(root) if is_record(&page, 1) => logs.entry(root.to_owned()).or_default().push(page),
            Some(_) => {}
            None => others.push(page),
        }
    }
    (logs.into_iter().map(|(root, pages)| (narrowed(&root, &pages), pages)).collect(), others)
}

/// The likeliest log where none is sure.
fn guess(singles: &Logs, unnamed: &Unnamed) -> Option<(String, Vec<Page>)> {
    match singles.first_key_value() {
        Some((root, pages)) if singles.len() == 1 => Some((root.clone(), pages.clone())),
        _ => unnamed.fullest(),
    }
}

/// Adds the records of a log inside another one to that.
fn outermost(logs: Logs) -> Logs {
    let mut outer = Logs::new();
    // A folder sorts before those in it.
    for (root, pages) in logs {
        let above = at_and_above(&root).find(|above| outer.contains_key(*above)).unwrap_or(&root);
        outer.entry(above.to_owned()).or_default().extend(pages);
    }
    outer
}

/// Leaves out a whole folder.
fn leave(left: &mut LeftOut, folder: String, files: usize, reason: Reason) {
    let new = Left { dir: folder.clone(), folder: folder.clone(), files, reason };
    left.entry((folder, reason)).or_insert(new);
}

/// Whether a file may be a record: by its name, or with at least this score.
fn is_record(page: &Page, score: u8) -> bool {
    match is_index_name(page.path.stem()) {
        // Without a number it needs a status, as it does for every command.
        true => {
            let is_named = || named(home(&page.path)).is_some();
            is_folder_record(page) || (page.has_status && (is_decision(page) || is_named()))
        }
        false => is_numbered(page) || page.score >= score,
    }
}

fn is_numbered(page: &Page) -> bool {
    kind_of(&page.path) != IdKind::Slug
}

/// Whether it is the record of a folder per record, by the name of the folder.
fn is_folder_record(page: &Page) -> bool {
    is_index_name(page.path.stem()) && is_numbered(page) && !is_other_page(&page.path)
}

/// Whether it reads like a decision, or is named like one.
fn is_decision(page: &Page) -> bool {
    let is_numbered = is_numbered(page);
    // Where a number means something else, the name and the status are not enough.
    let is_sure = !is_of_pages(page.path.folder()) || page.score > 3;
    is_sure && (is_enough(page.score, is_numbered) || (is_numbered && is_named_decision(&page.path)))
}

fn is_at_or_below(folder: &str, log: &str) -> bool {
    log.is_empty() || folder == log || RepoPath::new(folder).is_below(log)
}

/// A folder and those above it, without the root.
fn at_and_above(folder: &str) -> impl Iterator<Item = &str> {
    let first = Some(folder).filter(|folder| !folder.is_empty());
    std::iter::successors(first, |folder| folder.rsplit_once('/').map(|(above, _)| above))
}

/// Leaves out files that are translations of others: their paths differ in the name of a language alone.
fn without_translations(pages: Vec<Page>, left: &mut LeftOut) -> Vec<Page> {
    let key = |folder: String, page: &Page| format!("{folder}/{:?}", Id::of_path(&page.path).0.key);
    let mut languages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    let split: Vec<(String, String)> = pages
        .iter()
        .map(|page| {
            let folder = page.path.folder();
            let (key, language) = match without_language(folder) {
                Some((rest, language)) => (key(rest, page), language),
                None => (key(folder.to_owned(), page), String::new()),
            };
            *sizes.entry(language.clone()).or_default() += 1;
            languages.entry(key.clone()).or_default().insert(language.clone());
            (key, language)
        })
        .collect();
    // The original is the one without a language, or English, or the fullest.
    let rank = |language: &String| match language.as_str() {
        "" => (0, 0),
        language if language == "en" || language.starts_with("en-") => (1, 0),
        _ => (2, usize::MAX - sizes.get(language).copied().unwrap_or_default()),
    };
    let mut kept = Vec::new();
    for (page, (key, language)) in pages.into_iter().zip(split) {
        let original = languages.get(&key).and_then(|all| all.iter().min_by_key(|language| rank(language)));
        if original == Some(&language) {
            kept.push(page);
        } else {
            count(left, page.path.folder(), Reason::Translation, &page.path);
        }
    }
    kept
}

/// Keeps the files that may be records, and the pages that are not: an index page only where it is a record, and not
/// what belongs to the record of its folder.
fn records_and_pages(pages: Vec<Page>) -> Vec<Page> {
    let mut beside: BTreeSet<String> = BTreeSet::new();
    let is_one = |page: &&Page| !is_index_name(page.path.stem()) && (is_decision(page) || has_id(&page.path));
    for page in pages.iter().filter(is_one) {
        beside.insert(page.path.folder().to_owned());
    }
    let is_own = |page: &Page| {
        let own = page.path.folder();
        let name = own.rsplit('/').next().unwrap_or_default();
        is_folder_record(page) || (is_record(page, 1) && !beside.contains(own) && !is_log_name(name) && !own.is_empty())
    };
    // Of `README.md` and `index.md`, the one that says more.
    let mut folders: BTreeMap<String, Page> = BTreeMap::new();
    for page in pages.iter().filter(|page| is_index_name(page.path.stem()) && is_own(page)) {
        let known = folders.entry(page.path.folder().to_owned()).or_insert_with(|| page.clone());
        if page.score > known.score {
            *known = page.clone();
        }
    }
    let is_beside = |page: &Page| at_and_above(page.path.folder()).any(|above| folders.contains_key(above));
    let plain = pages.iter().filter(|page| !is_index_name(page.path.stem()) && !is_beside(page)).cloned();
    let mut kept: Vec<Page> = plain.chain(folders.values().cloned()).collect();
    kept.sort_by(|one, other| one.path.cmp(&other.path));
    kept
}

/// The folder inside `root` that is named like a log as well and has all of the records, or `root`.
fn narrowed(root: &str, pages: &[Page]) -> String {
    let mut log = root;
    let Some(first) = pages.first().map(|page| home(&page.path)) else { return root.to_owned() };
    let mut at = root.len();
    while let Some(rest) = first.get(at..).and_then(|rest| rest.strip_prefix('/')) {
        let part = rest.split('/').next().unwrap_or_default();
        at += 1 + part.len();
        let inner = &first[..at];
        if !is_log_name(part) || !pages.iter().all(|page| is_at_or_below(home(&page.path), inner)) {
            break;
        }
        log = inner;
    }
    log.to_owned()
}

/// The logs of a folder: itself, or its topics if their ids start anew in each.
fn split(root: &str, pages: &[Page]) -> Vec<Log> {
    let whole = || vec![Log { dir: literal(root), records: pages.len() }];
    let mut topics: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for page in pages {
        let home = home(&page.path);
        let below = if root.is_empty() { home } else { home.get(root.len() + 1..).unwrap_or_default() };
        let topic = below.split('/').next().unwrap_or_default();
        if topic.is_empty() || root.is_empty() {
            return whole();
        }
        let key = format!("{:?}", Id::of_path(&page.path).0.key);
        topics.entry(topic).or_default().insert(key);
    }
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for id in topics.values().flatten() {
        *counts.entry(id).or_default() += 1;
    }
    let is_taken = |id: &&String| counts.get(id).is_some_and(|count| *count > 1);
    let starts_anew = |ids: &&BTreeSet<String>| ids.iter().filter(is_taken).count() * 2 > ids.len();
    // One id that two topics took by accident doesn't make them two logs.
    if topics.len() < 2 || topics.values().filter(starts_anew).count() * 2 < topics.len() {
        return whole();
    }
    vec![Log { dir: format!("{}/*", literal(root)), records: pages.len() }]
}

/// A folder as it is written in `dirs`, where some characters make a glob.
fn literal(folder: &str) -> String {
    if folder.is_empty() { ".".to_owned() } else { folder.replace(GLOB_MARKS, "?") }
}

/// Many logs that differ in one folder become one glob, unless it matches what is left out.
fn shortened(logs: Vec<Log>, left: &LeftOut) -> Vec<Log> {
    let mut globs: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, log) in logs.iter().enumerate() {
        let parts: Vec<&str> = log.dir.split('/').collect();
        // Neither the first part, which would reach everywhere, nor the last, which is the name of the log.
        for at in 1..parts.len().saturating_sub(1) {
            let mut glob = parts.clone();
            glob[at] = "*";
            globs.entry(glob.join("/")).or_default().push(index);
        }
    }
    let is_matched = |glob: &str, folder: &str| {
        let (glob, folder): (Vec<&str>, Vec<&str>) = (glob.split('/').collect(), folder.split('/').collect());
        // What is left out may be above what the glob matches, or below it.
        glob.iter().zip(&folder).all(|(glob, part)| *glob == "*" || glob == part)
    };
    globs.retain(|glob, logs| logs.len() >= MANY && !left.keys().any(|(folder, _)| is_matched(glob, folder)));
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    let mut short: Vec<Log> = Vec::new();
    for (glob, members) in globs {
        let fresh: Vec<usize> = members.into_iter().filter(|index| gone.insert(*index)).collect();
        let records = fresh.iter().map(|index| logs[*index].records).sum();
        if !fresh.is_empty() {
            short.push(Log { dir: glob, records });
        }
    }
    short.extend(logs.into_iter().enumerate().filter(|(index, _)| !gone.contains(index)).map(|(_, log)| log));
    short.sort_by(|one, other| one.dir.cmp(&other.dir));
    short
}

/// The files in folders whose names say nothing.
struct Unnamed {
    by_home: Logs,
    /// The folders in which at least half of the numbered files, or of all files, read like decisions.
    leaves: BTreeSet<String>,
    /// How many of these are in each folder.
    sisters: BTreeMap<String, usize>,
}

impl Unnamed {
    fn new(pages: Vec<Page>) -> Self {
        let mut by_home = Logs::new();
        for page in pages {
            by_home.entry(home(&page.path).to_owned()).or_default().push(page);
        }
        let is_leaf = |pages: &Vec<Page>| {
            let numbered = pages.iter().filter(|page| is_numbered(page)).count();
            let counted = pages.iter().filter(|page| numbered == 0 || is_numbered(page));
            let (mut all, mut decisions) = (0, 0);
            for page in counted {
                all += 1;
                decisions += usize::from(is_decision(page));
            }
            decisions > 0 && decisions * 2 >= all
        };
        let leaves: BTreeSet<String> =
            by_home.iter().filter(|(_, pages)| is_leaf(pages)).map(|(home, _)| home.clone()).collect();
        let mut sisters: BTreeMap<String, usize> = BTreeMap::new();
        for leaf in leaves.iter().filter(|leaf| !leaf.is_empty()) {
            *sisters.entry(folder(leaf).to_owned()).or_default() += 1;
        }
        Self { by_home, leaves, sisters }
    }

    /// The records at and below a folder.
    fn records(&self, root: &str) -> Vec<Page> {
        let below = self.by_home.range(root.to_owned()..).take_while(|(home, _)| home.starts_with(root));
        // Of the root itself only what is in no other folder.
        let below =
            below.filter(|(home, _)| if root.is_empty() { home.is_empty() } else { is_at_or_below(home, root) });
        below.flat_map(|(_, pages)| pages).filter(|page| is_numbered(page) || is_decision(page)).cloned().collect()
    }

    /// The logs, each with its records: folders that read like one, and the topmost folder above several of them that
    /// contains little else and none of the logs that are `known`.
    fn logs(&self, known: &Logs) -> Vec<(String, Vec<Page>)> {
        // How many leaves, decisions, files that may be records, and files are at and below each folder.
        let mut totals: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
        for (home, pages) in &self.by_home {
            let decisions = pages.iter().filter(|page| is_decision(page)).count();
            let records = pages.iter().filter(|page| is_decision(page) || has_id(&page.path)).count();
            let is_leaf = usize::from(self.leaves.contains(home));
            for at in at_and_above(home) {
                let total = totals.entry(at).or_default();
                total[0] += is_leaf;
                total[1] += decisions;
                total[2] += records;
                total[3] += pages.len();
            }
        }
        let above_known: BTreeSet<&str> = known.keys().flat_map(|log| at_and_above(log)).collect();
        let is_whole = |at: &str| {
            let [leaves, decisions, records, files] = totals.get(at).copied().unwrap_or_default();
            leaves > 1 && decisions * 2 >= files && records * 4 >= files * 3 && !above_known.contains(at)
        };
        let mut roots: BTreeSet<&str> = BTreeSet::new();
        for leaf in &self.leaves {
            roots.insert(at_and_above(leaf).filter(|at| is_whole(at)).last().unwrap_or(leaf));
        }
        let all = roots.clone();
        roots.retain(|root| !at_and_above(root).skip(1).any(|above| all.contains(above)));
        roots.into_iter().map(|root| (root.to_owned(), self.records(root))).collect()
    }

    /// Whether another folder beside this one reads like a log.
    fn has_sister(&self, root: &str) -> bool {
        !root.is_empty() && self.sisters.get(folder(root)).is_some_and(|leaves| *leaves > 1)
    }

    /// The folder with the most files whose names look like ids, if there are two; of two with equally many, the first.
    fn fullest(&self) -> Option<(String, Vec<Page>)> {
        let ids = |pages: &[Page]| pages.iter().filter(|page| has_id(&page.path)).count();
        let full = self.by_home.iter().rev().filter(|(home, pages)| !is_of_pages(home) && ids(pages) > 1);
        let (home, _) = full.max_by_key(|(_, pages)| ids(pages))?;
        Some((home.clone(), self.records(home)))
    }

    /// The folders with two or more numbered files.
    fn numbered(&self) -> impl Iterator<Item = (String, usize)> {
        let count = |pages: &[Page]| pages.iter().filter(|page| is_numbered(page)).count();
        self.by_home.iter().map(move |(home, pages)| (home.clone(), count(pages))).filter(|(_, files)| *files > 1)
    }
}
