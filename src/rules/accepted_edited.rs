//! What was agreed to stays what it was.

use super::{Check, Rule};
use crate::facts::{Change, edits};
use crate::finding::Finding;
use crate::policy::Level;

pub(crate) static RULE: Rule = Rule {
    id: "accepted-edited",
    level: Level::Deny,
    summary: "text of an accepted decision is edited",
    explain: "\
Finds changes in decisions that were accepted at the base. Their status, date, links, tags and
`review-by` may change, and quotes, answers and the results of trials may be added. The rest is what
people were asked about, and stays.

Who answered a question should not find another question above the answer. How a page is wrapped and
which marks make its lists play no part.

Write a new decision that supersedes or amends this one, and link the two.",
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

The window is on Friday.
                 ^^^^^^^

## Consultation

> I get paged when an export stalls on Friday.
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
status: superseded
date: 2026-05-20
superseded-by: 0012
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
governs:
  - \"infra/paging/**\"
---

# Page through the rotation

The window
is on Thursday.

## Consultation

> I get paged when an export stalls on Friday.
>
> — Ines Roy, 2026-02-12

**Changed:** the window moves to Thursday.
",
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    let directory = &change.head.policy.directory;
    let mut findings = Vec::new();
    for (before, after) in change.edited().filter(|(before, _)| before.is_accepted()) {
        findings.extend(edits(before, after, directory).into_iter().map(|edit| {
            Finding::new(after, edit.span, format!("`{}` was accepted, and {} is edited", before.id, edit.what))
                .why("people answered what stood here before")
                .help("put it back, and write a new decision that supersedes or amends this one")
        }));
    }
    findings
}
