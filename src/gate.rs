//! Checks a change: reads the log where it starts and at its head, lints what it brings, finds the facts, and runs the
//! rules of the gate over them.

mod advice;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::baseline::{self, Baseline};
use crate::catalog::Catalog;
use crate::decision;
use crate::facts::{self, Change, Gap, NeedSummary, PolicyChange, Seen, States};
use crate::finding::Finding;
use crate::git::Changed;
use crate::lint::{lint, lint_change, lint_keys};
use crate::log::{self, read_baseline, read_policy};
use crate::policy::{self, Level, Mistake, Policy};
use crate::rules::{self, Check};
use crate::signature::{self, Orphans};
use crate::snapshot::{self, FileKind, Listed, Source};
use crate::text::{RepoPath, Span, listed, visible};
use crate::vocabulary::forge::Place;
use crate::vocabulary::id::{Id, Key, is_index_name};
use crate::vocabulary::reference::Reference;
use crate::witness::Witness;
pub(crate) use advice::{About, Draft};

/// What the gate has to say.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// In one total order.
    pub findings: Vec<Finding>,
    /// What each area that was touched asked for.
    pub needs: Vec<NeedSummary>,
    /// What a reader should know beside the findings.
    pub notices: Vec<String>,
    /// The comments that quotes depend on and that were not looked up.
    pub unseen: BTreeSet<Place>,
    /// A decision for the paths that none governs, to be pasted.
    pub draft: Option<Draft>,
    /// The text of every file that a finding may mark.
    pub texts: BTreeMap<RepoPath, String>,
    /// The text of the policy that findings refer to.
    pub policy: String,
}

/// Why a change could not be checked.
#[derive(Debug)]
pub(crate) enum Error {
    /// A file that could not be read.
    Source(snapshot::Error),
    /// A mistake in the policy of the base, with its text.
    Policy { mistake: Mistake, text: String },
}

impl From<snapshot::Error> for Error {
    fn from(error: snapshot::Error) -> Self {
        Self::Source(error)
    }
}

/// The three states that a change has to do with.
#[derive(Clone, Copy)]
pub(crate) struct Ends<'a> {
    /// The commit that the change is for: its policy applies.
    pub base: &'a Source<'a>,
    /// Where the change starts: the base, or the commit where the two parted.
    pub start: &'a Source<'a>,
    /// The commit that is checked.
    pub head: &'a Source<'a>,
}

