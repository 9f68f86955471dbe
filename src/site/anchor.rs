//! The ids of quotes on the page of a decision: by speaker and day, so that a link still leads to its quote after other
//! quotes were added before it.

use super::names::{UniqueNames, letters_slug};
use crate::decision::consultation::Quote;
use crate::text::path_in_url;

/// The id of a quote on its page, without the `said-` that all of them start with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QuoteAnchor(pub String);

impl QuoteAnchor {
    /// The id of the element.
    pub(super) fn id(&self) -> String {
        format!("said-{}", self.0)
    }

    /// The link to it on its page.
    pub(super) fn href(&self) -> String {
        format!("#said-{}", path_in_url(&self.0))
    }
}

/// The anchor of each quote; none for those that name nobody. Only further quotes of one speaker on one day are numbered.
pub(super) fn quote_anchors(quotes: &[Quote]) -> Vec<Option<QuoteAnchor>> {
    let mut names = UniqueNames::default();
    let mut anchor = |quote: &Quote| {
        let attribution = quote.attribution.as_ref()?;
        let mut plain = letters_slug(&attribution.speaker.called());
        if let Some(date) = attribution.date.as_ref().and_then(|day| day.date) {
            plain.push_str(&format!("-{date}"));
        }
        Some(QuoteAnchor(names.numbered(plain, 1)))
    };
    quotes.iter().map(&mut anchor).collect()
}

#[cfg(test)]
mod tests {
    use super::super::SitePage;
    use super::super::tests::{hrefs, site};

    fn said(attributions: &[&str]) -> String {
        let quotes: String = attributions.iter().map(|named| format!("> It hurts.\n>\n> — {named}\n\n")).collect();
        format!("---\nstatus: accepted\n---\n# T\n\n## Consultation\n\n{quotes}")
    }

    #[track_caller]
    fn check(attributions: &[&str], expected: &[&str]) {
        site(&[(1, &said(attributions))], |site| {
            let anchors: Vec<String> = site.entries[0].anchors.iter().flatten().map(|anchor| anchor.id()).collect();
            assert_eq!(anchors, expected);
            let html = site.render(SitePage::Decision(0));
            for anchor in site.entries[0].anchors.iter().flatten() {
                assert!(html.contains(&format!("id=\"{}\"", anchor.id())), "{html}");
                assert!(hrefs(&html).contains(&anchor.href().as_str()), "each quote has a link to itself: {html}");
            }
        });
    }

    #[test]
    fn ids_name_the_speaker_and_the_day() {
        check(
            &[
                "Ines Roy, 2026-02-12",
                "Ines Roy, 2026-02-12",
                "Ines Roy",
                "@lee, 12 February 2026",
                "Ines Roy, 2026-02-13",
            ],
            &[
                "said-ines-roy-2026-02-12",
                "said-ines-roy-2026-02-12-2",
                "said-ines-roy",
                "said-lee-2026-02-12",
                "said-ines-roy-2026-02-13",
            ],
        );
        // A name that looks like another's number is no reason for two equal ids.
        check(&["Ines Roy", "Ines Roy", "Ines Roy 2"], &["said-ines-roy", "said-ines-roy-2", "said-ines-roy-2-2"]);
    }

    #[test]
    fn a_quote_that_is_added_before_others_moves_no_id() {
        let before = ["Ines Roy, 2026-02-12", "Bo Lund, 2026-02-13"];
        check(&before, &["said-ines-roy-2026-02-12", "said-bo-lund-2026-02-13"]);
        check(
            &["Sam Okafor, 2026-03-01", before[0], before[1]],
            &["said-sam-okafor-2026-03-01", "said-ines-roy-2026-02-12", "said-bo-lund-2026-02-13"],
        );
    }

    #[test]
    fn letters_of_other_scripts_stay() {
        site(&[(1, &said(&["Инес Рой, 2026-02-12"]))], |site| {
            let anchor = site.entries[0].anchors[0].as_ref().unwrap();
            assert_eq!(anchor.id(), "said-инес-рой-2026-02-12");
            assert!(anchor.href().starts_with("#said-%D0%B8%D0%BD") && anchor.href().is_ascii());
        });
    }
}
