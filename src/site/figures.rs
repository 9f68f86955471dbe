//! The log in numbers. Each figure is a chart with its table beside it, or a sentence where there is nothing to draw.
//! Decisions that need another look are listed above them.

mod again;
mod drawn;
mod lasted;
mod times;

use std::cmp::Reverse;

use askama::Template;

use super::entry::{SiteEntry, disposition_class};
use super::people::SitePerson;
use super::words::fill;
use super::{Frame, Site, render};
use crate::evidence;
use crate::stats::{Response, count_answers, count_evidence};
use crate::vocabulary::words::Disposition;
use again::{ReviewGroup, quotes_nobody, review_groups};
use drawn::{Bar, bars};
use lasted::{Durations, count_durations, shown_days};
use times::{StatusTimes, count_statuses};

/// How many people have a bar. The table has all.
const BARS: usize = 20;

#[derive(Template)]
#[template(path = "figures.html")]
struct FiguresPage<'a> {
    frame: Frame<'a>,
    again: Vec<ReviewGroup<'a>>,
    /// How many accepted decisions quote nobody, in a sentence.
    unquoted: String,
    times: Option<StatusTimes>,
    concerns: Vec<Bar>,
    evidence: Vec<Bar>,
    heard: Vec<QuotedPerson<'a>>,
    heard_bars: Vec<Bar>,
    heard_summary: String,
    silent: Vec<SilentPerson<'a>>,
    silent_bars: Vec<Bar>,
    silent_summary: String,
    has_asked: bool,
    lasted: Durations,
    lasted_summary: String,
    longest: Option<(&'a SiteEntry<'a>, String)>,
}

/// The figures of a log.
pub(super) fn figures_page(site: &Site<'_>) -> String {
    let heard = quoted_people(site);
    let silent = silent_people(site);
    let concerns = answers(site);
    let lasted = count_durations(site);
    let words = site.words();
    let heard_bars = bars(heard.iter().take(BARS).map(|one| (one.someone.name.as_str(), one.decisions, "plain")));
    let silent_bars = bars(silent.iter().take(BARS).map(|one| (one.someone.name.as_str(), one.asked, "silent")));
    // How many of them the chart shows, if not all.
    let shown = |phrase, bars: &[Bar], count: usize| match bars.len() < count {
        true => fill(phrase, &[("shown", &bars.len()), ("count", &count)]),
        false => String::new(),
    };
    let longest = |days: i32| fill(words.longest, &[("days", &shown_days(words, days))]);
    render(&FiguresPage {
        frame: Frame::new(site, "figures.html", words.figures, words.figures_summary, "figures"),
        again: review_groups(site),
        unquoted: unquoted_decisions(site),
        times: count_statuses(site),
        concerns: bars(concerns.iter().map(|(word, class, count)| (*word, *count, class.as_str()))),
        evidence: bars(
            count_evidence(site.catalog)
                .iter()
                .map(|(evidence, count)| (words.evidence_words(*evidence), *count, evidence::class(*evidence))),
        ),
        heard_summary: format!("{}{}.", words.by_person, shown(words.first_people, &heard_bars, heard.len())),
        heard_bars,
        heard,
        silent_summary: format!(
            "{}{}. {}",
            words.by_silence,
            shown(words.first_silent, &silent_bars, silent.len()),
            words.silence
        ),
        silent_bars,
        silent,
        has_asked: site.people.all.iter().any(|someone| !someone.asked.is_empty()),
        lasted_summary: words.known_times.with(lasted.known, &[("accepted", &lasted.accepted), ("half", &lasted.half)]),
        longest: lasted.longest.map(|(index, days)| (&site.entries[index], longest(days))),
        lasted,
    })
}

/// How many accepted decisions quote nobody, in a sentence; nothing if there are none.
fn unquoted_decisions(site: &Site<'_>) -> String {
    match site.entries.iter().filter(|entry| quotes_nobody(entry)).count() {
        0 => String::new(),
        count => site.words().quote_nobody.of(count),
    }
}

/// How quotes were answered: the word, its class and how often it occurs.
fn answers(site: &Site<'_>) -> Vec<(&'static str, String, usize)> {
    let class = |response: Response| match response {
        Response::With(kind) => disposition_class(kind),
        Response::Without => "answered".to_owned(),
        Response::None => "unanswered".to_owned(),
    };
    let words = site.words();
    let word = |response: Response| match response {
        Response::With(kind) => words.outcome(kind),
        Response::Without => words.answered_plainly,
        Response::None => words.not_answered,
    };
    let counts = count_answers(site.catalog).into_iter();
    counts.map(|(response, count)| (word(response), class(response), count)).collect()
}

