//! `heard show`: one decision, readable in a terminal.

use std::io::Write;

use super::workspace::{State, Workspace, find};
use super::{Error, Global, Outcome, values, width};
use crate::render::{self, Format, record};
use crate::report::record::Record;

/// Show a decision: who was consulted, what they said, and the answers
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard show 12
  heard show ADR-0012 --rev origin/main")]
pub(super) struct Arguments {
    /// ID of the decision (`0012`, `12` or `ADR-12`) or its file name
    #[arg(add = values::id())]
    id: String,
    /// Read the log from a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let state = self.rev.as_deref().map_or(State::WorkTree, State::Rev);
        let catalog = workspace.catalog(state)?;
        let decisions = find(&catalog, &self.id)?;
        let directory = &catalog.policy.directory;
        match self.format {
            Format::Json => {
                let records: Vec<Record> = decisions.iter().map(|decision| Record::of(decision, directory)).collect();
                out.write_all(render::json(&records).as_bytes())?;
            }
            Format::Human => {
                // An id may be taken twice: all are shown.
                for (index, decision) in decisions.iter().enumerate() {
                    if index > 0 {
                        writeln!(out)?;
                    }
                    out.write_all(record::page(decision, directory, width()).as_bytes())?;
                }
            }
        }
        Ok(Outcome::Fine)
    }
}
