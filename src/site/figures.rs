//! The log in numbers: each figure is a picture of bars with its table beside it, and a sentence where there
//! is nothing to draw. What asks for another look stands above them. Here the log is counted; `drawn` makes the
//! pictures.

mod again;
mod drawn;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use jiff::civil::Date;

use super::list::counted;
use super::{Entry, Frame, Site, class, is_answered, write};
use crate::decision::day::Day;
use crate::decision::field::{Alias, DATE};
use crate::decision::words::{Disposition, StatusKind};
use crate::decision::{self, Decision};
use crate::document::header::Field;
use again::{Again, again};
use drawn::{Bar, bars};

/// How many people have a bar; the table has all.
const BARS: usize = 20;
/// Years without a decision are told up to this many years in all.
const YEARS: i32 = 60;

#[derive(Template)]
#[template(path = "figures.html")]
struct Page<'a> {
    frame: Frame<'a>,
    summary: String,
    again: Vec<Again<'a>>,
    times: Option<Times>,
    concerns: Vec<Bar>,
    heard: Vec<Heard<'a>>,
    heard_bars: Vec<Bar>,
    silent: Vec<Silent<'a>>,
    silent_bars: Vec<Bar>,
    has_asked: bool,
    lasted: Lasted,
    longest: Option<(&'a Entry<'a>, String)>,
}

/// The figures of a log.
pub(super) fn page(site: &Site<'_>, out: &mut String) {
    let heard = heard(site);
    let silent = silent(site);
    let concerns = concerns(site);
    let lasted = lasted(site);
    let summary = "Who was heard, what became of it, and how long it took. Every number is counted from the \
                   decisions themselves.";
    let page = Page {
        frame: Frame::new(site, "figures.html", "Figures", summary, "figures"),
        summary: summary.to_owned(),
        again: again(site),
        times: times(site),
        concerns: bars(concerns.iter().map(|(word, class, count)| (*word, *count, *class))),
        heard_bars: bars(heard.iter().take(BARS).map(|one| (one.name, one.decisions, "plain"))),
        heard,
        silent_bars: bars(silent.iter().take(BARS).map(|one| (one.name, one.asked, "silent"))),
        silent,
        has_asked: site.people.all.iter().any(|someone| !someone.asked.is_empty()),
        longest: lasted.longest.map(|(index, days)| (&site.entries[index], told(days))),
        lasted,
    };
    write(&page, out);
}

/// Decisions by status over time.
#[derive(Debug, PartialEq, Eq)]
struct Times {
    /// `year` or `quarter`.
    unit: &'static str,
    /// The statuses that occur, in the order of the contract.
    statuses: Vec<(&'static str, &'static str)>,
    /// Years or quarters, the oldest first, each with how many there are of each status.
    periods: Vec<Period>,
    /// Those without a day, when there are any.
    undated: Option<Vec<usize>>,
}

#[derive(Debug, PartialEq, Eq)]
struct Period {
    /// The year.
    year: i32,
    /// The quarter, when these are told apart.
    quarter: Option<i32>,
    counts: Vec<usize>,
}

impl Period {
    fn name(&self) -> String {
        match self.quarter {
            Some(quarter) => format!("{} Q{quarter}", self.year),
            None => self.year.to_string(),
        }
    }

    fn total(&self) -> usize {
        self.counts.iter().sum()
    }
}

