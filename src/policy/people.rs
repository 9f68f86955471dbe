//! Who is who: people under all their names, and the groups they belong to.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::civil::Date;
use serde::Serialize;
use ssh_key::public::KeyData;
use toml::Spanned;

use super::file::{Person, PersonKind};
use super::{Identity, Mistake};
use crate::text::{Span, visible};
use crate::vocabulary::party::{Party, mark};
use crate::vocabulary::person::{NotAPerson, Personhood, are_alike};

/// How many other names a person may have, many more than anybody has. A person is looked up under all of them.
const AKA_LIMIT: usize = 100;

/// How many keys a person may have. Each is compared with that of a signature.
const KEY_LIMIT: usize = 100;

/// The people and groups of a policy.
#[derive(Clone, Debug, Default)]
pub(crate) struct Directory {
    /// All the marks of a person, by each mark.
    people: BTreeMap<String, BTreeSet<String>>,
    /// Where the policy names a person or a group, by each mark: of somebody who has no entry, as a member of a group.
    places: BTreeMap<String, Span>,
    /// The names as written, for suggestions.
    names: Vec<String>,
    has_wide_names: bool,
    agents: BTreeSet<String>,
    /// The handle of a person, without the `@`, by each mark.
    handles: BTreeMap<String, String>,
    /// How people can be known, and the place of each by each mark.
    identities: Vec<Identity>,
    identity_of: BTreeMap<String, usize>,
    /// The name of the person who has a key.
    key_owners: BTreeMap<KeyData, String>,
    /// Members by the folded name of their group.
    groups: BTreeMap<String, Group>,
    /// The folded names of the groups that a person belongs to, by each mark of the person.
    memberships: BTreeMap<String, BTreeSet<String>>,
}

/// A key, whose it is, and the first and the last day of quotes that it signs.
type KeyPeriod<'a> = (&'a KeyData, Option<&'a str>, Option<Date>, Option<Date>);

/// A group of people.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// As written.
    pub name: String,
    /// Its people.
    pub members: Vec<Party>,
}

/// Somebody who may be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Contact {
    /// Their name, or else what they are listed under.
    pub name: String,
    /// Their handle, with the `@`, where it says more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
}

impl fmt::Display for Contact {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&visible(&self.name))?;
        match &self.handle {
            Some(handle) => write!(out, " `{}`", visible(handle)),
            None => Ok(()),
        }
    }
}

impl Directory {
    /// Joins `[people]` and `[groups]`.
    pub(super) fn new(
        people: &BTreeMap<Spanned<String>, Person>,
        groups: &BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    ) -> Result<Self, Mistake> {
        let mut directory = Self::default();
        for (key, person) in people {
            let name = key.get_ref();
            if let Some(name_beyond) = person.aka.get(AKA_LIMIT) {
                let message = format!("`{name}` has more than {AKA_LIMIT} other names");
                return Err(Mistake::new(name_beyond.span(), message).help("remove the names that no decision uses"));
            }
            let mut marks = BTreeSet::from_iter(Party::read(name, Span::default()).marks().iter().cloned());
            let spanned = person.aka.iter().chain(&person.handle).chain(&person.mail);
            for mark in spanned.clone() {
                marks.extend(Party::read(mark.get_ref(), Span::default()).marks().iter().cloned());
            }
            for mark in &marks {
                if let Some(other) = directory.people.get(mark) {
                    let span = spanned
                        .clone()
                        .find(|known| crate::vocabulary::party::mark(known.get_ref()).trim_start_matches('@') == mark)
                        .map_or_else(Default::default, Spanned::span);
                    let message = format!(
                        "`{mark}` identifies two people: `{name}` and {}",
                        crate::text::listed(other.iter().take(1).map(String::as_str))
                    );
                    return Err(Mistake::new(span, message)
                        .help("each name, handle and mail address must belong to one person"));
                }
            }
            if person.kind == PersonKind::Agent {
                directory.agents.extend(marks.iter().cloned());
            }
            let handle = person.handle.as_ref().map(|handle| handle.get_ref().trim_start_matches('@').to_owned());
            let identity = Identity::new(person)?;
            directory.add_keys(name, &identity)?;
            directory.identities.push(identity);
            for mark in &marks {
                directory.identity_of.insert(mark.clone(), directory.identities.len() - 1);
                directory.people.insert(mark.clone(), marks.clone());
                directory.places.insert(mark.clone(), key.span().into());
                directory.handles.extend(handle.iter().map(|handle| (mark.clone(), handle.clone())));
            }
            directory.names.push(name.clone());
        }
        let group_marks: BTreeSet<String> = groups.keys().map(|name| mark(name.get_ref())).collect();
        for (name, members) in groups {
            if members.is_empty() {
                let message = format!("group `{}` has no members, so nobody can speak for it", name.get_ref());
                return Err(Mistake::new(name.span(), message).help("add its members, or remove the group"));
            }
            for member in members {
                if group_marks.contains(&mark(member.get_ref())) {
                    let message = format!("`{}` is a group, but members must be people", member.get_ref());
                    return Err(Mistake::new(member.span(), message).help("list its members instead"));
                }
            }
            let group = Group {
                name: name.get_ref().clone(),
                members: members.iter().map(|member| Party::read(member.get_ref(), member.span().into())).collect(),
            };
            directory.names.extend(group.members.iter().map(Party::shown));
            let key = mark(name.get_ref());
            directory.places.insert(key.clone(), name.span().into());
            for member in &group.members {
                for mark in member.marks() {
                    directory.places.entry(mark.clone()).or_insert(member.span);
                }
            }
            for mark in directory.crowd(&group.members) {
                directory.memberships.entry(mark).or_default().insert(key.clone());
            }
            directory.groups.insert(key, group);
        }
        directory.names.sort();
        directory.names.dedup();
        let mut groups = directory.groups.values().map(|group| &group.name);
        directory.has_wide_names =
            !(directory.names.iter().all(|name| name.is_ascii()) && groups.all(|name| name.is_ascii()));
        Ok(directory)
    }

