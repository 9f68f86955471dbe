//! What is due: reviews, deferred concerns, trials, waivers and answers, as `heard due` lists them.

use askama::Template;
use jiff::Span as Period;

use super::entry::SiteEntry;
use super::frame::capitalized;
use super::paging::{Pages, page_file, page_title, rows_of_page};
use super::{Frame, Site, SiteSettings, render};
use crate::catalog::Catalog;
use crate::due::due;
use crate::report::due::{DueItem, DueReport, report};
use crate::text::{counted, excerpt};

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
    makers: String,
}

/// What is due in a log on the date of its site; nothing where that is unknown.
pub(super) fn due_report<'a>(catalog: &'a Catalog, settings: &SiteSettings) -> Option<DueReport<'a>> {
    let today = settings.day?;
    let within = Period::new().days(DAYS);
    let found = due(catalog, today, within);
    Some(report(&found, today, today.saturating_add(within)))
}

/// The page.
pub(super) fn due_page(site: &Site<'_>, page: usize) -> String {
    let Some(report) = &site.due else { return String::new() };
    let parts = report.parts();
    let all: Vec<(&String, &DueItem<'_>)> =
        parts.iter().flat_map(|(heading, items)| items.iter().map(move |item| (heading, *item))).collect();
    let shown = &all[rows_of_page(all.len(), page)];
    let parts = shown.chunk_by(|(one, _), (other, _)| one == other);
    let rows = |part: &[(&String, &DueItem<'_>)]| part.iter().filter_map(|(_, item)| due_row(site, item)).collect();
    let overdue = report.due.iter().filter(|item| item.overdue).count();
    let count = counted(all.len(), "item");
    let summary = format!("{count} due by {} or waiting for an answer, {overdue} overdue.", report.until);
    render(&DuePage {
        frame: Frame::new(site, &page_file("due", page), &page_title("Due", page), &summary, "due"),
        parts: parts.map(|part| (part[0].0.clone(), rows(part))).collect(),
        pages: Pages::new("due", all.len(), page),
    })
}

fn due_row<'s>(site: &'s Site<'_>, item: &DueItem<'_>) -> Option<DueRow<'s>> {
    Some(DueRow {
        entry: site.entry_at(item.path)?,
        is_overdue: item.overdue,
        date: item.date.clone().unwrap_or_else(|| "no date".to_owned()),
        message: capitalized(&item.message),
        words: item.words.map(|words| excerpt(words, WORDS).0),
        makers: item.decision_makers.join(", "),
    })
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
