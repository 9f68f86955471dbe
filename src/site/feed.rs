//! The feed of the newest decisions, and the site map for search engines. Both need absolute URLs.

use askama::Template;
use jiff::civil::Date;

use super::consulted::{outcome_words, state_words};
use super::entry::disposition;
use super::words::fill;
use super::{Site, SiteEntry, render, short};
use crate::decision::consultation::Quote;
use crate::evidence;
use crate::text::one_line;

/// The files.
pub(super) const FEED: &str = "atom.xml";
pub(super) const SITE_MAP: &str = "sitemap.xml";

/// How many decisions the feed has.
const NEWEST: usize = 50;

/// The maximum number of URLs in a site map, by its specification.
const MAPPED: usize = 50_000;

#[derive(Template)]
#[template(path = "atom.xml")]
struct AtomFeed<'a> {
    title: &'a str,
    id: String,
    address: String,
    home: String,
    updated: String,
    entries: Vec<FeedEntry<'a>>,
}

/// A decision in the feed.
struct FeedEntry<'a> {
    entry: &'a SiteEntry<'a>,
    id: String,
    address: String,
    updated: String,
    summary: String,
    /// The quotes and their answers.
    said: String,
}

/// The newest decisions. Those without a date are left out, since feed readers sort by date.
pub(super) fn atom_feed(site: &Site<'_>) -> String {
    let title = &site.settings.title;
    feed_of(site, title, &format!("log {title}"), FEED, "index.html", site.order.iter().copied())
}

/// The newest decisions that name a person.
pub(super) fn person_feed(site: &Site<'_>, index: usize) -> String {
    let someone = &site.people.all[index];
    let log = &site.settings.title;
    let mut named: Vec<usize> = someone.decisions().into_iter().collect();
    named.sort_unstable_by_key(|index| site.places[*index]);
    let title = format!("{} · {log}", someone.name);
    feed_of(
        site,
        &title,
        &format!("log {log} person {}", someone.name),
        &someone.feed(),
        &someone.page(""),
        named.into_iter(),
    )
}

fn feed_of(
    site: &Site<'_>,
    title: &str,
    key: &str,
    file: &str,
    home: &str,
    decisions: impl Iterator<Item = usize>,
) -> String {
    let address = |path: &str| site.settings.address(path).unwrap_or_default();
    let news = decisions.filter_map(|index| {
        let entry = &site.entries[index];
        Some(feed_entry(site, entry, entry.decision.date.as_ref()?.date?, address(&entry.page())))
    });
    let entries: Vec<FeedEntry<'_>> = news.take(NEWEST).collect();
    let newest = entries.first().map(|news| news.updated.clone());
    let feed = AtomFeed {
        title,
        id: urn(key),
        address: address(file),
        home: address(home),
        updated: newest.unwrap_or_else(|| midnight(site.settings.day.unwrap_or(Date::constant(1970, 1, 1)))),
        entries,
    };
    render(&feed)
}

fn feed_entry<'a>(site: &Site<'_>, entry: &'a SiteEntry<'_>, date: Date, address: String) -> FeedEntry<'a> {
    let decision = entry.decision;
    FeedEntry {
        entry,
        id: urn(&format!("decision {}", decision.path.as_str())),
        address,
        updated: midnight(date),
        summary: super::decision::description(entry),
        said: said(site, entry),
    }
}

/// What people said about a decision, what was done about it, and who is not quoted, as text.
fn said(site: &Site<'_>, entry: &SiteEntry<'_>) -> String {
    let (decision, words) = (entry.decision, entry.words);
    let quote = |quote: &Quote| {
        let named = quote.attribution.as_ref();
        let mut caption = vec![quote.speaker().map_or_else(|| words.somebody.to_owned(), |party| party.shown())];
        caption.extend(named.and_then(|named| named.date.as_ref()).map(|date| date.text.clone()));
        caption.extend(named.and_then(|named| named.source.as_ref()).map(|source| source.value.clone()));
        caption.extend(quote.trial.map(|_| words.in_trial.to_owned()));
        let evidence = words.evidence_words(evidence::stated(decision, quote, &site.catalog.policy));
        let answer = one_line(quote.answer.as_ref().map_or("", |answer| &answer.text));
        let answer = match (outcome_words(site, quote), disposition(quote)) {
            (outcome, _) if answer.is_empty() => outcome.into_owned(),
            (outcome, Some(_)) => format!("{outcome}{} {answer}", words.colon),
            (_, None) => answer.into_owned(),
        };
        let text = fill(words.quoted, &[("words", &quote.words)]);
        format!("{text}\n— {} [{evidence}]\n→ {answer}", caption.join(", "))
    };
    let states =
        decision.consultation.states.iter().filter(|state| state.kind.is_asking() || state.kind.stands_for_a_quote());
    let states = states.map(|state| {
        let name = state.party.as_ref().map_or_else(|| words.somebody.to_owned(), |party| party.shown());
        let reason = if state.reason.is_empty() { String::new() } else { format!(", {}", one_line(&state.reason)) };
        format!("{name}{} {}{reason}", words.colon, state_words(words, state))
    });
    let all: Vec<String> = decision.consultation.quotes.iter().map(quote).chain(states).collect();
    if all.is_empty() { words.nobody_is_quoted.to_owned() } else { all.join("\n\n") }
}

/// The start of a day, as feeds write times.
fn midnight(date: Date) -> String {
    format!("{date}T00:00:00Z")
}

/// An id that stays the same when the site moves or is built again: a UUID of version 8, made of a hash.
fn urn(words: &str) -> String {
    let hash = crate::git::hash(words);
    format!("urn:uuid:{}-{}-8{}-a{}-{}", &hash[..8], &hash[8..12], &hash[12..15], &hash[15..18], &hash[18..30])
}

#[derive(Template)]
#[template(path = "sitemap.xml")]
struct SiteMapPage {
    addresses: Vec<String>,
}

/// The URLs of all pages, up to the maximum.
pub(super) fn site_map(site: &Site<'_>) -> String {
    let pages = site.pages();
    // Short addresses lead to pages that are listed.
    let pages = pages.keys().filter(|path| path.ends_with(".html") && !path.starts_with(short::FOLDER));
    let addresses = pages.filter_map(|path| site.settings.address(path)).take(MAPPED).collect();
    render(&SiteMapPage { addresses })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_stable_uuids() {
        let id = urn("decision decisions/0001-a.md");
        assert_eq!(id.len(), "urn:uuid:".len() + 36);
        assert_eq!(id.split('-').map(str::len).collect::<Vec<_>>(), [17, 4, 4, 4, 12]);
        assert_eq!((&id[23..24], &id[28..29]), ("8", "a"), "{id}");
        assert_ne!(id, urn("decision decisions/0002-a.md"));
    }

    #[test]
    fn dates_become_times() {
        assert_eq!(midnight(Date::constant(2026, 3, 2)), "2026-03-02T00:00:00Z");
        assert_eq!(midnight(Date::constant(2, 3, 2)), "0002-03-02T00:00:00Z");
    }
}