fn times(site: &Site<'_>) -> Option<Times> {
    // Before the word for it: quarters since the year 0.
    let quarter = |date: Date| i32::from(date.year()) * 4 + (i32::from(date.month()) - 1) / 3;
    let mut found: BTreeSet<usize> = BTreeSet::new();
    let mut counts: BTreeMap<Option<i32>, BTreeMap<usize, usize>> = BTreeMap::new();
    let place = |kind: Option<StatusKind>| kind.map_or(StatusKind::ALL.len(), |kind| kind as usize);
    for entry in &site.entries {
        let decision = entry.decision;
        let when = decision.date.as_ref().and_then(|day| day.date).map(quarter);
        let status = place(decision.kind());
        found.insert(status);
        *counts.entry(when).or_default().entry(status).or_default() += 1;
    }
    let undated = counts.remove(&None);
    let dated: Vec<(i32, BTreeMap<usize, usize>)> =
        counts.into_iter().filter_map(|(when, counts)| Some((when?, counts))).collect();
    let (first, last) = (dated.first()?.0, dated.last()?.0);
    let by_quarter = last - first < 8;
    let unit = |when: i32| if by_quarter { when } else { when.div_euclid(4) };
    let mut periods: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    // A gap is told, unless it is a slip of the pen by centuries.
    if unit(last) - unit(first) < YEARS {
        periods.extend((unit(first)..=unit(last)).map(|when| (when, vec![0; found.len()])));
    }
    let row = |counts: &BTreeMap<usize, usize>| -> Vec<usize> {
        found.iter().map(|status| counts.get(status).copied().unwrap_or_default()).collect()
    };
    for (when, counts) in &dated {
        let period = periods.entry(unit(*when)).or_insert_with(|| vec![0; found.len()]);
        for (sum, count) in period.iter_mut().zip(row(counts)) {
            *sum += count;
        }
    }
    let word = |status: &usize| match StatusKind::ALL.get(*status) {
        Some(kind) => (kind.word(), kind.word()),
        None => ("other", "other"),
    };
    Some(Times {
        unit: if by_quarter { "quarter" } else { "year" },
        statuses: found.iter().map(word).collect(),
        periods: periods
            .into_iter()
            .map(|(when, counts)| match by_quarter {
                true => Period { year: when.div_euclid(4), quarter: Some(when.rem_euclid(4) + 1), counts },
                false => Period { year: when, quarter: None, counts },
            })
            .collect(),
        undated: undated.as_ref().map(row),
    })
}

/// What became of what people said: word, class and how often. Only what occurs.
fn concerns(site: &Site<'_>) -> Vec<(&'static str, &'static str, usize)> {
    let mut with_word: BTreeMap<Disposition, usize> = BTreeMap::new();
    let (mut without_word, mut unanswered) = (0, 0);
    let quotes = site.entries.iter().flat_map(|entry| &entry.decision.consultation.quotes);
    for quote in quotes.filter(|quote| quote.attribution.is_some()) {
        match quote.answer.as_ref().map(|answer| answer.disposition.as_ref()) {
            Some(Some(word)) => *with_word.entry(word.value).or_default() += 1,
            Some(None) => without_word += 1,
            None => unanswered += 1,
        }
    }
    let with_word = with_word.into_iter().map(|(kind, count)| (kind.word(), class(kind), count));
    let without_word = ("Answered in other words", "answered", without_word);
    let unanswered = ("Not answered", "unanswered", unanswered);
    with_word.chain([without_word, unanswered]).filter(|(_, _, count)| *count > 0).collect()
}

/// Somebody who was heard.
#[derive(Debug)]
struct Heard<'a> {
    name: &'a str,
    file: &'a str,
    decisions: usize,
    quotes: usize,
    answered: usize,
}

/// Everybody who is quoted, those heard most often first.
fn heard<'a>(site: &'a Site<'_>) -> Vec<Heard<'a>> {
    let spoken = site.people.all.iter().filter(|someone| !someone.said.is_empty());
    let mut heard: Vec<Heard<'_>> = spoken
        .map(|someone| Heard {
            name: &someone.name,
            file: &someone.file,
            // The quotes stand in the order of the decisions.
            decisions: someone.said.chunk_by(|one, other| one.decision == other.decision).count(),
            quotes: someone.said.len(),
            answered: someone.said.iter().filter(|said| is_answered(site.quote(said))).count(),
        })
        .collect();
    heard.sort_by_key(|one| Reverse((one.decisions, one.quotes)));
    heard
}

/// Somebody who was asked and never said a word that is on the record.
#[derive(Debug)]
struct Silent<'a> {
    name: &'a str,
    file: &'a str,
    is_group: bool,
    /// In how many decisions they were asked.
    asked: usize,
    /// How many of these say that there was no answer.
    told: usize,
    last: &'a Entry<'a>,
}

