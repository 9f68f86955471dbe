//! `heard due`: what has to be done in the log, and until when.

use std::io::Write;

use jiff::Span as Period;

use super::bundles::From;
use super::list::person as known_person;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome, values, width};
use crate::due::{Due, due, owners};
use crate::render::due::{DueFormat, calendar, list, page};
use crate::render::json;
use crate::report::due::report;
use crate::text::Span;
use crate::vocabulary::party::Party;

/// Show what is due: reviews, deferred concerns, trials, missing answers
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Shows reviews and deferred concerns whose date has come, trials without a result, ends of waivers and of covers \
(`fresh`), people who were asked and have not answered, and quotes without a response.

Examples:
  heard due
  heard due --within 30d --person \"Ana Ruiz\"
  heard due --format markdown          for an issue that a scheduled job keeps current; see docs/after.md
  heard due --within 1y --format ics   for a calendar")]
pub(super) struct Arguments {
    /// Include what is due within this time from today, for example 14d, 2w or 1y
    #[arg(long, value_name = "TIME", default_value = "14d", value_parser = period)]
    within: Period,
    /// Only what this person has to do or waits for
    #[arg(long, value_name = "PERSON", add = values::person())]
    person: Option<String>,
    /// Read the log from a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    #[command(flatten)]
    from: From,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: DueFormat,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let state = self.rev.as_deref().map_or(State::WorkTree, State::Rev);
        let catalog = self.from.catalog(global, &workspace, state)?;
        let person = self.person.as_ref().map(|name| Party::read(name, Span::default()));
        let is_asked =
            |due: &Due<'_>| person.as_ref().is_none_or(|person| due.concerns(person, &catalog.policy.directory));
        let found: Vec<Due<'_>> = due(&catalog, catalog.today, self.within).into_iter().filter(is_asked).collect();
        // That nothing is due for somebody is only true of people whom the log knows.
        if let (Some(name), Some(party)) = (&self.person, &person)
            && found.is_empty()
            && !owners(&catalog).any(|owner| catalog.policy.directory.same(&owner, party))
        {
            known_person(name, &catalog)?;
        }
        let report = report(&found, catalog.today, catalog.today.saturating_add(self.within));
        let text = match self.format {
            DueFormat::Human => list(&report, width()),
            DueFormat::Json => json(&report),
            DueFormat::Markdown => page(&report),
            DueFormat::Ics => calendar(&report),
        };
        out.write_all(text.as_bytes())?;
        Ok(Outcome::Fine)
    }
}

/// A time from today: `14d`, `2w`, `1y`, or a number of days.
fn period(written: &str) -> Result<Period, String> {
    let help = || "use a time such as 14d, 2w or 1y".to_owned();
    let period = match written.parse::<u16>() {
        Ok(days) => Period::new().days(i64::from(days)),
        Err(_) => written.parse::<Period>().map_err(|_| help())?,
    };
    if period.is_negative() { Err(help()) } else { Ok(period) }
}
