//! A waiver ends.

use super::{Change, Check, Finding, Gap, Level, Rule, lack};

pub(crate) static RULE: Rule = Rule {
    id: "waiver-expired",
    level: Level::Deny,
    summary: "waiver has expired or has no end date",
    explain: "
Reports waivers that would cover a changed path but whose `review-by` has passed or is missing.

A waiver lets a change through before people were consulted, for a reason and a limited time.
Without an end it would bypass consultation for good.

Consult the people, and supersede the waiver with a decision. If more time is needed, somebody who
may waive the area can write a new waiver.
",
    example: r#"
==> heard.toml <==
<policy>
waive = ["Ana Ruiz"]
<rota>
<waived>
  - "Ana Ruiz"
review-by: 2026-05-25
=> review-by: 2026-07-01
<tonight>
"#,
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    change.lacks(|_, attempt, gap| match gap {
        Gap::WaiverExpired(_) => {
            let help =
                "consult the people and supersede the waiver with a decision, or write a new waiver with a `review-by`";
            Some(lack(attempt.decision.place(None), None, help, None))
        }
        _ => None,
    })
}
