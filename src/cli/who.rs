//! `heard who`: who to consult about paths.

use std::io::Write;
use std::path::PathBuf;

use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome, width};
use crate::git::History;
use crate::render::{self, Format};
use crate::text::RepoPath;
use crate::who::{Subject, people_to_consult};

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
    #[arg(long, value_name = "N", default_value_t = 5)]
    authors: usize,
    /// Read the log and the history from a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let state = self.rev.as_deref().map_or(State::WorkTree, State::Rev);
        let commit = workspace.commit(state)?;
        let subjects: Vec<Subject> =
            self.paths.iter().map(|path| workspace.subject(path, commit)).collect::<Result<_, _>>()?;
        let catalog = workspace.governing(state, &subjects)?;
        let history = match commit {
            Some(commit) => {
                let paths: Vec<RepoPath> = subjects.iter().map(|subject| subject.path.clone()).collect();
                workspace.repo()?.touches(commit, &paths)?
            }
            None => History::default(),
        };
        let people = people_to_consult(&subjects, &catalog, &history);
        let report = render::who::report(&subjects, &people, &history, &catalog, self.authors);
        let text = match self.format {
            Format::Human => render::who::list(&report, width()),
            Format::Json => render::json(&report),
        };
        out.write_all(text.as_bytes())?;
        Ok(Outcome::Fine)
    }
}
