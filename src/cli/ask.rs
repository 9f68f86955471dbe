//! `heard ask`: the messages to those who have not been heard yet.

use std::io::Write;

use jiff::civil::Date;

use super::change::{areas_of, earlier, edited, is_listed, is_open, unheard, write};
use super::list::similar_name_note;
use super::workspace::{State, Workspace, find};
use super::{Error, Global, Outcome, question, values};
use crate::ask;
use crate::catalog::Catalog;
use crate::decision::{Decision, consultation};
use crate::edit::Edit;
use crate::facts::{self, Outdated};
use crate::policy::Directory;
use crate::text::{Span, listed, visible};
use crate::vocabulary::party::Party;
use crate::vocabulary::words::Disposition;

/// Print messages that ask people for their input
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Nothing is sent. There is a message for everyone listed under `consulted` or required by the policy who is not yet \
quoted and not marked `Asked`, `No answer` or `Waived`, and for everyone whose quote is older than what the decision \
says now: it shows what changed since the commit that `heard gate` compares with. People named on the command line \
always get one.

Examples:
  heard ask 12                          everyone whose input is missing
  heard ask 12 \"Ines Roy\" --by 2026-03-14
  heard ask 12 --mark 2026-03-01        record that they were asked on that date")]
pub(super) struct Arguments {
    /// ID of the decision
    #[arg(required = true, add = values::id())]
    id: Option<String>,
    /// Only ask these people
    #[arg(value_name = "PERSON", add = values::person())]
    people: Vec<String>,
    /// Deadline for the answer (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    by: Option<Date>,
    /// Record in the decision that they were asked on this date, and print no messages
    #[arg(long, value_name = "DATE", conflicts_with = "by")]
    mark: Option<Date>,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = match self.mark {
            Some(_) => Workspace::open_to_write(global, self.id.is_none())?,
            None => Workspace::open(global)?,
        };
        let catalog = workspace.catalog(State::WorkTree)?;
        let decision = match &self.id {
            Some(id) => one(&catalog, id)?,
            None => question::decision(&catalog, "Which decision?", is_open)?,
        };
        let directory = &catalog.policy.directory;
        let outdated = facts::outdated(&earlier(&workspace, &catalog, decision)?, &catalog, decision);
        let asked = if self.people.is_empty() {
            let mut unheard = unheard(&workspace, decision, &catalog.policy)?;
            let again = outdated.iter().filter(|outdated| outdated.asked_again.is_none());
            unheard.extend(again.map(|outdated| outdated.speaker.clone()));
            if self.id.is_none() && !unheard.is_empty() { ask_whom(unheard)? } else { unheard }
        } else {
            let named: Vec<Party> = self.people.iter().map(|name| Party::read(name, Span::default())).collect();
            if let Some(nobody) = named.iter().position(|party| party.marks().is_empty()) {
                return Err(Error::Usage(format!("`{}` is not a name", visible(&self.people[nobody]))));
            }
            named.iter().flat_map(|party| directory.people(party)).cloned().collect()
        };
        if asked.is_empty() {
            writeln!(out, "{}", nobody_to_ask(decision))?;
            for (state, party) in decision.waited_for(directory) {
                let name = visible(&party.shown()).into_owned();
                let days = state.dates.iter().map(|day| visible(&day.text).into_owned());
                let days = days.collect::<Vec<_>>().join(" and ");
                let on = if days.is_empty() { String::new() } else { format!(" on {days}") };
                writeln!(out, "{name} was asked{on} and has not answered yet")?;
            }
        }
        let notes = || self.people.iter().filter_map(|name| similar_name_note(name, &catalog));
        if let Some(day) = self.mark {
            mark(&workspace, &catalog, decision, (&asked, &outdated), day, out)?;
            for note in notes() {
                writeln!(out, "{note}")?;
            }
            return Ok(Outcome::Fine);
        }
        let areas = areas_of(&workspace, decision, &catalog.policy)?;
        let to = asked.iter().map(|person| (person, outdated_quote(person, &outdated, directory)));
        for (index, message) in ask::messages(decision, to, &areas, self.by).enumerate() {
            if index > 0 {
                writeln!(out, "\n----\n")?;
            }
            out.write_all(message.as_bytes())?;
            if let Some(lines) = ask::signing(decision, &asked[index], &catalog.policy) {
                out.write_all(lines.as_bytes())?;
            }
        }
        // After the messages, which are meant to be copied.
        for note in notes() {
            writeln!(out, "\n{note}")?;
        }
        Ok(Outcome::Fine)
    }
}

