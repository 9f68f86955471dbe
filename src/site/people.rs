//! Everybody whom the log names, each with a page of their own.

use std::collections::BTreeSet;
use std::ops::Deref;

use super::names::UniqueNames;
use super::page_path;
use crate::catalog::Catalog;
pub(super) use crate::people::QuotePlace;
use crate::people::{People, PeoplePlaces, Person};
use crate::vocabulary::party::Party;

/// The people and groups of a log.
#[derive(Debug, Default)]
pub(super) struct SitePeople {
    /// By name.
    pub all: Vec<SitePerson>,
    places: PeoplePlaces,
}

/// A person or a group, with the name of the page.
#[derive(Debug)]
pub(super) struct SitePerson {
    /// The file name of the page, without the extension.
    pub file: String,
    person: Person,
}

impl Deref for SitePerson {
    type Target = Person;

    fn deref(&self) -> &Person {
        &self.person
    }
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

    /// Whether they were consulted and are never quoted.
    pub(super) fn is_silent(&self) -> bool {
        self.said.is_empty() && !self.asked.is_empty() && self.unheard.len() == self.asked.len()
    }

    /// The path of their page, on a page with this way to the top.
    pub(super) fn page(&self, root: &str) -> String {
        format!("{root}{}", page_path("people/", &self.file))
    }
}

impl SitePeople {
    /// Everybody whom a log names, with the names of their pages.
    pub(super) fn new(catalog: &Catalog) -> Self {
        let People { all, places } = People::new(catalog);
        let mut names = UniqueNames::default();
        let all = all.into_iter().map(|person| SitePerson { file: names.file_name(&person.name), person });
        Self { all: all.collect(), places }
    }

    /// The place of somebody, if they are known.
    pub(super) fn find(&self, party: &Party) -> Option<usize> {
        self.places.find(party)
    }

    /// Those who are quoted.
    pub(super) fn speakers(&self) -> impl Iterator<Item = &SitePerson> {
        self.all.iter().filter(|someone| !someone.said.is_empty())
    }
}
