//! The page of a decision: its facts, what people said and what became of it, its text.

use std::borrow::Cow;
use std::fmt::Write as _;

use askama::Template;

use super::list::day;
use super::markdown::{Body, Source, Surroundings};
use super::target::Target;
use super::{Entry, Frame, Named, Note, Site, class, first_quote, write};
use crate::decision::Decision;
use crate::decision::LinkKind;
use crate::decision::consultation::State;
use crate::decision::party::Party;
use crate::decision::words::Disposition;
use crate::render::record::Record;

/// How far down the tree a decision's page lies.
const ROOT: &str = "../";

#[derive(Template)]
#[template(path = "decision.html")]
struct Page<'a> {
    frame: Frame<'a>,
    entry: &'a Entry<'a>,
    id: String,
    title: &'a str,
    status: &'a str,
    status_class: &'static str,
    date: Option<String>,
    review_by: Option<String>,
    makers: Vec<Named<'a>>,
    consulted: Vec<Asked<'a>>,
    informed: Vec<Named<'a>>,
    governs: Vec<&'a str>,
    tags: Vec<(&'a str, &'a str)>,
    links: Vec<(&'static str, Vec<Linked>)>,
    /// The address of the file in the forge.
    source: Option<String>,
    path: &'a str,
    problems: Vec<String>,
    /// Comments that silence rules, which no reader of the text would see.
    silenced: Vec<&'a str>,
    /// What `check` says of it.
    notes: &'a [Note],
    body: String,
    newer: Option<&'a Entry<'a>>,
    older: Option<&'a Entry<'a>>,
}

/// Somebody whose words were asked for, and what came of it.
struct Asked<'a> {
    named: Named<'a>,
    /// The number of their words on the page.
    number: Option<usize>,
    class: &'static str,
    /// `heard`, or why not.
    outcome: Cow<'static, str>,
}

/// A decision that another links to.
struct Linked {
    id: String,
    title: String,
    file: Option<String>,
}

/// The page of one decision.
pub(super) fn page(site: &Site<'_>, index: usize, out: &mut String) {
    let entry = &site.entries[index];
    let decision = entry.decision;
    let place = site.places[index];
    let beside = |at: Option<usize>| at.and_then(|at| site.order.get(at)).map(|index| &site.entries[*index]);
    let title = format!("{} {}", decision.id.text, decision.shown_title());
    let description = description(entry);
    let whom = site.whom(index);
    let speaker = |quote: usize| whom.speakers[quote].map(|someone| site.people.all[someone].page(ROOT));
    let around = Surroundings { file: &|path| file(site, path), speaker: &speaker };
    let page = Page {
        frame: Frame::new(site, &entry.page(), &title, &description, "list"),
        entry,
        id: decision.id.text.clone(),
        title: decision.shown_title(),
        status: entry.status(),
        status_class: entry.status_class(),
        date: day(&decision.date),
        review_by: day(&decision.review_by),
        makers: named(site, &decision.makers.parties, whom.makers),
        consulted: asked(site, entry, whom.consulted),
        informed: named(site, &decision.informed.parties, whom.informed),
        governs: decision.governs.iter().map(|glob| glob.value.as_str()).collect(),
        tags: decision
            .tags
            .iter()
            .filter_map(|tag| site.tag(&tag.value))
            .map(|tag| (tag.word.as_str(), tag.file.as_str()))
            .collect(),
        links: links(site, index),
        source: site.source(decision.path.as_str()),
        path: decision.path.as_str(),
        problems: if crate::render::record::is_broken(decision) {
            Record::of(decision, &site.catalog.policy.directory).problems
        } else {
            Vec::new()
        },
        silenced: decision.allows.iter().map(|allow| inner(allow.span.of(&decision.text))).collect(),
        notes: site.notes.get(&decision.path).map_or(&[], Vec::as_slice),
        body: body(decision).html(around),
        newer: beside(place.checked_sub(1)),
        older: beside(place.checked_add(1)),
    };
    write(&page, out);
}

/// What the page says in a line, for those who list it.
pub(super) fn description(entry: &Entry<'_>) -> String {
    let status = entry.status();
    let mut said = crate::text::one_line(status).into_owned();
    if let Some(date) = day(&entry.decision.date) {
        said.extend([", ", &date]);
    }
    if entry.asked > 0 {
        let _ = write!(said, ". {} of {} who were asked are quoted", entry.heard, entry.asked);
    }
    said.push('.');
    said
}

