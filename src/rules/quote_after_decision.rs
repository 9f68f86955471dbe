//! Words that came after the decision were not heard before it.

use super::{Check, Rule};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::finding::Finding;
use crate::policy::Level;
use crate::text::visible;

pub(crate) static RULE: Rule = Rule {
    id: "quote-after-decision",
    level: Level::Warn,
    summary: "quote is younger than the accepted decision",
    explain: "\
Finds quotes in the consultation of an accepted decision whose day lies after the decision's `date`.

Who is asked once everything is settled is told, not consulted. Quotes may still be added later,
when somebody speaks up about a decision that is in force; then they are worth reading as what they
are. For that reason this rule warns.

If the words came first, mend the day. If they came later and weigh something, propose the decision
anew and answer them there.",
    bad: "\
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
> — Ines Roy, 2026-03-05
              ^^^^^^^^^^

**Mitigated:** the job logs the tenant.
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
> — Ines Roy, 2026-03-02

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
            "`{}` spoke on `{}`, after the decision was taken on `{}`",
            visible(&shown),
            visible(&day.text),
            visible(&taken.text)
        );
        findings.push(
            Finding::new(decision, day.span, message)
                .why("words that come later can't have been weighed")
                .help("mend the day if it is wrong; else answer the words in a new proposal")
                .related(&decision.path, taken.span, "the day of the decision")
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
