//! A waiver says why, by whom, and until when.

use super::{Catalog, Check, Decision, Finding, Level, Rule};
use crate::vocabulary::words::StatusKind;

pub(crate) static RULE: Rule = Rule {
    id: "waiver-incomplete",
    level: Level::Deny,
    summary: "waiver lacks a reason, an end date or a name",
    explain: "
Reports decisions with status `waived` whose text is empty, that list nobody under
`decision-makers`, or that have no `review-by`.

A waiver lets a change through before people were consulted. That can be right, but it is a debt:
readers need to see why, by whom, and until when.

Write the reason below the title, list who waives under `decision-makers`, and set `review-by` to
the date by which the people will have been asked.
",
    example: r#"
<waived>
  - "Ana Ruiz"
review-by: 2026-07-01
<title>
=> <tonight>
"#,
    check: Check::Decision(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    if decision.kind() != Some(StatusKind::Waived) {
        return Vec::new();
    }
    let lacks = [
        (!decision.has_prose, "has no reason", "write the reason below the title"),
        (!decision.makers.name_somebody(), "lists no decision-makers", "list who waives under `decision-makers:`"),
        (
            decision.review_by.is_none(),
            "has no end date",
            "add `review-by: YYYY-MM-DD` with the date by which the people will have been asked",
        ),
    ];
    lacks
        .into_iter()
        .filter(|(lack, ..)| *lack)
        .map(|(_, what, help)| {
            Finding::new(decision, decision.place(None), format!("waiver {what}"))
                .why("readers need to see why, by whom, and until when")
                .help(help)
        })
        .collect()
}
