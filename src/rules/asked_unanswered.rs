//! People who were asked answer before a decision is accepted, or the record says that they did not.

use std::collections::BTreeSet;

use super::{Catalog, Check, Decision, Finding, Fix, Level, Rule, visible};
use crate::decision::consultation::Quote;
use crate::vocabulary::party::Party;
use crate::vocabulary::words::Disposition;

pub(crate) static RULE: Rule = Rule {
    id: "asked-unanswered",
    level: Level::Warn,
    summary: "decision was accepted while somebody had not answered yet",
    explain: "
Reports `Asked` and `Asked again` lines in accepted decisions whose person is not quoted since and
has no `No answer` or `Waived` line. Somebody who is listed as consulted and never quoted is
reported by `consulted-unquoted`.

A question that stays open looks like consent after a while. Silence is not consent, so it has to be
recorded as silence.

Quote the person: `heard quote ID PERSON`. If they did not answer, record how long you waited.
",
    example: r#"
<header>
<consultation>
<ines>

**Asked:** @lee, 2026-02-10.
           ^^^^
=> **No answer:** @lee, asked 2026-02-10, waited until 2026-02-24.
"#,
    check: Check::Decision(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    if !decision.is_accepted() {
        return Vec::new();
    }
    let directory = &catalog.policy.directory;
    let marks = |parties: &mut dyn Iterator<Item = &Party>| -> BTreeSet<String> {
        parties.flat_map(|party| directory.marks(party)).collect()
    };
    let listed = marks(&mut decision.consulted.parties.iter());
    let heard = marks(&mut decision.quotes().filter_map(Quote::speaker));
    let is_heard =
        |party: &Party| directory.people(party).iter().chain([party]).any(|one| directory.is_in(one, &heard));
    let waiting = decision.waited_for(directory);
    let waiting = waiting.filter(|(_, party)| !directory.is_in(party, &listed) || is_heard(party));
    let findings = waiting.map(|(state, party)| {
        let (shown, day) = (party.shown(), state.dates.iter().find_map(|day| day.date));
        let name = visible(&shown);
        let again = if state.kind == Disposition::AskedAgain { " again" } else { "" };
        let on = day.map(|day| format!(" on {day}")).unwrap_or_default();
        let asked = day.map_or("YYYY-MM-DD".to_owned(), |day| day.to_string());
        let message = format!("{name} was asked{again}{on} and has not answered");
        let help = format!("quote them, or write `**No answer:** {name}, asked {asked}, waited until YYYY-MM-DD`");
        let why = "the decision was accepted without their answer, and silence is not consent";
        Finding::new(decision, party.span, message).why(why).help(help).person(shown).fix(Fix::Quote)
    });
    findings.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn only_open_questions_of_accepted_decisions_are_reported() {
        let found = |status: &str, said: &str| {
            let header = format!("---\nstatus: {status}\nconsulted: [\"Ines Roy\"]\n---\n# T\n\n## Consultation\n\n");
            messages(&RULE, &format!("{header}> I get paged.\n>\n> — Ines Roy, 2026-02-12\n\n{said}\n"))
        };
        let asked = "**Asked:** Kim Lee, 2026-02-10.";
        assert_eq!(found("accepted", asked), ["Kim Lee was asked on 2026-02-10 and has not answered"]);
        assert_eq!(
            found("accepted", "**Asked again:** Ines Roy, 2026-03-10."),
            ["Ines Roy was asked again on 2026-03-10 and has not answered"]
        );
        assert_eq!(found("accepted", "**Asked:** Kim Lee."), ["Kim Lee was asked and has not answered"]);
        for (status, said) in [
            ("proposed", asked),
            ("superseded", asked),
            ("accepted", "**Asked:** Ines Roy, 2026-02-10."),
            ("accepted", "**Asked again:** Ines Roy, 2026-02-11."),
            ("accepted", "**Asked:** Kim Lee, 2026-02-10.\n\n**No answer:** Kim Lee, asked 2026-02-10."),
            ("accepted", "**Asked:** Kim Lee, 2026-02-10.\n\n**Waived:** Kim Lee, by Ana Ruiz: she left."),
            ("accepted", "**Asked:** Kim Lee, 2026-02-10.\n\n> No.\n>\n> — Kim Lee, 2026-02-13"),
        ] {
            assert_eq!(found(status, said), [""; 0], "{status} {said}");
        }
        // Who is listed and never quoted is reported by another rule.
        for word in ["Asked", "Asked again"] {
            let said = format!("**{word}:** Kim Lee, 2026-02-10.");
            let header = "---\nstatus: accepted\nconsulted: [\"Kim Lee\"]\n---\n# T\n";
            assert_eq!(messages(&RULE, &format!("{header}\n## Consultation\n\n{said}\n")), [""; 0], "{word}");
        }
    }
}
