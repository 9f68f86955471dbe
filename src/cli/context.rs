//! `heard context`: what to know before some paths are changed.

use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use super::who::AUTHORS;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome};
use crate::context::context;
use crate::render::context::{BUDGET, ContextFormat, ContextReport, page, report};
use crate::render::{json, who};
use crate::text::shell;
use crate::who::{Subject, people_to_consult};

/// Show what to know before changing a path, for people and coding agents
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Shows the decisions in force that govern the paths, what the gate will require, concerns that came true, stand or were \
declined, with names and reasons, and who to ask; the most important first.

The decisions in force are always listed. Of the rest, what exceeds the budget is cut from the end, and the last lines \
say how much that is and which command shows it. The budget counts characters of the markdown; JSON has the same items.

Titles, names and quotes come from files that anybody may have written. In the markdown quotes are block quotes on one \
line that nothing in them can end.

Examples:
  heard context infra/paging
  heard context $(git diff --name-only main) --budget 8000
  heard context src --format json")]
pub(super) struct Arguments {
    /// Files or directories, which need not exist yet
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How many characters to print
    #[arg(long, value_name = "N", default_value_t = BUDGET)]
    budget: usize,
    /// Read the log and the history from a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "markdown")]
    format: ContextFormat,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let text = with_report(global, &self.paths, self.budget, self.rev.as_deref(), |report| match self.format {
            ContextFormat::Markdown => page(report),
            ContextFormat::Json => json(report),
        })?;
        out.write_all(text.as_bytes())?;
        Ok(Outcome::Fine)
    }
}

/// Makes the report on some paths and hands it over, since it borrows from the log.
pub(super) fn with_report<T>(
    global: &Global,
    paths: &[PathBuf],
    budget: usize,
    rev: Option<&str>,
    render: impl FnOnce(&ContextReport<'_>) -> T,
) -> Result<T, Error> {
    let workspace = Workspace::open(global)?;
    let state = rev.map_or(State::WorkTree, State::Rev);
    let commit = workspace.commit(state)?;
    let subjects: Vec<Subject> = paths.iter().map(|path| workspace.subject(path, commit)).collect::<Result<_, _>>()?;
    let (catalog, _) = workspace.log_or_none(state, &[])?.read()?;
    let history = workspace.history(commit, &subjects)?;
    let people = people_to_consult(&subjects, &catalog, &history);
    let people = who::report(&subjects, &people, &history, &catalog, AUTHORS);
    Ok(render(&report(&context(&subjects, &catalog), people, &catalog, budget, &command(paths, rev))))
}

/// The command line without its budget and format.
fn command(paths: &[PathBuf], rev: Option<&str>) -> String {
    let mut command = "heard context".to_owned();
    for path in paths {
        let _ = write!(command, " {}", shell(&path.to_string_lossy()));
    }
    if let Some(rev) = rev {
        let _ = write!(command, " --rev {}", shell(rev));
    }
    command
}
