//! `heard renumber`: gives a record another id, in its name, its text, and every link to it.

use std::io::Write;

use super::change::{one, write};
use super::new::{next_number, write_new};
use super::replace::{change, may_change};
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome};
use crate::catalog::Catalog;
use crate::decision::id::{Id, Kind};
use crate::decision::{self, Decision};
use crate::edit::renumber::{Renumbering, other, own};
use crate::text::{RepoPath, line_column, listed, visible};

/// Give a decision another id: file name, header, every link to it
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard renumber                          the ids that are taken twice
  heard renumber 0012-use-sqlite.md       the next free number
  heard renumber 12 15")]
pub(super) struct Arguments {
    /// The id, or the name of the file where the id is taken twice
    id: Option<String>,
    /// The new id; the next free number when left out
    new: Option<String>,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let catalog = workspace.catalog(State::WorkTree)?;
        let Some(id) = &self.id else {
            tell_twins(&catalog, out)?;
            return Ok(Outcome::Fine);
        };
        let record = one(&catalog, id)?;
        if record.is_unread() {
            return Err(Error::Usage(format!("`{}` can't be read", record.path)));
        }
        let path = self.path(record, &catalog)?;
        let new = Id::of_path(&path).0;
        let is_known = catalog.namesakes(record).is_empty();
        let to = Renumbering {
            old: &record.id,
            new: &new,
            old_name: record.path.file_name(),
            new_name: path.file_name(),
            is_known,
        };
        let read = |decision: &Decision, text: String| {
            decision::read(decision.path.clone(), text.into_bytes(), &catalog.policy.words)
        };
        let top = workspace.top()?;
        may_change(top, &record.path)?;
        // The new file first, the old one last: stopped halfway, nothing is lost, and `check` finds
        // what is there twice.
        write_new(top, &path, &own(record, to))?;
        writeln!(out, "{} → {path}", record.path)?;
        for decision in catalog.decisions.iter().filter(|decision| decision.path != record.path) {
            let (text, unsure) = other(decision, to);
            let after = read(decision, text);
            if after.text != decision.text {
                write(&workspace, decision, &after, &catalog.policy, out)?;
                writeln!(out, "{}: links follow", decision.path)?;
            }
            for span in unsure {
                let line = line_column(&decision.text, span.start).0;
                let written = visible(span.of(&decision.text)).into_owned();
                writeln!(out, "{}:{line}: `{written}` may mean either record, and is left alone", decision.path)?;
            }
        }
        change(top, &record.path, &record.text, None)?;
        Ok(Outcome::Fine)
    }

    /// The new path; refused where another record has the id.
    fn path(&self, record: &Decision, catalog: &Catalog) -> Result<RepoPath, Error> {
        let old = &record.id.text;
        let name = record.path.file_name();
        let Some(rest) = name.strip_prefix(old.as_str()).filter(|_| record.id_kind == Kind::Sequential) else {
            return Err(Error::Usage(format!(
                "the name of `{}` does not start with a number\n  = help: `git mv` gives it another name",
                record.path
            )));
        };
        let digits = old.len() - old.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let (prefix, width) = (&old[..old.len() - digits], digits);
        let new = match &self.new {
            // `15` has as many digits as the number before.
            Some(new) => match new.parse::<u64>() {
                Ok(number) => format!("{prefix}{number:0width$}"),
                Err(_) => new.clone(),
            },
            None => {
                let ids: Vec<(Id, Kind)> =
                    catalog.decisions.iter().map(|decision| (decision.id.clone(), decision.id_kind)).collect();
                format!("{prefix}{:0width$}", next_number(&ids).0)
            }
        };
        let name = format!("{new}{rest}");
        let folder = record.path.as_str().strip_suffix(record.path.file_name()).unwrap_or_default();
        let path = RepoPath::new(format!("{folder}{name}"));
        let (id, kind) = Id::of_path(&path);
        if id.text != new || kind != Kind::Sequential || new.contains(['/', '\\']) {
            return Err(Error::Usage(format!("`{}` is no number of a record", visible(&new))));
        }
        let taken: Vec<&str> = catalog.resolve(&id).iter().map(|record| record.path.as_str()).collect();
        match taken.is_empty() {
            true => Ok(path),
            false => Err(Error::Usage(format!("`{}` is taken by {}", visible(&new), listed(taken)))),
        }
    }
}

/// The ids that more than one record has, and the command that mends each.
fn tell_twins(catalog: &Catalog, out: &mut dyn Write) -> Result<(), Error> {
    let twins: Vec<&Decision> =
        catalog.decisions.iter().filter(|decision| !catalog.namesakes(decision).is_empty()).collect();
    if twins.is_empty() {
        writeln!(out, "no id is taken twice")?;
    }
    for decision in &twins {
        writeln!(out, "{}  {}", decision.id, decision.path)?;
    }
    if let Some(last) = twins.last() {
        writeln!(out, "`heard renumber {}` gives one of them the next free number", visible(last.path.file_name()))?;
    }
    Ok(())
}
