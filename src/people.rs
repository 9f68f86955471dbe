//! Everybody whom the log names, under one name for all spellings, with their quotes. Every count of people is made here.

use std::collections::{BTreeSet, HashMap};

use crate::catalog::Catalog;
use crate::decision::consultation::Quote;
use crate::text::fold;
use crate::vocabulary::party::Party;

/// The people and groups of a log.
#[derive(Debug, Default)]
pub(crate) struct People {
    /// By name.
    pub all: Vec<Person>,
    /// Where each is.
    pub places: PeoplePlaces,
}

/// The place of a person by each name, handle and mail address.
#[derive(Debug, Default)]
pub(crate) struct PeoplePlaces(HashMap<String, usize>);

impl PeoplePlaces {
    /// The place of somebody, if they are known.
    pub(crate) fn find(&self, party: &Party) -> Option<usize> {
        party.marks().iter().find_map(|mark| self.0.get(mark)).copied()
    }
}

/// A quote of somebody.
#[derive(Clone, Copy, Debug)]
pub(crate) struct QuotePlace {
    pub decision: usize,
    /// Which of the decision's quotes it is.
    pub quote: usize,
}

impl QuotePlace {
    /// The quote.
    pub(crate) fn quote(self, catalog: &Catalog) -> &Quote {
        &catalog.decisions[self.decision].consultation.quotes[self.quote]
    }
}

/// A person or a group.
#[derive(Debug, Default)]
#[cfg_attr(not(feature = "site"), allow(dead_code, reason = "only a site shows all that is known of somebody"))]
pub(crate) struct Person {
    pub name: String,
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

impl Person {
    /// How many decisions quote them.
    pub(crate) fn quoting_decisions(&self) -> usize {
        // The quotes are in the order of the decisions.
        self.said.chunk_by(|one, other| one.decision == other.decision).count()
    }

    /// How many of their quotes are answered.
    pub(crate) fn answered(&self, catalog: &Catalog) -> usize {
        self.said.iter().filter(|said| said.quote(catalog).is_answered()).count()
    }
}

impl People {
    /// Everybody whom a log names as decision-maker, consulted or informed, and who is quoted by name.
    pub(crate) fn new(catalog: &Catalog) -> Self {
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

    /// Those who are quoted.
    pub(crate) fn speakers(&self) -> impl Iterator<Item = &Person> {
        self.all.iter().filter(|someone| !someone.said.is_empty())
    }

    /// Adds a party, unless it is not a person, and what `update` notes about them.
    fn add(&mut self, party: &Party, catalog: &Catalog, update: impl FnOnce(&mut Person)) {
        let directory = &catalog.policy.directory;
        let index = match self.places.find(party) {
            Some(index) => index,
            None if directory.not_a_person(party).is_some() || party.marks().is_empty() => return,
            None => {
                let is_group = directory.group(party).is_some();
                self.all.push(Person { name: party.shown(), is_group, ..Person::default() });
                for mark in directory.marks(party) {
                    self.places.0.entry(mark).or_insert(self.all.len() - 1);
                }
                self.all.len() - 1
            }
        };
        for mark in party.marks() {
            self.places.0.entry(mark.clone()).or_insert(index);
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
                if let Some(someone) = self.places.find(speaker) {
                    self.all[someone].said.push(QuotePlace { decision, quote });
                }
            }
        }
    }

    /// Sorts the people by name.
    fn sort(&mut self) {
        let mut sorted: Vec<(usize, Person)> = std::mem::take(&mut self.all).into_iter().enumerate().collect();
        sorted.sort_by_cached_key(|(_, someone)| fold(&someone.name));
        let mut places = vec![0; sorted.len()];
        for (old, mut someone) in sorted {
            places[old] = self.all.len();
            someone.made.dedup();
            someone.informed.dedup();
            someone.asked.dedup();
            someone.unheard.dedup();
            self.all.push(someone);
        }
        for place in self.places.0.values_mut() {
            *place = places[*place];
        }
    }
}
