//! `heard check`: checks decision files.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use super::change::with_changes;
use super::output::Output;
use super::workspace::{State, Workspace};
use super::writes::Writes;
use super::{Error, Global, Outcome};
use crate::baseline::{self, Baseline};
use crate::catalog::Catalog;
use crate::decision::Decision;
use crate::document::FILE_LIMIT;
use crate::fix::{self, Extent, Fixed};
use crate::lint::{self, Filtered, Settings};
use crate::log::read_record;
use crate::render::{diff, human};
use crate::report::{CheckReport, Report, Summary, Texts, VERSION, findings};
use crate::snapshot::Source;
use crate::text::{RepoPath, counted, line_column, visible};

/// Check decision files
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard check                           check the whole log
  heard check decisions/0012-*.md       check some decisions
  heard check --staged                  check what the next commit contains
  heard check --rev v1.0                check the files of a commit
  heard check --stdin-filename decisions/0012-page.md < buffer
                                        check what an editor has not saved yet
  heard check --also sarif=heard.sarif  also write a file for code scanning
  heard check --all                     show each finding, however many decisions have it
  heard check --no-allow                ignore `heard: allow` comments
  heard check --no-baseline             report known findings too
  heard check --diff                    show what `--fix` would change
  heard check --fix                     fix what can be fixed automatically
  heard check --fix-form                also write quotes and keys in the usual form

`--fix` rewrites dates as `YYYY-MM-DD`, adds missing links back, corrects misspelled keys, and moves the name below a \
quote into the quote. `--fix-form` also rewrites quotes in other forms, such as list items and tables, as block \
quotes. Neither changes quoted words, or an accepted decision in a way that the gate would reject. `--diff` exits with \
1 if `--fix` would change anything.")]
pub(super) struct Arguments {
    /// Files or directories to check [default: the whole log]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Check the files of a commit
    #[arg(long, value_name = "REV", conflicts_with = "staged")]
    rev: Option<String>,
    /// Check the staged files
    #[arg(long)]
    staged: bool,
    /// Check the text on standard input as if it were this file
    #[arg(long, value_name = "PATH", conflicts_with_all = ["paths", "rev", "staged", "fix", "diff", "fix_form"])]
    stdin_filename: Option<PathBuf>,
    #[command(flatten)]
    pub(super) output: Output,
    /// Treat warnings as errors and enable every rule
    #[arg(long)]
    strict: bool,
    /// Show every finding of a rule that reports most decisions
    #[arg(long)]
    all: bool,
    /// Ignore `heard: allow` comments
    #[arg(long)]
    no_allow: bool,
    /// Ignore the baseline
    #[arg(long)]
    no_baseline: bool,
    /// Fix what can be fixed automatically and report the rest
    #[arg(long, group = "fixing", conflicts_with_all = ["rev", "staged"])]
    fix: bool,
    /// Show what `--fix` would change as a diff, without writing it
    #[arg(long, group = "fixing", conflicts_with_all = ["rev", "staged", "format", "also", "summary"])]
    diff: bool,
    /// Fix, and also write quotes as block quotes, `deciders` as `decision-makers`, and comma-separated names as lists
    #[arg(long, conflicts_with_all = ["rev", "staged"])]
    fix_form: bool,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = match (self.fix || self.fix_form) && !self.diff {
            true => Workspace::open_to_write(global, false)?,
            false => Workspace::open(global)?,
        };
        let state = match &self.rev {
            Some(rev) => State::Rev(rev),
            None if self.staged => State::Staged,
            None => State::WorkTree,
        };
        let log = match &self.stdin_filename {
            // The buffer may be the first decision.
            Some(_) => workspace.log_or_none(state, &[])?,
            None => workspace.log(state, &self.paths)?,
        };
        let baseline = if self.no_baseline { Baseline::default() } else { log.baseline()? };
        let (mut catalog, asked) = match &self.stdin_filename {
            Some(path) => log.read_with(workspace.relative(path)?, buffer()?)?,
            None => log.read()?,
        };
        let settings = Settings { strict: self.strict, allow: !self.no_allow, baseline: &baseline };
        let lint = |catalog: &Catalog| lint::check(catalog, settings, |path| asked.includes(path));
        let mut filtered = lint(&catalog);
        if self.fix || self.diff || self.fix_form {
            let extent = Extent { quotes: self.fix_form, form: self.fix_form, strict: self.strict };
            let settled = settled(&workspace, &catalog, |path| asked.includes(path))?;
            let find = |catalog: &Catalog| lint(catalog).findings;
            let fixed = fix::fix(&catalog, find, extent, &settled, |path| asked.includes(path));
            if self.diff {
                return show(&fixed, out);
            }
            self.write(&workspace, &fixed, out)?;
            catalog = with_changes(&catalog, fixed.into_iter().map(|file| file.after).collect());
            filtered = lint(&catalog);
        }
        let Filtered { findings: found, allowed, recorded } = filtered;
        let checked = catalog.decisions.iter().filter(|decision| asked.includes(&decision.path)).count();
        let summary = Summary { allowed, recorded, ..Summary::of(&found, checked) };
        let mut texts = Texts {
            files: catalog.decisions.iter().map(|decision| (&decision.path, &*decision.text)).collect(),
            policy: &catalog.policy.text,
        };
        let baseline_path = RepoPath::new(baseline::FILE);
        texts.files.insert(&baseline_path, &baseline.text);
        let report = || {
            let (findings, summary) = findings(&found, &texts, summary);
            Report::Check(CheckReport { version: VERSION, findings, summary })
        };
        let human = |width| {
            let (shown, common) = match self.all {
                true => (found.clone(), Vec::new()),
                false => human::without_common(&found, checked),
            };
            let mut out = human::findings(&shown, &texts, width);
            for findings in &common {
                out.push_str(&human::common(findings, &texts, checked));
            }
            if !common.is_empty() {
                out.push_str("`heard check --all` shows each of them\n\n");
            }
            let _ = writeln!(out, "{}", human::summary(&summary));
            out.push_str(&human::left_out(&summary));
            if asked.others > 0 && self.paths.is_empty() {
                let files = match asked.others {
                    1 => "1 file that is not a decision".to_owned(),
                    files => format!("{files} files that are not decisions"),
                };
                let _ = writeln!(out, "skipped {files} (README, index, template)");
            }
            if let Some(finding) = found.first() {
                let _ = writeln!(out, "for details: `heard explain {}`", finding.rule);
            }
            out
        };
        self.output.write(global, report, human, out)?;
        Ok(if summary.denied > 0 { Outcome::Denied } else { Outcome::Fine })
    }

    /// Writes what was fixed, and lists it, on stderr beside a report for machines.
    fn write(&self, workspace: &Workspace, fixed: &[Fixed<'_>], out: &mut dyn Write) -> Result<(), Error> {
        let mut aside = anstream::stderr();
        let mut writes = Writes::new(workspace);
        for file in fixed {
            writes.change(&file.before.path, &file.before.text, &file.after.text);
        }
        writes.commit()?;
        for file in fixed {
            let notes = fix_notes(file, true);
            match self.output.is_human() {
                true => out.write_all(notes.as_bytes())?,
                false => aside.write_all(notes.as_bytes())?,
            }
        }
        Ok(())
    }
}

