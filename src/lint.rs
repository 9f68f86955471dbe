//! The one loop over the rules: runs them over a log or a change, and gives each finding the level of its rule.
//! `heard: allow` comments and the baseline then filter what was found.

use crate::allow;
use crate::baseline::Baseline;
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::document::Problem;
use crate::facts::Change;
use crate::finding::Finding;
use crate::policy::{Level, Policy};
use crate::rules::{self, Check, RULES, Rule};
use crate::signature::Orphans;
use crate::text::RepoPath;
use crate::vocabulary::words::StatusKind;
use crate::{fault, parallel};

/// What a log is checked by, beside its policy.
#[derive(Clone, Copy)]
pub(crate) struct Settings<'a> {
    /// Whether warnings are errors, and rules that are off run as well.
    pub strict: bool,
    /// Whether `heard: allow` comments count.
    pub allow: bool,
    /// The known findings.
    pub baseline: &'a Baseline,
}

/// What is left of the findings after the filters.
#[derive(Debug)]
pub(crate) struct Filtered {
    /// In one total order.
    pub findings: Vec<Finding>,
    /// How many findings comments allow.
    pub allowed: usize,
    /// How many findings the baseline records.
    pub recorded: usize,
}

/// Checks a log as `heard check` does: runs every rule, then leaves out what comments allow and what the baseline
/// records. Only findings in files for which `is_selected` holds are given.
pub(crate) fn check(catalog: &Catalog, settings: Settings<'_>, is_selected: impl Fn(&RepoPath) -> bool) -> Filtered {
    let Settings { strict, allow, baseline } = settings;
    let mut findings = lint_selected(catalog, strict, &is_selected);
    let mut allowed = 0;
    if allow {
        let applies = |rule: &Rule, decision: &Decision| applies(rule, decision, &catalog.policy, strict);
        let decisions = catalog.decisions.iter().filter(|decision| is_selected(&decision.path));
        let (rest, count, leftovers) = allow::filter(findings, decisions, applies);
        (findings, allowed) = (rest, count);
        for (decision, unused) in &leftovers {
            findings.extend(run(enabled(&catalog.policy, strict), |check| match check {
                Check::Allows(check) => check(decision, unused),
                _ => Vec::new(),
            }));
        }
    }
    let (mut findings, recorded, unmatched) = baseline.filter(findings, is_selected);
    findings.extend(run(enabled(&catalog.policy, strict), |check| match check {
        Check::Baseline(check) => check(&unmatched),
        _ => Vec::new(),
    }));
    findings.sort();
    Filtered { findings, allowed, recorded }
}

/// Runs every rule over every decision, and over the log as a whole. The findings come in one total order.
///
/// With `strict`, warnings are errors and rules that are off run as well.
pub(crate) fn lint(catalog: &Catalog, strict: bool) -> Vec<Finding> {
    lint_selected(catalog, strict, |_| true)
}

/// The same, but only what is found in some of the files: the rules on one decision don't run over the others.
fn lint_selected(catalog: &Catalog, strict: bool, is_selected: impl Fn(&RepoPath) -> bool) -> Vec<Finding> {
    let rules: Vec<_> = enabled(&catalog.policy, strict).collect();
    let decisions = catalog.decisions.iter().filter(|decision| is_selected(&decision.path)).collect();
    let found = parallel::map(decisions, |decision| lint_decision(decision, catalog, &rules, strict));
    let mut findings: Vec<Finding> = found.into_iter().flatten().collect();
    findings.extend(run(rules, |check| match check {
        Check::Catalog(check) => check(catalog),
        _ => Vec::new(),
    }));
    findings.retain(|finding| is_selected(&finding.path));
    leave_conflicts(&mut findings, catalog);
    findings.sort();
    findings.dedup();
    findings
}

/// What every rule finds in one decision of a log.
pub(crate) fn lint_one(catalog: &Catalog, decision: &Decision, strict: bool) -> Vec<Finding> {
    let rules: Vec<_> = enabled(&catalog.policy, strict).collect();
    let mut findings = lint_decision(decision, catalog, &rules, strict);
    findings.extend(run(rules, |check| match check {
        Check::Catalog(check) => check(catalog),
        _ => Vec::new(),
    }));
    findings.retain(|finding| finding.path == decision.path);
    leave_conflicts(&mut findings, catalog);
    findings
}

/// Leaves out what is found in a file with two versions in it, but for the finding that says so.
fn leave_conflicts(findings: &mut Vec<Finding>, catalog: &Catalog) {
    let has_conflict =
        |decision: &Decision| decision.problems.iter().any(|problem| matches!(problem, Problem::Conflict { .. }));
    if catalog.decisions.iter().any(has_conflict) {
        findings
            .retain(|finding| finding.rule == rules::CONFLICT || !catalog.at(&finding.path).is_some_and(has_conflict));
    }
}

