//! A change of a path that an area names needs a decision.

use super::{Check, Rule};
use crate::facts::{Change, Gap, and_more};
use crate::finding::{Finding, Fix};
use crate::policy::{FILE, Level};
use crate::text::{RepoPath, Span, visible};

pub(crate) static RULE: Rule = Rule {
    id: "governed-uncovered",
    level: Level::Deny,
    summary: "changed path asks for a decision, and none of this change covers it",
    explain: "\
Finds changed paths that an area of `heard.toml` names and that no decision covers.

A decision covers a path when its `governs` matches it, it is accepted, nothing denies it, and it is
new with this change, or a commit of the change names it in a trailer such as `Decision: 0012`. A
decision that was accepted long ago and that nobody names answers for the changes of its own time.

Write a decision with `heard new TITLE --governs GLOB`, ask the people whom the area names, and
accept it in the same change. For a change that an accepted decision already speaks of, add the
trailer to a commit.",
    bad: "\
==> base:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
hear = [\"support\"]

==> head:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
hear = [\"support\"]

==> head:infra/paging/rota.yml <==
^
window: friday
",
    good: "\
==> base:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
hear = [\"support\"]

==> head:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
hear = [\"support\"]

==> head:infra/paging/rota.yml <==
window: friday
==> head:decisions/0012-rota.md <==
---
status: accepted
date: 2026-05-20
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
> — Ines Roy, 2026-05-12

**Changed:** the window moves to Thursday.
",
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for need in &change.needs {
        let area = visible(&need.area.name);
        if let Some((first, rest)) = need.bare.split_first() {
            let message =
                format!("{} changed, and no decision of this change governs it", and_more(&first.0, rest.len()));
            findings.push(
                Finding::at(first.0.clone(), Span::default(), message)
                    .area(need.area.name.clone())
                    .why(format!("the area `{area}` asks for {}", crate::facts::asks(need.area).join(", ")))
                    .help(format!("write a decision with `heard new TITLE --governs '{}'`, or name one that is accepted in a commit: `Decision: ID`", first.0))
                    .related(&RepoPath::new(FILE), first.1, format!("the area `{area}` names the path"))
                    .fix(Fix::Write),
            );
        }
        for attempt in &need.attempts {
            let decision = attempt.decision;
            let status = decision.status.as_ref().map(|status| status.span);
            for gap in &attempt.gaps {
                let help = match gap {
                    Gap::Status(_) => "accept it in this change, once the people are heard".to_owned(),
                    Gap::Superseded(by) => format!("write one that is not, or name `{}`", visible(by)),
                    Gap::NotNamed => {
                        format!("name it in a commit of this change with the trailer `Decision: {}`", decision.id)
                    }
                    Gap::NoMakers => "name under `decision-makers:` who decides".to_owned(),
                    Gap::Denied(_) => format!("mend what `heard check {}` denies", decision.path),
                    _ => continue,
                };
                let message = format!("`{}` governs a changed path and does not cover it: it {gap}", decision.id);
                findings
                    .push(attempt.finding(need.area, decision.place(status), None, message).help(help).fix(Fix::Write));
            }
        }
    }
    findings
}
