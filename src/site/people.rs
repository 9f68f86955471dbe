//! Everybody whom the log names: under one name for all the ways of writing it, with what they said.

use std::collections::BTreeSet;

use super::names::{Names, Table};
use crate::catalog::Catalog;
use crate::decision::party::Party;
use crate::decision::words::Disposition;
use crate::text::fold;

/// The people and groups of a log.
#[derive(Debug, Default)]
pub(super) struct People {
    /// By name.
    pub all: Vec<Someone>,
    /// The place of somebody by each mark.
    pub by_mark: Table<String>,
}

/// A person or a group.
#[derive(Debug, Default)]
pub(super) struct Someone {
    pub name: String,
    /// The page below `people/`, without the ending.
    pub file: String,
    /// What stands in parentheses behind the name, here or there.
    pub roles: BTreeSet<String>,
    pub is_group: bool,
    /// Decisions and the places of quotes in them.
    pub said: Vec<(usize, usize)>,
    /// Decisions and the places of states in them that say why these words are missing.
    pub silent: Vec<(usize, usize)>,
    /// Decisions that asked for their words.
    pub asked: Vec<usize>,
    /// Decisions that they made.
    pub made: Vec<usize>,
}

impl Someone {
    /// The path of their page, on a page with this way to the top.
    pub(super) fn page(&self, root: &str) -> String {
        [root, "people/", &self.file, ".html"].concat()
    }
}

impl People {
    /// Everybody whom a log names as maker, consulted or informed, and who is quoted by name.
    pub(super) fn of(catalog: &Catalog) -> Self {
        let mut people = Self::default();
        for (index, decision) in catalog.decisions.iter().enumerate() {
            for party in &decision.makers.parties {
                people.note(party, catalog, |someone| someone.made.push(index));
            }
            for party in &decision.consulted.parties {
                people.note(party, catalog, |someone| someone.asked.push(index));
            }
            for party in &decision.informed.parties {
                people.note(party, catalog, |_| {});
            }
            for quote in decision.quotes() {
                if let Some(speaker) = quote.speaker() {
                    people.note(speaker, catalog, |_| {});
                }
            }
            for (at, state) in decision.consultation.states.iter().enumerate() {
                if let Some(party) = &state.party {
                    // Whoever was asked may still answer.
                    let is_silent = matches!(state.kind, Disposition::NoAnswer | Disposition::Waived);
                    people.note(party, catalog, |someone| someone.silent.extend(is_silent.then_some((index, at))));
                }
            }
        }
        // Who speaks in a trial may be nobody by name; the others are known by now.
        for (index, decision) in catalog.decisions.iter().enumerate() {
            for (at, quote) in decision.consultation.quotes.iter().enumerate() {
                if let Some(someone) = quote.speaker().and_then(|speaker| people.find(speaker)) {
                    people.all[someone].said.push((index, at));
                }
            }
        }
        people.sorted()
    }

    /// The place of somebody, if they are known.
    pub(super) fn find(&self, party: &Party) -> Option<usize> {
        party.marks().iter().find_map(|mark| self.by_mark.get(mark)).copied()
    }

    fn note(&mut self, party: &Party, catalog: &Catalog, add: impl FnOnce(&mut Someone)) {
        let directory = &catalog.policy.directory;
        let index = match self.find(party) {
            Some(index) => {
                // By one of the marks they were found.
                if let [_, _, ..] = party.marks() {
                    for mark in party.marks() {
                        if !self.by_mark.contains_key(mark) {
                            self.by_mark.insert(mark.clone(), index);
                        }
                    }
                }
                index
            }
            None if directory.not_a_person(party).is_some() || party.marks().is_empty() => return,
            None => {
                let is_group = directory.group(party).is_some();
                self.all.push(Someone { name: party.shown(), is_group, ..Someone::default() });
                let index = self.all.len() - 1;
                for mark in directory.marks(party) {
                    self.by_mark.entry(mark).or_insert(index);
                }
                index
            }
        };
        let someone = &mut self.all[index];
        // A name says more than a handle or a mail address.
        if let Some(name) = &party.name
            && someone.name.contains('@')
        {
            someone.name.clone_from(name);
        }
        if let Some(role) = &party.role
            && !someone.roles.contains(role)
        {
            someone.roles.insert(role.clone());
        }
        add(someone);
    }

    fn sorted(mut self) -> Self {
        let mut order: Vec<usize> = (0..self.all.len()).collect();
        order.sort_by_cached_key(|index| (fold(&self.all[*index].name), *index));
        let mut places = vec![0; order.len()];
        for (place, index) in order.iter().enumerate() {
            places[*index] = place;
        }
        let mut all: Vec<Option<Someone>> = self.all.drain(..).map(Some).collect();
        let mut names = Names::default();
        self.all = order.iter().filter_map(|index| all[*index].take()).collect();
        for someone in &mut self.all {
            someone.file = names.name(&someone.name);
            someone.made.dedup();
            someone.asked.dedup();
        }
        for place in self.by_mark.values_mut() {
            *place = places[*place];
        }
        self
    }
}
