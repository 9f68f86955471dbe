//! What may stand at a place of the command line, as far as the repository knows it. It is read while somebody types:
//! names of files and headers say enough, and no body is read.

use std::collections::BTreeMap;

use super::workspace::{State, Workspace};
use super::{Error, Global};
use crate::decision::id::Id;
use crate::decision::words::{Disposition, StatusKind};
use crate::text::fold;
use crate::{decision, rules};

/// What a place takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A disposition.
    Answer,
    /// An id of the log.
    Id,
    /// A person, or a group.
    Person,
    /// A rule.
    Rule,
    /// A status.
    Status,
}

/// All that may stand at a place, in order.
pub(super) fn values(global: &Global, kind: Kind) -> Result<Vec<String>, Error> {
    let words = |word: &str| word.to_lowercase();
    match kind {
        Kind::Rule => Ok(rules::ids().into_iter().map(str::to_owned).collect()),
        Kind::Status => Ok(StatusKind::ALL.iter().map(|kind| kind.word().to_owned()).collect()),
        Kind::Answer => {
            let answers = Disposition::ALL.iter().filter(|kind| !kind.is_state());
            Ok(answers.map(|kind| words(kind.word())).collect())
        }
        Kind::Id => {
            let workspace = Workspace::open(global)?;
            let log = workspace.log(State::WorkTree, &[])?;
            let mut ids: Vec<String> = log.paths().map(|path| Id::of_path(path).0.text).collect();
            ids.sort();
            ids.dedup();
            Ok(ids)
        }
        Kind::Person => people(global),
    }
}

/// Whom the policy and the headers of the log name.
fn people(global: &Global) -> Result<Vec<String>, Error> {
    let workspace = Workspace::open(global)?;
    let log = workspace.log(State::WorkTree, &[])?;
    let directory = &log.policy.directory;
    let mut people: BTreeMap<String, String> = BTreeMap::new();
    let mut add = |name: String| {
        people.entry(fold(&name)).or_insert(name);
    };
    for group in directory.groups() {
        add(group.name.clone());
        group.members.iter().for_each(|member| add(member.shown()));
    }
    for bytes in log.texts() {
        let named = decision::named(&bytes);
        named.iter().filter(|party| directory.is_somebody(party)).for_each(|party| add(party.shown()));
    }
    Ok(people.into_values().collect())
}
