//! What the commands that write decisions share: finding the decision, editing it, and writing it.

use std::io::Write;

use super::new::{areas, governed};
use super::workspace::{State, Workspace, find};
use super::writes::Writes;
use super::{Error, question};
use crate::ask;
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::decision::consultation::Quote;
use crate::edit::{self, Edit};
use crate::facts::frozen;
use crate::log;
use crate::policy::{Area, Directory, Policy};
use crate::snapshot::{Listed, Source};
use crate::text::{Span, listed, nearest, shell, shortened, visible};
use crate::vocabulary::id::Id;
use crate::vocabulary::party::Party;
use crate::vocabulary::words::StatusKind;

/// The decision with an ID, a file name or a path; an error if there are several.
pub(super) fn one<'a>(catalog: &'a Catalog, id: &str) -> Result<&'a Decision, Error> {
    let decisions = find(catalog, id)?;
    match decisions.as_slice() {
        [decision] => Ok(decision),
        _ => Err(Error::Usage(format!(
            "`{}` is ambiguous: {}\n  = help: pass the path of the file; `heard renumber` fixes an ID that is used twice in a log",
            visible(id),
            listed(decisions.iter().map(|decision| decision.path.as_str()))
        ))),
    }
}

/// The decision with an ID; without one, a prompt offers a choice.
pub(super) fn one_or_ask<'a>(
    catalog: &'a Catalog,
    id: Option<&str>,
    question: &str,
    is_offered: impl Fn(&Decision) -> bool,
) -> Result<&'a Decision, Error> {
    match id {
        Some(id) => one(catalog, id),
        None => question::decision(catalog, question, is_offered),
    }
}

/// The index of the quote of a person: of those that may be meant, the only one, or the one with a number from 1.
pub(super) fn quote_of(
    person: &str,
    nth: Option<usize>,
    decision: &Decision,
    directory: &Directory,
    may_be_meant: impl Fn(&Quote) -> bool,
) -> Result<usize, Error> {
    let party = Party::read(person, Span::default());
    let quotes = &decision.consultation.quotes;
    let is_theirs = |at: &usize| quotes[*at].speaker().is_some_and(|speaker| directory.same(speaker, &party));
    let theirs: Vec<usize> = (0..quotes.len()).filter(is_theirs).collect();
    let shown = visible(person);
    if let Some(nth) = nth {
        return theirs
            .get(nth.wrapping_sub(1))
            .copied()
            .ok_or_else(|| Error::Usage(format!("`{}` has {} quotes from `{shown}`", decision.path, theirs.len())));
    }
    if theirs.is_empty() {
        let speakers: Vec<String> = quotes.iter().filter_map(|quote| quote.speaker()).map(Party::shown).collect();
        let near = nearest(&party.shown(), speakers.iter().map(String::as_str));
        let near = near.map(|near| format!("did you mean `{}`? otherwise ", visible(near)));
        return Err(Error::Usage(format!(
            "`{}` has no quote from `{shown}`\n  = help: {}add one with `heard quote {} {}`",
            decision.path,
            near.unwrap_or_default(),
            decision.id,
            shell(person)
        )));
    }
    let meant: Vec<usize> = theirs.iter().copied().filter(|at| may_be_meant(&quotes[*at])).collect();
    match (meant.as_slice(), theirs.as_slice()) {
        ([quote], _) | ([], [quote]) => Ok(*quote),
        _ => {
            let several = theirs
                .iter()
                .enumerate()
                .map(|(index, at)| format!("\n  = help: `--nth {}` for {}", index + 1, shortened(&quotes[*at].words)));
            let several: String = several.collect();
            Err(Error::Usage(format!("`{shown}` is quoted {} times{several}", theirs.len())))
        }
    }
}

/// The people who have neither been quoted nor asked.
pub(super) fn unheard(workspace: &Workspace, decision: &Decision, policy: &Policy) -> Result<Vec<Party>, Error> {
    Ok(ask::unheard(decision, &areas_of(workspace, decision, policy)?, policy))
}

