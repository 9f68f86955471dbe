//! The lists of decisions: all of them, those with a tag or a status, and by the paths they govern.

use std::fmt::Display;

use askama::Template;

use super::frame::capitalized;
use super::paging::{Pages, page_file, page_title, rows_of_page};
use super::words::fill;
use super::{EntryGroup, Frame, Site, SiteEntry, render};
use crate::text::{excerpt, one_line};

/// How many names of people a row shows.
const NAMES: usize = 4;

/// How many characters of a quote and of its speaker's name a row shows.
const WORDS: usize = 120;
const NAME: usize = 60;

/// How many tags a row shows: a record can have thousands of them.
const TAGS: usize = 20;

/// How many rows each part of a list has.
const PART: usize = 50;

/// The whole log, page by page.
#[derive(Template)]
#[template(path = "list.html")]
struct ListPage<'a> {
    site: &'a Site<'a>,
    frame: Frame<'a>,
    /// The entries of the page.
    entries: &'a [usize],
    pages: Pages,
}

impl ListPage<'_> {
    /// The entries in parts that a browser lays out when they become visible. One long list would take seconds.
    fn parts(&self) -> std::slice::Chunks<'_, usize> {
        self.entries.chunks(PART)
    }

    fn row(&self, index: &usize) -> DecisionRow<'_> {
        self.site.row(*index)
    }
}

/// The page of results, which a script fills.
#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage<'a> {
    site: &'a Site<'a>,
    frame: Frame<'a>,
}

/// One decision in the list.
#[derive(Template)]
#[template(path = "row.html")]
struct DecisionRow<'a> {
    entry: &'a SiteEntry<'a>,
    facts: RowFacts<'a>,
    /// The quote to read first: its speaker, and how it begins.
    said: Option<(String, String)>,
}

/// What a row of the list shows beside the title, the status and the date.
pub(super) struct RowFacts<'a> {
    /// How many people are quoted, and how many quotes answered, in words.
    pub counts: Vec<String>,
    /// The first of the consulted people, and how many more there are.
    pub names: String,
    /// The first of the tags.
    pub tags: Vec<&'a EntryGroup>,
}

/// The facts of a row.
pub(super) fn row_facts<'s>(site: &'s Site<'_>, entry: &SiteEntry<'_>) -> RowFacts<'s> {
    let consulted = &entry.decision.consulted.parties;
    let names = consulted.iter().take(NAMES).map(|party| one_line(&site.name_of(party)).into_owned());
    let mut names = names.collect::<Vec<_>>().join(", ");
    if consulted.len() > NAMES {
        names.push_str(&entry.words.and_more.of(consulted.len() - NAMES));
    }
    RowFacts { counts: entry.counts(), names, tags: site.tags_of(entry.decision).take(TAGS).collect() }
}

impl Site<'_> {
    /// A decision as a row of the list.
    fn row(&self, index: usize) -> DecisionRow<'_> {
        let entry = &self.entries[index];
        let said = entry.sharpest();
        let said = said.and_then(|quote| Some((self.name_of(quote.speaker()?), excerpt(&quote.words, WORDS).0)));
        DecisionRow {
            entry,
            facts: row_facts(self, entry),
            said: said.map(|(name, words)| (excerpt(&name, NAME).0, words)),
        }
    }
}

/// A page of the whole log.
pub(super) fn list_page(site: &Site<'_>, page: usize) -> String {
    let count = site.order.len();
    let title = page_title(site.words(), &site.settings.title, page);
    render(&ListPage {
        site,
        frame: Frame::new(site, &page_file("index", page), &title, &summary(site), "list"),
        entries: &site.order[rows_of_page(count, page)],
        pages: Pages::new("index", count, page),
    })
}

/// The page of search results.
pub(super) fn search_page(site: &Site<'_>) -> String {
    let words = site.words();
    let summary = words.count_decisions.of(site.entries.len());
    let frame = Frame::new(site, "search.html", words.search, &summary, "list");
    render(&SearchPage { site, frame })
}

/// Decisions with something in common, page by page, in one line each: a decision may be in many such lists.
#[derive(Template)]
#[template(path = "group.html")]
struct GroupPage<'a> {
    frame: Frame<'a>,
    entries: Vec<&'a SiteEntry<'a>>,
    pages: Pages,
}

/// A page of the decisions with a tag.
pub(super) fn tag_page(site: &Site<'_>, index: usize, page: usize) -> String {
    let group = &site.tags[index];
    group_page(site, group, page, &format!("tags/{}", group.file), &fill(site.words().tagged, &[("tag", &group.word)]))
}

/// A page of the decisions with a status.
pub(super) fn status_page(site: &Site<'_>, index: usize, page: usize) -> String {
    let group = &site.statuses[index];
    let heading = capitalized(&fill(site.words().with_status, &[("status", &group.word)]));
    group_page(site, group, page, &format!("status/{}", group.file), &heading)
}

/// A page of the decisions of a repository.
pub(super) fn repository_page(site: &Site<'_>, index: usize, page: usize) -> String {
    let group = &site.repositories[index];
    group_page(site, group, page, &format!("repositories/{}", group.file), &group.word)
}

