//! A decision is reviewed when it is due.

use super::{Catalog, Check, Decision, Finding, Level, Rule};
use crate::vocabulary::words::StatusKind;

pub(crate) static RULE: Rule = Rule {
    id: "review-overdue",
    level: Level::Warn,
    summary: "decision is due for review",
    explain: "
Reports accepted and waived decisions whose `review-by` date has passed.

Somebody set that date because things might be different by then. The people who live with the
decision have learned more since, and some are new.

Ask them, add what they say, and set a new date. Or write a new decision that supersedes this one. A
waiver ends on its date.
",
    example: "
---
status: accepted
date: 2025-03-02
review-by: 2026-03-01
           ^^^^^^^^^^
=> review-by: 2027-03-01
<title>
",
    check: Check::Decision(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let waived = decision.kind() == Some(StatusKind::Waived);
    let Some(day) = decision.review_by.as_ref().filter(|_| waived || decision.is_accepted()) else {
        return Vec::new();
    };
    let Some(date) = day.date.filter(|date| *date < catalog.today) else {
        return Vec::new();
    };
    let span = day.span.first_line(&decision.text);
    let (message, help) = match waived {
        true => ("waiver ended on", "write the decision that it postponed, and supersede the waiver"),
        false => ("decision was due for review by", "ask again, then set a new `review-by` or supersede the decision"),
    };
    vec![
        Finding::new(decision, span, format!("{message} {date}")).why(format!("today is {}", catalog.today)).help(help),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn only_decisions_that_hold_are_due() {
        let with = |status: &str, day: &str| {
            messages(&RULE, &format!("---\nstatus: {status}\nreview-by: {day}\n---\n# T\n")).len()
        };
        assert_eq!(with("waived", "2026-05-31"), 1);
        assert_eq!(with("accepted", "2026-06-01"), 0);
        assert_eq!(with("deprecated", "2020-01-01"), 0);
        assert_eq!(with("accepted", "soon"), 0);
    }
}
