//! Leaves out the findings that comments in decisions allow. For `check` alone: the gate never comes
//! here, so that nothing in a decision loosens what judges it.

use std::collections::BTreeMap;

use crate::catalog::Catalog;
use crate::check;
use crate::decision::Decision;
use crate::finding::Finding;
use crate::policy::Level;
use crate::rules::{self, Check, RULES, Rule};
use crate::text::{RepoPath, Spanned};

/// Whether a file may allow what the rule finds in it. What judges a change is not for the change to
/// say, what can't be read can't be spoken for, and what is
/// left out is not left out again.
pub(crate) fn is_allowable(rule: &Rule) -> bool {
    !matches!(rule.check, Check::Gate(_) | Check::Problem(_) | Check::Allows(_) | Check::Baseline(_))
}

/// The findings without those that are allowed where they are, how many were left out, and what is
/// wrong with the comments themselves.
///
/// Only decisions that are `asked` for are looked at.
pub(crate) fn leave_out(
    mut findings: Vec<Finding>,
    catalog: &Catalog,
    strict: bool,
    asked: impl Fn(&RepoPath) -> bool,
) -> (Vec<Finding>, usize) {
    let decisions = catalog.decisions.iter().filter(|decision| !decision.allows.is_empty() && asked(&decision.path));
    let decisions: Vec<&Decision> = decisions.collect();
    if decisions.is_empty() {
        return (findings, 0);
    }
    // The rules that are allowed, each with whether it had anything to silence.
    let mut open: BTreeMap<&RepoPath, BTreeMap<&str, bool>> = BTreeMap::new();
    for decision in &decisions {
        open.insert(&decision.path, named(decision).map(|(_, rule)| (rule.id, false)).collect());
    }
    let all = findings.len();
    findings.retain(|finding| {
        let used = open.get_mut(&finding.path).and_then(|rules| rules.get_mut(finding.rule));
        used.map(|used| *used = true).is_none()
    });
    let left_out = all - findings.len();
    for decision in decisions {
        let open = open.remove(&decision.path).unwrap_or_default();
        let unused = unused(decision, catalog, strict, open);
        for rule in RULES {
            let level = check::level(rule, &catalog.policy, strict);
            if let Check::Allows(check) = rule.check
                && level != Level::Off
            {
                findings.extend(check::told(check(decision, &unused), rule, level));
            }
        }
    }
    findings.sort();
    (findings, left_out)
}

/// The rules that a decision's comments allow, in order.
fn named(decision: &Decision) -> impl Iterator<Item = (&Spanned<String>, &'static Rule)> {
    let names = decision.allows.iter().filter(|allow| allow.is_whole()).flat_map(|allow| &allow.rules);
    names.filter_map(|name| Some((name, rules::find(&name.value).filter(|rule| is_allowable(rule))?)))
}

/// The names of rules that silenced nothing: the rule finds nothing in the file, or is allowed there
/// already. `open` are the rules with whether they had anything to silence.
fn unused<'a>(
    decision: &'a Decision,
    catalog: &Catalog,
    strict: bool,
    mut open: BTreeMap<&str, bool>,
) -> Vec<&'a Spanned<String>> {
    // A rule that is off or does not look at the decision just now may look at it again.
    let looks = |rule: &Rule| check::looks_at(rule, decision, &catalog.policy, strict);
    let unused = named(decision).filter(|(_, rule)| !open.remove(rule.id).unwrap_or_default() && looks(rule));
    unused.map(|(name, _)| name).collect()
}
