//! Whoever edits the policy should be seen.

use super::{Check, Rule};
use crate::facts::{Change, PolicyChange};
use crate::finding::Finding;
use crate::policy::{FILE, Level};
use crate::text::{RepoPath, Span};

pub(crate) static RULE: Rule = Rule {
    id: "policy-changed",
    level: Level::Warn,
    summary: "change edits the policy that judges changes",
    explain: "\
Finds changes of `heard.toml`.

A change is judged by the policy at its base, so nothing that it writes there can let itself in. What
it writes will judge every later change, though, and deserves a reader's eye; it is also checked
against the change itself. Set the rule to `deny` to have such changes let in by an administrator
only.

There is nothing to mend. Look at the difference, and ask the people it is about.",
    bad: "\
==> base:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
people = 2

==> head:heard.toml <==
^
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
people = 1

",
    good: "\
==> base:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
people = 1
==> head:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
sre = [\"Ana Ruiz\", \"Bo Lund\"]

[[areas]]
name = \"paging\"
paths = [\"infra/paging/**\"]
people = 1
",
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    match change.policy {
        PolicyChange::Changed => vec![
            Finding::at(RepoPath::new(FILE), Span::default(), format!("`{FILE}` is edited by this change"))
                .why("this change is judged by the policy at its base, later ones by the new policy")
                .help("look at the difference, and ask the people whom it is about"),
        ],
        PolicyChange::None | PolicyChange::Adopted | PolicyChange::Gone | PolicyChange::Broken(_) => Vec::new(),
    }
}
