//! `heard show`: one decision, readable in a terminal.

use std::io::Write;

use super::output::ValueFormat;
use super::workspace::{State, Workspace, find};
use super::{Error, Global, Outcome, values, width};
use crate::decision::Decision;
use crate::render::record;
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
    #[command(flatten)]
    format: ValueFormat,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let state = self.rev.as_deref().map_or(State::WorkTree, State::Rev);
        let catalog = workspace.catalog(state)?;
        let decisions = find(&catalog, &self.id)?;
        let policy = &catalog.policy;
        let records = || decisions.iter().map(|decision| Record::of(decision, policy)).collect::<Vec<_>>();
        let page = |decision: &&Decision| record::page(decision, policy, width());
        // An id may be taken twice: all are shown.
        self.format.write(records, || decisions.iter().map(page).collect::<Vec<_>>().join("\n"), out)
    }
}
