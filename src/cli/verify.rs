//! `heard verify`: checks the signatures and receipts of quotes.

use std::io::Write;

use super::output::ValueFormat;
use super::workspace::{State, Workspace, find};
use super::{Error, Global, Outcome, values};
use crate::decision::Decision;
use crate::render::verify::{VerifyReport, list};

/// Verify the signatures of quotes
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard verify           every signature and receipt of the log
  heard verify 12 --rev origin/main

Signatures are verified with the keys in heard.toml. Of a receipt only the form is checked: `heard gate` compares it with \
what the forge says. The exit code is 1 if anything fails.")]
pub(super) struct Arguments {
    /// IDs of decisions or their file names [default: all]
    #[arg(value_name = "ID", add = values::id())]
    ids: Vec<String>,
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
        let decisions: Vec<&Decision> = match self.ids.as_slice() {
            [] => catalog.decisions.iter().collect(),
            ids => {
                let found = ids.iter().map(|id| find(&catalog, id)).collect::<Result<Vec<_>, _>>()?;
                found.into_iter().flatten().collect()
            }
        };
        let report = VerifyReport::of(&decisions, &catalog.policy);
        self.format.write(|| &report, || list(&report), out)?;
        Ok(if report.failed == 0 { Outcome::Fine } else { Outcome::Denied })
    }
}
