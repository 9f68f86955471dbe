//! An accepted decision lists who was consulted.

use super::{Catalog, Check, Decision, Finding, Fix, Level, Rule};
use crate::decision::consultation::State;

pub(crate) static RULE: Rule = Rule {
    id: "consulted-empty",
    level: Level::Deny,
    summary: "decision lists nobody who was consulted",
    explain: "
Reports decisions whose `consulted` is missing, empty, or still contains the text of the template.

People who decide alone tend to build for themselves. Without this field nobody can tell whether
anyone was consulted.

Ask the people who will live with the decision, list them under `consulted`, and quote them below a
`Consultation` heading. `heard quote ID PERSON` does both. If nobody could be asked, say so below
the heading, with a name and a reason: `**Waived:** PARTY, by NAME: REASON`. That makes skipping
visible, and the gate decides whether it is allowed.
",
    example: "
<consulted>
^^^^^^^^^
=> <quoted>
<title>
=>
",
    check: Check::Consultation(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    if !decision.consulted.parties.is_empty() || decision.consultation.states.iter().any(State::is_whole_waiver) {
        return Vec::new();
    }
    let status = decision.status.as_ref().map_or("a", |status| status.word.as_str());
    vec![
        Finding::new(
            decision,
            decision.place(decision.consulted.key),
            format!("{status} decision lists nobody who was consulted"),
        )
        .why("there is no sign that the people affected were asked")
        .help("ask them, list each under `consulted:`, and quote them below `## Consultation`")
        .fix(Fix::Quote),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::count;

    #[test]
    fn a_whole_waiver_says_that_nobody_was_asked() {
        let with =
            |line: &str| count(&RULE, &format!("---\nstatus: accepted\n---\n# T\n\n## Consultation\n\n{line}\n"));
        assert_eq!(with("**Waived:** night support, by Ana Ruiz: the contract ends tonight."), 0);
        assert_eq!(with("**Waived:** night support."), 1);
        assert_eq!(with("**No answer:** @lee, asked 2026-02-10, waited until 2026-02-24."), 1);
    }
}
