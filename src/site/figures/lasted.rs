//! How long it took to accept decisions.

use super::super::Site;
use super::super::words::SiteWords;
use super::drawn::{Bar, bars};
use crate::decision::field::{Alias, DATE};
use crate::decision::{self, Decision};
use crate::document::header::Field;
use crate::vocabulary::day::Day;

/// How long accepted decisions took.
#[derive(Debug)]
pub(super) struct Durations {
    /// How many decisions are accepted.
    pub accepted: usize,
    /// How many of them have both dates.
    pub known: usize,
    /// The median.
    pub half: String,
    /// The longest, with its number of days.
    pub longest: Option<(usize, i32)>,
    pub bars: Vec<Bar>,
}

/// The last day of each range.
const SPANS: [i32; 6] = [0, 7, 30, 90, 365, i32::MAX];

/// Counts the days from the first date in a decision to its acceptance.
pub(super) fn count_durations(site: &Site<'_>) -> Durations {
    let accepted = site.entries.iter().enumerate().filter(|(_, entry)| entry.decision.is_accepted());
    let mut days: Vec<(i32, usize)> =
        accepted.clone().filter_map(|(index, entry)| Some((days_to_accept(entry.decision)?, index))).collect();
    days.sort_unstable();
    let mut counts = [0; SPANS.len()];
    for (count, _) in &days {
        counts[SPANS.iter().position(|last| count <= last).unwrap_or_default()] += 1;
    }
    let words = site.words();
    let half =
        days.get(days.len().saturating_sub(1) / 2).map_or_else(String::new, |(days, _)| shown_days(words, *days));
    Durations {
        accepted: accepted.count(),
        known: days.len(),
        half,
        longest: days.last().map(|(days, index)| (*index, *days)),
        bars: bars(words.spans.into_iter().zip(counts).map(|(word, count)| (word, count, "plain"))),
    }
}

/// A number of days in words.
pub(super) fn shown_days(words: &SiteWords, days: i32) -> String {
    words.count_days.of(usize::try_from(days).unwrap_or_default())
}

/// Whether a field has the date on which a record was started.
fn is_start(field: &Field) -> bool {
    matches!(DATE.alias(&field.name), Some(Alias::Begun(_)))
}

/// The days from the first date in an accepted decision to its acceptance. None when the date of acceptance is not
/// known, or there is no earlier date.
fn days_to_accept(decision: &Decision) -> Option<i32> {
    let field = DATE.find(&decision.fields)?;
    // When the only date is that of the start, the date of the end is not known.
    if is_start(field) {
        return None;
    }
    let end = decision.date.as_ref()?.date?;
    let consultation = &decision.consultation;
    let written = decision.fields.iter().filter(|field| is_start(field));
    let written =
        written.map(|field| Day::read(decision::words_of(&decision.text, &field.value), field.value.span).date);
    let day = |day: &Day| day.date;
    let said = consultation.quotes.iter().map(|quote| quote.attribution.as_ref()?.date.as_ref().and_then(day));
    let asked = consultation.states.iter().flat_map(|state| &state.dates).map(day);
    let tried = consultation.trials.iter().flat_map(|trial| &trial.dates).map(day);
    let first = written.chain(said).chain(asked).chain(tried).flatten().min()?;
    if first > end {
        return None;
    }
    first.until(end).ok().map(|span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::site_of;
    use super::*;

    #[test]
    fn days_run_from_the_first_date_to_acceptance() {
        let header = |more: &str| format!("---\nstatus: accepted\n{more}---\n# T\n\n## Consultation\n\n");
        let quoted = |day: &str| format!("> It is late.\n>\n> — Ines Roy, {day}\n\n");
        let cases = [
            (header("date: 2026-03-10\n") + &quoted("2026-03-03"), Some(7)),
            (
                header("date: 2026-03-10\n") + &quoted("2026-03-03") + "**No answer:** Bo Lund, asked 2026-02-10.\n",
                Some(28),
            ),
            (header("date: 2026-03-10\n") + "## Trial\n\n- Release: x, 2026-03-09\n", Some(1)),
            (header("date: 2026-03-10\ncreated: 2025-03-10\n"), Some(365)),
            (header("date: 2026-03-10\n") + &quoted("2026-03-10"), Some(0)),
            (header("date: 2026-03-10\n") + &quoted("2026-03-11"), None),
            (header("date: 2026-03-10\n"), None),
            (header("created: 2026-03-10\n") + &quoted("2026-03-03"), None),
            (header("") + &quoted("2026-03-03"), None),
        ];
        let texts: Vec<String> = cases.iter().map(|(text, _)| text.clone()).collect();
        site_of(&texts, |site| {
            let found: Vec<Option<i32>> = site.entries.iter().map(|entry| days_to_accept(entry.decision)).collect();
            assert_eq!(found, cases.iter().map(|(_, days)| *days).collect::<Vec<_>>());
            let lasted = count_durations(site);
            assert_eq!((lasted.accepted, lasted.known, lasted.half.as_str()), (9, 5, "7 days"));
            assert_eq!(lasted.longest, Some((3, 365)));
            assert_eq!(lasted.bars.iter().map(|bar| bar.count).collect::<Vec<_>>(), [1, 2, 1, 0, 1, 0]);
        });
    }
}
