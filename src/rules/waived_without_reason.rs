//! Not consulting somebody needs a party, a reason and a name.

use super::{Catalog, Check, Decision, Finding, Level, Rule, joined, visible};
use crate::vocabulary::words::Disposition;

pub(crate) static RULE: Rule = Rule {
    id: "waived-without-reason",
    level: Level::Deny,
    summary: "`Waived` lacks a party, a reason or a name",
    explain: "
Reports lines in a consultation that begin with `Waived` and do not say who was not consulted, why
not, or who decided that.

Going ahead without somebody can be right. It must not be easier than asking, and somebody has to
take responsibility for it.

Write all three: `**Waived:** night support, by Ana Ruiz: the contract ends this week.`
",
    example: "
<quoted>

**Waived:** night support
^^^^^^^^^^^^^^^^^^^^^^^^^
=> **Waived:** night support, by Ana Ruiz: the contract ends this week.

- **Waived:** the interns, by Ana Ruiz
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
=> - **Waived:** the interns, by Ana Ruiz: they start next month.
",
    check: Check::Consultation(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let waivers = decision.consultation.states.iter().filter(|state| state.kind == Disposition::Waived);
    let mut findings = Vec::new();
    for state in waivers {
        let missing: Vec<&str> = [
            (state.party.is_none(), "the party"),
            (state.reason.trim().is_empty(), "the reason"),
            (state.by.is_none(), "the name of who decided it"),
        ]
        .into_iter()
        .filter_map(|(is_missing, what)| is_missing.then_some(what))
        .collect();
        if missing.is_empty() {
            continue;
        }
        let missing = joined(&missing);
        let shown = state.party.as_ref().map(|party| party.shown());
        let message = match &shown {
            Some(name) => format!("waiver for {} lacks {missing}", visible(name)),
            None => format!("waiver lacks {missing}"),
        };
        let finding = Finding::new(decision, state.span.first_line(&decision.text), message)
            .why("somebody has to take responsibility for not asking")
            .help("write `**Waived:** PARTY, by NAME: REASON`");
        findings.push(match shown {
            Some(name) => finding.person(name),
            None => finding,
        });
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::count;

    #[test]
    fn all_three_are_asked_for() {
        let cases = [
            ("**Waived.**", 1),
            ("**Waived:** by Ana Ruiz: nobody is left", 1),
            ("**Waived:** interns, by Ana Ruiz:", 1),
            ("**Waived:** interns: nobody is left", 1),
            ("**Waived:** interns: nobody is left — Ana Ruiz", 0),
            ("**Waived:** interns, by Ana Ruiz. Nobody is left.", 0),
        ];
        for (line, expected) in cases {
            let text = format!("---\nstatus: accepted\n---\n\n## Consultation\n\n{line}\n");
            assert_eq!(count(&RULE, &text), expected, "{line}");
        }
    }
}
