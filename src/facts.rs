//! What is known of a change, before any rule looks at it: what the areas of the policy require of its paths, which
//! decisions cover them, which quotes are gone, which accepted texts were edited.
//!
//! A pure function of the policy at the base, the records where the change starts and at its head, the changed paths and
//! the date. It names no rule. Nothing in the change can loosen what it is checked by; committers and messages prove
//! nothing.

mod covers;
pub(crate) mod frozen;
mod grounds;
mod kept;
mod needs;
mod outdated;
mod pool;
mod renumbered;
mod sources;
mod summary;
mod wording;

use std::collections::{BTreeMap, BTreeSet};

use crate::baseline;
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::finding::{Finding, Fix, Subject};
use crate::git::Changed;
use crate::policy::{Area, Mistake};
use crate::snapshot::{self, FileKind, Source};
use crate::text::{RepoPath, Span, percent_decoded, visible};
use crate::vocabulary::forge::Place;
use crate::vocabulary::id::translation;
use crate::witness::{Doubt, Witness};

pub(crate) use covers::{Attempt, Gap};
pub(crate) use frozen::edits;
use grounds::Grounds;
pub(crate) use grounds::Weakness;
pub(crate) use kept::{Fate, Lost, REDACTED};
pub(crate) use needs::{Need, and_more};
use outdated::Earlier;
pub(crate) use outdated::{Outdated, Part};
use renumbered::Renumbered;
pub(crate) use sources::Unsourced;
#[cfg(test)]
pub(crate) use summary::Known;
pub(crate) use summary::{ACCEPTED, Cover, NeedSummary, Words, contacts, requirements};

/// The states that a change lies between.
#[derive(Clone, Copy)]
pub(crate) struct States<'a> {
    /// The log at the base.
    pub base: &'a Catalog,
    /// The log where the change starts: the base, or the commit where the two parted.
    pub start: &'a Catalog,
    /// The log at the head, read by the policy of the base.
    pub head: &'a Catalog,
    /// The paths that differ, sorted.
    pub changed: &'a [Changed],
    /// What the change does to `heard.toml`.
    pub policy: &'a PolicyChange,
    /// What the change does to the baseline.
    pub baseline: &'a baseline::BaselineChange,
}

/// What of the head is checked.
#[derive(Clone, Copy)]
pub(crate) struct Seen<'a> {
    /// The decisions that the change adds, edits, or names in a trailer.
    pub decisions: &'a BTreeSet<RepoPath>,
    /// The decisions that the trailers of the change name, which proves nothing.
    pub named: &'a BTreeSet<RepoPath>,
    /// What is wrong with these decisions: one with an error covers nothing.
    pub findings: &'a [Finding],
    /// Other accepted decisions that govern what the change touches.
    pub standing: &'a BTreeSet<RepoPath>,
}

/// All that is known of a change; what the rules of the gate look at.
#[derive(Debug)]
pub(crate) struct Change<'a> {
    /// The log where the change starts, as far as the change has to do with it.
    pub start: &'a Catalog,
    /// The log at the head, likewise; read and checked by the policy of the base.
    pub head: &'a Catalog,
    /// The paths that differ.
    pub changed: &'a [Changed],
    /// What each area that was touched asks for, and what answers it.
    pub needs: Vec<Need<'a>>,
    /// The decisions that this change settles and whose quotes are not proven by their comments, or older than what they
    /// decide, each with an area that it governs and that no path of this change is in.
    pub early: Vec<(&'a Area, Attempt<'a>)>,
    /// The same as text.
    pub summaries: Vec<NeedSummary>,
    /// What became of `heard.toml`.
    pub policy: &'a PolicyChange,
    /// The words that the change takes from the record.
    pub lost: Vec<Lost<'a>>,
    /// What became of the baseline.
    pub baseline: &'a baseline::BaselineChange,
    /// The records that got another name or id, and are else what they were.
    pub renumbered: Renumbered,
    /// Where each record is that the change touches, by its path where the change starts.
    successors: BTreeMap<RepoPath, RepoPath>,
    /// The records and other files at another path than where the change starts, with the path that each had there.
    pub moved: BTreeMap<RepoPath, RepoPath>,
}

