//! Words before a number in a body that name something else than a record: `Related: MySQL 5`, `ISO 27001`, `PR 12`.

use std::collections::BTreeSet;

use super::Catalog;
use crate::decision::{Decision, Link};
use crate::text::fold;
use crate::vocabulary::id::{KINDS, Key};
use crate::vocabulary::reference::Claim;

impl Catalog {
    /// Takes away the links of bodies that mean no record of these logs. A header has a key for links, so that what is
    /// there is meant as one.
    pub(super) fn drop_foreign_links(&mut self) {
        let has_claim = |decision: &Decision| decision.links.iter().any(|link| link.reference.claim() != Claim::Record);
        if !self.decisions.iter().any(has_claim) {
            return;
        }
        let series = self.series();
        let own = |decision: &Decision| -> Vec<bool> {
            let start = body_start(decision);
            let is_own = |link: &Link| link.target.span.start < start || self.is_own(decision, link, &series);
            decision.links.iter().map(is_own).collect()
        };
        let own: Vec<Vec<bool>> = self.decisions.iter().map(own).collect();
        for (decision, own) in self.decisions.iter_mut().zip(own) {
            let mut own = own.into_iter();
            decision.links.retain(|_| own.next() == Some(true));
        }
    }

    /// The series of all records, by their names and their titles.
    fn series(&self) -> BTreeSet<String> {
        let titled = self.decisions.iter().filter_map(|decision| Some(&decision.own_id.as_ref()?.value.key));
        let series = self.ids.keys().chain(titled).filter_map(|key| match key {
            Key::Number { series, .. } => Some(series.clone()),
            Key::Name(_) => None,
        });
        series.collect()
    }

    /// Whether a link may mean a record of these logs.
    fn is_own(&self, from: &Decision, link: &Link, series: &BTreeSet<String>) -> bool {
        let folder = self.policy.log_of(&from.path);
        let is_found = || !self.meant(from, link).records.is_empty();
        match link.reference.claim() {
            Claim::Record => true,
            Claim::Series(name) => series.contains(name) || has_part(folder, name),
            Claim::Public(kind) => {
                let is_other = |other: &&str| *other != kind && has_part(folder, other);
                is_found() && (has_part(folder, kind) || !KINDS.iter().any(is_other))
            }
            Claim::Word => is_found(),
        }
    }
}

/// Where the links of a body start. Of a record that is known by its links alone, these were looked at before.
fn body_start(decision: &Decision) -> usize {
    if decision.is_unread() { usize::MAX } else { decision.body_start() }
}

/// Whether a part of the path of a log is a word, or several of it: `docs/adrs`.
fn has_part(folder: &str, word: &str) -> bool {
    let folder = fold(folder);
    let mut parts = folder.split(|c: char| !c.is_alphanumeric());
    parts.any(|part| part == word || part.strip_suffix('s') == Some(word))
}
