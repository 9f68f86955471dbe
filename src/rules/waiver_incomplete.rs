//! A waiver must say why, by whom, and until when.

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::words::StatusKind;
use crate::finding::Finding;
use crate::policy::Level;

pub(crate) static RULE: Rule = Rule {
    id: "waiver-incomplete",
    level: Level::Deny,
    summary: "waiver without a reason, an end, or somebody who waives",
    explain: "\
Finds decisions with the status `waived` whose body says nothing, that name nobody under
`decision-makers`, or that have no `review-by`.

A waiver lets a change in before the people were asked. That is sometimes right, and always a debt:
whoever reads the log has to see why it was taken on, by whom, and when it is due.

Write the reason below the title, who waives under `decision-makers`, and the day by which the people
will have been asked under `review-by`.",
    bad: "\
---
status: waived
        ^^^^^^
date: 2026-05-20
decision-makers:
  - \"Ana Ruiz\"
governs:
  - \"infra/paging/**\"
review-by: 2026-07-01
---

# Turn the old rota off tonight
",
    good: "\
---
status: waived
date: 2026-05-20
decision-makers:
  - \"Ana Ruiz\"
governs:
  - \"infra/paging/**\"
review-by: 2026-07-01
---

# Turn the old rota off tonight

The vendor ends it at midnight. Support is asked next week.
",
    check: Check::Decision(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    if decision.kind() != Some(StatusKind::Waived) {
        return Vec::new();
    }
    let lacks = [
        (!decision.has_prose, "says no reason", "write the reason below the title"),
        (decision.makers.parties.is_empty(), "names nobody who waives", "name who waives under `decision-makers`"),
        (decision.review_by.is_none(), "names no end", "write the day by which the people are asked under `review-by`"),
    ];
    lacks
        .into_iter()
        .filter(|(lack, ..)| *lack)
        .map(|(_, what, help)| {
            Finding::new(decision, decision.place(None), format!("the waiver {what}"))
                .why("a waiver is a debt, and this one can't be called in")
                .help(help)
        })
        .collect()
}
