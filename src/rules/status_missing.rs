//! A decision has a status.

use super::{Catalog, Check, Decision, Finding, Level, Rule};
use crate::text::listed;
use crate::vocabulary::words::StatusKind;

pub(crate) static RULE: Rule = Rule {
    id: "status-missing",
    level: Level::Deny,
    summary: "decision has no status",
    explain: "
Reports decisions without a `status`, or with an empty one.

The status says whether people can still object, have to follow the decision, or can ignore it.
Without it they have to guess.

Write `status: proposed` while you are asking people, and `status: accepted` once it is decided.
",
    example: "
---
status:
^^^^^^
=> status: proposed
date: 2026-03-02
<title>
",
    check: Check::Decision(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    if decision.status.is_some() {
        return Vec::new();
    }
    let key = decision.fields.iter().find(|field| field.name == "status");
    vec![
        Finding::new(decision, decision.place(key.map(|field| field.key.span)), "decision has no status")
            .why("readers can't tell whether to follow it")
            .help(format!("add `status:` with one of {}", listed(StatusKind::ALL.map(StatusKind::word)))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn a_status_in_the_body_counts() {
        assert!(messages(&RULE, "# T\n\n## Status\n\nAccepted\n").is_empty());
        assert_eq!(messages(&RULE, "---\ndate: 2026-03-02\n---\n# T\n").len(), 1);
    }
}
