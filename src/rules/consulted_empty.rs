//! An accepted decision must name who was consulted.

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::finding::Finding;
use crate::policy::Level;

pub(crate) static RULE: Rule = Rule {
    id: "consulted-empty",
    level: Level::Deny,
    summary: "decision names nobody who was consulted",
    explain: "\
Finds decisions whose `consulted` is missing, empty, or still says what the template says.

Whoever decides alone imagines what others need, and builds what would be good for themselves. The
field says who was asked; without it nobody can tell a decision that was talked over from one that
was not.

Ask the people who will live with the decision, write them under `consulted`, and quote what they
said below a `Consultation` heading.",
    bad: "\
---
status: accepted
date: 2026-03-02
decision-makers:
  - \"Ana Ruiz\"
consulted:
^^^^^^^^^
---

# Page through the rotation
",
    good: "\
---
status: accepted
date: 2026-03-02
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
---

# Page through the rotation

## Consultation

> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-02-12

**Changed:** the job logs the tenant.
",
    check: Check::Consultation(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    if !decision.consulted.parties.is_empty() {
        return Vec::new();
    }
    let status = decision.status.as_ref().map_or("a", |status| status.word.as_str());
    vec![
        Finding::new(
            decision,
            decision.place(decision.consulted.key),
            format!("{status} decision names nobody who was consulted"),
        )
        .why("nobody can tell whether the people it affects were asked")
        .help("ask them, and add each under `consulted:` with a quote below `## Consultation`"),
    ]
}
