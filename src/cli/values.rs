//! Completes values that only the repository knows. It runs at each Tab, so it reads file names and headers, and no
//! body; what can't be read completes nothing.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsStr;
use std::path::PathBuf;

use clap::ColorChoice;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};

use super::workspace::{State, Workspace};
use super::{Error, Global, schema};
use crate::text::{fold, visible};
use crate::vocabulary::id::Id;
use crate::vocabulary::words::{Disposition, StatusKind};
use crate::{decision, rules};

/// A decision of the log.
pub(super) fn id() -> ArgValueCompleter {
    completer(|| ids().unwrap_or_default())
}

/// A person or a group.
pub(super) fn person() -> ArgValueCompleter {
    completer(|| people().unwrap_or_default())
}

/// A decision, a person or a group.
pub(super) fn id_or_person() -> ArgValueCompleter {
    completer(|| {
        let mut values = ids().unwrap_or_default();
        values.extend(people().unwrap_or_default());
        values
    })
}

/// A rule.
pub(super) fn rule() -> ArgValueCompleter {
    completer(|| rules::ids().into_iter().map(str::to_owned).collect())
}

/// A status.
pub(super) fn status() -> ArgValueCompleter {
    completer(|| StatusKind::ALL.iter().map(|kind| kind.word().to_owned()).collect())
}

/// What can be done about a concern.
pub(super) fn disposition() -> ArgValueCompleter {
    completer(|| {
        let answers = Disposition::ALL.iter().filter(|kind| !kind.is_state());
        answers.map(|kind| kind.word().to_lowercase()).collect()
    })
}

/// A schema.
pub(super) fn schema() -> ArgValueCompleter {
    completer(|| schema::names().map(str::to_owned).collect())
}

/// Completes those of some values that start with what was typed; zeros before a number need not be.
fn completer(values: fn() -> Vec<String>) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| {
        let typed = unquoted(&typed.to_string_lossy()).to_lowercase();
        let starts = |value: &str| value.to_lowercase().starts_with(&typed);
        let is_meant = |value: &String| starts(value) || starts(value.trim_start_matches('0'));
        let values = values().into_iter().filter(|value| is_safe(value) && is_meant(value));
        values.map(CompletionCandidate::new).collect()
    })
}

/// Whether a value can be shown and inserted as it is: without hidden and control characters, and without what bash
/// would run. Readline quotes a value, except for a `$` or a backtick that may be meant as an expansion, and for a `!`
/// within quotes.
fn is_safe(value: &str) -> bool {
    !value.is_empty() && visible(value) == value && !value.contains(['\t', '\n', '\r', '$', '`', '!'])
}

/// A word as most shells pass it, without the quote before it and the backslashes in it.
fn unquoted(typed: &str) -> String {
    typed.strip_prefix(['"', '\'']).unwrap_or(typed).replace('\\', "")
}

fn ids() -> Result<Vec<String>, Error> {
    let workspace = Workspace::open(&global())?;
    let log = workspace.log(State::WorkTree, &[])?;
    let mut ids: Vec<String> = log.paths().map(|path| Id::of_path(path).0.text).collect();
    ids.sort();
    ids.dedup();
    Ok(ids)
}

/// The people whom the policy and the headers of the log name.
fn people() -> Result<Vec<String>, Error> {
    let workspace = Workspace::open(&global())?;
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
        let named = decision::named(&bytes, &log.policy.words);
        named.iter().filter(|party| directory.may_be_somebody(party)).for_each(|party| add(party.shown()));
    }
    Ok(people.into_values().collect())
}

/// The options of the command line that is being typed: a `-C` before the cursor.
fn global() -> Global {
    let words: Vec<_> = env::args_os().skip(2).collect();
    let at = words.iter().position(|word| word == "-C");
    let directory = at.and_then(|at| words.get(at + 1)).map(|word| PathBuf::from(unquoted(&word.to_string_lossy())));
    Global { directory, color: ColorChoice::Never, today: None }
}
