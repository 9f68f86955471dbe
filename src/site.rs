//! The static site of a log: which pages there are, and what stands on each. It makes text; the ends write
//! it or serve it. Neither the clock nor the machine is asked, so the same log gives the same bytes.

pub(crate) mod base;
pub(crate) mod data;
mod decision;
pub(crate) mod escape;
mod feed;
mod figures;
mod graph;
mod list;
mod markdown;
mod names;
mod people;
mod person;
#[cfg(test)]
mod sample;
mod search;
mod target;
#[cfg(test)]
pub(crate) mod tests;
mod timeline;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;

use askama::{NO_VALUES, Template};
use jiff::civil::Date;

use crate::catalog::Catalog;
use crate::decision::consultation::Quote;
use crate::decision::party::Party;
use crate::decision::words::{Disposition, StatusKind};
use crate::decision::{Decision, LinkKind};
use crate::policy::Directory;
use crate::render::graph::Graph;
use crate::render::record;
use crate::text::{RepoPath, fold, one_line, path_in_url};
use list::Rows;
use names::{Names, Table};
use people::{People, Said, Whom};
use search::Index;

/// What the site is told beside the log.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    /// The name of the site.
    pub title: String,
    /// Where it will stand, with a `/` at the end; without it there is nothing that needs a whole address.
    pub base_url: Option<String>,
    /// Where the files of the repository stand in the forge, with a `/` at the end.
    pub source_url: Option<String>,
    /// The state of the log that a server shows; its pages ask whether there is a newer one.
    pub live: Option<u64>,
    /// The day by which a review is overdue: that of the commit, never that of the build.
    pub day: Option<Date>,
}

/// A log as a site.
#[derive(Debug)]
pub(crate) struct Site<'a> {
    catalog: &'a Catalog,
    settings: Settings,
    /// In the order of the catalog.
    entries: Vec<Entry<'a>>,
    /// The entries as a reader wants them: the newest first; and for each entry its place among them.
    order: Vec<usize>,
    places: Vec<usize>,
    people: People,
    tags: Vec<Group>,
    /// The place of a tag by each way of writing it.
    tag_places: Table<&'a str>,
    statuses: Vec<Group>,
    /// For each entry what it says of others, and what they say of it.
    links: Vec<Vec<(LinkKind, usize)>>,
    /// What `check` says of each file, where somebody is still writing.
    notes: BTreeMap<RepoPath, Vec<Note>>,
    /// What the list is searched with: made when it is asked for, and once.
    index: OnceCell<Index>,
    /// The rows of all lists: made when the first list is asked for.
    rows: OnceCell<Rows>,
}

/// What `check` says of a decision, beside its text.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    /// The rule.
    pub rule: &'static str,
    /// Whether it denies or warns, as a word.
    pub level: &'static str,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What would mend it.
    pub help: Option<String>,
}

/// A decision and what is counted of it.
#[derive(Debug)]
struct Entry<'a> {
    decision: &'a Decision,
    /// Its page below `decisions/`, without the ending.
    file: String,
    /// How many were asked for their words, and how many of them are quoted.
    asked: usize,
    heard: usize,
    /// For each of them the number of their first quote on the page.
    quoted: Vec<Option<usize>>,
    /// How many concerns there are, and how many of them are answered.
    concerns: usize,
    answered: usize,
    marks: Vec<Mark>,
}

impl Entry<'_> {
    /// The path of its page.
    fn page(&self) -> String {
        page("decisions/", &self.file)
    }

    fn id(&self) -> &str {
        &self.decision.id.text
    }

    fn title(&self) -> &str {
        self.decision.shown_title()
    }

    fn status(&self) -> &str {
        self.decision.status.as_ref().map_or("no status", |status| status.shown())
    }

    /// The class of the status in the style sheet.
    fn status_class(&self) -> &'static str {
        self.decision.kind().map_or("other", StatusKind::word)
    }
}

