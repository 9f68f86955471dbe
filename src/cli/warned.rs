//! `heard warned`: who warned of something that was not followed.

use std::io::Write;
use std::path::Path;

use super::bundles::From;
use super::output::ValueFormat;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome, width};
use crate::render::warned::{list, report};
use crate::search::query::query_words;
use crate::warned::warnings;

/// Find concerns about paths that were declined, deferred or overruled
#[derive(Debug, clap::Args)]
#[command(after_help = "\
For people who write up an incident: who warned of it, and what was answered. With words, only concerns that have at \
least one of them. `heard came-true` records that one has come true.

Examples:
  heard warned infra/paging
  heard warned infra/paging export stalls
  heard warned export stalls              in all decisions")]
pub(super) struct Arguments {
    /// Files or directories, and words; what neither exists nor has a `/` is a word
    #[arg(required = true, value_name = "PATH|WORD", value_hint = clap::ValueHint::AnyPath)]
    paths: Vec<String>,
    /// Read the log from a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    #[command(flatten)]
    from: From,
    #[command(flatten)]
    format: ValueFormat,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let state = self.rev.as_deref().map_or(State::WorkTree, State::Rev);
        let commit = workspace.commit(state)?;
        let (mut subjects, mut words) = (Vec::new(), Vec::new());
        for written in &self.paths {
            if written.contains('/') || workspace.exists(Path::new(written), commit)? {
                subjects.push(self.from.subject(&workspace, Path::new(written), commit)?);
            } else {
                words.push(written.clone());
            }
        }
        let words = query_words(&words);
        let catalog = match subjects.as_slice() {
            _ if self.from.is_given() => self.from.catalog(global, &workspace, state)?,
            [] => workspace.catalog(state)?,
            subjects => workspace.governing(state, subjects)?,
        };
        for subject in &subjects {
            self.from.check(subject, &catalog)?;
        }
        let found = warnings(&subjects, &words, &catalog);
        let report = report(&subjects, &words, &found, &catalog.policy);
        self.format.write(|| &report, || list(&report, width(), self.from.is_given()), out)
    }
}
