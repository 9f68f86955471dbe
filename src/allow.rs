//! Leaves out the findings that `heard: allow` comments in decisions allow. For `check` alone: the gate never comes
//! here, so that nothing in a decision can loosen what checks it.

use std::collections::BTreeMap;

use crate::decision::Decision;
use crate::finding::Finding;
use crate::rules::{self, Rule};
use crate::text::{RepoPath, Spanned};

/// A decision with comments, and the names of rules in them that allowed nothing.
type Unused<'a> = (&'a Decision, Vec<&'a Spanned<String>>);

/// The findings without those that comments in `decisions` allow, how many were left out, and the comments with the
/// rules that they allow for nothing.
///
/// A rule that never `applies` to a decision, by its level or the decision's status, may apply again later: allowing it
/// is not for nothing.
pub(crate) fn filter<'a>(
    mut findings: Vec<Finding>,
    decisions: impl Iterator<Item = &'a Decision>,
    applies: impl Fn(&Rule, &Decision) -> bool,
) -> (Vec<Finding>, usize, Vec<Unused<'a>>) {
    let decisions: Vec<&Decision> = decisions.filter(|decision| !decision.allows.is_empty()).collect();
    // The rules that each file allows, with whether they had anything to leave out.
    let mut allowed: BTreeMap<&RepoPath, BTreeMap<&str, bool>> = BTreeMap::new();
    for decision in &decisions {
        allowed.insert(&decision.path, allowed_rules(decision).map(|(_, rule)| (rule.id, false)).collect());
    }
    let all = findings.len();
    findings.retain(|finding| {
        let used = allowed.get_mut(&finding.path).and_then(|rules| rules.get_mut(finding.rule));
        used.map(|used| *used = true).is_none()
    });
    let left_out = all - findings.len();
    let mut leftovers = Vec::new();
    for decision in decisions {
        let mut rules = allowed.remove(&decision.path).unwrap_or_default();
        let unused = allowed_rules(decision)
            // A rule that two comments allow is used up by the first.
            .filter(|(_, rule)| !rules.remove(rule.id).unwrap_or_default() && applies(rule, decision))
            .map(|(name, _)| name)
            .collect();
        leftovers.push((decision, unused));
    }
    (findings, left_out, leftovers)
}

/// The rules that a decision's comments allow, in order.
fn allowed_rules(decision: &Decision) -> impl Iterator<Item = (&Spanned<String>, &'static Rule)> {
    let names = decision.allows.iter().filter(|allow| allow.is_whole()).flat_map(|allow| &allow.rules);
    names.filter_map(|name| Some((name, rules::find(&name.value).filter(|rule| rule.is_allowable())?)))
}
