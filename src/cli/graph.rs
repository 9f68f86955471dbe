//! `heard graph`: what decisions say of each other.

use std::io::Write;

use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome};
use crate::graph::{Graph, GraphFormat};

/// Draw a graph of the links between decisions
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard graph --format svg > decisions.svg
  heard graph | dot -Tpdf > decisions.pdf
  heard graph --format mermaid
  heard graph --all                        include decisions without links")]
pub(super) struct Arguments {
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "dot")]
    format: GraphFormat,
    /// Include decisions without links
    #[arg(long)]
    all: bool,
    /// Read the log from a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let state = self.rev.as_deref().map_or(State::WorkTree, State::Rev);
        let catalog = workspace.catalog(state)?;
        out.write_all(Graph::of(&catalog, self.all).render(self.format).as_bytes())?;
        Ok(Outcome::Fine)
    }
}