/// What a reader should not have to look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// Somebody still objects.
    Objection,
    /// An accepted decision with a concern that nobody answered.
    Unanswered,
    /// Somebody who had to be asked was not.
    NotAsked,
    /// Its day of review has passed.
    Overdue,
    /// The file could not be read as it should.
    Unreadable,
}

impl Mark {
    fn words(self) -> &'static str {
        match self {
            Self::Objection => "standing objection",
            Self::Unanswered => "concern not answered",
            Self::NotAsked => "somebody was not asked",
            Self::Overdue => "review overdue",
            Self::Unreadable => "not read whole",
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Objection => "objection",
            Self::Unanswered => "unanswered",
            Self::NotAsked => "not-asked",
            Self::Overdue => "overdue",
            Self::Unreadable => "unreadable",
        }
    }
}

/// Decisions that have a word in common.
#[derive(Debug, Default)]
struct Group {
    /// As written most often first met.
    word: String,
    /// Its page, without the ending.
    file: String,
    /// The entries, newest first.
    entries: Vec<usize>,
}

/// One file of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    List,
    Decision(usize),
    People,
    Person(usize),
    Tag(usize),
    Status(usize),
    Paths,
    /// The log for programs.
    Data,
    /// The newest decisions for those who follow them, and the map of all pages; on a site that knows its address.
    Feed,
    Map,
    /// What the list is filtered and searched with: what there is, words, what people said, texts.
    Log,
    Words(usize),
    Said(usize),
    Texts(usize),
    Timeline,
    Graph,
    Figures,
    /// A file that is the same on every site.
    Asset(&'static str),
}

/// What is the same on every site.
const ASSETS: [(&str, &str); 6] = [
    (".nojekyll", ""),
    ("assets/icon.svg", include_str!("site/assets/icon.svg")),
    ("assets/find.js", include_str!("site/assets/find.js")),
    ("assets/list.js", include_str!("site/assets/list.js")),
    ("assets/style.css", include_str!("site/assets/style.css")),
    ("headers", include_str!("site/assets/headers")),
];

impl<'a> Site<'a> {
    /// The site of a log.
    pub(crate) fn new(catalog: &'a Catalog, settings: Settings) -> Self {
        let people = People::of(catalog);
        let mut names = Names::default();
        let entries: Vec<Entry<'a>> =
            catalog.decisions.iter().map(|decision| entry(decision, catalog, &settings, &mut names)).collect();
        let mut order: Vec<usize> = (0..entries.len()).collect();
        let key = |index: &usize| {
            let decision = entries[*index].decision;
            (decision.date.as_ref().and_then(|day| day.date), &decision.path)
        };
        order.sort_by(|one, other| key(other).cmp(&key(one)));
        let mut places = vec![0; order.len()];
        for (place, index) in order.iter().enumerate() {
            places[*index] = place;
        }
        let tags_of = |index: usize| entries[index].decision.tags.iter().map(|tag| tag.value.as_str());
        let (tags, tag_places) = groups(&order, tags_of, one_line);
        let (statuses, _) = groups(&order, |index| [entries[index].status()], Cow::Borrowed);
        let mut links = vec![Vec::new(); entries.len()];
        for (from, to, kind) in Graph::of(catalog, true).edges {
            links[from].push((kind, to));
            links[to].push((kind.back(), from));
        }
        Self {
            catalog,
            settings,
            entries,
            order,
            places,
            people,
            tags,
            tag_places,
            statuses,
            links,
            notes: BTreeMap::new(),
            index: OnceCell::new(),
            rows: OnceCell::new(),
        }
    }

    /// Adds what `check` says, by file.
    pub(crate) fn with_notes(mut self, notes: BTreeMap<RepoPath, Vec<Note>>) -> Self {
        self.notes = notes;
        self
    }

