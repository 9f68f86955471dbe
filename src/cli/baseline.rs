//! `heard baseline`: shows and writes what `check` leaves out since it was there before.

use std::io::Write;

use super::replace::replace;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome};
use crate::allow;
use crate::baseline::{Baseline, FILE};
use crate::check;
use crate::render::{self, Format};
use crate::text::RepoPath;

/// Show or write the baseline: findings that were there before, which `check` leaves out
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard baseline                       what is recorded, beside what is found
  heard baseline --write               record all that is found today, and nothing else
  heard baseline --write --note \"from the wiki\"
  heard baseline --prune               take out what is no longer found")]
pub(super) struct Arguments {
    /// Record today's findings; the notes of entries that stay are kept
    #[arg(long, conflicts_with = "prune")]
    write: bool,
    /// Take out what is no longer found, and add nothing
    #[arg(long)]
    prune: bool,
    /// A note for the entries that `--write` adds
    #[arg(long, value_name = "TEXT", requires = "write")]
    note: Option<String>,
    /// Judge as `heard check --strict` does
    #[arg(long)]
    strict: bool,
    /// How to tell
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let log = workspace.log(State::WorkTree, &[])?;
        let old = log.baseline()?;
        let (catalog, _) = log.read()?;
        let (found, _) = allow::leave_out(check::judge(&catalog, self.strict), &catalog, self.strict, |_| true);
        let new = match (self.write, self.prune) {
            (true, _) => Some(Baseline::of(&found, &old, self.note.as_deref())),
            (_, true) => Some(old.pruned(&found)),
            _ => None,
        };
        if let Some(new) = &new
            && new.text != old.text
        {
            // A file that records nothing would only ask to be explained.
            let text = Some(new.text.as_str()).filter(|_| !new.entries.is_empty());
            replace(workspace.top()?, &RepoPath::new(FILE), text)?;
        }
        let report = render::baseline::report(new.as_ref().unwrap_or(&old), &found);
        match (self.format, &new) {
            (Format::Json, _) => out.write_all(render::json(&report).as_bytes())?,
            (Format::Human, None) => out.write_all(render::baseline::state(&report).as_bytes())?,
            (Format::Human, Some(new)) => writeln!(out, "{}", render::baseline::total(new))?,
        }
        Ok(Outcome::Fine)
    }
}