/// How a rule reports a gap: where, which line of the policy requires it, and what would close it.
pub(crate) struct Lack {
    /// Where it is marked in the decision.
    pub place: Span,
    /// The line of the policy; that of the path when there is none.
    pub asks: Option<Span>,
    /// What would fill it.
    pub help: String,
    /// The same as data.
    pub fix: Option<Fix>,
    /// The group that is missing.
    pub group: Option<String>,
}

impl<'a> Change<'a> {
    /// Finds what the change does. Of `files`, which is the head, only the sources of quotes are read.
    ///
    /// # Errors
    /// A source of a quote that exists and can't be read.
    pub(crate) fn find(
        states: States<'a>,
        seen: Seen<'_>,
        files: &Source<'_>,
        witness: &Witness,
    ) -> Result<Self, snapshot::Error> {
        let States { base, start, head, changed, policy, baseline } = states;
        let renumbered = Renumbered::find(start, head, changed);
        let mut earlier = Earlier::new([start, base], &renumbered, head);
        let mut candidates =
            |of| covers::candidates([start, base], &mut earlier, &renumbered, head, of, seen.named, seen.findings);
        let (candidates, standing) = (candidates(seen.decisions), candidates(seen.standing));
        let files = sources::read(files, &head.policy, candidates.iter().map(|candidate| candidate.decision))?;
        let grounds = Grounds { files, witness: Some(witness) };
        let needs = needs::needs(head, changed, &candidates, &standing, &grounds);
        let is_needed = |area: &Area, decision: &Decision| {
            let own = needs.iter().filter(|need| need.area.name == area.name);
            let mut attempts = own.flat_map(|need| need.covers.iter().chain(&need.attempts));
            attempts.any(|attempt| attempt.decision.path == decision.path)
        };
        let early = candidates.iter().flat_map(|candidate| {
            let attempt = |area| Some((area, candidate.early(area, head, &grounds)?));
            head.policy.areas.iter().filter_map(attempt).filter(|(area, attempt)| !is_needed(area, attempt.decision))
        });
        let early = early.collect();
        let summaries = needs.iter().map(|need| need.summary(head, &grounds)).collect();
        let [before, after] = [start, head].map(|log| decisions_at(log, changed));
        let successors = successors(&renumbered, start, head, changed);
        let record = |before: &Decision| head.at(successors.get(&before.path)?);
        let lost = kept::lost(&before, &after, record, &head.policy.directory);
        let mut moved = moved_by(&successors);
        let pages = changed.iter().filter_map(|changed| Some((changed.path.clone(), changed.moved_from.clone()?)));
        moved.extend(pages.filter(|(path, _)| head.record(path).is_none()));
        Ok(Self {
            start,
            head,
            changed,
            needs,
            early,
            summaries,
            policy,
            lost,
            baseline,
            renumbered,
            successors,
            moved,
        })
    }

    /// Finds what the areas of the policy require of one decision of a log, if `paths`, which it governs, changed
    /// together with it. `before` is the log that the change would start from; only how old quotes are is read from it.
    ///
    /// # Errors
    /// A source of a quote that exists and can't be read.
    pub(crate) fn of_one(
        log: &'a Catalog,
        none: &'a Catalog,
        before: &Catalog,
        decision: &RepoPath,
        paths: BTreeSet<RepoPath>,
        files: &Source<'_>,
    ) -> Result<Self, snapshot::Error> {
        let decisions = BTreeSet::from([decision.clone()]);
        let renumbered = Renumbered::default();
        let mut earlier = Earlier::new([before, before], &renumbered, log);
        let named = BTreeSet::new();
        let candidates = covers::candidates([none, none], &mut earlier, &renumbered, log, &decisions, &named, &[]);
        let files = sources::read(files, &log.policy, candidates.iter().map(|candidate| candidate.decision))?;
        let touched: Vec<Changed> = paths
            .into_iter()
            .map(|path| Changed { path, old: None, new: Some(FileKind::File), moved_from: None })
            .collect();
        let grounds = Grounds { files, witness: None };
        let needs = needs::needs(log, &touched, &candidates, &[], &grounds);
        let summaries = needs.iter().map(|need| need.summary(log, &grounds)).collect();
        // Only the paths that areas name are looked at: no decision is edited, and no quote is lost.
        Ok(Self {
            start: none,
            head: log,
            changed: &[],
            needs,
            early: Vec::new(),
            summaries,
            policy: &PolicyChange::None,
            lost: Vec::new(),
            baseline: &baseline::BaselineChange::None,
            renumbered,
            successors: BTreeMap::new(),
            moved: BTreeMap::new(),
        })
    }

