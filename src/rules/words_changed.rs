//! What people said stays as they said it.

use super::{Check, Rule};
use crate::facts::{Change, Fate};
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::{shortened, visible};

pub(crate) static RULE: Rule = Rule {
    id: "words-changed",
    level: Level::Deny,
    summary: "words of a person are changed, or given to somebody else",
    explain: "\
Finds quotes of the base that read otherwise at the head, or stand below another name. White space
plays no part: a quote may be wrapped anew, and moved to another record.

The words are the only thing in a decision that is not its makers'. Who may edit them can make
everybody agree.

Put the old words back. What the person says now goes into a quote of its own, with its own day.",
    bad: "\
==> base:decisions/0007-rota.md <==
---
status: accepted
date: 2026-02-20
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
governs:
  - \"infra/paging/**\"
---

# Page through the rotation

The window is on Thursday.

## Consultation

> I get paged when an export stalls on Friday.
>
> — Ines Roy, 2026-02-12

**Changed:** the window moves to Thursday.
==> head:decisions/0007-rota.md <==
---
status: accepted
date: 2026-02-20
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
governs:
  - \"infra/paging/**\"
---

# Page through the rotation

The window is on Thursday.

## Consultation

> I get paged now and then.
  ^^^^^^^^^^^^^^^^^^^^^^^^^
>
> — Ines Roy, 2026-02-12

**Changed:** the window moves to Thursday.
",
    good: "\
==> base:decisions/0007-rota.md <==
---
status: accepted
date: 2026-02-20
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
governs:
  - \"infra/paging/**\"
---

# Page through the rotation

The window is on Thursday.

## Consultation

> I get paged when an export stalls on Friday.
>
> — Ines Roy, 2026-02-12

**Changed:** the window moves to Thursday.
==> head:decisions/0007-rota.md <==
---
status: accepted
date: 2026-02-20
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
governs:
  - \"infra/paging/**\"
---

# Page through the rotation

The window is on Thursday.

## Consultation

> I get paged when an export
> stalls on Friday.
>
> — Ines Roy, 2026-02-12

**Changed:** the window moves to Thursday.

> Thursday is better, but I get paged now and then.
>
> — Ines Roy, 2026-03-20

**Mitigated:** the job logs the tenant.
",
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    let told = change.lost.iter().filter_map(|lost| {
        let name = visible(&lost.speaker.shown()).into_owned();
        let said = format!("the base has {}", shortened(&lost.quote.words));
        let finding = match lost.fate {
            Fate::Changed(decision, now) => {
                let place = now.words_span.first_line(&decision.text);
                Finding::new(decision, place, format!("words of `{name}` changed"))
                    .help("put the old words back; what the person says now goes into a quote of its own")
            }
            Fate::Given(decision, now) => {
                let place = now.speaker().map_or(now.span, |speaker| speaker.span);
                Finding::new(decision, place, format!("words of `{name}` are given to somebody else"))
                    .help(format!("put `{name}` back below them"))
            }
            Fate::Redacted(..) | Fate::Removed => return None,
        };
        Some(finding.why(said).person(lost.speaker.shown()))
    });
    told.collect()
}
