//! An area may require somebody from outside.

use super::{Change, Check, Finding, Fix, Gap, Lack, Level, Rule};

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
        Gap::Outsider(place) => Some(Lack {
            place: attempt.heard_place(),
            asks: Some(*place),
            help: "ask somebody who is in none of the decision-makers' groups, and quote them".to_owned(),
            fix: Some(Fix::Quote),
            group: None,
        }),
        _ => None,
    })
}
