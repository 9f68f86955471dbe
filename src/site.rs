//! The static site of a log: which pages there are, and the text of each. [`Site::new`] gathers the facts, and each page
//! fills its template with them. Neither the clock nor the machine is read, so the same log gives the same bytes.

mod anchor;
mod banner;
pub(crate) mod base;
mod came_true;
mod consulted;
pub(crate) mod data;
mod decision;
mod due;
mod entry;
pub(crate) mod escape;
mod feed;
mod figures;
mod forge;
mod frame;
mod graph;
mod group;
mod list;
mod markdown;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) mod markup;
mod names;
mod paging;
mod people;
mod person;
pub(crate) mod pictures;
mod repositories;
mod search;
mod short;
mod target;
#[cfg(test)]
pub(crate) mod tests;
mod timeline;
mod voices;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;

use crate::bundle::BundleNote;
use crate::catalog::Catalog;
use crate::decision::consultation::Quote;
use crate::decision::{Decision, LinkKind};
use crate::due::Due;
use crate::policy::Policy;
use crate::text::{RepoPath, one_line, path_in_url};
use crate::vocabulary::party::Party;
use entry::SiteEntry;
use frame::{Frame, PersonLink, SiteParts, render};
pub(crate) use frame::{error_page, missing_page};
use group::{EntryGroup, find_group, group_entries};
use markdown::BodyIds;
use names::UniqueNames;
use people::{QuotePlace, SitePeople, SitePerson};
use pictures::Pictures;
use search::SearchIndex;
use timeline::DatedItem;
use voices::Voice;
use words::SiteWords;

/// The options of a site.
#[derive(Clone, Debug, Default)]
pub(crate) struct SiteSettings {
    /// The name of the site.
    pub title: String,
    /// The language of the decisions, where it is known.
    pub lang: Option<String>,
    /// Where the site is published, with a `/` at the end. Without it, nothing is made that needs absolute URLs.
    pub base_url: Option<String>,
    /// Where the files of the repository can be viewed, with a `/` at the end.
    pub source_url: Option<String>,
    /// The state of the log that a server shows; its pages ask whether there is a newer one.
    pub live: Option<u64>,
    /// The date for overdue reviews: that of the commit, never that of the build.
    pub day: Option<Date>,
    /// The repositories whose bundles it is made from; none for the log of one.
    pub repositories: Vec<BundleNote>,
}

impl SiteSettings {
    /// The title of the site of a log: that which was asked for, or that of the policy.
    pub(crate) fn title(asked: Option<&str>, policy: &Policy) -> String {
        let default = || SiteWords::of(policy.lang.as_deref()).decision_log;
        asked.or(policy.title.as_deref()).unwrap_or_else(default).to_owned()
    }

    /// The words of the interface.
    fn words(&self) -> &'static SiteWords {
        SiteWords::of(self.lang.as_deref())
    }

    /// The language of a page.
    fn page_lang(&self) -> &str {
        self.lang.as_deref().unwrap_or("en")
    }

    /// The language of the interface, where it is not that of the page.
    fn other_lang(&self) -> Option<&'static str> {
        let (own, page) = (self.words().lang, self.page_lang());
        let is_same = page.split('-').next().is_some_and(|first| first.eq_ignore_ascii_case(own));
        (!is_same).then_some(own)
    }

    /// The URL of a page, when the base URL is known.
    fn address(&self, page: &str) -> Option<String> {
        self.base_url.as_ref().map(|base| format!("{base}{}", path_in_url(page)))
    }
}

/// A log as a site.
#[derive(Debug)]
pub(crate) struct Site<'a> {
    catalog: &'a Catalog,
    pub settings: SiteSettings,
    /// In the order of the catalog.
    entries: Vec<SiteEntry<'a>>,
    /// The entries, newest first; and for each entry its place among them.
    order: Vec<usize>,
    places: Vec<usize>,
    people: SitePeople,
    tags: Vec<EntryGroup>,
    statuses: Vec<EntryGroup>,
    /// The decisions of each repository, where there are several.
    repositories: Vec<EntryGroup>,
    /// For each entry, its links to others and theirs to it.
    links: Vec<Vec<(LinkKind, usize)>>,
    /// The findings of each file, on a server.
    pub notes: BTreeMap<RepoPath, Vec<Note>>,
    /// For each superseded entry, the last one that replaced it.
    heirs: Vec<Option<usize>>,
    parts: SiteParts,
    /// What is due, where the date of the site is known.
    due: Vec<Due<'a>>,
    /// The pictures of the repository that the decisions show.
    pub pictures: Pictures,
    /// For each entry the ids on its page, once another one links to them.
    ids: Vec<OnceLock<BodyIds>>,
    /// Made when the first page needs it.
    index: OnceLock<SearchIndex>,
    /// Every attributed quote, in the order of the page of voices. Made when the first page needs it.
    voices: OnceLock<Vec<Voice>>,
    /// The items of the timeline. Made when the first page needs them.
    timeline: OnceLock<Vec<DatedItem>>,
    /// Each governed glob with the places of the decisions that govern it.
    governed: Vec<(&'a str, usize)>,
}

