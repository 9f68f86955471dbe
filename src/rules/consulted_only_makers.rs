//! Decision-makers who only ask each other have not consulted anybody.

use super::{Catalog, Check, Decision, Finding, Fix, Level, Rule, list_names};

pub(crate) static RULE: Rule = Rule {
    id: "consulted-only-makers",
    level: Level::Deny,
    summary: "everybody in `consulted` is a decision-maker",
    explain: "
Reports decisions where everybody under `consulted` is also under `decision-makers`, including by
another name, by handle, or as a member of a group.

People who only ask each other hear what they already think. They know the plan too well to trip
over it, and others often pay for it.

Ask somebody who will live with the decision and did not make it. List them under `consulted`, and
quote them.
",
    example: r#"
==> heard.toml <==
[people."Ana Ruiz"]
handle = "@ana"
[groups]
core = ["Ana Ruiz", "Bo Lund"]
==> decisions/0012-example.md <==
<accepted>
decision-makers:
  - "@ana"
  - "Bo Lund"
consulted:
^^^^^^^^^
  - "Ana Ruiz"
  - "core"
+>   - "Ines Roy (support)"
<consultation>
> The nightly export should page whoever is on call.
>
> — Ana Ruiz, 2026-02-12

**No concern.**
+>
+> <ines>
"#,
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
    let message = format!("`consulted` lists only decision-makers: {}", list_names(&names));
    vec![
        Finding::new(decision, decision.place(decision.consulted.key), message)
            .why("decision-makers can't speak for the people who will live with it")
            .help("ask somebody who did not decide, list them under `consulted:`, and quote them")
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
