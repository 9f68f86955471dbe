//! Only some may waive.

use super::{Check, Rule};
use crate::facts::{Change, Gap, Lack};
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::listed;

pub(crate) static RULE: Rule = Rule {
    id: "waiver-not-allowed",
    level: Level::Deny,
    summary: "waiver by nobody who may waive in the area",
    explain: "\
Finds waivers that would cover a changed path but whose `decision-makers` name nobody of the area's
`waive`.

Who may let a change in without asking is for the policy at the base to say, not for the change.

Have somebody whom the area names decide on the waiver, or ask the people instead.",
    bad: "\
==> base:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
waive = [\"Ana Ruiz\"]

==> head:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
waive = [\"Ana Ruiz\"]

==> head:infra/paging/rota.yml <==
window: friday
==> head:decisions/0012-rota.md <==
---
status: waived
        ^^^^^^
date: 2026-05-20
decision-makers:
  - \"Bo Lund\"
governs:
  - \"infra/paging/**\"
review-by: 2026-07-01
---

# Page through the rotation

The vendor turns the old rota off tonight. Support is asked next week.
",
    good: "\
==> base:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
waive = [\"Ana Ruiz\"]

==> head:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
waive = [\"Ana Ruiz\"]

==> head:infra/paging/rota.yml <==
window: friday
==> head:decisions/0012-rota.md <==
---
status: waived
date: 2026-05-20
decision-makers:
  - \"Ana Ruiz\"
governs:
  - \"infra/paging/**\"
review-by: 2026-07-01
---

# Page through the rotation

The vendor turns the old rota off tonight. Support is asked next week.
",
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    change.lacks(|need, attempt, gap| match gap {
        Gap::WaiverNotAllowed => Some(Lack {
            place: attempt.decision.place(None),
            asks: None,
            help: format!(
                "ask the people, or let one of {} decide on it",
                listed(need.area.waive.iter().map(|party| party.text.as_str()))
            ),
            fix: None,
            group: None,
        }),
        _ => None,
    })
}
