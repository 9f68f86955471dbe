//! `heard stats`: how much of the log was heard, and from whom.

use std::io::Write;

use super::bundles::From;
use super::output::ValueFormat;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome, width};
use crate::render::stats::{list, report};
use crate::stats::stats;

/// Count who was heard, how they were answered, and who never is heard
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Counts are by group first: the groups of heard.toml, and people who are in none. People are named with --voices only.

\"Changed\" are quotes answered with Changed or Mitigated, \"asked\" are decisions that consulted somebody of the group, \
and \"not quoted\" those of them that quote nobody of it. Who is in two groups counts in both. An area lacks a decision \
when none in force governs any of its paths.

The numbers are those of the page of figures that `heard index` writes.

Examples:
  heard stats
  heard stats --voices
  heard stats --rev v1.0 --format json")]
pub(super) struct Arguments {
    /// Also count by person
    #[arg(long)]
    voices: bool,
    /// Read the log from a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    #[command(flatten)]
    from: From,
    #[command(flatten)]
    format: ValueFormat,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let state = self.rev.as_deref().map_or(State::WorkTree, State::Rev);
        let catalog = self.from.catalog(global, &workspace, state)?;
        let report = report(&stats(&catalog), self.voices);
        self.format.write(|| &report, || list(&report, width()), out)
    }
}