    /// Takes the keys of a person.
    fn add_keys(&mut self, name: &str, identity: &Identity) -> Result<(), Mistake> {
        if let Some(key) = identity.keys.get(KEY_LIMIT) {
            let message = format!("`{name}` has more than {KEY_LIMIT} keys");
            return Err(Mistake::new(key.text.span, message).help("remove the keys that signed no quote"));
        }
        for key in &identity.keys {
            match self.key_owners.get(&key.data) {
                Some(other) if other != name => {
                    let message = format!("this key belongs to two people: `{other}` and `{name}`");
                    return Err(Mistake::new(key.text.span, message).help("each key must belong to one person"));
                }
                _ => drop(self.key_owners.insert(key.data.clone(), name.to_owned())),
            }
        }
        Ok(())
    }

    /// The name of the person who has a key.
    pub(crate) fn key_owner(&self, key: &KeyData) -> Option<&str> {
        self.key_owners.get(key).map(String::as_str)
    }

    /// Whether another directory has every key of this one, of the same person and for the same days.
    pub(crate) fn keeps_keys(&self, other: &Self) -> bool {
        fn keys(directory: &Directory) -> BTreeSet<KeyPeriod<'_>> {
            let keys = directory.identities.iter().flat_map(|identity| &identity.keys);
            keys.map(|key| (&key.data, directory.key_owner(&key.data), key.since, key.until)).collect()
        }
        keys(self).is_subset(&keys(other))
    }

    /// Everything a party can be recognised by, with all that the policy adds.
    pub(crate) fn marks(&self, party: &Party) -> BTreeSet<String> {
        let mut marks = BTreeSet::new();
        self.add_marks(party, &mut marks);
        marks
    }

    fn add_marks(&self, party: &Party, marks: &mut BTreeSet<String>) {
        for mark in party.marks() {
            marks.extend(self.people.get(mark).into_iter().flatten().cloned());
            marks.insert(mark.clone());
        }
    }

    /// Whether a mark is one of a party's, its own or one that the policy adds.
    fn has_mark(&self, party: &Party, mark: &String) -> bool {
        party.marks().contains(mark)
            || party.marks().iter().any(|own| self.people.get(own).is_some_and(|known| known.contains(mark)))
    }

    /// Who a party is, and under which handle they are found.
    pub(crate) fn contact(&self, party: &Party) -> Contact {
        let known = || party.marks().iter().find_map(|mark| self.handles.get(mark)).cloned();
        let handle = party.handle.clone().or_else(known).map(|handle| format!("@{handle}"));
        Contact { handle: handle.filter(|handle| *handle != *party.called()), name: party.shown() }
    }

    /// How the policy says that a person can be known.
    pub(crate) fn identity(&self, party: &Party) -> Option<&Identity> {
        party.marks().iter().find_map(|mark| self.identity_of.get(mark)).map(|index| &self.identities[*index])
    }

    /// Whether two parties are the same person, under whatever name.
    pub(crate) fn same(&self, one: &Party, other: &Party) -> bool {
        // Each mark of a person of the policy leads to all of them.
        one.marks().iter().any(|mark| self.has_mark(other, mark))
    }

    /// Whether a party is among others.
    pub(crate) fn is_one_of(&self, party: &Party, others: &[Party]) -> bool {
        others.iter().any(|other| self.same(party, other))
    }

    /// Whether the policy says that this is a program.
    pub(crate) fn is_agent(&self, party: &Party) -> bool {
        party.marks().iter().any(|mark| self.agents.contains(mark))
    }

    /// Where the policy names a person or a group.
    #[cfg_attr(not(feature = "lsp"), allow(dead_code, reason = "only an editor goes there"))]
    pub(crate) fn place(&self, party: &Party) -> Option<Span> {
        party.marks().iter().find_map(|mark| self.places.get(mark)).copied()
    }

    /// The group that a party names, if it names one.
    pub(crate) fn group(&self, party: &Party) -> Option<&Group> {
        party.marks().iter().find_map(|mark| self.groups.get(mark))
    }

    /// A group by name.
    pub(crate) fn group_named(&self, name: &str) -> Option<&Group> {
        self.groups.get(&mark(name))
    }

    /// Every group, by name.
    pub(crate) fn groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.values()
    }

    /// The groups that a person belongs to.
    pub(crate) fn groups_of(&self, party: &Party) -> impl Iterator<Item = &Group> {
        let names = party.marks().iter().filter_map(|mark| self.memberships.get(mark)).flatten();
        let names: BTreeSet<&String> = names.collect();
        names.into_iter().filter_map(|name| self.groups.get(name))
    }

    /// Whether the policy knows the person.
    pub(crate) fn knows(&self, party: &Party) -> bool {
        party.marks().iter().any(|mark| self.people.contains_key(mark) || self.memberships.contains_key(mark))
    }

    /// The people that a party means: the members of the group that it names, or itself.
    pub(crate) fn people<'a>(&'a self, party: &'a Party) -> &'a [Party] {
        self.group(party).map_or(std::slice::from_ref(party), |group| &group.members)
    }

    /// The marks of all these parties and of the members of those that are groups. Made once for a
    /// list, it spares comparing everybody with everybody.
    pub(crate) fn crowd(&self, parties: &[Party]) -> BTreeSet<String> {
        let mut crowd = BTreeSet::new();
        for party in parties {
            self.add_marks(party, &mut crowd);
            for member in self.group(party).into_iter().flat_map(|group| &group.members) {
                self.add_marks(member, &mut crowd);
            }
        }
        crowd
    }

    /// Whether a party is one of a crowd. The crowd has all the marks of its people, so those that
    /// the party is written with are enough.
    pub(crate) fn is_in(&self, party: &Party, crowd: &BTreeSet<String>) -> bool {
        !crowd.is_empty() && party.marks().iter().any(|mark| crowd.contains(mark))
    }

    /// Whether a party is a person. A name that the policy lists is one whatever it looks like, unless it is listed as
    /// an agent; a group of the policy stands for its members.
    pub(crate) fn personhood(&self, party: &Party) -> Personhood {
        if self.group(party).is_some() {
            Personhood::Yes
        } else if self.is_agent(party) {
            Personhood::No(NotAPerson::Agent)
        } else if self.knows(party) {
            Personhood::Yes
        } else {
            party.personhood()
        }
    }

    /// Why a party cannot be a person, or nothing when it may be one or is a group.
    pub(crate) fn not_a_person(&self, party: &Party) -> Option<NotAPerson> {
        match self.personhood(party) {
            Personhood::No(reason) => Some(reason),
            Personhood::Yes | Personhood::Unclear(_) => None,
        }
    }

    /// Whether a party is one person: neither a group, nor a program or a thing, nor what may be a person or not, nor two
    /// people of the policy in one (`Ines Roy (@ana)`), whose quotes would count for both, nor somebody with the handle of
    /// one of them.
    pub(crate) fn is_somebody(&self, party: &Party) -> bool {
        self.personhood(party) == Personhood::Yes && self.may_be_somebody(party)
    }

    /// As [`Directory::is_somebody`], with those of whom it is unclear.
    pub(crate) fn may_be_somebody(&self, party: &Party) -> bool {
        let mut known = party.marks().iter().filter_map(|mark| self.people.get(mark));
        let one = known.next().is_none_or(|first| known.all(|other| other == first));
        one && !self.has_another_name(party)
            && self.not_a_person(party).is_none()
            && (self.group(party).is_none() || self.knows(party))
    }

    /// Whether a handle or a mail address of the policy is beside a name that is not its owner's: `Bo Lund (@ines)`.
    fn has_another_name(&self, party: &Party) -> bool {
        let known = party.marks().iter().find_map(|mark| self.people.get(mark));
        known.zip(party.name.as_deref()).is_some_and(|(known, name)| {
            !known.contains(&mark(name)) && !known.iter().any(|mark| are_alike(mark, name))
        })
    }

    /// Whether a person or a group is written with letters beyond ASCII.
    pub(crate) fn has_wide_names(&self) -> bool {
        self.has_wide_names
    }

    /// The names of all people, sorted.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }
}