    /// What the site was told.
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Every file of the site with its path below the folder, sorted by it.
    pub(crate) fn pages(&self) -> BTreeMap<String, Page> {
        let [words, said, texts] = self.index().counts();
        let numbered = |name: &'static str, count: usize, which: fn(usize) -> Page| {
            (0..count).map(move |file| (format!("search/{name}-{}.js", file + 1), which(file)))
        };
        let named = [
            ("index.html", Page::List),
            ("people.html", Page::People),
            ("paths.html", Page::Paths),
            (data::FILE, Page::Data),
            ("search/log.js", Page::Log),
            ("timeline.html", Page::Timeline),
            ("graph.html", Page::Graph),
            ("figures.html", Page::Figures),
        ];
        let whole = [(feed::FEED, Page::Feed), (feed::MAP, Page::Map)];
        let whole = whole.into_iter().filter(|_| self.settings.base_url.is_some());
        let assets = ASSETS.iter().map(|(path, _)| (*path, Page::Asset(path)));
        // Gathered at once, which sorts them once.
        named
            .into_iter()
            .chain(whole)
            .chain(assets)
            .map(|(path, page)| (path.to_owned(), page))
            .chain(numbered("words", words, Page::Words))
            .chain(numbered("said", said, Page::Said))
            .chain(numbered("texts", texts, Page::Texts))
            .chain(self.entries.iter().enumerate().map(|(index, entry)| (entry.page(), Page::Decision(index))))
            .chain(self.people.all.iter().enumerate().map(|(index, someone)| (someone.page(""), Page::Person(index))))
            .chain(self.tags.iter().enumerate().map(|(index, tag)| (page("tags/", &tag.file), Page::Tag(index))))
            .chain(
                self.statuses.iter().enumerate().map(|(index, one)| (page("status/", &one.file), Page::Status(index))),
            )
            .collect()
    }

    /// The text of one file.
    pub(crate) fn render(&self, page: Page) -> String {
        let mut text = String::new();
        self.write(page, &mut text);
        text
    }

    /// Writes the text of one file behind what is there. Whoever makes many files gives all of them the same room: each
    /// would be moved again and again while it grows, and ask the system for memory.
    pub(crate) fn write(&self, page: Page, out: &mut String) {
        match page {
            Page::List => list::all(self, out),
            Page::Decision(index) => decision::page(self, index, out),
            Page::People => person::everybody(self, out),
            Page::Person(index) => person::page(self, index, out),
            Page::Tag(index) => list::tag(self, index, out),
            Page::Status(index) => list::status(self, index, out),
            Page::Paths => list::paths(self, out),
            Page::Data => data::text(self, out),
            Page::Feed => feed::atom(self, out),
            Page::Map => feed::map(self, out),
            Page::Log => self.index().log(self, out),
            Page::Words(file) => self.index().words(file, out),
            Page::Said(file) => self.index().said(self, file, out),
            Page::Texts(file) => self.index().texts(self, file, out),
            Page::Timeline => timeline::page(self, out),
            Page::Graph => graph::page(self, out),
            Page::Figures => figures::page(self, out),
            Page::Asset(path) => out.extend(ASSETS.iter().filter(|(name, _)| *name == path).map(|(_, text)| *text)),
        }
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(self))
    }

    /// The rows of all decisions.
    fn rows(&self) -> &Rows {
        self.rows.get_or_init(|| Rows::of(self))
    }

    /// Whom a decision names.
    fn whom(&self, index: usize) -> Whom<'_> {
        self.people.whom(index, self.entries[index].decision)
    }

    /// The quote that holds somebody's words.
    fn quote(&self, said: &Said) -> &'a Quote {
        &self.entries[said.decision].decision.consultation.quotes[said.quote]
    }

    /// Somebody who was found, or not, and their page, seen from a page with this way to the root.
    fn named<'s>(&'s self, party: &'s Party, someone: Option<usize>, root: &'static str) -> Named<'s> {
        let someone = someone.map(|index| &self.people.all[index]);
        let name = match someone {
            Some(someone) if party.name.is_none() => Cow::Borrowed(someone.name.as_str()),
            _ => party.called(),
        };
        Named { name, role: party.role.as_deref(), root, file: someone.map(|someone| someone.file.as_str()) }
    }

    /// What a party is called: as it was written, and by name where only a handle or a mail address was.
    fn called<'s>(&'s self, party: &'s Party) -> Cow<'s, str> {
        match &party.name {
            Some(name) => Cow::Borrowed(name),
            None => match self.people.find(party) {
                Some(index) => Cow::Borrowed(&self.people.all[index].name),
                None => Cow::Owned(party.shown()),
            },
        }
    }

    /// The group of a tag of the log.
    fn tag(&self, word: &str) -> Option<&Group> {
        self.tag_places.get(word).map(|place| &self.tags[*place])
    }

    /// The page of the decision that a file is, if it is one.
    fn decision_at(&self, path: &str) -> Option<&Entry<'a>> {
        let path = RepoPath::new(path);
        let at = self.entries.binary_search_by(|entry| entry.decision.path.cmp(&path)).ok()?;
        Some(&self.entries[at])
    }

    /// The address of a page, when it is known where the site will stand.
    fn address(&self, page: &str) -> Option<String> {
        self.settings.base_url.as_ref().map(|base| format!("{base}{}", path_in_url(page)))
    }

    /// The address of a file in the forge, when it is known where that is.
    fn source(&self, path: &str) -> Option<String> {
        self.settings.source_url.as_ref().map(|base| format!("{base}{}", path_in_url(path)))
    }
}

