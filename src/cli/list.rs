//! `heard list`: the decisions of the log.

use std::io::Write;
use std::path::PathBuf;

use jiff::civil::Date;

use super::bundles::From;
use super::output::ValueFormat;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome, values, width};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::render::record;
use crate::report::record::{Record, is_broken};
use crate::text::{Span, fold, nearest, visible};
use crate::vocabulary::party::Party;
use crate::who::Subject;

/// List decisions
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard list
  heard list --status accepted --person \"Ines Roy\"
  heard list --governs infra/paging/rota.yml   decisions that cover a path
  heard list --since 2026-01-01 --tag on-call
  heard list --format json")]
pub(super) struct Arguments {
    #[command(flatten)]
    filter: Filter,
    /// Read the log from a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    #[command(flatten)]
    from: From,
    #[command(flatten)]
    format: ValueFormat,
}

/// Which decisions are meant.
#[derive(Debug, clap::Args)]
pub(super) struct Filter {
    /// Only decisions with this status
    #[arg(long, value_name = "STATUS", add = values::status())]
    status: Option<String>,
    /// Only decisions that name this person (decision-maker, consulted, informed or quoted)
    #[arg(long, value_name = "PERSON", add = values::person())]
    person: Option<String>,
    /// Only decisions with this tag
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// Only decisions that cover this path, or a path in this directory
    #[arg(long, value_name = "PATH", alias = "path")]
    governs: Option<PathBuf>,
    /// Only decisions of this date or later (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Only decisions of this date or earlier (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let state = self.rev.as_deref().map_or(State::WorkTree, State::Rev);
        let catalog = self.from.catalog(global, &workspace, state)?;
        let decisions = self.filter.of(&catalog, &workspace, state, &self.from)?;
        let policy = &catalog.policy;
        let records = || decisions.iter().map(|decision| Record::of(decision, policy)).collect::<Vec<_>>();
        let human = || {
            let mut table = record::table(&decisions, &catalog, width());
            if decisions.iter().any(|decision| is_broken(decision)) {
                table.push_str("\n! could not be read completely; `heard check` shows why\n");
            }
            table
        };
        self.format.write(records, human, out)
    }
}

impl Filter {
    /// The selected decisions. A value that none of them has is an error, not an empty result.
    pub(super) fn of<'a>(
        &self,
        catalog: &'a Catalog,
        workspace: &Workspace,
        state: State<'_>,
        from: &From,
    ) -> Result<Vec<&'a Decision>, Error> {
        let person = self.person.as_deref().map(|name| person(name, catalog)).transpose()?;
        let subject = match &self.governs {
            Some(path) => Some(from.subject(workspace, path, workspace.commit(state)?)?),
            None => None,
        };
        if let Some(subject) = &subject {
            from.check(subject, catalog)?;
        }
        if let Some(status) = &self.status {
            let known = catalog.policy.words.statuses.keys().map(String::as_str);
            let used = catalog.decisions.iter().filter_map(|decision| decision.status.as_ref());
            check_known("no status is", status, known.chain(used.map(|status| status.word.as_str())))?;
        }
        if let Some(tag) = &self.tag {
            let used = catalog.decisions.iter().flat_map(|decision| &decision.tags);
            check_known("no decision is tagged", tag, used.map(|tag| tag.value.as_str()))?;
        }
        let decisions = catalog.decisions.iter();
        Ok(decisions.filter(|decision| self.includes(decision, person.as_ref(), subject.as_ref(), catalog)).collect())
    }

    fn includes(
        &self,
        decision: &Decision,
        person: Option<&Party>,
        subject: Option<&Subject>,
        catalog: &Catalog,
    ) -> bool {
        let status = |wanted: &String| {
            let known = catalog.policy.words.statuses.get(&fold(wanted)).copied();
            decision
                .status
                .as_ref()
                .is_some_and(|status| (known.is_some() && status.kind == known) || fold(&status.word) == fold(wanted))
        };
        let is_named = |person: &Party| parties(decision).any(|party| catalog.policy.directory.same(party, person));
        let tag = |wanted: &String| decision.tags.iter().any(|tag| fold(&tag.value) == fold(wanted));
        let day = decision.date.as_ref().and_then(|day| day.date);
        self.status.as_ref().is_none_or(status)
            && self.tag.as_ref().is_none_or(tag)
            && self.since.is_none_or(|since| day.is_some_and(|day| day >= since))
            && self.until.is_none_or(|until| day.is_some_and(|day| day <= until))
            && person.is_none_or(is_named)
            && subject.is_none_or(|subject| subject.is_governed(decision))
    }
}

/// Everybody whom a decision names.
fn parties(decision: &Decision) -> impl Iterator<Item = &Party> {
    let listed = [&decision.makers, &decision.consulted, &decision.informed];
    let speakers = decision.consultation.quotes.iter().filter_map(|quote| quote.speaker());
    speakers.chain(listed.into_iter().flat_map(|people| &people.parties))
}

/// The person or group that a name of the command line means.
pub(super) fn person(name: &str, catalog: &Catalog) -> Result<Party, Error> {
    known_or_near(name, catalog).map_err(|near| unknown("no decision names", name, near.as_deref()))
}

/// A note on a name that is new, but similar to a known one.
pub(super) fn similar_name_note(name: &str, catalog: &Catalog) -> Option<String> {
    let near = known_or_near(name, catalog).err()??;
    Some(format!("note: `{}` is a new name; did you mean `{}`?", visible(name), visible(&near)))
}

/// The party that a name means, or the nearest name where nobody has it.
fn known_or_near(name: &str, catalog: &Catalog) -> Result<Party, Option<String>> {
    let directory = &catalog.policy.directory;
    let wanted = Party::read(name, Span::default());
    let named = || catalog.decisions.iter().flat_map(parties);
    let is_known = directory.knows(&wanted) || directory.group(&wanted).is_some();
    if is_known || named().any(|party| directory.same(party, &wanted)) {
        return Ok(wanted);
    }
    let mut known: Vec<String> = directory.names().to_vec();
    known.extend(directory.groups().map(|group| group.name.clone()).chain(named().map(Party::shown)));
    // People often remember only a part of a name.
    let folded = fold(name);
    let part = known.iter().find(|known| !folded.is_empty() && fold(known).split(' ').any(|word| word == folded));
    Err(part.cloned().or_else(|| nearest(&wanted.shown(), known.iter().map(String::as_str)).map(str::to_owned)))
}

/// Rejects a value that is not a known one.
fn check_known<'a>(what: &str, word: &str, known: impl Iterator<Item = &'a str> + Clone) -> Result<(), Error> {
    if known.clone().any(|known| fold(known) == fold(word)) {
        return Ok(());
    }
    Err(unknown(what, word, nearest(word, known)))
}

fn unknown(what: &str, word: &str, near: Option<&str>) -> Error {
    let help = match near {
        Some(near) => format!("did you mean `{}`?", visible(near)),
        None => "`heard list --format json` shows all values".to_owned(),
    };
    Error::Usage(format!("{what} `{}`\n  = help: {help}", visible(word)))
}
