//! Changes to the policy are visible.

use super::{Change, Check, Finding, Level, RepoPath, Rule, Span};
use crate::facts::PolicyChange;
use crate::policy::FILE;

pub(crate) static RULE: Rule = Rule {
    id: "policy-changed",
    level: Level::Warn,
    summary: "change edits the policy",
    explain: "
Reports changes to `heard.toml`.

A change is checked by the policy at its base, so it cannot weaken its own check. But its new policy
applies to every later change, so it deserves a review. It is also applied to this change. Set the
rule to `deny` if only an administrator may merge such changes.

There is nothing to fix. Review the diff, and ask the people whom it affects.
",
    example: "
==> base:heard.toml <==
<policy>
people = 2
==> head:heard.toml <==
^
<policy>
people = 1
=> people = 2
",
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    match change.policy {
        PolicyChange::Changed => vec![
            Finding::at(RepoPath::new(FILE), Span::default(), format!("this change edits `{FILE}`"))
                .why("this change is checked by the policy at its base, later ones by the new policy")
                .help("review the diff, and ask the people whom it affects"),
        ],
        PolicyChange::None | PolicyChange::Adopted | PolicyChange::Gone | PolicyChange::Broken(_) => Vec::new(),
    }
}