/// The text on standard input.
fn buffer() -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(FILE_LIMIT as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| Error::Usage(format!("can't read standard input: {error}")))?;
    if bytes.len() > FILE_LIMIT {
        return Err(Error::Usage("standard input is larger than 1 MiB, and no decision file can be".to_owned()));
    }
    Ok(bytes)
}

/// The selected decisions as the gate will compare them with, if they are accepted there.
pub(super) fn settled(
    workspace: &Workspace,
    catalog: &Catalog,
    is_selected: impl Fn(&RepoPath) -> bool,
) -> Result<BTreeMap<RepoPath, Decision>, Error> {
    let mut settled = BTreeMap::new();
    let Some(start) = workspace.start(&catalog.policy.base)? else { return Ok(settled) };
    let source = Source::Tree(workspace.repo()?.tree(start)?);
    for decision in catalog.decisions.iter().filter(|decision| is_selected(&decision.path)) {
        if let Some(listed) = source.find(&decision.path)? {
            let before = read_record(&source, &listed, &catalog.policy)?;
            if before.is_accepted() {
                settled.insert(decision.path.clone(), before);
            }
        }
    }
    Ok(settled)
}

/// Prints the changes as a diff, and on stderr what is not fixed.
fn show(fixed: &[Fixed<'_>], out: &mut dyn Write) -> Result<Outcome, Error> {
    let mut aside = anstream::stderr();
    let mut files = 0;
    for file in fixed {
        let text = diff::unified(&file.before.path, &file.before.text, &file.after.text)?;
        files += usize::from(!text.is_empty());
        out.write_all(text.as_bytes())?;
        aside.write_all(fix_notes(file, false).as_bytes())?;
    }
    writeln!(aside, "`--fix` would change {}", counted(files, "file"))?;
    Ok(if files > 0 { Outcome::Denied } else { Outcome::Fine })
}

/// What was fixed in a file, and what was not: a line each.
fn fix_notes(file: &Fixed<'_>, with_fixed: bool) -> String {
    let mut lines = String::new();
    for note in &file.notes {
        let (word, what) = match &note.result {
            Ok(what) if with_fixed => ("fixed", what),
            Ok(_) => continue,
            Err(reason) => ("not fixed", reason),
        };
        let rule = note.rule.map(|rule| format!("[{rule}]")).unwrap_or_default();
        let line = line_column(&file.after.text, note.at).0;
        let _ = writeln!(lines, "{}:{line}: {word}{rule}: {}", file.after.path, visible(what));
    }
    lines
}
