//! An area may require a number of people.

use super::{Change, Check, Finding, Fix, Gap, Level, Rule, lack};

pub(crate) static RULE: Rule = Rule {
    id: "too-few-heard",
    level: Level::Deny,
    summary: "decision consulted fewer people than the area requires",
    explain: "
Reports decisions that would cover a changed path but quote fewer people than the area's `people`.

A person counts if they are listed under `consulted`, quoted below `Consultation`, and not one of
the decision-makers, under any name or handle. Programs, documents and the same person twice do not
count.

Ask more of the people who will live with the change, and quote them: `heard quote ID PERSON`.
",
    example: r#"
==> heard.toml <==
<policy>
people = 2
<rota>
<consulted>
^^^^^^^^^
  - "Ines Roy (support)"
+>   - "Bo Lund"
<governs>
<consultation>
<ines>
+>
+> <bo>
"#,
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    change.lacks(|_, attempt, gap| match gap {
        Gap::People { place, .. } => {
            let help = "ask more people who will live with it, list them under `consulted:`, and quote them";
            Some(lack(attempt.heard_place(), Some(*place), help, Some(Fix::Quote)))
        }
        _ => None,
    })
}
