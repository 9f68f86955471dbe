//! The decisions by the date of their last change, month by month, with the dates of reviews and the ends of waivers.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use jiff::civil::Date;

use super::entry::{Mark, SiteEntry, is_in_force};
use super::{Frame, PersonLink, Site, render};
use crate::text::counted;
use crate::vocabulary::party::Party;
use crate::vocabulary::words::StatusKind;

/// How many names of quoted people a line has.
const NAMES: usize = 4;

#[derive(Template)]
#[template(path = "timeline.html")]
struct TimelinePage<'a> {
    frame: Frame<'a>,
    /// Each year with its months, newest first.
    years: Vec<(i16, Vec<Month<'a>>)>,
    undated: Vec<TimelineItem<'a>>,
}

/// The name of a month, and what happened in it.
type Month<'a> = (String, Vec<TimelineItem<'a>>);

/// A change of a status, or a date that is due.
struct TimelineItem<'a> {
    site: &'a Site<'a>,
    entry: &'a SiteEntry<'a>,
    date: Option<Date>,
    /// What is due; otherwise the status changed.
    due: Option<Due>,
}

/// A date that is due, or was.
struct Due {
    words: &'static str,
    is_past: bool,
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

/// The timeline of a log.
pub(super) fn timeline_page(site: &Site<'_>) -> String {
    let mut years: BTreeMap<Reverse<i16>, BTreeMap<Reverse<i8>, Vec<TimelineItem<'_>>>> = BTreeMap::new();
    let mut undated = Vec::new();
    let mut overdue = 0;
    for index in &site.order {
        for item in [Some(decided_item(site, *index)), due_item(site, *index)].into_iter().flatten() {
            overdue += usize::from(item.due.as_ref().is_some_and(|due| due.is_past));
            match item.date {
                Some(date) => {
                    years.entry(Reverse(date.year())).or_default().entry(Reverse(date.month())).or_default().push(item);
                }
                None => undated.push(item),
            }
        }
    }
    let years = years
        .into_iter()
        .map(|(Reverse(year), months)| {
            let months = months.into_iter().map(|(Reverse(month), mut items)| {
                // The sort is stable, so those of one date stay in the order of the list.
                items.sort_by_key(|item| Reverse(item.date));
                (Date::constant(year, month, 1).strftime("%B").to_string(), items)
            });
            (year, months.collect())
        })
        .collect();
    let summary = summary(site, undated.len(), overdue);
    let frame = Frame::new(site, "timeline.html", "Timeline", &summary, "timeline");
    render(&TimelinePage { frame, years, undated })
}

fn summary(site: &Site<'_>, undated: usize, overdue: usize) -> String {
    let mut said =
        format!("{} by the date on which their status last changed", counted(site.entries.len(), "decision"));
    if undated > 0 {
        said.push_str(&format!(", {undated} without a date"));
    }
    said.push('.');
    match overdue {
        0 => {}
        1 => said.push_str(" 1 review or waiver is overdue."),
        count => said.push_str(&format!(" {count} reviews and waivers are overdue.")),
    }
    said
}

fn decided_item<'a>(site: &'a Site<'a>, index: usize) -> TimelineItem<'a> {
    let entry = &site.entries[index];
    TimelineItem { site, entry, date: entry.decision.date.as_ref().and_then(|day| day.date), due: None }
}

/// The date on which a decision in force is due for review, or a waiver ends.
fn due_item<'a>(site: &'a Site<'a>, index: usize) -> Option<TimelineItem<'a>> {
    let entry = &site.entries[index];
    let date = entry.decision.review_by.as_ref()?.date?;
    if !is_in_force(entry.decision) {
        return None;
    }
    let is_past = entry.marks.contains(&Mark::Overdue);
    let is_waiver = entry.decision.kind() == Some(StatusKind::Waived);
    let words = match (is_waiver, is_past) {
        (true, true) => "waiver has ended",
        (true, false) => "waiver ends",
        (false, true) => "review overdue",
        (false, false) => "review due",
    };
    Some(TimelineItem { site, entry, date: Some(date), due: Some(Due { words, is_past }) })
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
            let text = seen(&site.render(Which::Timeline));
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
            let text = seen(&site.render(Which::Timeline));
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
        site(&[], |site| assert!(seen(&site.render(Which::Timeline)).contains("No decisions yet.")));
    }
}
