//! `heard ask`: the messages to those who have not been heard yet.

use std::io::Write;

use jiff::civil::Date;

use super::list::slip;
use super::new::areas;
use super::workspace::{State, Workspace, find};
use super::{Error, Global, Outcome};
use crate::ask;
use crate::decision::party::Party;
use crate::text::{Span, listed, visible};

/// Print what to write to the people who have not been heard yet
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Nothing is sent and nothing is written. Asked are those whom the decision lists under `consulted`, and those whom \
the policy asks for; not who is quoted, or stands there with `No answer` or `Waived`.

Examples:
  heard ask 12                          to everybody who is missing
  heard ask 12 \"Ines Roy\" --by 2026-03-14")]
pub(super) struct Arguments {
    /// The id of the decision
    id: String,
    /// Only these people
    #[arg(value_name = "PARTY")]
    people: Vec<String>,
    /// Until when an answer is asked for (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    by: Option<Date>,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let catalog = workspace.catalog(State::WorkTree)?;
        let decision = match find(&catalog, &self.id)?.as_slice() {
            [decision] => *decision,
            several => {
                let paths = listed(several.iter().map(|decision| decision.path.as_str()));
                return Err(Error::Usage(format!(
                    "several decisions are called `{}`: {paths}\n  = help: give one of them another id",
                    visible(&self.id)
                )));
            }
        };
        let directory = &catalog.policy.directory;
        let asked = if self.people.is_empty() {
            let governs: Vec<String> = decision.governs.iter().map(|glob| glob.value.clone()).collect();
            ask::unheard(decision, &areas(&catalog.policy, &governs), &catalog.policy)
        } else {
            let named: Vec<Party> = self.people.iter().map(|name| Party::read(name, Span::default())).collect();
            named.iter().flat_map(|party| directory.people(party)).cloned().collect()
        };
        if asked.is_empty() {
            writeln!(
                out,
                "nobody is missing: whoever is listed or asked for by the policy is quoted, or written down as asked"
            )?;
        }
        for (index, person) in asked.iter().enumerate() {
            if index > 0 {
                writeln!(out, "\n----\n")?;
            }
            out.write_all(ask::message(decision, person, self.by).as_bytes())?;
        }
        // Behind the messages, which are there to be copied.
        for slip in self.people.iter().filter_map(|name| slip(name, &catalog)) {
            writeln!(out, "\n{slip}")?;
        }
        Ok(Outcome::Fine)
    }
}
