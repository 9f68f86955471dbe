//! `heard baseline`: shows and writes what `check` leaves out since it was there before.

use std::io::Write;

use super::output::ValueFormat;
use super::replace::replace;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome};
use crate::baseline::{Baseline, FILE};
use crate::lint::{self, Settings};
use crate::render;
use crate::text::RepoPath;

/// Manage the baseline of known findings that `check` ignores
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard baseline                       compare the baseline with the current findings
  heard baseline --write               record exactly the current findings
  heard baseline --write --note \"from the wiki\"
  heard baseline --prune               remove entries that are no longer found")]
pub(super) struct Arguments {
    /// Record the current findings; entries that stay keep their notes
    #[arg(long, conflicts_with = "prune")]
    write: bool,
    /// Remove entries that are no longer found, and add none
    #[arg(long)]
    prune: bool,
    /// Note for the entries that `--write` adds
    #[arg(long, value_name = "TEXT", requires = "write")]
    note: Option<String>,
    /// Treat warnings as errors and enable every rule, like `heard check --strict`
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    format: ValueFormat,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let log = workspace.log(State::WorkTree, &[])?;
        let old = log.baseline()?;
        let (catalog, _) = log.read()?;
        // Everything that the baseline may record, so without the baseline.
        let settings = Settings { strict: self.strict, allow: true, baseline: &Baseline::default() };
        let found = lint::check(&catalog, settings, |_| true).findings;
        let new = match (self.write, self.prune) {
            (true, _) => Some(Baseline::of(&found, &old, self.note.as_deref())),
            (_, true) => Some(old.pruned(&found, |_| true)),
            _ => None,
        };
        if let Some(new) = &new {
            write(&workspace, &old, new)?;
        }
        let report = render::baseline::report(new.as_ref().unwrap_or(&old), &found);
        let human = || match &new {
            None => render::baseline::state(&report),
            Some(new) => render::baseline::total(new) + "\n",
        };
        self.format.write(|| &report, human, out)
    }
}

/// Replaces the file if it changes.
fn write(workspace: &Workspace, old: &Baseline, new: &Baseline) -> Result<bool, Error> {
    let changes = new.text != old.text;
    if changes {
        // A file that records nothing would only ask to be explained.
        let text = Some(new.text.as_str()).filter(|_| !new.entries.is_empty());
        replace(workspace.top()?, &RepoPath::new(FILE), text)?;
    }
    Ok(changes)
}

/// Removes the entries for a decision that record what is no longer found, as most rules find nothing in a decision
/// that has ended.
pub(super) fn prune(workspace: &Workspace, path: &RepoPath, out: &mut dyn Write) -> Result<(), Error> {
    let log = workspace.log(State::WorkTree, &[])?;
    // One that can't be read is reported by `check`.
    let Ok(old) = log.baseline() else { return Ok(()) };
    if !old.entries.keys().any(|(file, _)| file == path) {
        return Ok(());
    }
    let (catalog, _) = log.read()?;
    // As strictly as the baseline may have been written.
    let settings = Settings { strict: true, allow: true, baseline: &Baseline::default() };
    let found = lint::check(&catalog, settings, |file| file == path).findings;
    if write(workspace, &old, &old.pruned(&found, |file| file == path))? {
        writeln!(out, "{FILE}: removed what `heard check` no longer finds in {path}")?;
    }
    Ok(())
}
