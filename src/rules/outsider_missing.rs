//! An area may ask for someone from outside.

use super::{Check, Rule};
use crate::facts::{Change, Gap, Lack};
use crate::finding::{Finding, Fix};
use crate::policy::Level;

pub(crate) static RULE: Rule = Rule {
    id: "outsider-missing",
    level: Level::Deny,
    summary: "decision has heard nobody from outside the makers' own groups",
    explain: "\
Finds decisions that would cover a changed path but have only heard people of the groups that the
makers belong to, where the area says `outside = true`.

People who work together see the same things. Somebody who does not share the makers' work is the
one who tells them what they can't see.

Ask someone who is in none of the makers' groups, and quote them.",
    bad: "\
==> base:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
outside = true

==> head:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
outside = true

==> head:infra/paging/rota.yml <==
window: friday
==> head:decisions/0012-rota.md <==
---
status: accepted
date: 2026-05-20
decision-makers:
  - \"Ana Ruiz\"
consulted:
^^^^^^^^^
  - \"Bo Lund\"
governs:
  - \"infra/paging/**\"
---

# Page through the rotation

## Consultation

> The rota tool has no Friday.
>
> — Bo Lund, 2026-05-12

**Changed:** the window moves to Thursday.
",
    good: "\
==> base:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
outside = true

==> head:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
outside = true

==> head:infra/paging/rota.yml <==
window: friday
==> head:decisions/0012-rota.md <==
---
status: accepted
date: 2026-05-20
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
governs:
  - \"infra/paging/**\"
---

# Page through the rotation

## Consultation

> I get paged when an export stalls on Friday.
>
> — Ines Roy, 2026-05-12

**Changed:** the window moves to Thursday.
",
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    change.lacks(|_, attempt, gap| match gap {
        Gap::Outsider(place) => Some(Lack {
            place: attempt.heard_place(),
            asks: Some(*place),
            help: "ask someone who is in none of the makers' groups, and quote them".to_owned(),
            fix: Some(Fix::Quote),
            group: None,
        }),
        _ => None,
    })
}