fn group_page(site: &Site<'_>, group: &EntryGroup, page: usize, stem: &str, heading: &str) -> String {
    let count = group.entries.len();
    let words = site.words();
    let summary = words.group_summary.with(site.entries.len(), &[("shown", &count)]);
    render(&GroupPage {
        frame: Frame::new(site, &page_file(stem, page), &page_title(words, heading, page), &summary, "list"),
        entries: group.entries[rows_of_page(count, page)].iter().map(|index| &site.entries[*index]).collect(),
        pages: Pages::new(stem, count, page),
    })
}

/// The decisions by the paths they govern.
#[derive(Template)]
#[template(path = "paths.html")]
struct PathsPage<'a> {
    frame: Frame<'a>,
    globs: Vec<(&'a str, Vec<&'a SiteEntry<'a>>)>,
    pages: Pages,
}

/// The globs of the log in order, each with every decision that governs it, newest first.
pub(super) fn governed_rows<'a>(entries: &[SiteEntry<'a>], order: &[usize]) -> Vec<(&'a str, usize)> {
    let rows = order.iter().enumerate();
    let mut rows: Vec<(&'a str, usize)> =
        rows.flat_map(|(place, index)| entries[*index].governed().map(move |glob| (glob, place))).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// A page of the globs of the log.
pub(super) fn paths_page(site: &Site<'_>, page: usize) -> String {
    let rows = &site.governed;
    let shown = &rows[rows_of_page(rows.len(), page)];
    let globs = shown.chunk_by(|(one, _), (other, _)| one == other);
    let entry = |(_, place): &(&str, usize)| &site.entries[site.order[*place]];
    let words = site.words();
    let title = page_title(words, words.paths, page);
    render(&PathsPage {
        frame: Frame::new(site, &page_file("paths", page), &title, words.paths_summary, "paths"),
        globs: globs.map(|rows| (rows[0].0, rows.iter().map(entry).collect())).collect(),
        pages: Pages::new("paths", rows.len(), page),
    })
}

/// The log in a sentence.
fn summary(site: &Site<'_>) -> String {
    let concerns: usize = site.entries.iter().map(|entry| entry.concerns).sum();
    let answered: usize = site.entries.iter().map(|entry| entry.answered).sum();
    let speakers = site.people.speakers().count();
    let words = site.words();
    let decisions = words.count_decisions.of(site.entries.len());
    if concerns == 0 {
        return fill(words.list_unquoted, &[("decisions", &decisions)]);
    }
    let (quotes, people) = (words.count_quotes.of(concerns), words.count_people.of(speakers));
    let values: [(&str, &dyn Display); 4] =
        [("decisions", &decisions), ("quotes", &quotes), ("people", &people), ("answered", &answered)];
    fill(words.list_summary, &values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::tests::{seen, site};

    #[test]
    fn a_row_shows_few_of_many_tags() {
        for count in [TAGS, TAGS + 1] {
            let tags: Vec<String> = (0..count).map(|tag| format!("t{tag}")).collect();
            let text = format!("---\nstatus: accepted\ntags: {tags:?}\n---\n# T\n");
            site(&[(1, &text)], |site| {
                assert_eq!(list_page(site, 0).split("row-names").nth(1).unwrap().matches("tags/t").count(), TAGS)
            });
        }
    }

    #[test]
    fn a_row_of_the_list_has_the_quote_to_read_first() {
        let quote = |words: &str, answer: &str| format!("> {words}\n>\n> — Ines Roy\n\n{answer}\n\n");
        let first = quote("First.", "**Changed:** yes.");
        let long = format!("Start {}", "and on ".repeat(30));
        for (said, expected) in [
            (first.clone() + &quote("Second.", "**Declined:** no."), "Ines Roy: First."),
            (first.clone() + &quote("Second.", ""), "Ines Roy: Second."),
            (first.clone() + &quote("Second.", "**Open:** later.") + &quote("Third.", ""), "Ines Roy: Second."),
            (first.clone() + &quote("Second.", "**Overruled by Ana Ruiz:** no."), "Ines Roy: Second."),
            (quote(&long, ""), "Ines Roy: Start and on"),
        ] {
            let text = format!("---\nstatus: accepted\ntags: [a]\n---\n# T\n\n## Consultation\n\n{said}");
            site(&[(1, &text)], |site| {
                let html = list_page(site, 0);
                let (_, behind) = html.split_once("<p class=\"row-said\">").unwrap();
                let line = seen(&format!("<p>{}<", behind.split_once("</p>").unwrap().0)).replace(": ", ":");
                assert!(line.starts_with(&expected.replace(": ", ":")) && line.chars().count() < 135, "{line}");
                assert!(!tag_page(site, 0, 0).contains("row-said"), "quotes are in few files");
            });
        }
        site(&[(1, "---\nstatus: accepted\n---\n# T\n")], |site| assert!(!list_page(site, 0).contains("row-said")));
    }
}
