//! What people said stays on the record.

use super::{Check, Rule};
use crate::facts::{Change, Fate};
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::{Span, shortened, visible};

pub(crate) static RULE: Rule = Rule {
    id: "words-removed",
    level: Level::Deny,
    summary: "words of a person are taken from the record",
    explain: "\
Finds quotes of the base that no record of the change holds any more: deleted, moved out of the
section of the consultation, put into a code block or a comment, or struck out.

A record from which an objection can go says only what its makers like to be read.

Put the quote back, in any record of the log. When the person asked for it, leave `> [redacted]` with
the same line below it; that is a finding of its own, which the policy may let pass.",
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
^^^^^^^^^^^^^^^
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
status: deprecated
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
    let removed = change.lost.iter().filter(|lost| matches!(lost.fate, Fate::Removed));
    removed
        .map(|lost| {
            let message = format!(
                "words of `{}` are taken out: {}",
                visible(&lost.speaker.shown()),
                shortened(&lost.quote.words)
            );
            let finding = match change.now(lost.decision) {
                Some(now) => Finding::new(now, now.place(now.consultation.headings.first().copied()), message),
                None => Finding::new(lost.decision, Span::default(), message),
            };
            finding
                .why("a record from which words can go says only what its makers like to be read")
                .help("put the quote back; taken out on request, it leaves `> [redacted]` and the name")
                .person(lost.speaker.shown())
        })
        .collect()
}
