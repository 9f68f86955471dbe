//! The pages of people: everything that somebody said, and how each quote was answered.

use std::borrow::Cow;

use askama::Template;

use super::decision::source_link;
use super::entry::{SiteEntry, disposition_class, is_answered};
use super::list::counted;
use super::people::{QuotePlace, SitePerson};
use super::{Frame, PersonLink, Site, render};

/// The way from the page of a person to the top of the site.
const ROOT: &str = "../";

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage<'a> {
    site: &'a Site<'a>,
    frame: Frame<'a>,
    someone: &'a SitePerson,
    summary: String,
    /// The people of a group.
    members: Vec<PersonLink<'a>>,
    said: Vec<PersonQuote<'a>>,
    /// Decisions that consulted them and do not quote them, with what the text says about it.
    silent: Vec<(&'a str, &'a SiteEntry<'a>)>,
}

/// A quote and its answer.
struct PersonQuote<'a> {
    entry: &'a SiteEntry<'a>,
    /// Which of the decision's quotes it is, from 1.
    number: usize,
    words: &'a str,
    date: Option<&'a str>,
    source: Option<(String, Option<String>)>,
    is_trial: bool,
    class: &'static str,
    /// The disposition of the answer, when it has one.
    disposition: Option<&'static str>,
    by: Option<Cow<'a, str>>,
    answer: &'a str,
}

/// The page of one person or group.
pub(super) fn person_page(site: &Site<'_>, index: usize) -> String {
    let someone = &site.people.all[index];
    let said: Vec<PersonQuote<'_>> = someone.said.iter().rev().map(|said| person_quote(site, said)).collect();
    let summary = summary(site, someone);
    let group = someone.is_group.then(|| site.catalog.policy.directory.group_named(&someone.name)).flatten();
    render(&PersonPage {
        site,
        frame: Frame::new(site, &someone.page(""), &someone.name, &summary, "people"),
        someone,
        summary,
        members: group
            .into_iter()
            .flat_map(|group| &group.members)
            .map(|party| site.person_link(party, ROOT))
            .collect(),
        said,
        silent: someone
            .silent
            .iter()
            .rev()
            .map(|(decision, state)| {
                let entry = &site.entries[*decision];
                (entry.decision.consultation.states[*state].span.of(&entry.decision.text), entry)
            })
            .collect(),
    })
}

fn person_quote<'a>(site: &'a Site<'_>, said: &QuotePlace) -> PersonQuote<'a> {
    let entry = &site.entries[said.decision];
    let quote = site.quote(said);
    let attribution = quote.attribution.as_ref();
    let answer = quote.answer.as_ref();
    let kind = answer.and_then(|answer| answer.disposition.as_ref()).map(|word| word.value);
    PersonQuote {
        entry,
        number: said.number,
        words: &quote.words,
        date: attribution.and_then(|said| said.date.as_ref()).map(|day| day.text.as_str()),
        source: attribution
            .and_then(|said| said.source.as_ref())
            .map(|source| source_link(&source.value, entry.decision.path.as_str())),
        is_trial: quote.trial.is_some(),
        class: kind.map_or(if answer.is_some() { "answered" } else { "unanswered" }, disposition_class),
        disposition: kind.map(|kind| kind.word()),
        by: answer.and_then(|answer| answer.by.as_deref()).map(|party| site.name_of(party)),
        answer: answer.map_or("", |answer| answer.text.as_str()),
    }
}

/// A person in a sentence.
fn summary(site: &Site<'_>, someone: &SitePerson) -> String {
    let mut parts = Vec::new();
    if !someone.asked.is_empty() {
        parts.push(format!("consulted in {}", counted(someone.asked.len(), "decision")));
    }
    if !someone.said.is_empty() {
        let answers = someone.said.iter().filter(|said| is_answered(site.quote(said))).count();
        parts.push(format!(
            "quoted {}, {answers} answered",
            match someone.said.len() {
                1 => "once".to_owned(),
                count => format!("{count} times"),
            }
        ));
    }
    if !someone.silent.is_empty() {
        parts.push(format!("not quoted in {}", counted(someone.silent.len(), "decision")));
    }
    if !someone.made.is_empty() {
        parts.push(format!("decision-maker in {}", counted(someone.made.len(), "decision")));
    }
    let mut sentence = parts.join("; ");
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
        sentence.push('.');
    }
    sentence
}

/// Everybody, each with their numbers.
#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage<'a> {
    frame: Frame<'a>,
    summary: String,
    people: Vec<PersonLine<'a>>,
}

struct PersonLine<'a> {
    someone: &'a SitePerson,
    roles: String,
    answered: usize,
}

/// The list of everybody.
pub(super) fn people_page(site: &Site<'_>) -> String {
    let speakers = site.people.all.iter().filter(|someone| !someone.said.is_empty()).count();
    let summary = format!("{speakers} of {} people are quoted.", site.people.all.len());
    let people = site.people.all.iter().map(|someone| {
        let answered = someone.said.iter().filter(|said| is_answered(site.quote(said)));
        let roles = someone.roles.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        PersonLine { someone, roles, answered: answered.count() }
    });
    let people = people.collect();
    render(&PeoplePage { frame: Frame::new(site, "people.html", "People", &summary, "people"), people, summary })
}