/// Judges the change from `start` to `head` by the policy of `base`.
///
/// `trailers` are the `Decision:` trailers in the commits of the change. They point at decisions and prove nothing; nor does
/// what is said `about` the change, which only fills in a draft. `witness` has what forges say of the comments that quotes
/// cite; what it lacks is in the verdict as `unseen`.
///
/// # Errors
/// A file that can't be read, or a policy at the base that can't.
pub(crate) fn check_change(
    ends: Ends<'_>,
    changed: &[Changed],
    trailers: &[Trailer],
    about: &About,
    witness: &Witness,
    today: Date,
) -> Result<Verdict, Error> {
    let old = match read_policy(ends.base, &rules::ids())? {
        Some((text, Err(mistake))) => {
            return repaired(ends, changed, &mistake, &text)?.ok_or(Error::Policy { mistake, text });
        }
        Some((_, Ok(policy))) => Some(policy),
        None => None,
    };
    let new = read_policy(ends.head, &rules::ids())?;
    let touched = changed.iter().any(|changed| changed.path.as_str() == policy::FILE);
    // A name that differs in case alone, or a folder, can be where the policy should be.
    let is_like =
        |path: &RepoPath| path.as_str().split('/').next().is_some_and(|name| name.eq_ignore_ascii_case(policy::FILE));
    let touched_like = changed.iter().any(|changed| is_like(&changed.path));
    let (change, new_text, new_policy) = match (&old, new) {
        // A branch that is older than the policy, or than its mending, does not take it away.
        (Some(_), None) if touched => (PolicyChange::Gone, String::new(), None),
        (_, Some((text, Err(mistake)))) if touched_like => (PolicyChange::Broken(mistake), text, None),
        (None, Some((text, Ok(policy)))) => (PolicyChange::Adopted, text, Some(policy)),
        (Some(_), Some((text, Ok(policy)))) if touched => (PolicyChange::Changed, text, Some(policy)),
        _ => (PolicyChange::None, String::new(), None),
    };
    let judging = old.clone().unwrap_or_default();
    let (recorded, baseline_text) = baseline_change(ends, changed, old.as_ref(), &judging, today)?;
    let mut verdict = run(judging, &change, &recorded, ends, changed, (trailers, about, witness), today)?;
    if old.is_none() {
        verdict.notices.push(match change {
            PolicyChange::Adopted => {
                "this change adds the first `heard.toml`; it applies from the next change on".to_owned()
            }
            _ => "there is no `heard.toml` at the base, so no path requires consultation".to_owned(),
        });
    }
    if recorded == baseline::BaselineChange::Adopted {
        let name = baseline::FILE;
        verdict
            .notices
            .push(format!("this change adds the first `{name}`; from the next change on it may only shrink"));
    }
    if let (PolicyChange::Changed, Some(old), Some(new)) = (&change, &old, &new_policy) {
        verdict.findings.extend(lint_keys(old, &orphans(ends.base, old, new)?));
    }
    // A new policy may ask for more than the old one; the change is checked by both.
    if let (PolicyChange::Changed, Some(policy)) = (&change, new_policy) {
        let stricter = run(policy, &PolicyChange::None, &recorded, ends, changed, (trailers, about, witness), today)?;
        let seen = |finding: &Finding| {
            verdict.findings.iter().any(|known| {
                (known.rule, &known.area, &known.path, &known.message)
                    == (finding.rule, &finding.area, &finding.path, &finding.message)
            })
        };
        let added: Vec<Finding> = stricter
            .findings
            .into_iter()
            .filter(|finding| !seen(finding))
            .map(|mut finding| {
                // Places in the new policy are not places in the one that is shown.
                finding.related.retain(|related| related.path.as_str() != policy::FILE);
                finding.why = Some("the new `heard.toml` in this change requires it".to_owned());
                finding
            })
            .collect();
        verdict.findings.extend(added);
        verdict.texts.extend(stricter.texts);
        verdict.unseen.extend(stricter.unseen);
        for need in stricter.needs {
            if !verdict.needs.iter().any(|known| known.area == need.area) {
                verdict.needs.push(need);
            }
        }
    }
    if !new_text.is_empty() {
        verdict.texts.insert(RepoPath::new(policy::FILE), new_text);
    }
    if verdict.findings.iter().any(|finding| finding.path.as_str() == baseline::FILE) {
        verdict.texts.insert(RepoPath::new(baseline::FILE), baseline_text);
    }
    verdict.findings.sort();
    verdict.findings.dedup();
    Ok(verdict)
}

/// The signatures at the base that verify no more by the keys of a new policy. The log is read only if it lost one.
fn orphans(base: &Source<'_>, old: &Policy, new: &Policy) -> Result<Vec<Orphans>, snapshot::Error> {
    if old.directory.keeps_keys(&new.directory) {
        return Ok(Vec::new());
    }
    let records = names(base, old)?;
    let decisions = log::read_records(base, records.values().map(|unread| &unread.listed), old)?;
    Ok(signature::orphans(&decisions, old, new))
}

/// The verdict on a change that fixes the broken policy of its base and does nothing else; none for any other change. What
/// could not be read can't be compared as a policy, so nothing but the place of the mistake may differ.
fn repaired(ends: Ends<'_>, changed: &[Changed], mistake: &Mistake, old: &str) -> Result<Option<Verdict>, Error> {
    let is_alone = matches!(changed, [only] if only.path.as_str() == policy::FILE);
    let Some((text, Ok(_))) = read_policy(ends.head, &rules::ids())?.filter(|_| is_alone) else { return Ok(None) };
    let Span { start, end } = mistake.span;
    let around = old.get(..start).zip(old.get(end..)).filter(|_| start < end);
    let between = around.and_then(|(before, after)| text.strip_prefix(before)?.strip_suffix(after));
    // A name takes the place of a name.
    if !between.is_some_and(|word| word.contains(char::is_alphanumeric) && !word.contains('\n')) {
        return Ok(None);
    }
    let notice = format!(
        "`{}` at the base can't be read ({}); this change fixes it and nothing else, so nothing was checked by it: compare the areas and groups yourself",
        policy::FILE,
        visible(&mistake.message)
    );
    Ok(Some(Verdict { notices: vec![notice], ..Verdict::default() }))
}

