//! A waiver has an end.

use super::{Check, Rule};
use crate::facts::{Change, Gap, Lack};
use crate::finding::Finding;
use crate::policy::Level;

pub(crate) static RULE: Rule = Rule {
    id: "waiver-expired",
    level: Level::Deny,
    summary: "waiver has ended, or names no end",
    explain: "\
Finds waivers that would cover a changed path but whose `review-by` has passed or is not there.

A waiver lets a change in before the people were asked, for a reason and for a while. Without an end
it would be a way round the question for good.

Ask the people, and supersede the waiver with a decision. If more time is needed, somebody who may
waive can write a new one.",
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
  - \"Ana Ruiz\"
governs:
  - \"infra/paging/**\"
review-by: 2026-05-25
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
    change.lacks(|_, attempt, gap| match gap {
        Gap::WaiverExpired(_) => Some(Lack {
            place: attempt.decision.place(None),
            asks: None,
            help: "ask the people and supersede the waiver with a decision, or write a new waiver with a `review-by`"
                .to_owned(),
            fix: None,
            group: None,
        }),
        _ => None,
    })
}
