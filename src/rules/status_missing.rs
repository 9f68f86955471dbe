//! A decision must say where it stands.

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::words::StatusKind;
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::listed;

pub(crate) static RULE: Rule = Rule {
    id: "status-missing",
    level: Level::Deny,
    summary: "decision has no status",
    explain: "\
Finds decisions without a `status`, or with an empty one.

The status says whether people may still object, should follow the decision, or need not read it any
more. Without it everybody guesses, and the people who were not in the room guess wrong.

Write `status: proposed` while people are being asked, and `status: accepted` once it is decided.",
    bad: "\
---
status:
^^^^^^
date: 2026-03-02
---

# Page through the rotation
",
    good: "\
---
status: proposed
date: 2026-03-02
---

# Page through the rotation
",
    check: Check::Decision(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    if decision.status.is_some() {
        return Vec::new();
    }
    let key = decision.fields.iter().find(|field| field.name == "status");
    vec![
        Finding::new(decision, decision.place(key.map(|field| field.key.span)), "the decision has no status")
            .why("nobody can tell whether it is to be followed")
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
