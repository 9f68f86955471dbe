//! A decision has a date.

use super::{Catalog, Check, Decision, Finding, Level, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "date-missing",
    level: Level::Deny,
    summary: "decision has no date",
    explain: "
Reports decisions without a `date`, or with an empty one.

The date tells readers when the status last changed, and what was known at the time.

Add `date: YYYY-MM-DD` with the day of the last status change.
",
    example: "
---
status: accepted
        ^^^^^^^^
+> date: 2026-03-02
<title>
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
            .why("the date tells readers when the status last changed")
            .help("add `date: YYYY-MM-DD` with the day of the last status change"),
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
