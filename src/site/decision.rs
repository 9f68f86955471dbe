//! The page of a decision: its facts, and its text with quotes and answers.

use std::borrow::Cow;
use std::fmt::Write as _;

use askama::Template;

use super::entry::{SiteEntry, disposition_class, first_quote};
use super::list::shown_date;
use super::markdown::{BodySource, LinkResolver, body_html};
use super::target::LinkTarget;
use super::{Frame, Note, PersonLink, Site, render};
use crate::decision::Decision;
use crate::decision::LinkKind;
use crate::decision::consultation::{Quote, State};
use crate::report::record::Record;
use crate::vocabulary::party::Party;
use crate::vocabulary::words::Disposition;

/// The way from the page of a decision to the top of the site.
const ROOT: &str = "../";

#[derive(Template)]
#[template(path = "decision.html")]
struct DecisionPage<'a> {
    frame: Frame<'a>,
    entry: &'a SiteEntry<'a>,
    id: String,
    title: &'a str,
    status: &'a str,
    status_class: &'static str,
    date: Option<String>,
    review_by: Option<String>,
    makers: Vec<PersonLink<'a>>,
    consulted: Vec<ConsultedParty<'a>>,
    informed: Vec<PersonLink<'a>>,
    governs: Vec<&'a str>,
    tags: Vec<(&'a str, &'a str)>,
    links: Vec<(&'static str, Vec<Linked>)>,
    /// The URL of the file in the repository.
    source: Option<String>,
    path: &'a str,
    problems: Vec<String>,
    /// Comments that silence rules. The text does not show them.
    silenced: Vec<&'a str>,
    /// Its findings.
    notes: &'a [Note],
    body: String,
    newer: Option<&'a SiteEntry<'a>>,
    older: Option<&'a SiteEntry<'a>>,
}

/// Somebody who was consulted, and the outcome.
struct ConsultedParty<'a> {
    named: PersonLink<'a>,
    /// The number of their first quote on the page.
    number: Option<usize>,
    class: &'static str,
    /// `quoted`, or the reason why not.
    outcome: Cow<'static, str>,
}

/// A decision that another links to.
struct Linked {
    id: String,
    title: String,
    file: Option<String>,
}

/// The page of one decision.
pub(super) fn decision_page(site: &Site<'_>, index: usize) -> String {
    let entry = &site.entries[index];
    let decision = entry.decision;
    let place = site.places[index];
    let beside = |at: Option<usize>| at.and_then(|at| site.order.get(at)).map(|index| &site.entries[*index]);
    let title = format!("{} {}", decision.id.text, decision.shown_title());
    let description = description(entry);
    let speaker = |quote: &Quote| site.speaker(quote).map(|someone| site.people.all[someone].page(ROOT));
    let links_to = LinkResolver { file: &|path| file_address(site, path), speaker: &speaker };
    render(&DecisionPage {
        frame: Frame::new(site, &entry.page(), &title, &description, "list"),
        entry,
        id: decision.id.text.clone(),
        title: decision.shown_title(),
        status: entry.status(),
        status_class: entry.status_class(),
        date: shown_date(&decision.date),
        review_by: shown_date(&decision.review_by),
        makers: person_links(site, &decision.makers.parties),
        consulted: consulted_parties(site, entry),
        informed: person_links(site, &decision.informed.parties),
        governs: decision.governs.iter().map(|glob| glob.value.as_str()).collect(),
        tags: decision
            .tags
            .iter()
            .filter_map(|tag| site.tag(&tag.value))
            .map(|tag| (tag.word.as_str(), tag.file.as_str()))
            .collect(),
        links: page_links(site, index),
        source: site.source(decision.path.as_str()),
        path: decision.path.as_str(),
        problems: if crate::report::record::is_broken(decision) {
            Record::of(decision, &site.catalog.policy.directory).problems
        } else {
            Vec::new()
        },
        silenced: decision.allows.iter().map(|allow| comment_text(allow.span.of(&decision.text))).collect(),
        notes: site.notes.get(&decision.path).map_or(&[], Vec::as_slice),
        body: body_html(body_source(decision), links_to),
        newer: beside(place.checked_sub(1)),
        older: beside(place.checked_add(1)),
    })
}

/// The page in a sentence, for previews and the feed.
pub(super) fn description(entry: &SiteEntry<'_>) -> String {
    let status = entry.status();
    let mut said = crate::text::one_line(status).into_owned();
    if let Some(date) = shown_date(&entry.decision.date) {
        said.extend([", ", &date]);
    }
    if entry.asked > 0 {
        let _ = write!(said, ". {} of {} consulted people quoted", entry.heard, entry.asked);
    }
    said.push('.');
    said
}

fn person_links<'a>(site: &'a Site<'_>, parties: &'a [Party]) -> Vec<PersonLink<'a>> {
    parties.iter().map(|party| site.person_link(party, ROOT)).collect()
}

