//! `heard import`: copies records of other tools into the log, in heard's format.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::workspace::{State, Workspace};
use super::writes::Writes;
use super::{Error, Global, Outcome};
use crate::decision::{self, Decision};
use crate::document::{FILE_LIMIT, HEADER_LIMIT};
use crate::draft::{file_name, slug};
use crate::import::{self, Form, KEP};
use crate::log::read_record;
use crate::policy::{GLOB_MARKS, Policy, is_markdown, is_other_page};
use crate::snapshot::{self, Content, Listed, Source, read_file};
use crate::text::{RepoPath, counted, one_line, shortened, visible, visible_path};
use crate::vocabulary::id::IdKind;

/// The largest export that is read, in bytes.
const EXPORT_LIMIT: usize = 64 * 1024 * 1024;

/// How many records without a known status are named.
const SHOWN: usize = 5;

/// Import decision records from other tools
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Nothing is lost: what the new header has no field for stays in the text or becomes a comment in the header. The \
original files are not changed. A record keeps its ID unless a decision in the log already has it.

Examples:
  heard import docs/adr --dry-run       show what would be written
  heard import docs/adr                 copy the records into the log
  heard import ../wiki --from nygard    import only one format
  heard import adrs.json                import the output of `adrs export json`")]
pub(super) struct Arguments {
    /// Directory with the records, or a JSON file exported by adrs
    #[arg(value_name = "PATH")]
    records: PathBuf,
    /// Import only records of this format
    #[arg(long, value_name = "FORMAT", default_value = "auto")]
    from: From,
    /// Show what would be written without writing it
    #[arg(long)]
    dry_run: bool,
}

/// The formats to import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum From {
    /// All formats
    Auto,
    /// YAML front matter: MADR 3 and 4, EIPs
    Madr,
    /// A list of fields below the title: MADR 2, log4brains
    Log4brains,
    /// A `Status` section: adr-tools
    Nygard,
    /// Files or JSON written by adrs
    Adrs,
    /// A table of fields below the title, as in many RFCs
    Table,
    /// `Key: value` lines at the top, as in PEPs
    Preamble,
    /// Directories with a `kep.yaml`
    Kep,
}

