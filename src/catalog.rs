//! The logs as a whole: their decisions, the names of all records, the policy and the day. A gate
//! reads few of the records and knows the others by name alone.
//!
//! Each record belongs to one log, and an id to one record of a log. What a reference means is decided here, for every
//! command: a path or file name means that file, an id the record of the same log, or else of the only other one.

mod foreign;

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use jiff::civil::Date;

use crate::decision::consultation::Quote;
use crate::decision::renumber::{Means, carrier};
use crate::decision::{Decision, Link};
use crate::policy::Policy;
use crate::text::{RepoPath, composed, fold};
use crate::vocabulary::forge::{self, Forge};
use crate::vocabulary::id::{Id, IdKind, Key, base_name, beside_day, is_index_name, is_of_year, without_ending};
use crate::vocabulary::reference::Reference;

/// How many records are named where a reference can't say which one it means.
const SHOWN: usize = 5;

/// How many records of one id in one log a reference means at most.
const SAME: usize = 64;

/// A log, by its place among the logs of a catalog.
type Log = usize;

/// The logs of a repository that have been read.
#[derive(Debug)]
pub(crate) struct Catalog {
    /// The decisions that were read, by path.
    pub decisions: Vec<Decision>,
    /// The policy that applies to them.
    pub policy: Policy,
    /// Today's date, for everything that expires.
    pub today: Date,
    /// The repositories that the records come from, each below the folder of its name, sorted; none where all are of one.
    repositories: Vec<String>,
    /// The records, read or not, by path.
    records: Vec<Record>,
    /// The folders of the logs that have records.
    logs: BTreeMap<String, Log>,
    /// The records by id, those of one log together.
    ids: BTreeMap<Key, Vec<usize>>,
    /// What else a record is found by. Made when first needed.
    names: OnceLock<Names>,
    looser: OnceLock<Looser>,
    /// Every id as shown. Made when first needed.
    shown_ids: OnceLock<Vec<String>>,
    /// For the folded words of a quote, the decisions that have them, each with the first of its quotes. Made when first
    /// needed; only looked up, never iterated.
    said: OnceLock<HashMap<QuoteKey, Vec<(usize, usize)>>>,
}

/// A record of a log, known by name.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    /// Its path.
    pub path: RepoPath,
    /// Its place among the decisions that were read.
    index: Option<usize>,
    log: Log,
}

/// What a reference means.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meant<'a> {
    /// The records that it may mean; of a reference that is ambiguous, the first few. More than one that it means have
    /// the same id in the same log: they are translations, or `id-twice` reports them.
    pub records: Vec<&'a Record>,
    /// Whether it does not say which of them it means.
    pub is_ambiguous: bool,
}

/// Names that are no ids, with the records or the keys that have them. They are only looked up, never iterated.
#[derive(Debug, Default)]
struct Names {
    /// File names, with and without their ending, and the folders of records that have one.
    files: HashMap<(Option<Log>, String), Vec<usize>>,
    /// How many records of a log have a number or a day in their names, and how many have neither.
    kinds: HashMap<Log, (usize, usize)>,
    /// How many records of an id have the same name but for the language or a mark such as `expired`.
    variants: HashMap<(Key, String), usize>,
    /// How many records of an id are in the same folder.
    beside: HashMap<(Key, String), usize>,
}

/// The keys that a looser form of an id may mean. They are an index of their own, since the gate needs no other.
#[derive(Debug, Default)]
struct Looser {
    /// The keys of a number that comes in several series; in one log, and in all of them.
    numbers: HashMap<(Option<Log>, u64, String), Vec<Key>>,
    /// The keys of the names that start with a day, by the words behind it and by the day; likewise.
    dated: HashMap<(Option<Log>, String), Vec<Key>>,
}

/// By what a quote is found again.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum QuoteKey {
    /// Its words, folded.
    Words(String),
    /// The comment that its receipt is of and the number of its account. An address can be spelled in many ways.
    Comment(Forge, forge::Key, u64),
}

impl QuoteKey {
    pub(crate) fn of_words(quote: &Quote) -> Self {
        Self::Words(fold(&quote.words))
    }

