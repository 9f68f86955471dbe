//! Every quote is answered.

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::finding::{Finding, Fix};
use crate::policy::Level;

pub(crate) static RULE: Rule = Rule {
    id: "concern-unanswered",
    level: Level::Deny,
    summary: "quote without an answer below it",
    explain: "\
Finds quotes with a name, in consultations and trials, that nothing follows: the next thing is
another quote, a heading, or the end.

Writing words down is not the same as hearing them. The answer shows what they changed, or why they
changed nothing, and the person who spoke can hold you to it.

Answer below each quote, on lines outside the quote. Start with what became of it, for instance
`**Changed:**`, `**Mitigated:**` or `**Declined:**`, and say it in a sentence. While it is still
being weighed, write `**Open.**`.",
    bad: "\
---
status: accepted
date: 2026-03-02
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
  - \"Pete Osei\"
---

# Page through the rotation

## Consultation

> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-02-12
    ^^^^^^^^

> Please do not move the window to Friday.
>
> — Pete Osei, 2026-02-13

**Declined:** Friday night is the only idle night.

## Trial

- Release: the new log view, 2026-02-14 to 2026-02-28
- Result: four of six did not find the tenant

> The colours mean nothing to me.
>
> — night support agent 3, 2026-02-20
    ^^^^^^^^^^^^^^^^^^^^^
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

The job logs the tenant now.

## Trial

- Release: the new log view, 2026-02-14 to 2026-02-28
- Result: four of six did not find the tenant

> The colours mean nothing to me.
>
> — night support agent 3, 2026-02-20

**Changed:** every colour has a word beside it.
",
    check: Check::Consultation(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let quotes = decision.consultation.quotes.iter().filter(|quote| quote.answer.is_none());
    quotes
        .filter_map(|quote| {
            let span = quote.speaker()?.span;
            Some(
                Finding::new(decision, span, format!("nothing answers {}", quote.called()))
                    .why("words that nobody answers were written down, not heard")
                    .help("say below the quote what became of it: `**Changed:** …`, `**Declined:** …` with the reason, or `**Open.**`")
                    .speaker(quote)
                    .fix(Fix::Respond),
            )
        })
        .collect()
}