    /// The decisions that the change edits, as they were and as they are. One that it moves inside
    /// the log is found by its id.
    pub(crate) fn edited(&self) -> impl Iterator<Item = (&Decision, &Decision)> {
        let before = decisions_at(self.start, self.changed).into_iter();
        let is_moved = |before: &&Decision| self.renumbered.new_path(&before.path).is_some();
        before.filter(move |before| !is_moved(before)).filter_map(|before| {
            let after = self.successor(before)?;
            (!before.is_unread() && !after.is_unread()).then_some((before, after))
        })
    }

    /// The decisions at the head that the change adds or edits.
    pub(crate) fn changed_decisions(&self) -> impl Iterator<Item = &Decision> {
        decisions_at(self.head, self.changed).into_iter()
    }

    /// What became of a decision of the start: the record at its path, the one of the change that took
    /// its id along, or the same one under another id.
    pub(crate) fn successor(&self, before: &Decision) -> Option<&Decision> {
        self.head.at(self.successors.get(&before.path).unwrap_or(&before.path))
    }

    /// The decisions that do not cover an area yet, or could come to cover it.
    fn attempts(&self) -> impl Iterator<Item = (&'a Area, &Attempt<'a>)> {
        let needed = self.needs.iter().flat_map(|need| need.attempts.iter().map(|attempt| (need.area, attempt)));
        needed.chain(self.early.iter().map(|(area, attempt)| (*area, attempt)))
    }

    /// The comments that quotes depend on and that were not looked up.
    pub(crate) fn not_looked_up(&self) -> BTreeSet<Place> {
        let gaps = self.attempts().flat_map(|(_, attempt)| &attempt.gaps);
        let weak = gaps.filter_map(|gap| match gap {
            Gap::Weak { quotes, .. } => Some(quotes),
            _ => None,
        });
        let places = weak.flatten().filter_map(|quote| match &quote.weakness {
            Weakness::Comment(Doubt::NotLookedUp(place)) => Some(place.clone()),
            _ => None,
        });
        places.collect()
    }

    /// The findings about quotes with too little behind them. `about` gives what is wrong, as what follows `the quote from
    /// NAME`, and what would help, for what a rule reports.
    pub(crate) fn weak(&self, about: impl Fn(&Weakness, &str) -> Option<(String, String)>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (area, attempt) in self.attempts() {
            for gap in &attempt.gaps {
                let Gap::Weak { quotes, place, .. } = gap else { continue };
                for quote in quotes {
                    let Some((wrong, help)) = about(&quote.weakness, attempt.decision.id.shown()) else { continue };
                    let message = format!("the quote from {} {wrong}", visible(&quote.speaker));
                    let finding = attempt.finding(area, quote.span, Some(*place), message);
                    findings.push(finding.person(quote.speaker.clone()).help(help).fix(Fix::Write));
                }
            }
        }
        findings
    }

    /// The decisions that cover an area, those that do not yet, and those that could come to.
    pub(crate) fn all_attempts(&self) -> impl Iterator<Item = (&'a Area, &Attempt<'a>)> {
        let covers = self.needs.iter().flat_map(|need| need.covers.iter().map(|attempt| (need.area, attempt)));
        covers.chain(self.attempts())
    }

    /// The findings about the gaps that `lack_of` gives a [`Lack`] for.
    pub(crate) fn lacks(&self, lack_of: impl Fn(&Need<'_>, &Attempt<'_>, &Gap) -> Option<Lack>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for need in &self.needs {
            for attempt in &need.attempts {
                for gap in &attempt.gaps {
                    if let Some(lack) = lack_of(need, attempt, gap) {
                        let message = format!("`{}` {gap}", attempt.decision.id);
                        let finding = attempt.finding(need.area, lack.place, lack.asks, message);
                        let subject = lack.group.map(Subject::Group);
                        findings.push(Finding { fix: lack.fix, subject, ..finding.help(lack.help) });
                    }
                }
            }
        }
        findings
    }
}

