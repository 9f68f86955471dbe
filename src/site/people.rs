//! Everybody whom the log names, under one name for all spellings, with their quotes.

use std::collections::{BTreeSet, HashMap};

use super::names::UniqueNames;
use super::page_path;
use crate::catalog::Catalog;
use crate::text::fold;
use crate::vocabulary::party::Party;

/// The people and groups of a log.
#[derive(Debug, Default)]
pub(super) struct SitePeople {
    /// By name.
    pub all: Vec<SitePerson>,
    /// The place of a person by each name, handle and mail address.
    by_mark: HashMap<String, usize>,
}

/// A quote of somebody.
#[derive(Clone, Copy, Debug)]
pub(super) struct QuotePlace {
    pub decision: usize,
    /// Which of the decision's quotes it is.
    pub quote: usize,
}

/// A person or a group.
#[derive(Debug, Default)]
pub(super) struct SitePerson {
    pub name: String,
    /// The file name of the page, without the extension.
    pub file: String,
    /// The roles that decisions give in parentheses.
    pub roles: BTreeSet<String>,
    pub is_group: bool,
    /// Their quotes, in the order of the decisions.
    pub said: Vec<QuotePlace>,
    /// The decisions and places of states that say whether they were asked, or why they are not quoted.
    pub stated: Vec<(usize, usize)>,
    /// The decisions that asked them, and those of these that don't quote them.
    pub asked: Vec<usize>,
    pub unheard: Vec<usize>,
    /// The decisions that they made, and those that they were informed of.
    pub made: Vec<usize>,
    pub informed: Vec<usize>,
}

impl SitePerson {
    /// The decisions that did not ask them, and say so.
    pub(super) fn waived(&self) -> impl Iterator<Item = usize> {
        let decisions = self.stated.chunk_by(|one, other| one.0 == other.0).map(|stated| stated[0].0);
        decisions.filter(|decision| self.asked.binary_search(decision).is_err())
    }

    /// Every decision that names them.
    pub(super) fn decisions(&self) -> BTreeSet<usize> {
        let said = self.said.iter().map(|said| said.decision);
        let stated = self.stated.iter().map(|(decision, _)| *decision);
        let listed = [&self.asked, &self.made, &self.informed].into_iter().flatten().copied();
        said.chain(stated).chain(listed).collect()
    }

    /// The path of their feed.
    pub(super) fn feed(&self) -> String {
        format!("people/{}.xml", self.file)
    }

    /// Whether all that is known of them is that they were informed.
    pub(super) fn is_only_informed(&self) -> bool {
        !self.informed.is_empty() && [self.said.len(), self.asked.len(), self.made.len(), self.stated.len()] == [0; 4]
    }

    /// The last state of them in a decision.
    pub(super) fn state_in(&self, decision: usize) -> Option<usize> {
        let before = &self.stated[..self.stated.partition_point(|(other, _)| *other <= decision)];
        before.last().filter(|(other, _)| *other == decision).map(|(_, at)| *at)
    }

    /// The path of their page, on a page with this way to the top.
    pub(super) fn page(&self, root: &str) -> String {
        format!("{root}{}", page_path("people/", &self.file))
    }
}

impl SitePeople {
    /// Everybody whom a log names as decision-maker, consulted or informed, and who is quoted by name.
    pub(super) fn new(catalog: &Catalog) -> Self {
        let mut people = Self::default();
        for (index, decision) in catalog.decisions.iter().enumerate() {
            for party in &decision.makers.parties {
                people.add(party, catalog, |someone| someone.made.push(index));
            }
            for (party, quote) in decision.asked(&catalog.policy.directory) {
                people.add(party, catalog, |someone| {
                    someone.asked.push(index);
                    someone.unheard.extend(Some(index).filter(|_| quote.is_none()));
                });
            }
            for party in &decision.informed.parties {
                people.add(party, catalog, |someone| someone.informed.push(index));
            }
            for quote in decision.consultation.quotes.iter().filter(|quote| quote.trial.is_none()) {
                if let Some(speaker) = quote.speaker() {
                    people.add(speaker, catalog, |_| {});
                }
            }
            for (at, state) in decision.consultation.states.iter().enumerate() {
                if let Some(party) = &state.party {
                    // What came later is no word on whether somebody was asked.
                    let is_one = state.kind.is_asking() || state.kind.stands_for_a_quote();
                    people.add(party, catalog, |someone| someone.stated.extend(is_one.then_some((index, at))));
                }
            }
        }
        people.add_quotes(catalog);
        people.sort();
        people
    }

    /// The place of somebody, if they are known.
    pub(super) fn find(&self, party: &Party) -> Option<usize> {
        party.marks().iter().find_map(|mark| self.by_mark.get(mark)).copied()
    }

    /// Those who are quoted.
    pub(super) fn speakers(&self) -> impl Iterator<Item = &SitePerson> {
        self.all.iter().filter(|someone| !someone.said.is_empty())
    }

    /// Adds a party, unless it is not a person, and what `update` notes about them.
    fn add(&mut self, party: &Party, catalog: &Catalog, update: impl FnOnce(&mut SitePerson)) {
        let directory = &catalog.policy.directory;
        let index = match self.find(party) {
            Some(index) => index,
            None if directory.not_a_person(party).is_some() || party.marks().is_empty() => return,
            None => {
                let is_group = directory.group(party).is_some();
                self.all.push(SitePerson { name: party.shown(), is_group, ..SitePerson::default() });
                for mark in directory.marks(party) {
                    self.by_mark.entry(mark).or_insert(self.all.len() - 1);
                }
                self.all.len() - 1
            }
        };
        for mark in party.marks() {
            self.by_mark.entry(mark.clone()).or_insert(index);
        }
        let someone = &mut self.all[index];
        // A name says more than a handle or a mail address.
        if let Some(name) = &party.name
            && someone.name.contains('@')
        {
            someone.name.clone_from(name);
        }
        someone.roles.extend(party.role.clone());
        update(someone);
    }

    /// Adds the quotes, once everybody is known: a speaker in a trial may be known by another decision only.
    fn add_quotes(&mut self, catalog: &Catalog) {
        for (decision, text) in catalog.decisions.iter().enumerate() {
            let quotes = text.consultation.quotes.iter().enumerate();
            for (quote, speaker) in quotes.filter_map(|(quote, words)| Some((quote, words.speaker()?))) {
                if let Some(someone) = self.find(speaker) {
                    self.all[someone].said.push(QuotePlace { decision, quote });
                }
            }
        }
    }

    /// Sorts the people by name, and names their pages.
    fn sort(&mut self) {
        let mut sorted: Vec<(usize, SitePerson)> = std::mem::take(&mut self.all).into_iter().enumerate().collect();
        sorted.sort_by_cached_key(|(_, someone)| fold(&someone.name));
        let mut places = vec![0; sorted.len()];
        let mut names = UniqueNames::default();
        for (old, mut someone) in sorted {
            places[old] = self.all.len();
            someone.file = names.file_name(&someone.name);
            someone.made.dedup();
            someone.informed.dedup();
            someone.asked.dedup();
            someone.unheard.dedup();
            self.all.push(someone);
        }
        for place in self.by_mark.values_mut() {
            *place = places[*place];
        }
    }
}