    pub(crate) fn of_comment(quote: &Quote) -> Option<Self> {
        let receipt = &quote.proofs.receipt.as_ref()?.value;
        Some(Self::Comment(receipt.forge, receipt.comment, receipt.id))
    }
}

impl Catalog {
    /// Joins decisions that were read with the paths of those that were not, and the ids that these carry.
    pub(crate) fn new(
        mut decisions: Vec<Decision>,
        unread: impl IntoIterator<Item = (RepoPath, Key)>,
        policy: Policy,
        today: Date,
    ) -> Self {
        decisions.sort_by(|one, other| one.path.cmp(&other.path));
        let is_read = |path: &RepoPath| decisions.binary_search_by(|decision| decision.path.cmp(path)).is_ok();
        let mut all: Vec<(RepoPath, Key, Option<usize>)> =
            unread.into_iter().filter(|(path, _)| !is_read(path)).map(|(path, key)| (path, key, None)).collect();
        let read = decisions.iter().enumerate();
        all.extend(read.map(|(index, decision)| (decision.path.clone(), decision.id.key.clone(), Some(index))));
        all.sort_by(|one, other| one.0.cmp(&other.0));
        all.dedup_by(|one, other| one.0 == other.0);
        let mut logs: BTreeMap<String, Log> = BTreeMap::new();
        let mut ids: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
        let mut records = Vec::with_capacity(all.len());
        for (place, (path, key, index)) in all.into_iter().enumerate() {
            let folder = policy.log_of(&path);
            let next = logs.len();
            let log = match logs.get(folder) {
                Some(log) => *log,
                None => *logs.entry(folder.to_owned()).or_insert(next),
            };
            ids.entry(key).or_default().push(place);
            records.push(Record { path, index, log });
        }
        for places in ids.values_mut() {
            places.sort_by_key(|place| records[*place].log);
        }
        let mut catalog = Self {
            decisions,
            policy,
            today,
            repositories: Vec::new(),
            records,
            logs,
            ids,
            names: OnceLock::new(),
            looser: OnceLock::new(),
            shown_ids: OnceLock::new(),
            said: OnceLock::new(),
        };
        catalog.drop_foreign_links();
        catalog.qualify();
        catalog
    }

    /// The same records, as those of several repositories: each is below the folder of the repository that it comes from.
    pub(crate) fn of_repositories(mut self, mut names: Vec<String>) -> Self {
        names.sort();
        self.repositories = names;
        self.qualify();
        self
    }

    /// Whether the records come from several repositories.
    #[cfg_attr(not(feature = "site"), allow(dead_code, reason = "only a site links to files"))]
    pub(crate) fn is_joined(&self) -> bool {
        !self.repositories.is_empty()
    }

    /// The repositories that the records come from, sorted; none where all are of one.
    pub(crate) fn repositories(&self) -> &[String] {
        &self.repositories
    }

