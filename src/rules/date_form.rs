//! A date is written `YYYY-MM-DD`.

use super::{Catalog, Check, Decision, Finding, Fix, Level, Rule, template_left, visible};
use crate::text::listed;
use crate::vocabulary::day::{self, Day};

pub(crate) static RULE: Rule = Rule {
    id: "date-form",
    level: Level::Warn,
    summary: "date is not written `YYYY-MM-DD`",
    explain: "
Reports dates that are clear but not written `YYYY-MM-DD`. It looks at `date`, `review-by`, and the
dates of quotes, of people who did not answer, and of trials. A date with a time is fine:
`2026-03-02T10:11:12Z` is 2026-03-02.

Other tools sort and compare dates in this form only.

Write every date as `YYYY-MM-DD`. `heard check --fix` converts `date` and `review-by`.
",
    example: "
---
status: accepted
date: 2 March 2026
      ^^^^^^^^^^^^
=> date: 2026-03-02
review-by: (2027-09-05)
           ^^^^^^^^^^^^
=> review-by: 2027-09-05
<title>
",
    check: Check::Decision(check),
};

fn check(decision: &Decision, _: &Catalog) -> Vec<Finding> {
    let dates = dates(decision).into_iter().filter(|(day, _)| !is_ambiguous(day));
    dates.filter_map(|(day, place)| finding(decision, day, place)).collect()
}

fn finding(decision: &Decision, day: &Day, place: Place) -> Option<Finding> {
    let date = day.date?;
    let span = day.span.first_line(&decision.text);
    let message = format!("`{}` is not written `YYYY-MM-DD`", visible(&day.text));
    let finding = Finding::new(decision, span, message)
        .why("other tools can't sort or compare it")
        .help(format!("write `{date}`"));
    Some(Finding { fix: fix(day, place), ..finding })
}

/// Where a date is, for `--fix`.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// Under a key of the header, or in the lines in place of one.
    Header(&'static str),
    /// In the attribution of a quote.
    Quote,
    /// In a state or a trial.
    Text,
}

/// The dates of a decision that are not written in the right form. Leftover template text is reported as that.
pub(super) fn dates(decision: &Decision) -> Vec<(&Day, Place)> {
    let consultation = &decision.consultation;
    let header = [("date", decision.date.as_ref()), ("review-by", decision.review_by.as_ref())];
    let header = header.into_iter().filter_map(|(key, day)| Some((day?, Place::Header(key))));
    let quotes = consultation.quotes.iter().filter_map(|quote| quote.attribution.as_ref()?.date.as_ref());
    let states = consultation.states.iter().flat_map(|state| &state.dates);
    let trials = consultation.trials.iter().flat_map(|trial| &trial.dates);
    header
        .chain(quotes.map(|day| (day, Place::Quote)))
        .chain(states.chain(trials).map(|day| (day, Place::Text)))
        .filter(|(day, _)| !day.iso && !template_left::is_placeholder(&day.text))
        .collect()
}

/// Whether a date can mean more than one day.
pub(super) fn is_ambiguous(day: &Day) -> bool {
    day::meanings(&day.text).len() > 1
}

/// The date in the usual form, where it can mean no other.
pub(super) fn fix(day: &Day, place: Place) -> Option<Fix> {
    day.date?;
    let key = match place {
        Place::Header(key) => key,
        Place::Quote => {
            return Some(Fix::Manual { reason: "it is in a quote, and `--fix` never edits quoted text".to_owned() });
        }
        Place::Text => return None,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::tests::messages;

    #[test]
    fn dates_in_other_forms_are_clear() {
        let with = |date: &str| messages(&RULE, &format!("---\nstatus: accepted\ndate: {date}\n---\n# T\n"));
        for date in [
            "(2016-06-17)",
            "2022.05.10",
            "20260211",
            "2026-07-18 (split)",
            "11. Februar 2026",
            "11 février 2026",
            "2026年2月11日",
            "２０２６-０２-１１",
            "25/12/2026",
        ] {
            assert_eq!(with(date), [format!("`{date}` is not written `YYYY-MM-DD`")]);
        }
        for date in ["2026-02-11", "2017-09-07T00:00:00.000Z", "2026-02-31", "05/09/2026", "soon", "TBD"] {
            assert!(with(date).is_empty(), "{date}");
        }
    }

    #[test]
    fn a_full_stop_after_the_day_of_an_attribution_is_no_part_of_it() {
        let text =
            "---\nstatus: accepted\n---\n# T\n\n## Consultation\n\n> It wakes me.\n>\n> — Ines Roy, 2026-02-12.\n";
        assert!(messages(&RULE, text).is_empty());
        assert!(messages(&super::super::date_impossible::RULE, text).is_empty());
    }
}
