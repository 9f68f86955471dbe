//! A date exists and can only mean one day.

use super::date_form::{dates, fix, is_ambiguous};
use super::{Catalog, Check, Decision, Finding, Level, Rule, visible};
use crate::vocabulary::day::{Day, has_iso_shape};

pub(crate) static RULE: Rule = Rule {
    id: "date-impossible",
    level: Level::Deny,
    summary: "date does not exist or can mean two days",
    explain: "
Reports dates that do not exist, such as February 31, dates that can mean two days, and values that
are not a date. It looks at `date`, `review-by`, and the dates of quotes, of people who did not
answer, and of trials.

05/09 is in May for some readers and in September for others.

Write every date as `YYYY-MM-DD`. A date in another format that can only mean one day is reported
by `date-form`.
",
    example: "
---
status: accepted
date: 2026-02-31
      ^^^^^^^^^^
=> date: 2026-02-28
review-by: 05/09/2027
           ^^^^^^^^^^
=> review-by: 2027-09-05
<title>
",
    check: Check::Decision(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    dates(decision)
        .into_iter()
        .filter(|(day, _)| day.date.is_none() || is_ambiguous(day))
        .map(|(day, place)| Finding { fix: fix(day, place), ..finding(decision, day) })
        .collect()
}

fn finding(decision: &Decision, day: &Day) -> Finding {
    let written = visible(&day.text);
    let span = day.span.first_line(&decision.text);
    let right = "write the date as `YYYY-MM-DD`";
    match day.date {
        Some(date) => Finding::new(decision, span, format!("`{written}` can mean two different days"))
            .why("readers can't tell which day was meant")
            .help(format!("write `{date}`, if that is what was meant")),
        None if has_iso_shape(&day.text) => Finding::new(decision, span, format!("`{written}` does not exist"))
            .why("readers can't tell which day was meant")
            .help(right),
        None => Finding::new(decision, span, format!("`{written}` is not a date"))
            .why("readers can't tell which day was meant")
            .help(right),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn days_of_quotes_states_and_trials() {
        let text = "\
---
status: accepted
date: 2026-03-02
---
# T

## Consultation

> It wakes me.
>
> — Ines Roy, 2026-02-30

**No answer:** Lee Moss, asked 2026-02-31, waited until 2026-03-01.

## Trial

- Release: the view, 2026-13-01
";
        let found = messages(&RULE, text);
        let expected = ["2026-02-30", "2026-02-31", "2026-13-01"];
        assert_eq!(found, expected.map(|day| format!("`{day}` does not exist")));
    }

    #[test]
    fn a_form_with_slashes_is_not_taken_for_sure() {
        let with = |date: &str| messages(&RULE, &format!("---\nstatus: accepted\ndate: {date}\n---\n# T\n"));
        assert_eq!(with("05/09/2023"), ["`05/09/2023` can mean two different days"]);
        assert!(with("25/12/2023").is_empty());
        assert_eq!(with("soon"), ["`soon` is not a date"]);
        assert!(with("TBD").is_empty());
        assert!(with("{YYYY-MM-DD when the decision was last updated}").is_empty());
    }
}
