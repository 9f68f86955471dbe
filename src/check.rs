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
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| run(rule, catalog, strict)).collect();
    findings.sort();
    findings.dedup();
    findings
}

/// What one rule finds, silenced findings left out.
fn run(rule: &'static Rule, catalog: &Catalog, strict: bool) -> Vec<Finding> {
    let level = level(rule, &catalog.policy, strict);
    if level == Level::Off {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let mut take = |found: Vec<Finding>, level: Level| {
        findings.extend(found.into_iter().map(|finding| Finding { rule: rule.id, level, ..finding }));
    };
    match rule.check {
        Check::Problem(check) => {
            for decision in &catalog.decisions {
                take(check(decision), level);
            }
        }
        Check::Decision(check) => {
            for decision in catalog.decisions.iter().filter(|decision| is_readable(decision)) {
                take(check(decision, catalog), level);
            }
        }
        Check::Consultation(check) => {
            for decision in catalog.decisions.iter().filter(|decision| is_readable(decision)) {
                let level = match eased(level, decision) {
                    Level::Warn if strict => Level::Deny,
                    level => level,
                };
                if level != Level::Off {
                    take(check(decision, catalog), level);
                }
            }
        }
        Check::Catalog(check) => take(check(catalog), level),
        Check::Gate(_) => {}
    }
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
