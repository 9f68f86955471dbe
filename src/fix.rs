//! Automatic fixes: `heard check --fix`. A finding carries its [`Fix`] as data; here it becomes an
//! edit, or the reason why it is not fixed. The result of an edit is parsed and linted again, and dropped if it has a
//! new error or if the gate would reject it.

mod attribution;
mod date;
mod form;
mod key;
mod link;
mod quote;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::catalog::Catalog;
use crate::decision::{Decision, LinkKind};
use crate::edit::{self, Edit};
use crate::facts::edits;
use crate::finding::{Finding, Fix};
use crate::policy::Level;
use crate::text::{RepoPath, Span, floor_char, listed};
use crate::vocabulary::id::{Id, Key};
use crate::{lint, rules};

/// What to fix.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Extent {
    /// Also rewrite quotes in other forms.
    pub quotes: bool,
    /// Also normalize what no rule reports: aliases of keys, and comma-separated names.
    pub form: bool,
    /// Whether the levels are those of `--strict`.
    pub strict: bool,
}

/// A file with its fixes.
#[derive(Clone, Debug)]
pub(crate) struct Fixed<'a> {
    /// The decision before them.
    pub before: &'a Decision,
    /// The decision after them.
    pub after: Decision,
    /// What was fixed and what was not, in order.
    pub notes: Vec<FixNote>,
}

/// The result of one fix.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FixNote {
    /// The byte in the fixed file.
    pub at: usize,
    /// The rule that reported it, if any.
    pub rule: Option<&'static str>,
    /// What was fixed, or why it was not.
    pub result: Result<String, String>,
}

/// One edit that fixes a finding.
#[derive(Clone, Debug)]
struct FixEdit {
    /// Where it is reported; none if the edit creates the place.
    at: Option<usize>,
    /// What it does, as a phrase.
    what: String,
    edit: OwnedEdit,
}

