//! The lists of decisions: all of them, those with a tag or a status, and by the paths that they govern.

use std::borrow::Cow;
use std::collections::BTreeMap;

use askama::Template;
use memchr::memmem;

use super::{Entry, Frame, Group, Site, page, write};
use crate::text::one_line;

/// How many names of people a row shows.
const NAMES: usize = 4;

/// How many rows a list has before the next one begins.
const PART: usize = 50;

/// A list of decisions.
#[derive(Template)]
#[template(path = "list.html")]
struct List<'a> {
    frame: Frame<'a>,
    /// What stands above the list, as the heading of the page.
    heading: String,
    /// What the whole log says in a sentence.
    summary: String,
    rows: &'a Rows,
    /// The entries of the list.
    entries: &'a [usize],
    /// The whole log has filters; a part of it is a filter already.
    is_whole: bool,
    statuses: Vec<Choice<'a>>,
    tags: Vec<Choice<'a>>,
    has_people: bool,
    has_speakers: bool,
    has_paths: bool,
}

impl List<'_> {
    /// The entries in lists that a browser can put off until they are looked at. One long list is laid
    /// out for seconds.
    fn parts(&self) -> std::slice::Chunks<'_, usize> {
        self.entries.chunks(PART)
    }
}

/// The rows of all decisions. Nearly each of them stands in several lists, and is written once.
#[derive(Debug)]
pub(super) struct Rows {
    /// One row behind the other, in the order of the catalog, with links as pages below the top need them.
    text: String,
    /// Where each row ends.
    ends: Vec<usize>,
}

impl Rows {
    /// The rows of a log.
    pub(super) fn of(site: &Site<'_>) -> Self {
        // Room that no row takes costs nothing, and growing would move all rows that are there.
        let mut text = String::with_capacity(site.entries.len() * ROW);
        let mut ends = Vec::with_capacity(site.entries.len());
        for entry in &site.entries {
            write(&row(site, entry), &mut text);
            ends.push(text.len());
        }
        Self { text, ends }
    }

    /// The row of an entry, on a page at the top or one folder below it.
    pub(super) fn get(&self, index: &usize, root: &str) -> Cow<'_, str> {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        let row = &self.text[start..self.ends[*index]];
        if root == BELOW { Cow::Borrowed(row) } else { Cow::Owned(at_top(row)) }
    }
}

/// A row as pages at the top need it.
fn at_top(row: &str) -> String {
    let mut top = String::with_capacity(row.len());
    let mut done = 0;
    // No text of a record has a quotation mark on a page, so these are the links of the template.
    for link in memmem::find_iter(row.as_bytes(), "href=\"../") {
        let end = link + "href=\"".len();
        top.push_str(&row[done..end]);
        done = end + BELOW.len();
    }
    top.push_str(&row[done..]);
    top
}

/// How many bytes a row has, more or less.
const ROW: usize = 1024;

/// The way to the top from a page below it.
const BELOW: &str = "../";

/// One decision in a list.
#[derive(Template)]
#[template(path = "row.html")]
struct Row<'a> {
    entry: &'a Entry<'a>,
    date: Option<String>,
    tags: Vec<&'a Group>,
    /// The first people whose words were asked for, and how many more there are.
    names: Vec<Cow<'a, str>>,
    more: usize,
}

/// A word to filter by.
struct Choice<'a> {
    word: &'a str,
    file: &'a str,
    count: usize,
}

/// The whole log.
pub(super) fn all(site: &Site<'_>, out: &mut String) {
    let title = &site.settings.title;
    let summary = summary(site);
    let list = List {
        frame: Frame::new(site, "index.html", title, &summary, "list"),
        heading: title.clone(),
        summary,
        rows: site.rows(),
        entries: &site.order,
        is_whole: true,
        statuses: site.statuses.iter().map(choice).collect(),
        tags: site.tags.iter().map(choice).collect(),
        has_people: !site.people.all.is_empty(),
        has_speakers: site.people.all.iter().any(|someone| !someone.said.is_empty()),
        has_paths: site.entries.iter().any(|entry| !entry.decision.governs.is_empty()),
    };
    write(&list, out);
}

