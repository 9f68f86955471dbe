//! The feed of the newest decisions, and the site map for search engines. Both need absolute URLs.

use askama::Template;
use jiff::civil::Date;

use super::{Site, SiteEntry, render, short};
use crate::report::quotes::quotes;
use crate::report::record::Record;

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
    /// The quotes and their answers, as `heard show` prints them.
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
        said: quotes(&Record::of(decision, &site.catalog.policy), usize::MAX).trim().to_owned(),
    }
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
