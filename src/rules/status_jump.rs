//! A status goes forward.

use super::{Check, Rule};
use crate::decision::Decision;
use crate::decision::words::StatusKind;
use crate::facts::Change;
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::visible;

pub(crate) static RULE: Rule = Rule {
    id: "status-jump",
    level: Level::Deny,
    summary: "status goes back, or over a step",
    explain: "\
Finds decisions whose status goes where it can't: an accepted one that is proposed or rejected again or
loses its status, a rejected, deprecated or superseded one that is accepted all at once.

Each status tells a reader what was settled when. One that goes back wipes out that it was settled; one
that comes back to life brings consultations along that were about another day.

Write a new decision, and link the old one. A rejected one may be proposed again first.",
    bad: "\
==> base:decisions/0007-rota.md <==
---
status: superseded
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
        ^^^^^^^^
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
    good: "\
==> base:decisions/0007-rota.md <==
---
status: superseded
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
    let jumps = change.edited().filter(|(before, after)| before.kind().is_some_and(|old| is_jump(old, after.kind())));
    jumps
        .map(|(before, after)| {
            let shown =
                |decision: &Decision| decision.status.as_ref().map_or("nothing", |status| status.shown()).to_owned();
            let message = format!("the status goes from `{}` to `{}`", visible(&shown(before)), visible(&shown(after)));
            Finding::new(after, after.place(None), message)
                .why("a reader could no longer tell what was settled when")
                .help(format!("put `{}` back, and write a new decision", visible(&shown(before))))
        })
        .collect()
}

/// Whether one status can't follow the other.
fn is_jump(old: StatusKind, new: Option<StatusKind>) -> bool {
    use StatusKind::*;
    match (old, new) {
        (Proposed | Waived, _) => false,
        (Rejected, new) => new == Some(Accepted),
        (Accepted, new) => !matches!(new, Some(Accepted | Deprecated | Superseded)),
        (Deprecated | Superseded, new) => !matches!(new, Some(Deprecated | Superseded)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_follow_what() {
        let allowed = |old: StatusKind| -> Vec<&str> {
            StatusKind::ALL.iter().filter(|new| !is_jump(old, Some(**new))).map(|new| new.word()).collect()
        };
        assert_eq!(allowed(StatusKind::Accepted), ["accepted", "deprecated", "superseded"]);
        assert_eq!(allowed(StatusKind::Superseded), ["deprecated", "superseded"]);
        assert_eq!(allowed(StatusKind::Rejected), ["proposed", "rejected", "deprecated", "superseded", "waived"]);
        assert!(is_jump(StatusKind::Accepted, None) && !is_jump(StatusKind::Proposed, None));
    }
}
