//! Those who decide are not those who have to be asked.

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::finding::{Finding, Fix};
use crate::policy::Level;
use crate::text::listed_some;

pub(crate) static RULE: Rule = Rule {
    id: "consulted-only-makers",
    level: Level::Deny,
    summary: "everybody in `consulted` is a decision-maker",
    explain: "\
Finds decisions in which everybody under `consulted` also stands under `decision-makers`, be it by
another name, a handle, or as a member of a group.

People who ask only each other hear what they already think. They know the plan too well to stumble
over it, and its price is often paid by somebody who is not in the room.

Ask somebody who has to live with the decision and does not take it. Add them under `consulted` and
quote what they said.",
    bad: "\
==> heard.toml <==
[people.\"Ana Ruiz\"]
handle = \"@ana\"
[groups]
core = [\"Ana Ruiz\", \"Bo Lund\"]
==> decisions/0012-example.md <==
---
status: accepted
date: 2026-03-02
decision-makers:
  - \"@ana\"
  - \"Bo Lund\"
consulted:
^^^^^^^^^
  - \"Ana Ruiz\"
  - \"core\"
---

# Page through the rotation

## Consultation

> The nightly export should page whoever is on call.
>
> — Ana Ruiz, 2026-02-12

**No concern.**
",
    good: "\
---
status: accepted
date: 2026-03-02
decision-makers:
  - \"Ana Ruiz\"
  - \"Bo Lund\"
consulted:
  - \"Bo Lund\"
  - \"Ines Roy (support)\"
---

# Page through the rotation

## Consultation

> The nightly export should page whoever is on call.
>
> — Bo Lund, 2026-02-11

**No concern.**

> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-02-12

**Changed:** the job logs the tenant.
",
    check: Check::Consultation(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let makers = &decision.makers.parties;
    if makers.is_empty() || decision.consulted.parties.is_empty() {
        return Vec::new();
    }
    let directory = &catalog.policy.directory;
    let deciding = directory.crowd(makers);
    let mut names = Vec::new();
    for party in &decision.consulted.parties {
        if directory.not_a_person(party).is_some() {
            continue;
        }
        if !directory.people(party).iter().all(|person| directory.is_in(person, &deciding)) {
            return Vec::new();
        }
        names.push(party.shown());
    }
    if names.is_empty() {
        return Vec::new();
    }
    let names = listed_some(&names);
    let message = format!("`consulted` names only people who decide: {names}");
    vec![
        Finding::new(decision, decision.place(decision.consulted.key), message)
            .why("whoever decides can't stand in for those who live with it")
            .help("ask somebody who does not decide, and add them under `consulted:` with a quote")
            .fix(Fix::Quote),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::count;

    #[test]
    fn what_is_no_person_does_not_widen_the_circle() {
        let text = |consulted: &str| {
            format!("---\nstatus: accepted\ndecision-makers: [Ana Ruiz]\nconsulted: {consulted}\n---\n")
        };
        assert_eq!(count(&RULE, &text("[Ana Ruiz, SPEC.md]")), 1);
        assert_eq!(count(&RULE, &text("[SPEC.md]")), 0);
        assert_eq!(count(&RULE, &text("[ana  RUIZ]")), 1);
    }
}