/// Everybody who is listed as consulted, and others whose state the text gives.
fn consulted_parties<'a>(site: &'a Site<'_>, entry: &'a SiteEntry<'_>) -> Vec<ConsultedParty<'a>> {
    let decision = entry.decision;
    let directory = &site.catalog.policy.directory;
    let states = &decision.consultation.states;
    let listed = &decision.consulted.parties;
    let consulted = |party: &'a Party, number: Option<usize>| {
        let named = site.person_link(party, ROOT);
        if number.is_some() {
            return ConsultedParty { named, number, class: "heard", outcome: "quoted".into() };
        }
        let mut about =
            states.iter().filter(|state| state.party.as_ref().is_some_and(|other| directory.same(other, party)));
        // The outcome says more than that they were asked.
        let (class, outcome) =
            match about.clone().find(|state| state.kind != Disposition::Asked).or_else(|| about.next()) {
                Some(state) if state.kind == Disposition::Asked => ("unquoted", state_words(state)),
                Some(state) => (disposition_class(state.kind), state_words(state)),
                None => ("unquoted", "not quoted".into()),
            };
        ConsultedParty { named, number, class, outcome }
    };
    let mut found: Vec<ConsultedParty<'_>> =
        listed.iter().zip(&entry.quoted).map(|(party, number)| consulted(party, *number)).collect();
    let mut unlisted: Vec<&Party> = Vec::new();
    for party in states.iter().filter_map(|state| state.party.as_ref()) {
        if !listed.iter().chain(unlisted.iter().copied()).any(|known| directory.same(known, party)) {
            unlisted.push(party);
            found.push(consulted(party, first_quote(decision, party, directory)));
        }
    }
    found
}

/// A state in a few words.
fn state_words(state: &State) -> Cow<'static, str> {
    let days: Vec<&str> = state.dates.iter().map(|day| day.text.as_str()).collect();
    match (state.kind, days.as_slice()) {
        (Disposition::Waived, _) => "not consulted".into(),
        (Disposition::Asked, []) => "asked, no answer yet".into(),
        (Disposition::Asked, days) => format!("asked {}, no answer yet", days.join(" and ")).into(),
        (_, [asked, until]) => format!("no answer: asked {asked}, waited until {until}").into(),
        (_, [asked]) => format!("no answer: asked {asked}").into(),
        _ => "no answer".into(),
    }
}

/// A comment without its delimiters.
fn comment_text(comment: &str) -> &str {
    comment.trim_start_matches("<!--").trim_end_matches("-->").trim()
}

/// The links of a decision, including those that only the other decision has.
fn page_links(site: &Site<'_>, index: usize) -> Vec<(&'static str, Vec<Linked>)> {
    let decision = site.entries[index].decision;
    let mut found = Vec::new();
    for kind in LinkKind::ALL {
        let known = site.links[index].iter().filter(|(other, _)| *other == kind).map(|(_, other)| {
            let entry = &site.entries[*other];
            let (id, title) = (entry.decision.id.text.clone(), entry.decision.shown_title().to_owned());
            Linked { id, title, file: Some(entry.file.clone()) }
        });
        let dangling = decision.links.iter().filter(|link| link.kind == kind && site.catalog.find(&link.id).is_empty());
        let dangling = dangling.map(|link| Linked { id: link.id.text.clone(), title: String::new(), file: None });
        let linked: Vec<Linked> = known.chain(dangling).collect();
        if !linked.is_empty() {
            found.push((link_words(kind), linked));
        }
    }
    found
}

fn link_words(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Supersedes => "Supersedes",
        LinkKind::SupersededBy => "Superseded by",
        LinkKind::Amends => "Amends",
        LinkKind::AmendedBy => "Amended by",
        LinkKind::RelatesTo => "Relates to",
    }
}

/// What the body of a decision is made of.
pub(super) fn body_source(decision: &Decision) -> BodySource<'_> {
    BodySource {
        text: &decision.text,
        path: decision.path.as_str(),
        start: decision.body_start(),
        title: decision.title.as_ref().map(|title| title.span.start),
        consultation: &decision.consultation,
    }
}

/// The address of a file that a decision links to: a page of the site, or the file in the repository.
fn file_address(site: &Site<'_>, path: &str) -> Option<String> {
    match site.entry_at(path) {
        Some(entry) => Some(format!("{}.html", entry.file)),
        None => site.source(path),
    }
}

/// The label of a source, and its URL.
pub(super) fn source_link(written: &str, path: &str) -> (String, Option<String>) {
    match LinkTarget::read(written, path) {
        LinkTarget::Web(address) => {
            let rest = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default().to_owned();
            (host, Some(address))
        }
        _ => (written.to_owned(), None),
    }
}
