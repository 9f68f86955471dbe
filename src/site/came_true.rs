//! Concerns that were not followed and came true, the latest first.

use std::cmp::Reverse;

use askama::Template;

use super::paging::{Pages, page_file, page_title, rows_of_page};
use super::people::QuotePlace;
use super::voices::{Voice, VoiceRow, voice_row};
use super::{Frame, Site, render};
use crate::decision::Decision;
use crate::document::shown;
use crate::text::one_line;
use crate::vocabulary::words::Disposition;

/// A page of such concerns, each with what is recorded of it.
#[derive(Template)]
#[template(path = "came-true.html")]
struct CameTruePage<'a> {
    frame: Frame<'a>,
    rows: Vec<(VoiceRow<'a>, Vec<String>)>,
    pages: Pages,
}

/// Whether a concern of a decision came true.
pub(super) fn has_any(decision: &Decision) -> bool {
    decision.consultation.states.iter().any(|state| state.kind == Disposition::CameTrue)
}

/// What is recorded of a concern that came true: dates and sources.
fn happened(site: &Site<'_>, place: &QuotePlace) -> Vec<String> {
    let consultation = &site.entries[place.decision].decision.consultation;
    let states = consultation.states_after(&consultation.quotes[place.quote]).iter();
    let came_true = states.filter(|state| state.kind == Disposition::CameTrue);
    came_true.map(|state| one_line(&shown::text(&state.reason, 0)).into_owned()).collect()
}

/// The quotes that came true.
pub(super) fn came_true<'s>(site: &'s Site<'_>) -> Vec<(&'s Voice, Vec<String>)> {
    if !site.parts.came_true {
        return Vec::new();
    }
    let voices = site.voices().iter().filter(|voice| has_any(site.entries[voice.place.decision].decision));
    let voices = voices.map(|voice| (voice, happened(site, &voice.place)));
    let mut found: Vec<(&Voice, Vec<String>)> = voices.filter(|(_, happened)| !happened.is_empty()).collect();
    // Each begins with its date.
    found.sort_by(|(_, one), (_, other)| Reverse(one.last()).cmp(&Reverse(other.last())));
    found
}

/// The page.
pub(super) fn came_true_page(site: &Site<'_>, page: usize) -> String {
    let mut all = came_true(site);
    let count = all.len();
    let words = site.words();
    let summary = words.came_true_summary.of(count);
    let rows = all.drain(rows_of_page(count, page)).map(|(voice, happened)| (voice_row(site, voice), happened));
    render(&CameTruePage {
        frame: Frame::new(
            site,
            &page_file("came-true", page),
            &page_title(words, words.what_came_true, page),
            &summary,
            "came-true",
        ),
        rows: rows.collect(),
        pages: Pages::new("came-true", count, page),
    })
}

#[cfg(test)]
mod tests {
    use crate::site::SitePage;
    use crate::site::tests::{seen, site};

    #[test]
    fn concerns_that_came_true_have_what_happened() {
        let quote = |words: &str, day: &str| {
            format!(
                "> {words}\n>\n> — Ines Roy, 2026-02-12\n\n**Declined:** no.\n\n**Came true:** {day}, [INC-88](https://example.org/i)\n\n"
            )
        };
        let text = format!(
            "---\nstatus: accepted\n---\n# T\n\n## Consultation\n\n{}{}> Else.\n>\n> — Bo Lund, 2026-02-12\n",
            quote("It stalls.", "2026-03-01"),
            quote("It pages.", "2026-04-01")
        );
        site(&[(1, &text)], |site| {
            let page = seen(&site.render(SitePage::CameTrue(0)));
            let (_, page) = page.split_once("2 concerns came true after the decision did not follow them. ").unwrap();
            assert!(page.starts_with("Came true: 2026-04-01, INC-88 It pages. Ines Roy"), "{page}");
            assert!(page.contains("Came true: 2026-03-01, INC-88 It stalls.") && !page.contains("Else."), "{page}");
            assert!(site.pages().contains_key("came-true.html"));
        });
        site(&[(1, "# T\n")], |site| assert!(!site.pages().contains_key("came-true.html")));
    }
}
