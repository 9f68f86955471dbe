//! Everybody whom the log names: under one name for all the ways of writing it, with what they said.

use std::collections::BTreeSet;

use super::names::{Names, Table};
use crate::catalog::Catalog;
use crate::decision::Decision;
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
    /// The places of those whom the decisions name, one decision behind the other, and where each decision begins.
    places: Vec<Option<usize>>,
    starts: Vec<usize>,
}

/// Whom a decision names: for each of its lists the places of those who stand there, none where that is nobody. It
/// takes long to look somebody up by name, so each is looked up once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whom<'a> {
    pub makers: &'a [Option<usize>],
    pub consulted: &'a [Option<usize>],
    pub informed: &'a [Option<usize>],
    /// Who said each of the quotes.
    pub speakers: &'a [Option<usize>],
}

/// Somebody's words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    pub decision: usize,
    /// Which of the decision's quotes they are.
    pub quote: usize,
    /// Their number on the decision's page: only quotes of somebody are counted, from 1.
    pub number: usize,
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
    /// What is quoted of them, in the order of the decisions.
    pub said: Vec<Said>,
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
            people.starts.push(people.places.len());
            for party in &decision.makers.parties {
                let place = people.note(party, catalog, |someone| someone.made.push(index));
                people.places.push(place);
            }
            for party in &decision.consulted.parties {
                let place = people.note(party, catalog, |someone| someone.asked.push(index));
                people.places.push(place);
            }
            for party in &decision.informed.parties {
                let place = people.note(party, catalog, |_| {});
                people.places.push(place);
            }
            for quote in &decision.consultation.quotes {
                let speaker = quote.speaker().filter(|_| quote.trial.is_none());
                let place = speaker.and_then(|speaker| people.note(speaker, catalog, |_| {}));
                people.places.push(place);
            }
            for (at, state) in decision.consultation.states.iter().enumerate() {
                if let Some(party) = &state.party {
                    // Whoever was asked may still answer.
                    let is_silent = matches!(state.kind, Disposition::NoAnswer | Disposition::Waived);
                    people.note(party, catalog, |someone| someone.silent.extend(is_silent.then_some((index, at))));
                }
            }
        }
        people.listen(catalog);
        people.sorted()
    }

    /// Notes who said what. Who speaks in a trial may be nobody by name, and so may who is listed by what is a handle
    /// elsewhere; the others are known by now.
    fn listen(&mut self, catalog: &Catalog) {
        let mut places = std::mem::take(&mut self.places);
        let mut rest = places.iter_mut();
        for (index, decision) in catalog.decisions.iter().enumerate() {
            let listed = [&decision.makers, &decision.consulted, &decision.informed];
            for (party, place) in listed.into_iter().flat_map(|list| &list.parties).zip(rest.by_ref()) {
                *place = place.or_else(|| self.find(party));
            }
            let mut number = 0;
            for ((quote, words), place) in decision.consultation.quotes.iter().enumerate().zip(rest.by_ref()) {
                let Some(speaker) = words.speaker() else { continue };
                number += 1;
                *place = place.or_else(|| self.find(speaker));
                if let Some(someone) = *place {
                    self.all[someone].said.push(Said { decision: index, quote, number });
                }
            }
        }
        self.places = places;
    }

    /// Whom a decision names, by its place in the catalog.
    pub(super) fn whom(&self, index: usize, decision: &Decision) -> Whom<'_> {
        let (makers, rest) = self.places[self.starts[index]..].split_at(decision.makers.parties.len());
        let (consulted, rest) = rest.split_at(decision.consulted.parties.len());
        let (informed, rest) = rest.split_at(decision.informed.parties.len());
        Whom { makers, consulted, informed, speakers: &rest[..decision.consultation.quotes.len()] }
    }

    /// The place of somebody, if they are known.
    pub(super) fn find(&self, party: &Party) -> Option<usize> {
        party.marks().iter().find_map(|mark| self.by_mark.get(mark)).copied()
    }

    /// Notes somebody, with what there is to add; their place, unless it is nobody.
    fn note(&mut self, party: &Party, catalog: &Catalog, add: impl FnOnce(&mut Someone)) -> Option<usize> {
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
            None if directory.not_a_person(party).is_some() || party.marks().is_empty() => return None,
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
        Some(index)
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
        for place in self.by_mark.values_mut().chain(self.places.iter_mut().flatten()) {
            *place = places[*place];
        }
        self
    }
}