/// A finding, beside the text of a decision.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    /// The rule.
    pub rule: &'static str,
    /// The level.
    pub level: &'static str,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
}

/// One file of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SitePage {
    /// A page of decisions, from 0.
    List(usize),
    /// The page of search results.
    Search,
    /// A page of quotes, from 0.
    Voices(usize),
    /// A page of what is due, and one of concerns that came true, from 0.
    Due(usize),
    CameTrue(usize),
    Decision(usize),
    People,
    Person(usize),
    /// A page of the decisions with a tag or a status: which one, and the page, from 0.
    Tag(usize, usize),
    Status(usize, usize),
    /// The repositories, and a page of the decisions of one.
    Repositories,
    Repository(usize, usize),
    /// A page of governed paths, from 0.
    Paths(usize),
    /// The log for programs.
    Data,
    /// The feed of the newest decisions and the list of all pages, when the base URL is known.
    Feed,
    SiteMap,
    /// The newest decisions that name a person.
    PersonFeed(usize),
    /// What leads from the short address of a decision to its page.
    Short(usize),
    /// The data of the search: where the other files begin, what can be filtered by, words, quotes, texts, rows.
    SearchLog,
    SearchFilters,
    SearchWords(usize),
    SearchSaid(usize),
    SearchTexts(usize),
    SearchRows(usize),
    /// A page of dates, from 0.
    Timeline(usize),
    Graph,
    Figures,
    /// The text of a file that is the same on every site.
    Asset(&'static str),
}

/// The files that are the same on every site.
const ASSETS: [(&str, &str); 8] = [
    (".nojekyll", ""),
    ("assets/icon.svg", include_str!("site/assets/icon.svg")),
    ("assets/find.js", include_str!("site/assets/find.js")),
    ("assets/keys.js", include_str!("site/assets/keys.js")),
    ("assets/list.js", include_str!("site/assets/list.js")),
    ("assets/style.css", include_str!("site/assets/style.css")),
    ("assets/voices.js", include_str!("site/assets/voices.js")),
    ("headers", include_str!("site/assets/headers")),
];

/// A file that is the same on every site.
pub(crate) fn asset(path: &str) -> Option<&'static str> {
    ASSETS.iter().find(|(name, _)| *name == path).map(|(_, text)| *text)
}

impl<'a> Site<'a> {
    /// The site of a log.
    pub(crate) fn new(catalog: &'a Catalog, settings: SiteSettings) -> Self {
        let people = SitePeople::new(catalog);
        let mut names = UniqueNames::default();
        let decisions = catalog.decisions.iter();
        let mut entries: Vec<SiteEntry<'a>> =
            decisions.map(|decision| SiteEntry::new(decision, catalog, &settings, &mut names)).collect();
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
        let tags_of = |index: usize| entries[index].decision.tags.iter().map(|tag| one_line(&tag.value));
        let tags = group_entries(&order, tags_of);
        let has_status = entries.iter().any(|entry| entry.decision.status.is_some());
        entries.iter_mut().for_each(|entry| entry.shows_status = has_status);
        let mut statuses = match has_status {
            true => group_entries(&order, |index| [Cow::Borrowed(entries[index].plain_status())]),
            false => Vec::new(),
        };
        // The names of their pages are the same in every language.
        statuses.iter_mut().for_each(|group| group.word = entries[group.entries[0]].status().to_owned());
        let of_repository = |index: usize| catalog.repository_of(&entries[index].decision.path).map(Cow::Borrowed);
        let repositories = group_entries(&order, of_repository);
        let mut links = vec![Vec::new(); entries.len()];
        for (from, to, kind) in crate::graph::links(catalog) {
            links[from].push((kind, to));
            links[to].push((kind.back(), from));
        }
        let parts = SiteParts {
            decisions: !entries.is_empty(),
            voices: entries.iter().any(|entry| entry.concerns > 0),
            people: !people.all.is_empty(),
            paths: entries.iter().any(|entry| entry.governed().next().is_some()),
            came_true: entries.iter().any(|entry| came_true::has_any(entry.decision)),
            due: false,
            repositories: !settings.repositories.is_empty(),
            graph: links.iter().enumerate().any(|(index, links)| links.iter().any(|(_, other)| *other != index)),
        };
        let ids = entries.iter().map(|_| OnceLock::new()).collect();
        let due = due::all_due(catalog, &settings);
        let parts = SiteParts { due: !due.is_empty(), ..parts };
        Self {
            due,
            heirs: banner::last_heirs(&entries, &links, &places),
            governed: list::governed_rows(&entries, &order),
            catalog,
            settings,
            entries,
            order,
            places,
            people,
            tags,
            statuses,
            repositories,
            links,
            notes: BTreeMap::new(),
            parts,
            pictures: Pictures::default(),
            ids,
            index: OnceLock::new(),
            voices: OnceLock::new(),
            timeline: OnceLock::new(),
        }
    }