/// Somebody who is quoted.
#[derive(Debug)]
struct QuotedPerson<'a> {
    someone: &'a SitePerson,
    decisions: usize,
    answered: usize,
}

/// Everybody who is quoted, by the number of decisions.
fn quoted_people<'a>(site: &'a Site<'_>) -> Vec<QuotedPerson<'a>> {
    let mut heard: Vec<QuotedPerson<'_>> = site
        .people
        .speakers()
        .map(|someone| QuotedPerson {
            someone,
            decisions: someone.quoting_decisions(),
            answered: site.answered(someone),
        })
        .collect();
    heard.sort_by_key(|one| Reverse((one.decisions, one.someone.said.len())));
    heard
}

/// Somebody who was consulted and is never quoted.
#[derive(Debug)]
struct SilentPerson<'a> {
    someone: &'a SitePerson,
    /// How many decisions consulted them.
    asked: usize,
    /// How many of these say that there was no answer.
    unanswered: usize,
    last: &'a SiteEntry<'a>,
}

/// Everybody who was consulted and is never quoted, by the number of decisions.
fn silent_people<'a>(site: &'a Site<'a>) -> Vec<SilentPerson<'a>> {
    let silent_person = |(place, someone): (usize, &'a SitePerson)| {
        if !someone.is_silent() {
            return None;
        }
        let is_no_answer = |decision: &&usize| {
            let mut states = site.entries[**decision].decision.consultation.states.iter();
            states.any(|state| {
                let party = state.party.as_ref().filter(|_| state.kind == Disposition::NoAnswer);
                party.is_some_and(|party| site.people.find(party) == Some(place))
            })
        };
        let newest = someone.asked.iter().min_by_key(|index| site.places[**index])?;
        let unanswered = someone.unheard.iter().filter(is_no_answer).count();
        Some(SilentPerson { someone, asked: someone.asked.len(), unanswered, last: &site.entries[*newest] })
    };
    let mut silent: Vec<SilentPerson<'_>> = site.people.all.iter().enumerate().filter_map(silent_person).collect();
    silent.sort_by_key(|one| Reverse(one.asked));
    silent
}

#[cfg(test)]
mod tests {
    use super::super::SitePage as Which;
    use super::super::tests::{seen, site_of};
    use super::again::AGAIN;
    use super::*;

    /// A decision on which people were asked, with its consultation.
    fn asked(status: &str, people: &str, said: &str) -> String {
        format!("---\nstatus: {status}\ndate: 2026-03-10\nconsulted: [{people}]\n---\n# T\n\n## Consultation\n\n{said}")
    }

    fn quote(speaker: &str, answer: &str) -> String {
        format!("> It is late.\n>\n> — {speaker}\n\n{answer}\n\n")
    }

    #[test]
    fn answers_are_counted_by_disposition() {
        let said = [
            quote("Ines Roy", "**Changed:** so it is."),
            quote("Bo Lund", "**Changed:** so it is."),
            quote("Ines Roy", "We saw to it."),
            quote("Ines Roy", "**Open:** not yet."),
            quote("Ines Roy", ""),
            "> Nobody said this.\n".to_owned(),
        ];
        site_of(&[asked("proposed", "\"Ines Roy\", \"Bo Lund\"", &said.concat())], |site| {
            let counts: Vec<(&str, usize)> = answers(site).into_iter().map(|(word, _, count)| (word, count)).collect();
            let expected = [("Changed", 2), ("Open", 1), ("Answered without a disposition", 1), ("Not answered", 1)];
            assert_eq!(counts, expected);
            let heard = quoted_people(site);
            let counts: Vec<_> = heard
                .iter()
                .map(|one| (&*one.someone.name, one.decisions, one.someone.said.len(), one.answered))
                .collect();
            assert_eq!(counts, [("Ines Roy", 1, 4, 2), ("Bo Lund", 1, 1, 1)]);
        });
    }

    #[test]
    fn people_are_ranked_by_the_decisions_that_quote_them() {
        let ines = quote("Ines Roy", "").repeat(3);
        let bo = quote("Bo Lund", "");
        site_of(&[asked("accepted", "", &format!("{ines}{bo}")), asked("accepted", "", &bo)], |site| {
            let heard = quoted_people(site);
            assert_eq!(
                heard.iter().map(|one| (&*one.someone.name, one.decisions)).collect::<Vec<_>>(),
                [("Bo Lund", 2), ("Ines Roy", 1)]
            );
            let bars = bars(heard.iter().map(|one| (&*one.someone.name, one.decisions, "plain")));
            assert_eq!(bars.iter().map(|bar| bar.share.as_str()).collect::<Vec<_>>(), ["100.0", "50.0"]);
        });
        let names = ('a'..='j').flat_map(|one| ('a'..='c').map(move |other| format!("Ines Ro{one}{other}")));
        let many: Vec<String> = names.map(|name| quote(&name, "")).collect();
        site_of(&[asked("accepted", "", &many.concat())], |site| {
            let html = site.render(Which::Figures);
            assert!(seen(&html).contains("the chart shows the first 20 of 30 people"));
            assert_eq!(html.matches("people/ines-ro").count(), 30);
        });
    }