/// Runs every rule over one decision.
fn lint_decision(decision: &Decision, catalog: &Catalog, rules: &[(&Rule, Level)], strict: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let is_readable = is_readable(decision);
    for (rule, level) in rules {
        let level = level_for_status(rule, *level, decision, strict);
        let found = match rule.check {
            Check::Problem(check) => catch(decision, || check(decision)),
            Check::Decision(check) | Check::Consultation(check) if is_readable && level != Level::Off => {
                catch(decision, || check(decision, catalog))
            }
            _ => continue,
        };
        findings.extend(with_rule(found, rule, level));
    }
    findings
}

/// Runs the rules of the gate over a change, by the policy of its base.
pub(crate) fn lint_change(change: &Change<'_>) -> Vec<Finding> {
    let policy = &change.head.policy;
    let mut findings = run(enabled(policy, false), |check| match check {
        Check::Gate(check) => check(change),
        _ => Vec::new(),
    });
    // The conflict alone fails the gate, unless a policy has it as less than an error.
    if rules::find(rules::CONFLICT).is_some_and(|rule| level(rule, policy, false) == Level::Deny) {
        leave_conflicts(&mut findings, change.head);
    }
    findings
}

/// Runs the rules on the signatures that a change of the policy leaves without a key, by the policy of the base.
pub(crate) fn lint_keys(policy: &Policy, orphans: &[Orphans]) -> Vec<Finding> {
    run(enabled(policy, false), |check| match check {
        Check::Keys(check) => check(orphans),
        _ => Vec::new(),
    })
}

/// Runs each rule by `check`, which finds nothing for a rule of another kind.
fn run(rules: impl IntoIterator<Item = (&'static Rule, Level)>, check: impl Fn(Check) -> Vec<Finding>) -> Vec<Finding> {
    rules.into_iter().flat_map(|(rule, level)| with_rule(check(rule.check), rule, level)).collect()
}

/// The rules that are not off, each with its level.
fn enabled(policy: &Policy, strict: bool) -> impl Iterator<Item = (&'static Rule, Level)> {
    let levels = RULES.iter().map(move |rule| (*rule, level(rule, policy, strict)));
    levels.filter(|(_, level)| *level != Level::Off)
}

/// Whether a rule says anything about a decision, by its level and by the decision's status.
fn applies(rule: &Rule, decision: &Decision, policy: &Policy, strict: bool) -> bool {
    let level = level_for_status(rule, level(rule, policy, strict), decision, strict);
    level != Level::Off && is_readable(decision)
}

/// What a check finds in a decision, or the finding that it panicked.
fn catch(decision: &Decision, check: impl FnOnce() -> Vec<Finding>) -> Vec<Finding> {
    fault::catch(check).unwrap_or_else(|reason| vec![rules::fault(decision, &reason)])
}

/// Findings with their rule and its level.
fn with_rule(found: Vec<Finding>, rule: &Rule, level: Level) -> impl Iterator<Item = Finding> {
    let id = rule.id;
    // A rule that fails on a decision gives the finding of another rule.
    found
        .into_iter()
        .map(move |finding| if finding.rule.is_empty() { Finding { rule: id, level, ..finding } } else { finding })
}

/// The level of a rule under a policy.
fn level(rule: &Rule, policy: &Policy, strict: bool) -> Level {
    match policy.levels.get(rule.id) {
        Some(Level::Off) => Level::Off,
        Some(level) if !strict => *level,
        None if !strict => rule.level,
        _ => Level::Deny,
    }
}

/// The level of a rule for one decision. Rules on consultations ease off: people may still be asked while a decision
/// is proposed, and nobody needs to be once it is no longer followed.
fn level_for_status(rule: &Rule, level: Level, decision: &Decision, strict: bool) -> Level {
    if !matches!(rule.check, Check::Consultation(_)) {
        return level;
    }
    match decision.kind() {
        Some(StatusKind::Accepted) => level,
        Some(StatusKind::Proposed) | None if strict => level,
        Some(StatusKind::Proposed) | None => level.min(Level::Warn),
        Some(StatusKind::Rejected | StatusKind::Deprecated | StatusKind::Superseded | StatusKind::Waived) => Level::Off,
    }
}

/// Whether enough of a file was read to lint what it says. What follows from a header that can't be read is noise.
fn is_readable(decision: &Decision) -> bool {
    let is_lost = |problem: &Problem| {
        use Problem::{Conflict, HeaderTooLarge, HeaderUnreadable, TooManyQuotes};
        matches!(problem, HeaderTooLarge { .. } | HeaderUnreadable { .. } | Conflict { .. } | TooManyQuotes { .. })
    };
    !decision.is_unread() && !decision.problems.iter().any(is_lost)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::read;
    use crate::vocabulary::words::Words;

    #[test]
    fn a_rule_that_fails_on_a_decision_is_a_finding_of_that_file() {
        let decision = read(RepoPath::new("decisions/0012-x.md"), b"# T\n".to_vec(), &Words::default());
        let found = catch(&decision, || panic!("begin > end"));
        let found: Vec<_> =
            with_rule(found, RULES[0], Level::Warn).map(|one| (one.rule, one.level, one.path)).collect();
        assert_eq!(found, [("file-unreadable", Level::Deny, decision.path.clone())]);
    }
}
