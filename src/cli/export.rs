//! `heard export`: the log as data.

use std::io::Write;

use super::list::Filter;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome};
use crate::render::export::{ExportFormat, export};
use crate::report::record::Record;

/// Export the log as JSON or CSV
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard export > log.json
  heard export --format csv --status accepted > log.csv
  heard export --format ndjson --rev v1.0")]
pub(super) struct Arguments {
    #[command(flatten)]
    filter: Filter,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    format: ExportFormat,
    /// Read the log from a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let state = self.rev.as_deref().map_or(State::WorkTree, State::Rev);
        let catalog = workspace.catalog(state)?;
        let decisions = self.filter.of(&catalog, &workspace, state)?;
        let records: Vec<Record> = decisions.iter().map(|decision| Record::of(decision, &catalog.policy)).collect();
        out.write_all(export(&records, self.format).as_bytes())?;
        Ok(Outcome::Fine)
    }
}
