//! Days in another form: `2 March 2026` becomes `2026-03-02`, where it can mean no other day.

use super::{Change, Found, Mend};
use crate::decision::Decision;
use crate::decision::day::{self, Day};
use crate::finding::Finding;
use crate::text::{listed, visible};

/// The mend of a day in the header, or in the lines that stand for one.
pub(super) fn mend(decision: &Decision, finding: &Finding) -> Found {
    let is_it = |day: &&Day| day.span.first_line(&decision.text) == finding.span;
    let fields = [("date", decision.date.as_ref()), ("review-by", decision.review_by.as_ref())];
    let field = fields.into_iter().find_map(|(key, day)| Some((key, day.filter(is_it)?)));
    let mut quoted = decision.consultation.quotes.iter().filter_map(|quote| quote.attribution.as_ref()?.date.as_ref());
    let (key, day) = match (field, quoted.find(is_it)) {
        (Some(found), _) => found,
        (None, Some(day)) => {
            day.date?;
            return Some(Err("it stands in a quote, and words that are quoted are never written to".to_owned()));
        }
        (None, None) => return None,
    };
    day.date?;
    match day::meanings(&day.text).as_slice() {
        [date] => {
            let value = date.to_string();
            let what = format!("`{}` → `{value}`", visible(&day.text));
            Some(Ok(Mend { at: Some(finding.span.start), what, change: Change::Set { key, value } }))
        }
        [] => Some(Err(format!("`{}` says more than a day", visible(&day.text)))),
        days => {
            let days: Vec<String> = days.iter().map(ToString::to_string).collect();
            Some(Err(format!("`{}` may be {}", visible(&day.text), listed(days.iter().map(String::as_str)))))
        }
    }
}
