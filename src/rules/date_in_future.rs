//! Nothing happens in the future.

use jiff::civil::Date;

use super::{Catalog, Check, Decision, Finding, Level, Rule};
use crate::vocabulary::day::Day;
use crate::vocabulary::words::Disposition;

pub(crate) static RULE: Rule = Rule {
    id: "date-in-future",
    level: Level::Deny,
    summary: "something is said to have happened in the future",
    explain: "
Reports a `date`, the date of a quote, or the date when somebody was asked that is in the future.
Tomorrow is fine, since it may already be tomorrow where the author is.

Usually the year is wrong. Sometimes a quote was written before the person was asked.

Write the date when it happened. For a date in the future, such as the next review, use `review-by`.
",
    example: "
---
status: accepted
date: 2027-03-02
      ^^^^^^^^^^
=> date: 2026-03-02
review-by: 2028-03-02
<consultation>
> I get paged when an export stalls and cannot see whose it is.
>
> — Ines Roy, 2027-02-12
              ^^^^^^^^^^
=> > — Ines Roy, 2026-02-12

**No answer:** Lee Moss, asked 2027-02-10, waited until 2027-02-24.
                               ^^^^^^^^^^
=> **No answer:** Lee Moss, asked 2026-02-10, waited until 2026-02-24.
",
    check: Check::Decision(check),
};

fn check(decision: &Decision, catalog: &Catalog) -> Vec<Finding> {
    let consultation = &decision.consultation;
    let date = decision.date.iter().map(|day| (day, "the date of the decision"));
    let said = consultation.quotes.iter().filter_map(|quote| quote.attribution.as_ref()?.date.as_ref());
    // What a waiver is for may still come.
    let unanswered = consultation.states.iter().filter(|state| state.kind != Disposition::Waived);
    // The second day of a state, to which the wait goes on, may still come.
    let asked = unanswered.filter_map(|state| state.dates.first());
    date.chain(said.map(|day| (day, "the date of the quote")))
        .chain(asked.map(|day| (day, "the date of asking or telling")))
        .filter(|(day, _)| day.date.is_some_and(|date| is_to_come(date, catalog.today)))
        .map(|(day, what)| finding(decision, day, what, catalog.today))
        .collect()
}

/// Whether a day has begun nowhere yet: east of the clock that is asked, tomorrow may have.
fn is_to_come(date: Date, today: Date) -> bool {
    date > today.tomorrow().unwrap_or(today)
}

fn finding(decision: &Decision, day: &Day, what: &str, today: Date) -> Finding {
    let span = day.span.first_line(&decision.text);
    let date = day.date.unwrap_or(today);
    Finding::new(decision, span, format!("{what}, {date}, is in the future"))
        .why(format!("today is {today}"))
        .help("write the date when it happened")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn tomorrow_may_have_begun_elsewhere() {
        let with = |date: &str| messages(&RULE, &format!("---\nstatus: accepted\ndate: {date}\n---\n# T\n")).len();
        assert_eq!(["2026-06-01", "2026-06-02", "2026-06-03"].map(with), [0, 0, 1]);
    }
}
