//! `heard check`: judges decision files.

use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use super::output::Output;
use super::workspace::{State, Workspace};
use super::{Error, Global, Outcome};
use crate::allow;
use crate::baseline::{self, Baseline};
use crate::check::Judge;
use crate::policy;
use crate::render::human;
use crate::report::{CheckReport, Report, Summary, Texts, VERSION, findings};
use crate::text::RepoPath;

/// Judge decision files
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  heard check                           every decision of the log
  heard check decisions/0012-*.md       some of them
  heard check --staged                  what the next commit would hold
  heard check --rev v1.0                what a commit holds
  heard check --also sarif=heard.sarif  also into a file, for code scanning
  heard check --no-allow                also what comments in decisions allow
  heard check --no-baseline             also what the baseline records")]
pub(super) struct Arguments {
    /// Files or folders; the whole log when left out
    paths: Vec<PathBuf>,
    /// Judge the files of a commit
    #[arg(long, value_name = "REV", conflicts_with = "staged")]
    rev: Option<String>,
    /// Judge the files that are staged
    #[arg(long)]
    staged: bool,
    #[command(flatten)]
    pub(super) output: Output,
    /// Deny what else would warn, and turn on the rules that are off
    #[arg(long)]
    strict: bool,
    /// Also tell what comments in decisions allow
    #[arg(long)]
    no_allow: bool,
    /// Also tell what `heard-baseline.toml` records
    #[arg(long)]
    no_baseline: bool,
}

impl Arguments {
    pub(super) fn run(&self, global: &Global, out: &mut dyn Write) -> Result<Outcome, Error> {
        let workspace = Workspace::open(global)?;
        let state = match &self.rev {
            Some(rev) => State::Rev(rev),
            None if self.staged => State::Staged,
            None => State::WorkTree,
        };
        let log = workspace.log(state, &self.paths)?;
        let baseline = if self.no_baseline { Baseline::default() } else { log.baseline()? };
        let mut judge = Judge::new(&log.policy, self.strict);
        let (catalog, asked) = log.read(|decision, context| judge.alone(decision, context))?;
        let mut found = judge.together(&catalog);
        found.retain(|finding| finding.path.as_str() == policy::FILE || asked.includes(&finding.path));
        let mut allowed = 0;
        if !self.no_allow {
            (found, allowed) = allow::leave_out(found, &catalog, self.strict, |path| asked.includes(path));
        }
        let (found, recorded) = baseline.leave_out(found, &catalog.policy, self.strict, |path| asked.includes(path));
        let judged = catalog.decisions.iter().filter(|decision| asked.includes(&decision.path)).count();
        let summary = Summary { allowed, recorded, ..Summary::of(&found, judged) };
        let mut texts = Texts {
            files: catalog.decisions.iter().map(|decision| (&decision.path, &*decision.text)).collect(),
            policy: &catalog.policy.text,
        };
        let baseline_path = RepoPath::new(baseline::FILE);
        texts.files.insert(&baseline_path, &baseline.text);
        let report = || Report::Check(CheckReport { version: VERSION, findings: findings(&found, &texts), summary });
        let human = |width| {
            let mut out = human::findings(&found, &texts, width);
            let _ = writeln!(out, "{}", human::summary(&summary));
            out.push_str(&human::left_out(&summary));
            if asked.others > 0 && self.paths.is_empty() {
                let pages = match asked.others {
                    1 => "1 page in the log is no decision by its name".to_owned(),
                    pages => format!("{pages} pages in the log are no decisions by their names"),
                };
                let _ = writeln!(out, "{pages} (README, index, template)");
            }
            if let Some(finding) = found.first() {
                let _ = writeln!(out, "`heard explain {}` tells more about a rule", finding.rule);
            }
            out
        };
        self.output.write(global, report, human, out)?;
        Ok(if summary.denied > 0 { Outcome::Denied } else { Outcome::Fine })
    }
}
