//! Only some people may waive.

use super::{Change, Check, Finding, Gap, Level, Rule, lack};
use crate::facts::contacts;
use crate::text::either;

/// How many people are named.
const NAMED: usize = 5;

pub(crate) static RULE: Rule = Rule {
    id: "waiver-not-allowed",
    level: Level::Deny,
    summary: "waiver by somebody who may not waive the area",
    explain: "
Reports waivers that would cover a changed path, but none of whose `decision-makers` is listed in
the area's `waive`.

The policy at the base decides who may let a change through without consultation, not the change
itself.

Ask somebody who may waive the area to decide, or consult the people instead.
",
    example: r#"
==> heard.toml <==
<policy>
waive = ["Ana Ruiz"]
<rota>
<waived>
  - "Bo Lund"
=>   - "Ana Ruiz"
review-by: 2026-07-01
<tonight>
"#,
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    change.lacks(|need, attempt, gap| match gap {
        Gap::WaiverNotAllowed => {
            let who_may = contacts(&need.area.waive, &change.head.policy.directory);
            let help = match who_may.is_empty() {
                true => {
                    "consult the people; nobody may waive this area, since it has no `waive` in heard.toml".to_owned()
                }
                false => format!("consult the people, or have it decided by {}", either(&who_may, NAMED)),
            };
            Some(lack(attempt.decision.place(None), None, help, None))
        }
        _ => None,
    })
}
