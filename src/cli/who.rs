//! `heard who`: who to consult about paths.

use std::io::Write;
use std::path::PathBuf;

use super::output::ValueFormat;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome, width};
use crate::render::{self, who::WhoReport};
use crate::who::{Subject, people_to_consult};

/// How many authors are named without `--authors`.
pub(super) const AUTHORS: usize = 5;

/// Show who to consult about a path
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard who infra/paging/rota.yml
  heard who src docs --authors 3
  heard who $(git diff --name-only main) --format json")]
pub(super) struct Arguments {
    /// Files or directories, which need not exist yet
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Maximum number of people listed only as authors
    #[arg(long, value_name = "N", default_value_t = AUTHORS)]
    authors: usize,
    /// Read the log and the history from a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    #[command(flatten)]
    format: ValueFormat,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let report = report(global, &self.paths, self.authors, self.rev.as_deref())?;
        self.format.write(|| &report, || render::who::list(&report, width()), out)
    }
}

/// Who to consult about some paths, with at most so many people who are only authors.
pub(super) fn report(
    global: &Global,
    paths: &[PathBuf],
    authors: usize,
    rev: Option<&str>,
) -> Result<WhoReport, Error> {
    let workspace = Workspace::open(global)?;
    let state = rev.map_or(State::WorkTree, State::Rev);
    let commit = workspace.commit(state)?;
    let subjects: Vec<Subject> = paths.iter().map(|path| workspace.subject(path, commit)).collect::<Result<_, _>>()?;
    let catalog = workspace.governing(state, &subjects)?;
    let history = workspace.history(commit, &subjects)?;
    let people = people_to_consult(&subjects, &catalog, &history);
    Ok(render::who::report(&subjects, &people, &history, &catalog, authors))
}
