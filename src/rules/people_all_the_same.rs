//! Deciding, being consulted and being informed are different roles.

use super::{Catalog, Check, Decision, Finding, Level, Rule, list_names};
use crate::policy::Directory;
use crate::vocabulary::party::Party;

pub(crate) static RULE: Rule = Rule {
    id: "people-all-the-same",
    level: Level::Warn,
    summary: "`consulted`, `informed` and `decision-makers` list the same people",
    explain: "
Reports decisions where `consulted` and `informed` list the same people, and `decision-makers`, if
there are any, are these people too. Names, handles and groups that mean the same people count as
the same.

Usually one list was copied. Then it does not show who was asked, and nobody else was informed.

List the people who really had each role, and remove keys that nobody fills. If only
`decision-makers` and `consulted` are the same, `consulted-only-makers` reports it instead.
",
    example: r#"
<accepted>
decision-makers:
  - "Ana Ruiz"
  - "Bo Lund"
consulted:
  - "Ana Ruiz"
=>   - "Ines Roy (support)"
  - "Bo Lund"
=>
informed: ["Bo Lund", "Ana Ruiz (platform)"]
^^^^^^^^
<consultation>
<bo>
=> <ines>
"#,
    check: Check::Consultation(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let consulted = &decision.consulted.parties;
    let informed = &decision.informed.parties;
    let makers = &decision.makers.parties;
    if consulted.is_empty() || informed.is_empty() {
        return Vec::new();
    }
    let directory = &catalog.policy.directory;
    if !are_same(directory, consulted, informed) || !(makers.is_empty() || are_same(directory, consulted, makers)) {
        return Vec::new();
    }
    let names: Vec<String> = consulted.iter().map(Party::shown).collect();
    let names = list_names(&names);
    let message = match makers.is_empty() {
        true => format!("the same people are consulted and informed: {names}"),
        false => format!("the same people decide, are consulted and are informed: {names}"),
    };
    vec![
        Finding::new(decision, decision.place(decision.informed.key), message)
            .why("identical lists are usually one list that was copied")
            .help("list the people who really had each role, or remove the key"),
    ]
}

/// Whether two lists mean the same people.
fn are_same(directory: &Directory, one: &[Party], other: &[Party]) -> bool {
    let within = |some: &[Party], others: &[Party]| {
        let crowd = directory.crowd(others);
        some.iter().flat_map(|party| directory.people(party)).all(|p| directory.is_in(p, &crowd))
    };
    within(one, other) && within(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::count;

    #[test]
    fn only_equal_lists_are_found() {
        let cases = [
            ("[Ana]", "[Ana]", "[Ana]", 1),
            ("[]", "[Ana, Bo]", "[bo, ana]", 1),
            ("[Ana]", "[Ana]", "[]", 0),
            ("[Ana]", "[Ana]", "[Ana, Bo]", 0),
            ("[Ana]", "[Bo]", "[Bo]", 0),
            ("[Ana]", "[]", "[Ana]", 0),
        ];
        for (makers, consulted, informed, expected) in cases {
            let text = format!(
                "---\nstatus: accepted\ndecision-makers: {makers}\nconsulted: {consulted}\ninformed: {informed}\n---\n"
            );
            assert_eq!(count(&RULE, &text), expected, "{text}");
        }
    }
}
