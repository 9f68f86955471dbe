//! All quotes of a log, each with what was done about it. Those that need attention come first.

use std::cmp::Reverse;

use askama::Template;
use jiff::civil::Date;

use super::consulted::outcome_words;
use super::entry::{SiteEntry, answer_class, disposition};
use super::names::slug;
use super::paging::{PAGE, Pages, page_file, page_title, rows_of_page};
use super::people::QuotePlace;
use super::words::{SiteWords, fill};
use super::{Frame, PersonLink, Site, render};
use crate::decision::consultation::Quote;
use crate::evidence;
use crate::text::excerpt;
use crate::vocabulary::words::Disposition;

/// How many characters of a quote and of the answer to it are shown.
const WORDS: usize = 400;
const ANSWER: usize = 300;

/// What was done about quotes, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Unanswered,
    Open,
    Overruled,
    /// Deferred to a day that has passed.
    Overdue,
    Deferred,
    Declined,
    Mitigated,
    Changed,
    Withdrawn,
    NoConcern,
    /// Answered without a disposition.
    Answered,
}

impl Outcome {
    fn of(quote: &Quote) -> Self {
        match disposition(quote) {
            Some(Disposition::Open) => Self::Open,
            Some(Disposition::Overruled) => Self::Overruled,
            Some(Disposition::Deferred) => Self::Deferred,
            Some(Disposition::Declined) => Self::Declined,
            Some(Disposition::Mitigated) => Self::Mitigated,
            Some(Disposition::Changed) => Self::Changed,
            Some(Disposition::Withdrawn) => Self::Withdrawn,
            Some(Disposition::NoConcern) => Self::NoConcern,
            // No other disposition answers a quote.
            _ if quote.answer.is_some() => Self::Answered,
            _ => Self::Unanswered,
        }
    }

    fn heading(self, words: &SiteWords) -> &'static str {
        match self {
            Self::Unanswered => words.not_answered,
            Self::Open => words.open,
            Self::Overruled => words.overruled,
            Self::Overdue => words.overdue_deferral,
            Self::Deferred => words.deferred,
            Self::Declined => words.declined,
            Self::Mitigated => words.mitigated,
            Self::Changed => words.changed,
            Self::Withdrawn => words.withdrawn,
            Self::NoConcern => words.no_concern,
            Self::Answered => words.answered_plainly,
        }
    }

    /// The id of the section, and the value to filter by.
    fn id(self) -> &'static str {
        match self {
            Self::Unanswered => "unanswered",
            Self::Open => "open",
            Self::Overruled => "overruled",
            Self::Overdue => "overdue",
            Self::Deferred => "deferred",
            Self::Declined => "declined",
            Self::Mitigated => "mitigated",
            Self::Changed => "changed",
            Self::Withdrawn => "withdrawn",
            Self::NoConcern => "no-concern",
            Self::Answered => "answered",
        }
    }
}

/// An attributed quote, by what was done about it.
#[derive(Debug)]
pub(super) struct Voice {
    outcome: Outcome,
    pub place: QuotePlace,
    /// When it was said: on its own date, or else that of the decision.
    date: Option<Date>,
}

/// Every attributed quote of a log in the order of the page: by what was done about it, and of these the newest first.
pub(super) fn all_voices(site: &Site<'_>) -> Vec<Voice> {
    let mut voices = Vec::new();
    for index in &site.order {
        let decision = site.entries[*index].decision;
        let day = site.settings.day.filter(|_| decision.is_accepted());
        let overdue = day.into_iter().flat_map(|day| decision.deferrals().filter(move |(.., due)| *due < day));
        let overdue: Vec<usize> = overdue.map(|(late, ..)| late.span.start).collect();
        // These are in the order of the file.
        let is_overdue = |quote: &Quote| overdue.binary_search(&quote.span.start).is_ok();
        for (place, quote) in decision.consultation.quotes.iter().enumerate() {
            if quote.attribution.is_none() {
                continue;
            }
            voices.push(Voice {
                outcome: if is_overdue(quote) { Outcome::Overdue } else { Outcome::of(quote) },
                place: QuotePlace { decision: *index, quote: place },
                date: quote.date().or_else(|| decision.date.as_ref()?.date),
            });
        }
    }
    // The sort is stable, so quotes of one day stay in the order of the list.
    voices.sort_by_key(|voice| (voice.outcome, Reverse(voice.date)));
    voices
}