    #[test]
    fn people_without_quotes_are_counted() {
        let first =
            asked("accepted", "\"Ines Roy\", \"Bo Lund\", \"Cy Hale\"", &quote("Ines Roy", "**Changed:** yes."));
        let states = "**No answer:** Dee Fox, asked 2026-01-01, waited until 2026-02-01.\n\n**No answer:** Bo Lund, asked 2026-01-01.\n";
        let second = asked("accepted", "\"Bo Lund\"", states);
        let third = asked("accepted", "\"Cy Hale\"", &quote("Cy Hale", ""));
        site_of(&[first, second, third], |site| {
            let silent = silent_people(site);
            let silent: Vec<_> = silent
                .iter()
                .map(|one| (&*one.someone.name, one.asked, one.unanswered, one.last.file.as_str()))
                .collect();
            assert_eq!(silent, [("Bo Lund", 2, 1, "0002-x"), ("Dee Fox", 1, 1, "0002-x")]);
        });
    }

    #[test]
    fn decisions_that_need_another_look_are_listed() {
        let texts = [
            "---\nstatus: accepted\nreview-by: 2026-05-31\n---\n# Late\n".to_owned(),
            asked("accepted", "\"Ines Roy\"", &quote("Ines Roy", "**Overruled by Ana Ruiz:** it has to be.")),
            asked("accepted", "\"Ines Roy\"", &quote("Ines Roy", "")),
            "---\nstatus: waived\nreview-by: 2026-05-31\n---\n# Ended\n".to_owned(),
            "---\nstatus: waived\nreview-by: 2026-07-01\n---\n# Open\n".to_owned(),
            "---\nstatus: waived\n---\n# Endless\n".to_owned(),
            asked("proposed", "", "**Waived:** support, by Ana Ruiz: only typing errors.\n"),
            asked("accepted", "\"Ines Roy\"", ""),
            asked(
                "accepted",
                "",
                &quote("Ines Roy", "**Deferred:** Bo Lund, 2026-05-31.\n\n**Asked:** Cy Hale, 2026-05-30."),
            ),
        ];
        site_of(&texts, |site| {
            let listed: Vec<(&str, &str, String)> = review_groups(site)
                .into_iter()
                .flat_map(|group| {
                    group.decisions.into_iter().map(move |(entry, detail)| (group.words, &entry.file[..4], detail))
                })
                .collect();
            let listed: Vec<(&str, &str, &str)> =
                listed.iter().map(|(words, id, detail)| (*words, *id, detail.as_str())).collect();
            let expected = [
                ("quotes nobody", "0008", "consulted Ines Roy"),
                ("quotes nobody", "0001", "nobody is listed as consulted"),
                ("review overdue", "0001", "due 2026-05-31"),
                ("deferral overdue", "0009", "Ines Roy, due 2026-05-31"),
                ("waiting for an answer", "0009", "Cy Hale"),
                ("standing objection", "0002", "Ines Roy, overruled by Ana Ruiz"),
                ("unanswered quote", "0003", "Ines Roy"),
                ("waiver", "0006", "without an end"),
                ("waiver", "0005", "ends 2026-07-01"),
                ("waiver", "0004", "ended 2026-05-31"),
                ("someone was not consulted", "0007", "support"),
            ];
            assert_eq!(listed, expected);
        });
        let texts = vec![texts[1].clone(); 30];
        site_of(&texts, |site| assert_eq!(review_groups(site)[0].more, 30 - AGAIN));
    }

    #[test]
    fn a_log_that_quotes_nobody_is_not_praised() {
        let log = |count, said: &str| vec![asked("accepted", "\"Ines Roy\"", said); count];
        let praise = "every quote is answered";
        for (texts, sentence) in [
            (log(1, ""), "1 accepted decision quotes nobody."),
            (log(30, ""), "30 accepted decisions quote nobody."),
            (vec![asked("proposed", "", "")], "Nothing is overdue, and nobody is quoted yet."),
        ] {
            site_of(&texts, |site| {
                let text = seen(&site.render(Which::Figures));
                assert!(text.contains(&format!("Needs attention {sentence}")) && !text.contains(praise), "{text}");
            });
        }
        site_of(&log(30, ""), |site| assert!(seen(&site.render(Which::Figures)).contains("quotes nobody 18 more")));
        site_of(&log(1, &quote("Ines Roy", "**Changed:** yes.")), |site| {
            assert!(seen(&site.render(Which::Figures)).contains(praise));
        });
    }

