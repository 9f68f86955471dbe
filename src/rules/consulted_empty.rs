//! An accepted decision must name who was consulted.

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::consultation::State;
use crate::finding::{Finding, Fix};
use crate::policy::Level;

pub(crate) static RULE: Rule = Rule {
    id: "consulted-empty",
    level: Level::Deny,
    summary: "decision names nobody who was consulted",
    explain: "\
Finds decisions whose `consulted` is missing, empty, or still says what the template says.

Whoever decides alone imagines what others need, and builds what would be good for themselves. The
field says who was asked; without it nobody can tell a decision that was talked over from one that
was not.

Ask the people who will live with the decision, write them under `consulted`, and quote what they
said below a `Consultation` heading. Where nobody could be asked, say so there, with whom, who says it
and why: `**Waived:** PARTY, by NAME: REASON`. Skipping is then in the open, and the gate decides
whether it may pass.",
    bad: "\
---
status: accepted
date: 2026-03-02
decision-makers:
  - \"Ana Ruiz\"
consulted:
^^^^^^^^^
---

# Page through the rotation
",
    good: "\
---
status: accepted
date: 2026-03-02
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
---

# Page through the rotation

## Consultation

> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-02-12

**Changed:** the job logs the tenant.
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
            format!("{status} decision names nobody who was consulted"),
        )
        .why("nobody can tell whether the people it affects were asked")
        .help("ask them, and add each under `consulted:` with a quote below `## Consultation`")
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
