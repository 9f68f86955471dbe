//! Each group that an area requires is consulted.

use super::{Change, Check, Finding, Fix, Gap, Lack, Level, Rule, lack, visible};

pub(crate) static RULE: Rule = Rule {
    id: "group-unheard",
    level: Level::Deny,
    summary: "decision did not consult a group that the area requires",
    explain: "
Reports decisions that would cover a changed path but quote nobody from a group that the area
requires.

A quote counts if the speaker is a member of the group, is listed under `consulted`, and is not one
of the decision-makers. Members are taken from `heard.toml` at the base, so a change cannot add its
own people. `No answer` shows that somebody was asked, but silence is not assent and can't satisfy
the policy.

Ask a member and quote them: `heard quote ID PERSON`. If that is not possible, somebody who may
waive the area can write `**Waived:** GROUP, by NAME: REASON` below `Consultation`.
",
    example: r#"
==> heard.toml <==
<policy>
hear = ["support"]
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
        Gap::Group { name, place, .. } => {
            let help = format!("ask somebody from `{}`, and quote them below `## Consultation`", visible(name));
            let lack = lack(attempt.heard_place(), Some(*place), help, Some(Fix::Quote));
            Some(Lack { group: Some(name.clone()), ..lack })
        }
        _ => None,
    })
}