/// Who was asked and never answered, those asked most often first.
fn silent<'a>(site: &'a Site<'a>) -> Vec<Silent<'a>> {
    #[derive(Clone, Default)]
    struct Asked {
        /// The newest of the decisions, how many there are, and how many say that there was no answer.
        last: Option<usize>,
        decisions: usize,
        told: usize,
        is_heard: bool,
    }
    let mut all = vec![Asked::default(); site.people.all.len()];
    for (someone, asked) in site.people.all.iter().zip(&mut all) {
        asked.is_heard = !someone.said.is_empty();
    }
    for index in site.order.iter().rev() {
        let entry = &site.entries[*index];
        let states = entry.decision.consultation.states.iter().filter(|state| state.kind == Disposition::NoAnswer);
        let told = states.filter_map(|state| state.party.as_ref()).map(|party| (site.people.find(party), true, false));
        let listed = site.whom(*index).consulted.iter().zip(&entry.quoted);
        let listed = listed.map(|(someone, number)| (*someone, false, number.is_some()));
        for (someone, is_told, is_quoted) in listed.chain(told) {
            let Some(someone) = someone else { continue };
            let asked = &mut all[someone];
            if asked.is_heard || is_quoted {
                asked.is_heard = true;
                continue;
            }
            if asked.last != Some(*index) {
                asked.last = Some(*index);
                asked.decisions += 1;
            }
            asked.told += usize::from(is_told);
        }
    }
    let mut silent: Vec<Silent<'_>> = site
        .people
        .all
        .iter()
        .zip(all)
        .filter(|(_, asked)| !asked.is_heard)
        .filter_map(|(someone, asked)| {
            Some(Silent {
                name: &someone.name,
                file: &someone.file,
                is_group: someone.is_group,
                asked: asked.decisions,
                told: asked.told.min(asked.decisions),
                last: &site.entries[asked.last?],
            })
        })
        .collect();
    silent.sort_by_key(|one| Reverse(one.asked));
    silent
}

/// How long it took from the first dated word to acceptance.
#[derive(Debug)]
struct Lasted {
    /// How many decisions are accepted.
    accepted: usize,
    /// How many of them have both days.
    known: usize,
    /// The days within which half of them were accepted.
    half: String,
    /// The longest, with its days.
    longest: Option<(usize, i32)>,
    bars: Vec<Bar>,
}

/// Spans of days, each with the last day that belongs to it.
const SPANS: [(&str, i32); 6] = [
    ("the same day", 0),
    ("1 to 7 days", 7),
    ("8 to 30 days", 30),
    ("31 to 90 days", 90),
    ("91 to 365 days", 365),
    ("more than a year", i32::MAX),
];

fn lasted(site: &Site<'_>) -> Lasted {
    let accepted = site.entries.iter().enumerate().filter(|(_, entry)| entry.decision.is_accepted());
    let mut days: Vec<(i32, usize)> =
        accepted.clone().filter_map(|(index, entry)| Some((days(entry.decision)?, index))).collect();
    days.sort_unstable();
    let mut counts = [0; SPANS.len()];
    for (count, _) in &days {
        counts[SPANS.iter().position(|(_, last)| count <= last).unwrap_or_default()] += 1;
    }
    Lasted {
        accepted: accepted.count(),
        known: days.len(),
        half: days.get(days.len().saturating_sub(1) / 2).map_or_else(String::new, |(days, _)| told(*days)),
        longest: days.last().map(|(days, index)| (*index, *days)),
        bars: bars(SPANS.iter().zip(counts).map(|((word, _), count)| (*word, count, "plain"))),
    }
}

/// A number of days in words.
fn told(days: i32) -> String {
    counted(usize::try_from(days).unwrap_or_default(), "day")
}

/// Whether a field says when a record was started.
fn is_start(field: &Field) -> bool {
    matches!(DATE.alias(&field.name), Some(Alias::Begun(_)))
}

