//! Runs the rules over decisions and sets the level of what they find.

use crate::catalog::{Catalog, Context};
use crate::decision::Decision;
use crate::decision::words::StatusKind;
use crate::document::Problem;
use crate::finding::Finding;
use crate::policy::{Level, Policy};
use crate::rules::{Check, RULES, Rule};

/// Judges decisions one by one as they are read, and then the log that they make.
///
/// A decision is judged while it is still in the processor's cache: a large log does not fit in it,
/// and would have to be fetched again.
pub(crate) struct Judge {
    rules: Vec<(&'static Rule, Level)>,
    strict: bool,
    findings: Vec<Finding>,
}

impl Judge {
    /// A judge with the levels of a policy.
    ///
    /// `strict` denies what else would warn, and turns on the rules that are off until asked for.
    pub(crate) fn new(policy: &Policy, strict: bool) -> Self {
        let rules = RULES.iter().map(|rule| (*rule, level(rule, policy, strict)));
        Self { rules: rules.filter(|(_, level)| *level != Level::Off).collect(), strict, findings: Vec::new() }
    }

    /// Runs the rules that look at one decision alone.
    pub(crate) fn alone(&mut self, decision: &Decision, context: Context<'_>) {
        let readable = is_readable(decision);
        for (rule, level) in &self.rules {
            let (found, level) = match rule.check {
                Check::Problem(check) => (check(decision), *level),
                Check::Decision(check) if readable => (check(decision, context), *level),
                Check::Consultation(check) if readable => match eased(*level, decision, self.strict) {
                    Level::Off => continue,
                    level => (check(decision, context), level),
                },
                _ => continue,
            };
            self.findings.extend(told(found, rule, level));
        }
    }

    /// Runs the rules that need the other decisions, or all of them. The findings of all rules come
    /// in one total order.
    pub(crate) fn together(mut self, catalog: &Catalog) -> Vec<Finding> {
        for decision in catalog.decisions.iter().filter(|decision| is_readable(decision)) {
            for (rule, level) in &self.rules {
                let (found, level) = match rule.check {
                    Check::Among(check) => (check(decision, catalog), *level),
                    Check::ConsultationAmong(check) => match eased(*level, decision, self.strict) {
                        Level::Off => continue,
                        level => (check(decision, catalog), level),
                    },
                    _ => continue,
                };
                self.findings.extend(told(found, rule, level));
            }
        }
        for (rule, level) in self.rules {
            if let Check::Catalog(check) = rule.check {
                self.findings.extend(told(check(catalog), rule, level));
            }
        }
        self.findings.sort();
        self.findings.dedup();
        self.findings
    }
}

/// Judges every decision of a catalog that has been read.
pub(crate) fn judge(catalog: &Catalog, strict: bool) -> Vec<Finding> {
    let mut judge = Judge::new(&catalog.policy, strict);
    for decision in &catalog.decisions {
        judge.alone(decision, catalog.context());
    }
    judge.together(catalog)
}

/// Whether a rule looks at a decision at all, by its level and by the decision's status.
pub(crate) fn looks_at(rule: &Rule, decision: &Decision, policy: &Policy, strict: bool) -> bool {
    let level = level(rule, policy, strict);
    let level = match rule.check {
        Check::Consultation(_) | Check::ConsultationAmong(_) => match level {
            Level::Off => level,
            level => eased(level, decision, strict),
        },
        _ => level,
    };
    level != Level::Off && is_readable(decision)
}

/// Findings with the rule that found them, and how hard it is.
pub(crate) fn told(found: Vec<Finding>, rule: &Rule, level: Level) -> impl Iterator<Item = Finding> {
    let id = rule.id;
    found.into_iter().map(move |finding| Finding { rule: id, level, ..finding })
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
fn eased(level: Level, decision: &Decision, strict: bool) -> Level {
    match decision.kind() {
        Some(StatusKind::Accepted) => level,
        Some(StatusKind::Proposed) | None if strict => level,
        Some(StatusKind::Proposed) | None => level.min(Level::Warn),
        Some(StatusKind::Rejected | StatusKind::Deprecated | StatusKind::Superseded | StatusKind::Waived) => Level::Off,
    }
}

/// Whether enough of a file was read to judge what it says.
fn is_readable(decision: &Decision) -> bool {
    !decision.is_unread() && !decision.problems.iter().any(|problem| matches!(problem, Problem::HeaderTooLarge { .. }))
}
