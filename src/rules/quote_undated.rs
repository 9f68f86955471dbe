//! A quote says when it was said.

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::visible;

pub(crate) static RULE: Rule = Rule {
    id: "quote-undated",
    level: Level::Warn,
    summary: "attribution without a day",
    explain: "\
Finds quotes that name who spoke but not when, in consultations and trials.

The day tells whether words came before the decision or after it, and which version of the plan they
are about. It also makes it easier to find the place where they were said.

Put the day behind the name: `> — Name, 2026-02-12`. A source may follow it.",
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
> — Ines Roy, [thread](https://example.org/t/1)
    ^^^^^^^^

**Changed:** the job logs the tenant.
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
> — Ines Roy, 2026-02-12, [thread](https://example.org/t/1)

**Changed:** the job logs the tenant.
",
    check: Check::Consultation(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let attributions = decision.consultation.quotes.iter().filter_map(|quote| quote.attribution.as_ref());
    attributions
        .filter(|attribution| attribution.date.is_none())
        .map(|attribution| {
            let shown = attribution.speaker.shown();
            let name = visible(&shown);
            Finding::new(decision, attribution.speaker.span, format!("no day for the words of `{name}`"))
                .why("nobody can tell whether they came before the decision")
                .help(format!("put the day behind the name: `> — {name}, YYYY-MM-DD`"))
                .person(shown)
        })
        .collect()
}
