//! A decision must say of which day it is.

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::finding::Finding;
use crate::policy::Level;

pub(crate) static RULE: Rule = Rule {
    id: "date-missing",
    level: Level::Deny,
    summary: "decision has no date",
    explain: "\
Finds decisions without a `date`, or with an empty one.

The date is the day on which the status last changed. From it a reader knows what the people who
decided could know, and for how long a decision may stand for new changes.

Add `date:` with the day, written as year, month and day.",
    bad: "\
---
status: accepted
        ^^^^^^^^
---

# Page through the rotation
",
    good: "\
---
status: accepted
date: 2026-03-02
---

# Page through the rotation
",
    check: Check::Decision(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    if decision.date.is_some() {
        return Vec::new();
    }
    let key = decision.fields.iter().find(|field| field.name == "date");
    vec![
        Finding::new(decision, decision.place(key.map(|field| field.key.span)), "the decision has no date")
            .why("nobody can tell since when the status holds")
            .help("add `date:` with the day of the last change of status, written `YYYY-MM-DD`"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn a_date_in_the_body_counts() {
        assert!(messages(&RULE, "# T\n\nDate: 2024-05-01\n\n## Status\n\nAccepted\n").is_empty());
        assert_eq!(messages(&RULE, "---\nstatus: accepted\ndate:\n---\n# T\n").len(), 1);
    }
}