/// What the change does to the baseline, and the text of the head's.
fn baseline_change(
    ends: Ends<'_>,
    changed: &[Changed],
    old: Option<&Policy>,
    policy: &Policy,
    today: Date,
) -> Result<(baseline::BaselineChange, String), snapshot::Error> {
    if !changed.iter().any(|changed| changed.path.as_str() == baseline::FILE) {
        return Ok((baseline::BaselineChange::None, String::new()));
    }
    let (text, after) = match read_baseline(ends.head)? {
        None => return Ok((baseline::BaselineChange::None, String::new())),
        Some((text, Err(mistake))) => return Ok((baseline::BaselineChange::Broken(mistake), text)),
        Some((text, Ok(after))) => (text, after),
    };
    // One that can't be read records nothing.
    let known = |source| -> Result<Option<Baseline>, snapshot::Error> {
        Ok(read_baseline(source)?.map(|(_, read)| read.unwrap_or_default()))
    };
    let before = [known(ends.base)?, known(ends.start)?];
    let moved = moved(ends, changed, policy, today)?;
    // A record that moves takes its findings along.
    let record = |path: &RepoPath| {
        let path = moved.get(path).unwrap_or(path);
        (policy.log_of(path).to_owned(), Id::of_path(path).0.key)
    };
    Ok((baseline::change(before.each_ref().map(Option::as_ref), &after, old.is_some(), record), text))
}

/// The records that a change moves, by their path now.
fn moved(
    ends: Ends<'_>,
    changed: &[Changed],
    policy: &Policy,
    today: Date,
) -> Result<BTreeMap<RepoPath, RepoPath>, snapshot::Error> {
    let log = |source| -> Result<Catalog, snapshot::Error> {
        let unread = names(source, policy)?;
        let differing = changed.iter().filter_map(|changed| Some(&unread.get(&changed.path)?.listed));
        let decisions = log::read_records(source, differing, policy)?;
        Ok(Catalog::new(decisions, keys(&unread), policy.clone(), today))
    };
    Ok(facts::moved(&log(ends.start)?, &log(ends.head)?, changed))
}

/// Judges by one policy.
fn run(
    policy: Policy,
    change: &PolicyChange,
    baseline: &baseline::BaselineChange,
    ends: Ends<'_>,
    changed: &[Changed],
    (trailers, about, witness): (&[Trailer], &About, &Witness),
    today: Date,
) -> Result<Verdict, Error> {
    let start_names = names(ends.start, &policy)?;
    // Most changes start at the base itself, which is read once then.
    let is_apart = !ends.base.is_same(ends.start);
    let own_base_names = is_apart.then(|| names(ends.base, &policy)).transpose()?;
    let base_names = own_base_names.as_ref().unwrap_or(&start_names);
    let head_names = names(ends.head, &policy)?;
    let is_record =
        |path: &RepoPath| [base_names, &start_names, &head_names].iter().any(|names| names.contains_key(path));
    let changed = &with_beside(&with_hidden(changed, &start_names, &head_names), &start_names, &head_names)[..];
    let mut touched: BTreeSet<RepoPath> =
        changed.iter().filter(|changed| is_record(&changed.path)).map(|changed| changed.path.clone()).collect();
    // Behind a link or a submodule, the whole log can't be read, whatever the change is about.
    touched.extend(head_names.keys().filter(|path| !policy.may_be_record(path)).cloned());
    let by_name = Catalog::new(Vec::new(), keys(&head_names), policy.clone(), today);
    let Named { decisions: named_by, mut notices } = named(trailers, &by_name);
    let named: BTreeSet<RepoPath> = named_by.keys().cloned().collect();
    touched.extend(named.iter().cloned());
    let read = |source, names: &Names, paths: &BTreeSet<RepoPath>| {
        log::read_records(source, paths.iter().filter_map(|path| Some(&names.get(path)?.listed)), &policy)
    };
    let mut decisions = read(ends.head, &head_names, &touched)?;
    let seen_paths: BTreeSet<RepoPath> = decisions.iter().map(|decision| decision.path.clone()).collect();
    // A link is checked at both ends.
    let linked: BTreeSet<RepoPath> = decisions
        .iter()
        .flat_map(|decision| decision.links.iter().flat_map(|link| by_name.meant(decision, link).records))
        .map(|record| record.path.clone())
        .filter(|path| !seen_paths.contains(path))
        .collect();
    decisions.extend(read(ends.head, &head_names, &linked)?);
    let standing = advice::standing(ends.head, &head_names, &policy, changed, &decisions)?;
    let standing_paths: BTreeSet<RepoPath> = standing.iter().map(|decision| decision.path.clone()).collect();
    decisions.extend(standing);
    let ids: BTreeSet<_> = decisions.iter().map(|decision| decision.id.key.clone()).collect();
    let namesakes = |names: &Names| -> BTreeSet<RepoPath> {
        let is_related = |(path, unread): &(&RepoPath, &Unread)| touched.contains(*path) || ids.contains(&unread.key);
        names.iter().filter(is_related).map(|(path, _)| path.clone()).collect()
    };
    let own_base_decisions = is_apart.then(|| read(ends.base, base_names, &namesakes(base_names))).transpose()?;
    let start_decisions = read(ends.start, &start_names, &namesakes(&start_names))?;
    // A record that came to the base since may have taken an id that the change takes as well.
    let since = keys(base_names).filter(|(path, _)| !start_names.contains_key(path));
    let head_catalog = Catalog::new(decisions, keys(&head_names).chain(since), policy.clone(), today);
    let own_base_catalog =
        own_base_decisions.map(|decisions| Catalog::new(decisions, keys(base_names), policy.clone(), today));
    let start_catalog = Catalog::new(start_decisions, keys(&start_names), policy, today);
    let base_catalog = own_base_catalog.as_ref().unwrap_or(&start_catalog);

    let checked = lint(&head_catalog, false);
    let states =
        States { base: base_catalog, start: &start_catalog, head: &head_catalog, changed, policy: change, baseline };
    let seen = Seen { decisions: &seen_paths, named: &named, findings: &checked, standing: &standing_paths };
    let facts = Change::find(states, seen, ends.head, witness)?;
    // The errors that keep a decision from covering are reported with it.
    let blocking: BTreeSet<&RepoPath> = facts
        .needs
        .iter()
        .flat_map(|need| &need.attempts)
        .filter(|attempt| attempt.gaps.iter().any(|gap| matches!(gap, Gap::Denied(_))))
        .map(|attempt| &attempt.decision.path)
        .collect();
    let mut findings: Vec<Finding> = checked
        .iter()
        .filter(|finding| finding.level == Level::Deny && seen_paths.contains(&finding.path))
        // A record that can't be read any more has lost the words in it, whatever it covered.
        .filter(|finding| blocking.contains(&finding.path) || is_problem(finding.rule))
        .cloned()
        .collect();
    findings.extend(lint_change(&facts));
    let is_known = |known: &[Finding], other: &Finding| {
        known.iter().any(|known| (known.rule, &known.path, &known.message) == (other.rule, &other.path, &other.message))
    };
    let mut later = advice::once_accepted(&facts);
    later.retain(|later| !is_known(&findings, later));
    findings.extend(later);
    findings.sort();
    notices.extend(advice::near(&facts, &named, &seen_paths, ends.head));
    let draft = advice::draft(&facts, about);
    let mut needs = facts.summaries.clone();
    for cover in needs.iter_mut().flat_map(|need| &mut need.covers).filter(|cover| !cover.is_new) {
        cover.named_by = named_by.get(&RepoPath::new(&*cover.decision.path)).cloned();
    }
    let texts = head_catalog.decisions.iter().map(|decision| (decision.path.clone(), decision.text.to_string()));
    let unseen = facts.not_looked_up();
    let policy = head_catalog.policy.text.clone();
    Ok(Verdict { findings, needs, notices, draft, unseen, texts: texts.collect(), policy })
}