#[derive(Template)]
#[template(path = "voices.html")]
struct VoicesPage<'a> {
    frame: Frame<'a>,
    /// What was done about quotes: the words, the way to the first of them, and how many there are.
    choices: Vec<(&'static str, String, usize)>,
    sections: Vec<VoiceSection<'a>>,
    pages: Pages,
    has_groups: bool,
}

/// The quotes of a page about which the same was done.
struct VoiceSection<'a> {
    outcome: Outcome,
    /// How many there are in the log.
    count: usize,
    voices: Vec<VoiceRow<'a>>,
    /// Whether the page before has quotes of this kind as well.
    is_continued: bool,
}

/// One quote.
#[derive(Template)]
#[template(path = "voice.html")]
pub(super) struct VoiceRow<'a> {
    entry: &'a SiteEntry<'a>,
    named: Option<PersonLink<'a>>,
    /// The groups of the speaker: the name of each, and the value to filter by.
    groups: Vec<(&'a str, String)>,
    year: Option<i16>,
    date: Option<&'a str>,
    words: String,
    is_cut: bool,
    href: String,
    is_trial: bool,
    evidence: (&'static str, &'static str),
    class: String,
    outcome: String,
    answer: String,
}

impl VoiceRow<'_> {
    /// The groups to filter by, as one value.
    fn group_values(&self) -> String {
        let values: Vec<&str> = self.groups.iter().map(|(_, value)| value.as_str()).collect();
        values.join(" ")
    }
}

/// A page of quotes.
pub(super) fn voices_page(site: &Site<'_>, page: usize) -> String {
    let (all, words) = (site.voices(), site.words());
    let rows = rows_of_page(all.len(), page);
    let (first, shown) = (rows.start, &all[rows]);
    let mut choices = Vec::new();
    let mut sections = Vec::new();
    let mut start = 0;
    for alike in all.chunk_by(|one, other| one.outcome == other.outcome) {
        let (outcome, count) = (alike[0].outcome, alike.len());
        let file =
            Some(start / PAGE).filter(|home| *home != page).map(|home| page_file("voices", home)).unwrap_or_default();
        choices.push((outcome.heading(words), format!("{file}#{}", outcome.id()), count));
        let voices: Vec<VoiceRow<'_>> =
            shown.iter().filter(|voice| voice.outcome == outcome).map(|voice| voice_row(site, voice)).collect();
        if !voices.is_empty() {
            sections.push(VoiceSection { outcome, count, voices, is_continued: start < first });
        }
        start += count;
    }
    render(&VoicesPage {
        frame: Frame::new(
            site,
            &page_file("voices", page),
            &page_title(words, words.voices, page),
            &summary(site),
            "voices",
        ),
        choices,
        has_groups: sections.iter().flat_map(|section| &section.voices).any(|voice| !voice.groups.is_empty()),
        sections,
        pages: Pages::new("voices", all.len(), page),
    })
}

fn summary(site: &Site<'_>) -> String {
    let quotes: usize = site.entries.iter().map(|entry| entry.concerns).sum();
    let speakers = site.people.speakers().count();
    let words = site.words();
    if quotes == 0 {
        return words.nobody_quoted.to_owned();
    }
    let (quotes, people) = (words.count_quotes.of(quotes), words.count_people.of(speakers));
    fill(words.voices_summary, &[("quotes", &quotes), ("people", &people)])
}