/// The decisions with a tag.
pub(super) fn tag(site: &Site<'_>, index: usize, out: &mut String) {
    let group = &site.tags[index];
    part(site, group, &page("tags/", &group.file), &format!("Tagged {}", group.word), out);
}

/// The decisions with a status.
pub(super) fn status(site: &Site<'_>, index: usize, out: &mut String) {
    let group = &site.statuses[index];
    let mut word = group.word.clone();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    part(site, group, &page("status/", &group.file), &format!("{word} decisions"), out);
}

fn part(site: &Site<'_>, group: &Group, path: &str, heading: &str, out: &mut String) {
    let count = group.entries.len();
    let summary = format!("{count} of {}", counted(site.entries.len(), "decision"));
    let list = List {
        frame: Frame::new(site, path, heading, &summary, "list"),
        heading: heading.to_owned(),
        summary,
        rows: site.rows(),
        entries: &group.entries,
        is_whole: false,
        statuses: Vec::new(),
        tags: Vec::new(),
        has_people: false,
        has_speakers: false,
        has_paths: false,
    };
    write(&list, out);
}

/// Decisions by what they govern.
#[derive(Template)]
#[template(path = "paths.html")]
struct Paths<'a> {
    frame: Frame<'a>,
    rows: &'a Rows,
    globs: BTreeMap<&'a str, Vec<usize>>,
}

/// The globs of the log, each with the decisions that govern it.
pub(super) fn paths(site: &Site<'_>, out: &mut String) {
    let mut globs: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for index in &site.order {
        for glob in &site.entries[*index].decision.governs {
            let entries = globs.entry(&glob.value).or_default();
            if entries.last() != Some(index) {
                entries.push(*index);
            }
        }
    }
    let summary = "Which decisions are about which paths of the repository.";
    write(&Paths { frame: Frame::new(site, "paths.html", "Paths", summary, "paths"), rows: site.rows(), globs }, out);
}

fn choice(group: &Group) -> Choice<'_> {
    Choice { word: &group.word, file: &group.file, count: group.entries.len() }
}

/// A decision as a row.
fn row<'a>(site: &'a Site<'_>, entry: &'a Entry<'_>) -> Row<'a> {
    let decision = entry.decision;
    let named = &decision.consulted.parties;
    let name = |party| match site.called(party) {
        Cow::Borrowed(name) => one_line(name),
        Cow::Owned(name) => Cow::Owned(one_line(&name).into_owned()),
    };
    Row {
        entry,
        date: day(&decision.date),
        tags: decision.tags.iter().filter_map(|tag| site.tag(&tag.value)).collect(),
        names: named.iter().take(NAMES).map(name).collect(),
        more: named.len().saturating_sub(NAMES),
    }
}

/// A day as it is shown and as programs read it.
pub(super) fn day(day: &Option<crate::decision::day::Day>) -> Option<String> {
    day.as_ref().and_then(|day| day.date).map(|date| date.to_string())
}

/// The log in a sentence.
fn summary(site: &Site<'_>) -> String {
    let concerns: usize = site.entries.iter().map(|entry| entry.concerns).sum();
    let answered: usize = site.entries.iter().map(|entry| entry.answered).sum();
    let speakers = site.people.all.iter().filter(|someone| !someone.said.is_empty()).count();
    let decisions = counted(site.entries.len(), "decision");
    if concerns == 0 {
        return format!("{decisions}. Nobody is quoted in them.");
    }
    let people = if speakers == 1 { "1 person is quoted".to_owned() } else { format!("{speakers} people are quoted") };
    format!("{decisions}. {people} with {}, {answered} of them answered.", counted(concerns, "concern"))
}

/// `1 decision`, `2 decisions`.
pub(super) fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
