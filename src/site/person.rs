//! The pages of people: everything that somebody said, and how each quote was answered.

use std::borrow::Cow;

use askama::Template;

use super::consulted::{outcome_words, state_words};
use super::decision::source_link;
use super::entry::{SiteEntry, answer_class, disposition};
use super::frame::capitalized;
use super::people::{QuotePlace, SitePerson};
use super::words::fill;
use super::{Frame, Site, render};
use crate::evidence;
use crate::report::record::{self, Said};
use crate::vocabulary::party::Party;

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage<'a> {
    site: &'a Site<'a>,
    frame: Frame<'a>,
    someone: &'a SitePerson,
    /// The people of a group.
    members: &'a [Party],
    said: Vec<PersonQuote<'a>>,
    said_heading: String,
    /// The decisions that don't quote them although they were asked, newest first, and those that did not ask them.
    unheard: Vec<UnquotedIn<'a>>,
    waived: Vec<UnquotedIn<'a>>,
    /// The decisions that they were informed of, newest first, where nothing else is known of them.
    informed: Vec<&'a SiteEntry<'a>>,
    /// The decisions that they made, newest first.
    made: Vec<&'a SiteEntry<'a>>,
}

/// A decision that does not quote somebody, and why.
struct UnquotedIn<'a> {
    entry: &'a SiteEntry<'a>,
    words: String,
    reason: &'a str,
}

/// A quote and its answer.
struct PersonQuote<'a> {
    entry: &'a SiteEntry<'a>,
    /// The place of the quote on the page of the decision.
    href: String,
    quote: Said<'a>,
    /// The label of the source, and its URL.
    source: Option<(String, Option<String>)>,
    class: String,
    /// What was done about it, if the answer says so.
    outcome: Option<Cow<'static, str>>,
}

impl PersonQuote<'_> {
    fn evidence_class(&self) -> &'static str {
        evidence::class(self.quote.evidence)
    }

    fn evidence_words(&self) -> &'static str {
        self.entry.words.evidence_words(self.quote.evidence)
    }
}

/// The page of one person or group.
pub(super) fn person_page(site: &Site<'_>, index: usize) -> String {
    let someone = &site.people.all[index];
    let said: Vec<PersonQuote<'_>> = someone.said.iter().rev().map(|said| person_quote(site, said)).collect();
    let summary = summary(site, someone);
    let informed = someone.informed.iter().rev().filter(|_| someone.is_only_informed());
    let group = someone.is_group.then(|| site.catalog.policy.directory.group_named(&someone.name)).flatten();
    render(&PersonPage {
        site,
        frame: Frame::new(site, &someone.page(""), &someone.name, &summary, "people"),
        someone,
        said_heading: fill(site.words().what_they_said, &[("name", &someone.name)]),
        members: group.map_or(&[], |group| &group.members),
        said,
        unheard: someone.unheard.iter().rev().map(|decision| unquoted_in(site, someone, *decision)).collect(),
        waived: someone.waived().map(|decision| unquoted_in(site, someone, decision)).collect(),
        informed: informed.map(|decision| &site.entries[*decision]).collect(),
        made: someone.made.iter().rev().map(|decision| &site.entries[*decision]).collect(),
    })
}

/// Why a decision does not quote somebody: as the last state of them says.
fn unquoted_in<'a>(site: &'a Site<'_>, someone: &SitePerson, decision: usize) -> UnquotedIn<'a> {
    let entry = &site.entries[decision];
    match someone.state_in(decision).map(|at| &entry.decision.consultation.states[at]) {
        Some(state) => {
            UnquotedIn { entry, words: capitalized(&state_words(entry.words, state)), reason: &state.reason }
        }
        None => UnquotedIn { entry, words: capitalized(entry.words.listed), reason: "" },
    }
}