/// A page that says in a server's place why there is no other.
#[derive(Template)]
#[template(path = "trouble.html")]
struct Trouble<'a> {
    frame: Frame<'a>,
    message: &'a str,
}

/// The page of a server that has no other to show.
pub(crate) fn trouble(settings: &Settings, message: &str) -> String {
    let frame = Frame {
        settings,
        root: "/",
        path: String::new(),
        title: "Nothing to show".to_owned(),
        description: String::new(),
        here: "",
    };
    Trouble { frame, message }.render().expect("a page in memory is written")
}

/// Writes a page, or a part of one, behind what is there.
fn write(page: &impl Template, out: &mut String) {
    page.render_into_with_values(out, NO_VALUES).expect("a page in memory is written");
}

/// A name, and the page that tells more.
#[derive(Clone, Debug)]
struct Named<'a> {
    name: Cow<'a, str>,
    role: Option<&'a str>,
    /// The way to the top, and the page below `people/`, without the ending.
    root: &'static str,
    file: Option<&'a str>,
}

/// What every page has around what it tells.
#[derive(Debug)]
struct Frame<'a> {
    settings: &'a Settings,
    /// The way from the page to the top of the site: nothing, or `../`.
    root: &'static str,
    /// The path of the page below the top.
    path: String,
    title: String,
    description: String,
    /// Which entry of the navigation it is.
    here: &'static str,
}

impl<'a> Frame<'a> {
    fn new(site: &'a Site<'_>, path: &str, title: &str, description: &str, here: &'static str) -> Self {
        let root = if path.contains('/') { "../" } else { "" };
        Self {
            settings: &site.settings,
            root,
            path: path.to_owned(),
            title: title.to_owned(),
            description: description.to_owned(),
            here,
        }
    }

    /// The address of the page, when it is known where the site will stand.
    fn address(&self) -> Option<String> {
        self.settings.base_url.as_ref().map(|base| format!("{base}{}", path_in_url(&self.path)))
    }
}

fn entry<'a>(decision: &'a Decision, catalog: &Catalog, settings: &Settings, names: &mut Names) -> Entry<'a> {
    let stem = decision.path.stem();
    let is_index = crate::decision::id::is_index_name(stem);
    let name = if is_index { decision.path.folder_name().unwrap_or(stem) } else { stem };
    let concerns: Vec<&Quote> =
        decision.consultation.quotes.iter().filter(|quote| quote.attribution.is_some()).collect();
    let answered = concerns.iter().filter(|quote| is_answered(quote)).count();
    let directory = &catalog.policy.directory;
    let quoted: Vec<Option<usize>> =
        decision.consulted.parties.iter().map(|party| first_quote(decision, party, directory)).collect();
    let has = |kind: Disposition| decision.answered(kind).next().is_some();
    let mut marks = Vec::new();
    if has(Disposition::Overruled) {
        marks.push(Mark::Objection);
    }
    if decision.is_accepted() && answered < concerns.len() {
        marks.push(Mark::Unanswered);
    }
    if decision.consultation.states.iter().any(|state| state.kind == Disposition::Waived) {
        marks.push(Mark::NotAsked);
    }
    if is_overdue(decision, settings.day) {
        marks.push(Mark::Overdue);
    }
    if record::is_broken(decision) {
        marks.push(Mark::Unreadable);
    }
    Entry {
        decision,
        file: names.name(name),
        asked: quoted.len(),
        heard: quoted.iter().flatten().count(),
        quoted,
        concerns: concerns.len(),
        answered,
        marks,
    }
}

