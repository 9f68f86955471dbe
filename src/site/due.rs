//! What is due: reviews, deferred concerns, trials, waivers and answers, as `heard due` lists them.

use std::fmt::Display;

use askama::Template;
use jiff::Span as Period;
use jiff::civil::Date;

use super::entry::SiteEntry;
use super::paging::{Pages, page_file, page_title, rows_of_page};
use super::words::{SiteWords, fill};
use super::{Frame, Site, SiteSettings, render};
use crate::catalog::Catalog;
use crate::decision::consultation::Quote;
use crate::due::{Due, DueKind, due};
use crate::text::excerpt;
use crate::vocabulary::party::Party;

/// How many days from the date of the site are looked at.
const DAYS: i64 = 90;

/// How many characters of a quote are shown.
const WORDS: usize = 160;

/// A page of what is due.
#[derive(Template)]
#[template(path = "due.html")]
struct DuePage<'a> {
    frame: Frame<'a>,
    /// Each part with its heading.
    parts: Vec<(String, Vec<DueRow<'a>>)>,
    pages: Pages,
}

/// Something that is due.
struct DueRow<'a> {
    entry: &'a SiteEntry<'a>,
    is_overdue: bool,
    date: String,
    message: String,
    words: Option<String>,
    makers: Option<String>,
}

/// What is due in a log on the date of its site; nothing where that is unknown.
pub(super) fn all_due<'a>(catalog: &'a Catalog, settings: &SiteSettings) -> Vec<Due<'a>> {
    settings.day.map_or_else(Vec::new, |today| due(catalog, today, Period::new().days(DAYS)))
}

/// The page.
pub(super) fn due_page(site: &Site<'_>, page: usize) -> String {
    let Some(today) = site.settings.day else { return String::new() };
    let (words, all) = (site.words(), &site.due);
    let until = today.saturating_add(Period::new().days(DAYS));
    let heading = |due: &Due<'_>| match (due.is_overdue(today), due.kind.has_day()) {
        (true, _) => words.overdue.to_owned(),
        (false, true) => fill(words.due_by, &[("until", &until)]),
        (false, false) => words.waiting.to_owned(),
    };
    // They come in the order of the parts.
    let parts = all[rows_of_page(all.len(), page)].chunk_by(|one, other| heading(one) == heading(other));
    let rows = |part: &[Due<'_>]| part.iter().filter_map(|due| due_row(site, due, today)).collect();
    let overdue = all.iter().filter(|due| due.is_overdue(today)).count();
    let summary = words.due_summary.with(all.len(), &[("until", &until), ("overdue", &overdue)]);
    render(&DuePage {
        frame: Frame::new(site, &page_file("due", page), &page_title(words, words.due, page), &summary, "due"),
        parts: parts.map(|part| (heading(&part[0]), rows(part))).collect(),
        pages: Pages::new("due", all.len(), page),
    })
}

fn due_row<'s>(site: &'s Site<'_>, due: &Due<'_>, today: Date) -> Option<DueRow<'s>> {
    let words = site.words();
    let quote = match due.kind {
        DueKind::Deferral(quote) | DueKind::Response(quote) => Some(quote),
        _ => None,
    };
    let makers: Vec<String> = due.decision.makers.parties.iter().map(Party::shown).collect();
    Some(DueRow {
        entry: site.entry_at(due.decision.path.as_str())?,
        is_overdue: due.is_overdue(today),
        date: due.day.map_or_else(|| words.no_date.to_owned(), |day| day.to_string()),
        message: message(words, due, today),
        words: quote.map(|quote| excerpt(&quote.words, WORDS).0),
        makers: (!makers.is_empty()).then(|| fill(words.decided_by, &[("names", &makers.join(", "))])),
    })
}

/// What is due, in a phrase.
fn message(words: &SiteWords, due: &Due<'_>, today: Date) -> String {
    let is_overdue = due.is_overdue(today);
    let name = |party: Option<&Party>| party.map_or_else(|| words.somebody.to_owned(), Party::shown);
    let speaker = |quote: &Quote| name(quote.speaker());
    let (phrase, name) = match due.kind {
        DueKind::Review if is_overdue => (words.review_was_due, String::new()),
        DueKind::Review => (words.review_is_due, String::new()),
        DueKind::Waiver if is_overdue => (words.waiver_ended, String::new()),
        DueKind::Waiver => (words.waiver_ends, String::new()),
        DueKind::Deferral(quote) if is_overdue => (words.was_deferred, speaker(quote)),
        DueKind::Deferral(quote) => (words.is_deferred, speaker(quote)),
        DueKind::Trial if is_overdue => (words.trial_ended, String::new()),
        DueKind::Trial => (words.trial_ends, String::new()),
        DueKind::Cover(area) => (words.covers_until, area.name.clone()),
        DueKind::Answer(party) if due.day.is_some() => (words.was_asked_on, party.shown()),
        DueKind::Answer(party) => (words.was_asked, party.shown()),
        DueKind::Response(quote) => (words.no_response, speaker(quote)),
    };
    // Only an answer and a response can be without a day, and then the phrase has none.
    let day = due.day.map(|day| day.to_string()).unwrap_or_default();
    let values: [(&str, &dyn Display); 3] = [("date", &day), ("name", &name), ("area", &name)];
    fill(phrase, &values)
}

#[cfg(test)]
mod tests {
    use crate::site::tests::{seen, site};
    use crate::site::{SitePage, SiteSettings};

    const RECORD: &str = "---\nstatus: accepted\nreview-by: 2026-05-01\ndecision-makers: [Ana Ruiz]\n---\n# T\n\n## \
                          Consultation\n\n> Pages wake me.\n>\n> — ines roy, 2026-02-12\n\n**Deferred:** until 2026-07-01.\n\n> \
                          Why?\n>\n> — Bo Lund, 2026-02-13\n";

    #[test]
    fn what_is_due_is_in_parts() {
        site(&[(1, RECORD)], |site| {
            let text = seen(&site.render(SitePage::Due(0)));
            let (_, text) = text.split_once("3 items due by 2026-08-30 or waiting for an answer, 1 overdue. ").unwrap();
            assert_eq!(
                text.split(" As of").next().unwrap(),
                "Overdue 1 0001 T 2026-05-01 Review was due on 2026-05-01. Decided by Ana Ruiz. \
                 Due by 2026-08-30 1 0001 T 2026-07-01 Concern of ines roy is deferred to 2026-07-01. Decided by Ana \
                 Ruiz. Pages wake me. \
                 Open 1 0001 T 2026-02-13 Quote from Bo Lund has no response. Decided by Ana Ruiz. Why?"
            );
        });
    }

    #[test]
    fn a_log_without_a_date_or_with_nothing_due_has_no_such_page() {
        let has_page = |site: &crate::site::Site<'_>| site.pages().contains_key("due.html");
        site(&[(1, "---\nstatus: accepted\n---\n# T\n")], |site| assert!(!has_page(site)));
        site(&[(1, RECORD)], |site| {
            assert!(has_page(site) && site.render(SitePage::List(0)).contains("href=\"due.html\""));
            let undated = crate::site::Site::new(site.catalog, SiteSettings::default());
            assert!(!has_page(&undated) && !undated.render(SitePage::List(0)).contains("due.html"));
        });
    }
}