/// The days from the first dated word of an accepted decision to its acceptance. None where the day of
/// acceptance is not known, or nothing in the record is dated before it.
fn days(decision: &Decision) -> Option<i32> {
    let field = DATE.find(&decision.fields)?;
    // Where the only day is that of the start, the day of the end is not known.
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
    use super::super::Page as Which;
    use super::super::sample::{seen, site};
    use super::again::AGAIN;
    use super::drawn::{COLUMNS, LONGEST};
    use super::*;

    fn dated(status: &str, date: &str) -> String {
        format!("---\nstatus: {status}\ndate: {date}\n---\n# T\n")
    }

    fn log(texts: &[String], check: impl FnOnce(&Site<'_>)) {
        let files: Vec<(u32, &str)> = (1..).zip(texts.iter().map(String::as_str)).collect();
        site(&files, check);
    }

    /// A decision on which people were asked, with its consultation.
    fn asked(status: &str, people: &str, said: &str) -> String {
        format!("---\nstatus: {status}\ndate: 2026-03-10\nconsulted: [{people}]\n---\n# T\n\n## Consultation\n\n{said}")
    }

    fn quote(speaker: &str, answer: &str) -> String {
        format!("> It is late.\n>\n> — {speaker}\n\n{answer}\n\n")
    }

    #[test]
    fn statuses_are_counted_by_quarter_while_there_are_few_and_else_by_year() {
        let mut texts = vec![
            dated("accepted", "2024-12-31"),
            dated("accepted", "2025-01-01"),
            dated("rejected", "2025-03-31"),
            dated("accepted", "2025-07-01"),
            dated("done", "soon"),
        ];
        let names = |times: &Times| times.periods.iter().map(Period::name).collect::<Vec<_>>();
        log(&texts, |site| {
            let times = times(site).unwrap();
            assert_eq!(times.statuses, [("accepted", "accepted"), ("rejected", "rejected"), ("other", "other")]);
            assert_eq!(names(&times), ["2024 Q4", "2025 Q1", "2025 Q2", "2025 Q3"]);
            let counts: Vec<&[usize]> = times.periods.iter().map(|period| period.counts.as_slice()).collect();
            assert_eq!(counts, [[1, 0, 0], [1, 1, 0], [0, 0, 0], [1, 0, 0]]);
            assert_eq!(times.undated, Some(vec![0, 0, 1]));
        });
        texts.push(dated("accepted", "2027-01-01"));
        log(&texts, |site| {
            let times = times(site).unwrap();
            assert_eq!(
                (times.unit, names(&times)),
                ("year", vec!["2024".into(), "2025".into(), "2026".into(), "2027".into()])
            );
            assert_eq!(times.periods[1].counts, [2, 1, 0]);
        });
        // A year that is a slip does not make a column for each year between.
        texts.push(dated("accepted", "0026-01-01"));
        log(&texts, |site| assert_eq!(times(site).unwrap().periods.len(), 4));
    }

    #[test]
    fn many_years_have_their_last_columns_in_the_picture_and_all_in_the_table() {
        let texts: Vec<String> = (1995..2025).map(|year| dated("accepted", &format!("{year}-05-05"))).collect();
        log(&texts, |site| {
            let times = times(site).unwrap();
            assert_eq!((times.periods.len(), times.drawn().len()), (30, COLUMNS));
            let rows = times.rows();
            assert_eq!((rows.len(), rows[0].columns.len(), rows[0].total), (1, COLUMNS, COLUMNS));
            assert!(rows[0].columns.iter().all(|column| column.height == LONGEST));
            let text = seen(&site.render(Which::Figures));
            assert!(text.contains("the picture has the last 12 of 30 years"), "{text}");
            assert!(text.contains("1995 1 1"), "{text}");
        });
    }

    #[test]
    fn concerns_are_counted_by_what_was_answered() {
        let said = [
            quote("Ines Roy", "**Changed:** so it is."),
            quote("Bo Lund", "**Changed:** so it is."),
            quote("Ines Roy", "We saw to it."),
            quote("Ines Roy", "**Open:** not yet."),
            quote("Ines Roy", ""),
            "> Nobody said this.\n".to_owned(),
        ];
        log(&[asked("proposed", "\"Ines Roy\", \"Bo Lund\"", &said.concat())], |site| {
            let counts: Vec<(&str, usize)> = concerns(site).into_iter().map(|(word, _, count)| (word, count)).collect();
            let expected = [("Changed", 2), ("Open", 1), ("Answered in other words", 1), ("Not answered", 1)];
            assert_eq!(counts, expected);
            let heard = heard(site);
            let counts: Vec<_> = heard.iter().map(|one| (one.name, one.decisions, one.quotes, one.answered)).collect();
            assert_eq!(counts, [("Ines Roy", 1, 4, 2), ("Bo Lund", 1, 1, 1)]);
        });
    }

    #[test]
    fn people_are_ranked_by_the_decisions_that_quote_them() {
        let ines = quote("Ines Roy", "").repeat(3);
        let bo = quote("Bo Lund", "");
        log(&[asked("accepted", "", &format!("{ines}{bo}")), asked("accepted", "", &bo)], |site| {
            let heard = heard(site);
            assert_eq!(
                heard.iter().map(|one| (one.name, one.decisions)).collect::<Vec<_>>(),
                [("Bo Lund", 2), ("Ines Roy", 1)]
            );
            let bars = bars(heard.iter().map(|one| (one.name, one.decisions, "plain")));
            assert_eq!(bars.iter().map(|bar| bar.share.as_str()).collect::<Vec<_>>(), ["100.0", "50.0"]);
        });
        let many: Vec<String> = (0..30).map(|n| quote(&format!("Person {n}"), "")).collect();
        log(&[asked("accepted", "", &many.concat())], |site| {
            let html = site.render(Which::Figures);
            assert!(seen(&html).contains("the picture has the first 20 of 30 people"));
            assert_eq!(html.matches("people/person-").count(), 30);
        });
    }

    #[test]
    fn silence_is_told_by_states_and_by_missing_quotes() {
        let first =
            asked("accepted", "\"Ines Roy\", \"Bo Lund\", \"Cy Hale\"", &quote("Ines Roy", "**Changed:** yes."));
        let told = "**No answer:** Dee Fox, asked 2026-01-01, waited until 2026-02-01.\n\n**No answer:** Bo Lund, asked 2026-01-01.\n";
        let second = asked("accepted", "\"Bo Lund\"", told);
        let third = asked("accepted", "\"Cy Hale\"", &quote("Cy Hale", ""));
        log(&[first, second, third], |site| {
            let silent: Vec<_> =
                silent(site).iter().map(|one| (one.name, one.asked, one.told, one.last.file.as_str())).collect();
            assert_eq!(silent, [("Bo Lund", 2, 1, "0002-x"), ("Dee Fox", 1, 1, "0002-x")]);
        });
    }

    #[test]
    fn days_run_from_the_first_dated_word_to_acceptance() {
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
        log(&texts, |site| {
            let found: Vec<Option<i32>> = site.entries.iter().map(|entry| days(entry.decision)).collect();
            assert_eq!(found, cases.iter().map(|(_, days)| *days).collect::<Vec<_>>());
            let lasted = lasted(site);
            assert_eq!((lasted.accepted, lasted.known, lasted.half.as_str()), (9, 5, "7 days"));
            assert_eq!(lasted.longest, Some((3, 365)));
            assert_eq!(lasted.bars.iter().map(|bar| bar.count).collect::<Vec<_>>(), [1, 2, 1, 0, 1, 0]);
        });
    }

    #[test]
    fn what_asks_for_another_look_is_named() {
        let texts = [
            "---\nstatus: accepted\nreview-by: 2026-05-31\n---\n# Late\n".to_owned(),
            asked("accepted", "\"Ines Roy\"", &quote("Ines Roy", "**Overruled by Ana Ruiz:** it has to be.")),
            asked("accepted", "\"Ines Roy\"", &quote("Ines Roy", "")),
            "---\nstatus: waived\nreview-by: 2026-05-31\n---\n# Ended\n".to_owned(),
            "---\nstatus: waived\nreview-by: 2026-07-01\n---\n# Open\n".to_owned(),
            "---\nstatus: waived\n---\n# Endless\n".to_owned(),
            asked("proposed", "", "**Waived:** support, by Ana Ruiz: only typing errors.\n"),
        ];
        log(&texts, |site| {
            let told: Vec<(&str, &str, String)> = again(site)
                .into_iter()
                .flat_map(|group| {
                    group.decisions.into_iter().map(move |(entry, told)| (group.words, &entry.file[..4], told))
                })
                .collect();
            let told: Vec<(&str, &str, &str)> =
                told.iter().map(|(words, id, told)| (*words, *id, told.as_str())).collect();
            let expected = [
                ("review overdue", "0001", "due 2026-05-31"),
                ("standing objection", "0002", "Ines Roy, overruled by Ana Ruiz"),
                ("concern not answered", "0003", "Ines Roy"),
                ("waiver", "0006", "without an end"),
                ("waiver", "0005", "ends 2026-07-01"),
                ("waiver", "0004", "ended 2026-05-31"),
                ("somebody was not asked", "0007", "support"),
            ];
            assert_eq!(told, expected);
        });
        let texts = vec![texts[1].clone(); 30];
        log(&texts, |site| assert_eq!(again(site)[0].more, 30 - AGAIN));
    }

    #[test]
    fn without_numbers_there_are_sentences_and_no_pictures() {
        log(&["# T\n".to_owned()], |site| {
            let html = site.render(Which::Figures);
            assert!(!html.contains("<svg"));
            for sentence in [
                "Nothing is overdue",
                "No decision has a date.",
                "Nobody is quoted yet.",
                "Nobody was asked yet.",
                "No accepted decision has both",
            ] {
                assert!(seen(&html).contains(sentence), "{sentence}");
            }
        });
    }
}
