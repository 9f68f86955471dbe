//! `heard tell`: the messages to people who were quoted, on what became of it.

use std::collections::BTreeMap;
use std::io::Write;

use super::change::{edited, warn};
use super::list::person as known_person;
use super::output::ValueFormat;
use super::workspace::{State, Workspace};
use super::writes::Writes;
use super::{Error, Global, Outcome, values};
use crate::catalog::Catalog;
use crate::edit::Edit;
use crate::render::tell::{messages, report};
use crate::tell::{News, news};
use crate::text::{RepoPath, visible};
use crate::vocabulary::words::Disposition;

/// Print messages that tell people what became of their words
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Nothing is sent. There is a message for everyone who is quoted in an accepted or rejected decision and has not been \
told what was answered. With --since, for everyone quoted in a decision whose status moved since that commit, or whose \
answer did.

Examples:
  heard tell
  heard tell --since v1.4
  heard tell --person \"Ines Roy\" --mark     record that she was told today")]
pub(super) struct Arguments {
    /// What moved since this commit
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// Only this person
    #[arg(long, value_name = "PERSON", add = values::person())]
    person: Option<String>,
    /// Record in the decisions that they were told today, and print no messages
    #[arg(long, conflicts_with = "format")]
    mark: bool,
    #[command(flatten)]
    format: ValueFormat,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = match self.mark {
            true => Workspace::open_to_write(global, false)?,
            false => Workspace::open(global)?,
        };
        let catalog = workspace.catalog(State::WorkTree)?;
        let earlier = self.since.as_deref().map(|rev| workspace.catalog(State::Rev(rev))).transpose()?;
        let mut news = news(&catalog, earlier.as_ref());
        if let Some(name) = &self.person {
            let person = known_person(name, &catalog)?;
            news.retain(|news| catalog.policy.directory.same(news.person, &person));
        }
        if self.mark {
            return mark(&workspace, &catalog, &news, out);
        }
        self.format.write(|| report(&news, &catalog.policy), || messages(&news), out)
    }
}

/// Records that people were told.
fn mark(workspace: &Workspace, catalog: &Catalog, news: &[News<'_>], out: &mut dyn Write) -> Result<Outcome, Error> {
    let mut told: BTreeMap<&RepoPath, Vec<(usize, String)>> = BTreeMap::new();
    for news in news {
        for (decision, quotes) in &news.decisions {
            let lines = quotes.iter().map(|at| (*at, format!("{}, {}.", news.person.shown(), catalog.today)));
            told.entry(&decision.path).or_default().extend(lines);
        }
    }
    let mut changes = Vec::new();
    for (decision, lines) in told.iter().filter_map(|(path, lines)| Some((catalog.at(path)?, lines))) {
        let edit = Edit::Later { kind: Disposition::Told, lines };
        changes.push((decision, edited(decision, &[edit], &catalog.policy)?));
    }
    let mut writes = Writes::new(workspace);
    for (before, after) in &changes {
        writes.change(&before.path, &before.text, &after.text);
    }
    writes.commit()?;
    for (before, after) in &changes {
        warn(before, after, &catalog.policy, &|_, _| false, out)?;
    }
    for news in news {
        for (decision, _) in &news.decisions {
            let name = news.person.shown();
            writeln!(out, "{}: {} was told on {}", decision.path, visible(&name), catalog.today)?;
        }
    }
    if news.is_empty() {
        writeln!(out, "everyone who was quoted has been told what became of it")?;
    }
    Ok(Outcome::Fine)
}