/// A record that was not read, and the id that its name carries.
struct Unread {
    listed: Listed,
    key: Key,
}

/// The records of one state by path.
type Names = BTreeMap<RepoPath, Unread>;

/// Lists the records of one state.
fn names(source: &Source<'_>, policy: &Policy) -> Result<Names, snapshot::Error> {
    let unread = |listed: Listed| Unread { key: Id::of_path(&listed.path).0.key, listed };
    let records = log::keep_records(source, source.list(&policy.roots())?, policy)?;
    Ok(records.into_iter().map(|listed| (listed.path.clone(), unread(listed))).collect())
}

/// The records of one state, as a catalog knows those that it did not read.
fn keys(names: &Names) -> impl Iterator<Item = (RepoPath, Key)> {
    names.iter().map(|(path, unread)| (path.clone(), unread.key.clone()))
}

/// A trailer that points at a decision.
#[derive(Clone, Debug)]
pub(crate) struct Trailer {
    /// The id of the commit whose message has it.
    pub commit: String,
    /// What is behind its key.
    pub value: String,
}

/// What the trailers of a change name.
struct Named {
    /// The decisions, each with the newest commit that names it.
    decisions: BTreeMap<RepoPath, String>,
    /// What those name no decision that names one, in words.
    notices: Vec<String>,
}

