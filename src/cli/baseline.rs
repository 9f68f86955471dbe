//! `heard baseline`: shows and writes what `check` leaves out since it was there before.

use std::io::Write;

use super::output::ValueFormat;
use super::workspace::{State, Workspace};
use super::writes::Writes;
use super::{Error, Global, Outcome};
use crate::baseline::{Baseline, FILE};
use crate::catalog::Catalog;
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
        let workspace = match self.write || self.prune {
            true => Workspace::open_to_write(global, false)?,
            false => Workspace::open(global)?,
        };
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
            let mut writes = Writes::new(&workspace);
            plan(&workspace, &old, new, &mut writes)?;
            writes.commit()?;
        }
        let report = render::baseline::report(new.as_ref().unwrap_or(&old), &found);
        let human = || match &new {
            None => render::baseline::state(&report),
            Some(new) => render::baseline::total(new) + "\n",
        };
        self.format.write(|| &report, human, out)
    }
}

/// Plans to replace the file if it changes; whether it does.
fn plan(workspace: &Workspace, old: &Baseline, new: &Baseline, writes: &mut Writes<'_>) -> Result<bool, Error> {
    if new.text == old.text {
        return Ok(false);
    }
    let file = RepoPath::new(FILE);
    let is_there = workspace.source(State::WorkTree)?.find(&file)?.is_some();
    match (is_there, new.entries.is_empty()) {
        (true, false) => writes.change(&file, &old.text, &new.text),
        (false, false) => writes.create(&file, &*new.text),
        // A file that records nothing would only ask to be explained.
        (true, true) => writes.remove(&file, &old.text),
        (false, true) => {}
    }
    Ok(true)
}

/// Plans to remove the entries for a decision that record what is no longer found in it, as most rules find nothing in a
/// decision that has ended; whether there are any. `after` is the log with that decision as it will be.
pub(super) fn prune(
    workspace: &Workspace,
    after: &Catalog,
    path: &RepoPath,
    writes: &mut Writes<'_>,
) -> Result<bool, Error> {
    let log = workspace.log(State::WorkTree, &[])?;
    // One that can't be read is reported by `check`.
    let Ok(old) = log.baseline() else { return Ok(false) };
    if !old.entries.keys().any(|(file, _)| file == path) {
        return Ok(false);
    }
    // As strictly as the baseline may have been written.
    let settings = Settings { strict: true, allow: true, baseline: &Baseline::default() };
    let found = lint::check(after, settings, |file| file == path).findings;
    plan(workspace, &old, &old.pruned(&found, |file| file == path), writes)
}

/// Says what [`prune`] did.
pub(super) fn tell_pruned(path: &RepoPath, out: &mut dyn Write) -> Result<(), Error> {
    Ok(writeln!(out, "{FILE}: removed what `heard check` no longer finds in {path}")?)
}
