//! The page of a decision: its facts, and its text with quotes and answers.

use askama::Template;

use super::anchor::QuoteAnchor;
use super::banner::{Banner, banner};
use super::consulted::{ConsultedParty, consulted_parties};
use super::entry::SiteEntry;
use super::frame::capitalized;
use super::markdown::{BodySource, ContentsEntry, LinkResolver, body_page};
use super::short::short_path;
use super::target::{LinkTarget, with_fragment};
use super::{EntryGroup, Frame, Note, Site, render};
use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::decision::{Link, LinkKind};
use crate::evidence;
use crate::report::record::Record;
use crate::text::RepoPath;

/// The way from the page of a decision to the top of the site.
const ROOT: &str = "../";

#[derive(Template)]
#[template(path = "decision.html")]
struct DecisionPage<'a> {
    site: &'a Site<'a>,
    frame: Frame<'a>,
    entry: &'a SiteEntry<'a>,
    decision: &'a Decision,
    /// The path of its short address.
    short: String,
    banner: Option<Banner<'a>>,
    consulted: Vec<ConsultedParty<'a>>,
    tags: Vec<&'a EntryGroup>,
    /// What it says of other decisions, or they of it.
    links: Vec<(String, Vec<Linked<'a>>)>,
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

/// The ID of a decision that another links to, and the decision if it is in the log.
pub(super) type Linked<'a> = (&'a str, Option<&'a SiteEntry<'a>>);

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
    // A link in a text stays in its repository.
    let repository = site.catalog.repository_of(&entry.decision.path);
    let is_own = |path: &str| site.catalog.repository_of(&RepoPath::new(path)) == repository;
    let file = |path: &str, fragment: Option<&str>| file_address(site, path, fragment).filter(|_| is_own(path));
    let picture = |path: &str| site.pictures.page_of(path).map(|page| format!("{ROOT}{page}"));
    let links_to =
        LinkResolver { file: &file, picture: &picture, speaker: &speaker, evidence: &evidence, words: site.words() };
    let body = body_page(body_source(decision, &entry.anchors), links_to);
    let links = page_links(site, index);
    let heirs = links.iter().find(|(kind, _)| *kind == LinkKind::SupersededBy);
    let heirs = heirs.map_or(&[][..], |(_, heirs)| heirs.as_slice());
    let banner = banner(entry, heirs, site.heirs[index].map(|last| &site.entries[last]));
    let label = |kind| capitalized(site.words().link_word(kind));
    render(&DecisionPage {
        site,
        frame: Frame::new(site, &entry.page(), &title, &description, "list"),
        entry,
        decision,
        short: short_path(entry),
        banner,
        consulted: consulted_parties(site, entry, ROOT),
        tags: site.tags_of(decision).collect(),
        links: links.into_iter().map(|(kind, linked)| (label(kind), linked)).collect(),
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
    let mut facts = Vec::new();
    if entry.shows_status {
        facts.push(crate::text::one_line(entry.status()).into_owned());
    }
    facts.extend(entry.date());
    let facts = (!facts.is_empty()).then(|| format!("{}.", facts.join(", ")));
    let quoted = (entry.asked > 0).then(|| entry.words.consulted_quoted.with(entry.heard, &[("count", &entry.asked)]));
    facts.into_iter().chain(quoted).collect::<Vec<_>>().join(" ")
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
pub(super) fn body_source<'a>(decision: &'a Decision, anchors: &'a [Option<QuoteAnchor>]) -> BodySource<'a> {
    BodySource {
        text: &decision.text,
        path: decision.path.as_str(),
        start: decision.body_start(),
        title: decision.title.as_ref().map(|title| title.span.start),
        consultation: &decision.consultation,
        anchors,
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