impl From {
    fn takes(self, form: Form) -> bool {
        match self {
            Self::Auto => true,
            Self::Madr => form == Form::Madr,
            Self::Log4brains => form == Form::Log4brains,
            Self::Nygard => form == Form::Nygard,
            Self::Adrs => [Form::Madr, Form::Nygard].contains(&form),
            Self::Table => form == Form::Table,
            Self::Preamble => form == Form::Preamble,
            Self::Kep => form == Form::Kep,
        }
    }
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = match self.dry_run {
            true => Workspace::open(global)?,
            false => Workspace::open_to_write(global, false)?,
        };
        let source = workspace.source(State::WorkTree)?;
        let policy = Workspace::policy(&source)?;
        let Some(dir) = policy.dirs.iter().find(|dir| !dir.contains(GLOB_MARKS)) else {
            return Err(Error::Usage("every entry of `dirs` is a glob, so it is not clear where the records belong\n  = help: add a plain directory to `dirs` in `[log]`".to_owned()));
        };
        let shown = visible_path(&self.records);
        let from = global.folder()?.join(&self.records);
        let from = from.canonicalize().map(super::plain).unwrap_or(from);
        let is_export = from.is_file();
        if !is_export && !from.is_dir() {
            return Err(Error::Usage(format!(
                "`{shown}` is not a directory\n  = help: pass the directory with the records, or a JSON file exported by adrs"
            )));
        }
        if !is_export && from.starts_with(workspace.top()?.join(dir)) {
            return Err(Error::Usage(format!(
                "`{shown}` is already part of the log, so there is nothing to import\n  = help: `heard check` shows what its records lack; to add a header, edit the record, and to leave old records as they are, run `heard baseline --write`"
            )));
        }
        let (decisions, left) = match is_export {
            true => self.exported(&from, &shown, &policy)?,
            false => self.read(&Source::WorkTree(from), &policy)?,
        };
        if decisions.is_empty() {
            let help = match self.from {
                From::Auto => "pass the directory that has the records",
                _ => "leave out `--from`, or pass another directory",
            };
            return Err(Error::Usage(format!("no records found in `{shown}`\n  = help: {help}")));
        }
        let mut taken = workspace.taken(&source, &policy)?;
        taken.retain(|path| policy.is_record(path));
        let kind = policy.ids.unwrap_or_else(|| usual(&taken, &decisions));
        let today = global.today().to_string();
        let mut named = policy.clone();
        named.ids = Some(kind);
        let names = |taken: &[RepoPath]| {
            import::names(&decisions, dir, kind, taken, |decision, all| {
                let day = decision.date.as_ref().and_then(|day| day.date).map(|date| date.to_string());
                file_name(decision.shown_title(), &named, all, &day.unwrap_or_else(|| today.clone()))
            })
        };
        let texts = read_texts(&source, &taken)?;
        let (names, there) = import::resumed(&decisions, &texts, names);
        let mut writes = Writes::new(&workspace);
        let records: Vec<(&Decision, &RepoPath, String)> = decisions
            .iter()
            .map(|decision| (decision, &names[&decision.path], import::record(decision, &names)))
            .collect();
        if !self.dry_run {
            for (_, path, text) in records.iter().filter(|(_, path, _)| !there.contains(*path)) {
                writes.create(path, text.as_str());
            }
            writes.commit()?;
        }
        for (decision, path, text) in &records {
            let is_there = if there.contains(*path) { " (already imported)" } else { "" };
            writeln!(out, "{} -> {path}{is_there}", decision.path)?;
            for line in text.lines().filter(|_| self.dry_run && is_there.is_empty()) {
                writeln!(out, "{}", format!("    {}", visible(line)).trim_end())?;
            }
        }
        for (path, reason) in &left {
            writeln!(out, "skipped {path}: {reason}")?;
        }
        let unknown: Vec<&Decision> = decisions.iter().filter(|decision| import::status(decision).is_none()).collect();
        if !unknown.is_empty() {
            let shown: Vec<String> = unknown.iter().map(|decision| with_status(decision)).collect();
            let more = if shown.len() > SHOWN { format!(" and {} more", shown.len() - SHOWN) } else { String::new() };
            let shown = shown.into_iter().take(SHOWN).collect::<Vec<_>>().join(", ");
            let records = counted(unknown.len(), "record");
            writeln!(out, "{records} without a status that heard knows, left empty: {shown}{more}")?;
        }
        let records = counted(decisions.len() - there.len(), "record");
        match self.dry_run {
            true => writeln!(out, "{records} would be written (dry run)")?,
            false => writeln!(out, "{records} written; `heard check` shows what they lack")?,
        }
        Ok(Outcome::Fine)
    }

    /// The records of a JSON file.
    fn exported(&self, file: &Path, shown: &str, policy: &Policy) -> Result<Found, Error> {
        if ![From::Auto, From::Adrs].contains(&self.from) {
            return Err(Error::Usage(format!(
                "`{shown}` is a file, which only works for adrs exports\n  = help: leave out `--from`, or pass a directory"
            )));
        }
        let failed = |error: std::io::Error| Error::Usage(format!("can't read `{shown}`: {error}"));
        let content = read_file(file, EXPORT_LIMIT).map_err(failed)?;
        let refused = |reason: &str| {
            Error::Usage(format!(
                "`{shown}` is not an export of adrs: {}\n  = help: create one with `adrs export json`, or pass the directory with the records",
                visible(reason)
            ))
        };
        let bytes = content.bytes().ok_or_else(|| refused("it is larger than 64 MiB"))?;
        let text = String::from_utf8(bytes).map_err(|_| refused("it is not UTF-8"))?;
        let records = import::adrs::records(&text, slug).map_err(|reason| refused(&reason))?;
        let read = |(path, text): (RepoPath, String)| decision::read(path, text.into_bytes(), &policy.words);
        let (unread, decisions): (Vec<_>, Vec<_>) = records.into_iter().map(read).partition(Decision::is_unread);
        let left = unread.into_iter().map(|decision| (decision.path, "it is larger than 1 MiB".to_owned())).collect();
        Ok((decisions, left))
    }

    /// The records of a directory.
    fn read(&self, source: &Source<'_>, policy: &Policy) -> Result<Found, Error> {
        let all = source.list(&[String::new()])?;
        let beside: BTreeMap<&str, &Listed> = all
            .iter()
            .filter_map(|listed| Some((listed.path.as_str().strip_suffix(KEP)?, listed)))
            .filter(|(folder, _)| folder.is_empty() || folder.ends_with('/'))
            .collect();
        let (mut decisions, mut left) = (Vec::new(), Vec::new());
        for listed in all.iter().filter(|listed| is_markdown(&listed.path)) {
            let path = &listed.path;
            let kep = path.as_str().strip_suffix("README.md").and_then(|folder| beside.get(folder));
            if kep.is_none() && is_other_page(path) {
                left.push((path.clone(), "its name is not that of a record".to_owned()));
                continue;
            }
            let mut decision = read_record(source, listed, policy)?;
            if let Some(kep) = kep.filter(|_| !decision.is_unread()) {
                let is_file = kep.kind == snapshot::FileKind::File;
                let content = is_file.then(|| source.read(kep, HEADER_LIMIT)).transpose()?;
                let header = content.and_then(Content::bytes).and_then(|bytes| String::from_utf8(bytes).ok());
                let Some(header) = header else {
                    left.push((path.clone(), format!("its `{KEP}` is a link, too large, or not UTF-8")));
                    continue;
                };
                let text = import::kep(&header, &decision.text);
                decision = decision::read(path.clone(), text.into_bytes(), &policy.words);
            }
            let form = if kep.is_some() { Form::Kep } else { import::form(&decision) };
            if decision.is_unread() {
                left.push((path.clone(), "it is a link, too large, or not UTF-8".to_owned()));
            } else if self.from.takes(form) {
                decisions.push(decision);
            } else {
                left.push((path.clone(), "it has another format".to_owned()));
            }
        }
        Ok((decisions, left))
    }
}

/// The texts of records of the log.
fn read_texts(source: &Source<'_>, paths: &[RepoPath]) -> Result<BTreeMap<RepoPath, String>, Error> {
    let mut texts = BTreeMap::new();
    for path in paths {
        if let Some(listed) = source.find(path)?
            && let Some(bytes) = source.read(&listed, FILE_LIMIT)?.bytes()
            && let Ok(text) = String::from_utf8(bytes)
        {
            texts.insert(path.clone(), text);
        }
    }
    Ok(texts)
}

/// The path of a record, with the status that is not known.
fn with_status(decision: &Decision) -> String {
    match &decision.status {
        Some(status) => format!("{} ({})", decision.path, shortened(&one_line(&status.word))),
        None => decision.path.to_string(),
    }
}

/// The records that were found, and the skipped files with the reasons.
type Found = (Vec<Decision>, Vec<(RepoPath, String)>);

/// How records are named if the policy does not say: like those in the log, otherwise like the imported ones.
fn usual(taken: &[RepoPath], decisions: &[Decision]) -> IdKind {
    if taken.is_empty() {
        return crate::adopt::kind(decisions.iter().map(|decision| &decision.path));
    }
    crate::adopt::kind(taken.iter())
}
