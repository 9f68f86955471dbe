//! The decisions by the date of their last change, month by month, with the dates of reviews and the ends of waivers.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use askama::Template;
use jiff::civil::Date;

use super::entry::{Mark, SiteEntry};
use super::frame::capitalized;
use super::paging::{PAGE, Pages, page_file, page_title, rows_of_page};
use super::words::fill;
use super::{Frame, PersonLink, Site, render};
use crate::vocabulary::party::Party;
use crate::vocabulary::words::StatusKind;

/// How many names of quoted people a line has.
const NAMES: usize = 4;

#[derive(Template)]
#[template(path = "timeline.html")]
struct TimelinePage<'a> {
    frame: Frame<'a>,
    /// The way to the first item of each year, newest first, and to those without a date.
    choices: Vec<(String, String)>,
    /// Each year of the page with its months.
    years: Vec<(i16, Vec<Month<'a>>)>,
    undated: Vec<TimelineItem<'a>>,
    pages: Pages,
}

/// The name of a month, and what happened in it.
type Month<'a> = (String, Vec<TimelineItem<'a>>);

/// A change of a status, or a date that is due.
#[derive(Debug)]
pub(super) struct DatedItem {
    /// The entry.
    index: usize,
    date: Option<Date>,
    /// What is due; otherwise the status changed.
    due: Option<Due>,
}

/// A date that is due, or was.
#[derive(Debug)]
struct Due {
    words: &'static str,
    is_past: bool,
}

/// The same, for the template.
struct TimelineItem<'a> {
    site: &'a Site<'a>,
    entry: &'a SiteEntry<'a>,
    date: Option<Date>,
    due: Option<&'a Due>,
}

impl TimelineItem<'_> {
    /// The first of the people whom the decision quotes, and how many more there are.
    fn heard(&self) -> (Vec<PersonLink<'_>>, usize) {
        // One person under several names counts once.
        let mut seen = BTreeSet::new();
        let quotes = self.entry.decision.consultation.quotes.iter().filter(|quote| quote.trial.is_none());
        let mut speakers: Vec<&Party> = quotes.filter_map(|quote| quote.speaker()).collect();
        speakers.retain(|party| seen.insert(self.site.people.find(party).ok_or(&party.text)));
        let names = speakers.iter().take(NAMES).map(|party| self.site.person_link(party, ""));
        (names.collect(), speakers.len().saturating_sub(NAMES))
    }
}

/// Everything with its date, newest first, then what has none.
pub(super) fn dated_items(site: &Site<'_>) -> Vec<DatedItem> {
    let both = |index: &usize| [Some(decided_item(site, *index)), due_item(site, *index)];
    let mut items: Vec<DatedItem> = site.order.iter().flat_map(both).flatten().collect();
    // The sort is stable, so those of one date stay in the order of the list.
    items.sort_by_key(|item| Reverse(item.date));
    items
}

/// A page of the timeline of a log.
pub(super) fn timeline_page(site: &Site<'_>, page: usize) -> String {
    let (items, words) = (site.timeline(), site.words());
    let year = |item: &DatedItem| item.date.map(Date::year);
    let mut choices = Vec::new();
    let mut start = 0;
    for alike in items.chunk_by(|one, other| year(one) == year(other)) {
        let (id, label) = match year(&alike[0]) {
            Some(year) => (format!("year-{year}"), year.to_string()),
            None => ("undated".to_owned(), words.undated_choice.to_owned()),
        };
        let file = Some(start / PAGE).filter(|home| *home != page).map(|home| page_file("timeline", home));
        choices.push((format!("{}#{id}", file.unwrap_or_default()), label));
        start += alike.len();
    }
    let shown = &items[rows_of_page(items.len(), page)];
    let (dated, undated) = shown.split_at(shown.partition_point(|item| item.date.is_some()));
    let years = dated.chunk_by(|one, other| year(one) == year(other));
    let years = years.filter_map(|items| Some((year(&items[0])?, months(site, items)))).collect();
    render(&TimelinePage {
        frame: Frame::new(
            site,
            &page_file("timeline", page),
            &page_title(words, words.timeline, page),
            &summary(site, items),
            "timeline",
        ),
        choices,
        years,
        undated: undated.iter().map(|item| timeline_item(site, item)).collect(),
        pages: Pages::new("timeline", items.len(), page),
    })
}

/// The items of a year by month.
fn months<'a>(site: &'a Site<'a>, items: &'a [DatedItem]) -> Vec<Month<'a>> {
    let month = |item: &DatedItem| item.date.map(|date| date.month());
    let name = |item: &DatedItem| {
        let number = item.date.and_then(|date| usize::try_from(date.month() - 1).ok());
        number.and_then(|number| site.words().months.get(number)).map_or_else(String::new, |name| capitalized(name))
    };
    let months = items.chunk_by(|one, other| month(one) == month(other));
    months.map(|items| (name(&items[0]), items.iter().map(|item| timeline_item(site, item)).collect())).collect()
}

