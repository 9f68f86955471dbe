//! `heard export`: the log as data.

use std::io::Write;

use clap::ValueEnum;

use super::bundles::From;
use super::compare::variables;
use super::list::Filter;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome};
use crate::bundle::{Bundle, Origin, can_hold, repository_of_url};
use crate::catalog::Catalog;
use crate::ci;
use crate::decision::Decision;
use crate::render::export::{ExportFormat, export};
use crate::render::json;
use crate::report::record::Record;
use crate::text::{counted, listed, visible};
use crate::vocabulary::reference::is_repository;

/// Export the log as JSON or CSV, or for an index over many repositories
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A bundle has the files of the decisions, and `heard.toml`. `heard index --from` and other commands with `--from` read the \
bundles of many repositories. In CI, the repository and where its files can be viewed are those of the job.

Examples:
  heard export > log.json
  heard export --format csv --status accepted > log.csv
  heard export --format ndjson --rev v1.0
  heard export --format bundle > app.bundle.json
  heard export --format bundle --repository acme/app --public > app.bundle.json")]
pub(super) struct Arguments {
    #[command(flatten)]
    filter: Filter,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    format: Format,
    /// Read the log from a commit
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// Of a bundle: the repository, such as `acme/app` [default: that of the CI job, or of the remote]
    #[arg(long, value_name = "NAME")]
    repository: Option<String>,
    /// Of a bundle: everybody may read it, so an index shows it without `--internal`
    #[arg(long)]
    public: bool,
}

/// The output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One array, like `heard list --format json`.
    Json,
    /// One JSON object per line.
    Ndjson,
    /// One row per decision, for spreadsheets.
    Csv,
    /// The files of the decisions, for an index over many repositories.
    Bundle,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let format = match self.format {
            Format::Json => ExportFormat::Json,
            Format::Ndjson => ExportFormat::Ndjson,
            Format::Csv => ExportFormat::Csv,
            Format::Bundle => return self.bundle(global, out),
        };
        if self.repository.is_some() || self.public {
            return Err(Error::Usage(
                "`--repository` and `--public` are for bundles\n  = help: add `--format bundle`".to_owned(),
            ));
        }
        let workspace = Workspace::open(global)?;
        let state = self.rev.as_deref().map_or(State::WorkTree, State::Rev);
        let catalog = workspace.catalog(state)?;
        let decisions = self.filter.of(&catalog, &workspace, state, &From::default())?;
        let records: Vec<Record> = decisions.iter().map(|decision| Record::of(decision, &catalog.policy)).collect();
        out.write_all(export(&records, format).as_bytes())?;
        Ok(Outcome::Fine)
    }

    fn bundle(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let state = self.rev.as_deref().map_or(State::WorkTree, State::Rev);
        // One that has begun its log may have no decision yet.
        let log = match workspace.log_or_none(state, &[])? {
            log if log.policy.exists => log,
            _ => workspace.log(state, &[])?,
        };
        let (catalog, _) = log.read()?;
        let decisions = self.filter.of(&catalog, &workspace, state, &From::default())?;
        let origin = self.origin(&workspace, state)?;
        let text = json(&Bundle::new(origin, &decisions, &catalog));
        out.write_all(text.as_bytes())?;
        warn_left_out(&decisions, &catalog)
    }

    /// Where the bundle comes from.
    fn origin(&self, workspace: &Workspace, state: State<'_>) -> Result<Origin, Error> {
        let variables = variables();
        let commit = workspace.commit(state)?.map(|commit| commit.to_string());
        let remote = || repository_of_url(&workspace.repo().ok()?.remote_url()?);
        let repository = self.repository.clone().or_else(|| ci::repository(&variables)).or_else(remote);
        let help = "pass its name as the forge writes it: `--repository acme/app`";
        let repository = match repository {
            Some(name) if is_repository(&name) => name,
            Some(name) => {
                let message = format!("`{}` is not the name of a repository", visible(&name));
                return Err(Error::Usage(format!("{message}\n  = help: {help}")));
            }
            None => return Err(Error::Usage(format!("the name of the repository is not known\n  = help: {help}"))),
        };
        let source_url = commit.as_ref().and_then(|commit| ci::files_at(&variables, commit));
        Ok(Origin { repository, public: self.public, commit, source_url })
    }
}

/// Says what is not in the bundle.
fn warn_left_out(decisions: &[&Decision], catalog: &Catalog) -> Result<Outcome, Error> {
    if catalog.decisions.is_empty() {
        let dirs = listed(catalog.policy.dirs.iter().map(String::as_str));
        writeln!(anstream::stderr(), "warning: no decisions found in {dirs}; the bundle is empty")?;
    }
    let unread = decisions.iter().filter(|decision| !can_hold(decision));
    let paths: Vec<&str> = unread.map(|decision| decision.path.as_str()).collect();
    if let Some(first) = paths.first() {
        let all = counted(catalog.decisions.len(), "decision");
        writeln!(
            anstream::stderr(),
            "warning: {} of {all} can't be read or {} an odd name, and {} left out, such as `{first}`",
            paths.len(),
            if paths.len() == 1 { "has" } else { "have" },
            if paths.len() == 1 { "is" } else { "are" }
        )?;
    }
    Ok(Outcome::Fine)
}
