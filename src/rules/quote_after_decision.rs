//! A quote comes before the decision.

use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};

pub(crate) static RULE: Rule = Rule {
    id: "quote-after-decision",
    level: Level::Warn,
    summary: "quote is newer than the accepted decision",
    explain: "
Reports quotes in the consultation of an accepted decision that are newer than its `date`.

Somebody who is asked after the decision was made is informed, not consulted. Quotes may still be
added later when somebody speaks up, so this is only a warning.

If the date of the quote is wrong, correct it. If the concern came later and matters, propose a new
decision and respond there.
",
    example: "
<header>
<consultation>
> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2026-03-05
              ^^^^^^^^^^
=> > — Ines Roy, 2026-03-02

**Mitigated:** the job logs the tenant.
",
    check: Check::Consultation(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let Some(taken) = decision.date.as_ref().filter(|_| decision.is_accepted()) else {
        return Vec::new();
    };
    let Some(day_taken) = taken.date else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for attribution in decision.quotes().filter_map(|quote| quote.attribution.as_ref()) {
        let Some(day) = attribution.date.as_ref().filter(|day| day.date > Some(day_taken)) else {
            continue;
        };
        let shown = attribution.speaker.shown();
        let message = format!(
            "{} was quoted on {}, after the decision was made on {}",
            visible(&shown),
            visible(&day.text),
            visible(&taken.text)
        );
        findings.push(
            Finding::new(decision, day.span, message)
                .why("what came later was not considered")
                .help("correct the date if it is wrong; otherwise respond in a new proposal")
                .related(&decision.path, taken.span, "the date of the decision")
                .person(shown),
        );
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::count;

    #[test]
    fn only_real_days_of_accepted_decisions_count() {
        let cases = [
            ("accepted", "2026-03-02", "2026-03-03", 1),
            ("proposed", "2026-03-02", "2026-03-03", 0),
            ("accepted", "2026-02-31", "2026-03-03", 0),
            ("accepted", "2026-03-02", "2026-03-99", 0),
            ("accepted", "", "2026-03-03", 0),
        ];
        for (status, date, day, expected) in cases {
            let text =
                format!("---\nstatus: {status}\ndate: {date}\n---\n\n## Consultation\n\n> words\n> — Bo, {day}\n");
            assert_eq!(count(&RULE, &text), expected, "{text}");
        }
    }
}
