//! The record stays.

use super::{Check, Rule};
use crate::facts::Change;
use crate::finding::Finding;
use crate::policy::Level;
use crate::snapshot::FileKind;
use crate::text::Span;

pub(crate) static RULE: Rule = Rule {
    id: "decision-deleted",
    level: Level::Deny,
    summary: "decision is taken out of the log",
    explain: "\
Finds records that the base has and the head has not: deleted, or moved out of the log's folders.

The words of people stand in them. A log from which records can go is no record of what was said,
and a decision that nobody follows any more is still the answer to why things were as they were.

Put the file back and set its status to `deprecated` or `superseded`. A record may move inside the
log as long as it keeps its id. One of two records with the same id may get another one, when nothing
else in it changes: `heard renumber` writes it so.",
    bad: "\
==> base:decisions/0007-rota.md <==
^
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

## Consultation

> I get paged when an export stalls on Friday.
>
> — Ines Roy, 2026-02-12

**Changed:** the window moves to Thursday.
",
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    let policy = &change.start.policy;
    change
        .changed
        .iter()
        .filter(|changed| {
            changed.old == Some(FileKind::File) && changed.new.is_none() && policy.is_record(&changed.path)
        })
        .filter_map(|changed| {
            let decision = change.start.at(&changed.path)?;
            // Its id lives on in a record that this change adds: it was moved inside the log.
            let moved = change
                .head
                .resolve(&decision.id)
                .into_iter()
                .any(|record| change.changed.iter().any(|other| other.path == record.path && other.old.is_none()));
            let renumbered = change.renumbered.now(&decision.path).is_some();
            (!moved && !renumbered).then(|| {
                let message = format!("`{}` is taken out of the log", decision.id);
                Finding::new(decision, Span::default(), message)
                    .why("the words of the people in it go with it")
                    .help("put it back, and set its status to `deprecated` or `superseded`")
            })
        })
        .collect()
}
