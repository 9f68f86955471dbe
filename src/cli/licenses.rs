//! `heard licenses`: the licenses of the program and of the libraries in it.

use std::io::Write;

use super::{Error, Outcome};

/// Written by the tests.
const LIBRARIES: &str = include_str!("../../THIRD-PARTY.txt");

/// Print the licenses of heard and of the libraries that are built into it
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard licenses | less")]
pub(super) struct Arguments {}

impl Arguments {
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<Outcome, Error> {
        let own = [include_str!("../../LICENSE-MIT"), include_str!("../../LICENSE-APACHE")];
        writeln!(out, "{}\n{}\n{LIBRARIES}", own[0], own[1])?;
        Ok(Outcome::Fine)
    }
}