/// An edit, and the rule that reported what it fixes.
type RuleEdit = (&'static str, FixEdit);

/// How many tries to make edits together are made in one file.
const TRIES: usize = 64;

/// An [`Edit`] that owns its text.
#[derive(Clone, Debug)]
enum OwnedEdit {
    Set { key: &'static str, value: String },
    Add { key: &'static str, item: String },
    Rename { key: String, to: &'static str },
    Spread { key: &'static str },
    Attribute { quote: usize },
    Reform { quotes: Vec<usize> },
    Refer { key: &'static str, to: String },
}

impl OwnedEdit {
    fn as_edit(&self) -> Edit<'_> {
        match self {
            Self::Set { key, value } => Edit::Set { key, value },
            Self::Add { key, item } => Edit::Add { key, item },
            Self::Rename { key, to } => Edit::Rename { key, to },
            Self::Spread { key } => Edit::Spread { key },
            Self::Attribute { quote } => Edit::Attribute { quote: *quote },
            Self::Reform { quotes } => Edit::Reform { quotes },
            Self::Refer { key, to } => Edit::Refer { key, to },
        }
    }
}

/// An edit, the reason why there is none, or nothing to report.
type Plan = Option<Result<FixEdit, String>>;

/// The edit for a finding in the decision that it is in.
fn plan(decision: &Decision, finding: &Finding, catalog: &Catalog) -> Plan {
    match finding.fix.as_ref()? {
        Fix::SetDate { key, from, to } => date::plan(decision, finding, key, from, to),
        Fix::Rename { to } => key::plan(decision, finding, to),
        Fix::Attribute { quote } => attribution::plan(decision, *quote, catalog),
        Fix::Manual { reason } => Some(Err(reason.clone())),
        // With all other quotes of the file, in another file, or only by people.
        Fix::Reform { .. } | Fix::LinkBack { .. } | Fix::Quote | Fix::Respond | Fix::Maker | Fix::Write => None,
    }
}

/// How often a log is linted again: a fixed key may have a date that can be fixed.
const PASSES: usize = 8;

/// Fixes what `lint` reports in the files that may be written, until nothing is left to fix. `settled` are the
/// accepted decisions that the gate will compare with.
pub(crate) fn fix<'a>(
    catalog: &'a Catalog,
    lint: impl Fn(&Catalog) -> Vec<Finding>,
    extent: Extent,
    settled: &'a BTreeMap<RepoPath, Decision>,
    may_write: impl Fn(&RepoPath) -> bool,
) -> Vec<Fixed<'a>> {
    let mut works: Vec<Work<'_>> = catalog
        .decisions
        .iter()
        .filter(|decision| may_write(&decision.path))
        .map(|before| Work {
            before,
            settled: settled.get(&before.path),
            after: before.clone(),
            notes: Vec::new(),
            made: 0,
        })
        .collect();
    for pass in 0..PASSES {
        let made = |works: &[Work<'_>]| works.iter().map(|work| work.made).sum::<usize>();
        let before = made(&works);
        match pass {
            0 => run_pass(catalog, &lint(catalog), extent, &mut works),
            _ => {
                let catalog = with_edits(catalog, &works);
                run_pass(&catalog, &lint(&catalog), extent, &mut works);
            }
        }
        if made(&works) == before {
            break;
        }
    }
    works.retain(|work| !work.notes.is_empty());
    let fixed = works.into_iter().map(|mut work| {
        work.notes.sort();
        Fixed { before: work.before, after: work.after, notes: work.notes }
    });
    fixed.collect()
}

/// The log with the edits made so far.
fn with_edits(catalog: &Catalog, works: &[Work<'_>]) -> Catalog {
    let by_path = |decision: &Decision| works.binary_search_by(|work| work.before.path.cmp(&decision.path));
    let after = |decision: &Decision| by_path(decision).map_or(decision, |at| &works[at].after).clone();
    Catalog::new(catalog.decisions.iter().map(after).collect(), [], catalog.policy.clone(), catalog.today)
}

/// Fixes the findings of one lint run.
fn run_pass(catalog: &Catalog, found: &[Finding], extent: Extent, works: &mut [Work<'_>]) {
    // What was edited in this pass, since two edits together may be an error that neither is alone.
    let mut edited: BTreeMap<RepoPath, Decision> = BTreeMap::new();
    let in_circles = rules::in_circles(catalog);
    let may_write: BTreeSet<&RepoPath> = works.iter().map(|work| &work.before.path).collect();
    let mut by_file: BTreeMap<&RepoPath, VecDeque<Finding>> = BTreeMap::new();
    let mut links: BTreeMap<&RepoPath, Vec<RuleEdit>> = BTreeMap::new();
    let mut left: BTreeMap<&RepoPath, Vec<FixNote>> = BTreeMap::new();
    for finding in found.iter().filter(|finding| may_write.contains(&finding.path)) {
        let Some(Fix::LinkBack { path, kind }) = &finding.fix else {
            by_file.entry(&finding.path).or_default().push_back(finding.clone());
            continue;
        };
        let (Some(decision), Some(other)) = (catalog.at(&finding.path), catalog.at(path)) else { continue };
        match link::plan(decision, finding, other, *kind, catalog, |path| may_write.contains(path)) {
            Ok(edit) => links.entry(&other.path).or_default().push((finding.rule, edit)),
            Err(reason) => {
                let note = FixNote { at: finding.span.start, rule: Some(finding.rule), result: Err(reason) };
                left.entry(&decision.path).or_default().push(note);
            }
        }
    }
    for work in works {
        let log = Log { catalog, edited: &edited, in_circles: &in_circles, extent };
        let made = work.made;
        let path = &work.before.path;
        work.notes.retain(|note| note.result.is_ok());
        work.notes.extend(left.remove(path).unwrap_or_default());
        let mut findings = by_file.remove(path).unwrap_or_default();
        let quotes = quote::reported(findings.iter().filter(|_| extent.quotes));
        while let Some(finding) = findings.pop_front() {
            let plan = plan(&work.after, &finding, catalog);
            work.apply(plan, Some(finding.rule), finding.span, log, findings.make_contiguous());
        }
        work.apply_all(links.remove(path).unwrap_or_default(), log, |_, links| links.to_vec());
        let quote::Units { units, left } = quote::units(&work.after, &quotes);
        work.notes.extend(left);
        work.apply_all(units, log, |decision, units| vec![(quote::RULE, quote::edit(decision, units))]);
        if extent.form {
            for key in form::KEYS {
                let plan = form::plan_name(&work.after, key);
                work.apply(plan, None, Span::default(), log, &mut []);
                let plan = form::plan_list(&work.after, key);
                work.apply(plan, None, Span::default(), log, &mut []);
            }
        }
        if work.made > made {
            edited.insert(path.clone(), work.after.clone());
        }
    }
}

/// The context for checking edits.
#[derive(Clone, Copy)]
struct Log<'a> {
    catalog: &'a Catalog,
    /// Decisions that differ from the catalog.
    edited: &'a BTreeMap<RepoPath, Decision>,
    /// The decisions of the catalog with a link of a circle.
    in_circles: &'a BTreeSet<RepoPath>,
    extent: Extent,
}

/// One file while it is fixed.
struct Work<'a> {
    before: &'a Decision,
    settled: Option<&'a Decision>,
    after: Decision,
    notes: Vec<FixNote>,
    /// How many edits were made.
    made: usize,
}

impl Work<'_> {
    /// Applies an edit, or notes why it can't be applied. The places of the notes so far, and of the findings that are `next`,
    /// move with the text.
    fn apply(&mut self, plan: Plan, rule: Option<&'static str>, place: Span, log: Log<'_>, next: &mut [Finding]) {
        let (at, result) = match plan {
            None => return,
            Some(Err(reason)) => (place.start, Err(reason)),
            Some(Ok(edit)) => match self.try_edits([&edit], log) {
                Ok(after) => {
                    let start = self.take(after, next);
                    (edit.at.unwrap_or(start), Ok(edit.what))
                }
                Err(reason) => (edit.at.unwrap_or_default(), Err(reason)),
            },
        };
        self.notes.push(FixNote { at, rule, result });
    }

    /// Takes an edited decision for the current one, and gives where it was edited.
    fn take(&mut self, after: Decision, next: &mut [Finding]) -> usize {
        let (start, gone, come) = difference(&self.after.text, &after.text);
        let moved = |at: usize| if at < start + gone { at } else { at - gone + come };
        self.notes.iter_mut().for_each(|note| note.at = moved(note.at));
        for finding in next {
            finding.span = Span::new(moved(finding.span.start), moved(finding.span.end));
        }
        let start = floor_char(&after.text, start);
        self.after = after;
        self.made += 1;
        start
    }

    /// Makes many edits together, since the log around a file is linted for each try, and where that fails, those that
    /// can be made. `edits` gives the edits for some of the items.
    fn apply_all<T>(&mut self, items: Vec<T>, log: Log<'_>, edits: impl Fn(&Decision, &[T]) -> Vec<RuleEdit>) {
        let mut open = vec![items];
        let mut tries = 0;
        while let Some(mut items) = open.pop().filter(|items| !items.is_empty()) {
            tries += 1;
            let edits = edits(&self.after, &items);
            let result = match self.try_edits(edits.iter().map(|(_, edit)| edit), log) {
                Ok(after) => Ok(self.take(after, &mut [])),
                Err(_) if items.len() > 1 && tries < TRIES => {
                    let second = items.split_off(items.len() / 2);
                    open.extend([second, items]);
                    continue;
                }
                Err(reason) => Err(reason),
            };
            self.notes.extend(edits.into_iter().map(|(rule, edit)| match &result {
                Ok(start) => FixNote { at: *start, rule: Some(rule), result: Ok(edit.what) },
                Err(reason) => {
                    FixNote { at: edit.at.unwrap_or_default(), rule: Some(rule), result: Err(reason.clone()) }
                }
            }));
        }
    }

    /// The decision with some edits, or why they must not be made.
    fn try_edits<'a>(&self, tried: impl IntoIterator<Item = &'a FixEdit>, log: Log<'_>) -> Result<Decision, String> {
        let words = &log.catalog.policy.words;
        let mut after = Cow::Borrowed(&self.after);
        for edit in tried {
            after = Cow::Owned(edit::apply(&after, edit.edit.as_edit(), words).map_err(|refusal| refusal.reason)?);
        }
        let after = after.into_owned();
        let directory = &log.catalog.policy.directory;
        let frozen = |settled: &Decision, decision: &Decision| edits(settled, decision, directory, &|_, _| false).len();
        if let Some(settled) = self.settled.filter(|settled| frozen(settled, &after) > frozen(settled, &self.after)) {
            let id = &settled.id;
            return Err(format!("`{id}` is accepted, and the gate rejects edits to it (`accepted-edited`)"));
        }
        let circles = log.may_close_circle(&self.after, &after);
        let (before, errors) = (log.errors(&self.after, circles), log.errors(&after, circles));
        let new: BTreeSet<&str> = errors.difference(&before).map(|(rule, _)| *rule).collect();
        match new.is_empty() {
            true => Ok(after),
            false => Err(format!("fixing this would raise {}", listed(new))),
        }
    }
}

impl Log<'_> {
    /// The errors in a decision, by rule and message. With `circles` a circle is found however long it is.
    fn errors(self, decision: &Decision, circles: bool) -> BTreeSet<(&'static str, String)> {
        let part = self.part(decision, circles);
        let found = part.at(&decision.path).map(|own| lint::lint_one(&part, own, self.extent.strict));
        let errors = found.into_iter().flatten().filter(|found| found.level == Level::Deny);
        errors.map(|finding| (finding.rule, finding.message)).collect()
    }

    /// The part of the log that decides what is found in a decision: what its links lead to, and with `circles` the links of
    /// all records that these lead to in turn.
    fn part(self, decision: &Decision, circles: bool) -> Catalog {
        let log = self.catalog;
        let mut decisions = vec![decision.clone()];
        let mut known: BTreeSet<RepoPath> = [decision.path.clone()].into();
        let mut names: BTreeMap<RepoPath, Key> = BTreeMap::new();
        let mut next = 0;
        while let Some(holder) = decisions.get(next) {
            let mut found = Vec::new();
            for record in holder.links.iter().flat_map(|link| log.meant(holder, link).records) {
                names.insert(record.path.clone(), Id::of_path(&record.path).0.key);
                let linked = self.current(&record.path).filter(|_| next == 0 || circles);
                if let Some(linked) = linked.filter(|linked| known.insert(linked.path.clone())) {
                    found.push(if next == 0 { linked.clone() } else { linked.without_text() });
                }
            }
            decisions.extend(found);
            next += 1;
        }
        Catalog::new(decisions, names, log.policy.clone(), log.today)
    }

    /// Whether an edit may close a circle or add to one: where it says that a record replaces another, which the other
    /// doesn't say, or the other is in a circle already.
    fn may_close_circle(self, before: &Decision, after: &Decision) -> bool {
        let known = self.replacements(before);
        let mut new = self.replacements(after).into_iter().filter(|pair| !known.contains(pair));
        new.any(|pair| {
            let other = if pair.0 == after.path { &pair.1 } else { &pair.0 };
            let is_said = self.current(other).is_some_and(|other| self.replacements(other).contains(&pair));
            !is_said || self.in_circles.contains(other)
        })
    }

    /// The records of which a decision says that the first replaces the second.
    fn replacements(self, decision: &Decision) -> BTreeSet<(RepoPath, RepoPath)> {
        let mut pairs = BTreeSet::new();
        for link in &decision.links {
            let others = self.catalog.meant(decision, link).records.into_iter().map(|record| record.path.clone());
            let own = || decision.path.clone();
            match link.kind {
                LinkKind::Supersedes => pairs.extend(others.map(|other| (own(), other))),
                LinkKind::SupersededBy => pairs.extend(others.map(|other| (other, own()))),
                _ => {}
            }
        }
        pairs
    }

    /// The decision at a path with the edits made so far.
    fn current(&self, path: &RepoPath) -> Option<&Decision> {
        self.edited.get(path).or_else(|| self.catalog.at(path))
    }
}

/// Where two texts differ: the first byte, and how many bytes went and came.
fn difference(old: &str, new: &str) -> (usize, usize, usize) {
    let start = old.bytes().zip(new.bytes()).take_while(|(one, other)| one == other).count();
    let least = old.len().min(new.len()) - start;
    let end = old.bytes().rev().zip(new.bytes().rev()).take(least).take_while(|(one, other)| one == other).count();
    (start, old.len() - start - end, new.len() - start - end)
}

#[cfg(test)]
mod tests;
