//! Every group that an area names must be heard.

use super::{Check, Rule};
use crate::facts::{Change, Gap, Lack};
use crate::finding::{Finding, Fix};
use crate::policy::Level;
use crate::text::visible;

pub(crate) static RULE: Rule = Rule {
    id: "group-unheard",
    level: Level::Deny,
    summary: "decision has not heard a group that the area names",
    explain: "\
Finds decisions that would cover a changed path but quote nobody of a group that the area asks for.

A group is heard when one of its members is listed under `consulted`, is not among those who decide,
and is quoted below `Consultation`. Who belongs to the group is what `heard.toml` says at the base,
so a change can't put its own people in. Silence is no assent: `No answer` tells that somebody was
asked, and leaves the group unheard.

Ask a member and quote them. When that can't be done, somebody whom the area lets waive may write
`**Waived:** GROUP, by NAME: REASON` below `Consultation`.",
    bad: "\
==> base:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
hear = [\"support\"]

==> head:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
hear = [\"support\"]

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
hear = [\"support\"]

==> head:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
hear = [\"support\"]

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
        Gap::Group { name, place, .. } => Some(Lack {
            place: attempt.heard_place(),
            asks: Some(*place),
            help: format!("ask someone of `{}` and quote them below `## Consultation`", visible(name)),
            fix: Some(Fix::Quote),
            group: Some(name.clone()),
        }),
        _ => None,
    })
}
