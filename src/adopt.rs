//! Finds an existing log: which directories have records, how these are named, and which of their keys and statuses
//! need an entry in `heard.toml`. Nothing is read from disk or written.

mod evidence;
mod keys;
mod logs;
mod place;
mod words;

use crate::text::RepoPath;
use crate::vocabulary::id::IdKind;

pub(crate) use evidence::score;
pub(crate) use keys::{Keys, keys, with_all_names};
pub(crate) use logs::{Found, Left, Page, candidates, find};
pub(crate) use place::Reason;
pub(crate) use words::{meaning, words};

/// How most of the records are named.
pub(crate) fn kind<'a>(records: impl Iterator<Item = &'a RepoPath>) -> IdKind {
    let mut counts = [(IdKind::Sequential, 0_usize), (IdKind::Date, 0), (IdKind::Slug, 0)];
    for path in records {
        let kind = place::kind_of(path);
        counts.iter_mut().filter(|(other, _)| *other == kind).for_each(|(_, count)| *count += 1);
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or_default();
    counts.iter().find(|(_, count)| *count == most).map_or(IdKind::Sequential, |(kind, _)| *kind)
}

#[cfg(test)]
mod tests;
