//! An area may ask for a number of people.

use super::{Check, Rule};
use crate::facts::{Change, Gap, Lack};
use crate::finding::{Finding, Fix};
use crate::policy::Level;

pub(crate) static RULE: Rule = Rule {
    id: "too-few-heard",
    level: Level::Deny,
    summary: "decision has heard fewer people than the area asks for",
    explain: "\
Finds decisions that would cover a changed path but have heard fewer people than the area's `people`.

Those count who are listed under `consulted`, are quoted below `Consultation`, and are not among
those who decide, whatever name or handle they go by. Programs, documents and the same person twice
do not count.

Ask more of the people who will live with the change, and quote them.",
    bad: "\
==> base:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
people = 2

==> head:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
people = 2

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
    good: "\
==> base:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
people = 2

==> head:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
people = 2

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
  - \"Bo Lund\"
governs:
  - \"infra/paging/**\"
---

# Page through the rotation

## Consultation

> I get paged when an export stalls on Friday.
>
> — Ines Roy, 2026-05-12

**Changed:** the window moves to Thursday.

> The rota tool has no Friday.
>
> — Bo Lund, 2026-05-12

**Changed:** the window moves to Thursday.
",
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    change.lacks(|_, attempt, gap| match gap {
        Gap::People { place, .. } => Some(Lack {
            place: attempt.heard_place(),
            asks: Some(*place),
            help: "ask more people who live with it, list them under `consulted`, and quote them".to_owned(),
            fix: Some(Fix::Quote),
            group: None,
        }),
        _ => None,
    })
}