/// The areas of the paths that a decision governs.
pub(super) fn areas_of<'a>(
    workspace: &Workspace,
    decision: &Decision,
    policy: &'a Policy,
) -> Result<Vec<&'a Area>, Error> {
    let source = workspace.source(State::WorkTree)?;
    let globs: Vec<&str> = decision.governs.iter().map(|glob| glob.value.as_str()).collect();
    Ok(areas(policy, &governed(&source, policy, &globs)))
}

/// The log that the gate would compare a decision with, as far as it has that decision: the record at its path, or else
/// those with its ID.
pub(super) fn earlier(workspace: &Workspace, catalog: &Catalog, decision: &Decision) -> Result<Catalog, Error> {
    let policy = &catalog.policy;
    let mut decisions = Vec::new();
    if let Some(start) = workspace.start(&policy.base)? {
        let source = Source::Tree(workspace.repo()?.tree(start)?);
        let mut listed: Vec<Listed> = source.find(&decision.path)?.into_iter().collect();
        if listed.is_empty() {
            listed = log::records(&source, policy)?;
            listed.retain(|listed| Id::of_path(&listed.path).0.key == decision.id.key);
        }
        decisions = log::read_records(&source, &listed, policy)?;
    }
    Ok(Catalog::new(decisions, [], policy.clone(), catalog.today))
}

/// Whether a decision is still open.
pub(super) fn is_open(decision: &Decision) -> bool {
    matches!(decision.kind(), None | Some(StatusKind::Proposed))
}

/// Applies edits one after the other.
pub(super) fn edited(decision: &Decision, edits: &[Edit<'_>], policy: &Policy) -> Result<Decision, Error> {
    let mut after = decision.clone();
    for edit in edits {
        after = edit::apply(&after, *edit, &policy.words)
            .map_err(|refusal| Error::Usage(format!("can't edit `{}`: {refusal}", decision.path)))?;
    }
    Ok(after)
}

/// The log with some decisions changed.
pub(super) fn with_changes(catalog: &Catalog, changed: Vec<Decision>) -> Catalog {
    let before = catalog.decisions.iter().cloned();
    Catalog::new(merged(changed, before), [], catalog.policy.clone(), catalog.today)
}

/// The same, of a log that nobody needs as it was.
#[cfg(any(feature = "lsp", feature = "serve"))]
pub(super) fn replaced(catalog: Catalog, changed: Vec<Decision>) -> Catalog {
    let Catalog { decisions, policy, today, .. } = catalog;
    Catalog::new(merged(changed, decisions), [], policy, today)
}

fn merged(mut changed: Vec<Decision>, before: impl IntoIterator<Item = Decision>) -> Vec<Decision> {
    changed.extend(before);
    // The sort is stable, so a changed decision comes before the one that it was.
    changed.sort_by(|one, other| one.path.cmp(&other.path));
    changed.dedup_by(|other, one| one.path == other.path);
    changed
}

/// Whether `consulted` names a person, or a group that they belong to.
pub(super) fn is_listed(decision: &Decision, party: &Party, directory: &Directory) -> bool {
    let parties = &decision.consulted.parties;
    directory.is_one_of(party, parties)
        || parties.iter().any(|listed| directory.is_one_of(party, directory.people(listed)))
}

/// Writes an edited decision, and warns if the gate would reject the change.
pub(super) fn write(
    workspace: &Workspace,
    before: &Decision,
    after: &Decision,
    policy: &Policy,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let mut writes = Writes::new(workspace);
    writes.change(&before.path, &before.text, &after.text);
    writes.commit()?;
    warn(before, after, policy, &|_, _| false, out)
}

/// Warns if the gate would reject a change. Its links may follow a file that moves.
pub(super) fn warn(
    before: &Decision,
    after: &Decision,
    policy: &Policy,
    follows: frozen::Follows<'_>,
    out: &mut dyn Write,
) -> Result<(), Error> {
    if before.is_accepted() && before.text != after.text {
        for edit in frozen::edits(before, after, &policy.directory, follows) {
            let what = visible(&edit.what);
            writeln!(
                out,
                "warning: this changes {what} in `{}`, which is accepted; the gate rejects that (`accepted-edited`)",
                before.path
            )?;
        }
    }
    Ok(())
}
