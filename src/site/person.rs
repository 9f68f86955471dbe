//! The pages of people: every word that somebody said, and how each was answered.

use std::borrow::Cow;

use askama::Template;

use super::decision::sourced;
use super::list::{Rows, counted};
use super::people::{Said, Someone};
use super::{Entry, Frame, Named, Site, class, is_answered, write};

/// How far down the tree a person's page lies.
const ROOT: &str = "../";

#[derive(Template)]
#[template(path = "person.html")]
struct Page<'a> {
    frame: Frame<'a>,
    someone: &'a Someone,
    summary: String,
    /// The people of a group.
    members: Vec<Named<'a>>,
    said: Vec<Words<'a>>,
    /// Decisions that asked and got no words, and what they say about it.
    silent: Vec<(&'a str, &'a Entry<'a>)>,
    rows: &'a Rows,
}

/// Somebody's words, and what became of them.
struct Words<'a> {
    entry: &'a Entry<'a>,
    /// Which of the decision's quotes it is, from 1.
    number: usize,
    words: &'a str,
    date: Option<&'a str>,
    source: Option<(String, Option<String>)>,
    is_trial: bool,
    class: &'static str,
    /// What became of it in a word, when there is one.
    disposition: Option<&'static str>,
    by: Option<Cow<'a, str>>,
    answer: &'a str,
}

/// The page of one person or group.
pub(super) fn page(site: &Site<'_>, index: usize, out: &mut String) {
    let someone = &site.people.all[index];
    let said: Vec<Words<'_>> = someone.said.iter().rev().map(|said| words(site, said)).collect();
    let summary = summary(site, someone);
    let group = someone.is_group.then(|| site.catalog.policy.directory.group_named(&someone.name)).flatten();
    let page = Page {
        frame: Frame::new(site, &someone.page(""), &someone.name, &summary, "people"),
        someone,
        summary,
        members: group
            .into_iter()
            .flat_map(|group| &group.members)
            .map(|party| site.named(party, site.people.find(party), ROOT))
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
        rows: site.rows(),
    };
    write(&page, out);
}

fn words<'a>(site: &'a Site<'_>, said: &Said) -> Words<'a> {
    let entry = &site.entries[said.decision];
    let quote = site.quote(said);
    let attribution = quote.attribution.as_ref();
    let answer = quote.answer.as_ref();
    let kind = answer.and_then(|answer| answer.disposition.as_ref()).map(|word| word.value);
    Words {
        entry,
        number: said.number,
        words: &quote.words,
        date: attribution.and_then(|said| said.date.as_ref()).map(|day| day.text.as_str()),
        source: attribution
            .and_then(|said| said.source.as_ref())
            .map(|source| sourced(&source.value, entry.decision.path.as_str())),
        is_trial: quote.trial.is_some(),
        class: kind.map_or(if answer.is_some() { "answered" } else { "unanswered" }, class),
        disposition: kind.map(|kind| kind.word()),
        by: answer.and_then(|answer| answer.by.as_deref()).map(|party| site.called(party)),
        answer: answer.map_or("", |answer| answer.text.as_str()),
    }
}

/// Somebody in a sentence.
fn summary(site: &Site<'_>, someone: &Someone) -> String {
    let mut parts = Vec::new();
    if !someone.asked.is_empty() {
        parts.push(format!("asked in {}", counted(someone.asked.len(), "decision")));
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
        parts.push(format!("not heard in {}", counted(someone.silent.len(), "decision")));
    }
    if !someone.made.is_empty() {
        parts.push(format!("decided {}", counted(someone.made.len(), "decision")));
    }
    let mut sentence = parts.join("; ");
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
        sentence.push('.');
    }
    sentence
}

/// Everybody, each with what was heard of them.
#[derive(Template)]
#[template(path = "people.html")]
struct Everybody<'a> {
    frame: Frame<'a>,
    summary: String,
    people: Vec<Line<'a>>,
}

struct Line<'a> {
    someone: &'a Someone,
    roles: String,
    answered: usize,
}

/// The list of everybody.
pub(super) fn everybody(site: &Site<'_>, out: &mut String) {
    let speakers = site.people.all.iter().filter(|someone| !someone.said.is_empty()).count();
    let summary = format!("{speakers} of {} whom the log names are quoted in it.", site.people.all.len());
    let people = site.people.all.iter().map(|someone| {
        let answered = someone.said.iter().filter(|said| is_answered(site.quote(said)));
        let roles = someone.roles.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        Line { someone, roles, answered: answered.count() }
    });
    let people = people.collect();
    write(&Everybody { frame: Frame::new(site, "people.html", "People", &summary, "people"), people, summary }, out);
}