    /// Whether a path is that of one of the repositories, inside one, or a folder of several.
    pub(crate) fn has_repository_at(&self, path: &str) -> bool {
        let is_in = |inner: &str, outer: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || outer.is_empty() || rest.starts_with('/'))
        };
        self.repositories.iter().any(|name| is_in(path, name) || is_in(name, path))
    }

    /// The repository that a path is in; none where all records are of one.
    pub(crate) fn repository_of(&self, path: &RepoPath) -> Option<&str> {
        let ends = path.as_str().match_indices('/').map(|(at, _)| &path.as_str()[..at]);
        let known = |folder: &str| self.repositories.binary_search_by(|name| name.as_str().cmp(folder)).ok();
        ends.filter_map(known).next().map(|at| self.repositories[at].as_str())
    }

    /// Where two logs have the same id, people see the log as well.
    fn qualify(&mut self) {
        let repository = |place: usize| self.repository_of(&self.records[place].path);
        let mut qualified = Vec::new();
        for (key, places) in &self.ids {
            // The logs of a repository follow each other, as its paths do.
            for places in places.chunk_by(|one, other| repository(*one) == repository(*other)) {
                let repository = repository(places[0]);
                for record in places.iter().map(|place| &self.records[*place]) {
                    let Some(index) = record.index else { continue };
                    let id = &self.decisions[index].id.text;
                    qualified.push((index, self.qualified(id, key, &record.path, repository, places)));
                }
            }
        }
        for (index, qualified) in qualified {
            self.decisions[index].id.qualified = qualified;
        }
    }

    /// The records with an id, those of one log together.
    fn everywhere(&self, key: &Key) -> &[usize] {
        self.ids.get(key).map_or(&[], Vec::as_slice)
    }

    /// The records with an id, as a slice for each log.
    fn of_logs<'a>(&'a self, places: &'a [usize]) -> impl Iterator<Item = &'a [usize]> {
        places.chunk_by(|one, other| self.records[*one].log == self.records[*other].log)
    }

    /// The records with an id in one log.
    fn places(&self, log: Log, key: &Key) -> &[usize] {
        let all = self.everywhere(key);
        let of = |place: &usize| self.records[*place].log;
        let start = all.partition_point(|place| of(place) < log);
        &all[start..start + all[start..].partition_point(|place| of(place) == log)]
    }

    /// An id behind the folder of its log, where another log has the same; of words, which are no number, behind the
    /// folder that the record is in. None where the folder is the whole repository.
    /// `all` are the records of the repository with the id.
    fn qualified(
        &self,
        id: &str,
        key: &Key,
        path: &RepoPath,
        repository: Option<&str>,
        all: &[usize],
    ) -> Option<String> {
        let log = |place: Option<&usize>| place.map(|place| self.records[*place].log);
        let folder = match key {
            _ if log(all.first()) != log(all.last()) => self.policy.log_of(path),
            Key::Name(_) if all.len() > 1 => folder(path),
            _ => "",
        };
        match repository {
            None => (!folder.is_empty()).then(|| format!("{folder}/{id}")),
            Some(name) => match folder.strip_prefix(name).unwrap_or_default().trim_start_matches('/') {
                "" => Some(format!("{name}:{id}")),
                folder => Some(format!("{name}:{folder}/{id}")),
            },
        }
    }

    /// What a link of a decision means.
    pub(crate) fn meant(&self, from: &Decision, link: &Link) -> Meant<'_> {
        self.resolve(&link.reference, Some(&from.path))
    }

    /// The decisions that a link of another decision means, as far as they were read. A link that is ambiguous means none.
    pub(crate) fn linked(&self, from: &Decision, link: &Link) -> Vec<&Decision> {
        let meant = self.meant(from, link);
        let records = meant.records.into_iter().filter(|_| !meant.is_ambiguous);
        records.filter_map(|record| self.decision(record)).collect()
    }

    /// What a reference means: in the record at `from`, or from outside all logs.
    pub(crate) fn resolve(&self, reference: &Reference, from: Option<&RepoPath>) -> Meant<'_> {
        if let Some(repository) = &reference.repository {
            return self.in_repository(repository, reference);
        }
        let own = from.and_then(|from| self.logs.get(self.policy.log_of(from)).copied());
        let repository = from.and_then(|from| self.repository_of(from));
        if let Some(file) = &reference.file {
            return self.resolve_file(file, from, own);
        }
        // `0012-slug` is a file name without its ending.
        if reference.name != reference.id.text {
            let by_name = self.called(own, &reference.name);
            if by_name.one().is_some() {
                return by_name;
            }
        }
        let id = &reference.id;
        let exact = std::slice::from_ref(&id.key);
        let in_own = |keys: &[Key]| own.map(|log| self.in_log(log, keys)).unwrap_or_default();
        let elsewhere = || self.anywhere(exact, repository);
        let loosely = || in_own(&self.looser_keys(own, id));
        // A series says more than the log that the reference is in.
        let meant = match &id.key {
            Key::Number { series, .. } if !series.is_empty() => in_own(exact).or_else(elsewhere).or_else(loosely),
            _ => in_own(exact).or_else(loosely).or_else(elsewhere),
        };
        meant.or_else(|| self.anywhere(&self.looser_keys(None, id), repository))
    }

    /// What a path or a file name means: the very file, from the folder of the record, from that of its log, and from
    /// the root. Without an ending it may be a folder of a log with an id, as in `web/adr/0001`.
    fn resolve_file(&self, file: &str, from: Option<&RepoPath>, own: Option<Log>) -> Meant<'_> {
        let log = from.map(|from| RepoPath::new(format!("{}/x", self.policy.log_of(from))));
        let repository = from.and_then(|from| self.repository_of(from));
        let root = repository.map_or_else(RepoPath::default, |name| RepoPath::new(format!("{name}/x")));
        let bases = from.into_iter().chain(&log).chain([&root]);
        let is_inside = |path: &RepoPath| repository.is_none_or(|name| path.is_below(name));
        let paths: Vec<RepoPath> = bases.filter_map(|base| base.join(file)).filter(is_inside).collect();
        let is_whole = without_ending(file) != file;
        let endings: &[&str] = if is_whole { &[""] } else { &[".md", ".markdown", "/README.md", "/index.md"] };
        for path in &paths {
            let record = |ending: &&str| self.record(&RepoPath::new(format!("{}{ending}", path.as_str())));
            if let Some(record) = endings.iter().find_map(record) {
                return Meant::of(vec![record]);
            }
        }
        if is_whole {
            // Another folder of the log may hold the file.
            return if file.contains('/') { Meant::default() } else { self.called(own, file) };
        }
        let in_folder = |path: &RepoPath| {
            let (folder, name) = path.as_str().rsplit_once('/')?;
            let log = self.logs.get(self.policy.log_of(path))?;
            let mut meant = self.id_in(*log, &Id::in_reference(name)?);
            meant.records.retain(|record| record.path.is_below(folder));
            Some(meant).filter(|meant| !meant.records.is_empty())
        };
        paths.iter().find_map(in_folder).unwrap_or_default()
    }

    /// The records of a log, or of all logs, whose file has a name.
    fn called(&self, log: Option<Log>, name: &str) -> Meant<'_> {
        let places = self.names().files.get(&(log, composed(name))).map_or(&[][..], Vec::as_slice);
        let records = places.iter().take(SHOWN).map(|place| &self.records[*place]).collect();
        Meant { records, is_ambiguous: places.len() > 1 }
    }

    /// What one of these keys means in a log.
    fn in_log(&self, log: Log, keys: &[Key]) -> Meant<'_> {
        let places = keys.iter().map(|key| self.places(log, key));
        self.either(&places.filter(|places| !places.is_empty()).collect::<Vec<_>>())
    }

    /// What one of these keys means where no log is asked for first: in any log, or in any of a repository.
    fn anywhere(&self, keys: &[Key], repository: Option<&str>) -> Meant<'_> {
        let is_there = |places: &&[usize]| repository.is_none_or(|name| self.records[places[0]].path.is_below(name));
        let of_logs = |key| self.of_logs(self.everywhere(key)).filter(is_there).take(SHOWN);
        self.either(&keys.iter().flat_map(of_logs).collect::<Vec<_>>())
    }

    /// What a reference means in the repository that it names; nothing where that is not known.
    fn in_repository(&self, repository: &str, reference: &Reference) -> Meant<'_> {
        if !self.repositories.iter().any(|known| known == repository) {
            return Meant::default();
        }
        if let Some(file) = &reference.file {
            let whole = format!("{repository}/{file}");
            let found = ["", ".md", "/README.md", "/index.md"].into_iter();
            let mut found = found.filter_map(|ending| self.record(&RepoPath::new(format!("{whole}{ending}"))));
            if let Some(record) = found.next() {
                return Meant::of(vec![record]);
            }
            // As shown where several logs have the id: `acme/app:web/adr/0001`.
            let folder = whole.rsplit_once('/').map_or("", |(folder, _)| folder);
            let mut meant = self.anywhere(std::slice::from_ref(&reference.id.key), Some(folder));
            meant.records.retain(|record| record.path.is_below(folder));
            return meant;
        }
        let exact = std::slice::from_ref(&reference.id.key);
        let loosely = || self.anywhere(&self.looser_keys(None, &reference.id), Some(repository));
        self.anywhere(exact, Some(repository)).or_else(loosely)
    }

    /// What an id means in a log, exactly or else loosely.
    fn id_in(&self, log: Log, id: &Id) -> Meant<'_> {
        let exact = self.in_log(log, std::slice::from_ref(&id.key));
        exact.or_else(|| self.in_log(log, &self.looser_keys(Some(log), id)))
    }

    /// One set of records, or the first of each of several.
    fn either(&self, found: &[&[usize]]) -> Meant<'_> {
        match found {
            [one] => {
                let records: Vec<&Record> = one.iter().take(SAME).map(|place| &self.records[*place]).collect();
                // Words are no number: two folders may have a record of the same name.
                let is_word = |record: &Record| Id::of_path(&record.path).1 == IdKind::Slug;
                let is_apart = |record: &&Record| folder(&record.path) != folder(&records[0].path);
                let is_ambiguous = records.iter().any(is_apart) && is_word(records[0]);
                Meant { records, is_ambiguous }
            }
            _ => {
                let records = found.iter().filter_map(|places| places.first()).map(|place| &self.records[*place]);
                Meant { records: records.take(SHOWN).collect(), is_ambiguous: !found.is_empty() }
            }
        }
    }

    /// The keys that an id may mean where none is the same: the same number when one side does not say which
    /// series it belongs to, a name without its day, and a day without its name. A number of a year is no other's.
    fn looser_keys(&self, log: Option<Log>, id: &Id) -> Vec<Key> {
        let looser = self.looser.get_or_init(|| Looser::of(self));
        let keys = match &id.key {
            Key::Number { series, .. } if is_of_year(series) => return Vec::new(),
            Key::Number { number, series, part } if !series.is_empty() => {
                return vec![Key::Number { number: *number, series: String::new(), part: part.clone() }];
            }
            Key::Number { number, part, .. } => looser.numbers.get(&(log, *number, part.clone())),
            Key::Name(name) => looser.dated.get(&(log, name.clone())),
        };
        keys.into_iter().flatten().take(SHOWN).cloned().collect()
    }

    /// Whether a reference in the file at a path means a record.
    pub(crate) fn means(&self, from: &RepoPath, reference: &Reference, record: &RepoPath) -> Means {
        let meant = self.resolve(reference, Some(from));
        let is_variant = |other: &&Record| base(&other.path) == base(record);
        match meant.records.iter().any(|other| other.path == *record) {
            true if meant.records.iter().all(is_variant) => Means::It,
            true => Means::Perhaps,
            false => Means::Another,
        }
    }

    /// The records that have an id in the log that a path belongs to, or may be meant by it there.
    pub(crate) fn with_id(&self, path: &RepoPath, id: &Id) -> Vec<&Record> {
        let log = self.logs.get(self.policy.log_of(path));
        log.map(|log| self.id_in(*log, id).records).unwrap_or_default()
    }

    fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::of(self))
    }

    /// The paths of all records, read or not.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &RepoPath> {
        self.records.iter().map(|record| &record.path)
    }

    /// The record at a path, read or not.
    pub(crate) fn record(&self, path: &RepoPath) -> Option<&Record> {
        let place = self.records.binary_search_by(|record| record.path.cmp(path)).ok()?;
        Some(&self.records[place])
    }

    /// The decisions with the id of another decision, as far as they were read, in the log that its path belongs to.
    /// Where none has it, those that it may mean.
    pub(crate) fn same_id(&self, decision: &Decision) -> Vec<&Decision> {
        let Some(log) = self.logs.get(self.policy.log_of(&decision.path)) else {
            return Vec::new();
        };
        let mut found = self.places(*log, &decision.id.key).to_vec();
        if found.is_empty() {
            let keys = self.looser_keys(Some(*log), &decision.id);
            found = keys.iter().flat_map(|key| self.places(*log, key)).copied().collect();
        }
        found.into_iter().filter_map(|place| self.decision(&self.records[place])).collect()
    }

    /// The decision behind a record, when it was read.
    pub(crate) fn decision(&self, record: &Record) -> Option<&Decision> {
        record.index.map(|index| &self.decisions[index])
    }

    /// The decision at a path, when it was read.
    pub(crate) fn at(&self, path: &RepoPath) -> Option<&Decision> {
        let index = self.decisions.binary_search_by(|decision| decision.path.cmp(path)).ok()?;
        Some(&self.decisions[index])
    }

    /// Where else a quote is by its words or by its comment: in the first such quote of the same decision, which may be
    /// the quote itself, and in the decisions before it, by path.
    pub(crate) fn repeated<'a>(
        &'a self,
        decision: &Decision,
        key: &QuoteKey,
    ) -> (Option<&'a Quote>, impl Iterator<Item = (&'a Decision, &'a Quote)> + use<'a>) {
        let said = self.said.get_or_init(|| self.index_quotes());
        let places = said.get(key).map_or(&[][..], Vec::as_slice);
        let read = |(index, at): &(usize, usize)| {
            let decision = &self.decisions[*index];
            (decision, &decision.consultation.quotes[*at])
        };
        let before = places.partition_point(|place| read(place).0.path < decision.path);
        let own = places.get(before).map(read).filter(|(other, _)| other.path == decision.path);
        (own.map(|(_, quote)| quote), places[..before].iter().map(read))
    }

    /// Indexes the quotes of the log; of a decision only the first quote with a key.
    fn index_quotes(&self) -> HashMap<QuoteKey, Vec<(usize, usize)>> {
        let mut said: HashMap<QuoteKey, Vec<(usize, usize)>> = HashMap::new();
        for (index, decision) in self.decisions.iter().enumerate() {
            for (at, quote) in decision.consultation.quotes.iter().enumerate() {
                for key in QuoteKey::of_comment(quote).into_iter().chain([QuoteKey::of_words(quote)]) {
                    let places = said.entry(key).or_default();
                    if places.last().is_none_or(|(last, _)| *last != index) {
                        places.push((index, at));
                    }
                }
            }
        }
        said
    }

    /// Every id of the logs, as shown, sorted.
    pub(crate) fn ids(&self) -> &[String] {
        self.shown_ids.get_or_init(|| self.list_ids())
    }

    fn list_ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = Vec::with_capacity(self.records.len());
        for (key, places) in &self.ids {
            for record in places.iter().map(|place| &self.records[*place]) {
                ids.push(match record.index {
                    Some(index) => self.decisions[index].id.shown().to_owned(),
                    None => {
                        let id = Id::of_path(&record.path).0.text;
                        self.qualified(&id, key, &record.path, None, places).unwrap_or(id)
                    }
                });
            }
        }
        ids.sort();
        ids.dedup();
        ids
    }

    /// The records of the same log that have the same id as a decision, itself, its translations and variants left out.
    pub(crate) fn namesakes<'a>(&'a self, decision: &Decision) -> impl Iterator<Item = &'a Record> {
        let (base, own) = (base(&decision.path), folder(&decision.path).to_owned());
        let path = decision.path.clone();
        let is_word = decision.id_kind == IdKind::Slug;
        let records = self.twins(decision).iter().map(|place| &self.records[*place]);
        // Words are no number: another folder may have a record of the same name.
        let is_apart = move |record: &Record| is_word && folder(&record.path) != own;
        records.filter(move |record| record.path != path && self::base(&record.path) != base && !is_apart(record))
    }

    /// Whether two decisions have one id in one log; of words, in one folder.
    pub(crate) fn is_variant(&self, one: &Decision, other: &Decision) -> bool {
        let place = |decision: &Decision| match decision.id_kind {
            IdKind::Slug => folder(&decision.path).to_owned(),
            IdKind::Sequential | IdKind::Date => self.policy.log_of(&decision.path).to_owned(),
        };
        one.id.key == other.id.key && place(one) == place(other)
    }

    /// How many records [`Catalog::namesakes`] gives, counted without looking at each.
    pub(crate) fn count_namesakes(&self, decision: &Decision) -> usize {
        let twins = self.twins(decision);
        if twins.iter().all(|place| self.records[*place].path == decision.path) {
            return 0;
        }
        let names = self.names();
        let count = |counts: &HashMap<(Key, String), usize>, name: String| {
            counts.get(&(decision.id.key.clone(), name)).copied().unwrap_or_default()
        };
        let all = match decision.id_kind {
            IdKind::Slug => count(&names.beside, folder(&decision.path).to_owned()),
            IdKind::Sequential | IdKind::Date => twins.len(),
        };
        all - count(&names.variants, base(&decision.path))
    }

    /// Whether most records of the log that a path belongs to have a number or a day in their names.
    pub(crate) fn is_numbered(&self, path: &RepoPath) -> bool {
        let log = self.logs.get(self.policy.log_of(path));
        log.and_then(|log| self.names().kinds.get(log)).is_some_and(|(with, without)| with > without)
    }

    /// The records of the same log with the same id, as places.
    fn twins(&self, decision: &Decision) -> &[usize] {
        let log = self.logs.get(self.policy.log_of(&decision.path));
        log.map_or(&[], |log| self.places(*log, &decision.id.key))
    }
}

