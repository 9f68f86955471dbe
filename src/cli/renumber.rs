//! `heard renumber`: gives a record another id, in its name, its text, and every link to it.

use std::fmt::Write as _;
use std::io::Write;

use super::change::{one, warn};
use super::workspace::{State, Workspace};
use super::writes::Writes;
use super::{Error, Global, Outcome, question, values};
use crate::baseline;
use crate::catalog::Catalog;
use crate::decision::renumber::{Means, Renumbering, carrier, other, own, page};
use crate::decision::{self, Decision};
use crate::document::FILE_LIMIT;
use crate::draft::next_number;
use crate::facts::follows;
use crate::log::read_baseline;
use crate::policy::is_markdown;
use crate::snapshot::{self, Content};
use crate::text::{RepoPath, counted, line_column, listed, shell, visible};
use crate::vocabulary::id::{Id, IdKind};
use crate::vocabulary::reference::Reference;

/// Change the ID of a decision and every link to it
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard renumber                          list IDs that are used twice
  heard renumber 0012-use-sqlite.md       use the next free number
  heard renumber 12 15
  heard renumber 20260302-pager 20260309  change the date and keep the rest of the name
  heard renumber use-sqlite use-postgres

Links are updated in all decisions and in other markdown files of the log, such as a README.")]
pub(super) struct Arguments {
    /// ID of the decision, or the name or path of its file if two decisions share the ID
    #[arg(add = values::id())]
    id: Option<String>,
    /// New ID [default: the next free number]
    new: Option<String>,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open_to_write(global, self.id.is_none())?;
        let catalog = workspace.catalog(State::WorkTree)?;
        let chosen = match &self.id {
            Some(id) => Some(one(&catalog, id)?),
            None => {
                let twins = twins(&catalog);
                tell_twins(&twins, out)?;
                out.flush()?;
                if !twins.is_empty() && question::can_ask() { ask_twin(&twins)? } else { None }
            }
        };
        let Some(record) = chosen else {
            return Ok(Outcome::Fine);
        };
        let Renumber { path, writes, notes, relinked } =
            Renumber::plan(&workspace, &catalog, record, self.new.as_deref())?;
        writes.commit()?;
        writeln!(out, "{} → {path}", record.path)?;
        for (before, after) in &relinked {
            let moves = |now: &RepoPath| (*now == path).then_some(&record.path);
            let follows = |old: &str, new: &str| follows(before, after, old, new, moves);
            warn(before, after, &catalog.policy, &follows, out)?;
        }
        out.write_all(notes.as_bytes())?;
        let signed = record.consultation.quotes.iter().filter(|quote| quote.proofs.signature.is_some()).count();
        if signed > 0 {
            let (verb, fails) = if signed == 1 { ("is", "fails") } else { ("are", "fail") };
            writeln!(
                out,
                "warning: {} in it {verb} for the old ID and {fails} now; ask for new ones",
                counted(signed, "signature")
            )?;
        }
        Ok(Outcome::Fine)
    }
}

/// What gives a record another id.
pub(super) struct Renumber<'a> {
    /// Its path under the new id.
    path: RepoPath,
    /// All that is written.
    pub writes: Writes<'a>,
    /// What is to be said of it, a line each.
    notes: String,
    /// The other records whose links change, before and after.
    relinked: Vec<(&'a Decision, Decision)>,
}