    /// Every file of the site by its path.
    pub(crate) fn pages(&self) -> BTreeMap<String, SitePage> {
        let mut pages = self.plain_pages();
        pages.extend(self.search_pages());
        pages
    }

    /// The files of the search index. To know them takes the index, which is most of the work of a site.
    pub(crate) fn search_pages(&self) -> BTreeMap<String, SitePage> {
        let [words, said, texts, rows] = self.index().file_counts();
        let mut pages = BTreeMap::new();
        let mut add_all = |kind: &str, count: usize, page: &dyn Fn(usize) -> SitePage| {
            pages.extend((0..count).map(|file| (format!("search/{kind}-{}.js", file + 1), page(file))));
        };
        add_all("words", words, &SitePage::SearchWords);
        add_all("said", said, &SitePage::SearchSaid);
        add_all("texts", texts, &SitePage::SearchTexts);
        add_all("rows", rows, &SitePage::SearchRows);
        pages
    }

    /// The files of the site without those of the search index.
    pub(crate) fn plain_pages(&self) -> BTreeMap<String, SitePage> {
        let mut pages = BTreeMap::new();
        let mut add_all = |stem: &str, count: usize, page: &dyn Fn(usize) -> SitePage| {
            for number in 0..paging::page_count(count) {
                pages.insert(paging::page_file(stem, number), page(number));
            }
        };
        add_all("index", self.order.len(), &SitePage::List);
        add_all("voices", self.entries.iter().map(|entry| entry.concerns).sum(), &SitePage::Voices);
        if !self.due.is_empty() {
            add_all("due", self.due.len(), &SitePage::Due);
        }
        match came_true::came_true(self).len() {
            0 => {}
            count => add_all("came-true", count, &SitePage::CameTrue),
        }
        add_all("paths", self.governed.len(), &SitePage::Paths);
        add_all("timeline", self.timeline().len(), &SitePage::Timeline);
        for (index, tag) in self.tags.iter().enumerate() {
            add_all(&format!("tags/{}", tag.file), tag.entries.len(), &|page| SitePage::Tag(index, page));
        }
        for (index, status) in self.statuses.iter().enumerate() {
            add_all(&format!("status/{}", status.file), status.entries.len(), &|page| SitePage::Status(index, page));
        }
        for (index, group) in self.repositories.iter().enumerate() {
            let stem = format!("repositories/{}", group.file);
            add_all(&stem, group.entries.len(), &|page| SitePage::Repository(index, page));
        }
        let mut add = |path: &str, page| pages.insert(path.to_owned(), page);
        if self.parts.repositories {
            add(repositories::PAGE, SitePage::Repositories);
        }
        add("search.html", SitePage::Search);
        add("people.html", SitePage::People);
        add("graph.html", SitePage::Graph);
        add("figures.html", SitePage::Figures);
        add(data::FILE, SitePage::Data);
        add("search/log.js", SitePage::SearchLog);
        add("search/filters.js", SitePage::SearchFilters);
        if self.settings.base_url.is_some() {
            add(feed::FEED, SitePage::Feed);
            add(feed::SITE_MAP, SitePage::SiteMap);
        }
        for (path, text) in ASSETS {
            add(path, SitePage::Asset(text));
        }
        for (index, entry) in self.entries.iter().enumerate() {
            add(&entry.page(), SitePage::Decision(index));
            add(&short::short_path(entry), SitePage::Short(index));
        }
        for (index, someone) in self.people.all.iter().enumerate() {
            add(&someone.page(""), SitePage::Person(index));
            if self.settings.base_url.is_some() {
                add(&someone.feed(), SitePage::PersonFeed(index));
            }
        }
        pages
    }

