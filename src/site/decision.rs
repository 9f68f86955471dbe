//! The page of a decision: its facts, and its text with quotes and answers.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use askama::Template;

use super::entry::{SiteEntry, disposition_class, first_quote};
use super::markdown::{BodySource, ContentsEntry, LinkResolver, body_page};
use super::target::{LinkTarget, with_fragment};
use super::{EntryGroup, Frame, Note, PersonLink, Site, render};
use crate::decision::Decision;
use crate::decision::consultation::{Quote, State};
use crate::decision::{Link, LinkKind};
use crate::evidence;
use crate::report::record::Record;
use crate::vocabulary::party::Party;
use crate::vocabulary::words::Disposition;

/// The way from the page of a decision to the top of the site.
const ROOT: &str = "../";

#[derive(Template)]
#[template(path = "decision.html")]
struct DecisionPage<'a> {
    site: &'a Site<'a>,
    frame: Frame<'a>,
    entry: &'a SiteEntry<'a>,
    decision: &'a Decision,
    consulted: Vec<ConsultedParty<'a>>,
    tags: Vec<&'a EntryGroup>,
    links: Vec<(LinkKind, Vec<Linked<'a>>)>,
    problems: Vec<String>,
    /// Comments that silence rules. The text does not show them.
    silenced: Vec<&'a str>,
    /// Its findings.
    notes: &'a [Note],
    body: String,
    contents: Vec<ContentsEntry>,
    newer: Option<&'a SiteEntry<'a>>,
    older: Option<&'a SiteEntry<'a>>,
}

/// Somebody who was consulted, and the outcome.
struct ConsultedParty<'a> {
    named: PersonLink<'a>,
    /// The number of their first quote on the page.
    number: Option<usize>,
    class: String,
    /// `quoted`, or the reason why not.
    outcome: Cow<'static, str>,
}

/// The ID of a decision that another links to, and the decision if it is in the log.
type Linked<'a> = (&'a str, Option<&'a SiteEntry<'a>>);

/// The page of one decision.
pub(super) fn decision_page(site: &Site<'_>, index: usize) -> String {
    let entry = &site.entries[index];
    let decision = entry.decision;
    let place = site.places[index];
    let beside = |at: Option<usize>| at.and_then(|at| site.order.get(at)).map(|index| &site.entries[*index]);
    let title = format!("{} {}", decision.id.shown(), decision.shown_title());
    let description = description(entry);
    let speaker = |quote: &Quote| site.speaker(quote).map(|someone| site.people.all[someone].page(ROOT));
    let evidence = |quote: &Quote| evidence::stated(decision, quote, &site.catalog.policy);
    let file = |path: &str, fragment: Option<&str>| file_address(site, path, fragment);
    let picture = |path: &str| site.pictures.page_of(path).map(|page| format!("{ROOT}{page}"));
    let links_to = LinkResolver { file: &file, picture: &picture, speaker: &speaker, evidence: &evidence };
    let body = body_page(body_source(decision), links_to);
    render(&DecisionPage {
        site,
        frame: Frame::new(site, &entry.page(), &title, &description, "list"),
        entry,
        decision,
        consulted: consulted_parties(site, entry),
        tags: site.tags_of(decision).collect(),
        links: page_links(site, index),
        problems: if crate::report::record::is_broken(decision) {
            Record::of(decision, &site.catalog.policy).problems
        } else {
            Vec::new()
        },
        silenced: decision.allows.iter().map(|allow| comment_text(allow.span.of(&decision.text))).collect(),
        notes: site.notes.get(&decision.path).map_or(&[], Vec::as_slice),
        body: body.html,
        contents: body.contents,
        newer: beside(place.checked_sub(1)),
        older: beside(place.checked_add(1)),
    })
}

/// The page in a sentence, for previews and the feed.
pub(super) fn description(entry: &SiteEntry<'_>) -> String {
    let status = entry.status();
    let mut said = crate::text::one_line(status).into_owned();
    if let Some(date) = entry.date() {
        said.extend([", ", &date]);
    }
    if entry.asked > 0 {
        let _ = write!(said, ". {} of {} consulted people quoted", entry.heard, entry.asked);
    }
    said.push('.');
    said
}

