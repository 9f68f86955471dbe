//! `heard renumber`: gives a record another id, in its name, its text, and every link to it.

use std::io::Write;

use super::change::{one, shell, write};
use super::new::{next_number, write_new};
use super::replace::{change, may_change, rename_folder};
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome};
use crate::catalog::Catalog;
use crate::decision::id::{Id, Kind};
use crate::decision::{self, Decision};
use crate::edit::renumber::{Renumbering, carrier, other, own, page};
use crate::policy::{Policy, is_markdown};
use crate::snapshot;
use crate::text::{RepoPath, line_column, listed, visible};

/// Give a decision another id: file name, header, every link to it
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard renumber                          the ids that are taken twice
  heard renumber 0012-use-sqlite.md       the next free number
  heard renumber 12 15
  heard renumber 20260302-pager 20260309  another day; the rest of the name stays
  heard renumber use-sqlite use-postgres

Links follow in the records and in the pages beside them, such as a README.")]
pub(super) struct Arguments {
    /// The id, or the name of the file where the id is taken twice
    id: Option<String>,
    /// The new id; the next free number when left out, where ids are numbers
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
        let (from, into) = (carrier(&record.path), carrier(&path));
        let to = Renumbering {
            old: &record.id,
            new: &new,
            old_name: from.of(record.path.as_str()),
            new_name: into.of(path.as_str()),
            is_known: catalog.namesakes(record).is_empty(),
        };
        let read =
            |path: &RepoPath, text: String| decision::read(path.clone(), text.into_bytes(), &catalog.policy.words);
        let top = workspace.top()?;
        may_change(top, &record.path)?;
        let pages = pages(&workspace, &catalog.policy)?;
        // The folder of the record goes first, with all that lies in it.
        let folder = record.path.as_str().get(..from.end).filter(|_| from.end < record.path.as_str().len());
        if let Some(folder) = folder {
            rename_folder(top, folder, &path.as_str()[..into.end])?;
        }
        let now = |old: &RepoPath| match folder.filter(|folder| old.is_below(folder)) {
            Some(folder) => RepoPath::new(format!("{}{}", &path.as_str()[..into.end], &old.as_str()[folder.len()..])),
            None => old.clone(),
        };
        // The new file first, the old one last: stopped halfway, nothing is lost, and `check` finds
        // what is there twice.
        match folder {
            Some(_) => change(top, &path, &record.text, Some(&own(record, to)))?,
            None => write_new(top, &path, &own(record, to))?,
        }
        writeln!(out, "{} → {path}", record.path)?;
        for decision in catalog.decisions.iter().filter(|decision| decision.path != record.path) {
            let (text, unsure) = other(decision, to);
            let before = Decision { path: now(&decision.path), ..decision.clone() };
            let after = read(&before.path, text);
            if after.text != before.text {
                write(&workspace, &before, &after, &catalog.policy, out)?;
                writeln!(out, "{}: links follow", before.path)?;
            }
            for span in unsure {
                let line = line_column(&before.text, span.start).0;
                let written = visible(span.of(&before.text)).into_owned();
                writeln!(out, "{}:{line}: `{written}` may mean either record, and is left alone", before.path)?;
            }
        }
        for (old, text) in pages {
            let after = page(&text, to);
            if after != text {
                change(top, &now(&old), &text, Some(&after))?;
                writeln!(out, "{}: links follow", now(&old))?;
            }
        }
        if folder.is_none() {
            change(top, &record.path, &record.text, None)?;
        }
        Ok(Outcome::Fine)
    }

    /// The new path; refused where another record has the id.
    fn path(&self, record: &Decision, catalog: &Catalog) -> Result<RepoPath, Error> {
        let old = &record.id.text;
        let place = carrier(&record.path);
        let path = record.path.as_str();
        let Some(rest) = place.of(path).strip_prefix(old.as_str()) else {
            return Err(Error::Usage(format!(
                "the name of `{}` does not start with its id\n  = help: `git mv` gives it another name",
                record.path
            )));
        };
        let new = match (&self.new, record.id_kind) {
            (Some(new), Kind::Sequential) => numbered(old, new),
            // A day alone takes the place of the day; the words behind it stay.
            (Some(new), Kind::Date) if is_day(new) => {
                let is_day = |c: char| c.is_ascii_digit() || c == '-';
                let words = old.trim_start_matches(is_day);
                let mark = if words.is_empty() || words.starts_with('_') { "" } else { "-" };
                format!("{}{mark}{words}", new.trim_end_matches('-'))
            }
            (Some(new), _) => new.clone(),
            (None, Kind::Sequential) => {
                let ids: Vec<(Id, Kind)> =
                    catalog.decisions.iter().map(|decision| (decision.id.clone(), decision.id_kind)).collect();
                numbered(old, &next_number(&ids).0.to_string())
            }
            (None, Kind::Date | Kind::Slug) => {
                return Err(Error::Usage(format!(
                    "`{}` is no number, so none comes next\n  = help: name the new id: `heard renumber {} NEW`",
                    record.id,
                    shell(old)
                )));
            }
        };
        let path = RepoPath::new(format!("{}{new}{rest}{}", &path[..place.start], &path[place.end..]));
        let (id, kind) = Id::of_path(&path);
        let is_record = id.text == new && kind == record.id_kind && catalog.policy.is_record(&path);
        if !is_record || new.starts_with('.') || new.contains(['/', '\\']) || new.contains(char::is_control) {
            let what = if record.id_kind == Kind::Sequential { "number" } else { "id" };
            return Err(Error::Usage(format!("`{}` is no {what} of a record", visible(&new))));
        }
        let taken: Vec<&str> = catalog.resolve(&id).iter().map(|record| record.path.as_str()).collect();
        match taken.is_empty() {
            true => Ok(path),
            false => Err(Error::Usage(format!("`{}` is taken by {}", visible(&new), listed(taken)))),
        }
    }
}

/// A number with the letters and as many digits as the old one has; what is no number is an id as it is.
fn numbered(old: &str, new: &str) -> String {
    let width = old.len() - old.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let prefix = &old[..old.len() - width];
    match new.parse::<u64>() {
        Ok(number) => format!("{prefix}{number:0width$}"),
        Err(_) => new.to_owned(),
    }
}

/// Whether a new id is a day and nothing else.
fn is_day(new: &str) -> bool {
    !new.is_empty() && new.chars().all(|c| c.is_ascii_digit() || c == '-')
}

/// The pages of the log's folders that are no records, with their text.
fn pages(workspace: &Workspace, policy: &Policy) -> Result<Vec<(RepoPath, String)>, Error> {
    let source = workspace.source(State::WorkTree)?;
    let is_page = |path: &RepoPath| policy.in_log(path) && is_markdown(path) && !policy.is_record(path);
    let listed = source.list(&policy.roots())?;
    let mut pages = Vec::new();
    for listed in listed.iter().filter(|listed| listed.kind == snapshot::Kind::File && is_page(&listed.path)) {
        if let Ok(text) = String::from_utf8(source.read(listed)?) {
            pages.push((listed.path.clone(), text));
        }
    }
    Ok(pages)
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