fn person_quote<'a>(site: &'a Site<'_>, said: &QuotePlace) -> PersonQuote<'a> {
    let entry = &site.entries[said.decision];
    let quote = site.quote(said);
    let class = answer_class(quote);
    let outcome = disposition(quote).map(|_| outcome_words(site, quote));
    let quote = record::said(entry.decision, quote, &site.catalog.policy);
    PersonQuote {
        entry,
        href: entry.anchors[said.quote].as_ref().map(|anchor| anchor.href()).unwrap_or_default(),
        source: quote.source.map(|source| source_link(source, entry.decision.path.as_str())),
        class,
        outcome,
        quote,
    }
}

/// A person in a sentence.
fn summary(site: &Site<'_>, someone: &SitePerson) -> String {
    let words = site.words();
    let part =
        |phrase, count: usize| (count > 0).then(|| fill(phrase, &[("decisions", &words.count_decisions.of(count))]));
    let quoted = || words.quoted_times.with(someone.said.len(), &[("answered", &site.answered(someone))]);
    let parts = [
        part(words.consulted_in, someone.asked.len()),
        (!someone.said.is_empty()).then(quoted),
        part(words.not_quoted_in, someone.unheard.len()),
        part(words.not_consulted_in, someone.waived().count()),
        part(words.decided_in, someone.made.len()),
        part(words.informed_of, someone.informed.len()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let sentence = capitalized(&parts.join(words.semicolon));
    if sentence.is_empty() { sentence } else { format!("{sentence}.") }
}

/// Everybody, each with their numbers.
#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage<'a> {
    site: &'a Site<'a>,
    frame: Frame<'a>,
}

/// The list of everybody.
pub(super) fn people_page(site: &Site<'_>) -> String {
    let words = site.words();
    let summary = words.people_summary.with(site.people.speakers().count(), &[("count", &site.people.all.len())]);
    render(&PeoplePage { site, frame: Frame::new(site, "people.html", words.people, &summary, "people") })
}

#[cfg(test)]
mod tests {
    use super::super::SitePage;
    use super::super::tests::{seen, site};

    /// The page of a person, and the list of people, of a log with one decision.
    #[track_caller]
    fn check(header: &str, said: &str, person: &str, expected: &str, listed: &str) {
        let text = format!("---\nstatus: accepted\n{header}---\n# T\n\n## Consultation\n\n{said}");
        site(&[(1, &text)], |site| {
            let index = site.people.all.iter().position(|someone| someone.name == person).unwrap();
            let page = seen(&site.render(SitePage::Person(index)));
            let (text, _) = page.split_once(" As of ").unwrap();
            assert_eq!(text, expected);
            let people = seen(&site.render(SitePage::People));
            assert!(people.contains(listed), "{people}");
        });
    }

    #[test]
    fn somebody_without_a_quote_is_not_quoted() {
        let page =
            "Sam Okafor Consulted in 1 decision; not quoted in 1 decision. Not quoted 0001 T Listed as consulted";
        check("consulted: [\"Sam Okafor\"]\n", "", "Sam Okafor", page, "Sam Okafor 1 0 0 1 0");
    }

    #[test]
    fn states_are_rendered() {
        let state = "**No answer:** Rurik Dahl, asked 2026-02-10, waited until 2026-02-24.\n";
        let page = "Rurik Dahl Consulted in 1 decision; not quoted in 1 decision. \
                    Not quoted 0001 T No answer: asked 2026-02-10, waited until 2026-02-24";
        check("consulted: [\"Rurik Dahl\"]\n", state, "Rurik Dahl", page, "Rurik Dahl 1 0 0 1 0");
    }

    #[test]
    fn people_who_were_only_informed_have_these_decisions() {
        let page = "Kim Lee Informed of 1 decision. Informed 0001 T";
        check("informed: [\"Kim Lee\"]\n", "", "Kim Lee", page, "Kim Lee 0 0 0 0 0");
        let page = "Kim Lee Decision-maker in 1 decision; informed of 1 decision. Decided 0001 T accepted";
        check("informed: [\"Kim Lee\"]\ndecision-makers: [\"Kim Lee\"]\n", "", "Kim Lee", page, "Kim Lee 0 0 0 0 1");
    }
}
