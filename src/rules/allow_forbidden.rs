//! Some rules are not for the file to silence.

use super::{Check, Leftover, Rule};
use crate::decision::allow::VERB;
use crate::finding::Finding;
use crate::policy::Level;
use crate::rules;

pub(crate) static RULE: Rule = Rule {
    id: "allow-forbidden",
    level: Level::Deny,
    summary: "comment allows what no file may allow",
    explain: "\
Finds comments that allow a rule of `heard gate`, a rule on what can't be read, or a rule on these
comments and the baseline.

A change does not say by what it is judged. What can't be read can't be spoken for either: the comment
itself may be in the part that was not read. Such a comment allows nothing.

Take it out, and mend what is found. For all files at once, `[rules]` in `heard.toml` sets the level
of a rule.",
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

**Changed:** the job logs the tenant.

<!-- heard: allow group-unheard because they are on holiday -->
                  ^^^^^^^^^^^^^
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

**No answer:** the night shift, asked 2026-02-10, waited until 2026-02-24.
",
    check: Check::Leftover(check),
};

fn check(leftover: &Leftover<'_>) -> Vec<Finding> {
    let Leftover::Allows(decision, _) = leftover else {
        return Vec::new();
    };
    let names = decision.allows.iter().filter(|allow| allow.verb.value == VERB).flat_map(|allow| &allow.rules);
    names
        .filter_map(|name| Some((name, rules::find(&name.value).filter(|rule| !rule.is_allowable())?)))
        .map(|(name, rule)| {
            let why = match rule.check {
                Check::Gate(_) => "it judges changes, and a change does not say by what it is judged",
                Check::Problem(_) => "what can't be read can't be spoken for",
                _ => "what is left out is not left out again",
            };
            Finding::new(decision, name.span, format!("`{}` can't be allowed in a file", rule.id))
                .why(why)
                .help(format!("take `{}` out of the comment", rule.id))
        })
        .collect()
}