impl<'a> Meant<'a> {
    fn of(records: Vec<&'a Record>) -> Self {
        Self { records, is_ambiguous: false }
    }

    /// What this means, or else something different.
    fn or_else(self, other: impl FnOnce() -> Self) -> Self {
        if self.records.is_empty() { other() } else { self }
    }

    /// The record, where it can only be one.
    pub(crate) fn one(&self) -> Option<&'a Record> {
        match self.records.as_slice() {
            [record] => Some(record),
            _ => None,
        }
    }
}

impl Names {
    fn of(catalog: &Catalog) -> Self {
        let mut names = Self::default();
        for (place, record) in catalog.records.iter().enumerate() {
            let name = record.path.file_name();
            let folder = record.path.folder_name().filter(|_| is_index_name(record.path.stem()));
            let called = folder.map_or_else(|| vec![name, without_ending(name)], |folder| vec![folder]);
            let (with, without) = names.kinds.entry(record.log).or_default();
            *if Id::of_path(&record.path).1 == IdKind::Slug { without } else { with } += 1;
            for name in called {
                for log in [None, Some(record.log)] {
                    names.files.entry((log, composed(name))).or_default().push(place);
                }
            }
        }
        for (key, places) in &catalog.ids {
            for place in places {
                let path = &catalog.records[*place].path;
                *names.variants.entry((key.clone(), base(path))).or_default() += 1;
                *names.beside.entry((key.clone(), folder(path).to_owned())).or_default() += 1;
            }
        }
        names
    }
}

