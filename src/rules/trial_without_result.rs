//! A trial that has ended has a result.

use super::{Catalog, Check, Decision, Finding, Level, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "trial-without-result",
    level: Level::Deny,
    summary: "trial has ended, or has no end date, and has no result",
    explain: "
Reports trials without a `Result` whose last day has passed, and trials with neither a date nor a
result. A result that only says `pending` does not count.

A trial is meant to show where a first version fails. Without a result nobody can tell what it
showed, and the participants wasted their time.

Add `- Result:` with what was observed, failures above all. While the trial is running, give its
last day in `- Release:`.
",
    example: "
<quoted>

## Trial
^^^^^^^^

- Release: the new log view, 2026-02-14 to 2026-02-28
- Group: night support; none on the deciding team
- Result: pending
=> - Result: four of six could not name the tenant

## Pilot
^^^^^^^^

+> - Release: the labelled list, 2026-05-18 to 2026-06-01
- Group: the warehouse
",
    check: Check::Consultation(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let mut findings = Vec::new();
    for trial in decision.consultation.trials.iter().filter(|trial| !trial.has_result()) {
        let message = match trial.last_day() {
            Some(last) if last >= catalog.today => continue,
            Some(last) => format!("trial ended on {last} and has no result"),
            None => "trial has neither a date nor a result".to_owned(),
        };
        findings.push(
            Finding::new(decision, trial.span.first_line(&decision.text), message)
                .why("without a result readers can't tell what the trial showed")
                .help("add `- Result:` with what was observed, or give the last day of the trial in `- Release:`"),
        );
    }
    findings
}
