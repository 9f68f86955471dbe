//! A decision must be recent enough for the area.

use super::{Change, Check, Finding, Gap, Level, Rule, lack};

pub(crate) static RULE: Rule = Rule {
    id: "cover-stale",
    level: Level::Deny,
    summary: "decision is older than the area allows",
    explain: "
Reports decisions that would cover a changed path but are older than the area's `fresh` days.

What people said years ago, about something else, says little about this change. The age is counted
from the decision's `date`, when its status last changed.

Ask again, and write a new decision that supersedes the old one.
",
    example: r#"
==> heard.toml <==
<policy>
fresh = 30
<rota>
---
status: accepted
date: 2026-03-02
      ^^^^^^^^^^
=> date: 2026-05-20
decision-makers:
  - "Ana Ruiz"
consulted:
  - "Ines Roy (support)"
<governs>
<consultation>
<ines>
"#,
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    change.lacks(|_, attempt, gap| match gap {
        Gap::Stale { limit, .. } => {
            let decision = attempt.decision;
            let place = decision.place(decision.date.as_ref().map(|date| date.span));
            let help = format!("ask again, and write a new decision; then run `heard supersede {} NEW`", decision.id);
            Some(lack(place, Some(*limit), help, None))
        }
        _ => None,
    })
}