impl Looser {
    fn of(catalog: &Catalog) -> Self {
        let mut looser = Self::default();
        for (key, places) in &catalog.ids {
            let logs = catalog.of_logs(places).map(|of_log| Some(catalog.records[of_log[0]].log));
            for log in logs.chain([None]) {
                match key {
                    Key::Number { series, .. } if is_of_year(series) => {}
                    Key::Number { number, part, .. } => {
                        looser.numbers.entry((log, *number, part.clone())).or_default().push(key.clone());
                    }
                    Key::Name(name) => {
                        let words = beside_day(name).unwrap_or_default();
                        let day = name[..name.len() - words.len()].trim_end_matches(['-', '_']);
                        for other in [words, day].into_iter().filter(|_| !words.is_empty()) {
                            looser.dated.entry((log, other.to_owned())).or_default().push(key.clone());
                        }
                    }
                }
            }
        }
        looser
    }
}

/// The path of a record without the language or the mark that distinguishes its translations and variants.
fn base(path: &RepoPath) -> String {
    let folder = &path.as_str()[..path.as_str().len() - path.file_name().len()];
    format!("{folder}{}", base_name(path))
}

/// The folder of a record; of a record with a folder of its own, the one that this is in.
fn folder(path: &RepoPath) -> &str {
    let end = carrier(path).start;
    path.as_str()[..end].trim_end_matches('/')
}

#[cfg(test)]
mod tests;
