//! Only some people may waive.

use super::{Check, Rule};
use crate::facts::{Change, Gap, Lack};
use crate::finding::Finding;
use crate::policy::Level;
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
    bad: r#"
==> heard.toml <==
[groups]
support = ["Ines Roy", "Sam Okafor"]
sre = ["Ana Ruiz", "Bo Lund"]

[[areas]]
name = "paging"
paths = ["infra/paging/**"]
waive = ["Ana Ruiz"]
==> head:infra/paging/rota.yml <==
window: friday
==> head:decisions/0012-rota.md <==
---
status: waived
        ^^^^^^
date: 2026-05-20
decision-makers:
  - "Bo Lund"
governs:
  - "infra/paging/**"
review-by: 2026-07-01
---

# Page through the rotation

The vendor turns the old rota off tonight. Support is asked next week.
"#,
    fix: &[(r#"  - "Bo Lund""#, r#"  - "Ana Ruiz""#)],
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
