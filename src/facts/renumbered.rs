//! Records that had an id with another one and got one of their own: the same text to the byte, but for
//! what `heard renumber` writes. Such a record is the one that it was, and no new one.

use std::collections::BTreeMap;

use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::renumber::{Renumbering, carrier, own};
use crate::git::Changed;
use crate::snapshot;
use crate::text::RepoPath;
use crate::vocabulary::id::IdKind;

/// Which records of the start have another id at the head, by both paths.
#[derive(Debug, Default)]
pub(crate) struct Renumbered {
    now: BTreeMap<RepoPath, RepoPath>,
    before: BTreeMap<RepoPath, RepoPath>,
}

impl Renumbered {
    /// Finds them among the records that a change takes away and adds.
    ///
    /// Only an id that more than one record had is left, and one of them keeps it; the new one was
    /// nobody's. Where two records that go read alike but for their digits, neither is found.
    pub(super) fn find(start: &Catalog, head: &Catalog, changed: &[Changed]) -> Self {
        let is_file = |kind: Option<snapshot::FileKind>| kind == Some(snapshot::FileKind::File);
        let gone = changed.iter().filter(|changed| is_file(changed.old) && changed.new.is_none());
        let come = changed.iter().filter(|changed| is_file(changed.new) && changed.old.is_none());
        let mut by_likeness: BTreeMap<_, Vec<&Decision>> = BTreeMap::new();
        for before in gone.filter_map(|changed| start.at(&changed.path)) {
            let is_twin = !start.namesakes(before).is_empty() && !head.namesakes(before).is_empty();
            if let Some(likeness) = likeness(before).filter(|_| is_twin) {
                by_likeness.entry(likeness).or_default().push(before);
            }
        }
        let mut found = Self::default();
        if by_likeness.is_empty() {
            return found;
        }
        for after in come.filter_map(|changed| head.at(&changed.path)) {
            let is_free = start.resolve(&after.id).is_empty() && head.namesakes(after).is_empty();
            let like = likeness(after).filter(|_| is_free).and_then(|likeness| by_likeness.get(&likeness));
            if let Some([before]) = like.map(Vec::as_slice)
                && *own(before, renumbering(before, after)) == *after.text
            {
                found.now.entry(before.path.clone()).or_insert_with(|| after.path.clone());
                found.before.insert(after.path.clone(), before.path.clone());
            }
        }
        found
    }

    /// Where a record of the start is now.
    pub(crate) fn new_path(&self, before: &RepoPath) -> Option<&RepoPath> {
        self.now.get(before)
    }

    /// Where a record of the head was.
    pub(super) fn old_path(&self, now: &RepoPath) -> Option<&RepoPath> {
        self.before.get(now)
    }
}

/// What another number leaves: the path around the id, its letters, and the text without digits.
fn likeness(decision: &Decision) -> Option<(String, String, String)> {
    let path = decision.path.as_str();
    let place = carrier(&decision.path);
    let is_numbered = decision.id_kind == IdKind::Sequential && !decision.is_unread();
    let rest = place.of(path).strip_prefix(decision.id.text.as_str()).filter(|_| is_numbered)?;
    let letters = decision.id.text.trim_end_matches(|c: char| c.is_ascii_digit());
    let text = decision.text.replace(|c: char| c.is_ascii_digit(), "");
    Some((format!("{}{letters}", &path[..place.start]), format!("{rest}{}", &path[place.end..]), text))
}

fn renumbering<'a>(before: &'a Decision, after: &'a Decision) -> Renumbering<'a> {
    Renumbering {
        old: &before.id,
        new: &after.id,
        old_name: carrier(&before.path).of(before.path.as_str()),
        new_name: carrier(&after.path).of(after.path.as_str()),
        is_known: false,
    }
}
