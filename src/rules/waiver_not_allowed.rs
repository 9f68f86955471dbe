//! Only some people may waive.

use super::{Change, Check, Finding, Gap, Lack, Level, Rule};
use crate::text::listed;

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
        Gap::WaiverNotAllowed => Some(Lack {
            place: attempt.decision.place(None),
            asks: None,
            help: format!(
                "consult the people, or have it decided by one of {}",
                listed(need.area.waive.iter().map(|party| party.text.as_str()))
            ),
            fix: None,
            group: None,
        }),
        _ => None,
    })
}