/// The decisions that trailers name. One that may mean several names none.
fn named(trailers: &[Trailer], log: &Catalog) -> Named {
    let mut named = Named { decisions: BTreeMap::new(), notices: Vec::new() };
    let written = trailers.iter().flat_map(|trailer| trailer.value.split(',').map(move |name| (name.trim(), trailer)));
    for (written, Trailer { commit, .. }) in written.filter(|(name, _)| !name.is_empty()) {
        let meant = Reference::read(written).map(|reference| log.resolve(&reference, None)).unwrap_or_default();
        let paths = meant.records.iter().map(|record| record.path.as_str());
        let trailer = format!("trailer `Decision: {}`", visible(written));
        match (meant.records.is_empty(), meant.is_ambiguous) {
            (true, _) => named.notices.push(format!("{trailer} names no decision")),
            (false, true) => named.notices.push(format!(
                "{trailer} is ambiguous, so it counts for none of {}; write the path of the file",
                listed(paths)
            )),
            (false, false) => meant.records.iter().for_each(|record| {
                named.decisions.entry(record.path.clone()).or_insert_with(|| commit.clone());
            }),
        }
    }
    named.notices.sort();
    named.notices.dedup();
    named
}

/// The paths that differ, with the records that the change hides where they are: a page that gets a `README.md` with an
/// id beside it, or that loses its status, is no record any more. To the log that is as if it was removed.
fn with_hidden(changed: &[Changed], start: &Names, head: &Names) -> Vec<Changed> {
    let is_hidden = |path: &RepoPath| start.contains_key(path) && !head.contains_key(path);
    let mut all: Vec<Changed> = changed.to_vec();
    for changed in all.iter_mut().filter(|changed| changed.new == Some(FileKind::File) && is_hidden(&changed.path)) {
        changed.new = None;
    }
    let is_there = |path: &RepoPath| changed.binary_search_by(|changed| changed.path.cmp(path)).is_ok();
    let hidden = start.keys().filter(|path| is_hidden(path) && !is_there(path));
    all.extend(hidden.map(|path| Changed {
        path: path.clone(),
        old: Some(FileKind::File),
        new: None,
        moved_from: None,
    }));
    all.sort_by(|one, other| one.path.cmp(&other.path));
    all
}

/// The paths that differ, with the records whose metadata differs in a file beside them: to the log these were edited.
fn with_beside(changed: &[Changed], start: &Names, head: &Names) -> Vec<Changed> {
    let folder = |path: &RepoPath| path.folder().to_owned();
    let is_beside = |changed: &&Changed| changed.path.file_name() == decision::BESIDE;
    let folders: BTreeSet<String> = changed.iter().filter(is_beside).map(|changed| folder(&changed.path)).collect();
    let mut all: Vec<Changed> = changed.to_vec();
    if folders.is_empty() {
        return all;
    }
    let is_there = |path: &RepoPath| changed.binary_search_by(|changed| changed.path.cmp(path)).is_ok();
    let is_edited = |path: &&RepoPath| is_index_name(path.stem()) && folders.contains(&folder(path)) && !is_there(path);
    let pages: BTreeSet<&RepoPath> = start.keys().chain(head.keys()).filter(is_edited).collect();
    all.extend(pages.into_iter().map(|path| Changed {
        path: path.clone(),
        old: start.get(path).map(|unread| unread.listed.kind),
        new: head.get(path).map(|unread| unread.listed.kind),
        moved_from: None,
    }));
    all.sort_by(|one, other| one.path.cmp(&other.path));
    all
}

/// What the areas of the policy would deny in one decision of a log, and what each requires.
#[derive(Debug)]
pub(crate) struct Lacking {
    /// The findings about the decision.
    pub findings: Vec<Finding>,
    /// What each area that names a path of it requires.
    pub needs: Vec<NeedSummary>,
}

/// What the areas of the policy would deny in one decision of a log if `paths`, which it governs,
/// changed together with it. What `check` denies is left to `check`. `before` is the log that the change would start from.
///
/// # Errors
/// A source of a quote that is there and can't be read.
pub(crate) fn lacking(
    log: &Catalog,
    before: &Catalog,
    decision: &RepoPath,
    paths: BTreeSet<RepoPath>,
    files: &Source<'_>,
) -> Result<Lacking, snapshot::Error> {
    let none = Catalog::new(Vec::new(), [], log.policy.clone(), log.today);
    let facts = Change::of_one(log, &none, before, decision, paths, files)?;
    let mut findings = lint_change(&facts);
    findings.retain(|finding| finding.path == *decision && finding.level == Level::Deny);
    for finding in &mut findings {
        // Nothing has changed yet; the line of the policy explains it.
        finding.related.retain(|related| related.path.as_str() == policy::FILE);
    }
    findings.sort();
    findings.dedup();
    Ok(Lacking { findings, needs: facts.summaries })
}

/// Whether a rule is about what could not be read.
fn is_problem(rule: &str) -> bool {
    rules::find(rule).is_some_and(|rule| matches!(rule.check, Check::Problem(_)))
}

#[cfg(test)]
mod tests;