    /// The text of one file.
    pub(crate) fn render(&self, page: SitePage) -> String {
        match page {
            SitePage::List(page) => list::list_page(self, page),
            SitePage::Search => list::search_page(self),
            SitePage::Voices(page) => voices::voices_page(self, page),
            SitePage::Due(page) => due::due_page(self, page),
            SitePage::CameTrue(page) => came_true::came_true_page(self, page),
            SitePage::Decision(index) => decision::decision_page(self, index),
            SitePage::People => person::people_page(self),
            SitePage::Person(index) => person::person_page(self, index),
            SitePage::Tag(index, page) => list::tag_page(self, index, page),
            SitePage::Status(index, page) => list::status_page(self, index, page),
            SitePage::Repositories => repositories::repositories_page(self),
            SitePage::Repository(index, page) => list::repository_page(self, index, page),
            SitePage::Paths(page) => list::paths_page(self, page),
            SitePage::Data => data::site_data(self),
            SitePage::Feed => feed::atom_feed(self),
            SitePage::SiteMap => feed::site_map(self),
            SitePage::PersonFeed(index) => feed::person_feed(self, index),
            SitePage::Short(index) => short::short_page(self, index),
            SitePage::SearchLog => self.index().log(self),
            SitePage::SearchFilters => self.index().filters(self),
            SitePage::SearchWords(file) => self.index().words(file),
            SitePage::SearchSaid(file) => self.index().said(self, file),
            SitePage::SearchTexts(file) => self.index().texts(self, file),
            SitePage::SearchRows(file) => self.index().rows(self, file),
            SitePage::Timeline(page) => timeline::timeline_page(self, page),
            SitePage::Graph => graph::graph_page(self),
            SitePage::Figures => figures::figures_page(self),
            SitePage::Asset(text) => text.to_owned(),
        }
    }

    fn words(&self) -> &'static SiteWords {
        self.settings.words()
    }

    fn index(&self) -> &SearchIndex {
        self.index.get_or_init(|| SearchIndex::new(self))
    }

    fn voices(&self) -> &[Voice] {
        self.voices.get_or_init(|| voices::all_voices(self))
    }

    fn timeline(&self) -> &[DatedItem] {
        self.timeline.get_or_init(|| timeline::dated_items(self))
    }

    /// Whether a decision governs anything, so that there is something to filter by.
    fn has_paths(&self) -> bool {
        self.entries.iter().any(|entry| !entry.decision.governs.is_empty())
    }

    /// The quote at a place.
    fn quote(&self, place: &QuotePlace) -> &'a Quote {
        &self.entries[place.decision].decision.consultation.quotes[place.quote]
    }

    /// Who said a quote, if they have a page.
    fn speaker(&self, quote: &Quote) -> Option<usize> {
        quote.speaker().and_then(|party| self.people.find(party))
    }

    /// The name of a party and their page, on a page with this way to the top.
    fn person_link<'s>(&'s self, party: &'s Party, root: &'static str) -> PersonLink<'s> {
        let file = self.people.find(party).map(|index| self.people.all[index].file.as_str());
        PersonLink { name: self.name_of(party), role: party.role.as_deref(), root, file }
    }

    /// The name of a party: as written, and where that is only a handle or a mail address, the name of the person.
    fn name_of<'s>(&'s self, party: &'s Party) -> Cow<'s, str> {
        match self.people.find(party) {
            Some(index) if party.name.is_none() => Cow::Borrowed(&self.people.all[index].name),
            _ => party.called(),
        }
    }

    /// The groups of the tags of a decision.
    fn tags_of(&self, decision: &Decision) -> impl Iterator<Item = &EntryGroup> {
        decision.tags.iter().filter_map(|tag| find_group(&self.tags, &tag.value))
    }

    /// How many quotes of somebody are answered.
    fn answered(&self, someone: &SitePerson) -> usize {
        someone.answered(self.catalog)
    }

    /// The entry of the decision in a file.
    fn entry_at(&self, path: &str) -> Option<&SiteEntry<'a>> {
        self.entry_index(path).map(|index| &self.entries[index])
    }

    /// The place of that entry.
    fn entry_index(&self, path: &str) -> Option<usize> {
        let path = RepoPath::new(path);
        self.entries.binary_search_by(|entry| entry.decision.path.cmp(&path)).ok()
    }

    /// The ids of the body of a decision.
    fn ids_of(&self, index: usize) -> &BodyIds {
        self.ids[index].get_or_init(|| BodyIds::of(self.entries[index].decision))
    }

    /// Where a file can be edited, and where its history is. What a bundle was made from is a commit, which nobody edits.
    fn edit_and_history(&self, path: &str) -> Option<(String, String)> {
        let source = self.source(path).filter(|_| !self.catalog.is_joined())?;
        forge::edit_and_history(&source)
    }

    /// The URL of a file of the repository, when it is known where these can be viewed.
    fn source(&self, path: &str) -> Option<String> {
        let (base, path) = match self.catalog.repository_of(&RepoPath::new(path)) {
            Some(name) => {
                let note = self.settings.repositories.iter().find(|note| note.name == name);
                (repositories::source(note?)?, path[name.len()..].trim_start_matches('/'))
            }
            None if self.catalog.is_joined() => return None,
            None => (self.settings.source_url.clone()?, path),
        };
        Some(format!("{base}{}", path_in_url(path)))
    }
}

/// The path of a page in a directory.
fn page_path(folder: &str, file: &str) -> String {
    format!("{folder}{file}.html")
}