fn named<'a>(site: &'a Site<'_>, parties: &'a [Party], places: &[Option<usize>]) -> Vec<Named<'a>> {
    parties.iter().zip(places).map(|(party, place)| site.named(party, *place, ROOT)).collect()
}

/// Everybody who is on the record as asked, and those of whom it says that they were not.
fn asked<'a>(site: &'a Site<'_>, entry: &'a Entry<'_>, places: &[Option<usize>]) -> Vec<Asked<'a>> {
    let decision = entry.decision;
    let directory = &site.catalog.policy.directory;
    let states = &decision.consultation.states;
    let listed = &decision.consulted.parties;
    let asked = |party: &'a Party, place: Option<usize>, number: Option<usize>| {
        let named = site.named(party, place, ROOT);
        if number.is_some() {
            return Asked { named, number, class: "heard", outcome: "heard".into() };
        }
        let mut about =
            states.iter().filter(|state| state.party.as_ref().is_some_and(|other| directory.same(other, party)));
        // What came of it says more than that they were asked.
        let (class, outcome) =
            match about.clone().find(|state| state.kind != Disposition::Asked).or_else(|| about.next()) {
                Some(state) if state.kind == Disposition::Asked => ("unquoted", told(state)),
                Some(state) => (class(state.kind), told(state)),
                None => ("unquoted", "not quoted".into()),
            };
        Asked { named, number, class, outcome }
    };
    let mut found: Vec<Asked<'_>> = listed
        .iter()
        .zip(places)
        .zip(&entry.quoted)
        .map(|((party, place), number)| asked(party, *place, *number))
        .collect();
    let mut unlisted: Vec<&Party> = Vec::new();
    for party in states.iter().filter_map(|state| state.party.as_ref()) {
        if !listed.iter().chain(unlisted.iter().copied()).any(|known| directory.same(known, party)) {
            unlisted.push(party);
            found.push(asked(party, site.people.find(party), first_quote(decision, party, directory)));
        }
    }
    found
}

/// A state in a few words.
fn told(state: &State) -> Cow<'static, str> {
    let days: Vec<&str> = state.dates.iter().map(|day| day.text.as_str()).collect();
    match (state.kind, days.as_slice()) {
        (Disposition::Waived, _) => "not asked".into(),
        (Disposition::Asked, []) => "asked, no answer yet".into(),
        (Disposition::Asked, days) => format!("asked {}, no answer yet", days.join(" and ")).into(),
        (_, [asked, until]) => format!("no answer: asked {asked}, waited until {until}").into(),
        (_, [asked]) => format!("no answer: asked {asked}").into(),
        _ => "no answer".into(),
    }
}

/// A comment without its marks.
fn inner(comment: &str) -> &str {
    comment.trim_start_matches("<!--").trim_end_matches("-->").trim()
}

/// The links of a decision, those that only the other side says as well.
fn links(site: &Site<'_>, index: usize) -> Vec<(&'static str, Vec<Linked>)> {
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
            found.push((words(kind), linked));
        }
    }
    found
}

fn words(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Supersedes => "Supersedes",
        LinkKind::SupersededBy => "Superseded by",
        LinkKind::Amends => "Amends",
        LinkKind::AmendedBy => "Amended by",
        LinkKind::RelatesTo => "Relates to",
    }
}

/// The body of a decision, read from its text.
pub(super) fn body(decision: &Decision) -> Body {
    Body::of(Source {
        text: &decision.text,
        path: decision.path.as_str(),
        start: decision.body_start(),
        title: decision.title.as_ref().map(|title| title.span.start),
        consultation: &decision.consultation,
    })
}

/// Where a file that a decision links to stands: on the site, or in the forge.
fn file(site: &Site<'_>, path: &str) -> Option<String> {
    match site.decision_at(path) {
        Some(entry) => Some(format!("{}.html", entry.file)),
        None => site.source(path),
    }
}

/// What a source is called, and its address.
pub(super) fn sourced(written: &str, path: &str) -> (String, Option<String>) {
    match Target::read(written, path) {
        Target::Web(address) => {
            let rest = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default().to_owned();
            (host, Some(address))
        }
        _ => (written.to_owned(), None),
    }
}
