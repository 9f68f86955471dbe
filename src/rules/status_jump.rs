//! Status moves forward.

use super::{Change, Check, Decision, Finding, Level, Rule, visible};
use crate::vocabulary::words::StatusKind;

pub(crate) static RULE: Rule = Rule {
    id: "status-jump",
    level: Level::Deny,
    summary: "status moves backward or skips a step",
    explain: "
Reports status changes that are not allowed: an accepted decision that becomes proposed or rejected
or loses its status, and a rejected, deprecated or superseded one that becomes accepted directly.

Status can only move forward, so that readers can tell what was settled when. A decision that is
revived would bring along a consultation about another time.

Restore the status, write a new decision, and link the old one. A rejected decision may be proposed
again.
",
    example: "
==> base:decisions/0007-rota.md <==
---
status: superseded
date: 2026-03-02
<title>
==> head:decisions/0007-rota.md <==
---
status: accepted
        ^^^^^^^^
=> status: deprecated
date: 2026-03-02
<title>
",
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    let jumps = change.edited().filter(|(before, after)| before.kind().is_some_and(|old| is_jump(old, after.kind())));
    jumps
        .map(|(before, after)| {
            let shown =
                |decision: &Decision| decision.status.as_ref().map_or("nothing", |status| status.shown()).to_owned();
            let message = format!("status changed from `{}` to `{}`", visible(&shown(before)), visible(&shown(after)));
            Finding::new(after, after.place(None), message)
                .why("status can only move forward")
                .help(format!("restore `{}`, and write a new decision", visible(&shown(before))))
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
