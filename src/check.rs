//! Runs the rules over decisions and sets the level of what they find.

use crate::catalog::{Catalog, Context};
use crate::decision::Decision;
use crate::decision::words::StatusKind;
use crate::document::Problem;
use crate::fault;
use crate::finding::Finding;
use crate::policy::{Level, Policy};
use crate::rules::{self, Check, RULES, Rule};

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
                Check::Problem(check) => (caught(decision, || check(decision)), *level),
                Check::Decision(check) if readable => (caught(decision, || check(decision, context)), *level),
                Check::Consultation(check) if readable => match eased(*level, decision, self.strict) {
                    Level::Off => continue,
                    level => (caught(decision, || check(decision, context)), level),
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
                    Check::Among(check) => (caught(decision, || check(decision, catalog)), *level),
                    Check::ConsultationAmong(check) => match eased(*level, decision, self.strict) {
                        Level::Off => continue,
                        level => (caught(decision, || check(decision, catalog)), level),
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

/// What a rule finds in a decision, or that it fails on it.
fn caught(decision: &Decision, check: impl FnOnce() -> Vec<Finding>) -> Vec<Finding> {
    fault::catch(check).unwrap_or_else(|reason| vec![rules::fault(decision, &reason)])
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
    // A rule that fails on a decision gives the finding of another rule.
    found
        .into_iter()
        .map(move |finding| if finding.rule.is_empty() { Finding { rule: id, level, ..finding } } else { finding })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::read;
    use crate::decision::words::Words;
    use crate::text::RepoPath;

    #[test]
    fn a_rule_that_fails_on_a_decision_is_a_finding_of_that_file() {
        let decision = read(RepoPath::new("decisions/0012-x.md"), b"# T\n".to_vec(), &Words::default());
        let found = caught(&decision, || panic!("begin > end"));
        let found: Vec<_> = told(found, RULES[0], Level::Warn).map(|one| (one.rule, one.level, one.path)).collect();
        assert_eq!(found, [("file-unreadable", Level::Deny, decision.path.clone())]);
    }
}
