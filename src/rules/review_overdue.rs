//! A decision that was due for another look gets it.

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::words::StatusKind;
use crate::finding::Finding;
use crate::policy::Level;

pub(crate) static RULE: Rule = Rule {
    id: "review-overdue",
    level: Level::Warn,
    summary: "decision was due for another look",
    explain: "\
Finds accepted and waived decisions whose `review-by` has passed.

Whoever set the day thought that things might be different by then. The people who live with the
decision have learnt more since, and some of them have only come since.

Ask them, write down what they say, and set a new day; or write the decision that follows this one.
A waiver ends on its day.",
    bad: "\
---
status: accepted
date: 2025-03-02
review-by: 2026-03-01
           ^^^^^^^^^^
---

# Page through the rotation
",
    good: "\
---
status: accepted
date: 2025-03-02
review-by: 2027-03-01
---

# Page through the rotation
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
        true => ("the waiver ended on", "write the decision that it stood in for, and supersede it"),
        false => ("the decision was due for another look by", "ask again, then set a new day or supersede it"),
    };
    vec![
        Finding::new(decision, span, format!("{message} `{date}`"))
            .why(format!("today is {}", catalog.today))
            .help(help),
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
