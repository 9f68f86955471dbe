//! `heard show`: one decision, readable in a terminal.

use std::io::Write;

use super::output::ValueFormat;
use super::workspace::{State, Workspace, find};
use super::{Error, Global, Outcome, values, width};
use crate::decision::Decision;
use crate::policy::Policy;
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
        with_decisions(global, &self.id, self.rev.as_deref(), |decisions, policy| {
            let page = |decision: &&Decision| record::page(decision, policy, width());
            let human = || decisions.iter().map(page).collect::<Vec<_>>().join("\n");
            self.format.write(|| records(decisions, policy), human, out)
        })?
    }
}

/// Finds the decisions with an id and hands them over, since they are part of the log. An id may be taken twice: all are
/// found.
pub(super) fn with_decisions<T>(
    global: &Global,
    id: &str,
    rev: Option<&str>,
    render: impl FnOnce(&[&Decision], &Policy) -> T,
) -> Result<T, Error> {
    let workspace = Workspace::open(global)?;
    let state = rev.map_or(State::WorkTree, State::Rev);
    let catalog = workspace.catalog(state)?;
    Ok(render(&find(&catalog, id)?, &catalog.policy))
}

/// The decisions as data.
pub(super) fn records<'a>(decisions: &[&'a Decision], policy: &Policy) -> Vec<Record<'a>> {
    decisions.iter().map(|decision| Record::of(decision, policy)).collect()
}
