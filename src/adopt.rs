//! Finds an existing log: which directories have records, how these are named, and which of their statuses
//! need an entry in `heard.toml`. Nothing is read from disk or written.

use std::collections::{BTreeMap, BTreeSet};

use crate::decision::Decision;
use crate::policy::{is_markdown, is_other_page};
use crate::text::{RepoPath, fold};
use crate::vocabulary::id::{Id, IdKind, is_index_name};
use crate::vocabulary::words::{StatusKind, Words};

/// Names of directories that usually contain decisions.
const LOG_NAMES: &[&str] = &[
    "adr",
    "adrs",
    "adl",
    "architecture-decision-records",
    "architecture-decisions",
    "architecture_decisions",
    "decision-log",
    "decision-records",
    "decisions",
    "rfc",
    "rfcs",
];

/// Directories with third-party or generated files.
const FOREIGN: &[&str] = &[
    "build",
    "dist",
    "fixtures",
    "node_modules",
    "site-packages",
    "target",
    "testdata",
    "third_party",
    "vendor",
    "venv",
];

/// Statuses in public logs that are synonyms of a built-in one.
const SYNONYMS: &[(StatusKind, &[&str])] = &[
    (
        StatusKind::Proposed,
        &[
            "draft",
            "in discussion",
            "in review",
            "pending",
            "proposal",
            "under discussion",
            "under review",
            "wip",
            "work in progress",
        ],
    ),
    (StatusKind::Accepted, &["accept", "adopted", "agreed", "approved", "ratified"]),
    (StatusKind::Rejected, &["declined", "not accepted", "refused"]),
    (StatusKind::Deprecated, &["obsolete", "retired"]),
    (StatusKind::Superseded, &["replaced", "superceded"]),
];

/// A directory that may be a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Folder {
    /// Its path; empty for the root.
    pub path: String,
    /// The files in it with a number or a date in their names.
    pub records: Vec<RepoPath>,
}

/// The directories with numbered or dated markdown files, by path. A directory per record counts for its
/// parent.
pub(crate) fn folders<'a>(paths: impl Iterator<Item = &'a RepoPath>) -> Vec<Folder> {
    let mut folders: BTreeMap<&str, Folder> = BTreeMap::new();
    for path in paths {
        let (folder, _) = path.as_str().rsplit_once('/').unwrap_or_default();
        let is_foreign = |part: &str| FOREIGN.contains(&part) || (part.starts_with('.') && part != ".");
        let is_record = is_markdown(path) && !is_other_page(path) && Id::of_path(path).1 != IdKind::Slug;
        if !is_record || folder.split('/').any(is_foreign) {
            continue;
        }
        let log = match folder.rsplit_once('/') {
            Some((above, _)) if is_index_name(path.stem()) => above,
            None if is_index_name(path.stem()) => "",
            _ => folder,
        };
        let found = folders.entry(log).or_insert_with(|| Folder { path: log.to_owned(), records: Vec::new() });
        found.records.push(path.clone());
    }
    folders.into_values().collect()
}

/// The directories that are logs, by path.
///
/// A directory is a log if it has a usual name, or if `has_status` holds for at least half of its records and
/// it has two of them, since one numbered file proves nothing. Without any, the directory with the most
/// records is taken. Directories inside another log are a part of it.
pub(crate) fn logs(folders: &[Folder], has_status: impl Fn(&RepoPath) -> bool) -> Vec<String> {
    let full = || folders.iter().filter(|folder| folder.records.len() > 1);
    let is_log = |folder: &&Folder| {
        let name = folder.path.rsplit('/').next().unwrap_or_default().to_lowercase();
        LOG_NAMES.contains(&name.as_str())
            || folder.records.iter().filter(|path| has_status(path)).count() * 2 >= folder.records.len()
    };
    let mut logs: Vec<&str> = full().filter(is_log).map(|folder| folder.path.as_str()).collect();
    if logs.is_empty() {
        // Of two with equally many, the first.
        let fullest = full().rev().max_by_key(|folder| folder.records.len());
        logs.extend(fullest.map(|folder| folder.path.as_str()));
    }
    let is_below = |one: &str, other: &str| other.is_empty() || RepoPath::new(one).is_below(other);
    let outer = |log: &&&str| !logs.iter().any(|other| other != *log && is_below(log, other));
    logs.iter().filter(outer).map(|log| if log.is_empty() { ".".to_owned() } else { (*log).to_owned() }).collect()
}