pub(super) fn voice_row<'a>(site: &'a Site<'_>, voice: &Voice) -> VoiceRow<'a> {
    let entry = &site.entries[voice.place.decision];
    let quote = site.quote(&voice.place);
    let (words, is_cut) = excerpt(&quote.words, WORDS);
    let directory = &site.catalog.policy.directory;
    let groups = quote.speaker().into_iter().flat_map(|speaker| directory.groups_of(speaker));
    let evidence = evidence::stated(entry.decision, quote, &site.catalog.policy);
    let date = quote.attribution.as_ref().and_then(|attribution| attribution.date.as_ref());
    let answer = quote.answer.as_ref().map(|answer| excerpt(&answer.text, ANSWER).0);
    VoiceRow {
        entry,
        named: quote.speaker().map(|speaker| site.person_link(speaker, "")),
        groups: groups.map(|group| (group.name.as_str(), slug(&group.name))).collect(),
        year: voice.date.map(|date| date.year()),
        date: date.map(|day| day.text.as_str()),
        words,
        is_cut,
        href: entry.anchors[voice.place.quote].as_ref().map(|anchor| anchor.href()).unwrap_or_default(),
        is_trial: quote.trial.is_some(),
        evidence: (evidence::class(evidence), entry.words.evidence_words(evidence)),
        class: answer_class(quote),
        outcome: if disposition(quote).is_some() { outcome_words(site, quote).into_owned() } else { String::new() },
        answer: answer.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::SitePage;
    use super::super::tests::{catalog, hrefs, seen, site_of};
    use super::super::{Site, SiteSettings};
    use super::*;
    use crate::policy::Policy;

    fn decision(status: &str, date: &str, said: &str) -> String {
        format!("---\nstatus: {status}\ndate: {date}\n---\n# T\n\n## Consultation\n\n{said}")
    }

    fn quote(words: &str, named: &str, answer: &str) -> String {
        format!("> {words}\n>\n> — {named}\n\n{answer}\n\n")
    }

    /// The sections of a page, each with the words of its quotes.
    fn sections(html: &str) -> Vec<(String, Vec<String>)> {
        let sections = html.split("<section").skip(1);
        let read = |section: &str| {
            let heading = section.split_once("<h2").and_then(|(_, rest)| rest.split_once("</h2>")).unwrap().0;
            let words = section
                .split("<blockquote dir=\"auto\">")
                .skip(1)
                .map(|rest| rest.split_once("</blockquote>").unwrap().0);
            (seen(&format!("<h2{heading}<")), words.map(|words| seen(&format!("<p>{words}<"))).collect())
        };
        sections.map(read).collect()
    }

    #[test]
    fn quotes_that_need_attention_come_first_and_of_these_the_newest() {
        let answered: String = [
            ("nine", "We saw to it."),
            ("eight", "**No concern.**"),
            ("seven", "**Withdrawn.**"),
            ("six", "**Changed:** gone."),
            ("five", "**Mitigated:** less."),
            ("four", "**Declined:** no."),
            ("three", "**Deferred:** Bo Lund, 2026-09-01."),
            ("late", "**Deferred:** Bo Lund, 2026-05-31."),
            ("two", "**Overruled by Ana Ruiz:** it has to be."),
            ("one", "**Open:** not yet."),
            ("old", ""),
        ]
        .map(|(words, answer)| quote(words, "Ines Roy, 2026-01-02", answer))
        .concat();
        let newer = quote("new", "Bo Lund, 2026-03-01", "") + &quote("undated", "Bo Lund", "");
        let texts = [
            decision("accepted", "2026-01-03", &answered),
            decision("proposed", "2026-02-01", &newer),
            decision("proposed", "2026-02-02", &quote("no hurry", "Bo Lund", "**Deferred:** Bo Lund, 2026-05-31.")),
        ];
        site_of(&texts, |site| {
            let html = site.render(SitePage::Voices(0));
            let found = sections(&html);
            let found: Vec<(&str, Vec<&str>)> = found
                .iter()
                .map(|(heading, words)| (heading.as_str(), words.iter().map(String::as_str).collect()))
                .collect();
            let expected: [(&str, Vec<&str>); 11] = [
                ("Not answered 3", vec!["new", "undated", "old"]),
                ("Open 1", vec!["one"]),
                ("Overruled 1", vec!["two"]),
                ("Deferred, and overdue 1", vec!["late"]),
                ("Deferred 2", vec!["no hurry", "three"]),
                ("Declined 1", vec!["four"]),
                ("Mitigated 1", vec!["five"]),
                ("Changed 1", vec!["six"]),
                ("Withdrawn 1", vec!["seven"]),
                ("No concern 1", vec!["eight"]),
                ("Answered without a disposition 1", vec!["nine"]),
            ];
            assert_eq!(found, expected);
            for href in ["#unanswered", "#overdue", "#no-concern", "decisions/0001-x.html#said-ines-roy-2026-01-02-11"]
            {
                assert!(hrefs(&html).contains(&href), "{href} in {html}");
            }
        });
    }

    #[test]
    fn a_row_has_what_there_is_to_know() {
        let text = decision(
            "accepted",
            "2025-12-31",
            &(quote(
                "It hurts.",
                "Ines Roy, 2026-01-02, [thread](https://example.org/1)",
                "**Overruled by Ana Ruiz:** it has to be.",
            ) + &quote("Why?", "Sam Okafor (support)", "")),
        );
        let mut catalog = catalog(&[("decisions/0001-x.md", &text)]);
        let policy = "[groups]\nsupport = [\"Ines Roy\"]\n\"on call\" = [\"Ines Roy\"]\n";
        catalog.policy = Policy::read(policy, &[]).unwrap();
        let site = Site::new(&catalog, SiteSettings::default());
        let html = site.render(SitePage::Voices(0));
        for part in [
            "data-person=\"ines-roy\" data-group=\"on-call support\" data-year=\"2026\"",
            "<a href=\"people/ines-roy.html\">Ines Roy</a>",
            "<span class=\"evidence sourced\">has a source</span>",
            "<strong class=\"disposition overruled\">Overruled by Ana Ruiz:</strong> it has to be.",
            // A quote without a date has that of the decision.
            "data-person=\"sam-okafor\" data-group=\"\" data-year=\"2025\"",
            "<p class=\"answer unanswered\">Not answered.</p>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn long_quotes_are_cut_and_lead_to_the_whole() {
        let long = quote(&"word ".repeat(200), "Ines Roy", &format!("**Changed:** {}.", "much ".repeat(200)));
        site_of(&[decision("accepted", "2026-01-01", &long)], |site| {
            let html = site.render(SitePage::Voices(0));
            let text = seen(&html);
            assert_eq!((text.matches("word").count(), text.matches("much").count()), (80, 60));
            assert!(html.contains("<a href=\"decisions/0001-x.html#said-ines-roy\">whole quote</a>"), "{html}");
        });
        site_of(&[decision("accepted", "2026-01-01", &quote("word", "Ines Roy", ""))], |site| {
            assert!(!site.render(SitePage::Voices(0)).contains("whole quote"));
        });
    }

    #[test]
    fn many_quotes_are_on_several_pages() {
        let said = |count: usize| quote("It hurts.", "Ines Roy", "**Changed:** yes.").repeat(count);
        for (count, pages) in [(0, 1), (PAGE, 1), (PAGE + 1, 2)] {
            let texts = [decision("accepted", "2026-01-01", &said(count))];
            site_of(&texts, |site| {
                let files: Vec<String> = site.pages().into_keys().filter(|file| file.starts_with("voices")).collect();
                assert_eq!(files.len(), pages, "{files:?}");
            });
        }
        let open = quote("Why?", "Bo Lund", "").repeat(300);
        let texts = [decision("accepted", "2026-01-01", &said(900)), decision("proposed", "2026-01-01", &open)];
        site_of(&texts, |site| {
            assert_eq!(site.pages().keys().filter(|file| file.starts_with("voices")).count(), 3);
            let [first, second, third] = [0, 1, 2].map(|page| site.render(SitePage::Voices(page)));
            let counts: Vec<Vec<(String, usize)>> = [&first, &second, &third]
                .map(|html| sections(html).into_iter().map(|(heading, words)| (heading, words.len())).collect())
                .into();
            let changed = "Changed 900, continued".to_owned();
            assert_eq!(
                counts,
                [
                    vec![("Not answered 300".to_owned(), 300), ("Changed 900".to_owned(), 200)],
                    vec![(changed.clone(), 500)],
                    vec![(changed, 200)]
                ]
            );
            for (html, href) in [
                (&first, "voices.2.html"),
                (&first, "#changed"),
                (&second, "voices.html#unanswered"),
                (&second, "voices.3.html"),
                (&third, "voices.html#changed"),
            ] {
                assert!(hrefs(html).contains(&href), "{href}");
            }
            assert!(seen(&first).contains("Filters apply to this page only"));
        });
    }
}
