//! Nothing is left open once a decision is accepted.

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::words::Disposition;
use crate::finding::{Finding, Fix};
use crate::policy::Level;

pub(crate) static RULE: Rule = Rule {
    id: "concern-open",
    level: Level::Deny,
    summary: "accepted decision with a concern that is still open",
    explain: "\
Finds answers that begin with `Open` in a decision that is accepted. While it is proposed, open
answers are just what they should be.

Accepting ends the talk. A concern that is open at that moment is dropped without anybody having to
say so, which is worse for the person than a clear no.

Say what became of it: `Changed`, `Mitigated`, `Declined` with the reason, `Deferred` with a name and
a day, or `Overruled by` a maker with the reason. Or set the status back to `proposed`.",
    bad: "\
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

**Open:** we have to look at the log format first.
  ^^^^^
",
    good: "\
---
status: proposed
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

**Open:** we have to look at the log format first.
",
    check: Check::Consultation(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    if !decision.is_accepted() {
        return Vec::new();
    }
    let open = decision.answered(Disposition::Open);
    open.map(|(quote, _, span)| {
        Finding::new(decision, span, format!("accepted while {} stand open", quote.called()))
            .why("what is open when a decision is accepted is dropped without a word")
            .help(
                "say what became of it, for instance `**Declined:**` with the reason, or set the status to `proposed`",
            )
            .speaker(quote)
            .fix(Fix::Respond)
    })
    .collect()
}