fn timeline_item<'a>(site: &'a Site<'a>, item: &'a DatedItem) -> TimelineItem<'a> {
    TimelineItem { site, entry: &site.entries[item.index], date: item.date, due: item.due.as_ref() }
}

fn summary(site: &Site<'_>, items: &[DatedItem]) -> String {
    let overdue = items.iter().filter(|item| item.due.as_ref().is_some_and(|due| due.is_past)).count();
    let undated = items.len() - items.partition_point(|item| item.date.is_some());
    let words = site.words();
    let mut said = fill(words.timeline_summary, &[("decisions", &words.count_decisions.of(site.entries.len()))]);
    if undated > 0 {
        said.push_str(&fill(words.timeline_undated, &[("n", &undated)]));
    }
    said.push('.');
    if overdue > 0 {
        said.push_str(&format!(" {}", words.timeline_overdue.of(overdue)));
    }
    said
}

fn decided_item(site: &Site<'_>, index: usize) -> DatedItem {
    DatedItem { index, date: site.entries[index].decision.date.as_ref().and_then(|day| day.date), due: None }
}

/// The date on which a decision in force is due for review, or a waiver ends.
fn due_item(site: &Site<'_>, index: usize) -> Option<DatedItem> {
    let entry = &site.entries[index];
    let date = entry.decision.review_by.as_ref()?.date?;
    if !entry.decision.is_in_force() {
        return None;
    }
    let is_past = entry.marks.contains(&Mark::Overdue);
    let is_waiver = entry.decision.kind() == Some(StatusKind::Waived);
    let words = match (is_waiver, is_past) {
        (true, true) => entry.words.waiver_has_ended,
        (true, false) => entry.words.waiver_to_end,
        (false, true) => entry.words.overdue_review,
        (false, false) => entry.words.review_due,
    };
    Some(DatedItem { index, date: Some(date), due: Some(Due { words, is_past }) })
}

#[cfg(test)]
mod tests {
    use super::super::SitePage as Which;
    use super::super::tests::{seen, site};

    fn decision(status: &str, date: &str, more: &str) -> String {
        format!("---\nstatus: {status}\ndate: {date}\n{more}---\n# T\n")
    }

    #[test]
    fn years_and_months_come_newest_first_and_the_undated_last() {
        let said = "consulted: [\"Ines Roy\"]\n---\n# T\n\n## Consultation\n\n> It is late.\n>\n> — Ines Roy\n";
        let heard = decision("accepted", "2026-03-02", "").replace("---\n# T\n", said);
        let files = [
            (1, decision("rejected", "2025-03-02", "")),
            (2, heard),
            (3, decision("proposed", "2026-03-30", "consulted: [\"Bo Lund\"]\n")),
            (4, decision("accepted", "some day", "")),
        ];
        let files: Vec<(u32, &str)> = files.iter().map(|(number, text)| (*number, text.as_str())).collect();
        site(&files, |site| {
            let text = seen(&site.render(Which::Timeline(0)));
            let (_, text) = text.split_once("2026 March ").unwrap();
            assert_eq!(
                text.split(" As of ").next().unwrap(),
                "2026 30 proposed 0003 T Nobody is quoted. 2 accepted 0002 T Quoted: Ines Roy unanswered quote \
                 2025 March 2025 2 rejected 0001 T Nobody is listed as consulted. \
                 Without a date accepted 0004 T Nobody is listed as consulted."
            );
        });
    }

    #[test]
    fn due_dates_are_in_their_month() {
        let due = |day: &str| format!("review-by: {day}\n");
        let files = [
            (1, decision("accepted", "2025-01-01", &due("2026-05-31"))),
            (2, decision("accepted", "2025-01-01", &due("2026-06-01"))),
            (3, decision("waived", "2025-01-01", &due("2026-05-01"))),
            (4, decision("waived", "2025-01-01", &due("2027-02-03"))),
            (5, decision("superseded", "2025-01-01", &due("2026-05-02"))),
        ];
        let files: Vec<(u32, &str)> = files.iter().map(|(number, text)| (*number, text.as_str())).collect();
        site(&files, |site| {
            let text = seen(&site.render(Which::Timeline(0)));
            assert!(text.contains("2 reviews and waivers are overdue."), "{text}");
            assert!(text.contains("2027 February 2027 3 waiver ends 0004 T"), "{text}");
            assert!(
                text.contains(
                    "June 2026 1 review due 0002 T May 2026 31 review overdue 0001 T 1 waiver has ended 0003 T"
                )
            );
            assert_eq!(text.matches("0005 T").count(), 1, "a superseded decision is not due");
        });
    }

    #[test]
    fn an_empty_log_says_so() {
        site(&[], |site| assert!(seen(&site.render(Which::Timeline(0))).contains("No decisions yet.")));
    }
}
