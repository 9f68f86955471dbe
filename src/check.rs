//! Runs the rules over a catalog and sets the level of what they find.

use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::words::StatusKind;
use crate::document::Problem;
use crate::finding::Finding;
use crate::policy::{Level, Policy};
use crate::rules::{Check, RULES, Rule};

/// Judges every decision of a catalog. The findings come in one total order.
///
/// `strict` denies what else would warn, and turns on the rules that are off until asked for.
pub(crate) fn judge(catalog: &Catalog, strict: bool) -> Vec<Finding> {
    let rules: Vec<(&Rule, Level)> = RULES
        .iter()
        .map(|rule| (*rule, level(rule, &catalog.policy, strict)))
        .filter(|(_, level)| *level != Level::Off)
        .collect();
    let mut findings = Vec::new();
    let mut take = |found: Vec<Finding>, rule: &Rule, level: Level| {
        findings.extend(found.into_iter().map(|finding| Finding { rule: rule.id, level, ..finding }));
    };
    // All rules over one decision, then the next: a large log passes through the processor's cache
    // once, and not once a rule.
    for decision in &catalog.decisions {
        let readable = is_readable(decision);
        for (rule, level) in &rules {
            match rule.check {
                Check::Problem(check) => take(check(decision), rule, *level),
                Check::Decision(check) if readable => take(check(decision, catalog), rule, *level),
                Check::Consultation(check) if readable => match eased(*level, decision) {
                    Level::Off => {}
                    Level::Warn if strict => take(check(decision, catalog), rule, Level::Deny),
                    level => take(check(decision, catalog), rule, level),
                },
                Check::Decision(_) | Check::Consultation(_) | Check::Catalog(_) | Check::Gate(_) => {}
            }
        }
    }
    for (rule, level) in rules {
        if let Check::Catalog(check) = rule.check {
            take(check(catalog), rule, level);
        }
    }
    findings.sort();
    findings.dedup();
    findings
}

/// The level of a rule under a policy.
pub(crate) fn level(rule: &Rule, policy: &Policy, strict: bool) -> Level {
    match policy.levels.get(rule.id) {
        Some(Level::Off) => Level::Off,
        Some(level) if !strict => *level,
        None if !strict => rule.level,
        _ => Level::Deny,
    }
}

/// What is not decided yet gets less: a consultation may still go on while a decision is proposed,
/// and is no longer asked for once nobody follows it.
fn eased(level: Level, decision: &Decision) -> Level {
    match decision.kind() {
        Some(StatusKind::Accepted) => level,
        Some(StatusKind::Proposed) | None => level.min(Level::Warn),
        Some(StatusKind::Rejected | StatusKind::Deprecated | StatusKind::Superseded | StatusKind::Waived) => Level::Off,
    }
}

/// Whether enough of a file was read to judge what it says.
fn is_readable(decision: &Decision) -> bool {
    !decision.is_unread() && !decision.problems.iter().any(|problem| matches!(problem, Problem::HeaderTooLarge { .. }))
}