/// The number of the first quote of a party on the page of a decision, where only quotes of somebody are counted.
fn first_quote(decision: &Decision, party: &Party, directory: &Directory) -> Option<usize> {
    let first = decision.quotes_of(party, directory).next()?;
    let of_somebody = decision.consultation.quotes.iter().filter(|quote| quote.attribution.is_some());
    of_somebody.zip(1..).find(|(quote, _)| quote.span == first.span).map(|(_, number)| number)
}

/// Whether the day of review of a decision that holds has passed.
fn is_overdue(decision: &Decision, day: Option<Date>) -> bool {
    let due = decision.review_by.as_ref().and_then(|due| due.date);
    holds(decision) && day.zip(due).is_some_and(|(day, due)| due < day)
}

/// Whether a decision is in force.
fn holds(decision: &Decision) -> bool {
    matches!(decision.kind(), Some(StatusKind::Accepted | StatusKind::Waived))
}

/// Whether something was done about somebody's words.
fn is_answered(quote: &Quote) -> bool {
    let disposition =
        |answer: &crate::decision::consultation::Answer| answer.disposition.as_ref().map(|word| word.value);
    quote.answer.as_ref().is_some_and(|answer| disposition(answer) != Some(Disposition::Open))
}

/// Groups the entries by their words, each word once for all its ways of writing, and tells which group each of
/// these ways belongs to.
fn groups<'a, W: IntoIterator<Item = &'a str>>(
    order: &[usize],
    words: impl Fn(usize) -> W,
    shown: impl Fn(&'a str) -> Cow<'a, str>,
) -> (Vec<Group>, Table<&'a str>) {
    let mut found: Vec<Group> = Vec::new();
    // Each way of writing is folded once.
    let mut folded: BTreeMap<String, usize> = BTreeMap::new();
    let mut numbers: Table<&str> = Table::default();
    for index in order {
        for written in words(*index) {
            let number = *numbers.entry(written).or_insert_with(|| {
                let word = shown(written);
                *folded.entry(fold(&word)).or_insert_with(|| {
                    found.push(Group { word: word.into_owned(), file: String::new(), entries: Vec::new() });
                    found.len() - 1
                })
            });
            let entries = &mut found[number].entries;
            if entries.last() != Some(index) {
                entries.push(*index);
            }
        }
    }
    let mut places = vec![0; found.len()];
    let mut groups = Vec::with_capacity(found.len());
    let mut names = Names::default();
    for (place, number) in folded.into_values().enumerate() {
        let group = std::mem::take(&mut found[number]);
        groups.push(Group { file: names.name(&group.word), ..group });
        places[number] = place;
    }
    for number in numbers.values_mut() {
        *number = places[*number];
    }
    (groups, numbers)
}

/// The path of a page in a folder.
fn page(folder: &str, file: &str) -> String {
    [folder, file, ".html"].concat()
}

/// The class of a disposition in the style sheet.
fn class(kind: Disposition) -> &'static str {
    match kind {
        Disposition::Changed => "changed",
        Disposition::Mitigated => "mitigated",
        Disposition::Declined => "declined",
        Disposition::Deferred => "deferred",
        Disposition::Overruled => "overruled",
        Disposition::Withdrawn => "withdrawn",
        Disposition::NoConcern => "no-concern",
        Disposition::Open => "open",
        Disposition::Asked => "asked",
        Disposition::NoAnswer => "no-answer",
        Disposition::Waived => "waived",
    }
}
