//! The lists of decisions: all of them, those with a tag or a status, and by the paths they govern.

use std::collections::BTreeMap;

use askama::Template;

use super::{EntryGroup, Frame, Site, SiteEntry, page_path, render};
use crate::text::{counted, counted_people, excerpt, one_line};

/// How many names of people a row shows.
const NAMES: usize = 4;

/// How many characters of a quote and of its speaker's name a row shows.
const WORDS: usize = 120;
const NAME: usize = 60;

/// How many tags a row shows. A row is on the page of each tag, so a record with thousands of them would fill a disk.
const TAGS: usize = 20;

/// How many rows each part of a list has.
const PART: usize = 50;

/// A list of decisions.
#[derive(Template)]
#[template(path = "list.html")]
struct ListPage<'a> {
    site: &'a Site<'a>,
    frame: Frame<'a>,
    /// The entries of the list.
    entries: &'a [usize],
    /// Only the list of the whole log has filters.
    is_whole: bool,
}

impl ListPage<'_> {
    /// The entries in parts that a browser lays out when they become visible. One long list would take seconds.
    fn parts(&self) -> std::slice::Chunks<'_, usize> {
        self.entries.chunks(PART)
    }

    fn row(&self, index: &usize) -> String {
        self.site.row_with(index, self.frame.root, self.is_whole)
    }

    fn has_paths(&self) -> bool {
        self.site.entries.iter().any(|entry| !entry.decision.governs.is_empty())
    }
}

/// One decision in a list.
#[derive(Template)]
#[template(path = "row.html")]
struct DecisionRow<'a> {
    /// The way to the top of the site.
    root: &'static str,
    entry: &'a SiteEntry<'a>,
    tags: Vec<&'a EntryGroup>,
    /// The first of the consulted people, and how many more there are.
    names: Vec<String>,
    more: usize,
    /// The quote to read first: its speaker, and how it begins. Only the list of the whole log has it, so that quotes are
    /// in few files.
    said: Option<(String, String)>,
}

impl Site<'_> {
    /// A decision as a row of a list, on a page with this way to the top.
    pub(super) fn row(&self, index: &usize, root: &'static str) -> String {
        self.row_with(index, root, false)
    }

    /// A decision as a row of a list, perhaps with a quote.
    fn row_with(&self, index: &usize, root: &'static str, has_quote: bool) -> String {
        let entry = &self.entries[*index];
        let decision = entry.decision;
        let consulted = &decision.consulted.parties;
        let said = entry.sharpest().filter(|_| has_quote);
        let said = said.and_then(|quote| Some((self.name_of(quote.speaker()?), excerpt(&quote.words, WORDS).0)));
        render(&DecisionRow {
            root,
            entry,
            tags: self.tags_of(decision).take(TAGS).collect(),
            names: consulted.iter().take(NAMES).map(|party| one_line(&self.name_of(party)).into_owned()).collect(),
            more: consulted.len().saturating_sub(NAMES),
            said: said.map(|(name, words)| (excerpt(&name, NAME).0, words)),
        })
    }
}

/// The whole log.
pub(super) fn list_page(site: &Site<'_>) -> String {
    let frame = Frame::new(site, "index.html", &site.settings.title, &summary(site), "list");
    render(&ListPage { site, frame, entries: &site.order, is_whole: true })
}

/// The decisions with a tag.
pub(super) fn tag_page(site: &Site<'_>, index: usize) -> String {
    let group = &site.tags[index];
    group_page(site, group, &page_path("tags/", &group.file), &format!("Tagged {}", group.word))
}

/// The decisions with a status.
pub(super) fn status_page(site: &Site<'_>, index: usize) -> String {
    let group = &site.statuses[index];
    let mut word = group.word.clone();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    group_page(site, group, &page_path("status/", &group.file), &format!("{word} decisions"))
}

fn group_page(site: &Site<'_>, group: &EntryGroup, path: &str, heading: &str) -> String {
    let count = group.entries.len();
    let summary = format!("{count} of {}", counted(site.entries.len(), "decision"));
    let frame = Frame::new(site, path, heading, &summary, "list");
    render(&ListPage { site, frame, entries: &group.entries, is_whole: false })
}

/// The decisions by the paths they govern.
#[derive(Template)]
#[template(path = "paths.html")]
struct PathsPage<'a> {
    site: &'a Site<'a>,
    frame: Frame<'a>,
    globs: BTreeMap<&'a str, Vec<usize>>,
}

/// The globs of the log, each with the decisions that govern it.
pub(super) fn paths_page(site: &Site<'_>) -> String {
    let mut globs: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for index in &site.order {
        for glob in site.entries[*index].governed() {
            let entries = globs.entry(glob).or_default();
            if entries.last() != Some(index) {
                entries.push(*index);
            }
        }
    }
    let summary = "Decisions by the paths they govern.";
    render(&PathsPage { site, frame: Frame::new(site, "paths.html", "Paths", summary, "paths"), globs })
}

/// The log in a sentence.
fn summary(site: &Site<'_>) -> String {
    let concerns: usize = site.entries.iter().map(|entry| entry.concerns).sum();
    let answered: usize = site.entries.iter().map(|entry| entry.answered).sum();
    let speakers = site.people.speakers().count();
    let decisions = counted(site.entries.len(), "decision");
    if concerns == 0 {
        return format!("{decisions}. Nobody is quoted.");
    }
    let quotes = counted(concerns, "quote");
    format!("{decisions}. {quotes} from {}, {answered} answered.", counted_people(speakers))
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
            site(&[(1, &text)], |site| assert_eq!(tag_page(site, 0).matches("tags/t").count(), TAGS));
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
                let html = list_page(site);
                let (_, behind) = html.split_once("<p class=\"row-said\">").unwrap();
                let line = seen(&format!("<p>{}<", behind.split_once("</p>").unwrap().0)).replace(": ", ":");
                assert!(line.starts_with(&expected.replace(": ", ":")) && line.chars().count() < 135, "{line}");
                assert!(!tag_page(site, 0).contains("row-said"), "quotes are in few files");
            });
        }
        site(&[(1, "---\nstatus: accepted\n---\n# T\n")], |site| assert!(!list_page(site).contains("row-said")));
    }
}
