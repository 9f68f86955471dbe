//! Mends what can be mended by a program alone: `heard check --fix`. A finding gives a mend, or the
//! reason why it is left; one mend a file. What a mend comes to is read and judged again, and is
//! dropped when something else would be denied, or when the gate would.

mod attribution;
mod date;
mod form;
mod key;
mod link;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::edit::{self, Edit};
use crate::finding::Finding;
use crate::gate::edits;
use crate::lint;
use crate::policy::Level;
use crate::text::{RepoPath, Span, floor_char, listed};

/// What is to be mended.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Extent {
    /// Also what no rule finds: old names of keys, and names with commas between them.
    pub form: bool,
    /// Whether findings are as hard as `--strict` makes them.
    pub strict: bool,
}

/// A file with its mends.
#[derive(Clone, Debug)]
pub(crate) struct Fixed<'a> {
    /// As it was.
    pub before: &'a Decision,
    /// As it is to be.
    pub after: Decision,
    /// What was mended and what was left, in order.
    pub told: Vec<Told>,
}

/// A word on one mend.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Told {
    /// The byte in the mended file.
    pub at: usize,
    /// The rule that found it; none where no rule does.
    pub rule: Option<&'static str>,
    /// What was mended, or why it was not.
    pub what: Result<String, String>,
}

/// One change that mends a finding.
#[derive(Clone, Debug)]
struct Mend {
    /// Where it is told of; none where its place is made by it.
    at: Option<usize>,
    /// What it does, as a phrase.
    what: String,
    change: Change,
}