impl<'a> Renumber<'a> {
    /// Plans it. Without a new id it is the next free number.
    pub(super) fn plan(
        workspace: &'a Workspace,
        catalog: &'a Catalog,
        record: &Decision,
        new: Option<&str>,
    ) -> Result<Self, Error> {
        if record.is_unread() {
            return Err(Error::Usage(format!("`{}` can't be read", record.path)));
        }
        let path = new_path(new, record, catalog)?;
        let new = Id::of_path(&path).0;
        let means = means(record, catalog);
        let to = renumbering(record, &path, &new, &means);
        let read =
            |path: &RepoPath, text: String| decision::read(path.clone(), text.into_bytes(), &catalog.policy.words);
        let mut notes = String::new();
        let pages = pages(workspace, catalog, &mut notes)?;
        let folders = folders(&record.path, &path);
        let now = |old: &RepoPath| match folders.filter(|(from, _)| old.is_below(from)) {
            Some((from, into)) => RepoPath::new(format!("{into}{}", &old.as_str()[from.len()..])),
            None => old.clone(),
        };
        let mut writes = Writes::new(workspace);
        let mut relinked: Vec<(&Decision, Decision)> = Vec::new();
        // A new file comes first and the old one goes last; a folder gets its name last, with all that is
        // in it. Killed halfway, nothing is lost, `check` finds what is there twice or leads nowhere, and
        // the same command goes on from there.
        if folders.is_none() && catalog.at(&path).is_none() {
            writes.create(&path, own(record, to));
        }
        for decision in catalog.decisions.iter().filter(|decision| ![&record.path, &path].contains(&&decision.path)) {
            let (text, unsure) = other(decision, to);
            let shown = now(&decision.path);
            let after = read(&decision.path, text);
            if after.text != decision.text {
                writes.change(&decision.path, &decision.text, &after.text);
                let _ = writeln!(notes, "{shown}: updated links");
                relinked.push((decision, after));
            }
            for span in unsure {
                let line = line_column(&decision.text, span.start).0;
                let written = visible(span.of(&decision.text)).into_owned();
                let _ = writeln!(notes, "{shown}:{line}: `{written}` could refer to either record; not changed");
            }
        }
        for (old, text) in pages {
            let after = page(&old, &text, to);
            if after != text {
                writes.change(&old, &text, &after);
                let _ = writeln!(notes, "{}: updated links", now(&old));
            }
        }
        let (from, into) = folders.unwrap_or((record.path.as_str(), path.as_str()));
        if rename_recorded(workspace, from, into, &mut writes)? {
            let _ = writeln!(notes, "{}: updated its entries", baseline::FILE);
        }
        match folders {
            Some((from, into)) => {
                writes.change(&record.path, &record.text, &own(record, to));
                writes.rename_folder(from, into);
            }
            None => writes.remove(&record.path, &record.text),
        }
        Ok(Self { path, writes, notes, relinked })
    }
}

/// The new path; refused where another record has the id, unless it is this one, copied by a run that
/// was stopped.
fn new_path(new: Option<&str>, record: &Decision, catalog: &Catalog) -> Result<RepoPath, Error> {
    let old = &record.id.text;
    let place = carrier(&record.path);
    let path = record.path.as_str();
    let Some(rest) = place.of(path).strip_prefix(old.as_str()) else {
        return Err(Error::Usage(format!(
            "the file name of `{}` does not start with its ID\n  = help: rename it with `git mv`",
            record.path
        )));
    };
    let new = match (new, record.id_kind) {
        (Some(new), IdKind::Sequential) => numbered(&record.id, new),
        // A day alone takes the place of the day; the words behind it stay.
        (Some(new), IdKind::Date) if is_day(new) => {
            let is_day = |c: char| c.is_ascii_digit() || c == '-';
            let words = old.trim_start_matches(is_day);
            let mark = if words.is_empty() || words.starts_with('_') { "" } else { "-" };
            format!("{}{mark}{words}", new.trim_end_matches('-'))
        }
        (Some(new), _) => new.to_owned(),
        (None, IdKind::Sequential) => {
            let begun = catalog.decisions.iter().find(|other| is_begun(record, rest, other, catalog));
            if let Some(begun) = begun {
                return Ok(begun.path.clone());
            }
            let log = |decision: &Decision| catalog.policy.log_of(&decision.path).to_owned();
            let in_log = catalog.decisions.iter().filter(|decision| log(decision) == log(record));
            let ids: Vec<(Id, IdKind)> = in_log.map(|decision| (decision.id.clone(), decision.id_kind)).collect();
            numbered(&record.id, &next_number(&ids).0.to_string())
        }
        (None, IdKind::Date | IdKind::Slug) => {
            return Err(Error::Usage(format!(
                "`{}` is not a number, so there is no next one\n  = help: pass the new ID: `heard renumber {} NEW`",
                record.id,
                shell(old)
            )));
        }
    };
    let path = RepoPath::new(format!("{}{new}{rest}{}", &path[..place.start], &path[place.end..]));
    let (id, kind) = Id::of_path(&path);
    let is_record = id.text == new && kind == record.id_kind && catalog.policy.may_be_record(&path);
    if !is_record || new.starts_with('.') || new.contains(['/', '\\']) || new.contains(char::is_control) {
        let what = if record.id_kind == IdKind::Sequential { "number" } else { "ID" };
        return Err(Error::Usage(format!("`{}` is not a record {what}", visible(&new))));
    }
    let taken: Vec<&str> = catalog.with_id(&path, &id).iter().map(|record| record.path.as_str()).collect();
    let is_begun = catalog.at(&path).is_some_and(|other| is_begun(record, rest, other, catalog));
    match taken.is_empty() || is_begun {
        true => Ok(path),
        false => Err(Error::Usage(format!("`{}` is taken by {}", visible(&new), listed(taken)))),
    }
}

