//! Whoever silences a rule says why.

use super::{Check, Leftover, Rule};
use crate::decision::allow::VERB;
use crate::finding::Finding;
use crate::policy::Level;

pub(crate) static RULE: Rule = Rule {
    id: "allow-without-reason",
    level: Level::Deny,
    summary: "comment allows a rule without a reason",
    explain: "\
Finds comments that allow a rule and do not say why, with the word `because` and a reason behind it.

A rule may be wrong about a decision. Whoever reads the file later has to see what was known when it
was silenced. Without a reason the comment allows nothing.

Write the reason into the comment, or take the comment out.",
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

> No. Never.
>
> — Ines Roy, 2026-02-12

**Changed:** the job logs the tenant.

<!-- heard: allow quote-short -->
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
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

> No. Never.
>
> — Ines Roy, 2026-02-12

**Changed:** the job logs the tenant.

<!-- heard: allow quote-short because she said no more than this, twice -->
",
    check: Check::Leftover(check),
};

fn check(leftover: &Leftover<'_>) -> Vec<Finding> {
    let Leftover::Allows(decision, _) = leftover else {
        return Vec::new();
    };
    let allows = decision.allows.iter().filter(|allow| allow.verb.value == VERB && !allow.rules.is_empty());
    allows
        .filter(|allow| !allow.has_reason)
        .map(|allow| {
            Finding::new(decision, allow.span.first_line(&decision.text), "the comment does not say why")
                .why("a comment without a reason allows nothing")
                .help("write `because` and the reason behind the rules, and commas between the rules")
        })
        .collect()
}