/// The edit of a mend, with its own words.
#[derive(Clone, Debug)]
enum Change {
    Set { key: &'static str, value: String },
    Add { key: &'static str, item: String },
    Rename { key: String, to: &'static str },
    Spread { key: &'static str },
    Attribute { quote: usize },
    Refer { key: &'static str, to: String },
}

impl Change {
    fn edit(&self) -> Edit<'_> {
        match self {
            Self::Set { key, value } => Edit::Set { key, value },
            Self::Add { key, item } => Edit::Add { key, item },
            Self::Rename { key, to } => Edit::Rename { key, to },
            Self::Spread { key } => Edit::Spread { key },
            Self::Attribute { quote } => Edit::Attribute { quote: *quote },
            Self::Refer { key, to } => Edit::Refer { key, to },
        }
    }
}

/// A mend, the reason why there is none, or nothing to say.
type Found = Option<Result<Mend, String>>;

/// The mend of a finding in the decision that it is in, as far as one is known.
fn find(decision: &Decision, finding: &Finding, catalog: &Catalog) -> Found {
    match finding.rule {
        "date-impossible" => date::mend(decision, finding),
        "key-misspelt" => key::mend(decision, finding, &catalog.policy),
        "quote-unattributed" => attribution::mend(decision, finding, catalog),
        _ => None,
    }
}

/// How often a log is judged anew, since a key that is read now may hold a day that can be mended.
const PASSES: usize = 8;

/// Mends what `judge` finds in the files that may be written, until nothing is left to mend. `settled`
/// are decisions in the form that the gate holds against them, where they are accepted in it.
pub(crate) fn fix<'a>(
    catalog: &'a Catalog,
    judge: impl Fn(&Catalog) -> Vec<Finding>,
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
            now: before.clone(),
            told: Vec::new(),
            made: 0,
        })
        .collect();
    for pass in 0..PASSES {
        let made = |works: &[Work<'_>]| works.iter().map(|work| work.made).sum::<usize>();
        let before = made(&works);
        match pass {
            0 => self::pass(catalog, &judge(catalog), extent, &mut works),
            _ => {
                let catalog = now(catalog, &works);
                self::pass(&catalog, &judge(&catalog), extent, &mut works);
            }
        }
        if made(&works) == before {
            break;
        }
    }
    works.retain(|work| !work.told.is_empty());
    let fixed = works.into_iter().map(|mut work| {
        work.told.sort();
        Fixed { before: work.before, after: work.now, told: work.told }
    });
    fixed.collect()
}

/// The log as it is by now.
fn now(catalog: &Catalog, works: &[Work<'_>]) -> Catalog {
    let by_path = |decision: &Decision| works.binary_search_by(|work| work.before.path.cmp(&decision.path));
    let now = |decision: &Decision| by_path(decision).map_or(decision, |at| &works[at].now).clone();
    Catalog::new(catalog.decisions.iter().map(now).collect(), [], catalog.policy.clone(), catalog.today)
}

/// Mends what was found, as far as it can be mended at once.
fn pass(catalog: &Catalog, found: &[Finding], extent: Extent, works: &mut [Work<'_>]) {
    // What was mended in this pass, since two mends may deny what each alone would not.
    let mut mended: BTreeMap<RepoPath, Decision> = BTreeMap::new();
    let may_write: BTreeSet<&RepoPath> = works.iter().map(|work| &work.before.path).collect();
    let mut by_file: BTreeMap<&RepoPath, VecDeque<Finding>> = BTreeMap::new();
    let mut links: BTreeMap<&RepoPath, Vec<Mend>> = BTreeMap::new();
    let mut left: BTreeMap<&RepoPath, Vec<Told>> = BTreeMap::new();
    for finding in found.iter().filter(|finding| may_write.contains(&finding.path)) {
        if finding.rule != link::RULE {
            by_file.entry(&finding.path).or_default().push_back(finding.clone());
        } else if let Some(decision) = catalog.at(&finding.path) {
            // The link back stands in another file.
            match link::mend(decision, finding, catalog, |path| may_write.contains(path)) {
                Some(Ok((other, mend))) => links.entry(&other.path).or_default().push(mend),
                Some(Err(why)) => {
                    let told = Told { at: finding.span.start, rule: Some(link::RULE), what: Err(why) };
                    left.entry(&decision.path).or_default().push(told);
                }
                None => {}
            }
        }
    }
    for work in works {
        let log = Log { catalog, mended: &mended, extent };
        let made = work.made;
        let path = &work.before.path;
        work.told.retain(|told| told.what.is_ok());
        work.told.extend(left.remove(path).unwrap_or_default());
        let mut findings = by_file.remove(path).unwrap_or_default();
        while let Some(finding) = findings.pop_front() {
            let found = find(&work.now, &finding, catalog);
            work.take(found, Some(finding.rule), finding.span, log, findings.make_contiguous());
        }
        for mend in links.remove(path).unwrap_or_default() {
            work.take(Some(Ok(mend)), Some(link::RULE), Span::default(), log, &mut []);
        }
        if extent.form {
            for key in form::KEYS {
                let found = form::name(&work.now, key);
                work.take(found, None, Span::default(), log, &mut []);
                let found = form::list(&work.now, key);
                work.take(found, None, Span::default(), log, &mut []);
            }
        }
        if work.made > made {
            mended.insert(path.clone(), work.now.clone());
        }
    }
}

/// What mends are judged by.
#[derive(Clone, Copy)]
struct Log<'a> {
    catalog: &'a Catalog,
    /// Decisions that are no longer as the catalog has them.
    mended: &'a BTreeMap<RepoPath, Decision>,
    extent: Extent,
}

/// One file while it is mended.
struct Work<'a> {
    before: &'a Decision,
    settled: Option<&'a Decision>,
    now: Decision,
    told: Vec<Told>,
    /// How many mends were made.
    made: usize,
}

impl Work<'_> {
    /// Makes a mend, or notes why it is not made. The places of what is told, and of the findings that
    /// are `next`, move with the text.
    fn take(&mut self, found: Found, rule: Option<&'static str>, place: Span, log: Log<'_>, next: &mut [Finding]) {
        let (at, what) = match found {
            None => return,
            Some(Err(reason)) => (place.start, Err(reason)),
            Some(Ok(mend)) => match self.mended(&mend, log) {
                Ok(after) => {
                    let (start, gone, come) = change(&self.now.text, &after.text);
                    let moved = |at: usize| if at < start + gone { at } else { at - gone + come };
                    self.told.iter_mut().for_each(|told| told.at = moved(told.at));
                    for finding in next {
                        finding.span = Span::new(moved(finding.span.start), moved(finding.span.end));
                    }
                    let start = floor_char(&after.text, start);
                    self.now = after;
                    self.made += 1;
                    (mend.at.unwrap_or(start), Ok(mend.what))
                }
                Err(reason) => (mend.at.unwrap_or_default(), Err(reason)),
            },
        };
        self.told.push(Told { at, rule, what });
    }

    /// The decision with a mend, or why the mend must not be.
    fn mended(&self, mend: &Mend, log: Log<'_>) -> Result<Decision, String> {
        let words = &log.catalog.policy.words;
        let after = edit::apply(&self.now, mend.change.edit(), words).map_err(|refusal| refusal.reason)?;
        let directory = &log.catalog.policy.directory;
        let frozen = |settled: &Decision, decision: &Decision| edits(settled, decision, directory).len();
        if let Some(settled) = self.settled.filter(|settled| frozen(settled, &after) > frozen(settled, &self.now)) {
            let id = &settled.id;
            return Err(format!("`{id}` is accepted, and the gate would deny this edit of it (`accepted-edited`)"));
        }
        let (before, denied) = (log.denied(&self.now), log.denied(&after));
        let new: BTreeSet<&str> = denied.difference(&before).map(|(rule, _)| *rule).collect();
        match new.is_empty() {
            true => Ok(after),
            false => Err(format!("mended, it would be denied by {}", listed(new))),
        }
    }
}

impl Log<'_> {
    /// What is denied in a decision, by rule and message.
    fn denied(self, decision: &Decision) -> BTreeSet<(&'static str, String)> {
        let log = self.catalog;
        // With all that its links lead to, since a circle is seen from within only.
        let mut decisions = vec![decision.clone()];
        let mut known: BTreeSet<&RepoPath> = [&decision.path].into();
        let mut names: BTreeSet<RepoPath> = BTreeSet::new();
        let mut next = 0;
        while let Some(links) = decisions.get(next).map(|decision| decision.links.clone()) {
            next += 1;
            for record in links.iter().flat_map(|link| log.resolve(&link.id)) {
                names.insert(record.path.clone());
                let linked = self.mended.get(&record.path).or_else(|| log.decision(record));
                if let Some(linked) = linked.filter(|linked| known.insert(&linked.path)) {
                    decisions.push(linked.clone());
                }
            }
        }
        let part = Catalog::new(decisions, names, log.policy.clone(), log.today);
        let found = lint::lint(&part, self.extent.strict);
        let own = found.into_iter().filter(|found| found.path == decision.path && found.level == Level::Deny);
        own.map(|finding| (finding.rule, finding.message)).collect()
    }
}

/// Where two texts differ: the first byte, and how many bytes went and came.
fn change(old: &str, new: &str) -> (usize, usize, usize) {
    let start = old.bytes().zip(new.bytes()).take_while(|(one, other)| one == other).count();
    let least = old.len().min(new.len()) - start;
    let end = old.bytes().rev().zip(new.bytes().rev()).take(least).take_while(|(one, other)| one == other).count();
    (start, old.len() - start - end, new.len() - start - end)
}

#[cfg(test)]
mod tests;
