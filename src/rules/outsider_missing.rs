//! An area may require somebody from outside.

use super::{Change, Check, Finding, Fix, Gap, Level, Rule, lack};

pub(crate) static RULE: Rule = Rule {
    id: "outsider-missing",
    level: Level::Deny,
    summary: "decision did not consult anybody outside the decision-makers' groups",
    explain: "
Reports decisions that would cover a changed path but only quote members of the decision-makers' own
groups, if the area sets `outside = true`.

People who work together see the same things. Somebody from outside notices what they miss.

Ask somebody who is in none of the decision-makers' groups, and quote them: `heard quote ID PERSON`.
",
    example: r#"
==> heard.toml <==
<policy>
outside = true
<rota>
<consulted>
^^^^^^^^^
  - "Bo Lund"
=>   - "Ines Roy (support)"
<governs>
<consultation>
<bo>
=> <ines>
"#,
    check: Check::Gate(check),
};

fn check(change: &Change<'_>) -> Vec<Finding> {
    change.lacks(|_, attempt, gap| match gap {
        Gap::Outsider(place) => {
            let help = "ask somebody who is in none of the decision-makers' groups, and quote them";
            Some(lack(attempt.heard_place(), Some(*place), help, Some(Fix::Quote)))
        }
        _ => None,
    })
}