    #[test]
    fn the_command_and_the_site_count_the_same() {
        let trial = "## Trial\n\n> I can't.\n>\n> — night agent 3\n";
        let said = [quote("Ines Roy", "**Changed:** so it is."), quote("Bo Lund", ""), quote("Cy Hale", "Yes.")];
        let texts = [
            asked("accepted", "\"Ines Roy\", \"Dee Fox\"", &(said.concat() + trial)),
            asked("accepted", "\"Dee Fox\", \"Bo Lund\"", ""),
            asked("proposed", "", &said[1]),
        ];
        site_of(&texts, |site| {
            let stats = crate::stats::stats(site.catalog);
            let sum = |count: fn(&SiteEntry<'_>) -> usize| site.entries.iter().map(count).sum::<usize>();
            assert_eq!((stats.quotes, stats.people), (sum(|entry| entry.concerns), site.people.speakers().count()));
            assert_eq!(stats.accepted - stats.quoting, sum(|entry| usize::from(quotes_nobody(entry))));
            assert_eq!(stats.groups.iter().map(|group| group.quotes).sum::<usize>(), stats.quotes);
            assert_eq!(stats.answers.iter().map(|(_, count)| count).sum::<usize>(), stats.quotes);
            assert_eq!(stats.groups.iter().map(|group| group.answered).sum::<usize>(), sum(|entry| entry.answered));
            let heard = quoted_people(site).into_iter().map(|one| {
                (
                    one.someone.name.clone(),
                    one.decisions,
                    one.someone.said.len(),
                    one.answered,
                    one.someone.unheard.len(),
                )
            });
            let silent = silent_people(site).into_iter().map(|one| (one.someone.name.clone(), 0, 0, 0, one.asked));
            let voices = stats.voices.into_iter();
            let voices = voices.map(|one| (one.name, one.decisions, one.quotes, one.answered, one.unheard));
            assert_eq!(voices.collect::<Vec<_>>(), heard.chain(silent).collect::<Vec<_>>());
        });
    }

    #[test]
    fn asked_minus_quoted_is_the_same_everywhere() {
        let said = format!(
            "{}**Asked:** Cy Hale, 2026-03-01.\n\n**Waived:** Dee Fox, by Ana Ruiz: closed.\n",
            quote("Ines Roy", "")
        );
        let texts = [asked("accepted", "\"Ines Roy\", \"Bo Lund\"", &said), asked("accepted", "\"Bo Lund\"", "")];
        site_of(&texts, |site| {
            let counts: Vec<_> = site.entries.iter().map(|entry| (entry.asked, entry.heard)).collect();
            assert_eq!(counts, [(3, 1), (1, 0)]);
            let people: Vec<_> =
                site.people.all.iter().map(|one| (&*one.name, one.asked.len(), one.unheard.len())).collect();
            assert_eq!(people, [("Bo Lund", 2, 2), ("Cy Hale", 1, 1), ("Dee Fox", 0, 0), ("Ines Roy", 1, 0)]);
            let silent: Vec<_> = silent_people(site).iter().map(|one| (&*one.someone.name, one.asked)).collect();
            assert_eq!(silent, [("Bo Lund", 2), ("Cy Hale", 1)]);
            for (name, words) in [
                ("bo-lund", "Consulted in 2 decisions; not quoted in 2 decisions."),
                ("cy-hale", "Not quoted 0001 T Asked 2026-03-01, no answer yet"),
                ("dee-fox", "Not consulted 0001 T closed"),
            ] {
                let person = site.people.all.iter().position(|someone| someone.file == name).unwrap();
                let text = seen(&site.render(Which::Person(person)));
                assert!(text.contains(words), "{text}");
            }
        });
    }

    #[test]
    fn without_numbers_there_are_no_charts() {
        site_of(&["# T\n".to_owned()], |site| {
            let html = site.render(Which::Figures);
            assert!(!html.contains("<svg"));
            for sentence in [
                "Nothing is overdue",
                "No decision has a date.",
                "Nobody is quoted yet.",
                "Nobody has been consulted yet.",
                "No accepted decision has both",
            ] {
                assert!(seen(&html).contains(sentence), "{sentence}");
            }
        });
    }
}