/// A number with the letters and as many digits as the old one has; what is no number is an id as it is.
fn numbered(old: &Id, new: &str) -> String {
    let (prefix, digits) = old.number_parts();
    let width = digits.len();
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
fn pages(workspace: &Workspace, catalog: &Catalog, notes: &mut String) -> Result<Vec<(RepoPath, String)>, Error> {
    let source = workspace.source(State::WorkTree)?;
    let policy = &catalog.policy;
    let is_page = |path: &RepoPath| policy.in_log(path) && is_markdown(path) && catalog.record(path).is_none();
    let listed = source.list(&policy.roots())?;
    let mut pages = Vec::new();
    for listed in listed.iter().filter(|listed| listed.kind == snapshot::FileKind::File && is_page(&listed.path)) {
        match source.read(listed, FILE_LIMIT)? {
            Content::Bytes(bytes) => {
                pages.extend(String::from_utf8(bytes).ok().map(|text| (listed.path.clone(), text)))
            }
            Content::TooLarge { size } => {
                let _ = writeln!(
                    notes,
                    "{}: not read, since it has {size} bytes and the limit is {FILE_LIMIT}; update its links yourself",
                    listed.path
                );
            }
        }
    }
    Ok(pages)
}

/// Plans to write the entries of the baseline for a file, or for the files of a folder, under its new name; whether there
/// are any.
fn rename_recorded(workspace: &Workspace, old: &str, new: &str, writes: &mut Writes<'_>) -> Result<bool, Error> {
    // One that can't be read is reported by `check`.
    let Some((_, Ok(recorded))) = read_baseline(&workspace.source(State::WorkTree)?)? else { return Ok(false) };
    let renamed = recorded.renamed(old, new);
    if let Some(renamed) = &renamed {
        writes.change(&RepoPath::new(baseline::FILE), &recorded.text, &renamed.text);
    }
    Ok(renamed.is_some())
}

/// Whether a reference means the record.
fn means<'a>(record: &'a Decision, catalog: &'a Catalog) -> impl Fn(&RepoPath, &Reference) -> Means + 'a {
    |from, reference| catalog.means(from, reference, &record.path)
}

/// The old name of a record and the new one.
fn renumbering<'a>(
    record: &'a Decision,
    path: &'a RepoPath,
    new: &'a Id,
    means: &'a dyn Fn(&RepoPath, &Reference) -> Means,
) -> Renumbering<'a> {
    Renumbering {
        old: &record.id,
        new,
        old_name: carrier(&record.path).of(record.path.as_str()),
        new_name: carrier(path).of(path.as_str()),
        old_path: &record.path.as_str()[..carrier(&record.path).end],
        means,
    }
}

/// The folder of a record that has one, under its old and its new name.
fn folders<'a>(old: &'a RepoPath, new: &'a RepoPath) -> Option<(&'a str, &'a str)> {
    let [from, into] = [old, new].map(|path| &path.as_str()[..carrier(path).end]);
    (from != old.as_str()).then_some((from, into))
}

/// Whether another record is this one under its new id, as a run leaves it that was stopped halfway: the same folder,
/// the same name behind the id, and the very bytes. A folder is never there under both names.
fn is_begun(record: &Decision, rest: &str, other: &Decision, catalog: &Catalog) -> bool {
    let folder = |decision: &Decision| decision.path.as_str().len() - decision.path.file_name().len();
    let is_beside = record.path.as_str()[..folder(record)] == other.path.as_str()[..folder(other)];
    other.path != record.path
        && is_beside
        && folders(&record.path, &other.path).is_none()
        && other.path.file_name().strip_suffix(rest) == Some(&other.id.text)
        && *other.text == *own(record, renumbering(record, &other.path, &other.id, &means(record, catalog)))
}

/// The records that share their id with another.
fn twins(catalog: &Catalog) -> Vec<&Decision> {
    catalog.decisions.iter().filter(|decision| catalog.count_namesakes(decision) > 0).collect()
}

/// The record that gets the next free number, by a prompt.
fn ask_twin<'a>(twins: &[&'a Decision]) -> Result<Option<&'a Decision>, Error> {
    let choices = twins.iter().map(|decision| (decision.path.to_string(), Some(*decision)));
    let none = ("none of them".to_owned(), None);
    question::pick("Which one gets the next free number?", "", choices.chain([none]).collect())
}

/// The ids that more than one record has, and the command that fixes each.
fn tell_twins(twins: &[&Decision], out: &mut dyn Write) -> Result<(), Error> {
    if twins.is_empty() {
        writeln!(out, "no duplicate IDs")?;
    }
    for decision in twins {
        writeln!(out, "{}  {}", decision.id, decision.path)?;
    }
    if let Some(last) = twins.last() {
        writeln!(out, "next: `heard renumber {}` gives one of them the next free number", shell(last.path.as_str()))?;
    }
    Ok(())
}
