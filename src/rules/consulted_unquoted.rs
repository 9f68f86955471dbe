//! Everybody listed as consulted is quoted, or a line says why not.

use std::collections::{BTreeMap, BTreeSet};

use super::{Catalog, Check, Decision, Finding, Fix, Level, Rule, visible};
use crate::decision::consultation::{Quote, State};
use crate::vocabulary::words::Disposition;

pub(crate) static RULE: Rule = Rule {
    id: "consulted-unquoted",
    level: Level::Deny,
    summary: "somebody in `consulted` is neither quoted nor marked as silent",
    explain: "
Reports people and groups under `consulted` who are not quoted in the consultation and have no
`No answer` or `Waived` line there. For a group, a quote from one member is enough.

Listing a name does not show that the person was asked or what they said. Silence is not consent, so
it has to be recorded as silence.

Quote the person: `heard quote ID PERSON`. If they did not answer, record when you asked and how
long you waited. `Asked` alone means that an answer may still come.
",
    example: r#"
<header>
  - "Pete Osei <pete@example.org>"
     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
=>
  - "@lee"
     ^^^^
<consultation>
<ines>

**No answer:** @lee, asked 2026-02-10.
=> **No answer:** @lee, asked 2026-02-10, waited until 2026-02-24.
"#,
    check: Check::Consultation(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let consulted = &decision.consulted.parties;
    if consulted.is_empty() {
        return Vec::new();
    }
    let directory = &catalog.policy.directory;
    // Words that somebody replied to are not their own.
    let own = decision.quotes().filter(|quote| quote.has_words() && !quote.is_joint());
    let speakers = own.filter_map(Quote::speaker);
    let heard: BTreeSet<String> = speakers.flat_map(|party| directory.marks(party)).collect();
    let states = &decision.consultation.states;
    let mut excused = BTreeSet::new();
    let mut partly = BTreeMap::new();
    for state in states {
        let marks = state.party.iter().flat_map(|party| directory.marks(party));
        if is_whole(state) {
            excused.extend(marks);
        } else {
            partly.extend(marks.map(|mark| (mark, state)));
        }
    }
    let mut findings = Vec::new();
    // Of somebody who is listed twice one finding is enough.
    let mut seen: BTreeSet<&String> = BTreeSet::new();
    for party in consulted {
        let people = || directory.people(party).iter();
        let is_repeated = !party.marks().is_empty() && party.marks().iter().all(|mark| seen.contains(mark));
        seen.extend(party.marks());
        if is_repeated
            || directory.is_in(party, &heard)
            || directory.is_in(party, &excused)
            || people().any(|person| directory.is_in(person, &heard))
            || people().all(|person| directory.is_in(person, &excused))
            || directory.not_a_person(party).is_some()
        {
            continue;
        }
        let shown = party.shown();
        let name = visible(&shown);
        let state = party.marks().iter().find_map(|mark| partly.get(mark).copied());
        let mut asked = "YYYY-MM-DD".to_owned();
        let finding = match state {
            Some(state) if state.kind.is_asking() => {
                let day = state.dates.iter().find_map(|day| day.date);
                let on = day.map(|day| format!(" on {day}")).unwrap_or_default();
                asked = day.map_or(asked, |day| day.to_string());
                let message = format!("{name} was asked{on} and has not answered yet");
                Finding::new(decision, party.span, message).why("asking is not enough; the answer counts").related(
                    &decision.path,
                    state.span.first_line(&decision.text),
                    "recorded here",
                )
            }
            Some(state) => {
                let count = if days(state) == 0 { "no date" } else { "one date" };
                let message = format!("`No answer` for {name} has {count} instead of two");
                Finding::new(decision, party.span, message)
                    .why("both dates are needed to see whether there was time to answer")
                    .related(&decision.path, state.span.first_line(&decision.text), "recorded here")
            }
            None => {
                let message = format!("{name} is listed but not quoted");
                Finding::new(decision, party.span, message).why("listing a name does not show that they were asked")
            }
        };
        let help = format!(
            "quote them below `## Consultation`, or write `**No answer:** {name}, asked {asked}, waited until YYYY-MM-DD`"
        );
        findings.push(finding.help(help).person(shown).fix(Fix::Quote));
    }
    findings
}

/// Whether a state says enough to replace a quote. What a waiver lacks is reported by another rule.
fn is_whole(state: &State) -> bool {
    match state.kind {
        Disposition::Waived => true,
        Disposition::NoAnswer => days(state) >= 2,
        _ => false,
    }
}

/// How many of the days in a state exist.
fn days(state: &State) -> usize {
    state.dates.iter().filter(|day| day.date.is_some()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::count;

    #[test]
    fn which_quotes_count() {
        let cases = [
            ("Ines Roy", "> words\n> — ines roy\n", 0),
            ("\"Ines Roy (@ines)\"", "> words\n> — @ines\n", 0),
            ("Ines Roy", "> words\n> — Inez Roy\n", 1),
            ("Ines Roy", "**No answer:** Ines Roy, 2026-02-30, 2026-03-02\n", 1),
            ("Ines Roy", "**No answer:** 2026-02-20, 2026-03-02\n", 1),
            ("Ines Roy", "**Asked:** Ines Roy, 2026-02-20\n", 1),
            ("Ines Roy", "**Asked:** Ines Roy, 2026-02-20, and again 2026-02-27\n", 1),
            ("Ines Roy", "**Asked:** Ines Roy, 2026-02-20\n\n> words\n> — Ines Roy\n", 0),
            ("Ines Roy", "**Asked:** Ines Roy, 2026-02-20\n\n**No answer:** Ines Roy, 2026-02-20, 2026-03-02\n", 0),
            ("Ines Roy", "### Trial\n\n> words\n> — Ines Roy\n", 1),
            ("SPEC.md", "", 0),
            // Somebody who is listed twice is one person; two others are two.
            ("Ines Roy, Ines Roy (support)", "", 1),
            ("Ines Roy, Bo Lund", "", 2),
        ];
        for (consulted, body, expected) in cases {
            let text = format!("---\nstatus: accepted\nconsulted: [{consulted}]\n---\n\n## Consultation\n\n{body}");
            assert_eq!(count(&RULE, &text), expected, "{text}");
        }
    }

    #[test]
    fn a_group_is_silent_only_as_a_whole() {
        let text = |state: &str| {
            format!(
                "==> heard.toml <==\n[groups]\nops = [\"Ana\", \"Bo\"]\n==> decisions/0012-example.md <==\n---\nstatus: accepted\nconsulted: [ops]\n---\n\n## Consultation\n\n{state}\n"
            )
        };
        let silent = |name: &str| format!("**No answer:** {name}, 2026-02-10, 2026-02-20\n\n");
        assert_eq!(count(&RULE, &text(&silent("ops"))), 0);
        assert_eq!(count(&RULE, &text(&silent("Ana"))), 1);
        assert_eq!(count(&RULE, &text(&(silent("Ana") + &silent("Bo")))), 0);
        assert_eq!(count(&RULE, &text("> words\n> — Bo\n")), 0);
        assert_eq!(count(&RULE, &text("> words\n> — ops\n")), 0);
    }
}
