//! The lists of decisions: all of them, those with a tag or a status, and by the paths that they govern.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;

use super::{Entry, Frame, Group, Mark, Site};
use crate::decision::Decision;
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
    rows: Vec<Row<'a>>,
    /// The whole log has filters; a part of it is a filter already.
    is_whole: bool,
    statuses: Vec<Choice<'a>>,
    tags: Vec<Choice<'a>>,
    has_people: bool,
    has_speakers: bool,
    has_paths: bool,
}

impl<'a> List<'a> {
    /// The rows in lists that a browser can put off until they are looked at. One long list is laid
    /// out for seconds.
    fn parts(&self) -> std::slice::Chunks<'_, Row<'a>> {
        self.rows.chunks(PART)
    }
}

/// One decision in a list.
pub(super) struct Row<'a> {
    pub id: String,
    pub file: &'a str,
    pub title: &'a str,
    pub status: &'a str,
    pub status_class: &'static str,
    pub date: Option<String>,
    pub tags: Vec<(&'a str, &'a str)>,
    /// The first people whose words were asked for, and how many more there are.
    pub names: Vec<String>,
    pub more: usize,
    pub asked: usize,
    pub heard: usize,
    pub concerns: usize,
    pub answered: usize,
    pub marks: &'a [Mark],
}

/// A word to filter by.
struct Choice<'a> {
    word: &'a str,
    file: &'a str,
    count: usize,
}

/// The whole log.
pub(super) fn all(site: &Site<'_>) -> String {
    let title = &site.settings.title;
    let summary = summary(site);
    List {
        frame: Frame::new(site, "index.html", title, &summary, "list"),
        heading: title.clone(),
        summary,
        rows: site.order.iter().map(|index| row(site, *index)).collect(),
        is_whole: true,
        statuses: site.statuses.iter().map(choice).collect(),
        tags: site.tags.iter().map(choice).collect(),
        has_people: !site.people.all.is_empty(),
        has_speakers: site.people.all.iter().any(|someone| !someone.said.is_empty()),
        has_paths: site.entries.iter().any(|entry| !entry.decision.governs.is_empty()),
    }
    .render()
    .expect("a page in memory is written")
}

/// The decisions with a tag.
pub(super) fn tag(site: &Site<'_>, index: usize) -> String {
    let group = &site.tags[index];
    part(site, group, &format!("tags/{}.html", group.file), &format!("Tagged {}", group.word))
}

/// The decisions with a status.
pub(super) fn status(site: &Site<'_>, index: usize) -> String {
    let group = &site.statuses[index];
    let mut word = group.word.clone();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    part(site, group, &format!("status/{}.html", group.file), &format!("{word} decisions"))
}

fn part(site: &Site<'_>, group: &Group, path: &str, heading: &str) -> String {
    let count = group.entries.len();
    let summary = format!("{count} of {}", counted(site.entries.len(), "decision"));
    List {
        frame: Frame::new(site, path, heading, &summary, "list"),
        heading: heading.to_owned(),
        summary,
        rows: group.entries.iter().map(|index| row(site, *index)).collect(),
        is_whole: false,
        statuses: Vec::new(),
        tags: Vec::new(),
        has_people: false,
        has_speakers: false,
        has_paths: false,
    }
    .render()
    .expect("a page in memory is written")
}

/// Decisions by what they govern.
#[derive(Template)]
#[template(path = "paths.html")]
struct Paths<'a> {
    frame: Frame<'a>,
    globs: Vec<(&'a str, Vec<Row<'a>>)>,
}

/// The globs of the log, each with the decisions that govern it.
pub(super) fn paths(site: &Site<'_>) -> String {
    let mut globs: BTreeMap<&str, Vec<Row<'_>>> = BTreeMap::new();
    for index in &site.order {
        for glob in
            site.entries[*index].decision.governs.iter().map(|glob| glob.value.as_str()).collect::<BTreeSet<_>>()
        {
            globs.entry(glob).or_default().push(row(site, *index));
        }
    }
    let summary = "Which decisions are about which paths of the repository.";
    Paths { frame: Frame::new(site, "paths.html", "Paths", summary, "paths"), globs: globs.into_iter().collect() }
        .render()
        .expect("a page in memory is written")
}

fn choice(group: &Group) -> Choice<'_> {
    Choice { word: &group.word, file: &group.file, count: group.entries.len() }
}

/// A decision as a row.
pub(super) fn row<'a>(site: &'a Site<'_>, index: usize) -> Row<'a> {
    let entry: &Entry<'_> = &site.entries[index];
    let decision = entry.decision;
    let named = &decision.consulted.parties;
    let tags = decision.tags.iter().filter_map(|tag| site.tag(&tag.value));
    let tags: Vec<(&str, &str)> = tags.map(|tag| (tag.word.as_str(), tag.file.as_str())).collect();
    Row {
        id: decision.id.text.clone(),
        file: &entry.file,
        title: decision.shown_title(),
        status: entry.status(),
        status_class: entry.status_class(),
        date: day(&decision.date),
        tags,
        names: named.iter().take(NAMES).map(|party| one_line(&site.called(party)).into_owned()).collect(),
        more: named.len().saturating_sub(NAMES),
        asked: entry.asked,
        heard: entry.heard,
        concerns: entry.concerns,
        answered: entry.answered,
        marks: &entry.marks,
    }
}

/// Everybody whom a decision names or quotes.
pub(super) fn people_of(site: &Site<'_>, decision: &Decision) -> BTreeSet<usize> {
    let speakers = decision.consultation.quotes.iter().filter_map(|quote| quote.speaker());
    let everybody = [&decision.makers, &decision.consulted, &decision.informed];
    let parties = everybody.into_iter().flat_map(|people| &people.parties).chain(speakers);
    parties.filter_map(|party| site.people.find(party)).collect()
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