/// Somebody's quote, if it is older than what the decision says.
fn outdated_quote<'a>(person: &Party, outdated: &'a [Outdated], directory: &Directory) -> Option<&'a Outdated> {
    outdated.iter().find(|outdated| directory.same(&outdated.speaker, person))
}

/// Why there is nobody to write to.
fn nobody_to_ask(decision: &Decision) -> String {
    let Decision { consultation, consulted, path, id, .. } = decision;
    if !(consultation.quotes.is_empty() && consultation.states.is_empty()) {
        return "everyone has been quoted or asked".to_owned();
    }
    let reason = match consulted.parties.is_empty() {
        true => format!("nobody is listed under `consulted` in {path} yet"),
        false => format!("nobody listed under `consulted` in {path} can be asked: they decide, or are not people"),
    };
    format!(
        "{reason}\n`heard ask {id} PERSON` writes to somebody else, and `heard who PATH` shows who to consult about a path"
    )
}

/// Records that people were asked.
fn mark(
    workspace: &Workspace,
    catalog: &Catalog,
    decision: &Decision,
    (asked, outdated): (&[Party], &[Outdated]),
    day: Date,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let directory = &catalog.policy.directory;
    let day = day.to_string();
    let word = |again: bool| if again { "asked again" } else { "asked" };
    let mut after = decision.clone();
    let mut lines = Vec::new();
    for person in asked {
        let name = person.shown();
        let again = outdated_quote(person, outdated, directory).is_some();
        let kind = if again { Disposition::AskedAgain } else { Disposition::Asked };
        let is_same = |state: &consultation::State| {
            state.kind == kind
                && state.party.as_ref().is_some_and(|party| directory.same(party, person))
                && state.dates.iter().any(|date| date.text == day)
        };
        if after.consultation.states.iter().any(is_same) {
            lines.push(format!(
                "{}: already records that {} was {} on {day}",
                decision.path,
                visible(&name),
                word(again)
            ));
            continue;
        }
        let mut edits = vec![Edit::Asked { person: &name, date: &day, again }];
        // Older records without a header have no list to join.
        let joins = after.header.is_some() && !is_listed(&after, person, directory);
        if joins {
            edits.push(Edit::Add { key: "consulted", item: &person.text });
        }
        after = edited(&after, &edits, &catalog.policy)?;
        lines.push(format!("{}: {} was {} on {day}", decision.path, visible(&name), word(again)));
        if joins {
            lines.push(format!("added {} to `consulted`", visible(&person.text)));
        }
    }
    write(workspace, decision, &after, &catalog.policy, out)?;
    for line in lines {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// The one decision that an id means.
fn one<'a>(catalog: &'a Catalog, id: &str) -> Result<&'a Decision, Error> {
    match find(catalog, id)?.as_slice() {
        [decision] => Ok(decision),
        several => {
            let paths = listed(several.iter().map(|decision| decision.path.as_str()));
            Err(Error::Usage(format!(
                "several decisions have the ID `{}`: {paths}\n  = help: give one of them another ID with `heard renumber`",
                visible(id)
            )))
        }
    }
}

/// Those of the people who are missing that are written to now.
fn ask_whom(unheard: Vec<Party>) -> Result<Vec<Party>, Error> {
    let choices = unheard.into_iter().map(|party| (party.shown(), true, party)).collect();
    let chosen = question::pick_any("Who should be asked?", choices)?;
    if chosen.is_empty() { Err(Error::Stopped) } else { Ok(chosen) }
}
