//! A date exists and is written so that it can only mean one day.

use super::{Catalog, Check, Decision, Finding, Fix, Level, Rule, template_left, visible};
use crate::text::listed;
use crate::vocabulary::day::{self, Day, has_iso_shape};

pub(crate) static RULE: Rule = Rule {
    id: "date-impossible",
    level: Level::Deny,
    summary: "date does not exist or is not written `YYYY-MM-DD`",
    explain: "
Reports dates that do not exist, such as February 31, and dates that are not written `YYYY-MM-DD`.
It looks at `date`, `review-by`, and the dates of quotes, of people who did not answer, and of
trials.

Other formats are ambiguous: 05/09 is in May for some readers and in September for others.

Write every date as `YYYY-MM-DD`. `heard check --fix` converts dates that can only mean one day.
",
    example: "
---
status: accepted
date: 2026-02-31
      ^^^^^^^^^^
=> date: 2026-02-28
review-by: 5th September 2027
           ^^^^^^^^^^^^^^^^^^
=> review-by: 2027-09-05
<title>
",
    check: Check::Decision(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let consultation = &decision.consultation;
    let header = [("date", decision.date.as_ref()), ("review-by", decision.review_by.as_ref())];
    let header = header.into_iter().filter_map(|(key, day)| Some((day?, Some(Place::Header(key)))));
    let quotes = consultation.quotes.iter().filter_map(|quote| quote.attribution.as_ref()?.date.as_ref());
    let states = consultation.states.iter().flat_map(|state| &state.dates);
    let trials = consultation.trials.iter().flat_map(|trial| &trial.dates);
    header
        .chain(quotes.map(|day| (day, Some(Place::Quote))))
        .chain(states.chain(trials).map(|day| (day, None)))
        // Leftover template text is reported as that.
        .filter(|(day, _)| !day.iso && !template_left::is_placeholder(&day.text))
        .map(|(day, place)| Finding { fix: place.and_then(|place| fix(day, place)), ..finding(decision, day) })
        .collect()
}

/// Where a date is that `--fix` looks at.
enum Place {
    /// Under a key of the header, or in the lines in place of one.
    Header(&'static str),
    /// In the attribution of a quote.
    Quote,
}

/// The date in the usual form, where it can mean no other.
fn fix(day: &Day, place: Place) -> Option<Fix> {
    day.date?;
    let Place::Header(key) = place else {
        return Some(Fix::Manual { reason: "it is in a quote, and `--fix` never edits quoted text".to_owned() });
    };
    Some(match day::meanings(&day.text).as_slice() {
        [date] => Fix::SetDate { key, from: day.text.clone(), to: date.to_string() },
        [] => Fix::Manual { reason: format!("`{}` says more than a date", visible(&day.text)) },
        days => {
            let days: Vec<String> = days.iter().map(ToString::to_string).collect();
            let days = listed(days.iter().map(String::as_str));
            Fix::Manual { reason: format!("`{}` may mean {days}", visible(&day.text)) }
        }
    })
}

fn finding(decision: &Decision, day: &Day) -> Finding {
    let written = visible(&day.text);
    let span = day.span.first_line(&decision.text);
    let right = "write the date as `YYYY-MM-DD`";
    match day.date {
        Some(date) if written.contains('/') => {
            Finding::new(decision, span, format!("`{written}` is not written `YYYY-MM-DD`"))
                .why("it can mean two different days")
                .help(format!("write `{date}`, if that is what was meant"))
        }
        Some(date) => Finding::new(decision, span, format!("`{written}` is not written `YYYY-MM-DD`"))
            .why("dates in other formats are ambiguous")
            .help(format!("write `{date}`")),
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
        assert_eq!(with("05/09/2023"), ["`05/09/2023` is not written `YYYY-MM-DD`"]);
        assert_eq!(with("soon"), ["`soon` is not a date"]);
        assert!(with("TBD").is_empty());
        assert!(with("{YYYY-MM-DD when the decision was last updated}").is_empty());
    }
}
