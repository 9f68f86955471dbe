//! Each group that an area requires is consulted.

use super::{Change, Check, Finding, Fix, Gap, Lack, Level, Rule, lack, visible};
use crate::decision::consultation::Form;
use crate::facts::contacts;
use crate::text::either;
use crate::vocabulary::party::Party;

/// How many people are named.
const NAMED: usize = 5;

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
    change.lacks(|need, attempt, gap| match gap {
        Gap::Group { name, place, silent, asked } => {
            let directory = &change.head.policy.directory;
            let people = |parties: &[Party]| either(&contacts(parties, directory), NAMED);
            let members = directory.group_named(name).map_or(&[][..], |group| &group.members);
            let decides = |member: &&Party| directory.is_one_of(member, &attempt.decision.makers.parties);
            let others: Vec<Party> = members.iter().filter(|member| !decides(member)).cloned().collect();
            let ask = match others.is_empty() {
                true => "its members decide here, so somebody else has to be asked".to_owned(),
                false => format!("ask {}, and quote them below `## Consultation`", people(&others)),
            };
            let mut quotes = attempt.decision.quotes().filter(|quote| quote.form != Form::Block);
            let in_other_form = quotes.any(|quote| {
                quote.speaker().is_some_and(|speaker| directory.is_one_of(speaker, members))
            });
            let help = match (asked, silent, need.area.waive.as_slice()) {
                _ if in_other_form => format!(
                    "words in another form than a block quote don't count; rewrite them with `heard check --fix-form {}`",
                    attempt.decision.path
                ),
                (Some(asked), ..) => format!("{asked}; wait for the answer, or {ask}"),
                (None, true, []) => format!("{ask}; nobody may waive this area"),
                (None, true, waive) => {
                    let may = people(waive);
                    format!("{ask}; or {may} writes `**Waived:** {}, by NAME: REASON`", visible(name))
                }
                (None, false, _) => ask,
            };
            let lack = lack(attempt.heard_place(), Some(*place), help, Some(Fix::Quote));
            Some(Lack { group: Some(name.clone()), ..lack })
        }
        _ => None,
    })
}
