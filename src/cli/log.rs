//! `heard log`: what happened to decisions, as git saw it.

use std::io::Write;

use super::list::person as known_person;
use super::output::ValueFormat;
use super::workspace::{State, Workspace, find};
use super::{Error, Global, Outcome, values, width};
use crate::catalog::Catalog;
use crate::git;
use crate::life::{About, life};
use crate::render::life::{list, report};

/// How many events are shown of the whole log.
const EVENTS: usize = 50;

/// Show what happened to a decision, from the history of git
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Shows when a decision was proposed, who was listed and asked, what was quoted and answered, when its status moved, who \
was told, and what came true; the oldest first, one line for each event. For a person, what they were asked, said, and \
were answered or told. Without an argument, the newest events of the log.

Events come from the versions of the files in commits. \"Written by\" is the author that git records, which does not \
prove who said what. A quote or answer that the decision no longer has is mentioned without its text.

Examples:
  heard log 12
  heard log \"Ines Roy\"
  heard log --limit 10 --rev origin/main")]
pub(super) struct Arguments {
    /// ID of a decision, or a person or group [default: all decisions]
    #[arg(value_name = "ID|PERSON", add = values::id_or_person())]
    about: Option<String>,
    /// Show only so many events, the newest [default: 50 without ID or person]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Read the history of this commit [default: HEAD]
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    #[command(flatten)]
    format: ValueFormat,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let state = State::Rev(self.rev.as_deref().unwrap_or("HEAD"));
        let repo = workspace.repo()?;
        let head = workspace.commit(state)?.ok_or(git::Error::NoCommit)?;
        let catalog = workspace.catalog(state)?;
        let about = self.about.as_deref().map_or(Ok(About::Log), |name| about(name, &catalog))?;
        let most = if self.about.is_none() { EVENTS } else { usize::MAX };
        let life = life(repo, head, &catalog, about, self.limit.unwrap_or(most))?;
        let report = report(&life, &catalog, repo.is_shallow());
        self.format.write(|| &report, || list(&report, width()), out)
    }
}

/// The decisions with an ID, or the person with a name.
fn about(name: &str, catalog: &Catalog) -> Result<About, Error> {
    let no_decision = match find(catalog, name) {
        Ok(found) => return Ok(About::Records(found.into_iter().map(|decision| decision.path.clone()).collect())),
        Err(error) => error,
    };
    // What has a digit was meant as an ID.
    let is_id = name.contains(|c: char| c.is_ascii_digit());
    known_person(name, catalog).map(About::Person).map_err(|nobody| if is_id { no_decision } else { nobody })
}
