//! Whoever is named as consulted is quoted, or a state says why not.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::consultation::{Quote, State};
use crate::decision::words::Disposition;
use crate::finding::{Finding, Fix};
use crate::policy::Level;
use crate::text::visible;

pub(crate) static RULE: Rule = Rule {
    id: "consulted-unquoted",
    level: Level::Deny,
    summary: "somebody in `consulted` is neither quoted nor said to be silent",
    explain: "\
Finds people and groups under `consulted` of whom no quote stands in the consultation, and of whom
no `No answer` or `Waived` says why. For a group the words of one member are enough.

A name alone shows that somebody was thought of. Whether they were asked, and what they answered,
only their words show. Silence is no consent, so it has to be written down as silence.

Quote what the person said. If they did not answer, write whom you asked, on which day, and until
which day you waited. `Asked` alone says that an answer may still come.",
    bad: "\
---
status: accepted
date: 2026-03-02
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"Ines Roy (support)\"
  - \"Pete Osei <pete@example.org>\"
     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  - \"@lee\"
     ^^^^
---

# Page through the rotation

## Consultation

> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-02-12

**Changed:** the job logs the tenant.

**No answer:** @lee, asked 2026-02-10.
",
    good: "\
==> heard.toml <==
[groups]
support = [\"Ines Roy\", \"Sam Okafor\"]
==> decisions/0012-example.md <==
---
status: accepted
date: 2026-03-02
decision-makers:
  - \"Ana Ruiz\"
consulted:
  - \"support\"
  - \"Pete Osei <pete@example.org>\"
  - \"@lee\"
---

# Page through the rotation

## Consultation

> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-02-12

**Changed:** the job logs the tenant.

**No answer:** @lee, asked 2026-02-10, waited until 2026-02-24.

**Waived:** Pete Osei, by Ana Ruiz: he left the company before this came up.
",
    check: Check::Consultation(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let consulted = &decision.consulted.parties;
    if consulted.is_empty() {
        return Vec::new();
    }
    let directory = &catalog.policy.directory;
    let speakers = decision.quotes().filter_map(Quote::speaker);
    let heard: BTreeSet<String> = speakers.flat_map(|party| directory.marks(party)).collect();
    let states = &decision.consultation.states;
    let mut told = BTreeSet::new();
    let mut partly = BTreeMap::new();
    for state in states {
        let marks = state.party.iter().flat_map(|party| directory.marks(party));
        if is_whole(state) {
            told.extend(marks);
        } else {
            partly.extend(marks.map(|mark| (mark, state)));
        }
    }
    let mut findings = Vec::new();
    for party in consulted {
        let people = || directory.people(party).iter();
        if directory.is_in(party, &heard)
            || directory.is_in(party, &told)
            || people().any(|person| directory.is_in(person, &heard))
            || people().all(|person| directory.is_in(person, &told))
            || directory.not_a_person(party).is_some()
        {
            continue;
        }
        let shown = party.shown();
        let name = visible(&shown);
        let state = party.marks().iter().find_map(|mark| partly.get(mark).copied());
        let mut asked = "YYYY-MM-DD".to_owned();
        let finding = match state {
            Some(state) if state.kind == Disposition::Asked => {
                let day = state.dates.iter().find_map(|day| day.date);
                let on = day.map(|day| format!(" on {day}")).unwrap_or_default();
                asked = day.map_or(asked, |day| day.to_string());
                let message = format!("`{name}` was asked{on}, and has not answered yet");
                Finding::new(decision, party.span, message).why("to be asked is not to be heard").related(
                    &decision.path,
                    state.span.first_line(&decision.text),
                    "said here",
                )
            }
            Some(state) => {
                let count = if days(state) == 0 { "no day" } else { "one day" };
                let message = format!("`No answer` of `{name}` has {count} instead of two");
                Finding::new(decision, party.span, message)
                    .why("without both days nobody can tell whether there was time to answer")
                    .related(&decision.path, state.span.first_line(&decision.text), "said here")
            }
            None => {
                let message = format!("no words of `{name}` are quoted");
                Finding::new(decision, party.span, message)
                    .why("a name without words does not show that anybody was asked")
            }
        };
        let help = format!(
            "quote them below `## Consultation`, or write there `**No answer:** {name}, asked {asked}, waited until YYYY-MM-DD`"
        );
        findings.push(finding.help(help).person(shown).fix(Fix::Quote));
    }
    findings
}

/// Whether a state says enough to stand for words. What a waiver lacks is told by a rule of its own.
fn is_whole(state: &State) -> bool {
    match state.kind {
        Disposition::Asked => false,
        Disposition::Waived => true,
        _ => days(state) >= 2,
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
    fn whose_words_count() {
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