/// How most of the records are named.
pub(crate) fn kind<'a>(records: impl Iterator<Item = &'a RepoPath>) -> IdKind {
    let mut counts = [(IdKind::Sequential, 0_usize), (IdKind::Date, 0), (IdKind::Slug, 0)];
    for path in records {
        let (_, kind) = Id::of_path(path);
        counts.iter_mut().filter(|(other, _)| *other == kind).for_each(|(_, count)| *count += 1);
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or_default();
    counts.iter().find(|(_, count)| *count == most).map_or(IdKind::Sequential, |(kind, _)| *kind)
}

/// The unknown statuses of these decisions that are plain synonyms, by their meaning; and those that stay
/// unknown.
pub(crate) fn words<'a>(
    decisions: impl Iterator<Item = &'a Decision>,
    known: &Words,
) -> (BTreeMap<StatusKind, BTreeSet<String>>, BTreeSet<String>) {
    let (mut added, mut unknown) = (BTreeMap::<_, BTreeSet<String>>::new(), BTreeSet::new());
    for status in decisions.filter_map(|decision| decision.status.as_ref()).filter(|status| status.kind.is_none()) {
        let folded = fold(&status.word);
        let bare = bare(&folded);
        match meaning(bare) {
            Some(kind) if !known.statuses.contains_key(bare) => {
                added.entry(kind).or_default().insert(bare.to_owned());
            }
            _ => {
                unknown.insert(folded);
            }
        }
    }
    (added, unknown)
}

/// The meaning of a status of other logs, if it is a plain synonym.
pub(crate) fn meaning(word: &str) -> Option<StatusKind> {
    let folded = fold(word);
    SYNONYMS.iter().find(|(_, words)| words.contains(&bare(&folded))).map(|(kind, _)| *kind)
}

/// A status without a remark after it.
fn bare(status: &str) -> &str {
    status.split(['(', ',']).next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(paths: &[&str], has_status: &[&str]) -> Vec<String> {
        let paths: Vec<RepoPath> = paths.iter().map(|path| RepoPath::new(*path)).collect();
        logs(&folders(paths.iter()), |path| has_status.contains(&path.as_str()))
    }

    #[test]
    fn logs_are_told_from_other_numbered_pages() {
        let pages = ["docs/tour/01-a.md", "docs/tour/02-b.md", "docs/tour/03-c.md"];
        let log = ["docs/adr/0001-a.md", "docs/adr/0002-b.md", "docs/adr/README.md"];
        assert_eq!(found(&[&pages[..], &log[..]].concat(), &[]), ["docs/adr"]);
        // By what they say.
        assert_eq!(found(&pages, &pages[..2]), ["docs/tour"]);
        let said = ["design/1-a.md", "design/2-b.md"];
        assert_eq!(found(&[&pages[..], &said[..]].concat(), &said), ["design"]);
        // By nothing but being the fullest.
        assert_eq!(found(&[&pages[..], &said[..]].concat(), &[]), ["docs/tour"]);
        assert_eq!(found(&["node_modules/x/adr/0001-a.md", "node_modules/x/adr/0002-b.md"], &[]), [""; 0]);
        assert_eq!(found(&["docs/2024-plan.md", "README.md"], &[]), [""; 0]);
    }

    #[test]
    fn several_logs_and_logs_inside_logs() {
        let paths = ["web/adr/0001-a.md", "web/adr/0002-b.md", "api/adr/1-a.md", "api/adr/2-b.md"];
        assert_eq!(found(&paths, &[]), ["api/adr", "web/adr"]);
        let paths = ["adr/0001-a.md", "adr/0002-b.md", "adr/ops/0001-a.md", "adr/ops/0002-b.md", "adr/ops/0003-b.md"];
        assert_eq!(found(&paths, &paths), ["adr"]);
        assert_eq!(found(&["adr/0001-a/README.md", "adr/0002-b/README.md"], &[]), ["adr"]);
        assert_eq!(found(&["0001-a.md", "0002-b.md"], &[]), ["."]);
    }
}
