//! A policy that can not be read guards nothing.

use super::{Check, Rule};
use crate::facts::{Change, PolicyChange};
use crate::finding::Finding;
use crate::policy::{FILE, Level};
use crate::text::{RepoPath, Span};

pub(crate) static RULE: Rule = Rule {
    id: "policy-unreadable",
    level: Level::Deny,
    summary: "change breaks the policy, or takes it away",
    explain: "\
Finds changes after which `heard.toml` can't be read or is gone.

The next change would have nothing that judges it: a misspelt key in a policy is a gate that stands
open.

Mend the file; `heard check` tells where and what. To give the gate up, an administrator has to let
that change in by hand.",
    bad: "\
==> base:heard.toml <==
[groups]
support = [\"Ines Roy\"]
==> head:heard.toml <==
[group]
 ^^^^^
support = [\"Ines Roy\"]
",
    good: "\
==> base:heard.toml <==
[groups]
support = [\"Ines Roy\"]
==> head:heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
",
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    let at = |span: Span, message: String| {
        Finding::at(RepoPath::new(FILE), span, message).why("later changes would have nothing that judges them")
    };
    match change.policy {
        PolicyChange::Gone => {
            vec![at(Span::default(), format!("`{FILE}` is taken away by this change")).help("put it back")]
        }
        PolicyChange::Broken(mistake) => {
            let help = mistake.help.clone().unwrap_or_else(|| "mend it as `heard check` says".to_owned());
            vec![at(mistake.span, format!("`{FILE}` can't be read after this change: {}", mistake.message)).help(help)]
        }
        PolicyChange::None | PolicyChange::Adopted | PolicyChange::Changed => Vec::new(),
    }
}
