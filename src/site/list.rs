//! The lists of decisions: all of them, those with a tag or a status, and by the paths they govern.

use std::collections::BTreeMap;

use askama::Template;

use super::{EntryGroup, Frame, Site, SiteEntry, page_path, render};
use crate::text::one_line;

/// How many names of people a row shows.
const NAMES: usize = 4;

/// How many rows each part of a list has.
const PART: usize = 50;

/// A list of decisions.
#[derive(Template)]
#[template(path = "list.html")]
struct ListPage<'a> {
    site: &'a Site<'a>,
    frame: Frame<'a>,
    /// The heading of the page.
    heading: String,
    /// The whole log in a sentence.
    summary: String,
    /// The entries of the list.
    entries: &'a [usize],
    /// Only the list of the whole log has filters.
    is_whole: bool,
    statuses: &'a [EntryGroup],
    tags: &'a [EntryGroup],
    has_people: bool,
    has_speakers: bool,
    has_paths: bool,
}

impl ListPage<'_> {
    /// The entries in parts that a browser lays out when they become visible. One long list would take seconds.
    fn parts(&self) -> std::slice::Chunks<'_, usize> {
        self.entries.chunks(PART)
    }
}

/// One decision in a list.
#[derive(Template)]
#[template(path = "row.html")]
struct DecisionRow<'a> {
    /// The way to the top of the site.
    root: &'static str,
    entry: &'a SiteEntry<'a>,
    date: Option<String>,
    tags: Vec<&'a EntryGroup>,
    /// The first of the consulted people, and how many more there are.
    names: Vec<String>,
    more: usize,
}

impl Site<'_> {
    /// A decision as a row of a list, on a page with this way to the top.
    pub(super) fn row(&self, index: &usize, root: &'static str) -> String {
        let entry = &self.entries[*index];
        let decision = entry.decision;
        let consulted = &decision.consulted.parties;
        render(&DecisionRow {
            root,
            entry,
            date: shown_date(&decision.date),
            tags: decision.tags.iter().filter_map(|tag| self.tag(&tag.value)).collect(),
            names: consulted.iter().take(NAMES).map(|party| one_line(&self.name_of(party)).into_owned()).collect(),
            more: consulted.len().saturating_sub(NAMES),
        })
    }
}

/// The whole log.
pub(super) fn list_page(site: &Site<'_>) -> String {
    let title = &site.settings.title;
    let summary = summary(site);
    render(&ListPage {
        site,
        frame: Frame::new(site, "index.html", title, &summary, "list"),
        heading: title.clone(),
        summary,
        entries: &site.order,
        is_whole: true,
        statuses: &site.statuses,
        tags: &site.tags,
        has_people: !site.people.all.is_empty(),
        has_speakers: site.people.all.iter().any(|someone| !someone.said.is_empty()),
        has_paths: site.entries.iter().any(|entry| !entry.decision.governs.is_empty()),
    })
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
    render(&ListPage {
        site,
        frame: Frame::new(site, path, heading, &summary, "list"),
        heading: heading.to_owned(),
        summary,
        entries: &group.entries,
        is_whole: false,
        statuses: &[],
        tags: &[],
        has_people: false,
        has_speakers: false,
        has_paths: false,
    })
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
        for glob in &site.entries[*index].decision.governs {
            let entries = globs.entry(&glob.value).or_default();
            if entries.last() != Some(index) {
                entries.push(*index);
            }
        }
    }
    let summary = "Decisions by the paths they govern.";
    render(&PathsPage { site, frame: Frame::new(site, "paths.html", "Paths", summary, "paths"), globs })
}

/// A date as it is shown and as programs read it.
pub(super) fn shown_date(day: &Option<crate::vocabulary::day::Day>) -> Option<String> {
    day.as_ref().and_then(|day| day.date).map(|date| date.to_string())
}

/// The log in a sentence.
fn summary(site: &Site<'_>) -> String {
    let concerns: usize = site.entries.iter().map(|entry| entry.concerns).sum();
    let answered: usize = site.entries.iter().map(|entry| entry.answered).sum();
    let speakers = site.people.all.iter().filter(|someone| !someone.said.is_empty()).count();
    let decisions = counted(site.entries.len(), "decision");
    if concerns == 0 {
        return format!("{decisions}. Nobody is quoted.");
    }
    let people = if speakers == 1 { "1 person".to_owned() } else { format!("{speakers} people") };
    format!("{decisions}. {} from {people}, {answered} answered.", counted(concerns, "quote"))
}

/// `1 decision`, `2 decisions`.
pub(super) fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
