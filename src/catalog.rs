//! The log as a whole: its decisions, the names of all records, the policy and the day. A gate
//! reads few of the records and knows the others by name alone.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use jiff::civil::Date;

use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::policy::Policy;
use crate::text::{RepoPath, fold};
use crate::vocabulary::id::{Id, Key, translation};

/// A log that has been read.
#[derive(Debug)]
pub(crate) struct Catalog {
    /// The decisions that were read, by path.
    pub decisions: Vec<Decision>,
    /// The policy that applies to them.
    pub policy: Policy,
    /// Today's date, for everything that expires.
    pub today: Date,
    /// The records by id, read or not.
    records: BTreeMap<Key, Vec<Record>>,
    /// For the folded words of a quote, the decisions that have them, each with the first of its quotes. Made when first
    /// needed; only looked up, never iterated.
    said: OnceLock<HashMap<String, Vec<(usize, usize)>>>,
}

/// A record of the log, known by name.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    /// Its path.
    pub path: RepoPath,
    /// Its place among the decisions that were read.
    index: Option<usize>,
}

impl Catalog {
    /// Joins decisions that were read with the paths of those that were not.
    pub(crate) fn new(
        mut decisions: Vec<Decision>,
        unread: impl IntoIterator<Item = RepoPath>,
        policy: Policy,
        today: Date,
    ) -> Self {
        decisions.sort_by(|one, other| one.path.cmp(&other.path));
        let mut records: BTreeMap<Key, Vec<Record>> = BTreeMap::new();
        for (index, decision) in decisions.iter().enumerate() {
            let record = Record { path: decision.path.clone(), index: Some(index) };
            records.entry(decision.id.key.clone()).or_default().push(record);
        }
        for path in unread {
            if decisions.binary_search_by(|decision| decision.path.cmp(&path)).is_err() {
                let key = Id::of_path(&path).0.key;
                records.entry(key).or_default().push(Record { path, index: None });
            }
        }
        for same in records.values_mut() {
            same.sort_by(|one, other| one.path.cmp(&other.path));
        }
        Self { decisions, policy, today, records, said: OnceLock::new() }
    }

    /// Every record that an id may mean: the same id, or the same number when one side does not
    /// say which series it belongs to.
    pub(crate) fn resolve(&self, id: &Id) -> Vec<&Record> {
        if let Some(records) = self.records.get(&id.key) {
            return records.iter().collect();
        }
        match &id.key {
            Key::Number { series, number } => self
                .records
                .iter()
                .filter(|(key, _)| match key {
                    Key::Number { series: other, number: same } => {
                        number == same && (series.is_empty() || other.is_empty())
                    }
                    Key::Name(_) => false,
                })
                .flat_map(|(_, records)| records)
                .collect(),
            // A slug without its day.
            Key::Name(name) => self
                .records
                .iter()
                .filter(|(key, _)| match key {
                    Key::Name(other) => other.strip_suffix(name.as_str()).is_some_and(|day| {
                        day.ends_with('-') && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
                    }),
                    Key::Number { .. } => false,
                })
                .flat_map(|(_, records)| records)
                .collect(),
        }
    }

    /// The decision behind a record, when it was read.
    pub(crate) fn decision(&self, record: &Record) -> Option<&Decision> {
        record.index.map(|index| &self.decisions[index])
    }

    /// The decisions that an id means, as far as they were read.
    pub(crate) fn find(&self, id: &Id) -> Vec<&Decision> {
        self.resolve(id).into_iter().filter_map(|record| self.decision(record)).collect()
    }

    /// The decision at a path, when it was read.
    pub(crate) fn at(&self, path: &RepoPath) -> Option<&Decision> {
        let index = self.decisions.binary_search_by(|decision| decision.path.cmp(path)).ok()?;
        Some(&self.decisions[index])
    }

    /// Where else the words of a quote are: in the first such quote of the same decision, which may be the quote itself,
    /// and in the decisions before it, by path.
    pub(crate) fn repeated<'a>(
        &'a self,
        decision: &Decision,
        quote: &Quote,
    ) -> (Option<&'a Quote>, impl Iterator<Item = (&'a Decision, &'a Quote)>) {
        let said = self.said.get_or_init(|| self.index_words());
        let places = said.get(&fold(&quote.words)).map_or(&[][..], Vec::as_slice);
        let read = |(index, at): &(usize, usize)| {
            let decision = &self.decisions[*index];
            (decision, &decision.consultation.quotes[*at])
        };
        let before = places.partition_point(|place| read(place).0.path < decision.path);
        let own = places.get(before).map(read).filter(|(other, _)| other.path == decision.path);
        (own.map(|(_, quote)| quote), places[..before].iter().map(read))
    }

    /// Indexes the quotes of the log by their words; of a decision only the first quote with the same words.
    fn index_words(&self) -> HashMap<String, Vec<(usize, usize)>> {
        let mut said: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (index, decision) in self.decisions.iter().enumerate() {
            for (at, quote) in decision.consultation.quotes.iter().enumerate() {
                let places = said.entry(fold(&quote.words)).or_default();
                if places.last().is_none_or(|(last, _)| *last != index) {
                    places.push((index, at));
                }
            }
        }
        said
    }

    /// Every id of the log, as written in the names of the files, sorted.
    pub(crate) fn ids(&self) -> Vec<String> {
        let records = self.records.values().flatten();
        let mut ids: Vec<String> = records.map(|record| Id::of_path(&record.path).0.text).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    /// The records that carry the same id as a decision, itself and its translations left out.
    pub(crate) fn namesakes(&self, decision: &Decision) -> Vec<&Record> {
        let base = |path: &RepoPath| {
            let stem = path.stem();
            let name = translation(stem).map_or(stem, |(name, _)| name).to_owned();
            (path.as_str().rsplit_once('/').map(|(folder, _)| folder.to_owned()), name)
        };
        self.records
            .get(&decision.id.key)
            .into_iter()
            .flatten()
            .filter(|record| record.path != decision.path && base(&record.path) != base(&decision.path))
            .collect()
    }
}
