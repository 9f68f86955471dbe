//! An area may require a trial.

use super::{Change, Check, Finding, Fix, Gap, Level, Rule, lack};

pub(crate) static RULE: Rule = Rule {
    id: "trial-missing",
    level: Level::Deny,
    summary: "decision has no trial with a result although the area requires one",
    explain: "
Reports decisions that would cover a changed path but have no trial with a result, if the area sets
`trial = true`.

What people say they need differs from what they do. A first version, tried by people who did not
build it, shows the difference while changes are still cheap.

Run a trial, and describe it with `Release:`, `Group:`, `Watched:` and `Result:` as a list below a
`Trial` heading.
",
    example: r#"
==> heard.toml <==
<policy>
trial = true
<rota>
<consulted>
^^^^^^^^^
  - "Ines Roy (support)"
<governs>
<consultation>
<ines>
+>
+> ## Trial
+>
+> - Release: the new rota, 2026-02-14 to 2026-02-20
+> - Group: night support
+> - Watched: whether they find out who is on call
+> - Result: five of six did
"#,
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    change.lacks(|_, attempt, gap| match gap {
        Gap::Trial { place, .. } => {
            let help = "try it with people who did not build it, and add `- Result: …` below `## Trial`";
            Some(lack(attempt.heard_place(), Some(*place), help, Some(Fix::Write)))
        }
        _ => None,
    })
}