/// What a change does to `heard.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PolicyChange {
    /// Nothing.
    None,
    /// There was none before.
    Adopted,
    /// It reads otherwise.
    Changed,
    /// It is taken away.
    Gone,
    /// It can't be read any more.
    Broken(Mistake),
}

/// The people whose quotes count in a decision of a log, and are older than what it says since another state of the log.
pub(crate) fn outdated(before: &Catalog, log: &Catalog, decision: &Decision) -> Vec<Outdated> {
    Earlier::new([before, before], &Renumbered::default(), log).outdated(decision)
}

/// Whether a path is one of those that differ, which are sorted.
fn is_among(path: &RepoPath, changed: &[Changed]) -> bool {
    changed.binary_search_by(|changed| changed.path.cmp(path)).is_ok()
}

/// Whether a path is that of a file which a change adds.
fn is_added(path: &RepoPath, changed: &[Changed]) -> bool {
    let at = changed.binary_search_by(|changed| changed.path.cmp(path));
    at.is_ok_and(|at| changed[at].old != Some(FileKind::File))
}

/// The decisions of a log that lie at paths that differ.
fn decisions_at<'a>(log: &'a Catalog, changed: &[Changed]) -> Vec<&'a Decision> {
    log.decisions.iter().filter(|decision| is_among(&decision.path, changed)).collect()
}

/// The records of the head that were at another path where the change starts, by their path now: those that took their id
/// along, and those that got another one.
pub(crate) fn moved(start: &Catalog, head: &Catalog, changed: &[Changed]) -> BTreeMap<RepoPath, RepoPath> {
    moved_by(&successors(&Renumbered::find(start, head, changed), start, head, changed))
}

fn moved_by(successors: &BTreeMap<RepoPath, RepoPath>) -> BTreeMap<RepoPath, RepoPath> {
    let moved = successors.iter().filter(|(before, now)| before != now);
    moved.map(|(before, now)| (now.clone(), before.clone())).collect()
}

fn successors(
    renumbered: &Renumbered,
    start: &Catalog,
    head: &Catalog,
    changed: &[Changed],
) -> BTreeMap<RepoPath, RepoPath> {
    let before = decisions_at(start, changed).into_iter();
    let found = before.filter_map(|before| Some((before, successor(before, head, changed, renumbered)?)));
    found.map(|(before, now)| (before.path.clone(), now.path.clone())).collect()
}

/// Whether two words, one of a record and one of the same record later, are the paths of one file. `moved` gives the path
/// that a file had before.
pub(crate) fn follows<'a>(
    before: &Decision,
    after: &Decision,
    old: &str,
    new: &str,
    moved: impl Fn(&RepoPath) -> Option<&'a RepoPath>,
) -> bool {
    let target = |from: &Decision, written: &str| {
        let (path, heading) = written.split_once('#').unwrap_or((written, ""));
        let path = Some(path).filter(|path| path.contains(['/', '.']) && !path.contains("://"))?;
        Some((from.path.join(&percent_decoded(path))?, heading.to_owned()))
    };
    match (target(before, old), target(after, new)) {
        (Some((old, one)), Some((new, other))) => one == other && (old == new || moved(&new) == Some(&old)),
        _ => false,
    }
}

/// What became of a decision of the start: the record at its path, the one that it is elsewhere, or one that the change
/// adds to its log with its id and that is no other one. Translations have one id; each goes with its own.
fn successor<'a>(
    before: &Decision,
    head: &'a Catalog,
    changed: &[Changed],
    renumbered: &Renumbered,
) -> Option<&'a Decision> {
    let moved = || head.at(renumbered.new_path(&before.path)?);
    let added = || {
        // A record that was there before is not this one.
        let is_free = |after: &&Decision| is_added(&after.path, changed) && renumbered.old_path(&after.path).is_none();
        let found = head.same_id(before).into_iter().filter(is_free);
        let language = |path: &RepoPath| translation(path.stem()).map(|(_, language)| language.to_owned());
        let (name, own) = (before.path.file_name(), language(&before.path));
        found.min_by_key(|after| (after.path.file_name() != name, language(&after.path) != own))
    };
    head.at(&before.path).or_else(moved).or_else(added)
}

#[cfg(test)]
mod tests;
