//! The change that `gate` and `witness` are about: two commits, from flags, a CI job or the policy.

use std::env;
use std::io::{self, IsTerminal as _};
use std::path::Path;

use jiff::civil::Date;

use super::Error;
use crate::ci::Compared;
use crate::gate::{self, Verdict};
use crate::git::{self, Changed};
use crate::snapshot::{Content, Source, read_file};
use crate::witness::Witness;
use crate::{ci, log, rules};

/// Which commits are compared.
#[derive(Debug, clap::Args)]
pub(super) struct Compare {
    /// Commit to compare with; its policy applies [default: from the CI job; at a terminal, `base` in heard.toml]
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// Commit to check
    #[arg(long, value_name = "REV", default_value = "HEAD")]
    head: String,
}

/// A change, as far as it is read before it is checked.
pub(super) struct ChangeToCheck<'a> {
    pub compared: Compared,
    pub changed: Vec<Changed>,
    pub base: Source<'a>,
    pub start: Source<'a>,
    pub head: Source<'a>,
    trailers: Vec<gate::Trailer>,
    about: gate::About,
    /// Whether the messages of all its commits could be read.
    pub is_whole: bool,
}

impl ChangeToCheck<'_> {
    /// Checks it.
    pub(super) fn check(&self, witness: &Witness, today: Date) -> Result<Verdict, Error> {
        let Self { changed, base, start, head, trailers, about, .. } = self;
        let ends = gate::Ends { base, start, head };
        Ok(gate::check_change(ends, changed, trailers, about, witness, today)?)
    }
}

impl Compare {
    /// Whether what is checked out is checked.
    pub(super) fn is_of_head(&self) -> bool {
        self.head == "HEAD"
    }

    /// Reads the change.
    pub(super) fn read<'a>(&self, repo: &'a git::Repo) -> Result<ChangeToCheck<'a>, Error> {
        repo.verify_objects();
        repo.refuse_grafts()?;
        let compared = self.compared(repo)?;
        let range = &compared.range;
        let changed = repo.changed_paths(range.start, range.head)?;
        let messages = repo.messages(range.start, range.head)?;
        let of_commit = |(commit, text): &(git::Id, String)| {
            let commit = commit.to_string();
            let trailer = move |value| gate::Trailer { commit: commit.clone(), value };
            git::trailers(text, "Decision").into_iter().map(trailer).collect::<Vec<_>>()
        };
        let trailers = messages.texts.iter().flat_map(of_commit).collect();
        let about = match &messages.newest {
            Some((author, subject)) => gate::About {
                author: Some(author.clone()).filter(|author| !author.is_empty()),
                subject: Some(subject.clone()).filter(|subject| !subject.is_empty()),
            },
            None => gate::About::default(),
        };
        let tree = |commit| repo.tree(commit).map(Source::Tree);
        let (base, start, head) = (tree(range.base)?, tree(range.start)?, tree(range.head)?);
        Ok(ChangeToCheck { compared, changed, base, start, head, trailers, about, is_whole: messages.whole })
    }

    /// The commits to compare: from the flags, in CI from the job, and at a terminal from the policy.
    fn compared(&self, repo: &git::Repo) -> Result<Compared, Error> {
        let base = match &self.base {
            Some(base) => base.clone(),
            None => {
                if let Some(job) = ci::job(&variables(), read_event)? {
                    return Ok(job.compare(repo, &self.head)?);
                }
                if !is_at_terminal() {
                    return Err(ci::Error::Unknown.into());
                }
                self.configured_base(repo)?
            }
        };
        let range = repo.range(&base, &self.head)?;
        Ok(Compared { range, base_from: base, head_from: self.head.clone() })
    }

    /// The base that the policy at the head names, for a person at a terminal. A change could set it to itself, so it
    /// is not used in a CI job, whatever variables that job sets.
    fn configured_base(&self, repo: &git::Repo) -> Result<String, Error> {
        let head = Source::Tree(repo.tree(repo.resolve(&self.head)?)?);
        Ok(match log::read_policy(&head, &rules::ids())? {
            Some((_, Ok(policy))) => policy.base,
            _ => crate::policy::Policy::default().base,
        })
    }
}

/// The variables of the process that are text.
pub(super) fn variables() -> ci::Variables {
    env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))).collect()
}

/// Whether a person runs this. Standard output may go to a pager, so it does not matter.
pub(super) fn is_at_terminal() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// The largest event that is read.
const EVENT_SIZE: usize = 64 * 1024 * 1024;

/// The event that started a CI job.
pub(super) fn read_event(path: &str) -> Result<String, String> {
    match read_file(Path::new(path), EVENT_SIZE).map_err(|error| format!("{path}: {error}"))? {
        Content::Bytes(bytes) => String::from_utf8(bytes).map_err(|_| format!("{path}: it is not UTF-8")),
        Content::TooLarge { .. } => Err(format!("{path}: it is too large")),
    }
}
