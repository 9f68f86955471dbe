//! Decisions by status over time.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::super::Site;
use super::super::words::{SiteWords, fill};
use crate::vocabulary::words::StatusKind;

/// Up to this many years in all, years without a decision are listed.
const YEARS: i32 = 60;

/// Decisions by status over time.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct StatusTimes {
    pub unit: Unit,
    /// The statuses that occur, in the order of the contract.
    pub statuses: Vec<(&'static str, &'static str)>,
    /// Years or quarters, oldest first, each with the number of decisions of each status.
    pub periods: Vec<Period>,
    /// Those without a date, when there are any.
    pub undated: Option<Vec<usize>>,
}

/// By what decisions are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Year,
    Quarter,
}

impl Unit {
    /// The phrase for this unit.
    pub(super) fn of(self, phrases: &[&'static str; 2]) -> &'static str {
        phrases[self as usize]
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Period {
    /// The year.
    pub year: i32,
    /// The quarter, when decisions are counted by quarter.
    pub quarter: Option<i32>,
    pub counts: Vec<usize>,
}

impl Period {
    pub(super) fn name(&self, words: &SiteWords) -> String {
        match self.quarter {
            Some(quarter) => fill(words.quarter_of, &[("year", &self.year), ("quarter", &quarter)]),
            None => self.year.to_string(),
        }
    }

    pub(super) fn total(&self) -> usize {
        self.counts.iter().sum()
    }
}

/// Counts the decisions by status and by quarter or year. None when no decision has a date.
pub(super) fn count_statuses(site: &Site<'_>) -> Option<StatusTimes> {
    // Quarters since the year 0.
    let quarter = |date: Date| i32::from(date.year()) * 4 + (i32::from(date.month()) - 1) / 3;
    // Of each status, and of those that are none of them.
    let mut counts: BTreeMap<Option<i32>, [usize; StatusKind::ALL.len() + 1]> = BTreeMap::new();
    for entry in &site.entries {
        let decision = entry.decision;
        let when = decision.date.as_ref().and_then(|day| day.date).map(quarter);
        let status = decision.kind().map_or(StatusKind::ALL.len(), |kind| kind as usize);
        counts.entry(when).or_default()[status] += 1;
    }
    let found: Vec<usize> =
        (0..=StatusKind::ALL.len()).filter(|status| counts.values().any(|row| row[*status] > 0)).collect();
    let undated = counts.remove(&None);
    let dated: Vec<(i32, [usize; StatusKind::ALL.len() + 1])> =
        counts.into_iter().filter_map(|(when, counts)| Some((when?, counts))).collect();
    let (first, last) = (dated.first()?.0, dated.last()?.0);
    let by_quarter = last - first < 8;
    let unit = |when: i32| if by_quarter { when } else { when.div_euclid(4) };
    let mut periods: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    // Years without a decision are listed, unless a wrong year makes centuries of them.
    if unit(last) - unit(first) < YEARS {
        periods.extend((unit(first)..=unit(last)).map(|when| (when, vec![0; found.len()])));
    }
    let row = |counts: &[usize; StatusKind::ALL.len() + 1]| found.iter().map(|status| counts[*status]).collect();
    for (when, counts) in &dated {
        let period = periods.entry(unit(*when)).or_insert_with(|| vec![0; found.len()]);
        for (sum, status) in period.iter_mut().zip(&found) {
            *sum += counts[*status];
        }
    }
    let words = site.words();
    let word = |status: &usize| match StatusKind::ALL.get(*status) {
        Some(kind) => (words.status_word(*kind), kind.word()),
        None => (words.other_status, "other"),
    };
    Some(StatusTimes {
        unit: if by_quarter { Unit::Quarter } else { Unit::Year },
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

#[cfg(test)]
mod tests {
    use super::super::super::SitePage as Which;
    use super::super::super::tests::{seen, site_of};
    use super::super::drawn::{COLUMNS, LONGEST};
    use super::*;

    fn dated(status: &str, date: &str) -> String {
        format!("---\nstatus: {status}\ndate: {date}\n---\n# T\n")
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
        let names = |times: &StatusTimes| {
            times.periods.iter().map(|period| period.name(SiteWords::of(None))).collect::<Vec<_>>()
        };
        site_of(&texts, |site| {
            let times = count_statuses(site).unwrap();
            assert_eq!(times.statuses, [("accepted", "accepted"), ("rejected", "rejected"), ("other", "other")]);
            assert_eq!(names(&times), ["2024 Q4", "2025 Q1", "2025 Q2", "2025 Q3"]);
            let counts: Vec<&[usize]> = times.periods.iter().map(|period| period.counts.as_slice()).collect();
            assert_eq!(counts, [[1, 0, 0], [1, 1, 0], [0, 0, 0], [1, 0, 0]]);
            assert_eq!(times.undated, Some(vec![0, 0, 1]));
        });
        texts.push(dated("accepted", "2027-01-01"));
        site_of(&texts, |site| {
            let times = count_statuses(site).unwrap();
            assert!(times.axis(SiteWords::of(None)).iter().all(|label| !label.is_minor), "few labels fit everywhere");
            assert_eq!(
                (times.unit, names(&times)),
                (Unit::Year, vec!["2024".into(), "2025".into(), "2026".into(), "2027".into()])
            );
            assert_eq!(times.periods[1].counts, [2, 1, 0]);
        });
        // A year that is a slip does not make a column for each year between.
        texts.push(dated("accepted", "0026-01-01"));
        site_of(&texts, |site| assert_eq!(count_statuses(site).unwrap().periods.len(), 4));
    }

    #[test]
    fn the_chart_has_the_last_years_and_the_table_all() {
        let texts: Vec<String> = (1995..2025).map(|year| dated("accepted", &format!("{year}-05-05"))).collect();
        site_of(&texts, |site| {
            let times = count_statuses(site).unwrap();
            assert_eq!((times.periods.len(), times.drawn().len()), (30, COLUMNS));
            let rows = times.rows();
            assert_eq!((rows.len(), rows[0].columns.len(), rows[0].total), (1, COLUMNS, COLUMNS));
            assert!(rows[0].columns.iter().all(|column| column.height == LONGEST));
            // On a phone there is room for every second label.
            let shown: Vec<String> = times
                .axis(SiteWords::of(None))
                .into_iter()
                .filter(|label| !label.is_minor)
                .map(|label| label.name)
                .collect();
            assert_eq!(shown, ["2014", "2016", "2018", "2020", "2022", "2024"]);
            let text = seen(&site.render(Which::Figures));
            assert!(text.contains("the chart shows the last 12 of 30 years"), "{text}");
            assert!(text.contains("1995 1 1"), "{text}");
        });
    }
}