/// Everybody who is listed as consulted, and others whose state the text gives.
fn consulted_parties<'a>(site: &'a Site<'_>, entry: &'a SiteEntry<'_>) -> Vec<ConsultedParty<'a>> {
    let decision = entry.decision;
    let directory = &site.catalog.policy.directory;
    // What came later is no word on whether somebody was asked.
    let states = decision.consultation.states.iter();
    let states: Vec<&State> =
        states.filter(|state| state.kind.is_asking() || state.kind.stands_for_a_quote()).collect();
    // The state to show of each mark: the outcome says more than that they were asked.
    let mut shown: HashMap<&str, (bool, usize)> = HashMap::new();
    for (at, state) in states.iter().enumerate() {
        let rank = (!state.kind.stands_for_a_quote(), at);
        for mark in state.party.iter().flat_map(|party| party.marks()) {
            shown.entry(mark).and_modify(|best| *best = rank.min(*best)).or_insert(rank);
        }
    }
    let consulted = |party: &'a Party, number: Option<usize>| {
        let named = site.person_link(party, ROOT);
        if number.is_some() {
            return ConsultedParty { named, number, class: "heard".to_owned(), outcome: "quoted".into() };
        }
        let marks = directory.marks(party);
        let state = marks.iter().filter_map(|mark| shown.get(mark.as_str())).min().map(|(_, at)| states[*at]);
        let (class, outcome) = match state {
            Some(state) if !state.kind.stands_for_a_quote() => ("unquoted".to_owned(), state_words(state)),
            Some(state) => (disposition_class(state.kind), state_words(state)),
            None => ("unquoted".to_owned(), "not quoted".into()),
        };
        ConsultedParty { named, number, class, outcome }
    };
    let mut found: Vec<ConsultedParty<'_>> =
        entry.quoted.iter().map(|(party, number)| consulted(party, *number)).collect();
    // Those who were not asked on purpose.
    let mut known: BTreeSet<String> = entry.quoted.iter().flat_map(|(party, _)| directory.marks(party)).collect();
    for party in states.iter().filter_map(|state| state.party.as_ref()) {
        if !directory.is_in(party, &known) {
            known.extend(directory.marks(party));
            found.push(consulted(party, first_quote(decision, party, directory)));
        }
    }
    found
}

/// A state in a few words.
pub(super) fn state_words(state: &State) -> Cow<'static, str> {
    let days: Vec<&str> = state.dates.iter().map(|day| day.text.as_str()).collect();
    match (state.kind, days.as_slice()) {
        (Disposition::Waived, _) => "not consulted".into(),
        (Disposition::Asked, []) => "asked, no answer yet".into(),
        (Disposition::Asked, days) => format!("asked {}, no answer yet", days.join(" and ")).into(),
        (Disposition::AskedAgain, days) => format!("asked again {}, no answer yet", days.join(" and ")).into(),
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
fn page_links<'a>(site: &'a Site<'a>, index: usize) -> Vec<(LinkKind, Vec<Linked<'a>>)> {
    let decision = site.entries[index].decision;
    let links_of = |kind: LinkKind| {
        let known = site.links[index].iter().filter(|(other, _)| *other == kind);
        let known = known.map(|(_, other)| &site.entries[*other]).map(|entry| (entry.id(), Some(entry)));
        let is_dangling = |link: &&Link| link.kind == kind && site.catalog.linked(decision, link).is_empty();
        let dangling = decision.links.iter().filter(is_dangling);
        (kind, known.chain(dangling.map(|link| (link.reference.name.as_str(), None))).collect())
    };
    let links = LinkKind::ALL.into_iter().map(links_of);
    links.filter(|(_, linked): &(LinkKind, Vec<Linked<'_>>)| !linked.is_empty()).collect()
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

/// The address of a file that a decision links to, or of a place in it: on the site, or in the repository.
fn file_address(site: &Site<'_>, path: &str, fragment: Option<&str>) -> Option<String> {
    match site.entry_index(path) {
        Some(index) => {
            let place = fragment.and_then(|fragment| site.ids_of(index).address(fragment)).unwrap_or_default();
            Some(format!("{}.html{place}", site.entries[index].file))
        }
        None => site.source(path).map(|url| with_fragment(url, fragment)),
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
