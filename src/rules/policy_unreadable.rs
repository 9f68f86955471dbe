//! A policy that cannot be read protects nothing.

use super::{Change, Check, Finding, Level, RepoPath, Rule, Span};
use crate::facts::PolicyChange;
use crate::policy::FILE;

pub(crate) static RULE: Rule = Rule {
    id: "policy-unreadable",
    level: Level::Deny,
    summary: "change breaks or removes the policy",
    explain: "
Reports changes after which `heard.toml` is invalid or missing.

Later changes would not be checked: without this rule, a typo in the policy would disable the gate.

Fix the file; `heard check` shows what is wrong. To stop using the gate, an administrator has to
merge the change that removes the file.
",
    example: r#"
==> base:heard.toml <==
[groups]
support = ["Ines Roy"]
==> head:heard.toml <==
[group]
 ^^^^^
=> [groups]
support = ["Ines Roy"]
"#,
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    let at = |span: Span, message: String| {
        Finding::at(RepoPath::new(FILE), span, message).why("without it later changes would not be checked")
    };
    match change.policy {
        PolicyChange::Gone => {
            vec![at(Span::default(), format!("this change removes `{FILE}`")).help("restore the file")]
        }
        PolicyChange::Broken(mistake) => {
            let help = mistake.help.clone().unwrap_or_else(|| "run `heard check` to see what is wrong".to_owned());
            vec![at(mistake.span, format!("this change makes `{FILE}` unreadable: {}", mistake.message)).help(help)]
        }
        PolicyChange::None | PolicyChange::Adopted | PolicyChange::Changed => Vec::new(),
    }
}
