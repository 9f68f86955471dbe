//! Records that are elsewhere and are else what they were: the same file under another name, or under another id or in
//! another log the same text but for what `heard renumber` writes. Such a record is the one that it was, and no new one.

use std::collections::BTreeMap;

use crate::catalog::Catalog;
use crate::decision::renumber::{Renumbering, carrier, own};
use crate::decision::{self, Decision};
use crate::git::Changed;
use crate::snapshot;
use crate::text::{RepoPath, Span, Splice, spliced};
use crate::vocabulary::id::IdKind;

/// Which records of the start have another name or id, or are in another log, at the head, by both paths.
#[derive(Debug, Default)]
pub(crate) struct Renumbered {
    now: BTreeMap<RepoPath, RepoPath>,
    before: BTreeMap<RepoPath, RepoPath>,
}

/// What another number and another log leave: the name around the id, and the text without digits.
type Likeness = (String, String, String);

impl Renumbered {
    /// Finds them among the records that a change takes away and adds.
    ///
    /// In its log only an id that more than one record had is left, and one of them keeps it; the new one was
    /// nobody's. Where two records that go read alike but for their digits, neither is found.
    pub(super) fn find(start: &Catalog, head: &Catalog, changed: &[Changed]) -> Self {
        let is_file = |kind: Option<snapshot::FileKind>| kind == Some(snapshot::FileKind::File);
        let gone = changed.iter().filter(|changed| is_file(changed.old) && changed.new.is_none());
        let come = changed.iter().filter(|changed| is_file(changed.new) && changed.old.is_none());
        let mut by_likeness: BTreeMap<Likeness, Vec<&Decision>> = BTreeMap::new();
        for before in gone.filter_map(|changed| start.at(&changed.path)).filter(|before| !before.is_unread()) {
            by_likeness.entry(likeness(before)).or_default().push(before);
        }
        let mut found = Self::default();
        // Where several records have one id, each is known by its contents.
        for (before, after) in changed.iter().filter_map(|changed| Some((changed.moved_from.as_ref()?, &changed.path)))
        {
            let is_same = |(one, other): (&Decision, &Decision)| one.id.key == other.id.key && !other.is_unread();
            if start.at(before).zip(head.at(after)).is_some_and(is_same) {
                found.insert(before, after);
            }
        }
        if by_likeness.is_empty() {
            return found;
        }
        for after in come.filter_map(|changed| head.at(&changed.path)).filter(|after| !after.is_unread()) {
            let is_free = start.with_id(&after.path, &after.id).is_empty() && head.count_namesakes(after) == 0;
            let like = by_likeness.get(&likeness(after)).filter(|_| is_free);
            if let Some([before]) = like.map(Vec::as_slice)
                && may_leave(before, after, start, head)
                && is_same(before, after, start)
            {
                found.insert(&before.path, &after.path);
            }
        }
        found
    }

    fn insert(&mut self, before: &RepoPath, after: &RepoPath) {
        self.now.entry(before.clone()).or_insert_with(|| after.clone());
        self.before.insert(after.clone(), before.clone());
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

/// Whether a record may be at another path: in another log, or in the same folder with a number of its own, where
/// another record keeps the one that both had.
fn may_leave(before: &Decision, after: &Decision, start: &Catalog, head: &Catalog) -> bool {
    let log = |decision: &Decision| start.policy.log_of(&decision.path).to_owned();
    let folder = |decision: &Decision| decision.path.as_str()[..carrier(&decision.path).start].to_owned();
    let is_twin = || start.count_namesakes(before) > 0 && head.count_namesakes(before) > 0;
    log(before) != log(after) || (before.id_kind == IdKind::Sequential && folder(before) == folder(after) && is_twin())
}

/// Whether the text is the same but for what a new number changes in it, and for its links to others, which may have got
/// a number of their own in the same change.
fn is_same(before: &Decision, after: &Decision, start: &Catalog) -> bool {
    let means = |from: &RepoPath, reference: &_| start.means(from, reference, &before.path);
    let carriers = [before, after].map(|decision| (carrier(&decision.path), decision.path.as_str()));
    let [(old_name, old_path), (new_name, new_path)] = carriers;
    let to = Renumbering {
        old: &before.id,
        new: &after.id,
        old_name: old_name.of(old_path),
        new_name: new_name.of(new_path),
        old_path: &old_path[..old_name.end],
        means: &means,
    };
    let expected = own(before, to);
    let expected = decision::read(after.path.clone(), expected.into_bytes(), &start.policy.words);
    without_links(&expected) == without_links(after)
}

/// The text without the targets of the links to other decisions, which the likeness compares but for their digits.
fn without_links(decision: &Decision) -> String {
    let mut spans: Vec<Span> = decision.links.iter().map(|link| link.target.span).collect();
    spans.sort();
    spans.dedup_by(|next, kept| next.start < kept.end);
    spliced(&decision.text, spans.into_iter().map(|span| Splice::new(span, "")).collect())
}

fn likeness(decision: &Decision) -> Likeness {
    let name = carrier(&decision.path).of(decision.path.as_str());
    let text = decision.text.replace(|c: char| c.is_ascii_digit(), "");
    let (letters, digits) = decision.id.number_parts();
    match name.strip_prefix(decision.id.text.as_str()).filter(|_| !digits.is_empty()) {
        Some(rest) => (letters.to_owned(), rest.to_owned(), text),
        None => (name.to_owned(), String::new(), text),
    }
}
