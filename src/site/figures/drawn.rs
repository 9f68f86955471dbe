//! The charts: horizontal bars, and a row of columns for each status.

use super::super::words::{SiteWords, fill};
use super::times::{Period, StatusTimes};
use crate::graph::svg::fitted;
use crate::text::one_line;

/// How many years or quarters have a column. The table has all.
pub(super) const COLUMNS: usize = 12;
/// How many years have room for their labels on a phone.
const NARROW: usize = 6;
/// The height of the longest column.
pub(super) const LONGEST: usize = 40;
/// The height of a row: its name, the numbers and the columns.
const ROW: usize = 84;

/// A bar with its name and number.
#[derive(Debug)]
pub(super) struct Bar {
    pub name: String,
    /// The name, shortened.
    pub short: String,
    pub count: usize,
    /// How long it is, in percent of the chart.
    pub share: String,
    /// The class of its color. The name says the same.
    pub class: String,
}

/// Bars, the longest of which fills the chart.
pub(super) fn bars<'a>(counts: impl Iterator<Item = (&'a str, usize, &'a str)>) -> Vec<Bar> {
    let counts: Vec<_> = counts.collect();
    let most = counts.iter().map(|(_, count, _)| *count).max().unwrap_or_default();
    let bar = |(name, count, class): (&str, usize, &str)| {
        let (short, _) = fitted(&one_line(name), 330.0, 14.0);
        Bar { name: name.to_owned(), short, count, share: percent(count, most), class: class.to_owned() }
    };
    counts.into_iter().map(bar).collect()
}

/// A part of a whole in percent, with one decimal.
pub(super) fn percent(part: usize, whole: usize) -> String {
    let tenths = part * 1_000 / whole.max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// One status in the chart: a row of columns.
pub(super) struct ColumnRow {
    pub word: &'static str,
    pub class: &'static str,
    /// Where the row starts.
    pub top: usize,
    pub total: usize,
    pub columns: Vec<Column>,
}

pub(super) struct Column {
    /// Where it starts, and its middle, in percent of the chart.
    pub left: String,
    pub middle: String,
    pub height: usize,
    /// Where it starts, from the top of the chart.
    pub top: usize,
    pub count: usize,
}

/// A label below a column.
pub(super) struct AxisLabel {
    /// The middle of the column, in percent of the chart.
    pub middle: String,
    pub name: String,
    /// A second line.
    pub below: String,
    /// Whether it is left out where the labels would run together: every second year, but never the last.
    pub is_minor: bool,
}

impl StatusTimes {
    /// The periods that are drawn.
    pub(super) fn drawn(&self) -> &[Period] {
        &self.periods[self.periods.len().saturating_sub(COLUMNS)..]
    }

    /// What is counted, and how much of it is drawn.
    pub(super) fn summary(&self, words: &SiteWords) -> String {
        let (shown, count) = (self.drawn().len(), self.periods.len());
        let last = match shown < count {
            true => fill(self.unit.of(&words.last_periods), &[("shown", &shown), ("count", &count)]),
            false => String::new(),
        };
        format!("{}{last}.", self.unit.of(&words.by_period))
    }

    /// The number of places for columns, so that few of them stay narrow.
    fn slots(&self) -> usize {
        self.drawn().len().max(6)
    }

    pub(super) fn width(&self) -> String {
        percent(3, 5 * self.slots())
    }

    pub(super) fn height(&self) -> usize {
        self.statuses.len() * ROW + 34
    }

    pub(super) fn rows(&self) -> Vec<ColumnRow> {
        let slots = self.slots();
        let most = self.drawn().iter().flat_map(|period| &period.counts).max().copied().unwrap_or_default().max(1);
        let row = |(at, (word, class)): (usize, &(&'static str, &'static str))| {
            let top = at * ROW;
            let columns = self.drawn().iter().enumerate().map(|(place, period)| {
                let count = period.counts[at];
                // Every count above zero is visible.
                let height = if count == 0 { 0 } else { (count * LONGEST / most).max(2) };
                Column {
                    left: percent(place * 5 + 1, 5 * slots),
                    middle: percent(place * 2 + 1, 2 * slots),
                    height,
                    top: top + ROW - 10 - height,
                    count,
                }
            });
            let total = self.drawn().iter().map(|period| period.counts[at]).sum();
            ColumnRow { word, class, top, total, columns: columns.collect() }
        };
        self.statuses.iter().enumerate().map(row).collect()
    }

    /// The labels below the columns.
    pub(super) fn axis(&self, words: &SiteWords) -> Vec<AxisLabel> {
        let quarter_name = |quarter: i32| fill(words.quarter, &[("quarter", &quarter)]);
        let slots = self.slots();
        let drawn = self.drawn();
        let label = |(place, period): (usize, &Period)| {
            let (name, below) = match period.quarter {
                None => (period.year.to_string(), String::new()),
                // The year is below its first quarter only.
                Some(quarter) if quarter == 1 || place == 0 => (quarter_name(quarter), period.year.to_string()),
                Some(quarter) => (quarter_name(quarter), String::new()),
            };
            let is_minor = period.quarter.is_none() && drawn.len() > NARROW && place % 2 == drawn.len() % 2;
            AxisLabel { middle: percent(place * 2 + 1, 2 * slots), name, below, is_minor }
        };
        drawn.iter().enumerate().map(label).collect()
    }
}
