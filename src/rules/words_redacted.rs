//! Words that are taken out on request leave a trace.

use super::{Check, Rule};
use crate::facts::{Change, Fate};
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::visible;

pub(crate) static RULE: Rule = Rule {
    id: "words-redacted",
    level: Level::Deny,
    summary: "words of a person are taken out on request",
    explain: "\
Finds quotes of the base that read `[redacted]` at the head, below the same name.

A person may ask to have their words taken out. The name, the day and the answer stay, so that a
reader sees that somebody spoke. Whether such a change may pass is for whoever keeps the policy: set
the rule to `warn` at the base for it, and back afterwards.

Make sure that the person asked for it.",
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

> [redacted]
  ^^^^^^^^^^
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

> I get paged when an export stalls on Friday.
>
> — Ines Roy, 2026-02-12

**Changed:** the window moves to Thursday.
",
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    let told = change.lost.iter().filter_map(|lost| {
        let Fate::Redacted(decision, now) = lost.fate else {
            return None;
        };
        let message = format!("words of `{}` are redacted", visible(&lost.speaker.shown()));
        let finding = Finding::new(decision, now.words_span.first_line(&decision.text), message)
            .why("nobody but the person can ask for it")
            .help("make sure that the person did; the policy at the base may set `words-redacted` to `warn`")
            .person(lost.speaker.shown());
        Some(finding)
    });
    told.collect()
}
